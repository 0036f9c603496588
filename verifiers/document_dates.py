"""When a document, as we have it, was published, and why we believe so."""

from datetime import UTC, datetime

from language.moments import Moment
from warehouse.records import Precision


def latest(published: Moment | None, modified: Moment | None, where: str) -> tuple[Moment | None, str | None]:
    """When the text as we have it was published, and why we believe so. `where` is what told it.

    A text that was changed on a later day may tell what was not known before, so that day is the one that counts. A
    day of change alone does not say when the rest was published, but nothing in the text is from after it.
    """
    if modified and (published is None or modified.at.date() > published.at.date()):
        first = f"first published {published.at.date()}" if published else "first published on an unknown day"
        return modified, f"{where}: modified ({first})"
    return published, f"{where}: published" if published else None


def in_utc(moment: Moment) -> tuple[datetime, Precision]:
    """In UTC. A time without a zone may lie on another day, so only its day is kept, at midnight as days are."""
    if moment.precision == "day" or moment.zone is None:
        return datetime(moment.at.year, moment.at.month, moment.at.day, tzinfo=UTC), "day"
    return moment.at.astimezone(UTC), "minute"
