"""`claimhouse publish`, `correct` and `withdraw`: what the desk has told its readers, and what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flows.desk_ratings import DeskRating, DeskRatings
from flows.publication_fields import (
    UNTOLD,
    Claimant,
    claimant_told,
    must_not_be_later,
    plain_name,
    plain_note,
    second_reviewer_of,
    web_address,
)
from warehouse.columns import record_from
from warehouse.errors import BadInputError
from warehouse.reads import Reads
from warehouse.records import MOMENT, Publication, PublicationEvent, Record
from warehouse.store import Warehouse
from warehouse.tasks import closing
from warehouse.trail import known_claim_id

_STANDING_REVIEW = "SELECT review_id, label, reviewer FROM standing_reviews WHERE claim_id = ?"
# A claim is what it was before its article was read anew and what it is since: one thing to the desk and its readers.
_OPEN_TASKS = """
SELECT task_id, kind, reason FROM open_tasks
WHERE claim_id IN (SELECT claim_id FROM claim_lineage WHERE ancestor_id = ?) ORDER BY opened_at
"""
_PUBLISHED_THERE = """
SELECT publication_id, status FROM publication_states
WHERE url = $2 AND claim_id IN (
    SELECT claim_id FROM claim_lineage WHERE ancestor_id = $1
    UNION SELECT ancestor_id FROM claim_lineage WHERE claim_id = $1
)
ORDER BY status = 'withdrawn', withdrawn_at DESC
"""
_CANDIDATES = 5


@dataclass(frozen=True)
class Entered:
    """What was entered, for telling: the publication, its rating as it stands, and whether anything is new."""

    publication_id: str
    claim: str
    url: str
    rating: str
    is_new: bool = True
    closed_tasks: int = 0


def publish(
    warehouse: Warehouse,
    ratings: DeskRatings,
    beginning: str,
    *,
    url: str,
    rating: str,
    by: str,
    second_reviewer: str | None = None,
    published_on: date | None = None,
    claimant: Claimant = UNTOLD,
    now: datetime,
) -> Entered:
    """Enter a published check. Nothing of it is ever overwritten: what changes later is an event.

    It needs a person's decision that says the same as the rating, no open task on the claim and, where it refutes, a
    second reviewer. Raises BadInputError that names what is missing.
    """
    chosen = ratings.chosen(rating)
    by = plain_name(by, "--by")
    second = second_reviewer_of(by, second_reviewer, chosen)
    url, day = web_address(url), published_on or now.astimezone(UTC).date()
    must_not_be_later(day, "--published", now)
    claimant = claimant_told(claimant, UNTOLD, now)
    entered: list[Entered] = []

    def made(reads: Reads) -> list[Record]:
        claim_id = known_claim_id(reads, beginning, warehouse.path)
        text = reads.claims([claim_id])[0].text
        review_id = _decision(reads, _heir(reads, claim_id), chosen)
        before = reads.read(_PUBLISHED_THERE, [claim_id, url])
        follows = str(before[0]["publication_id"]) if before else None
        fields: dict[str, Any] = {
            "claim_id": claim_id, "review_id": review_id, "url": url, "rating": chosen.name, "label": chosen.label,
            "by": by, "second_reviewer": second, "published_on": day, "claimant_asked_on": claimant.asked,
            "claimant_answered_on": claimant.answered, "claimant_answer": claimant.answer,
        }  # fmt: skip
        if before and before[0]["status"] != "withdrawn":
            known = _publication(reads, str(follows))
            # Only what was given can differ: a day that stands for today, or a decision of since, is no other word.
            given = {**fields, "claim_id": None, "review_id": None, "published_on": published_on}
            if any(value is not None and getattr(known, name) != value for name, value in given.items()):
                raise BadInputError(
                    f"It is published there already, as {follows}: say `claimhouse correct {follows}` for what changes."
                )
            entered.append(Entered(known.publication_id, text, url, known.rating, is_new=False))
            return []
        if tasks := reads.read(_OPEN_TASKS, [claim_id]):
            raise BadInputError(
                f"{tasks[0]['task_id']} is open on this claim: {tasks[0]['reason']} Decide on it anew with `claimhouse "
                f"review`, or close the task, before it is published."
            )
        publication_id = Publication.id_for(claim_id, url, follows)
        entered.append(Entered(publication_id, text, url, chosen.name))
        return [Publication(publication_id=publication_id, recorded_at=now, **fields)]

    _commit(warehouse, made)
    return entered[0]


def correct(
    warehouse: Warehouse,
    ratings: DeskRatings,
    named: str,
    *,
    note: str,
    by: str,
    rating: str | None = None,
    second_reviewer: str | None = None,
    claimant: Claimant = UNTOLD,
    now: datetime,
) -> Entered:
    """Append a correction, of the rating or of anything else that the note tells. Raises BadInputError.

    A new rating closes the publication's open task: it says what the desk has decided.
    """
    by, note = plain_name(by, "--by"), plain_note(note)
    chosen = ratings.chosen(rating) if rating is not None else None
    second = second_reviewer_of(by, second_reviewer, chosen)
    entered: list[Entered] = []

    def made(reads: Reads) -> list[Record]:
        state = standing_publication(reads, named, warehouse.path)
        if chosen is not None and chosen.name == state["rating"]:
            raise BadInputError(f"It is published as “{chosen.name}” already: leave --rating out where it stays.")
        known = Claimant(state["claimant_asked_on"], state["claimant_answered_on"], state["claimant_answer"])
        fields: dict[str, Any] = {"note": note, "by": by, "second_reviewer": second}
        told = claimant_told(claimant, known, now)
        fields |= {
            "claimant_asked_on": claimant.asked, "claimant_answered_on": claimant.answered,
            "claimant_answer": told.answer if claimant.answer is not None else None,
        }  # fmt: skip
        closed: list[str] = []
        if chosen is not None:
            review_id = _decision(reads, _heir(reads, state["claim_id"]), chosen)
            fields |= {"rating": chosen.name, "label": chosen.label, "review_id": review_id}
            closed = _open_corrections(reads, state["publication_id"])
        event = _event(reads, state["publication_id"], "corrected", now, fields)
        entered.append(_entered(state, chosen.name if chosen else state["rating"], len(closed)))
        return [event, *closing(reads, closed, by=by, note=f"corrected: {note}", at=now)]

    _commit(warehouse, made)
    return entered[0]


def withdraw(warehouse: Warehouse, named: str, *, note: str, by: str, now: datetime) -> Entered:
    """Append a withdrawal, after which nothing follows; the open task closes. Raises BadInputError."""
    by, note = plain_name(by, "--by"), plain_note(note)
    entered: list[Entered] = []

    def made(reads: Reads) -> list[Record]:
        state = standing_publication(reads, named, warehouse.path)
        closed = _open_corrections(reads, state["publication_id"])
        event = _event(reads, state["publication_id"], "withdrawn", now, {"note": note, "by": by})
        entered.append(_entered(state, state["rating"], len(closed)))
        return [event, *closing(reads, closed, by=by, note=f"withdrawn: {note}", at=now)]

    _commit(warehouse, made)
    return entered[0]


def _commit(warehouse: Warehouse, made: Callable[[Reads], Sequence[Record]]) -> None:
    """All that is looked up and what is made of it are one transaction: nobody decides in between."""
    warehouse.must_exist()
    warehouse.commit([], made)


def _heir(reads: Reads, claim_id: str) -> str:
    """The claim that succeeds it now: a decision on the latest reading of an article counts for what was published."""
    rows = reads.read(
        "SELECT l.claim_id FROM claim_lineage l SEMI JOIN standing_reviews r ON r.claim_id = l.claim_id"
        " WHERE l.ancestor_id = ? ORDER BY l.distance DESC, l.claim_id LIMIT 1",
        [claim_id],
    )
    return str(rows[0]["claim_id"]) if rows else claim_id


def _decision(reads: Reads, claim_id: str, rating: DeskRating) -> str:
    """The desk's decision on a claim, which must say what the rating says."""
    rows = reads.read(_STANDING_REVIEW, [claim_id])
    if not rows:
        raise BadInputError(
            f"Nobody has decided on {claim_id} yet: say `claimhouse review {claim_id} {rating.label} --note … --by …` "
            f"first. What the machine says alone is never published."
        )
    if rows[0]["label"] != rating.label:
        raise BadInputError(
            f"{rows[0]['reviewer']} has decided that it is {_words(rows[0]['label'])}, and “{rating.name}” says "
            f"{_words(rating.label)}: choose another rating, or decide anew with `claimhouse review {claim_id} …`."
        )
    return str(rows[0]["review_id"])


def _publication(reads: Reads, publication_id: str) -> Publication:
    (row,) = reads.read("SELECT * FROM publications WHERE publication_id = ?", [publication_id])
    return record_from(Publication, row)


def standing_publication(reads: Reads, named: str, place: object) -> dict[str, Any]:
    """The one publication that an id or the beginning of one, a claim's id or an address names, as it stands.

    The claim may be the one that it was published of, or one that succeeds that.

    `place` is where the warehouse is, for telling. Raises BadInputError where there is none, or none that was not
    withdrawn, or several.
    """
    wanted = named.strip()
    rows = [] if not wanted else reads.read(
        "SELECT p.*, c.text AS claim FROM publication_states p"
        " LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, text FROM claims) c ON c.claim_id = p.claim_id"
        " WHERE starts_with(p.publication_id, $1) OR starts_with(p.publication_id, 'pub_' || $1) OR p.url = $1"
        " OR p.claim_id IN (SELECT ancestor_id FROM claim_lineage WHERE starts_with(claim_id, $1))"
        " ORDER BY p.status = 'withdrawn', p.publication_id",
        [wanted],
    )  # fmt: skip
    if not rows:
        raise BadInputError(
            f"There is no publication {named} in {place}: see the publication_id in current_publications."
        )
    standing = [row for row in rows if row["status"] != "withdrawn"]
    if not standing:
        raise BadInputError(f"{rows[0]['publication_id']} is withdrawn, and nothing follows that: publish it anew.")
    if len(standing) > 1:
        listed = "; ".join(f"{row['publication_id']} ({row['url']})" for row in standing[:_CANDIDATES])
        raise BadInputError(f"{named} names {len(standing)} publications, so name one of them: {listed}.")
    return standing[0]


def _event(reads: Reads, publication_id: str, event: str, now: datetime, fields: dict[str, Any]) -> PublicationEvent:
    before = reads.read(
        'SELECT event_id, "at" FROM publication_events WHERE publication_id = ? ORDER BY "at" DESC LIMIT 1',
        [publication_id],
    )
    follows = str(before[0]["event_id"]) if before else None
    # Who waited for another's turn took the time before it, and clocks differ: what follows is later in any case.
    at = max(now, before[0]["at"] + MOMENT) if before else now
    event_id = PublicationEvent.id_for(publication_id, event, fields["note"], fields["by"], follows)
    return PublicationEvent.model_validate(
        {
            "event_id": event_id,
            "publication_id": publication_id,
            "event": event,
            "follows": follows,
            "at": at,
            **fields,
        }
    )


def _open_corrections(reads: Reads, publication_id: str) -> list[str]:
    rows = reads.read("SELECT task_id FROM open_tasks WHERE publication_id = ? ORDER BY task_id", [publication_id])
    return [str(row["task_id"]) for row in rows]


def _entered(state: dict[str, Any], rating: str, closed: int) -> Entered:
    return Entered(state["publication_id"], state["claim"] or "", state["url"], rating, closed_tasks=closed)


def _words(label: str) -> str:
    return label.replace("_", " ")
