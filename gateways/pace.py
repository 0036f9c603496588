"""How fast a model may be called: so many calls at once, and so many a minute."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

_MINUTE = 60.0


class Pace:
    """Lets calls start as the limits allow: `calls_per_minute` of one gateway, `calls_in_flight` in each event loop.

    `clock` counts seconds and never runs backwards; `sleep` waits that many.
    """

    def __init__(
        self,
        *,
        calls_in_flight: int,
        calls_per_minute: int | None,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        if calls_in_flight < 1 or (calls_per_minute is not None and calls_per_minute < 1):
            raise ValueError("a limit on calls must be at least 1")
        self._in_flight = calls_in_flight
        self._clock = clock
        self._sleep = sleep
        self._starts: deque[float] | None = deque(maxlen=calls_per_minute) if calls_per_minute else None
        self._lock = threading.Lock()
        # A semaphore belongs to the loop that waits on it, and Prefect may run flows on several.
        self._semaphores: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    @asynccontextmanager
    async def call(self) -> AsyncIterator[None]:
        """Wait for a turn, and hold a place for as long as the block runs."""
        async with self._semaphore():
            wait = self._reserve()
            if wait > 0:
                await self._sleep(wait)
            yield

    def _semaphore(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        with self._lock:
            return self._semaphores.setdefault(loop, asyncio.Semaphore(self._in_flight))

    def _reserve(self) -> float:
        """Book the next free start and say how many seconds away it is."""
        if self._starts is None:
            return 0.0
        with self._lock:
            now = self._clock()
            full = len(self._starts) == self._starts.maxlen
            start = max(now, self._starts[0] + _MINUTE) if full else now
            self._starts.append(start)
            return start - now
