"""What a user's SQL may name in a lake: its tables and views, and no function that reaches past them.

DuckDB's extension for PostgreSQL heeds no `enable_external_access`: `postgres_scan` reads any server, `postgres_query`
runs anything on ours. So a query is parsed, and refused where it calls what an extension brought, takes SQL as text, or
names the catalogue's own tables.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb

from warehouse.errors import QueryError
from warehouse.lake_folder import METADATA

_TAKES_SQL = frozenset({"query", "query_table", "json_execute_serialized_sql"})
_FORBIDDEN = "a query may read the warehouse's own tables and views, never other databases, files or the network"


def refuse_reaching_out(connection: duckdb.DuckDBPyConnection, selected: str) -> None:
    """Raise QueryError where one SELECT reaches past the lake's tables and views."""
    (told,) = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [selected]).fetchone() or ("{}",)
    parsed = json.loads(told)
    if parsed.get("error", True):
        raise QueryError(f"the query failed: {parsed.get('error_message', 'it is no SELECT')}")
    refused = _TAKES_SQL | (_built_in(connection) - _own_functions())
    for node in _nodes(parsed):
        if str(node.get("function_name", "")).lower() in refused:
            raise QueryError(_FORBIDDEN)
        places = (str(node.get(name, "")).lower() for name in ("catalog_name", "schema_name", "catalog", "schema"))
        if any(place.startswith(METADATA.lower()) for place in places):
            raise QueryError(_FORBIDDEN)


@cache
def _own_functions() -> frozenset[str]:
    """The functions of a DuckDB without extensions."""
    with duckdb.connect(":memory:") as plain:
        return _built_in(plain)


def _built_in(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    rows = connection.execute("SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE internal").fetchall()
    return frozenset(name for (name,) in rows)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a parsed query."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
