"""What all web searches share: a service names pages, each is fetched and read, and its own text is the evidence.

No snippet is ever judged: a service's summary is neither dated nor the page's own words.
"""

import asyncio
import hashlib
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from pydantic import SecretStr

from gateways.web import WebGateway
from gateways.web_errors import UnexpectedReplyError
from gateways.web_flights import Flights
from gateways.web_services import Service
from language.pages import canonical_url
from verifiers.protocols import ALL_PURPOSES, Answer, Hit
from verifiers.sources import best_spans, candidates, query_text
from verifiers.sources.best_spans import spans_of
from verifiers.sources.candidates import Candidate, paced, read_candidates
from verifiers.sources.query_text import plain_query
from verifiers.webpages import PageReader
from warehouse.records import Claim, Document, Query, clean_text

VERSION = 1

_REMEMBERED = 20_000  # addresses of pages
_LONGEST_TITLE = 300
_PROBE = "news"  # what every search finds something for


@dataclass(frozen=True)
class Asked:
    """A query as a service is asked it."""

    words: str
    language: str | None  # an ISO 639-1 code, such as "de"; None where it is not known
    until: date | None  # pages published later are not wanted


@dataclass(frozen=True)
class Named:
    """A page that a service named."""

    url: str
    title: str | None = None


class WebSearchSource(ABC):
    """One search service. A subclass knows how it is asked and what its replies mean."""

    name: ClassVar[str]
    live = True
    by_claim = False
    purposes = ALL_PURPOSES

    # What the service takes at most of a query, and the version of how it is asked.
    most_characters: ClassVar[int]
    most_words: ClassVar[int]
    own_version: ClassVar[int]

    def __init__(self, reader: PageReader, *, interval_s: float) -> None:
        self.searches_at_once = paced(interval_s, calls=1)
        self._reader = reader
        self._named: Flights[tuple[Named, ...]] = Flights(
            size=len, most=_REMEMBERED, transient_s=0.0, clock=time.monotonic
        )

    @property
    def version(self) -> str:
        """The code, how pages are read, and the settings that matter."""
        parts = (
            VERSION,
            best_spans.VERSION,
            candidates.VERSION,
            query_text.VERSION,
            self._reader.version,
            self.settings(),
        )
        return f"{self.own_version}:{hashlib.sha256('/'.join(map(str, parts)).encode()).hexdigest()[:12]}"

    def settings(self) -> str:
        """What of the settings could change an answer."""
        return ""

    @property
    @abstractmethod
    def place(self) -> str:
        """Who is asked: the service's name, or the host of an instance of the desk's own."""

    async def check(self) -> str:
        """Ask for pages, and tell how many were named. Raises WebError by what went wrong."""
        named = await self.ask(Asked(_PROBE, "en", None))
        return f"{self.place} answers; pages named for “{_PROBE}”: {len(named)}"

    @abstractmethod
    async def ask(self, asked: Asked) -> Sequence[Named]:
        """One call of the service: the pages that it names, best first. Raises WebError by what went wrong."""

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        """The first `limit` pages that the service names and that could be read, in its order, each as it is today.

        With `published_until`, a page published or changed later, or of unknown date, is none. Pages that could not be
        read are told as unread. Raises WebError where the service did not answer, and NothingReadError where all that
        it named failed in a way that may pass.
        """
        words = plain_query(query.text, most_characters=self.most_characters, most_words=self.most_words)
        if not words:
            return Answer()
        language = (query.language or "").split("-")[0].lower() or None
        asked = Asked(words, language, published_until)
        named = await self._named.once(asked, lambda: self._ask_once(asked))
        pages = [self._candidate(page, words, published_until) for page in named]
        return await read_candidates(pages, limit=limit, named_by=self.name)

    async def _ask_once(self, asked: Asked) -> tuple[Named, ...]:
        """Each page once: services name an address with and without its tracking parameters."""
        pages: dict[str, Named] = {}
        for page in await self.ask(asked):
            if url := canonical_url(page.url):
                pages.setdefault(url, Named(url, page.title))
        return tuple(pages.values())

    def _candidate(self, page: Named, words: str, until: date | None) -> Candidate:
        async def read() -> Hit | None:
            document, fetch = await self._reader.read(page.url, source=self.name)
            if not _in_time(document, until):
                return None
            spans = await asyncio.to_thread(spans_of, document.text, words)
            return Hit(document, score=0.0, spans=spans, fetch=fetch)

        return Candidate(page.url, page.title, read)


class KeyedSearchSource(WebSearchSource):
    """A service that is asked with the desk's own key. A subclass names the service, its key's setting, its address."""

    service: ClassVar[str]
    key_setting: ClassVar[str]
    address: ClassVar[str]

    def __init__(
        self,
        key: SecretStr,
        gateway: WebGateway,
        reader: PageReader,
        *,
        interval_s: float,
        address: str | None = None,
    ) -> None:
        super().__init__(reader, interval_s=interval_s)
        gateway.add_service(Service(self.service, key_setting=self.key_setting, interval_s=interval_s))
        self._key = key
        self._gateway = gateway
        self._address = address or self.address

    @property
    def place(self) -> str:
        return self.service


def _in_time(document: Document, until: date | None) -> bool:
    """Whether the page is known to be from no later than a day; its date is already that of its latest change."""
    return until is None or (document.published_at is not None and document.published_at.date() <= until)


def named_pages(
    reply: Any, path: Sequence[str], *, url: str, service: str, is_empty: Callable[[dict[str, Any]], bool]
) -> list[Named]:
    """The pages in a service's reply: the objects of the list at `path`, whose address stands under `url`.

    Where there is no such list, `is_empty` tells a reply without results from one that is none: that raises
    UnexpectedReplyError, for to have found nothing is something else.
    """
    rows: Any = reply
    for name in path:
        rows = rows.get(name) if isinstance(rows, dict) else None
    if rows is None and isinstance(reply, dict) and is_empty(reply):
        return []
    if not isinstance(rows, list):
        raise UnexpectedReplyError(
            f"{service} answered without a list of results where its documentation has one: update Claimhouse, or "
            f"leave this source out."
        )
    return [
        Named(row[url], clean_text(title)[:_LONGEST_TITLE] if isinstance(title := row.get("title"), str) else None)
        for row in rows
        if isinstance(row, dict) and isinstance(row.get(url), str)
    ]
