"""Web searches and a wiki on a loopback server, answering as the services' documentation says, and the pages they name.

    with LoopbackWeb() as web:
        services = SearchServices(web, [{"title": "Call", "published": "2025-02-12", "text": "The leaders spoke."}])
        web.url(services.brave)

A search finds the pages that hold any of the query's words, those with most of them first; the wiki wants them all, as
MediaWiki does. Rows of one title are the wiki's revisions of one page.
"""

import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import SecretStr

from flows.assembly import SearchOnTheWeb
from gateways.web import WebGateway
from tests.loopback_web import Behaviour, LoopbackWeb, Reply, Request, json_reply, page
from verifiers.sources.brave import BraveSource
from verifiers.sources.searxng import SearxngSource
from verifiers.sources.serper import SerperSource
from verifiers.sources.tavily import TavilySource
from verifiers.sources.wikipedia import WikipediaSource
from verifiers.webpages import PageReader

World = Sequence[Mapping[str, str]]  # url, published, title and text of each document there is

KEY = "key-0123456789abcdef0123456789abcdef"
NEVER = "2026-06-01"  # when the wiki's pages without a day were written

# What each service says of a key that it does not accept, and of a plan that is used up, in its own statuses and words.
REFUSALS: dict[str, tuple[int, dict[str, Any]]] = {
    "brave": (
        422,
        {
            "type": "ErrorResponse",
            "error": {
                "id": "5d832250-9396-4f6e-b84a-2a1fe524cd7d",
                "status": 422,
                "code": "SUBSCRIPTION_TOKEN_INVALID",
                "detail": "The provided subscription token is invalid.",
                "meta": {"component": "authentication"},
            },
            "time": 1663072993,
        },
    ),
    "tavily": (401, {"detail": {"error": "Unauthorized: missing or invalid API key."}}),
    "serper": (403, {"message": "Unauthorized.", "statusCode": 403}),
}
USED_UP: dict[str, list[tuple[int, dict[str, Any]]]] = {
    "brave": [
        (402, {}),
        (
            429,
            {
                "type": "ErrorResponse",
                "error": {
                    "id": "5d832250-9396-4f6e-b84a-2a1fe524cd7d",
                    "status": 429,
                    "code": "QUOTA_LIMITED",
                    "detail": "Request quota limit exceeded for plan.",
                    "meta": {"component": "rate_limiter"},
                },
                "time": 1663072993,
            },
        ),
    ],
    "tavily": [
        (432, {"detail": {"error": "This request exceeds your plan's set usage limit."}}),
        (433, {"detail": {"error": "This request exceeds the pay-as-you-go limit."}}),
    ],
    "serper": [(400, {"message": "Not enough credits", "statusCode": 400})],
}


ON_THE_WEB = ("wikipedia", "searxng", "brave", "tavily", "serper")


class Archive:
    """Originals kept in memory, by their hash."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, body: bytes) -> str:
        digest = hashlib.sha256(body).hexdigest()
        self.kept[digest] = body
        return digest


def make_source(
    name: str,
    services: "SearchServices",
    gate: WebGateway,
    *,
    at: str | None = None,
    key: str = KEY,
    archive: Archive | None = None,
) -> SearchOnTheWeb:
    """The source of a name, asking the loopback server's service or what lies at another path."""
    archive = archive or Archive()
    reader = PageReader(gate, archive)
    address = services.web.url(at or services.asked_at(name))
    if name == "wikipedia":
        return WikipediaSource([address], gate, archive, interval_s=0)
    if name == "searxng":
        return SearxngSource(address.removesuffix("/search"), gate, reader, interval_s=0)
    makers = {"brave": BraveSource, "tavily": TavilySource, "serper": SerperSource}
    return makers[name](SecretStr(key), gate, reader, interval_s=0, address=address)


@dataclass
class SearchServices:
    """The services on one server. `pages` has the path of each document's page, in the order of the world."""

    web: LoopbackWeb
    world: World
    pages: list[str] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)  # the address of a page that lies on another server

    searxng = "/searxng"
    brave = "/brave/res/v1/web/search"
    tavily = "/tavily/search"
    serper = "/serper/search"
    wiki = "/w/api.php"

    def __post_init__(self) -> None:
        for number, document in enumerate(self.world, start=1):
            path = f"/pages/{number}"
            self.pages.append(path)
            self.web.on(path, page(_page(document)))
        self.web.on(f"{self.searxng}/search", self._searxng)
        self.web.on(self.brave, self._with_key("brave", "x-subscription-token", KEY, self._brave))
        self.web.on(self.tavily, self._with_key("tavily", "authorization", f"Bearer {KEY}", self._tavily))
        self.web.on(self.serper, self._with_key("serper", "x-api-key", KEY, self._serper))
        self.web.on(self.wiki, self._wiki)

    def asked_at(self, name: str) -> str:
        """The path at which the source of a name asks its service."""
        return {
            "wikipedia": self.wiki,
            "searxng": f"{self.searxng}/search",
            "brave": self.brave,
            "tavily": self.tavily,
            "serper": self.serper,
        }[name]

    def _with_key(self, service: str, header: str, key: str, answer: Behaviour) -> Behaviour:
        status, body = REFUSALS[service]
        return lambda request: (answer if request.headers.get(header) == key else json_reply(body, status))(request)

    def _found(self, text: str, until: date | None = None) -> list[tuple[str, Mapping[str, str]]]:
        wanted = _words(text)
        rows = [
            (len(wanted & _words(f"{document['title']} {document['text']}")), path, document)
            for path, document in zip(self.pages, self.world, strict=True)
            if until is None or (document.get("published") or NEVER) <= until.isoformat()
        ]
        return [
            (self.elsewhere.get(path, self.web.url(path)), row)
            for score, path, row in sorted(rows, key=lambda r: -r[0])
            if score
        ]

    def _searxng(self, request: Request) -> Reply:
        if request.query.get("format") != ["json"]:
            return page("<!doctype html><title>SearXNG</title>")(request)
        results = [
            {
                "url": url,
                "title": row["title"],
                "content": row["text"][:40],
                "engine": "duckduckgo",
                "engines": ["duckduckgo"],
                "positions": [rank],
                "score": 1 / rank,
                "category": "general",
                "publishedDate": None,
            }
            for rank, (url, row) in enumerate(self._found(request.query["q"][0]), start=1)
        ]
        body = {
            "query": request.query["q"][0],
            "number_of_results": 0,  # as it is more often than not
            "results": results,
            "answers": [],
            "corrections": [],
            "infoboxes": [],
            "suggestions": [],
            "unresponsive_engines": [],
        }
        return json_reply(body)(request)

    def _brave(self, request: Request) -> Reply:
        words = request.query["q"][0]
        count = int(request.query.get("count", ["20"])[0])
        if not (0 < len(words) <= 400 and len(words.split()) <= 50 and 0 < count <= 20):
            return json_reply({"type": "ErrorResponse", "error": {"status": 422, "code": "VALIDATION"}}, 422)(request)
        freshness = re.fullmatch(r"\d{4}-\d\d-\d\dto(\d{4}-\d\d-\d\d)", request.query.get("freshness", [""])[0])
        found = self._found(words, date.fromisoformat(freshness[1]) if freshness else None)
        body: dict[str, Any] = {"type": "search", "query": {"original": words, "more_results_available": False}}
        if found:  # without results there is no "web" at all
            body["web"] = {
                "type": "search",
                "results": [
                    {"type": "search_result", "title": row["title"], "url": url, "description": row["text"][:40]}
                    for url, row in found[:count]
                ],
            }
        return json_reply(body)(request)

    def _tavily(self, request: Request) -> Reply:
        asked = request.json
        if not (0 < len(asked["query"]) <= 400 and 0 <= asked["max_results"] <= 20):
            return json_reply({"detail": {"error": "Query is too long. Max query length is 400 characters."}}, 400)(
                request
            )
        until = date.fromisoformat(asked["end_date"]) if asked.get("end_date") else None
        body = {
            "query": asked["query"],
            "answer": None,
            "images": [],
            "results": [
                {"title": row["title"], "url": url, "content": row["text"][:40], "score": 1 / rank, "raw_content": None}
                for rank, (url, row) in enumerate(self._found(asked["query"], until)[: asked["max_results"]], start=1)
            ],
            "response_time": 0.5,
            "request_id": "123e4567-e89b-12d3-a456-426614174111",
        }
        return json_reply(body)(request)

    def _serper(self, request: Request) -> Reply:
        asked = request.json
        limit = re.fullmatch(r"cdr:1,cd_max:(\d+)/(\d+)/(\d{4})", asked.get("tbs", ""))
        until = date(int(limit[3]), int(limit[1]), int(limit[2])) if limit else None
        body = {
            "searchParameters": {**asked, "type": "search", "engine": "google"},
            "organic": [
                {"title": row["title"], "link": url, "snippet": row["text"][:40], "position": rank}
                for rank, (url, row) in enumerate(self._found(asked["q"], until)[: asked["num"]], start=1)
            ],
            "credits": 1,
        }
        return json_reply(body)(request)

    # The wiki -----------------------------------------------------------------------------------------------------

    def _wiki(self, request: Request) -> Reply:
        asked = {name: values[0] for name, values in request.query.items()}
        if asked.get("formatversion") != "2" or asked.get("format") != "json":
            return page("<!doctype html><title>MediaWiki API help</title>")(request)
        answers: dict[str, Callable[[dict[str, str]], dict[str, Any]]] = {
            "parse": self._parse,
            "query": self._query,
        }
        return json_reply(answers[asked["action"]](asked))(request)

    def _revisions(self) -> dict[str, list[tuple[int, Mapping[str, str]]]]:
        """Of each title its revisions with their ids, newest first."""
        pages: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
        for number, row in enumerate(self.world, start=1):
            pages.setdefault(row["title"], []).append((100 + number, row))
        return {title: sorted(rows, key=lambda one: _stamp(one[1]), reverse=True) for title, rows in pages.items()}

    def _query(self, asked: dict[str, str]) -> dict[str, Any]:
        pages = self._revisions()
        ids = {title: number for number, title in enumerate(pages, start=1)}
        query: dict[str, Any] = {}
        if "gsrsearch" in asked:
            if not asked["gsrsearch"]:
                return wiki_error("missingparam", 'The "gsrsearch" parameter must be set.')
            wanted = _words(asked["gsrsearch"])
            found = [title for title in pages if wanted <= _words(f"{title} {pages[title][0][1]['text']}")]
            # In the order of their ids, as MediaWiki lists the pages of a generator; `index` tells their rank.
            query["pages"] = [
                {**_page_row(ids[title], title, pages[title][0]), "index": rank}
                for rank, title in enumerate(found[: int(asked["gsrlimit"])], start=1)
            ]
        if "pageids" in asked:
            title = next(title for title, number in ids.items() if str(number) == asked["pageids"])
            on = [one for one in pages[title] if _stamp(one[1]) <= asked["rvstart"]]
            query["pages"] = [_page_row(ids[title], title, on[0] if on else None)]
        if asked.get("meta") == "siteinfo":
            query["general"] = {"sitename": "Test wiki", "lang": "en", "generator": "MediaWiki 1.39.17"}
        if not query.get("pages"):
            query.pop("pages", None)
        return {"batchcomplete": True, "query": query}

    def _parse(self, asked: dict[str, str]) -> dict[str, Any]:
        for title, rows in self._revisions().items():
            for number, row in rows:
                if str(number) == asked["oldid"]:
                    text = f'<div class="mw-parser-output"><p>{html.escape(row["text"])}</p></div>'
                    return {"parse": {"title": title, "pageid": 1, "revid": number, "text": text}}
        return wiki_error("nosuchrevid", f"There is no revision with ID {asked['oldid']}.")


def wiki_error(code: str, info: str) -> dict[str, Any]:
    return {"error": {"code": code, "info": info, "docref": "See https://wiki.example/w/api.php for API usage."}}


def _stamp(row: Mapping[str, str]) -> str:
    return f"{row.get('published') or NEVER}T10:00:00Z"


def _page_row(number: int, title: str, newest: tuple[int, Mapping[str, str]] | None) -> dict[str, Any]:
    row: dict[str, Any] = {"pageid": number, "ns": 0, "title": title}
    if newest:
        row["revisions"] = [{"revid": newest[0], "parentid": 0, "timestamp": _stamp(newest[1])}]
    return row


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _page(document: Mapping[str, str]) -> str:
    told = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": document["title"]}
    if document.get("published"):
        told["datePublished"] = f"{document['published']}T10:00:00Z"
    return (
        f'<!doctype html><html lang="en"><head><title>{html.escape(document["title"])}</title>'
        f'<script type="application/ld+json">{json.dumps(told)}</script></head>'
        f"<body><article><h1>{html.escape(document['title'])}</h1><p>{html.escape(document['text'])}</p></article></body>"
        f"</html>"
    )
