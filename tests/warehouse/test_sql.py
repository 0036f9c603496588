"""A user's SQL: it reads everything, changes nothing, reaches nothing else, and always ends."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.conftest import lock_held
from tests.warehouse.records_made import hours, newsroom, step
from warehouse.errors import (
    QueryError,
    WarehouseDamagedError,
    WarehouseLockedError,
    WarehouseMissingError,
    WarehouseTooNewError,
)
from warehouse.snapshot import Snapshot
from warehouse.sql import Table, run_user_sql
from warehouse.store import Warehouse


def ask(path: Path, sql: str, params: Any = None, **limits: Any) -> Table:
    return run_user_sql(
        path, sql, params, **{"timeout_s": 30.0, "memory_limit": "500MB", "threads": 2, "max_rows": None, **limits}
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the newsroom in it, which the queries of this module cannot change."""
    made = tmp_path_factory.mktemp("sql") / "claimhouse.duckdb"
    Warehouse(made).commit(newsroom().records())
    Snapshot(made).refresh()
    return made


def test_a_select_answers_with_columns_and_rows(path: Path) -> None:
    table = ask(path, "SELECT kind, count(*) AS claims FROM current_claims GROUP BY kind ORDER BY kind")
    assert table == Table(("kind", "claims"), (("event", 1), ("feeling", 1), ("quantity", 1)))
    assert ask(path, "SELECT decided_at FROM current_verdicts WHERE label IS NOT NULL").rows == ((hours(0),),)


@pytest.mark.parametrize(
    "sql",
    [
        "FROM claims_about('toll')", "SHOW TABLES", "DESCRIBE claims", "SUMMARIZE steps", "EXPLAIN SELECT 1",
        "WITH c AS (FROM claims) SELECT count(*) FROM c", "VALUES (1)", "SELECT 1;",
        "EXPLAIN ANALYZE FROM claims", "EXPLAIN (ANALYZE, FORMAT json) SELECT 1;", "EXPLAIN(FORMAT json)SELECT 1",
        "EXPLAIN (SELECT 1)", "EXPLAIN ANALYZE (SELECT 1) UNION (SELECT 2)", "EXPLAIN SHOW TABLES",
        "-- what it costs\nEXPLAIN /* all of it */ ANALYZE\tVALUES (1)",
    ],
)  # fmt: skip
def test_every_way_of_reading_is_allowed(path: Path, sql: str) -> None:
    assert ask(path, sql).columns


def test_parameters_are_values_never_sql(path: Path) -> None:
    hostile = "'; DROP TABLE claims; --"
    assert ask(path, "SELECT ? AS said", [hostile]).rows == ((hostile,),)
    assert ask(path, "SELECT $said AS said", {"said": hostile}).rows == ((hostile,),)


def test_more_rows_than_asked_for_are_cut_and_told(path: Path) -> None:
    assert ask(path, "FROM range(5)", max_rows=3) == Table(("range",), ((0,), (1,), (2,)), truncated=True)
    assert not ask(path, "FROM range(3)", max_rows=3).truncated


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO reviews VALUES (1)", "UPDATE verdicts SET label = 'supported'", "DELETE FROM verdicts",
        "DROP TABLE claims", "CREATE TABLE mine (i INT)", "CREATE TEMP TABLE mine AS SELECT 1",
        "ALTER TABLE claims ADD COLUMN x INT", "MERGE INTO steps s USING steps t ON true WHEN MATCHED THEN DELETE",
        "ATTACH 'other.duckdb'", "DETACH claimhouse", "USE other", "COPY claims TO 'out.csv'",
        "COPY claims FROM 'in.csv'", "EXPORT DATABASE 'out'", "INSTALL httpfs", "LOAD httpfs",
        "SET threads = 64", "RESET memory_limit", "PRAGMA enable_profiling", "CALL force_checkpoint()", "CHECKPOINT",
        "VACUUM", "BEGIN", "PREPARE p AS SELECT 1", "SET VARIABLE x = 1",
    ],
)  # fmt: skip
def test_whatever_does_not_read_is_refused(path: Path, sql: str) -> None:
    before = path.read_bytes()
    with pytest.raises(QueryError, match=r"the warehouse is only read here, so \w+ is refused: give one SELECT"):
        ask(path, sql)
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", ["", ".wal"])
@pytest.mark.parametrize(
    "sql",
    [
        "{copy}", "WITH a AS (SELECT 1) {copy}", "EXPORT DATABASE '{file}'", "ATTACH '{file}' AS other",
        "SELECT 1; {copy}", "EXPLAIN SELECT 1; {copy}",
        *(
            f"{explain} {{copy}}"
            for explain in (
                "EXPLAIN", "EXPLAIN ANALYZE", "explain\n\tanalyze", "EXPLAIN (ANALYZE)",
                "EXPLAIN(ANALYZE, FORMAT json)",
                "-- see\r\n /* what */ EXPLAIN /* it */ ANALYZE -- costs\n", "EXPLAIN EXPLAIN ANALYZE",
                "/* one /* in */ another */ EXPLAIN ANALYZE", "EXPLAIN ANALYZE /* /* */ SELECT 1 -- */ */",
                "-- a line\rEXPLAIN ANALYZE", "EXPLAIN ANALYZE WITH a AS (SELECT 1)",
            )
        ),
        "EXPLAIN ANALYZE ({copy})", "EXPLAIN ANALYZE EXPORT DATABASE '{file}'",
        "EXPLAIN ANALYZE ATTACH '{file}' AS other",
        "EXPLAIN ANALYZE CALL force_checkpoint()", "EXPLAIN ANALYZE CREATE TABLE mine AS SELECT 1",
        "EXPLAIN ANALYZE EXECUTE mine", "EXPLAIN ANALYZE DELETE FROM verdicts",
    ],
)  # fmt: skip
def test_nothing_is_written_over_the_file_that_is_open(path: Path, sql: str, suffix: str) -> None:
    (read,) = (Path(one) for (one,) in ask(path, "SELECT path FROM duckdb_databases() WHERE NOT internal").rows)
    before = sorted(path.parent.iterdir()), read.read_bytes(), path.read_bytes()
    file = f"{read}{suffix}"
    with pytest.raises(QueryError):
        ask(path, sql.format(file=file, copy=f"COPY (SELECT 1) TO '{file}' (FORMAT csv, USE_TMP_FILE false)"))
    assert (sorted(path.parent.iterdir()), read.read_bytes(), path.read_bytes()) == before


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_csv('{file}')", "FROM '{file}'", "FROM read_text('{file}')", "FROM read_blob('{file}')",
        "FROM glob('{folder}/*')", "FROM read_json('{file}')", "FROM read_parquet('{file}')",
        "FROM sniff_csv('{file}')", "IMPORT DATABASE '{folder}'",
        "FROM query('FROM read_text(''{file}'')')", "FROM read_text('https://example.org/')", "FROM duckdb_secrets()",
    ],
)  # fmt: skip
def test_other_files_and_the_network_are_closed(path: Path, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(QueryError, match="never other files or the network"):
        ask(path, sql.format(file=file, folder=tmp_path))


@pytest.mark.parametrize(
    "sql",
    [
        "FROM enable_logging(storage='file', storage_path='{folder}/log')",
        "SELECT write_log('x') FROM enable_logging(storage='file', storage_path='{folder}/log')",
        "FROM enable_profiling(format='json', save_location='{folder}/profile.json')",
        "FROM checkpoint()",
    ],
)
def test_functions_with_side_effects_leave_nothing_behind(path: Path, tmp_path: Path, sql: str) -> None:
    before = sorted(path.parent.iterdir()), path.read_bytes()
    with suppress(QueryError):  # refusing is as good: what matters is that no file was written
        ask(path, sql.format(folder=tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert (sorted(path.parent.iterdir()), path.read_bytes()) == before


def test_variables_of_this_program_are_no_tables(path: Path) -> None:
    rows = [{"a": 1}]
    with pytest.raises(QueryError, match=r"rows does not exist.*SHOW TABLES"):
        ask(path, "FROM rows")
    assert rows


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("", "there is no SQL to run"),
        ("-- nothing", "there is no SQL to run"),
        ("SELECT 1; SELECT 2", "one SELECT at a time"),
        ("SELCT 1", "syntax error"),
        ("SELECT nonsense FROM claims", "nonsense"),
        ("SELECT quote[start+1:end] FROM claims", "reserved word: write c.end"),
        ("SELECT ?", "the query failed"),
        ("SELECT 'x'::INT", "the query failed"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(path: Path, sql: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(path, sql)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_query_that_does_not_end_is_ended(path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.3 seconds: .*CLAIMHOUSE_SQL_TIMEOUT_S"):
        ask(path, "SELECT count(*) FROM range(1000000000000)", timeout_s=0.3)
    assert time.monotonic() - started < 10


def test_a_query_that_wants_all_memory_is_ended(path: Path) -> None:
    with pytest.raises(QueryError, match=r"more than 100MB of memory: .*CLAIMHOUSE_SQL_MEMORY"):
        ask(path, "SELECT list(range) FROM range(1000000000)", memory_limit="100MB")
    assert not list(path.parent.glob("*.tmp"))


def test_the_newest_rows_are_read_when_nobody_is_writing(warehouse: Warehouse) -> None:
    for count in (1, 2):
        warehouse.commit([step(f"clm_{count}", "verify")])
        assert ask(warehouse.path, "SELECT count(*) FROM steps").rows == ((count,),)


def test_a_running_writer_blocks_nobody(warehouse: Warehouse) -> None:
    warehouse.commit([step("clm_1", "verify")])
    Snapshot(warehouse.path).refresh()
    warehouse.commit([step("clm_2", "verify")])
    with lock_held(warehouse.path):
        started = time.monotonic()
        assert ask(warehouse.path, "SELECT count(*) FROM steps").rows == ((1,),)
        assert time.monotonic() - started < 5
    assert ask(warehouse.path, "SELECT count(*) FROM steps").rows == ((2,),)


def test_a_writer_and_no_snapshot_yet_is_told(warehouse: Warehouse) -> None:
    told = "no snapshot to read yet.*process "
    with lock_held(warehouse.path) as child, pytest.raises(WarehouseLockedError, match=told + str(child.pid)):
        ask(warehouse.path, "SELECT 1")


def test_without_a_warehouse_the_way_to_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="run `claimhouse check"):
        ask(tmp_path / "claimhouse.duckdb", "SELECT 1")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_warehouse_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("shopping list")
    with pytest.raises(WarehouseDamagedError, match="not a DuckDB file"):
        ask(path, "SELECT 1")


def test_a_newer_warehouse_asks_for_an_upgrade(warehouse: Warehouse) -> None:
    with duckdb.connect(warehouse.path) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (99, 'later', 'x', now())")
    with pytest.raises(WarehouseTooNewError, match="upgrade Claimhouse"):
        ask(warehouse.path, "SELECT 1")
