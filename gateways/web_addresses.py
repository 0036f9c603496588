"""Where Claimhouse may go: public addresses of the web, and what the desk's settings name besides.

An address is checked as it is written, and every IP address that its host's name leads to is checked again when the
connection is made (`gateways.web_network`), at every hop.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urljoin

import httpx

from gateways.web_errors import AddressRefusedError, ConnectionFailedError, HostNotFoundError

IpAddress = IPv4Address | IPv6Address
# A host's name -> the IP addresses it has. Raises HostNotFoundError or ConnectionFailedError.
Resolver = Callable[[str], Awaitable[Sequence[str]]]

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Where pages are; elsewhere are other services, which a fetcher must not be made to knock at.
_PAGE_PORTS = frozenset({80, 443, 8080, 8443})
_LONGEST = 8000

# Names that are somebody's own network's (RFC 6761, 6762, 7686, 8375, 9476), whatever a name server says of them.
_OWN_NAMES = re.compile(r"(?:.*\.)?(?:localhost|local|localdomain|internal|intranet|lan|home\.arpa|onion|alt)\.?")
# Hosts that some systems read as numbers: 2130706433, 0x7f.1, 017700000001. Browsers do too, and people never write so.
_NUMBERED = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f:]+(?:\d+\.\d+\.\d+\.\d+)?")

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "2001::/23",  # protocols' own, Teredo among them
            "2001:db8::/32",
            "3fff::/20",
            "192.0.0.0/24",
            "192.88.99.0/24",
            "168.63.129.16/32",  # answers every machine of one cloud with that machine's secrets
        ),
    )
)


@dataclass(frozen=True)
class Address:
    """An address of the web that may be asked for, as it goes over the wire."""

    url: str  # absolute, percent-encoded, without a fragment
    scheme: str
    host: str  # lower case, ASCII; an IPv6 address without its brackets
    port: int

    @property
    def place(self) -> str:
        """What messages call it: without its query, where keys travel."""
        return self.url.partition("?")[0]

    @property
    def site(self) -> str:
        """Scheme, host and port: what robots.txt is for."""
        return str(httpx.URL(self.url).copy_with(raw_path=b"/")).rstrip("/")

    @property
    def target(self) -> bytes:
        """Path and query."""
        return httpx.URL(self.url).raw_path


@dataclass(frozen=True)
class AllowedHosts:
    """Hosts that may be asked whatever their IP address is, each at one port or, with None, at those of pages."""

    places: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> "AllowedHosts":
        """From "host" and "host:port"; an IPv6 address stands in brackets. Raises ValueError."""
        places = set()
        for name in names:
            try:
                url = httpx.URL(f"http://{name.strip()}")
                host, port = url.raw_host.decode(), url.port
            except (httpx.InvalidURL, UnicodeError):
                host, port = "", None
            if not host or url.userinfo or url.raw_path != b"/" or url.query or url.fragment:
                raise ValueError(f"{name!r} is no host: write it as wiki.example or 127.0.0.1:8080")
            explicit = re.search(r":(\d+)$", name.strip())
            places.add((_plain(host), int(explicit[1]) if explicit else port))
        return cls(frozenset(places))

    def __contains__(self, address: Address) -> bool:
        return self.has(address.host, address.port)

    def has(self, host: str, port: int) -> bool:
        return (host, port) in self.places or (port in _PAGE_PORTS and (host, None) in self.places)

    def __or__(self, other: "AllowedHosts") -> "AllowedHosts":
        return AllowedHosts(self.places | other.places)


def read_address(url: str, allowed: AllowedHosts, *, base: str | None = None) -> Address:
    """An address that may be asked for. With `base`, a redirect's target may be relative to it.

    Raises AddressRefusedError, naming the fix, for what is no address of the public web.
    """
    told = _shown(url)
    if len(url) > _LONGEST:
        raise AddressRefusedError(f"{told} is longer than any page's address: check where it ends.")
    try:
        parsed = httpx.URL(urljoin(base, url.strip()) if base else url.strip())
        host = _plain(parsed.raw_host.decode("ascii"))
        port = parsed.port or _DEFAULT_PORTS.get(parsed.scheme, 0)
    except (httpx.InvalidURL, ValueError):  # UnicodeError, of a host that cannot be written in ASCII, is a ValueError
        raise AddressRefusedError(f"{told} is no address that can be read: copy it from the browser again.") from None
    if parsed.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host):
        raise AddressRefusedError(f"{told} is no address of a web page: give one that begins with https:// or http://.")
    if parsed.userinfo:
        raise AddressRefusedError(f"The address at {host} holds a user name or a password: give it without them.")
    address = Address(str(parsed.copy_with(fragment=None)), parsed.scheme, host, port)
    if address in allowed:
        return address
    if port not in _PAGE_PORTS:
        raise AddressRefusedError(
            f"{address.place} is not asked, for its port {port} is none of the web's: "
            f"name {host}:{port} in CLAIMHOUSE_WEB_ALLOWED_HOSTS if it is meant."
        )
    if (ip := _ip(host)) is not None:
        if not is_public(ip):
            raise private(host, port)
    elif _OWN_NAMES.fullmatch(host) or "." not in host.strip("."):
        raise private(host, port)
    elif _NUMBERED.fullmatch(host):
        raise AddressRefusedError(f"The host {host[:60]} is a number in disguise: give its name.")
    return address


def read_redirect(location: str, allowed: AllowedHosts, *, base: Address) -> Address:
    """The address that a redirect leads to. Raises AddressRefusedError."""
    try:
        return read_address(location, allowed, base=base.url)
    except AddressRefusedError:
        raise redirected(base.place, location) from None


def redirected(place: str, target: str) -> AddressRefusedError:
    """The refusal of a redirect. It does not advise to allow its target: whoever wrote the page chose that."""
    return AddressRefusedError(
        f"{place} redirects to {_shown(target)}, which is no public address of the web and is not asked: leave it out."
    )


def private(host: str, port: int) -> AddressRefusedError:
    """The refusal of a host inside somebody's network."""
    named = f"[{host}]" if ":" in host else host
    return AddressRefusedError(
        f"{host} is no public address of the web and is not asked: "
        f"name {named}:{port} in CLAIMHOUSE_WEB_ALLOWED_HOSTS if it is meant."
    )


def is_public(ip: IpAddress) -> bool:
    """Whether an IP address is one of the public internet: no private, loopback, link-local, shared, multicast,
    documentation or metadata address, also where an IPv4 address travels inside an IPv6 one."""
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(inner)
        if ip not in _GLOBAL_UNICAST:
            return False
    return (
        ip.is_global
        and not (ip.is_multicast or ip.is_reserved)
        and not any(ip in network for network in _NOT_PUBLIC if network.version == ip.version)
    )


async def public_addresses(host: str, port: int, allowed: AllowedHosts, resolve: Resolver) -> list[str]:
    """The IP addresses that a host may be connected at, for this connection.

    Raises AddressRefusedError when any of them is not public, for a name that leads to both is a trap, and what
    the resolver raises.
    """
    ip = _ip(host)
    found = [str(ip)] if ip is not None else list(dict.fromkeys(await resolve(host)))
    if not found:
        raise HostNotFoundError(f"There is no host {host}: check the address.")
    if not allowed.has(host, port) and not all((ip := _ip(one)) is not None and is_public(ip) for one in found):
        raise private(host, port)
    return found


async def system_resolver(host: str) -> Sequence[str]:
    """The IP addresses that the system's name service gives."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise ConnectionFailedError(
                f"No name server answers for {host}: check this machine's connection to the internet."
            ) from None
        raise HostNotFoundError(f"There is no host {host}: check the address.") from None
    except (OSError, UnicodeError):
        raise HostNotFoundError(f"There is no host {host[:100]}: check the address.") from None
    return [str(entry[4][0]) for entry in found]


def _plain(host: str) -> str:
    return host.strip("[]").lower()


def _ip(host: str) -> IpAddress | None:
    try:
        return ip_address(host.partition("%")[0])  # a resolver may name a scope, as in fe80::1%eth0
    except ValueError:
        return None


def _shown(url: str) -> str:
    """An address as it was given, for a message: no query, no password, no line breaks, and in bounds."""
    plain = re.sub(r"//[^/@]*@", "//", " ".join(url.split()).partition("?")[0])
    return plain if len(plain) <= 200 else plain[:199] + "…"
