"""Services through the gateway: JSON in and out, each fault by its name, and keys told to nobody else."""

import asyncio
import json

import pytest

from gateways import web_errors as errors
from gateways.web_services import Service
from tests.gateways.web_clock import Clock, gateway
from tests.loopback_web import LoopbackWeb, Request, echo, failing, hangs_up, json_reply, redirect, reply
from tests.web_faults import METADATA, SERVICE_FAULTS, patience
from warehouse.errors import SettingsError

KEY = "sk-live-0123456789abcdef"


async def test_a_call_sends_what_it_is_given_and_hands_out_the_value() -> None:
    with LoopbackWeb({"/search": echo()}) as web:
        told = await gateway(web).call(
            "brave",
            web.url("/search?format=json"),
            params={"q": "old mill & more", "count": 3, "none": None, "lang": ["en", "de"]},
            headers={"X-Subscription-Token": KEY},
            secrets=[KEY],
        )
    assert told["method"] == "GET"
    assert told["query"] == {"format": ["json"], "q": ["old mill & more"], "count": ["3"], "lang": ["en", "de"]}
    assert told["headers"]["x-subscription-token"] == KEY
    assert told["headers"]["accept"] == "application/json"


async def test_a_body_goes_out_as_json() -> None:
    with LoopbackWeb({"/search": echo()}) as web:
        told = await gateway(web).call("tavily", web.url("/search"), method="POST", body={"query": "Mühle"})
    assert told["method"] == "POST"
    assert told["headers"]["content-type"] == "application/json"
    assert json.loads(told["body"]) == {"query": "Mühle"}


async def test_a_service_has_no_robots_txt_and_is_asked_each_time() -> None:
    with LoopbackWeb({"/": json_reply({"results": []})}) as web:
        asked = gateway(web)
        assert await asked.call("searxng", web.url("/")) == {"results": []}
        assert await asked.call("searxng", web.url("/")) == {"results": []}
    assert (len(web.requests), len(web.robots_requests)) == (2, 0)


@pytest.mark.parametrize("fault", sorted(SERVICE_FAULTS))
async def test_whatever_goes_wrong_has_its_name_and_no_message_holds_a_key(fault: str) -> None:
    make, expected = SERVICE_FAULTS[fault]
    with LoopbackWeb() as web:
        web.on("/search", make(web))
        asked = gateway(web, max_mb=1, attempts=1, **patience(expected))
        asked.add_service(Service("brave", key_setting="BRAVE_API_KEY"))
        with pytest.raises(errors.WebError) as caught:
            await asked.call(
                "brave",
                web.url("/search"),
                params={"key": "query-key-987654321"},
                headers={"Authorization": f"Bearer {KEY}"},
                secrets=[KEY],
            )
        await asked.aclose()
    assert type(caught.value) is expected
    message = str(caught.value)
    assert message.endswith(".")
    assert not any(secret in message for secret in (KEY, KEY[8:20], "query-key", "987654321"))
    assert caught.value.__cause__ is None
    if expected is errors.KeyRefusedError:
        assert "BRAVE_API_KEY" in message


async def test_what_a_service_says_is_told_in_bounds() -> None:
    said = {"error": {"code": 7, "message": "The plan\n allows  no news. " + "x" * 5000}}
    with (
        LoopbackWeb({"/": json_reply(said, 403)}) as web,
        pytest.raises(errors.ForbiddenError, match=r"The plan allows no news\. x") as caught,
    ):
        await gateway(web).call("brave", web.url("/"))
    assert len(str(caught.value)) < 500


async def test_retry_after_is_read_in_both_its_forms() -> None:
    routes = {"/s": failing(429, "90"), "/d": failing(503, "Mon, 03 Mar 2025 12:02:00 GMT"), "/n": failing(429, "soon")}
    for path, expected in (("/s", 90), ("/d", 120), ("/n", None)):
        with (
            LoopbackWeb(routes) as web,
            pytest.raises((errors.TooManyRequestsError, errors.ServerFailedError)) as caught,
        ):
            await gateway(web, attempts=1).call("x", web.url(path))
        assert caught.value.retry_after == expected
        assert caught.value.transient


async def test_each_service_has_its_own_pace() -> None:
    clock = Clock()
    with LoopbackWeb({"*": json_reply([])}) as web:
        asked = gateway(web, clock=clock)
        asked.add_service(Service("slow", interval_s=3.0))
        for name in ("slow", "quick", "slow", "quick", "slow"):
            await asked.call(name, web.url("/"))
    assert clock.waits == [3.0, 3.0]


async def test_and_its_own_number_of_calls_at_once() -> None:
    with LoopbackWeb() as web:
        held = web.holds()
        web.on("*", held)
        asked = gateway(web, attempts=1)
        asked.add_service(Service("one", in_flight=2))
        tasks = [asyncio.create_task(asked.call("one", web.url(f"/{n}"))) for n in range(6)]
        await web.has_been_asked(2)
        assert len(web.requests) == 2
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asked.aclose()


async def test_a_fault_that_may_pass_is_tried_once_more_and_no_other() -> None:
    with LoopbackWeb(
        {"/a": [hangs_up(), json_reply(1)], "/b": [failing(500), json_reply(2)], "/c": failing(400)}
    ) as web:
        asked = gateway(web)
        assert await asked.call("x", web.url("/a")) == 1
        assert await asked.call("x", web.url("/b")) == 2
        with pytest.raises(errors.UnexpectedStatusError):
            await asked.call("x", web.url("/c"))
    assert len(web.asked("/c")) == 1


# Where it may be, and where its keys may go


async def test_a_service_may_be_where_the_desk_has_set_it_up_but_pages_may_not() -> None:
    with LoopbackWeb() as pages, LoopbackWeb({"*": json_reply([])}) as inner:
        asked = gateway(pages)
        with pytest.raises(errors.AddressRefusedError):
            await asked.call("searxng", inner.url("/search"))
        asked = gateway(pages)
        asked.add_service(Service("searxng", url=inner.url("/"), url_setting="CLAIMHOUSE_SEARXNG_URL"))
        assert await asked.call("searxng", inner.url("/search")) == []
        with pytest.raises(errors.AddressRefusedError):
            await asked.fetch(inner.url("/search"))
        with pytest.raises(errors.AddressRefusedError):
            await asked.call("brave", inner.url("/search"))
    assert len(inner.requests) == 1


async def test_a_redirect_to_the_same_host_is_followed() -> None:
    with LoopbackWeb({"/search": redirect("/search/"), "/search/": json_reply([1])}) as web:
        assert await gateway(web).call("searxng", web.url("/search")) == [1]


async def test_keys_go_to_no_other_host() -> None:
    with LoopbackWeb({"*": json_reply([])}) as other, LoopbackWeb({"/": redirect(other.url("/"))}) as web:
        asked = gateway(web, allowed=(other.host,))
        asked.add_service(Service("brave", url_setting="CLAIMHOUSE_BRAVE_URL"))
        with pytest.raises(errors.UnexpectedStatusError, match="CLAIMHOUSE_BRAVE_URL"):
            await asked.call("brave", web.url("/"), headers={"Authorization": KEY})
        assert other.requests == []


async def test_no_redirect_leads_a_service_inside() -> None:
    with LoopbackWeb({"/": redirect(METADATA), "/end": redirect("/end")}) as web:
        with pytest.raises(errors.AddressRefusedError):
            await gateway(web).call("x", web.url("/"))
        with pytest.raises(errors.TooManyRedirectsError):
            await gateway(web).call("x", web.url("/end"))


async def test_a_key_that_cannot_be_one_is_told_before_anything_is_asked() -> None:
    with LoopbackWeb({"/": json_reply([])}) as web:
        asked = gateway(web)
        asked.add_service(Service("brave", key_setting="BRAVE_API_KEY"))
        for key in ("schlüssel", "two\nlines", " spaced "):
            with pytest.raises(SettingsError, match="BRAVE_API_KEY") as caught:
                await asked.call("brave", web.url("/"), headers={"X-Key": key})
            assert key not in str(caught.value)
    assert web.requests == []


async def test_json_that_is_none_is_refused() -> None:
    for body in ("NaN", '{"a": Infinity}', "[" * 100_000):
        with LoopbackWeb({"/": reply(body, "application/json")}) as web, pytest.raises(errors.NotJsonReplyError):
            await gateway(web).call("x", web.url("/"))


async def test_services_are_asked_side_by_side() -> None:
    def slow(_: Request):
        return json_reply([])(_)

    with LoopbackWeb({"*": slow}) as web:
        asked = gateway(web)
        found = await asyncio.gather(*(asked.call(f"s{n}", web.url(f"/{n}")) for n in range(12)))
    assert found == [[]] * 12
