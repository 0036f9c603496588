"""The documents that a file of a corpus holds, whatever its type, with what each of them says of itself.

A file, a line or a field that cannot be used becomes a Problem with its reason, and everything else goes on.
"""

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, cast, get_args

from language.decoding import VERSION as DECODING_VERSION
from language.decoding import decode
from language.moments import VERSION as MOMENTS_VERSION
from language.moments import Moment, parse_moment
from language.pages import VERSION as PAGES_VERSION
from language.pages import canonical_url, read_page
from verifiers.publishers import DocumentType, Publishers, host_of
from verifiers.sources.corpus_files import (
    LARGEST_DOCUMENT,
    CorpusFile,
    Problem,
    UnusableFileError,
    check_size,
    is_jsonl,
    opened,
)
from verifiers.sources.corpus_header import FIELDS, split_header
from verifiers.sources.corpus_header import VERSION as HEADER_VERSION
from warehouse.errors import ClaimhouseError
from warehouse.records import Document, Precision, clean_text, content_hash

VERSION = f"1.{DECODING_VERSION}.{HEADER_VERSION}.{MOMENTS_VERSION}.{PAGES_VERSION}"

SOURCE = "corpus"


@dataclass(frozen=True)
class _Told:
    """What a document tells of itself. `notes` say what of it could not be used."""

    text: str
    title: str | None
    url: str | None
    publisher: str | None
    published: Moment | None
    basis: str | None
    language: str | None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    document_type: DocumentType | None = None
    notes: tuple[str, ...] = ()


def read_documents(file: CorpusFile, publishers: Publishers, retrieved_at: datetime) -> Iterator[Document | Problem]:
    """The documents of one file, in order, and what was wrong in it. A .jsonl file is streamed line by line."""
    try:
        with opened(file) as stream:
            if is_jsonl(file):
                for line, one in _read_lines(file, stream):
                    yield from (
                        [one] if isinstance(one, Problem) else _document(file, line, one, publishers, retrieved_at)
                    )
                return
            raw = stream.read(LARGEST_DOCUMENT + 1)
        check_size(len(raw))
        text, _ = decode(raw)
        told = _page(text) if file.path.suffix.lower() in (".html", ".htm") else _text_file(file, text)
        yield from _document(file, None, told, publishers, retrieved_at)
    except (UnusableFileError, ClaimhouseError) as error:  # the latter of the decoder and the reader of pages
        yield Problem(file.name, None, str(error))


def _page(html: str) -> _Told:
    page = read_page(html)
    published, basis = _latest(page.published, page.updated, page.published_basis or "")
    return _Told(
        text=page.text,
        title=page.title,
        url=page.url,
        publisher=page.outlet,
        authors=page.authors,
        published=published,
        basis=basis,
        language=page.language,
    )


def _text_file(file: CorpusFile, text: str) -> _Told:
    fields, body, notes = split_header(text)
    return _told({"title": file.path.stem, **fields, "text": body}, "header", notes)


def _read_lines(file: CorpusFile, stream: BinaryIO) -> Iterator[tuple[int, _Told | Problem]]:
    number = 0
    while line := stream.readline(LARGEST_DOCUMENT + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        try:
            yield number, _line(line)
        except UnusableFileError as error:
            yield number, Problem(file.name, number, str(error))
        while len(line) > LARGEST_DOCUMENT and not line.endswith(b"\n"):
            line = stream.readline(LARGEST_DOCUMENT + 1)


def _line(line: bytes) -> _Told:
    if len(line) > LARGEST_DOCUMENT:
        raise UnusableFileError(f"the line is longer than {LARGEST_DOCUMENT // 10**6} MB")
    if not line.strip():
        raise UnusableFileError("the line is blank")
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise UnusableFileError("the line is not UTF-8: save the file as UTF-8") from None
    except (ValueError, RecursionError):
        raise UnusableFileError("the line is not JSON: write one object a line") from None
    if not isinstance(fields, dict):
        raise UnusableFileError("the line is JSON but no object with url, publisher, published, title and text")
    return _told(fields, "field", [])


def _told(fields: Mapping[str, object], where: str, notes: list[str]) -> _Told:
    """What a header or a JSON object tells; `notes` is added to for each field that cannot be used."""
    told: dict[str, str] = {}
    for name in (*FIELDS, "text"):
        value = fields.get(name)
        if isinstance(value, str):
            told[name] = clean_text(value.replace("\r\n", "\n").replace("\r", "\n").strip())
        elif value is not None:
            notes.append(f"its {name} is not a string")
    url = canonical_url(told.get("url"))
    if told.get("url") and not url:
        notes.append(f"its url {told['url'][:100]!r} is not an address on the web")
    document_type = told.get("type") or None
    if document_type and document_type not in get_args(DocumentType):
        notes.append(f"its type {document_type[:40]!r} is none of {', '.join(get_args(DocumentType))}")
        document_type = None
    moments = []
    for name in ("published", "modified"):
        moment = parse_moment(told.get(name, ""))
        moments.append(moment)
        if told.get(name) and not moment:
            notes.append(f"its {name} {told[name][:40]!r} is not a date: write 2025-03-03 or 2025-03-03T09:30+00:00")
    published, basis = _latest(moments[0], moments[1], where)
    return _Told(
        text=told.get("text", ""),
        title=told.get("title") or None,
        url=url,
        publisher=told.get("publisher") or None,
        published=published,
        basis=basis,
        credit=told.get("origin") or None,
        document_type=cast("DocumentType | None", document_type),
        language=told.get("language") or None,
        notes=tuple(notes),
    )


def _latest(published: Moment | None, modified: Moment | None, where: str) -> tuple[Moment | None, str | None]:
    """When the text as we have it was published, and why we believe so.

    A text that was changed on a later day may tell what was not known before, so that day is the one that counts. A
    day of change alone does not say when the rest was published, but nothing in the text is from after it.
    """
    if modified and (published is None or modified.at.date() > published.at.date()):
        first = f"first published {published.at.date()}" if published else "first published on an unknown day"
        return modified, f"{where}: modified ({first})"
    return published, f"{where}: published" if published else None


def _document(
    file: CorpusFile, line: int | None, told: _Told, publishers: Publishers, retrieved_at: datetime
) -> Iterator[Document | Problem]:
    """The document, after a Problem for each detail of it that could not be used; a Problem alone without a text."""
    text = told.text.strip()
    if not text:
        yield Problem(file.name, line, "it holds no text")
        return
    yield from (Problem(file.name, line, note, kept=True) for note in told.notes)
    path = f"{file.name}:{line}" if line else file.name
    published_at, precision = _in_utc(told.published) if told.published else (None, None)
    yield Document(
        document_id=Document.id_for(told.url, text),
        url=told.url,
        title=told.title,
        publisher=told.publisher or host_of(told.url),
        published_at=published_at,
        published_precision=precision,
        published_basis=told.basis,
        retrieved_at=retrieved_at,
        source=SOURCE,
        path=path,
        text=text,
        text_hash=content_hash(text),
        language=told.language,
        origin=publishers.origin(
            credit=told.credit,
            text=text,
            authors=told.authors,
            publisher=told.publisher,
            url=told.url,
            path=path,
        ),
        document_type=told.document_type or publishers.document_type(told.url),
    )


def _in_utc(moment: Moment) -> tuple[datetime, Precision]:
    """In UTC. A time without a zone may lie on another day, so only its day is kept, at midnight as days are."""
    if moment.precision == "day" or moment.zone is None:
        return datetime(moment.at.year, moment.at.month, moment.at.day, tzinfo=UTC), "day"
    return moment.at.astimezone(UTC), "minute"
