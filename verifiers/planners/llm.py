"""Queries proposed by a language model: several a claim, each with a purpose, many claims a call.

No proposal is taken on trust: one that brings in what the claim does not hold is dropped (`invented`).
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from gateways.errors import BadReplyError, ContentFilteredError, NoChoicesError, RefusedError, TruncatedError
from gateways.llm import LlmGateway
from gateways.prompts import fenced, load_prompt, neutralised
from gateways.replies import schema_version
from language import hostile
from language.identification import LANGUAGE_NAMES, identify, language_name
from verifiers.planners import invented
from verifiers.planners.describing import described, tried_lines
from verifiers.planners.invented import invented_numbers, invented_words
from verifiers.protocols import Planned, Tried
from warehouse.errors import ClaimhouseError
from warehouse.records import Article, Claim, Failure, Purpose, Query, content_hash, failure_of

VERSION = 4

_MOST_QUERIES = 6  # of one claim: a model that proposes more is not read further
_MOST_FURTHER = 3
_LONGEST_QUERY = 200
_ARTICLE_LANGUAGE = "en"  # what an article is taken to be in that does not tell

_NO_ANSWER = (BadReplyError, RefusedError, ContentFilteredError, TruncatedError, NoChoicesError)

Item = TypeVar("Item", Claim, Tried)


class UnplannedClaimError(ClaimhouseError):
    """The model was asked twice and proposed no usable query for a claim."""


class _ProposedQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    purpose: Purpose
    text: str
    language: str | None


class _PlannedClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")

    claim: int
    queries: list[_ProposedQuery]


class _Plan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    claims: list[_PlannedClaim]


class _FurtherPlan(_Plan):
    """The same, of a second round: a name of its own tells the two calls apart."""


class LlmPlanner:
    """Asks a model for queries, `claims_per_call` claims at a time; a claim that it leaves out is asked for again."""

    name = "llm"

    def __init__(self, gateway: LlmGateway, *, claims_per_call: int = 20) -> None:
        self._gateway = gateway
        self._claims_per_call = claims_per_call
        self._prompt = load_prompt("verifiers.prompts", "plan")
        self._further = load_prompt("verifiers.prompts", "plan_further")

    @property
    def version(self) -> str:
        """Ours, the prompts', the shape's and the model's."""
        prompts = content_hash(f"{self._prompt.version} {self._further.version}")[:16]
        return (
            f"{VERSION}.{invented.VERSION}.{hostile.VERSION}-{prompts}-{schema_version(_Plan)}-{self._gateway.version}"
        )

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        """The queries of all claims in their order; a claim without one is a Failure.

        Raises the error of the first call when every call failed.
        """
        return await self._in_batches(claims, lambda batch: self._first(article, batch, run_id), run_id)

    async def plan_further(self, article: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        """At most three queries more for each claim, of round 2; a claim for which the model knows none has none.

        Raises the error of the first call when every call failed.
        """
        return await self._in_batches(tried, lambda batch: self._second(article, batch, run_id), run_id)

    async def _in_batches(
        self, items: Sequence[Item], ask: Callable[[Sequence[Item]], Awaitable[Planned]], run_id: str
    ) -> Planned:
        size = self._claims_per_call
        batches = [items[i : i + size] for i in range(0, len(items), size)]
        answers = await asyncio.gather(*(ask(batch) for batch in batches), return_exceptions=True)
        queries: list[Query] = []
        failures: list[Failure] = []
        errors: list[ClaimhouseError] = []
        for batch, answer in zip(batches, answers, strict=True):
            if isinstance(answer, ClaimhouseError):
                errors.append(answer)
                claims = (item.claim if isinstance(item, Tried) else item for item in batch)
                failures += [_failure(answer, claim, run_id) for claim in claims]
            elif isinstance(answer, BaseException):
                raise answer
            else:
                queries += answer.queries
                failures += answer.failures
        if errors and len(errors) == len(batches):
            raise errors[0]
        return Planned(tuple(queries), tuple(failures))

    async def _first(self, article: Article, claims: Sequence[Claim], run_id: str) -> Planned:
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
            claims=fenced("CLAIMS", [f"[{n}] {described(claim)}" for n, claim in enumerate(claims, 1)]),
            numbers=f"1 to {len(claims)}",
        )

        def read(plan: _Plan) -> dict[str, list[Query]]:
            return self._read(plan, article, claims, known={}, most=_MOST_QUERIES, round_=1)

        plan = await self._gateway.ask(
            prompt,
            _Plan,
            item_id=article.article_id,
            run_id=run_id,
            article_id=article.article_id,
            claim_ids=[claim.claim_id for claim in claims],
            # Such a reply must not be kept in the cache: the next run would only read it again.
            objection=lambda answer: None if read(answer) else "it has no usable query for any claim",
        )
        return read(plan)

    async def _second(self, article: Article, tried: Sequence[Tried], run_id: str) -> Planned:
        claims = [one.claim for one in tried]
        prompt = self._further.filled(
            claims=fenced("CLAIMS", [line for n, one in enumerate(tried, 1) for line in tried_lines(n, one)]),
            numbers=f"1 to {len(tried)}",
        )
        try:
            plan = await self._gateway.ask(
                prompt,
                _FurtherPlan,
                item_id=article.article_id,
                run_id=run_id,
                article_id=article.article_id,
                claim_ids=[claim.claim_id for claim in claims],
            )
        except _NO_ANSWER:
            return Planned(())  # the model was reached, and has nothing to add
        known = {one.claim.claim_id: [query.text for query in one.queries] for one in tried}
        found = self._read(plan, article, claims, known=known, most=_MOST_FURTHER, round_=2)
        return Planned(tuple(query for claim in claims for query in found.get(claim.claim_id, ())))

    def _read(
        self,
        plan: _Plan,
        article: Article,
        claims: Sequence[Claim],
        *,
        known: dict[str, list[str]],
        most: int,
        round_: int,
    ) -> dict[str, list[Query]]:
        """The usable queries by claim_id, none with the words of one that is `known`."""
        found: dict[str, list[Query]] = {}
        for planned in plan.claims:
            # A number that was not given is nobody's claim.
            if 1 <= planned.claim <= len(claims):
                claim = claims[planned.claim - 1]
                mine = found.setdefault(claim.claim_id, [])
                texts = {_words_of(text) for text in known.get(claim.claim_id, ())}
                for query in self._queries(article, claim, planned.queries, round_):
                    if len(mine) < most and _words_of(query.text) not in texts | {_words_of(one.text) for one in mine}:
                        mine.append(query)
        return {claim_id: queries for claim_id, queries in found.items() if queries}

    def _queries(
        self, article: Article, claim: Claim, proposed: Sequence[_ProposedQuery], round_: int
    ) -> Iterator[Query]:
        for one in proposed:
            text = neutralised(one.text)
            # An address is no search, and models make them up.
            if not any(ch.isalnum() for ch in text) or len(text) > _LONGEST_QUERY or "://" in text:
                continue
            language = _other_language(one, text, article)
            invented = (invented_numbers if language else invented_words)(text, claim, article)
            if invented or (language and not _was_said(one.purpose, claim)):
                continue
            yield Query(
                query_id=Query.id_for(claim.claim_id, text, one.purpose, self.name, self.version),
                claim_id=claim.claim_id,
                text=text,
                purpose=one.purpose,
                planner=self.name,
                planner_version=self.version,
                round=round_,
                language=language,
            )


def _other_language(one: _ProposedQuery, text: str, article: Article) -> str | None:
    """The language of a query that is not the article's; None where it is, or where it only says that it is not."""
    code = (one.language or "").strip().lower()
    own = (article.language or _ARTICLE_LANGUAGE).lower()
    if not code or code == own or language_name(code) not in LANGUAGE_NAMES:
        return None
    seen = identify(text)
    return None if seen and seen.code == own else code


def _was_said(purpose: Purpose, claim: Claim) -> bool:
    """Whether a query in another language looks for what somebody said: for nothing else can there be such words."""
    return purpose == "exact_words" and claim.speaker is not None


def _words_of(text: str) -> tuple[str, ...]:
    """A query's words in no order: a search engine takes two queries of the same words for one."""
    return tuple(sorted(re.findall(r"\w+", text.casefold())))


def _failure(error: ClaimhouseError, claim: Claim, run_id: str) -> Failure:
    return failure_of(
        error,
        item_id=claim.claim_id,
        article_id=claim.article_id,
        stage="plan",
        run_id=run_id,
        at=datetime.now(UTC),
    )
