"""What a judge says of a claim, as it is stored."""

from collections.abc import Sequence
from datetime import datetime

from verifiers.protocols import Judge
from warehouse.records import Claim, Judgement, Label, Reading, VerdictIssue


def label_of(readings: Sequence[Reading]) -> Label:
    """What the passages say by themselves, before origins and dates are counted."""
    stances = {one.stance for one in readings} - {"neither"}
    if len(stances) > 1:
        return "conflicting"
    if "supports" in stances:
        return "supported"
    return "refuted" if "refutes" in stances else "not_enough_evidence"


def recorded(
    judge: Judge,
    claim: Claim,
    label: Label,
    readings: Sequence[Reading],
    cited: Sequence[str],
    rationale: str,
    judged_at: datetime,
    *,
    model: str | None = None,
    issues: Sequence[VerdictIssue] = (),
) -> Judgement:
    """The judgement under its id. `cited` are ids of passages; `model` is the one asked, where one was."""
    return Judgement(
        judgement_id=Judgement.id_for(claim.claim_id, judge.name, judge.version, label, readings, cited, rationale),
        claim_id=claim.claim_id,
        judge=judge.name,
        judge_version=judge.version,
        model=model,
        label=label,
        issues=tuple(issues),
        readings=tuple(readings),
        cited_passage_ids=tuple(cited),
        rationale=rationale,
        judged_at=judged_at,
    )
