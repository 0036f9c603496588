"""Records of a web archive (WARC, ISO 28500) as documents: the pages that were fetched, with where and when."""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from language.decoding import decode
from language.pages import canonical_url, read_page
from language.pdfs import read_pdf
from verifiers.publishers import host_of
from verifiers.sources.corpus_files import LARGEST_DOCUMENT, Part, UnusableFileError
from verifiers.sources.corpus_told import Told, told_by_fields, told_by_page
from warehouse.errors import ClaimhouseError

VERSION = 1

_HTML = ("text/html", "application/xhtml+xml")
_READ = (*_HTML, "text/plain", "application/pdf")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


def read_records(stream: BinaryIO, part: Part) -> Iterator[tuple[int, Told | str]]:
    """The pages of an archive that were answered with a text or a PDF, with the numbers of their records.

    Other records (requests, images, redirects, errors of servers) are passed over. A record that breaks off or cannot
    be read is told. Raises UnusableFileError for what is no archive, and where it breaks off between two records.
    """
    from warcio.archiveiterator import ArchiveIterator

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    number = part.first - 1
    pages = 0
    archive = ArchiveIterator(stream)
    try:
        for record in archive:
            number += 1
            told = _record(record)
            if told is not None:
                pages += 1
                yield number, told
    except MemoryError:
        raise UnusableFileError(f"record {number + 1} needs more memory than is given to one file") from None
    except Exception as error:  # noqa: BLE001  # warcio raises its own errors, bare ones and whatever zlib raises
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:120]
        what = f"it breaks off or is damaged after record {number}" if number else "it is no web archive"
        raise UnusableFileError(f"{what} ({reason})") from None
    if not pages:
        raise UnusableFileError("it holds no page that was answered with a text or a PDF")


def _record(record: Any) -> Told | str | None:
    """What one record tells; None for one that is no page, a sentence for one that cannot be read."""
    headers = record.rec_headers
    if record.rec_type not in ("response", "resource"):
        return None
    url = canonical_url((headers.get_header("WARC-Target-URI") or "").strip("<> "))
    if url is None:
        return None
    content_type = headers.get_header("Content-Type") or ""
    if record.rec_type == "response":
        if record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return None
        content_type = record.http_headers.get_header("Content-Type") or ""
    kind = content_type.split(";")[0].strip().lower()
    if kind not in _READ:
        return None
    body = _body(record)
    if isinstance(body, str):
        return f"{url} {body}"
    try:
        told = _page(kind, content_type, body, url)
    except ClaimhouseError as error:
        return f"{url}: {error}"
    return replace(told, retrieved_at=_moment(headers.get_header("WARC-Date")))


def _body(record: Any) -> bytes | str:
    """The bytes of the page, or what is wrong with them."""
    pieces, size = [], 0
    content = record.content_stream()
    while size <= LARGEST_DOCUMENT and (piece := content.read(1 << 16)):
        pieces.append(piece)
        size += len(piece)
    if size > LARGEST_DOCUMENT:
        return f"is larger than {LARGEST_DOCUMENT // 10**6} MB"
    while record.raw_stream.read(1 << 16):  # what a server sent after the end of its answer
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        return "breaks off before its end"
    return b"".join(pieces)


def _page(kind: str, content_type: str, body: bytes, url: str) -> Told:
    if kind == "application/pdf":
        return told_by_page(read_pdf(body), url=url, title=_name(url))
    text = _decoded(body, content_type)
    if kind == "text/plain":
        return told_by_fields({"url": url, "title": _name(url), "text": text}, "record", [])
    page = read_page(text, url=url)
    told = told_by_page(page)
    # A page may name its canonical address on its own host, but not call itself a page of somebody else's.
    return told if host_of(told.url) == host_of(url) else replace(told, url=url)


def _decoded(body: bytes, content_type: str) -> str:
    """UTF-8 where the bytes are that, else the encoding that the server named, else the one they look like."""
    named = _CHARSET.search(content_type)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(LookupError, UnicodeDecodeError):
            body = body.decode(named[1]).encode() if named else body
    return decode(body)[0]


def _name(url: str) -> str:
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]) or url


def _moment(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
