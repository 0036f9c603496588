"""What a check of the same claim has asked before, so that nothing is paid for twice.

A judgement stands for another reading of exactly the same passages by the same version of its judge, and a planner's
queries for another planning of the same claim by the same version. Whatever differs is asked anew, as a whole: who
reads passages together reads each in the light of the others, so that a part of what was read tells little of the rest.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from verifiers.protocols import Evidence, Hit, Judge, Planned, QueryPlanner, ReadsTogether, Tried
from warehouse.records import Article, Claim, Failure, Judgement, Query, Search


@dataclass(frozen=True)
class Remembered:
    """What is known of one claim: the judgements that its verdict rests on, and the queries planned for it.

    `has_verdict` tells a claim whose verdict rests on no passage, for none was found, from one that has no verdict yet.
    Of a check that was left half done, to be taken up again: the searches that it made, with what each found.
    """

    judgements: tuple[Judgement, ...] = ()
    queries: tuple[Query, ...] = ()
    has_verdict: bool = False
    searches: tuple[Search, ...] = ()
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)  # by search_id


@dataclass
class Memory:
    """What is remembered of the claims that are being checked again; of all others nothing is."""

    _claims: dict[str, Remembered] = field(default_factory=dict)

    @contextmanager
    def of(self, claims: Mapping[str, Remembered]) -> Iterator[None]:
        """Remember these claims for as long as the context lasts."""
        self._claims.update(claims)
        try:
            yield
        finally:
            for claim_id in claims:
                self._claims.pop(claim_id, None)

    def judgement(self, claim: Claim, judge: Judge, evidence: Sequence[Evidence]) -> Judgement | None:
        """What this version of a judge made of exactly these passages."""
        known = self._claims.get(claim.claim_id, Remembered()).judgements
        wanted = {item.passage.passage_id for item in evidence}
        return next(
            (
                one
                for one in known
                if (one.judge, one.judge_version) == (judge.name, judge.version)
                and {reading.passage_id for reading in one.readings} == wanted
            ),
            None,
        )

    def has_read(self, claim: Claim, evidence: Sequence[Evidence]) -> bool:
        """Whether it has a verdict that rests on exactly these passages, whoever read them, or on none at all."""
        known = self._claims.get(claim.claim_id, Remembered())
        if not known.has_verdict:
            return False
        wanted = {item.passage.passage_id for item in evidence}
        read = [{reading.passage_id for reading in one.readings} for one in known.judgements]
        return wanted in read if read else not wanted

    def search(self, claim: Claim, query: Query, source: str) -> tuple[Search, tuple[Hit, ...]] | None:
        """What this query found at a source in the check that is taken up again; a search that failed is none."""
        known = self._claims.get(claim.claim_id, Remembered())
        for one in known.searches:
            if (one.query_id, one.source) == (query.query_id, source) and one.outcome != "failed":
                return one, known.hits.get(one.search_id, ())
        return None

    def queries(self, claim: Claim, planner: QueryPlanner, *, round_: int) -> tuple[Query, ...]:
        """What this version of a planner proposed for a round."""
        known = self._claims.get(claim.claim_id, Remembered()).queries
        made_by = (planner.name, planner.version)
        return tuple(one for one in known if (one.planner, one.planner_version) == made_by and one.round == round_)


class RememberingJudge:
    """A judge that is not asked what it has said before."""

    def __init__(self, judge: Judge, memory: Memory) -> None:
        self._judge = judge
        self._memory = memory

    @property
    def name(self) -> str:
        return self._judge.name

    @property
    def version(self) -> str:
        return self._judge.version

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        known = self._memory.judgement(claim, self._judge, evidence)
        return known or await self._judge.judge(claim, evidence, run_id=run_id)


class _RememberingTogether(RememberingJudge):
    reads_together: Literal[True] = True


def remembering(judge: Judge, memory: Memory) -> Judge:
    """The judge with a memory; one that reads passages together still does."""
    kind = _RememberingTogether if isinstance(judge, ReadsTogether) else RememberingJudge
    return kind(judge, memory)


class RememberingPlanner:
    """A planner that is not asked for queries which it has proposed before."""

    def __init__(self, planner: QueryPlanner, memory: Memory) -> None:
        self._planner = planner
        self._memory = memory

    @property
    def name(self) -> str:
        return self._planner.name

    @property
    def version(self) -> str:
        return self._planner.version

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        """The queries of before, and new ones for the claims that have none."""
        known = {claim.claim_id: self._memory.queries(claim, self._planner, round_=1) for claim in claims}
        unknown = [claim for claim in claims if not known[claim.claim_id]]
        before = tuple(query for queries in known.values() for query in queries)
        planned = await self._planner.plan(article, unknown, run_id=run_id) if unknown else Planned(())
        return Planned((*before, *planned.queries), planned.failures)

    async def plan_further(self, article: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        """The further queries of before. Where the first round found nothing new, there is nothing else to ask for."""
        before: list[Query] = []
        asked: list[Tried] = []
        for one in tried:
            known = self._memory.queries(one.claim, self._planner, round_=2)
            before += known
            was_planned = self._memory.queries(one.claim, self._planner, round_=1)
            if not known and not (was_planned and self._memory.has_read(one.claim, one.evidence)):
                asked.append(one)
        planned = await self._planner.plan_further(article, asked, run_id=run_id) if asked else Planned(())
        return Planned((*before, *planned.queries), planned.failures)
