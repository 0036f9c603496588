"""A claim and its evidence as a model is shown them: hostile text on lines of ours, each passage by its number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gateways.prompts import fenced
from language.hostile import disarmed
from verifiers.protocols import Evidence
from verifiers.safe_text import safe
from warehouse.records import Claim

_LONGEST_PASSAGE = 3000
_LONGEST_CLAIM = 1000
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Shown:
    """What is put before a model for one claim. `passages` are by the numbers that they are shown under."""

    claim: Claim
    evidence: Sequence[Evidence]
    passages: Mapping[int, Evidence]  # without those that are nothing but orders to a model: it sees none of them

    @classmethod
    def of(cls, claim: Claim, evidence: Sequence[Evidence]) -> "Shown":
        """Passages keep the number of their place: a rationale's [3] is the third one, whatever was withheld."""
        is_order = disarmed(claim.text).says_nothing
        passages = {
            number: item
            for number, item in enumerate(evidence, 1)
            if not is_order and not disarmed(item.passage.text).says_nothing
        }
        return cls(claim, evidence, passages)

    @property
    def numbers(self) -> str:
        """The passages' numbers as they are told: "1 to 4", or "1, 3, 4" where one is withheld."""
        if len(self.passages) < max(len(self.evidence), 2):
            return ", ".join(map(str, self.passages))
        return f"1 to {len(self.passages)}"

    def number_of(self, passage_id: str) -> int:
        return next(number for number, item in self.passages.items() if item.passage.passage_id == passage_id)

    def values(self) -> dict[str, str]:
        """What fills the places of a prompt."""
        return {
            "claim": fenced("CLAIM", _claim_lines(self.claim)),
            "passages": fenced("PASSAGES", (_passage_line(number, item) for number, item in self.passages.items())),
            "numbers": self.numbers,
        }


def bounded(text: str, longest: int) -> str:
    """Text on one line, cut where it is longer than that many characters."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _claim_lines(claim: Claim) -> Iterator[str]:
    yield f"claim: {safe(claim.text)[:_LONGEST_CLAIM]}"
    yield f"kind: {claim.kind}"
    yield f"as the article has it: {safe(claim.quote)[:_LONGEST_CLAIM]}"
    if claim.speaker:
        role = f", {safe(claim.speaker_role)[:_LONGEST_NAME]}" if claim.speaker_role else ""
        yield f"said by: {safe(claim.speaker)[:_LONGEST_NAME]}{role}"
    else:
        yield "said by: the article itself"
    if claim.said_from or claim.said_to:
        yield f"said on: {_days(claim.said_from, claim.said_to)}"
    if claim.about_from or claim.about_to:
        yield f"about the time: {_days(claim.about_from, claim.about_to)}"


def _days(first: object, last: object) -> str:
    if first == last or last is None:
        return str(first)
    return f"until {last}" if first is None else f"{first} to {last}"


def _passage_line(number: int, item: Evidence) -> str:
    document = item.document
    published = document.published_at.date().isoformat() if document.published_at else "date unknown"
    publisher = safe(document.publisher or "publisher unknown")[:_LONGEST_NAME]
    title = f", “{safe(document.title)[:_LONGEST_NAME]}”" if document.title else ""
    kind = "" if document.document_type == "report" else f", {document.document_type.replace('_', ' ')}"
    return f"[{number}] ({publisher}, {published}{kind}{title}) {safe(item.passage.text)[:_LONGEST_PASSAGE]}"
