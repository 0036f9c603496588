"""Fit the calibration that ships: `python -m training.confidence SHARED`, or `make confidence`. A minute or two.

What is calibrated is the whole way from passages to a label: the judge that ships reads the passages of each example,
and verifiers/combine.py decides on them. Two sorts of examples, none of which the judge was trained on:
  pool       the calibration part of SHARED/train/verifier_pool.jsonl but for captions, each with one passage;
  articles   sentences with a number from held-out articles of SHARED/news/wikinews.jsonl, as they stand and with
             another number, each with the passage that has it, two others of its article and one of another article.
A label is right where the example has it. Of what is only known not to be supported, refuted is left out.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from language.quantities import find_quantities
from language.sentences import split_sentences
from training.splits import article_split, split_of
from verifiers import confidence
from verifiers.combine import combine
from verifiers.confidence import Example, brier, by_threshold, cross_validated, fitted
from verifiers.judges.nli import NliJudge
from verifiers.protocols import Evidence
from verifiers.rules import Rules
from warehouse.records import Calibration, Claim, Document, Label, Passage, content_hash, content_id

TARGET = Path(__file__).parents[1] / "verifiers" / "calibration.json"
DATA = (
    "the calibration part of the judge's training pool (one passage a claim), and sentences of held-out Wikinews "
    "articles as they stand and with another number (four passages a claim)"
)
_OF_AN_ARTICLE = 4  # sentences, an example each way
_NO_NEWS = "snli"  # captions of pictures: nothing that a desk would check is like them
_RULES = Rules(min_origins=1)
_DIGITS = re.compile(r"\d+(?![\d,.]*\d)")
_FROZEN = datetime(2025, 1, 1, tzinfo=UTC)
_SEED = 11
_THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True)
class Case:
    """A claim, its passages, and what it is: a label, or "not_supported"."""

    claim: Claim
    evidence: tuple[Evidence, ...]
    gold: str


_GOLD = {
    "supports": "supported",
    "refutes": "refuted",
    "neutral": "not_enough_evidence",
    "not_supports": "not_supported",
}


def pool_cases(path: Path) -> Iterator[Case]:
    """The pool's calibration part."""
    with path.open(encoding="utf-8") as lines:
        for place, line in enumerate(lines):
            row = json.loads(line)
            if split_of(row["evidence"]) == "calibration" and not row["source"].startswith(_NO_NEWS):
                yield _case(f"pool {place}", row["claim"], [row["evidence"]], _GOLD[row["label"]])


def article_cases(path: Path) -> Iterator[Case]:
    """Two for each of a few sentences with a number of every held-out article that calibrates."""
    dice = random.Random(_SEED)
    other = ""
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if article_split(row["url"]) == "calibration"]
    for row in rows:
        text = row["text"]
        sentences = [text[span.start : span.end] for span in split_sentences(text)]
        altered = {place: found for place, one in enumerate(sentences) if place and (found := _altered(one, dice))}
        for place in dice.sample(sorted(altered), min(_OF_AN_ARTICLE, len(altered))):
            far = [one for one in range(1, len(sentences)) if abs(one - place) > 2]
            others = [sentences[one] for one in dice.sample(far, min(2, len(far)))]
            passages = [_passage(sentences, place), *others, *([other] if other else [])]
            yield _case(f"{row['url']} {place} so", sentences[place], passages, "supported")
            yield _case(f"{row['url']} {place} altered", altered[place], passages, "refuted")
        other = sentences[-1] if sentences else ""


def _passage(sentences: Sequence[str], place: int) -> str:
    return " ".join(sentences[max(0, place - 1) : place + 2])


def _altered(sentence: str, dice: random.Random) -> str | None:
    """The sentence with its first number in digits made another by far; None where it has none."""
    if not 40 <= len(sentence) <= 300:
        return None
    for one in find_quantities(sentence):
        digits = _DIGITS.match(sentence, one.start)
        if digits and int(digits.group()) >= 3 and not 1500 <= int(digits.group()) <= 2100:
            other = int(digits.group()) * dice.choice((2, 3)) + 1
            return f"{sentence[: one.start]}{other}{sentence[digits.end() :]}"
    return None


def _case(key: str, text: str, passages: Sequence[str], gold: str) -> Case:
    claim = Claim(
        claim_id=content_id("clm", key),
        extraction_id="ext_calibration",
        article_id="art_calibration",
        version_id="ver_calibration",
        ordinal=0,
        quote=text,
        start=0,
        end=len(text),
        text=text,
        kind="event",
        checkable=True,
        checkworthiness=1.0,
    )
    return Case(claim, tuple(_evidence(claim, one, place) for place, one in enumerate(passages)), gold)


def _evidence(claim: Claim, text: str, place: int) -> Evidence:
    origin = f"origin {place}"
    document = Document(
        document_id=Document.id_for(origin, text),
        retrieved_at=_FROZEN,
        source="calibration",
        text=text,
        text_hash=content_hash(text),
        origin=origin,
    )
    passage = Passage(
        passage_id=Passage.id_for(claim.claim_id, document.document_id, 0, len(text), origin),
        claim_id=claim.claim_id,
        query_id="qry_calibration",
        document_id=document.document_id,
        start=0,
        end=len(text),
        text=text,
        rank=place + 1,
        score=1.0,
        origin=origin,
    )
    return Evidence(passage, document)


def example(case: Case, judge: NliJudge) -> Example | None:
    """What the judge and `combine` make of a case; None where they decide nothing, or where nobody knows."""
    decision = combine(case.claim, case.evidence, [judge.read(case.claim, case.evidence)], rules=_RULES)
    label: Label = decision.leaning
    if decision.score is None or (case.gold == "not_supported" and label != "supported"):
        return None
    return Example(judge.name, label, decision.score, label == case.gold)


def main() -> None:
    """Read the command line, judge every example, fit, and write the calibration with what it is worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    options = parser.parse_args()
    pool, news = options.shared / "train" / "verifier_pool.jsonl", options.shared / "news" / "wikinews.jsonl"
    for file in (pool, news):
        if not file.is_file():
            raise SystemExit(f"{file} is not there: give the folder that holds train/ and news/.")
    cases = [*pool_cases(pool), *article_cases(news)]
    print(f"{len(cases)} examples", flush=True)
    judge = NliJudge()
    examples = [one for case in cases if (one := example(case, judge)) is not None]
    pairs = [(chance, one.right) for one, chance in cross_validated(examples)]
    right = sum(one.right for one in examples) / len(examples)
    figures = {"brier": brier(pairs), "brier_of_constant": right * (1 - right), "right": right}
    print(f"{len(examples)} decided, {right:.1%} rightly")
    print(f"Brier {brier(pairs):.4f}, of always saying {right:.0%} {right * (1 - right):.4f}")
    for at in by_threshold(pairs, _THRESHOLDS, of=len(cases)):
        told = "-" if at.precision is None else f"{at.precision:.1%}"
        print(f"  from {at.threshold:.2f}: {at.decided:.1%} of all decided, {told} of these rightly")
    curves = fitted(examples)
    version = str(confidence.VERSION)
    made = Calibration(
        calibration_id=Calibration.id_for("shipped", version, curves, None),
        fitted_on="shipped",
        version=version,
        data=DATA,
        curves=curves,
        figures={name: round(value, 6) for name, value in figures.items()},
        fitted_at=datetime.now(UTC).replace(microsecond=0),
    )
    TARGET.write_text(made.model_dump_json(indent=1) + "\n", "utf-8")
    print(f"written to {TARGET}")


if __name__ == "__main__":
    main()
