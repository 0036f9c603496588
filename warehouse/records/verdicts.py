"""What judges and people make of a claim: judgements, verdicts and reviews."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Self

from pydantic import Field, model_validator

from warehouse.records.base import (
    Cause,
    Count,
    Label,
    Moment,
    Part,
    Record,
    Share,
    Stance,
    Text,
    VerdictIssue,
    content_id,
)


class Reading(Part):
    """What a judge reads in one passage. `said_by_claimant`: it only repeats that the claim's side says so (rule 8).

    `supports` and `refutes` are the probabilities that it does the one or the other, where the judge gives them; what
    is left of 1 is the probability of neither.
    """

    passage_id: Text
    stance: Stance
    score: Share
    said_by_claimant: bool = False
    why: Text = ""
    supports: Share | None = None
    refutes: Share | None = None


class Judgement(Record):
    """One judge's reading of one claim against passages."""

    table: ClassVar[str] = "judgements"
    key: ClassVar[tuple[str, ...]] = ("judgement_id",)

    judgement_id: Text
    claim_id: Text
    judge: Text
    judge_version: Text
    model: Text | None = None
    label: Label
    issues: tuple[VerdictIssue, ...] = ()
    readings: tuple[Reading, ...] = ()  # one a passage that was put before the judge
    cited_passage_ids: tuple[Text, ...] = ()
    rationale: Text
    judged_at: Moment

    @staticmethod
    def id_for(
        claim_id: str,
        judge: str,
        judge_version: str,
        label: str,
        readings: Sequence[Reading],
        cited: Sequence[str],
        rationale: str,
    ) -> str:
        read = [reading.model_dump(mode="json", exclude_none=True) for reading in readings]
        return content_id("jdg", claim_id, judge, judge_version, label, read, list(cited), rationale)


class Verdict(Record):
    """What is to be believed of a claim on all evidence to date. Append-only: a change is a new one, with its cause."""

    table: ClassVar[str] = "verdicts"
    key: ClassVar[tuple[str, ...]] = ("verdict_id",)

    verdict_id: Text
    claim_id: Text
    label: Label
    label_when_said: Label
    issues: tuple[VerdictIssue, ...] = ()
    confidence: Share | None = None  # None until calibrated
    rationale: Text
    cited_passage_ids: tuple[Text, ...] = ()
    judgement_ids: tuple[Text, ...] = ()
    origins_supporting: Count = 0
    origins_refuting: Count = 0
    cause: Cause
    changed: tuple[Text, ...] = ()  # what differs from the verdict before: documents, versions
    follows: Text | None = None
    versions: dict[Text, Text] = Field(default_factory=dict)  # component -> version
    decided_at: Moment
    run_id: Text

    @model_validator(mode="after")
    def _decided_labels_cite(self) -> Self:
        if self.label != "not_enough_evidence" and not self.cited_passage_ids:
            raise ValueError("a verdict that decides must cite a passage")
        return self

    @staticmethod
    def id_for(claim_id: str, follows: str | None, judgement_ids: Sequence[str], versions: Mapping[str, str]) -> str:
        return content_id("vdt", claim_id, follows, list(judgement_ids), dict(versions))


class Review(Record):
    """A person's decision on a claim; the latest one outranks the machine."""

    table: ClassVar[str] = "reviews"
    key: ClassVar[tuple[str, ...]] = ("review_id",)

    review_id: Text
    claim_id: Text
    label: Label
    note: Text
    reviewer: Text
    reviewed_at: Moment
