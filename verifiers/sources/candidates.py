"""From the pages that a search named to those that could be read: the same for every source that looks on the web."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from verifiers.protocols import Answer, Hit
from warehouse.errors import ClaimhouseError, SourceError, TransientError, WarehouseError
from warehouse.records import Unread

VERSION = 1

_TRIED_FOR_ONE = 2
_PACED_WITHIN_S = 20.0
_UNPACED = 1000

_log = logging.getLogger(__name__)


class NothingReadError(SourceError, TransientError):
    """Pages were named, and every one of them failed in a way that may pass."""


@dataclass(frozen=True)
class Candidate:
    """A page that a search named. `read` gives None where it is no evidence here, as when it is later than asked."""

    url: str
    title: str | None
    read: Callable[[], Awaitable[Hit | None]]


async def read_candidates(candidates: Sequence[Candidate], *, limit: int, named_by: str) -> Answer:
    """Hits of the first `limit` pages that are evidence, in the order of the candidates, each document once.

    As many are read at the same time as hits are wanting; for one that comes to nothing the next is read, up to twice
    as many in all as are wanted, for a search could name a hundred that are all later than asked. A score is
    the reciprocal of the page's rank. Raises NothingReadError where all that was named failed in a way that may pass:
    what they would have said is not known, which is another thing than nothing.
    """
    candidates = candidates[: _TRIED_FOR_ONE * limit]
    hits: dict[str, Hit] = {}
    unread: list[Unread] = []
    tried = 0
    while tried < len(candidates) and len(hits) < limit:
        batch = candidates[tried : tried + limit - len(hits)]
        results = await asyncio.gather(*(_read(candidate) for candidate in batch))
        for rank, result in enumerate(results, start=tried + 1):
            if isinstance(result, Unread):
                unread.append(result)
            elif result is not None:
                hits.setdefault(result.document.document_id, replace(result, score=1 / rank))
        tried += len(batch)
    if unread and len(unread) == tried and all(page.transient for page in unread):
        raise NothingReadError(
            f"None of the {len(unread)} pages that {named_by} named could be read, the first for this reason: "
            f"{unread[0].reason}"
        )
    return Answer(tuple(hits.values()), tuple(unread))


async def _read(candidate: Candidate) -> Hit | Unread | None:
    try:
        return await candidate.read()
    except WarehouseError:
        raise  # the disk is full, say: no page can be kept
    except ClaimhouseError as error:
        return unread_of(candidate.url, candidate.title, error)
    except Exception as error:  # noqa: BLE001  # a page that breaks its reader must not take the others with it
        _log.error("unexpected error in reading %s", candidate.url, exc_info=error)
        return Unread(
            url=candidate.url,
            title=candidate.title,
            error=type(error).__name__,
            reason=f"{type(error).__name__}: {error} (a defect of Claimhouse: please report it).",
            transient=False,
        )


def paced(interval_s: float, calls: int) -> int:
    """How many searches of so many calls each can run at once, and none of them wait for long for its turns."""
    return max(1, int(_PACED_WITHIN_S / (interval_s * calls))) if interval_s else _UNPACED


def unread_of(url: str, title: str | None, error: ClaimhouseError) -> Unread:
    """The record of a page, or of a whole wiki, that could not be read."""
    return Unread(url=url, title=title, error=error.name, reason=str(error), transient=error.transient)
