"""`claimhouse flag`: a person's wish that a claim be looked at again."""

from datetime import UTC, date, datetime, timedelta

from warehouse.errors import BadInputError
from warehouse.reads import Reads
from warehouse.records import Flag
from warehouse.store import Warehouse
from warehouse.trail import known_claim_id


def add_flag(
    warehouse: Warehouse, beginning: str, *, note: str, flagged_by: str, now: datetime
) -> tuple[Flag, str, bool, date | None]:
    """Store the wish beside those before it. Returns it, the claim's text, and whether it is new.

    A claim that awaits its day is not looked at before that: the first day on which it is comes last, else None.

    The same wish of the same person, where it is open already, is not stored again. Raises BadInputError for a claim
    that is not there or that is never checked, and for a note or a name that is empty.
    """
    note, flagged_by = " ".join(note.split()), " ".join(flagged_by.split())
    if not note or not flagged_by:
        raise BadInputError("A flag needs its reason and a name: give --note and --by.")
    warehouse.must_exist()
    with warehouse.session() as session:
        claim_id = known_claim_id(session, beginning, warehouse.path)
        claim = session.claims([claim_id])[0]
    if not claim.checkable or claim.status == "sole_witness":
        why = claim.not_checkable_reason or "only this outlet can know that it was said"
        raise BadInputError(f"{claim_id} is never checked ({why}): a flag on it would wait for ever.")
    day = claim.about_to or claim.about_from
    waits = claim.status == "awaiting_event"
    if waits and day is None:
        raise BadInputError(f"{claim_id} awaits an event without a date: a flag on it would wait for ever.")
    opens = day + timedelta(days=1) if waits and day and day >= now.astimezone(UTC).date() else None
    made: list[Flag] = []

    def also(reads: Reads) -> list[Flag]:
        before = reads.flags([claim_id])
        latest = before[-1] if before else None
        checked = [step.checked_at for step in reads.steps([claim_id]) if step.stage == "verify"]
        is_open = latest is not None and all(at < latest.flagged_at for at in checked)
        if latest is not None and is_open and (latest.note, latest.flagged_by) == (note, flagged_by):
            made.append(latest)
            return []
        flag = Flag(
            flag_id=Flag.id_for(claim_id, note, flagged_by, latest.flag_id if latest else None),
            claim_id=claim_id,
            note=note,
            flagged_by=flagged_by,
            flagged_at=now,
        )
        made.append(flag)
        return [flag]

    new = warehouse.commit([], also)
    return made[0], claim.text, bool(new.get("flags")), opens
