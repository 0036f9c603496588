"""Which runs are at work: each has a lock of the warehouse for as long as it lasts, and it goes when its process dies.

So whoever comes next, on whichever machine that writes into the warehouse, knows the runs that nobody executes any more
by their locks, and stores that they have stopped. A run that loses its lock and works on, for PostgreSQL was started
anew, may be taken for one of them until it stores its own end.
"""

import asyncio
import os
import platform
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from warehouse.article_locks import ArticleLocks
from warehouse.reads import Reads
from warehouse.records import Run
from warehouse.store import Warehouse

_RUNNING = "select run_id from runs where outcome = 'running'"


@asynccontextmanager
async def at_work(warehouse: Warehouse, run: Run) -> AsyncIterator[None]:
    """Store that a run has begun, and that those whose process is gone have stopped; the run is known to work within.

    Raises WarehouseError before anything is begun.
    """
    await asyncio.to_thread(_begin, warehouse, run)
    try:
        yield
    finally:
        warehouse.locks.release(_lock_of(run.run_id))


def end_abandoned(warehouse: Warehouse) -> None:
    """Store that the runs whose process is gone have stopped, where there are any. Raises WarehouseError."""
    if warehouse.read(_RUNNING):
        warehouse.commit([], lambda reads: _abandoned(reads, warehouse.locks))


def this_process() -> dict[str, str]:
    """The parameter of a run that tells a reader who executes it."""
    return {"process": f"{platform.node()} {os.getpid()}"}


def _begin(warehouse: Warehouse, run: Run) -> None:
    lock = _lock_of(run.run_id)
    warehouse.locks.try_take(lock)  # nobody else knows of this run yet
    try:
        warehouse.commit([run], lambda reads: _abandoned(reads, warehouse.locks))
    except BaseException:
        warehouse.locks.release(lock)
        raise


def _abandoned(reads: Reads, locks: ArticleLocks) -> list[Run]:
    """The runs that nobody executes any more, as stopped: no other process writes meanwhile, so none of them ends."""
    gone = []
    for row in reads.read(_RUNNING):
        lock = _lock_of(row["run_id"])
        if locks.try_take(lock):
            locks.release(lock)
            gone.append(row["run_id"])
    return [run.model_copy(update={"outcome": "stopped"}) for run in reads.runs(gone)]


def _lock_of(run_id: str) -> str:
    return f"running {run_id}"
