"""One article through all the stages: read, extract, select, verify, store. Plain code that runs without Prefect.

What is done is known from the warehouse alone: a stage is skipped for an item whose Step has the same version key.
An article's records land in one transaction, so that a run stopped at any moment has it whole or not at all.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Literal

from extractors.building import extraction_id_for
from extractors.protocol import Extractor
from extractors.reading import ReadArticle
from flows.article_report import ArticleFailedError, ArticleReport, is_waiting, may_pass, old_evidence
from flows.desk_reviews import ReviewedClaims
from flows.frozen import frozen
from flows.gathered import Known, Work, broken_down, last_verified, sources_answering_again, unchanged_claims
from flows.matching import Matching, claim_forms, link_successors, matching_version, still_standing
from flows.progress import reporter
from flows.selection import NO_SOURCE, select_claims
from flows.sources import read_source
from gateways.calls import collect_calls
from gateways.web import WebGateway
from verifiers.deciding import Judged
from verifiers.outcomes import Checked
from verifiers.publishers import load_publishers
from verifiers.sameness import SameClaimJudge
from verifiers.verify import Verifier
from warehouse.errors import ClaimhouseError, WarehouseError
from warehouse.reads import Reads
from warehouse.records import (
    Article,
    ArticleVersion,
    Claim,
    ClaimLink,
    Record,
    Stage,
    Step,
    Verdict,
    content_id,
    failure_of,
)
from warehouse.store import Warehouse


@dataclass(frozen=True)
class Hints:
    """What a bare text file cannot say of itself."""

    url: str | None = None
    published: date | datetime | None = None


class Pipeline:
    """The stages, configured; `check_article` may run for several articles at once."""

    def __init__(
        self,
        *,
        warehouse: Warehouse,
        web: WebGateway,
        extractor: Extractor,
        verifier: Verifier | None,
        same_claim: SameClaimJudge | None = None,
        threshold: float,
        cutoff: Literal["now", "claim"],
        live_evidence_for: timedelta = timedelta(hours=24),
        reviewed: ReviewedClaims | None = None,
        hints: Hints | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._warehouse = warehouse
        self._web = web
        self._extractor = extractor
        self._verifier = verifier
        self._same_claim = same_claim
        self._threshold = threshold
        self._cutoff: Literal["now", "claim"] = cutoff
        self._live_evidence_for = live_evidence_for
        self._reviewed = reviewed
        self._hints = hints or Hints()
        self._clock = clock

    async def check_article(self, source: str, *, run_id: str) -> ArticleReport:
        """Take one article through all the stages and store what came of it, with the article to itself.

        Raises ArticleFailedError when it could not be read or no claims could be taken from it; the Failure is stored.
        Raises WarehouseError when nothing can be stored.
        """
        with collect_calls() as calls:
            publishers = self._verifier.publishers if self._verifier else load_publishers()
            work = Work(run_id=run_id, source=source, calls=calls, publishers=publishers)
            async with self._stage(work, "read", item_id=source):
                read = await self._read(source)
            work.article_id = read.article.article_id
            async with self._warehouse.article_lock(work.article_id, lambda: _tell_waiting(source)):
                return await self._check(work, read)

    async def _check(self, work: Work, read: ReadArticle) -> ArticleReport:
        """The stages after the first, from what the warehouse knows of the article now."""
        article, version = read.article, read.version
        extraction_id = extraction_id_for(article, version, self._extractor.name, self._extractor.version)
        known = await asyncio.to_thread(self._known, article.article_id, extraction_id)
        work.records.append(self._step(work, work.source, "read", version.version_id))
        if known.article != article:
            work.records.append(article)
        if known.claims is None:
            work.records.append(version)

        async with self._stage(work, "extract", item_id=version.version_id):
            claims = known.claims if known.claims is not None else await self._extract(work, article, version, known)
            work.records.append(self._step(work, version.version_id, "extract", extraction_id))
        dropped = len(work.failures)
        due, steps = select_claims(
            claims,
            threshold=self._threshold,
            searchable=self._verifier is not None,
            run_id=work.run_id,
            at=self._clock(),
        )
        work.records += steps
        async with self._stage(work, "verify", item_id=version.version_id), self._reviews(due, article, version):
            checked = await self._verify(work, article, version, due, known)
        async with self._stage(work, "match", item_id=extraction_id):
            matching = await asyncio.to_thread(self._matching, work, article, version, claims, known)
        await asyncio.to_thread(self._commit, work, matching, checked)
        if matching is not None and matching.pairs:
            async with self._stage(work, "match", item_id=extraction_id):
                await self._ask_of_pairs(work, matching)
        return ArticleReport(
            source=work.source,
            article_id=article.article_id,
            headline=article.headline,
            claims=len(claims),
            dropped=dropped,
            worth=len(due) + sum(step.note == NO_SOURCE for step in steps),
            due=len(due),
            decided=len(work.decided) - work.overtaken,
            unchanged=sum(result.unchanged for result in checked) + work.overtaken,
            failed=sum(bool(result.failures) and not is_waiting(result.failures) for result in checked)
            + work.unmatched,
            waiting=sum(is_waiting(result.failures) for result in checked) + work.unasked,
            repeated=work.repeated,
            failures=tuple(work.failures),
            note=work.note or known.note,
            of_evidence=old_evidence(article, checked),
            unfinished=tuple(result.claim_id for result in checked if may_pass(result.failures)),
        )

    async def _read(self, source: str) -> ReadArticle:
        return await read_source(
            source, self._web, url=self._hints.url, published=self._hints.published, read_at=self._clock()
        )

    async def _extract(self, work: Work, article: Article, version: ArticleVersion, known: Known) -> tuple[Claim, ...]:
        """The claims of this version, read anew, and linked to those of the reading before that they succeed."""
        extracted = await self._extractor.extract(article, version, run_id=work.run_id)
        work.share_calls(extracted.claims)
        work.records += [extracted.extraction.model_copy(update={"follows": known.latest_id})]
        work.records += [*extracted.claims, *extracted.links, *link_successors(extracted.claims, known.latest_claims)]
        work.failures += extracted.failures
        work.note = extracted.extraction.note
        return extracted.claims

    async def _verify(
        self, work: Work, article: Article, version: ArticleVersion, due: Sequence[Claim], known: Known
    ) -> Sequence[Checked]:
        """What came of each claim that is due; one that was verified under the very same versions is unchanged.

        What a live source would answer changes under the same versions, so that it is asked again after a while.
        """
        if self._verifier is None or not due:
            return ()
        # With the reading: other dates of the same words, or other words around them, can change what comes out.
        version_key = content_id("ver", self._verifier.version_key(self._cutoff), known.extraction_id)
        now = self._clock()
        since = now - self._live_evidence_for if self._verifier.is_live else datetime.min.replace(tzinfo=UTC)
        done = {
            claim.claim_id for claim in due if (at := known.verified.get((claim.claim_id, version_key))) and at > since
        }
        # What a changed article says as before was verified with its earlier reading: nothing is asked about it again.
        carried: dict[str, datetime] = {}
        if known.latest_id is not None:
            key_before = content_id("ver", self._verifier.version_key(self._cutoff), known.latest_id)
            carried = {
                claim_id: at
                for claim_id in unchanged_claims(article, due, known)
                if (at := known.verified.get((claim_id, key_before))) and at > since
            }
            done |= carried.keys()
        again = await asyncio.to_thread(self._decided_again, work, article, version, due, done)
        checked = [
            again.get(claim.claim_id, Checked(claim.claim_id, unchanged=True))
            for claim in due
            if claim.claim_id in done
        ]
        to_verify = [claim for claim in due if claim.claim_id not in done]
        if to_verify:
            previous = await asyncio.to_thread(self._previous, work, to_verify)
            checked += await self._verifier.verify(
                article,
                version,
                to_verify,
                run_id=work.run_id,
                now=now,
                cutoff=self._cutoff,
                previous=previous,
            )
        for result in checked:
            # What was only found current was not looked at again: its time counts from when the evidence was asked for.
            only_current = self._verifier.is_live and result.claim_id in done
            if result.failures or (only_current and result.claim_id not in carried):
                work.add_outcome(result)
                continue
            # Of when evidence was asked for: a flag that was raised since is open.
            step = self._step(work, result.claim_id, "verify", version_key, now)
            if only_current:
                step = step.model_copy(update={"checked_at": carried[result.claim_id]})
            work.add_outcome(result, step)
        return checked

    def _decided_again(
        self, work: Work, article: Article, version: ArticleVersion, due: Sequence[Claim], done: set[str]
    ) -> dict[str, Checked]:
        """What comes of the claims that were verified by another calibration than the one in force.

        One whose evidence is no longer as it was is taken out of what is done, to be verified as usual.
        """
        assert self._verifier is not None  # noqa: S101 - without one nothing is done
        if not done:
            return {}
        with self._warehouse.session() as session:
            standing = session.latest_verdicts(sorted(done))
            wanted = {key: one for key, one in standing.items() if not self._verifier.is_calibrated_as(one)}
            rest_on = dict(
                zip(wanted, frozen(session, {claim.claim_id: claim for claim in due}, [*wanted.values()]), strict=True)
            )
        again: dict[str, Checked] = {}
        for claim in due:
            if (one := rest_on.get(claim.claim_id)) is None:
                continue
            if one.faults or one.verdict.claim_id != claim.claim_id:
                done.discard(claim.claim_id)
                continue
            judged = Judged(one.evidence, one.judgements, one.when_said)
            again[claim.claim_id] = self._verifier.decide_again(
                article, version, claim, judged, one.verdict, run_id=work.run_id, now=self._clock(), cutoff=self._cutoff
            )
        return again

    def _reviews(
        self, due: Sequence[Claim], article: Article, version: ArticleVersion
    ) -> AbstractAsyncContextManager[None]:
        """In it the desk's decisions on the same claims of other articles are seen, where that is asked for."""
        return self._reviewed.seen_by(due, article, version) if self._reviewed else nullcontext()

    def _matching(
        self, work: Work, article: Article, version: ArticleVersion, claims: Sequence[Claim], known: Known
    ) -> Matching | None:
        """What is to be looked for in other articles; None where that was done under the very same version."""
        version_key = matching_version(self._same_claim)
        if version_key in known.matched_under:
            work.records.append(self._step(work, known.extraction_id, "match", version_key))
            return None
        if version_key in known.latest_matched_under:
            # What the earlier reading has too was looked for then, and what came since has looked for it.
            unchanged = unchanged_claims(article, claims, known)
            claims = [claim for claim in claims if claim.claim_id not in unchanged]
        forms = claim_forms(claims, article, version)
        work.records += forms
        by_id = {claim.claim_id: claim for claim in claims}
        return Matching(known.extraction_id, article.article_id, by_id, forms, asks=self._same_claim is not None)

    def _commit(self, work: Work, matching: Matching | None, checked: Sequence[Checked]) -> None:
        """Store all that was gathered and, in the same transaction, which claims other articles had before.

        Of two articles that are checked side by side the later one to be stored sees the other: whichever it is, their
        claims are linked.
        """

        def also(reads: Reads) -> list[Record]:
            also = work.landing(reads, self._clock())
            # A source that had failed as a whole and has now answered: its Failure is closed by a Step.
            answering = sources_answering_again(reads, checked)
            also += [self._step(work, source, "search", source) for source in answering]
            also += [self._step(work, item_id, "verify", "whole") for item_id in broken_down(reads, work.article_id)]
            if matching is None:
                return also
            links = matching.links(reads)
            work.repeated = len(links)
            return [*also, *links, *([] if matching.pairs else [self._matched(work, matching)])]

        self._warehouse.commit([*work.records, *work.failures, *work.calls], also)

    async def _ask_of_pairs(self, work: Work, matching: Matching) -> None:
        """Let the model decide what code could not. What it cannot be asked is a Failure, and no link, until it can."""
        assert self._same_claim is not None  # noqa: S101 - without a model no pair is left open
        stored = len(work.calls)
        try:
            links = await matching.judged(self._same_claim, item_id=matching.extraction_id, run_id=work.run_id)
        except ClaimhouseError as error:
            failure = failure_of(
                error,
                item_id=matching.extraction_id,
                stage="match",
                run_id=work.run_id,
                at=self._clock(),
                article_id=work.article_id,
            )
            work.failures.append(failure)
            unlinked = len({pair.claim_id for pair in matching.pairs})
            work.unmatched, work.unasked = (0, unlinked) if is_waiting([failure]) else (unlinked, 0)
            await asyncio.to_thread(self._warehouse.commit, [failure, *work.calls[stored:]])
            return

        def also(reads: Reads) -> list[Record]:
            standing = still_standing(links, reads)
            work.repeated += len(standing)
            return [*standing]

        done = [self._matched(work, matching), *work.calls[stored:]]
        await asyncio.to_thread(self._warehouse.commit, done, also)

    def _matched(self, work: Work, matching: Matching) -> Step:
        return self._step(work, matching.extraction_id, "match", matching_version(self._same_claim))

    def _known(self, article_id: str, extraction_id: str) -> Known:
        with self._warehouse.session() as session:
            article = session.article(article_id)
            if (extraction := session.extraction(extraction_id)) is not None:
                claims = tuple(session.claims_of(extraction_id))
                steps = session.steps([extraction_id, *(claim.claim_id for claim in claims)])
                return Known(
                    extraction_id,
                    article,
                    claims=claims,
                    verified=last_verified(steps),
                    matched_under=frozenset(step.version_key for step in steps if step.stage == "match"),
                    note=extraction.note,
                )
            latest = session.latest_extraction(article_id)
            if latest is None:
                return Known(extraction_id, article)
            latest_claims = tuple(session.claims_of(latest.extraction_id))
            steps = session.steps([latest.extraction_id, *(claim.claim_id for claim in latest_claims)])
            return Known(
                extraction_id,
                article,
                verified=last_verified(steps),
                latest_id=latest.extraction_id,
                latest_claims=latest_claims,
                latest_matched_under=frozenset(step.version_key for step in steps if step.stage == "match"),
            )

    def _previous(self, work: Work, claims: Sequence[Claim]) -> dict[str, Verdict]:
        """The verdict that stands for each claim, where there is one.

        A claim that succeeds another, by a link that is not stored yet, inherits the verdict that stands for that one.
        """
        succeeds = {
            record.from_claim_id: record.to_claim_id
            for record in work.records
            if isinstance(record, ClaimLink) and record.relation == "succeeds"
        }
        claim_ids = [claim.claim_id for claim in claims]
        verdicts = self._warehouse.latest_verdicts([*claim_ids, *succeeds.values()])
        heirs = {claim_id: claim_id if claim_id in verdicts else succeeds.get(claim_id, "") for claim_id in claim_ids}
        return {claim_id: verdicts[heir] for claim_id, heir in heirs.items() if heir in verdicts}

    def _step(self, work: Work, item_id: str, stage: Stage, version_key: str, at: datetime | None = None) -> Step:
        at = at or self._clock()
        return Step(
            item_id=item_id, stage=stage, version_key=version_key, run_id=work.run_id, done_at=at, checked_at=at
        )

    @asynccontextmanager
    async def _stage(self, work: Work, stage: Stage, *, item_id: str) -> AsyncIterator[None]:
        """Turn what goes wrong in a stage into a stored Failure and an ArticleFailedError.

        What was done before is stored with it, and so are the calls of the model that were paid for. A warehouse that
        cannot be used is no failure of the article: it goes on up, and ends the run.
        """
        try:
            yield
        except WarehouseError:
            raise
        except asyncio.CancelledError:
            # The run is stopped. What the model was paid for is kept; that it cannot be must not stand in the way.
            with suppress(WarehouseError):
                self._warehouse.commit(work.calls)
            raise
        except Exception as error:
            failure = failure_of(
                error, item_id=item_id, stage=stage, run_id=work.run_id, at=self._clock(), article_id=work.article_id
            )
            done_before = [
                record for record in work.records if not (isinstance(record, Step) and record.stage == stage)
            ]
            gathered = [*done_before, *work.failures, failure, *work.calls]
            also = partial(work.landing, now=self._clock())
            await asyncio.to_thread(self._warehouse.commit, gathered, also)
            raise ArticleFailedError(work.source, failure) from error


def _tell_waiting(source: str) -> None:
    reporter().say(f"{source}: another run is checking this article; it is looked at when that is done.")
