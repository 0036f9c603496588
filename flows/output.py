"""Tables, CSV and JSON for the terminal and for pipes."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.errors import BadInputError

FORMATS = ("table", "csv", "json")

# What can steer a terminal. Less than `printable` spells out: a CSV is data too, and words are written with joiners,
# soft hyphens and spaces that do not break.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPELLED = re.compile(r"\\x(0[0-8b-f]|1[0-9a-f]|7f|[89][0-9a-f])")
# An apostrophe before one is ours, or else looks like ours.
_LIKE_A_FORMULA = re.compile(r"'* *[=+\-@＝＋－＠\t\r\n]")


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


def json_line(value: dict[str, Any]) -> str:
    """A value as one line of JSON, which holds no control character as such."""
    line = json.dumps(plain(value), ensure_ascii=False)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n"


def print_json_line(value: dict[str, Any]) -> None:
    sys.stdout.write(json_line(value))


def refuse_twins(columns: Sequence[str]) -> None:
    """Raise BadInputError for two columns with one name, of which an object or a file would keep one."""
    twin = next((name for name in columns if list(columns).count(name) > 1), None)
    if twin is not None:
        raise BadInputError(f"Two columns are named {twin}: name one of them otherwise, with AS.")


def write_csv(out: TextIO, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write rows as CSV with a header: harmless to a spreadsheet, which takes no text for a formula, and to a terminal.

    Text that begins like a formula gets an apostrophe before it, and control characters are spelled out.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_inert(name) for name in columns])
    writer.writerows([_inert(value) for value in row] for row in rows)


def _inert(value: object) -> str:
    told = cell(value)
    if not isinstance(value, int | float | Decimal) and _LIKE_A_FORMULA.match(told):
        told = f"'{told}"
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", told)


def read_back(told: str) -> str:
    """The text that `write_csv` has written a cell for."""
    text = _SPELLED.sub(lambda found: chr(int(found[1], 16)), told)
    return text[1:] if text.startswith("'") and _LIKE_A_FORMULA.match(text[1:]) else text


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], format_: str) -> None:
    """Write rows to standard output as an aligned table, as CSV with a header, or as one JSON object a row.

    Raises BadInputError for JSON of two columns with one name.
    """
    if format_ == "json":
        refuse_twins(columns)
        for row in rows:
            print_json_line(dict(zip(columns, row, strict=True)))
        return
    if format_ == "csv":
        write_csv(sys.stdout, columns, rows)
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
