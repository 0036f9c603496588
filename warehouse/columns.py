"""How a record's fields lie in DuckDB, derived from its annotations, so that records and tables cannot drift apart."""

import json
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import AwareDatetime

from warehouse.records import Part, Record

AnyRecord = TypeVar("AnyRecord", bound=Record)

_SCALARS: dict[object, str] = {
    str: "VARCHAR",
    bool: "BOOLEAN",
    int: "BIGINT",
    float: "DOUBLE",
    date: "DATE",
    datetime: "TIMESTAMPTZ",
    AwareDatetime: "TIMESTAMPTZ",
}


@dataclass(frozen=True)
class Column:
    """One field of a record as a column: its DuckDB type, and the structure by which from_json reads it."""

    name: str
    sql_type: str
    structure: Any  # a type's name, a list with one structure, or an object of structures

    @property
    def quoted(self) -> str:
        """The name as it must stand in SQL: `end` is a reserved word."""
        return f'"{self.name}"'


def _type_of(annotation: Any) -> tuple[str, Any]:
    """The DuckDB type and the from_json structure of a field's annotation. Raises TypeError for one without."""
    if annotation in _SCALARS:
        return _SCALARS[annotation], _SCALARS[annotation]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type_of(args[0])
    if origin is Literal:
        return "VARCHAR", "VARCHAR"
    if origin in (Union, types.UnionType):
        (inner,) = [arg for arg in args if arg is not type(None)]
        return _type_of(inner)
    if origin is tuple:
        sql_type, structure = _type_of(args[0])
        return f"{sql_type}[]", [structure]
    if origin is dict:
        sql_type = f"MAP({_type_of(args[0])[0]}, {_type_of(args[1])[0]})"
        return sql_type, sql_type
    if isinstance(annotation, type) and issubclass(annotation, Part):
        columns = columns_of(annotation)
        fields = ", ".join(f"{column.quoted} {column.sql_type}" for column in columns)
        return f"STRUCT({fields})", {column.name: column.structure for column in columns}
    raise TypeError(f"no column type for {annotation!r}")


@cache
def columns_of(model: type[Part]) -> tuple[Column, ...]:
    """The columns of a record (or the fields of a part), in the order of its fields."""
    return tuple(Column(name, *_type_of(field.annotation)) for name, field in model.model_fields.items())


@cache
def columns_of_parts(model: type[Record]) -> tuple[str, ...]:
    """The columns of a record that are lists of parts: DuckDB's lists of structures."""
    return tuple(column.name for column in columns_of(model) if re.match(r"STRUCT.*\[\]$", column.sql_type))


@cache
def rows_structure(model: type[Record]) -> str:
    """The structure of a JSON array of these records, as from_json_strict takes it."""
    return json.dumps([{column.name: column.structure for column in columns_of(model)}])


@cache
def column_list(model: type[Record], alias: str = "") -> str:
    """The record's columns for a SELECT, by name, so that a column added later does no harm."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + column.quoted for column in columns_of(model))


def record_from(model: type[AnyRecord], row: Mapping[str, Any]) -> AnyRecord:
    """The record that a row, fetched by column name, was written from."""
    return model.model_validate(row)


@cache
def allowed_values(model: type[Record]) -> dict[str, tuple[str, ...]]:
    """The fields of a record, alone or as a list, that hold one of a few words, and the words."""
    found = {name: _words_of(field.annotation) for name, field in model.model_fields.items()}
    return {name: words for name, words in found.items() if words}


def _words_of(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if get_origin(annotation) in (Union, types.UnionType, tuple):
        return next((words for arg in get_args(annotation) if (words := _words_of(arg))), ())
    return ()
