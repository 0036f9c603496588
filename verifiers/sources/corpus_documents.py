"""The documents that a file of a corpus holds, whatever its type, with what each of them says of itself.

A file, a line, a row, a record or a field that cannot be used becomes a Problem with its reason, and everything else
goes on.
"""

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from language.decoding import VERSION as DECODING_VERSION
from language.decoding import decode
from language.pages import read_page
from language.pdfs import VERSION as PDFS_VERSION
from language.pdfs import read_pdf
from language.word_files import VERSION as WORD_VERSION
from language.word_files import read_docx
from verifiers.document_dates import in_utc
from verifiers.publishers import Publishers, host_of
from verifiers.sources import corpus_parquet, corpus_warc
from verifiers.sources.corpus_byline import VERSION as BYLINE_VERSION
from verifiers.sources.corpus_byline import split_byline
from verifiers.sources.corpus_files import (
    LARGEST_DOCUMENT,
    WHOLE,
    CorpusFile,
    Part,
    Problem,
    UnusableFileError,
    check_size,
    opened,
)
from verifiers.sources.corpus_header import VERSION as HEADER_VERSION
from verifiers.sources.corpus_header import split_header
from verifiers.sources.corpus_told import VERSION as TOLD_VERSION
from verifiers.sources.corpus_told import Told, told_by_fields, told_by_page
from warehouse.errors import ClaimhouseError
from warehouse.records import Document, content_hash

VERSION = (
    f"3.{DECODING_VERSION}.{HEADER_VERSION}.{BYLINE_VERSION}.{TOLD_VERSION}.{PDFS_VERSION}.{WORD_VERSION}."
    f"{corpus_parquet.VERSION}.{corpus_warc.VERSION}"
)

SOURCE = "corpus"


def read_documents(
    file: CorpusFile, publishers: Publishers, retrieved_at: datetime, part: Part = WHOLE
) -> Iterator[Document | Problem]:
    """The documents of one file or of a part of it, in order, and what was wrong in it. Collections are streamed."""
    try:
        with opened(file) as stream:
            if file.suffix in _COLLECTIONS:
                for place, one in _COLLECTIONS[file.suffix](stream, part):
                    if isinstance(one, str):
                        yield Problem(file.name, place, one)
                    else:
                        yield from _document(file, place, one, publishers, retrieved_at)
                return
            raw = stream.read(LARGEST_DOCUMENT + 1)
        check_size(len(raw))
        yield from _document(file, None, _told(file, raw), publishers, retrieved_at)
    except (UnusableFileError, ClaimhouseError) as error:  # the latter of the decoder and the readers of pages
        yield Problem(file.name, None, str(error))


def _told(file: CorpusFile, raw: bytes) -> Told:
    if file.suffix == ".pdf":
        return told_by_page(read_pdf(raw), title=file.path.stem)
    if file.suffix == ".docx":
        return told_by_page(read_docx(raw), title=file.path.stem)
    text, _ = decode(raw)
    if file.suffix in (".html", ".htm"):
        return told_by_page(read_page(text))
    fields, body, notes = split_header(text)
    if fields or notes or body != text:
        return told_by_fields({"title": file.path.stem, **fields, "text": body}, "header", notes)
    fields, authors, body = split_byline(text)
    return replace(told_by_fields({"title": file.path.stem, **fields, "text": body}, "byline", []), authors=authors)


def _read_lines(stream: BinaryIO, part: Part) -> Iterator[tuple[int, Told | str]]:
    """The lines between two places of a .jsonl file, with their numbers."""
    stream.seek(part.start)
    number = part.first - 1
    left = None if part.end is None else part.end - part.start
    while (left is None or left > 0) and (line := stream.readline(LARGEST_DOCUMENT + 1)):
        number += 1
        if left is not None:
            left -= len(line)
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        try:
            yield number, _line(line)
        except UnusableFileError as error:
            yield number, str(error)
        while len(line) > LARGEST_DOCUMENT and not line.endswith(b"\n"):
            line = stream.readline(LARGEST_DOCUMENT + 1)
            if left is not None:
                left -= len(line)


def _line(line: bytes) -> Told:
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
    return told_by_fields(fields, "field", [])


def _document(
    file: CorpusFile, place: int | None, told: Told, publishers: Publishers, retrieved_at: datetime
) -> Iterator[Document | Problem]:
    """The document, after a Problem for each detail of it that could not be used; a Problem alone without a text."""
    text = told.text.strip()
    if not text:
        yield Problem(file.name, place, "it holds no text")
        return
    yield from (Problem(file.name, place, note, kept=True) for note in told.notes)
    path = f"{file.name}:{place}" if place else file.name
    published_at, precision = in_utc(told.published) if told.published else (None, None)
    modified_at, modified_precision = in_utc(told.modified) if told.modified else (None, None)
    yield Document(
        document_id=Document.id_for(told.url, text),
        url=told.url,
        title=told.title,
        publisher=told.publisher or host_of(told.url),
        published_at=published_at,
        published_precision=precision,
        published_basis=told.basis,
        retrieved_at=told.retrieved_at or retrieved_at,
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
        modified_at=modified_at,
        modified_precision=modified_precision,
    )


_COLLECTIONS: Mapping[str, Callable[[BinaryIO, Part], Iterator[tuple[int, Told | str]]]] = {
    ".jsonl": _read_lines,
    ".parquet": corpus_parquet.read_rows,
    ".warc": corpus_warc.read_records,
    ".warc.gz": corpus_warc.read_records,
}
