"""Reads the files of a corpus in processes of their own, in order, in bounded memory and time.

Where there is little to read, and nothing but plain text, pages and lines, it is read right here. A process that runs
out of memory or time, or that a file brings down, costs the file that it was at.
"""

import marshal
import os
import queue
import select
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import IO, Any

from verifiers.publishers import Publishers
from verifiers.sources import corpus_parquet
from verifiers.sources.corpus_entries import Entry, read_entries
from verifiers.sources.corpus_files import WHOLE, CorpusFile, Part, Problem, UnusableFileError, opened
from verifiers.sources.corpus_reader import HEADER, send, unplain
from warehouse.errors import SourceError

MOST_SECONDS = 120.0  # between two signs of life of a reading process
_START_SECONDS = 120.0  # on a busy machine; it takes one
MOST_MEMORY = 2_000_000_000  # bytes of a reading process, its code included
PART_BYTES = 6_000_000  # of a collection that is read in parts
_HERE_BELOW = 4_000_000  # bytes: for less, starting processes takes longer than reading
_FILES_AT_ONCE = 64
_FRAMES_AHEAD = 64  # of about a megabyte each, read and not yet taken by the writer
# Their parsers are large, and what hostile files do to them is only bounded in a process of its own.
_APART = (".pdf", ".docx", ".parquet", ".warc", ".warc.gz")

# One thread each is enough, and pyarrow's own allocator reserves more than the limit lets it.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}

Read = Entry | Problem
Result = tuple[int, list[Read]] | BaseException | None  # the piece and what came of it; None: the job is done


class _BroughtDownError(Exception):
    """A reading process ended, or had to be ended; the message says what the file did."""


@dataclass(frozen=True)
class Piece:
    """A file, or a part of one, to be read."""

    file: CorpusFile
    part: Part = WHOLE


def read_files(
    files: Sequence[CorpusFile], publishers: Publishers, retrieved_at: datetime
) -> Generator[tuple[CorpusFile, Iterable[Read]]]:
    """What each file holds, in order, a stretch at a time; a file with nothing in it comes with an empty one."""
    sizes = {file.name: _size(file) for file in files}
    if sum(sizes.values()) < _HERE_BELOW and not any(file.suffix in _APART for file in files):
        for file in files:
            yield file, read_entries(file, WHOLE, publishers, retrieved_at)
        return
    jobs = list(_jobs(files, sizes))
    with closing(_Readers(jobs, retrieved_at)) as readers:
        yield from readers.results()


def _size(file: CorpusFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _jobs(files: Sequence[CorpusFile], sizes: dict[str, int]) -> Iterator[list[Piece]]:
    """Large collections in parts, small files together, in the order of the files."""
    together: list[Piece] = []
    size = 0
    for file in files:
        pieces = [Piece(file, part) for part in _parts(file, sizes[file.name])]
        if len(pieces) > 1 or size + sizes[file.name] > PART_BYTES or len(together) == _FILES_AT_ONCE:
            if together:
                yield together
            together, size = [], 0
        if len(pieces) > 1:
            yield from ([piece] for piece in pieces)
        else:
            together += pieces
            size += sizes[file.name]
    if together:
        yield together


def _parts(file: CorpusFile, size: int) -> list[Part]:
    if size < 2 * PART_BYTES:
        return [WHOLE]
    try:
        with opened(file) as stream:
            if file.suffix == ".jsonl":
                return _line_parts(stream)
            if file.suffix == ".parquet":
                return _row_parts(corpus_parquet.row_groups(stream), size)
    except UnusableFileError:  # whoever reads it will say so
        pass
    return [WHOLE]


def _line_parts(stream: IO[bytes]) -> list[Part]:
    """Stretches of whole lines."""
    parts: list[Part] = []
    start, line = 0, 1
    position, lines = 0, 0
    while block := stream.read(PART_BYTES):
        end = block.rfind(b"\n") + 1
        lines += block.count(b"\n")
        if end:
            parts.append(Part(start, position + end, line))
            start, line = position + end, 1 + lines
        position += len(block)
    parts.append(Part(start, None, line))
    return parts


def _row_parts(rows: Sequence[int], size: int) -> list[Part]:
    """Stretches of row groups of about PART_BYTES packed bytes."""
    if not rows:
        return [WHOLE]
    groups = max(1, len(rows) * PART_BYTES // size)
    return [Part(start, min(start + groups, len(rows)), 1 + sum(rows[:start])) for start in range(0, len(rows), groups)]


class _Readers:
    """Processes that read jobs, each watched by a thread; the results of a job wait until the writer comes to it."""

    def __init__(self, jobs: Sequence[Sequence[Piece]], retrieved_at: datetime) -> None:
        self._jobs = jobs
        self._retrieved_at = retrieved_at
        self._next = 0
        self._guard = threading.Lock()
        self._closed = threading.Event()
        self._results: list[queue.Queue[Result]] = [queue.Queue(_FRAMES_AHEAD) for _ in jobs]
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._threads = [
            threading.Thread(target=self._watch, name=f"corpus-reader-{number}", daemon=True)
            for number in range(min(len(jobs), os.cpu_count() or 1, 8))
        ]
        for thread in self._threads:
            thread.start()

    def results(self) -> Iterator[tuple[CorpusFile, Iterable[Read]]]:
        for job, results in zip(self._jobs, self._results, strict=True):
            while (result := results.get()) is not None:
                if isinstance(result, BaseException):
                    raise result
                piece, read = result
                yield job[piece].file, read

    def close(self) -> None:
        self._closed.set()
        with self._guard:
            for process in self._processes:
                process.kill()
        for thread in self._threads:
            thread.join()

    def _watch(self) -> None:
        """Give one process job after job, and another one in its place when it fails."""
        process: subprocess.Popen[bytes] | None = None
        try:
            while (number := self._take()) is not None:
                results = self._results[number]
                try:
                    process = self._do(self._jobs[number], results, process)
                except Exception as error:  # noqa: BLE001  # the writer raises it
                    self._put(results, error)
                    return
                self._put(results, None)
        finally:
            if process:
                self._end(process)

    def _take(self) -> int | None:
        with self._guard:
            number = self._next
            self._next += 1
        return number if number < len(self._jobs) and not self._closed.is_set() else None

    def _do(
        self, job: Sequence[Piece], results: "queue.Queue[Result]", process: subprocess.Popen[bytes] | None
    ) -> subprocess.Popen[bytes] | None:
        done = 0
        while done < len(job) and not self._closed.is_set():
            process = process or self._start()
            at = done
            try:
                _ask(process, job[done:], self._retrieved_at)
                while (frame := _received(process, MOST_SECONDS)) is not None:
                    at = done + frame[0]
                    self._put(results, (at, [unplain(one) for one in frame[1]]))
                return process
            except _BroughtDownError as error:
                if self._closed.is_set():
                    break
                file = job[at].file
                self._put(results, (at, [Problem(file.name, None, str(error))]))
                self._end(process)
                process = None
                done = at + 1
        return process

    def _put(self, results: "queue.Queue[Result]", result: Result) -> None:
        while not self._closed.is_set():
            try:
                results.put(result, timeout=0.2)
            except queue.Full:
                continue
            return

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603  # our own code, by our own interpreter
            [sys.executable, "-c", "from verifiers.sources.corpus_reader import main; main()", str(MOST_MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)} | _ENVIRONMENT,
            start_new_session=True,  # Ctrl-C is for us; we end it
        )
        with self._guard:
            self._processes.add(process)
            if self._closed.is_set():
                process.kill()
        try:
            _received(process, _START_SECONDS)  # that it is ready
        except _BroughtDownError:
            self._end(process)
            raise SourceError(
                "A process to read the corpus cannot be started: free some memory, or look at what limits it."
            ) from None
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._guard:
            self._processes.discard(process)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()


def _ask(process: "subprocess.Popen[bytes]", pieces: Sequence[Piece], retrieved_at: datetime) -> None:
    plain = [(piece.file.name, os.fsencode(piece.file.path.absolute()), astuple(piece.part)) for piece in pieces]
    try:
        send(_pipe(process.stdin), (plain, retrieved_at.isoformat()))
    except OSError:
        raise _BroughtDownError("the process that was to read it was ended: run the check again") from None


def _received(process: "subprocess.Popen[bytes]", seconds: float) -> Any:
    """The next value from a reading process; raises _BroughtDownError when it ended or gives no sign of life."""
    until = time.monotonic() + seconds
    header = _read(process, HEADER.size, until)
    return marshal.loads(_read(process, HEADER.unpack(header)[0], until))  # noqa: S302  # from our own code


def _read(process: "subprocess.Popen[bytes]", size: int, until: float) -> bytes:
    descriptor = _pipe(process.stdout).fileno()
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    pieces: list[bytes] = []
    while size:
        if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
            raise _BroughtDownError(f"it takes more than {MOST_SECONDS:.0f} seconds to read: split it")
        piece = os.read(descriptor, min(size, 1 << 20))
        if not piece:
            raise _BroughtDownError("it brought down the process that read it: open it and save it anew, or split it")
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("a reading process was started without its pipes")
    return stream
