"""Keeping a lake small: rows out of the catalogue into files, small files into large ones, old files off the disk.

A commit of few rows stays in the catalogue, where reading it costs more than from a file. Compacting writes such rows
into files, merges small files, and forgets states of the lake that nobody can be reading any more.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseLockedError
from warehouse.lake_errors import translated_lake
from warehouse.lake_folder import NAME, delete_unknown_files, unknown_files
from warehouse.places import Lake, Place
from warehouse.snapshot import Snapshot
from warehouse.store import Warehouse

# A run compacts once so many commits have gathered, which takes seconds; a reader's transaction lasts minutes at most.
_COMMITS = 100
_KEPT_FOR = "INTERVAL 1 HOUR"

_GATHERED = """
SELECT count(*) AS commits FROM {lake}.snapshots()
WHERE snapshot_id > coalesce((
    SELECT max(snapshot_id) FROM {lake}.snapshots()
    WHERE list_has_any(map_keys(changes), ['flushed_inlined', 'inlined_flush', 'merge_adjacent', 'rewrite_delete'])
), -1)
"""
_SIZE = f"""
SELECT
    coalesce(sum(file_count + delete_file_count), 0)::BIGINT AS files,
    coalesce(sum(file_size_bytes + delete_file_size_bytes), 0)::BIGINT AS bytes
FROM ducklake_table_info('{NAME}')
"""  # noqa: S608


@dataclass(frozen=True)
class Compacted:
    """What a lake had and has: its data files and their bytes, and how many files were deleted from its folder.

    `unknown` are the files there that are nobody's, as far as this lake knows, and were not deleted.
    """

    files_before: int
    files: int
    bytes: int
    deleted: int
    unknown: int = 0


class LakeUpkeep:
    """What a run does for the readers of a lake, as `Snapshot` does for those of a file."""

    def __init__(self, lake: Lake, *, after_commits: int = _COMMITS, now: Callable[[], float] = time.monotonic) -> None:
        self._lake = lake
        self._after_commits = after_commits
        self._now = now
        self._last = -float("inf")

    def refresh(self, *, at_most_every_s: float = 30.0, lock_timeout: float = 30.0) -> bool:
        """Compact where many small commits have gathered since somebody last did; returns whether it did.

        Nothing is done where others are writing: whoever comes next does it. Raises WarehouseError.
        """
        if self._now() - self._last < at_most_every_s:
            return False
        self._last = self._now()
        try:
            store = Warehouse(self._lake, lock_timeout=lock_timeout)
            if commits_since_compacted(store) < self._after_commits:
                return False
            compact(store)
        except WarehouseLockedError:
            return False
        return True

    def file(self) -> Path | None:
        """The file that SQL users read: a lake's users read the lake."""
        return None


def upkeep_of(place: Place) -> Snapshot | LakeUpkeep:
    """What keeps a warehouse fit for its readers while others write it."""
    return LakeUpkeep(place) if isinstance(place, Lake) else Snapshot(place)


def commits_since_compacted(store: Warehouse) -> int:
    """How many commits a lake has had since it was last compacted."""
    (row,) = store.read(_GATHERED.format(lake=NAME))
    return int(row["commits"])


def compact(store: Warehouse) -> Compacted:
    """Compact a lake, in steps that each are whole or not at all; others can write between them.

    Raises WarehouseError: WarehouseLockedError once others have been writing for longer than the store's time-out.
    """
    lake = store.path
    if not isinstance(lake, Lake):
        raise TypeError("only a lake is compacted")
    store.must_exist()
    (before,) = store.read(_SIZE)
    deleted = 0
    for step in (
        "ducklake_flush_inlined_data('{name}')",
        "ducklake_merge_adjacent_files('{name}')",
        "ducklake_rewrite_data_files('{name}')",
        f"ducklake_expire_snapshots('{{name}}', older_than => now() - {_KEPT_FOR})",
        f"ducklake_cleanup_old_files('{{name}}', older_than => now() - {_KEPT_FOR})",
    ):
        with store.opened_to_write() as connection:
            try:
                done = connection.execute(f"CALL {step.format(name=NAME)}").fetchall()
            except duckdb.Error as error:
                raise translated_lake(error, lake) from error
        if "cleanup" in step:
            deleted = len(done)
    with store.opened_to_write() as connection:
        try:
            deleted += delete_unknown_files(connection, lake)
            unknown = len(unknown_files(connection))
        except duckdb.Error as error:
            raise translated_lake(error, lake) from error
    (after,) = store.read(_SIZE)
    return Compacted(int(before["files"]), int(after["files"]), int(after["bytes"]), deleted, unknown)
