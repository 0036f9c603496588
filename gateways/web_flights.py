"""Each thing once: who asks for what is already on its way, or already here, waits for that."""

import asyncio
import traceback
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

V = TypeVar("V")

_FAILURES_KEPT = 10_000


class Flights(Generic[V]):
    """Results by key, in one event loop, for as long as this object lives and as `most` allows.

    `size` is what a result counts; beyond `most` the results that were used longest ago go first. A failure is a
    result as well, and is raised again to whoever asks; one that may pass is forgotten after `transient_s` seconds of
    `clock`.
    """

    def __init__(self, *, size: Callable[[V], int], most: int, transient_s: float, clock: Callable[[], float]) -> None:
        self._size = size
        self._most = most
        self._transient_s = transient_s
        self._clock = clock
        self._under_way: dict[object, asyncio.Task[V]] = {}
        self._here: OrderedDict[object, V] = OrderedDict()
        self._total = 0
        self._failed: OrderedDict[object, tuple[float, Exception]] = OrderedDict()

    async def once(self, key: object, start: Callable[[], Awaitable[V]]) -> V:
        """The result under a key, by `start` if nobody has asked for it yet.

        Who is cancelled while waiting takes nothing from the others.
        """
        if key in self._here:
            self._here.move_to_end(key)
            return self._here[key]
        if key in self._failed:
            at, error = self._failed[key]
            if not getattr(error, "transient", False) or self._clock() < at + self._transient_s:
                raise error.with_traceback(None)
            del self._failed[key]
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._run(key, start))
            self._under_way[key] = task
            task.add_done_callback(_seen)
        return await asyncio.shield(task)

    def keep(self, key: object, result: V) -> None:
        """Have a result under a key that came by another way; a later one takes its place."""
        if key in self._here:
            self._total -= self._size(self._here.pop(key))
        self._failed.pop(key, None)
        self._here[key] = result
        self._total += self._size(result)
        while self._total > self._most and self._here:
            self._total -= self._size(self._here.popitem(last=False)[1])

    def forget_passing(self) -> None:
        """Let what failed be tried again, as far as it may pass."""
        for key, (_, error) in list(self._failed.items()):
            if getattr(error, "transient", False):
                del self._failed[key]

    async def aclose(self) -> None:
        """Stop what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, key: object, start: Callable[[], Awaitable[V]]) -> V:
        try:
            result = await start()
        except Exception as error:
            self._failed[key] = self._clock(), error
            while len(self._failed) > _FAILURES_KEPT:
                self._failed.popitem(last=False)
            raise
        else:
            self.keep(key, result)
            return result
        finally:
            del self._under_way[key]


def _seen(task: "asyncio.Task[V]") -> None:
    """Look at a task's failure, which asyncio would otherwise complain about where all who waited were cancelled.

    It is kept, so what its frames hold is let go: a page of many megabytes, say.
    """
    error = None if task.cancelled() else task.exception()
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__context__
