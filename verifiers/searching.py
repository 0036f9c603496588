"""Searching: every query of a run to every source that answers its purpose, each question once.

A source that is down, slow or over its quota leaves Failures, and holds up none of the others.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from verifiers.circuits import REFUSALS, Circuit
from verifiers.memory import Memory
from verifiers.outcomes import Job, Limits
from verifiers.planners import earlier_checks
from verifiers.protocols import EARLIER_CHECKS, Answer, EvidenceSource, Hit, Paced
from verifiers.ranking import Found
from verifiers.sides import is_known_when_said, last_day_known
from warehouse.errors import ClaimhouseError, SourceError, TransientError, WarehouseError
from warehouse.records import Claim, Failure, LeftOut, Query, Search, Unread

VERSION = 3

_CHARACTERS_KEPT = 50_000_000  # of the documents that answers hold: some 100 MB, the answers asked for last

Question = tuple[object, ...]

_NO_SOURCE = "no source of evidence answers such queries: set another one, such as --corpus DIR"


class SearchTimeoutError(SourceError, TransientError):
    """A source did not answer within the time that one search may take."""


class PagesNotReadError(SourceError, TransientError):
    """A search named pages that could not be read now, and may be read another time."""


class NoSourceError(SourceError):
    """No source answers queries of the purposes that were proposed."""


class UndatedClaimError(ClaimhouseError):
    """Evidence was to be cut off at the claim's day, and the claim has none."""


@dataclass(frozen=True)
class Searched:
    """What the searches for one claim came to.

    `could_look` tells whether any source of evidence could be asked at all: to have found nothing is an answer, to have
    failed is none, and what others have made of the claim is no evidence.
    """

    searches: tuple[Search, ...] = ()
    found: tuple[Found, ...] = ()
    failures: tuple[Failure, ...] = ()
    could_look: bool = False
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)  # of each search, by search_id

    @property
    def evidence(self) -> tuple[Found, ...]:
        """What may be put before a judge: all but earlier fact-checks, which repeat the claim and give it a rating."""
        without = (
            Found(one.query, tuple(hit for hit in one.hits if hit.document.claim_reviewed is None))
            for one in self.found
        )
        return tuple(one for one in without if one.hits)

    def and_then(self, later: "Searched") -> "Searched":
        """These and a later round's."""
        return Searched(
            (*self.searches, *later.searches),
            (*self.found, *later.found),
            (*self.failures, *later.failures),
            self.could_look or later.could_look,
            {**self.hits, **later.hits},
        )


class Searching:
    """The searches of one run, whichever claims of whichever articles they are for.

    The same question (source, text, language, last day, and the claim where the source reads it) is put once: who asks
    it meanwhile waits for the same answer, who asks it later is given it, unless so much was found since that it was
    let go. A failure is not kept. What `memory` has of a check that is taken up again is not asked for.
    """

    def __init__(
        self,
        sources: Sequence[EvidenceSource],
        limits: Limits,
        *,
        memory: Memory | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._memory = memory or Memory()
        self._sources = tuple(sources)
        self._of_evidence = {source.name for source in sources if source.purposes != EARLIER_CHECKS}
        self._limits = limits
        self._circuits = {
            source.name: Circuit(
                source.name, failures=limits.failures_before_pause, pause_s=limits.source_pause_s, clock=clock
            )
            for source in sources
        }
        # Each source has places of its own, so that one that hangs keeps nobody from asking the others.
        self._places = {source.name: asyncio.Semaphore(_at_once(source, limits)) for source in sources}
        self._asking: dict[Question, asyncio.Task[tuple[str, Answer]]] = {}
        self._answers: OrderedDict[Question, tuple[str, Answer]] = OrderedDict()
        self._characters = 0

    async def search(self, job: Job, claim: Claim, queries: Sequence[Query]) -> Searched:
        """Every query put to every source that answers its purpose, at once; the article's own story is left out.

        Raises UndatedClaimError where evidence is to be cut off at the day of a claim that has none, and WarehouseError
        where what was fetched cannot be kept.
        """
        until = _cut_off(job, claim)
        asked = [(query, source) for query in queries for source in self._sources if _is_for(query, source)]
        answers = await asyncio.gather(
            *(self._search_once(job, claim, query, source, until) for query, source in asked)
        )
        failures = {one.failure_id: one for _, _, one in answers if one}
        if not any(source.name in self._of_evidence for _, source in asked):
            failures |= {one.failure_id: one for one in [job.failure(NoSourceError(_NO_SOURCE), claim, "search")]}
        searches = tuple(search for search, _, _ in answers)
        for failure in _of_unread(job, claim, searches):
            failures[failure.failure_id] = failure
        could_look = any(search.outcome != "failed" and search.source in self._of_evidence for search in searches)
        if searches and not could_look and all(one.item_id != claim.claim_id for one in failures.values()):
            # The sources' own Failures say what is wrong with them; this one, why the claim has no verdict.
            told = next(iter(failures.values()))
            own = job.failure(SourceError(told.message), claim, "search")
            failures[own.failure_id] = own
        found = tuple(found for _, found, _ in answers if found.hits)
        hits = {search.search_id: found.hits for search, found, _ in answers}
        return Searched(searches, found, tuple(failures.values()), could_look, hits)

    async def _search_once(
        self, job: Job, claim: Claim, query: Query, source: EvidenceSource, until: date | None
    ) -> tuple[Search, Found, Failure | None]:
        if (known := self._memory.search(claim, query, source.name)) is not None:
            return known[0], Found(query, known[1]), None
        failure: Failure | None = None
        found = Found(query, ())
        version, answer = "unavailable", Answer()
        left_out: tuple[LeftOut, ...] = ()
        try:
            version, answer = await self._answer(claim, query, source, until)
            hits = [hit for hit in answer.hits if until is None or is_known_when_said(claim, hit.document)]
            usable, aside = await asyncio.to_thread(job.own_story.leave_out, hits)
            found, left_out = Found(query, tuple(usable)), tuple(aside)
        except WarehouseError:
            raise  # the disk is full, say: no page can be kept, whichever claim it is for
        except REFUSALS as error:
            failure = job.failure_of_item(error, source.name, "search")  # one for the source, and not one a claim
        except Exception as error:  # noqa: BLE001 - whatever a source throws is never "found nothing"
            failure = job.failure(error, claim, "search")
        document_ids = tuple(hit.document.document_id for hit in found.hits)
        outcome: Literal["found", "nothing", "failed"] = "found" if document_ids else "nothing"
        if failure:
            outcome = "failed"
        search = Search(
            search_id=Search.id_for(
                query.query_id, source.name, version, until, document_ids, outcome, left_out, answer.unread
            ),
            query_id=query.query_id,
            claim_id=claim.claim_id,
            source=source.name,
            source_version=version,
            published_until=until,
            document_ids=document_ids,
            outcome=outcome,
            unread=answer.unread,
            left_out=left_out,
            matched={hit.document.document_id: hit.how for hit in found.hits if hit.how},
            searched_at=job.now,
            run_id=job.run_id,
        )
        return search, found, failure

    async def _answer(
        self, claim: Claim, query: Query, source: EvidenceSource, until: date | None
    ) -> tuple[str, Answer]:
        """The source's version and its answer, asked for unless the question was put before."""
        of_claim = claim.claim_id if source.by_claim else None
        question: Question = (source.name, query.text, query.language, until, of_claim)
        if (known := self._answers.get(question)) is not None:
            self._answers.move_to_end(question)
            return known
        asking = self._asking.get(question)
        if asking is None:
            asking = asyncio.create_task(self._ask(claim, query, source, until))
            self._asking[question] = asking
            asking.add_done_callback(lambda task: self._note(question, task))
        # Whoever gives up waiting must not take the answer from the others.
        return await asyncio.shield(asking)

    def _note(self, question: Question, task: "asyncio.Task[tuple[str, Answer]]") -> None:
        del self._asking[question]
        if task.cancelled() or task.exception() is not None:
            return
        self._answers[question] = task.result()
        self._characters += _size(task.result()[1])
        while self._characters > _CHARACTERS_KEPT and len(self._answers) > 1:
            _, (_, oldest) = self._answers.popitem(last=False)
            self._characters -= _size(oldest)

    async def _ask(self, claim: Claim, query: Query, source: EvidenceSource, until: date | None) -> tuple[str, Answer]:
        # What lies on this machine answers as fast as its processor lets it, and nothing is won by asking again later.
        allowed = self._limits.search_timeout_s if source.live else None
        async with self._places[source.name]:
            with self._circuits[source.name].search():
                version = source.version
                asked = source.search(query, claim, published_until=until, limit=self._limits.documents_per_search)
                try:
                    return version, await asyncio.wait_for(asked, allowed)
                except TimeoutError:
                    raise SearchTimeoutError(
                        f"{source.name} did not answer within {self._limits.search_timeout_s:g} s: run again later, or "
                        "raise CLAIMHOUSE_SEARCH_TIMEOUT_S"
                    ) from None


def _at_once(source: EvidenceSource, limits: Limits) -> int:
    most = limits.concurrent_searches
    return min(most, source.searches_at_once) if isinstance(source, Paced) else most


def _is_for(query: Query, source: EvidenceSource) -> bool:
    if query.planner == earlier_checks.NAME:
        return source.purposes == EARLIER_CHECKS
    return query.purpose in source.purposes


def _cut_off(job: Job, claim: Claim) -> date | None:
    if job.cutoff == "now":
        return None
    until = last_day_known(claim)
    if until is None:
        raise UndatedClaimError(
            "the claim's day is not known, so evidence cannot be cut off there: "
            "give the article's day with --published, or check with --cutoff now"
        )
    return until


def _size(answer: Answer) -> int:
    return sum(len(hit.document.text) for hit in answer.hits)


def _of_unread(job: Job, claim: Claim, searches: Sequence[Search]) -> list[Failure]:
    """A Failure for each source that named pages which may be read another time: the claim is then tried again.

    A page that cannot be read for good is none: it is told with its search, and in `evidence_gaps`.
    """
    by_source: dict[str, dict[str, Unread]] = {}
    for search in searches:
        for page in search.unread:
            if page.transient:
                by_source.setdefault(search.source, {}).setdefault(page.url, page)
    return [
        job.failure(PagesNotReadError(_told(source, list(pages.values()))), claim, "search")
        for source, pages in by_source.items()
    ]


def _told(source: str, pages: Sequence[Unread]) -> str:
    first = min(pages, key=lambda page: page.url)
    which, where = ("a page", "") if len(pages) == 1 else (f"{len(pages)} pages", ", the first")
    told = f"{source} named {which} that could not be read now and will be tried again{where}"
    return f"{told}: {first.url} ({first.reason})"
