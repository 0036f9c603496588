"""The benchmark of a large desk, on a small one: its rows are sound, and each documented query is measured."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.large_desk import make_desk
from benchmarks.rows import Row
from benchmarks.warehouse_scale import DOCUMENTED, documented, is_met, measure, printed
from warehouse.integrity import check_integrity
from warehouse.records import RECORD_TYPES
from warehouse.store import Warehouse

UNTIL = datetime(2025, 3, 3, 12, tzinfo=UTC)
# Its evidence is a corpus, its model is asked live, its feeds answer, and nobody is sent what happened.
NONE_OF = {
    *("fetches", "batches", "batch_items", "batch_waits", "watch_outages"),
    *("notified_channels", "notifications"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return make_desk(tmp_path_factory.mktemp("made") / "desk.duckdb", claims=1600, until=UNTIL)


def test_the_made_desk_keeps_every_rule_and_has_something_of_everything(made: Warehouse) -> None:
    assert check_integrity(made.path) == []
    with made.session() as session:
        for model in RECORD_TYPES:
            (row,) = session.read(f"SELECT count(*) AS n FROM {model.table}")
            assert (row["n"] > 0) == (model.table not in NONE_OF), model.table
        (row,) = session.read("SELECT count(*) AS verdicts, count(DISTINCT claim_id) AS claims FROM verdicts")
        assert (row["verdicts"], row["claims"]) == (6400, 1600)
        (row,) = session.read("SELECT claim_id FROM current_verdicts WHERE label = 'refuted' LIMIT 1")
        (claim,) = session.claims([row["claim_id"]])
        assert session.latest_verdicts([claim.claim_id])[claim.claim_id].label == "refuted", "rows are records"


def test_the_same_seed_makes_the_same_rows(tmp_path: Path, made: Warehouse) -> None:
    again = make_desk(tmp_path / "again.duckdb", claims=1600, until=UNTIL)
    other = make_desk(tmp_path / "other.duckdb", claims=800, until=UNTIL, seed=21)
    sql = "SELECT claim_id FROM claims ORDER BY claim_id LIMIT 5"
    assert again.read(sql) == made.read(sql) != other.read(sql)


def test_every_documented_query_is_measured_and_named(tmp_path: Path) -> None:
    rows = list(measure(tmp_path, claims=800, times=1))
    named = documented(DOCUMENTED.read_text("utf-8"))
    assert len(named) == DOCUMENTED.read_text("utf-8").count("```sql") >= 20
    assert all(named)
    assert [row.metric for row in rows if row.split == "query"] == list(named)
    assert Counter(row.split for row in rows) == {"made": 6, "open": 2, "snapshot": 1, "filter": 2, "query": len(named)}
    assert all(row.value > 0 for row in rows)


def test_what_is_too_slow_is_told() -> None:
    slow, quick = (Row("large desk", "filter", name, "offline", ms) for name, ms in (("slow", 50.0), ("quick", 49.9)))
    assert (is_met(slow), is_met(quick)) == (False, True)
    told = printed([slow, quick]).splitlines()
    assert [line.count("NOT met") for line in told] == [0, 0, 1, 0]
