"""A folder of evidence as a source: indexed once, brought up to date as its files change, searched in milliseconds."""

import asyncio
import hashlib
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from verifiers.protocols import ALL_PURPOSES, Answer
from verifiers.publishers import load_publishers
from verifiers.sources import corpus_documents, corpus_files, corpus_index, corpus_passages, corpus_terms
from verifiers.sources.corpus_files import CorpusFile, Problem, Stamp, UnusableFileError, shown
from verifiers.sources.corpus_index import (
    INDEX_FORMAT,
    IndexDamagedError,
    IndexedFile,
    IndexNotWrittenError,
    IndexWriter,
    OutOfOrderError,
    PassageIndex,
)
from warehouse.errors import BadInputError, SourceError
from warehouse.records import Claim, Query

VERSION = 1

LOCK_WAIT_S = 900.0  # longer than the first index of a very large corpus takes
_SETTLED_NS = 2_000_000_000  # a file changed so short a time ago could change again within one tick of its clock


@dataclass(frozen=True)
class CorpusReport:
    """What `prepare` found and did."""

    documents: int
    duplicates: int  # the same text at the same address again: indexed once
    passages: int
    files_added: int
    files_changed: int
    files_unchanged: int
    files_removed: int
    files_ignored: int  # of types that are not read
    unreadable: tuple[Problem, ...]  # files and lines that were left out: the first twenty of each file
    notes: tuple[Problem, ...]  # on documents that were taken, all but a detail: likewise
    problem_count: int  # of both kinds, all counted


@dataclass(frozen=True)
class _Changes:
    """The files of a corpus against its index; `digests` and `stamps` are those of every file that can be read."""

    digests: Mapping[str, str]
    stamps: Mapping[str, Stamp]
    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]
    unusable: tuple[Problem, ...]


class CorpusSource:
    """Evidence from a folder or file of documents, through an index that is kept under `index_dir`.

    `prepare` comes before the first search, and again whenever files may have changed; it may run in any thread, beside
    searches. Several processes may share one `index_dir`: one of them writes, the others wait for it.
    """

    name = "corpus"
    live = False  # its version tells its content
    purposes = ALL_PURPOSES

    def __init__(self, path: Path, index_dir: Path, *, lock_wait_s: float = LOCK_WAIT_S) -> None:
        self._path = path
        self._home = index_dir.absolute() / _key(path)
        self._lock_wait_s = lock_wait_s
        self._publishers = load_publishers()
        # Everything that decides what an index holds: an index of another format is written anew.
        self._format = "/".join(
            (
                f"index {corpus_index.VERSION}",
                f"documents {corpus_documents.VERSION}",
                f"passages {corpus_passages.VERSION}",
                f"terms {corpus_terms.VERSION}",
                f"publishers {self._publishers.version}",
                INDEX_FORMAT,
            )
        )
        self._index: PassageIndex | None = None

    @property
    def version(self) -> str:
        """Code and content: the same for the same documents on any machine. Raises SourceError before `prepare`."""
        code = hashlib.sha256(self._format.encode()).hexdigest()[:12]
        return f"{VERSION}:{code}:{self._prepared().seal.content[:16]}"

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        """The documents with the best passages, best first, ties by document_id; spans are of at most three passages.

        Raises SourceError when the corpus was not prepared or its index cannot be read.
        """
        index = self._prepared()
        try:
            hits = await asyncio.to_thread(index.search, query.text, published_until=published_until, limit=limit)
        except IndexDamagedError as error:
            raise SourceError(
                f"The index of the corpus {shown(self._path)} can no longer be read ({error}): run the check again."
            ) from error
        return Answer(tuple(hits))

    def prepare(self) -> CorpusReport:
        """Bring the index up to date with the files and open it. Only new and changed files are read.

        Raises BadInputError when the corpus does not exist or holds no document, SourceError when the index cannot be
        written or another process holds it for too long. However it ends, the index before it stays whole.
        """
        listing = corpus_files.list_files(self._path)
        with self._alone():
            old = self._current()
            known = old.files() if old else {}
            changes = self._compare(listing.files, known)
            if old and not (changes.added or changes.changed or changes.removed):
                index = old
            else:
                index = self._renew(listing.files, changes, old, known)
                self._publish(index)
            self._remember(changes.stamps)
            self._remove_others(index)
        self._index = index
        files = index.files().values()
        problems = (*listing.problems, *changes.unusable, *(one for file in files for one in file.problems))
        return CorpusReport(
            documents=index.seal.documents,
            duplicates=index.seal.duplicates,
            passages=index.seal.passages,
            files_added=len(changes.added),
            files_changed=len(changes.changed),
            files_unchanged=len(changes.digests) - len(changes.added) - len(changes.changed),
            files_removed=len(changes.removed),
            files_ignored=listing.ignored,
            unreadable=tuple(problem for problem in problems if not problem.kept),
            notes=tuple(problem for problem in problems if problem.kept),
            problem_count=len(listing.problems) + len(changes.unusable) + sum(file.problem_count for file in files),
        )

    def _prepared(self) -> PassageIndex:
        if self._index is None:
            raise SourceError(
                f"The corpus {shown(self._path)} was not prepared: call prepare() before the first search."
            )
        return self._index

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """As the only process that reads or writes which index is the current one."""
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            with FileLock(self._home / "lock", timeout=self._lock_wait_s):
                yield
        except Timeout:
            raise SourceError(
                f"Another process has been indexing the corpus {shown(self._path)} for over {self._lock_wait_s:.0f} s: "
                f"wait for it or stop it."
            ) from None
        except (OSError, IndexNotWrittenError) as error:
            raise SourceError(
                f"The index of the corpus {shown(self._path)} cannot be kept in {self._home.parent}: {error}. "
                f"Free the disk or choose another cache folder."
            ) from error

    def _current(self) -> PassageIndex | None:
        """The index that `current` names, or None where there is none that is whole and of our format."""
        try:
            folder = self._home / (self._home / "current").read_text().strip()
            if self._index and self._index.folder == folder:
                return self._index
            return PassageIndex(folder, self._format)
        except (FileNotFoundError, UnicodeDecodeError, IndexDamagedError):
            return None

    def _compare(self, files: Sequence[CorpusFile], known: Mapping[str, IndexedFile]) -> _Changes:
        remembered = self._remembered()
        digests: dict[str, str] = {}
        stamps: dict[str, Stamp] = {}
        unusable: list[Problem] = []
        for file in files:
            try:
                stamp = corpus_files.stamp_of(file)
                if file.name in known and remembered.get(file.name) == stamp:
                    digests[file.name] = known[file.name].digest
                else:
                    digests[file.name] = corpus_files.digest_of(file)
            except UnusableFileError as error:
                unusable.append(Problem(file.name, None, str(error)))
                continue
            if time.time_ns() - stamp.mtime_ns > _SETTLED_NS:
                stamps[file.name] = stamp
        return _Changes(
            digests=digests,
            stamps=stamps,
            added=frozenset(digests.keys() - known.keys()),
            changed=frozenset(name for name, file in known.items() if digests.get(name, file.digest) != file.digest),
            removed=frozenset(known.keys() - digests.keys()),
            unusable=tuple(unusable),
        )

    def _renew(
        self,
        files: Sequence[CorpusFile],
        changes: _Changes,
        old: PassageIndex | None,
        known: Mapping[str, IndexedFile],
    ) -> PassageIndex:
        """Additions go into a copy of the old index; deletions would leave their weight in its BM25 counts."""
        if old and not changes.changed and not changes.removed:
            try:
                return self._write(files, changes, old, known, append=True)
            except OutOfOrderError:
                pass
        return self._write(files, changes, old, known, append=False)

    def _write(
        self,
        files: Sequence[CorpusFile],
        changes: _Changes,
        old: PassageIndex | None,
        known: Mapping[str, IndexedFile],
        *,
        append: bool,
    ) -> PassageIndex:
        """A new index of all files; only new and changed ones are read. `append` starts from a copy of the old one."""
        folder = self._home / f"index-{uuid.uuid4().hex}"
        now = datetime.now(UTC)
        with IndexWriter(folder, old, append=append) as writer:
            for file in files:
                if file.name not in changes.digests:
                    continue
                if file.name in changes.added or file.name in changes.changed:
                    documents = corpus_documents.read_documents(file, self._publishers, now)
                    writer.add(file.name, changes.digests[file.name], documents)
                elif not append:
                    writer.keep(known[file.name])
            problems = (*changes.unusable, *writer.problems)
            if writer.documents == 0:
                raise BadInputError(
                    f"The corpus {shown(self._path)} holds no document: "
                    f"give it {corpus_files.types_read()} files with text{f' ({problems[0]})' if problems else ''}."
                )
            writer.seal(self._format)
        return PassageIndex(folder, self._format)

    def _publish(self, index: PassageIndex) -> None:
        replacement = self._home / "current.new"
        replacement.write_text(index.folder.name)
        replacement.replace(self._home / "current")

    def _remove_others(self, index: PassageIndex) -> None:
        """Earlier indexes, and what killed processes left. Whoever has one open keeps it until they let go of it."""
        for folder in self._home.glob("index-*"):
            if folder != index.folder:
                shutil.rmtree(folder, ignore_errors=True)

    def _remembered(self) -> dict[str, Stamp]:
        """The stamps that files had when they were hashed. Only a shortcut, so what cannot be read is forgotten."""
        try:
            stamps = json.loads((self._home / "stamps.json").read_text())
            return {name: Stamp(int(size), int(mtime_ns)) for name, (size, mtime_ns) in stamps.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _remember(self, stamps: Mapping[str, Stamp]) -> None:
        replacement = self._home / "stamps.json.new"
        replacement.write_text(json.dumps({name: (stamp.size, stamp.mtime_ns) for name, stamp in stamps.items()}))
        replacement.replace(self._home / "stamps.json")


def _key(path: Path) -> str:
    """The folder of a corpus's index: its name, for people, and a hash of where it lies."""
    real = os.path.realpath(path)
    name = re.sub(r"[^A-Za-z0-9-]+", "-", Path(real).name)[:40].strip("-")
    return f"{name or 'corpus'}-{hashlib.sha256(os.fsencode(real)).hexdigest()[:16]}"
