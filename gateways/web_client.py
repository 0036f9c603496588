"""One request and its answer, in bounded time and size, only to checked addresses; every fault by its own name.

Nothing is followed, remembered or sent along here: no redirects, cookies, passwords of .netrc or proxies of the
environment.
"""

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

import httpcore

from gateways.web_addresses import Address, AllowedHosts, Resolver
from gateways.web_bodies import ACCEPT_ENCODING, read_body
from gateways.web_errors import ConnectionFailedError, TlsInvalidError, WebError, WebTimeoutError
from gateways.web_network import CheckedNetwork, LookAhead

_IDLE_S = 15.0


@dataclass(frozen=True)
class Bounds:
    """How long a request may take, in seconds, and how many bytes its body may have, as sent and decompressed."""

    connect_s: float
    read_s: float
    total_s: float
    most_sent: int
    most: int


@dataclass(frozen=True)
class Reply:
    """An answer. Headers have lower-case names; of a repeated one the values are joined with commas.

    A header's value holds its bytes as latin-1 does, one character each, so that it can be sent back as it came.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def kind_of(reply: Reply) -> str:
    """The content type that an answer names, without parameters; the first where it names several."""
    return re.split(r"[;,]", reply.headers.get("content-type", ""), maxsplit=1)[0].strip().lower()


def location_of(reply: Reply) -> str:
    """Where an answer redirects to, or "". Servers that write other letters than those of ASCII write UTF-8."""
    raw = reply.headers.get("location", "").encode("latin-1")
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


class WebClient:
    """Connections to public addresses and to `allowed` hosts, kept open between requests, in one event loop.

    With `proxy`, all but the allowed hosts are asked through it, once a look at the name from here has found nothing
    against that; it looks the name up again itself.
    """

    def __init__(
        self,
        *,
        allowed: AllowedHosts,
        resolve: Resolver,
        tls: ssl.SSLContext,
        user_agent: str,
        proxy: str | None = None,
    ) -> None:
        self._allowed = allowed
        self._user_agent = user_agent
        network = CheckedNetwork(allowed, resolve)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls, network_backend=network, max_connections=None, keepalive_expiry=_IDLE_S
        )
        self._proxied = _through(proxy, tls) if proxy else None
        self._ahead = LookAhead(allowed, resolve)

    async def ask(
        self,
        address: Address,
        bounds: Bounds,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        wanted: Callable[[Reply], bool],
    ) -> Reply:
        """The answer. `wanted` sees status and headers, and says whether the body is to be read; it may raise.

        Raises the errors of `gateways.web_errors`, but none for a status.
        """
        place = address.place
        sent = {"User-Agent": self._user_agent, "Accept-Encoding": ACCEPT_ENCODING, **(headers or {})}
        url = httpcore.URL(
            scheme=address.scheme.encode(), host=address.host.encode(), port=address.port, target=address.target
        )
        pool = self._proxied if self._proxied and address not in self._allowed else self._pool
        if body:
            sent["Content-Length"] = str(len(body))
        sent.setdefault("Host", _host_header(address))
        # As bytes, for httpcore takes none but ASCII in a str, and a page's mark goes back as its server gave it.
        lines = [(name.encode("ascii"), value.encode("latin-1")) for name, value in sent.items()]
        timeouts = {"connect": bounds.connect_s, "read": bounds.read_s, "write": bounds.read_s}
        try:
            async with asyncio.timeout(bounds.total_s):
                if pool is self._proxied:
                    await self._ahead.check(address.host, address.port)
                async with pool.stream(
                    method.encode(), url, headers=lines, content=body, extensions={"timeout": timeouts}
                ) as response:
                    head = Reply(response.status, _merged(response.headers))
                    if not wanted(head):
                        if _has_no_body(head):
                            await response.aread()  # of nothing: so that the connection can be used again
                        return head
                    content = await read_body(
                        response.aiter_stream(),
                        head.headers.get("content-encoding", ""),
                        declared=_declared(head.headers),
                        most_sent=bounds.most_sent,
                        most=bounds.most,
                        place=place,
                    )
                    return Reply(head.status, head.headers, content)
        except WebError:
            raise
        except TimeoutError:
            raise _timed_out(place, f"did not finish within {bounds.total_s:g} s", "TOTAL") from None
        except httpcore.ConnectTimeout:
            raise _timed_out(place, f"could not be connected within {bounds.connect_s:g} s", "CONNECT") from None
        except httpcore.TimeoutException:
            raise _timed_out(place, f"sent nothing for {bounds.read_s:g} s", "READ") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, OSError) as error:
            raise _broken(error, place, proxied=pool is self._proxied) from None

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()
        if self._proxied:
            await self._proxied.aclose()


def _through(proxy: str, tls: ssl.SSLContext) -> httpcore.AsyncHTTPProxy:
    """Connections through a proxy, whose address may hold a user name and a password."""
    parts = urlsplit(proxy)
    named = parts.username is not None
    return httpcore.AsyncHTTPProxy(
        urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/", "", "")),
        proxy_auth=(unquote(parts.username or ""), unquote(parts.password or "")) if named else None,
        ssl_context=tls,
        proxy_ssl_context=tls if parts.scheme == "https" else None,
        max_connections=None,
        keepalive_expiry=_IDLE_S,
    )


def _host_header(address: Address) -> str:
    host = f"[{address.host}]" if ":" in address.host else address.host
    return host if address.port == {"http": 80, "https": 443}[address.scheme] else f"{host}:{address.port}"


def _merged(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for name, value in headers:
        key, words = name.decode("latin-1").lower(), value.strip().decode("latin-1")
        merged[key] = f"{merged[key]}, {words}" if key in merged else words
    return merged


def _has_no_body(head: Reply) -> bool:
    """Whether surely nothing follows: a body that is sent in chunks has no length, whatever else its server tells."""
    return head.status == 304 or (_declared(head.headers) == 0 and "transfer-encoding" not in head.headers)


def _declared(headers: Mapping[str, str]) -> int | None:
    value = headers.get("content-length", "")
    return int(value) if value.isdecimal() and len(value) < 20 else None


def _timed_out(place: str, how: str, setting: str) -> WebTimeoutError:
    return WebTimeoutError(f"{place} {how}: run again later, or raise CLAIMHOUSE_WEB_{setting}_TIMEOUT_S.")


def _broken(error: Exception, place: str, *, proxied: bool) -> WebError:
    """A connection's fault by its name: of its certificate, where that is at the bottom of it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TlsInvalidError(
                f"The certificate of {place} is not valid ({cause.verify_message}): check the address, and whether "
                f"this machine's clock and authorities are right."
            )
        if isinstance(cause, ssl.SSLError) and isinstance(error, httpcore.ConnectError):
            reason = (cause.reason or "no agreement").replace("_", " ").lower()
            return TlsInvalidError(f"No safe connection to {place} could be agreed upon ({reason}): check the address.")
        cause = cause.__cause__ or cause.__context__
    through = " through the proxy of CLAIMHOUSE_WEB_PROXY" if proxied else ""
    if isinstance(error, httpcore.ConnectError | httpcore.ProxyError | OSError):
        return ConnectionFailedError(f"No connection to {place}{through} could be made: run again later.")
    return ConnectionFailedError(f"The connection to {place}{through} broke: run again later.")
