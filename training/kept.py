"""What a training run keeps on the way, so that one that was stopped goes on: under names that tell what it is of.

A file that was kept of another recipe or of other data has another name, and is left alone.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_MAKES_PAIRS = ("training", "language", "verifiers")  # whose code decides what pairs come out
_READ = frozenset({".py", ".txt", ".toml"})
_LENGTH = 12


def key_of(*parts: object) -> str:
    """Twelve hexadecimal digits that tell parts of JSON's types from others."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(json.dumps(part, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()[:_LENGTH]


def key_of_files(files: Iterable[Path]) -> str:
    """The same for the contents of files, whatever their names."""
    return key_of(*(hashlib.sha256(file.read_bytes()).hexdigest() for file in files))


def key_of_pairs(data: Iterable[Path]) -> str:
    """The same for the pairs that today's code makes of these files."""
    code = (file for folder in _MAKES_PAIRS for file in sorted((_ROOT / folder).rglob("*")) if file.suffix in _READ)
    return key_of_files([*data, *code])


def write_whole(target: Path, text: str) -> None:
    """Write a file that is there whole or not at all, whenever the process ends."""
    new = target.with_name(f"{target.name}.new")
    new.write_text(text, "utf-8")
    new.replace(target)
