"""Checking again by batch: handed in, looked at, taken up, as if the model had been asked at once."""

from datetime import UTC, datetime

import pytest

from flows.article_report import may_pass
from flows.assembly import assemble_gateway
from flows.batches import Batches
from flows.outbox import Outbox
from flows.recheck_policy import shipped_policy
from flows.recheck_run import RecheckRun
from flows.settings import Settings
from tests.flows.batch_desk import checked, copied, desk, finished, other, recheck
from tests.flows.model_desk import HEALTHY, Desk
from tests.flows.recheck_desk import only
from tests.loopback_batches import Fault, LoopbackBatches
from tests.loopback_web import LoopbackWeb, failing
from warehouse.errors import ClaimhouseError, SettingsError
from warehouse.store import Warehouse

__all__ = ["checked", "desk"]  # fixtures

BATCH_USD = (11 * 1000 + 7 * 2000) / 1e6 / 2  # of an answer of the server, by batch
DECIDED = "select claim_id, label, label_when_said, cause, rationale, follows, judgement_ids from verdicts order by all"


async def test_what_comes_by_batch_is_what_a_live_run_brings_at_half_the_price(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        live = await recheck(copied(desk, llm))
        asked = len(llm.requests)
        sent = await recheck(other(desk, llm), batch=True)
        judged = sent.counts["due"]
        assert len(llm.requests) == asked, "nothing is asked at once"
        assert (sent.outcome, sent.counts["claims_batched"], sent.counts["calls_batched"]) == (
            "completed",
            judged,
            judged,
        )
        assert sent.counts["decided"] == sent.counts["claims_failed"] == sent.counts["claims_waiting"] == 0
        assert f"{judged} claims wait, {judged} calls went out in 1 batch, for about" in sent.summary()
        assert "within a day `claimhouse reprocess` takes the answers up" in sent.summary()
        (open_,) = desk.rows("from open_batches")
        assert (open_["requests"], open_["claims"], open_["state"]) == (judged, judged, "validating")
        assert desk.rows("from open_failures") == []
        assert desk.is_sound()

        done = await recheck(other(desk, llm))
        assert len(llm.by_batch) == judged == len(llm.requests) - asked
        assert done.batches_told == [
            f"The batch {open_['provider_id']} of {judged} calls is completed: {judged} answered, 0 failed."
        ]
    assert done.counts["due_batch"] == done.counts["decided"] == live.counts["decided"] == judged
    assert {k: v for k, v in done.counts.items() if not k.startswith("due_")} == {
        k: v for k, v in live.counts.items() if not k.startswith("due_")
    }
    assert desk.rows(DECIDED) == desk.rows(DECIDED, "live.duckdb")
    assert desk.column("select count(*) from batch_waits where ended_at is null") == [0]
    costs = (
        f"select calls, batch_calls, cost_usd, failed_calls, from_cache from run_costs where run_id = '{done.run_id}'"
    )
    assert desk.rows(costs) == [
        {"calls": judged, "batch_calls": judged, "cost_usd": pytest.approx(judged * BATCH_USD), "failed_calls": 0,
         "from_cache": 0}
    ]  # fmt: skip
    live_costs = f"select cost_usd from run_costs where run_id = '{live.run_id}'"
    assert desk.rows(live_costs, "live.duckdb") == [{"cost_usd": pytest.approx(2 * judged * BATCH_USD)}]
    assert desk.column("select sum(batch_calls) from model_costs where model = 'openai:other'") == [judged]
    assert desk.is_sound()
    assert list((desk.home / "cache" / "batches").glob("*.jsonl")) == []


async def test_planning_judging_and_what_follows_go_by_batch_one_after_the_other(desk: Desk):
    """With another planner every claim is planned for anew, and some a second time: each in a batch of its own."""
    with LoopbackBatches(HEALTHY) as llm:
        await recheck(copied(desk, llm), where="label is not null")
        live = len(llm.requests)
        before = len(llm.by_batch)
        nights = 0
        run = await recheck(other(desk, llm), batch=True, where="label is not null")
        due = run.counts["due"]
        while run.counts["claims_batched"]:
            nights += 1
            assert nights < 8
            run = await recheck(other(desk, llm), batch=True)
        assert nights == 2, "planned, then judged and planned further"
        by_batch = [request.schema_name for request in llm.by_batch[before:]]
        assert len(llm.requests) - live == len(by_batch), "nothing was asked live"
        assert {"_Plan", "_FurtherPlan", "_Judged"} == set(by_batch)
        assert len({str(request.body) for request in llm.by_batch[before:]}) == len(by_batch), "nothing twice"
    assert desk.rows(DECIDED) == desk.rows(DECIDED, "live.duckdb")
    assert desk.rows("select distinct claim_id, text from queries order by all") == desk.rows(
        "select distinct claim_id, text from queries order by all", "live.duckdb"
    )
    other_model = "select prompt, count(*) as n from llm_calls where model = 'openai:other' and not cached"
    other_model += " group by all order by all"
    assert desk.rows(other_model) == desk.rows(other_model, "live.duckdb")
    assert desk.column("select count(*) from batch_waits where ended_at is null") == [0]
    assert desk.rows("from open_failures") == desk.rows("from open_failures", "live.duckdb") == []
    assert due > 0
    assert desk.is_sound()


async def test_who_waits_is_not_asked_about_again_by_whatever_run(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        llm.steps = ("in_progress", "in_progress", "in_progress", "completed")
        await recheck(other(desk, llm), batch=True)
        asked = len(llm.requests)
        for batch in (True, False):
            run = await recheck(other(desk, llm), batch=batch, where="machine_label <> 'not_enough_evidence'")
            assert "is in progress" in run.batches_told[0]
            assert run.counts["due"] == run.counts["claims_batched"] == 0
            assert desk.column("select claims from open_batches") == [9]
        assert len(llm.requests) == asked
        offline = await recheck(Settings(warehouse=desk.home / "desk.duckdb", corpus=desk.home / "corpus"))
        assert "--model openai:other --base-url" in offline.batches_told[0]


async def test_who_waits_for_a_batch_is_not_tried_again_for_a_source_that_failed_beside(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm, LoopbackWeb({"/searxng/search": failing(503)}) as web:
        at_once = {"searxng_interval_s": 0, "web_host_interval_s": 0}
        beside = {"searxng": web.url("/searxng"), "web_allowed_hosts": web.host, "web_attempts": 1, **at_once}
        settings = other(desk, llm, **beside)
        await recheck(settings, batch=True, where="label is not null")  # queries are planned
        async with RecheckRun.start(settings, shipped_policy(), batch=True) as run:
            for article_id in run.articles:
                report = await run.recheck_article(article_id)
                assert report.batched == report.due > 0
                assert {failure.stage for failure in report.failures if may_pass([failure])} == {"search"}
                assert report.passing == ()
                assert await run.recheck_article(article_id) == report
                run.note(article_id, report)
    assert run.counts["articles_failed"] == 0
    assert desk.is_sound()


async def test_evidence_that_comes_meanwhile_is_seen_afterwards_and_the_answer_still_fits(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        await recheck(other(desk, llm), batch=True, where="label is not null")
        await recheck(other(desk, llm), batch=True)  # planned; now they wait to be judged
        desk.evidence("Northfield Courier", "The Northfield dam failed on Sunday after a week of rain.")
        policy = only("evidence_changed")
        taken_up = await recheck(other(desk, llm), policy=only())
        assert taken_up.counts["decided"] == 12
        assert not set(desk.column("select publisher from documents")) & {"Northfield Courier"}
        after = await recheck(other(desk, llm), policy=policy)
        assert after.counts["due_evidence_new"] > 0
    assert set(desk.column("select publisher from documents")) & {"Northfield Courier"}
    assert desk.is_sound()


async def test_what_a_check_has_overtaken_is_not_taken_up_on_the_evidence_of_then(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        settings = other(desk, llm)
        await recheck(settings, batch=True, where="label is not null")
        waiting = await recheck(settings, batch=True)  # planned; now they wait to be judged
        assert waiting.counts["claims_batched"] > 0
        await desk.check(llm, model=settings.model, prices=settings.prices)
        assert (await recheck(settings, policy=only())).counts["due"] == 0
        desk.evidence("Northfield Courier", "The Northfield dam failed on Sunday after a week of rain.")
        began = datetime.now(UTC)
        after = await recheck(settings, policy=only("evidence_changed"))
        assert after.counts["due_evidence_new"] > 0
    assert set(desk.column("select publisher from documents")) & {"Northfield Courier"}
    checked = desk.rows(f"select item_id, checked_at from steps where stage = 'verify' and run_id = '{after.run_id}'")
    assert all(row["checked_at"] >= began for row in checked)
    open_ = set(desk.column("select claim_id from batch_waits where ended_at is null"))
    assert {row["item_id"] for row in checked} - open_ == {row["item_id"] for row in checked} != set()
    assert desk.is_sound()


async def test_the_same_question_of_two_claims_is_asked_once(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        told = (desk.home / "articles" / "0-Northfield.txt").read_text("utf-8")
        await desk.check(llm, desk.article("Twin", told.replace("Dam fails above", "The dam above", 1)))
        sent = await recheck(other(desk, llm), batch=True)
        assert sent.counts["claims_batched"] > sent.counts["calls_batched"] == 9
        taken_up = await recheck(other(desk, llm))
        assert taken_up.counts["decided"] == sent.counts["claims_batched"]
    assert desk.is_sound()


async def test_two_runs_at_once_do_not_ask_the_same_twice(desk: Desk):
    """The second one finds the same claims due, for what the first one gathers waits nowhere until it is handed in."""
    with LoopbackBatches(HEALTHY) as llm:
        async with RecheckRun.start(other(desk, llm), shipped_policy(), batch=True) as run:
            for article_id in run.articles:
                run.note(article_id, await run.recheck_article(article_id))
            some = await recheck(other(desk, llm), batch=True, articles=1)
        assert 0 < some.counts["calls_batched"] < run.counts["due"]
        assert run.counts["calls_batched"] == run.counts["due"] - some.counts["calls_batched"]
        assert run.counts["claims_batched"] == run.counts["due"]
        assert desk.is_sound()
        done = await recheck(other(desk, llm))
        assert len(llm.by_batch) == run.counts["due"] == done.counts["decided"]
    costs = desk.rows("select requests, estimated_usd from batches order by prepared_at")
    assert sum(one["requests"] for one in costs) == run.counts["due"]
    assert len({round(one["estimated_usd"] / one["requests"], 3) for one in costs}) <= 2
    assert desk.column("select count(*) from batch_waits where ended_at is null") == [0]
    assert desk.is_sound()
    assert list((desk.home / "cache" / "batches").glob("*.jsonl")) == []


async def test_a_run_of_which_another_has_asked_everything_hands_nothing_in(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        async with RecheckRun.start(other(desk, llm), shipped_policy(), batch=True) as run:
            for article_id in run.articles:
                run.note(article_id, await run.recheck_article(article_id))
            first = await recheck(other(desk, llm), batch=True)
        assert first.counts["calls_batched"] == run.counts["due"] == run.counts["claims_batched"]
        assert run.counts["calls_batched"] == 0
        assert len(desk.rows("from batches")) == 1
        await recheck(other(desk, llm))
        assert len(llm.by_batch) == run.counts["due"]
    assert desk.is_sound()
    assert list((desk.home / "cache" / "batches").glob("*.jsonl")) == []


async def test_a_budget_holds_before_anything_is_handed_in(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        run = await recheck(other(desk, llm, run_budget_calls=4), batch=True)
        assert (run.outcome, run.counts["claims_batched"], run.counts["claims_waiting"]) == ("budget_spent", 4, 5)
        assert set(desk.column("select error from open_failures")) == {"BudgetSpentError"}
        # A thousand tokens of an answer, and those of the question, at half of 0.001 and 0.002 dollars.
        money = await recheck(other(desk, llm, daily_budget_usd=0.000001), batch=True)
        assert (money.outcome, money.counts["claims_batched"]) == ("budget_spent", 0)
        await finished(desk, llm)
    assert desk.rows("from open_failures") == []
    assert desk.is_sound()


async def test_batches_can_be_called_off(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        settings = other(desk, llm)
        gateway = assemble_gateway(settings)
        assert gateway
        batches = Batches(
            Warehouse(settings.warehouse), gateway, settings.cache_dir / "batches", lambda: datetime.now(UTC)
        )
        assert await batches.cancel() == []
        llm.steps = ("in_progress",)
        await recheck(settings, batch=True)
        (told,) = await batches.cancel()
        assert "is being cancelled: `claimhouse reprocess` takes up what was answered" in told
        taken_up = await recheck(settings, batch=True)
        assert "was cancelled: 0 answered, 9 failed" in taken_up.batches_told[0]
        (told,) = await batches.cancel()
        assert "is being cancelled" in told
        llm.faults["POST /files"] = [Fault(500)]
        await recheck(settings, batch=True)
        (told,) = await batches.cancel()
        assert "of 3 calls was cancelled" in told, "what had failed is planned for anew"
        assert desk.rows("from open_batches") == []
    assert desk.is_sound()


async def test_one_process_at_a_time_works_on_the_batches_of_a_warehouse_whatever_its_cache_folder(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        settings = other(desk, llm)
        llm.steps = ("in_progress",)
        await recheck(settings, batch=True)
        gateway = assemble_gateway(settings)
        assert gateway
        warehouse = Warehouse(settings.warehouse)
        here = Batches(warehouse, gateway, desk.home / "another", lambda: datetime.now(UTC), busy_s=0.05)
        assert warehouse.locks.try_take("batches")  # as a process with a cache folder of its own has it
        try:
            assert (await here.collect("run_x")).told == [
                "Another process works on this warehouse's batches: run again when it is done."
            ]
        finally:
            warehouse.locks.release("batches")
        (told,) = (await here.collect("run_x")).told
        assert "is in progress" in told


async def test_what_stands_in_the_way_of_batches_is_told_before_anything_is_begun(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        runs = desk.column("select count(*) from runs")
        llm.has_batches = False
        with pytest.raises(SettingsError, match="has no Batch API for openai:other: leave --batch out"):
            await recheck(other(desk, llm), batch=True)
        with pytest.raises(SettingsError, match="--batch asks a model, and none is set"):
            await recheck(desk.settings(llm, model="offline", base_url=None), batch=True)
        llm.has_batches = True
        llm.faults["GET /batches"] = [Fault(401)] * 4
        with pytest.raises(ClaimhouseError, match="does not accept the key"):
            await recheck(other(desk, llm), batch=True)
    assert desk.column("select count(*) from runs") == runs


@pytest.mark.parametrize(("limits", "most"), [({"most_requests": 4}, 4), ({"most_bytes": 25_000}, 9)])
async def test_a_file_has_no_more_questions_and_no_more_bytes_than_the_api_takes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, limits: dict[str, int], most: int
):
    monkeypatch.setattr("flows.recheck_run.Outbox", lambda *given: Outbox(*given, **limits))
    with LoopbackBatches(HEALTHY) as llm:
        sent = await recheck(other(desk, llm), batch=True)
        assert sent.counts["calls_batched"] == 9
        assert len(llm.batches) > 1
        contents = [file.content for file in llm.files.values()]
        assert all(0 < content.count(b"\n") <= most for content in contents)
        assert all(len(content) <= limits.get("most_bytes", 10**9) for content in contents)
        await finished(desk, llm)
    assert desk.column("select count(*) from verdicts where cause = 'model_changed'") == [9]
    assert desk.is_sound()
