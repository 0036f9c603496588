"""Folders of evidence as a source: indexed once, brought up to date as their files change, searched in milliseconds."""

import asyncio
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, groupby
from pathlib import Path

from filelock import FileLock, Timeout

from language.model_files import in_thread
from verifiers import ranking
from verifiers.protocols import ALL_PURPOSES, Answer
from verifiers.publishers import load_publishers
from verifiers.sources import (
    corpus_documents,
    corpus_entries,
    corpus_files,
    corpus_index,
    corpus_passages,
    corpus_terms,
)
from verifiers.sources.corpus_changes import Changes, compare, remember_stamps
from verifiers.sources.corpus_entries import Entry
from verifiers.sources.corpus_files import CorpusFile, Problem, shown
from verifiers.sources.corpus_index import INDEX_FORMAT, IndexDamagedError, PassageIndex
from verifiers.sources.corpus_news import CorpusNews
from verifiers.sources.corpus_overview import RootOverview, overview, remember_roots
from verifiers.sources.corpus_reading import read_files
from verifiers.sources.corpus_roots import Root, list_roots
from verifiers.sources.corpus_store import IndexedFile
from verifiers.sources.corpus_terms import Filter
from verifiers.sources.corpus_writer import IndexNotWrittenError, IndexWriter, OutOfOrderError
from warehouse.errors import BadInputError, SourceError
from warehouse.records import Claim, Query

VERSION = 2

LOCK_WAIT_S = 900.0  # longer than the first index of a very large corpus takes
# Passages that are gone weigh on in the counts of words. A small index is written anew instead, which takes seconds,
# and so is a large one of which much is gone.
_WRITTEN_ANEW_BELOW = 20_000  # passages
_MOST_DEAD = 0.2  # of all passages
_ROOTS_SHOWN = 3


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
    damage: str | None = None  # what was wrong with the index that was there, so that all was read again


class CorpusSource:
    """Evidence from folders or files of documents, through an index that is kept under `index_dir`.

    `prepare` comes before the first search, and again whenever files may have changed; it may run in any thread, beside
    searches. Several processes may share one `index_dir`: one of them writes, the others wait for it.
    """

    name = "corpus"
    live = False  # its version tells its content
    by_claim = True  # which passages are put in order by
    purposes = ALL_PURPOSES

    def __init__(
        self,
        roots: Path | Sequence[Root],
        index_dir: Path,
        *,
        key: Path | None = None,
        published_from: date | None = None,
        publishers: Collection[str] = (),
        without_publishers: Collection[str] = (),
        lock_wait_s: float = LOCK_WAIT_S,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`key` names the index of several roots, which may come and go. The rest narrows every search: nothing
        published earlier, and nothing undated; only these publishers; none of those, each by its name or its host."""
        self._roots = (Root(roots),) if isinstance(roots, Path) else tuple(roots)
        self._home = index_dir.absolute() / _key(key or self._roots[0].path)
        self._filter = Filter(published_from, None, frozenset(publishers), frozenset(without_publishers))
        self._lock_wait_s = lock_wait_s
        self._clock = clock
        self._publishers = load_publishers()
        # Everything that decides what an index holds: an index of another format is written anew.
        self._format = "/".join(
            (
                f"index {corpus_index.VERSION}",
                f"documents {corpus_documents.VERSION}",
                f"entries {corpus_entries.VERSION}",
                f"passages {corpus_passages.VERSION}",
                f"terms {corpus_terms.VERSION}",
                f"publishers {self._publishers.version}",
                INDEX_FORMAT,
            )
        )
        self._index: PassageIndex | None = None
        self._damage: str | None = None

    @property
    def version(self) -> str:
        """Code and content: the same for the same documents on any machine. Raises SourceError before `prepare`.

        After a large corpus lost or changed a few documents, the weight of what is gone is part of it, until that is
        written away: the same version always means the same answers.
        """
        seal = self._prepared().seal
        code = hashlib.sha256(self._format.encode()).hexdigest()[:12]
        content = seal.content[:16] + (f"+{seal.remnants[:8]}" if seal.remnants else "")
        narrowed = f":{self._filter.digest}" if self._filter != Filter() else ""
        return f"{VERSION}-{ranking.version()}:{code}:{content}{narrowed}"

    async def search(
        self,
        query: Query,
        claim: Claim,
        *,
        published_until: date | None,
        limit: int,
        published_from: date | None = None,
        publishers: Collection[str] = (),
        without_publishers: Collection[str] = (),
    ) -> Answer:
        """The documents with the best passages, best first; spans are of at most three passages.

        Of the many that share the query's words, those come first that are nearest to the claim in meaning; where exact
        words are looked for, those that hold them. The filters of the source and of the search both hold. Raises
        SourceError when the corpus was not prepared or its index cannot be read.
        """
        index = self._prepared()
        asked = Filter(published_from, published_until, frozenset(publishers), frozenset(without_publishers))
        wanted = self._filter.also(asked)
        if wanted is None:
            return Answer()
        # Where words stand as they were said, no likeness of meaning is worth more.
        as_found = query.purpose == "exact_words"
        candidates = limit if as_found else max(limit, ranking.CANDIDATES)
        try:
            hits = await asyncio.to_thread(index.search, query.text, wanted, limit=candidates)
            if not as_found:
                hits = await in_thread(ranking.nearest, claim, hits, limit)
        except IndexDamagedError as error:
            raise SourceError(
                f"The index of the corpus {self.shown} can no longer be read ({error}): run the check again."
            ) from error
        return Answer(tuple(hits[:limit]))

    @property
    def news(self) -> CorpusNews:
        """What came and what is gone, as of the index that is open. Raises SourceError before `prepare`."""
        return CorpusNews(self._prepared(), self._filter)

    @property
    def shown(self) -> str:
        """Its places, as a user is told them."""
        places = [shown(root.path) for root in self._roots[:_ROOTS_SHOWN]]
        return ", ".join(places) + (f" and {more} more" if (more := len(self._roots) - len(places)) else "")

    @property
    def roots(self) -> tuple[Root, ...]:
        return self._roots

    def prepare(self, *, thorough: bool = False) -> CorpusReport:
        """Bring the index up to date with the files and open it. Only new and changed files are read.

        `thorough` sums every file of the index before it is trusted, else size and time must do. Raises BadInputError
        when the corpus does not exist or holds no document, SourceError when the index cannot be written or another
        process holds it for too long. However it ends, the index before it stays whole.
        """
        found = list_roots(self._roots)
        listing = found.listing
        with self._alone():
            old = self._current(thorough=thorough)
            known = old.files() if old else {}
            changes = compare(self._home, found, known)
            if old and not (changes.added or changes.changed or changes.removed):
                index = old
            else:
                index = self._renew(listing.files, changes, old, known)
                self._publish(index)
            remember_stamps(self._home, changes.stamps)
            remember_roots(self._home, self._roots, found, changes.unusable, self._clock())
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
            damage=self._damage,
        )

    def as_indexed(self) -> PassageIndex | None:
        """The index as it was last written, whatever became of the files since; None where there is none."""
        return self._current()

    def overview(self) -> list[RootOverview]:
        """What each root holds, as it was last indexed."""
        return overview(self._home, self._current(), self._roots)

    def forget(self) -> None:
        """Delete the index. Raises SourceError where that is not allowed or another process is at it."""
        with self._alone():
            shutil.rmtree(self._home)
        self._index = None

    def _prepared(self) -> PassageIndex:
        if self._index is None:
            raise SourceError(f"The corpus {self.shown} was not prepared: call prepare() before the first search.")
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
                f"Another process has been indexing the corpus {self.shown} for over {self._lock_wait_s:.0f} s: "
                f"wait for it or stop it."
            ) from None
        except (OSError, IndexNotWrittenError) as error:
            raise SourceError(
                f"The index of the corpus {self.shown} cannot be kept in {self._home.parent}: {error}. "
                f"Free the disk or choose another cache folder."
            ) from error

    def _current(self, *, thorough: bool = False) -> PassageIndex | None:
        """The index that `current` names, or None where there is none that is whole and of our format."""
        self._damage = None
        try:
            folder = self._home / (self._home / "current").read_text().strip()
            if self._index and self._index.folder == folder and not thorough and self._index.trusted:
                return self._index
            return PassageIndex(folder, self._format, thorough=thorough)
        except IndexDamagedError as error:
            self._damage = str(error)
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            pass
        return None

    def _renew(
        self,
        files: Sequence[CorpusFile],
        changes: Changes,
        old: PassageIndex | None,
        known: Mapping[str, IndexedFile],
    ) -> PassageIndex:
        """A change goes into a copy of the old index, unless what it leaves behind would weigh too much."""
        new = [file for file in files if file.name in changes.added | changes.changed]
        if old:
            gone = changes.changed | changes.removed
            small = old.seal.passages < _WRITTEN_ANEW_BELOW
            if not gone or (not small and _dead_share(old, gone) <= _MOST_DEAD):
                try:
                    return self._write(new, changes, gone, old, in_order=small)
                except OutOfOrderError:
                    pass
        return self._write_anew(new, changes, old, known)

    def _write(
        self, new: Sequence[CorpusFile], changes: Changes, gone: Collection[str], old: PassageIndex, *, in_order: bool
    ) -> PassageIndex:
        """The old index without the files that are gone, and with the new ones."""
        folder = self._home / f"index-{uuid.uuid4().hex}"
        with IndexWriter(folder, self._clock(), old, in_order=in_order) as writer, self._reading(new) as reads:
            for name in sorted(gone):
                writer.remove(name)
            for name, read in reads:
                writer.add(name, changes.digests[name], read)
            self._finish(writer, changes)
        return PassageIndex(folder, self._format)

    def _write_anew(
        self,
        new: Sequence[CorpusFile],
        changes: Changes,
        old: PassageIndex | None,
        known: Mapping[str, IndexedFile],
    ) -> PassageIndex:
        """A new index of all files in their order; what the old one has of unchanged files is taken from it."""
        folder = self._home / f"index-{uuid.uuid4().hex}"
        names = {file.name for file in new}
        with IndexWriter(folder, self._clock()) as writer, self._reading(new) as reads:
            for name in sorted(changes.digests):
                if name in names:
                    writer.add(name, changes.digests[name], next(reads)[1])
                elif old:
                    writer.keep(known[name], old)
            self._finish(writer, changes)
        return PassageIndex(folder, self._format)

    @contextmanager
    def _reading(self, files: Sequence[CorpusFile]) -> Iterator[Iterator[tuple[str, Iterator[Entry | Problem]]]]:
        """What each file holds, in order of the files."""
        with closing(read_files(files, self._publishers, self._clock())) as stretches:
            yield (
                (name, chain.from_iterable(read for _, read in of_file))
                for name, of_file in groupby(stretches, key=lambda stretch: stretch[0].name)
            )

    def _finish(self, writer: IndexWriter, changes: Changes) -> None:
        if writer.documents == 0:
            problems = (*changes.unusable, *writer.problems)
            raise BadInputError(
                f"The corpus {self.shown} holds no document: "
                f"give it {corpus_files.types_read()} files with text{f' ({problems[0]})' if problems else ''}."
            )
        writer.seal(self._format)

    def _publish(self, index: PassageIndex) -> None:
        replacement = self._home / "current.new"
        replacement.write_text(index.folder.name)
        replacement.replace(self._home / "current")

    def _remove_others(self, index: PassageIndex) -> None:
        """Earlier indexes, and what killed processes left. Whoever has one open keeps it until they let go of it."""
        for folder in self._home.glob("index-*"):
            if folder != index.folder:
                shutil.rmtree(folder, ignore_errors=True)


def _dead_share(index: PassageIndex, gone: Collection[str]) -> float:
    """Which part of all passages would be dead with those of these files."""
    ((more,),) = index.ask(
        "select coalesce(sum(passages), 0) from documents "
        "where indexed = 1 and file in (select value from json_each(?))",
        json.dumps(sorted(gone)),
    )
    return float((index.seal.dead + more) / (index.seal.dead + index.seal.passages or 1))


def _key(path: Path) -> str:
    """The folder of a corpus's index: its name, for people, and a hash of where it lies."""
    real = os.path.realpath(path)
    name = re.sub(r"[^A-Za-z0-9-]+", "-", Path(real).name)[:40].strip("-")
    return f"{name or 'corpus'}-{hashlib.sha256(os.fsencode(real)).hexdigest()[:16]}"
