"""Pages become documents: text, publisher, dates with their reason; or an error that tells what to do."""

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateways import web_errors as errors
from gateways.web import Fetched
from tests.gateways.web_clock import BEGAN, gateway
from tests.language.office_files import pdf
from tests.loopback_web import Behaviour, LoopbackWeb, page, paywalled, redirect, reply, text
from tests.web_faults import PAGE_FAULTS, patience
from verifiers import webpages
from verifiers.webpages import PageReader
from warehouse.records import Document, Fetch, content_hash

WORDS = (
    "The harbour of the old town was closed on Tuesday after a ferry struck the northern pier, the coast guard said.",
    "All ninety passengers reached the shore, and divers will look at the hull in the morning, a spokesman added.",
)


class Kept:
    """An archive of originals in memory."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def keep(self, body: bytes) -> str:
        self.bodies.append(body)
        return hashlib.sha256(body).hexdigest()


def html(*, head: str = "", body: str = "", title: str = "Ferry strikes pier") -> str:
    paragraphs = "".join(f"<p>{one}</p>" for one in WORDS)
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"{body}{paragraphs}</article></body></html>"
    )


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@asynccontextmanager
async def reading(**routes: Behaviour) -> AsyncIterator[tuple[LoopbackWeb, PageReader, Kept]]:
    kept = Kept()
    with LoopbackWeb({f"/{name}": behaviour for name, behaviour in routes.items()}) as web:
        asked = gateway(web, attempts=1)
        yield web, PageReader(asked, kept), kept
        await asked.aclose()


async def read(behaviour: Behaviour, path: str = "/story") -> Document:
    async with reading() as (web, reader, _):
        web.on(path, behaviour)
        return (await reader.read(web.url(path), source="test"))[0]


async def test_a_page_is_frozen_with_how_it_was_fetched() -> None:
    told = html(head=ld(datePublished="2025-02-24T09:30:00+01:00", publisher={"name": "The Harbour Globe"}))
    async with reading(a=redirect("/b"), b=page(told, Last_Modified="Mon, 24 Feb 2025 09:00:00 GMT")) as (
        web,
        reader,
        kept,
    ):
        document, fetch = await reader.read(web.url("/a"), source="brave")
    assert document.text == "\n".join(WORDS)
    assert document.text_hash == content_hash(document.text)
    assert document.document_id == Document.id_for(document.url, document.text)
    assert (document.title, document.publisher, document.source) == ("Ferry strikes pier", "The Harbour Globe", "brave")
    assert document.url == web.url("/b")
    assert document.published_at == datetime(2025, 2, 24, 8, 30, tzinfo=UTC)
    assert (document.published_precision, document.published_basis) == ("minute", "json-ld: published")
    assert (document.retrieved_at, document.language) == (BEGAN, "en")
    assert document.origin == "harbour globe"
    assert document.fetch_id == fetch.fetch_id
    assert (fetch.url, fetch.final_url, fetch.redirects) == (web.url("/a"), web.url("/b"), ())
    assert fetch.fetch_id == Fetch.id_for(fetch.url, fetch.final_url, 200, fetch.body_hash)
    assert (fetch.status, fetch.content_type, fetch.fetched_at) == (200, "text/html", BEGAN)
    assert fetch.headers["last-modified"] == "Mon, 24 Feb 2025 09:00:00 GMT"
    assert kept.bodies == [told.encode()]
    assert fetch.body_hash == hashlib.sha256(kept.bodies[0]).hexdigest()
    assert fetch.body_bytes == len(kept.bodies[0])


# Dates

PUBLISHED, MODIFIED = "published_at", "modified_at"
FEB_24 = datetime(2025, 2, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "path", "day", "basis"),
    [
        ({"head": ld(datePublished="2025-02-24")}, "/story", FEB_24, "json-ld: published"),
        (
            {"head": "<meta property='article:published_time' content='2025-02-24'>"},
            "/s",
            FEB_24,
            "html meta: published",
        ),
        ({"body": "<time datetime='2025-02-24'>Monday</time>"}, "/s", FEB_24, "time element: published"),
        ({}, "/2025/02/24/story", FEB_24, "url path: published"),
        (
            {"body": "<span class='post-date'>Posted by Jane: 24 February 2025</span>"},
            "/s",
            FEB_24,
            "htmldate: published",
        ),
        # A day of change alone: nothing in the text is from after it.
        ({"head": ld(dateModified="2025-02-24")}, "/s", FEB_24, "page: modified (first published on an unknown day)"),
        (
            {"head": ld(datePublished="2025-02-20", dateModified="2025-02-24")},
            "/s",
            FEB_24,
            "json-ld: modified (first published 2025-02-20)",
        ),
        # What is weakly tied to the page gives way to the day in its address; what the page says of itself does not.
        ({"body": "<time datetime='2021-01-01'>x</time>"}, "/2025/02/24/story", FEB_24, "url path: published"),
        ({"head": ld(datePublished="2025-02-24")}, "/2021/01/01/story", FEB_24, "json-ld: published"),
        # Nothing is invented, and nothing lies ahead of the moment when it was read.
        ({}, "/s", None, None),
        ({"head": ld(datePublished="2025-03-05")}, "/s", None, None),
        ({"head": ld(datePublished="2025-03-03T15:00:00+00:00")}, "/s", None, None),
        ({}, "/2025/03/09/story", None, None),
        ({"head": ld(datePublished="2031-01-01")}, "/2025/02/24/story", FEB_24, "url path: published"),
        ({"head": ld(datePublished="not a date")}, "/s", None, None),
        # The day after, where it has begun elsewhere.
        ({"head": ld(datePublished="2025-03-04")}, "/s", datetime(2025, 3, 4, tzinfo=UTC), "json-ld: published"),
    ],
)
async def test_a_date_has_its_reason(told: dict[str, str], path: str, day: datetime | None, basis: str | None) -> None:
    document = await read(page(html(**told)), path)
    assert document.published_at == day
    assert document.published_basis == basis


@pytest.mark.parametrize(
    ("header", "published", "modified"),
    [
        ("Mon, 24 Feb 2025 09:00:00 GMT", None, datetime(2025, 2, 24, 9, tzinfo=UTC)),
        ("Mon, 24 Feb 2025 09:00:00 GMT", "2025-02-20", datetime(2025, 2, 24, 9, tzinfo=UTC)),
        ("Mon, 24 Feb 2025 09:00:00 GMT", "2025-02-25", None),  # before it was published
        ("Mon, 03 Mar 2025 11:59:00 GMT", None, None),  # put together for us
        ("Sat, 01 Mar 2031 11:59:00 GMT", None, None),
        ("yesterday", None, None),
    ],
)
async def test_a_server_s_date_of_its_file_never_tells_when_it_was_published(
    header: str, published: str | None, modified: datetime | None
) -> None:
    head = ld(datePublished=published) if published else ""
    document = await read(page(html(head=head), Last_Modified=header))
    assert document.modified_at == modified
    assert document.published_at == (datetime.fromisoformat(f"{published}T00:00+00:00") if published else None)


# Whose page it is


async def test_a_page_cannot_pass_for_another_site_s() -> None:
    lies = "<link rel='canonical' href='https://www.gov.uk/statement'>" + ld(url="https://www.gov.uk/statement")
    async with reading(story=page(html(head=lies))) as (web, reader, _):
        document, _ = await reader.read(web.url("/story"), source="test")
    assert document.url == web.url("/story")
    assert document.publisher == "127.0.0.1"
    assert document.document_type == "report"


async def test_its_canonical_address_at_its_own_site_is_taken() -> None:
    async with reading(story=page(html(head="<link rel='canonical' href='/the-story?utm_source=x'>"))) as (
        web,
        reader,
        _,
    ):
        document, _ = await reader.read(web.url("/story?ref=1"), source="test")
    assert document.url == web.url("/the-story")


# Kinds


async def test_a_pdf_is_read() -> None:
    document = await read(reply(pdf([list(WORDS)]), "application/pdf"))
    assert "The harbour of the old town" in document.text
    assert (document.title, document.published_basis) == ("Levy report", "pdf metadata: published")


async def test_a_plain_text_is_read_in_the_encoding_that_its_server_tells() -> None:
    body = "Der Fährmann fährt über den Fluß, und niemand weiß, ob er zurückkommt. Größe: 5 m².".encode("iso-8859-15")
    document = await read(reply(body, "text/plain; charset=ISO-8859-15"))
    assert "Fährmann fährt über den Fluß" in document.text
    assert document.language == "de"


@pytest.mark.parametrize(
    ("behaviour", "expected", "told"),
    [
        (paywalled(), errors.PaywalledError, "for subscribers"),
        (page("<html><body><div id=root></div><script></script></body></html>"), errors.NoTextError, "scripts"),
        (page("<title>Just a moment...</title><p>Checking your browser."), errors.NoTextError, "robots"),
        (page("<title>Page not found</title><p>Sorry."), errors.NoTextError, "no such page"),
        (page("<p>We use cookies. Accept all?"), errors.NoTextError, "cookies"),
        (page(""), errors.NoTextError, "no text"),
        (page("<p> "), errors.NoTextError, "no text"),
        (text(" \n "), errors.NoTextError, "no text"),
        (text("\x00\x01\x02" * 100), errors.NoTextError, "binary"),
        (reply(b"%PDF-1.7 and then nothing", "application/pdf"), errors.NoTextError, "damaged"),
        (reply(b"\x89PNG\r\n", "text/html"), errors.NoTextError, "PNG"),
    ],
)
async def test_a_page_without_text_tells_why_and_is_not_kept(
    behaviour: Behaviour, expected: type[errors.WebError], told: str
) -> None:
    async with reading(story=behaviour) as (web, reader, kept):
        with pytest.raises(errors.WebError, match=told) as caught:
            await reader.read(web.url("/story"), source="test")
    assert type(caught.value) is expected
    assert kept.bodies == []


async def test_a_page_that_leads_to_the_front_page_is_gone() -> None:
    async with reading(**{"old": redirect("/"), "": page(html())}) as (web, reader, _):
        with pytest.raises(errors.NoTextError, match="front page"):
            await reader.read(web.url("/old"), source="test")
        assert (await reader.read(web.url("/"), source="test"))[0].text


@pytest.mark.parametrize("fault", sorted(PAGE_FAULTS))
async def test_every_fault_of_the_web_comes_through_by_its_name(fault: str) -> None:
    make, expected = PAGE_FAULTS[fault]
    kept = Kept()
    with LoopbackWeb() as web:
        web.on("/story", make(web))
        asked = gateway(web, max_mb=1, attempts=1, **patience(expected))
        with pytest.raises(expected):
            await PageReader(asked, kept).read(web.url("/story"), source="test")
        await asked.aclose()
    assert kept.bodies == []


async def test_hostile_words_of_a_page_are_bounded() -> None:
    document = await read(page(html(title="x" * 10_000, head=ld(publisher={"name": "y" * 10_000}))))
    assert len(document.title or "") <= 500
    assert len(document.publisher or "") <= 120


async def test_a_page_read_for_many_claims_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[Any] = []
    original = webpages._read
    monkeypatch.setattr(webpages, "_read", lambda fetched: reads.append(1) or original(fetched))
    async with reading(story=page(html())) as (web, reader, _):
        first, _ = await reader.read(web.url("/story"), source="brave")
        second, _ = await reader.read(web.url("/story"), source="tavily")
    assert len(reads) == 1
    assert (first.source, second.source) == ("brave", "tavily")
    assert first.document_id == second.document_id


# What is made of these pages; when a line changes, so must the VERSION of what made it.
GOLDEN_VERSION = 1
GOLDEN = {
    "json-ld": ("json-ld: published", "2025-02-24 00:00:00+00:00", None),
    "changed": ("json-ld: modified (first published 2025-02-20)", "2025-02-24 00:00:00+00:00", "2025-02-24"),
    "address": ("url path: published", "2025-02-21 00:00:00+00:00", None),
    "nothing": (None, None, None),
}


async def test_golden_change_the_version_when_this_changes() -> None:
    pages = {
        "json-ld": ("/a", html(head=ld(datePublished="2025-02-24"))),
        "changed": ("/b", html(head=ld(datePublished="2025-02-20", dateModified="2025-02-24"))),
        "address": ("/2025/02/21/c", html()),
        "nothing": ("/d", html()),
    }
    found = {}
    for name, (path, told) in pages.items():
        document = await read(page(told), path)
        assert document.text == "\n".join(WORDS)
        at = str(document.published_at) if document.published_at else None
        changed = str(document.modified_at.date()) if document.modified_at else None
        found[name] = (document.published_basis, at, changed)
    assert (webpages.VERSION, found) == (GOLDEN_VERSION, GOLDEN)


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)),
    st.sampled_from(["text/html", "text/plain", "application/pdf", "application/xhtml+xml"]),
    st.sampled_from(["", "; charset=latin-1", "; charset=base64", "; charset=\x00", "; charset=utf-16"]),
)
def test_any_bytes_are_a_page_or_have_no_text(body: bytes, kind: str, charset: str) -> None:
    fetched = Fetched(
        *("https://news.example/a", "https://news.example/a", (), 200, {"content-type": kind + charset}, kind, body),
        *(hashlib.sha256(body).hexdigest(), BEGAN, False),
    )
    with suppress(errors.NoTextError):
        assert webpages._read(fetched).page.text.strip()
