"""What the runs of a check and of a re-check have alike: a Run in the warehouse, counts, and an end that is stored."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Literal

from flows.article_report import ArticleFailedError, is_waiting
from flows.assembly import Assembly
from flows.at_work import at_work
from flows.happenings import tell_of_run
from flows.progress import reporter
from flows.settings import Settings
from warehouse.errors import WarehouseError, WarehouseLockedError
from warehouse.reads import Reads
from warehouse.records import Failure, Run
from warehouse.upkeep import upkeep_of

Outcome = Literal["running", "completed", "completed_with_failures", "budget_spent", "failed", "stopped"]


class StoredRun:
    """A run over articles. Within `under_way` it is at work, and the end of it is stored whatever happened."""

    def __init__(
        self,
        settings: Settings,
        assembly: Assembly,
        run: Run,
        counted: Sequence[str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.outcome: Outcome = "running"
        self.counts: dict[str, int] = dict.fromkeys(counted, 0)
        self.failures: list[str] = []  # of whole articles, each a sentence
        self.budget_told: str | None = None  # which budget was spent, where one was
        self.spent: dict[str, Any] = {}  # seconds, tokens and cost, once it has ended
        self._run = run
        self._assembly = assembly
        self._warehouse = assembly.warehouse
        self._settings = settings
        self._clock = clock
        self._began = time.monotonic()
        self._fatal: WarehouseError | None = None
        self._snapshot = upkeep_of(settings.warehouse)

    @property
    def assembly(self) -> Assembly:
        """What the run works with."""
        return self._assembly

    @property
    def run_id(self) -> str:
        """Under which all that comes of the run is stored."""
        return self._run.run_id

    @property
    def goes_on(self) -> bool:
        """False once nothing more can be stored: the articles that are left would be checked for nothing."""
        return self._fatal is None

    def stop(self, error: WarehouseError) -> None:
        """End the run, as soon as what is under way is through, for nothing more can be stored."""
        self._fatal = error

    def raise_if_stopped(self) -> None:
        """Raise the WarehouseError that ended the run, if one did."""
        if self._fatal is not None:
            raise self._fatal

    @asynccontextmanager
    async def under_way(self) -> AsyncIterator[None]:
        """Store that it has begun and, whatever happens within, how it ended. Raises WarehouseError before that."""
        async with at_work(self._warehouse, self._run):
            try:
                yield
            except BaseException as error:
                # What is no Exception is somebody's wish that it end: Ctrl-C, a cancelled task, Prefect's termination.
                self.outcome = "failed" if isinstance(error, Exception) else "stopped"
                raise
            else:
                self.outcome = "completed_with_failures" if self._has_failures() else "completed"
                if self.budget_told:
                    self.outcome = "budget_spent"
            finally:
                await self._assembly.web.aclose()
                self._close()

    async def changes(self) -> list[dict[str, Any]]:
        """The verdicts that this run has changed, a row a claim, for reading."""
        return await asyncio.to_thread(
            self._warehouse.read,
            "select claim_id, claim, speaker, headline, before, after, before_when_said, after_when_said, cause, "
            "changed from verdict_changes where run_id = ? order by headline, claim_id",
            [self.run_id],
        )

    def _has_failures(self) -> bool:
        return any(count for name, count in self.counts.items() if name.endswith("_failed"))

    async def _refresh_snapshot(self) -> None:
        """A fresh snapshot for SQL users, if the last one is old enough."""
        try:
            await asyncio.to_thread(self._refresh, self._settings.snapshot_every_s)
        except WarehouseError as error:
            _tell_stale(error)  # what was stored is stored, and what is left can still be: its own commits will tell

    def _refresh(self, at_most_every_s: float) -> None:
        self._snapshot.refresh(at_most_every_s=at_most_every_s, lock_timeout=self._settings.lock_timeout_s)

    def _note_budget(self, failures: Iterable[Failure]) -> None:
        told = (failure.message for failure in failures if is_waiting([failure]))
        self.budget_told = self.budget_told or next(told, None)

    def _note_failed(self, source: str, result: object) -> None:
        """Count an article that could not be taken to its end, and keep why."""
        self.counts["articles_failed"] += 1
        if isinstance(result, ArticleFailedError):
            self._tell_failed(result.source, result.failure.message)
        elif isinstance(result, WarehouseError):
            self.stop(result)
        elif isinstance(result, BaseException):
            self._tell_failed(source, f"{type(result).__name__}: {result}")

    def _tell_failed(self, source: str, message: str) -> None:
        self.failures.append(f"{source}: {message}")
        reporter().article_done(f"{source}: failed: {message}")

    def _close(self) -> None:
        """Store how the run ended, and leave SQL users a snapshot of it."""
        self._warehouse.commit([], self._ended)
        tell_of_run(self._warehouse, self.run_id)
        try:
            self._refresh(at_most_every_s=0)
        except WarehouseError as error:
            # Who is writing leaves a snapshot in turn; and what ended the run is not to be hidden by what came of it.
            if not isinstance(error, WarehouseLockedError) and self.outcome not in ("failed", "stopped"):
                raise
            _tell_stale(error)

    def _ended(self, reads: Reads) -> list[Run]:
        """The Run as it ended, with what its calls of a model came to: the cost where every price is known."""
        (spent,) = reads.read(
            "select coalesce(sum(input_tokens), 0) as input_tokens, coalesce(sum(output_tokens), 0) as output_tokens, "
            "case when bool_and(cost_usd is not null) then sum(cost_usd) when count(*) = 0 then 0 end as cost_usd "
            "from llm_calls where run_id = ?",
            [self.run_id],
        )
        self.spent = {"seconds": round(time.monotonic() - self._began, 3), **spent}
        told = {"ended_at": self._clock(), "outcome": self.outcome, "counts": self.counts}
        return [self._run.model_copy(update=told | self.spent)]


def _tell_stale(error: WarehouseError) -> None:
    reporter().say(f"SQL users have no fresh snapshot yet: {error}.")
