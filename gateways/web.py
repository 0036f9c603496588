"""The door to the web: `fetch` for pages, `call` for the JSON of services.

Both go only to public addresses, in bounded time and size, and fail by the names of `gateways.web_errors`. Pages are
asked for politely: robots.txt is kept, a host is asked at a measured pace, and what is in the cache is only asked for
again where it may have changed. Whatever a page leads to is checked again at every hop.
"""

import asyncio
import hashlib
import logging
import random
import re
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from gateways import web_errors as errors
from gateways.web_addresses import (
    Address,
    AllowedHosts,
    Resolver,
    read_address,
    read_redirect,
    redirected,
    system_resolver,
)
from gateways.web_cache import CachedPage, PageCache, may_be_kept
from gateways.web_client import Bounds, Reply, WebClient, kind_of, location_of
from gateways.web_flights import Flights
from gateways.web_network import tls_context
from gateways.web_pace import Limit, WebPace
from gateways.web_robots import TOKEN, Robots
from gateways.web_services import Service, ServiceCall
from gateways.web_status import page_error

VERSION = 1

# What `fetch` takes for a page whose text can be read.
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
ANY_TYPE = ("*/*",)

T = TypeVar("T")

_log = logging.getLogger(__name__)
_MEGABYTE = 2**20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAGES_REMEMBERED = 64 * _MEGABYTE  # of memory; what is beyond comes from the disk
_TRANSIENT_S = 300.0  # how long a page that failed is left alone
_FIRST_WAIT_S = 0.5
_LONGEST_HEADER = 2000
_MATTER = (
    *("age", "cache-control", "content-language", "content-type", "date", "etag", "expires", "last-modified"),
    *("link", "memento-datetime", "x-robots-tag"),
)


@dataclass(frozen=True)
class Fetched:
    """One page as the web handed it out, decompressed."""

    url: str  # as it was asked for
    final_url: str
    redirects: tuple[str, ...]  # the addresses between the two
    status: int
    headers: Mapping[str, str]  # those that tell of its date, its kind and its caching; names in lower case
    content_type: str  # without its parameters, in lower case
    body: bytes
    body_hash: str  # SHA-256 of the body, hexadecimal
    fetched_at: datetime  # when these bytes came, or were last confirmed to be unchanged
    from_cache: bool  # whether they were not sent anew


@dataclass(frozen=True)
class WebSettings:
    """How the web is asked. Times are in seconds; `max_mb` bounds a body as it is sent and as it is decompressed."""

    contact: str | None = None  # an address of the desk, for those whose pages are read
    allowed_hosts: tuple[str, ...] = ()  # "host" or "host:port" that may be asked though they are not public
    proxy: SecretStr | None = None  # its address may hold a user name and a password
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 20.0
    total_timeout_s: float = 60.0
    max_mb: float = 20.0
    max_redirects: int = 8
    host_interval_s: float = 1.0
    host_connections: int = 2
    connections: int = 16
    attempts: int = 2  # of a request whose fault may pass
    max_wait_s: float = 10.0  # between two attempts; where a server asks for more, it is not asked again
    cache_mb: float = 500.0
    services: tuple[Service, ...] = ()

    @property
    def user_agent(self) -> str:
        contact = f"; {self.contact}" if self.contact else ""
        return f"{TOKEN}/{version('claimhouse')} (fact-checking{contact})"

    @property
    def bounds(self) -> Bounds:
        most = int(self.max_mb * _MEGABYTE)
        return Bounds(self.connect_timeout_s, self.read_timeout_s, self.total_timeout_s, most, most)


class WebGateway:
    """All of the web, asked through one gate that belongs to one event loop.

    In its life it asks for no page twice: it is made anew for each run. `cache_dir` keeps pages beyond that. `resolve`,
    `tls`, `clock` (monotonic seconds), `sleep`, `now` and `rand` ([0, 1)) are for tests.
    """

    def __init__(
        self,
        settings: WebSettings | None = None,
        *,
        cache_dir: Path | None = None,
        resolve: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rand: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings = settings or WebSettings()
        self._allowed = AllowedHosts.of(settings.allowed_hosts)
        self._resolve = resolve
        self._tls = tls
        self._sleep = sleep
        self._now = now
        self._rand = rand
        self._began = now()
        self._clients: dict[str, WebClient] = {}
        self._services = {service.name: service for service in settings.services}
        self._pace = WebPace(connections=settings.connections, clock=clock, sleep=sleep)
        self._cache = PageCache(cache_dir, most_bytes=int(settings.cache_mb * _MEGABYTE)) if cache_dir else None
        self._robots = Robots(self._read_robots, transient_s=_TRANSIENT_S, clock=clock)
        self._pages: Flights[Fetched] = Flights(
            size=lambda page: len(page.body), most=_PAGES_REMEMBERED, transient_s=_TRANSIENT_S, clock=clock
        )

    def add_service(self, service: Service) -> None:
        """Tell where a service is set up and how fast it may be called; without it, it is called as a stranger is."""
        self._services[service.name] = service

    async def fetch(self, url: str, *, accept: tuple[str, ...] = PAGE_TYPES) -> Fetched:
        """The page at an address, after its redirects. `accept` are the content types that it may have.

        Raises the errors of `gateways.web_errors`; any status but success is one.
        """
        address = read_address(url, self._allowed)
        page = await self._pages.once((address.url, accept), lambda: self._follow(address, accept, polite=True))
        return replace(page, url=url)

    async def fetch_if_changed(
        self, url: str, *, etag: str | None, last_modified: str | None, accept: tuple[str, ...] = PAGE_TYPES
    ) -> Fetched | None:
        """The page at an address as it is by now, or None where its server says that it is as it was.

        `etag` and `last_modified` are what the server gave with the page that the caller knows; without either the page
        is sent. What has changed is remembered for `fetch`. Raises as `fetch` does.
        """
        address = read_address(url, self._allowed)
        marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        known = {name: value for name, value in marks.items() if value}
        page = await self._pages.once(
            ("if changed", address.url, accept, etag, last_modified),
            lambda: self._follow(address, accept, polite=True, known=known),
        )
        if page.status == 304:
            return None
        self._pages.keep((address.url, accept), page)
        return replace(page, url=url)

    async def call(
        self,
        service: str,
        url: str,
        *,
        method: str = "GET",
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        secrets: Sequence[str] = (),
    ) -> Any:
        """What a service answers, as the value that its JSON stands for. `body` is sent as JSON.

        `secrets` are the keys in it: no message holds them. Nothing is kept, and keys go to no other host.
        Raises the errors of `gateways.web_errors`, and SettingsError for a key that cannot be sent.
        """
        named = self._services.get(service) or Service(service)
        allowed = self._allowed
        if named.url:
            parts = urlsplit(named.url)
            allowed |= AllowedHosts.of([parts.netloc.rpartition("@")[2]])
        call = ServiceCall(
            named, url, method=method, params=params, body=body, headers=headers, secrets=secrets, now=self._now
        )
        client = self._client(service, allowed)
        limit = Limit(named.interval_s, named.in_flight)
        with call.without_secrets():
            return await self._patiently(
                f"service {service}",
                limit,
                lambda: call.answer(client, allowed, self._settings.bounds),
                named=service,
            )

    def forget_passing(self) -> None:
        """Let pages be asked for again that failed for what may have passed by now, which are left alone otherwise."""
        self._pages.forget_passing()
        self._robots.forget_passing()

    async def aclose(self) -> None:
        """Stop what is under way and close all connections."""
        await self._pages.aclose()
        await self._robots.aclose()
        for client in self._clients.values():
            await client.aclose()

    # Pages

    async def _follow(
        self, address: Address, accept: tuple[str, ...], *, polite: bool, known: Mapping[str, str] | None = None
    ) -> Fetched:
        """The page that an address leads to, through as many redirects as are allowed.

        `known` are the conditions of a caller that has the page already; the cache is then left aside.
        """
        passed: list[str] = []
        while True:
            try:
                interval = await self._robots.interval(address) if polite else 0.0
                if known is None:
                    reply, from_cache, at = await self._page(address, accept, interval)
                else:
                    asked = {"Accept": ", ".join(accept), **known}
                    reply, from_cache, at = await self._ask(address, asked, accept, interval), False, self._now()
            except errors.AddressRefusedError:
                if not passed:
                    raise
                raise redirected(passed[-1].partition("?")[0], address.url) from None
            if reply.status not in _REDIRECTS:
                break
            passed.append(address.url)
            address = self._next(address, reply, passed)
        return Fetched(
            url=passed[0] if passed else address.url,
            final_url=address.url,
            redirects=tuple(passed[1:]),
            status=reply.status,
            headers={name: reply.headers[name][:_LONGEST_HEADER] for name in _MATTER if name in reply.headers},
            content_type=_content_type(reply, address),
            body=reply.body,
            body_hash=hashlib.sha256(reply.body).hexdigest(),
            fetched_at=at,
            from_cache=from_cache,
        )

    def _next(self, address: Address, reply: Reply, passed: list[str]) -> Address:
        location = location_of(reply)
        if not location:
            raise errors.TooManyRedirectsError(f"{address.place} redirects without saying where: check the address.")
        target = read_redirect(location, self._allowed, base=address)
        if target.url in passed:
            raise errors.TooManyRedirectsError(
                f"{address.place} redirects in a circle, as pages do that want cookies: save the page from a browser."
            )
        if len(passed) > self._settings.max_redirects:
            raise errors.TooManyRedirectsError(
                f"{passed[0].partition('?')[0]} redirects more than {self._settings.max_redirects} times: "
                f"give the address that the browser shows at the end."
            )
        return target

    async def _page(self, address: Address, accept: tuple[str, ...], interval: float) -> tuple[Reply, bool, datetime]:
        """One hop: from the cache where its publisher or this run vouches for that, else from the web."""
        wanted = ", ".join(accept)
        key = f"{wanted}\n{address.url}"
        kept = await asyncio.to_thread(self._cache.get, key) if self._cache else None
        if kept and (kept.is_fresh(self._now()) or self._began <= kept.confirmed_at <= self._now()):
            return Reply(200, kept.headers, kept.body), True, kept.confirmed_at
        headers = {"Accept": wanted, **(kept.conditions() if kept else {})}
        reply = await self._ask(address, headers, accept, interval)
        at = self._now()
        if reply.status == 304 and kept:
            kept = kept.confirmed(reply.headers, at)
            await self._keep(key, kept)
            return Reply(200, kept.headers, kept.body), True, at
        if reply.status == 200:
            await self._keep(key, CachedPage(reply.headers, reply.body, at))
        return reply, False, at

    async def _keep(self, key: str, page: CachedPage) -> None:
        if self._cache and may_be_kept(page.headers):
            await asyncio.to_thread(self._cache.put, key, page)

    async def _ask(
        self, address: Address, headers: Mapping[str, str], accept: tuple[str, ...], interval: float
    ) -> Reply:
        """A page, a redirect or a confirmation from the web; any other status is raised."""
        conditional = "If-None-Match" in headers or "If-Modified-Since" in headers

        def wanted(head: Reply) -> bool:
            if head.status in _REDIRECTS or (head.status == 304 and conditional):
                return False
            if head.status not in (200, 203):
                raise page_error(head.status, address.place, head.headers, self._now())
            kind = _content_type(head, address)
            if accept != ANY_TYPE and kind not in accept:
                raise errors.WrongContentTypeError(
                    f"{address.place} is {kind[:60]} and no page that can be read: give the address of its text."
                )
            return True

        limit = Limit(max(self._settings.host_interval_s, interval), self._settings.host_connections)
        if address.target == b"/robots.txt":
            limit = replace(limit, interval_s=0.0)  # a site is asked for its rules before it is asked for a page
        client = self._client("", self._allowed)
        return await self._patiently(
            address.host,
            limit,
            lambda: client.ask(address, self._settings.bounds, headers=headers, wanted=wanted),
            named=address.host,
        )

    async def _read_robots(self, url: str) -> bytes:
        address = read_address(url, self._allowed)
        return (await self._follow(address, ANY_TYPE, polite=False)).body

    # Both

    def _client(self, name: str, allowed: AllowedHosts) -> WebClient:
        """Pages and each service have connections of their own: one must not ride on what only the other may use."""
        if name not in self._clients:
            self._tls = self._tls or tls_context()
            self._clients[name] = WebClient(
                allowed=allowed,
                resolve=self._resolve,
                tls=self._tls,
                user_agent=self._settings.user_agent,
                proxy=self._settings.proxy.get_secret_value() if self._settings.proxy else None,
            )
        return self._clients[name]

    async def _patiently(self, place: str, limit: Limit, once: Callable[[], Awaitable[T]], *, named: str) -> T:
        """`once` in its turn, and again where its fault may pass soon. A time-out is not tried again: it was long."""
        for attempt in range(1, self._settings.attempts + 1):
            if (closed := self._pace.closed_for(place)) > self._settings.max_wait_s:
                raise errors.TooManyRequestsError(
                    f"{named} asked not to be asked again for {closed:.0f} s more: run again then.",
                    status=429,
                    retry_after=closed,
                )
            try:
                async with self._pace.turn(place, limit):
                    return await once()
            except (errors.ConnectionFailedError, errors.TooManyRequestsError, errors.ServerFailedError) as error:
                asked = getattr(error, "retry_after", None) or 0.0
                if asked:
                    self._pace.close(place, asked)
                if attempt == self._settings.attempts or asked > self._settings.max_wait_s:
                    raise
                _log.info("%s: attempt %d ended in %s", named, attempt, error)
            await self._sleep(_FIRST_WAIT_S * 2.0 ** (attempt - 1) * (1 + self._rand()))
        raise AssertionError("unreachable: the last attempt returns or raises")


def _content_type(reply: Reply, address: Address) -> str:
    """What a body is, as far as its server tells; a PDF sent as mere bytes is known by its name."""
    named = kind_of(reply)
    if named in ("", "application/octet-stream", "binary/octet-stream", "application/x-download"):
        if re.search(r"\.pdf$", urlsplit(address.url).path, re.IGNORECASE):
            return "application/pdf"
        return named or "text/html"
    return {"application/x-pdf": "application/pdf"}.get(named, named)
