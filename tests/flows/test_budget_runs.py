"""Runs with a budget: what is done is whole, what is left is listed, and the next run does it; and what each cost."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.assembly import assemble_gateway
from flows.runs import CheckRun
from gateways.budget import DayLedger
from tests.flows.conftest import Cli
from tests.flows.model_desk import HEALTHY, Desk
from tests.loopback_llm import LoopbackLlm
from warehouse.errors import SettingsError

COST_USD = (11 * 1000 + 7 * 2000) / 1e6  # of one call, at the prices below


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def priced(desk: Desk, llm: LoopbackLlm, **given: Any) -> dict[str, Any]:
    """Settings by which a call of the server on loopback has a price."""
    file = desk.home / "prices.toml"
    file.write_text(f'["{llm.url}"]\n"test" = {{ input = 1000, output = 2000 }}', "utf-8")
    return {"prices": file, **given}


async def test_a_spent_budget_leaves_what_remains_listed_and_the_next_run_does_it(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        run = await desk.check(llm, run_budget_calls=9)
        assert len(llm.requests) == 9
    assert desk.is_sound()
    assert run.outcome == "budget_spent"
    assert run.counts["articles_failed"] == run.counts["claims_failed"] == 0, "nothing is wrong"
    assert (run.counts["articles_waiting"], run.counts["claims_waiting"]) == (1, 3)
    assert "1 article and 3 claims wait for the next run" in run.summary()
    left = desk.rows("from open_failures")
    assert {row["error"] for row in left} == {"BudgetSpentError"}
    assert all("9 calls" in row["message"] and "CLAIMHOUSE_RUN_BUDGET_CALLS" in row["message"] for row in left)
    unchecked = desk.rows("select claim_id, status_reason from current_claims where status = 'unchecked'")
    assert len(unchecked) == 3
    assert all("9 calls is spent" in row["status_reason"] for row in unchecked)
    assert {row["item_id"] for row in left} >= {row["claim_id"] for row in unchecked}
    assert [row["stage"] for row in left].count("extract") == 1, "the third article was read, and waits for the model"
    assert desk.column("select outcome from runs") == ["budget_spent"]
    assert desk.column("select requests from run_costs") == [9]

    with LoopbackLlm(HEALTHY) as llm:
        again = await desk.check(llm)
    assert again.outcome == "completed"
    assert desk.rows("from open_failures") == []
    assert desk.column("select count(*) from current_claims where status = 'unchecked'") == [0]
    with LoopbackLlm(HEALTHY) as llm:
        whole = await desk.check(llm, warehouse=desk.home / "whole.duckdb", cache_dir=desk.home / "fresh")
        # Nothing is asked twice but for the queries of the claims that waited, which are planned without the others.
        assert desk.column("select sum(requests) from run_costs") == [len(llm.requests) + 1]
    assert again.counts["decided"] + run.counts["decided"] == whole.counts["decided"]


async def test_articles_that_are_checked_at_once_overrun_a_budget_by_no_more_than_is_out(desk: Desk):
    in_flight = 3
    with LoopbackLlm(HEALTHY) as llm:
        given = priced(desk, llm, run_budget_usd=5.5 * COST_USD, model_calls_in_flight=in_flight)
        async with CheckRun.start(desk.settings(llm, **given), [str(desk.home / "articles")]) as run:
            results = await asyncio.gather(*map(run.check_article, run.sources), return_exceptions=True)
            for source, result in zip(run.sources, results, strict=True):
                run.note(source, result)
        assert 6 <= len(llm.requests) <= 5 + in_flight
    assert run.outcome == "budget_spent"
    (cost,) = desk.rows("from run_costs")
    assert cost["cost_usd"] == pytest.approx(len(llm.requests) * COST_USD)
    assert desk.is_sound()


async def test_a_day_s_budget_counts_what_earlier_runs_of_the_day_spent(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm, desk.home / "articles" / "0-Northfield.txt")
        before = len(llm.requests)
        run = await desk.check(llm, daily_budget_calls=before + 4)
        assert len(llm.requests) == before + 4
        again = await desk.check(llm, daily_budget_calls=before + 4)
        assert len(llm.requests) == before + 4
    assert run.outcome == again.outcome == "budget_spent"
    ledger = DayLedger(desk.home / "cache" / "spent.sqlite")
    assert ledger.spent(datetime.now(UTC).date()).calls == before + 4


async def test_a_budget_in_money_needs_a_price(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        with pytest.raises(SettingsError, match="CLAIMHOUSE_RUN_BUDGET_USD is set and the price of openai:test"):
            assemble_gateway(desk.settings(llm, run_budget_usd=1.0))
        with pytest.raises(SettingsError, match="CLAIMHOUSE_DAILY_BUDGET_CALLS instead"):
            assemble_gateway(desk.settings(llm, daily_budget_usd=1.0))
        assert assemble_gateway(desk.settings(llm, **priced(desk, llm, daily_budget_usd=1.0))) is not None


async def test_what_is_spent_is_told_by_run_article_claim_and_model_and_adds_up(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        run = await desk.check(llm, **priced(desk, llm))
        asked = [request.schema_name for request in llm.requests]
    total = pytest.approx(len(asked) * COST_USD)
    (of_run,) = desk.rows("from run_costs")
    assert (
        of_run["run_id"],
        of_run["calls"],
        of_run["input_tokens"],
        of_run["cost_usd"],
        of_run["unpriced_calls"],
    ) == (
        run.run_id,
        len(asked),
        11 * len(asked),
        total,
        0,
    )
    articles = desk.rows("from article_costs")
    assert len(articles) == 3
    assert sum(row["cost_usd"] for row in articles) == total
    assert all(row["unshared_usd"] == 0 for row in articles)
    claims = desk.rows("from claim_costs")
    assert {row["claim_id"] for row in claims} == set(desk.column("select claim_id from current_claims"))
    assert sum(row["cost_usd"] for row in claims) == total
    assert sum(row["requests"] for row in claims) == pytest.approx(len(asked))
    judged = set(desk.column("select claim_id from judgements"))
    assert {row["claim_id"] for row in claims if row["own_calls"]} >= judged
    assert sum(desk.column("select cost_usd from model_costs where model = 'openai:test'")) == total
    assert set(desk.column("select prompt from model_costs")) == {"extract", "plan", "plan_further", "judge"}
    (shares,) = desk.rows("select count(*) as lines, sum(share) as whole from llm_call_shares where prompt = 'extract'")
    assert shares["lines"] > shares["whole"] == pytest.approx(3)


async def test_a_price_that_is_not_known_is_unknown_and_never_nothing(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm, desk.home / "articles" / "0-Northfield.txt")
        await desk.check(llm, desk.home / "articles" / "1-Southfield.txt", **priced(desk, llm))
        await desk.check(llm, desk.home / "articles" / "1-Southfield.txt")
    for view in ("run_costs", "article_costs", "claim_costs"):
        rows = desk.rows(f"select cost_usd, known_usd, unpriced_calls, calls from {view}")
        unknown = [row for row in rows if row["unpriced_calls"]]
        assert unknown, view
        assert all(row["cost_usd"] is None and row["known_usd"] is None for row in unknown), view
        assert all(row["cost_usd"] == row["known_usd"] for row in rows if not row["unpriced_calls"]), view
    assert desk.column("select cost_usd from run_costs where calls = 0") == [0.0], (
        "a run that asked nothing costs nothing"
    )
    mixed = desk.rows("from model_costs where prompt = 'judge'")
    assert [(row["cost_usd"], row["known_usd"] > 0, row["unpriced_calls"] > 0) for row in mixed] == [(None, True, True)]


def test_the_command_ends_with_a_code_of_its_own_and_says_what_waits(desk: Desk, cli: Cli):
    with LoopbackLlm(HEALTHY) as llm:
        given = ("--corpus", "corpus", "--model", "openai:test", "--base-url", llm.url)
        stopped = cli("check", "articles", *given, CLAIMHOUSE_RUN_BUDGET_CALLS="9")
        assert stopped.returncode == 4, stopped.stderr
        assert len(llm.requests) == 9
        assert "the run's budget of 9 calls is spent" in stopped.stderr
        assert "wait for the next run" in stopped.stderr
        assert "open_failures" in stopped.stderr
        assert "Traceback" not in stopped.stderr
        unknown = cli("check", "articles", *given, CLAIMHOUSE_RUN_BUDGET_USD="1")
        assert unknown.returncode == 2
        assert "is not known" in unknown.stderr
        examined = cli("doctor", *given, CLAIMHOUSE_DAILY_BUDGET_CALLS="50")
        assert "a day: 50 calls; spent today: 10 calls" in examined.stdout
        assert cli("check", "articles", *given).returncode == 0
