"""The verifying stage: from claims to verdicts, each with the trail of queries, searches, evidence and judgements.

What fails is that claim's Failure and never a label: a claim whose queries could not be planned, none of whose searches
succeeded, or that no judge could judge gets no verdict and is tried again by the next run.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Literal

from verifiers import combine, independence, own_story, passages
from verifiers.combine import Rules
from verifiers.history import DOCUMENTS, change_since, is_unchanged
from verifiers.own_story import OwnStory
from verifiers.passages import Found, choose_passages
from verifiers.protocols import Answer, Evidence, EvidenceSource, Judge, QueryPlanner
from verifiers.publishers import Publishers, load_publishers
from verifiers.sides import InvalidJudgementError, day_said
from warehouse.errors import ClaimhouseError
from warehouse.records import (
    Article,
    ArticleVersion,
    Claim,
    Document,
    Failure,
    Judgement,
    LeftOut,
    Passage,
    Query,
    Search,
    Stage,
    Verdict,
    content_id,
    failure_of,
)

VERSION = 1

Cutoff = Literal["now", "claim"]

_log = logging.getLogger(__name__)


class NoQueryError(ClaimhouseError):
    """A planner proposed no search for a claim."""


class UndatedClaimError(ClaimhouseError):
    """Evidence was to be cut off at the claim's day, and the claim has none."""


@dataclass(frozen=True)
class Limits:
    """How much is looked for and read. Changing one changes what may come out, but for the two of concurrency."""

    claims_per_plan: int = 20
    documents_per_search: int = 10
    passages_per_claim: int = 8
    passages_per_document: int = 2
    concurrent_claims: int = 4
    concurrent_searches: int = 8

    def version(self) -> str:
        """Changes with every limit that could change an outcome."""
        kept = asdict(self)
        del kept["concurrent_claims"], kept["concurrent_searches"]
        return " ".join(f"{name}={value}" for name, value in sorted(kept.items()))


@dataclass(frozen=True)
class Checked:
    """All that came of one claim. Without a verdict it is `unchanged` since the previous one, or it failed."""

    claim_id: str
    queries: tuple[Query, ...] = ()
    searches: tuple[Search, ...] = ()
    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    verdict: Verdict | None = None
    failures: tuple[Failure, ...] = ()
    unchanged: bool = False


@dataclass(frozen=True)
class _Job:
    """What one call of `verify` is about."""

    article: Article
    own_story: OwnStory
    run_id: str
    now: datetime
    cutoff: Cutoff

    def failure(self, error: Exception, claim: Claim, stage: Stage) -> Failure:
        if not isinstance(error, ClaimhouseError):
            _log.error("unexpected error in stage %s of claim %s", stage, claim.claim_id, exc_info=error)
        return failure_of(
            error,
            item_id=claim.claim_id,
            stage=stage,
            run_id=self.run_id,
            at=self.now,
            article_id=self.article.article_id,
        )


@dataclass(frozen=True)
class _Searched:
    searches: tuple[Search, ...]
    found: tuple[Found, ...]
    failures: tuple[Failure, ...]


class Verifier:
    """The verifying stage, configured. One may verify several articles at once."""

    def __init__(
        self,
        planner: QueryPlanner,
        sources: Sequence[EvidenceSource],
        judges: Sequence[Judge],
        *,
        rules: Rules | None = None,
        limits: Limits | None = None,
        publishers: Publishers | None = None,
    ) -> None:
        if not sources or not judges:
            raise ValueError("a verifier needs at least one evidence source and one judge")
        self._planner = planner
        self._sources = tuple(sources)
        self._judges = tuple(judges)
        self._rules = rules or Rules()
        self._limits = limits or Limits()
        self.publishers = publishers or load_publishers()
        self._claims_at_once = asyncio.Semaphore(self._limits.concurrent_claims)
        self._searches_at_once = asyncio.Semaphore(self._limits.concurrent_searches)

    def version_key(self, cutoff: Cutoff) -> str:
        """Changes whenever anything could make an outcome differ, the content of the evidence sources included."""
        sources = {f"source.{source.name}": _source_version(source) for source in self._sources}
        lists = {"publishers": self.publishers.version}
        return content_id("ver", {**self._versions(cutoff), **sources, **lists})

    async def verify(
        self,
        article: Article,
        version: ArticleVersion,
        claims: Sequence[Claim],
        *,
        run_id: str,
        now: datetime,
        cutoff: Cutoff,
        previous: Mapping[str, Verdict],
    ) -> list[Checked]:
        """Check claims of one article, in the order given. `previous` has the verdict that stands for a claim, if any.

        With the cutoff "claim" nothing published after the day on which a claim was said is asked for. Never raises for
        what a planner, a source or a judge does: that is a Failure.
        """
        job = _Job(article, OwnStory.of(article, version, self.publishers), run_id, now, cutoff)
        size = self._limits.claims_per_plan
        batches = [claims[first : first + size] for first in range(0, len(claims), size)]
        checked = await asyncio.gather(*(self._verify_batch(job, batch, previous) for batch in batches))
        return [one for batch in checked for one in batch]

    async def _verify_batch(self, job: _Job, claims: Sequence[Claim], previous: Mapping[str, Verdict]) -> list[Checked]:
        queries: dict[str, list[Query]] = {claim.claim_id: [] for claim in claims}
        failures: dict[str, list[Failure]] = {claim.claim_id: [] for claim in claims}
        try:
            planned = await self._planner.plan(job.article, claims, run_id=job.run_id)
        except Exception as error:  # noqa: BLE001 - whatever a planner throws leaves its claims unchecked
            return [Checked(claim.claim_id, failures=(job.failure(error, claim, "plan"),)) for claim in claims]
        for query in planned.queries:
            queries[query.claim_id].append(query)
        for failure in planned.failures:
            failures[failure.item_id].append(failure)
        return list(
            await asyncio.gather(
                *(
                    self._verify_claim(
                        job, claim, queries[claim.claim_id], failures[claim.claim_id], previous.get(claim.claim_id)
                    )
                    for claim in claims
                )
            )
        )

    async def _verify_claim(
        self,
        job: _Job,
        claim: Claim,
        queries: Sequence[Query],
        failures: Sequence[Failure],
        previous: Verdict | None,
    ) -> Checked:
        if not queries:
            failed = failures or [job.failure(NoQueryError(_NO_QUERY), claim, "plan")]
            return Checked(claim.claim_id, failures=tuple(failed))
        async with self._claims_at_once:
            try:
                searched = await self._search(job, claim, queries)
                trail = Checked(
                    claim.claim_id,
                    queries=tuple(queries),
                    searches=searched.searches,
                    failures=(*failures, *searched.failures),
                )
                if not any(search.outcome != "failed" for search in searched.searches):
                    return trail
                chosen = await asyncio.to_thread(
                    choose_passages,
                    claim,
                    searched.found,
                    per_claim=self._limits.passages_per_claim,
                    per_document=self._limits.passages_per_document,
                )
                evidence = await asyncio.to_thread(independence.counted, claim, chosen, self.publishers)
            except Exception as error:  # noqa: BLE001 - a defect in one claim's check must not take the others with it
                return Checked(
                    claim.claim_id, queries=tuple(queries), failures=(*failures, job.failure(error, claim, "search"))
                )
            return await self._judge(job, claim, trail, searched, evidence, previous)

    async def _search(self, job: _Job, claim: Claim, queries: Sequence[Query]) -> _Searched:
        """Every query put to every source, at once; the article's own story is left out of what they found."""
        published_until: date | None = None
        if job.cutoff == "claim":
            published_until = day_said(claim)
            if published_until is None:
                raise UndatedClaimError(
                    "the claim's day is not known, so evidence cannot be cut off there: "
                    "give the article's day with --published, or check with --cutoff now"
                )
        asked = [(query, source) for query in queries for source in self._sources if query.purpose in source.purposes]
        answers = await asyncio.gather(
            *(self._search_once(job, claim, query, source, published_until) for query, source in asked)
        )
        searches: list[Search] = []
        found: list[Found] = []
        failures: dict[str, Failure] = {}
        for search, hits, failure in answers:
            searches.append(search)
            if failure:
                failures[failure.failure_id] = failure
            elif hits.hits:
                found.append(hits)
        return _Searched(tuple(searches), tuple(found), tuple(failures.values()))

    async def _search_once(
        self, job: _Job, claim: Claim, query: Query, source: EvidenceSource, published_until: date | None
    ) -> tuple[Search, Found, Failure | None]:
        failure: Failure | None = None
        found = Found(query, ())
        version = "unavailable"
        answer = Answer()
        left_out: tuple[LeftOut, ...] = ()
        async with self._searches_at_once:
            try:
                version = source.version
                answer = await source.search(
                    query, claim, published_until=published_until, limit=self._limits.documents_per_search
                )
                usable, aside = await asyncio.to_thread(job.own_story.leave_out, answer.hits)
                found, left_out = Found(query, tuple(usable)), tuple(aside)
            except Exception as error:  # noqa: BLE001 - whatever a source throws is never "found nothing"
                failure = job.failure(error, claim, "search")
        document_ids = tuple(hit.document.document_id for hit in found.hits)
        outcome: Literal["found", "nothing", "failed"] = "found" if document_ids else "nothing"
        if failure:
            outcome = "failed"
        search = Search(
            search_id=Search.id_for(
                query.query_id, source.name, version, published_until, document_ids, outcome, left_out
            ),
            query_id=query.query_id,
            claim_id=claim.claim_id,
            source=source.name,
            source_version=version,
            published_until=published_until,
            document_ids=document_ids,
            outcome=outcome,
            unread=answer.unread,
            left_out=left_out,
            searched_at=job.now,
            run_id=job.run_id,
        )
        return search, found, failure

    async def _judge(
        self,
        job: _Job,
        claim: Claim,
        trail: Checked,
        searched: _Searched,
        evidence: Sequence[Evidence],
        previous: Verdict | None,
    ) -> Checked:
        documents = {hit.document.document_id: hit.document for found in searched.found for hit in found.hits}
        judgements: list[Judgement] = []
        failures = list(trail.failures)
        if evidence:
            answers = await asyncio.gather(*(self._judge_once(job, claim, judge, evidence) for judge in self._judges))
            judgements = [one for one in answers if isinstance(one, Judgement)]
            failures += [one for one in answers if isinstance(one, Failure)]
        trail = Checked(
            claim.claim_id,
            queries=trail.queries,
            searches=trail.searches,
            documents=tuple(documents[key] for key in sorted(documents)),
            passages=tuple(item.passage for item in evidence),
            judgements=tuple(judgements),
            failures=tuple(failures),
        )
        if evidence and not judgements:
            return trail
        return self._decide(job, claim, trail, evidence, previous)

    async def _judge_once(
        self, job: _Job, claim: Claim, judge: Judge, evidence: Sequence[Evidence]
    ) -> Judgement | Failure:
        try:
            answer = await judge.judge(claim, evidence, run_id=job.run_id)
            if isinstance(answer, Judgement):
                _check(answer, claim, evidence)
        except Exception as error:  # noqa: BLE001 - whatever a judge throws is never a verdict
            return job.failure(error, claim, "judge")
        return answer

    def _decide(
        self, job: _Job, claim: Claim, trail: Checked, evidence: Sequence[Evidence], previous: Verdict | None
    ) -> Checked:
        judged_by = {judgement.judge: judgement for judgement in trail.judgements}
        versions = self._versions(job.cutoff)
        versions.update({f"judge.{name}.model": one.model for name, one in judged_by.items() if one.model})
        put_before = {item.document.document_id: item.document for item in evidence}
        versions[DOCUMENTS] = " ".join(sorted(put_before))
        versions["publishers"] = self.publishers.facts(put_before.values())
        judgement_ids = tuple(sorted(judgement.judgement_id for judgement in trail.judgements))
        decision = combine.combine(claim, evidence, trail.judgements, rules=self._rules)
        # The labels are compared too: the claim's own dates decide with the judgements, and may have been read anew.
        if previous is not None and is_unchanged(
            previous, judgement_ids, versions, decision.label, decision.label_when_said
        ):
            return replace(trail, unchanged=True)
        failed = len(trail.failures)
        if previous is not None and failed:
            return trail  # an outage is no reason to replace a verdict that rests on more
        change = change_since(
            previous,
            claim,
            versions,
            sorted(put_before.values(), key=lambda found: found.document_id),
            trail.judgements,
        )
        follows = previous.verdict_id if previous else None
        rationale = f"{decision.rationale} {_INCOMPLETE}" if failed else decision.rationale
        verdict = Verdict(
            verdict_id=Verdict.id_for(claim.claim_id, follows, judgement_ids, versions),
            claim_id=claim.claim_id,
            label=decision.label,
            label_when_said=decision.label_when_said,
            issues=decision.issues,
            rationale=rationale,
            cited_passage_ids=decision.cited_passage_ids,
            judgement_ids=judgement_ids,
            origins_supporting=decision.origins_supporting,
            origins_refuting=decision.origins_refuting,
            cause=change.cause,
            changed=change.changed,
            follows=follows,
            versions=versions,
            decided_at=job.now,
            run_id=job.run_id,
        )
        return replace(trail, verdict=verdict)

    def _versions(self, cutoff: Cutoff) -> dict[str, str]:
        """The versions of all that an outcome rests on, but for the content of the evidence sources."""
        return {
            "planner": f"{self._planner.name} {self._planner.version}",
            **{f"judge.{judge.name}": judge.version for judge in self._judges},
            "verify": ".".join(str(part) for part in _PARTS),
            "rules": f"min_origins={self._rules.min_origins}",
            "limits": self._limits.version(),
            "cutoff": cutoff,
        }


# Of the code that an outcome rests on.
_PARTS = (VERSION, passages.VERSION, independence.VERSION, own_story.VERSION, combine.VERSION)
_NO_QUERY = "the planner proposed no search for the claim: check it again, or choose another planner with --model"
_INCOMPLETE = "A part of this check failed and will be tried again; what it would have found is missing here."


def _source_version(source: EvidenceSource) -> str:
    try:
        return source.version
    except ClaimhouseError as error:
        return f"unavailable: {error.name}"


def _check(judgement: Judgement, claim: Claim, evidence: Sequence[Evidence]) -> None:
    """Rule 3: a judgement is about this claim, and reads and cites only what was put before the judge."""
    given = {item.passage.passage_id for item in evidence}
    used = {reading.passage_id for reading in judgement.readings} | set(judgement.cited_passage_ids)
    if judgement.claim_id != claim.claim_id or not used <= given:
        raise InvalidJudgementError(
            f"the judge {judgement.judge} cited a passage or a claim that it was not given: check the claim again"
        )
