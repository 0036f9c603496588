"""Figures as a markdown table that also reads well on a terminal, and its place in a page."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.evaluation_data import MissingDataError
from benchmarks.rows import Row


def table(cells: Sequence[Sequence[str]]) -> str:
    """A markdown table; the first line has the names of the columns."""
    widths = [max(len(line[i]) for line in cells) for i in range(len(cells[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def figure(value: float) -> str:
    """.729 of a share, 413 of a count; a whole number is a count, however small."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) <= 1 else f"{value:.0f}"


def with_interval(row: Row) -> str:
    """A row's figure with its interval in brackets, where it has one."""
    if row.lower is None or row.upper is None:
        return figure(row.value)
    return f"{figure(row.value)} [{figure(row.lower)}, {figure(row.upper)}]"


def renew(file: Path, opens: str, closes: str, text: str) -> None:
    """Put a text between a file's two markers. Raises MissingDataError where it has none."""
    before, after = check(file, opens, closes)
    file.write_text(f"{before}{opens}\n\n{text}\n\n{closes}{after}", "utf-8")


def check(file: Path, opens: str, closes: str) -> tuple[str, str]:
    """What stands before a file's two markers and after them. Raises MissingDataError where it has none."""
    page = file.read_text("utf-8") if file.is_file() else ""
    before, found, rest = page.partition(opens)
    _, closed, after = rest.partition(closes)
    if not found or not closed:
        raise MissingDataError(f"{file} has no place for the table: put {opens} and {closes} into it")
    return before, after
