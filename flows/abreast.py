"""Many pieces of a run's work side by side, so many at a time: one that breaks down leaves the others alone."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from flows.stored_run import StoredRun

Item = TypeVar("Item")
Result = TypeVar("Result")


async def abreast(
    run: StoredRun,
    items: Iterable[Item],
    work: Callable[[Item], Awaitable[Result]],
    note: Callable[[Item, Result | Exception], Awaitable[None]],
    *,
    most: int,
) -> None:
    """Work on each item, at most `most` of them at once, and note what came of it, or its error, as it comes.

    What has not begun when the run no longer goes on is left, and not noted; then raises what stopped the run.
    """
    gate = asyncio.Semaphore(most)

    async def one_of_them(item: Item) -> None:
        async with gate:
            if not run.goes_on:
                return
            try:
                result: Result | Exception = await work(item)
            except Exception as error:  # noqa: BLE001  # the task shows as failed; the others go on
                result = error
        await note(item, result)

    async with asyncio.TaskGroup() as group:
        for item in items:
            group.create_task(one_of_them(item))
    run.raise_if_stopped()
