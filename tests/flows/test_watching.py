"""What is watched: added, changed, removed and added again, and how often it is read."""

import pytest

from flows.ingest_run import next_due
from flows.watching import interval_of, look_at, remove_watch, told_interval
from gateways.web import WebGateway, WebSettings
from language.feeds import NotAFeedError
from tests import feed_samples as feeds
from tests.flows.ingest_desk import XML, Desk, desk, links
from tests.loopback_web import failing, page, reply
from warehouse.errors import BadInputError

__all__ = ["desk"]  # a fixture


async def test_a_removed_watch_is_marked_and_added_again_it_is_the_same(desk: Desk) -> None:
    desk.web.on("/feed", reply(feeds.rss(links(desk, "a")), XML))
    desk.watch("/feed", name="Herald")
    await desk.ingest()
    with pytest.raises(BadInputError, match="watch list"):
        remove_watch(desk.warehouse, "Gazette", desk.now)
    remove_watch(desk.warehouse, "herald", desk.now)
    desk.later(hours=1)
    assert await desk.ingest() == {}
    assert desk.column("select state from watches") == ["removed"]
    assert "Nothing is watched" in next_due(desk.warehouse)
    desk.watch("/feed", name="Herald")
    assert (await desk.ingest())["new"] == 0
    assert desk.column("select action from watch_changes order by changed_at, action") == ["added", "removed", "added"]


async def test_a_watch_that_is_changed_is_read_by_the_next_ingest_and_then_as_it_says(desk: Desk) -> None:
    desk.web.on("/feed", reply(feeds.rss(links(desk, "a")), XML))
    desk.watch("/feed", every=30 * 86_400)
    await desk.ingest()
    desk.later(minutes=1)
    desk.watch("/feed", every=900)
    assert desk.now.strftime("before %Y-%m-%d %H:%M") in next_due(desk.warehouse)
    assert (await desk.ingest())["watches"] == 1
    assert await desk.ingest() == {}
    desk.later(minutes=15)
    assert (await desk.ingest())["watches"] == 1


async def test_an_article_whose_watch_is_changed_is_looked_at_by_the_next_ingest(desk: Desk) -> None:
    desk.watch("/2025/03/03/a", "page", every=30 * 86_400)
    await desk.ingest()
    desk.later(minutes=1)
    desk.watch("/2025/03/03/a", "page", every=900)
    assert (await desk.ingest())["unchanged_pages"] == 1
    assert await desk.ingest() == {}
    desk.later(minutes=15)
    assert (await desk.ingest())["unchanged_pages"] == 1


async def test_a_watch_that_was_gone_and_is_added_again_is_read(desk: Desk) -> None:
    desk.web.on("/feed", failing(410))
    desk.watch("/feed", name="Herald")
    await desk.ingest()
    assert desk.column("select state from watches") == ["gone"]
    remove_watch(desk.warehouse, "Herald", desk.now)
    desk.later(days=1)
    desk.web.on("/feed", reply(feeds.rss(links(desk, "a")), XML))
    assert await desk.ingest() == {}
    desk.watch("/feed", name="Herald")
    assert (await desk.ingest())["new"] == 1
    assert desk.column("select state from watches") == ["answering"]


def test_what_a_watch_is_not_told_anew_stays_as_it_was(desk: Desk) -> None:
    told = "select {'every': every_s, 'first': first, 'name': name} from watch_changes order by changed_at desc limit 1"
    desk.watch("/feed", name="Old", every=86_400, first=0)
    desk.later(minutes=1)
    desk.watch("/feed", name="New")
    assert desk.column(told) == [{"every": 86_400, "first": 0, "name": "New"}]
    remove_watch(desk.warehouse, "New", desk.now)
    desk.later(minutes=1)
    desk.watch("/feed", name="New")
    assert desk.column(told) == [{"every": 900, "first": 20, "name": "New"}]


def test_two_watches_have_two_names_and_the_same_again_changes_nothing(desk: Desk) -> None:
    desk.watch("/feed", name="Herald")
    desk.watch("/feed", name="Herald")
    desk.watch("/feed", name="Herald", every=60)
    assert desk.column("select action from watch_changes order by action") == ["added", "changed"]
    with pytest.raises(BadInputError, match="another --name"):
        desk.watch("/other", name="HERALD")


async def test_a_page_is_added_as_what_it_is_meant_to_be(desk: Desk) -> None:
    named = "<html><head><link rel='alternate' type='application/atom+xml' href='/feed'></head><body>Words"
    desk.web.on("/", page(named))
    desk.web.on("/feed", reply(feeds.rss([]), XML))
    web = WebGateway(WebSettings(allowed_hosts=(desk.web.host,), host_interval_s=0.0))
    with pytest.raises(NotAFeedError, match=r"names these: .*/feed\. Add one"):
        await look_at(web, desk.web.url("/"), None)
    with pytest.raises(NotAFeedError, match="no links"):
        await look_at(web, desk.web.url("/"), "index")
    assert (await look_at(web, desk.web.url("/feed"), None)).kind == "feed"
    with pytest.raises(BadInputError, match="--kind blog"):
        await look_at(web, desk.web.url("/feed"), "blog")
    await web.aclose()


@pytest.mark.parametrize(("typed", "seconds"), [("15m", 900), ("1h30m", 5400), ("2 d", 172_800), ("90s", 90)])
def test_intervals_are_typed_as_people_do(typed: str, seconds: int) -> None:
    assert interval_of(typed) == seconds
    assert interval_of(told_interval(seconds)) == seconds


@pytest.mark.parametrize("typed", ["", "15", "m", "15 minutes", "1s", "99d", "-5m"])
def test_what_is_no_interval_is_told(typed: str) -> None:
    with pytest.raises(BadInputError, match="15m"):
        interval_of(typed)
