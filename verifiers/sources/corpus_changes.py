"""Which files of a corpus came, changed or went since it was indexed; unchanged ones are told without reading them."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from verifiers.sources import corpus_files
from verifiers.sources.corpus_files import Problem, Stamp, UnusableFileError
from verifiers.sources.corpus_roots import RootsListing
from verifiers.sources.corpus_store import IndexedFile

_KEPT = "stamps.json"
_SETTLED_NS = 2_000_000_000  # a file changed so short a time ago could change again within one tick of its clock


@dataclass(frozen=True)
class Changes:
    """The files of a corpus against its index; `digests` and `stamps` are those of every file that can be read."""

    digests: Mapping[str, str]
    stamps: Mapping[str, Stamp]
    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]
    unusable: tuple[Problem, ...]


def compare(home: Path, found: RootsListing, known: Mapping[str, IndexedFile]) -> Changes:
    """What became of the files that an index knows. Only those are read whose size or time is another than before."""
    remembered = _remembered_stamps(home)
    stamps: dict[str, Stamp] = {}
    unusable: list[Problem] = []
    # What lies in a root that is away is as it was.
    digests = {name: file.digest for name, file in known.items() if any(root.holds(name) for root in found.away)}
    for file in found.listing.files:
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
    return Changes(
        digests=digests,
        stamps=stamps,
        added=frozenset(digests.keys() - known.keys()),
        changed=frozenset(name for name, file in known.items() if digests.get(name, file.digest) != file.digest),
        removed=frozenset(known.keys() - digests.keys()),
        unusable=tuple(unusable),
    )


def remember_stamps(home: Path, stamps: Mapping[str, Stamp]) -> None:
    """Keep the stamps that files had when they were hashed."""
    replacement = home / f"{_KEPT}.new"
    replacement.write_text(json.dumps({name: (stamp.size, stamp.mtime_ns) for name, stamp in stamps.items()}))
    replacement.replace(home / _KEPT)


def _remembered_stamps(home: Path) -> dict[str, Stamp]:
    """Only a shortcut, so what cannot be read is forgotten."""
    try:
        stamps = json.loads((home / _KEPT).read_text())
        return {name: Stamp(int(size), int(mtime_ns)) for name, (size, mtime_ns) in stamps.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
