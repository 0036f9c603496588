"""Feeds of every kind for tests, made of the addresses that they list."""

import json
from collections.abc import Sequence

DATE = "Mon, 03 Mar 2025 11:10:00 GMT"


def rss(links: Sequence[str], *, dated: bool = True, guid: str | None = None, note: str = "") -> str:
    date = f"<pubDate>{DATE}</pubDate>" if dated else ""
    items = "".join(
        f"<item><title>On {link}</title><link>{link}</link><guid isPermaLink='false'>{guid or link}</guid>{date}"
        f"<description>{note}</description></item>"
        for link in links
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Herald</title>{items}</channel></rss>"


def atom(links: Sequence[str], *, updated: str = "2025-03-03T11:10:00Z") -> str:
    entries = "".join(
        f"<entry><id>tag:{link}</id><title>On {link}</title><link rel='edit' href='/edit'/><link href='{link}'/>"
        f"<updated>{updated}</updated></entry>"
        for link in links
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Herald</title>{entries}</feed>"


def json_feed(links: Sequence[str]) -> str:
    items = [{"id": number, "url": link, "date_published": "2025-03-03T11:10:00Z"} for number, link in enumerate(links)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Herald", "items": items})


def news_sitemap(links: Sequence[str]) -> str:
    urls = "".join(
        f"<url><loc>{link}</loc><news:news><news:publication_date>2025-03-03T11:10:00Z</news:publication_date>"
        f"<news:title>On {link}</news:title></news:news></url>"
        for link in links
    )
    return (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        f"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>"
    )


def sitemap_index(links: Sequence[str]) -> str:
    parts = "".join(f"<sitemap><loc>{link}</loc></sitemap>" for link in links)
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{parts}</sitemapindex>"


def links_page(links: Sequence[str]) -> str:
    anchors = "".join(f"<li><a href='{link}'>The dam above {link} failed</a></li>" for link in links)
    return f"<!doctype html><html><head><title>Front</title></head><body><main><ul>{anchors}</ul></main></body></html>"
