"""Opening lakes: DuckLake with its catalogue in PostgreSQL or in a DuckDB file, and who may write to one when.

DuckLake has no keys, and merges an id that two writers bring at once twice. So whoever writes takes a lock of the whole
warehouse for as long as the transaction lasts: PostgreSQL's advisory lock, which goes with its connection, or the lock
on the catalogue's file. What takes long, models and the web, is done before.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.connection import SETTINGS
from warehouse.errors import WarehouseError, WarehouseMissingError, WarehouseNotWritableError
from warehouse.lake_errors import is_missing_catalogue, translated_lake
from warehouse.lake_folder import NAME, claim_folder
from warehouse.lake_server import (
    CLOSED,
    GUARD,
    held_lock,
    load_extensions,
    make_secrets,
    quoted,
    release,
    rolled_back,
    with_timeout,
)
from warehouse.places import Lake

# Commits of fewer rows of a table than this stay in the catalogue until `compact` writes them into files.
_INLINED_ROWS = 500
_KEEP_IN_CATALOGUE = f"SET SESSION ducklake_default_data_inlining_row_limit = {_INLINED_ROWS}"
_KIND = "SELECT type FROM duckdb_databases() WHERE database_name = current_database()"
_WRITE_TO_FILES = "SET SESSION ducklake_default_data_inlining_row_limit = 0"


@dataclass
class OpenLake:
    """A lake within one opening: the connection, and how to keep other writers out until the opening ends."""

    lake: Lake
    connection: duckdb.DuckDBPyConnection
    _lock_timeout: float
    _guard: duckdb.DuckDBPyConnection | None = None

    def take_turn(self) -> None:
        """Wait until nobody else writes; nobody else does until the opening ends. Raises WarehouseLockedError."""
        if self.lake.catalogue == "postgres" and self._guard is None:
            self._guard = held_lock(self.lake, self.connection, "commit", self._lock_timeout)

    def end_turn(self) -> None:
        """Let the next one write, where a turn to write was taken."""
        if self._guard is not None:
            release(self._guard)
            self._guard = None


def attach(connection: duckdb.DuckDBPyConnection, lake: Lake, *, read_only: bool = False, create: bool = False) -> None:
    """Attach the lake as NAME and make it what unqualified names mean. Raises duckdb.Error."""
    make_secrets(connection, lake)
    options = [
        f"DATA_PATH {quoted(lake.tables_path)}",
        f"CREATE_IF_NOT_EXISTS {str(create).lower()}",
    ]
    if lake.file is not None:
        options.append("OVERRIDE_DATA_PATH true")  # the folder beside the file is meant, wherever both were moved
        source = str(lake.file)
    else:
        options.append(f"METADATA_SCHEMA {quoted(lake.schema)}")
        source = f"postgres:{with_timeout(lake.connection)}"
    if read_only:
        options.append("READ_ONLY")
    connection.execute(f"ATTACH {quoted(f'ducklake:{source}')} AS {NAME} ({', '.join(options)})")
    connection.execute(f"USE {NAME}")


@contextmanager
def written_to_files(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have an opened lake keep what is written meanwhile in files, however little; other warehouses do as always.

    PostgreSQL has lists of structures as text, which DuckDB 1.5 cannot read back where a value in one holds a bracket
    that closes (github.com/duckdb/duckdb/issues/23364).
    """
    if connection.execute(_KIND).fetchone() != ("ducklake",):
        yield
        return
    connection.execute(_WRITE_TO_FILES)
    yield
    connection.execute(_KEEP_IN_CATALOGUE)  # where the block fails, the opening ends


class _Engine:
    """DuckDB with the extensions loaded, which takes a quarter of a second: one for each process and lake.

    A catalogue's file is attached only while somebody in this thread uses it, for nobody else can meanwhile; a server
    stays attached, and is asked anew whether it is still there.
    """

    def __init__(self, lake: Lake, options: Mapping[str, str]) -> None:
        self.root = duckdb.connect(":memory:", config={**CLOSED, **options})
        self.root.execute(SETTINGS)
        load_extensions(self.root, lake)
        self.is_attached = False
        self.is_claimed = False
        self.users = 0

    def attach(
        self,
        cursor: duckdb.DuckDBPyConnection,
        lake: Lake,
        until_free: Callable[[Callable[[], None]], None],
        lock_timeout: float,
    ) -> None:
        """Have the lake attached. Raises WarehouseError."""
        if self.is_attached and self.users == 0 and not _answers(cursor):
            self.detach(cursor)
        if not self.is_attached:
            until_free(lambda: _attach_or_create(cursor, lake, lock_timeout))
            self.is_attached = True
            self._claim(cursor, lake)

    def _claim(self, cursor: duckdb.DuckDBPyConnection, lake: Lake) -> None:
        """See once that the folder is this lake's."""
        if self.is_claimed:
            return
        try:
            self.is_claimed = claim_folder(cursor, lake)
        except WarehouseError:
            self.detach(cursor)
            raise
        except duckdb.Error as error:
            self.detach(cursor)
            raise translated_lake(error, lake) from None

    def detach(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Let go of the lake."""
        cursor.execute("USE memory")
        for name in (NAME, GUARD):
            with suppress(duckdb.Error):  # it may be attached no more, or its server be gone
                cursor.execute(f"DETACH DATABASE IF EXISTS {name}")
        self.is_attached = False


def _answers(cursor: duckdb.DuckDBPyConnection) -> bool:
    try:
        cursor.execute(f"FROM {NAME}.current_snapshot()").fetchall()
    except duckdb.Error:
        return False
    return True


_engines: dict[tuple[object, ...], _Engine] = {}
_engines_lock = threading.Lock()


def _engine_of(lake: Lake, options: Mapping[str, str]) -> _Engine:
    key = (os.getpid(), lake, *sorted(options.items()))
    with _engines_lock:
        if key not in _engines:
            _engines[key] = _Engine(lake, options)
        return _engines[key]


def _forget(engine: _Engine) -> None:
    """Have the next opening begin with an engine of its own."""
    rolled_back(engine.root)
    with _engines_lock:
        for key in [key for key, one in _engines.items() if one is engine]:
            del _engines[key]


@contextmanager
def opened_lake(
    lake: Lake,
    *,
    options: Mapping[str, str],
    until_free: Callable[[Callable[[], None]], None],
    lock_timeout: float,
) -> Iterator[OpenLake]:
    """The lake, made where there is none, for one user of this process at a time.

    `until_free` calls what may raise WarehouseLockedError, again and again until it does not or time is up: the lock on
    a catalogue's file is asked for so. A server is waited for by itself, `lock_timeout` seconds. Raises WarehouseError.
    What was begun and not committed when the block ends is rolled back.
    """
    _check_data_path(lake)
    engine = _engine_of(lake, options)
    cursor = engine.root.cursor()
    engine.attach(cursor, lake, until_free, lock_timeout)
    engine.users += 1
    opened = OpenLake(lake, cursor, lock_timeout)
    try:
        cursor.execute(f"{SETTINGS}; {_KEEP_IN_CATALOGUE}; USE {NAME}")
        yield opened
    finally:
        is_sound = rolled_back(cursor)
        opened.end_turn()
        engine.users -= 1
        if not is_sound:
            _forget(engine)
        else:
            if engine.users == 0 and lake.file is not None:
                engine.detach(cursor)
            cursor.close()


def _attach_or_create(cursor: duckdb.DuckDBPyConnection, lake: Lake, lock_timeout: float) -> None:
    try:
        try:
            attach(cursor, lake)
        except duckdb.Error as error:
            if not is_missing_catalogue(error):
                raise
            # Two processes that make the catalogue at once would stand in each other's way.
            guard = held_lock(lake, cursor, "create", lock_timeout) if lake.catalogue == "postgres" else None
            try:
                attach(cursor, lake, create=True)
            finally:
                if guard is not None:
                    release(guard)
    except duckdb.Error as error:
        raise translated_lake(error, lake) from None


def open_to_read(lake: Lake, options: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """A connection that reads the lake and no other file.

    PostgreSQL's extension heeds no `enable_external_access`, so its functions have to be refused by whoever hands in
    SQL (`warehouse.lake_sql`). Raises WarehouseMissingError where there is no lake, WarehouseError.
    """
    if lake.file is not None and not lake.file.exists():
        raise WarehouseMissingError.at(lake)
    connection = duckdb.connect(":memory:", config={**CLOSED, **options})
    try:
        load_extensions(connection, lake)
        connection.execute(SETTINGS)
        attach(connection, lake, read_only=True)
        connection.execute(f"SET allowed_directories = [{quoted(lake.tables_path)}]")
        connection.execute("SET enable_external_access = false")
    except duckdb.Error as error:
        connection.close()
        if is_missing_catalogue(error):
            raise WarehouseMissingError.at(lake) from None
        raise translated_lake(error, lake) from None
    except WarehouseError:
        connection.close()
        raise
    return connection


def _check_data_path(lake: Lake) -> None:
    """Make the folder of the data, and see now that it can be written: small commits would not touch it for days."""
    if lake.is_remote:
        return
    folder = Path(lake.data_path)
    try:
        folder.mkdir(exist_ok=True)
        Path(lake.tables_path).mkdir(exist_ok=True)
    except FileNotFoundError as error:
        if folder.parent.is_dir():  # a file system that makes no folders says so of the folder itself
            raise _not_writable(folder) from error
        raise WarehouseMissingError(
            f"the folder {folder.parent} for the lake's files does not exist: create it, or choose another data_path"
        ) from None
    except OSError as error:
        raise _not_writable(folder) from error
    if not os.access(lake.tables_path, os.W_OK | os.X_OK):
        raise _not_writable(folder)


def _not_writable(folder: Path) -> WarehouseNotWritableError:
    return WarehouseNotWritableError(
        f"the lake's files cannot be written to {folder}: make that folder writable, or choose another data_path"
    )
