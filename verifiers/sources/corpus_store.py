"""What an index keeps beside its passages, in SQLite: a catalog of its files and documents, and their texts.

The catalog is small, and copied whenever something changes. The texts are in one or more files that never change once
they are written, the oldest the largest, so that a small change writes little.
"""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from verifiers.sources.corpus_files import Problem

CATALOG = """
create table files (
    name text primary key,
    digest text not null,
    problems text not null,     -- the first of them, as JSON
    problem_count integer not null
);
create table documents (
    number integer primary key,
    document_id text not null,
    file text not null,
    fingerprint text not null,  -- a hash of what the document says, whatever its place and the time it was read
    passages integer not null,
    publisher text,
    day integer,                -- of publication, as an ordinal
    language text,
    indexed integer not null,   -- 0: the same document stands earlier in the corpus
    came integer not null       -- when it was first read, in microseconds since 1970
);
create index documents_by_id on documents (document_id);
create index documents_by_file on documents (file);
create index documents_by_arrival on documents (came);
"""
TEXTS = """
create table texts (
    number integer primary key,
    record text not null,       -- the Document as JSON, without its text
    text text not null,
    spans text not null         -- of its passages, as JSON
);
"""


@dataclass(frozen=True)
class IndexedFile:
    """What an index knows of one file of the corpus. `problems` are the first of `problem_count`."""

    name: str
    digest: str
    problems: tuple[Problem, ...]
    problem_count: int


@dataclass(frozen=True)
class TextFile:
    """One file of texts: those of the documents from number `first` on, up to the next file's first."""

    name: str
    first: int


class Texts:
    """The texts of documents, by their numbers, from the files that hold them."""

    def __init__(self, folder: Path, files: Sequence[TextFile]) -> None:
        self._firsts = [file.first for file in files]
        self._stores = [read_only(folder / file.name) for file in files]

    def get(self, number: int) -> tuple[str, str, str]:
        """Record, text and spans, as JSON. Raises KeyError for a number that no file holds, sqlite3.Error."""
        at = bisect_right(self._firsts, number) - 1
        row = (
            self._stores[at].execute("select record, text, spans from texts where number = ?", (number,)).fetchone()
            if at >= 0
            else None
        )
        if row is None:
            raise KeyError(number)
        record, text, spans = row
        return record, text, spans

    def close(self) -> None:
        for store in self._stores:
            store.close()


def microseconds(moment: datetime) -> int:
    """A moment as the catalog has it: in microseconds since 1970."""
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)


def read_only(path: Path) -> sqlite3.Connection:
    """A file that nobody writes to any more: its readers need no locks, and read-only media will do."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)


def written(path: Path, tables: str | None) -> sqlite3.Connection:
    """A file being written, with these tables where it is new. What is half written is thrown away, so in no hurry."""
    store = sqlite3.connect(path, isolation_level=None)
    store.execute("pragma journal_mode = off")
    store.execute("pragma synchronous = off")
    store.execute("pragma cache_size = -65536")  # KiB
    if tables:
        store.executescript(tables)
    store.execute("begin")
    return store


def indexed_files(catalog: sqlite3.Connection) -> dict[str, IndexedFile]:
    """What is known of each file of the corpus, by name."""
    rows = catalog.execute("select name, digest, problems, problem_count from files").fetchall()
    return {
        name: IndexedFile(name, digest, tuple(Problem(**problem) for problem in json.loads(problems)), count)
        for name, digest, problems, count in rows
    }


def put_file(
    catalog: sqlite3.Connection, name: str, digest: str, problems: Iterable[Problem], problem_count: int
) -> None:
    told = json.dumps([asdict(problem) for problem in problems])
    catalog.execute("insert into files values (?, ?, ?, ?)", (name, digest, told, problem_count))
