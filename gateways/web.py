"""The door to the web: `fetch` for pages, `call` for the JSON of services.

Both go only to public addresses, in bounded time and size, and fail by the names of `gateways.web_errors`. Pages are
asked for politely: robots.txt is kept, a host is asked at a measured pace, and what is in the cache is only asked for
again where it may have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

VERSION = 1

# What `fetch` takes for a page whose text can be read.
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")


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
    from_cache: bool
