"""A PDF becomes its text and what the file says of itself. Fonts, drawings and scripts in it are never run or drawn.

A page of a PDF is lines at places, not paragraphs. Lines are joined into paragraphs again, words that a line's end cut
are mended, and the running heads and page numbers that would stand in the middle of a sentence are left out.
"""

import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

from language.moments import Moment, of_minute
from language.page_facts import split_authors
from language.pages import NoPageTextError, Page
from warehouse.records import clean_text

VERSION = 1

BASIS = "pdf metadata"
MOST_PAGES = 3_000
MOST_SECONDS = 60.0  # for one file; a page that takes longer by itself is the caller's to stop
MOST_CHARACTERS = 50_000_000

_LEAST_ALIKE = 3  # pages that a running head stands on
_SHORT = 0.6  # of the width of a page's lines: a line below it may end a paragraph
_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_CUT_WORD = re.compile(r"([^\W\d_]+)-$")
_BEGINS_SMALL = re.compile(r"[a-zà-öø-ÿ]")
_PAGE_NUMBER = re.compile(
    r"(?:page )?[-–—|]?\s?(?:\d{1,4}|[ivxlc]{1,6})\s?[-–—|]?(?:(?: of |\s?/\s?)\d{1,4})?", re.IGNORECASE
)
_BULLET = re.compile(r"(?:[•·▪–—*-]|\(?\d{1,2}[.)])\s")
# What programs write where nobody wrote a title.
_NO_TITLE = re.compile(
    r"(?:untitled|document\d*|title|microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pdf|indd|rtf|odt|pptx?|xlsx?))?",
    re.IGNORECASE,
)


def read_pdf(raw: bytes) -> Page:
    """The text of a PDF with its title, authors and dates.

    Paragraphs are parted by LF, also where a page ends; one that runs over to the next page is one paragraph.
    The dates are the file's own, when it was made and last changed: their basis says so. `notes` tell of pages without
    text. Raises NoPageTextError when the file is locked, is damaged, holds only images, or is too much to be read.
    """
    import pypdf  # only where there is a PDF: most desks have none
    from pypdf.errors import DependencyError, LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity; we tell of what was lost
    try:
        reader = pypdf.PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoPageTextError("this PDF is locked with a password: save it without one")
        pages, unread = _pages(reader)
        facts = reader.metadata
    except LimitReachedError as error:
        raise NoPageTextError("this PDF unpacks to more than is read: print it anew, or give its text") from error
    except DependencyError as error:
        raise NoPageTextError("this PDF is encrypted in a way that is not read: save it without encryption") from error
    except NoPageTextError:
        raise
    except MemoryError as error:
        raise NoPageTextError("this PDF needs more memory than is given to one file: split it") from error
    # At a damaged file pypdf raises its own errors, and KeyError, TypeError, AttributeError, RecursionError and others.
    except Exception as error:
        raise NoPageTextError("this PDF is damaged: open it and save it anew") from error
    text = clean_text(_joined(pages))
    if not re.search(r"\w", text):
        raise NoPageTextError(
            "this PDF holds no text, only images of pages: let a program read them (OCR) and give what it makes of them"
        )
    title = _fact(lambda: facts.title if facts else None)
    authors = _fact(lambda: facts.author if facts else None)
    made = _moment(lambda: facts.creation_date if facts else None)
    return Page(
        text=text,
        title=title if title and not _NO_TITLE.fullmatch(title) else None,
        authors=tuple(split_authors(authors)) if authors else (),
        published=made,
        published_basis=BASIS if made else None,
        updated=_moment(lambda: facts.modification_date if facts else None),
        notes=(f"{unread} of its {len(pages)} pages hold no text that could be read",) if unread else (),
    )


def _pages(reader: Any) -> tuple[list[list[str]], int]:
    """The lines of each page, and how many pages hold none."""
    until = time.monotonic() + MOST_SECONDS
    pages: list[list[str]] = []
    unread = characters = 0
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            raise NoPageTextError(f"this PDF has more than {MOST_PAGES} pages: split it")
        if time.monotonic() > until:
            raise NoPageTextError(f"this PDF takes more than {MOST_SECONDS:.0f} seconds to read: split it")
        text = page.extract_text()
        characters += len(text)
        if characters > MOST_CHARACTERS:
            raise NoPageTextError(f"this PDF holds more than {MOST_CHARACTERS // 10**6} million characters: split it")
        lines = [" ".join(line.split()) for line in text.splitlines()]
        unread += not any(lines)
        pages.append(lines)
    return pages, unread


def _joined(pages: list[list[str]]) -> str:
    _drop_running_heads(pages)
    hyphenated = {word.lower() for lines in pages for line in lines for word in re.findall(r"\w+-\w+", line)}
    paragraphs: list[str] = []
    for lines in pages:
        lengths = sorted(len(line) for line in lines if line)
        short = _SHORT * lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
        before = None
        for line in lines:
            if line:
                if before is None:  # a sentence may run over from the page before
                    new = not paragraphs or bool(_END.search(paragraphs[-1]))
                else:
                    new = not before or _parts(before, line, short)
                if new or _BULLET.match(line):
                    paragraphs.append(line)
                else:
                    paragraphs[-1] = _with_line(paragraphs[-1], line, hyphenated)
            before = line
    return "\n".join(paragraphs)


def _parts(before: str, line: str, short: float) -> bool:
    """Whether a paragraph ends between two lines; `short` is the length below which a line does not fill its column."""
    if _BEGINS_SMALL.match(line):
        return False
    if not _END.search(before):
        return len(before) < short
    heading = len(line) < short and not _END.search(line)
    return len(before) < short or heading


def _with_line(before: str, line: str, hyphenated: set[str]) -> str:
    cut = _CUT_WORD.search(before)
    if not cut or not _BEGINS_SMALL.match(line):
        return f"{before} {line}"
    rest = re.match(r"\w+", line)
    whole = f"{cut[1]}-{rest[0] if rest else ''}".lower()
    # "twenty-" and "five" are one word with its hyphen if the text has "twenty-five" elsewhere, unbroken.
    return f"{before if whole in hyphenated else before[:-1]}{line}"


def _drop_running_heads(pages: list[list[str]]) -> None:
    """Take out page numbers, and first and last lines that, but for their numbers, a quarter of the pages has."""
    for lines in pages:
        for edge in (0, -1):
            while lines and (not lines[edge] or _PAGE_NUMBER.fullmatch(lines[edge])):
                lines.pop(edge)
    for edge in (0, -1):
        for _ in range(2):
            edges = [re.sub(r"\d+", "0", lines[edge]) for lines in pages if lines]
            common = {line for line, count in Counter(edges).items() if count >= max(_LEAST_ALIKE, len(edges) / 4)}
            for lines in pages:
                if lines and re.sub(r"\d+", "0", lines[edge]) in common:
                    lines.pop(edge)


def _fact(read: Callable[[], Any]) -> str | None:
    """A string of the metadata; what is damaged there is no reason to refuse the text."""
    try:
        value = read()
    except Exception:  # noqa: BLE001  # pypdf raises what it likes here
        return None
    return clean_text(" ".join(str(value).split())) or None if value else None


def _moment(read: Callable[[], datetime | None]) -> Moment | None:
    try:
        at = read()
    except Exception:  # noqa: BLE001
        return None
    # A file from before PDFs were made has a clock that was never set.
    return of_minute(at) if at and at.year >= 1993 else None
