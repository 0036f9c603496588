"""What the desk watches, what was read there, and the pages that it led to."""

from typing import ClassVar, Literal

from warehouse.records.base import Count, Moment, Part, Record, Text, content_id

WatchKind = Literal["feed", "sitemap", "index", "page"]
PageState = Literal["waiting", "checked", "failed", "gone", "passed"]


class WatchChange(Record):
    """What somebody decided on a watch. The change that no other follows is in force; none is ever overwritten."""

    table: ClassVar[str] = "watch_changes"
    key: ClassVar[tuple[str, ...]] = ("change_id",)

    change_id: Text
    watch_id: Text
    action: Literal["added", "changed", "removed"]
    url: Text
    name: Text
    kind: WatchKind
    every_s: Count
    first: Count  # of what it lists when it is read for the first time so many are checked, the newest
    follows: Text | None = None
    changed_at: Moment

    @staticmethod
    def watch_id_for(url: str) -> str:
        return content_id("wat", url)

    @staticmethod
    def id_for(watch_id: str, action: str, name: str, kind: str, every_s: int, first: int, follows: str | None) -> str:
        return content_id("wch", watch_id, action, name, kind, every_s, first, follows)


class Mark(Part):
    """What an address is asked by whether it has changed, as its server gave it, and the hash of what came."""

    url: Text
    etag: Text | None = None
    last_modified: Text | None = None
    body_hash: Text


class WatchState(Record):
    """How it stands with a watch: when it was read, what it then was, since when it fails, and when it is due."""

    table: ClassVar[str] = "watch_states"
    key: ClassVar[tuple[str, ...]] = ("watch_id",)
    mutable: ClassVar[tuple[str, ...]] = (
        *("format", "title", "entries", "marks", "read_at", "answered_at", "found_at", "due_at"),
        *("failing_since", "failures", "error", "message", "gone"),
    )

    watch_id: Text
    format: Text | None = None  # "RSS 2.0", as it last called itself
    title: Text | None = None
    entries: Count = 0  # that it listed when it last answered
    marks: tuple[Mark, ...] = ()
    read_at: Moment
    answered_at: Moment | None = None
    found_at: Moment | None = None  # when something new or changed was last found
    due_at: Moment | None = None  # None: only when it is asked for by name
    failing_since: Moment | None = None
    failures: Count = 0  # in a row
    error: Text | None = None
    message: Text | None = None
    gone: bool = False  # its server said that it will not come back


class WatchOutage(Record):
    """One time that a watch did not answer, from the first failure until it was read again."""

    table: ClassVar[str] = "watch_outages"
    key: ClassVar[tuple[str, ...]] = ("watch_id", "began_at")
    mutable: ClassVar[tuple[str, ...]] = ("gone_at", "ended_at", "failures", "error", "message", "last_run_id")

    watch_id: Text
    began_at: Moment
    gone_at: Moment | None = None  # when its server first said that it will not come back
    ended_at: Moment | None = None  # when it answered again
    failures: Count = 0  # in a row
    error: Text | None = None  # the last one
    message: Text | None = None
    run_id: Text | None = None  # the run that found it so, None where that was not kept
    last_run_id: Text | None = None  # the last run that asked it


class FeedEntry(Record):
    """One thing that a watch listed, as it last listed it."""

    table: ClassVar[str] = "feed_entries"
    key: ClassVar[tuple[str, ...]] = ("entry_id",)
    mutable: ClassVar[tuple[str, ...]] = (
        *("page_id", "url", "title", "published_at", "updated_at", "fingerprint", "changed_at"),
    )

    entry_id: Text
    watch_id: Text
    guid: Text  # what its feed knows it by
    page_id: Text | None = None  # None: it leads to no page
    url: Text | None = None
    title: Text | None = None
    published_at: Moment | None = None
    updated_at: Moment | None = None
    fingerprint: Text  # changes with what the feed says of it
    first_seen_at: Moment
    changed_at: Moment | None = None

    @staticmethod
    def id_for(watch_id: str, guid: str) -> str:
        return content_id("ent", watch_id, guid)


class WatchedPage(Record):
    """A page that a watch led to: whether it is checked, and when it is looked at again."""

    table: ClassVar[str] = "watched_pages"
    key: ClassVar[tuple[str, ...]] = ("page_id",)
    mutable: ClassVar[tuple[str, ...]] = (
        *("state", "article_id", "version_id", "etag", "last_modified", "body_hash", "asked_at", "changed_at"),
        *("due_at", "failures", "error", "message"),
    )

    page_id: Text
    url: Text
    watch_id: Text  # the watch that led to it first
    state: PageState
    article_id: Text | None = None
    version_id: Text | None = None  # the text that it had when it was last checked
    etag: Text | None = None
    last_modified: Text | None = None
    body_hash: Text | None = None
    found_at: Moment
    asked_at: Moment | None = None
    changed_at: Moment | None = None  # when its text was last found to be another one
    due_at: Moment | None = None  # None: not before something is said of it anew
    failures: Count = 0  # in a row
    error: Text | None = None
    message: Text | None = None

    @staticmethod
    def id_for(url: str) -> str:
        return content_id("pag", url)
