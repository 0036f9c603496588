"""Documents made ready for the index: cut into passages, tokenised, fingerprinted.

This is where building an index spends its time, so it runs beside the writer where there is much to read.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verifiers.publishers import Publishers, host_of
from verifiers.sources import corpus_documents
from verifiers.sources.corpus_files import CorpusFile, Part, Problem
from verifiers.sources.corpus_passages import split_passages
from verifiers.sources.corpus_terms import publisher_term, tokens
from warehouse.records import Document, content_id

VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the index takes it in."""

    document_id: str
    record: str  # the Document as JSON, without its text
    text: str
    spans: list[tuple[int, int]]  # of its passages
    words: list[str]  # of each passage, tokenised
    title_words: str
    publisher: str | None
    publisher_terms: list[str]  # its name and host, as filters ask for them
    day: int | None  # of publication, as an ordinal
    language: str | None
    fingerprint: str  # a hash of what the document says, whatever its place and the time it was read


def read_entries(
    file: CorpusFile, part: Part, publishers: Publishers, retrieved_at: datetime
) -> Iterator[Entry | Problem]:
    """The documents of a file, or of a part of it, ready for the index, and what was wrong in it.

    Whatever a hostile file makes its parser do ends that file, and nothing else.
    """
    read = 0
    try:
        for one in corpus_documents.read_documents(file, publishers, retrieved_at, part):
            yield one if isinstance(one, Problem) else entry_of(one)
            read += 1
    except MemoryError:
        yield Problem(file.name, None, "a document in it needs more memory than is given to one file: split it")
    except Exception as error:  # noqa: BLE001  # what parsers raise at hostile files has no type
        where = f" after {read} documents" if read else ""
        yield Problem(file.name, None, f"it cannot be read{where} ({type(error).__name__}: {str(error)[:100]})")


def entry_of(document: Document) -> Entry:
    """A document, ready for the index."""
    return _entry(
        document.model_dump(include={"document_id", "title", "publisher", "url", "language"}),
        record=document.model_dump_json(exclude={"text"}),
        text=document.text,
        spans=[(span.start, span.end) for span in split_passages(document.text)],
        day=document.published_at.toordinal() if document.published_at else None,
        fingerprint=content_id("fp", document.model_dump_json(exclude={"path", "retrieved_at", "source"})),
    )


def entry_again(record: str, text: str, spans: str, fingerprint: str) -> Entry:
    """The entry of a document that an index holds already; its passages are as they were cut then."""
    told = json.loads(record)
    published = told["published_at"]
    return _entry(
        told,
        record=record,
        text=text,
        spans=[(start, end) for start, end in json.loads(spans)],
        day=datetime.fromisoformat(published).toordinal() if published else None,
        fingerprint=fingerprint,
    )


def _entry(
    told: Mapping[str, Any], *, record: str, text: str, spans: list[tuple[int, int]], day: int | None, fingerprint: str
) -> Entry:
    names = (told["publisher"], host_of(told["url"]))
    return Entry(
        document_id=told["document_id"],
        record=record,
        text=text,
        spans=spans,
        words=_words(text, spans),
        title_words=" ".join(tokens(told["title"] or "")),
        publisher=told["publisher"],
        publisher_terms=list(dict.fromkeys(publisher_term(name) for name in names if name)),
        day=day,
        language=told["language"],
        fingerprint=fingerprint,
    )


def _words(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The words of each passage. What two passages share is tokenised once; they meet between sentences."""
    places = sorted({place for span in spans for place in span})
    pieces = {start: " ".join(tokens(text[start:end])) for start, end in itertools.pairwise(places)}
    at = {place: number for number, place in enumerate(places)}
    return [" ".join(filter(None, (pieces[place] for place in places[at[start] : at[end]]))) for start, end in spans]
