"""Coroutines side by side: what they come to, and that none outlives the others' end."""

import asyncio

import pytest

from verifiers.together import together


async def _worth(value: int) -> int:
    await asyncio.sleep(0)
    return value


async def test_what_each_came_to_in_their_order() -> None:
    assert await together(_worth(value) for value in (3, 1, 2)) == [3, 1, 2]
    assert await together([]) == []


async def _slow_to_end(ended: list[str], begun: asyncio.Event) -> None:
    begun.set()
    try:
        await asyncio.Event().wait()
    finally:
        for _ in range(5):  # closing a connection takes a few turns of the loop
            await asyncio.sleep(0)
        ended.append("slow")


async def test_a_stop_waits_for_those_that_are_slow_to_end() -> None:
    ended: list[str] = []
    begun = asyncio.Event()
    task = asyncio.create_task(together([asyncio.Event().wait(), _slow_to_end(ended, begun)]))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == ["slow"]


async def test_an_error_stops_the_others_and_is_raised_when_they_have_ended() -> None:
    ended: list[str] = []
    begun = asyncio.Event()

    async def fails() -> None:
        await begun.wait()
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        await together([_slow_to_end(ended, begun), fails()])
    assert ended == ["slow"]
