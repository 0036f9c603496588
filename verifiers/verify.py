"""The verifying stage: from claims to verdicts, each with the trail of queries, searches, evidence and judgements.

A claim is searched for once or, where that is not enough to decide, a second time with queries proposed from what the
first round found or missed. What fails is that claim's Failure and never a label: a claim whose queries could not be
planned, none of whose searches succeeded, or that no judge could judge gets no verdict and is tried again by the next
run.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from language.model_files import in_thread
from verifiers import combine, independence, own_story, passages, ranking, searching
from verifiers.deciding import Judged, judge_all, may_replace, new_verdict, stands
from verifiers.memory import Memory
from verifiers.outcomes import Checked, Cutoff, Job, Limits
from verifiers.own_story import OwnStory
from verifiers.passages import choose_passages
from verifiers.protocols import Evidence, EvidenceSource, Judge, Planned, QueryPlanner, Tried
from verifiers.publishers import Publishers, load_publishers
from verifiers.redeciding import Redeciding
from verifiers.rules import Rules
from verifiers.searching import Searched, Searching
from verifiers.together import together
from warehouse.errors import ClaimhouseError, WarehouseError
from warehouse.records import Article, ArticleVersion, Calibration, Claim, Failure, Query, Verdict, content_id

VERSION = 2

_RUNS_KEPT = 4  # whose answers are remembered: a run that goes on beside newer ones only asks again
# Of the code that an outcome rests on.
_PARTS = (
    *(VERSION, searching.VERSION, passages.VERSION),
    *(independence.VERSION, own_story.VERSION, combine.VERSION),
)
_NO_QUERY = "the planner proposed no search for the claim: check it again, or choose another planner with --model"


class NoQueryError(ClaimhouseError):
    """A planner proposed no search for a claim."""


@dataclass(frozen=True)
class _Inquiry:
    """How far the check of one claim has come. `judged` is None as long as nothing could be put before the judges."""

    claim: Claim
    queries: tuple[Query, ...] = ()
    failures: tuple[Failure, ...] = ()  # of planning, and of defects
    searched: Searched = field(default_factory=Searched)
    judged: Judged | None = None
    earlier: tuple[Judged, ...] = ()  # what was judged before a second round

    @property
    def is_open(self) -> bool:
        """Whether it was decided that there is not enough evidence to decide."""
        decision = self.judged.decision if self.judged else None
        return decision is not None and decision.label == "not_enough_evidence"


class Verifier(Redeciding):
    """The verifying stage, configured. One may verify several articles at once.

    `memory` has the searches of checks that are taken up again. `clock` counts seconds, for the pauses of sources that
    fail.
    """

    def __init__(
        self,
        planner: QueryPlanner,
        sources: Sequence[EvidenceSource],
        judges: Sequence[Judge],
        *,
        rules: Rules | None = None,
        calibration: Calibration | None = None,
        limits: Limits | None = None,
        publishers: Publishers | None = None,
        memory: Memory | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not sources or not judges:
            raise ValueError("a verifier needs at least one evidence source and one judge")
        if len({source.name for source in sources}) < len(sources):
            raise ValueError("two evidence sources have the same name")
        super().__init__(judges, rules=rules, calibration=calibration, publishers=publishers or load_publishers())
        self._planner = planner
        self._sources = tuple(sources)
        self._limits = limits or Limits()
        self._memory = memory
        self._clock = clock
        self._claims_at_once = asyncio.Semaphore(self._limits.concurrent_claims)
        self._runs: OrderedDict[str, Searching] = OrderedDict()

    @property
    def is_live(self) -> bool:
        """Whether its evidence may change without any version changing, as the web's does."""
        return any(source.live for source in self._sources)

    @property
    def planner_told(self) -> str:
        """Name and version of its planner, as a verdict's versions have them."""
        return f"{self._planner.name} {self._planner.version}"

    def version_key(self, cutoff: Cutoff) -> str:
        """Changes whenever anything could make an outcome differ, the content of the evidence sources included.

        But for the calibration: another one changes what is made of the readings, for which `decide_again` is enough.
        """
        sources = {f"source.{source.name}": _source_version(source) for source in self._sources}
        lists = {"publishers": self.publishers.version}
        return content_id("ver", {**self.versions(cutoff), **sources, **lists})

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
        what a planner, a source or a judge does: that is a Failure. Raises WarehouseError where a page that was fetched
        cannot be kept.
        """
        job = Job(article, OwnStory.of(article, version, self.publishers), run_id, now, cutoff)
        asking = self._searching(run_id)
        planned = await self._plan(job, claims)
        first = await together(self._first_round(job, asking, one) for one in planned)
        still_open = [one for one in first if one.is_open]
        further = {one.claim.claim_id: one for one in await self._plan_further(job, still_open)}
        inquiries = await together(
            self._second_round(job, asking, one, further[one.claim.claim_id])
            if one.claim.claim_id in further
            else _as_it_is(one)
            for one in first
        )
        return [self._outcome(job, one, previous.get(one.claim.claim_id)) for one in inquiries]

    def _searching(self, run_id: str) -> Searching:
        """What is asked, and what was answered, in this run."""
        asking = self._runs.get(run_id) or Searching(
            self._sources, self._limits, memory=self._memory, clock=self._clock
        )
        self._runs[run_id] = asking
        self._runs.move_to_end(run_id)
        while len(self._runs) > _RUNS_KEPT:
            self._runs.popitem(last=False)
        return asking

    async def _plan(self, job: Job, claims: Sequence[Claim]) -> list[_Inquiry]:
        """The claims in their order, each with its queries, or with why it has none."""
        planned = await self._in_batches(
            job, claims, lambda batch: self._planner.plan(job.article, batch, run_id=job.run_id)
        )
        inquiries = []
        for claim, queries, failures in planned:
            if not queries and not failures:
                failures = (job.failure(NoQueryError(_NO_QUERY), claim, "plan"),)
            inquiries.append(_Inquiry(claim, queries, failures))
        return inquiries

    async def _plan_further(self, job: Job, still_open: Sequence[_Inquiry]) -> list[_Inquiry]:
        """The open claims for which a second round was planned, each with its new queries and no others."""
        tried = {one.claim.claim_id: _tried(one) for one in still_open}
        planned = await self._in_batches(
            job,
            [one.claim for one in still_open],
            lambda batch: self._planner.plan_further(
                job.article, [tried[claim.claim_id] for claim in batch], run_id=job.run_id
            ),
        )
        return [_Inquiry(claim, queries, failures) for claim, queries, failures in planned if queries or failures]

    async def _in_batches(
        self, job: Job, claims: Sequence[Claim], plan: Callable[[Sequence[Claim]], Awaitable[Planned]]
    ) -> list[tuple[Claim, tuple[Query, ...], tuple[Failure, ...]]]:
        """Claims with what was planned for each; what a planner throws is the Failure of each claim of its batch."""

        async def plan_one(batch: Sequence[Claim]) -> Planned:
            try:
                return await plan(batch)
            except Exception as error:  # noqa: BLE001 - whatever a planner throws leaves its claims unchecked
                return Planned((), tuple(job.failure(error, claim, "plan") for claim in batch))

        size = self._limits.claims_per_plan
        batches = [claims[first : first + size] for first in range(0, len(claims), size)]
        planned = await together(plan_one(batch) for batch in batches)
        queries = [query for one in planned for query in one.queries]
        failures = [failure for one in planned for failure in one.failures]
        return [
            (
                claim,
                tuple(query for query in queries if query.claim_id == claim.claim_id),
                tuple(failure for failure in failures if failure.item_id == claim.claim_id),
            )
            for claim in claims
        ]

    async def _first_round(self, job: Job, asking: Searching, inquiry: _Inquiry) -> _Inquiry:
        if not inquiry.queries:
            return inquiry
        return await self._search_and_judge(job, asking, inquiry, inquiry.queries)

    async def _second_round(self, job: Job, asking: Searching, first: _Inquiry, further: _Inquiry) -> _Inquiry:
        """The claim after its further queries; without any it is left undecided, for the planning of them failed."""
        inquiry = replace(
            first, queries=(*first.queries, *further.queries), failures=(*first.failures, *further.failures)
        )
        if not further.queries:
            # What could not be planned might have found enough: that there is not enough is then not known.
            return replace(inquiry, judged=None, earlier=tuple(filter(None, (*inquiry.earlier, inquiry.judged))))
        return await self._search_and_judge(job, asking, inquiry, further.queries)

    async def _search_and_judge(
        self, job: Job, asking: Searching, inquiry: _Inquiry, queries: Sequence[Query]
    ) -> _Inquiry:
        """One round: what its queries find joins what was found before, and is judged where it makes a difference."""
        claim = inquiry.claim
        try:
            searched = inquiry.searched.and_then(await asking.search(job, claim, queries))
            inquiry = replace(inquiry, searched=searched)
            if not searched.could_look:
                return inquiry
            async with self._claims_at_once:
                evidence = await in_thread(self._evidence, job, claim, searched)
            before = inquiry.judged
            if before is not None and _passage_ids(before.evidence) == _passage_ids(evidence):
                return inquiry
            # A judge that waits for a model has that gateway's pace; one that reads by itself has the threads of this
            # process. Neither needs the places of those whose passages are being chosen.
            judged = await judge_all(job, claim, evidence, self._judges, self._rules, self._calibration)
        except WarehouseError:
            raise
        except Exception as error:  # noqa: BLE001 - a defect in one claim's check must not take the others with it
            return replace(inquiry, failures=(*inquiry.failures, job.failure(error, claim, "search")))
        return replace(inquiry, judged=judged, earlier=tuple(filter(None, (*inquiry.earlier, before))))

    def _evidence(self, job: Job, claim: Claim, searched: Searched) -> list[Evidence]:
        """The passages to put before the judges, each with what it counts as."""
        chosen = choose_passages(
            claim,
            searched.evidence,
            per_claim=self._limits.passages_per_claim,
            per_document=self._limits.passages_per_document,
        )
        story = job.own_story
        return independence.counted(claim, chosen, self.publishers, article=story.text, begins=story.begins)

    def _outcome(self, job: Job, inquiry: _Inquiry, previous: Verdict | None) -> Checked:
        """All that is to be kept of a claim's check, with a new verdict where there is one."""
        claim, searched, judged = inquiry.claim, inquiry.searched, inquiry.judged
        hits = [hit for found in searched.found for hit in found.hits]
        documents = {hit.document.document_id: hit.document for hit in hits}
        fetches = {hit.fetch.fetch_id: hit.fetch for hit in hits if hit.fetch}
        rounds = [*inquiry.earlier, *([judged] if judged else ())]
        read = {item.passage.passage_id: item.passage for one in rounds for item in one.evidence}
        failures = {one.failure_id: one for one in (*inquiry.failures, *searched.failures)}
        failures |= {failure.failure_id: failure for one in rounds for failure in one.failures}
        checked = Checked(
            claim.claim_id,
            queries=inquiry.queries,
            searches=searched.searches,
            documents=tuple(documents[key] for key in sorted(documents)),
            fetches=tuple(fetches[key] for key in sorted(fetches)),
            passages=tuple(read.values()),
            judgements=tuple(judgement for one in rounds for judgement in (*one.judgements, *one.when_said)),
            failures=tuple(failures.values()),
            hits=searched.hits,
        )
        if judged is None or judged.decision is None:
            return checked
        put_before = {item.document.document_id: item.document for item in judged.evidence}
        versions = {**self.versions(job.cutoff), "publishers": self.publishers.facts(put_before.values())}
        versions = self._calibrated(versions, judged.decision)
        if previous is not None and stands(previous, judged, versions):
            return replace(checked, unchanged=True)
        if previous is not None and not may_replace(previous, documents.keys(), checked.failures):
            return checked
        verdict = new_verdict(job, claim, judged, versions, previous, is_incomplete=bool(checked.failures))
        return replace(checked, verdict=verdict)

    def versions(self, cutoff: Cutoff) -> dict[str, str]:
        """The versions of all that an outcome rests on, but for the content of the evidence sources."""
        return {
            "planner": self.planner_told,
            **self._judge_versions(),
            "verify": ".".join(str(part) for part in (*_PARTS, ranking.version())),
            "rules": self._rules.version,
            "limits": self._limits.version(),
            "cutoff": cutoff,
        }


async def _as_it_is(inquiry: _Inquiry) -> _Inquiry:
    return inquiry


def _tried(inquiry: _Inquiry) -> Tried:
    judged = inquiry.judged
    if judged is None or judged.decision is None:
        raise ValueError("a second round follows a first one that was decided")
    return Tried(
        claim=inquiry.claim,
        queries=inquiry.queries,
        searches=inquiry.searched.searches,
        evidence=judged.evidence,
        why=judged.decision.rationale,
    )


def _passage_ids(evidence: Sequence[Evidence]) -> set[str]:
    return {item.passage.passage_id for item in evidence}


def _source_version(source: EvidenceSource) -> str:
    try:
        return source.version
    except ClaimhouseError as error:
        return f"unavailable: {error.name}"
