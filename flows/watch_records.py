"""What an ingest makes of watches and pages, as it is stored, and when each is looked at again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flows.article_report import ArticleFailedError, ArticleReport, is_waiting
from flows.listings import WatchRead, difference
from flows.watching import next_after
from gateways.web import Fetched
from gateways.web_errors import StatusError
from warehouse import watches as stored
from warehouse.errors import ClaimhouseError
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

FOLLOWED_FOR = timedelta(days=30)  # how long an article is looked at again after it was found
_GONE = 410


class WatchRecords:
    """Stores what becomes of the watches and pages of one run; `watches` are those in question, by their ids."""

    def __init__(
        self, warehouse: Warehouse, watches: Mapping[str, WatchChange], run_id: str, clock: Callable[[], datetime]
    ) -> None:
        self._warehouse = warehouse
        self._watches = watches
        self._run_id = run_id
        self._clock = clock
        self._failed: set[str] = set()  # watches

    def watch_read(self, watch: WatchChange, state: WatchState | None, found: WatchRead) -> tuple[int, int]:
        """A watch that answered, with what it lists; how many entries are new and changed."""
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
                pages = stored.pages(reads, page_ids)
                differs = difference(watch, listing, known, pages, now, is_first=is_first)
                counts = (differs.new, differs.changed)
                records += differs.records
                if watch.kind == "page" and not differs.records and state and watch.changed_at > state.read_at:
                    # An article that is watched by itself is due as its watch is, which was decided on anew.
                    records += [page.model_copy(update={"due_at": now}) for page in pages.values()]
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
                    ended = {"ended_at": now, "last_run_id": self._run_id}
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
            self.watch_failed(watch, now_known, found.problem)
        return counts

    def watch_failed(self, watch: WatchChange, state: WatchState | None, error: ClaimhouseError) -> None:
        """A watch that could not be read, with the Failure and its outage."""
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
        failure = failure_of(error, item_id=watch.watch_id, stage="read", run_id=self._run_id, at=now)

        def also(reads: Reads) -> list[Record]:
            known = stored.outage(reads, watch.watch_id)
            outage = known or WatchOutage(watch_id=watch.watch_id, began_at=since, run_id=self._run_id)
            gone_at = (outage.gone_at or now) if gone else None
            return [outage.model_copy(update={"gone_at": gone_at, "last_run_id": self._run_id, **why})]

        self._warehouse.commit([failed, failure], also)

    def page_failed(self, page: WatchedPage, error: ClaimhouseError) -> ArticleFailedError:
        """A page that could not be fetched, with the Failure; the error to raise for it."""
        now = self._clock()
        failure = failure_of(
            error, item_id=page.url, stage="read", run_id=self._run_id, at=now, article_id=page.article_id
        )
        fields = _failed_as(page, error.name, str(error), final=not error.transient)
        if page.article_id and isinstance(error, StatusError) and error.status in (404, _GONE):
            fields["state"] = "gone"
        self._warehouse.commit([failure], self._page_after(page, fields, now))
        return ArticleFailedError(page.url, failure)

    def page_checked(self, page: WatchedPage, fetched: Fetched, report: ArticleReport) -> None:
        """A page whose article was checked.

        A claim that failed or waits for a budget keeps its page waiting: an ingest tries it again.
        """
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

    def page_unchanged(self, page: WatchedPage) -> None:
        """A page that is as it was."""
        now = self._clock()
        self._warehouse.commit([self._passed(page.url, now)], self._page_after(page, {}, now))

    def page_failed_in_check(self, page: WatchedPage, failure: Failure) -> None:
        """A page whose article could not be read or its claims not be taken: the Failure is stored by then."""
        self._warehouse.commit([], self._page_after(page, _failed_in_check(page, failure), self._clock()))

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
            item_id=item_id, stage="read", version_key="watch", run_id=self._run_id, done_at=now, checked_at=now
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
