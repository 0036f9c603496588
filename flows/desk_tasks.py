"""`claimhouse queue` and `claimhouse task close`: what needs a person, and that one has looked."""

from datetime import datetime
from typing import Any

from flows.settings import Settings
from warehouse.errors import BadInputError
from warehouse.reads import Reads
from warehouse.records import Record
from warehouse.sql import Table, run_user_sql
from warehouse.store import Warehouse
from warehouse.tasks import closing

_QUEUE = "SELECT * FROM review_queue WHERE $1::BIGINT IS NULL OR place <= $1 ORDER BY place"
_NAMED = """
SELECT t.task_id, t.reason, e."by" AS closed_by
FROM tasks t LEFT JOIN task_events e ON e.task_id = t.task_id AND e.event = 'closed'
WHERE starts_with(t.task_id, $1) OR starts_with(t.task_id, 'tsk_' || $1)
ORDER BY t.task_id <> $1, t.task_id
"""


def queue_of(settings: Settings, limit: int | None) -> Table:
    """The view `review_queue`, all of it or its first lines. Raises BadInputError for a limit that is none."""
    if limit is not None and limit < 1:
        raise BadInputError(f"--limit {limit} shows nothing: give 1 or more, or leave it out for all.")
    return run_user_sql(
        settings.warehouse,
        _QUEUE,
        [limit],
        timeout_s=settings.sql_timeout_s,
        memory_limit=settings.sql_memory,
        threads=settings.sql_threads,
    )


def queue_lines(table: Table) -> list[str]:
    """The queue for reading: each claim with what is believed of it, and why it needs a person."""
    lines: list[str] = []
    for values in table.rows:
        row: dict[str, Any] = dict(zip(table.columns, values, strict=True))
        label = (row["label"] or "no verdict").replace("_", " ")
        by = f", decided by {row['decided_by']}" if row["decided_by"] else ""
        where = ", ".join(part for part in (row["speaker"], row["outlet"]) if part)
        lines += [
            f"{row['place']}. {row['claim_id']}  {label}{by}",
            f"   {row['claim']}{f' ({where})' if where else ''}",
            *(f"   - {reason}" for reason in row["reasons"]),
            *(f"   claimhouse task close {task_id} --note … --by …" for task_id in row["task_ids"]),
        ]
    return lines


def close_task(warehouse: Warehouse, beginning: str, *, note: str, by: str, now: datetime) -> tuple[str, str]:
    """Close a task, named by its id or an unambiguous beginning of it; returns the id and what it was about.

    Raises BadInputError where there is none, where it is closed already, or without a note and a name.
    """
    wanted, note, by = beginning.strip(), " ".join(note.split()), " ".join(by.split())
    if not note or not by:
        raise BadInputError("A task is closed with its reasons and a name: give --note and --by.")
    warehouse.must_exist()
    found: list[dict[str, Any]] = []

    def made(reads: Reads) -> list[Record]:
        found.extend(reads.read(_NAMED, [wanted]) if wanted else ())
        if not found:
            raise BadInputError(f"There is no task {beginning} in {warehouse.path}: `claimhouse queue` shows them.")
        if len(found) > 1 and found[0]["task_id"] != wanted:
            listed = ", ".join(row["task_id"] for row in found)
            raise BadInputError(f"{beginning} is the beginning of {len(found)} tasks, so give more of it: {listed}.")
        if found[0]["closed_by"] is not None:
            raise BadInputError(f"{found[0]['task_id']} was closed by {found[0]['closed_by']} already.")
        return [*closing(reads, [found[0]["task_id"]], by=by, note=note, at=now)]

    warehouse.commit([], made)
    return found[0]["task_id"], found[0]["reason"]
