"""`claimhouse watch add|list|remove` and `claimhouse ingest`: what the desk watches, and what comes of it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.output import FORMATS, message_console, plain, print_table, printable
from flows.settings import Settings, load_settings, prepare_prefect
from warehouse.errors import BadInputError
from warehouse.store import place_exists

watch_app = typer.Typer(
    name="watch",
    help="Feeds, sitemaps and pages that are watched for new and changed articles.",
    no_args_is_help=False,
    rich_markup_mode=None,
)

WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", metavar="FILE|ducklake:…", help="A file or a lake; default: ./claimhouse.duckdb"),
]
_COLUMNS = ("name", "state", "every", "kind", "format", "pages", "waiting", "articles", "read_at", "due_at", "url")


@watch_app.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, a sitemap, an article, or a page of links.")],
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="15m", help="How often it is read: 15m, 2h, 1d; default: as before, or 15m."),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What you call it; default: its host.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="feed|sitemap|index|page",
            help="index follows a page's article links, page watches one article; else the address tells.",
        ),
    ] = None,
    first: Annotated[
        int | None,
        typer.Option(
            "--first", min=0, help="How many of what it lists now are checked, the newest; default: as before, or 20."
        ),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Watch an address; again with other options changes how. It is fetched once, to see what it is."""
    from flows.assembly import assemble_warehouse
    from flows.watching import add_watch, interval_of, told_interval

    every_s = interval_of(every) if every is not None else None
    settings = load_settings(warehouse=warehouse)
    seen = asyncio.run(_look(settings, url.strip(), kind))
    store = assemble_warehouse(settings)
    watch, is_new = add_watch(
        store, url.strip(), seen.kind, name=name, every_s=every_s, first=first, now=datetime.now(UTC)
    )
    listing = seen.listing
    lists = f", {listing.format}, {len(listing.entries or listing.parts)} entries" if listing else ""
    title = f" “{listing.title}”" if listing and listing.title else ""
    said = "Watched" if is_new else "Watched already"
    typer.echo(
        printable(f"{said} every {told_interval(watch.every_s)}: {watch.name} ({watch.kind}{lists}){title} {watch.url}")
    )
    if is_new:
        message_console().print("`claimhouse ingest` reads what is due; have it run by cron or by Prefect.")


async def _look(settings: Settings, url: str, kind: str | None) -> Any:
    from flows.assembly import assemble_web
    from flows.watching import look_at

    web = assemble_web(settings)
    try:
        return await look_at(web, url, kind)
    finally:
        await web.aclose()


@watch_app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Removed ones too.")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="table|csv|json")] = "table",
    warehouse: WarehouseOption = None,
) -> None:
    """Show what is watched, how it stands with each, and what came of it."""
    from flows.assembly import assemble_warehouse
    from flows.watching import told_interval

    if format_ not in FORMATS:
        raise BadInputError(f"--format {format_} is not known: use {', '.join(FORMATS)}.")
    settings = load_settings(warehouse=warehouse)
    rows = []
    if place_exists(settings.warehouse):
        rows = assemble_warehouse(settings).read(
            "select * from watches where $1 or state <> 'removed' order by name, url", [everything]
        )
    if not rows:
        message_console().print("Nothing is watched: say `claimhouse watch add URL`.")
        return
    for row in rows:
        row["every"] = told_interval(row["every_s"])
        for moment in ("read_at", "due_at"):
            row[moment] = plain(row[moment].replace(microsecond=0)) if row[moment] else None
    print_table(_COLUMNS, [[row[column] for column in _COLUMNS] for row in rows], format_)
    for row in rows:
        if row["message"] and row["state"] != "removed":
            message_console().print(printable(f"{row['name']}: {row['state']}: {row['message']}"))


@watch_app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME|URL", help="As `claimhouse watch list` shows it.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Watch it no more. What it led to stays, and so does that it was watched."""
    from flows.assembly import assemble_warehouse
    from flows.watching import remove_watch

    store = assemble_warehouse(load_settings(warehouse=warehouse))
    store.must_exist()
    watch = remove_watch(store, name.strip(), datetime.now(UTC))
    typer.echo(printable(f"{watch.name} is watched no more; what it led to stays."))


def ingest(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME…]", help="Watches to read, due or not; default: all due.")
    ] = None,
    now: Annotated[bool, typer.Option("--now", help="Read all of them, due or not.")] = False,
    corpus: Annotated[
        Path | None, typer.Option("--corpus", metavar="DIR", help="A folder or file of evidence.")
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help='"offline", or "provider:model".')] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="An OpenAI-compatible server of your own.")] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Read what is watched and due, and check the articles that are new or have changed."""
    settings = load_settings(corpus=corpus, model=model, base_url=base_url, warehouse=warehouse)
    if not place_exists(settings.warehouse):
        raise BadInputError("Nothing is watched: say `claimhouse watch add URL`.")
    from flows.checking import RunFailedError
    from flows.progress import reporting
    from gateways.errors import BudgetSpentError

    options = {
        "watches": names or None,
        "now": now or None,
        "corpus": str(corpus) if corpus else None,
        "model": model,
        "base_url": base_url,
        "warehouse": str(warehouse) if warehouse else None,
    }
    given = {name: value for name, value in options.items() if value is not None}
    with reporting(message_console()):
        result = asyncio.run(_ingest(settings, given, names or [], anyway=now))
    if not result["due"]:
        message_console().print(printable(result.get("next") or "Nothing is due."))
        return
    message_console().print(printable(result["summary"]))
    counts = result["counts"]
    if result.get("budget"):
        raise BudgetSpentError(f"{result['budget']}. What waits is in the view open_failures.")
    if any(counts[name] for name in ("watches_failed", "articles_failed", "claims_failed")):
        raise RunFailedError(
            f"{counts['watches_failed']} watches, {counts['articles_failed']} articles and {counts['claims_failed']} "
            f"claims failed: the views failing_watches and open_failures tell why; the next ingest tries them again."
        )


async def _ingest(settings: Settings, given: dict[str, Any], names: list[str], *, anyway: bool) -> dict[str, Any]:
    """The flow, once something is due: Prefect takes its time to start."""
    from flows.assembly import assemble, assemble_warehouse, assembled
    from flows.checking import flow_errors_told
    from flows.ingest_run import next_due, what_is_due

    now = datetime.now(UTC)
    _, due, waits = await asyncio.to_thread(what_is_due, settings, names, now, anyway)
    if not due and not waits:
        return {"due": False, "next": await asyncio.to_thread(next_due, assemble_warehouse(settings))}
    assembly = await assemble(settings)
    prepare_prefect(quiet=True)
    from flows.ingest import ingest as flow

    with flow_errors_told(), assembled(assembly):
        result: dict[str, Any] = await flow(**given)
    return result
