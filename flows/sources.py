"""From what the user named to articles: files, folders, standard input, pages of the web."""

import asyncio
import errno
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from extractors.reading import MAX_BYTES, FromTheWeb, MediaType, ReadArticle, read_article
from gateways.web import Fetched, WebGateway
from gateways.web_addresses import AllowedHosts, read_address
from gateways.web_errors import NoTextError
from language.decoding import decode
from language.pages import NoPageTextError
from verifiers.webpages import charset_of, refuse_front_page, refuse_wall
from warehouse.errors import BadInputError

ARTICLE_SUFFIXES = (".txt", ".md", ".html", ".htm")
STDIN = "-"
_SHOWN = 40  # characters of a text that was given in the place of a file

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MEDIA_TYPES: dict[str, MediaType] = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "text/markdown": "text/markdown",
}
ARTICLE_TYPES = tuple(_MEDIA_TYPES)


async def read_source(
    source: str, web: WebGateway, *, url: str | None, published: date | datetime | None, read_at: datetime
) -> ReadArticle:
    """The article that a source names. `url` and `published` are what the user knows of it.

    Raises BadInputError for what is no article, and WebError for a page that could not be fetched or holds no text.
    """
    if not _is_address(source):
        data = await asyncio.to_thread(load_source, source)
        return await asyncio.to_thread(read_article, data, source, url=url, published=published, read_at=read_at)
    fetched = await web.fetch(source, accept=ARTICLE_TYPES)
    refuse_front_page(fetched)
    return await asyncio.to_thread(_read_fetched, fetched, source, url, published, read_at)


def _read_fetched(
    fetched: Fetched, source: str, url: str | None, published: date | datetime | None, read_at: datetime
) -> ReadArticle:
    came = FromTheWeb(fetched.final_url, _MEDIA_TYPES[fetched.content_type], charset_of(fetched))
    place = fetched.final_url.partition("?")[0]
    try:
        read = read_article(fetched.body, source, url=url, published=published, read_at=read_at, came=came)
    except NoPageTextError:
        read = None
    if came.media_type == "text/html":
        html, _ = decode(fetched.body, declared=came.charset)
        refuse_wall(html, read.version.text[read.version.body_start : read.version.body_end] if read else "", place)
    if read is None:
        raise NoTextError(f"{place} holds no text that a reader could see: save the page from a browser and give that.")
    return read


def expand_sources(arguments: Sequence[str], *, allowed_hosts: Iterable[str] = ()) -> list[str]:
    """The articles that the arguments name, each once, in their order; a folder stands for those below it, sorted.

    Raises BadInputError for a folder without an article, and, if it is all that was named, for a file that is not there
    and an address that is not asked; one of several is that article's failure, and the others are checked.
    """
    sources: dict[str, None] = {}
    for argument in arguments:
        if argument == STDIN:
            sources[STDIN] = None
            continue
        if _is_address(argument):
            if len(arguments) == 1:
                read_address(argument, AllowedHosts.of(allowed_hosts))
            sources[argument] = None
            continue
        path = Path(argument)
        if _is_folder(path):
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in ARTICLE_SUFFIXES and _is_named(p))
            if not found:
                raise BadInputError(
                    f"The folder {argument} holds no article: put {', '.join(ARTICLE_SUFFIXES)} files there."
                )
            sources.update((str(p), None) for p in found)
        else:
            sources[argument] = None
    alone = arguments[0] if len(arguments) == 1 and not _is_address(arguments[0]) else STDIN
    if alone != STDIN and not _is_there(alone):
        raise _missing(alone)
    if not sources:
        raise BadInputError("No article was named: give a file, a folder, or - for standard input.")
    return list(sources)


def load_source(source: str) -> bytes:
    """The bytes of one article, at most one more than MAX_BYTES. Raises BadInputError when it cannot be read."""
    if source == STDIN:
        return _read_once(sys.stdin.buffer)
    path = Path(source)
    if not _is_there(source):
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


@lru_cache(maxsize=1)
def _read_once(stream: BinaryIO) -> bytes:
    """The bytes of a stream, which gives them once: an article that came by it may be tried again."""
    return stream.read(MAX_BYTES + 1)


def _is_address(source: str) -> bool:
    return _ADDRESS.match(source) is not None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # what is wrong with it is told where it is read


def _is_named(path: Path) -> bool:
    """Whether a folder stands for this too.

    What leads nowhere or cannot be read is named: an article that silently went missing would never be missed.
    """
    try:
        return path.is_file() or (path.is_symlink() and not path.exists())
    except OSError:
        return True


def _is_there(source: str) -> bool:
    """Whether there is such a file. Raises BadInputError where that cannot be told."""
    try:
        return Path(source).exists()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise BadInputError(
                f"“{' '.join(source[:_SHOWN].split())}…” is too long for the name of a file: give the file itself, or "
                f"- for a text from standard input."
            ) from None
        raise BadInputError(f"{source} cannot be read ({error.strerror}): check its permissions.") from None


def _missing(source: str) -> BadInputError:
    if re.match(r"(?:www\.[^/\s]+|[^/\s]+\.[a-z]{2,}/.*)$", source, re.IGNORECASE):
        return BadInputError(f"There is no file {source}: check the path, or write https:// before a web address.")
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
