"""Validated replies, kept so that the same question to the same model is asked once.

One SQLite file, safe for several processes. It is an aid and never a reason to fail: a file that cannot be used is set
aside or left alone, with a warning, and the run goes on without it.
"""

import contextlib
import logging
import sqlite3
from pathlib import Path

from warehouse.records import random_id

_log = logging.getLogger(__name__)
_BUSY_SECONDS = 5.0
_CREATE = "CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL) WITHOUT ROWID"


class ReplyCache:
    """Replies by key. The key is a hash of all that could change the reply; the prompt itself is not kept."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "llm-replies.sqlite"
        self._usable = True

    def get(self, key: str) -> str | None:
        """The reply under a key, or None."""
        row = self._run("SELECT reply FROM replies WHERE key = ?", (key,))
        return str(row[0]) if row else None

    def put(self, key: str, reply: str) -> None:
        """Keep a reply; a later one under the same key takes its place."""
        self._run("INSERT OR REPLACE INTO replies VALUES (?, ?)", (key, reply))

    def _run(self, statement: str, parameters: tuple[str, ...]) -> tuple[str, ...] | None:
        """The statement's first row, or None; whatever is wrong with the file is told once and stops nothing."""
        if not self._usable:
            return None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute(_CREATE)
                row: tuple[str, ...] | None = db.execute(statement, parameters).fetchone()
                return row
        except sqlite3.OperationalError as error:  # locked for too long, or a full or read-only disk
            if "locked" not in str(error):
                self._give_up(error)
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
        except OSError as error:
            self._give_up(error)
        return None

    def _give_up(self, error: Exception) -> None:
        self._usable = False
        _log.warning("The cache of model replies %s is not used in this run: %s", self._path, error)

    def _set_aside(self, error: Exception) -> None:
        aside = self._path.with_name(f"{self._path.name}.{random_id('damaged')}")
        try:
            self._path.replace(aside)
            for companion in ("-wal", "-shm"):
                self._path.with_name(self._path.name + companion).unlink(missing_ok=True)
        except OSError as failed:
            self._give_up(failed)
            return
        _log.warning("The cache of model replies was damaged (%s) and is now %s; a new one is begun", error, aside)
