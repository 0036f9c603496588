"""Runs by batch that are killed at whatever moment: the next one completes, as if nothing had happened."""

import json
import shutil
import threading
import time
from pathlib import Path
from random import Random

import pytest

from tests.flows.batch_desk import checked, desk, finished, other
from tests.flows.conftest import Start
from tests.flows.model_desk import HEALTHY, Desk
from tests.killing import random_moments
from tests.loopback_batches import LoopbackBatches

__all__ = ["checked", "desk"]  # fixtures

WHERE_KILLED = ("POST /files", "POST /batches", "GET /batches/{id}", "GET /files/{id}/content")
LONGEST_PAUSE_S = 0.15
# What the flow does, without Prefect, in a process of its own.
RUN = """
import asyncio, json, sys
from flows.settings import Settings
from tests.flows.batch_desk import recheck
asyncio.run(recheck(Settings(**json.loads(sys.argv[1])), batch=True))
"""
# All that matters of what a desk holds in the end.
OUTCOME = (
    "select claim_id, label, label_when_said, cause, rationale from verdicts",
    "select claim_id, readings, rationale from judgements",
    "select claim_id, text, purpose from queries",
    "select claim_id, source, document_ids from searches",
    "select distinct item_id, stage from steps",
    "select prompt, item_id, outcome, cost_usd from llm_calls where not cached",
    "select custom_id, state, content from batch_items",
    "select state, requests, answered, failed from batches",
    "select claim_id from batch_waits where ended_at is null",
    "select claim_id from batch_waits",
    "select item_id, error from failures",
)


def kill_once(desk: Desk, llm: LoopbackBatches, start: Start, moments: Random) -> None:
    """A run that is killed a moment after one of its requests or, where it ends without that one, not at all."""
    wanted, asked = moments.choice(WHERE_KILLED), len(llm.asked)
    given = other(desk, llm).model_dump(mode="json", include={"warehouse", "corpus", "cache_dir", "model", "base_url"})
    given |= {"model_attempts": 1, "prices": str(desk.home / "prices.toml")}
    process = start(json.dumps(given), script=RUN)
    ended = threading.Thread(target=process.communicate)
    ended.start()
    while ended.is_alive() and wanted not in llm.asked[asked:]:
        time.sleep(0.002)
    time.sleep(moments.uniform(0, LONGEST_PAUSE_S))
    process.kill()
    ended.join()


async def kill_at_random_moments(times: int, desk: Desk, start: Start) -> tuple[list[object], object]:
    """What comes of a desk whose runs were killed twice, so many times over, and of the same desk left in peace."""
    moments = random_moments()
    beginning = Path(shutil.copytree(desk.home, desk.home.with_name("beginning"), dirs_exist_ok=True))
    found: list[object] = []
    with LoopbackBatches(HEALTHY) as llm:
        llm.steps = ("in_progress", "completed")
        for kills in (0, *(2,) * times):
            shutil.rmtree(desk.home)
            shutil.copytree(beginning, desk.home)
            llm.batches.clear()
            llm.by_batch.clear()
            for _ in range(kills):
                kill_once(desk, llm, start, moments)
            await finished(desk, llm)
            assert desk.is_sound()
            assert (len(llm.batches), len(llm.by_batch)) == (1, 9), "nothing is made or asked twice"
            found.append([desk.rows(f"{sql} order by all") for sql in OUTCOME])
    return found[1:], found[0]


async def test_kill_9_while_a_batch_is_handed_in_looked_at_and_stored(desk: Desk, start: Start):
    found, expected = await kill_at_random_moments(3, desk, start)
    assert found == [expected] * 3


@pytest.mark.soak
async def test_kill_9_while_a_batch_is_handed_in_looked_at_and_stored_twenty_times(desk: Desk, start: Start):
    found, expected = await kill_at_random_moments(20, desk, start)
    assert found == [expected] * 20
