"""What every planner must keep, whichever it is: queries for the claims that it was given."""

from collections.abc import Callable, Iterator, Mapping
from typing import get_args

import pytest
from pydantic import SecretStr

from gateways.llm import LlmGateway
from tests import loopback_llm as loop
from tests.loopback_llm import LoopbackLlm
from tests.verifiers.test_llm_planner import ARTICLE, CLAIMS, plan_all
from verifiers.planners import PLANNERS
from verifiers.planners.llm import LlmPlanner
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import QueryPlanner
from warehouse.records import Purpose

FACTORIES: Mapping[str, Callable[[str], QueryPlanner]] = {
    "offline": lambda _: OfflinePlanner(),
    "llm": lambda url: LlmPlanner(LlmGateway("openai:test", base_url=url, api_key=SecretStr("sk-test-123456789"))),
}


@pytest.fixture(params=sorted(PLANNERS))
def planner(request: pytest.FixtureRequest) -> Iterator[QueryPlanner]:
    """Each registered planner; the model behind one of them proposes three queries for every claim that it is sent."""
    with LoopbackLlm(loop.answered_by(plan_all)) as llm:
        yield FACTORIES[request.param](llm.url)


def test_every_registered_planner_is_tested_here() -> None:
    assert set(PLANNERS) == set(FACTORIES)


async def test_each_claim_gets_several_queries_of_different_purposes(planner: QueryPlanner) -> None:
    planned = await planner.plan(ARTICLE, CLAIMS, run_id="run_1")
    assert planned.failures == ()
    for claim in CLAIMS:
        own = [query for query in planned.queries if query.claim_id == claim.claim_id]
        assert len({query.purpose for query in own}) >= 2
        assert all(query.text.strip() for query in own)
    assert {query.purpose for query in planned.queries} <= set(get_args(Purpose))
    assert {query.claim_id for query in planned.queries} == {claim.claim_id for claim in CLAIMS}


async def test_queries_carry_name_and_version_and_ids_of_their_own(planner: QueryPlanner) -> None:
    planned = await planner.plan(ARTICLE, CLAIMS, run_id="run_1")
    assert {(query.planner, query.planner_version) for query in planned.queries} == {(planner.name, planner.version)}
    assert len({query.query_id for query in planned.queries}) == len(planned.queries)


async def test_the_same_claims_are_planned_alike(planner: QueryPlanner) -> None:
    one = await planner.plan(ARTICLE, CLAIMS, run_id="run_1")
    two = await planner.plan(ARTICLE, CLAIMS, run_id="run_2")
    assert one.queries == two.queries


async def test_no_claims_need_no_queries(planner: QueryPlanner) -> None:
    assert (await planner.plan(ARTICLE, [], run_id="run_1")).queries == ()
