"""The command line. Results go to standard output, progress and messages to standard error."""

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import Abort, TyperException

from flows.corpus_commands import corpus_app
from flows.desk_commands import correct, publish, queue, task_app, withdraw
from flows.export_commands import export, import_
from flows.notify_commands import notify
from flows.output import message_console
from flows.publisher_commands import publishers_app
from flows.reprocess_commands import flag, reprocess
from flows.review_commands import calibrate, review
from flows.serve_command import serve
from flows.settings import debugging, load_settings, prepare_prefect
from flows.warehouse_commands import warehouse_app
from flows.watch_commands import ingest, watch_app
from warehouse.connection import stoppable
from warehouse.errors import BadInputError, ClaimhouseError
from warehouse.files import DISK_IS_FULL

INTERRUPTED = 130
TERMINATED = 143
STOPPED = "Stopped. What was finished is stored; the same command goes on with the rest."

app = typer.Typer(
    name="claimhouse",
    help="Find an article's checkable claims, gather dated evidence, and keep every verdict in DuckDB.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.add_typer(publishers_app)
app.add_typer(corpus_app)
app.add_typer(watch_app)
app.add_typer(warehouse_app)
app.command()(ingest)
app.add_typer(task_app)
app.command("import")(import_)
for command in (export, review, calibrate, queue, publish, correct, withdraw, reprocess, flag, notify, serve):
    app.command()(command)

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE…", help="A web address, a .txt, .md or .html file, a folder of them, or - for standard input."
    ),
]
PublishedOption = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="When it was published, if it does not say: 2025-03-03."),
]
UrlOption = Annotated[str | None, typer.Option("--url", help="Its canonical address, if it does not say.")]
ModelOption = Annotated[
    str | None, typer.Option("--model", help='"offline", or "provider:model" such as openai:gpt-5-mini.')
]
BaseUrlOption = Annotated[str | None, typer.Option("--base-url", help="An OpenAI-compatible server of your own.")]
WarehouseOption = Annotated[
    str | None,
    typer.Option("--warehouse", metavar="FILE|ducklake:…", help="A file or a lake; default: ./claimhouse.duckdb"),
]
CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="DIR", help="A folder or file of evidence, not the desk's corpus."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a claim on standard output.")]


@app.command()
def check(
    source: Sources,
    corpus: CorpusOption = None,
    published: PublishedOption = None,
    url: UrlOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    cutoff: Annotated[
        str | None,
        typer.Option("--cutoff", metavar="now|claim", help="Use evidence to date, or none later than the claim."),
    ] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check articles: claims, evidence and verdicts land in the warehouse."""
    from flows.sources import expand_sources, parse_published

    # What is wrong with the arguments is told at once, not after Prefect has started.
    settings = load_settings(corpus=corpus, model=model, base_url=base_url, cutoff=cutoff, warehouse=warehouse)
    parse_published(published)
    expand_sources(source, allowed_hosts=settings.allowed_hosts)
    from flows.checking import run_check

    options = {
        "corpus": _text(corpus),
        "published": published,
        "url": url,
        "model": model,
        "base_url": base_url,
        "cutoff": cutoff,
        "warehouse": warehouse,
    }
    given = {name: value for name, value in options.items() if value is not None}
    run_check(source, settings, given, as_json=as_json)


@app.command()
def claims(
    source: Sources,
    published: PublishedOption = None,
    url: UrlOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the claims of articles; nothing is checked, and nothing is stored but what a model cost."""
    from flows.extracting import run_claims

    settings = load_settings(model=model, base_url=base_url)
    asyncio.run(run_claims(settings, source, published=published, url=url, as_json=as_json))


@app.command()
def show(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="A claim's id, or its first characters.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Show one claim with its whole trail: quote, queries, evidence, judgements, verdicts."""
    from flows.showing import show_claim

    show_claim(load_settings(warehouse=warehouse), claim_id)


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(metavar="SQL", help='For example: "select * from current_verdicts".')],
    format_: Annotated[str, typer.Option("--format", metavar="table|csv|json")] = "table",
    warehouse: WarehouseOption = None,
) -> None:
    """Query the warehouse, read-only; a running check is never in the way."""
    from flows.output import FORMATS, print_table
    from warehouse.sql import run_user_sql

    if format_ not in FORMATS:
        raise BadInputError(f"--format {format_} is not known: use {', '.join(FORMATS)}.")
    settings = load_settings(warehouse=warehouse)
    table = run_user_sql(
        settings.warehouse,
        statement,
        timeout_s=settings.sql_timeout_s,
        memory_limit=settings.sql_memory,
        threads=settings.sql_threads,
    )
    print_table(table.columns, table.rows, format_)


@app.command()
def replay(
    verdict_id: Annotated[str, typer.Argument(metavar="VERDICT_ID", help="A verdict's id, or its first characters.")],
    anew: Annotated[bool, typer.Option("--anew", help="Ask the model, whose kept reply is read otherwise.")] = False,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Judge a verdict's frozen evidence again, and tell whether it comes out the same.

    Nothing is fetched, and nothing is stored but what a model cost.
    """
    from flows.replaying import replay_verdict

    settings = load_settings(warehouse=warehouse, model=model, base_url=base_url)
    if not asyncio.run(replay_verdict(settings, verdict_id, anew=anew)):
        raise typer.Exit(1)


@app.command()
def doctor(
    corpus: CorpusOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Tell what is configured, what answers, and whether the warehouse is sound."""
    prepare_prefect(quiet=True)
    from flows.doctoring import examine

    settings = load_settings(corpus=corpus, model=model, base_url=base_url, warehouse=warehouse)
    if not asyncio.run(examine(settings)):
        raise typer.Exit(1)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code: 2 for bad input, 3 for the warehouse, 130 or 143 when stopped."""
    _utf8_output()
    try:
        with _terminable(), stoppable():
            code = app(args=arguments, standalone_mode=False)
            if code == INTERRUPTED:  # how Typer hands on a Ctrl-C
                raise KeyboardInterrupt
        sys.stdout.flush()  # what cannot be written is told here, not by the interpreter as it ends
    except TyperException as error:
        told = error.format_message()
        code = _fail(f"{told}{'' if told.endswith(('.', '?')) else '.'} See claimhouse --help.", error.exit_code)
    except ClaimhouseError as error:
        code = _fail(str(error), error.exit_code)
    except (KeyboardInterrupt, Abort):
        code = _fail(STOPPED, INTERRUPTED)
    except TerminatedError:
        code = _fail(STOPPED, TERMINATED)
    except BrokenPipeError:
        # Whoever reads our output has had enough (`| head`); the interpreter must not complain about it at exit.
        _output_to_nowhere()
        code = 0
    except OSError as error:
        if error.errno in DISK_IS_FULL:
            _output_to_nowhere()
            code = _fail(f"What is written finds no room ({error.strerror}): free some space, and run again.", 1)
        else:
            code = _defect(error)
    except Exception as error:  # noqa: BLE001  # the last door: a defect is told in one sentence, not as a traceback
        code = _defect(error)
    sys.exit(code if isinstance(code, int) else 0)


class TerminatedError(BaseException):
    """The process is asked to end (SIGTERM), as `kill`, systemd, cron's `timeout` and containers do."""


@contextmanager
def _terminable() -> Iterator[None]:
    """Being asked to end is like Ctrl-C: nothing is left half done, no server of Prefect's stays behind."""

    asked = False

    def terminate(*_: object) -> NoReturn:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    except BaseException as error:
        if asked or _is_prefect_s_termination(error):
            raise TerminatedError from error
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _is_prefect_s_termination(error: BaseException) -> bool:
    """Whether it is what Prefect raises, which has the signal's handler while a flow runs, also from among tasks."""
    if isinstance(error, BaseExceptionGroup):
        return any(_is_prefect_s_termination(one) for one in error.exceptions)
    return type(error).__name__ == "TerminationSignal"


def _fail(message: str, code: int) -> int:
    message_console().print(f"claimhouse: {message}")
    return code


def _defect(error: Exception) -> int:
    if debugging():
        traceback.print_exc()
    return _fail(
        f"{type(error).__name__}: {error} (a defect of Claimhouse: please report it with the output of the same "
        f"command under CLAIMHOUSE_DEBUG=1)",
        1,
    )


def _output_to_nowhere() -> None:
    """What cannot be written goes nowhere, so that the interpreter does not try again as it ends."""
    with suppress(OSError):
        sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _utf8_output() -> None:
    """What we print is UTF-8 whatever the locale, and what a file's name cannot say in it is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
