"""`claimhouse review` and `claimhouse calibrate`: what people decide, and what that says of the machine."""

from typing import Annotated

import typer

from flows.settings import load_settings
from warehouse.errors import BadInputError

WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", metavar="FILE|ducklake:…", help="A file or a lake; default: ./claimhouse.duckdb"),
]


def review(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="A claim's id, or its first characters.")],
    label: Annotated[
        str, typer.Argument(metavar="LABEL", help="supported, refuted, conflicting or not_enough_evidence.")
    ],
    note: Annotated[str, typer.Option("--note", help="The reasons, for whoever reads it later.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Decide on a claim yourself; the latest review outranks the machine. None is ever overwritten."""
    from flows.assembly import assemble_warehouse
    from flows.calibrating import now
    from flows.output import output_console, printable
    from flows.reviewing import add_review

    store = assemble_warehouse(load_settings(warehouse=warehouse))
    made, text, is_new = add_review(store, claim_id, label, note=note, reviewer=by, now=now())
    console = output_console()
    said = "" if is_new else " (it stood so already)"
    for line in (f"{made.claim_id}  {made.label}, by {made.reviewer}{said}", f"  {text}"):
        console.print(printable(" ".join(line.splitlines())), markup=False, highlight=False)


def calibrate(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what it would be worth, and change nothing.")
    ] = False,
    shipped: Annotated[bool, typer.Option("--shipped", help="Go back to the calibration that ships.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Fit the confidence of verdicts to what the desk's reviews found right and wrong."""
    from flows.assembly import assemble_warehouse
    from flows.calibrating import back_to_shipped, fit, fit_lines, now, put_in_force
    from flows.output import output_console

    if dry_run and shipped:
        raise BadInputError("--dry-run and --shipped are two things: give one of them.")
    store = assemble_warehouse(load_settings(warehouse=warehouse))
    console = output_console()

    def say(line: str) -> None:
        console.print(line, markup=False, highlight=False)

    if shipped:
        changed = back_to_shipped(store, now())
        say("The calibration that ships is in force again." if changed else "The one that ships is in force already.")
        return
    found = fit(store, now())
    for line in fit_lines(found):
        say(line)
    if dry_run:
        say("Nothing is changed: without --dry-run it is put in force.")
        return
    put_in_force(store, found.calibration)
    say(
        "In force from now on. The next check of an article decides its claims anew by it, on the evidence that there "
        "is: nothing is searched, and no model is asked. `claimhouse calibrate --shipped` goes back."
    )
