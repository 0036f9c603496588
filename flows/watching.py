"""What the desk watches: adding, removing, and when each is due. Plain code that runs without Prefect.

A removed watch stays, marked; added again it is the same watch, which still knows what it has led to.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from gateways.web import ANY_TYPE, Fetched, WebGateway
from language.feeds import Listing, NotAFeedError, kind_of_listing, read_listing
from language.page_links import feeds_named, read_links
from verifiers.webpages import charset_of
from warehouse.errors import BadInputError
from warehouse.reads import Reads
from warehouse.records import WatchChange, WatchKind, WatchState
from warehouse.store import Warehouse
from warehouse.watches import decisions

KINDS = ("feed", "sitemap", "index", "page")
EVERY_S = 900
FIRST = 20  # of what a watch lists when it is first read so many are checked
LEAST_S = 60
MOST_S = 30 * 86_400
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LONGEST_PAUSE = timedelta(days=1)


def interval_of(text: str) -> int:
    """An interval as it is typed, "15m" or "1h30m", in seconds. Raises BadInputError."""
    parts = re.findall(r"(\d{1,6})\s*([smhd])", text.lower())
    if not parts or re.sub(r"\d{1,6}\s*[smhd]|\s", "", text.lower()):
        raise BadInputError(f"--every {text} is no interval: write it as 15m, 2h or 1d.")
    seconds = sum(int(number) * _UNITS[unit] for number, unit in parts)
    if not LEAST_S <= seconds <= MOST_S:
        raise BadInputError(f"--every {text} is not between one minute and 30 days: write it as 15m, 2h or 1d.")
    return seconds


def told_interval(seconds: int) -> str:
    """An interval as it is typed."""
    unit = next(unit for unit in "dhms" if seconds % _UNITS[unit] == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


@dataclass(frozen=True)
class Seen:
    """What an address turned out to be."""

    kind: WatchKind
    listing: Listing | None  # None for an article


def seen_as(fetched: Fetched, kind: str | None) -> Seen:
    """What is watched at an address. `kind` is what the user says that it is, None where the page is to tell.

    Raises BadInputError for a page that may be meant in more than one way, with the feeds that it names.
    """
    charset = charset_of(fetched)
    if kind == "page":
        return Seen("page", None)
    if kind == "index":
        listing = read_links(fetched.body, fetched.final_url, charset=charset)
        if not listing.entries:
            raise NotAFeedError(f"{_place(fetched)} has no links that lead to articles of its site: watch its feed.")
        return Seen("index", listing)
    if kind is None and kind_of_listing(fetched.body) == "page":
        named = feeds_named(fetched.body, fetched.final_url, charset=charset)
        if named:
            raise NotAFeedError(
                f"{_place(fetched)} is a page and no feed, and names these: {', '.join(named[:5])}. Add one of them, "
                f"or say --kind index to follow the page's article links, or --kind page to watch one article."
            )
    listing = read_listing(fetched.body, fetched.final_url)
    return Seen("feed" if listing.kind == "feed" else "sitemap", listing)


async def look_at(web: WebGateway, url: str, kind: str | None) -> Seen:
    """Fetch an address and tell what it is. Raises BadInputError and WebError."""
    if kind is not None and kind not in KINDS:
        raise BadInputError(f"--kind {kind} is not known: use {', '.join(KINDS)}.")
    return seen_as(await web.fetch(url, accept=ANY_TYPE), kind)


def add_watch(
    warehouse: Warehouse,
    url: str,
    kind: WatchKind,
    *,
    name: str | None = None,
    every_s: int | None = None,
    first: int | None = None,
    now: datetime,
) -> tuple[WatchChange, bool]:
    """Have an address watched. Returns what is in force, and whether that is new.

    What is None stays as it is for what is watched already; else it is the host's name, EVERY_S and FIRST.
    Raises BadInputError for a name that another watch has.
    """
    watch_id = WatchChange.watch_id_for(url)
    made: list[WatchChange] = []

    def also(reads: Reads) -> list[WatchChange]:
        known = decisions(reads)
        before = known.get(watch_id)
        standing = before if before and before.action != "removed" else None
        others = [one for one in known.values() if one.action != "removed" and one.watch_id != watch_id]
        called = " ".join((name or (standing.name if standing else _free_name(url, others))).split())
        if any(one.name.casefold() == called.casefold() for one in others):
            raise BadInputError(f"Another watch is called {called}: give this one another --name.")
        every = every_s if every_s is not None else standing.every_s if standing else EVERY_S
        newest = first if first is not None else standing.first if standing else FIRST
        asked = (called, kind, every, newest)
        if standing and (standing.name, standing.kind, standing.every_s, standing.first) == asked:
            made.append(standing)
            return []
        follows = before.change_id if before else None
        action = "changed" if standing else "added"
        change = WatchChange(
            change_id=WatchChange.id_for(watch_id, action, *asked, follows),
            watch_id=watch_id,
            action=action,
            url=url,
            name=called,
            kind=kind,
            every_s=every,
            first=newest,
            follows=follows,
            changed_at=now,
        )
        made.append(change)
        return [change]

    new = warehouse.commit([], also)
    return made[0], bool(new.get("watch_changes"))


def remove_watch(warehouse: Warehouse, wanted: str, now: datetime) -> WatchChange:
    """Have a watch read no more. What it has led to stays. Raises BadInputError where there is none of that name."""
    made: list[WatchChange] = []

    def also(reads: Reads) -> list[WatchChange]:
        before = named(decisions(reads).values(), [wanted])[0]
        change = before.model_copy(
            update={
                "change_id": WatchChange.id_for(
                    before.watch_id, "removed", before.name, before.kind, before.every_s, before.first, before.change_id
                ),
                "action": "removed",
                "follows": before.change_id,
                "changed_at": now,
            }
        )
        made.append(change)
        return [change]

    warehouse.commit([], also)
    return made[0]


def named(changes: Iterable[WatchChange], wanted: Sequence[str]) -> list[WatchChange]:
    """The watches in force that are called so, by name or address; all of them where nothing is wanted.

    Raises BadInputError for a name that none has.
    """
    there = [change for change in changes if change.action != "removed"]
    if not wanted:
        return there
    chosen: dict[str, WatchChange] = {}
    for one in wanted:
        found = [w for w in there if one.casefold() == w.name.casefold() or one in (w.url, w.watch_id)]
        if not found:
            raise BadInputError(f"Nothing that is watched is called {one}: see `claimhouse watch list`.")
        chosen[found[0].watch_id] = found[0]
    return list(chosen.values())


def due_of(
    watches: Sequence[WatchChange], known: Mapping[str, WatchState], now: datetime, *, anyway: bool
) -> list[WatchChange]:
    """Those of the watches that are to be read by now, or all of them."""
    return [watch for watch in watches if anyway or _is_due(watch, known.get(watch.watch_id), now)]


def _is_due(watch: WatchChange, state: WatchState | None, now: datetime) -> bool:
    """Whether its time has come, or what was decided on it since it was read says another time."""
    if state is None or watch.changed_at > state.read_at:
        return True
    return state.due_at is not None and state.due_at <= now


def next_after(every_s: int, now: datetime, *, failures: int = 0, asked: float | None = None) -> datetime:
    """When something is due again: later each time that it fails, within a day, and never before its server asked."""
    every = timedelta(seconds=every_s)
    pause = min(every * float(2 ** min(max(failures - 1, 0), 12)), max(every, _LONGEST_PAUSE))
    return now + max(pause, timedelta(seconds=min(asked or 0.0, MOST_S)))


def _free_name(url: str, others: Sequence[WatchChange]) -> str:
    """The host's name or, where that is taken, the address."""
    host = re.sub(r"^www\.", "", urlsplit(url).hostname or url)
    return url if any(one.name.casefold() == host.casefold() for one in others) else host


def _place(fetched: Fetched) -> str:
    return fetched.url.partition("?")[0]
