"""`claimhouse queue`, `task`, `publish`, `correct` and `withdraw`: the work of the people at the desk."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.settings import load_settings
from warehouse.errors import BadInputError

if TYPE_CHECKING:
    from flows.publication_fields import Claimant
    from flows.publishing import Entered

task_app = typer.Typer(
    name="task",
    help="What a person must look at: claimhouse queue shows it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", metavar="FILE|ducklake:…", help="A file or a lake; default: ./claimhouse.duckdb"),
]
PublicationArgument = Annotated[
    str, typer.Argument(metavar="PUBLICATION", help="Its id or the beginning of it, its address, or its claim's id.")
]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who answers for it.")]
SecondOption = Annotated[
    str | None,
    typer.Option("--second-reviewer", metavar="NAME", help="Who else has checked it; needed where it refutes."),
]
AskedOption = Annotated[
    str | None, typer.Option("--claimant-asked", metavar="DATE", help="When whoever made the claim was asked.")
]
AnsweredOption = Annotated[str | None, typer.Option("--claimant-answered", metavar="DATE", help="When they answered.")]
AnswerOption = Annotated[str | None, typer.Option("--answer", help="What they answered.")]
NoteOption = Annotated[str, typer.Option("--note", help="What was wrong, as readers are told.")]


def queue(
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="Only the N most urgent.")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="text|table|csv|json")] = "text",
    warehouse: WarehouseOption = None,
) -> None:
    """Show what needs a person, the most urgent first, and why."""
    from flows.desk_tasks import queue_lines, queue_of
    from flows.output import FORMATS, print_table

    if format_ not in ("text", *FORMATS):
        raise BadInputError(f"--format {format_} is not known: use text, {', '.join(FORMATS)}.")
    table = queue_of(load_settings(warehouse=warehouse), limit)
    if format_ == "text":
        _say(queue_lines(table) or ["Nothing needs a person now."])
    else:
        print_table(table.columns, table.rows, format_)


@task_app.command("close")
def close(
    task_id: Annotated[str, typer.Argument(metavar="TASK_ID", help="A task's id, or its first characters.")],
    note: Annotated[str, typer.Option("--note", help="What you found.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who has looked.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Close a task after you have looked: what is decided and published stays as it is."""
    from flows.assembly import assemble_warehouse
    from flows.desk_tasks import close_task

    store = assemble_warehouse(load_settings(warehouse=warehouse))
    closed, reason = close_task(store, task_id, note=note, by=by, now=datetime.now(UTC))
    _say([f"{closed}  closed by {by}", f"  {reason}"])


def publish(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="A claim's id, or its first characters.")],
    url: Annotated[str, typer.Option("--url", help="The address of the published check.")],
    rating: Annotated[str, typer.Option("--rating", help="One of the desk's ratings, such as False.")],
    by: ByOption,
    second_reviewer: SecondOption = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day of publication; default: today.")
    ] = None,
    claimant_asked: AskedOption = None,
    claimant_answered: AnsweredOption = None,
    answer: AnswerOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Enter that a check was published: where, with which rating, and who answers for it."""
    from flows.assembly import assemble_warehouse
    from flows.desk_ratings import load_desk_ratings
    from flows.publishing import publish as enter

    settings = load_settings(warehouse=warehouse)
    entered = enter(
        assemble_warehouse(settings),
        load_desk_ratings(settings.ratings),
        claim_id,
        url=url,
        rating=rating,
        by=by,
        second_reviewer=second_reviewer,
        published_on=_day(published, "--published"),
        claimant=_claimant(claimant_asked, claimant_answered, answer),
        now=datetime.now(UTC),
    )
    _tell(entered, "published" if entered.is_new else "published (it stood so already)")


def correct(
    publication: PublicationArgument,
    note: NoteOption,
    by: ByOption,
    rating: Annotated[str | None, typer.Option("--rating", help="The new rating, where it changes.")] = None,
    second_reviewer: SecondOption = None,
    claimant_asked: AskedOption = None,
    claimant_answered: AnsweredOption = None,
    answer: AnswerOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Enter that a published check was corrected. What it said before is kept."""
    from flows.assembly import assemble_warehouse
    from flows.desk_ratings import load_desk_ratings
    from flows.publishing import correct as enter

    settings = load_settings(warehouse=warehouse)
    entered = enter(
        assemble_warehouse(settings),
        load_desk_ratings(settings.ratings),
        publication,
        note=note,
        by=by,
        rating=rating,
        second_reviewer=second_reviewer,
        claimant=_claimant(claimant_asked, claimant_answered, answer),
        now=datetime.now(UTC),
    )
    _tell(entered, "corrected")


def withdraw(
    publication: PublicationArgument, note: NoteOption, by: ByOption, warehouse: WarehouseOption = None
) -> None:
    """Enter that a published check was withdrawn. What it said is kept."""
    from flows.assembly import assemble_warehouse
    from flows.publishing import withdraw as enter

    store = assemble_warehouse(load_settings(warehouse=warehouse))
    _tell(enter(store, publication, note=note, by=by, now=datetime.now(UTC)), "withdrawn")


def _tell(entered: "Entered", what: str) -> None:
    closed = f"  {entered.closed_tasks} open task closed" if entered.closed_tasks else ""
    _say(
        line
        for line in (
            f"{entered.publication_id}  {what}: “{entered.rating}”, {entered.url}",
            f"  {entered.claim}",
            closed,
        )
        if line
    )


def _say(lines: Iterable[str]) -> None:
    from flows.output import output_console, printable

    console = output_console()
    for line in lines:
        # What a page or an article says is one line of ours, and no control character of it reaches the terminal.
        console.print(printable(" ".join(line.splitlines())), markup=False, highlight=False, soft_wrap=True)


def _claimant(asked: str | None, answered: str | None, answer: str | None) -> "Claimant":
    from flows.publication_fields import Claimant

    return Claimant(_day(asked, "--claimant-asked"), _day(answered, "--claimant-answered"), answer)


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInputError(f"{option} {text} is no day: write it as 2025-03-03.") from None
