"""An index of passages with the documents that they stand in: written once, sealed, and never changed again.

One index is a folder: `passages/` (tantivy), `documents.sqlite` (the documents' records and texts, and of each file of
the corpus its hash and problems) and `seal.json` (the checksum of every file in it, written last). A folder without a
valid seal is no index. A change of the corpus makes a new folder beside it, from the old one and the changed files.
"""

import hashlib
import json
import shutil
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy

from verifiers.protocols import Hit
from verifiers.sources.corpus_files import Problem
from verifiers.sources.corpus_passages import split_passages
from verifiers.sources.corpus_terms import ANALYZER, build_analyzer, build_query, build_schema, tokens
from warehouse.records import Document, content_id

VERSION = 1
INDEX_FORMAT = str(tantivy.__version__)  # type: ignore[attr-defined]  # its stub leaves it out

SPANS = 3  # of a document in one answer
_WRITER_MEMORY = 64_000_000
_PROBLEMS_KEPT = 20  # of one file: a file of a million bad lines needs no million sentences

_TABLES = """
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
    record text not null,       -- the Document as JSON, without its text
    text text not null,
    passages text not null,     -- their spans as JSON
    fingerprint text not null,  -- a hash of what the document says, whatever its place and the time it was read
    indexed integer not null    -- 0: the same document stands earlier in the corpus
);
create index documents_by_id on documents (document_id);
create index documents_by_file on documents (file);
"""


class IndexDamagedError(Exception):
    """The folder is not a whole index of the wanted format."""


class IndexNotWrittenError(Exception):
    """The disk, or a library on its behalf, refused."""


class OutOfOrderError(Exception):
    """An appended document stands earlier in the corpus than its twin in the index: all must be written anew."""


@dataclass(frozen=True)
class IndexedFile:
    """What an index knows of one file of the corpus. `problems` are the first of `problem_count`."""

    name: str
    digest: str
    problems: tuple[Problem, ...]
    problem_count: int


@dataclass(frozen=True)
class Seal:
    """What an index holds. `content` is a hash of its documents that does not depend on order, place or time."""

    format: str
    content: str
    documents: int
    duplicates: int
    passages: int
    files: dict[str, tuple[int, int]]  # size and CRC-32 of each of its own files


class PassageIndex:
    """A sealed index, open for reading; safe to use from several threads, and while its successor is written."""

    def __init__(self, folder: Path, wanted_format: str) -> None:
        """Raises IndexDamagedError when the folder is not a whole index of that format."""
        self.folder = folder
        try:
            raw = json.loads((folder / "seal.json").read_text())
            self.seal = Seal(**{**raw, "files": {name: (size, crc) for name, (size, crc) in raw["files"].items()}})
            if self.seal.format != wanted_format or self.seal.files != _checksums(folder):
                raise IndexDamagedError
            index = tantivy.Index.open(str(folder / "passages"))
            self._analyzer = build_analyzer()
            index.register_tokenizer(ANALYZER, self._analyzer)
            self._schema = index.schema
            self._searcher = index.searcher()
            # Nothing writes to a sealed index, so its readers need no locks, and read-only media will do.
            self._store = sqlite3.connect(
                f"{(folder / 'documents.sqlite').as_uri()}?immutable=1", uri=True, check_same_thread=False
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, sqlite3.Error) as error:
            raise IndexDamagedError from error
        self._guard = threading.Lock()

    def files(self) -> dict[str, IndexedFile]:
        """What is known of each file of the corpus, by name."""
        with self._guard:
            rows = self._store.execute("select name, digest, problems, problem_count from files").fetchall()
        return {
            name: IndexedFile(name, digest, tuple(Problem(**problem) for problem in json.loads(problems)), count)
            for name, digest, problems, count in rows
        }

    def search(self, text: str, *, published_until: date | None, limit: int) -> list[Hit]:
        """The documents with the best passages for a query, best first, ties by document_id."""
        query = build_query(self._schema, self._analyzer, text, published_until)
        if query is None or limit < 1:
            return []
        try:
            best = self._best(query, limit)
            ids = self._ids(best)
            ranked = sorted(best.items(), key=lambda one: (-one[1][0][0], ids[one[0]]))
            return [
                Hit(
                    document=self._document(number),
                    score=spans[0][0],
                    spans=tuple((start, end) for _, start, end in spans[:SPANS]),
                )
                for number, spans in ranked[:limit]
            ]
        except (ValueError, sqlite3.Error) as error:  # how tantivy and pydantic, and how SQLite say it
            raise IndexDamagedError(str(error)) from error

    def _best(self, query: tantivy.Query, limit: int) -> dict[int, list[tuple[float, int, int]]]:
        """The best passages (score, start, end) of at least `limit` documents, by the documents' numbers."""
        wanted = max(4 * limit, 32)
        while True:
            answer = self._searcher.search(query, wanted, count=False).hits
            scored = [(round(score, 4), address) for score, address in answer]
            if len(answer) == wanted:
                # The last ones may have equals below the cut; without them the answer does not depend on the cut.
                scored = [(score, address) for score, address in scored if score > scored[-1][0]]
            best = self._by_document(scored)
            if len(best) >= limit or len(answer) < wanted:
                return best
            wanted *= 4

    def _by_document(self, scored: list[tuple[float, tantivy.DocAddress]]) -> dict[int, list[tuple[float, int, int]]]:
        addresses = [address for _, address in scored]
        columns = [self._searcher.fast_field_values(name, addresses) for name in ("document", "start", "end")]
        found: dict[int, list[tuple[float, int, int]]] = {}
        for (score, _), number, start, end in zip(scored, *columns, strict=True):
            found.setdefault(int(number), []).append((score, int(start), int(end)))
        for spans in found.values():
            spans.sort(key=lambda span: (-span[0], span[1]))
        return found

    def _ids(self, numbers: Iterable[int]) -> dict[int, str]:
        with self._guard:
            rows = self._store.execute(
                "select number, document_id from documents where number in (select value from json_each(?))",
                (json.dumps(list(numbers)),),
            )
            return dict(rows)

    def _document(self, number: int) -> Document:
        with self._guard:
            record, text = self._store.execute(
                "select record, text from documents where number = ?", (number,)
            ).fetchone()
        return Document.model_validate({**json.loads(record), "text": text})


class IndexWriter:
    """Writes a new index into a folder that does not exist yet; `seal` makes it one, leaving without removes it."""

    def __init__(self, folder: Path, old: PassageIndex | None, *, append: bool) -> None:
        """`append` starts from a copy of the old index; else its files' documents come over with `keep`."""
        self._folder = folder
        self._old = old
        self._append = append
        self.documents = old.seal.documents if old and append else 0
        self.problems: list[Problem] = []  # the first ones of what was added

    def __enter__(self) -> Self:
        if self._append and self._old:
            shutil.copytree(self._old.folder, self._folder, ignore=shutil.ignore_patterns("seal.json", "*.lock"))
        else:
            (self._folder / "passages").mkdir(parents=True)
        self._store = sqlite3.connect(self._folder / "documents.sqlite", isolation_level=None)
        # A half-written index is thrown away, so nothing is gained by writing it carefully.
        self._store.execute("pragma journal_mode = off")
        self._store.execute("pragma synchronous = off")
        if not self._append:
            self._store.executescript(_TABLES)
            if self._old:
                self._store.execute("attach ? as old", (str(self._old.folder / "documents.sqlite"),))
        self._store.execute("begin")
        with _tantivy_writes():
            index = tantivy.Index(build_schema(), str(self._folder / "passages"))
            index.register_tokenizer(ANALYZER, build_analyzer())
            self._passages = index.writer(_WRITER_MEMORY, 1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()
        if kind is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        if isinstance(error, sqlite3.Error):
            raise IndexNotWrittenError(str(error)) from error

    def keep(self, file: IndexedFile) -> None:
        """Bring a file that has not changed over from the old index."""
        self._store.execute("insert into files select * from old.files where name = ?", (file.name,))
        rows = self._store.execute(
            "select document_id, record, text, passages, fingerprint from old.documents where file = ? order by number",
            (file.name,),
        ).fetchall()
        for document_id, record, text, passages, fingerprint in rows:
            self._insert(file.name, document_id, record, text, json.loads(passages), fingerprint)

    def add(self, name: str, digest: str, read: Iterable[Document | Problem]) -> None:
        """Take in what was read from one file. Files come in the order of their names."""
        problems: list[Problem] = []
        problem_count = 0
        for one in read:
            if isinstance(one, Problem):
                problem_count += 1
                if len(problems) < _PROBLEMS_KEPT:
                    problems.append(one)
                continue
            passages = [(span.start, span.end) for span in split_passages(one.text)]
            record = one.model_dump_json(exclude={"text"})
            fingerprint = content_id("fp", one.model_dump_json(exclude={"path", "retrieved_at", "source"}))
            self._insert(name, one.document_id, record, one.text, passages, fingerprint)
        self.problems += problems[:1]
        told = json.dumps([asdict(problem) for problem in problems])
        self._store.execute("insert into files values (?, ?, ?, ?)", (name, digest, told, problem_count))

    def _insert(
        self, file: str, document_id: str, record: str, text: str, passages: list[tuple[int, int]], fingerprint: str
    ) -> None:
        twin = self._store.execute(
            "select file from documents where document_id = ? and indexed = 1", (document_id,)
        ).fetchone()
        if twin and self._append and twin[0] > file:
            raise OutOfOrderError
        number = self._store.execute(
            "insert into documents (document_id, file, record, text, passages, fingerprint, indexed) "
            "values (?, ?, ?, ?, ?, ?, ?) returning number",
            (document_id, file, record, text, json.dumps(passages), fingerprint, int(not twin)),
        ).fetchone()[0]
        if twin:
            return
        self.documents += 1
        told = json.loads(record)
        title = " ".join(tokens(told["title"] or ""))
        day = datetime.fromisoformat(told["published_at"]).toordinal() if told["published_at"] else None
        for start, end in passages:
            passage = tantivy.Document()
            passage.add_text("title", title)
            passage.add_text("text", " ".join(tokens(text[start:end])))
            passage.add_integer("document", number)
            passage.add_integer("start", start)
            passage.add_integer("end", end)
            if day is not None:
                passage.add_integer("published", day)
            with _tantivy_writes():
                self._passages.add_document(passage)

    def seal(self, wanted_format: str) -> Seal:
        """Finish: the folder is an index from now on."""
        with _tantivy_writes():
            self._passages.commit()
            self._passages.wait_merging_threads()
        self._store.execute("commit")
        fingerprints = self._store.execute("select fingerprint from documents where indexed = 1 order by fingerprint")
        content = hashlib.sha256("\n".join(fingerprint for (fingerprint,) in fingerprints).encode()).hexdigest()
        documents, duplicates = self._store.execute(
            "select coalesce(sum(indexed), 0), count(*) - coalesce(sum(indexed), 0) from documents"
        ).fetchone()
        self._store.close()
        index = tantivy.Index.open(str(self._folder / "passages"))
        seal = Seal(wanted_format, content, documents, duplicates, index.searcher().num_docs, _checksums(self._folder))
        (self._folder / "seal.json").write_text(json.dumps(asdict(seal)))
        return seal


@contextmanager
def _tantivy_writes() -> Iterator[None]:
    """Names what tantivy raises when the disk refuses: a bare ValueError, as a defect of ours might."""
    try:
        yield
    except ValueError as error:
        raise IndexNotWrittenError(str(error)) from error


def _checksums(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and CRC-32 of every file of an index but its seal and tantivy's lock files."""
    sums = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "seal.json" and path.suffix != ".lock":
            size = crc = 0
            with path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    size += len(block)
                    crc = zlib.crc32(block, crc)
            sums[path.relative_to(folder).as_posix()] = (size, crc)
    return sums
