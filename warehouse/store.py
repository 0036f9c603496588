"""The only place that opens the warehouse for writing: records go in by short transactions, and come back by id.

One process holds DuckDB's lock on a file, so the file is open only while a transaction or a session of reads lasts. Of
a lake with its catalogue in PostgreSQL many processes read at once, and those that write take turns (`warehouse.lake`).
"""

import glob
import os
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from warehouse.article_locks import ArticleLocks, FileLocks, held
from warehouse.columns import columns_of
from warehouse.connection import PROCESS_LOCK, connect, fold_log, log_of, stoppable, told_of, translated
from warehouse.errors import WarehouseLockedError, WarehouseMissingError
from warehouse.kept import forget, is_kept, keep, note_touched, read_kept
from warehouse.lake import OpenLake, opened_lake
from warehouse.lake_server import PostgresLocks, lake_exists
from warehouse.merging import grouped, merge, merge_all
from warehouse.migrations import is_current, migrate
from warehouse.places import Lake, Place
from warehouse.reads import Reads, rows_as_dicts
from warehouse.records import Record, Review, Verdict
from warehouse.tasks import tasks_after

_FIRST_WAIT_S = 0.02
_LONGEST_WAIT_S = 0.5
_ABANDONED_S = 3600.0

_Got = TypeVar("_Got")


class Session(Reads):
    """Several reads within one opening of the warehouse."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Place) -> None:
        self._connection = connection
        self._path = path

    def read(self, sql: str, params: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The rows of a SELECT with `?` parameters, by column name; times are in UTC."""
        try:
            cursor = self._connection.execute(sql, list(params))
            columns = [name for name, *_ in cursor.description or []]
            return rows_as_dicts(columns, cursor.fetchall())
        except duckdb.Error as error:
            raise translated(error, self._path) from error

    def batches(self, sql: str, rows_at_once: int) -> Any:
        """The rows of a SELECT as a pyarrow.RecordBatchReader; nothing else can be read until it is at its end."""
        try:
            return self._connection.execute(sql).to_arrow_reader(rows_at_once)
        except duckdb.Error as error:
            raise translated(error, self._path) from error


class Warehouse(Reads):
    """A newsroom's claims and verdicts, in a DuckDB file or a lake. Nothing is opened, or made, before it is used.

    Every method may raise WarehouseError: WarehouseLockedError once another process has kept us waiting for
    `lock_timeout` seconds, WarehouseTooNewError, WarehouseDamagedError, WarehouseNotWritableError, WarehouseFullError.
    """

    def __init__(
        self,
        path: Place,
        *,
        lock_timeout: float = 30.0,
        memory_limit: str = "1GB",
        threads: int = 2,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.path = path
        self._lock_timeout = lock_timeout
        self._options = {"memory_limit": memory_limit, "threads": str(threads)}
        self._clock = clock
        self._sleep = sleep

    def commit(
        self, records: Iterable[Record], then: Callable[[Reads], Iterable[Record]] | None = None
    ) -> dict[str, int]:
        """Write records in one transaction: all of them land, or none. Returns how many rows are new, by table.

        A record whose key is there already changes nothing but its `mutable` fields, and these only where they differ.
        `then` sees the warehouse with these records in it, as no other writer can have changed it meanwhile, and adds
        what it makes of that to the same transaction; it must be quick, for everybody else waits. The tasks that new
        verdicts and reviews call for are part of it (`warehouse.tasks`).
        """
        by_type = grouped(records)
        if not by_type and then is None:
            return {}
        with self._opened() as connection:
            try:
                connection.begin()
                session = Session(connection, self.path)
                written = merge_all(connection, by_type)
                if then is not None:
                    written += merge_all(connection, grouped(then(session)))
                verdicts = [one for one, is_new in written if is_new and isinstance(one, Verdict)]
                reviews = [one for one, is_new in written if is_new and isinstance(one, Review)]
                written += merge_all(connection, grouped(tasks_after(session, verdicts, reviews)))
                note_touched(connection, (one for one, _ in written))
                connection.commit()
            except duckdb.Error as error:
                raise translated(error, self.path) from error
        new = Counter(one.table for one, is_new in written if is_new)
        return {**dict.fromkeys((model.table for model in by_type), 0), **new}

    def amend(self, model: type[Record], amended: Callable[[Reads], Iterable[Record]]) -> int:
        """Write records of one type over those of the same keys, whatever their fields; returns how many are new.

        `amended` sees the warehouse as no other writer can have changed it meanwhile, and gives the records as they are
        to be; of two with one key the last. It is for what the desk decides by itself, such as a publisher's rating: no
        run's outcome is written so.
        """
        with self._opened() as connection:
            try:
                connection.begin()
                given = amended(Session(connection, self.path))
                rows = list({tuple(getattr(one, name) for name in model.key): one for one in given}.values())
                written = tuple(column.name for column in columns_of(model) if column.name not in model.key)
                merged = merge(connection, model, rows, written) if rows else []
                note_touched(connection, (one for one, _ in merged))
                connection.commit()
            except duckdb.Error as error:
                raise translated(error, self.path) from error
        return sum(is_new for _, is_new in merged)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open the warehouse once for several reads. Keep it short: other processes wait for as long as it lasts."""
        with self._opened(writing=False) as connection:
            yield Session(connection, self.path)

    def read(self, sql: str, params: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The rows of a SELECT with `?` parameters, by column name, in an opening of their own."""
        with self.session() as session:
            return session.read(sql, params)

    def article_lock(
        self, article_id: str, on_wait: Callable[[], None] | None = None
    ) -> AbstractAsyncContextManager[None]:
        """Have an article to oneself, among all tasks and processes that check one, for as long as the block lasts.

        What a task knows of the article from before is old where it had to wait (`on_wait` is called once then): read
        it inside. One article at a time and task. See `warehouse.article_locks`, also for another kind of warehouse.
        """
        return held(self.locks, article_id, on_wait)

    @property
    def locks(self) -> ArticleLocks:
        """Who works on which article, and on whatever else only one process may do at a time."""
        if isinstance(self.path, Lake):
            return PostgresLocks.of(self.path) if self.path.file is None else FileLocks.of(self.path.file)
        return FileLocks.of(self.path)

    def must_exist(self) -> None:
        """Raise WarehouseMissingError where there is none yet: what only reads or mends one makes none."""
        if not self.exists():
            raise WarehouseMissingError.at(self.path)

    def exists(self) -> bool:
        """Whether there is a warehouse yet."""
        return place_exists(self.path)

    def prepare(self) -> None:
        """Make the warehouse if there is none, bring its schema up to date, and fold a file's log into the file."""
        with self._opened(writing=False) as connection:
            if isinstance(self.path, Lake):
                return
            try:
                fold_log(connection, self.path)
            except duckdb.Error as error:
                raise translated(error, self.path) from error

    def keep(self) -> bool:
        """As `prepare`, once what is kept for readers (`warehouse.kept`) is up to date; returns whether anything is.

        A part an opening, so that no other writer waits long.
        """
        while True:
            with self._opened() as connection:
                if self._keep(connection):
                    continue
                try:
                    fold_log(connection, self.path)
                    return is_kept(connection)
                except duckdb.Error as error:
                    raise translated(error, self.path) from error

    def hand_to_readers(self) -> None:
        """Make of this file, a copy of a warehouse, what readers get: what is kept is read in place of its views."""
        with self._opened() as connection:
            while self._keep(connection):
                pass  # what was committed since the last `keep`
            try:
                read_kept(connection)
                fold_log(connection, self.path)
            except duckdb.Error as error:
                raise translated(error, self.path) from error

    def _keep(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether there is more to be seen to. Where it cannot be done, say for want of memory, nothing is kept."""
        try:
            try:
                return keep(connection)
            except duckdb.Error:
                forget(connection)
                return False
        except duckdb.Error as error:
            raise translated(error, self.path) from error

    @contextmanager
    def opened_to_write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The open warehouse, which nobody else writes, for what is done to tables as a whole (`warehouse.upkeep`)."""
        with self._opened() as connection:
            yield connection

    @contextmanager
    def _opened(self, *, writing: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        """The open and migrated warehouse. Closing it rolls back what was not committed, and checkpoints the rest.

        Unless it is for writing, many may have a lake open at once, and what they read is of one moment.
        """
        with PROCESS_LOCK, stoppable():
            if isinstance(self.path, Lake):
                with opened_lake(
                    self.path, options=self._options, until_free=self._until_free, lock_timeout=self._lock_timeout
                ) as lake:
                    self._migrate_lake(lake, writing=writing)
                    yield lake.connection
                return
            path = self.path
            if not place_exists(path):
                self._create(path)
            connection = self._until_free(lambda: connect(path, read_only=False, options=self._options))
            try:
                self._migrate(connection)
                yield connection
            finally:
                connection.close()

    def _migrate_lake(self, lake: OpenLake, *, writing: bool) -> None:
        try:
            if writing or not is_current(lake.connection, self.path):
                lake.take_turn()
                migrate(lake.connection, self.path)
            if not writing:
                lake.end_turn()
                lake.connection.begin()
        except duckdb.Error as error:
            raise translated(error, self.path) from error

    def _until_free(self, attempt: Callable[[], _Got]) -> _Got:
        """What `attempt` returns once it no longer raises WarehouseLockedError; that, once the time is up."""
        deadline = self._clock() + self._lock_timeout
        wait = _FIRST_WAIT_S
        while True:
            try:
                return attempt()
            except WarehouseLockedError:
                left = deadline - self._clock()
                if left <= 0:
                    raise
                self._sleep(min(wait, left))
                wait = min(wait * 1.5, _LONGEST_WAIT_S)

    def _migrate(self, connection: duckdb.DuckDBPyConnection) -> None:
        try:
            migrate(connection, self.path)
        except duckdb.Error as error:
            raise translated(error, self.path) from error

    def _create(self, path: Path) -> None:
        """Make the file under another name and link it into place: a kill never leaves half a database there."""
        draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}.new")
        sweep(path.parent, f".{glob.escape(path.name)}.*.new*")
        try:
            connection = connect(draft, read_only=False, options=self._options, shown_as=path)
            try:
                self._migrate(connection)
            finally:
                connection.close()
            _put_in_place(draft, path)
        except FileExistsError:
            return  # another process was faster, and its warehouse is as good
        finally:
            # On a disk that cannot be written there is no draft to delete, and asking for it is an error of its own.
            with suppress(OSError):
                draft.unlink(missing_ok=True)
                log_of(draft).unlink(missing_ok=True)


def place_exists(place: Place) -> bool:
    """Whether there is a warehouse yet. Raises WarehouseError where that cannot be told, as of a lake's server."""
    if isinstance(place, Lake):
        return lake_exists(place)
    with told_of(place):
        return place.exists()


def _put_in_place(draft: Path, path: Path) -> None:
    """Give a whole file its name. Raises FileExistsError where that is taken."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the name is taken by whoever is last, in the same instant
        draft.rename(path)


def sweep(folder: Path, pattern: str) -> None:
    """Delete the drafts of processes that died: files of this pattern that nobody has written for an hour."""
    for draft in folder.glob(pattern):
        with suppress(FileNotFoundError):  # its process has given it its name, or deleted it
            if time.time() - draft.lstat().st_mtime > _ABANDONED_S:
                draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the names of a folder's files on the disk: a file is only there for good once its name is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
