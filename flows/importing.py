"""`claimhouse import`: other desks' fact-checks are kept beside the warehouse, where every check looks through them."""

from collections.abc import Sequence
from pathlib import Path

from flows.output import message_console, printable
from flows.progress import counted
from flows.settings import Settings
from verifiers.sources.corpus_files import CorpusFile, shown
from verifiers.sources.factcheck_files import SUFFIXES, read_file
from warehouse.errors import BadInputError
from warehouse.files import whole_file
from warehouse.places import beside

_SHOWN = 5


def imported_folder(settings: Settings) -> Path:
    """Where imported fact-checks lie: a folder beside the warehouse."""
    return beside(settings.warehouse, "factchecks")


def import_fact_checks(settings: Settings, files: Sequence[Path]) -> None:
    """Keep a copy of each file, in place of the one of its name that was imported before, and tell what it holds.

    A feed that is imported anew takes with it what its desk has withdrawn. Raises BadInputError for a file that is not
    there or holds no ClaimReview; the files before it are kept.
    """
    for path in files:
        _import(settings, path)


def _import(settings: Settings, path: Path) -> None:
    if not path.is_file():
        raise BadInputError(f"There is no file {shown(path)}: name a file of ClaimReview markup.")
    if path.suffix.lower() not in SUFFIXES:
        raise BadInputError(f"{shown(path)} is of no known kind: give it one of the endings {', '.join(SUFFIXES)}.")
    read = read_file(CorpusFile(shown(path), path))
    unusable = [problem for problem in read.problems if not problem.kept]
    if not read.reviews:
        raise BadInputError(f"{unusable[0] if unusable else shown(path)}: nothing of it is imported.")
    folder = imported_folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"{shown(path)} cannot be kept in {folder} ({error.strerror}): make room there.") from error
    with whole_file(folder / path.name.lstrip(".")) as target:
        target.write(content)
    console = message_console()
    for problem in unusable[:_SHOWN]:
        console.print(printable(f"Left out: {problem}"))
    if len(unusable) > _SHOWN:
        console.print(f"… and {len(unusable) - _SHOWN} more.")
    kept = counted(len(read.reviews), "fact-check")
    console.print(printable(f"{kept} of {shown(path)}: every check looks through them from now on."))
