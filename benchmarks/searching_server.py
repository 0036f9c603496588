"""The services and pages that `benchmarks.searching` asks, on one port of loopback, each answer after the same wait."""

import asyncio
import hashlib
import json
from multiprocessing.queues import Queue
from urllib.parse import parse_qs, urlsplit

from benchmarks.loopback import Answer, serve_on_loopback

# What the claims are about: each has a town and a work of it, and so have the queries that look for it.
TOWNS = (
    "Northfield",
    "Oldport",
    "Eastmoor",
    "Westbridge",
    "Southgate",
    "Highmarket",
    "Lowwater",
    "Newhaven",
    "Millbrook",
)
WORKS = ("harbour dam", "ring road", "grain market", "water tower", "night ferry", "coal bridge", "glass works")

_PARAGRAPHS = 12
_SENTENCE = "The clerk of the council read the minutes of the year before, and the vote on page {number} was carried. "


def serve(port: "Queue[int]", latency_s: float, pages: int) -> None:
    """Answer until the process ends; the port that was free goes into the queue."""
    asyncio.run(serve_on_loopback(port, latency_s, lambda target, _: _answer(target, pages)))


def _answer(target: str, pages: int) -> Answer:
    """Of a service the addresses of its pages on a claim; of a page its HTML; of robots.txt that all may be read."""
    parts = urlsplit(target)
    if parts.path == "/robots.txt":
        return "text/plain", b"User-agent: *\nAllow: /\n"
    if parts.path.startswith("/search/"):
        asked = set(parse_qs(parts.query)["q"][0].split())
        town = next((town for town in TOWNS if town in asked), "nowhere")
        work = next((work.split()[0] for work in WORKS if asked.issuperset(work.split())), "nothing")
        paths = [f"/page{parts.path.removeprefix('/search')}/{town}/{work}/{number}" for number in range(pages)]
        return "application/json", json.dumps({"pages": paths}).encode()
    name = hashlib.sha256(target.encode()).hexdigest()[:8]
    text = "".join(
        f"<p>{name} {paragraph}: {_SENTENCE.format(number=paragraph)}</p>\n" for paragraph in range(_PARAGRAPHS)
    )
    html = (
        f'<html lang="en"><head><title>Council of {name} votes</title>'
        f'<meta property="article:published_time" content="2024-03-01T10:00:00Z"></head>'
        f"<body><article><h1>Council of {name} votes</h1>\n{text}</article></body></html>"
    )
    return "text/html; charset=utf-8", html.encode()
