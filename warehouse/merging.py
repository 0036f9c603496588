"""Records merged into their tables: what is new is inserted, and of what is known the mutable fields move."""

from collections.abc import Iterable, Sequence
from functools import cache

import duckdb

from warehouse.columns import columns_of, columns_of_parts, rows_structure
from warehouse.lake import written_to_files
from warehouse.records import RECORD_TYPES, Record


def grouped(records: Iterable[Record]) -> dict[type[Record], list[Record]]:
    """Records by type, one for each key: the first one's fields, with the last one's mutable fields."""
    groups: dict[type[Record], dict[tuple[object, ...], Record]] = {model: {} for model in RECORD_TYPES}
    for record in records:
        group = groups[type(record)]
        key = _key_of(record)
        if earlier := group.get(key):
            record = earlier.model_copy(update={name: getattr(record, name) for name in record.mutable})
        group[key] = record
    return {model: list(group.values()) for model, group in groups.items() if group}


def merge_all(
    connection: duckdb.DuckDBPyConnection, by_type: dict[type[Record], list[Record]]
) -> list[tuple[Record, bool]]:
    """Merge records of several types; returns the new and those that may have changed, and whether they are new."""
    return [record for model, rows in by_type.items() for record in merge(connection, model, rows)]


def merge(
    connection: duckdb.DuckDBPyConnection,
    model: type[Record],
    rows: Sequence[Record],
    mutable: tuple[str, ...] | None = None,
) -> list[tuple[Record, bool]]:
    """Merge records of one type, each of another key, as JSON parameters; returns as `merge_all` does.

    Three plain steps instead of one MERGE with RETURNING: DuckLake's tells nothing of what it did, and writes a file
    for every few rows where an INSERT keeps them in the catalogue. Nobody else writes meanwhile.
    """
    if any(_closes_a_bracket(row) for row in rows):
        with written_to_files(connection):
            return _merge_rows(connection, model, rows, mutable)
    return _merge_rows(connection, model, rows, mutable)


def _closes_a_bracket(record: Record) -> bool:
    """Whether a text of its parts holds what ends a list or a structure in DuckDB's own text of them."""
    parts = (part for name in columns_of_parts(type(record)) for part in getattr(record, name))
    return any(isinstance(text, str) and ("}" in text or "]" in text) for part in parts for text in vars(part).values())


def _merge_rows(
    connection: duckdb.DuckDBPyConnection, model: type[Record], rows: Sequence[Record], mutable: tuple[str, ...] | None
) -> list[tuple[Record, bool]]:
    missing = {tuple(key) for key in connection.execute(_missing_sql(model), [_as_json(rows)]).fetchall()}
    new = [row for row in rows if _key_of(row) in missing]
    if new:
        connection.execute(_insert_sql(model), [_as_json(new)])
    known = [row for row in rows if _key_of(row) not in missing]
    mutable = model.mutable if mutable is None else mutable
    written = [(row, True) for row in new]
    if known and mutable:
        ((count,),) = connection.execute(_update_sql(model, mutable), [_as_json(known)]).fetchall()
        if count:  # which of them they are is not told
            written += [(row, False) for row in known]
    return written


def _as_json(rows: Sequence[Record]) -> str:
    return "[" + ",".join(row.model_dump_json() for row in rows) + "]"


def _key_of(record: Record) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in record.key)


# Every name in these statements is a record's own field; the rows are their one parameter.
def _source_sql(model: type[Record]) -> str:
    return f"(SELECT unnest(from_json_strict(?, '{rows_structure(model)}'), max_depth := 2)) s"


def _on_key(model: type[Record]) -> str:
    return " AND ".join(f't."{name}" = s."{name}"' for name in model.key)


@cache
def _missing_sql(model: type[Record]) -> str:
    """The query for the keys of the rows that the table has not yet."""
    keys = ", ".join(f's."{name}"' for name in model.key)
    return f"SELECT {keys} FROM {_source_sql(model)} ANTI JOIN {model.table} t ON {_on_key(model)}"  # noqa: S608


@cache
def _insert_sql(model: type[Record]) -> str:
    columns = [column.quoted for column in columns_of(model)]
    values = ", ".join(f"s.{name}" for name in columns)
    return f"INSERT INTO {model.table} ({', '.join(columns)}) SELECT {values} FROM {_source_sql(model)}"  # noqa: S608


@cache
def _update_sql(model: type[Record], mutable: tuple[str, ...]) -> str:
    """The MERGE of rows whose keys are there, where a mutable field differs."""
    differs = " OR ".join(f't."{name}" IS DISTINCT FROM s."{name}"' for name in mutable)
    assigned = ", ".join(f'"{name}" = s."{name}"' for name in mutable)
    return (
        f"MERGE INTO {model.table} t USING {_source_sql(model)} ON {_on_key(model)} "
        f"WHEN MATCHED AND ({differs}) THEN UPDATE SET {assigned}"
    )
