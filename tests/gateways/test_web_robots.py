"""What a site forbids or asks for in its robots.txt, and rules that are hostile."""

import asyncio

import pytest

from gateways import web_errors as errors
from gateways.web_addresses import AllowedHosts, read_address
from gateways.web_robots import Robots
from tests.gateways.web_clock import Clock, gateway
from tests.loopback_web import (
    LoopbackWeb,
    failing,
    page,
    redirect,
    text,
)

STORY = "<!doctype html><title>Mill</title><p>The council has sold the old mill.</p>"


async def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    rules = "User-agent: *\nDisallow: /private*/\nAllow: /private/open$\n"
    with LoopbackWeb({"/robots.txt": text(rules), "*": page(STORY)}) as web:
        asked = gateway(web)
        with pytest.raises(errors.RobotsDisallowedError, match="save the page"):
            await asked.fetch(web.url("/private-9/x"))
        assert (await asked.fetch(web.url("/private/open"))).status == 200
        assert (await asked.fetch(web.url("/public"))).status == 200
    assert len(web.robots_requests) == 1


async def test_rules_for_us_by_name_come_before_those_for_all() -> None:
    rules = "User-agent: *\nDisallow:\n\nUser-agent: claimhouse\nDisallow: /\n"
    with (
        LoopbackWeb({"/robots.txt": text(rules), "*": page(STORY)}) as web,
        pytest.raises(errors.RobotsDisallowedError),
    ):
        await gateway(web).fetch(web.url("/"))


async def test_rules_hold_at_every_hop() -> None:
    rules = "User-agent: *\nDisallow: /closed"
    with (
        LoopbackWeb({"/robots.txt": text(rules), "/a": redirect("/closed")}) as web,
        pytest.raises(errors.RobotsDisallowedError),
    ):
        await gateway(web).fetch(web.url("/a"))
    assert not web.asked("/closed")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_no_rules_allow_all(status: int) -> None:
    with LoopbackWeb({"/robots.txt": failing(status), "*": page(STORY)}) as web:
        assert (await gateway(web).fetch(web.url("/"))).status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_site_that_cannot_tell_its_rules_is_left_alone_for_now(status: int) -> None:
    with (
        LoopbackWeb({"/robots.txt": failing(status), "*": page(STORY)}) as web,
        pytest.raises(errors.RobotsUnavailableError) as caught,
    ):
        await gateway(web).fetch(web.url("/"))
    assert caught.value.transient
    assert not web.requests


async def test_the_delay_that_a_site_asks_for_is_kept() -> None:
    clock = Clock()
    rules = "User-agent: *\nCrawl-delay: 5\n"
    with LoopbackWeb({"/robots.txt": text(rules), "*": page(STORY)}) as web:
        asked = gateway(web, clock=clock)
        await asked.fetch(web.url("/1"))
        await asked.fetch(web.url("/2"))
    assert clock.waits == [5.0]


async def test_of_rules_without_end_the_first_half_megabyte_counts() -> None:
    line = "Disallow: /archive/"
    many = "".join(f"{line}{number:06}\n" for number in range(40_000))
    whole_lines = (512 * 1024 - len("User-agent: *\n")) // (len(line) + 7)
    with LoopbackWeb({"/robots.txt": text(f"User-agent: *\n{many}"), "*": page(STORY)}) as web:
        asked = gateway(web)
        with pytest.raises(errors.RobotsDisallowedError):
            await asked.fetch(web.url(f"/archive/{whole_lines - 1:06}"))
        assert (await asked.fetch(web.url(f"/archive/{whole_lines:06}"))).status == 200
        assert (await asked.fetch(web.url("/archive/else"))).status == 200, "a line that was cut forbids nothing"


async def test_long_rules_of_many_sites_are_not_all_remembered() -> None:
    read = []

    async def long(url: str) -> bytes:
        read.append(url)
        return b"User-agent: *\n" + b"Disallow: /x\n" * 35_000

    robots = Robots(long, transient_s=300.0, clock=Clock())
    sites = [read_address(f"https://{name}.example/", AllowedHosts.of([])) for name in "abcdef"]
    for site in (*sites, sites[-1], sites[0]):
        await robots.interval(site)
    assert read == [f"{site.site}/robots.txt" for site in (*sites, sites[0])]


async def test_hostile_rules_are_read_and_the_page_too() -> None:
    rules = "User-agent: *\n" + "Disallow: /" + "a*" * 200 + "b$\n"
    with LoopbackWeb({"/robots.txt": text(rules), "*": page(STORY)}) as web:
        async with asyncio.timeout(5):
            fetched = await gateway(web).fetch(web.url("/" + "a" * 3000))
    assert fetched.status == 200
