"""From what the user named to the bytes of articles: files, folders, standard input."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from extractors.reading import MAX_BYTES
from warehouse.errors import BadInputError

ARTICLE_SUFFIXES = (".txt", ".md", ".html", ".htm")
STDIN = "-"


def expand_sources(arguments: Sequence[str]) -> list[str]:
    """The articles that the arguments name, each once, in their order; a folder stands for those below it, sorted.

    Raises BadInputError for a folder without an article, a web address, and a file that is not there if it is all that
    was named; one of several is that article's failure, and the others are checked.
    """
    sources: dict[str, None] = {}
    for argument in arguments:
        if argument == STDIN:
            sources[STDIN] = None
            continue
        if urlsplit(argument).scheme in ("http", "https"):
            raise BadInputError(
                f"{argument} is a web address, which Claimhouse does not fetch: save the page as .html and give that "
                f"file, with --url {argument}."
            )
        path = Path(argument)
        if path.is_dir():
            # A link that leads nowhere is named too: an article that silently went missing would never be missed.
            found = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in ARTICLE_SUFFIXES and (p.is_file() or (p.is_symlink() and not p.exists()))
            )
            if not found:
                raise BadInputError(
                    f"The folder {argument} holds no article: put {', '.join(ARTICLE_SUFFIXES)} files there."
                )
            sources.update((str(p), None) for p in found)
        else:
            sources[argument] = None
    if len(arguments) == 1 and arguments[0] != STDIN and not Path(arguments[0]).exists():
        raise _missing(arguments[0])
    if not sources:
        raise BadInputError("No article was named: give a file, a folder, or - for standard input.")
    return list(sources)


def load_source(source: str) -> bytes:
    """The bytes of one article, at most one more than MAX_BYTES. Raises BadInputError when it cannot be read."""
    if source == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    path = Path(source)
    if not path.exists():
        raise (
            _missing(source) if not path.is_symlink() else BadInputError(f"{source} is a link to a file that is gone.")
        )
    if not path.is_file():
        raise BadInputError(f"{source} is not a regular file: give a .txt, .md or .html file.")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInputError(f"{source} cannot be read ({error.strerror}): check its permissions.") from None


def _missing(source: str) -> BadInputError:
    return BadInputError(f"There is no file {source}: check the path.")


def parse_published(text: str | None) -> date | datetime | None:
    """A publication date as an option has it: a day, or a moment with its time zone. Raises BadInputError."""
    if text is None or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadInputError(
            f"--published {text} is not a date: write it as 2025-03-03, or with time and zone as "
            f"2025-03-03T11:10+09:00."
        ) from None
    if moment.tzinfo is None:
        raise BadInputError(f"--published {text} lacks its time zone: add it, as in 2025-03-03T11:10+09:00.")
    return moment
