"""The places that a corpus is made of: one folder or file, or several of them under names."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from verifiers.sources.corpus_files import CorpusFile, Listing, Problem, list_files, shown
from warehouse.errors import BadInputError


@dataclass(frozen=True)
class Root:
    """A folder or file of evidence. What lies in it has names that begin with the root's, if it has one."""

    path: Path
    name: str = ""

    def holds(self, file: str) -> bool:
        """Whether a file of this name lies in it."""
        return not self.name or file == self.name or file.startswith(f"{self.name}/")


@dataclass(frozen=True)
class RootsListing:
    """What lies in the roots together; those that are `away` cannot be looked into now."""

    listing: Listing
    away: tuple[Root, ...] = ()


def list_roots(roots: Sequence[Root]) -> RootsListing:
    """The files of all roots, sorted by name.

    A root that is away does not take the others with it. A root without a name is alone: raises BadInputError when it
    cannot be looked into.
    """
    files: list[CorpusFile] = []
    problems: list[Problem] = []
    away: list[Root] = []
    ignored = 0
    for root in roots:
        try:
            listing = list_files(root.path)
        except BadInputError as error:
            if not root.name:
                raise
            away.append(root)
            problems.append(Problem(root.name, None, f"{error} What was read of it before is used: {_fix(root)}"))
            continue
        files += [CorpusFile(_name(root, file), file.path) for file in listing.files]
        problems += [
            Problem(f"{root.name}/{one.path}" if root.name else one.path, one.line, one.reason)
            for one in listing.problems
        ]
        ignored += listing.ignored
    files.sort(key=lambda file: file.name)
    return RootsListing(Listing(tuple(files), tuple(problems), ignored), tuple(away))


def _name(root: Root, file: CorpusFile) -> str:
    if not root.name:
        return file.name
    return root.name if file.path == root.path else f"{root.name}/{file.name}"


def _fix(root: Root) -> str:
    return f"bring it back, or say `claimhouse corpus remove {shown(root.path)}`"
