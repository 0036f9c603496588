"""The desk's own decisions as a source: what its people have made of the same claim in other articles.

Only what people decided is handed out: the machine's earlier verdicts are no evidence for its next one. Like every
other fact-check a decision is shown and never counted; whoever checks the claim again sees it, and decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Protocol

from verifiers.protocols import EARLIER_CHECKS, Answer, Hit
from verifiers.sides import last_moment_known
from verifiers.telling import day
from warehouse.records import Claim, Document, Query, Review, content_hash

VERSION = 2

DESK = "this desk"


@dataclass(frozen=True)
class DeskReview:
    """A person's decision on a claim of another article that says the same, and how that is told."""

    review: Review
    claim: Claim
    how: str
    outlet: str | None = None  # of that article
    headline: str | None = None


class DeskReviews(Protocol):
    """Where the desk's decisions come from: the verifying stage never sees the warehouse."""

    @property
    def version(self) -> str:
        """Changes whenever other decisions could be handed out."""
        ...

    async def of_same_claims(self, claim: Claim) -> Sequence[DeskReview]:
        """Every decision on claims of other articles that say the same as this one. Raises ClaimhouseError."""
        ...


class VerdictsSource:
    """Hands out the latest decision on each claim that says the same, the latest of all first."""

    name = "verdicts"
    live = False
    by_claim = True
    purposes = EARLIER_CHECKS

    def __init__(self, reviews: DeskReviews) -> None:
        self._reviews = reviews

    @property
    def version(self) -> str:
        """Code and the decisions themselves."""
        return f"{VERSION}:{self._reviews.version}"

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        """The decisions, whatever the words of the query.

        With `published_until` as they stood when the claim was said or, where only its day is known, at that day's end.
        """
        latest: dict[str, DeskReview] = {}
        for one in sorted(await self._reviews.of_same_claims(claim), key=_age):
            if published_until is None or one.review.reviewed_at <= last_moment_known(claim, published_until):
                latest[one.claim.claim_id] = one
        newest = [_hit(one) for one in sorted(latest.values(), key=_age, reverse=True)]
        once = {hit.document.document_id: hit for hit in newest}  # two claims in the same words, decided on at once
        return Answer(tuple(once.values())[: max(0, limit)])


def _age(one: DeskReview) -> tuple[float, str]:
    return (one.review.reviewed_at.timestamp(), one.review.review_id)


def _hit(one: DeskReview) -> Hit:
    review, text = one.review, _text(one)
    return Hit(
        Document(
            document_id=Document.id_for(None, text),
            title=one.headline,
            publisher=DESK,
            published_at=review.reviewed_at,
            published_precision="minute",
            published_basis="review",
            retrieved_at=review.reviewed_at,  # it has not changed since: decisions are never overwritten
            source=VerdictsSource.name,
            path=f"review:{review.review_id}",
            text=text,
            text_hash=content_hash(text),
            origin=DESK,
            document_type="fact_check",
            rating=review.label,
            rating_label=review.label,
            claim_reviewed=one.claim.text,
        ),
        score=1.0,
        spans=((0, len(one.claim.text)),),
        how=one.how,
    )


def _text(one: DeskReview) -> str:
    """Claim, decision, note, reviewer and day, a line each; the claim stands first."""
    review = one.review
    at = review.reviewed_at.astimezone(UTC)
    where = ", ".join(part for part in (one.headline and f"“{one.headline}”", one.outlet) if part)
    lines = [
        one.claim.text,
        f"Decided by {review.reviewer} on {day(at.date())}, {at:%H:%M} UTC: {review.label.replace('_', ' ')}.",
        review.note,
        f"In {where}." if where else "",
    ]
    return "\n".join(line for line in lines if line.strip())
