"""Answers that fail, batches that end otherwise, servers that fail on the way: nothing is lost or asked twice."""

import shutil
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests import loopback_llm as loop
from tests.flows.batch_desk import checked, desk, finished, once, other, recheck
from tests.flows.model_desk import HEALTHY, Desk
from tests.loopback_batches import Fault, LoopbackBatches
from warehouse.errors import ClaimhouseError

__all__ = ["checked", "desk"]  # fixtures


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (loop.refusal(), "RefusedError"),
        (loop.truncation(), "TruncatedError"),
        (loop.content_filter(), "ContentFilteredError"),
        (loop.error(400, "bad"), "BadRequestError"),
        (loop.error(500), "ModelUnavailableError"),
        (loop.no_choices(), "NoChoicesError"),
    ],
)
async def test_what_fails_is_a_failure_and_is_asked_again(desk: Desk, behaviour: Any, error: str):
    with LoopbackBatches(HEALTHY) as llm:
        sent = await recheck(other(desk, llm), batch=True)
        llm.behaviours = [once(behaviour)]
        again = await recheck(other(desk, llm), batch=True)
        failed = desk.rows("select error, stage, count(*) as n from failures group by all")
        assert failed == [{"error": error, "stage": "judge", "n": sent.counts["due"]}]
        assert again.counts["decided"] == 0
        last = await finished(desk, llm)
        assert desk.rows("from open_failures") == []
        calls = desk.rows("select outcome, count(*) as n from llm_calls where batch_id is not null group by all")
    # What failed is searched for again, as after a live failure; the question is then put a second time.
    assert {row["outcome"]: row["n"] for row in calls} == {error: 9, "ok": 9 + 3}
    assert last.outcome == "completed"
    assert desk.column("select count(*) from verdicts where cause = 'model_changed'") == [sent.counts["due"]]
    assert desk.is_sound()


@pytest.mark.parametrize("by_batch", [True, False])
async def test_a_reply_of_the_wrong_shape_is_put_right_in_the_next_batch_or_at_once(desk: Desk, by_batch: bool):
    with LoopbackBatches(HEALTHY) as llm:
        sent = await recheck(other(desk, llm), batch=True)
        llm.behaviours = [once(loop.text_reply("{"))]
        taken_up = await recheck(other(desk, llm), batch=by_batch)
        if by_batch:
            assert taken_up.counts["claims_batched"] == taken_up.counts["calls_batched"] == sent.counts["due"]
            taken_up = await recheck(other(desk, llm), batch=True)
        assert taken_up.counts["decided"] == sent.counts["due"]
        assert sum("could not be used" in request.user for request in llm.requests) == sent.counts["due"]
    outcomes = desk.rows(
        "select outcome, count(*) as n from llm_calls where model = 'openai:other' group by all order by 1"
    )
    assert [row["n"] for row in outcomes] == [sent.counts["due"]] * 2
    assert [row["outcome"] for row in outcomes] == ["BadReplyError", "ok"]
    assert desk.rows("from open_failures") == []
    assert desk.is_sound()


async def test_a_reply_that_is_wrong_twice_is_a_failure_and_its_question_is_asked_anew(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        sent = await recheck(other(desk, llm), batch=True)
        llm.behaviours = [loop.text_reply("{")]
        await recheck(other(desk, llm), batch=True)
        failed = await recheck(other(desk, llm), batch=True)
        assert failed.counts["claims_failed"] == sent.counts["due"]
        assert set(desk.column("select distinct error from open_failures")) == {"BadReplyError"}
        llm.behaviours = [HEALTHY]
        await finished(desk, llm)
    assert desk.rows("from open_failures") == []
    assert desk.is_sound()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("expired", "expired: 8 answered, 1 failed; what was answered is used, the rest is asked again."),
        ("cancelled", "was cancelled: 0 answered, 9 failed; what was answered is used, the rest is asked again."),
        ("failed", "failed as a whole (token_limit_exceeded Enqueued token limit reached.): 0 answered, 9 failed"),
        ("completed", "is completed: 8 answered, 1 failed."),
    ],
)
async def test_a_batch_that_ends_otherwise_is_told_in_a_sentence_and_what_it_has_is_used(
    desk: Desk, state: str, told: str
):
    with LoopbackBatches(HEALTHY) as llm:
        llm.steps = (state,)
        await recheck(other(desk, llm), batch=True)
        llm.left_out = lambda request: "Eastfield dam failed" in request.user.split("\n")[1]
        llm.also_told = ["{", '{"custom_id": "unheard of", "response": {"status_code": 200, "body": {}}}']
        taken_up = await recheck(other(desk, llm), batch=True)
        (sentence,) = taken_up.batches_told
        assert told in sentence
        answered = 0 if state in ("cancelled", "failed") else 8
        assert taken_up.counts["decided"] == answered
        assert taken_up.counts["claims_batched"] == 9 - answered
        assert set(desk.column("select error from open_failures")) == {"BatchFailedError"}
        assert desk.is_sound()
        llm.steps, llm.left_out = ("completed",), lambda _: False
        for batch in llm.batches.values():
            batch.steps = ["completed"]
        await finished(desk, llm)
    assert desk.rows("from open_failures") == []
    assert desk.column("select count(*) from verdicts where cause = 'model_changed'") == [9]
    assert len({request.user for request in llm.by_batch}) == len(llm.by_batch), "what was answered is not asked again"


FAULTS = [
    ("POST /files", Fault(500)),
    ("POST /files", Fault(429, done=True)),
    ("POST /files", Fault(hang_up=True)),
    ("POST /batches", Fault(500)),
    ("POST /batches", Fault(500, done=True)),
    ("POST /batches", Fault(hang_up=True, done=True)),
    ("GET /batches/{id}", Fault(429)),
    ("GET /files/{id}/content", Fault(500)),
]


@pytest.mark.parametrize(("where", "fault"), FAULTS)
async def test_a_fault_on_the_way_leaves_it_to_the_next_run_and_nothing_is_asked_twice(
    desk: Desk, where: str, fault: Fault
):
    with LoopbackBatches(HEALTHY) as llm:
        llm.faults[where] = [fault]
        sent = await recheck(other(desk, llm), batch=True)
        assert sent.counts["claims_batched"] == 9
        assert desk.column("select requests from open_batches") == [9]
        second = await recheck(other(desk, llm), batch=True)
        if where.startswith("GET"):
            assert (second.outcome, second.batches_unasked) == ("completed_with_failures", 1)
            assert "could not be looked at" in second.batches_told[0]
        await finished(desk, llm)
        assert len(llm.batches) == 1
        assert len(llm.by_batch) == 9
    assert desk.column("select count(*) from verdicts where cause = 'model_changed'") == [9]
    assert desk.rows("from open_failures") == []
    assert desk.is_sound()


async def test_a_batch_that_will_not_be_taken_is_closed_and_its_claims_are_due_again(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        llm.faults["POST /batches"] = [Fault(400)]
        with pytest.raises(ClaimhouseError, match="did not accept the request"):
            await recheck(other(desk, llm), batch=True)
        assert desk.column("select state from batches") == ["failed"]
        assert desk.column("select outcome from runs order by started_at")[-1] == "failed"
        assert set(desk.column("select error from open_failures")) == {"BatchFailedError"}
        await finished(desk, llm)
    assert desk.rows("from open_failures") == []
    assert desk.is_sound()


async def test_a_file_that_was_deleted_before_it_was_sent_costs_a_night_and_no_more(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        llm.faults["POST /files"] = [Fault(500)]
        await recheck(other(desk, llm), batch=True)
        shutil.rmtree(desk.home / "cache" / "batches")
        second = await recheck(other(desk, llm), batch=True)
        assert "its questions is gone from the cache folder" in second.batches_told[0]
        assert second.counts["claims_batched"] == 9
        await finished(desk, llm)
    assert desk.column("select count(*) from verdicts where cause = 'model_changed'") == [9]
    assert desk.is_sound()


async def test_a_batch_that_the_provider_knows_no_more_is_lost_after_two_days_and_not_before(desk: Desk):
    with LoopbackBatches(HEALTHY) as llm:
        await recheck(other(desk, llm), batch=True)
        llm.batches.clear()
        first = await recheck(other(desk, llm), batch=True)
        assert "check that the key in .env is of the project" in first.batches_told[0]
        assert first.batches_unasked == 1
        later = await recheck(other(desk, llm), batch=True, clock=lambda: datetime.now(UTC) + timedelta(days=2))
        assert "is lost" in later.batches_told[0]
        assert later.counts["claims_batched"] == 9
    assert desk.is_sound()
