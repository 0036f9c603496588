"""Pages are kept on disk: a later run asks only whether they have changed, and a damaged cache stops nothing."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from gateways.web_cache import CachedPage, PageCache
from tests.gateways.web_clock import BEGAN, Clock, gateway
from tests.loopback_web import (
    LoopbackWeb,
    page,
    revalidated,
)

STORY = "<!doctype html><title>Mill</title><p>The council has sold the old mill.</p>"


def _asked_with(web: LoopbackWeb, header: str) -> list[str | None]:
    return [request.headers.get(header) for request in web.requests]


async def test_a_later_run_asks_only_whether_the_page_has_changed(tmp_path: Path) -> None:
    clock = Clock()
    with LoopbackWeb({"/": revalidated(STORY, etag='"1"')}) as web:
        await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
        clock.seconds += 60
        again = await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
    assert _asked_with(web, "if-none-match") == [None, '"1"']
    assert again.from_cache
    assert again.body == STORY.encode()
    assert again.fetched_at == BEGAN + timedelta(seconds=60)


async def test_last_modified_does_where_there_is_no_etag(tmp_path: Path) -> None:
    clock = Clock()
    day = "Mon, 24 Feb 2025 09:00:00 GMT"
    with LoopbackWeb({"/": revalidated(STORY, last_modified=day)}) as web:
        await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
        clock.seconds += 60
        again = await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
    assert _asked_with(web, "if-modified-since") == [None, day]
    assert again.headers["last-modified"] == day


async def test_a_mark_goes_back_as_its_server_gave_it(tmp_path: Path) -> None:
    clock = Clock()
    mark = '"\u00e9-\u00ff"'
    with LoopbackWeb({"/": revalidated(STORY, etag=mark), "/feed": revalidated(STORY, etag=mark)}) as web:
        for _ in range(2):
            fetched = await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
            clock.seconds += 60
        known = await gateway(web).fetch_if_changed(web.url("/feed"), etag=mark, last_modified=None)
    assert _asked_with(web, "if-none-match") == [None, mark, mark]
    assert fetched.from_cache
    assert known is None


async def test_each_who_asks_whether_a_page_changed_is_told_of_what_they_know() -> None:
    with LoopbackWeb({"/feed": revalidated(STORY, etag='"1"')}) as web:
        asked = gateway(web)
        assert await asked.fetch_if_changed(web.url("/feed"), etag='"1"', last_modified=None) is None
        anew = await asked.fetch_if_changed(web.url("/feed"), etag=None, last_modified=None)
        older = await asked.fetch_if_changed(web.url("/feed"), etag='"0"', last_modified=None)
    assert anew is not None
    assert older is not None
    assert (anew.body, older.body) == (STORY.encode(), STORY.encode())


@pytest.mark.parametrize(
    ("expires", "date"),
    [
        ("Sat, 01 Jan 0101 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("Sat, 01 Jan 2050 00:00:00 +99999999999999", "Mon, 03 Mar 2025 12:00:00 GMT"),
    ],
)
def test_dates_that_no_clock_has_make_a_page_stale(tmp_path: Path, expires: str, date: str) -> None:
    cache = PageCache(tmp_path, most_bytes=10_000)
    cache.put("/", CachedPage({"expires": expires, "date": date, "etag": '"1"'}, STORY.encode(), BEGAN))
    kept = cache.get("/")
    assert kept is not None
    assert not kept.is_fresh(BEGAN)
    assert kept.conditions() == {"If-None-Match": '"1"'}


async def test_a_page_that_has_changed_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    clock = Clock()
    with LoopbackWeb({"/": [revalidated("<p>Old", etag='"1"'), revalidated("<p>New", etag='"2"')]}) as web:
        bodies = []
        for _ in range(3):
            bodies.append((await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))).body)
            clock.seconds += 60
    assert bodies == [b"<p>Old", b"<p>New", b"<p>New"]
    assert _asked_with(web, "if-none-match") == [None, '"1"', '"2"']


@pytest.mark.parametrize(
    ("control", "after", "asked_again"),
    [
        ("max-age=3600", 3599, False),
        ("max-age=3600", 3600, True),
        ("public, max-age=99999999", 86_399, False),
        ("max-age=99999999", 86_400, True),  # a day, whatever is promised: evidence is to be today's
        ("no-cache, max-age=3600", 1, True),
        ("max-age=3600, no-store", 1, True),
        ("max-age=x", 1, True),
    ],
)
async def test_its_publisher_says_how_long_it_need_not_be_asked(
    tmp_path: Path, control: str, after: int, asked_again: bool
) -> None:
    clock = Clock()
    with LoopbackWeb({"/": page(STORY, Cache_Control=control)}) as web:
        await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
        clock.seconds += after
        again = await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
    assert (len(web.requests) == 2) is asked_again
    assert again.from_cache is not asked_again
    assert again.fetched_at == (BEGAN + timedelta(seconds=after if asked_again else 0))


async def test_a_damaged_page_is_fetched_again(tmp_path: Path) -> None:
    clock = Clock()
    with LoopbackWeb({"/": revalidated(STORY, etag='"1"')}) as web:
        await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
        with sqlite3.connect(tmp_path / "web-pages.sqlite") as db:
            db.execute("update pages set body = ?", (b"<p>Something else",))
        db.close()
        clock.seconds += 60
        again = await gateway(web, cache_dir=tmp_path, clock=clock).fetch(web.url("/"))
        assert again.body == STORY.encode()
        assert _asked_with(web, "if-none-match") == [None, None]


async def test_a_file_that_is_no_cache_is_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "web-pages.sqlite").write_bytes(b"no database at all" * 100)
    with LoopbackWeb({"/": page(STORY)}) as web:
        assert (await gateway(web, cache_dir=tmp_path).fetch(web.url("/"))).status == 200
    assert "damaged" in caplog.text


async def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with LoopbackWeb({"/": page(STORY)}) as web:
        assert (await gateway(web, cache_dir=tmp_path / "file" / "x").fetch(web.url("/"))).status == 200


async def test_the_cache_keeps_to_its_size_and_drops_the_oldest(tmp_path: Path) -> None:
    clock = Clock()
    with LoopbackWeb({"*": page("<p>" + "x" * 400_000, Cache_Control="max-age=86400")}) as web:
        for n in range(5):
            await gateway(web, cache_dir=tmp_path, clock=clock, cache_mb=1).fetch(web.url(f"/{n}"))
            clock.seconds += 1
        web.requests.clear()
        for n in (4, 0):
            await gateway(web, cache_dir=tmp_path, clock=clock, cache_mb=1).fetch(web.url(f"/{n}"))
    assert [request.path for request in web.requests] == ["/0"]


async def test_two_processes_may_share_it(tmp_path: Path) -> None:
    clock = Clock()
    with LoopbackWeb({"*": page(STORY, Cache_Control="max-age=60")}) as web:
        gateways = [gateway(web, cache_dir=tmp_path, clock=clock) for _ in range(4)]
        fetched = await asyncio.gather(*(one.fetch(web.url(f"/{n}")) for n in range(10) for one in gateways))
    assert len(fetched) == 40
    assert len({one.body_hash for one in fetched}) == 1, "whoever wrote the entry, each reads it whole"
