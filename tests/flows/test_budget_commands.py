"""`claimhouse ingest` and `claimhouse reprocess` with a budget: they stop cleanly, tell what waits, and go on later."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.flows.conftest import Cli
from tests.flows.model_desk import HEALTHY, Desk
from tests.flows.test_watch_commands import desk_web
from tests.flows.test_web_articles import settings
from tests.loopback_llm import LoopbackLlm
from warehouse.integrity import check_integrity
from warehouse.records import WatchedPage
from warehouse.store import Warehouse
from warehouse.watches import due_pages


def is_told(stopped: Any, which: str) -> None:
    assert stopped.returncode == 4, stopped.stderr
    assert f"the {which} is spent" in stopped.stderr
    assert "wait for the next run" in stopped.stderr
    assert "open_failures" in stopped.stderr
    assert "Traceback" not in stopped.stderr


def only_waiting(warehouse: Warehouse) -> int:
    """How many items wait for the next run; nothing else is wrong."""
    rows = warehouse.read("SELECT error FROM open_failures")
    assert {row["error"] for row in rows} == {"BudgetSpentError"}
    assert check_integrity(warehouse.path) == []
    return len(rows)


def an_hour_later(warehouse: Warehouse) -> None:
    """The pages that wait are due."""
    watches = [row["watch_id"] for row in warehouse.read("SELECT watch_id FROM watches")]
    pages = due_pages(warehouse, watches, datetime.now(UTC) + timedelta(hours=1))
    now = datetime.now(UTC)
    warehouse.amend(WatchedPage, lambda _: [page.model_copy(update={"due_at": now}) for page in pages])


def test_ingest_and_reprocess_stop_at_each_budget_and_go_on(tmp_path: Path, cli: Cli) -> None:
    Desk(tmp_path)
    warehouse = Warehouse(tmp_path / "claimhouse.duckdb")
    with desk_web() as web, LoopbackLlm(HEALTHY) as llm:
        usual = settings(
            web, CLAIMHOUSE_MODEL="openai:test", CLAIMHOUSE_BASE_URL=llm.url, CLAIMHOUSE_CORPUS="corpus",
            CLAIMHOUSE_MODEL_CALLS_IN_FLIGHT="1",
        )  # fmt: skip
        assert cli("watch", "add", web.url("/feed"), **usual).returncode == 0
        is_told(cli("ingest", **usual, CLAIMHOUSE_RUN_BUDGET_CALLS="3"), "run's budget of 3 calls")
        assert len(llm.requests) == 3
        assert only_waiting(warehouse) > 0
        assert warehouse.read("SELECT count(*) > 0 AS some FROM watched_pages WHERE state = 'waiting'") == [
            {"some": True}
        ]

        an_hour_later(warehouse)
        is_told(
            cli("ingest", **usual, CLAIMHOUSE_DAILY_BUDGET_CALLS="5"),
            "day's budget (days are counted in UTC) of 5 calls",
        )
        assert len(llm.requests) == 5, "what the run before has spent counts"
        only_waiting(warehouse)

        an_hour_later(warehouse)
        done = cli("ingest", **usual)
        assert done.returncode == 0, done.stderr
        assert warehouse.read("SELECT * FROM open_failures") == []
        assert warehouse.read("SELECT DISTINCT state FROM watched_pages") == [{"state": "checked"}]

        other = usual | {"CLAIMHOUSE_MODEL": "openai:other"}
        spent = len(llm.requests)
        is_told(cli("reprocess", **other, CLAIMHOUSE_RUN_BUDGET_CALLS="1"), "run's budget of 1 call")
        assert len(llm.requests) == spent + 1
        assert only_waiting(warehouse) > 0
        limit = str(spent + 2)
        is_told(
            cli("reprocess", **other, CLAIMHOUSE_DAILY_BUDGET_CALLS=limit),
            f"day's budget (days are counted in UTC) of {limit} calls",
        )
        assert len(llm.requests) == spent + 2
        assert cli("reprocess", **other).returncode == 0
        assert warehouse.read("SELECT * FROM open_failures") == []
        assert check_integrity(warehouse.path) == []
