"""Originals and their altered twins: sentences of Wikinews against the article that they stand in.

The articles are those that the judge's training left out (training/splits.py). A claim is what the offline extractor
makes of a sentence in the article's own voice, and its passages are those that a check would choose in that article.
The altered twin differs in one number, date, name or by its denial (benchmarks/alterations.py).
"""

import functools
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar, get_args

from benchmarks.alterations import Altered, Change, alterations
from benchmarks.articles import article_of
from benchmarks.cases import Case, claim_from, document_from, passage_of
from benchmarks.evaluation_data import read_lines
from extractors.rules import RulesExtractor
from training.splits import is_held_out
from verifiers.outcomes import Limits
from verifiers.passages import choose_passages
from verifiers.protocols import Evidence, Hit
from verifiers.ranking import Found
from warehouse.records import Claim, Document, Query

Item = TypeVar("Item")

PAIRS = 500
_FEWEST_WORDS = 5
_SEED = 41


@dataclass(frozen=True)
class Pair:
    """A claim that its article bears out, and the same with one thing changed."""

    change: Change
    original: Case
    altered: Case
    article: str  # the id of its document


@dataclass(frozen=True)
class Told:
    """A held-out article with what the extractor finds in it."""

    document: Document
    published: date
    claims: tuple[Claim, ...]


@functools.cache
def held_out_articles(shared: Path) -> tuple[Told, ...]:
    """The Wikinews articles that no judge was trained on, each with its claims."""
    extractor = RulesExtractor()
    told = []
    for row in read_lines(shared, "news/wikinews.jsonl"):
        if not is_held_out(row["url"]):
            continue
        published = date.fromisoformat(row["published"])
        article, version = article_of(row["text"], "wikinews")
        at = datetime(published.year, published.month, published.day, 12, tzinfo=UTC)
        found = extractor.extract_now(article.model_copy(update={"published_at": at}), version)
        document = document_from(row["text"], "wikinews", url=row["url"], published=published)
        told.append(Told(document, published, found.claims))
    return tuple(told)


@functools.cache
def altered_pairs(shared: Path, most: int = PAIRS) -> tuple[Pair, ...]:
    """As many pairs, of the four kinds as evenly as the articles allow; the same on every run."""
    dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    by_change: dict[Change, list[tuple[Claim, Altered, Told]]] = defaultdict(list)
    for told in held_out_articles(shared):
        for claim in told.claims:
            if claim.speaker is not None or not claim.checkable or len(claim.text.split()) < _FEWEST_WORDS:
                continue
            for one in alterations(claim.text, dice, anchor=told.published, elsewhere=told.document.text):
                by_change[one.change].append((claim, one, told))
    for pairs in by_change.values():
        dice.shuffle(pairs)
    return tuple(_pair(*one) for one in _evenly(by_change, most))


def _evenly(by_change: Mapping[Change, list[Item]], most: int) -> Iterator[Item]:
    """One of each kind in turn, until there are enough or none is left."""
    given = 0
    for place in range(max(map(len, by_change.values()), default=0)):
        for change in get_args(Change):
            pairs = by_change.get(change, [])
            if place < len(pairs) and given < most:
                given += 1
                yield pairs[place]


def _pair(claim: Claim, altered: Altered, told: Told) -> Pair:
    original = _said(claim.text, told)
    spans = [(one.passage.start, one.passage.end) for one in _chosen(original, told)]
    twin = _said(altered.text, told)
    return Pair(
        altered.change,
        Case(original, _passages(original, told, spans), "supported"),
        Case(twin, _passages(twin, told, spans), "not supported"),
        told.document.document_id,
    )


def _said(text: str, told: Told) -> Claim:
    """A statement, said on the day of the article."""
    return claim_from(text, "wikinews", told.document.document_id, text, said=told.published)


def _chosen(claim: Claim, told: Told) -> list[Evidence]:
    """The passages that a check would choose in the article."""
    hits = Found(_query(claim), (Hit(told.document, 1.0),))
    most = Limits().passages_per_document
    return choose_passages(claim, [hits], per_claim=most, per_document=most)


def _passages(claim: Claim, told: Told, spans: Sequence[tuple[int, int]]) -> tuple[Evidence, ...]:
    return tuple(passage_of(claim, told.document, start, end, rank=rank) for rank, (start, end) in enumerate(spans, 1))


def _query(claim: Claim) -> Query:
    return Query(
        query_id=Query.id_for(claim.claim_id, claim.text, "exact_words", "benchmark", "1"),
        claim_id=claim.claim_id,
        text=claim.text,
        purpose="exact_words",
        planner="benchmark",
        planner_version="1",
    )
