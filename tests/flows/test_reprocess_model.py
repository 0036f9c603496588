"""Checking again with a language model over the wire: what it is asked, what it is not, and what that will cost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.assembly import assemble
from flows.due import Due, by_article
from flows.estimating import Estimate, estimate
from flows.recheck_policy import shipped_policy
from flows.recheck_run import RecheckRun, find_due, verifier_of
from flows.settings import Settings
from tests.flows.model_desk import HEALTHY, Desk
from tests.flows.recheck_desk import only
from tests.loopback_llm import LoopbackLlm


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def recheck(settings: Settings, where: str | None = None) -> RecheckRun:
    """What the flow does, without Prefect and one article after another."""
    async with RecheckRun.start(settings, shipped_policy(), where=where) as run:
        for article_id in run.articles:
            run.note(article_id, await run.recheck_article(article_id))
    return run


async def due_and_estimate(settings: Settings) -> tuple[list[Due], Estimate]:
    assembly = await assemble(settings)
    try:
        policy = only("evidence_changed", "model_changed")
        with assembly.warehouse.session() as session:
            due = find_due(session, settings, assembly, policy, frozenset(), datetime.now(UTC))
            told = estimate(session, due, model=settings.model, planner=verifier_of(assembly).planner_told)
    finally:
        await assembly.web.aclose()
    return due, told


async def test_the_same_evidence_costs_no_call_even_where_no_reply_was_kept(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm)
        asked = len(llm.requests)
        before = desk.rows("from verdicts order by verdict_id")
        run = await recheck(desk.settings(llm, cache_dir=desk.home / "empty"), where="label is not null")
        assert len(llm.requests) == asked
    assert run.counts["due"] == run.counts["unchanged"] == run.counts["due_where"] > 0
    assert desk.rows("from verdicts order by verdict_id") == before
    assert desk.is_sound()


async def test_only_the_claims_with_new_passages_are_put_to_the_model_and_no_search_is_planned_again(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm)
        asked = len(llm.requests)
        desk.evidence("Northfield Courier", "The Northfield dam failed on Sunday after a week of rain.")
        run = await recheck(desk.settings(llm))
        new = llm.requests[asked:]
    judged = set(desk.column(f"select item_id from llm_calls where run_id = '{run.run_id}' and prompt = 'judge'"))
    changed = set(desk.column(f"select claim_id from verdicts where run_id = '{run.run_id}'"))
    assert changed == judged != set()
    assert {request.schema_name for request in new} <= {"_Judged", "_FurtherPlan"}
    assert set(desk.column("select cause from verdicts where follows is not null")) == {"new_evidence"}
    assert desk.is_sound()


async def test_another_model_reads_the_frozen_evidence_and_the_cost_is_told_before(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm)
        judged = desk.column("select count(*) from standing_verdicts where len(judgement_ids) > 0")[0]
        searches = desk.column("select count(*) from searches")[0]
        other = desk.settings(llm, model="openai:other")
        due, told = await due_and_estimate(other)
        assert {(one.reasons, one.work) for one in due} == {(("model",), "replay")}
        assert len(due) == judged
        assert told.lines[-1] == ("all", str(judged), str(judged), "?", "?", "?")
        assert "openai:other has not been asked to judge in this warehouse yet" in told.notes[0]
        asked = len(llm.requests)
        run = await recheck(other)
        assert {request.schema_name for request in llm.requests[asked:]} == {"_Judged"}
        assert len(llm.requests) == asked + judged
        assert desk.column("select count(*) from searches")[0] == searches
        assert run.counts["due_model"] == run.counts["decided"] == judged
        causes = f"select distinct cause from verdicts where run_id = '{run.run_id}'"
        assert desk.column(causes) == ["model_changed"]
        assert desk.is_sound()

        back, told = await due_and_estimate(desk.settings(llm))
        assert len(back) == judged
        # 11 tokens in and 7 out for each call of this server, whose price nobody knows.
        assert told.lines == (
            ("model", str(judged), str(judged), str(judged), str(18 * judged), "?"),
            ("all", str(judged), str(judged), str(judged), str(18 * judged), "?"),
        )
        assert told.notes[-1] == "The price of openai:test is not known, so the money is not told."
        assert list(by_article(back)) == sorted(by_article(back))


async def test_a_budget_that_is_spent_leaves_the_rest_for_the_next_run(desk: Desk):
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm)
        judged = desk.column("select count(*) from standing_verdicts where len(judgement_ids) > 0")[0]
        run = await recheck(desk.settings(llm, model="openai:other", run_budget_calls=2))
        assert run.outcome == "budget_spent"
        assert (run.counts["decided"], run.counts["claims_waiting"]) == (2, judged - 2)
        assert run.counts["claims_failed"] == 0
        assert f"{judged - 2} claims wait for the next run." in run.summary()
        again = await recheck(desk.settings(llm, model="openai:other"))
    assert again.outcome == "completed"
    assert desk.column("select count(*) from verdicts where cause = 'model_changed'") == [judged]
    assert desk.rows("from open_failures") == []
    assert desk.is_sound()
