"""Every query of docs/sql.md runs, and finds something on a desk that has what it asks for."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.flows.model_desk import HEALTHY, Desk
from tests.loopback_llm import LoopbackLlm
from warehouse.sql import run_user_sql

QUERIES = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "sql.md").read_text("utf-8"), re.DOTALL)
# What the desk of these tests has nothing of: its articles differ and quote nobody, nobody has reviewed anything, its
# model contradicts itself nowhere, and its words are others than those that a query has for an example.
FINDS_NOTHING = (
    *("verdict_changes", "earlier_fact_checks", "repeated_claims", "due_claims"),
    *("signed the notice", "'bridge'", "where speaker is not null", "label <> label_when_said"),
)


def answer(desk: Desk, query: str) -> list[tuple[object, ...]]:
    table = run_user_sql(desk.home / "desk.duckdb", query, timeout_s=60, memory_limit="1GB", threads=2)
    return [tuple(row) for row in table.rows]


async def test_every_query_runs_and_those_that_can_find_something(tmp_path: Path):
    desk = Desk(tmp_path)
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm, run_budget_calls=9)
    assert len(QUERIES) >= 20
    silent = [query for query in QUERIES if not answer(desk, query)]
    told = [query for query in silent if not any(name in query for name in FINDS_NOTHING)]
    assert told == [], "these find nothing"


@pytest.mark.parametrize(
    "view",
    ["current_verdicts", "verdict_history", "evidence_trail", "repeated_claims", "evidence_gaps", "claim_costs"],
)
def test_what_a_desk_asks_for_is_there(view: str):
    assert any(f"from {view}" in query for query in QUERIES)
