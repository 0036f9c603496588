"""Connections that can only be made to checked addresses, whatever asks for them.

The name is looked up here and the connection is made to the very IP address that was checked: a name that leads to a
public address when it is checked and to a private one when it is used (DNS rebinding) finds no gap between the two.
"""

import asyncio
import ssl
from collections.abc import Iterable

import certifi
import httpcore

from gateways.web_addresses import AllowedHosts, Resolver, public_addresses


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


def tls_context(authority: str | None = None) -> ssl.SSLContext:
    """Whom certificates are vouched for by: the system's authorities, Mozilla's, and those of a PEM of one's own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    if authority:
        context.load_verify_locations(cadata=authority)
    return context
