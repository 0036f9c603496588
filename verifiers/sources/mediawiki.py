"""MediaWiki's action API as far as evidence needs it: a search, the revision that was current at a moment, its text.

https://www.mediawiki.org/wiki/API:Main_page. Everything is asked for in format version 2. A fault that the API tells in
a reply with status 200 (`error.code`) is raised by the same names as one told by a status.
"""

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from gateways.errors import redacted
from gateways.web import WebGateway
from gateways.web_errors import (
    ForbiddenError,
    NotThereError,
    ServerFailedError,
    TooManyRequestsError,
    UnexpectedReplyError,
    UnexpectedStatusError,
    WebError,
)
from gateways.web_flights import Flights
from gateways.web_services import Service
from verifiers.sources.wiki_text import read_wiki_html

VERSION = 1

SETTING = "CLAIMHOUSE_WIKIPEDIA"

_log = logging.getLogger(__name__)

_IN_FLIGHT = 2  # Wikimedia asks for requests in series: https://www.mediawiki.org/wiki/API:Etiquette
_BUSY_WAITS_S = (5.0, 15.0)
_FORMAT = {"format": "json", "formatversion": "2"}
_MAX_LAG_S = "5"  # https://www.mediawiki.org/wiki/Manual:Maxlag_parameter: what it advises for work that can wait
_MOST_REPLIES = 10  # that one query may be continued over
_REMEMBERED = 50_000_000  # of bytes and characters
_BUSY = frozenset(("maxlag", "ratelimited", "cirrussearch-too-busy-error", "toomanyconnections"))
_CLOSED = frozenset(("readapidenied", "permissiondenied", "mustbeloggedin", "cantread", "assertuserfailed"))
_GONE = frozenset(("missingtitle", "nosuchrevid", "nosuchpageid", "missingcontent"))


@dataclass(frozen=True)
class Site:
    """What a wiki says of itself."""

    name: str
    language: str | None


@dataclass(frozen=True)
class Revision:
    """One state of one page."""

    page_id: int
    title: str
    revision_id: int
    at: datetime  # in UTC, to the second


@dataclass(frozen=True)
class Rendered:
    """A revision as the wiki's parser renders it: the HTML inside its reply at `url`, in UTF-8, and the text of that.

    Its templates are those of today, for MediaWiki keeps no other. The text is empty where there is none to read, as in
    a redirect.
    """

    url: str
    body: bytes
    body_hash: str  # SHA-256, in hexadecimal
    text: str
    at: datetime


@dataclass(frozen=True)
class Found:
    """What a search found, best first, each page in its current revision."""

    site: Site
    revisions: tuple[Revision, ...]


class MediaWiki:
    """One wiki. `address` is that of the wiki with its script path, or of its api.php.

    What was asked once is not asked again by the same object. `sleep` waits so many seconds.
    """

    def __init__(
        self,
        address: str,
        gateway: WebGateway,
        *,
        interval_s: float,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.api = api_address(address)
        self.host = urlsplit(self.api).netloc
        gateway.add_service(
            Service(self.host, url=self.api, url_setting=SETTING, interval_s=interval_s, in_flight=_IN_FLIGHT)
        )
        labels = self.host.split(".")
        # Wikimedia's wikis carry their language before the project: de.wikipedia.org.
        self.language = labels[0] if labels[1:] == ["wikipedia", "org"] else None
        self._gateway = gateway
        self._sleep = sleep
        self._searches: Flights[Found] = _flights(lambda _: 1)
        self._revisions: Flights[Revision | None] = _flights(lambda _: 1)
        self._rendered: Flights[Rendered] = _flights(lambda rendered: len(rendered.body) + len(rendered.text))

    async def site(self) -> Site:
        """What the wiki says of itself. Raises WebError by the name of what went wrong, as the others do."""
        return self._site((await self._query({"meta": "siteinfo", "siprop": "general"}))["general"])

    async def search(self, words: str, *, limit: int) -> Found:
        """The articles whose text holds all of the words, best first, disambiguation pages left out."""
        return await self._searches.once((words, limit), lambda: self._search(words, limit))

    async def revision_at(self, revision: Revision, moment: datetime) -> Revision | None:
        """The revision of the same page that was current at a moment; None where there was none yet."""
        if revision.at <= moment:
            return revision
        return await self._revisions.once((revision.page_id, moment), lambda: self._revision_at(revision, moment))

    async def render(self, revision: Revision) -> Rendered:
        """A revision as a reader sees it. Raises NotThereError for one that was deleted."""
        return await self._rendered.once(revision.revision_id, lambda: self._render(revision))

    def permanent_url(self, revision: Revision) -> str:
        """The address at which this revision, and never another, is read."""
        parts = urlsplit(self.api)
        title = quote(revision.title.replace(" ", "_"), safe="/:,()!*'")
        path = parts.path.removesuffix("api.php") + "index.php"
        return urlunsplit((parts.scheme, parts.netloc, path, f"title={title}&oldid={revision.revision_id}", ""))

    async def _search(self, words: str, limit: int) -> Found:
        query = await self._query(
            {
                "generator": "search",
                "gsrsearch": words,
                "gsrnamespace": "0",
                "gsrwhat": "text",  # a wiki without CirrusSearch looks at titles alone unless it is told
                "gsrlimit": str(limit),
                "prop": "revisions|pageprops",
                "rvprop": "ids|timestamp",
                "ppprop": "disambiguation",
                "meta": "siteinfo",
                "siprop": "general",
            }
        )
        pages = sorted(query["pages"].values(), key=lambda page: int(page.get("index", 0)))
        revisions = [
            revision
            for page in pages
            if "disambiguation" not in page.get("pageprops", {}) and (revision := _revision(page))
        ]
        return Found(self._site(query["general"]), tuple(revisions[:limit]))

    def _site(self, general: Mapping[str, Any]) -> Site:
        return Site(str(general.get("sitename") or self.host), str(general.get("lang") or "") or None)

    async def _revision_at(self, revision: Revision, moment: datetime) -> Revision | None:
        query = await self._query(
            {
                "pageids": str(revision.page_id),
                "prop": "revisions",
                "rvprop": "ids|timestamp",
                "rvlimit": "1",
                "rvdir": "older",
                "rvstart": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            },
            whole=False,  # it could always be continued with older ones
        )
        return next((found for page in query["pages"].values() if (found := _revision(page))), None)

    async def _render(self, revision: Revision) -> Rendered:
        asked = {
            "action": "parse",
            "oldid": str(revision.revision_id),
            "prop": "text",
            "disableeditsection": "1",
            "disabletoc": "1",
            "disablelimitreport": "1",
        }
        reply = await self._ask(asked)
        html = _mapping(reply.get("parse")).get("text")
        if not isinstance(html, str):
            raise self._unexpected("holds no page")
        body = html.encode(errors="replace")
        return Rendered(
            url=f"{self.api}?{urlencode({**asked, **_FORMAT})}",
            body=body,
            body_hash=hashlib.sha256(body).hexdigest(),
            text=await asyncio.to_thread(read_wiki_html, html),
            at=datetime.now(UTC),
        )

    async def _query(self, parameters: Mapping[str, str], *, whole: bool = True) -> dict[str, Any]:
        """A query's pages by their ids and what the site says of itself, over as many replies as it takes."""
        pages: dict[int, dict[str, Any]] = {}
        general: dict[str, Any] = {}
        further: dict[str, str] = {}
        for _ in range(_MOST_REPLIES):
            reply = await self._ask({"action": "query", **parameters, **further})
            query = reply.get("query")
            if not isinstance(query, dict):
                raise self._unexpected("holds no result of a query")
            for page in query.get("pages") or ():
                pages.setdefault(int(page.get("pageid", 0)), {}).update(page)
            general.update(_mapping(query.get("general")))
            # A search could always be continued with worse hits; complete is what has all that was asked of each page.
            if not whole or reply.get("batchcomplete") or not reply.get("continue"):
                break
            further = {str(name): str(value) for name, value in _mapping(reply["continue"]).items()}
        return {"pages": pages, "general": general}

    async def _ask(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        for wait in _BUSY_WAITS_S:
            try:
                return await self._ask_once(parameters)
            except TooManyRequestsError as error:
                if error.status != 200:  # the gateway has waited for those that come as a status
                    raise
            await self._sleep(wait)
        return await self._ask_once(parameters)

    async def _ask_once(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        reply = await self._gateway.call(
            self.host,
            self.api,
            params={**parameters, **_FORMAT, "maxlag": _MAX_LAG_S},
        )
        if not isinstance(reply, dict):
            raise self._unexpected("is no reply of MediaWiki's action API")
        if "error" in reply:
            raise self._fault(_mapping(reply["error"]))
        for module, warning in _mapping(reply.get("warnings")).items():
            _log.warning("%s warns of %s: %s", self.host, module, _short(_mapping(warning).get("warnings")))
        return reply

    def _fault(self, error: Mapping[str, Any]) -> WebError:
        code, info = str(error.get("code")), _short(error.get("info"))
        told = f"({code}: {info})"
        if code in _BUSY:
            return TooManyRequestsError(
                f"{self.host} is too busy to answer {told}: run the check again later.", status=200
            )
        if code.startswith("internal_api_error") or code in ("readonly", "search-error"):
            return ServerFailedError(f"{self.host} failed {told}: run the check again later.", status=200)
        if code in _CLOSED:
            return ForbiddenError(
                f"{self.host} lets only its own users read {told}: take it out of CLAIMHOUSE_WIKIPEDIA, or have its "
                f"keeper let this machine read.",
                status=200,
            )
        if code in _GONE:
            return NotThereError(
                f"{self.host} no longer shows this page {told}: look at its history there.", status=200
            )
        return UnexpectedStatusError(
            f"{self.host} did not take the question {told}: see that CLAIMHOUSE_WIKIPEDIA names a MediaWiki of version "
            f"1.31 or later whose text can be searched.",
            status=200,
        )

    def _unexpected(self, what: str) -> WebError:
        return UnexpectedReplyError(
            f"What {self.host} answered {what}: see that CLAIMHOUSE_WIKIPEDIA gives the wiki's address with its script "
            f"path, as its page Special:Version shows it."
        )


def api_address(address: str) -> str:
    """Where a wiki's api.php lies: `/w/` unless the address names another path ("/" where it lies at the top)."""
    parts = urlsplit(address)
    path = parts.path or "/w"
    if not path.endswith("/api.php"):
        path = f"{path.rstrip('/')}/api.php"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _flights(size: Callable[[Any], int]) -> Flights[Any]:
    return Flights(size=size, most=_REMEMBERED, transient_s=0.0, clock=time.monotonic)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _revision(page: Mapping[str, Any]) -> Revision | None:
    try:
        newest = page["revisions"][0]
        return Revision(
            page_id=int(page["pageid"]),
            title=str(page["title"]),
            revision_id=int(newest["revid"]),
            at=datetime.fromisoformat(newest["timestamp"]).astimezone(UTC),
        )
    except (LookupError, TypeError, ValueError):
        return None  # a page without a revision that we may see


def _short(text: Any) -> str:
    return redacted(" ".join(str(text).split()))[:200]
