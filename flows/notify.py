"""The flow that tells the desk what happened, on a schedule: a deployment, or `python -m flows.notify`.

A thin wrapper: one task a channel, whose logic is `flows.notifying`.
"""

import sys

if __name__ == "__main__":  # ends here, so that the flow below is defined once: in the module that the command imports
    from flows.cli import main

    main(["notify", *sys.argv[1:]])

import asyncio
from contextvars import ContextVar
from typing import Any

from flows.settings import load_settings, prepare_prefect

prepare_prefect(quiet=False)

from prefect import flow, task  # noqa: E402  # only now that Prefect's environment is prepared
from prefect.cache_policies import NO_CACHE  # noqa: E402

from flows.happenings import kinds_of  # noqa: E402
from flows.notifying import Notifier  # noqa: E402
from warehouse.errors import ClaimhouseError  # noqa: E402
from warehouse.store import place_exists  # noqa: E402

_NOTIFIER: ContextVar[Notifier] = ContextVar("notifier")


@task(name="tell channel", task_run_name="{channel}", cache_policy=NO_CACHE, persist_result=False)
async def tell_channel(channel: str) -> int:
    """Tell one channel what it was not told yet; how many messages it took. Fails, visibly, where it took one not."""
    told = await asyncio.to_thread(_NOTIFIER.get().tell, channel)
    if told.error is not None:
        raise told.error
    return len(told.messages)


@flow(name="notify", persist_result=False, validate_parameters=True)
async def notify(only: list[str] | None = None, digest: bool = False, warehouse: str | None = None) -> dict[str, Any]:
    """Tell the desk's channels what happened since they were last told.

    Args:
        only: Kinds of happenings: flips, corrections, feeds, runs; all where none is given.
        digest: One message a channel with all of it, and not one for each.
        warehouse: The DuckDB file, or the lake, that knows what happened.

    Returns:
        The number of messages that were taken, and what failed, a sentence each. Without a channel, or before there is
        a warehouse, there is nothing to do.
    """
    settings = load_settings(warehouse=warehouse)
    notifier = Notifier(settings, kinds_of(only or ()), digest=digest)
    messages, failures = 0, []
    is_there = await asyncio.to_thread(place_exists, settings.warehouse)
    if notifier.channels and is_there:
        token = _NOTIFIER.set(notifier)
        try:
            with notifier.to_itself():
                for channel in notifier.channels:
                    try:
                        messages += await tell_channel(channel)
                    except ClaimhouseError as error:  # the task shows as failed; the others are told
                        failures.append(str(error))
        finally:
            _NOTIFIER.reset(token)
    return {"messages": messages, "failures": failures}
