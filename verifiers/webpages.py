"""A page of the web becomes a frozen document: its text, its publisher, its dates and the reason for them.

What a page says of itself is taken for what it is, the word of whoever wrote it: it cannot pass for a page of another
site, and no date is taken from it that lies ahead of the moment when it was read. A date that nothing tells stays
unknown.
"""

import asyncio
import re
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from gateways.web import Fetched, WebGateway
from gateways.web_errors import NoTextError, PaywalledError
from gateways.web_flights import Flights
from language import decoding, identification, moments, page_dates, page_walls, pages, pdfs
from language.decoding import decode
from language.identification import identify
from language.moments import Moment, parse_moment
from language.page_dates import MARKUP_BASIS, URL_BASIS, date_in_markup, date_in_url
from language.page_walls import Wall, find_wall
from language.pages import NoPageTextError, Page, drop_hidden, of_its_own_site, parse_html, read_page
from language.pdfs import read_pdf
from verifiers.document_dates import in_utc, latest
from verifiers.protocols import Originals
from verifiers.publishers import Publishers, host_of, load_publishers
from warehouse.errors import BadInputError
from warehouse.records import Document, Fetch, clean_text, content_hash

VERSION = 1

_SAVE_IT = "read it in a browser, and save its text if it matters"
_WALLS: dict[Wall, str] = {
    "cookies": f"answers with a wall of cookies instead of its text: {_SAVE_IT}.",
    "scripts": f"holds no text before scripts have filled it: {_SAVE_IT}.",
    "robot check": f"answers with a check for robots instead of its text: {_SAVE_IT}.",
    "error page": "says that there is no such page: check the address, or look for a copy in a web archive.",
}
_LONGEST_TITLE, _LONGEST_NAME = 500, 120
_TEXT_REMEMBERED = 32 * 2**20  # characters
# How far a sound date may lie ahead of the moment when the page was read: a clock that is off, and, where only the day
# is known, the zones in which tomorrow has begun.
_CLOCK_OFF, _DAY_OFF = timedelta(hours=1), timedelta(hours=14)
# A Last-Modified so close to the request is the moment when the page was put together for us.
_JUST_NOW = timedelta(days=1)
# What is so weakly tied to the page that the day in its address outranks it.
_WEAK_BASES = ("time element", "date line")


@dataclass(frozen=True)
class _Read:
    """What a page says, with its dates settled."""

    page: Page
    language: str | None
    published: Moment | None
    basis: str | None
    modified: Moment | None


class PageReader:
    """Pages by their addresses, as documents; the bytes of each that could be read go to the archive of originals."""

    def __init__(self, gateway: WebGateway, archive: Originals, *, publishers: Publishers | None = None) -> None:
        self._gateway = gateway
        self._archive = archive
        self._publishers = publishers or load_publishers()
        self._reads: Flights[_Read] = Flights(
            size=lambda read: len(read.page.text), most=_TEXT_REMEMBERED, transient_s=0.0, clock=time.monotonic
        )

    @property
    def version(self) -> str:
        """Changes whenever the same page could become another document."""
        read_by = (decoding, identification, moments, page_dates, page_walls, pages, pdfs)
        return ".".join(str(part.VERSION) for part in read_by) + f".{VERSION}/{self._publishers.version}"

    async def read(self, url: str, *, source: str) -> tuple[Document, Fetch]:
        """The document at an address and how it was fetched. `source` is the evidence source that asks.

        Raises the errors of `gateways.web_errors`, PaywalledError and NoTextError among them, and WarehouseError where
        the page cannot be kept.
        """
        fetched = await self._gateway.fetch(url)
        refuse_front_page(fetched)
        key = (fetched.body_hash, fetched.final_url, fetched.headers.get("content-type"), fetched.fetched_at.date())
        read = await self._reads.once(key, lambda: asyncio.to_thread(_read, fetched))
        await asyncio.to_thread(self._archive.keep, fetched.body)
        fetch = _fetch_record(fetched)
        return self._document(fetched, read, fetch, source), fetch

    def _document(self, fetched: Fetched, read: _Read, fetch: Fetch, source: str) -> Document:
        page = read.page
        url = page.url or fetched.final_url
        publisher = page.outlet or host_of(url)
        published_at, precision = in_utc(read.published) if read.published else (None, None)
        modified_at, modified_precision = in_utc(read.modified) if read.modified else (None, None)
        return Document(
            document_id=Document.id_for(url, page.text),
            url=url,
            title=page.title,
            publisher=publisher,
            published_at=published_at,
            published_precision=precision,
            published_basis=read.basis,
            retrieved_at=fetched.fetched_at,
            source=source,
            text=page.text,
            text_hash=content_hash(page.text),
            language=read.language,
            origin=self._publishers.origin(
                credit=None, text=page.text, authors=page.authors, publisher=publisher, url=url, path=url
            ),
            document_type=self._publishers.document_type(url),
            modified_at=modified_at,
            modified_precision=modified_precision,
            fetch_id=fetch.fetch_id,
        )


def _fetch_record(fetched: Fetched) -> Fetch:
    return Fetch(
        fetch_id=Fetch.id_for(fetched.url, fetched.final_url, fetched.status, fetched.body_hash),
        url=fetched.url,
        final_url=fetched.final_url,
        redirects=fetched.redirects,
        status=fetched.status,
        content_type=fetched.content_type,
        headers=dict(fetched.headers),
        body_hash=fetched.body_hash,
        body_bytes=len(fetched.body),
        fetched_at=fetched.fetched_at,
    )


def _read(fetched: Fetched) -> _Read:
    """What was fetched, read by its kind. Raises NoTextError and PaywalledError."""
    place = fetched.final_url.partition("?")[0]
    html = None
    try:
        if fetched.content_type == "application/pdf" or fetched.body.startswith(b"%PDF-"):
            page = read_pdf(fetched.body)
        else:
            text, _ = decode(fetched.body, declared=charset_of(fetched))
            if fetched.content_type == "text/plain":
                page = Page(text=text.strip())
            else:
                html = text
                page = _html_page(html, fetched.final_url, place)
    except BadInputError as error:  # of the decoder and the readers, whose sentences tell what is wrong
        raise NoTextError(f"{place} cannot be read, for {error}.") from None
    page = _in_bounds(of_its_own_site(page, fetched.final_url))
    if not re.search(r"\w", page.text):
        raise NoTextError(f"{place} holds no text: check the address.")
    spoken = identify(page.text)
    return _dated(page, html, fetched, page.language or (spoken.code if spoken else None))


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.strip("/") == "" and not parts.query


def _html_page(html: str, url: str, place: str) -> Page:
    try:
        page = read_page(html, url=url)
    except NoPageTextError:
        page = None
    refuse_wall(html, page.text if page else "", place)
    if page is None:
        raise NoTextError(f"{place} holds no text that a reader could see: {_SAVE_IT}.")
    return page


def refuse_wall(html: str, text: str, place: str) -> None:
    """Raise PaywalledError or NoTextError where something stands between the reader and the text of a page.

    `text` is what was read of it, `place` what messages call it.
    """
    wall = find_wall(html, text)
    if wall == "paywall":
        raise PaywalledError(f"The text of {place} is for subscribers: {_SAVE_IT}.")
    if wall is not None:
        raise NoTextError(f"{place} {_WALLS[wall]}")


def refuse_front_page(fetched: Fetched) -> None:
    """Raise NoTextError where a page of a site led to the site's front page."""
    if _is_front_page(fetched.final_url) and not _is_front_page(fetched.url):
        raise NoTextError(
            f"{fetched.url.partition('?')[0]} leads to the front page {fetched.final_url}, as pages do that are "
            f"gone: look for a copy in a web archive."
        )


def charset_of(fetched: Fetched) -> str | None:
    """The encoding that a server says its page is in."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", fetched.headers.get("content-type", ""), re.IGNORECASE)
    return found[1] if found else None


def _in_bounds(page: Page) -> Page:
    return replace(
        page,
        text=clean_text(page.text),
        title=page.title[:_LONGEST_TITLE] if page.title else None,
        outlet=page.outlet[:_LONGEST_NAME] if page.outlet else None,
    )


def _dated(page: Page, html: str | None, fetched: Fetched, language: str | None) -> _Read:
    """The page's dates, from the best that tells of them, none of them ahead of the moment when it was read."""
    at = fetched.fetched_at
    published, basis = _sound(page.published, at), page.published_basis
    in_url = _sound(date_in_url(fetched.final_url), at)
    if in_url and (published is None or (basis in _WEAK_BASES and _apart(published, in_url) > timedelta(days=1))):
        published, basis = in_url, URL_BASIS
    if published is None and html is not None:
        published, basis = _sound(_in_markup(html, at), at), MARKUP_BASIS
    modified = _sound(page.updated, at)
    if modified and published and modified.at.date() < published.at.date():
        modified = None
    published, basis = latest(published, modified, basis if published and basis else "page")
    return _Read(page, language, published, basis, modified or _last_modified(fetched, published))


def _sound(moment: Moment | None, at: datetime) -> Moment | None:
    if moment is None:
        return None
    ahead = _DAY_OFF if moment.precision == "day" or moment.zone is None else _CLOCK_OFF
    return moment if moment.at <= at + ahead else None


def _apart(one: Moment, other: Moment) -> timedelta:
    return abs(one.at - other.at)


def _in_markup(html: str, at: datetime) -> Moment | None:
    try:
        tree = parse_html(html)
    except NoPageTextError:
        return None
    drop_hidden(tree)
    return date_in_markup(tree, at)


def _last_modified(fetched: Fetched, published: Moment | None) -> Moment | None:
    """What the server says of its file, where the page does not say itself; it never tells when it was published."""
    moment = parse_moment(fetched.headers.get("last-modified", ""))
    if moment is None or moment.at > fetched.fetched_at - _JUST_NOW:
        return None
    return moment if published is None or moment.at.date() >= published.at.date() else None
