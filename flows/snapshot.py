"""The flow that leaves SQL users a fresh copy of the warehouse: a deployment, on a schedule.

Every run of a check leaves one; this is for what people change in between, such as reviews and publishers.
"""

import asyncio
from typing import Any

from flows.settings import load_settings, prepare_prefect

prepare_prefect(quiet=False)

from prefect import flow  # noqa: E402  # only now that Prefect's environment is prepared

from warehouse.store import place_exists  # noqa: E402
from warehouse.upkeep import upkeep_of  # noqa: E402


@flow(name="snapshot", persist_result=False, validate_parameters=True)
async def snapshot(warehouse: str | None = None) -> dict[str, Any]:
    """Make the snapshot for SQL users anew, where the warehouse has changed since the last one.

    Args:
        warehouse: The DuckDB file that is copied.

    Returns:
        The snapshot's file, None while there is no warehouse, and whether it was made anew.
    """
    settings = load_settings(warehouse=warehouse)
    if not await asyncio.to_thread(place_exists, settings.warehouse):
        return {"file": None, "is_new": False}
    copy = upkeep_of(settings.warehouse)
    is_new = await asyncio.to_thread(copy.refresh, at_most_every_s=0, lock_timeout=settings.lock_timeout_s)
    return {"file": str(copy.file() or settings.warehouse), "is_new": is_new}
