"""AVeriTeC as a verdict task: its claims with the answers that its annotators found, or with what a search finds.

`averitec_gold`: each answer is a passage by itself, after its question and with the explanation of a yes or no; that no
answer could be found stands there as the set tells it, for it is itself a sign. `averitec_pool`: see
benchmarks/averitec_pool.py. `swapped`: each claim with the passages of another. Evidence of any time counts.
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.cases import Case, evidence_from
from benchmarks.evaluation_data import read_lines
from benchmarks.retrieval_sets import claim_of
from warehouse.records import Label

Line = Mapping[str, Any]
Item = TypeVar("Item")

LABEL_OF: Mapping[str, Label] = {
    "Supported": "supported",
    "Refuted": "refuted",
    "Not Enough Evidence": "not_enough_evidence",
    "Conflicting Evidence/Cherrypicking": "conflicting",
}
UNANSWERED = "No answer could be found"
_SEED = 5


def gold_cases(shared: Path, split: str, first: int | None = None) -> list[Case]:
    """Claims with their own answers. `first`: that many, drawn with a fixed seed."""
    rows = drawn(rows_of(shared, split), first)
    return [Case(claim := claim_of(row), evidence_from(claim, texts_of(row)), LABEL_OF[row["label"]]) for row in rows]


def swapped_cases(shared: Path, split: str, first: int | None = None) -> list[Case]:
    """Each claim with the answers of the one that lies half the split away: there is nothing in them to decide by."""
    rows = drawn(rows_of(shared, split), first)
    half = len(rows) // 2
    pairs = zip(rows, [*rows[half:], *rows[:half]], strict=True)
    cases = []
    for row, other in pairs:
        claim = claim_of(row)
        cases.append(Case(claim, evidence_from(claim, texts_of(other)), "not_enough_evidence"))
    return cases


def texts_of(row: Line) -> list[str]:
    """Every answer after its question, as one text: "Was it? No. It was not built then."."""
    return [
        " ".join(filter(None, (_plain(question["question"]), _told(answer))))
        for question in row["questions"]
        for answer in question["answers"]
    ]


def _told(answer: Mapping[str, Any]) -> str:
    text = _plain(answer["answer"])
    if answer["answer_type"] == "Unanswerable":
        return f"{UNANSWERED}."
    explained = _plain(answer.get("boolean_explanation"))
    return f"{text.rstrip('. ')}. {explained}" if explained else text


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def rows_of(shared: Path, split: str) -> list[dict[str, Any]]:
    """The lines of a split. Raises MissingDataError where it is absent."""
    return read_lines(shared, f"eval/averitec/{split}.jsonl")


def drawn(rows: Sequence[Item], most: int | None) -> list[Item]:
    """As many as that, with a fixed seed and in their order; all of them without a number."""
    if most is None or most >= len(rows):
        return list(rows)
    dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    return [rows[place] for place in sorted(dice.sample(range(len(rows)), most))]
