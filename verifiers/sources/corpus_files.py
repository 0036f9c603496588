"""The files of a corpus: which there are, and how each is opened without harm."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from warehouse.errors import BadInputError

SUFFIXES = (".html", ".htm", ".pdf", ".docx", ".md", ".txt", ".jsonl", ".parquet", ".warc", ".warc.gz")
COLLECTIONS = (".jsonl", ".parquet", ".warc", ".warc.gz")  # files that hold many documents
_UNITS = {".parquet": "row", ".warc": "record", ".warc.gz": "record"}  # what `line` counts; else lines
LARGEST_DOCUMENT = 50_000_000  # bytes, of a file that is one document and of one document in a collection


@dataclass(frozen=True)
class Problem:
    """Something in a corpus that could not be used. `kept`: the document was taken all the same, but for a detail."""

    path: str
    line: int | None
    reason: str
    kept: bool = False

    def __str__(self) -> str:
        place = f"{self.path}, {_UNITS.get(suffix_of(Path(self.path)), 'line')} {self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


@dataclass(frozen=True)
class CorpusFile:
    """A file of the corpus. `name` is its path inside the corpus, the same on every machine."""

    name: str
    path: Path

    @property
    def suffix(self) -> str:
        """Which of SUFFIXES it ends in; empty for any other."""
        return suffix_of(self.path)


@dataclass(frozen=True)
class Part:
    """A stretch of a collection that can be read by itself: bytes of a .jsonl file, row groups of a .parquet file."""

    start: int = 0
    end: int | None = None  # None: to its end
    first: int = 1  # the number of its first line or row


WHOLE = Part()


@dataclass(frozen=True)
class Listing:
    """What lies in a corpus: files that may hold documents, folders that cannot be entered, how many other files."""

    files: tuple[CorpusFile, ...]
    problems: tuple[Problem, ...]
    ignored: int


@dataclass(frozen=True)
class Stamp:
    """What tells a changed file without reading it."""

    size: int
    mtime_ns: int


class UnusableFileError(Exception):
    """A file that cannot be read; the message is the reason as a user is told it."""


def suffix_of(path: Path) -> str:
    """Which of SUFFIXES a path ends in; empty for any other."""
    name = path.name.lower()
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix) and name != suffix), "")


def types_read() -> str:
    """The accepted file types, as a user is told them."""
    return f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"


def shown(path: Path) -> str:
    """A path as text that can be printed and stored, whatever bytes are in it; always the same text for a path."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def list_files(corpus: Path) -> Listing:
    """The files of a folder and all its subfolders, or the one file, sorted by name. Hidden ones are left out.

    Links are followed, and each folder is entered once. Raises BadInputError when the corpus does not exist, cannot be
    entered, or is a file of a type that is not read.
    """
    try:
        is_folder = stat.S_ISDIR(corpus.stat().st_mode)
        if is_folder:
            with os.scandir(corpus):
                pass
    except FileNotFoundError:
        raise BadInputError(f"The corpus {shown(corpus)} does not exist: give a folder or file of evidence.") from None
    except OSError as error:
        raise BadInputError(f"The corpus {shown(corpus)} cannot be opened: {_why(error)}.") from None
    if is_folder:
        return _walk(corpus)
    if not suffix_of(corpus):
        raise BadInputError(f"The corpus {shown(corpus)} is not a folder and not a {types_read()} file.")
    return Listing((CorpusFile(shown(Path(corpus.name)), corpus),), (), 0)


def _walk(corpus: Path) -> Listing:
    files: list[CorpusFile] = []
    problems: list[Problem] = []
    ignored = 0
    entered = set()

    def closed(error: OSError) -> None:
        folder = Path(error.filename).relative_to(corpus)
        problems.append(Problem(shown(folder), None, f"the folder cannot be entered: {_why(error)}"))

    for folder, subfolders, names in os.walk(corpus, followlinks=True, onerror=closed):
        here = Path(folder)
        identity = here.stat().st_dev, here.stat().st_ino
        if identity in entered:  # by way of a link
            subfolders.clear()
            continue
        entered.add(identity)
        # Real folders before links, so that a file is named by where it lies.
        subfolders[:] = sorted(
            (name for name in subfolders if not name.startswith(".")),
            key=lambda name: ((here / name).is_symlink(), name),
        )
        for name in names:
            path = here / name
            if name.startswith("."):
                continue
            if suffix_of(path):
                files.append(CorpusFile(shown(path.relative_to(corpus)), path))
            else:
                ignored += 1
    return Listing(tuple(sorted(files, key=lambda file: file.name)), tuple(problems), ignored)


def stamp_of(file: CorpusFile) -> Stamp:
    """Size and time of a file. Raises UnusableFileError for what cannot be opened or is no file (a FIFO, a device)."""
    with opened(file) as stream:
        return _stamp(stream)


def digest_of(file: CorpusFile) -> str:
    """SHA-256 of a file's bytes, in hexadecimal. Raises UnusableFileError."""
    with opened(file) as stream:
        if file.suffix not in COLLECTIONS:
            check_size(_stamp(stream).size)
        digest = hashlib.sha256()
        while block := stream.read(1 << 20):
            digest.update(block)
        return digest.hexdigest()


@contextmanager
def opened(file: CorpusFile) -> Iterator[BinaryIO]:
    """The file, open. Whatever the system says against it, then or while it is read, is an UnusableFileError."""
    try:
        # Without O_NONBLOCK, opening a FIFO that nobody writes to would wait for ever.
        descriptor = os.open(file.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnusableFileError("it is not a regular file")
            yield stream
    except FileNotFoundError:
        reason = (
            "it is a link to something that does not exist" if file.path.is_symlink() else "it was removed meanwhile"
        )
        raise UnusableFileError(reason) from None
    except OSError as error:
        raise UnusableFileError(f"it cannot be read: {_why(error)}") from None


def _stamp(stream: BinaryIO) -> Stamp:
    status = os.fstat(stream.fileno())
    return Stamp(status.st_size, status.st_mtime_ns)


def check_size(size: int) -> None:
    """Raise UnusableFileError for a document of more bytes than are read."""
    if size > LARGEST_DOCUMENT:
        raise UnusableFileError(f"it is larger than {LARGEST_DOCUMENT // 10**6} MB: split it, or give it as .jsonl")


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
