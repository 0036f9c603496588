"""Coroutines side by side, of which none is left behind."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


async def together(coroutines: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """What each came to, in their order; the first error is raised, once all the others have ended.

    `asyncio.gather` goes on as soon as one has raised or was cancelled. Then a call of a model that is being cut off
    would be recorded after the records of the run are stored, and so never.
    """
    tasks = [asyncio.ensure_future(one) for one in coroutines]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            if not task.done() and not task.cancelling():
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
