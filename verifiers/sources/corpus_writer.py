"""Writes an index of passages: anew, or as a copy of an earlier one with some files of the corpus gone and others come.

A copy shares the earlier index's files by hard links, for none of them is ever written to again: tantivy's segments and
the files of texts are only added, and the catalog and tantivy's list of segments are copied.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy

from verifiers.sources.corpus_entries import Entry, entry_again
from verifiers.sources.corpus_files import Problem
from verifiers.sources.corpus_index import FileSeal, PassageIndex, Seal, checksum, content_of
from verifiers.sources.corpus_store import (
    CATALOG,
    TEXTS,
    IndexedFile,
    TextFile,
    Texts,
    microseconds,
    put_file,
    written,
)
from verifiers.sources.corpus_terms import ANALYZER, WORDS, build_analyzer, build_schema

_WRITER_MEMORY = 200_000_000  # bytes; the more, the fewer segments a search has to go through
_PROBLEMS_KEPT = 20  # of one file: a file of a million bad lines needs no million sentences
_NEVER_LINKED = ("meta.json", ".managed.json")  # tantivy replaces these
_MERGED_BELOW = 2  # a file of texts up to so many times the size of the new one becomes part of it


class IndexNotWrittenError(Exception):
    """The disk, or a library on its behalf, refused."""


class OutOfOrderError(Exception):
    """A document stands earlier in the corpus than its twin in the index."""


class IndexWriter:
    """Writes a new index into a folder that does not exist yet; `seal` makes it one, leaving without removes it."""

    def __init__(
        self, folder: Path, came: datetime, old: PassageIndex | None = None, *, in_order: bool = False
    ) -> None:
        """`came`: when what is added was read. `old`: begin with what it holds. `in_order`: raise OutOfOrderError
        rather than leave dead passages."""
        self._folder = folder
        self._came = microseconds(came)
        self._old = old
        self._in_order = in_order
        self._texts_before = list(old.seal.texts) if old else []
        self._first = self._next = old.seal.next_number if old else 1
        self._gone: list[tuple[int, int]] = []  # numbers of documents, from and to, whose passages go
        self._unsettled: set[str] = set()  # documents of which another copy may now be the first
        self.documents = old.seal.documents if old else 0
        self.problems: list[Problem] = []  # the first ones of what was added

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException as error:
            self._throw_away(error)
            raise
        return self

    def _begin(self) -> None:
        passages = self._folder / "passages"
        passages.mkdir(parents=True)
        if self._old:
            for path in (self._old.folder / "passages").iterdir():
                if path.name in _NEVER_LINKED:
                    shutil.copyfile(path, passages / path.name)
                elif path.suffix != ".lock":
                    _link(path, passages / path.name)
            for file in self._texts_before:
                _link(self._old.folder / file.name, self._folder / file.name)
            shutil.copyfile(self._old.folder / "catalog.sqlite", self._folder / "catalog.sqlite")
        self._catalog = written(self._folder / "catalog.sqlite", None if self._old else CATALOG)
        self._text_name = f"texts-{self._first}.sqlite"
        self._texts = written(self._folder / self._text_name, TEXTS)
        with _tantivy_writes():
            index = tantivy.Index(build_schema(), str(passages))
            index.register_tokenizer(ANALYZER, build_analyzer())
            # One thread keeps up with any number of readers, and makes the same segments each time.
            self._schema = index.schema
            self._passages = index.writer(_WRITER_MEMORY, 1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._catalog.close()
        self._texts.close()
        if error is not None:
            self._throw_away(error)

    def _throw_away(self, error: BaseException) -> None:
        """Remove what is half written. Raises IndexNotWrittenError where it was SQLite that could not write."""
        shutil.rmtree(self._folder, ignore_errors=True)
        if isinstance(error, sqlite3.Error):
            raise IndexNotWrittenError(str(error)) from error

    def remove(self, name: str) -> None:
        """Leave out what the old index holds of a file."""
        rows = self._catalog.execute(
            "select number, document_id, indexed from documents where file = ?", (name,)
        ).fetchall()
        if rows:  # one file's documents were numbered one after the other
            self._gone.append((min(number for number, _, _ in rows), max(number for number, _, _ in rows)))
        counted = [document_id for _, document_id, indexed in rows if indexed]
        self.documents -= len(counted)
        self._unsettled.update(counted)
        self._catalog.execute("delete from documents where file = ?", (name,))
        self._catalog.execute("delete from files where name = ?", (name,))

    def keep(self, file: IndexedFile, source: PassageIndex) -> None:
        """Write anew what another index holds of a file that has not changed."""
        put_file(self._catalog, file.name, file.digest, file.problems, file.problem_count)
        rows = source.ask("select number, fingerprint, came from documents where file = ? order by number", file.name)
        texts = Texts(source.folder, source.seal.texts)
        try:
            for number, fingerprint, came in rows:
                self._insert(file.name, entry_again(*texts.get(number), fingerprint), came)
        finally:
            texts.close()

    def add(self, name: str, digest: str, read: Iterable[Entry | Problem]) -> None:
        """Take in what was read from one file."""
        problems: list[Problem] = []
        problem_count = 0
        for one in read:
            if isinstance(one, Problem):
                problem_count += 1
                if len(problems) < _PROBLEMS_KEPT:
                    problems.append(one)
            else:
                self._insert(name, one, self._came)
        self.problems += problems[:1]
        put_file(self._catalog, name, digest, problems, problem_count)

    def _insert(self, file: str, entry: Entry, came: int) -> None:
        twin = self._catalog.execute(
            "select file from documents where document_id = ? and indexed = 1", (entry.document_id,)
        ).fetchone()
        if twin and twin[0] > file:
            if self._in_order:
                raise OutOfOrderError
            self._unsettled.add(entry.document_id)
        number = self._next
        self._next += 1
        self._catalog.execute(
            "insert into documents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                entry.document_id,
                file,
                entry.fingerprint,
                len(entry.spans),
                entry.publisher,
                entry.day,
                entry.language,
                int(not twin),
                came,
            ),
        )
        self._texts.execute(
            "insert into texts values (?, ?, ?, ?)", (number, entry.record, entry.text, json.dumps(entry.spans))
        )
        if not twin:
            self._index(number, entry)

    def _index(self, number: int, entry: Entry) -> None:
        self.documents += 1
        with _tantivy_writes():
            for (start, end), words in zip(entry.spans, entry.words, strict=True):
                passage = tantivy.Document()
                # Two values of one field: no phrase runs from one into the other.
                passage.add_text(WORDS, entry.title_words)
                passage.add_text(WORDS, words)
                for term in entry.publisher_terms:
                    passage.add_text("publisher", term)
                passage.add_integer("document", number)
                passage.add_integer("start", start)
                passage.add_integer("end", end)
                if entry.day is not None:
                    passage.add_integer("published", entry.day)
                self._passages.add_document(passage)

    def _settle(self) -> None:
        """Of documents that are there more than once, the first by name is the one that is found."""
        for document_id in sorted(self._unsettled):
            rows = self._catalog.execute(
                "select number, indexed, fingerprint from documents where document_id = ? order by file, number",
                (document_id,),
            ).fetchall()
            for place, (number, indexed, fingerprint) in enumerate(rows):
                if indexed and place > 0:
                    self.documents -= 1
                    self._gone.append((number, number))
                elif place == 0 and not indexed:
                    self._index(number, entry_again(*self._text(number), fingerprint))
                self._catalog.execute("update documents set indexed = ? where number = ?", (int(place == 0), number))

    def _text(self, number: int) -> tuple[str, str, str]:
        if number < self._first:
            texts = Texts(self._folder, self._texts_before)
            try:
                return texts.get(number)
            finally:
                texts.close()
        record, text, spans = self._texts.execute(
            "select record, text, spans from texts where number = ?", (number,)
        ).fetchone()
        return record, text, spans

    def seal(self, wanted_format: str) -> Seal:
        """Finish: the folder is an index from now on."""
        self._settle()
        with _tantivy_writes():
            for first, last in _joined(self._gone):
                self._passages.delete_documents_by_query(
                    tantivy.Query.range_query(self._schema, "document", tantivy.FieldType.Integer, first, last)
                )
            self._passages.commit()
            self._passages.wait_merging_threads()
        self._merge_texts()
        self._catalog.execute("commit")
        fingerprints = self._catalog.execute("select fingerprint from documents where indexed = 1")
        content = content_of(fingerprint for (fingerprint,) in fingerprints)
        documents, duplicates, passages = self._catalog.execute(
            "select coalesce(sum(indexed), 0), coalesce(sum(1 - indexed), 0), coalesce(sum(indexed * passages), 0) "
            "from documents"
        ).fetchone()
        self._catalog.close()
        self._texts.close()
        dead, remnants = _remnants(self._folder / "passages")
        seal = Seal(
            format=wanted_format,
            content=content,
            remnants=remnants,
            dead=dead,
            documents=documents,
            duplicates=duplicates,
            passages=passages,
            texts=tuple(self._texts_before),
            next_number=self._next,
            files=seal_files(self._folder, self._old),
        )
        seal.write(self._folder)
        return seal

    def _merge_texts(self) -> None:
        """Make one file of the new texts and of those before them that are not much larger, so that files stay few."""
        self._texts.execute("commit")
        new = self._folder / self._text_name
        if self._next == self._first:  # nothing came
            new.unlink()
            return
        first = self._first
        while self._texts_before:
            before = self._folder / self._texts_before[-1].name
            if before.stat().st_size > _MERGED_BELOW * new.stat().st_size:
                break
            first = self._texts_before.pop().first
            numbers = self._catalog.execute("select number from documents where number >= ?", (first,)).fetchall()
            self._texts.execute("attach ? as before", (str(before),))
            self._texts.execute(
                "insert into main.texts select * from before.texts where number in (select value from json_each(?))",
                (json.dumps([number for (number,) in numbers]),),
            )
            self._texts.execute("detach before")
            before.unlink()
        self._texts_before.append(TextFile(self._text_name, first))


def seal_files(folder: Path, old: PassageIndex | None) -> dict[str, FileSeal]:
    """Size, time and CRC-32 of every file of an index but its seal and tantivy's locks; what is shared with the old
    index is not summed again."""
    known = old.seal.files if old else {}
    sealed = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("seal.json") or path.suffix == ".lock":
            continue
        name = path.relative_to(folder).as_posix()
        status = path.stat()
        told = known.get(name)
        if told and (told.size, told.mtime_ns) == (status.st_size, status.st_mtime_ns) and status.st_nlink > 1:
            sealed[name] = told
            continue
        with path.open("rb") as stream:
            os.fsync(stream.fileno())  # from now on its size and time are trusted
        sealed[name] = FileSeal(status.st_size, status.st_mtime_ns, checksum(path))
    return sealed


def _link(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copy2(path, target)


def _remnants(passages: Path) -> tuple[int, str]:
    """How many passages are gone but still counted, and a name for that state: empty where there are none."""
    segments = json.loads((passages / "meta.json").read_text())["segments"]
    dead = sum(segment["deletes"]["num_deleted_docs"] for segment in segments if segment.get("deletes"))
    if not dead:
        return 0, ""
    return dead, hashlib.sha256(json.dumps(segments, sort_keys=True).encode()).hexdigest()


def _joined(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges of whole numbers, those that meet made one."""
    first = last = None
    for start, end in sorted(ranges):
        if last is not None and first is not None and start > last + 1:
            yield first, last
            first = start
        first = start if first is None else first
        last = end if last is None else max(last, end)
    if first is not None and last is not None:
        yield first, last


@contextmanager
def _tantivy_writes() -> Iterator[None]:
    """Names what tantivy raises when the disk refuses: a bare ValueError, as a defect of ours might."""
    try:
        yield
    except ValueError as error:
        raise IndexNotWrittenError(str(error)) from error
