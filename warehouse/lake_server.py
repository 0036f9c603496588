"""What a lake stands on: DuckDB's extensions from their wheels, the keys, and PostgreSQL with its advisory locks."""

import ctypes
import hashlib
import os
import threading
import time
from importlib import resources
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError, WarehouseLockedError
from warehouse.lake_errors import translated_lake
from warehouse.places import Lake

GUARD = "guard"  # the name of PostgreSQL itself in SQL, for its locks
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}
_CONNECT_TIMEOUT_S = 10
# A blocking wait cannot be broken off: so long it holds up whoever stops the process.
_SLICE_S = 5.0
# Who holds a lock says nothing for as long as a run lasts; a machine without power must not hold it for hours.
_OF_A_HOLDER = {
    "idle_in_transaction_session_timeout": 0,
    "tcp_keepalives_idle": 60,
    "tcp_keepalives_interval": 15,
    "tcp_keepalives_count": 4,
}


def load_extensions(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Load what the lake needs from the installed wheels.

    Raises WarehouseError naming the install command where a wheel is missing or is of another DuckDB.
    """
    needed = ["ducklake"]
    if lake.catalogue == "postgres":
        needed.append("postgres_scanner")
    if lake.is_remote:
        needed.append("httpfs")
    for name in needed:
        connection.execute(f"LOAD {quoted(str(_extension_file(name)))}")


def _extension_file(name: str) -> Path:
    advice = 'say pip install "claimhouse[lake]"'
    try:
        folder = resources.files(f"duckdb_extension_{name}") / "extensions"
    except ModuleNotFoundError:
        raise WarehouseError(f"DuckDB's extension {name}, which a lake needs, is not installed: {advice}") from None
    file = Path(str(folder / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"))
    if not file.is_file():
        raise WarehouseError(
            f"the installed extension {name} is not for DuckDB {duckdb.__version__}, which is installed: {advice}"
        )
    return file


def make_secrets(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Hand keys over as DuckDB's secrets, which no query can read; what httpfs took from the environment goes there."""
    if lake.password is not None:
        password = quoted(lake.password.get_secret_value())
        connection.execute(f"CREATE OR REPLACE SECRET (TYPE postgres, PASSWORD {password})")
    if lake.is_remote:
        _hide_object_store_keys(connection)


def _hide_object_store_keys(connection: duckdb.DuckDBPyConnection) -> None:
    parts = {
        "KEY_ID": "s3_access_key_id",
        "SECRET": "s3_secret_access_key",
        "SESSION_TOKEN": "s3_session_token",
        "REGION": "s3_region",
        "ENDPOINT": "s3_endpoint",
    }
    given = {}
    for part, setting in parts.items():
        row = connection.execute("SELECT value FROM duckdb_settings() WHERE name = ?", [setting]).fetchone()
        if row and row[0]:
            given[part] = quoted(str(row[0]))
    if "KEY_ID" not in given:
        return
    (use_ssl,) = connection.execute("SELECT value FROM duckdb_settings() WHERE name = 's3_use_ssl'").fetchone() or ("",)
    style = ", URL_STYLE 'path'" if "ENDPOINT" in given else ""  # a store of one's own has no host for each bucket
    told = ", ".join(f"{part} {value}" for part, value in given.items())
    connection.execute(f"CREATE OR REPLACE SECRET (TYPE s3, {told}, USE_SSL {use_ssl or 'true'}{style})")
    for setting in ("s3_access_key_id", "s3_secret_access_key", "s3_session_token"):
        connection.execute(f"SET {setting} = ''")


def quoted(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def with_timeout(connection: str) -> str:
    """The same, so that a server that does not answer is told within seconds."""
    return connection if "connect_timeout" in connection else f"{connection} connect_timeout={_CONNECT_TIMEOUT_S}"


def lake_exists(lake: Lake) -> bool:
    """Whether there is a catalogue. Raises WarehouseError where its server cannot be asked."""
    if lake.file is not None:
        return lake.file.exists()
    connection = duckdb.connect(":memory:")
    try:
        load_extensions(connection, lake)
        make_secrets(connection, lake)
        connection.execute(f"ATTACH {quoted(with_timeout(lake.connection))} AS guard (TYPE postgres, READ_ONLY)")
        found = connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'guard' AND schema_name = ?"
            " AND table_name = 'ducklake_metadata'",
            [lake.schema],
        ).fetchone()
        return found == (1,)
    except duckdb.Error as error:
        raise translated_lake(error, lake) from None
    finally:
        connection.close()


def held_lock(
    lake: Lake, connection: duckdb.DuckDBPyConnection, name: str, lock_timeout: float
) -> duckdb.DuckDBPyConnection:
    """A connection that holds PostgreSQL's advisory lock of this name, until it is released or its process dies.

    Those who wait are served in the order in which they came, but for one that has waited longer than `_SLICE_S`, which
    then stands at the end again. Raises WarehouseLockedError after `lock_timeout` seconds.
    """
    deadline = time.monotonic() + lock_timeout
    while True:
        left = max(0.0, deadline - time.monotonic())
        guard = connection.cursor()
        try:
            _begin(guard, lake)
            if _waited_for(guard, lake, name, min(left, _SLICE_S)):
                return guard
        except duckdb.Error as error:
            release(guard)
            raise translated_lake(error, lake) from None
        release(guard)
        if left <= _SLICE_S:
            raise WarehouseLockedError(f"{lake} is in use by another process: wait until it ends, and try again")


def _begin(guard: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Begin a transaction of PostgreSQL's, which its locks last as long as.

    It may last for hours: so it keeps no state of the database for itself, which nothing could then be cleared of, and
    its server notices within minutes when the machine at our end is gone.
    """
    options = "TYPE postgres, ISOLATION_LEVEL 'READ COMMITTED'"
    guard.execute(f"ATTACH IF NOT EXISTS {quoted(with_timeout(lake.connection))} AS {GUARD} ({options})")
    guard.begin()
    set_all = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in _OF_A_HOLDER.items())
    _asked(guard, f"SELECT concat({set_all})")


def _took(guard: duckdb.DuckDBPyConnection, lake: Lake, name: str) -> bool:
    return _asked(guard, f"SELECT pg_try_advisory_xact_lock({_number(lake, name)})") is True


def _waited_for(guard: duckdb.DuckDBPyConnection, lake: Lake, name: str, seconds: float) -> bool:
    """Whether the lock was had within so many seconds; where it was not, the transaction is no more."""
    if seconds <= 0:
        return _took(guard, lake, name)
    _asked(guard, f"SELECT set_config('lock_timeout', '{max(1, round(seconds * 1000))}', true)")
    try:
        _asked(guard, f"SELECT pg_advisory_xact_lock({_number(lake, name)})::text")
    except duckdb.Error as error:
        if "lock timeout" in str(error):
            return False
        raise
    return True


def _number(lake: Lake, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"claimhouse {lake.schema} {name}".encode()).digest()[:8], signed=True)


def _asked(guard: duckdb.DuckDBPyConnection, sql: str) -> object:
    """What PostgreSQL itself answers, within the transaction."""
    row = guard.execute("SELECT * FROM postgres_query(?, ?)", [GUARD, sql]).fetchone()
    return row[0] if row else None


def release(guard: duckdb.DuckDBPyConnection) -> None:
    """Give a lock back."""
    if rolled_back(guard):
        guard.close()


def rolled_back(connection: duckdb.DuckDBPyConnection) -> bool:
    """Roll back what was begun, if anything; returns whether the database behind the connection is still sound.

    One that is not, for DuckDB came upon a defect of its own, is never closed: it would end the process, since its
    destructor throws.
    """
    try:
        connection.rollback()
    except duckdb.FatalException:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))  # not even when the interpreter ends
        return False
    except duckdb.Error:
        pass  # nothing was begun, or the server is gone
    return True


class PostgresLocks:
    """Who works on which article of a lake, for `warehouse.article_locks`: PostgreSQL's advisory locks.

    Each is held by a transaction of its own, which ends with its process or its connection.
    """

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._taken: dict[str, duckdb.DuckDBPyConnection] = {}

    @classmethod
    def of(cls, lake: Lake) -> "PostgresLocks":
        """The locks of this lake, the same ones whoever asks for them in this process."""
        with _REGISTERED:
            return _REGISTER.setdefault((os.getpid(), lake), cls(lake))

    def try_take(self, article_id: str) -> bool:
        """Take an article if nobody has it, in this process or another; whether it was taken.

        Raises WarehouseError where PostgreSQL does not answer.
        """
        with self._lock:
            if article_id in self._taken:
                return False
            try:
                return self._take(article_id)
            except duckdb.Error:
                self._connection = None  # the server was started anew, or is gone
            try:
                return self._take(article_id)
            except duckdb.Error as error:
                self._connection = None
                raise translated_lake(error, self._lake) from None

    def release(self, article_id: str) -> None:
        """Give back an article that was taken."""
        with self._lock:
            release(self._taken.pop(article_id))

    def _take(self, article_id: str) -> bool:
        if self._connection is None:
            self._connection = duckdb.connect(":memory:", config=CLOSED)
            load_extensions(self._connection, self._lake)
            make_secrets(self._connection, self._lake)
        guard = self._connection.cursor()
        try:
            _begin(guard, self._lake)
            if _took(guard, self._lake, f"article {article_id}"):
                self._taken[article_id] = guard
                return True
        except duckdb.Error:
            release(guard)
            raise
        release(guard)
        return False


_REGISTERED = threading.Lock()
_REGISTER: dict[tuple[int, Lake], PostgresLocks] = {}
