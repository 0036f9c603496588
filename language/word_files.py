"""A Word document (.docx) becomes its text and what its properties say. Macros, fields and links are never run."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from language.moments import Moment, of_minute
from language.page_facts import split_authors
from language.pages import NoPageTextError, Page
from warehouse.records import clean_text

VERSION = 2

BASIS = "docx properties"
# Of what is packed in it: a few hundred bytes can unpack to gigabytes.
MOST_XML_BYTES = 50_000_000
MOST_BYTES = 200_000_000
MOST_PARTS = 10_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What a reader of the document does not see: deleted and moved text, the code of fields, a text box's twin.
_NOT_SHOWN = (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr", _FALLBACK)


def read_docx(raw: bytes) -> Page:
    """The text of a Word document with its tables, its paragraphs parted by LF, and its title, author and dates.

    Inserted text of tracked changes is in, deleted text is out. The dates are the file's own, when it was made and last
    saved: their basis says so. Raises NoPageTextError when it is locked, damaged, empty, or unpacks to too much.
    """
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoPageTextError(
            "this Word document is locked with a password or of before 2007: save it as .docx without a password"
        )
    _check_sizes(raw)
    import docx  # only where there is one

    try:
        document = docx.Document(BytesIO(raw))
        text = clean_text(_text(document.element.body))
        facts = _core_properties(document)
        title, author, language = (_fact(facts, name) for name in ("title", "author", "language"))
        made, saved = (_moment(facts, name) for name in ("created", "modified"))
    except MemoryError as error:
        raise NoPageTextError("this Word document needs more memory than is given to one file: split it") from error
    # A damaged package raises what lxml, zipfile and python-docx each think of: KeyError and ValueError among them.
    except Exception as error:
        raise NoPageTextError("this Word document is damaged: open it and save it anew") from error
    if not re.search(r"\w", text):
        raise NoPageTextError("this Word document holds no text: paste its text into a .txt file")
    return Page(
        text=text,
        title=title,
        authors=tuple(split_authors(author)) if author and author != "python-docx" else (),
        published=made,
        published_basis=BASIS if made else None,
        updated=saved,
        language=re.split(r"[-_]", language)[0].lower()[:8] if language else None,
    )


def _check_sizes(raw: bytes) -> None:
    """Raise NoPageTextError for no zip, and for one that unpacks to too much; zipfile unpacks no more than is told."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise NoPageTextError("this is no Word document, or a damaged one: open it and save it anew") from error
    largest = max((part.file_size for part in parts if not part.filename.startswith("word/media/")), default=0)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES or largest > MOST_XML_BYTES:
        raise NoPageTextError("this Word document unpacks to more than is read: split it, or give its text as .txt")


def _text(body: Any) -> str:
    paragraphs: list[str] = []
    for row_or_paragraph in _blocks(body):
        line = " ".join(_shown(row_or_paragraph).split())
        if line:
            paragraphs.append(line)
    return "\n".join(paragraphs)


def _blocks(element: Any) -> Any:
    """Paragraphs outside tables and rows of tables, in order. A row is one line, so that its cells stay together."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tr"):
            yield child
        elif child.tag not in _NOT_SHOWN:
            yield from _blocks(child)


def _shown(element: Any) -> str:
    pieces: list[str] = []
    stack = [element]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            pieces.append(part)
            continue
        tag = part.tag
        if tag in _NOT_SHOWN or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            pieces.append(part.text or "")
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        if tag in (f"{_W}tc", f"{_W}p"):
            stack.append(" | " if tag == f"{_W}tc" and part.getnext() is not None else " ")
        stack.extend(reversed(part))
    return "".join(pieces)


def _core_properties(document: Any) -> Any:
    """What the file says of itself, or None: python-docx would make it up, saved this very moment."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    told = any(one.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for one in document.part.package.rels.values())
    return document.core_properties if told else None


def _fact(facts: Any, name: str) -> str | None:
    value = getattr(facts, name, None)
    return clean_text(" ".join(value.split())) or None if isinstance(value, str) else None


def _moment(facts: Any, name: str) -> Moment | None:
    """When it was made or saved, in UTC as the format has it; what is no date there is none."""
    at = getattr(facts, name, None)
    # Year 2013 at 23:15 of 23 December is what python-docx's own template says, whoever fills it and when.
    if not isinstance(at, datetime) or at.year < 1990 or at.replace(tzinfo=None) == datetime(2013, 12, 23, 23, 15):  # noqa: DTZ001
        return None
    return of_minute(at if at.tzinfo else at.replace(tzinfo=UTC))
