"""What is looked for and found: queries, searches, frozen documents, their passages and their publishers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from warehouse.records.base import (
    Count,
    Label,
    Moment,
    Offset,
    Part,
    Precision,
    Purpose,
    Record,
    Score,
    Text,
    content_hash,
    content_id,
)

DocumentType = Literal["report", "primary_record", "fact_check"]
Standing = Literal["report", "primary_record", "fact_check", "claimants_side", "another_matter", "hostile"]
PublisherType = Literal[
    "government", "wire", "newspaper", "broadcaster", "reference", "social", "fact_checker", "record", "unknown"
]


class Query(Record):
    """A proposed search for evidence on one claim."""

    table: ClassVar[str] = "queries"
    key: ClassVar[tuple[str, ...]] = ("query_id",)

    query_id: Text
    claim_id: Text
    text: Text
    purpose: Purpose
    planner: Text
    planner_version: Text
    round: Annotated[int, Field(ge=1, lt=3)] = 1  # 2: proposed from what the first round found or missed
    language: Text | None = None  # of the text, where it is not the article's

    @staticmethod
    def id_for(claim_id: str, text: str, purpose: str, planner: str, planner_version: str) -> str:
        return content_id("qry", claim_id, text, purpose, planner, planner_version)


class Unread(Part):
    """A page that a search named and that could not be read. It is evidence of nothing."""

    url: Text
    title: Text | None = None
    error: Text  # the error's name, e.g. "PaywalledError"
    reason: Text  # one sentence that says what to do about it
    transient: bool  # whether it may be read another time


class LeftOut(Part):
    """A page that a search found and that can be no evidence, for it is the article's own story over again."""

    document_id: Text
    url: Text | None = None
    publisher: Text | None = None
    title: Text | None = None
    published_at: Moment | None = None
    reason: Text  # "the article's own outlet", "near-duplicate of the article"


class Search(Record):
    """One query put to one source, and what it found, which may be nothing."""

    table: ClassVar[str] = "searches"
    key: ClassVar[tuple[str, ...]] = ("search_id",)
    mutable: ClassVar[tuple[str, ...]] = ("asked_again_at",)

    search_id: Text
    query_id: Text
    claim_id: Text
    source: Text
    source_version: Text  # changes whenever the source could answer differently
    published_until: date | None = None  # nothing later was asked for
    document_ids: tuple[Text, ...] = ()  # best first
    outcome: Literal["found", "nothing", "failed"]
    searched_at: Moment
    run_id: Text
    unread: tuple[Unread, ...] = ()
    left_out: tuple[LeftOut, ...] = ()  # best first; none of them is among document_ids
    matched: dict[Text, Text] = Field(default_factory=dict)  # document -> how a review was told to be of this claim
    asked_again_at: Moment | None = None  # the last time that this was the answer again, after another one

    @property
    def last_asked_at(self) -> datetime:
        """When this came to be what the source answers, as far as is known: of several searches the last one holds."""
        return self.asked_again_at or self.searched_at

    @staticmethod
    def id_for(
        query_id: str,
        source: str,
        source_version: str,
        published_until: date | None,
        document_ids: Sequence[str],
        outcome: str,
        left_out: Sequence[LeftOut] = (),
        unread: Sequence[Unread] = (),
    ) -> str:
        # The outcome is part of it: to have found nothing and to have failed to look both have no documents.
        aside = [[one.document_id, one.reason] for one in left_out]
        parts: list[object] = [query_id, source, source_version, published_until, list(document_ids), outcome, aside]
        if unread:
            parts.append(sorted((page.url, page.error) for page in unread))
        return content_id("sea", *parts)


class Document(Record):
    """A piece of evidence, frozen as it was when it was retrieved."""

    table: ClassVar[str] = "documents"
    key: ClassVar[tuple[str, ...]] = ("document_id",)

    document_id: Text
    url: Text | None = None
    title: Text | None = None
    publisher: Text | None = None
    published_at: Moment | None = None
    published_precision: Precision | None = None
    published_basis: Text | None = None  # why we believe the date: "front matter", "html meta"; None: unknown
    retrieved_at: Moment
    source: Text  # the evidence source that found it
    path: Text | None = None  # where the source keeps it
    text: Text
    text_hash: Text
    language: Text | None = None
    origin: Text  # what it shares with other tellings of one story: a wire credit or, without one, its publisher
    document_type: DocumentType = "report"
    modified_at: Moment | None = None  # when its publisher last changed it, if it says so
    modified_precision: Precision | None = None
    rating: Text | None = None  # an earlier fact-check's, in its publisher's own words
    rating_label: Label | None = None  # the same as a label, where its words leave no doubt
    fetch_id: Text | None = None  # how it was fetched from the web
    claim_reviewed: Text | None = None  # of an earlier fact-check: the claim as its publisher worded it

    @staticmethod
    def id_for(url: str | None, text: str) -> str:
        return content_id("doc", url, content_hash(text))


class Fetch(Record):
    """One page as the web handed it out. The bytes themselves lie in the archive of originals, under their hash."""

    table: ClassVar[str] = "fetches"
    key: ClassVar[tuple[str, ...]] = ("fetch_id",)

    fetch_id: Text
    url: Text  # as it was asked for
    final_url: Text
    redirects: tuple[Text, ...] = ()  # the addresses between the two
    status: Count
    content_type: Text
    headers: dict[Text, Text] = Field(default_factory=dict)  # those that tell of its date, its kind and its caching
    body_hash: Text  # SHA-256 of the bytes, decompressed
    body_bytes: Count
    fetched_at: Moment

    @staticmethod
    def id_for(url: str, final_url: str, status: int, body_hash: str) -> str:
        return content_id("fet", url, final_url, status, body_hash)


class Passage(Record):
    """A span of a document put before a judge: the query that found it, its rank, the origin it counted under."""

    table: ClassVar[str] = "passages"
    key: ClassVar[tuple[str, ...]] = ("passage_id",)

    passage_id: Text
    claim_id: Text
    query_id: Text
    document_id: Text
    start: Offset
    end: Offset
    text: Text
    rank: Count  # from 1, the best
    score: Score
    origin: Text  # documents on one claim with the same origin count once
    # Why it is in that origin, if not by its own name: "near-duplicate of …", "credits Reuters"; why it does not count.
    origin_reason: Text | None = None
    # As what it counts: as its document's type or, whatever that is, as the word of the claim's own side, or as a page
    # that gives orders to a model and counts for nothing.
    standing: Standing = "report"

    @model_validator(mode="after")
    def _span_has_the_text_s_length(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError("a passage's span must be as long as its text")
        return self

    @staticmethod
    def id_for(
        claim_id: str,
        document_id: str,
        start: int,
        end: int,
        origin: str,
        origin_reason: str | None = None,
        standing: str = "report",
    ) -> str:
        return content_id("psg", claim_id, document_id, start, end, origin, origin_reason, standing)


class Publisher(Record):
    """Who publishes evidence: as the shipped list and its first document tell, and as the desk has edited it."""

    table: ClassVar[str] = "publishers"
    key: ClassVar[tuple[str, ...]] = ("publisher",)

    publisher: Text  # its name as its documents give it, or its host
    host: Text | None = None
    publisher_type: PublisherType = "unknown"
    country: Text | None = None
    rating: Text | None = None
    note: Text | None = None
    controlled_by: Text | None = None  # the state whose government decides who runs it or what it says
    edited: tuple[Text, ...] = ()  # the fields that the desk has set; no run ever writes over them
