"""What feeds, sitemaps and pages of links list, and what hostile or broken ones come to."""

import gzip
import time
from pathlib import Path

import pytest

from language.feeds import (
    MOST_ENTRIES,
    MOST_UNPACKED,
    BrokenFeedError,
    NotAFeedError,
    kind_of_listing,
    moment_of,
    read_listing,
)
from language.page_links import feeds_named, read_links
from tests.cpu_time import at_most
from tests.feed_samples import atom, json_feed, links_page, news_sitemap, rss, sitemap_index

BASE = "https://herald.example/feeds/all"
LINKS = ["https://herald.example/a?utm_source=rss", "/b", "../c#top"]
READ = ["https://herald.example/a", "https://herald.example/b", "https://herald.example/c"]
FORMATS = {"RSS 2.0": rss, "Atom 1.0": atom, "JSON Feed 1.1": json_feed, "news sitemap": news_sitemap}


@pytest.mark.parametrize("named", FORMATS)
def test_every_format_lists_its_pages_by_absolute_addresses_with_dates(named: str) -> None:
    listing = read_listing(FORMATS[named](LINKS).encode(), BASE)
    assert listing.format == named
    assert [entry.url for entry in listing.entries] == READ
    assert {entry.as_of for entry in listing.entries} == {moment_of("2025-03-03T11:10:00Z")}
    assert listing.note is None


def test_an_index_lists_its_sitemaps() -> None:
    listing = read_listing(sitemap_index(["/one.xml", "/two.xml"]).encode(), BASE)
    assert listing.kind == "sitemap index"
    assert [part.url for part in listing.parts] == ["https://herald.example/one.xml", "https://herald.example/two.xml"]


def test_entries_without_dates_keep_their_order_behind_those_with_one() -> None:
    undated = rss(["/x", "/y"], dated=False).replace("</channel></rss>", "")
    dated = rss(["/z"]).partition("<item>")[2]
    listing = read_listing((undated + "<item>" + dated).encode(), BASE)
    assert [entry.url for entry in listing.entries] == [f"https://herald.example/{name}" for name in "zxy"]


def test_a_guid_that_several_entries_share_names_none_of_them() -> None:
    listing = read_listing(rss(["/a", "/b"], guid="same").encode(), BASE)
    assert [entry.guid for entry in listing.entries] == READ[:2]


def test_the_same_entry_twice_is_listed_once() -> None:
    assert len(read_listing(rss(["/a", "/a"]).encode(), BASE).entries) == 1


def test_what_the_feed_says_of_an_entry_changes_its_fingerprint() -> None:
    marks = {read_listing(rss(["/a"], note=note).encode(), BASE).entries[0].fingerprint for note in ("", "x", "x")}
    assert len(marks) == 2


def test_a_broken_feed_is_read_as_far_as_it_goes_and_says_so() -> None:
    listing = read_listing(rss(["/a", "/b"]).replace("</channel></rss>", "<x>&nbsp;").encode(), BASE)
    assert [entry.url for entry in listing.entries] == READ[:2]
    assert listing.note


NO_FEEDS = {
    "a page": (b"<!doctype html><title>Hello</title><p>Words", NotAFeedError),
    "a page after a comment": (b"<!-- x --><html><body>Words", NotAFeedError),
    "nothing": (b"", NotAFeedError),
    "words": (b"Service unavailable", NotAFeedError),
    "other JSON": (b'{"items": []}', NotAFeedError),
    "half of JSON": (b'{"version": "https://jsonfeed.org/version/1", "items": [', BrokenFeedError),
    "half of RSS": (b"<rss version='2.0'><channel><ti", BrokenFeedError),
    "half of a gzip": (gzip.compress(b"<urlset/>" * 100)[:-9], BrokenFeedError),
    "a gzip bomb": (gzip.compress(bytes(MOST_UNPACKED + 2)), BrokenFeedError),
    "deep nesting": (b"<rss version='2.0'><channel>" + b"<a>" * 500_000, BrokenFeedError),
    "deep JSON": (b'{"a":' + b"[" * 200_000, BrokenFeedError),
}


@pytest.mark.parametrize("named", NO_FEEDS)
def test_what_is_no_feed_is_told_in_a_sentence(named: str) -> None:
    body, error = NO_FEEDS[named]
    with pytest.raises(error, match=r"herald\.example/feeds/all is .*: "):
        read_listing(body, BASE)


def test_entities_are_never_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    bombs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY e0 "boom">{bombs}<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    for name, body in (("&e9;", rss(["/a"])), ("&f;", rss(["/a"])), ("&e9;", news_sitemap(["/a"]))):
        hostile = doctype + body.partition("?>")[2] if body.startswith("<?") else doctype + body
        hostile = hostile.replace("On /a", f"On {name}")
        try:
            told = repr(read_listing(hostile.encode(), BASE))
        except BrokenFeedError as error:
            told = str(error)
        assert "hidden" not in told
        assert "boom" not in told
        assert len(told) < 5000


def test_ten_thousand_entries_are_read_in_seconds_and_more_are_cut_off() -> None:
    body = rss([f"/{number}" for number in range(MOST_ENTRIES + 500)]).encode()
    began = time.process_time()
    listing = read_listing(body, BASE)
    assert len(listing.entries) == MOST_ENTRIES
    assert time.process_time() - began < 20


def test_the_kind_is_told_by_the_body_alone() -> None:
    assert kind_of_listing(rss([]).encode("utf-16")) == "feed"
    assert kind_of_listing(b"\xef\xbb\xbf\n" + rss([]).encode()) == "feed"
    assert kind_of_listing(sitemap_index([]).encode()) == "sitemap"
    assert kind_of_listing(b"<!DOCTYPE html PUBLIC 'x'><html>") == "page"


def test_the_root_is_found_behind_comments_instructions_and_a_doctype() -> None:
    begin = b"<?xml version='1.0'?>\n<!-- a > b --><!-- c -- d --><?pi <x?>\n"
    assert kind_of_listing(begin + b"<!DOCTYPE rss SYSTEM 'x.dtd' [\n<!ENTITY a '>'>\n] ><rss>") == "feed"
    assert kind_of_listing(begin + b"<!DOCTYPE rss><!-- <html> --><rss>") == "feed"
    assert kind_of_listing(begin + b"<!-- <rss> --><html>") == "page"
    assert kind_of_listing(begin + b"<!-- <rss>") == "unknown"


@pytest.mark.parametrize(
    "body",
    [b"<!---->" * 49 + b"x", b"<!DOCTYPE" + b"[]" * 40, b"<??>" * 49 + b"x", b"<!DOCTYPE[" + b"]" * 25_000],
    ids=["comments", "brackets", "instructions", "ends of brackets"],
)
def test_a_hostile_beginning_is_told_at_once(body: bytes) -> None:
    with at_most(1):
        assert kind_of_listing(body) == "unknown"


def test_a_page_names_its_feeds_and_the_links_that_read_like_articles() -> None:
    page = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>
    <nav><a href="/2025/03/03/in-the-menu">A link in the menu</a></nav>
    <a href="/2025/03/03/dam"><img></a><a href="/2025/03/03/dam?utm_medium=x">The dam has failed</a>
    <a href="/news/dam-above-northfield-fails">More on the dam</a><a href="/tag/dam-and-flood-news">All about dams</a>
    <a href="https://other.example/2025/03/03/dam">Elsewhere on the dam</a><a href="/story/48812">Read</a>
    <a href="/about-us-and-our-team">Who we all are</a></body></html>"""
    assert feeds_named(page, BASE) == ("https://herald.example/rss",)
    assert [entry.url for entry in read_links(page, BASE).entries] == [
        "https://herald.example/2025/03/03/dam",
        "https://herald.example/news/dam-above-northfield-fails",
        "https://herald.example/about-us-and-our-team",
    ]
    assert read_links(page, BASE).entries[0].title == "The dam has failed"
    assert len(read_links(links_page(["/2025/1-x-story", "/n/123456"]).encode(), BASE).entries) == 2
