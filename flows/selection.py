"""Which claims are worth a check now, and why the others are not."""

from collections.abc import Sequence
from datetime import date, datetime

from warehouse.records import Claim, Step

VERSION = 1

NO_SOURCE = (
    "no evidence source is set: give --corpus, say claimhouse corpus add, or set up a search as .env.example tells"
)


def reason_not_to_check(claim: Claim, *, threshold: float, today: date) -> str | None:
    """Why a checkable claim is left unchecked for now; None when it is due."""
    if claim.status == "sole_witness":
        return "only this outlet can know that it was said"
    if claim.status == "awaiting_event":
        due = claim.about_to or claim.about_from
        if due is None or due >= today:
            return f"awaits {due.isoformat()}" if due else "awaits an event without a date"
    if claim.checkworthiness < threshold:
        return f"check-worthiness {claim.checkworthiness:.2f} is below the threshold {threshold:.2f}"
    return None


def select_claims(
    claims: Sequence[Claim], *, threshold: float, searchable: bool, run_id: str, at: datetime
) -> tuple[list[Claim], list[Step]]:
    """The claims that are due, and for every checkable claim a Step that keeps the decision and its reason.

    Without a source to search nothing is due: that no evidence was looked for must not read as that none was found.
    """
    due, steps = [], []
    for claim in claims:
        if not claim.checkable:
            continue
        reason = reason_not_to_check(claim, threshold=threshold, today=at.date())
        if reason is None and not searchable:
            reason = NO_SOURCE
        if reason is None:
            due.append(claim)
        steps.append(
            Step(
                item_id=claim.claim_id,
                stage="select",
                version_key=f"selection-{VERSION}",
                outcome="skipped" if reason else "done",
                note=reason,
                run_id=run_id,
                done_at=at,
                checked_at=at,
            )
        )
    return due, steps
