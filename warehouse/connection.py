"""Opening DuckDB files: one place for the settings, and for turning DuckDB's errors into ours."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import duckdb

from warehouse.errors import (
    WarehouseDamagedError,
    WarehouseError,
    WarehouseFullError,
    WarehouseLockedError,
    WarehouseMissingError,
    WarehouseNotWritableError,
    WarehouseTooNewError,
)
from warehouse.lake_errors import translated_lake, without_stack
from warehouse.places import Lake, Place


class ProcessLock:
    """Held by whatever opens or copies the warehouse's file in this process; `depth` counts how often, in one thread.

    POSIX drops all of a process's locks on a file when any one descriptor of it is closed, so a copy made beside an
    open DuckDB would silently unlock it.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.depth = 0

    def __enter__(self) -> Self:
        self._lock.acquire()
        self.depth += 1
        return self

    def __exit__(self, *error: object) -> None:
        self.depth -= 1
        self._lock.release()


PROCESS_LOCK = ProcessLock()

# No part of Claimhouse needs DuckDB to reach out, so it never may: no other files, no extensions from the network.
_CLOSED = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}


# A name that is no table must not turn out to be a variable of this program, and a bar of progress no line of results.
SETTINGS = "SET TimeZone = 'UTC'; SET python_enable_replacements = false; SET enable_progress_bar = false"


def connect(
    path: Path, *, read_only: bool, options: dict[str, str], shown_as: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file, creating it unless `read_only`; times are handed out in UTC.

    Raises WarehouseError, naming the file `shown_as` where the user knows it by another path.
    """
    with told_of(path):
        if path.is_dir():
            raise WarehouseError(
                f"{path} is a folder: name a file for the warehouse, such as {path / 'claimhouse.duckdb'}"
            )
        if not path.parent.is_dir():
            raise WarehouseMissingError(
                f"the folder {path.parent} for the warehouse does not exist: create it, or choose another with "
                f"--warehouse"
            )
        if read_only and not path.exists():
            raise WarehouseMissingError.at(path)
    try:
        connection = duckdb.connect(path, read_only=read_only, config={**_CLOSED, **options})
    except duckdb.Error as error:
        raise translated(error, shown_as or path) from error
    try:
        connection.execute(SETTINGS)
    except duckdb.Error as error:
        connection.close()
        raise translated(error, shown_as or path) from error
    return connection


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """A name that no file can have, or a folder that may not be entered, is a fault of where the warehouse is."""
    try:
        yield
    except OSError as error:
        raise WarehouseNotWritableError(
            f"{path} cannot be reached ({error.strerror}): choose another file with --warehouse, or make its folder "
            f"accessible"
        ) from error


def log_of(path: Path) -> Path:
    """Where DuckDB writes what is committed to a file and not folded into it yet."""
    return path.with_name(f"{path.name}.wal")


def fold_log(connection: duckdb.DuckDBPyConnection, path: Place) -> None:
    """Fold the log of the file at `path`, which is open to write, into it, so that no log is left. Raises duckdb.Error.

    Of a process that was killed as it wrote its first record there may be a log without a whole one. Nothing was
    committed in it, and DuckDB leaves it where it is until something is written.
    """
    connection.execute("CHECKPOINT")
    if not isinstance(path, Lake) and log_of(path).exists():
        connection.execute(
            "BEGIN; CREATE TABLE main.log_cut_short (nothing INTEGER); DROP TABLE main.log_cut_short; COMMIT"
        )
        connection.execute("CHECKPOINT")


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C stops what is in the block, also while DuckDB works.

    DuckDB then puts a RuntimeError of its own in the place of what the signal's handler raised, and that would be taken
    for a fault of the article at hand.
    """
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from error
        raise


def translated(error: duckdb.Error, path: Place) -> WarehouseError:
    """DuckDB's error about the file or the lake at `path` as one sentence that names the fix."""
    if isinstance(path, Lake):
        return translated_lake(error, path)
    told = without_stack(error)
    if "Could not set lock" in told or "Conflicting lock" in told:
        holder = re.search(r"held in (.+?) \(PID (\d+)\)", told)
        who = f"process {holder[2]} ({holder[1]})" if holder else "another process"
        return WarehouseLockedError(f"{path} is in use by {who}: wait until it ends, or stop it, and try again")
    if "not a valid DuckDB database" in told or "Not a directory" in told:
        return WarehouseDamagedError(f"{path} is not a DuckDB file: choose another file with --warehouse")
    if re.search(r"version number .* can only read|newer version of DuckDB|does not support", told):
        return WarehouseTooNewError(
            f"{path} was written by a newer DuckDB than {duckdb.__version__}: upgrade Claimhouse"
        )
    if re.search(r"No space left|File too large|Disk quota|max_temp_directory_size", told):
        return WarehouseFullError(
            f"the disk of {path} is full: free some space and run again, nothing was half-written"
        )
    if re.search(r"Permission denied|Read-only file system|Operation not permitted|No such file|read-only mode", told):
        return WarehouseNotWritableError(
            f"{path} cannot be written there: make its folder writable, or choose another file with --warehouse"
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError(
            f"DuckDB ran out of memory on {path}: close other programs, or check fewer articles at once"
        )
    if re.search(r"Corrupt|checksum|read enough bytes|Serialization|Failure while replaying WAL", told):
        return WarehouseDamagedError(f"{path} is damaged: restore it from a copy, such as its last snapshot ({told})")
    return WarehouseError(f"DuckDB failed on {path}: {told} (a defect of Claimhouse: please report it)")
