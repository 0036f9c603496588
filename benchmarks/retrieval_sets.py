"""AVeriTeC as a search task: every answer that its annotators found is a document, and each claim wants its own.

The documents are all answers of the training and development claims, without the questions that they answer and
without those that say that no answer could be found. A yes or no is told with the explanation that was given for it.
Answers that differ in nothing but white space are one document, which then is an answer to several claims. A claim is
what was said, by whom and when; its questions, its label and its justification stay unread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.cases import claim_from
from benchmarks.evaluation_data import read_lines
from warehouse.records import Claim

SPLITS = ("train", "dev")
_NO_ANSWER = "no answer could be found"


@dataclass(frozen=True)
class Wanted:
    """A claim, and the places in `texts` of the answers to it: never none."""

    claim: Claim
    answers: frozenset[int]


@dataclass(frozen=True)
class Answers:
    """The documents, each once, and the claims of each split that have an answer among them."""

    texts: tuple[str, ...]
    claims: Mapping[str, tuple[Wanted, ...]]


def read_answers(shared: Path) -> Answers:
    """The whole task. Raises MissingDataError where AVeriTeC is not in the shared folder."""
    places: dict[str, int] = {}
    claims = {}
    for split in SPLITS:
        wanted = []
        for row in read_lines(shared, f"eval/averitec/{split}.jsonl"):
            answers = [text for question in row["questions"] for one in question["answers"] if (text := _told(one))]
            own = frozenset(places.setdefault(text, len(places)) for text in answers)
            if own:
                wanted.append(Wanted(claim_of(row), own))
        claims[split] = tuple(wanted)
    return Answers(tuple(places), claims)


def claim_of(row: Mapping[str, Any]) -> Claim:
    """What an extractor would know of a claim: its text, its speaker and day, the names, numbers and dates in it."""
    said = date(*map(int, reversed(row["claim_date"].split("-")))) if row.get("claim_date") else None
    speaker = (row.get("speaker") or "").strip() or None
    return claim_from(row["claim"], "averitec", row["id"], said=said, speaker=speaker)


def hits_and_recall(ranked: Sequence[int], answers: frozenset[int]) -> tuple[bool, bool, float]:
    """Whether an answer is among the first five, among the first ten, and the share of all in the first ten."""
    first_ten = answers.intersection(ranked[:10])
    return not answers.isdisjoint(ranked[:5]), bool(first_ten), len(first_ten) / len(answers)


def _told(answer: Mapping[str, Any]) -> str:
    text = " ".join(answer["answer"].split())
    if answer["answer_type"] == "Unanswerable" or text.lower().startswith(_NO_ANSWER):
        return ""
    explained = " ".join((answer.get("boolean_explanation") or "").split())
    return f"{text.rstrip('. ')}. {explained}" if text and explained else text
