"""Queries proposed by a language model: several a claim, each with a purpose, many claims a call."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from gateways.llm import LlmGateway
from gateways.prompts import fenced, load_prompt, neutralised
from gateways.replies import schema_version
from verifiers.protocols import Planned
from warehouse.errors import ClaimhouseError
from warehouse.records import Article, Claim, Failure, Purpose, Query, failure_of

VERSION = 1

_MOST_QUERIES = 6  # of one claim: a model that proposes more is not read further
_LONGEST_QUERY = 200
_LONGEST_CLAIM = 600


class UnplannedClaimError(ClaimhouseError):
    """The model was asked twice and proposed no usable query for a claim."""


class _ProposedQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    purpose: Purpose
    text: str


class _PlannedClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")

    claim: int
    queries: list[_ProposedQuery]


class _Plan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    claims: list[_PlannedClaim]


class LlmPlanner:
    """Asks a model for queries, `claims_per_call` claims at a time; a claim that it leaves out is asked for again."""

    name = "llm"

    def __init__(self, gateway: LlmGateway, *, claims_per_call: int = 10) -> None:
        self._gateway = gateway
        self._claims_per_call = claims_per_call
        self._prompt = load_prompt("verifiers.prompts", "plan")

    @property
    def version(self) -> str:
        """Ours, the prompt's, the shape's and the model's."""
        return f"{VERSION}-{self._prompt.version}-{schema_version(_Plan)}-{self._gateway.version}"

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        """The queries of all claims in their order; a claim without one is a Failure.

        Raises the error of the first call when every call failed.
        """
        size = self._claims_per_call
        batches = [claims[i : i + size] for i in range(0, len(claims), size)]
        answers = await asyncio.gather(
            *(self._batch(article, batch, run_id) for batch in batches), return_exceptions=True
        )
        queries: list[Query] = []
        failures: list[Failure] = []
        errors: list[ClaimhouseError] = []
        for batch, answer in zip(batches, answers, strict=True):
            if isinstance(answer, ClaimhouseError):
                errors.append(answer)
                failures += [_failure(answer, claim, run_id) for claim in batch]
            elif isinstance(answer, BaseException):
                raise answer
            else:
                queries += answer.queries
                failures += answer.failures
        if errors and len(errors) == len(batches):
            raise errors[0]
        return Planned(tuple(queries), tuple(failures))

    async def _batch(self, article: Article, claims: Sequence[Claim], run_id: str) -> Planned:
        found = await self._ask(article, claims, run_id)
        left_out = [claim for claim in claims if claim.claim_id not in found]
        error: ClaimhouseError = UnplannedClaimError(
            f"{self._gateway.model} proposed no search for the claim: run again, or use another --model"
        )
        if left_out:
            try:
                found |= await self._ask(article, left_out, run_id)
            except ClaimhouseError as second:
                error = second  # the claims that were planned at first stand
        queries = [query for claim in claims for query in found.get(claim.claim_id, ())]
        failures = [_failure(error, claim, run_id) for claim in left_out if claim.claim_id not in found]
        return Planned(tuple(queries), tuple(failures))

    async def _ask(self, article: Article, claims: Sequence[Claim], run_id: str) -> dict[str, list[Query]]:
        """The queries by claim_id, for the claims that have any. Raises BadReplyError where none has."""
        prompt = self._prompt.filled(
            claims=fenced("CLAIMS", [f"[{n}] {_described(claim)}" for n, claim in enumerate(claims, 1)]),
            numbers=f"1 to {len(claims)}",
        )
        plan = await self._gateway.ask(
            prompt,
            _Plan,
            item_id=article.article_id,
            run_id=run_id,
            # Such a reply must not be kept in the cache: the next run would only read it again.
            objection=lambda answer: None if self._by_claim(answer, claims) else "it has no usable query for any claim",
        )
        return self._by_claim(plan, claims)

    def _by_claim(self, plan: _Plan, claims: Sequence[Claim]) -> dict[str, list[Query]]:
        found: dict[str, list[Query]] = {}
        for planned in plan.claims:
            # A number that was not given is nobody's claim.
            if 1 <= planned.claim <= len(claims):
                claim = claims[planned.claim - 1]
                mine = found.setdefault(claim.claim_id, [])
                for query in self._queries(claim, planned.queries):
                    if len(mine) < _MOST_QUERIES and query.text.casefold() not in {one.text.casefold() for one in mine}:
                        mine.append(query)
        return {claim_id: queries for claim_id, queries in found.items() if queries}

    def _queries(self, claim: Claim, proposed: Sequence[_ProposedQuery]) -> Iterator[Query]:
        for one in proposed:
            text = neutralised(one.text)
            # An address is no search, and models make them up.
            if any(ch.isalnum() for ch in text) and len(text) <= _LONGEST_QUERY and "://" not in text:
                yield Query(
                    query_id=Query.id_for(claim.claim_id, text, one.purpose, self.name, self.version),
                    claim_id=claim.claim_id,
                    text=text,
                    purpose=one.purpose,
                    planner=self.name,
                    planner_version=self.version,
                )


def _described(claim: Claim) -> str:
    """The claim on one line, with who said it, when, and what time it is about."""
    about = [f"kind: {claim.kind}"]
    if claim.speaker:
        about.append(f"said by: {neutralised(claim.speaker)[:_LONGEST_QUERY]}")
    if claim.said_from or claim.said_to:
        about.append(f"said on: {claim.said_from or claim.said_to}")
    if claim.about_from or claim.about_to:
        about.append(f"about: {claim.about_from or '…'} to {claim.about_to or '…'}")
    return f"{neutralised(claim.text)[:_LONGEST_CLAIM]} ({'; '.join(about)})"


def _failure(error: ClaimhouseError, claim: Claim, run_id: str) -> Failure:
    return failure_of(
        error,
        item_id=claim.claim_id,
        article_id=claim.article_id,
        stage="plan",
        run_id=run_id,
        at=datetime.now(UTC),
    )
