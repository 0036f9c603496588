"""One run of the check: what it was asked, what became of each article, and what it cost, kept in the warehouse."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.article_report import ArticleFailedError, ArticleReport, is_waiting
from flows.assembly import Assembly, assembly_for
from flows.at_work import this_process
from flows.corpora import read_roots
from flows.pipeline import Hints, Pipeline
from flows.progress import counted, each_counted, reporter
from flows.settings import Settings
from flows.sources import expand_sources, parse_published
from flows.stored_run import StoredRun
from verifiers.memory import Remembered
from warehouse.records import Run, random_id

# Prefect resolves the parameters of its tasks by walking through them; what a task works with is handed on beside them.
_CURRENT: ContextVar["CheckRun"] = ContextVar("check_run")


class CheckRun(StoredRun):
    """A run that is under way. `start` opens it, and its end closes it whatever happened."""

    def __init__(self, settings: Settings, sources: Sequence[str], assembly: Assembly, hints: Hints, run: Run) -> None:
        counted = (
            *("articles", "articles_failed", "claims", "claims_dropped", "worth"),
            *("due", "decided", "unchanged", "claims_failed", "articles_waiting", "claims_waiting"),
        )
        super().__init__(settings, assembly, run, counted)
        self.sources = list(sources)
        self.article_ids: list[str] = []
        self.unreadable = 0  # articles that could not be read, as against those that something else befell
        self._tried: dict[str, ArticleReport] = {}  # what became of each article so far
        self._pipeline = Pipeline(
            warehouse=assembly.warehouse,
            web=assembly.web,
            extractor=assembly.extractor,
            verifier=assembly.verifier,
            same_claim=assembly.same_claim,
            threshold=settings.checkworthiness_threshold,
            cutoff=settings.cutoff,
            reviewed=assembly.reviewed,
            live_evidence_for=timedelta(hours=settings.live_evidence_for_h),
            hints=hints,
        )

    @classmethod
    def current(cls) -> "CheckRun":
        """The run in whose context this code works."""
        return _CURRENT.get()

    @classmethod
    @asynccontextmanager
    async def start(
        cls, settings: Settings, arguments: Sequence[str], *, published: str | None = None, url: str | None = None
    ) -> AsyncIterator["CheckRun"]:
        """Open a run over the articles that the arguments name. Raises ClaimhouseError before anything is begun."""
        sources = expand_sources(arguments, allowed_hosts=settings.allowed_hosts)
        async with cls.over(settings, sources, published=published, url=url) as run:
            yield run

    @classmethod
    @asynccontextmanager
    async def over(
        cls,
        settings: Settings,
        sources: Sequence[str],
        *,
        published: str | None = None,
        url: str | None = None,
        command: str = "check",
    ) -> AsyncIterator["CheckRun"]:
        """Open a run over these very articles, or over those that are found on the way."""
        hints = Hints(url=url, published=parse_published(published))
        assembly = await assembly_for(settings)
        run = Run(
            run_id=random_id("run"),
            command=command,
            parameters=_parameters(settings, sources, published, url, assembly.searches),
            versions=assembly.versions,
            started_at=datetime.now(UTC),
        )
        self = cls(settings, sources, assembly, hints, run)
        token = _CURRENT.set(self)
        try:
            async with self.under_way():
                reporter().begin(len(sources))
                yield self
        finally:
            _CURRENT.reset(token)

    async def check_article(self, source: str) -> ArticleReport:
        """One article through all the stages, and a fresh snapshot for SQL users if the last one is old enough.

        Called again within a run, it does what is left: no planner is asked anew about the claims that failed.
        """
        earlier = self._tried.get(source)
        planned = await asyncio.to_thread(self._planned, earlier.unfinished) if earlier else {}
        with self._assembly.memory.of(planned):
            report = await self._pipeline.check_article(source, run_id=self.run_id)
        if earlier is not None:
            report = report.after(earlier)
        self._tried[source] = report
        await self._refresh_snapshot()
        return report

    def note(self, source: str, result: object) -> None:
        """Count what became of one article: its report, or the error that ended it."""
        self.counts["articles"] += 1
        if isinstance(result, ArticleReport):
            self.article_ids.append(result.article_id)
            self.counts["claims"] += result.claims
            self.counts["claims_dropped"] += result.dropped
            self.counts["worth"] += result.worth
            self.counts["due"] += result.due
            self.counts["decided"] += result.decided
            self.counts["unchanged"] += result.unchanged
            self.counts["claims_failed"] += result.failed
            self.counts["claims_waiting"] += result.waiting
            self._note_budget(result.failures)
            reporter().article_done(_line(result))
            return
        if isinstance(result, ArticleFailedError) and is_waiting([result.failure]):
            self.counts["articles_waiting"] += 1
            self._note_budget([result.failure])
            reporter().article_done(f"{source}: waits: {result.failure.message}")
            return
        self.unreadable += isinstance(result, ArticleFailedError) and result.failure.stage == "read"
        self._note_failed(source, result)

    def summary(self) -> str:
        """What came of it, in a few sentences for people."""
        counts = self.counts
        return (
            f"{counted(counts['articles'], 'article')}, {counted(counts['claims'], 'claim')}, "
            f"{counts['worth']} worth checking: "
            f"{counted(counts['decided'], 'new verdict')}, {counts['unchanged']} unchanged, "
            f"{counted(counts['claims_failed'], 'claim')} failed, "
            f"{counted(counts['articles_failed'], 'article')} failed."
        ) + self._waiting()

    def _waiting(self) -> str:
        """What remains to be done for a budget that is spent."""
        if self.budget_told is None:
            return ""
        articles = counted(self.counts["articles_waiting"], "article")
        return f" {articles} and {counted(self.counts['claims_waiting'], 'claim')} wait for the next run."

    async def verdict_table(self) -> list[dict[str, Any]]:
        """The verdicts of this run's articles, a row a claim, for a table artifact."""
        return await asyncio.to_thread(self._read_verdicts)

    def _planned(self, claim_ids: Sequence[str]) -> dict[str, Remembered]:
        queries = self._assembly.warehouse.queries(claim_ids)
        return {
            claim_id: Remembered(queries=tuple(query for query in queries if query.claim_id == claim_id))
            for claim_id in claim_ids
        }

    def _read_verdicts(self) -> list[dict[str, Any]]:
        with self._assembly.warehouse.session() as session:
            return session.read(
                "select v.speaker, v.claim, v.label, v.label_when_said, coalesce(v.headline, v.article_id) as article, "
                "v.origins_supporting, v.origins_refuting, v.rationale "
                "from current_verdicts v join current_claims c using (claim_id, article_id) "
                "where list_contains(?, article_id) and v.label is not null order by article, c.ordinal",
                [self.article_ids],
            )


def _parameters(
    settings: Settings, sources: Sequence[str], published: str | None, url: str | None, searches: str | None
) -> dict[str, str]:
    """What the run was asked, without any key, and with no more of a long list than a reader wants."""
    shown = ", ".join(sources[:20]) + (f", and {len(sources) - 20} more" if len(sources) > 20 else "")
    asked = {
        **this_process(),
        "sources": shown,
        "corpus": settings.corpus or ", ".join(str(root.path) for root in read_roots(settings.corpus_list)) or None,
        "searches": searches,
        "model": settings.model,
        "base_url": settings.base_url,
        "cutoff": settings.cutoff,
        "published": published,
        "url": url,
        "checkworthiness_threshold": settings.checkworthiness_threshold,
        "newsroom": settings.newsroom,
        "min_origins": settings.min_origins,
    }
    return {name: str(value) for name, value in asked.items() if value is not None}


def _line(report: ArticleReport) -> str:
    parts = [counted(report.claims, "claim"), f"{report.worth} worth checking"]
    if report.dropped:
        parts.append(f"{report.dropped} dropped that do not hold to the article")
    if report.decided:
        parts.append(counted(report.decided, "new verdict"))
    parts += each_counted(
        (report.unchanged, "unchanged"),
        (report.repeated, "also said elsewhere"),
        (report.waiting, "waiting, for the budget is spent"),
        (report.failed, "failed"),
    )
    notes = [note for note in (report.note, report.of_evidence) if note]
    return f"{report.source}: {', '.join(parts)}{'.' if notes else ''} {' '.join(notes)}".rstrip()
