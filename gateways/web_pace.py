"""How fast hosts and services may be asked: so many requests at once, and so much time between two."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from weakref import WeakKeyDictionary


@dataclass(frozen=True)
class Limit:
    """`interval_s` is the least time between two starts, `in_flight` how many requests run at once."""

    interval_s: float
    in_flight: int


class WebPace:
    """Gives out turns at places, each with its own limit, and at `connections` of them at once altogether.

    The limits of time hold for the whole process, those on requests at once for each event loop. `clock` counts seconds
    and never runs backwards; `sleep` waits that many.
    """

    def __init__(
        self, *, connections: int, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        if connections < 1:
            raise ValueError("a limit on connections must be at least 1")
        self._connections = connections
        self._clock = clock
        self._sleep = sleep
        self._next_start: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}
        self._lock = threading.Lock()
        # A semaphore belongs to the loop that waits on it.
        self._semaphores: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, asyncio.Semaphore]] = (
            WeakKeyDictionary()
        )

    @asynccontextmanager
    async def turn(self, place: str, limit: Limit) -> AsyncIterator[None]:
        """Wait for a turn at a place, and hold it for as long as the block runs."""
        async with self._semaphore(place, limit.in_flight):
            wait = self._reserve(place, limit.interval_s)
            if wait > 0:
                await self._sleep(wait)
            # Taken last: who waits for a slow host keeps nobody from another.
            async with self._semaphore("", self._connections):
                yield

    def close(self, place: str, seconds: float) -> None:
        """Nobody gets a turn at the place for so long: it has asked for that."""
        with self._lock:
            self._closed_until[place] = max(self._closed_until.get(place, 0.0), self._clock() + seconds)

    def closed_for(self, place: str) -> float:
        """For how many seconds more a place is closed; 0.0 where it is not."""
        with self._lock:
            return max(0.0, self._closed_until.get(place, 0.0) - self._clock())

    def _semaphore(self, place: str, count: int) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        with self._lock:
            return self._semaphores.setdefault(loop, {}).setdefault(place, asyncio.Semaphore(count))

    def _reserve(self, place: str, interval: float) -> float:
        """Book the next free start and say how many seconds away it is."""
        with self._lock:
            now = self._clock()
            start = max(now, self._next_start.get(place, now), self._closed_until.get(place, now))
            self._next_start[place] = start + interval
            return start - now
