"""A process that reads files of a corpus for another one: jobs come on standard input, what they hold goes to standard
output. What a hostile file does to a parser happens here, within bounds of memory."""

import marshal
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from verifiers.publishers import load_publishers
from verifiers.sources.corpus_entries import Entry, read_entries
from verifiers.sources.corpus_files import CorpusFile, Part, Problem

HEADER = struct.Struct("<Q")
READY = "ready"
_FRAME_CHARACTERS = 1_000_000
_FRAME_ENTRIES = 200


def main() -> None:
    """Read jobs until there are none. `sys.argv[1]` is the most memory to use, in bytes."""
    _limit_memory(int(sys.argv[1]))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not disturb what is read from us
    publishers = load_publishers()
    with suppress(BrokenPipeError):
        send(out, READY)
        while (job := receive(sys.stdin.buffer)) is not None:
            pieces, retrieved_at = job
            for number, (name, path, part) in enumerate(pieces):
                send(out, (number, []))  # whatever comes now, it is this one
                file = CorpusFile(name, Path(os.fsdecode(path)))
                read = read_entries(file, Part(*part), publishers, datetime.fromisoformat(retrieved_at))
                for frame in _frames(read):
                    send(out, (number, frame))
            send(out, None)


def send(stream: IO[bytes], value: Any) -> None:
    """Write one value of plain types: strings, bytes, numbers, None, lists and tuples of them."""
    # marshal is as fast as copying and, unlike pickle, runs nothing; both ends are one interpreter.
    payload = marshal.dumps(value)
    stream.write(HEADER.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next value; None at the end."""
    header = stream.read(HEADER.size)
    return marshal.loads(stream.read(HEADER.unpack(header)[0])) if len(header) == HEADER.size else None  # noqa: S302


def plain(one: Entry | Problem) -> tuple[Any, ...]:
    """An entry or a problem as `send` takes it."""
    if isinstance(one, Problem):
        return (False, one.path, one.line, one.reason, one.kept)
    return (True, *(getattr(one, name) for name in Entry.__slots__))


def unplain(told: tuple[Any, ...]) -> Entry | Problem:
    """The entry or the problem again."""
    is_entry, *values = told
    return Entry(*values) if is_entry else Problem(*values)


def _frames(read: Iterable[Entry | Problem]) -> Iterator[list[tuple[Any, ...]]]:
    frame: list[tuple[Any, ...]] = []
    characters = 0
    for one in read:
        frame.append(plain(one))
        characters += len(one.text) if isinstance(one, Entry) else 0
        if characters > _FRAME_CHARACTERS or len(frame) == _FRAME_ENTRIES:
            yield frame
            frame, characters = [], 0
    if frame:
        yield frame


def _limit_memory(most: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # where a system knows no such limit, time is still bounded
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
