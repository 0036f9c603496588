"""What `claimhouse reprocess` prints: what a run would cost, and what a run changed."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from rich.table import Table

from flows.assembly import assemble, assemble_gateway, assemble_warehouse, assembled
from flows.batches import Batches
from flows.batches_told import batch_lines
from flows.checking import RunFailedError, flow_errors_told
from flows.due import by_article
from flows.estimating import Estimate, estimate
from flows.output import message_console, output_console, printable
from flows.progress import counted, reporting
from flows.recheck_policy import Policy
from flows.recheck_run import all_matching, check_batches, find_due, matching_claims, open_elsewhere, verifier_of
from flows.settings import Settings, prepare_prefect
from gateways.errors import BudgetSpentError
from gateways.prices import shipped_prices
from warehouse.batches import open_batches

_SHOWN = 200  # changes


def run_reprocess(settings: Settings, policy: Policy, options: dict[str, Any]) -> None:
    """Run the flow and show what changed. Raises RunFailedError when a claim or an article failed."""
    _refuse(settings, policy, options.get("where"))
    messages = message_console()
    with reporting(messages):
        result = asyncio.run(_reprocess(settings, options))
    _print_changes(result["changes"])
    messages.print(result["summary"], markup=False, highlight=False)
    counts = result["counts"]
    if result["budget"]:
        raise BudgetSpentError(f"{result['budget']}. What waits is in the view open_failures.")
    if counts["articles_failed"] or counts["claims_failed"]:
        raise RunFailedError(
            f"{counted(counts['articles_failed'], 'article')} and {counted(counts['claims_failed'], 'claim')} failed: "
            "the view open_failures tells why; the next reprocess tries them again."
        )
    if result["batches_unasked"]:
        raise RunFailedError(
            f"{result['batches_unasked']} of the open batches could not be looked at, as is told above; the next "
            "reprocess tries again."
        )


def run_cancel(settings: Settings) -> None:
    """Call off the open batches, and print what became of each."""
    console = output_console()
    for sentence in asyncio.run(_cancel(settings)) or ["No batch is open."]:
        console.print(printable(sentence), markup=False, highlight=False, soft_wrap=True)


def run_dry(settings: Settings, policy: Policy, where: str | None, *, batch: bool = False) -> None:
    """Print which claims are due, and what checking them again would cost by what it cost before; write nothing.

    With `batch`, what it would cost by batch. No batch is looked at.
    """
    _refuse(settings, policy, where)
    with reporting(message_console()):
        told, claims, articles, open_ = asyncio.run(_estimate(settings, policy, where, batch=batch))
    console = output_console()
    table = Table(box=None, pad_edge=False)
    table.add_column("due for")
    for name in ("claims", "judged at most", "calls", "tokens", "USD"):
        table.add_column(name, justify="right")
    for line in told.lines:
        table.add_row(*line)
    console.print(table)
    console.print(f"{counted(claims, 'claim')} of {counted(articles, 'article')}.", highlight=False)
    for note in (*told.notes, *open_):
        console.print(note, markup=False, highlight=False, soft_wrap=True)


def _refuse(settings: Settings, policy: Policy, where: str | None) -> None:
    """What is wrong is told before Prefect takes its time to start."""
    assemble_warehouse(settings).must_exist()
    for condition in filter(None, (policy.where, where)):
        matching_claims(settings, condition)


async def _estimate(
    settings: Settings, policy: Policy, where: str | None, *, batch: bool
) -> tuple[Estimate, int, int, list[str]]:
    assembly = await assemble(settings)
    try:
        matching = await asyncio.to_thread(all_matching, settings, policy, where)
        prices = assembly.gateway.prices if assembly.gateway else shipped_prices()
        with assembly.warehouse.session() as session:
            due = find_due(session, settings, assembly, policy, matching, datetime.now(UTC))
            told = estimate(
                session,
                due,
                model=settings.model,
                planner=verifier_of(assembly).planner_told,
                batch_part=prices.batch_part,
                by_batch=batch,
            )
            open_ = batch_lines(open_batches(session))
    finally:
        await assembly.web.aclose()
    return told, len(due), len(by_article(due)), open_


async def _cancel(settings: Settings) -> list[str]:
    warehouse = assemble_warehouse(settings)
    warehouse.must_exist()
    gateway = assemble_gateway(settings)
    if gateway is None:
        return await asyncio.to_thread(open_elsewhere, warehouse)
    return await Batches(warehouse, gateway, settings.cache_dir / "batches", lambda: datetime.now(UTC)).cancel()


async def _reprocess(settings: Settings, options: dict[str, Any]) -> dict[str, Any]:
    assembly = await assemble(settings)
    verifier_of(assembly)
    if options.get("batch"):
        await check_batches(settings, assembly, lambda: datetime.now(UTC))
    prepare_prefect(quiet=True)
    from flows.reprocess import reprocess

    with flow_errors_told(), assembled(assembly):
        result: dict[str, Any] = await reprocess(**options)
    return result


def _print_changes(changes: list[dict[str, Any]]) -> None:
    """A line for each change of label, with why; the rest is for SQL."""
    console = output_console()
    for change in changes[:_SHOWN]:
        flip = f"{change['before']} -> {change['after']}"
        if change["before"] == change["after"]:
            flip = f"when said: {change['before_when_said']} -> {change['after_when_said']}"
        why = f"{change['cause']}: {'; '.join(change['changed'])}" if change["changed"] else change["cause"]
        for line in (f"{change['claim_id'][:12]}  {flip}", f"  {change['claim']}", f"  {why}"):
            console.print(printable(" ".join(line.split("\n"))), markup=False, highlight=False, soft_wrap=True)
    if len(changes) > _SHOWN:
        console.print(f"… and {len(changes) - _SHOWN} more: see the view verdict_changes.", highlight=False)
