"""A lake's folder: whose it is, and files in it that no lake knows.

A process that is killed while it writes leaves Parquet files that no catalogue ever heard of. DuckLake can delete what
its catalogue does not know, and would as gladly delete another lake's data. So a lake leaves its id in its folder when
it first finds nothing unknown there, and only where that id is its own is anything deleted.
"""

from contextlib import suppress
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.lake_server import quoted
from warehouse.places import Lake

NAME = "claimhouse"  # the lake's name in SQL: claimhouse.main.claims
METADATA = f"__ducklake_metadata_{NAME}"
_KEPT_FOR = "INTERVAL 1 HOUR"


def claim_folder(connection: duckdb.DuckDBPyConnection, lake: Lake) -> bool:
    """Leave the lake's id in its folder; whether it is there. It is not where files lie there that are not the lake's.

    Raises WarehouseError where the folder is another lake's, and duckdb.Error.
    """
    own = _id_of(connection, lake)
    left = _left_in(connection, lake)
    if left is None and not unknown_files(connection):
        _leave(connection, lake, own)
        left = _left_in(connection, lake)
    if left not in (None, own):
        raise WarehouseError(
            f"the folder {lake.data_path} belongs to another lake than {lake}: give each lake a data_path of its own "
            f"(where that lake is no more, empty the folder)"
        )
    return left is not None


def unknown_files(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The data files in the folder that the lake's catalogue does not know. Raises duckdb.Error."""
    return _orphaned(connection, "dry_run => true, cleanup_all => true")


def delete_unknown_files(connection: duckdb.DuckDBPyConnection, lake: Lake, *, of_any_age: bool = False) -> int:
    """Delete what killed processes have left, once it is surely nobody's; returns how many files.

    Nobody else may write meanwhile, for a file is unknown until its writer commits. Files younger than an hour stay
    unless `of_any_age`; all of them do in a folder that is not surely this lake's. Raises duckdb.Error.
    """
    if _left_in(connection, lake) != _id_of(connection, lake):
        return 0
    return len(_orphaned(connection, "cleanup_all => true" if of_any_age else f"older_than => now() - {_KEPT_FOR}"))


def _orphaned(connection: duckdb.DuckDBPyConnection, options: str) -> list[str]:
    rows = connection.execute(f"CALL ducklake_delete_orphaned_files('{NAME}', {options})").fetchall()
    return [str(path) for (path, *_) in rows]


def _id_of(connection: duckdb.DuckDBPyConnection, lake: Lake) -> str:
    """What tells this lake from all others: what DuckLake called its schema when it was made."""
    schema = "main" if lake.file is not None else lake.schema.replace('"', '""')
    row = connection.execute(
        f'SELECT schema_uuid::VARCHAR FROM {METADATA}."{schema}".ducklake_schema'  # noqa: S608
        " WHERE schema_name = 'main' ORDER BY schema_id LIMIT 1"
    ).fetchone()
    return str(row[0]) if row else ""


def _left_in(connection: duckdb.DuckDBPyConnection, lake: Lake) -> str | None:
    """The id of the lake that the folder belongs to, None where none was left in it."""
    if not lake.is_remote:
        try:
            return Path(_mark(lake)).read_text("utf-8").strip()
        except FileNotFoundError:
            return None
    # A pattern, for a whole name is given back unasked.
    if connection.execute("SELECT count(*) FROM glob(?)", [f"{_mark(lake)}*"]).fetchone() == (0,):
        return None
    row = connection.execute("SELECT content FROM read_text(?)", [_mark(lake)]).fetchone()
    return str(row[0]).strip() if row else None


def _leave(connection: duckdb.DuckDBPyConnection, lake: Lake, own: str) -> None:
    if lake.is_remote:
        connection.execute(f"COPY (SELECT {quoted(own)}) TO {quoted(_mark(lake))} (FORMAT csv, HEADER false)")
        return
    with suppress(FileExistsError), Path(_mark(lake)).open("x", encoding="utf-8") as file:
        file.write(f"{own}\n")


def _mark(lake: Lake) -> str:
    return f"{lake.data_path}lake-id"
