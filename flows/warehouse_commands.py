"""`claimhouse warehouse copy|compact`: a warehouse moves to another place, and a lake is kept small."""

from typing import Annotated

import typer

from flows.output import message_console, print_table, printable
from flows.progress import counted
from flows.settings import Settings, load_settings
from warehouse.errors import BadInputError, SettingsError

warehouse_app = typer.Typer(
    name="warehouse",
    help="The warehouse as a whole: copy it to another place, compact a lake.",
    no_args_is_help=False,
    rich_markup_mode=None,
)
_PLACE = "FILE|ducklake:…"


@warehouse_app.command("copy")
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A warehouse: a file, or a lake.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="A new or empty one, of either kind.")],
) -> None:
    """Copy a warehouse with the pages that it rests on, and prove each table equal. A stopped copy leaves nothing."""
    from warehouse.copying import TableCopied, copy_warehouse
    from warehouse.store import Warehouse

    read, written = _settings_of(source, "FROM"), _settings_of(target, "TO")
    tables: list[TableCopied] = []
    done = copy_warehouse(
        Warehouse(read.warehouse, lock_timeout=read.lock_timeout_s),
        Warehouse(written.warehouse, lock_timeout=written.lock_timeout_s),
        tables.append,
    )
    print_table(("table", "rows", "content"), [(one.table, one.rows, one.content_hash) for one in tables], "table")
    rows = sum(one.rows for one in done.tables)
    told = f"{counted(rows, 'row')} of {counted(len(tables), 'table')} and {counted(done.files, 'file')} copied"
    message_console().print(
        printable(f"{told} to {written.warehouse}: each table has the same rows with the same content in both.")
    )


def _settings_of(place: str, argument: str) -> Settings:
    """The settings with this place for the warehouse. Raises SettingsError, naming the argument, where it is none."""
    try:
        return load_settings(warehouse=place)
    except SettingsError as error:
        raise SettingsError(str(error).replace("--warehouse", argument)) from None


@warehouse_app.command("compact")
def compact(
    warehouse: Annotated[
        str | None, typer.Option("--warehouse", metavar=_PLACE, help="A lake; a file needs no compacting.")
    ] = None,
) -> None:
    """Write a lake's small commits into files, merge small files, delete what no reader needs. Runs do it as well."""
    from warehouse.places import Lake
    from warehouse.store import Warehouse
    from warehouse.upkeep import compact as compact_lake

    settings = load_settings(warehouse=warehouse)
    if not isinstance(settings.warehouse, Lake):
        raise BadInputError(f"{settings.warehouse} is a file, which needs no compacting: only lakes do.")
    done = compact_lake(Warehouse(settings.warehouse, lock_timeout=settings.lock_timeout_s))
    message_console().print(
        printable(
            f"{settings.warehouse}: {counted(done.files, 'data file')} ({done.bytes / 1e6:.1f} MB), "
            f"{done.files_before} before; {counted(done.deleted, 'file')} deleted."
        )
    )
    if done.unknown:
        place = settings.warehouse.data_path
        message_console().print(
            printable(
                f"{counted(done.unknown, 'more data file')} in {place} this lake does not know. What a killed process "
                "left is deleted once it is an hour old; otherwise see whether another lake has the same data_path."
            )
        )
