"""Web searches: how each service is asked, what its own words mean, and which of the pages it names are evidence."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any

import pytest

from gateways import web_errors as errors
from gateways.web import WebGateway
from tests.gateways.web_clock import gateway
from tests.loopback_web import LoopbackWeb, Request, failing, json_reply, page
from tests.verifiers import builders
from tests.verifiers.search_services import KEY, REFUSALS, USED_UP, Archive, SearchServices, make_source
from verifiers.protocols import Answer, EvidenceSource
from warehouse.errors import WarehouseFullError
from warehouse.records import Query

SEARCHES = ("searxng", "brave", "tavily", "serper")
KEYED = ("brave", "tavily", "serper")
WORLD = [
    {"title": "Lake Veldra", "published": "2024-03-01", "text": "The ferry on Lake Veldra carries 120 people."},
    {"title": "Orn", "published": "2025-01-15", "text": "Orn is a town. Its ferry on Lake Veldra carries many people."},
    {"title": "Undated", "text": "A ferry on a lake carries people."},
]


@pytest.fixture
def web() -> Iterator[LoopbackWeb]:
    with LoopbackWeb() as server:
        yield server


@pytest.fixture
async def gate(web: LoopbackWeb) -> AsyncIterator[WebGateway]:
    opened = gateway(web, attempts=1)
    yield opened
    await opened.aclose()


@pytest.fixture(params=SEARCHES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def ask(
    source: EvidenceSource, text: str, until: date | None = None, limit: int = 10, language: str | None = None
) -> Answer:
    query = Query(
        query_id="qry_1",
        claim_id="clm_1",
        text=text,
        purpose="confirm",
        planner="test",
        planner_version="1",
        language=language,
    )
    return await source.search(query, builders.claim(), published_until=until, limit=limit)


def told(request: Request) -> dict[str, Any]:
    """What a service was asked, whichever way it is asked."""
    return dict(request.json) if request.body else {name: values[0] for name, values in request.query.items()}


async def first_question(web: LoopbackWeb, gate: WebGateway, name: str, *args: Any, **more: Any) -> dict[str, Any]:
    services = SearchServices(web, WORLD)
    await ask(make_source(name, services, gate), *args, **more)
    return told(web.asked(services.asked_at(name))[0])


# How each is asked ------------------------------------------------------------------------------------------------


async def test_brave_is_asked_as_it_documents(web: LoopbackWeb, gate: WebGateway) -> None:
    asked = await first_question(web, gate, "brave", "ferry Veldra", date(2025, 2, 24), language="ja")
    assert asked == {
        "q": "ferry Veldra",
        "count": "20",
        "country": "ALL",
        "search_lang": "jp",
        "freshness": "1970-01-01to2025-02-24",
        "result_filter": "web",
        "safesearch": "off",
        "spellcheck": "false",
        "text_decorations": "false",
    }
    assert web.requests[0].headers["x-subscription-token"] == KEY


async def test_tavily_is_asked_as_it_documents(web: LoopbackWeb, gate: WebGateway) -> None:
    asked = await first_question(web, gate, "tavily", "ferry Veldra", date(2025, 2, 24), language="de")
    assert asked == {
        "query": "ferry Veldra",
        "max_results": 20,
        "search_depth": "basic",
        "topic": "general",
        "end_date": "2025-02-24",
        "include_answer": False,
        "include_raw_content": False,
        "include_images": False,
    }
    assert web.requests[0].headers["authorization"] == f"Bearer {KEY}"


async def test_serper_is_asked_as_it_documents(web: LoopbackWeb, gate: WebGateway) -> None:
    asked = await first_question(web, gate, "serper", "ferry Veldra", date(2025, 2, 4), language="de-AT")
    assert asked == {
        "q": "ferry Veldra",
        "num": 10,
        "autocorrect": False,
        "hl": "de",
        "tbs": "cdr:1,cd_max:2/4/2025",
    }
    assert web.requests[0].headers["x-api-key"] == KEY


async def test_searxng_is_asked_as_it_documents(web: LoopbackWeb, gate: WebGateway) -> None:
    asked = await first_question(web, gate, "searxng", "ferry Veldra", date(2025, 2, 4), language="de")
    assert asked == {"q": "ferry Veldra", "format": "json", "language": "de", "safesearch": "0"}


async def test_without_a_language_and_a_day_none_is_told(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    asked = await first_question(web, gate, name, "ferry")
    assert not {"search_lang", "freshness", "end_date", "hl", "tbs"} & set(asked)
    assert asked.get("language", "all") == "all"


@pytest.mark.parametrize(("name", "most"), [("searxng", 400), ("brave", 400), ("tavily", 400), ("serper", 1000)])
async def test_a_long_query_is_cut_to_what_the_service_takes(
    web: LoopbackWeb, gate: WebGateway, name: str, most: int
) -> None:
    asked = await first_question(web, gate, name, "ferry " + "Donaudampfschifffahrtsgesellschaft " * 100)
    words = asked.get("q") or asked["query"]
    assert words.startswith("ferry Donau")
    assert len(words) <= most
    assert len(words.split()) <= 50


# Which pages are evidence -----------------------------------------------------------------------------------------


async def test_a_page_s_own_text_is_read_and_kept_and_no_snippet(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    services, archive = SearchServices(web, WORLD), Archive()
    answer = await ask(make_source(name, services, gate, archive=archive), "Lake Veldra 120 people")
    hit = answer.hits[0]
    assert hit.document.text == WORLD[0]["text"]
    assert hit.document.published_basis
    assert (hit.fetch and hit.fetch.fetch_id) == hit.document.fetch_id
    assert hit.fetch
    assert b"120 people" in archive.kept[hit.fetch.body_hash]


async def test_later_and_undated_pages_are_left_out_whatever_the_service_names(
    web: LoopbackWeb, gate: WebGateway, name: str
) -> None:
    services = SearchServices(web, WORLD)
    services._found = lambda text, until=None: [  # type: ignore[method-assign]  # a service that minds no day
        (web.url(path), row) for path, row in zip(services.pages, WORLD, strict=True)
    ]
    answer = await ask(make_source(name, services, gate), "ferry", date(2024, 12, 31))
    assert [hit.document.title for hit in answer.hits] == ["Lake Veldra"]
    assert answer.unread == ()


async def test_for_a_page_that_comes_to_nothing_the_next_is_read(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    services = SearchServices(web, WORLD)
    web.on(services.pages[0], failing(404))
    answer = await ask(make_source(name, services, gate), "Lake Veldra ferry carries 120 people", limit=1)
    assert [hit.document.title for hit in answer.hits] == ["Orn"]
    assert [unread.title for unread in answer.unread] == ["Lake Veldra"]
    assert web.asked(services.pages[2]) == [], "no more is read than is wanted"


async def test_not_all_that_is_named_is_tried(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, [{"title": f"Ferry {number}", "text": "A ferry."} for number in range(30)])
    assert (await ask(make_source("searxng", services, gate), "ferry", date(2024, 1, 1), limit=3)).hits == ()
    assert len([request for request in web.requests if request.path in services.pages]) == 6


async def test_a_page_is_read_once_however_it_is_named(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, [])
    web.on("/page", page("<title>Ferry</title><p>" + "The ferry on Lake Veldra carries 120 people. " * 5))
    addresses = ["/page?utm_source=news", "/page#top", "/page", "ftp://x", "javascript:alert(1)", "", None, 7]
    results = [{"title": "Ferry", "url": web.url(at) if str(at).startswith("/") else at} for at in addresses]
    web.on("/searxng/search", json_reply({"results": [*results, "none", {"title": "no address"}]}))
    answer = await ask(make_source("searxng", services, gate), "ferry")
    assert len(answer.hits) == len(web.asked("/page")) == 1


async def test_the_same_question_is_put_once(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    services = SearchServices(web, WORLD)
    source = make_source(name, services, gate)
    first = await ask(source, "ferry Veldra!")
    assert (await ask(source, "ferry Veldra", limit=1)).hits == first.hits[:1]
    assert len(web.asked(services.asked_at(name))) == 1
    assert len([request for request in web.requests if request.path in services.pages]) == len(services.pages)


async def test_where_no_page_can_be_kept_the_search_fails(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    class Full(Archive):
        def keep(self, body: bytes) -> str:
            raise WarehouseFullError("The disk is full: free some of it.")

    with pytest.raises(WarehouseFullError):
        await ask(make_source(name, SearchServices(web, WORLD), gate, archive=Full()), "ferry")


# What a service's own words mean ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KEYED)
async def test_a_wrong_key_is_told_by_the_key_s_name(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    services = SearchServices(web, WORLD)
    wrong = "key-that-is-wrong-987654321"
    with pytest.raises(errors.KeyRefusedError, match=f"{name.upper()}_API_KEY in .env") as caught:
        await ask(make_source(name, services, gate, key=wrong), "ferry")
    assert caught.value.status == REFUSALS[name][0]
    assert "987654321" not in str(caught.value)


@pytest.mark.parametrize(("name", "status", "body"), [(name, *one) for name in KEYED for one in USED_UP[name]])
async def test_a_used_up_plan_is_no_reason_to_try_again(
    web: LoopbackWeb, gate: WebGateway, name: str, status: int, body: dict[str, Any]
) -> None:
    services = SearchServices(web, WORLD)
    web.on(services.asked_at(name), json_reply(body, status))
    with pytest.raises(errors.PaymentRequiredError, match="used up") as caught:
        await ask(make_source(name, services, gate), "ferry")
    assert not caught.value.transient


async def test_brave_s_limit_a_second_passes(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, WORLD)
    limited = {"error": {"status": 429, "code": "RATE_LIMITED", "detail": "Request rate limit exceeded for plan."}}
    web.on(services.brave, json_reply(limited, 429))
    with pytest.raises(errors.TooManyRequestsError) as caught:
        await ask(make_source("brave", services, gate), "ferry")
    assert caught.value.transient


async def test_a_searxng_that_hands_out_no_json_is_told_what_to_add(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, WORLD)
    web.on("/searxng/search", failing(403))
    with pytest.raises(errors.ForbiddenError, match=r"add json to search: formats: in its settings\.yml"):
        await ask(make_source("searxng", services, gate), "ferry")


async def test_engines_that_were_silent_have_not_found_nothing(web: LoopbackWeb, gate: WebGateway) -> None:
    services = SearchServices(web, WORLD)
    silent = {"results": [], "unresponsive_engines": [["google", "access denied"], ["duckduckgo", "CAPTCHA"]]}
    web.on("/searxng/search", json_reply(silent))
    with pytest.raises(errors.ServerFailedError, match=r"google \(access denied\), duckduckgo \(CAPTCHA\)"):
        await ask(make_source("searxng", services, gate), "ferry")
    found = {"results": [{"url": web.url("/pages/1"), "title": "Lake Veldra"}], "unresponsive_engines": [["x", "y"]]}
    web.on("/searxng/search", json_reply(found))
    assert len((await ask(make_source("searxng", services, gate), "ferry")).hits) == 1
    web.on("/searxng/search", json_reply({"results": [], "unresponsive_engines": []}))
    assert await ask(make_source("searxng", services, gate), "ferry") == Answer()


@pytest.mark.parametrize("value", [[], {}, {"results": {}}, {"web": []}, {"organic": "none"}, None, "words"])
async def test_a_reply_of_another_shape_is_no_empty_answer(
    web: LoopbackWeb, gate: WebGateway, name: str, value: Any
) -> None:
    services = SearchServices(web, WORLD)
    web.on(services.asked_at(name), json_reply(value))
    with pytest.raises(errors.UnexpectedReplyError, match="documentation"):
        await ask(make_source(name, services, gate), "ferry")


async def test_doctor_s_question_tells_what_answers(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    services = SearchServices(web, [{"title": "The news", "published": "2025-01-01", "text": "News."}])
    source = make_source(name, services, gate)
    assert await source.check() == f"{source.place} answers; pages named for “news”: 1"


async def test_its_version_knows_the_settings_that_matter(web: LoopbackWeb, gate: WebGateway, name: str) -> None:
    services = SearchServices(web, WORLD)
    one, other = (make_source(name, services, gate, key=key) for key in (KEY, "another-key"))
    assert one.version == other.version, "a key changes no answer"
    if name == "searxng":
        assert make_source(name, services, gate, at="/other/search").version != one.version
