"""Each thing once, its failure too, and no more kept than is allowed."""

import asyncio
import gc
import weakref

import pytest

from gateways.web_flights import Flights
from tests.gateways.web_clock import Clock
from warehouse.errors import BadInputError, TransientError


class Page:
    """What a frame holds."""


def flights(most: int = 100, clock: Clock | None = None) -> Flights[bytes]:
    return Flights(size=len, most=most, transient_s=10.0, clock=clock or Clock())


async def test_results_are_kept_within_bounds_and_the_last_used_stay() -> None:
    kept, begun = flights(most=25), []

    async def get(name: str) -> bytes:
        async def start() -> bytes:
            begun.append(name)
            return bytes(10)

        return await kept.once(name, start)

    for name in "abacab":
        await get(name)
    assert begun == ["a", "b", "c", "b"]


async def test_a_failure_is_raised_again_and_a_passing_one_forgotten() -> None:
    clock = Clock()
    kept, begun = flights(clock=clock), []

    async def ask(kind: type[Exception]) -> None:
        async def start() -> bytes:
            begun.append(kind)
            raise kind("no")

        with pytest.raises(kind):
            await kept.once(kind, start)

    for _ in range(2):
        await ask(BadInputError)
        await ask(TransientError)
    assert begun == [BadInputError, TransientError]
    clock.seconds = 11
    await ask(BadInputError)
    await ask(TransientError)
    assert begun == [BadInputError, TransientError, TransientError]


async def test_a_failure_that_is_kept_keeps_no_page_with_it() -> None:
    kept = flights()
    watched = []

    async def hold() -> bytes:
        page = Page()
        watched.append(weakref.ref(page))
        try:
            raise ValueError("inside")
        except ValueError:
            raise BadInputError(f"no text in {id(page)}") from None

    with pytest.raises(BadInputError):
        await kept.once("page", hold)
    gc.collect()
    assert watched[0]() is None


async def test_what_is_stopped_is_not_kept() -> None:
    kept, begun = flights(), []

    async def start() -> bytes:
        begun.append(1)
        await asyncio.Event().wait()
        return b""

    task = asyncio.create_task(kept.once("x", start))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await kept.aclose()
    with pytest.raises(asyncio.CancelledError):
        await task

    async def quick() -> bytes:
        return b"now"

    assert await kept.once("x", quick) == b"now"
    assert begun == [1]


async def test_what_may_pass_is_tried_again_when_asked_and_what_will_not_is_not() -> None:
    kept, asked = flights(), []

    async def ask() -> None:
        for error in (TransientError("down"), BadInputError("wrong")):

            async def start(error: Exception = error) -> bytes:
                asked.append(str(error))
                raise error

            with pytest.raises(type(error)):
                await kept.once(str(error), start)

    await ask()
    await ask()
    assert asked == ["down", "wrong"]
    kept.forget_passing()
    await ask()
    assert asked == ["down", "wrong", "down"]
