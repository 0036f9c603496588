"""The desk's standing corpus: the folders and files of evidence that are searched when no other corpus is named.

The list of them is a small file of its own, outside the cache, for a cache may be deleted and a list may not.
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from flows.settings import Settings
from verifiers.sources.corpus import LOCK_WAIT_S, CorpusSource
from verifiers.sources.corpus_files import list_files, shown
from verifiers.sources.corpus_roots import Root
from warehouse.errors import BadInputError


def corpus_of(settings: Settings) -> CorpusSource | None:
    """The corpus that the settings name or, without one, the desk's standing corpus; None where that is empty."""
    if settings.corpus:
        return CorpusSource(settings.corpus, index_dir(settings))
    roots = read_roots(settings.corpus_list)
    return standing_corpus(settings, roots) if roots else None


def standing_corpus(settings: Settings, roots: Sequence[Root]) -> CorpusSource:
    """A corpus of these roots in the index of the desk's list."""
    return CorpusSource(roots, index_dir(settings), key=settings.corpus_list)


def index_dir(settings: Settings) -> Path:
    return settings.cache_dir / "corpora"


def read_roots(path: Path) -> tuple[Root, ...]:
    """The roots of a list, in the order in which they came; none where there is no list.

    Raises BadInputError for a file that is no list.
    """
    try:
        listed = json.loads(path.read_text("utf-8"))
        return tuple(Root(Path(root["path"]), str(root["name"])) for root in listed["roots"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInputError(
            f"The list of the desk's corpus {shown(path)} cannot be read ({type(error).__name__}): mend it, or delete "
            f"it and say `claimhouse corpus add PATH` again."
        ) from error


def write_roots(path: Path, roots: Sequence[Root]) -> None:
    """Put a list in the place of the one before, whole or not at all. Raises BadInputError where it cannot be."""
    listed = {"roots": [{"name": root.name, "path": str(root.path)} for root in roots]}
    replacement = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replacement.write_text(json.dumps(listed, indent=1) + "\n", "utf-8")
        replacement.replace(path)
    except OSError as error:
        raise BadInputError(
            f"The list of the desk's corpus cannot be kept in {shown(path)} ({error.strerror}): name another place in "
            f"CLAIMHOUSE_CORPUS_LIST."
        ) from error


@contextmanager
def list_to_oneself(settings: Settings) -> Iterator[None]:
    """While somebody adds or removes, others who would do so wait, and lose nothing of one another's."""
    folder = index_dir(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "list.lock", timeout=LOCK_WAIT_S):
            yield
    except Timeout:
        raise BadInputError(
            f"Another `claimhouse corpus` has been at work for over {LOCK_WAIT_S:.0f} s: wait for it or stop it."
        ) from None
    except OSError as error:
        raise BadInputError(
            f"The cache folder {shown(settings.cache_dir)} cannot be used ({error.strerror}): name another one in "
            f"CLAIMHOUSE_CACHE_DIR."
        ) from error


def with_paths(roots: Sequence[Root], paths: Sequence[Path]) -> tuple[tuple[Root, ...], tuple[Root, ...]]:
    """The roots with these paths added, and which of them are new; one that is listed already is no fault.

    Raises BadInputError for a path that cannot hold evidence, and for one that lies in another or holds it: its
    documents would be there twice.
    """
    listed = list(roots)
    added: list[Root] = []
    for path in paths:
        place = Path(os.path.abspath(path))  # noqa: PTH100  # as the user knows it: links stay
        if any(_same(root.path, place) for root in listed):
            continue
        list_files(place)
        for root in listed:
            inner, outer = (place, root.path) if _within(place, root.path) else (root.path, place)
            if _within(inner, outer):
                fix = "it is read already" if inner == place else f"say `claimhouse corpus remove {shown(inner)}` first"
                raise BadInputError(f"{shown(inner)} lies in {shown(outer)}: {fix}.")
        root = Root(place, _free_name(place, {root.name for root in listed}))
        listed.append(root)
        added.append(root)
    return tuple(listed), tuple(added)


def without_path(roots: Sequence[Root], path: Path) -> tuple[tuple[Root, ...], Root]:
    """The roots without the one at this path or of this name, and that one. Raises BadInputError where it is none."""
    place = Path(os.path.abspath(path))  # noqa: PTH100
    for root in roots:
        if root.path == place or root.name == str(path) or _same(root.path, place):
            return tuple(other for other in roots if other != root), root
    raise BadInputError(f"{shown(path)} is not in the desk's corpus: `claimhouse corpus list` shows what is.")


def _free_name(path: Path, taken: set[str]) -> str:
    """What the names of its documents begin with: its own name, numbered where another root has that."""
    name = shown(Path(path.name or "root"))
    number = 1
    while (free := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return free


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _within(inner: Path, outer: Path) -> bool:
    return Path(os.path.realpath(inner)).is_relative_to(os.path.realpath(outer))
