"""One run of the re-check: which claims were due, what became of them, and what it cost, kept in the warehouse."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from flows.assembly import Assembly, assembly_for
from flows.at_work import this_process
from flows.batches import Batches
from flows.batches_told import elsewhere
from flows.due import REASONS, Due, Wanted, by_article, counts_by_reason, decide_due
from flows.outbox import Outbox
from flows.progress import counted, reporter
from flows.recheck_policy import Policy
from flows.recheck_report import RecheckReport
from flows.rechecking import Rechecker
from flows.settings import Settings
from flows.stored_run import StoredRun
from gateways.llm import LlmGateway
from gateways.postbox import Postbox
from verifiers.verify import Verifier
from warehouse import batches as kept
from warehouse.errors import SettingsError
from warehouse.reads import Reads
from warehouse.records import Run, random_id
from warehouse.sql import run_user_sql
from warehouse.store import Warehouse

_CURRENT: ContextVar["RecheckRun"] = ContextVar("recheck_run")


class RecheckRun(StoredRun):
    """A run that is under way. `start` opens it, and its end closes it whatever happened."""

    def __init__(self, settings: Settings, assembly: Assembly, run: Run, clock: Callable[[], datetime]) -> None:
        counted = (
            *("due", "articles", "articles_failed", "decided", "flipped", "unchanged"),
            *("claims_failed", "claims_waiting", "claims_batched", "calls_batched", "overtaken"),
        )
        super().__init__(settings, assembly, run, counted, clock)
        self.articles: dict[str, list[Due]] = {}
        self.batches_told: list[str] = []  # what became of the batches that were open, in sentences
        self.batches_unasked = 0  # how many of them could not be looked at
        self._tried: dict[str, RecheckReport] = {}  # what became of each article so far
        self._batches = batches_of(settings, assembly, clock)
        self._outbox = Outbox(self._batches, run.run_id, clock) if self._batches else None
        self._rechecker = Rechecker(
            warehouse=assembly.warehouse,
            verifier=verifier_of(assembly),
            memory=assembly.memory,
            reviewed=assembly.reviewed,
            cutoff=settings.cutoff,
            outbox=self._outbox,
            clock=clock,
        )

    @classmethod
    def current(cls) -> "RecheckRun":
        """The run in whose context this code works."""
        return _CURRENT.get()

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        settings: Settings,
        policy: Policy,
        *,
        where: str | None = None,
        batch: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> AsyncIterator["RecheckRun"]:
        """Open a run over the claims that are due, with what has come by batch; with `batch` the model is asked so.

        Raises ClaimhouseError for what is wrong with the settings before anything is begun.
        """
        assembly = await assembly_for(settings)
        verifier_of(assembly)
        if batch:
            await check_batches(settings, assembly, clock)
        run = Run(
            run_id=random_id("run"),
            command="reprocess",
            parameters=_parameters(settings, policy, where, assembly.searches),
            versions=assembly.versions,
            started_at=clock(),
        )
        matching = await asyncio.to_thread(all_matching, settings, policy, where)
        self = cls(settings, assembly, run, clock)
        token = _CURRENT.set(self)
        try:
            async with self.under_way():
                await self._collect()
                await self._find_due(policy, matching, by_batch=batch)
                yield self
                if self.goes_on:
                    await self._hand_in()
        finally:
            _CURRENT.reset(token)

    async def _collect(self) -> None:
        """Look at the batches that are open, and store the outcome of those that are over."""
        if self._batches is None:
            self.batches_told = await asyncio.to_thread(open_elsewhere, self._warehouse)
        else:
            found = await self._batches.collect(self.run_id)
            self.batches_told, self.batches_unasked = found.told, found.unasked
        for sentence in self.batches_told:
            reporter().say(sentence)

    async def _find_due(self, policy: Policy, matching: frozenset[str], *, by_batch: bool) -> None:
        due, postbox = await asyncio.to_thread(self._due_and_waiting, policy, matching, by_batch=by_batch)
        self.articles = by_article(due)
        self.counts["due"] = len(due)
        self.counts |= {f"due_{reason}": count for reason, count in counts_by_reason(due).items()}
        gateway = self._assembly.gateway
        if gateway is not None and postbox is not None:
            gateway.by_batch(postbox)
        reporter().begin(len(self.articles))

    def _due_and_waiting(
        self, policy: Policy, matching: frozenset[str], *, by_batch: bool
    ) -> tuple[list[Due], Postbox | None]:
        """What is to be checked and, where a model is asked, what waits for it in batches."""
        gateway = self._assembly.gateway
        with self._warehouse.session() as session:
            due = find_due(session, self._settings, self._assembly, policy, matching, self._run.started_at)
            return due, postbox_of(session, gateway, takes_all=by_batch) if gateway else None

    async def _hand_in(self) -> None:
        """Give the provider what was gathered and not given yet. Raises the error of one that will not take it."""
        if self._outbox is None:
            return
        try:
            await self._outbox.flush()
        finally:
            self.counts["claims_batched"] = len(self._outbox.claims)
            self.counts["calls_batched"] = self._outbox.calls

    async def recheck_article(self, article_id: str) -> RecheckReport:
        """The due claims of one article, and a fresh snapshot for SQL users if the last one is old enough.

        Called again within a run, it tries those that may come through now.
        """
        earlier = self._tried.get(article_id)
        due = self.articles[article_id]
        if earlier is not None:
            due = [one for one in due if one.claim_id in earlier.unfinished]
            if not due:
                return earlier
        report = await self._rechecker.recheck_article(article_id, due, run_id=self.run_id)
        if earlier is not None:
            report = report.after(earlier)
        self._tried[article_id] = report
        await self._refresh_snapshot()
        return report

    def note(self, article_id: str, result: object) -> None:
        """Count what became of one article: its report, or the error that ended it."""
        self.counts["articles"] += 1
        if isinstance(result, RecheckReport):
            for name in ("decided", "flipped", "unchanged", "overtaken"):
                self.counts[name] += getattr(result, name)
            self.counts["claims_failed"] += result.failed
            self.counts["claims_waiting"] += result.waiting
            self._note_budget(result.failures)
            reporter().article_done(result.line)
            return
        self._note_failed(article_id, result)

    def _has_failures(self) -> bool:
        return bool(self.batches_unasked) or super()._has_failures()

    def summary(self) -> str:
        """What came of it, in a few sentences for people."""
        counts = self.counts
        why = [f"{counts[key]} {reason}" for reason in REASONS if (key := f"due_{reason}") in counts]
        due = f"{counted(counts['due'], 'claim')} due" + (f" ({', '.join(why)})" if why else "")
        return (
            f"{due}: {counted(counts['decided'], 'new verdict')}, {counts['flipped']} with another label, "
            f"{counts['unchanged']} unchanged, {counted(counts['claims_failed'], 'claim')} failed."
            f"{self._batched()}"
        ) + (f" {counted(counts['claims_waiting'], 'claim')} wait for the next run." if self.budget_told else "")

    def _batched(self) -> str:
        """Who waits for a batch, and what to say next."""
        counts = self.counts
        if self._outbox is None or not counts["claims_batched"]:
            return ""
        batches = self._outbox.handed_in
        known = [one.estimated_usd for one in batches if one.estimated_usd is not None]
        price = f", for about {sum(known):.2f} US dollars" if known and len(known) == len(batches) else ""
        number = "1 batch" if len(batches) == 1 else f"{len(batches)} batches"
        return (
            f" {counted(counts['claims_batched'], 'claim')} wait, {counted(counts['calls_batched'], 'call')} went out "
            f"in {number}{price}: within a day `claimhouse reprocess` takes the answers up; `claimhouse doctor` tells "
            "how the batches stand."
        )


def verifier_of(assembly: Assembly) -> Verifier:
    """The verifying stage. Raises SettingsError where there is no source of evidence."""
    if assembly.verifier is None:
        raise SettingsError(
            "No evidence is set, so nothing can be checked again: give --corpus DIR, say `claimhouse corpus add DIR` "
            "once, or set up a search as .env.example tells."
        )
    return assembly.verifier


def batches_of(settings: Settings, assembly: Assembly, clock: Callable[[], datetime]) -> Batches | None:
    """The batches of the model in force; None offline."""
    if assembly.gateway is None:
        return None
    return Batches(assembly.warehouse, assembly.gateway, settings.cache_dir / "batches", clock)


async def check_batches(settings: Settings, assembly: Assembly, clock: Callable[[], datetime]) -> None:
    """Raise now what stands in the way of asking the model by batch."""
    batches = batches_of(settings, assembly, clock)
    if batches is None:
        raise SettingsError("--batch asks a model, and none is set: add --model openai:NAME, or leave --batch out.")
    await batches.check()


def open_elsewhere(warehouse: Warehouse) -> list[str]:
    """The batches that are open and cannot be looked at without a model, in sentences."""
    with warehouse.session() as session:
        found = kept.open_batches(session)
    return [elsewhere(batch) for batch in found]


def postbox_of(reads: Reads, gateway: LlmGateway, *, takes_all: bool) -> Postbox:
    """What waits in batches, for the gateway."""
    waiting, usual = kept.questions_waiting(reads), kept.usual_output(reads, gateway.model)
    return Postbox(takes_all=takes_all, waiting=waiting, usual_output=usual)


def all_matching(settings: Settings, policy: Policy, where: str | None) -> frozenset[str]:
    """The claims that the policy's condition or the run's own holds for. Raises QueryError for a bad one."""
    conditions = filter(None, (policy.where, where))
    return frozenset(claim_id for condition in conditions for claim_id in matching_claims(settings, condition))


def find_due(
    reads: Reads, settings: Settings, assembly: Assembly, policy: Policy, matching: frozenset[str], now: datetime
) -> list[Due]:
    """The claims that are due, those of `all_matching` among them. Raises WarehouseError."""
    gateway = assembly.gateway
    wanted = Wanted(
        verifier=verifier_of(assembly),
        corpus=assembly.corpus,
        cutoff=settings.cutoff,
        threshold=settings.checkworthiness_threshold,
        documents_per_search=settings.documents_per_search,
        matching=matching,
        model=(gateway.place, gateway.model) if gateway else None,
    )
    return decide_due(reads, policy, wanted, now)


def matching_claims(settings: Settings, condition: str) -> list[str]:
    """The claims of `current_verdicts` for which a condition in SQL holds; it is only ever read with it."""
    table = run_user_sql(
        settings.warehouse,
        f"SELECT DISTINCT claim_id FROM current_verdicts WHERE (\n{condition}\n)",  # noqa: S608 - bounded as `sql` is
        timeout_s=settings.sql_timeout_s,
        memory_limit=settings.sql_memory,
        threads=settings.sql_threads,
    )
    return [str(claim_id) for (claim_id,) in table.rows]


def _parameters(settings: Settings, policy: Policy, where: str | None, searches: str | None) -> dict[str, str]:
    asked = {
        **this_process(),
        "policy": f"{policy.name} {policy.version}",
        "where": where,
        "corpus": settings.corpus,
        "searches": searches,
        "model": settings.model,
        "base_url": settings.base_url,
        "cutoff": settings.cutoff,
        "checkworthiness_threshold": settings.checkworthiness_threshold,
        "min_origins": settings.min_origins,
    }
    return {name: str(value) for name, value in asked.items() if value is not None}
