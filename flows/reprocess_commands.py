"""`claimhouse reprocess` and `claimhouse flag`: checking again what is due, and saying that something is."""

from pathlib import Path
from typing import Annotated

import typer

from flows.settings import load_settings
from warehouse.errors import BadInputError

WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", metavar="FILE|ducklake:…", help="A file or a lake; default: ./claimhouse.duckdb"),
]


def reprocess(
    policy: Annotated[
        Path | None, typer.Option("--policy", metavar="FILE.toml", help="When claims are due; default: what ships.")
    ] = None,
    where: Annotated[
        str | None,
        typer.Option("--where", metavar="SQL", help="Also those of current_verdicts for which this condition holds."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell how many claims are due, why, and what it would cost; do nothing.")
    ] = False,
    batch: Annotated[
        bool,
        typer.Option("--batch", help="Ask the model by OpenAI's Batch API: within a day, at half the price."),
    ] = False,
    cancel_batches: Annotated[
        bool, typer.Option("--cancel-batches", help="Call the open batches off, and do nothing else.")
    ] = False,
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="DIR", help="A folder or file of evidence, not the desk's corpus."),
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", help='"offline", or "provider:model" such as openai:gpt-5-mini.')
    ] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="An OpenAI-compatible server of your own.")] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Check again the claims that are due: old, flagged, with other evidence, or judged by what has changed since."""
    from flows.recheck_policy import load_policy
    from flows.reprocessing import run_cancel, run_dry, run_reprocess

    settings = load_settings(corpus=corpus, model=model, base_url=base_url, warehouse=warehouse)
    if cancel_batches:
        if batch or dry_run:
            raise BadInputError("--cancel-batches does nothing else: leave --batch and --dry-run out.")
        run_cancel(settings)
        return
    read = load_policy(policy)
    if dry_run:
        run_dry(settings, read, where, batch=batch)
        return
    options = {"policy": policy, "where": where, "corpus": corpus, "model": model, "base_url": base_url}
    given = {name: str(value) for name, value in {**options, "warehouse": warehouse}.items() if value is not None}
    run_reprocess(settings, read, given | ({"batch": True} if batch else {}))


def flag(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="A claim's id, or its first characters.")],
    note: Annotated[str, typer.Option("--note", help="Why it should be looked at again.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who wants it.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Ask for a claim to be checked again: the next `claimhouse reprocess` does, once its day has passed."""
    from flows.assembly import assemble_warehouse
    from flows.calibrating import now
    from flows.flagging import add_flag
    from flows.output import output_console, printable

    store = assemble_warehouse(load_settings(warehouse=warehouse))
    made, text, is_new, opens = add_flag(store, claim_id, note=note, flagged_by=by, now=now())
    console = output_console()
    said = "" if is_new else " (it was so already)"
    told = (f"  It awaits its day, and is looked at from {opens} on.",) if opens else ()
    for line in (f"{made.claim_id}  flagged by {made.flagged_by}{said}", f"  {text}", *told):
        console.print(printable(" ".join(line.splitlines())), markup=False, highlight=False)
