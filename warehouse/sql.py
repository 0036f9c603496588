"""A user's own SQL over the warehouse: read-only, bounded in time and memory, shut off from files and the network."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb

from warehouse.connection import translated
from warehouse.errors import QueryError
from warehouse.lake_sql import refuse_reaching_out
from warehouse.places import Lake, Place
from warehouse.snapshot import reading

_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)

# What is explained begins behind this. A comment within a comment is none of it: what ends there, only DuckDB can tell.
_GAP = r"(?:\s|--[^\r\n]*[\r\n]|/\*(?:(?!/\*|\*/).)*\*/)*"
_EXPLAIN = re.compile(
    rf"{_GAP}EXPLAIN\b{_GAP}(?:ANALYZE\b{_GAP})?(?:\(\s*(?:ANALYZE|FORMAT)\b[\w\s,]*\))?", re.IGNORECASE | re.DOTALL
)

Fetched = TypeVar("Fetched")


@dataclass(frozen=True)
class Table:
    """What a query found. `truncated`: there were more rows than `max_rows`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = False


def run_user_sql(
    path: Place,
    sql: str,
    params: Sequence[object] | Mapping[str, object] | None = None,
    *,
    timeout_s: float,
    memory_limit: str,
    threads: int,
    max_rows: int | None = None,
) -> Table:
    """Run one SELECT (or EXPLAIN, DESCRIBE, SHOW, SUMMARIZE) on the warehouse's snapshot or on the lake.

    The snapshot is made anew first if it is stale and no process is writing; a writer is never waited for. Times are in
    UTC. Raises QueryError for SQL that is wrong, writes, reaches out or exceeds a limit, and WarehouseError as
    `reading` does.
    """

    def rows_of(cursor: duckdb.DuckDBPyConnection) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        columns = tuple(name for name, *_ in cursor.description or ())
        return columns, cursor.fetchall() if max_rows is None else cursor.fetchmany(max_rows + 1)

    columns, rows = _run(path, sql, params, rows_of, timeout_s=timeout_s, memory_limit=memory_limit, threads=threads)
    if max_rows is not None and len(rows) > max_rows:
        return Table(columns, tuple(rows[:max_rows]), truncated=True)
    return Table(columns, tuple(rows))


def arrow_of_user_sql(path: Place, sql: str, *, timeout_s: float, memory_limit: str, threads: int) -> Any:
    """The same as a pyarrow.Table, which keeps lists, structures, dates and times. Raises as `run_user_sql` does."""

    def arrow_of(cursor: duckdb.DuckDBPyConnection) -> Any:
        return cursor.to_arrow_table()

    return _run(path, sql, None, arrow_of, timeout_s=timeout_s, memory_limit=memory_limit, threads=threads)


def _run(
    path: Place,
    sql: str,
    params: Sequence[object] | Mapping[str, object] | None,
    fetched: Callable[[duckdb.DuckDBPyConnection], Fetched],
    *,
    timeout_s: float,
    memory_limit: str,
    threads: int,
) -> Fetched:
    with reading(path, memory_limit=memory_limit, threads=threads) as connection:
        selected = _the_select(connection, sql)
        if isinstance(path, Lake):
            refuse_reaching_out(connection, selected)
        expired = threading.Event()

        def interrupt() -> None:
            expired.set()
            connection.interrupt()

        timer = threading.Timer(timeout_s, interrupt)
        timer.daemon = True
        timer.start()
        try:
            return fetched(connection.execute(sql, params))
        except duckdb.InterruptException as error:
            if not expired.is_set():
                raise KeyboardInterrupt from error
            raise QueryError(
                f"the query ran longer than {timeout_s:g} seconds: narrow it, or raise CLAIMHOUSE_SQL_TIMEOUT_S"
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise QueryError(
                f"the query needs more than {memory_limit} of memory: narrow it, or raise CLAIMHOUSE_SQL_MEMORY"
            ) from error
        except (duckdb.IOException, duckdb.HTTPException) as error:
            if isinstance(path, Lake):  # its files could not be read, which is no fault of the query's
                raise translated(error, path) from None
            raise _explained(error) from error
        except duckdb.Error as error:
            raise _explained(error) from error
        except (ValueError, OverflowError) as error:
            raise QueryError(f"a value of the result cannot be shown ({error}): cast it to VARCHAR") from error
        finally:
            timer.cancel()


def _the_select(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The one SELECT that is to be run or explained. Raises QueryError for anything else.

    DuckDB runs what it is to EXPLAIN ANALYZE, and lets even a COPY write over the file that is open.
    """
    if _type_of_one(connection, sql, _READING) == duckdb.StatementType.SELECT:
        return sql
    explained = _EXPLAIN.match(sql)
    if explained is None:
        raise QueryError("EXPLAIN is to be the first word of the query, with no comment within a comment before it")
    selected = sql[explained.end() :]
    _type_of_one(connection, selected, (duckdb.StatementType.SELECT,))
    return selected


def _type_of_one(
    connection: duckdb.DuckDBPyConnection, sql: str, allowed: Sequence[duckdb.StatementType]
) -> duckdb.StatementType:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise _explained(error) from error
    if not statements:
        raise QueryError('there is no SQL to run: give one SELECT, such as "SELECT * FROM current_verdicts"')
    for statement in statements:
        if statement.type not in allowed:
            raise QueryError(f"the warehouse is only read here, so {statement.type.name} is refused: give one SELECT")
    if len(statements) > 1:
        raise QueryError(f"one SELECT at a time: this is {len(statements)} statements, so run them one by one")
    return statements[0].type


def _explained(error: duckdb.Error) -> QueryError:
    """DuckDB's error about a user's query, in one sentence with the way out where we know it."""
    told = str(error)
    if isinstance(error, duckdb.PermissionException) or "disabled by configuration" in told:
        return QueryError("a query may read the warehouse's own tables and views, never other files or the network")
    if "configuration has been locked" in told or "read-only" in told:
        return QueryError("the warehouse is only read here and its settings are fixed: give one SELECT")
    message = re.sub(r"\s+", " ", re.split(r"\n\s*\n?LINE \d+:|\n\nLINE", told)[0]).strip()
    if 'near "end"' in message:
        message += ' ("end" is a reserved word: write c.end or "end")'
    elif isinstance(error, duckdb.CatalogException) and "Table" in message:
        message += " (`SHOW TABLES` lists the tables and views)"
    return QueryError(f"the query failed: {message}")
