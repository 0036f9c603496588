"""The due claims of one article, checked again with the least work that can change what is believed of them.

All that comes of them lands in one transaction, so that a run stopped at any moment has an article whole or not at all.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flows.article_report import ArticleFailedError, is_waiting, may_pass
from flows.desk_reviews import ReviewedClaims
from flows.due import Due, last_looked
from flows.frozen import Frozen, frozen
from flows.gathered import Work, broken_down, landed, sources_answering_again
from flows.outbox import Outbox
from flows.progress import reporter
from flows.recheck_report import RecheckReport
from flows.taking_up import HalfDone, half_done, new_waits, unusable_items, waits_for_batch, without_waits
from gateways.calls import collect_calls
from gateways.postbox import Mail, collect_mail
from verifiers.deciding import Judged
from verifiers.memory import Memory, Remembered
from verifiers.outcomes import Checked, Cutoff
from verifiers.together import together
from verifiers.verify import Verifier
from warehouse.errors import ClaimhouseError, WarehouseError
from warehouse.reads import Reads
from warehouse.records import (
    Article,
    ArticleVersion,
    BatchWait,
    Claim,
    Record,
    Stage,
    Step,
    Verdict,
    content_id,
    failure_of,
)
from warehouse.store import Warehouse


class NotWholeError(ClaimhouseError):
    """An article of which something is missing in the warehouse."""


@dataclass(frozen=True)
class _Known:
    """What the warehouse has of an article's due claims."""

    article: Article
    version: ArticleVersion
    due: Sequence[Due]  # what is left of them
    claims: Mapping[str, Claim]
    standing: Mapping[str, Verdict]
    frozen: Mapping[str, Frozen]  # of the verdicts that are the claims' own
    remembered: Mapping[str, Remembered]
    half_done: HalfDone


@dataclass(frozen=True)
class _Outcome:
    """What came of a claim, with the step that is done where nothing failed."""

    checked: Checked
    step: Step | None

    @property
    def batched(self) -> bool:
        """Whether it waits for a batch."""
        return waits_for_batch(self.checked.failures)

    @property
    def failed(self) -> bool:
        """Whether something went wrong, and does not only wait: for a batch, or for a budget."""
        return bool(self.checked.failures) and not self.batched and not is_waiting(self.checked.failures)


class Rechecker:
    """Checks claims again; `recheck_article` may run for several articles at once."""

    def __init__(
        self,
        *,
        warehouse: Warehouse,
        verifier: Verifier,
        memory: Memory,
        reviewed: ReviewedClaims | None,
        cutoff: Cutoff,
        outbox: Outbox | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._warehouse = warehouse
        self._outbox = outbox  # for the questions that go by batch
        self._verifier = verifier
        self._memory = memory
        self._reviewed = reviewed
        self._cutoff: Cutoff = cutoff
        self._clock = clock

    async def recheck_article(self, article_id: str, due: Sequence[Due], *, run_id: str) -> RecheckReport:
        """Check these claims of an article, all of its latest extraction, and store what came of them.

        The article is had to itself: what another run checked since these were found due is not checked once more.
        Raises ArticleFailedError where the article is not whole or its check broke down; the Failure is stored. Raises
        WarehouseError when nothing can be stored.
        """
        told = f"{article_id}: another run is checking this article; it is looked at when that is done."
        async with self._warehouse.article_lock(article_id, lambda: reporter().say(told)):
            return await self._recheck(article_id, due, run_id)

    async def _recheck(self, article_id: str, due: Sequence[Due], run_id: str) -> RecheckReport:
        with collect_calls() as calls, collect_mail() as mail:
            began = self._clock()
            work = Work(run_id=run_id, source=article_id, calls=calls, publishers=self._verifier.publishers)
            work.article_id = article_id
            try:
                known = await asyncio.to_thread(self._read, article_id, due)
                work.source = known.article.source
                mail.delivered.update((one.custom_id, one) for one in known.half_done.delivered)
                outcomes = await self._outcomes(work, known)
            except WarehouseError:
                raise
            except asyncio.CancelledError:
                with suppress(WarehouseError):  # what a model was paid for is kept, if it can be
                    self._warehouse.commit(work.calls)
                raise
            except Exception as error:
                failure = failure_of(
                    error, item_id=article_id, stage="verify", run_id=run_id, at=self._clock(), article_id=article_id
                )
                await asyncio.to_thread(self._warehouse.commit, [failure, *work.calls])
                raise ArticleFailedError(work.source, failure) from error
            written = await asyncio.to_thread(self._commit, work, known, outcomes, mail)
            if self._outbox and mail.posted:
                await self._outbox.take(mail.posted, self._waits(work, known, outcomes, mail, began))
        flipped = [one for one in written if (before := known.standing.get(one.claim_id)) and before.label != one.label]
        given = sum(one.checked.verdict is not None for one in outcomes)
        return RecheckReport(
            article_id=article_id,
            headline=known.article.headline,
            due=len(due),
            decided=len(written),
            flipped=len(flipped),
            unchanged=sum(one.checked.unchanged for one in outcomes),
            failed=sum(one.failed for one in outcomes),
            batched=sum(one.batched for one in outcomes),
            waiting=sum(is_waiting(one.checked.failures) for one in outcomes),
            overtaken=len(due) - len(known.due) + given - len(written),
            failures=tuple(work.failures),
            unfinished=tuple(one.checked.claim_id for one in outcomes if one.failed and may_pass(one.checked.failures)),
        )

    def _read(self, article_id: str, due: Sequence[Due]) -> _Known:
        with self._warehouse.session() as session:
            wanted = {one.claim_id for one in due}
            claims = {one.claim_id: one for one in session.claims_of(due[0].extraction_id) if one.claim_id in wanted}
            article = session.article(article_id)
            version = session.version(next(iter(claims.values())).version_id) if claims else None
            if article is None or version is None:
                raise NotWholeError(f"the article {article_id} is not whole: run `claimhouse doctor`")
            latest = session.latest_extraction(article_id)
            looks = last_looked(session.steps(sorted(claims)))
            if latest is None or latest.extraction_id != due[0].extraction_id:
                due = ()  # the article was read anew, and what it says now was checked with that
            left = [one for one in due if looks.get(one.claim_id) == one.looked_at]
            claims = {one.claim_id: claims[one.claim_id] for one in left}
            standing = session.latest_verdicts(sorted(claims))
            own = [one for claim_id, one in standing.items() if one.claim_id == claim_id]
            found = {one.verdict.claim_id: one for one in frozen(session, claims, own)}
            queries = session.queries(sorted(claims))
            before = half_done(session, sorted(claims), looks)
        remembered = {}
        for claim_id in claims:
            basis = one if (one := found.get(claim_id)) and not one.faults else None
            known = Remembered(
                judgements=(*basis.judgements, *basis.when_said) if basis else (),
                queries=tuple(query for query in queries if query.claim_id == claim_id),
                has_verdict=basis is not None,
            )
            remembered[claim_id] = before.remembered(claim_id, known)
        return _Known(article, version, left, claims, standing, found, remembered, before)

    async def _outcomes(self, work: Work, known: _Known) -> list[_Outcome]:
        """What came of each claim. What is no longer whole, or has no verdict of its own, can only be searched for."""
        to_search: list[Claim] = []
        to_judge: list[tuple[Claim, Frozen]] = []
        outcomes: list[_Outcome] = []
        for one in known.due:
            claim, basis = known.claims[one.claim_id], known.frozen.get(one.claim_id)
            if one.work == "search" or basis is None or basis.faults:
                to_search.append(claim)
            elif one.work == "decide":
                outcomes.append(self._done(work, await asyncio.to_thread(self._decide, work, known, claim, basis)))
            else:
                to_judge.append((claim, basis))
        outcomes += await together(self._replay(work, known, claim, basis) for claim, basis in to_judge)
        for claims in known.half_done.groups(to_search):
            outcomes += await self._search(work, known, claims)
        return outcomes

    def _decide(self, work: Work, known: _Known, claim: Claim, basis: Frozen) -> Checked:
        judged = Judged(basis.evidence, basis.judgements, basis.when_said)
        return self._verifier.decide_again(
            known.article,
            known.version,
            claim,
            judged,
            basis.verdict,
            run_id=work.run_id,
            now=self._clock(),
            cutoff=self._cutoff,
        )

    async def _replay(self, work: Work, known: _Known, claim: Claim, basis: Frozen) -> _Outcome:
        with self._memory.of({claim.claim_id: known.remembered[claim.claim_id]}):
            checked = await self._verifier.judge_again(
                known.article,
                known.version,
                claim,
                Judged(basis.evidence),
                basis.verdict,
                run_id=work.run_id,
                now=self._clock(),
                cutoff=self._cutoff,
            )
        return self._done(work, checked)

    async def _search(self, work: Work, known: _Known, claims: Sequence[Claim]) -> list[_Outcome]:
        remembered = {claim.claim_id: known.remembered[claim.claim_id] for claim in claims}
        asked_at = self._clock()
        async with self._reviews(known, claims):
            with self._memory.of(remembered):
                checked = await self._verifier.verify(
                    known.article,
                    known.version,
                    claims,
                    run_id=work.run_id,
                    now=asked_at,
                    cutoff=self._cutoff,
                    previous=known.standing,
                )
            # The same key as a check of the article has, so that the one knows what the other has done.
            key = content_id("ver", self._verifier.version_key(self._cutoff), claims[0].extraction_id)

        def step(claim_id: str) -> Step:
            """Done when its evidence was asked for, in this run or in the one that it is taken up from: a flag that was
            raised since is open."""
            return self._step(work, claim_id, "verify", key, known.half_done.gathered_at(claim_id) or asked_at)

        return [_Outcome(one, None if one.failures else step(one.claim_id)) for one in checked]

    def _reviews(self, known: _Known, claims: Sequence[Claim]) -> AbstractAsyncContextManager[None]:
        return self._reviewed.seen_by(claims, known.article, known.version) if self._reviewed else nullcontext()

    def _done(self, work: Work, checked: Checked) -> _Outcome:
        """Evidence was not looked for, so that this counts for no search; that it was judged again is told."""
        if checked.failures:
            return _Outcome(checked, None)
        return _Outcome(checked, self._step(work, checked.claim_id, "judge", "frozen evidence"))

    def _step(self, work: Work, claim_id: str, stage: Stage, version_key: str, at: datetime | None = None) -> Step:
        at = at or self._clock()
        return Step(
            item_id=claim_id, stage=stage, version_key=version_key, run_id=work.run_id, done_at=at, checked_at=at
        )

    def _waits(
        self, work: Work, known: _Known, outcomes: Sequence[_Outcome], mail: Mail, began: datetime
    ) -> list[BatchWait]:
        """The waits of the claims that wait now, and the end of those that they waited in before."""
        wanted = {one.claim_id: one.work for one in known.due}
        waits = []
        for checked in (one.checked for one in outcomes if one.batched):
            claim_id = checked.claim_id
            new = new_waits(
                mail,
                checked,
                run_id=work.run_id,
                article_id=known.article.article_id,
                work="replay" if wanted[claim_id] == "replay" else "search",
                gathered=known.half_done.gathered_at(claim_id) or began,
            )
            waits += [*new, *self._ended(known, claim_id, but={one.custom_id for one in new})]
        return waits

    def _ended(self, known: _Known, claim_id: str, *, but: Collection[str] = ()) -> list[BatchWait]:
        before = known.half_done
        waits = (*before.waits.get(claim_id, ()), *before.overtaken.get(claim_id, ()))
        return [one.model_copy(update={"ended_at": self._clock()}) for one in waits if one.custom_id not in but]

    def _commit(self, work: Work, known: _Known, outcomes: Sequence[_Outcome], mail: Mail) -> list[Verdict]:
        """Store what was gathered; the verdicts that still follow the one that stands, and no others. Returns these.

        A claim that goes on waiting, for a batch or a budget, does so without a moment between: see `_waits`.
        """
        for one in outcomes:
            work.add_outcome(replace(one.checked, verdict=None, failures=without_waits(one.checked.failures)))
            if not one.batched and not is_waiting(one.checked.failures):
                work.records += self._ended(known, one.checked.claim_id)
        written: list[Verdict] = []

        def also(reads: Reads) -> list[Record]:
            now = reads.latest_verdicts(sorted(known.claims))
            records: list[Record] = [*work.found_of(reads), *unusable_items(reads, mail)]
            answering = sources_answering_again(reads, [one.checked for one in outcomes])
            records += [self._step(work, source, "search", source) for source in answering]
            if outcomes:
                records += [self._step(work, one, "verify", "whole") for one in broken_down(reads, work.article_id)]
            # Of the others another run was faster, and its verdict stands.
            in_time = [
                one for one in outcomes if now.get(one.checked.claim_id) == known.standing.get(one.checked.claim_id)
            ]
            verdicts = [one.checked.verdict for one in in_time if one.checked.verdict]
            written.extend(landed(reads, verdicts, self._clock()))
            return [*records, *written, *(one.step for one in in_time if one.step)]

        self._warehouse.commit([*work.records, *work.failures, *work.calls], also)
        return written
