"""An earlier fact-check as a document: what it is of, by whom, when, and its rating in its publisher's own words."""

from datetime import UTC, datetime
from hashlib import sha256

from language.moments import Moment
from language.spoken import what_was_said
from verifiers import claim_reviews, ratings
from verifiers.claim_reviews import ClaimReview
from verifiers.publishers import Publishers, host_of
from verifiers.ratings import Ratings
from verifiers.telling import day
from warehouse.records import Document, Label, Precision, content_hash

VERSION = f"1.{claim_reviews.VERSION}.{ratings.VERSION}"

SOURCE = "factchecks"


def document_of(
    review: ClaimReview, *, path: str, publishers: Publishers, table: Ratings, retrieved_at: datetime
) -> Document:
    """The document of a review; `path` is where it was read. Its text begins with the claim as it is worded there."""
    publisher = review.publisher or host_of(review.url)
    text = _text(review, publisher)
    published_at, precision = _in_utc(review.reviewed)
    modified_at, modified_precision = _in_utc(review.modified)
    return Document(
        document_id=Document.id_for(review.url, text),
        url=review.url,
        title=review.title,
        publisher=publisher,
        published_at=published_at,
        published_precision=precision,
        published_basis="claim review" if published_at else None,
        modified_at=modified_at,
        modified_precision=modified_precision,
        retrieved_at=retrieved_at,
        source=SOURCE,
        path=path,
        text=text,
        text_hash=content_hash(text),
        language=review.language,
        origin=publishers.own_name(publisher, review.url) or f"review:{sha256(text.encode()).hexdigest()[:16]}",
        document_type="fact_check",
        rating=review.rating.told,
        rating_label=_label(review, table),
        claim_reviewed=review.claim,
    )


def _label(review: ClaimReview, table: Ratings) -> Label | None:
    """The rating as a label; none where "Lund said that …" leaves open whether it is of that or of what she said."""
    if review.claimant and what_was_said(review.claim, review.claimant) != review.claim.strip().rstrip(".").rstrip():
        return None
    return table.label(review.rating)


def _text(review: ClaimReview, publisher: str | None) -> str:
    who = publisher or "an unnamed publisher"
    claimed = f" on {day(review.claimed.at.date())}" if review.claimed else ""
    lines = [
        review.claim,
        f"Claimed by {review.claimant}{claimed}." if review.claimant else f"Claimed{claimed}." if claimed else "",
        f"Rated “{review.rating.told}” by {who}." if review.rating.told else f"Checked by {who}.",
        review.title if review.title and review.title != review.claim else "",
        *review.appearances,
    ]
    return "\n".join(line for line in lines if line)


def _in_utc(moment: Moment | None) -> tuple[datetime | None, Precision | None]:
    """In UTC. A time without a zone may lie on another day, so only its day is kept, at midnight as days are."""
    if moment is None:
        return None, None
    if moment.precision == "day" or moment.zone is None:
        return datetime(moment.at.year, moment.at.month, moment.at.day, tzinfo=UTC), "day"
    return moment.at.astimezone(UTC), "minute"
