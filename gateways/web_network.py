"""Connections that can only be made to checked addresses, whatever asks for them.

The name is looked up here and the connection is made to the very IP address that was checked: a name that leads to a
public address when it is checked and to a private one when it is used (DNS rebinding) finds no gap between the two.
"""

import asyncio
import ssl
import time
from collections.abc import Callable, Iterable

import certifi
import httpcore

from gateways.web_addresses import AllowedHosts, Resolver, public_addresses
from gateways.web_errors import ConnectionFailedError, HostNotFoundError

_PAUSE_S = 300.0


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to the public addresses of hosts, and to `allowed` ones wherever they are."""

    def __init__(self, allowed: AllowedHosts, resolve: Resolver) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's own
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Try a host's addresses in turn, each with a fair share of the time. Raises AddressRefusedError and others."""
        ends = None if timeout is None else asyncio.get_running_loop().time() + timeout
        try:
            async with asyncio.timeout_at(ends):
                addresses = await public_addresses(host, port, self._allowed, self._resolve)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"looking up {host}") from None
        for tried, address in enumerate(addresses, start=1):
            left = None if ends is None else max(0.0, ends - asyncio.get_running_loop().time())
            share = None if left is None else left / (len(addresses) - tried + 1)
            try:
                return await self._sockets.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if tried == len(addresses):
                    raise
        raise httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class LookAhead:
    """Looks a name up before a proxy is asked for it: a name that is known here to lead inside is not handed over.

    The proxy looks it up again, and many a machine behind one knows no name of the web. So this is a help and no wall:
    what is not known here within `within_s` seconds goes to the proxy, which must itself refuse its own network. After
    a look-up that took longer, none is made for some minutes: each holds a thread that everything else here waits for.
    """

    def __init__(
        self,
        allowed: AllowedHosts,
        resolve: Resolver,
        *,
        within_s: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._within_s = within_s
        self._clock = clock
        self._paused_until = float("-inf")

    async def check(self, host: str, port: int) -> None:
        """Raise AddressRefusedError where any address of the host is known not to be public."""
        if self._clock() < self._paused_until:
            return
        try:
            async with asyncio.timeout(self._within_s):
                await public_addresses(host, port, self._allowed, self._resolve)
        except TimeoutError:
            self._paused_until = self._clock() + _PAUSE_S
        except (HostNotFoundError, ConnectionFailedError):
            return


def tls_context(authority: str | None = None) -> ssl.SSLContext:
    """Whom certificates are vouched for by: the system's authorities, Mozilla's, and those of a PEM of one's own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if authority:
        context.load_verify_locations(cadata=authority)
    return context
