"""Wikis as evidence: the revision that was current on a day, several wikis in turn, and the faults of MediaWiki."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateways.web import WebGateway
from gateways.web_errors import (
    ForbiddenError,
    NotThereError,
    ServerFailedError,
    TooManyRequestsError,
    UnexpectedReplyError,
    UnexpectedStatusError,
    WebError,
    WrongContentTypeError,
)
from tests.gateways.web_clock import Clock, gateway
from tests.loopback_web import Behaviour, LoopbackWeb, Request, answered_by, html_instead, json_reply
from tests.verifiers import builders
from tests.verifiers.search_services import Archive, SearchServices, wiki_error
from verifiers.protocols import Answer, Paced
from verifiers.publishers import load_publishers
from verifiers.sources.candidates import NothingReadError
from verifiers.sources.mediawiki import MediaWiki, Rendered, Revision, Site, api_address
from verifiers.sources.wikipedia import MOST_PAGES, WikipediaSource, _fetch_record
from warehouse.records import Query

FERRY = [
    {"title": "Lake Veldra", "published": "2024-03-01", "text": "The ferry on the lake carries 120 people."},
    {"title": "Lake Veldra", "published": "2025-05-01", "text": "The ferry on the lake carries 300 people."},
    {"title": "Orn", "published": "2025-01-15", "text": "Orn is a town. Its ferry carries many people."},
]


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def gate(web: LoopbackWeb, clock: Clock) -> AsyncIterator[WebGateway]:
    opened = gateway(web, clock=clock, attempts=1)
    yield opened
    await opened.aclose()


def query(text: str, language: str | None = None) -> Query:
    return Query(
        query_id="qry_1",
        claim_id="clm_1",
        text=text,
        purpose="confirm",
        planner="test",
        planner_version="1",
        language=language,
    )


def source(web: LoopbackWeb, gate: WebGateway, *paths: str) -> WikipediaSource:
    return WikipediaSource([web.url(path) for path in paths or ("",)], gate, Archive(), interval_s=0)


async def ask(
    wiki: WikipediaSource, text: str, until: date | None = None, limit: int = 10, entities: tuple[str, ...] = ()
) -> Answer:
    claim = builders.claim().model_copy(update={"entities": entities})
    return await wiki.search(query(text), claim, published_until=until, limit=limit)


def shown(answer: Answer) -> list[tuple[str | None, str]]:
    return [(hit.document.title, hit.document.text) for hit in answer.hits]


# Dates ------------------------------------------------------------------------------------------------------------


async def test_the_revision_of_the_day_is_what_counts(web: LoopbackWeb, gate: WebGateway) -> None:
    SearchServices(web, FERRY)
    wiki = source(web, gate)
    now = await ask(wiki, "ferry people carries lake")
    assert shown(now) == [("Lake Veldra", "The ferry on the lake carries 300 people.")]
    then = await ask(wiki, "ferry people carries lake", date(2024, 12, 31))
    assert shown(then) == [("Lake Veldra", "The ferry on the lake carries 120 people.")]
    assert await ask(wiki, "ferry people carries lake", date(2024, 2, 29)) == Answer()


async def test_the_revision_of_the_minute_counts_where_the_claim_has_one(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, FERRY)
    claim = builders.claim().model_copy(update={"said_before": datetime(2024, 3, 1, 9, 59, tzinfo=UTC)})
    text, day = "ferry people carries lake", date(2024, 3, 1)
    assert await source(web, gate).search(query(text), claim, published_until=day, limit=10) == Answer()
    starts = {request.query["rvstart"][0] for request in web.asked(services.wiki) if "pageids" in request.query}
    assert starts == {"2024-03-01T09:59:00Z"}
    assert shown(await ask(source(web, gate), text, day)) == [
        ("Lake Veldra", "The ferry on the lake carries 120 people.")
    ]


async def test_a_page_is_as_old_as_its_revision_and_has_an_address_of_its_own(
    web: LoopbackWeb, gate: WebGateway
) -> None:
    SearchServices(web, FERRY)
    hit = (await ask(source(web, gate), "ferry lake", date(2024, 3, 1))).hits[0]
    found = hit.document
    saved = datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert (found.published_at, found.modified_at, found.published_basis) == (saved, saved, "wiki revision")
    assert found.url == web.url("/w/index.php?title=Lake_Veldra&oldid=101")
    assert (found.publisher, found.origin, found.language) == ("Test wiki", "test wiki", "en")
    assert found.document_type == "report"


async def test_wikipedia_is_a_reference_of_one_origin_and_no_primary_record(gate: WebGateway) -> None:
    site, revision = Site("Wikipedia", "de"), Revision(1, "Orn", 7, builders.NOW)
    origins = set()
    for host in ("https://de.wikipedia.org", "https://en.wikipedia.org"):
        wiki = WikipediaSource([host], gate, Archive(), interval_s=0)
        rendered = Rendered(url=f"{host}/w/api.php", body=b"Orn.", body_hash="0", text="Orn.", at=builders.NOW)
        found = wiki._document(wiki._wikis[0], site, revision, rendered, _fetch_record(rendered))
        told = load_publishers().record_of(found)
        assert told
        assert (told.publisher_type, load_publishers().counted_as(found)) == ("reference", "report")
        assert found.url == f"{host}/w/index.php?title=Orn&oldid=7"
        origins.add(found.origin)
    assert origins == {"wikipedia"}, "its languages are translated from each other"


async def test_a_wiki_is_asked_for_older_revisions_only_where_it_has_newer_ones(
    web: LoopbackWeb, gate: WebGateway
) -> None:
    services = SearchServices(web, FERRY)
    await ask(source(web, gate), "ferry people", date(2025, 2, 1))
    looked_up = [request.query["pageids"] for request in web.asked(services.wiki) if "pageids" in request.query]
    assert looked_up == [["1"]]  # Orn's newest revision is old enough
    starts = [request.query["rvstart"] for request in web.asked(services.wiki) if "pageids" in request.query]
    assert starts == [["2025-02-01T23:59:59Z"]]


# What is asked ----------------------------------------------------------------------------------------------------


async def test_what_was_asked_once_is_not_asked_again(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, FERRY)
    wiki = source(web, gate)
    first = await ask(wiki, "ferry people", date(2025, 2, 1))
    asked = len(web.asked(services.wiki))
    assert shown(await ask(wiki, "the ferry and the people", date(2025, 2, 1))) == shown(first)
    assert len(web.asked(services.wiki)) == asked


async def test_words_that_say_nothing_are_not_asked_for(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, FERRY)
    await ask(source(web, gate), "It was on the lake that “the ferry” carried 120 people; -Orn OR insource:/x/")
    assert web.asked(services.wiki)[0].query["gsrsearch"] == ['lake "the ferry" carried 120 people Orn insource x']
    assert await ask(source(web, gate), "it was there and then") == Answer()


async def test_where_few_pages_have_all_words_the_names_are_looked_up(web: LoopbackWeb, gate: WebGateway) -> None:
    mention = {"title": "Ferries", "published": "2024-02-02", "text": "A list: Orn has one, and so has Arden."}
    services = SearchServices(web, [mention, *FERRY])
    wiki = source(web, gate)
    found = await ask(wiki, "Orn ferry zeppelin", entities=("Orn", "Velm"))
    assert [title for title, _ in shown(found)] == ["Orn", "Ferries"], "the article on a name, then what mentions it"
    assert [request.query["gsrsearch"] for request in web.asked(services.wiki) if "gsrsearch" in request.query] == [
        ["Orn ferry zeppelin"],
        ["Orn"],
    ]
    assert [title for title, _ in shown(await ask(wiki, "Arden Orn list", entities=("Orn",)))] == ["Ferries", "Orn"]
    assert await ask(wiki, "balloon zeppelin", entities=("Orn",)) == Answer()


async def test_no_more_searches_run_at_once_than_the_pace_lets_finish(web: LoopbackWeb, gate: WebGateway) -> None:
    slow = WikipediaSource([web.url()], gate, Archive(), interval_s=0.3)
    assert isinstance(slow, Paced)
    assert slow.searches_at_once == 4
    assert WikipediaSource([web.url()], gate, Archive(), interval_s=60).searches_at_once == 1


async def test_no_more_pages_are_read_than_a_search_needs(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, [{"title": f"Ferry {n}", "published": "2024-01-01", "text": "A."} for n in range(9)])
    answer = await ask(source(web, gate), "ferry", limit=100)
    assert len(answer.hits) == MOST_PAGES
    assert len([request for request in web.asked(services.wiki) if "oldid" in request.query]) == MOST_PAGES
    assert len((await ask(source(web, gate), "ferry", limit=2)).hits) == 2


async def test_a_reply_in_several_parts_is_read_to_its_end(web: LoopbackWeb, gate: WebGateway) -> None:
    def page(number: int, **more: Any) -> dict[str, Any]:
        return {"pageid": number, "ns": 0, "title": f"Page {number}", "index": number, **more}

    def revision(number: int) -> list[dict[str, Any]]:
        return [{"revid": 100 + number, "parentid": 0, "timestamp": "2024-01-01T00:00:00Z"}]

    def reply(request: Request) -> dict[str, Any]:
        general = {"sitename": "Test wiki", "lang": "en"}
        if "oldid" in request.query:
            return {"parse": {"text": f"<p>Revision {request.query['oldid'][0]}.</p>"}}
        if "rvcontinue" not in request.query:
            return {
                "continue": {"rvcontinue": "2|1", "continue": "||pageprops"},
                "query": {"pages": [page(2), page(1, revisions=revision(1))], "general": general},
            }
        assert request.query["continue"] == ["||pageprops"]
        return {
            "batchcomplete": True,
            "continue": {"gsroffset": 5, "continue": "gsroffset||"},  # there are worse hits, which nobody wants
            "query": {"pages": [page(2, revisions=revision(2)), page(1)], "general": general},
        }

    web.on("/w/api.php", answered_by(reply))
    answer = await ask(source(web, gate), "page")
    assert shown(answer) == [("Page 1", "Revision 101."), ("Page 2", "Revision 102.")]


async def test_disambiguations_and_redirects_are_no_evidence(web: LoopbackWeb, gate: WebGateway) -> None:
    revisions = [{"revid": 1, "parentid": 0, "timestamp": "2024-01-01T00:00:00Z"}]
    pages = [
        {"pageid": 1, "title": "Orn", "index": 1, "revisions": revisions, "pageprops": {"disambiguation": ""}},
        {"pageid": 2, "title": "Orn town", "index": 2, "revisions": revisions},
        {"pageid": 3, "title": "Hidden", "index": 3},
    ]
    redirect = '<div class="mw-parser-output"><div class="redirectMsg"><p>Redirect to:</p></div></div>'

    def reply(request: Request) -> dict[str, Any]:
        if "oldid" in request.query:
            return {"parse": {"text": redirect}}
        return {"batchcomplete": True, "query": {"pages": pages, "general": {}}}

    web.on("/w/api.php", answered_by(reply))
    assert await ask(source(web, gate), "orn") == Answer()


# Several wikis ----------------------------------------------------------------------------------------------------


async def test_wikis_take_turns_and_one_that_is_silent_is_told(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, FERRY)
    other: Behaviour = services._wiki
    web.on("/other/api.php", other)
    both = await ask(source(web, gate, "/w", "/other"), "ferry people")
    addresses = [hit.document.url or "" for hit in both.hits]
    assert ["/w/" in url for url in addresses] == [True, False, True, False]
    assert [hit.score for hit in both.hits] == [1, 1 / 2, 1 / 3, 1 / 4]

    partly = await ask(source(web, gate, "/nowhere", "/w"), "ferry people")
    assert len(partly.hits) == 2
    assert [(page.url, page.error) for page in partly.unread] == [(web.url("/nowhere/api.php"), "NotThereError")]
    with pytest.raises(NotThereError, match="CLAIMHOUSE_WIKIPEDIA"):
        await ask(source(web, gate, "/nowhere", "/nor/here"), "ferry people")


async def test_a_query_s_language_chooses_the_wikipedia(gate: WebGateway) -> None:
    wikis = [MediaWiki(f"https://{code}.wikipedia.org", gate, interval_s=0) for code in ("en", "de")]
    assert [wiki.language for wiki in wikis] == ["en", "de"]
    assert MediaWiki("https://wiki.example.org/w", gate, interval_s=0).language is None


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("https://en.wikipedia.org", "https://en.wikipedia.org/w/api.php"),
        ("https://wiki.example.org/", "https://wiki.example.org/api.php"),
        ("https://wiki.example.org/mediawiki", "https://wiki.example.org/mediawiki/api.php"),
        ("https://wiki.example.org/w/api.php", "https://wiki.example.org/w/api.php"),
    ],
)
def test_where_a_wiki_s_interface_lies(address: str, api: str) -> None:
    assert api_address(address) == api


# Faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "error", "transient"),
    [
        ("maxlag", TooManyRequestsError, True),
        ("ratelimited", TooManyRequestsError, True),
        ("internal_api_error_DBQueryError", ServerFailedError, True),
        ("readapidenied", ForbiddenError, False),
        ("badvalue", UnexpectedStatusError, False),
        ("gsrsearch-text-disabled", UnexpectedStatusError, False),
    ],
)
async def test_a_fault_told_in_a_good_reply_has_its_name(
    web: LoopbackWeb, gate: WebGateway, code: str, error: type[WebError], transient: bool
) -> None:
    web.on("/w/api.php", json_reply(wiki_error(code, "Waiting for 10.64.0.1: 7 seconds lagged.")))
    wiki = source(web, gate)
    for one in wiki._wikis:
        one._sleep = Clock().sleep
    with pytest.raises(error, match=code) as caught:
        await ask(wiki, "ferry")
    assert caught.value.transient is transient


async def test_a_busy_wiki_is_asked_again_after_a_while(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, FERRY)
    busy = json_reply(wiki_error("maxlag", "Waiting for 10.64.0.1: 7 seconds lagged."))
    web.on("/w/api.php", busy, services._wiki)
    clock = Clock()
    wiki = MediaWiki(web.url(), gate, interval_s=0, sleep=clock.sleep)
    assert len((await wiki.search("ferry people", limit=5)).revisions) == 2
    assert clock.waits == [5.0]
    assert {tuple(request.query["maxlag"]) for request in web.asked("/w/api.php")} == {("5",)}


async def test_warnings_are_logged_and_no_failure(
    web: LoopbackWeb, gate: WebGateway, caplog: pytest.LogCaptureFixture
) -> None:
    warned = {"batchcomplete": True, "warnings": {"main": {"warnings": "Unrecognized parameter: maxlag."}}, "query": {}}
    web.on("/w/api.php", json_reply(warned))
    assert await ask(source(web, gate), "ferry") == Answer()
    assert "Unrecognized parameter: maxlag." in caplog.text


async def test_a_deleted_revision_is_told_and_the_others_are_read(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, FERRY)

    def wiki(request: Request) -> Any:
        if request.query.get("oldid") == ["102"]:
            return json_reply(wiki_error("nosuchrevid", "There is no revision with ID 102."))(request)
        return services._wiki(request)

    web.on("/w/api.php", wiki)
    answer = await ask(source(web, gate), "ferry people")
    assert [title for title, _ in shown(answer)] == ["Orn"]
    [unread] = answer.unread
    assert (unread.title, unread.error, unread.transient) == ("Lake Veldra", "NotThereError", False)
    assert unread.url == web.url("/w/index.php?title=Lake_Veldra&oldid=102")


async def test_pages_that_all_fail_for_now_are_no_finding(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, FERRY)

    def wiki(request: Request) -> Any:
        if "oldid" in request.query:
            return json_reply({}, 500)(request)
        return services._wiki(request)

    web.on("/w/api.php", wiki)
    with pytest.raises(NothingReadError, match="None of the 2 pages that wikipedia named") as caught:
        await ask(source(web, gate), "ferry people")
    assert caught.value.transient


@pytest.mark.parametrize("value", [[], "words", 7, None, {"parse": []}])
async def test_a_reply_that_is_none_of_mediawiki_s_is_no_empty_answer(
    web: LoopbackWeb, gate: WebGateway, value: Any
) -> None:
    web.on("/w/api.php", json_reply(value))
    with pytest.raises(UnexpectedReplyError, match="Special:Version"):
        await ask(source(web, gate), "ferry")


async def test_a_wiki_without_an_interface_is_told(web: LoopbackWeb, gate: WebGateway) -> None:
    web.on("/w/api.php", html_instead())
    with pytest.raises(WrongContentTypeError, match="CLAIMHOUSE_WIKIPEDIA"):
        await ask(source(web, gate), "ferry")


async def test_its_version_tells_which_wikis_it_asks(web: LoopbackWeb, gate: WebGateway) -> None:
    assert source(web, gate).version == source(web, gate).version
    assert source(web, gate).version != source(web, gate, "/other").version


def test_without_a_wiki_there_is_no_source(gate: WebGateway) -> None:
    with pytest.raises(ValueError, match="at least one"):
        WikipediaSource([], gate, Archive(), interval_s=0)


async def test_a_bug_in_reading_one_page_leaves_the_others(
    web: LoopbackWeb, gate: WebGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    SearchServices(web, FERRY)
    wiki = source(web, gate)
    real = wiki._document

    def broken(*args: Any) -> Any:
        document = real(*args)
        if document.title == "Lake Veldra":
            raise ZeroDivisionError("by nothing")
        return document

    monkeypatch.setattr(wiki, "_document", broken)
    answer = await ask(wiki, "ferry people")
    assert [title for title, _ in shown(answer)] == ["Orn"]
    assert "report it" in answer.unread[0].reason
