"""Pages kept on disk, so that what has not changed is asked for with one short question, or not at all.

One file that several processes may share and that never grows past its size. A page in it that is damaged is fetched
again.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from gateways.cache_files import CacheFile

# The body comes last: SQLite reads a row's columns in their order, and what is before it is read alone.
_CREATE = """CREATE TABLE IF NOT EXISTS pages (
    key TEXT PRIMARY KEY, head TEXT NOT NULL, bytes INTEGER NOT NULL, kept_at REAL NOT NULL, body_hash TEXT NOT NULL,
    body BLOB NOT NULL)"""
# What a publisher may promise at most: evidence is to be today's.
_LONGEST_FRESH = timedelta(days=1)
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})")


@dataclass(frozen=True)
class CachedPage:
    """A page as it came, with the moment that it came or was last confirmed to be unchanged."""

    headers: Mapping[str, str]  # names in lower case
    body: bytes
    confirmed_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Whether its publisher said that it need not be asked for again by now."""
        control = self.headers.get("cache-control", "").lower()
        if "no-cache" in control or "no-store" in control:
            return False
        lasts = timedelta(0)
        if told := _MAX_AGE.search(control):
            age = self.headers.get("age", "")
            lasts = timedelta(seconds=int(told[1]) - (int(age) if age.isdecimal() and len(age) < 10 else 0))
        elif expires := _moment(self.headers.get("expires")):
            lasts = expires - (_moment(self.headers.get("date")) or self.confirmed_at)
        return self.confirmed_at <= now < self.confirmed_at + min(max(lasts, timedelta(0)), _LONGEST_FRESH)

    def conditions(self) -> dict[str, str]:
        """The headers that ask whether it has changed; none where its publisher gave it no mark."""
        marks = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
        return {asked: self.headers[name] for asked, name in marks if name in self.headers}

    def confirmed(self, headers: Mapping[str, str], at: datetime) -> "CachedPage":
        """The same page after a 304, whose headers are newer; those that tell of the body stay."""
        newer = {name: value for name, value in headers.items() if not name.startswith("content-")}
        return CachedPage({**self.headers, **newer}, self.body, at)


def may_be_kept(headers: Mapping[str, str]) -> bool:
    """Whether a page may be kept, and asking for it again with what was kept can be of use."""
    control = headers.get("cache-control", "").lower()
    return "no-store" not in control and headers.get("vary", "").strip() != "*"


class PageCache:
    """Pages by address. `most_bytes` bounds them all together; those that were confirmed longest ago go first."""

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self._file = CacheFile(folder / "web-pages.sqlite", _CREATE, "pages")
        self._most_bytes = most_bytes

    def get(self, key: str) -> CachedPage | None:
        """The page under a key, or None; one that is damaged counts as none."""
        row = self._file.run("SELECT head, body, body_hash FROM pages WHERE key = ?", (key,))
        if row is None:
            return None
        try:
            head, body, body_hash = json.loads(row[0]), bytes(row[1]), row[2]
            if hashlib.sha256(body).hexdigest() != body_hash:
                raise ValueError("the body is not what was kept")
            page = CachedPage(dict(head["headers"]), body, datetime.fromisoformat(head["confirmed_at"]))
            page.is_fresh(datetime.now(UTC))  # raises where a date is none that can be reckoned with
        except (ValueError, TypeError, KeyError, OverflowError):
            self._file.run("DELETE FROM pages WHERE key = ?", (key,))
            return None
        return page

    def put(self, key: str, page: CachedPage) -> None:
        """Keep a page; a later one under the same key takes its place."""
        head = json.dumps({"headers": dict(page.headers), "confirmed_at": page.confirmed_at.isoformat()})
        size = len(page.body) + len(head)
        if size > self._most_bytes:
            return
        body_hash = hashlib.sha256(page.body).hexdigest()
        row = (key, head, size, page.confirmed_at.timestamp(), body_hash, page.body)
        self._file.run("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?)", row)
        self._file.run(
            "DELETE FROM pages WHERE key IN (SELECT key FROM (SELECT key, sum(bytes) OVER "
            "(ORDER BY kept_at DESC, key) AS together FROM pages) WHERE together > ?)",
            (self._most_bytes,),
        )


def _moment(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, TypeError, OverflowError):  # the last of a zone that no clock has
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
