"""What is watched is read when it is due, and what is new or changed there is checked, whatever feeds do."""

from datetime import timedelta
from pathlib import Path

import pytest

from flows.ingest_run import IngestRun
from tests import feed_samples as feeds
from tests.flows.ingest_desk import XML, Desk, conditional, desk, links
from tests.flows.model_desk import HEALTHY
from tests.flows.test_web_articles import story
from tests.loopback_llm import LoopbackLlm
from tests.loopback_web import Behaviour, failing, page, redirect, reply

__all__ = ["desk"]  # a fixture

KINDS = {
    "rss": (feeds.rss, "feed"),
    "atom": (feeds.atom, "feed"),
    "json": (feeds.json_feed, "feed"),
    "news": (feeds.news_sitemap, "sitemap"),
    "links": (feeds.links_page, "index"),
}


@pytest.mark.parametrize("named", KINDS)
async def test_every_kind_leads_to_its_articles_once(named: str, desk: Desk) -> None:
    make, kind = KINDS[named]
    desk.web.on("/feed", reply(make([f"/2025/03/03/{name}" for name in "ab"]), "text/html"))
    desk.watch("/feed", kind)
    counts = await desk.ingest()
    assert (counts["new"], counts["articles"], counts["articles_failed"]) == (2, 2, 0)
    assert desk.column("select count(*) from articles") == [2]
    assert desk.column("select sum(claims) > 0 from watch_findings") == [True]
    assert await desk.ingest() == {}
    desk.later(minutes=15)
    counts = await desk.ingest()
    assert (counts["watches"], counts["new"], counts["changed"], counts["articles"]) == (1, 0, 0, 0)


async def test_an_index_of_sitemaps_is_followed_and_asked_only_whether_it_has_changed(desk: Desk) -> None:
    parts = [desk.web.url("/one.xml"), desk.web.url("/two.xml")]
    desk.web.on("/sitemap.xml", conditional(feeds.sitemap_index(parts), '"i"'))
    desk.web.on("/one.xml", conditional(feeds.news_sitemap(links(desk, "a")), '"1"'))
    desk.web.on("/two.xml", conditional(feeds.news_sitemap(links(desk, "b")), '"2"'))
    desk.watch("/sitemap.xml", "sitemap")
    assert (await desk.ingest())["articles"] == 2
    desk.web.on("/two.xml", conditional(feeds.news_sitemap(links(desk, "bc")), '"3"'))
    desk.later(minutes=15)
    assert (await desk.ingest())["new"] == 1
    assert [one.headers.get("if-none-match") for one in desk.web.asked("/sitemap.xml")] == [None, '"i"']
    assert [one.headers.get("if-none-match") for one in desk.web.asked("/one.xml")] == [None, '"1"']


async def test_what_was_listed_before_is_passed_over_but_for_the_newest(desk: Desk) -> None:
    desk.web.on("/feed", reply(feeds.rss(links(desk, "ab")), XML))
    desk.watch("/feed", first=1)
    assert (await desk.ingest())["articles"] == 1
    desk.later(minutes=15)
    desk.web.on("/feed", reply(feeds.rss(links(desk, "cab")), XML))
    assert (await desk.ingest())["articles"] == 1
    assert desk.column("select state from watched_pages order by url") == ["checked", "passed", "checked"]


async def test_a_feed_that_is_as_it_was_is_not_sent_again(desk: Desk) -> None:
    desk.web.on("/feed", conditional(feeds.rss(links(desk)), '"1"'))
    desk.watch("/feed")
    await desk.ingest()
    before = desk.warehouse.read("select * exclude (run_id, checked_at, done_at) from steps order by all")
    desk.later(minutes=16)
    await desk.ingest()
    assert [one.headers.get("if-none-match") for one in desk.web.asked("/feed")] == [None, '"1"']
    after = desk.warehouse.read("select * exclude (run_id, checked_at, done_at) from steps order by all")
    assert {row["item_id"] for row in after} == {row["item_id"] for row in before}


async def test_an_article_that_its_feed_says_has_changed_is_a_new_version(desk: Desk) -> None:
    desk.web.on("/feed", reply(feeds.atom(links(desk, "a")), XML))
    desk.watch("/feed")
    await desk.ingest()
    desk.web.on("/feed", reply(feeds.atom(links(desk, "a"), updated="2025-03-03T12:10:00Z"), XML))
    more = (
        "The a dam failed on Sunday, and 45 people were rescued.",
        "The council approved 12 million pounds on Friday.",
    )
    desk.web.on("/2025/03/03/a", page(story(*more)))
    desk.later(minutes=15)
    counts = await desk.ingest()
    assert (counts["changed"], counts["articles"]) == (1, 1)
    assert desk.column("select versions from watch_findings") == [2]
    assert desk.column("select changed_at is not null from watched_pages") == [True]


async def test_what_another_ingest_hears_of_a_page_while_it_is_looked_at_is_kept(desk: Desk) -> None:
    desk.web.on("/feed", reply(feeds.atom(links(desk, "a")), XML))
    desk.watch("/feed")
    await desk.ingest()
    desk.later(minutes=15)
    async with IngestRun.start(desk.settings, clock=lambda: desk.now) as first:
        assert first is not None
        (known,) = await first.pages()
        desk.web.on("/feed", reply(feeds.atom(links(desk, "a"), updated="2025-03-03T12:10:00Z"), XML))
        async with IngestRun.start(desk.settings, ["/feed"], clock=lambda: desk.now + timedelta(seconds=9)) as second:
            assert second is not None
            assert await second.read(second.due[0]) == (0, 1)
        await first.look(known)
    assert desk.column("select due_at from watched_pages") == [desk.now + timedelta(seconds=9)]


async def test_an_article_is_looked_at_again_as_it_grows_older_and_then_no_more(desk: Desk) -> None:
    desk.web.on("/feed", conditional(feeds.rss(links(desk, "a")), '"1"'))
    desk.watch("/feed", every=3600)
    await desk.ingest()
    looks = []
    for hour in range(1, 40):
        desk.later(hours=1)
        before = len(desk.web.asked("/2025/03/03/a"))
        await desk.ingest()
        if len(desk.web.asked("/2025/03/03/a")) > before:
            looks.append(hour)
    assert looks == [1, 2, 4, 8, 16, 32]
    desk.later(days=40)
    await desk.ingest()
    assert desk.column("select due_at from watched_pages") == [None]


@pytest.mark.parametrize("days", [20, 40])
@pytest.mark.parametrize("calls", [0, 2])
async def test_a_page_that_waits_for_a_budget_is_tried_by_the_next_ingest_however_old_it_is(
    days: int, calls: int, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "herald.txt").write_text("publisher: Herald\npublished: 2025-03-02\n\nThe a dam failed.")
    desk.web.on("/feed", reply(feeds.atom(links(desk, "a")), XML))
    desk.watch("/feed")
    with LoopbackLlm(HEALTHY) as llm:
        given = {"model": "openai:test", "base_url": llm.url, "corpus": tmp_path / "corpus"}
        rich = desk.settings = desk.settings.model_copy(update=given)
        await desk.ingest()
        desk.later(days=days)
        desk.web.on("/2025/03/03/a", page(story("The a dam failed on Sunday, and 46 people were rescued.")))
        desk.web.on("/feed", reply(feeds.atom(links(desk, "a"), updated=desk.now.isoformat()), XML))
        desk.settings = rich.model_copy(update={"run_budget_calls": calls})
        await desk.ingest()
        (waiting,) = desk.warehouse.read("select state, due_at, failures from watched_pages")
        assert waiting == {"state": "waiting", "due_at": desk.now + timedelta(minutes=15), "failures": 0}
        desk.later(minutes=15)
        desk.settings = rich
        await desk.ingest()
    assert desk.column("select state from watched_pages") == ["checked"]
    assert desk.column("select count(*) from open_failures") == [0]


async def test_one_page_of_several_watches_is_checked_once(desk: Desk) -> None:
    desk.web.on("/feed", reply(feeds.rss(links(desk, "a")), XML))
    desk.web.on("/other", reply(feeds.rss([links(desk, "a")[0] + "?utm_source=other"]), XML))
    desk.watch("/feed")
    desk.watch("/other")
    assert (await desk.ingest())["articles"] == 1
    assert desk.column("select count(*) from watch_findings") == [2]


async def test_an_article_is_watched_by_itself(desk: Desk) -> None:
    desk.watch("/2025/03/03/a", "page")
    assert (await desk.ingest())["articles"] == 1
    desk.later(minutes=15)
    assert (await desk.ingest())["unchanged_pages"] == 1


FAULTS: dict[str, tuple[Behaviour | None, str, str]] = {
    "HTML": (page("<!doctype html><title>Hi</title>"), "NotAFeedError", "failing"),
    "broken": (reply("<rss><channel><it", XML), "BrokenFeedError", "failing"),
    "500": (failing(500), "ServerFailedError", "failing"),
    "404": (failing(404), "NotThereError", "failing"),
    "410": (failing(410), "NotThereError", "gone"),
    "circle": (redirect("/bad"), "TooManyRedirectsError", "failing"),
    "hangs": (None, "WebTimeoutError", "failing"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_watch_that_fails_is_told_of_and_stops_no_other(fault: str, desk: Desk) -> None:
    behaviour, error, state = FAULTS[fault]
    if error == "WebTimeoutError":
        desk.settings = desk.settings.model_copy(update={"web_read_timeout_s": 0.5})
    desk.web.on("/bad", behaviour or desk.web.holds())
    desk.web.on("/moved", redirect("/feed", 301))
    desk.web.on("/feed", reply(feeds.rss(links(desk, "a")), XML))
    desk.watch("/bad")
    desk.watch("/moved")
    counts = await desk.ingest()
    assert (counts["watches"], counts["watches_failed"], counts["articles"]) == (2, 1, 1)
    assert desk.column("select outcome from runs") == ["completed_with_failures"]
    assert desk.column("select error from open_failures") == [error]
    assert desk.column("select state from failing_watches") == [state]
    desk.web.on("/bad", reply(feeds.rss(links(desk, "b")), XML))
    desk.later(minutes=15)
    expected = 2 if state == "failing" else 1  # what is gone is not asked again, unless by name
    assert (await desk.ingest())["watches"] == expected
    assert (await desk.ingest("/bad"))["watches_failed"] == 0
    assert desk.column("select count(*) from open_failures") == [0]
    assert desk.column("select count(*) from articles") == [2]


async def test_each_time_that_a_watch_does_not_answer_is_kept(desk: Desk) -> None:
    desk.web.on("/feed", failing(503))
    desk.watch("/feed")
    began = desk.now
    await desk.ingest()
    desk.later(minutes=15)
    await desk.ingest()
    (outage,) = desk.warehouse.read("select * from watch_outages")
    runs = desk.column("select run_id from runs order by started_at")
    assert (outage["began_at"], outage["ended_at"], outage["failures"], outage["error"]) == (
        began, None, 2, "ServerFailedError",
    )  # fmt: skip
    assert [outage["run_id"], outage["last_run_id"]] == runs
    desk.web.on("/feed", reply(feeds.rss(links(desk, "a")), XML))
    desk.later(minutes=30)
    await desk.ingest()
    (outage,) = desk.warehouse.read("select * from watch_outages")
    assert (outage["began_at"], outage["ended_at"]) == (began, desk.now)
    desk.web.on("/feed", failing(410))
    desk.later(minutes=15)
    await desk.ingest()
    gone = desk.now
    desk.later(minutes=15)
    await desk.ingest("/feed")  # still gone
    told = desk.warehouse.read("select outcome, happened_at from happenings where kind = 'feed' order by happened_at")
    assert [(row["outcome"], row["happened_at"]) for row in told] == [
        ("failing", began), ("answering", outage["ended_at"]), ("gone", gone),
    ]  # fmt: skip


async def test_a_watch_of_which_only_a_part_answers_fails_as_one_since_the_same_moment(desk: Desk) -> None:
    desk.web.on("/map.xml", reply(feeds.sitemap_index([desk.web.url("/one.xml"), desk.web.url("/two.xml")]), XML))
    desk.web.on("/one.xml", reply(feeds.news_sitemap(links(desk, "a")), XML))
    desk.web.on("/two.xml", failing(500))
    desk.watch("/map.xml", "sitemap")
    began = desk.now
    for _ in range(3):
        await desk.ingest("/map.xml")
        desk.later(minutes=60)
    assert desk.column("select count(*) from articles") == [1]
    assert desk.column("select failing_since from watches") == [began]
    assert desk.column("select failures from watches") == [3]
    assert desk.column("select count(*) from watch_outages") == [1]
    desk.web.on("/two.xml", reply(feeds.news_sitemap(links(desk, "b")), XML))
    assert (await desk.ingest("/map.xml"))["new"] == 1
    assert desk.column("select state from watches") == ["answering"]


async def test_a_failing_watch_is_asked_later_and_later_and_not_before_its_server_wants(desk: Desk) -> None:
    desk.web.on("/feed", failing(503))
    desk.watch("/feed")
    pauses = []
    for _ in range(9):
        await desk.ingest()
        (due,) = desk.column("select due_at from watches")
        pauses.append((due - desk.now) / timedelta(minutes=15))
        desk.now = due
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 96, 96]
    desk.web.on("/feed", failing(429, "172800"))
    await desk.ingest()
    assert desk.column("select due_at from watches") == [desk.now + timedelta(days=2)]


async def test_a_page_that_fails_is_tried_again_and_one_that_goes_stays_as_it_was(desk: Desk) -> None:
    desk.web.on("/2025/03/03/a", failing(500))
    desk.web.on("/feed", conditional(feeds.rss(links(desk, "a")), '"1"'))
    desk.watch("/feed")
    assert (await desk.ingest())["articles_failed"] == 1
    desk.web.on("/2025/03/03/a", page(story()))
    desk.later(minutes=15)
    assert (await desk.ingest())["articles_failed"] == 0
    assert desk.column("select count(*) from open_failures") == [0]
    desk.web.on("/2025/03/03/a", failing(410))
    desk.later(days=1)
    assert (await desk.ingest())["articles_failed"] == 1
    assert desk.column("select state from watched_pages") == ["gone"]
    assert desk.column("select count(*) from articles") == [1]


async def test_a_page_that_no_program_may_read_is_given_up_until_its_feed_says_more(desk: Desk) -> None:
    desk.web.on("/2025/03/03/a", failing(403))
    desk.web.on("/feed", reply(feeds.atom(links(desk, "a")), XML))
    desk.watch("/feed")
    assert (await desk.ingest())["articles_failed"] == 1
    desk.later(days=1)
    assert (await desk.ingest())["articles_failed"] == 0
    assert desk.column("select state from watch_findings") == ["failed"]
    desk.web.on("/feed", reply(feeds.atom(links(desk, "a"), updated="2025-03-04T09:00:00Z"), XML))
    desk.web.on("/2025/03/03/a", page(story()))
    desk.later(days=1)
    assert (await desk.ingest())["articles"] == 1
    assert desk.column("select state from watch_findings") == ["checked"]
