"""One ingest: the watches that are due are read, and what they led to goes through the stages of a check.

What was listed lands in one transaction with its feed's marks, so that nothing that was listed is lost when a run is
stopped: pages that were not yet checked wait for the next one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.article_report import ArticleFailedError, ArticleReport, is_waiting
from flows.assembly import assemble_warehouse
from flows.at_work import end_abandoned
from flows.listings import WatchRead, difference, read_watch
from flows.progress import counted, reporter
from flows.runs import CheckRun
from flows.settings import Settings
from flows.sources import ARTICLE_TYPES
from flows.watching import due_of, named, next_after
from gateways.web import Fetched
from gateways.web_errors import StatusError
from warehouse import watches as stored
from warehouse.errors import ClaimhouseError, WarehouseError
from warehouse.reads import Reads
from warehouse.records import (
    Failure,
    FeedEntry,
    Record,
    Step,
    WatchChange,
    WatchedPage,
    WatchOutage,
    WatchState,
    failure_of,
)
from warehouse.store import Warehouse

AT_MOST = 200  # pages that one ingest looks at; the others wait for the next one, those found first going first
FOLLOWED_FOR = timedelta(days=30)  # how long an article is looked at again after it was found
_GONE = 410

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
        self._failed: set[str] = set()
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
            await asyncio.to_thread(self._store_failed, watch, state, error)
            raise WatchFailedError(watch.name, error) from error
        counts = await asyncio.to_thread(self._store_read, watch, state, found)
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
                    await self._store_page(page, {}, unchanged=True)
                    self.check.counts["unchanged_pages"] += 1
                    return None
            else:
                fetched = await web.fetch(page.url, accept=ARTICLE_TYPES)
        except ClaimhouseError as error:
            raise await asyncio.to_thread(self._page_failed, page, error) from error
        try:
            report = await self.check.check_article(page.url)
        except ArticleFailedError as error:
            await self._store_page(page, _failed_in_check(page, error.failure))
            raise
        await asyncio.to_thread(self._store_checked, page, fetched, report)
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

    # What is stored

    def _store_read(self, watch: WatchChange, state: WatchState | None, found: WatchRead) -> tuple[int, int]:
        now = self._clock()
        counts = (0, 0)

        def also(reads: Reads) -> list[Record]:
            nonlocal counts
            records: list[Record] = []
            listing = found.listing
            if listing is not None:
                ids = [FeedEntry.id_for(watch.watch_id, entry.guid) for entry in listing.entries]
                page_ids = [WatchedPage.id_for(entry.url) for entry in listing.entries if entry.url]
                known = stored.entries(reads, ids)
                is_first = state is None or state.answered_at is None
                differs = difference(watch, listing, known, stored.pages(reads, page_ids), now, is_first=is_first)
                counts = (differs.new, differs.changed)
                records += differs.records
            before = state or WatchState(watch_id=watch.watch_id, read_at=now)
            fields: dict[str, Any] = {
                "marks": found.marks,
                "read_at": now,
                "answered_at": now,
            }
            if found.problem is None:
                well = {"due_at": next_after(watch.every_s, now), "failures": 0, "gone": False}
                fields |= well | dict.fromkeys(("failing_since", "error", "message"))
                if outage := stored.outage(reads, watch.watch_id):
                    ended = {"ended_at": now, "last_run_id": self.check.run_id}
                    records.append(outage.model_copy(update=ended))
            if listing is not None:
                fields |= {"format": listing.format, "title": listing.title, "entries": len(listing.entries)}
            if any(counts):
                fields["found_at"] = now
            records.append(before.model_copy(update=fields))
            if found.problem is None:
                records.append(self._passed(watch.watch_id, now))
            return records

        self._warehouse.commit([], also)
        if found.problem is not None:
            now_known = stored.states(self._warehouse, [watch.watch_id]).get(watch.watch_id)
            self._store_failed(watch, now_known, found.problem)
        return counts

    def _store_failed(self, watch: WatchChange, state: WatchState | None, error: ClaimhouseError) -> None:
        now = self._clock()
        before = state or WatchState(watch_id=watch.watch_id, read_at=now)
        # Trying again within a run is no failure more: the pause until the next run does not grow by it.
        failures = before.failures + (watch.watch_id not in self._failed)
        self._failed.add(watch.watch_id)
        gone = isinstance(error, StatusError) and error.status == _GONE
        asked = getattr(error, "retry_after", None)
        due = None if gone else next_after(watch.every_s, now, failures=failures, asked=asked)
        why: dict[str, Any] = {"failures": failures, "error": error.name, "message": str(error)}
        since = before.failing_since or now
        failed = before.model_copy(update={"read_at": now, "due_at": due, "failing_since": since, "gone": gone, **why})
        failure = failure_of(error, item_id=watch.watch_id, stage="read", run_id=self.check.run_id, at=now)

        def also(reads: Reads) -> list[Record]:
            known = stored.outage(reads, watch.watch_id)
            outage = known or WatchOutage(watch_id=watch.watch_id, began_at=since, run_id=self.check.run_id)
            gone_at = (outage.gone_at or now) if gone else None
            return [outage.model_copy(update={"gone_at": gone_at, "last_run_id": self.check.run_id, **why})]

        self._warehouse.commit([failed, failure], also)

    def _page_failed(self, page: WatchedPage, error: ClaimhouseError) -> ArticleFailedError:
        now = self._clock()
        failure = failure_of(
            error, item_id=page.url, stage="read", run_id=self.check.run_id, at=now, article_id=page.article_id
        )
        fields = _failed_as(page, error.name, str(error), final=not error.transient)
        if page.article_id and isinstance(error, StatusError) and error.status in (404, _GONE):
            fields["state"] = "gone"
        self._warehouse.commit([failure], self._page_after(page, fields, now))
        return ArticleFailedError(page.url, failure)

    def _store_checked(self, page: WatchedPage, fetched: Fetched, report: ArticleReport) -> None:
        """A claim that failed or waits for a budget keeps its page waiting: an ingest tries it again."""
        now = self._clock()
        reading = self._warehouse.latest_extraction(report.article_id)
        version_id = reading.version_id if reading else None
        fields: dict[str, Any] = {
            "state": "waiting" if report.failed or report.waiting else "checked",
            "article_id": report.article_id,
            "version_id": version_id,
            "etag": fetched.headers.get("etag"),
            "last_modified": fetched.headers.get("last-modified"),
            "body_hash": fetched.body_hash,
            **({"changed_at": now} if page.version_id not in (None, version_id) else {}),
            **({"failures": page.failures + 1} if report.failed else {}),
        }
        self._warehouse.commit([], self._page_after(page, fields, now))

    async def _store_page(self, page: WatchedPage, fields: dict[str, Any], *, unchanged: bool = False) -> None:
        now = self._clock()
        records = [self._passed(page.url, now)] if unchanged else []
        await asyncio.to_thread(self._warehouse.commit, records, self._page_after(page, fields, now))

    def _page_after(
        self, page: WatchedPage, fields: dict[str, Any], now: datetime
    ) -> Callable[[Reads], Sequence[Record]]:
        """What to store of a page after a look, which takes minutes: what another ingest has heard meanwhile stays."""

        def also(reads: Reads) -> list[Record]:
            standing = stored.pages(reads, [page.page_id]).get(page.page_id, page)
            after = self._page(standing, fields, now)
            heard = standing.due_at if standing.due_at != page.due_at else None
            if heard is not None and (after.due_at is None or heard < after.due_at):
                after = after.model_copy(update={"due_at": heard})
            return [after]

        return also

    def _page(self, page: WatchedPage, fields: dict[str, Any], now: datetime) -> WatchedPage:
        """The page after a look, with when the next one is: after as long again as it has been known by then.

        So a fresh article is looked at often and an old one seldom, a dozen times in a month.
        """
        usual = {"failures": 0, "error": None, "message": None, "asked_at": now}
        after = page.model_copy(update={**usual, **fields})
        watch = self._watches.get(page.watch_id) or next(iter(self._watches.values()))
        age = now - page.found_at
        is_followed = after.state not in ("gone", "failed") and age < FOLLOWED_FOR
        if watch.kind == "page" and watch.url == page.url:
            due: datetime | None = next_after(watch.every_s, now, failures=after.failures)
        elif after.failures:
            due = next_after(watch.every_s, now, failures=after.failures) if is_followed else None
        elif after.state == "waiting":  # for a budget, which comes whatever the page's age
            due = next_after(watch.every_s, now)
        else:
            due = now + max(timedelta(seconds=watch.every_s), age) if is_followed else None
        return after.model_copy(update={"due_at": due})

    def _passed(self, item_id: str, now: datetime) -> Step:
        return Step(
            item_id=item_id, stage="read", version_key="watch", run_id=self.check.run_id, done_at=now, checked_at=now
        )


def _failed_as(page: WatchedPage, error: str, message: str, *, final: bool) -> dict[str, Any]:
    """A page that failed. What was never checked is given up where the fault will not pass by itself."""
    fields: dict[str, Any] = {"failures": page.failures + 1, "error": error, "message": message}
    return fields | {"state": "failed"} if final and page.state == "waiting" else fields


def _failed_in_check(page: WatchedPage, failure: Failure) -> dict[str, Any]:
    """A page whose article could not be read or its claims not be taken. A budget that is spent is no failure."""
    if is_waiting([failure]):
        return {"state": "waiting", "error": failure.error, "message": failure.message}
    final = failure.stage == "read" and not failure.transient
    return _failed_as(page, failure.error, failure.message, final=final)


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
