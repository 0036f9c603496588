"""The file of a cache: SQLite, safe for several processes, an aid and never a reason to fail.

A file that cannot be used is set aside or left alone, with a warning, and the run goes on without it.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from warehouse.records import random_id

_log = logging.getLogger(__name__)
_BUSY_SECONDS = 5.0


class CacheFile:
    """One file, made by the statement `create` when it is first used. `what` is what warnings say that it holds."""

    def __init__(self, path: Path, create: str, what: str) -> None:
        self._path = path
        self._create = create
        self._what = what
        self._usable = True

    def run(self, statement: str, parameters: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """The statement's first row, or None; whatever is wrong with the file is told once and stops nothing."""
        rows = self._done(lambda db: db.execute(statement, parameters).fetchmany(1))
        return rows[0] if rows else None

    def rows(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """All the statement's rows; none where something is wrong with the file."""
        return self._done(lambda db: db.execute(statement, parameters).fetchall())

    def run_many(self, statement: str, several: Sequence[tuple[Any, ...]], then: str) -> None:
        """The statement for each of several parameters, and another after it: all of it, or none."""

        def run(db: sqlite3.Connection) -> list[tuple[Any, ...]]:
            db.execute("BEGIN IMMEDIATE")
            db.executemany(statement, several)
            db.execute(then)
            db.execute("COMMIT")
            return []

        self._done(run)

    def _done(self, work: Callable[[sqlite3.Connection], list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
        if not self._usable:
            return []
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute(self._create)
                return work(db)
        except sqlite3.OperationalError as error:  # locked for too long, or a full or read-only disk
            if "locked" not in str(error):
                self._give_up(error)
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
        except OSError as error:
            self._give_up(error)
        return []

    def _give_up(self, error: Exception) -> None:
        self._usable = False
        _log.warning(
            "The cache of %s %s is not used in this run (%s): make room there, or set CLAIMHOUSE_CACHE_DIR to a folder "
            "that can be written.",
            self._what,
            self._path,
            error,
        )

    def _set_aside(self, error: Exception) -> None:
        aside = self._path.with_name(f"{self._path.name}.{random_id('damaged')}")
        try:
            self._path.replace(aside)
            for companion in ("-wal", "-shm"):
                self._path.with_name(self._path.name + companion).unlink(missing_ok=True)
        except OSError as failed:
            self._give_up(failed)
            return
        _log.warning("The cache of %s was damaged (%s) and is now %s; a new one is begun", self._what, error, aside)
