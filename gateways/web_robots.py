"""What a site asks of programs in its robots.txt (RFC 9309)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from protego import Protego

from gateways.web_addresses import Address
from gateways.web_errors import (
    RobotsDisallowedError,
    RobotsUnavailableError,
    StatusError,
    TooLargeError,
    TooManyRedirectsError,
)
from gateways.web_flights import Flights

TOKEN = "Claimhouse"  # noqa: S105 - our name in robots.txt, no secret

_LONGEST_DELAY_S = 30.0  # what a site may ask for and still get its pages read
_LONGEST = 512 * 1024  # bytes of a robots.txt that are read; RFC 9309 asks for 500 KiB at least
# Bytes of robots.txt that are remembered: those of a thousand sites. What is parsed of them takes ninety times as much
# memory where a site means harm.
_REMEMBERED = 2 * 2**20
_LEAST = 512  # what the shortest counts


class _Rules(NamedTuple):
    """The rules of a site, and of how many bytes they were made."""

    parsed: Protego
    size: int


class Robots:
    """The rules of sites, read once each. `read` fetches a robots.txt; `transient_s` and `clock` as in Flights."""

    def __init__(
        self, read: Callable[[str], Awaitable[bytes]], *, transient_s: float, clock: Callable[[], float]
    ) -> None:
        self._read = read
        self._sites: Flights[_Rules] = Flights(
            size=lambda rules: max(rules.size, _LEAST), most=_REMEMBERED, transient_s=transient_s, clock=clock
        )

    async def interval(self, address: Address) -> float:
        """The seconds that the site wants between two requests, 0.0 where it does not say.

        Raises RobotsDisallowedError where the page is not for programs, and RobotsUnavailableError where the site is
        not well enough to tell.
        """
        rules = (await self._sites.once(address.site, lambda: self._rules(address.site))).parsed
        if not rules.can_fetch(address.url, TOKEN):
            raise RobotsDisallowedError(
                f"The robots.txt of {address.host} asks programs not to read {address.place}: save the page from a "
                f"browser and give that file."
            )
        return min(float(rules.crawl_delay(TOKEN) or 0.0), _LONGEST_DELAY_S)

    def forget_passing(self) -> None:
        """Let the sites be asked again that were not well."""
        self._sites.forget_passing()

    async def aclose(self) -> None:
        await self._sites.aclose()

    async def _rules(self, site: str) -> _Rules:
        try:
            body = await self._read(f"{site}/robots.txt")
        except StatusError as error:
            if error.status == 429 or not 400 <= error.status < 500:
                raise RobotsUnavailableError(
                    f"The robots.txt of {site} could not be read ({error.status}), so its pages are left alone: "
                    f"run again later."
                ) from None
            body = b""  # there is none, or it is nobody's business: all pages may be read
        except TooManyRedirectsError:
            body = b""
        except TooLargeError:
            raise RobotsUnavailableError(
                f"The robots.txt of {site} is larger than any: save the page from a browser and give that file."
            ) from None
        if len(body) > _LONGEST:
            body = body[:_LONGEST].rpartition(b"\n")[0]  # a line that is cut would forbid more than it says
        parsed = await asyncio.to_thread(Protego.parse, body.decode("utf-8-sig", errors="replace"))
        return _Rules(parsed, len(body))
