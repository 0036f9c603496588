"""What the flows read back of watches: what is in force, what is known of what they list, and what is due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from warehouse.columns import AnyRecord, column_list, record_from
from warehouse.reads import Reads
from warehouse.records import FeedEntry, WatchChange, WatchedPage, WatchOutage, WatchState

# A page is followed once a watch that is in force has listed it, also when it is listed no more: until it is old.
_DUE_PAGES = """
SELECT {columns} FROM watched_pages p
WHERE p.due_at <= ?
  AND EXISTS (FROM feed_entries e WHERE e.page_id = p.page_id AND list_contains(?, e.watch_id))
ORDER BY p.due_at, p.found_at, p.page_id
"""


def decisions(reads: Reads) -> dict[str, WatchChange]:
    """The change that is in force for each watch, removed ones included, in the order in which they were decided."""
    rows = reads.read(
        f"SELECT {column_list(WatchChange, 'c')} FROM watch_changes c "  # noqa: S608  # a record's own fields
        "ANTI JOIN watch_changes f ON f.follows = c.change_id ORDER BY c.changed_at, c.watch_id"
    )
    return {change.watch_id: change for change in _records(WatchChange, rows)}


def states(reads: Reads, watch_ids: Sequence[str]) -> dict[str, WatchState]:
    """How it stands with these watches; those that were never read are left out."""
    found = _of_ids(reads, WatchState, "watch_id", watch_ids)
    return {state.watch_id: state for state in found}


def outage(reads: Reads, watch_id: str) -> WatchOutage | None:
    """The time for which a watch has not answered by now, None where it does."""
    found = _of_ids(reads, WatchOutage, "watch_id", [watch_id])
    return next((one for one in found if one.ended_at is None), None)


def entries(reads: Reads, entry_ids: Sequence[str]) -> dict[str, FeedEntry]:
    """What is known of these entries."""
    return {entry.entry_id: entry for entry in _of_ids(reads, FeedEntry, "entry_id", entry_ids)}


def pages(reads: Reads, page_ids: Sequence[str]) -> dict[str, WatchedPage]:
    """What is known of these pages."""
    return {page.page_id: page for page in _of_ids(reads, WatchedPage, "page_id", page_ids)}


def due_pages(reads: Reads, watch_ids: Sequence[str], now: datetime) -> list[WatchedPage]:
    """The pages that these watches led to and that are due by now, what has waited longest first."""
    sql = _DUE_PAGES.format(columns=column_list(WatchedPage, "p"))
    return _records(WatchedPage, reads.read(sql, [now, list(watch_ids)]))


def _of_ids(reads: Reads, model: type[AnyRecord], column: str, ids: Sequence[str]) -> list[AnyRecord]:
    sql = f"SELECT {column_list(model)} FROM {model.table} WHERE {column} IN (SELECT unnest(?::VARCHAR[]))"  # noqa: S608
    return _records(model, reads.read(sql, [list(ids)]))


def _records(model: type[AnyRecord], rows: Sequence[dict[str, Any]]) -> list[AnyRecord]:
    return [record_from(model, row) for row in rows]
