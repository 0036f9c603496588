"""What was planned before is not planned again; what has no answer yet is asked for."""

from collections.abc import Sequence

import pytest

from tests.verifiers.builders import article, claim, document, evidence, judgement, query, reading
from verifiers.memory import Memory, Remembered, RememberingPlanner
from verifiers.protocols import Planned, Tried
from warehouse.records import Article, Claim

CLAIM = claim()
FOUND = evidence(CLAIM, document())
FIRST = query(CLAIM)
READ = judgement(CLAIM, [reading(FOUND, "supports")])


class Asked:
    """A planner that keeps what it was asked."""

    name, version = "test", "1"

    def __init__(self) -> None:
        self.further: list[str] = []

    async def plan(self, _: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        raise AssertionError("its queries are known")

    async def plan_further(self, _: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        self.further += [one.claim.claim_id for one in tried]
        return Planned((query(CLAIM, "levy year").model_copy(update={"round": 2}),))


@pytest.mark.parametrize(
    ("known", "found", "asks"),
    [
        (Remembered(queries=(FIRST,)), (), True),
        (Remembered(queries=(FIRST,), has_verdict=True), (), False),
        (Remembered(queries=(FIRST,), has_verdict=True), (FOUND,), True),
        (Remembered((READ,), (FIRST,), has_verdict=True), (FOUND,), False),
        (Remembered((READ,), (FIRST,), has_verdict=True), (), True),
    ],
    ids=["no verdict yet", "a verdict on nothing", "found since", "the same passages", "found no more"],
)
async def test_further_queries_are_asked_for_unless_a_verdict_rests_on_what_was_found(
    known: Remembered, found: tuple, asks: bool
) -> None:
    memory, planner = Memory(), Asked()
    with memory.of({CLAIM.claim_id: known}):
        tried = Tried(CLAIM, (FIRST,), (), found, "Nothing tells of it.")
        remembering = RememberingPlanner(planner, memory)
        assert (await remembering.plan(article(), [CLAIM], run_id="run_one")).queries == (FIRST,)
        planned = await remembering.plan_further(article(), [tried], run_id="run_one")
    assert planner.further == [CLAIM.claim_id] * asks
    assert len(planned.queries) == asks
