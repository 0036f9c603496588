"""Every query of docs/sql.md runs, and finds something on a desk that has something of everything."""

import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from benchmarks.large_desk import CLAIMS_AT_LEAST, make_desk
from benchmarks.warehouse_scale import filled
from tests.conftest import ROOT
from warehouse.snapshot import Snapshot, reading
from warehouse.sql import run_user_sql

QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "sql.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.duckdb"
    return make_desk(path, claims=2 * CLAIMS_AT_LEAST, until=datetime.now(UTC)).path


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: re.sub(r"\W+", "_", query)[:60])
def test_every_query_finds_something(desk: Path, query: str):
    with reading(desk, memory_limit="1GB", threads=2) as connection:
        asked = filled(connection, query)
    assert run_user_sql(desk, asked, timeout_s=60, memory_limit="1GB", threads=2).rows


def test_an_id_that_duckdb_keeps_finds_what_a_written_one_finds(desk: Path):
    (query,) = (one for one in QUERIES if "from evidence_trail" in one)
    with duckdb.connect(Snapshot(desk).link, read_only=True) as connection:
        written = connection.execute(filled(connection, query)).fetchall()
        connection.execute(filled(connection, "set variable claim = (select 'clm_…')"))
        assert connection.execute(query.replace("'clm_…'", "getvariable('claim')")).fetchall() == written


@pytest.mark.parametrize(
    "view",
    [
        *("current_verdicts", "verdict_history", "evidence_trail", "repeated_claims", "evidence_gaps", "claim_costs"),
        *("review_queue", "evenhandedness"),
    ],
)
def test_what_a_desk_asks_for_is_there(view: str):
    assert any(f"from {view}" in query for query in QUERIES)
