"""Who said what, measured on PolNeAR (Newell and others 2018): attributions found, and their sources.

A gold attribution counts where it has content; the set marks outermost attributions only, so that what is attributed
within another's words is left out on our side too. A content, a list of spans, is the set of words (runs of letters and
digits) that it covers, without punctuation. A found attribution is right where the token F1 of its content and a gold
content is 0.5 or better; each counts once, the best pairs first (ties by place). Precision and recall are over all
attributions of all documents (micro). The figure for quotations counts, on each side, only attributions whose content
holds a quotation mark; one of either side may be matched with any of the other. A source is right where the token F1 of
the two source spans is 0.5 or better, or where neither has one; its accuracy is over the attributions found.

The baseline takes each sentence with a quotation mark for the content, and what "X said" leaves of it for the source.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.articles import article_of
from benchmarks.evaluation_data import read_lines
from benchmarks.rows import Row, interval
from extractors.context import read_context
from extractors.speech.attributions import find_attributions
from language.sentences import split_sentences

ENOUGH = 0.5
_MARKS = frozenset('"“”„«»')
_WORD = re.compile(r"\w+")
_SAID = re.compile(r"((?:[A-Z][\w.’'-]*\s)+)(?:said|says|told)|(?:said|says)\s((?:[A-Z][\w.’'-]*\s?)+)")

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Stated:
    """One attribution, ours or the set's: the words of its content and source by their places, and its marks."""

    content: frozenset[int]
    source: frozenset[int]
    quoted: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What one document adds to the sums."""

    gold: int
    found: int
    right: int
    gold_quoted: int
    found_quoted: int
    gold_quoted_right: int
    found_quoted_right: int
    source_right: int


BASELINE = "every quoted sentence"


def measure(shared: Path, *, split: str = "dev") -> list[Row]:
    """The rows of PolNeAR: attributions found, those with quotation marks, and sources, ours and the baseline's."""
    documents = read_documents(shared, split)
    rows: list[Row] = []
    for system, find in (("offline", found_by_rules), (BASELINE, found_by_marks)):
        began = time.perf_counter()
        counts = [count(gold, find(text)) for text, gold in documents]
        seconds = round(time.perf_counter() - began, 2)
        for metric, value, size in (
            ("attribution_f1", overall_f1, sum(c.gold for c in counts)),
            ("attribution_f1_quoted", quoted_f1, sum(c.gold_quoted for c in counts)),
            ("source_accuracy", source_accuracy, sum(c.right for c in counts)),
        ):
            lower, upper = interval(counts, value)
            rows.append(Row("polnear", split, metric, system, value(counts), lower, upper, size, seconds))
    return rows


def read_documents(shared: Path, split: str) -> list[tuple[str, list[Stated]]]:
    """The texts of a split with their gold attributions that have content. Raises MissingDataError without the set."""
    documents = []
    for document in read_lines(shared, f"eval/polnear/{split}.jsonl"):
        text = document["text"]
        gold = [stated(text, one["content"], one["source"]) for one in document["attributions"] if one["content"]]
        documents.append((text, gold))
    return documents


def stated(text: str, content: Spans, source: Spans) -> Stated:
    """An attribution as the measure sees it."""
    quoted = any(mark in text[start:end] for start, end in content for mark in _MARKS)
    return Stated(_words(text, content), _words(text, source), quoted)


def found_by_rules(text: str) -> list[Stated]:
    """What the offline extractor's reading of attributions finds."""
    return [
        stated(text, [(s.start, s.end) for s in a.contents], [(a.source.start, a.source.end)] if a.source else [])
        for a in find_attributions(read_context(*article_of(text, "polnear")))
        if not a.nested
    ]


def found_by_marks(text: str) -> list[Stated]:
    """The baseline: each sentence with a quotation mark."""
    found = []
    for sentence in split_sentences(text):
        words = sentence.of(text)
        if any(mark in words for mark in _MARKS):
            said = _SAID.search(words)
            group = 1 if said and said.group(1) else 2
            source = [(sentence.start + said.start(group), sentence.start + said.end(group))] if said else []
            found.append(stated(text, [(sentence.start, sentence.end)], source))
    return found


def token_f1(one: frozenset[int], other: frozenset[int]) -> float:
    """The token F1 of two sets of words; 0 where either is empty."""
    shared = len(one & other)
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def match(gold: Sequence[Stated], found: Sequence[Stated]) -> list[tuple[int, int]]:
    """The pairs (place in gold, place in found) whose contents agree, each at most once, the best first."""
    pairs = sorted(
        ((token_f1(g.content, f.content), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    taken: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for score, i, j in pairs:
        if score < ENOUGH:
            break
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            taken.append((i, j))
    return taken


def count(gold: Sequence[Stated], found: Sequence[Stated]) -> Counts:
    """One document's counts."""
    pairs = match(gold, found)
    return Counts(
        gold=len(gold),
        found=len(found),
        right=len(pairs),
        gold_quoted=sum(g.quoted for g in gold),
        found_quoted=sum(f.quoted for f in found),
        gold_quoted_right=sum(gold[i].quoted for i, _ in pairs),
        found_quoted_right=sum(found[j].quoted for _, j in pairs),
        source_right=sum(same_source(gold[i], found[j]) for i, j in pairs),
    )


def same_source(gold: Stated, found: Stated) -> bool:
    """Whether two attributions have the same source, or both none."""
    if not gold.source or not found.source:
        return not gold.source and not found.source
    return token_f1(gold.source, found.source) >= ENOUGH


def overall_f1(counts: Sequence[Counts]) -> float:
    """Micro-F1 over all attributions of the documents."""
    right = sum(c.right for c in counts)
    return _f1(right, sum(c.found for c in counts), right, sum(c.gold for c in counts))


def quoted_f1(counts: Sequence[Counts]) -> float:
    """Micro-F1 over the attributions whose content holds a quotation mark."""
    return _f1(
        sum(c.found_quoted_right for c in counts),
        sum(c.found_quoted for c in counts),
        sum(c.gold_quoted_right for c in counts),
        sum(c.gold_quoted for c in counts),
    )


def source_accuracy(counts: Sequence[Counts]) -> float:
    """How many of the attributions found have the right source."""
    right = sum(c.right for c in counts)
    return sum(c.source_right for c in counts) / right if right else 0.0


def _f1(found_right: int, found: int, gold_right: int, gold: int) -> float:
    precision = found_right / found if found else 0.0
    recall = gold_right / gold if gold else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _words(text: str, spans: Spans) -> frozenset[int]:
    return frozenset(word.start() for start, end in spans for word in _WORD.finditer(text, start, end))
