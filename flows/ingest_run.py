"""One ingest: the watches that are due are read, and what they led to goes through the stages of a check.

What was listed lands in one transaction with its feed's marks, so that nothing that was listed is lost when a run is
stopped: pages that were not yet checked wait for the next one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flows.article_report import ArticleFailedError, ArticleReport
from flows.assembly import assemble_warehouse
from flows.at_work import end_abandoned
from flows.listings import read_watch
from flows.progress import counted, reporter
from flows.runs import CheckRun
from flows.settings import Settings
from flows.sources import ARTICLE_TYPES
from flows.watch_records import WatchRecords
from flows.watching import due_of, named
from warehouse import watches as stored
from warehouse.errors import ClaimhouseError, WarehouseError
from warehouse.records import WatchChange, WatchedPage
from warehouse.store import Warehouse

AT_MOST = 200  # pages that one ingest looks at; the others wait for the next one, those found first going first

_CURRENT: ContextVar["IngestRun"] = ContextVar("ingest_run")


class WatchFailedError(Exception):
    """A watch could not be read. Its Failure is already stored."""

    def __init__(self, name: str, error: ClaimhouseError) -> None:
        super().__init__(f"{name}: {error}")
        self.may_pass = error.transient  # whether another try may succeed


class IngestRun:
    """An ingest that is under way, over `due` watches. `start` opens it."""

    def __init__(
        self, run: CheckRun, watches: Sequence[WatchChange], due: Sequence[WatchChange], clock: Callable[[], datetime]
    ) -> None:
        self.check = run
        self.due = list(due)
        self._watches = {watch.watch_id: watch for watch in watches}
        self._warehouse = run.assembly.warehouse
        self._clock = clock
        self._read: set[str] = set()  # watches
        self._records = WatchRecords(self._warehouse, self._watches, run.run_id, clock)
        self._looked_at: list[str] = []  # pages
        run.counts.update(watches=0, watches_failed=0, new=0, changed=0, unchanged_pages=0, waiting=0)

    @classmethod
    def current(cls) -> "IngestRun":
        """The ingest in whose context this code works."""
        return _CURRENT.get()

    @classmethod
    @asynccontextmanager
    async def start(
        cls,
        settings: Settings,
        wanted: Sequence[str] = (),
        *,
        anyway: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> AsyncIterator["IngestRun | None"]:
        """Open a run over the watches that are called so, or over all, as far as they are due or asked for `anyway`.

        None where nothing is due: then nothing is written, but that earlier ones were killed. Raises ClaimhouseError
        before anything is begun.
        """
        watches, due, waits = await asyncio.to_thread(what_is_due, settings, wanted, clock(), anyway)
        if not due and not waits:
            await asyncio.to_thread(end_abandoned, assemble_warehouse(settings))
            yield None
            return
        async with CheckRun.over(settings, [], command="ingest") as run:
            self = cls(run, watches, due, clock)
            token = _CURRENT.set(self)
            try:
                yield self
            finally:
                _CURRENT.reset(token)

    async def read(self, watch: WatchChange) -> tuple[int, int]:
        """Read one watch and store what it lists; how many entries are new and changed.

        Raises WatchFailedError, once the Failure is stored, where it cannot be read; it is tried again later.
        """
        state = (await asyncio.to_thread(stored.states, self._warehouse, [watch.watch_id])).get(watch.watch_id)
        self._read.add(watch.watch_id)
        self.check.counts["watches"] = len(self._read)
        try:
            found = await read_watch(self.check.assembly.web, watch, state.marks if state else ())
        except ClaimhouseError as error:
            await asyncio.to_thread(self._records.watch_failed, watch, state, error)
            raise WatchFailedError(watch.name, error) from error
        counts = await asyncio.to_thread(self._records.watch_read, watch, state, found)
        self.check.counts["new"] += counts[0]
        self.check.counts["changed"] += counts[1]
        if found.listing and found.listing.note:
            reporter().say(f"{watch.name}: {found.listing.note}.")
        if found.problem:
            raise WatchFailedError(watch.name, found.problem) from found.problem
        return counts

    def note_failed(self, watch: WatchChange, error: Exception) -> None:
        """Count a watch that could not be read, and tell of it. With a warehouse that cannot be used the run ends."""
        self.check.counts["watches_failed"] += 1
        if isinstance(error, WarehouseError):
            self.check.stop(error)
            return
        told = str(error) if isinstance(error, WatchFailedError) else f"{watch.name}: {type(error).__name__}: {error}"
        self.check.failures.append(told)
        reporter().say(f"Failed: {told}")

    async def pages(self) -> list[WatchedPage]:
        """The pages that are to be looked at now, each once, and not too many."""
        due = await asyncio.to_thread(stored.due_pages, self._warehouse, list(self._watches), self._clock())
        self.check.counts["waiting"] = max(0, len(due) - AT_MOST)
        reporter().begin(min(len(due), AT_MOST))
        return due[:AT_MOST]

    async def look(self, page: WatchedPage) -> ArticleReport | None:
        """Look at a page, and check it where it is new or has changed; None where it is as it was.

        Raises ArticleFailedError, once the Failure is stored, and WarehouseError.
        """
        web = self.check.assembly.web
        self._looked_at.append(page.page_id)
        known = page if page.state == "checked" else None
        try:
            if known:
                fetched = await web.fetch_if_changed(
                    page.url, etag=page.etag, last_modified=page.last_modified, accept=ARTICLE_TYPES
                )
                if fetched is None or fetched.body_hash == page.body_hash:
                    await asyncio.to_thread(self._records.page_unchanged, page)
                    self.check.counts["unchanged_pages"] += 1
                    return None
            else:
                fetched = await web.fetch(page.url, accept=ARTICLE_TYPES)
        except ClaimhouseError as error:
            raise await asyncio.to_thread(self._records.page_failed, page, error) from error
        try:
            report = await self.check.check_article(page.url)
        except ArticleFailedError as error:
            await asyncio.to_thread(self._records.page_failed_in_check, page, error.failure)
            raise
        await asyncio.to_thread(self._records.page_checked, page, fetched, report)
        return report

    def summary(self) -> str:
        counts = self.check.counts
        waiting = f" {counted(counts['waiting'], 'page')} wait for the next ingest." if counts["waiting"] else ""
        return (
            f"{counted(counts['watches'], 'watch').replace('watchs', 'watches')} read, {counts['watches_failed']} "
            f"failed: {counts['new']} new, {counts['changed']} changed, {counts['unchanged_pages']} looked at and "
            f"unchanged.{waiting} {self.check.summary()}"
        )

    async def table(self) -> list[dict[str, Any]]:
        """How it stands with the watches that were read, for a table artifact."""
        return await asyncio.to_thread(
            self._warehouse.read,
            "select name, url, state, format, entries, pages, waiting, articles, message from watches "
            "where list_contains(?, watch_id) order by state, name",
            [[watch.watch_id for watch in self.due]],
        )

    async def findings(self) -> list[dict[str, Any]]:
        """What came of the pages that were new or had changed, a row a page, for a table artifact."""
        return await asyncio.to_thread(
            self._warehouse.read,
            "select distinct on (page_id) state, headline, outlet, published_at, versions, claims, verdicts, refuted, "
            "conflicting, message, url from watch_findings "
            "where list_contains(?, page_id) and (list_contains(?, article_id) or message is not null) "
            "order by page_id",
            [self._looked_at, self.check.article_ids],
        )


def what_is_due(
    settings: Settings, wanted: Sequence[str], now: datetime, anyway: bool
) -> tuple[list[WatchChange], list[WatchChange], bool]:
    """The watches that are in question, those of them that are due, and whether pages of theirs are."""
    with assemble_warehouse(settings).session() as session:
        watches = named(stored.decisions(session).values(), wanted)
        ids = [watch.watch_id for watch in watches]
        due = due_of(watches, stored.states(session, ids), now, anyway=anyway or bool(wanted))
        return watches, due, bool(stored.due_pages(session, ids, now))


def next_due(warehouse: Warehouse) -> str:
    """When something is due next, in a sentence."""
    (row,) = warehouse.read("select count(*) as watches, min(due_at) as due_at from watches where state <> 'removed'")
    if not row["watches"]:
        return "Nothing is watched: say `claimhouse watch add URL`."
    when = f" before {row['due_at']:%Y-%m-%d %H:%M} UTC" if row["due_at"] else ""
    return f"Nothing is due{when}; --now reads all that is watched."
