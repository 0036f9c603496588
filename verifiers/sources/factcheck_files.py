"""The files that a desk keeps fact-checks in: which there are, and what stands in each."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from language.decoding import decode
from verifiers.claim_review_texts import read_claim_reviews
from verifiers.claim_reviews import ClaimReview, Unusable
from verifiers.sources.corpus_files import CorpusFile, Problem, UnusableFileError, opened, shown
from warehouse.errors import BadInputError, ClaimhouseError

SUFFIXES = (".json", ".jsonld", ".jsonl", ".ndjson", ".html", ".htm", ".txt")
LARGEST_FILE = 500_000_000  # bytes: of all fact-checks that there are, a feed has some two hundred million


@dataclass(frozen=True)
class ReadFile:
    """One file: its hash, its fact-checks with where each stands, and what of it could not be used."""

    digest: str
    reviews: tuple[tuple[str, ClaimReview], ...] = ()
    problems: tuple[Problem, ...] = ()


def list_files(entry: str) -> Iterator[CorpusFile]:
    """The files of a path, a folder's in the order of their names. Hidden ones and other types are left out.

    Raises BadInputError where there is nothing of that name.
    """
    path = Path(entry)
    if not path.exists():
        raise BadInputError(
            f"The fact-checks {shown(path)} do not exist: correct CLAIMHOUSE_FACTCHECKS, which takes files, folders "
            f"and addresses, parted by commas."
        )
    if not path.is_dir():
        yield CorpusFile(shown(Path(path.name)), path)
        return
    found = []
    for folder, subfolders, names in os.walk(path):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        here = Path(folder)
        found += [
            CorpusFile(shown((here / name).relative_to(path)), here / name)
            for name in names
            if not name.startswith(".") and (here / name).suffix.lower() in SUFFIXES
        ]
    yield from sorted(found, key=lambda file: file.name)


def read_file(file: CorpusFile) -> ReadFile:
    """What a file holds. Whatever is wrong with it, or in it, is a Problem."""
    try:
        with opened(file) as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except UnusableFileError as error:
        return ReadFile("", problems=(Problem(file.name, None, str(error)),))
    return read_bytes(file.name, raw)


def read_bytes(name: str, raw: bytes) -> ReadFile:
    """The same for a file's bytes, or those of a feed."""
    digest = hashlib.sha256(raw).hexdigest()
    if len(raw) > LARGEST_FILE:
        reason = f"it is larger than {LARGEST_FILE // 10**6} MB: split it"
        return ReadFile(digest, problems=(Problem(name, None, reason),))
    try:
        text, _ = decode(raw)
    except ClaimhouseError as error:
        return ReadFile(digest, problems=(Problem(name, None, str(error)),))
    reviews: list[tuple[str, ClaimReview]] = []
    problems: list[Problem] = []
    for number, placed in enumerate(read_claim_reviews(text), start=1):
        if isinstance(placed.found, Unusable):
            problems.append(Problem(name, placed.line, f"fact-check {number}: {placed.found.reason}"))
            continue
        problems += [
            Problem(name, placed.line, f"fact-check {number}: {note}", kept=True) for note in placed.found.notes
        ]
        reviews.append((f"{name}:{number}", placed.found))
    if not reviews and not problems:
        problems.append(Problem(name, None, "it holds no ClaimReview"))
    return ReadFile(digest, tuple(reviews), tuple(problems))


def content_of(digests: Sequence[str]) -> str:
    """A hash over files, whatever their names and order."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
