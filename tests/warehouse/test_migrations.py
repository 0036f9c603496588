"""The schema: made from blank, from every older version, described in full, and refused where it is not ours."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.records_made import newsroom
from warehouse.columns import columns_of
from warehouse.errors import WarehouseDamagedError, WarehouseTooNewError
from warehouse.migrations import Migration, is_current, migrate, pending, shipped_definitions, shipped_migrations
from warehouse.records import RECORD_TYPES
from warehouse.store import Warehouse

SHIPPED = shipped_migrations()
VIEWS = {
    *("llm_call_shares", "claim_costs", "article_costs", "run_costs", "model_costs"),
    "claim_days", "claim_lineage", "claim_repetitions", "current_claims", "current_publications", "current_verdicts",
    "earlier_fact_checks", "evenhandedness", "open_tasks", "publication_states", "review_queue",
    "open_batches",
    "evidence_gaps", "evidence_origins", "evidence_trail", "latest_extractions", "open_failures", "repeated_claims",
    "run_summary", "same_claims", "standing_reviews", "standing_verdicts", "verdict_changes",
    "queued_claims", "standing_verdict_ids", "verdict_positions", "verdict_spans", "verdict_flips",
    "claim_ages", "claim_treatments",
    "verdict_history", "failing_watches", "happenings", "watch_findings", "watches",
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claimhouse.duckdb"


@pytest.fixture
def connection(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(path) as opened:
        yield opened


def _schema(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    ).fetchall()


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert [migration.number for migration in SHIPPED] == list(range(1, len(SHIPPED) + 1))


@pytest.mark.parametrize("applied", range(len(SHIPPED) + 1))
def test_a_warehouse_of_every_older_version_comes_up_to_date(path: Path, applied: int) -> None:
    with duckdb.connect(path) as older:
        if applied:
            migrate(older, path, SHIPPED[:applied], definitions="")
            assert [migration.number for migration in pending(older, path, SHIPPED)] == list(
                range(applied + 1, len(SHIPPED) + 1)
            )
        migrate(older, path)
        assert is_current(older, path)
        upgraded = _schema(older)
    with duckdb.connect(path.with_name("new.duckdb")) as blank:
        migrate(blank, path)
        assert _schema(blank) == upgraded
    assert Warehouse(path).commit(newsroom().records())["claims"] == 3


def test_a_released_migration_is_never_edited() -> None:
    # Every warehouse keeps this checksum: a change of tables is a new file beside it.
    assert SHIPPED[0].checksum == "541142d29172433c9690515d27284b4e389c39032d8c8a8e964d4ee86695ed26"


def test_opening_again_runs_nothing(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    migrate(connection, path)
    before = connection.execute("SELECT * FROM schema_migrations, schema_definitions").fetchall()
    migrate(connection, path)
    assert connection.execute("SELECT * FROM schema_migrations, schema_definitions").fetchall() == before


def test_definitions_are_made_again_when_they_or_the_tables_change(
    connection: duckdb.DuckDBPyConnection, path: Path
) -> None:
    migrate(connection, path)
    migrate(connection, path, definitions=shipped_definitions() + "; CREATE OR REPLACE MACRO added() AS 7;")
    assert connection.execute("SELECT added()").fetchall() == [(7,)]
    assert not is_current(connection, path)
    wider = (*SHIPPED, Migration(len(SHIPPED) + 1, "wider", "ALTER TABLE claims ADD COLUMN mood VARCHAR;"))
    migrate(connection, path, wider)
    assert "mood" in [name for name, *_ in connection.execute("SELECT * FROM current_claims").description or ()]


def test_a_failing_migration_leaves_nothing(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    migrate(connection, path)
    broken = Migration(len(SHIPPED) + 1, "broken", "ALTER TABLE claims ADD COLUMN mood VARCHAR; SELECT nonsense;")
    before = _schema(connection)
    with pytest.raises(duckdb.Error):
        migrate(connection, path, (*SHIPPED, broken))
    assert _schema(connection) == before
    assert is_current(connection, path)


def test_a_newer_warehouse_asks_for_an_upgrade(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    migrate(connection, path, (*SHIPPED, Migration(99, "from_the_future", "CREATE TABLE later (i BIGINT);")))
    with pytest.raises(WarehouseTooNewError, match="upgrade Claimhouse"):
        migrate(connection, path)


def test_a_migration_that_is_not_the_shipped_one_is_named(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    migrate(connection, path)
    connection.execute("UPDATE schema_migrations SET checksum = 'x' WHERE number = 1")
    with pytest.raises(WarehouseDamagedError, match=r"migration 1 \(tables\)"):
        migrate(connection, path)


def test_somebody_elses_database_is_left_alone(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute("CREATE TABLE recipes (name VARCHAR)")
    with pytest.raises(WarehouseDamagedError, match="something else"):
        migrate(connection, path)
    assert connection.execute("SHOW TABLES").fetchall() == [("recipes",)]


def test_every_table_view_and_column_has_a_comment(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    migrate(connection, path)
    described = dict(
        connection.execute(
            "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal"
            " UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
    )
    tables = {model.table for model in RECORD_TYPES}
    assert set(described) == tables | VIEWS | {"schema_migrations", "schema_definitions"}
    assert not [name for name, comment in described.items() if not comment]
    columns = {(table, column): comment for table, column, _, comment in _schema(connection)}
    assert not [name for name, comment in columns.items() if not comment]
    expected = {(model.table, column.name) for model in RECORD_TYPES for column in columns_of(model)}
    assert {name for name in columns if name[0] in tables} == expected


def test_the_schema_uses_nothing_that_a_data_lake_lacks(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    migrate(connection, path)
    for catalog in ("duckdb_constraints()", "duckdb_indexes()", "duckdb_sequences()"):
        assert connection.execute(f"SELECT count(*) FROM {catalog}").fetchall() == [(0,)]
    assert connection.execute(
        "SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND column_default IS NOT NULL"
    ).fetchall() == [(0,)]
