"""An index of passages with the documents that they stand in: written once, sealed, and never changed again.

One index is a folder: `passages/` (tantivy), `catalog.sqlite` and `texts-*.sqlite` (see corpus_store) and `seal.json`
(size, time and checksum of every file in it, written last). A folder without a valid seal is no index. A change of the
corpus makes a new folder beside it, which shares with the old one, by hard links, every file that is the same in both.
"""

import hashlib
import json
import sqlite3
import threading
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tantivy

from verifiers.protocols import Hit
from verifiers.sources.corpus_store import IndexedFile, TextFile, Texts, indexed_files, read_only
from verifiers.sources.corpus_terms import ANALYZER, Filter, build_analyzer, build_query, only
from warehouse.records import Document, content_hash

VERSION = 3
INDEX_FORMAT = str(tantivy.__version__)  # type: ignore[attr-defined]  # its stub leaves it out

SPANS = 3  # of a document in one answer
SUSPECT = "suspect"  # a file of this name: something in this index could not be read

Scored = list[tuple[float, Any]]  # score and address in tantivy
Spans = list[tuple[float, int, int]]  # score, start, end


class IndexDamagedError(Exception):
    """The folder is not a whole index of the wanted format."""


@dataclass(frozen=True)
class FileSeal:
    """What tells that a file of an index is as it was written."""

    size: int
    mtime_ns: int
    crc: int


@dataclass(frozen=True)
class Seal:
    """What an index holds. `content` is a hash of its documents that does not depend on order, place or time."""

    format: str
    content: str
    # Passages that are gone still weigh in the counts of words until they are written away: then how much, else empty.
    remnants: str
    dead: int  # how many those are
    documents: int
    duplicates: int
    passages: int
    texts: tuple[TextFile, ...]  # by their first numbers
    next_number: int
    files: dict[str, FileSeal]

    @classmethod
    def read(cls, folder: Path) -> "Seal":
        """Raises OSError, ValueError, KeyError, TypeError or AttributeError for what is no seal."""
        raw = json.loads((folder / "seal.json").read_text())
        files = {name: FileSeal(**told) for name, told in raw["files"].items()}
        return cls(**{**raw, "files": files, "texts": tuple(TextFile(**told) for told in raw["texts"])})

    def write(self, folder: Path) -> None:
        replacement = folder / "seal.json.new"
        replacement.write_text(json.dumps(asdict(self)))
        replacement.replace(folder / "seal.json")


class PassageIndex:
    """A sealed index, open for reading; safe to use from several threads, and while its successor is written."""

    def __init__(self, folder: Path, wanted_format: str, *, thorough: bool = False) -> None:
        """Every file is there with its size and time or, where the time is another, with its checksum; `thorough`
        sums them all. Raises IndexDamagedError when the folder is not a whole index of that format."""
        self.folder = folder
        try:
            self.seal = Seal.read(folder)
            if self.seal.format != wanted_format:
                raise IndexDamagedError("it is of another format")
            check_files(folder, self.seal, thorough=thorough or (folder / SUSPECT).exists())
            index = tantivy.Index.open(str(folder / "passages"))
            self._analyzer = build_analyzer()
            index.register_tokenizer(ANALYZER, self._analyzer)
            self._schema = index.schema
            self._searcher = index.searcher()
            self._catalog = read_only(folder / "catalog.sqlite")
            self._texts = Texts(folder, self.seal.texts)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, sqlite3.Error) as error:
            raise IndexDamagedError(str(error)) from error
        self._guard = threading.Lock()

    @property
    def trusted(self) -> bool:
        """Whether everything that was read of it was as it was written."""
        return not (self.folder / SUSPECT).exists()

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(file.size for file in self.seal.files.values())

    def files(self) -> dict[str, IndexedFile]:
        """What is known of each file of the corpus, by name."""
        with self._guard:
            return indexed_files(self._catalog)

    def ask(self, question: str, *values: object) -> list[Any]:
        """The rows of a question about the catalog, in SQL."""
        with self._guard:
            return self._catalog.execute(question, values).fetchall()

    def search(self, text: str, wanted: Filter, *, limit: int) -> list[Hit]:
        """The documents with the best passages for a query, best first, ties by document_id."""
        query = build_query(self._schema, self._analyzer, text)
        if query is None or limit < 1:
            return []
        try:
            best = self._best(query, wanted, limit)
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
        # How tantivy and pydantic, SQLite, and we ourselves say that something is not as it was written.
        except (ValueError, KeyError, sqlite3.Error, IndexDamagedError) as error:
            (self.folder / SUSPECT).touch()  # whoever opens it next sums all its files
            raise IndexDamagedError(str(error)) from error

    def candidates(self, text: str, wanted: Filter, *, limit: int) -> frozenset[int]:
        """The numbers of the documents that a search of so many begins with, before any is read."""
        query = build_query(self._schema, self._analyzer, text)
        if query is None or limit < 1:
            return frozenset()
        try:
            return frozenset(self._best(query, wanted, limit))
        except ValueError as error:
            (self.folder / SUSPECT).touch()
            raise IndexDamagedError(str(error)) from error

    def _best(self, query: tantivy.Query, wanted: Filter, limit: int) -> dict[int, Spans]:
        """The best passages (score, start, end) of at least `limit` documents, by the documents' numbers."""
        number = max(4 * limit, 32)
        loose = only(self._schema, query, wanted, dates=False)
        if wanted.dated:
            # Most days pass most filters, and searching without them is faster: tantivy may pass over what cannot win.
            found, all_seen = self._top(loose, 8 * number)
            best = self._by_document(found, wanted)
            if len(best) >= limit or all_seen:
                return best
        strict = only(self._schema, query, wanted, dates=True)
        while True:
            found, all_seen = self._top(strict, number)
            best = self._by_document(found, wanted)
            if len(best) >= limit or all_seen:
                return best
            number *= 4

    def _top(self, query: tantivy.Query, number: int) -> tuple[Scored, bool]:
        """The best passages, and whether they are all that there are."""
        answer = self._searcher.search(query, number, count=False).hits
        scored = [(round(score, 4), address) for score, address in answer]
        if len(answer) < number:
            return scored, True
        # The last ones may have equals below the cut; without them the answer does not depend on the cut.
        return [(score, address) for score, address in scored if score > scored[-1][0]], False

    def _by_document(self, scored: Scored, wanted: Filter) -> dict[int, Spans]:
        addresses = [address for _, address in scored]
        names = ("document", "start", "end", "published")
        columns = [self._searcher.fast_field_values(name, addresses) for name in names]
        found: dict[int, Spans] = {}
        for (score, _), number, start, end, day in zip(scored, *columns, strict=True):
            if wanted.allows(day):
                found.setdefault(int(number), []).append((score, int(start), int(end)))
        for spans in found.values():
            spans.sort(key=lambda span: (-span[0], span[1]))
        return found

    def _ids(self, numbers: Iterable[int]) -> dict[int, str]:
        question = "select number, document_id from documents where number in (select value from json_each(?))"
        return dict(self.ask(question, json.dumps(list(numbers))))

    def _document(self, number: int) -> Document:
        with self._guard:
            record, text, _ = self._texts.get(number)
        document = Document.model_validate({**json.loads(record), "text": text})
        if document.text_hash != content_hash(text):
            raise IndexDamagedError(f"the text of {document.document_id} is not the one that was indexed")
        return document


def check_files(folder: Path, seal: Seal, *, thorough: bool) -> None:
    """Raise IndexDamagedError unless every file of an index is as its seal says."""
    for name, told in seal.files.items():
        status = (folder / name).stat()
        if status.st_size != told.size:
            raise IndexDamagedError(f"{name} has another size")
        # A copied index has other times; then, and where somebody wants to be sure, its bytes are summed.
        if (thorough or status.st_mtime_ns != told.mtime_ns) and checksum(folder / name) != told.crc:
            raise IndexDamagedError(f"{name} has other bytes")


def checksum(path: Path) -> int:
    """The CRC-32 of a file."""
    crc = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            crc = zlib.crc32(block, crc)
    return crc


def content_of(fingerprints: Iterable[str]) -> str:
    """A hash of documents that does not depend on their order."""
    return hashlib.sha256("\n".join(sorted(fingerprints)).encode()).hexdigest()
