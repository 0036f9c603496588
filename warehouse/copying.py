"""A warehouse moves: from a file to a lake, from a lake to a file, from one lake to another, and is proven the same.

Everything goes into the target in one transaction, and is read back within it: a process that is killed leaves an empty
target, and the same copy again completes. Pages as they were fetched are copied first, for rows refer to them.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.columns import column_list, columns_of
from warehouse.connection import translated
from warehouse.errors import BadInputError, WarehouseError
from warehouse.lake import written_to_files
from warehouse.lake_folder import delete_unknown_files
from warehouse.places import Lake, Place, beside
from warehouse.records import RECORD_TYPES, Record
from warehouse.store import Session, Warehouse

_ROWS_AT_ONCE = 2048
_KEPT_BESIDE = ("originals", "factchecks")
_MASK = (1 << 128) - 1


@dataclass(frozen=True)
class TableCopied:
    """A table of both warehouses: how many rows it has, and the hash of their content, whatever their order."""

    table: str
    rows: int
    content_hash: str


@dataclass(frozen=True)
class Copied:
    """What a copy moved: the tables, and the files beside them that the target did not have yet."""

    tables: tuple[TableCopied, ...]
    files: int


def copy_warehouse(source: Warehouse, target: Warehouse, told: Callable[[TableCopied], None] | None = None) -> Copied:
    """Copy a warehouse into an empty one, or one that is not there yet; `told` is called as each table is proven equal.

    The source is of one moment; a file, and a lake whose catalogue is one, nobody else can write meanwhile. Raises
    BadInputError for a target that holds anything or is the source itself, WarehouseMissingError where there is no
    source, WarehouseError; then the target is as it was.
    """
    _refuse_the_same(source.path, target.path)
    source.must_exist()
    if target.exists():
        with target.session() as session:
            _refuse_unless_empty(session, target.path)
    target.prepare()
    with source.session() as session:
        files = sum(
            _copy_files(beside(source.path, name), beside(target.path, name), target.path) for name in _KEPT_BESIDE
        )
        with target.opened_to_write() as connection:
            try:
                if isinstance(target.path, Lake):  # what a copy that was killed has left
                    delete_unknown_files(connection, target.path, of_any_age=True)
                connection.begin()
                _refuse_unless_empty(Session(connection, target.path), target.path)
                tables = tuple(_copy_tables(session, connection, target.path, told))
                connection.commit()
            except duckdb.Error as error:
                raise translated(error, target.path) from error
    return Copied(tables, files)


def fingerprint(reads: Session, model: type[Record]) -> TableCopied:
    """The number of rows of a table, and the sum of their MD5s: the same rows have the same, in whatever order."""
    fields = ", ".join(f"{column.quoted} := {column.quoted}" for column in columns_of(model))
    rows = f"SELECT to_json(struct_pack({fields}))::VARCHAR AS row FROM {model.table}"  # noqa: S608
    (row,) = reads.read(
        "SELECT count(*) AS n, sum(md5_number_upper(row)::HUGEINT) AS upper,"  # noqa: S608
        f" sum(md5_number_lower(row)::HUGEINT) AS lower FROM ({rows})"
    )
    total = (int(row["upper"] or 0) << 64) + int(row["lower"] or 0)
    return TableCopied(model.table, int(row["n"]), f"{total & _MASK:032x}")


def _copy_tables(
    source: Session, connection: duckdb.DuckDBPyConnection, path: Place, told: Callable[[TableCopied], None] | None
) -> Iterator[TableCopied]:
    written = Session(connection, path)
    for model in RECORD_TYPES:
        wanted = fingerprint(source, model)
        if wanted.rows:
            rows = source.batches(f"SELECT {column_list(model)} FROM {model.table}", _ROWS_AT_ONCE)  # noqa: S608
            connection.register("copied_rows", rows)
            names = column_list(model)
            # A copy has all rows of a table at once: files are where they belong, whatever their texts hold.
            with written_to_files(connection):
                connection.execute(f"INSERT INTO {model.table} ({names}) SELECT {names} FROM copied_rows")  # noqa: S608
            connection.unregister("copied_rows")
        found = fingerprint(written, model)
        if found != wanted:
            raise WarehouseError(
                f"{model.table} of {path} would differ from its source ({found.rows} rows and {wanted.rows}), so that "
                "nothing was copied (a defect of Claimhouse: please report it)"
            )
        if told is not None:
            told(found)
        yield found


def _copy_files(source: Path, target: Path, place: Place) -> int:
    """Copy a folder's files that the target has not, each whole or not at all; returns how many."""
    copied = 0
    try:
        for file in sorted(path for path in source.rglob("*") if path.is_file() and not path.name.endswith(".new")):
            there = target / file.relative_to(source)
            if there.exists():
                continue
            there.parent.mkdir(parents=True, exist_ok=True)
            draft = there.with_name(f".{there.name}.{uuid.uuid4().hex[:12]}.new")
            try:
                shutil.copyfile(file, draft)
                with draft.open("rb") as written:
                    os.fsync(written.fileno())
                draft.replace(there)
            finally:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)
            copied += 1
    except OSError as error:
        raise WarehouseError(
            f"the files beside {place} cannot be written ({error.strerror}): check {target}"
        ) from error
    return copied


def _refuse_unless_empty(reads: Session, path: Place) -> None:
    for model in RECORD_TYPES:
        if reads.read(f"SELECT 1 FROM {model.table} LIMIT 1"):  # noqa: S608
            raise BadInputError(f"{path} is not empty (it has {model.table}): copy into a new place.")


def _refuse_the_same(source: Place, target: Place) -> None:
    def home(place: Place) -> object:
        if isinstance(place, Lake):
            return place.file.resolve() if place.file else (place.connection, place.schema)
        return place.resolve()

    if home(source) == home(target):
        raise BadInputError(f"{target} is the warehouse itself: name another place to copy it to.")
    if isinstance(source, Lake) and isinstance(target, Lake) and source.data_path == target.data_path:
        raise BadInputError(f"{target} would have the same data_path as {source}: give each lake a folder of its own.")
