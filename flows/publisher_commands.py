"""`claimhouse publishers`: look up, rate and correct who publishes evidence."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.settings import load_settings
from warehouse.errors import BadInputError

if TYPE_CHECKING:
    from warehouse.records import Publisher
    from warehouse.store import Warehouse

_NAMES_TOLD = 5

publishers_app = typer.Typer(
    name="publishers",
    help="Who publishes evidence: look up, rate and correct. The desk's edits outrank the shipped list and documents.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help='A name or a host, such as "TASS" or tass.com.')]
WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", metavar="FILE|ducklake:…", help="A file or a lake; default: ./claimhouse.duckdb"),
]


@publishers_app.command("list")
def list_publishers(
    format_: Annotated[str, typer.Option("--format", metavar="table|csv|json")] = "table",
    warehouse: WarehouseOption = None,
) -> None:
    """Show the publishers that evidence came from or that the desk has edited."""
    from flows.output import FORMATS, print_table
    from flows.publishers import COLUMNS, cells, known_rows

    if format_ not in FORMATS:
        raise BadInputError(f"--format {format_} is not known: use {', '.join(FORMATS)}.")
    print_table(COLUMNS, [cells(row) for row in known_rows(load_settings(warehouse=warehouse).warehouse)], format_)


@publishers_app.command()
def show(name: NameArgument, warehouse: WarehouseOption = None) -> None:
    """Show what is known of one publisher, by whom, and how its documents count."""
    from flows.output import output_console, printable
    from flows.publishers import FIELDS, look_up

    row, uses = look_up(load_settings(warehouse=warehouse).warehouse, name)
    console = output_console()
    lines = [f"{row.publisher}{f' ({row.host})' if row.host else ''}"]
    for shown, field in FIELDS.items():
        if value := getattr(row, field):
            by = " (set by the desk)" if field in row.edited else ""
            lines.append(f"  {shown.replace('_', ' '):14} {value}{by}")
        elif field in row.edited:
            lines.append(f"  {shown.replace('_', ' '):14} none (set by the desk)")
    found = "; ".join(f"{use.documents} as {use.standing.replace('_', ' ')}" for use in uses)
    lines.append(f"  {'documents':14} {found or 'none in the evidence for a claim'}")
    for line in lines:
        console.print(printable(line), markup=False, highlight=False)


@publishers_app.command("set")
def set_publisher(
    name: NameArgument,
    type_: Annotated[
        str | None,
        typer.Option("--type", help="government, wire, newspaper, broadcaster, reference, social, record …"),
    ] = None,
    host: Annotated[
        str | None, typer.Option("--host", help="All pages of this host are its own, whatever names they give.")
    ] = None,
    country: Annotated[str | None, typer.Option("--country", help="Where it publishes from: Russia.")] = None,
    controlled_by: Annotated[
        str | None, typer.Option("--controlled-by", help="The state whose government decides what it says.")
    ] = None,
    rating: Annotated[str | None, typer.Option("--rating", help="On the desk's own scale.")] = None,
    note: Annotated[str | None, typer.Option("--note")] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Set what the desk knows better; - clears a field. The next check counts by it."""
    from flows.publishers import edit

    given = {
        "host": host,
        "type": type_,
        "country": country,
        "controlled_by": controlled_by,
        "rating": rating,
        "note": note,
    }
    values = {field: value for field, value in given.items() if value is not None}
    if not any(value.strip() for value in values.values()):
        raise BadInputError("Nothing is to be set: give --type, --country, --controlled-by, --rating, --note, --host.")
    _tell(edit(_warehouse(warehouse), name, values))


@publishers_app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="With a column publisher, and those of export.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Set what a CSV file says otherwise; an empty cell leaves a field as it is, - clears it."""
    from flows.publishers import import_csv

    _tell(import_csv(_warehouse(warehouse), file))


@publishers_app.command()
def export(warehouse: WarehouseOption = None) -> None:
    """Write the table as CSV, to be edited and imported again."""
    from flows.publishers import as_csv, known_rows

    sys.stdout.write(as_csv(known_rows(load_settings(warehouse=warehouse).warehouse)))


def _warehouse(place: str | None) -> "Warehouse":
    from flows.assembly import assemble_warehouse

    return assemble_warehouse(load_settings(warehouse=place))


def _tell(changed: "list[Publisher]") -> None:
    from flows.output import message_console, printable
    from flows.progress import counted
    from flows.publishers import matters

    console = message_console()
    if not changed:
        console.print("Nothing was to be changed: the table says so already.")
        return
    names = ", ".join(row.publisher for row in changed[:_NAMES_TOLD])
    more = f" and {len(changed) - _NAMES_TOLD} more" if len(changed) > _NAMES_TOLD else ""
    console.print(printable(f"{counted(len(changed), 'publisher')} changed: {names}{more}."))
    if matters(changed):
        console.print("What a publisher is and who controls it decides what counts: the next check judges by it.")
