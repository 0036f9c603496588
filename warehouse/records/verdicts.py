"""What judges and people make of a claim: judgements, verdicts and reviews, and how far a verdict may be believed."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from warehouse.records.base import (
    Cause,
    Count,
    Label,
    Moment,
    Part,
    Record,
    Score,
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
    confidence: Share | None = None  # that the label is right; None where it is not decided, or not calibrated
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

    @staticmethod
    def id_for(claim_id: str, label: str, note: str, reviewer: str, follows: str | None) -> str:
        """`follows` is the review that stood before, so that a decision that comes back is a new one."""
        return content_id("rvw", claim_id, label, note, reviewer, follows)


class Flag(Record):
    """A person's wish that a claim be looked at again. It is open until the claim has been checked after it."""

    table: ClassVar[str] = "flags"
    key: ClassVar[tuple[str, ...]] = ("flag_id",)

    flag_id: Text
    claim_id: Text
    note: Text
    flagged_by: Text
    flagged_at: Moment

    @staticmethod
    def id_for(claim_id: str, note: str, flagged_by: str, follows: str | None) -> str:
        """`follows` is the flag before it, so that the same wish, once it was met, can be had again."""
        return content_id("flg", claim_id, note, flagged_by, follows)


class Curve(Part):
    """How often a label was right, by the score that it was given with: a line through points, flat beyond its ends.

    For the verdicts that rest on `judge` (several names joined by +) with this label; None: whatever the label.
    """

    judge: Text
    label: Label | None = None
    method: Literal["isotonic", "platt"]
    examples: Count  # that it was fitted on
    scores: tuple[Share, ...]  # ascending
    chances: tuple[Share, ...]  # never descending, one a score

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.scores or len(self.scores) != len(self.chances):
            raise ValueError("a curve has one chance for each of its scores")
        if any(b <= a for a, b in pairwise(self.scores)) or any(b < a for a, b in pairwise(self.chances)):
            raise ValueError("a curve's scores ascend, and its chances never descend")
        return self


class Calibration(Record):
    """What makes a verdict's score a probability: as it ships, or fitted on the desk's reviews. The latest is in force.

    `figures` tell what it was found to be worth on examples that it was not fitted on, such as `brier_after`.
    """

    table: ClassVar[str] = "calibrations"
    key: ClassVar[tuple[str, ...]] = ("calibration_id",)

    calibration_id: Text
    fitted_on: Literal["shipped", "reviews"]
    version: Text  # of the code that fitted it
    data: Text  # the examples, in words
    reviews: Count = 0
    curves: tuple[Curve, ...] = ()
    figures: dict[Text, Score] = Field(default_factory=dict)
    follows: Text | None = None  # the one that was in force before
    fitted_at: Moment

    @staticmethod
    def id_for(fitted_on: str, version: str, curves: Sequence[Curve], follows: str | None) -> str:
        return content_id("cal", fitted_on, version, [curve.model_dump(mode="json") for curve in curves], follows)
