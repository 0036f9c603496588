"""Pairs of a passage and a claim, made from openly licensed text, for what the pool of pairs has too little of.

From each sentence: the sentence, shortened or reworded by rule, against a passage around it (supports); the same with
one thing changed in the claim or in the passage (refutes, or not_supports); the sentence against its neighbours and
against other texts about the same names (neutral); two sentences as one claim, against a text that has both or one of
them; questions with their answers; and sayings, against what is said and against that it is said.
"""

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from language.names import find_names
from language.sentences import split_paragraphs, split_sentences
from training import compounds, questions, sayings
from training.alterations import RULES, Label, certainty
from training.kept import write_whole
from training.splits import WHOLE, Split, article_split, split_of
from verifiers.judges.windows import digest

SEED = 1

_SAYS = re.compile(
    r"\b(?:sa(?:id|ys|ying)|told|according|claim\w*|stat(?:ed|es|ing)|announc\w+|wrote|tweeted|quot\w+)\b|[“”\"]"
)
_PRONOUN_START = re.compile(r"^(?:He|She|It|They|This|That|These|Those|His|Her|Their|Its|But|And|However|Also)\b")
_ASIDE = re.compile(
    r"(?<=\w), (?:who|which|whose|where|a|an|the|including|based|located|also)\b[^,;()“”\"]{4,70},(?= )"
)
_BRACKET = re.compile(r" \([^()]{1,60}\)")
_LEAD = re.compile(
    r"^(?:On|In|At|After|Before|During|Since|By|For|Earlier|Last|Yesterday|Today|As)\b[^,.;]{2,60}, (?=\w)"
)
_TAIL = re.compile(
    r", (?:while|after|although|though|when|because|with|but|and|following|leaving|bringing)\b[^;]{8,}?(?=[.]$)"
)
_FULL_NAME = re.compile(r"\b(?:[A-Z][a-z]+ ){1,2}(?=[A-Z][a-z]{3,}\b)")
_SPACED = re.compile(r" (?=[.,;:!?%)’]|'s\b|n't\b)|(?<=[(]) ")


_KNOWN = ("fever", "fm2")  # the pool's claims about the world, with evidence of encyclopedias
_ASKED_OF = 0.3  # of them
_LABELS: dict[str, Label] = {one: one for one in ("supports", "refutes", "neutral", "not_supports")}


@dataclass(frozen=True)
class Pair:
    """A passage, a claim, what the one makes of the other, and by which rule the pair was made."""

    passage: str
    claim: str
    label: Label
    kind: str


@dataclass(frozen=True)
class _Text:
    """A text in sentences, with the address or text that its split follows."""

    sentences: tuple[str, ...]
    names: dict[str, tuple[str, ...]]  # by kind


def plain(text: str) -> str:
    """Text of the pool as it is written: without the spaces of a tokenizer."""
    for mark, sign in (("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]"), ("``", "“"), ("''", "”")):
        text = text.replace(mark, sign)
    return _SPACED.sub("", " ".join(text.split()))


def of_wikinews(path: Path, *, split: Split, seed: int = SEED) -> list[Pair]:
    """Pairs from the articles of one split."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = []
    for row in rows:
        if article_split(row["url"]) == split:
            paragraphs = [span.of(row["text"]) for span in split_paragraphs(row["text"])]
            texts.append(_read(" ".join(" ".join(paragraphs).split())))
    return list(_of_texts([text for text in texts if len(text.sentences) > 2], random.Random(seed), per_text=9))


def of_pool(path: Path, *, split: Split, count: int, seed: int = SEED) -> list[Pair]:
    """Pairs from texts of the pool's encyclopedic evidence and from the claims that it bears out."""
    dice = random.Random(seed)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if split_of(row["evidence"]) == split]
    dice.shuffle(rows)
    known = [row for row in rows if row["label"] == "supports"]
    pairs = [*_of_known(known, dice, count // 2), *_of_questions(rows, dice), *_of_two_known(known, dice)]
    pairs += _of_long(rows)
    evidence = dict.fromkeys(row["evidence"] for row in rows if row["source"].startswith(("fever", "fm2")))
    texts = [text for one in evidence if len((text := _read(plain(one))).sentences) > 1]
    return [*pairs, *_of_texts(texts[: count // 6], dice, per_text=3)]


def _read(text: str) -> _Text:
    names: dict[str, list[str]] = defaultdict(list)
    for one in find_names(text):
        if one.text not in names[one.kind]:
            names[one.kind].append(one.text)
    sentences = tuple(one for span in split_sentences(text) if 6 <= len((one := span.of(text)).split()) <= 45)
    return _Text(sentences, {kind: tuple(found) for kind, found in names.items()})


def _of_texts(texts: Sequence[_Text], dice: random.Random, *, per_text: int) -> Iterator[Pair]:
    all_names: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for kind, found in text.names.items():
            all_names[kind] += found
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for found in text.names.values():
            for name in found:
                by_name[name].append(number)
    for number, text in enumerate(texts):
        places = [at for at, one in enumerate(text.sentences) if one[-1:] in ".!" and not _PRONOUN_START.match(one)]
        for at in dice.sample(places, min(per_text, len(places))):
            others = {kind: [*text.names.get(kind, ()), *dice.sample(found, min(4, len(found)))]
                      for kind, found in all_names.items()}  # fmt: skip
            near = sorted(
                {other for names in text.names.values() for name in names for other in by_name[name]} - {number}
            )
            elsewhere = texts[dice.choice(near)] if near else texts[number - 1]
            yield from _of_sentence(text, at, others, elsewhere, dice)


def _of_sentence(
    text: _Text, at: int, others: dict[str, list[str]], elsewhere: _Text, dice: random.Random
) -> Iterator[Pair]:
    sentence = text.sentences[at]
    claim = reworded(sentence, dice)
    passage = _around(text, at, sentence, dice)
    yield Pair(passage, claim, "supports", "same")
    changed = [
        one for one in (rule(claim, dice, others) for rule in dice.sample(RULES, 6)) if one and one.text != claim
    ]
    for one in changed[:2]:
        yield Pair(passage, one.text, one.label, one.kind)
    changed = [one for one in (rule(sentence, dice, others) for rule in dice.sample(RULES, 4)) if one]
    for one in changed[:1]:
        yield Pair(_around(text, at, one.text, dice), sentence, one.label, f"{one.kind} in the passage")
    if (open_ := certainty(sentence, dice, others)) and dice.random() < 0.5:
        yield Pair(_around(text, at, open_.text, dice), claim, "neutral", open_.kind)
        yield Pair(_around(text, at, open_.text, dice), open_.text, "supports", f"{open_.kind}, same")
    neighbours = [one for place, one in enumerate(text.sentences) if abs(place - at) in (1, 2) and place != at]
    if neighbours:
        yield Pair(" ".join(neighbours[:3]), claim, "neutral", "neighbours")
    if elsewhere.sentences and dice.random() < 0.6:
        start = dice.randrange(len(elsewhere.sentences))
        yield Pair(" ".join(elsewhere.sentences[start : start + 3]), claim, "neutral", "elsewhere")
    yield from (Pair(*told) for told in compounds.of_text(text.sentences, at, others, dice))
    if dice.random() < 0.4:
        yield from (Pair(*told) for told in questions.of_statement(claim, dice))
    if not _SAYS.search(sentence):
        yield from _of_saying(text, at, sentence, others, dice)


def _of_saying(
    text: _Text, at: int, sentence: str, others: dict[str, list[str]], dice: random.Random
) -> Iterator[Pair]:
    who = sayings.source(dice, others.get("person", []))
    other = sayings.source(dice, others.get("person", []))
    told = sayings.said(sentence, who, dice)
    passage = _around(text, at, told, dice) if dice.random() < 0.5 else told
    yield Pair(passage, sentence, "neutral", "said, not so")
    yield Pair(passage, sayings.said_so(sentence, who, dice), "supports", "said, that it was said")
    if other != who and dice.random() < 0.4:
        yield Pair(passage, sayings.said_so(sentence, other, dice), "not_supports", "said by another")
    if dice.random() < 0.4:
        yield Pair(_around(text, at, sentence, dice), sayings.said_so(sentence, who, dice), "neutral", "so, not said")
    if dice.random() < 0.25:
        yield Pair(sayings.reported(sentence, dice), sentence, "neutral", "reported")
    if dice.random() < 0.4:
        no = sayings.denied(sentence, who, dice)
        yield Pair(no, sentence, "not_supports", "denied")
        yield Pair(no, sayings.said_so(sentence, who, dice), "not_supports", "denied, that it was said")


def _of_known(rows: Sequence[dict[str, str]], dice: random.Random, count: int) -> Iterator[Pair]:
    """From claims that their evidence bears out in other words: the same with one thing changed."""
    made = 0
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows[:2000]:
        for one in find_names(plain(row["claim"])):
            names[one.kind].append(one.text)
    for row in rows:
        evidence, claim = plain(row["evidence"]), plain(row["claim"])
        if len(evidence.split()) > 110 or not (4 <= len(claim.split()) <= 40):
            continue
        others = {kind: dice.sample(found, min(12, len(found))) for kind, found in names.items()}
        found = [
            one for one in (rule(claim, dice, others) for rule in dice.sample(RULES, 5)) if one and one.text != claim
        ]
        # A negation alone is found for most sentences, and would be most of what there is.
        found = [one for one in found if one.kind != "negation" or dice.random() < 0.25]
        for one in found[:1]:
            yield Pair(evidence, one.text, one.label if one.kind != "number" else "not_supports", f"known: {one.kind}")
            yield Pair(evidence, claim, "supports", "known")
            made += 2
        if found and dice.random() < 0.15:
            who = sayings.source(dice, names.get("person", []))
            yield Pair(sayings.said(evidence, who, dice), claim, "neutral", "known: said")
            made += 1
        if made >= count:
            return


def _of_questions(rows: Sequence[dict[str, str]], dice: random.Random) -> Iterator[Pair]:
    """From claims about something known: their questions, with answers and with the evidence behind these."""
    for row in rows:
        evidence, claim, label = plain(row["evidence"]), plain(row["claim"]), row["label"]
        if not row["source"].startswith(_KNOWN) or not 4 <= len(claim.split()) <= 30 or len(evidence.split()) > 110:
            continue
        if dice.random() < _ASKED_OF:
            name = next((one.text for one in find_names(claim)), None)
            told = list(questions.of_statement(claim, dice)) if dice.random() < 0.4 else []
            if name:
                told += questions.of_evidence(claim, evidence, _LABELS[label], name, dice)
            yield from (Pair(*one) for one in told)


def _of_two_known(known: Sequence[dict[str, str]], dice: random.Random) -> Iterator[Pair]:
    """From two claims that are borne out at a time: both as one."""
    chosen = [row for row in known if row["source"].startswith(_KNOWN) and len(row["evidence"].split()) <= 80]
    for first, second, third in zip(chosen[0::6], chosen[1::6], chosen[2::6], strict=False):
        parts = [(plain(row["evidence"]), plain(row["claim"])) for row in (first, second)]
        yield from (Pair(*told) for told in compounds.of_known(parts[0], parts[1], plain(third["evidence"]), dice))


def _of_long(rows: Sequence[dict[str, str]]) -> Iterator[Pair]:
    """Of documents that are too long to be read whole, what the judge reads of them."""
    for row in rows:
        if len(row["evidence"]) > WHOLE and (read := digest(row["claim"], row["evidence"])):
            yield Pair(read, row["claim"], _LABELS[row["label"]], "digest")


def reworded(sentence: str, dice: random.Random) -> str:
    """The sentence as it is, or with an aside, a bracket, a lead or first names left out: borne out by the whole."""
    text = sentence
    for found, share in ((_ASIDE, 0.6), (_BRACKET, 0.7), (_LEAD, 0.4), (_TAIL, 0.4)):
        if dice.random() < share:
            shorter = found.sub("", text, count=1)
            text = shorter if len(shorter.split()) >= 5 else text
    if dice.random() < 0.3:
        text = _FULL_NAME.sub(lambda match: match.group() if match.start() == 0 else "", text, count=1)
    return text[0].upper() + text[1:]


def _around(text: _Text, at: int, sentence: str, dice: random.Random) -> str:
    """A passage with `sentence` in the place of the one there, with or without what stands around it."""
    before, after = dice.choice(((0, 0), (1, 0), (0, 1), (1, 1), (2, 1)))
    return " ".join((*text.sentences[max(0, at - before) : at], sentence, *text.sentences[at + 1 : at + 1 + after]))


def main() -> None:
    """Write the pairs that train, or those of a held-out split, as lines of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--split", choices=("train", "validation", "calibration"), default="train")
    parser.add_argument("--from-pool", type=int, default=21000, help="pairs made from the pool's texts")
    given = parser.parse_args()
    pairs = of_pool(given.shared / "train/verifier_pool.jsonl", split=given.split, count=given.from_pool)
    pairs += of_wikinews(given.shared / "news/wikinews.jsonl", split=given.split)
    write_whole(given.target, "".join(json.dumps(asdict(pair)) + "\n" for pair in pairs))
    print(f"{len(pairs)} pairs in {given.target}")


if __name__ == "__main__":
    main()
