"""What a judge is measured on: a claim, the passages to be read with it, and what the set says of the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from language.dates import find_dates
from language.names import find_names
from language.quantities import find_quantities
from verifiers.protocols import Evidence
from warehouse.records import Claim, Document, Passage, content_hash, content_id

_READ_AT = datetime(2025, 1, 1, tzinfo=UTC)  # when a set's texts were frozen: of no effect on what is read


@dataclass(frozen=True)
class Case:
    """`gold` is the set's own answer, in its own words: a label, a stance, "true"."""

    claim: Claim
    evidence: tuple[Evidence, ...]
    gold: str


def claim_from(text: str, *key: str, said: date | None = None, speaker: str | None = None) -> Claim:
    """What an extractor would know of a statement: who said it and when, the names, numbers and dates in it.

    `key` tells it from the same words elsewhere; its first part names the set.
    """
    text = text.strip()
    dates = tuple(find_dates(text, said))
    about = [(one.earliest, one.latest) for one in dates if one.earliest and one.latest]
    source = key[0]
    return Claim(
        claim_id=content_id("clm", *key),
        extraction_id=f"ext_{source}",
        article_id=f"art_{source}",
        version_id=f"ver_{source}",
        ordinal=0,
        quote=text,
        start=0,
        end=len(text),
        text=text,
        kind="event",
        checkable=True,
        checkworthiness=1.0,
        speaker=speaker,
        said_from=said,
        said_to=said,
        about_from=min((first for first, _ in about), default=None),
        about_to=max((last for _, last in about), default=None),
        entities=tuple(dict.fromkeys(name.text for name in find_names(text))),
        dates=dates,
        quantities=tuple(find_quantities(text)),
    )


def document_from(text: str, origin: str, *, url: str | None = None, published: date | None = None) -> Document:
    """A text of a set as a document. `origin` is what it counts under."""
    return Document(
        document_id=Document.id_for(url or origin, text),
        url=url,
        published_at=datetime(published.year, published.month, published.day, tzinfo=UTC) if published else None,
        published_precision="day" if published else None,
        retrieved_at=_READ_AT,
        source="benchmark",
        text=text,
        text_hash=content_hash(text),
        origin=origin,
    )


def evidence_from(claim: Claim, texts: Sequence[str], *, published: date | None = None) -> tuple[Evidence, ...]:
    """Each text as one passage, whole, with an origin of its own; the same text once."""
    found = []
    for place, text in enumerate(dict.fromkeys(filter(None, texts)), 1):
        document = document_from(text, f"passage {place}", published=published)
        found.append(whole(claim, document, rank=place))
    return tuple(found)


def whole(claim: Claim, document: Document, *, rank: int = 1) -> Evidence:
    """A whole document as one passage."""
    return passage_of(claim, document, 0, len(document.text), rank=rank)


def passage_of(claim: Claim, document: Document, start: int, end: int, *, rank: int = 1) -> Evidence:
    """The span [start, end) of a document's text as a passage."""
    origin = document.origin
    return Evidence(
        passage=Passage(
            passage_id=Passage.id_for(claim.claim_id, document.document_id, start, end, origin),
            claim_id=claim.claim_id,
            query_id="qry_benchmark",
            document_id=document.document_id,
            start=start,
            end=end,
            text=document.text[start:end],
            rank=rank,
            score=1.0,
            origin=origin,
        ),
        document=document,
    )
