"""What a document tells of itself, whatever kind of file it came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from language.moments import VERSION as MOMENTS_VERSION
from language.moments import Moment, parse_moment
from language.pages import VERSION as PAGES_VERSION
from language.pages import Page, canonical_url
from verifiers.document_dates import latest
from verifiers.publishers import DocumentType
from verifiers.sources.corpus_header import FIELDS
from warehouse.records import clean_text

VERSION = f"1.{MOMENTS_VERSION}.{PAGES_VERSION}"


@dataclass(frozen=True)
class Told:
    """What a document tells of itself. `notes` say what of it could not be used."""

    text: str
    title: str | None
    url: str | None
    publisher: str | None
    published: Moment | None
    basis: str | None
    language: str | None
    modified: Moment | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None
    document_type: DocumentType | None = None
    retrieved_at: datetime | None = None  # None: when the corpus was read
    notes: tuple[str, ...] = ()


def told_by_page(page: Page, *, title: str | None = None, url: str | None = None) -> Told:
    """What an HTML page, a PDF or a Word document tells; `title` and `url` for want of its own."""
    published, basis = latest(page.published, page.updated, page.published_basis or "page")
    return Told(
        text=page.text,
        title=page.title or title,
        url=page.url or url,
        publisher=page.outlet,
        authors=page.authors,
        published=published,
        basis=basis,
        modified=page.updated,
        language=page.language,
        notes=page.notes,
    )


def told_by_fields(fields: Mapping[str, object], where: str, notes: list[str]) -> Told:
    """What a header, a JSON object or a row tells; `notes` is added to for each field that cannot be used."""
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
    published, basis = latest(moments[0], moments[1], where)
    return Told(
        text=told.get("text", ""),
        title=told.get("title") or None,
        url=url,
        publisher=told.get("publisher") or None,
        published=published,
        basis=basis,
        modified=moments[1],
        credit=told.get("origin") or None,
        document_type=cast("DocumentType | None", document_type),
        language=told.get("language") or None,
        notes=tuple(notes),
    )
