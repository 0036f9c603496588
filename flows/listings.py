"""What a watch lists, read anew, held against what is known of it: new entries, changed ones, pages to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateways.web import ANY_TYPE, Fetched, WebGateway
from gateways.web_errors import WebError
from language.feeds import Entry, Listing, read_listing
from language.page_links import read_links
from language.pages import NoPageTextError
from verifiers.webpages import charset_of
from warehouse.errors import ClaimhouseError
from warehouse.records import FeedEntry, Mark, Record, WatchChange, WatchedPage

MOST_PARTS = 20  # sitemaps of an index that one reading reads: those that changed last


@dataclass(frozen=True)
class WatchRead:
    """What one reading of a watch brought. `listing` is None where nothing has changed since the last one."""

    listing: Listing | None
    marks: tuple[Mark, ...]
    problem: ClaimhouseError | None = None  # of a part; the others were read


async def read_watch(web: WebGateway, watch: WatchChange, marks: Sequence[Mark]) -> WatchRead:
    """Ask a watch for what it lists, by the marks of the last reading. Raises WebError and BadInputError."""
    if watch.kind == "page":
        return WatchRead(Listing("page", "page", entries=(Entry(guid=watch.url, url=watch.url),)), ())
    known = {mark.url: mark for mark in marks}
    fetched = await _changed(web, watch.url, known)
    if watch.kind == "index":
        listing = _links(fetched) if fetched else None
    else:
        listing = read_listing(fetched.body, fetched.final_url) if fetched else None
    own = {watch.url: _mark(watch.url, fetched)} if fetched else {watch.url: known[watch.url]}
    if listing is not None and listing.kind == "sitemap index":
        return await _parts(web, watch, listing, known, own)
    if listing is None and len(known) > 1:  # an index that is as it was: its parts may have changed
        parts = [Entry(guid=url, url=url) for url in known if url != watch.url]
        return await _parts(web, watch, Listing("sitemap index", "sitemap index", parts=tuple(parts)), known, own)
    return WatchRead(listing, tuple(own.values()))


async def _parts(
    web: WebGateway, watch: WatchChange, index: Listing, known: Mapping[str, Mark], own: dict[str, Mark]
) -> WatchRead:
    """The entries of an index's sitemaps, of those that have changed."""
    entries: list[Entry] = []
    problem: ClaimhouseError | None = None
    kept = dict(own)
    format_ = None
    for part in index.parts[:MOST_PARTS]:
        if not part.url or part.url == watch.url:
            continue
        if part.url in known:
            kept[part.url] = known[part.url]
        try:
            fetched = await _changed(web, part.url, known)
            listing = read_listing(fetched.body, fetched.final_url) if fetched else None
        except ClaimhouseError as error:
            problem = error
            if part.url not in known:
                # Only the index tells of a part that was never read: it must be read again, though it has not changed.
                kept.pop(watch.url, None)
            continue
        if fetched and listing:
            kept[part.url] = _mark(part.url, fetched)
            entries += listing.entries
            format_ = listing.format
    if problem and not entries and not kept.keys() - own.keys():
        raise problem
    listing = Listing("sitemap", f"index of {format_}s", index.title, tuple(entries)) if entries and format_ else None
    return WatchRead(listing, tuple(kept.values()), problem)


async def _changed(web: WebGateway, url: str, known: Mapping[str, Mark]) -> Fetched | None:
    mark = known.get(url)
    fetched = await web.fetch_if_changed(
        url,
        etag=mark.etag if mark else None,
        last_modified=mark.last_modified if mark else None,
        accept=ANY_TYPE,
    )
    return None if fetched is None or (mark and mark.body_hash == fetched.body_hash) else fetched


def _links(fetched: Fetched) -> Listing:
    try:
        return read_links(fetched.body, fetched.final_url, charset=charset_of(fetched))
    except NoPageTextError as error:
        raise NoLinksError(str(error)) from None


class NoLinksError(WebError):
    """A page whose links were to be followed is none."""


def _mark(url: str, fetched: Fetched) -> Mark:
    return Mark(
        url=url,
        etag=fetched.headers.get("etag"),
        last_modified=fetched.headers.get("last-modified"),
        body_hash=fetched.body_hash,
    )


@dataclass(frozen=True)
class Difference:
    """What a reading changes: the records to store, and how many entries are new and changed."""

    records: tuple[Record, ...]
    new: int
    changed: int


def difference(
    watch: WatchChange,
    listing: Listing,
    entries: Mapping[str, FeedEntry],
    pages: Mapping[str, WatchedPage],
    now: datetime,
    *,
    is_first: bool,
) -> Difference:
    """What a listing tells beyond `entries` and `pages`, which are known by their ids.

    The first reading takes as many as the watch says, the newest; the others were there before it began, and are passed
    over. A page is one page whichever watches list it, and under however many guids.
    """
    records: list[Record] = []
    led_to = dict(pages)
    new = changed = 0
    for rank, entry in enumerate(listing.entries):
        entry_id = FeedEntry.id_for(watch.watch_id, entry.guid)
        known = entries.get(entry_id)
        if known and known.fingerprint == entry.fingerprint:
            continue
        page_id = WatchedPage.id_for(entry.url) if entry.url else None
        new += known is None
        changed += known is not None
        records.append(
            FeedEntry(
                entry_id=entry_id,
                watch_id=watch.watch_id,
                guid=entry.guid,
                page_id=page_id,
                url=entry.url,
                title=entry.title,
                published_at=entry.published,
                updated_at=entry.updated,
                fingerprint=entry.fingerprint,
                first_seen_at=known.first_seen_at if known else now,
                changed_at=now if known else None,
            )
        )
        if page_id is None or entry.url is None:
            continue
        passed = is_first and rank >= watch.first
        page = _page_now(led_to.get(page_id), entry.url, watch, now, passed=passed, changed=known is not None)
        if page is not None:
            led_to[page_id] = page
            records.append(page)
    return Difference(tuple(records), new, changed)


def _page_now(
    page: WatchedPage | None, url: str, watch: WatchChange, now: datetime, *, passed: bool, changed: bool
) -> WatchedPage | None:
    """The page of an entry that is new or has changed; None where nothing is to be done about it."""
    if page is None:
        return WatchedPage(
            page_id=WatchedPage.id_for(url),
            url=url,
            watch_id=watch.watch_id,
            state="passed" if passed else "waiting",
            found_at=now,
            due_at=None if passed else now,
        )
    if changed and page.state in ("checked", "gone"):
        return page.model_copy(update={"due_at": now})
    if (changed and page.state == "failed") or (not passed and page.state == "passed" and not changed):
        return page.model_copy(update={"state": "waiting", "due_at": now})
    return None
