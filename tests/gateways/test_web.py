"""Pages through the gateway: what comes back, what is refused, and how politely it is asked for."""

import asyncio
import gzip
import hashlib
import tracemalloc
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from gateways import web_errors as errors
from gateways.web_network import tls_context
from tests.certificates import Certificate
from tests.gateways.web_clock import BEGAN, Clock, gateway
from tests.loopback_web import (
    CHUNK,
    LoopbackWeb,
    Reply,
    Request,
    compressed,
    echo,
    failing,
    hangs_up,
    page,
    redirect,
    reply,
)
from tests.web_faults import PAGE_FAULTS, patience

STORY = "<!doctype html><title>Mill</title><p>The council has sold the old mill.</p>"


async def test_a_page_comes_with_all_that_is_to_be_kept_of_it() -> None:
    route = page(STORY, Last_Modified="Mon, 24 Feb 2025 09:00:00 GMT", Set_Cookie="id=1", X_Powered_By="a test")
    with LoopbackWeb({"/mill": route}) as web:
        fetched = await gateway(web).fetch(web.url("/mill#top"))
    assert fetched.url.endswith("/mill#top")
    assert fetched.final_url == web.url("/mill")
    assert (fetched.redirects, fetched.status, fetched.content_type) == ((), 200, "text/html")
    assert fetched.body.decode() == STORY
    assert fetched.body_hash == hashlib.sha256(fetched.body).hexdigest()
    assert fetched.headers["last-modified"] == "Mon, 24 Feb 2025 09:00:00 GMT"
    assert not {"set-cookie", "x-powered-by"} & set(fetched.headers)
    assert (fetched.fetched_at, fetched.from_cache) == (BEGAN, False)


async def test_it_says_who_asks_and_how_to_reach_them() -> None:
    with LoopbackWeb({"/": echo()}) as web:
        asked = gateway(web, contact="mailto:desk@paper.example")
        fetched = await asked.fetch(web.url("/"), accept=("application/json",))
    (request,) = web.requests
    assert request.headers["user-agent"].startswith("Claimhouse/")
    assert "mailto:desk@paper.example" in request.headers["user-agent"]
    assert request.headers["accept"] == "application/json"
    assert request.headers["host"] == web.host
    assert not {"cookie", "authorization", "referer"} & set(request.headers)
    assert b"GET" in fetched.body


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw deflate"])
async def test_compressed_pages_are_read(encoding: str) -> None:
    with LoopbackWeb({"/": compressed(STORY.encode() * 1000, encoding)}) as web:  # type: ignore[arg-type]
        fetched = await gateway(web).fetch(web.url("/"))
    assert fetched.body == STORY.encode() * 1000


async def test_a_gzip_of_several_members_is_read_whole() -> None:
    body = gzip.compress(b"<p>One") + gzip.compress(b" and two") + b"\0\0"
    with LoopbackWeb({"/": reply(body, "text/html", Content_Encoding="gzip")}) as web:
        assert (await gateway(web).fetch(web.url("/"))).body == b"<p>One and two"


@pytest.mark.parametrize("fault", sorted(PAGE_FAULTS))
async def test_whatever_goes_wrong_has_its_name_and_tells_what_to_do(fault: str) -> None:
    make, expected = PAGE_FAULTS[fault]
    with LoopbackWeb() as web:
        web.on("/page", make(web))
        asked = gateway(web, max_mb=1, attempts=1, **patience(expected))
        with pytest.raises(errors.WebError) as caught:
            await asked.fetch(web.url("/page?apikey=sk-0123456789"))
        await asked.aclose()
    assert type(caught.value) is expected
    message = str(caught.value)
    assert message.endswith(".")
    assert ":" in message  # the fix stands behind it
    assert "sk-0123456789" not in message


async def test_a_bomb_costs_no_more_memory_than_the_limit() -> None:
    make, _ = PAGE_FAULTS["a gzip bomb"]
    with LoopbackWeb() as web:
        web.on("/", make(web))
        tracemalloc.start()
        with pytest.raises(errors.TooLargeError):
            await gateway(web, max_mb=2).fetch(web.url("/"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 20 * 2**20


# Redirects


async def test_redirects_are_followed_and_told() -> None:
    routes = {"/a": redirect("/b", 301), "/b": redirect("c?x=1#there", 307), "/c": page(STORY)}
    with LoopbackWeb(routes) as web:
        fetched = await gateway(web).fetch(web.url("/a"))
    assert fetched.url == web.url("/a")
    assert fetched.redirects == (web.url("/b"),)
    assert fetched.final_url == web.url("/c?x=1")


@pytest.mark.parametrize("place", ["/voil\u00e0", "/\u017elut\u00fd", "/caf\u00e9"])
async def test_a_redirect_in_other_letters_leads_where_its_server_means(place: str) -> None:
    meant = quote(place)
    with LoopbackWeb({"/a": redirect(place.encode().decode("latin-1")), meant: page(STORY)}) as web:
        fetched = await gateway(web).fetch(web.url("/a"))
    assert fetched.final_url == web.url(meant)


async def test_a_redirect_in_the_letters_of_old_servers_is_followed_too() -> None:
    with LoopbackWeb({"/a": redirect("/caf\u00e9"), "/caf%C3%A9": page(STORY)}) as web:
        assert (await gateway(web).fetch(web.url("/a"))).final_url == web.url("/caf%C3%A9")


async def test_of_a_redirect_that_says_it_has_no_body_none_is_read() -> None:
    sent = []

    def chunks() -> Iterator[bytes]:
        for _ in range(1600):
            yield b"10000\r\n" + CHUNK + b"\r\n"
            sent.append(len(CHUNK))

    headers = {"Location": "/b", "Content-Length": "0", "Transfer-Encoding": "chunked"}
    with LoopbackWeb({"/a": lambda _: Reply(chunks(), 302, headers), "/b": page(STORY)}) as web:
        assert (await gateway(web).fetch(web.url("/a"))).body == STORY.encode()
    assert sum(sent) < 20 * 2**20, "no more than the buffers between the two hold"


async def test_circles_and_long_ways_end() -> None:
    routes = {"/a": redirect("/b"), "/b": redirect("/a"), **{f"/{n}": redirect(f"/{n + 1}") for n in range(9)}}
    with LoopbackWeb({**routes, "/9": page(STORY), "/lost": redirect("")}) as web:
        asked = gateway(web, max_redirects=8)
        with pytest.raises(errors.TooManyRedirectsError, match="circle"):
            await asked.fetch(web.url("/a"))
        with pytest.raises(errors.TooManyRedirectsError, match="more than 8 times"):
            await asked.fetch(web.url("/0"))
        with pytest.raises(errors.TooManyRedirectsError, match="without saying where"):
            await asked.fetch(web.url("/lost"))
        assert (await asked.fetch(web.url("/1"))).final_url == web.url("/9")


async def test_a_redirect_to_another_port_of_this_machine_is_refused() -> None:
    with LoopbackWeb({"/": page("secret")}) as inner, LoopbackWeb({"/": redirect(inner.url("/"))}) as web:
        with pytest.raises(errors.AddressRefusedError, match="redirects to") as caught:
            await gateway(web).fetch(web.url("/"))
        assert "ALLOWED_HOSTS" not in str(caught.value), "nobody is led to open a door from within"
        assert inner.requests == inner.robots_requests == []


# TLS


@pytest.mark.parametrize("certificate", ["self-signed", "expired", "other host"])
async def test_a_certificate_that_is_not_valid_is_refused(certificate: Certificate) -> None:
    with LoopbackWeb({"/": page(STORY)}, certificate=certificate) as web:
        with pytest.raises(errors.TlsInvalidError):
            await gateway(web, tls=tls_context(web.authority)).fetch(web.url("/"))
        assert web.requests == []


async def test_one_that_is_vouched_for_is_taken() -> None:
    with LoopbackWeb({"/": page(STORY)}, certificate="trusted") as web:
        assert (await gateway(web, tls=tls_context(web.authority)).fetch(web.url("/"))).status == 200


async def test_a_server_without_tls_is_none_with_it() -> None:
    with LoopbackWeb({"/": page(STORY)}) as web, pytest.raises((errors.TlsInvalidError, errors.ConnectionFailedError)):
        await gateway(web).fetch(f"https://{web.host}/")


# Once, and politely


async def test_a_page_is_asked_for_once_however_many_want_it() -> None:
    with LoopbackWeb({"/": page(STORY, Cache_Control="no-store")}) as web:
        asked = gateway(web)
        pages = await asyncio.gather(*(asked.fetch(web.url(f"/#{n}")) for n in range(20)))
        pages.append(await asked.fetch(web.url("/")))
    assert len(web.requests) == len(web.robots_requests) == 1
    assert {one.body for one in pages} == {STORY.encode()}
    assert pages[3].url == web.url("/#3")


async def test_who_stops_waiting_takes_nothing_from_the_others() -> None:
    with LoopbackWeb() as web:
        web.on("/", lambda _: Reply(STORY.encode(), 200, {"Content-Type": "text/html"}, hold=web.released))
        asked = gateway(web)
        first = asyncio.create_task(asked.fetch(web.url("/")))
        second = asyncio.create_task(asked.fetch(web.url("/")))
        await web.has_been_asked(1)
        first.cancel()
        web.released.set()
        assert (await second).status == 200
        with pytest.raises(asyncio.CancelledError):
            await first
    assert len(web.requests) == 1


async def test_a_page_that_failed_is_left_alone_for_the_run_and_a_passing_fault_for_minutes() -> None:
    clock = Clock()
    with LoopbackWeb({"/gone": failing(404), "/ill": [failing(500), failing(500), page(STORY)]}) as web:
        asked = gateway(web, clock=clock)
        for _ in range(3):
            with pytest.raises(errors.NotThereError):
                await asked.fetch(web.url("/gone"))
            with pytest.raises(errors.ServerFailedError):
                await asked.fetch(web.url("/ill"))
        assert (len(web.asked("/gone")), len(web.asked("/ill"))) == (1, 2)
        clock.seconds += 301
        assert (await asked.fetch(web.url("/ill"))).status == 200


async def test_a_fault_that_may_pass_is_tried_once_more() -> None:
    clock = Clock()
    with LoopbackWeb({"/": [hangs_up(), page(STORY)], "/busy": [failing(429, "7"), page(STORY)]}) as web:
        asked = gateway(web, clock=clock)
        assert (await asked.fetch(web.url("/"))).status == 200
        before = clock.seconds
        assert (await asked.fetch(web.url("/busy"))).status == 200
    assert clock.seconds - before >= 7


async def test_a_host_that_asks_for_an_hour_is_not_asked_again() -> None:
    with LoopbackWeb({"/busy": failing(429, "3600"), "/other": page(STORY)}) as web:
        asked = gateway(web)
        with pytest.raises(errors.TooManyRequestsError) as caught:
            await asked.fetch(web.url("/busy"))
        assert caught.value.retry_after == 3600
        with pytest.raises(errors.TooManyRequestsError, match="run again then"):
            await asked.fetch(web.url("/other"))
    assert len(web.requests) == 1


async def test_a_host_is_asked_at_a_measured_pace() -> None:
    clock = Clock()
    with LoopbackWeb({"*": page(STORY)}) as web:
        asked = gateway(web, clock=clock, host_interval_s=2.0)
        for n in range(4):
            await asked.fetch(web.url(f"/{n}"))
    assert clock.waits == [2.0, 2.0, 2.0]


async def test_and_by_so_many_at_once() -> None:
    with LoopbackWeb() as web:
        web.on("*", lambda _: Reply(STORY.encode(), 200, {"Content-Type": "text/html"}, hold=web.released))
        asked = gateway(web, host_connections=3)
        tasks = [asyncio.create_task(asked.fetch(web.url(f"/{n}"))) for n in range(10)]
        await web.has_been_asked(3)
        assert len(web.requests) == 3
        web.released.set()
        await asyncio.gather(*tasks)
    assert web.most_at_once == 3


# What kind of thing it is


async def test_only_what_is_asked_for_is_read() -> None:
    with LoopbackWeb({"/a.pdf": reply(b"%PDF-1.7", "application/octet-stream"), "/j": reply("{}", "text/json")}) as web:
        asked = gateway(web)
        assert (await asked.fetch(web.url("/a.pdf"))).content_type == "application/pdf"
        with pytest.raises(errors.WrongContentTypeError, match="text/json"):
            await asked.fetch(web.url("/j"))
        assert (await asked.fetch(web.url("/j"), accept=("text/json",))).body == b"{}"


async def test_what_careless_servers_say_of_a_page_is_understood() -> None:
    def careless(_: Request) -> Reply:
        headers = {"Content-Type": "Text/HTML;charset=utf-8, text/html", "Content-Encoding": "none", "Link": "x" * 9000}
        return Reply(STORY.encode(), 200, headers)

    with LoopbackWeb({"/": careless, "/none": lambda _: Reply(STORY.encode())}) as web:
        asked = gateway(web)
        fetched = await asked.fetch(web.url("/"))
        assert (fetched.content_type, fetched.body) == ("text/html", STORY.encode())
        assert len(fetched.headers["link"]) == 2000
        assert (await asked.fetch(web.url("/none"))).content_type == "text/html"


async def test_a_request_is_what_a_server_can_read() -> None:
    seen: list[Request] = []

    def behave(request: Request) -> Reply:
        seen.append(request)
        return Reply(STORY.encode(), 200, {"Content-Type": "text/html"})

    with LoopbackWeb({"*": behave}) as web:
        await gateway(web).fetch(web.url("/straße/ü?q=ä b&q=%20"))
    assert seen[0].path == "/stra%C3%9Fe/%C3%BC"
    assert seen[0].query == {"q": ["ä b", " "]}
