"""A small web server on 127.0.0.1 that answers as a test scripts it, and misbehaves in every way that the web does.

    with LoopbackWeb({"/page": page("<p>…"), "/api": json_reply({"hits": []})}) as web:
        gateway = WebGateway(WebSettings(allowed_hosts=(web.host,)), ...)
        await gateway.fetch(web.url("/page"))

A path may have several behaviours: they are taken in order, one a request, and the last one stays. Without a route of
its own a path has the behaviour of "*", and without that a 404.
"""

import asyncio
import functools
import gzip
import json
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from tests.certificates import Certificate, server_context
from tests.loopback_server import LoopbackServer

CHUNK = bytes(64 * 1024)


@dataclass(frozen=True)
class Request:
    """One request as it came in; the names of headers are in lower case."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What goes over the wire. A body that is an iterator is sent without telling its length before."""

    body: bytes | Iterator[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hold: threading.Event | None = None  # nothing is sent before it is set
    hold_body: threading.Event | None = None  # the headers are sent, and the body when it is set
    hang_up: bool = False  # nothing is sent at all: the connection breaks
    raw: bytes | None = None  # sent as it is, in place of all the rest


Behaviour = Callable[[Request], Reply]
Routes = Mapping[str, Behaviour | Sequence[Behaviour]]


# What a well-behaved server sends ---------------------------------------------------------------------------------


def reply(body: bytes | str, content_type: str, status: int = 200, **headers: str) -> Behaviour:
    """A body of a type; headers are given with underscores: `last_modified="…"`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    encoded = body.encode() if isinstance(body, str) else body
    return lambda _: Reply(encoded, status, {"Content-Type": content_type, **named})


def page(html: str, **headers: str) -> Behaviour:
    return reply(html, "text/html; charset=utf-8", **headers)


def text(words: str, **headers: str) -> Behaviour:
    return reply(words, "text/plain; charset=utf-8", **headers)


def json_reply(value: Any, status: int = 200, **headers: str) -> Behaviour:
    return reply(json.dumps(value), "application/json", status, **headers)


def answered_by(function: Callable[[Request], Any]) -> Behaviour:
    """The function's value, as JSON."""
    return lambda request: json_reply(function(request))(request)


def revalidated(html: str, *, etag: str | None = None, last_modified: str | None = None, **headers: str) -> Behaviour:
    """A page that is sent once, and confirmed with 304 to who shows its ETag or its date again."""

    def behave(request: Request) -> Reply:
        marks = {name: value for name, value in (("ETag", etag), ("Last-Modified", last_modified)) if value}
        known = etag and request.headers.get("if-none-match") == etag
        known = known or (last_modified and request.headers.get("if-modified-since") == last_modified)
        if known:
            return Reply(b"", 304, {**marks, **{name.replace("_", "-"): value for name, value in headers.items()}})
        return page(html, **{name.replace("-", "_"): value for name, value in marks.items()}, **headers)(request)

    return behave


def compressed(body: bytes, encoding: Literal["gzip", "deflate", "raw deflate"] = "gzip") -> Behaviour:
    """A page of HTML, compressed."""
    if encoding == "gzip":
        sent = gzip.compress(body)
    elif encoding == "deflate":
        sent = zlib.compress(body)
    else:
        squeeze = zlib.compressobj(wbits=-15)
        sent = squeeze.compress(body) + squeeze.flush()
    return reply(sent, "text/html", Content_Encoding=encoding.removeprefix("raw "))


def redirect(to: str, status: int = 302) -> Behaviour:
    return lambda _: Reply(b"", status, {"Location": to})


def echo() -> Behaviour:
    """The request itself, as JSON."""
    return answered_by(
        lambda request: {
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "headers": request.headers,
            "body": request.body.decode(),
        }
    )


# What a badly behaved one does ------------------------------------------------------------------------------------


def failing(status: int, retry_after: str | None = None) -> Behaviour:
    """A status that is no page. The message echoes the keys that came, as careless servers do."""

    def behave(request: Request) -> Reply:
        echoed = {"authorization": request.headers.get("authorization"), "query": request.query}
        headers = {"Content-Type": "application/json"}
        if retry_after is not None:
            headers["Retry-After"] = retry_after
        return Reply(json.dumps({"error": {"message": f"No. You sent {echoed}"}}).encode(), status, headers)

    return behave


def html_instead() -> Behaviour:
    return page("<!doctype html><title>Welcome</title><p>It works!")


def html_called_json() -> Behaviour:
    return reply("<!doctype html><title>Welcome</title><p>It works!", "application/json")


def json_cut_off() -> Behaviour:
    return reply('{"results": [{"url": "https://a.exa', "application/json")


def empty_body(content_type: str) -> Behaviour:
    return reply(b"", content_type)


def image() -> Behaviour:
    return reply(b"\x89PNG\r\n\x1a\n", "image/png")


def big_body(content_type: str, *, declared: bool = False, megabytes: int = 100) -> Behaviour:
    """So many megabytes, with or without telling so before."""

    def behave(_: Request) -> Reply:
        size = megabytes * 2**20
        headers = {"Content-Type": content_type, **({"Content-Length": str(size)} if declared else {})}
        return Reply((CHUNK for _ in range(size // len(CHUNK))), 200, headers)

    return behave


def gzip_bomb(content_type: str) -> Behaviour:
    """Two hundred megabytes in two tenths of one."""
    return reply(_bomb(), content_type, Content_Encoding="gzip")


@functools.cache
def _bomb() -> bytes:
    squeeze = zlib.compressobj(9, wbits=31)
    million = bytes(2**20)
    return b"".join([*(squeeze.compress(million) for _ in range(200)), squeeze.flush()])


def encoded_as(encoding: str, content_type: str) -> Behaviour:
    """A body said to be compressed in a way that nobody asked for, such as br or zstd."""
    return reply(b"\x28\xb5\x2f\xfd" + bytes(100), content_type, Content_Encoding=encoding)


def garbled_gzip(content_type: str) -> Behaviour:
    return reply(gzip.compress(b"words " * 1000)[:-20], content_type, Content_Encoding="gzip")


def hangs_up() -> Behaviour:
    return lambda _: Reply(hang_up=True)


def breaks_off(content_type: str) -> Behaviour:
    """Fewer bytes than it said."""
    return lambda _: Reply(iter([b"<p>Half"]), 200, {"Content-Type": content_type, "Content-Length": "1000"})


def no_http() -> Behaviour:
    return lambda _: Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n")


PAYWALLED = """<!doctype html><html lang="en"><head><title>Council sells the old mill</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Council sells the old mill", "datePublished": "2025-02-24T09:00:00Z", "isAccessibleForFree": "False",
"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".story"}}</script></head>
<body><article><h1>Council sells the old mill</h1><p>The council has sold the old mill.</p>
<div class="story"></div><div class="paywall"><p>Subscribe to read on.</p></div></article></body></html>"""


def paywalled() -> Behaviour:
    return page(PAYWALLED)


# The server -------------------------------------------------------------------------------------------------------


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away or trusts us not; what else goes wrong is a test's own fault."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class LoopbackWeb(LoopbackServer):
    """The server. `requests` holds what was asked, in order of arrival, robots.txt apart in `robots_requests`."""

    def __init__(self, routes: Routes | None = None, *, certificate: Certificate | None = None) -> None:
        self._routes: dict[str, list[Behaviour]] = {}
        for path, behaviours in (routes or {}).items():
            self.on(path, *([behaviours] if callable(behaviours) else behaviours))
        self.requests: list[Request] = []
        self.robots_requests: list[Request] = []
        self._arrived = threading.Condition()
        self.most_at_once = 0
        self._now = 0
        super().__init__(self._handler(), server=_Server)
        self.authority: str | None = None  # the PEM of whoever vouches for a trusted certificate
        if certificate:
            context, self.authority = server_context(certificate)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._scheme = "https" if certificate else "http"

    def url(self, path: str = "", host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.port}{path}"

    def on(self, path: str, *behaviours: Behaviour) -> None:
        """Give a path its behaviours; "*" is every path that has none of its own."""
        self._routes[path] = list(behaviours)

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def has_been_asked(self, times: int) -> None:
        """Wait until so many requests are here, those for robots.txt not counted."""
        if not await asyncio.to_thread(self._wait_for, times):
            raise AssertionError(f"there were {len(self.requests)} requests and not {times}")

    def _wait_for(self, times: int) -> bool:
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self.requests) >= times, timeout=10)

    def holds(self) -> Behaviour:
        """Answer nothing before the server is left."""
        return lambda _: Reply(hold=self.released)

    def stalls(self, content_type: str) -> Behaviour:
        """Begin an answer, and send none of its body before the server is left."""
        return lambda _: Reply(b"late", 200, {"Content-Type": content_type}, hold_body=self.released)

    def drips(self, content_type: str) -> Behaviour:
        """Send a byte every now and then, for ever: no single read is slow, and the whole never ends."""

        def body() -> Iterator[bytes]:
            while not self.released.wait(0.005):
                yield b"."

        return lambda _: Reply(body(), 200, {"Content-Type": content_type})

    def _take(self, request: Request) -> Behaviour:
        with self._arrived:
            (self.robots_requests if request.path == "/robots.txt" else self.requests).append(request)
            self._arrived.notify_all()
            route = self._routes.get(request.path)
            if route is None and request.path != "/robots.txt":
                route = self._routes.get("*")
            if not route:
                return failing(404)
            return route.pop(0) if len(route) > 1 else route[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer()

            def do_POST(self) -> None:
                self._answer()

            def _answer(self) -> None:
                parts = urlsplit(self.path)
                request = Request(
                    self.command,
                    parts.path,
                    parse_qs(parts.query, keep_blank_values=True),
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(int(self.headers.get("Content-Length") or 0)),
                )
                with web._lock:
                    web._now += 1
                    web.most_at_once = max(web.most_at_once, web._now)
                try:
                    self._send(web._take(request)(request))
                except OSError:
                    self.close_connection = True  # the client gave up, as the test wanted
                finally:
                    with web._lock:
                        web._now -= 1

            def _send(self, answer: Reply) -> None:
                if answer.hold is not None:
                    answer.hold.wait(30)
                if answer.hang_up or answer.raw is not None:
                    self.wfile.write(answer.raw or b"")
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if isinstance(answer.body, bytes):
                    self.send_header("Content-Length", str(len(answer.body)))
                else:
                    self.send_header("Connection", "close")
                    self.close_connection = True
                self.end_headers()
                if answer.hold_body is not None:
                    self.wfile.flush()
                    answer.hold_body.wait(30)
                for chunk in [answer.body] if isinstance(answer.body, bytes) else answer.body:
                    self.wfile.write(chunk)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
                """Say nothing: a test's output is its own."""

        return Handler
