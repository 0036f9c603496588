"""A language model's reading of a claim against numbered passages, held to the rules before it counts.

A reply that breaks a rule (a passage that does not exist, one left unread, a label that its own readings do not bear
out) is sent back once with what is wrong; the second time it is a Failure, and never a label.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gateways.llm import LlmGateway
from gateways.prompts import fenced, load_prompt, neutralised
from gateways.replies import schema_version
from verifiers.judges.quoting import is_about_words, is_reworded
from verifiers.protocols import Evidence
from warehouse.errors import ClaimhouseError
from warehouse.records import (
    Claim,
    Failure,
    Judgement,
    Label,
    Reading,
    Stance,
    VerdictIssue,
    failure_of,
)

VERSION = 2

_LONGEST_PASSAGE = 3000
_LONGEST_CLAIM = 1000
_LONGEST_NAME = 200
_LONGEST_WHY = 500
_LONGEST_RATIONALE = 2000
# Which stances a label must rest on.
_RESTS_ON: dict[Label, tuple[Stance, ...]] = {
    "supported": ("supports",),
    "refuted": ("refutes",),
    "conflicting": ("supports", "refutes"),
    "not_enough_evidence": (),
}


class _ReadPassage(BaseModel):
    model_config = ConfigDict(extra="forbid")

    passage: int
    stance: Stance
    said_by_claimant: bool
    certainty: Annotated[float, Field(ge=0.0, le=1.0)]
    why: str


class _Judged(BaseModel):
    """In the order in which a model should think: reasons first, the label after them."""

    model_config = ConfigDict(extra="forbid")

    reasoning: str
    readings: list[_ReadPassage]
    label: Label
    cited: list[int]
    issues: list[VerdictIssue]
    rationale: str


class LlmJudge:
    """Puts one claim and all its passages before a model in one call."""

    name = "llm"

    def __init__(self, gateway: LlmGateway) -> None:
        self._gateway = gateway
        self._prompt = load_prompt("verifiers.prompts", "judge")

    @property
    def version(self) -> str:
        """Ours, the prompt's, the shape's and the model's."""
        return f"{VERSION}-{self._prompt.version}-{schema_version(_Judged)}-{self._gateway.version}"

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        """One judgement with a reading of every passage, or the Failure of whatever stood in its way."""
        prompt = self._prompt.filled(
            claim=fenced("CLAIM", _claim_lines(claim)),
            passages=fenced("PASSAGES", [_passage_line(n, item) for n, item in enumerate(evidence, 1)]),
            numbers=f"1 to {len(evidence)}",
        )
        try:
            judged = await self._gateway.ask(
                prompt,
                _Judged,
                item_id=claim.claim_id,
                run_id=run_id,
                objection=lambda answer: _objection(answer, claim, evidence),
            )
        except ClaimhouseError as error:
            return failure_of(
                error,
                item_id=claim.claim_id,
                article_id=claim.article_id,
                stage="judge",
                run_id=run_id,
                at=datetime.now(UTC),
            )
        return self._judgement(claim, evidence, judged)

    def _judgement(self, claim: Claim, evidence: Sequence[Evidence], judged: _Judged) -> Judgement:
        by_number = {reading.passage: reading for reading in judged.readings}
        readings = tuple(
            Reading(
                passage_id=item.passage.passage_id,
                stance=by_number[number].stance,
                score=by_number[number].certainty,
                said_by_claimant=by_number[number].said_by_claimant,
                why=_bounded(by_number[number].why, _LONGEST_WHY),
            )
            for number, item in enumerate(evidence, 1)
        )
        cited = tuple(evidence[number - 1].passage.passage_id for number in dict.fromkeys(judged.cited))
        rationale = _bounded(judged.rationale, _LONGEST_RATIONALE)
        return Judgement(
            judgement_id=Judgement.id_for(
                claim.claim_id, self.name, self.version, judged.label, readings, cited, rationale
            ),
            claim_id=claim.claim_id,
            judge=self.name,
            judge_version=self.version,
            model=self._gateway.model,
            label=judged.label,
            issues=tuple(dict.fromkeys(judged.issues)),
            readings=readings,
            cited_passage_ids=cited,
            rationale=rationale,
            judged_at=datetime.now(UTC),
        )


def _objection(judged: _Judged, claim: Claim, evidence: Sequence[Evidence]) -> str | None:
    """Which rule a reply breaks, told so that the model can mend it; None where it keeps them all."""
    passages = len(evidence)
    offered = set(range(1, passages + 1))
    read = [reading.passage for reading in judged.readings]
    if set(read) - offered or set(judged.cited) - offered:
        return f"it names passages that do not exist; there are passages 1 to {passages}"
    if sorted(read) != sorted(offered):
        return f"readings must hold each of the passages 1 to {passages} exactly once"
    if not judged.rationale.strip():
        return "the rationale is empty"
    about_words = is_about_words(claim)
    for one in judged.readings if about_words else ():
        if one.stance == "refutes" and is_reworded(claim, evidence[one.passage - 1].passage.text):
            return f"passage {one.passage} has the quotation in other words, as translations differ: that never refutes"
    cited_stances = {
        reading.stance
        for reading in judged.readings
        # Rule 8: that its own side says so supports no more than that it was said.
        if reading.passage in judged.cited and (about_words or not reading.said_by_claimant)
    }
    missing = [stance for stance in _RESTS_ON[judged.label] if stance not in cited_stances]
    if missing:
        wanted = " and one whose stance is ".join(missing)
        return f"the label {judged.label} must cite a passage, not said_by_claimant, whose stance is {wanted}"
    return None


def _claim_lines(claim: Claim) -> list[str]:
    lines = [f"claim: {neutralised(claim.text)[:_LONGEST_CLAIM]}", f"kind: {claim.kind}"]
    lines.append(f"as the article has it: {neutralised(claim.quote)[:_LONGEST_CLAIM]}")
    if claim.speaker:
        role = f", {neutralised(claim.speaker_role)[:_LONGEST_NAME]}" if claim.speaker_role else ""
        lines.append(f"said by: {neutralised(claim.speaker)[:_LONGEST_NAME]}{role}")
    else:
        lines.append("said by: the article itself")
    if claim.said_from or claim.said_to:
        lines.append(f"said on: {_days(claim.said_from, claim.said_to)}")
    if claim.about_from or claim.about_to:
        lines.append(f"about the time: {_days(claim.about_from, claim.about_to)}")
    return lines


def _days(first: object, last: object) -> str:
    if first == last or last is None:
        return str(first)
    return f"until {last}" if first is None else f"{first} to {last}"


def _passage_line(number: int, item: Evidence) -> str:
    document = item.document
    published = document.published_at.date().isoformat() if document.published_at else "date unknown"
    publisher = neutralised(document.publisher or "publisher unknown")[:_LONGEST_NAME]
    title = f", “{neutralised(document.title)[:_LONGEST_NAME]}”" if document.title else ""
    kind = "" if document.document_type == "report" else f", {document.document_type.replace('_', ' ')}"
    return f"[{number}] ({publisher}, {published}{kind}{title}) {neutralised(item.passage.text)[:_LONGEST_PASSAGE]}"


def _bounded(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
