"""A language model's reading of a claim against numbered passages, held to the rules before it counts.

A reply that breaks a rule (a passage that does not exist, one left unread, a label that its own readings do not bear
out) is sent back once with what is wrong; the second time it is a Failure, and never a label.

The second look
    Where a label rests on a passage that the local judge is sure says the opposite, or on nothing but what the local
    judge reads as the claim's own side saying so, the model is shown where the two differ and asked once more. Its
    second answer stands, and the rationale says that there was one, why, and what it changed. The local judge is not
    kept among the judgements: two judges that differ cancel each other out in `combine`, so that the weaker reader
    would overrule the stronger one on the very passages that were weighed twice, and a side that it alone sees would
    count although the model, which knows more of the world, read nothing of the sort. It reads only the passages on
    which the model takes a side, so that it costs little; what it says differs, or is not told.
    A second look that fails is the claim's Failure: the first answer was in doubt, and is no verdict by itself.

Scores
    A reading's score is the model's certainty; for those that the label rests on it is at most the model's confidence
    in the label. It is also the probability of the stance (`supports`, `refutes`): what is left of 1 goes to neither,
    for who doubts that a passage supports a claim doubts that it speaks of it. Of a neither it is shared by the sides.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from gateways.llm import LlmGateway
from gateways.prompts import Prompt, fenced, load_prompt
from gateways.replies import schema_version
from language import hostile
from language.hostile import disarmed
from verifiers.judges import differing
from verifiers.judges.differing import Difference, differences, put_to_the_test
from verifiers.judges.quoting import is_about_words, is_reworded
from verifiers.judges.recorded import recorded
from verifiers.judges.shown import Shown, bounded
from verifiers.protocols import Evidence, Judge
from verifiers.safe_text import safe
from verifiers.sides import day_said, last_changed
from warehouse.errors import ClaimhouseError
from warehouse.records import (
    Claim,
    Failure,
    Judgement,
    Label,
    Reading,
    Stance,
    VerdictIssue,
    content_hash,
    failure_of,
)

VERSION = 4

_LONGEST_WHY = 500
_LONGEST_RATIONALE = 1500
_LONGEST_TRAIL = 400  # of the second look, beside the rationale
_LEFT_OUT = " (what spoke to the model in it was left out)"
_ALL_WITHHELD = "The model was shown nothing, for what there was to show are orders to whoever reads it."
# Which stances a label must rest on.
_RESTS_ON: dict[Label, tuple[Stance, ...]] = {
    "supported": ("supports",),
    "refuted": ("refutes",),
    "conflicting": ("supports", "refutes"),
    "not_enough_evidence": (),
}

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _ReadPassage(BaseModel):
    model_config = ConfigDict(extra="forbid")

    passage: int
    stance: Stance
    said_by_claimant: bool
    certainty: Share
    why: str


class _Judged(BaseModel):
    """In the order in which a model should think: reasons first, the label after them."""

    model_config = ConfigDict(extra="forbid")

    reasoning: str
    readings: list[_ReadPassage]
    label: Label
    cited: list[int]
    issues: list[VerdictIssue]
    confidence: Share
    rationale: str


class LlmJudge:
    """Puts one claim and all its passages before a model in one call, or two where `local` reads them otherwise."""

    name = "llm"
    reads_together: Literal[True] = True

    def __init__(self, gateway: LlmGateway, *, local: Judge | None = None) -> None:
        """`local` is held against the model's reading; without it there is no second look."""
        self._gateway = gateway
        self._local = local
        self._first = load_prompt("verifiers.prompts", "judge")
        again = load_prompt("verifiers.prompts", "second_look")
        self._again = replace(
            again,
            version=content_hash(f"{self._first.version} {again.version}")[:16],
            system=f"{self._first.system}\n\n{again.system}",
        )

    @property
    def version(self) -> str:
        """Ours, the prompts', the shape's, the model's, and that of the judge that it is held against."""
        prompts = self._again.version if self._local else self._first.version
        parts = [
            f"{VERSION}.{differing.VERSION}.{hostile.VERSION}",
            prompts,
            schema_version(_Judged),
            self._gateway.version,
        ]
        if self._local:
            parts.append(f"{self._local.name} {self._local.version}")
        return "-".join(part.replace("-", ".") for part in parts)

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        """One judgement with a reading of every passage, or the Failure of whatever stood in its way."""
        shown = Shown.of(claim, evidence)
        if not shown.passages:
            return self._record(
                claim, "not_enough_evidence", (), [_withheld(item) for item in evidence], (), _ALL_WITHHELD
            )
        try:
            judged = await self._ask(self._first.filled(**shown.values()), shown, run_id)
            judgement = self._judgement(shown, judged)
            differing_on = await self._differences(shown, judgement, run_id)
            if isinstance(differing_on, Failure):
                return differing_on
            if differing_on:
                told = fenced("DIFFERENCES", (_difference_line(shown, one) for one in differing_on))
                prompt = self._again.filled(**shown.values(), differences=told)
                trail = _trail(shown, differing_on, self._local.name if self._local else "")
                again = await self._ask(prompt, shown, run_id)
                judgement = self._judgement(shown, again, first=judgement, trail=trail)
        except ClaimhouseError as error:
            return failure_of(
                error,
                item_id=claim.claim_id,
                article_id=claim.article_id,
                stage="judge",
                run_id=run_id,
                at=datetime.now(UTC),
            )
        return judgement

    async def _ask(self, prompt: Prompt, shown: Shown, run_id: str) -> _Judged:
        return await self._gateway.ask(
            prompt,
            _Judged,
            item_id=shown.claim.claim_id,
            run_id=run_id,
            article_id=shown.claim.article_id,
            claim_ids=(shown.claim.claim_id,),
            objection=lambda answer: _objection(answer, shown),
        )

    async def _differences(self, shown: Shown, first: Judgement, run_id: str) -> Sequence[Difference] | Failure:
        """Where the local judge reads otherwise; its own Failure where it could not read."""
        doubted = put_to_the_test(shown.claim, list(shown.passages.values()), first)
        if self._local is None or first.label == "not_enough_evidence" or not doubted:
            return ()
        other = await self._local.judge(shown.claim, doubted, run_id=run_id)
        return other if isinstance(other, Failure) else differences(shown.claim, first, other)

    def _judgement(
        self, shown: Shown, judged: _Judged, *, first: Judgement | None = None, trail: str = ""
    ) -> Judgement:
        """The reply as a record; of a second look with what it changed of the first."""
        read = {one.passage: one for one in judged.readings}
        readings = [
            _reading(item, read[number], judged) if number in read else _withheld(item)
            for number, item in enumerate(shown.evidence, 1)
        ]
        cited = tuple(shown.passages[number].passage.passage_id for number in dict.fromkeys(judged.cited))
        rationale = bounded(judged.rationale, _LONGEST_RATIONALE)
        if first is not None:
            rationale = f"{rationale} {trail} {_outcome(shown, first, judged.label, readings)}"
        return self._record(shown.claim, judged.label, _borne_out(judged, shown), readings, cited, rationale)

    def _record(
        self,
        claim: Claim,
        label: Label,
        issues: Sequence[VerdictIssue],
        readings: Sequence[Reading],
        cited: Sequence[str],
        rationale: str,
    ) -> Judgement:
        return recorded(
            self,
            claim,
            label,
            readings,
            cited,
            rationale,
            datetime.now(UTC),
            model=self._gateway.model,
            issues=issues,
        )


def _withheld(item: Evidence) -> Reading:
    cuts = disarmed(item.passage.text).cuts
    what = f"it is nothing but {cuts[0].kind}" if cuts else "the claim itself is an order to a model"
    return Reading(
        passage_id=item.passage.passage_id, stance="neither", score=1.0, why=f"not shown to the model, for {what}"
    )


def _reading(item: Evidence, read: _ReadPassage, judged: _Judged) -> Reading:
    score = min(read.certainty, judged.confidence) if read.stance in _RESTS_ON[judged.label] else read.certainty
    rest = (1 - score) / 2 if read.stance == "neither" else 0.0
    return Reading(
        passage_id=item.passage.passage_id,
        stance=read.stance,
        score=score,
        said_by_claimant=read.said_by_claimant,
        why=f"{bounded(read.why, _LONGEST_WHY)}{_LEFT_OUT if disarmed(item.passage.text).cuts else ''}",
        supports=score if read.stance == "supports" else rest,
        refutes=score if read.stance == "refutes" else rest,
    )


def _objection(judged: _Judged, shown: Shown) -> str | None:
    """Which rule a reply breaks, told so that the model can mend it; None where it keeps them all."""
    offered = set(shown.passages)
    read = [reading.passage for reading in judged.readings]
    if set(read) - offered or set(judged.cited) - offered:
        return f"it names passages that do not exist; there are passages {shown.numbers}"
    if sorted(read) != sorted(offered):
        return f"readings must hold each of the passages {shown.numbers} exactly once"
    if not judged.rationale.strip():
        return "the rationale is empty"
    about_words = is_about_words(shown.claim)
    for one in judged.readings if about_words else ():
        if one.stance == "refutes" and is_reworded(shown.claim, shown.passages[one.passage].passage.text):
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


def _borne_out(judged: _Judged, shown: Shown) -> tuple[VerdictIssue, ...]:
    """The issues that the model names, without those that its own readings and the dates do not bear out.

    Who is said to be quoted wrongly must be quoted; what was true at another time needs a passage on a side from
    another day than the claim's; what is picked so as to mislead, or lacks its context, must be so: something supports
    it; and what is partly true or outdated must be contradicted, or at least borne out, by something.
    """
    stances = {one.stance for one in judged.readings}
    sided = [shown.passages[one.passage].document for one in judged.readings if one.stance != "neither"]
    days = {day for document in sided if (day := last_changed(document)) is not None}
    holds: dict[VerdictIssue, bool] = {
        "cherry_picked": "supports" in stances,
        "missing_context": "supports" in stances,
        "outdated": bool(days - {_day_meant(shown.claim)}) and _day_meant(shown.claim) is not None,
        "misattributed": shown.claim.speaker is not None,
        "partly_true": bool(sided),
    }
    return tuple(issue for issue in dict.fromkeys(judged.issues) if holds[issue])


def _day_meant(claim: Claim) -> date | None:
    return claim.about_to or claim.about_from or day_said(claim)


def _difference_line(shown: Shown, one: Difference) -> str:
    why = f": {safe(one.other.why)[:_LONGEST_WHY]}" if one.other.why else ""
    if one.own_words:
        read = "says that it only repeats what the claim's own side says (said_by_claimant)"
    else:
        read = f"says that it {one.other.stance} the claim ({differing.share(one.other):.2f})"
    return f"[{shown.number_of(one.passage_id)}] you: it {one.first} the claim; the other reader {read}{why}"


def _trail(shown: Shown, found: Sequence[Difference], other: str) -> str:
    """That there was a second look, and why."""
    told = []
    for one in found:
        read = (
            "repeating the claim's own side"
            if one.own_words
            else f"{one.other.stance} ({differing.share(one.other):.2f})"
        )
        told.append(f"[{shown.number_of(one.passage_id)}] as {read}, where the model at first read {one.first}")
    return bounded(f"The model looked twice, for the {other} judge reads {'; '.join(told)}.", _LONGEST_TRAIL)


def _outcome(shown: Shown, first: Judgement, label: Label, readings: Sequence[Reading]) -> str:
    """What the second look changed."""
    before = {one.passage_id: one.stance for one in first.readings}
    changed = [
        f"[{shown.number_of(one.passage_id)}] from {before[one.passage_id]} to {one.stance}"
        for one in readings
        if before[one.passage_id] != one.stance
    ]
    if first.label != label:
        changed.insert(0, f"its label from {first.label} to {label}")
    return f"It changed {', '.join(changed)}." if changed else "It stands by what it read."
