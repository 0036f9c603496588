"""What a model costs in the commands that are no runs, kept beside what runs spend."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from flows.assembly import assemble_warehouse
from flows.output import message_console, printable
from flows.progress import counted
from flows.settings import Settings
from gateways.calls import collect_calls
from warehouse.errors import WarehouseError
from warehouse.records import LlmCall, random_id
from warehouse.store import place_exists


@asynccontextmanager
async def calls_kept(settings: Settings) -> AsyncIterator[Sequence[LlmCall]]:
    """Keep the calls made inside the block in `llm_calls`, where there is a warehouse, whether or not the block fails.

    Gives the calls, those that the cache answered too. Where they cannot be kept it is told, and no more: the command
    has done what it was asked.
    """
    with collect_calls() as calls:
        try:
            yield calls
        finally:
            await asyncio.to_thread(_keep, settings, calls)


def _keep(settings: Settings, calls: Sequence[LlmCall]) -> None:
    run_id = random_id("run")
    made = [call.model_copy(update={"run_id": run_id}) for call in calls if not call.cached]  # the cache costs nothing
    if not made:
        return
    try:
        if place_exists(settings.warehouse):
            assemble_warehouse(settings).commit(made)
    except WarehouseError as error:
        message_console().print(printable(f"What {counted(len(made), 'call')} of the model cost is not kept: {error}"))
