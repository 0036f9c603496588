"""What a feed, a sitemap or a page of links lists: where each thing is, what it is called, and when it was published.

Everything here is hostile input. A listing never has more than MOST_ENTRIES, nothing in it is fetched or expanded, and
text is cut to lengths that no honest feed reaches.
"""

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from language.pages import canonical_url
from warehouse.errors import BadInputError

VERSION = 1

MOST_ENTRIES = 10_000
MOST_UNPACKED = 50 * 2**20  # of a sitemap that is handed out compressed: what the protocol allows

ListingKind = Literal["feed", "sitemap", "sitemap index", "page"]

_LONGEST = 2000
# Each piece can end at one place only: where one could swallow the next, a hostile body would be tried in endless ways.
_ROOT = re.compile(
    r"(?:\s|<\?(?:(?!\?>).){0,2000}\?>|<!--(?:(?!-->).){0,5000}-->"
    r"|<!DOCTYPE[^>\[]{0,2000}(?:\[[^\]]{0,20000}\][^>\[]{0,2000})?>){0,50}<([\w:.-]{1,60})",
    re.DOTALL | re.IGNORECASE,
)
_FEEDS = frozenset({"rss", "feed", "rdf:rdf", "channel"})
_SITEMAPS = frozenset({"urlset", "sitemapindex"})


class NotAFeedError(BadInputError):
    """It is a page, or something else that lists nothing."""


class BrokenFeedError(BadInputError):
    """It wants to be a feed, and nothing can be read of it."""


@dataclass(frozen=True)
class Entry:
    """One thing that is listed. `guid` is what its feed knows it by; without a `url` it leads nowhere."""

    guid: str
    url: str | None
    title: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    text_hash: str = ""  # of what the feed itself tells of it

    @property
    def as_of(self) -> datetime | None:
        """The latest that is told of when it was written."""
        return max(filter(None, (self.updated, self.published)), default=None)

    @property
    def fingerprint(self) -> str:
        """Changes with what is told of it."""
        told = (self.url, self.title, self.published, self.updated, self.text_hash)
        return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:24]


@dataclass(frozen=True)
class Listing:
    """What an address lists, the newest first as far as it tells. `parts` are the sitemaps of an index."""

    kind: ListingKind
    format: str
    title: str | None = None
    entries: tuple[Entry, ...] = ()
    parts: tuple[Entry, ...] = ()
    note: str | None = None  # what a reader must know of how it was read


def kind_of_listing(body: bytes) -> Literal["feed", "sitemap", "json", "page", "unknown"]:
    """What a body is, by how it begins; what its server calls it is wrong too often."""
    start = _beginning(body)
    if start.startswith("{"):
        return "json"
    root = _ROOT.match(start)
    name = root[1].lower() if root else ""
    if name in _FEEDS or name.partition(":")[2] in _FEEDS:
        return "feed"
    if name.rpartition(":")[2] in _SITEMAPS:
        return "sitemap"
    if name in ("html", "head", "body") or re.match(r"\s*<!doctype\s+html", start, re.IGNORECASE):
        return "page"
    return "unknown"


def read_listing(body: bytes, url: str) -> Listing:
    """What a feed or a sitemap that came from `url` lists.

    Raises NotAFeedError and BrokenFeedError, each with the fix.
    """
    from language.feed_formats import read_json, read_sitemap, read_xml

    body = unpacked(body, url)
    kind = kind_of_listing(body)
    if kind == "json":
        listing = read_json(body, url)
    elif kind == "sitemap":
        listing = read_sitemap(body, url)
    elif kind == "feed":
        listing = read_xml(body, url)
    else:
        found = "a page" if kind == "page" else "something else" if body.strip() else "empty"
        raise NotAFeedError(
            f"{url.partition('?')[0]} is {found} and no feed: give the address of its feed or sitemap, or add it with "
            f"--kind index to follow the article links of a page, or --kind page to watch one article."
        )
    return replace(listing, entries=in_order(listing.entries), parts=in_order(listing.parts))


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries the newest first, those without a date behind them in their order, each once, and not too many."""
    known: dict[tuple[str, str | None], Entry] = {}
    for entry in entries:
        known.setdefault((entry.guid, entry.url), entry)
    # A guid that several things share names none of them: their addresses do.
    times = Counter(guid for guid, _ in known)
    own = [replace(entry, guid=entry.url) if times[entry.guid] > 1 and entry.url else entry for entry in known.values()]
    oldest = datetime.min.replace(tzinfo=UTC)
    own.sort(key=lambda entry: entry.as_of or oldest, reverse=True)
    return tuple({entry.guid: entry for entry in reversed(own[:MOST_ENTRIES])}.values())[::-1]


def entry_of(
    *,
    guid: object,
    url: object,
    base: str,
    title: object = None,
    published: datetime | None = None,
    updated: datetime | None = None,
    text: str = "",
) -> Entry | None:
    """An entry of whatever a feed holds in its fields; None where it tells neither an address nor a name."""
    address = canonical_url(_short(url), base=base)
    if address and len(address) > _LONGEST:
        address = None
    name = _short(guid) or address
    if not name:
        return None
    return Entry(
        guid=name,
        url=address,
        title=_short(title),
        published=published,
        updated=updated,
        text_hash=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16] if text else "",
    )


def moment_of(value: object) -> datetime | None:
    """A point in time as feeds and sitemaps write it, in UTC; None for anything else. A day is its midnight."""
    if not isinstance(value, str) or not 8 <= len(value.strip()) <= 60:
        return None
    text = value.strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:
        return None


def unpacked(body: bytes, url: str) -> bytes:
    """A body that is a .gz file, unpacked; any other as it is. Raises BrokenFeedError for a broken or endless one."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = stream.decompress(body, MOST_UNPACKED + 1)
    except zlib.error:
        plain = b""
    if len(plain) > MOST_UNPACKED or not stream.eof:
        raise BrokenFeedError(
            f"{url.partition('?')[0]} is compressed and is broken, or larger than {MOST_UNPACKED // 2**20} MB once it "
            f"is unpacked: give the address of a smaller part of it."
        )
    return plain


def _beginning(body: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            return body[2:60_000].decode(encoding, "replace").lstrip()
    return body[:30_000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")


def _short(value: object) -> str | None:
    """A field as one short line; None for what is no text."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    line = " ".join(value[: 2 * _LONGEST].split())[:_LONGEST]
    return line or None
