"""Tables, CSV and JSON for the terminal and for pipes."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

FORMATS = ("table", "csv", "json")


def printable(text: str) -> str:
    """Text as it may be shown: a control character could steer the terminal, so it is spelled out."""
    if text.isprintable():
        return text
    return "".join(ch if ch.isprintable() or ch in "\n\t" else f"\\x{ord(ch):02x}" for ch in text)


def plain(value: Any) -> Any:
    """A value of DuckDB's as JSON has it: dates and times in ISO 8601 and UTC, everything unknown as text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(inner) for inner in value]
    return str(value)


def cell(value: Any) -> str:
    """A value in one cell of a table or of CSV: lists and structures as JSON, nothing as an empty cell."""
    simple = plain(value)
    if simple is None:
        return ""
    return simple if isinstance(simple, str) else json.dumps(simple, ensure_ascii=False)


def output_console(*, wide: bool = False) -> Console:
    """Standard output. A pipe has no width of its own, and 80 columns would fold a `wide` table's cells into shreds."""
    return Console(width=None if sys.stdout.isatty() else 240 if wide else 120, emoji=False)


def message_console() -> Console:
    """Standard error, where what is printed stays as it is: ":x:" in a file's name is no sign, "[b]" no markup."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False, soft_wrap=True)


def print_json_line(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], format_: str) -> None:
    """Write rows to standard output as an aligned table, as CSV with a header, or as one JSON object a row."""
    if format_ == "json":
        for row in rows:
            print_json_line(dict(zip(columns, row, strict=True)))
        return
    if format_ == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(value) for value in row] for row in rows)
        return
    table = Table(show_lines=False, header_style="bold")
    for column in columns:
        table.add_column(Text(printable(column)), overflow="fold")
    count = 0
    for row in rows:
        table.add_row(*(Text(printable(cell(value))) for value in row))
        count += 1
    output_console(wide=True).print(table)
    message_console().print(f"{count} {'row' if count == 1 else 'rows'}")
