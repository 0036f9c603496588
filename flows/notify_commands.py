"""`claimhouse notify` on the command line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from flows.output import message_console, output_console, printable
from flows.progress import counted
from flows.settings import load_settings
from warehouse.errors import SettingsError

if TYPE_CHECKING:
    from flows.notifying import Told


def notify(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="KIND", help="flips, corrections, feeds or runs; as often as you like."),
    ] = None,
    digest: Annotated[
        bool, typer.Option("--digest", help="One message a channel with all of it, and not one for each.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent; send and store nothing.")
    ] = False,
    warehouse: Annotated[
        str | None,
        typer.Option("--warehouse", metavar="FILE|ducklake:…", help="A file or a lake; default: ./claimhouse.duckdb"),
    ] = None,
) -> None:
    """Tell the desk's channels (CLAIMHOUSE_NOTIFY) what happened since they were last told, each thing once."""
    from flows.happenings import kinds_of
    from flows.notifying import Notifier

    settings = load_settings(warehouse=warehouse)
    notifier = Notifier(settings, kinds_of(only or ()), digest=digest)
    if not notifier.channels:
        raise SettingsError(
            "No channel is set: say where to tell what happened in CLAIMHOUSE_NOTIFY, such as desk=slack://… "
            "(docs/operations.md shows how)."
        )
    with notifier.to_itself():
        told = []
        for name in notifier.channels:
            told.append(notifier.tell(name, dry_run=dry_run))
            _show(told[-1], dry_run=dry_run)
    _raise_worst(told)


def _show(told: "Told", *, dry_run: bool) -> None:
    messages = counted(len(told.messages), "message")
    message_console().print(
        f"{told.channel}: {messages}{' would be sent' if dry_run else ''} on {counted(told.happenings, 'happening')}."
    )
    if not dry_run:
        return
    console = output_console()
    for message in told.messages:
        for line in (f"[{told.channel}] {message.title}", *message.body.splitlines(), ""):
            console.print(printable(line), markup=False, highlight=False, soft_wrap=True)


def _raise_worst(told: "Sequence[Told]") -> None:
    """Raise what failed, all in one: as a fault of the settings where one is, for waiting mends that not."""
    errors = [one.error for one in told if one.error is not None]
    if errors:
        worst = max(errors, key=lambda error: error.exit_code)
        raise type(worst)(" ".join(str(error) for error in errors))
