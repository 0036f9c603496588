"""A search among earlier fact-checks for every claim, whatever else a planner proposes."""

from collections.abc import Sequence

from verifiers.protocols import Planned, QueryPlanner, Tried
from warehouse.records import Article, Claim, Query

VERSION = 1

NAME = "earlier_checks"  # as the planner of the queries that it adds; they go to nobody else than who matches by claim

_LONGEST = 300


class WithEarlierChecks:
    """A planner whose every claim is looked for among earlier fact-checks, by its own words for want of better ones.

    What is added decides nothing, for no earlier check is evidence: name and version are those of the planner.
    """

    def __init__(self, planner: QueryPlanner) -> None:
        self._planner = planner

    @property
    def name(self) -> str:
        return self._planner.name

    @property
    def version(self) -> str:
        return self._planner.version

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        """What the planner proposes, and a search of the claim's words where it proposed none for earlier checks."""
        planned = await self._planner.plan(article, claims, run_id=run_id)
        looked_for = {query.claim_id for query in planned.queries if query.purpose == "earlier_fact_check"}
        others = {query.claim_id for query in planned.queries} - looked_for
        added = [_query(claim) for claim in claims if claim.claim_id in others]
        return Planned((*planned.queries, *added), planned.failures)

    async def plan_further(self, article: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        """What the planner proposes: a second round finds no other earlier checks."""
        return await self._planner.plan_further(article, tried, run_id=run_id)


def _query(claim: Claim) -> Query:
    text = " ".join(claim.text.split())[:_LONGEST]
    return Query(
        query_id=Query.id_for(claim.claim_id, text, "earlier_fact_check", NAME, str(VERSION)),
        claim_id=claim.claim_id,
        text=text,
        purpose="earlier_fact_check",
        planner=NAME,
        planner_version=str(VERSION),
    )
