"""Rows of a parquet file as documents: columns url, publisher, published, title, text and the like, as in .jsonl."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from verifiers.sources.corpus_files import LARGEST_DOCUMENT, Part, UnusableFileError
from verifiers.sources.corpus_header import FIELDS
from verifiers.sources.corpus_told import Told, told_by_fields

VERSION = 1

_ROWS = 64  # taken out of the file at a time: a row may hold a book
_DATES = ("published", "modified")


def read_rows(stream: BinaryIO, part: Part) -> Iterator[tuple[int, Told | str]]:
    """The rows of the row groups from `part.start` to `part.end`, with their numbers from `part.first`.

    A cell of a wrong type is told as in a .jsonl line. Raises UnusableFileError for what is no parquet file or has no
    column `text`, and where the file breaks off, after the rows before.
    """
    import pyarrow  # only where there is such a file: it is large
    import pyarrow.parquet

    number = part.first - 1
    try:
        with pyarrow.parquet.ParquetFile(stream, memory_map=False) as file:
            columns = [name for name in (*FIELDS, "text") if name in file.schema_arrow.names]
            if "text" not in columns:
                raise UnusableFileError(f"it has no column text: name its columns {', '.join(FIELDS)} and text")
            groups = range(part.start, file.num_row_groups if part.end is None else part.end)
            for batch in file.iter_batches(_ROWS, row_groups=list(groups), columns=columns, use_threads=False):
                for row in _rows(pyarrow, batch):
                    number += 1
                    yield number, _told(row)
    except UnusableFileError:
        raise
    except MemoryError:  # pyarrow's own among them
        raise UnusableFileError("a part of it needs more memory than is given to one file: write it anew") from None
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        where = f" after row {number}" if number >= part.first else ""
        raise UnusableFileError(f"it is no parquet file or damaged{where} ({_first_line(error)})") from None


def row_groups(stream: BinaryIO) -> list[int]:
    """How many rows each row group of a parquet file has; none when that cannot be told."""
    import pyarrow.parquet

    try:
        told = pyarrow.parquet.read_metadata(stream)
        return [told.row_group(number).num_rows for number in range(told.num_row_groups)]
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError):
        return []


def _rows(pyarrow: Any, batch: Any) -> list[dict[str, Any]]:
    """The rows of a batch; a time is cut to microseconds, for Python's has no finer ones."""
    columns = []
    for column in batch.columns:
        if pyarrow.types.is_timestamp(column.type):
            column = column.cast(pyarrow.timestamp("us", tz=column.type.tz), safe=False)
        columns.append(column)
    return list(pyarrow.RecordBatch.from_arrays(columns, names=batch.schema.names).to_pylist())


def _told(row: dict[str, Any]) -> Told | str:
    text = row["text"]
    if isinstance(text, str) and len(text) > LARGEST_DOCUMENT:
        return f"its text is longer than {LARGEST_DOCUMENT // 10**6} million characters"
    for name in _DATES:
        value = row.get(name)
        if isinstance(value, datetime):
            # Midnight without a zone is how a day without a time is kept in such a column.
            row[name] = (value.astimezone(UTC) if value.tzinfo else value).isoformat(timespec="minutes")
        elif isinstance(value, date):
            row[name] = value.isoformat()
    return told_by_fields(row, "column", [])


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120].rstrip(".")
