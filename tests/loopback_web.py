"""A small web server on 127.0.0.1 that answers as a test scripts it, and misbehaves in every way that the web does.

    with LoopbackWeb({"/page": page("<p>…"), "/api": json_reply({"hits": []})}) as web:
        gateway = WebGateway(WebSettings(allowed_hosts=(web.host,)), ...)
        await gateway.fetch(web.url("/page"))

A path may have several behaviours: they are taken in order, one a request, and the last one stays. Without a route of
its own a path has the behaviour of "*", and without that a 404. `PAGE_FAULTS` and `SERVICE_FAULTS` name every way in
which a page or a service can fail and the error that must come of it.
"""

import asyncio
import datetime
import functools
import gzip
import ipaddress
import json
import ssl
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gateways import web_errors as errors

Certificate = Literal["trusted", "self-signed", "expired", "other host"]
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


class LoopbackWeb:
    """The server. `requests` holds what was asked, in order of arrival, robots.txt apart in `robots_requests`."""

    def __init__(self, routes: Routes | None = None, *, certificate: Certificate | None = None) -> None:
        self._routes: dict[str, list[Behaviour]] = {}
        for path, behaviours in (routes or {}).items():
            self.on(path, *([behaviours] if callable(behaviours) else behaviours))
        self.requests: list[Request] = []
        self.robots_requests: list[Request] = []
        self._arrived = threading.Condition()
        self.released = threading.Event()
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.authority: str | None = None  # the PEM of whoever vouches for a trusted certificate
        if certificate:
            context, self.authority = _server_context(certificate)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._scheme = "https" if certificate else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        """What a setting must allow for this server to be reached."""
        return f"127.0.0.1:{self.port}"

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

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

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


def _server_context(kind: Certificate) -> tuple[ssl.SSLContext, str]:
    """A server's TLS with a certificate made for the occasion, and the PEM of its authority."""
    now = datetime.datetime.now(datetime.UTC)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A test's authority")])
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A test's server")])
    day = datetime.timedelta(days=1)
    ends = now - day if kind == "expired" else now + day
    names: list[x509.GeneralName] = (
        [x509.DNSName("elsewhere.example")]
        if kind == "other host"
        else [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
    )
    authority = (
        x509.CertificateBuilder(authority_name, authority_name, authority_key.public_key(), 1)
        .not_valid_before(now - 30 * day)
        .not_valid_after(now + 30 * day)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        x509.CertificateBuilder(name if kind == "self-signed" else authority_name, name, key.public_key(), 2)
        .not_valid_before(now - 20 * day)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key if kind == "self-signed" else authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder) / "server.pem"
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        chain.write_bytes(private + certificate.public_bytes(pem))
        context.load_cert_chain(chain)
    return context, authority.public_bytes(pem).decode()


# Every way to fail ------------------------------------------------------------------------------------------------

Fault = tuple[Callable[[LoopbackWeb], Behaviour], type[errors.WebError]]

METADATA = "http://169.254.169.254/latest/meta-data/"

_EITHER: dict[str, Fault] = {
    "401": (lambda _: failing(401), errors.KeyRefusedError),
    "402": (lambda _: failing(402), errors.PaymentRequiredError),
    "403": (lambda _: failing(403), errors.ForbiddenError),
    "404": (lambda _: failing(404), errors.NotThereError),
    "410": (lambda _: failing(410), errors.NotThereError),
    "418": (lambda _: failing(418), errors.UnexpectedStatusError),
    "429 with Retry-After": (lambda _: failing(429, retry_after="3600"), errors.TooManyRequestsError),
    "500": (lambda _: failing(500), errors.ServerFailedError),
    "503 with Retry-After": (lambda _: failing(503, retry_after="3600"), errors.ServerFailedError),
    "no answer": (lambda web: web.holds(), errors.WebTimeoutError),
    "hanging up": (lambda _: hangs_up(), errors.ConnectionFailedError),
    "no HTTP": (lambda _: no_http(), errors.ConnectionFailedError),
    "a redirect to a private address": (lambda _: redirect("http://10.0.0.1/"), errors.AddressRefusedError),
    "a redirect to the metadata service": (lambda _: redirect(METADATA), errors.AddressRefusedError),
    "a redirect to a file": (lambda _: redirect("file:///etc/passwd"), errors.AddressRefusedError),
}


def _faults_of(content_type: str) -> dict[str, Fault]:
    return {
        "a body that stalls": (lambda web: web.stalls(content_type), errors.WebTimeoutError),
        "a body that drips": (lambda web: web.drips(content_type), errors.WebTimeoutError),
        "100 MB": (lambda _: big_body(content_type), errors.TooLargeError),
        "100 MB, as declared": (lambda _: big_body(content_type, declared=True), errors.TooLargeError),
        "a gzip bomb": (lambda _: gzip_bomb(content_type), errors.TooLargeError),
        "garbled gzip": (lambda _: garbled_gzip(content_type), errors.BrokenBodyError),
        "br that nobody asked for": (lambda _: encoded_as("br", content_type), errors.BrokenBodyError),
        "zstd that nobody asked for": (lambda _: encoded_as("zstd", content_type), errors.BrokenBodyError),
        "a body that breaks off": (lambda _: breaks_off(content_type), errors.ConnectionFailedError),
        "an image": (lambda _: image(), errors.WrongContentTypeError),
    }


# What `WebGateway.fetch` must make of a page, and `WebGateway.call` of a service. Set short time-outs and no waits.
PAGE_FAULTS: dict[str, Fault] = {**_EITHER, **_faults_of("text/html")}
SERVICE_FAULTS: dict[str, Fault] = {
    **_EITHER,
    **_faults_of("application/json"),
    "HTML instead of JSON": (lambda _: html_instead(), errors.WrongContentTypeError),
    "HTML called JSON": (lambda _: html_called_json(), errors.NotJsonReplyError),
    "JSON that is cut off": (lambda _: json_cut_off(), errors.NotJsonReplyError),
    "nothing at all": (lambda _: empty_body("application/json"), errors.NotJsonReplyError),
}
