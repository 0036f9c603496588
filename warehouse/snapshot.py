"""The copy of the warehouse that people read with SQL, so that readers and writers never stand in each other's way.

`<stem>.snapshot.duckdb` is a link to a file with a new name each time: a path replaced under an open connection would
keep giving old rows, and a copy that is linked only when it is whole can be interrupted at any moment.
"""

import errno
import fcntl
import glob
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import duckdb

from warehouse.article_locks import FileLocks
from warehouse.connection import PROCESS_LOCK, connect, log_of, translated
from warehouse.errors import (
    WarehouseError,
    WarehouseFullError,
    WarehouseLockedError,
    WarehouseMissingError,
    WarehouseNotWritableError,
)
from warehouse.file_copies import copy_whole
from warehouse.files import DISK_IS_FULL
from warehouse.lake import open_to_read
from warehouse.migrations import pending, schema_version, shipped_migrations
from warehouse.places import Lake, Place
from warehouse.store import Warehouse, place_exists, sweep, sync_folder

_FIRST_WAIT_S = 3.0
_LOCK = "snapshot"  # among the locks of articles, whose ids are longer
_LOCK_WAITS = 100
_LOCK_WAIT_S = 0.1
_WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0)


class Snapshot:
    """The snapshot of one warehouse file; a lake needs none, and has none."""

    def __init__(
        self, path: Path, *, now: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.path = path
        self.link = path.with_name(f"{path.stem}.snapshot{path.suffix}")
        self._now = now
        self._sleep = sleep

    def file(self) -> Path | None:
        """The snapshot's file as it is now, None where there is none. It stays until two newer ones have been made."""
        try:
            file = self.link.parent / self.link.readlink()
        except OSError:
            return None
        return file if file.exists() else None

    def is_stale(self) -> bool:
        """Whether the warehouse or Claimhouse itself has changed since, or there is none. Opens nothing."""
        file = self.file()
        return file is None or _state_in(file) != _state_of(self.path)

    def refresh(self, *, at_most_every_s: float = 30.0, lock_timeout: float = 30.0) -> bool:
        """Make a new snapshot if the warehouse has changed and the last one is old enough; returns whether it did.

        Waits `lock_timeout` seconds for a process that is writing, then raises WarehouseLockedError, which names it.
        Raises WarehouseError where there is no warehouse, or no room, or no right to write beside it.
        """
        if not place_exists(self.path):
            raise WarehouseMissingError.at(self.path)
        if not self.is_stale() or self._age() < at_most_every_s:
            return False
        with PROCESS_LOCK:
            if PROCESS_LOCK.depth > 1:
                raise RuntimeError("a snapshot is made after the session that reads the warehouse, never within it")
            try:
                self._publish(Warehouse(self.path, lock_timeout=lock_timeout))
            except OSError as error:
                raise _explained(error, self.link) from error
        return True

    def _age(self) -> float:
        """Seconds since the snapshot was linked; infinite where there is none or its time lies ahead of the clock."""
        try:
            age = self._now() - self.link.lstat().st_mtime
        except OSError:
            return float("inf")
        return age if age >= 0 else float("inf")

    def _publish(self, store: Warehouse) -> None:
        unique = uuid.uuid4().hex[:12]
        draft = self.link.with_name(f".{self.link.stem}-{unique}.new")
        link = draft.with_suffix(".link")
        try:
            state, is_kept = self._copy(store, draft)
            if is_kept:
                Warehouse(draft).hand_to_readers()
            _sync(draft)
            file = self.link.with_name(f"{self.link.stem}-{state}-{unique}{self.link.suffix}")
            with self._alone():
                previous = self.file()
                draft.rename(file)
                link.symlink_to(file.name)
                link.replace(self.link)
                sync_folder(self.link.parent)
                self._delete_all_but({file, previous})
        finally:
            for left in (draft, log_of(draft), link):
                left.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process links its copy meanwhile, and deletes those that it does not know.

        It takes an instant. Raises WarehouseLockedError where the other does not come to its end.
        """
        locks = FileLocks.of(self.path)
        for _ in range(_LOCK_WAITS):
            if locks.try_take(_LOCK):
                break
            self._sleep(_LOCK_WAIT_S)
        else:
            raise WarehouseLockedError(f"another process makes a snapshot of {self.path}: stop it, and try again")
        try:
            yield
        finally:
            locks.release(_LOCK)

    def _copy(self, store: Warehouse, draft: Path) -> tuple[str, bool]:
        """Copy a warehouse that nobody writes and whose log is folded in.

        Returns the state that was copied, and whether it keeps views as tables.
        """
        while True:
            is_kept = store.keep()
            with self.path.open("rb") as source:
                # The lock that DuckDB itself takes for reading: it keeps other processes from writing meanwhile.
                try:
                    fcntl.lockf(source, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except OSError:
                    continue  # somebody was faster: wait for the lock again
                if log_of(self.path).exists():
                    continue
                state = _state_of(self.path)
                copy_whole(source, draft)
                return state, is_kept

    def _files(self) -> list[Path]:
        """The snapshot's files that are there, of which the link names one."""
        return sorted(self.link.parent.glob(f"{glob.escape(self.link.stem)}-*{glob.escape(self.link.suffix)}"))

    def _delete_all_but(self, kept: set[Path | None]) -> None:
        for file in self._files():
            if file not in kept:
                file.unlink(missing_ok=True)
        sweep(self.link.parent, f".{glob.escape(self.link.stem)}-*")


def _state_of(path: Path) -> str:
    """What changes with each commit (when the file was last written, its size) and with each upgrade of Claimhouse."""
    try:
        stat = path.stat()
    except OSError:
        return "none"
    log = "w" if log_of(path).exists() else ""
    return f"{stat.st_mtime_ns:x}x{stat.st_size:x}x{schema_version()}{log}"


def _state_in(file: Path) -> str:
    """The state of the warehouse that a snapshot's file was copied from, as its name tells."""
    parts = file.stem.rsplit("-", 2)
    return parts[1] if len(parts) == 3 else "unknown"


def _sync(path: Path) -> None:
    """Have a file on the disk before its name is given to readers."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _explained(error: OSError, path: Path) -> WarehouseError:
    if error.errno in DISK_IS_FULL:
        return WarehouseFullError(f"the disk has no room for the snapshot {path}: free some space and run again")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return WarehouseNotWritableError(f"the snapshot {path} cannot be written there: make its folder writable")
    return WarehouseError(f"the snapshot {path} cannot be made ({error.strerror}): check the disk and try again")


@contextmanager
def reading(path: Place, *, memory_limit: str, threads: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the snapshot of the warehouse at `path`, made anew first if stale and nobody writes.

    Where none can be made because the disk is read-only or full, the warehouse's own file is read; a lake is always
    read itself. Raises WarehouseMissingError, WarehouseTooNewError, and WarehouseLockedError where somebody writes with
    no snapshot there.
    """
    options = {
        "memory_limit": memory_limit,
        "threads": str(threads),
        "temp_directory": "",  # a reader never fills the disk: what does not fit into its memory fails
    }
    if isinstance(path, Lake):
        yield from _open_lake_to_read(path, options)
        return
    snapshot = Snapshot(path)
    try:
        # Who has an earlier snapshot to read waits for no writer; who has none waits a little.
        snapshot.refresh(at_most_every_s=0, lock_timeout=_FIRST_WAIT_S if snapshot.file() is None else 0)
    except WarehouseLockedError as error:
        if snapshot.file() is None:
            raise WarehouseLockedError(f"there is no snapshot to read yet, and {error}") from error
    except (WarehouseNotWritableError, WarehouseFullError):
        if snapshot.file() is None:
            with PROCESS_LOCK:
                yield from _open_to_read(path, options)
            return
    yield from _open_to_read(snapshot.file() or path, options)


def _open_lake_to_read(lake: Lake, options: dict[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    waits = iter(_WAITS_S)
    with PROCESS_LOCK if lake.file else nullcontext():  # two DuckDBs of one process cannot both have a catalogue's file
        while True:
            try:
                connection = open_to_read(lake, options)
                break
            except WarehouseLockedError:
                if lake.file is None or (wait := next(waits, None)) is None:
                    raise
                time.sleep(wait)  # whoever writes has the catalogue's file for an instant
        try:
            try:
                pending(connection, lake, shipped_migrations())
            except duckdb.Error as error:  # its files are read here for the first time
                raise translated(error, lake) from None
            connection.execute("SET lock_configuration = true")
            connection.begin()  # whatever is read is of one moment
            yield connection
        finally:
            connection.close()


def _open_to_read(file: Path, options: dict[str, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = connect(file, read_only=True, options=options)
    try:
        pending(connection, file, shipped_migrations())
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()
