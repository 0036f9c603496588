"""`claimhouse export`: verdicts as tables, and the fetched originals, for an archive or for another desk."""

import io
import sys
from pathlib import Path
from typing import Any, TextIO

from pyarrow import parquet

from flows.output import json_line, message_console, printable, refuse_twins, write_csv
from flows.progress import counted
from flows.settings import Settings
from warehouse.errors import BadInputError, ClaimhouseError
from warehouse.files import whole_file
from warehouse.places import Lake
from warehouse.sql import Table, arrow_of_user_sql, run_user_sql
from warehouse.web_archive import Of, export_warc

STANDARD_OUTPUT = Path("-")
_FAULTS_SHOWN = 5


class NotWholeError(ClaimhouseError):
    """Originals are missing or damaged, and so are they in what was exported."""


def export_pages(settings: Settings, file: Path, *, claim: str | None, article: str | None, run: str | None) -> None:
    """Write the pages and tell how many.

    Raises BadInputError for two choices or a file that is the warehouse's own, NotWholeError where originals lack.
    """
    asked: dict[Of, str | None] = {"claim": claim, "article": article, "run": run}
    chosen = [(of, item) for of, item in asked.items() if item is not None]
    if len(chosen) > 1:
        raise BadInputError("Give one of --claim, --article and --run, or none for all pages.")
    refuse_own(settings, file)
    of, item = chosen[0] if chosen else (None, "")
    exported = export_warc(settings.warehouse, file, of=of, item=item)
    message_console().print(printable(f"{counted(exported.pages, 'page')} in {file}."))
    if exported.faults:
        shown = "; ".join(exported.faults[:_FAULTS_SHOWN])
        raise NotWholeError(f"{counted(len(exported.faults), 'page')} could not be exported: {shown}")


def export_table(settings: Settings, file: Path, form: str, query: str | None) -> None:
    """Write `current_verdicts`, or what a query finds, as parquet, csv or jsonl, and tell how many rows.

    "-" is standard output, for the two that are text.

    Raises BadInputError where the file cannot be written or is the warehouse's own, QueryError as `sql` does.
    """
    printed = file == STANDARD_OUTPUT
    if printed and form == "parquet":
        raise BadInputError("A terminal cannot show parquet: name a file, or print --csv - or --jsonl -.")
    refuse_own(settings, file)
    sql = query if query is not None else "SELECT * FROM current_verdicts ORDER BY article_id, claim_id"
    limits: dict[str, Any] = {
        "timeout_s": settings.sql_timeout_s,
        "memory_limit": settings.sql_memory,
        "threads": settings.sql_threads,
    }
    if form == "parquet":
        table = arrow_of_user_sql(settings.warehouse, sql, **limits)
        refuse_twins(table.column_names)
        with whole_file(file) as target:
            parquet.write_table(table, target, compression="zstd")
        rows = table.num_rows
    else:
        found = run_user_sql(settings.warehouse, sql, **limits)
        refuse_twins(found.columns)
        write = _write_csv if form == "csv" else _write_jsonl
        if printed:
            write(sys.stdout, found)
            return
        with whole_file(file) as target:
            text = io.TextIOWrapper(target, "utf-8", newline="")
            write(text, found)
            text.detach()  # flushed; closing the file is the writer's own
        rows = len(found.rows)
    message_console().print(printable(f"{counted(rows, 'row')} in {file}."))


def refuse_own(settings: Settings, file: Path) -> None:
    """Raise BadInputError for a target that is a file of the warehouse."""
    own = settings.warehouse.file if isinstance(settings.warehouse, Lake) else settings.warehouse
    kept = (own, own.with_name(f"{own.name}.wal"), own.with_name(f"{own.stem}.snapshot{own.suffix}")) if own else ()
    try:
        is_folder, is_own = file.is_dir(), file.resolve() in {one.resolve() for one in kept}
    except OSError as error:
        raise BadInputError(f"{file} cannot be written ({error.strerror}): name another file.") from None
    if is_folder or is_own:
        raise BadInputError(f"{file} is {'a folder' if is_folder else 'the warehouse itself'}: name another file.")


def _write_csv(text: TextIO, table: Table) -> None:
    text.write("\ufeff")  # by which spreadsheets know UTF-8
    write_csv(text, table.columns, table.rows)


def _write_jsonl(text: TextIO, table: Table) -> None:
    text.writelines(json_line(dict(zip(table.columns, row, strict=True))) for row in table.rows)
