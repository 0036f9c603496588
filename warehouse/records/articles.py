"""What an article is and what is found in it: its texts, its readings, the claims and how they hang together."""

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from warehouse.records.base import (
    ClaimKind,
    Count,
    LinkRelation,
    Moment,
    Offset,
    Part,
    Precision,
    QuoteFidelity,
    Record,
    Score,
    Share,
    Status,
    Text,
    content_hash,
    content_id,
)


class DateMention(Part):
    """A date expression as written at [start, end) of the article's text, and what it means.

    `earliest` and `latest` are inclusive days; both are None where the expression could not be resolved.
    `anchor` is the day against which a relative expression was resolved, None for an absolute one.
    """

    text: Text
    start: Offset
    end: Offset
    earliest: date | None = None
    latest: date | None = None
    anchor: date | None = None
    certainty: Literal["exact", "approximate", "unresolved"] = "exact"


class Quantity(Part):
    """A number as written at [start, end), as the closed range of values it admits, in `unit` (singular, lower case).

    "hundreds of billions of dollars" is low 2e11, high None, unit "usd"; "nearly half" is approximate, unit "share".
    """

    text: Text
    start: Offset
    end: Offset
    low: Score | None = None
    high: Score | None = None
    unit: Text | None = None
    approximate: bool = False


class Mention(Part):
    """Another place, at [start, end) of the article's text, where the article says the same."""

    start: Offset
    end: Offset


class Article(Record):
    """One piece of journalism, known by its canonical URL or, without one, by its first text."""

    table: ClassVar[str] = "articles"
    key: ClassVar[tuple[str, ...]] = ("article_id",)
    mutable: ClassVar[tuple[str, ...]] = (
        "headline",
        "outlet",
        "originator",
        "authors",
        "dateline",
        "published_at",
        "published_precision",
        "published_zone",
        "updated_at",
        "language",
        "corrections",
    )

    article_id: Text
    url: Text | None = None
    source: Text  # the file's name, or "-" for standard input: how the user called it
    headline: Text | None = None
    outlet: Text | None = None
    originator: Text | None = None
    authors: tuple[Text, ...] = ()
    dateline: Text | None = None  # the place, as printed: "MOSCOW"
    published_at: Moment | None = None  # midnight in published_zone where only the day is known
    published_precision: Precision | None = None
    published_zone: Text | None = None  # an IANA name or an offset such as "+09:00"; None where unknown, UTC assumed
    updated_at: Moment | None = None
    language: Text | None = None
    corrections: tuple[Text, ...] = ()

    @staticmethod
    def id_for(url: str | None, text: str) -> str:
        """The id of the article at a canonical URL or, without one, of the article with this first text."""
        return content_id("art", "url", url) if url else content_id("art", "text", content_hash(text))


class ArticleVersion(Record):
    """One text that an article has had: decoded, no byte-order mark, LF line ends, otherwise as it came.

    The body, what the article itself says, is [body_start, body_end); headline, date line and page furniture lie
    outside it.
    """

    table: ClassVar[str] = "article_versions"
    key: ClassVar[tuple[str, ...]] = ("version_id",)

    version_id: Text
    article_id: Text
    text: Text
    text_hash: Text
    body_start: Offset
    body_end: Offset
    headline_start: Offset | None = None
    headline_end: Offset | None = None
    media_type: Literal["text/plain", "text/markdown", "text/html"]
    encoding: Text
    first_read_at: Moment

    @model_validator(mode="after")
    def _spans_lie_inside(self) -> Self:
        if not self.body_start <= self.body_end <= len(self.text):
            raise ValueError("the body's span must lie inside the text")
        return self

    @property
    def body(self) -> str:
        return self.text[self.body_start : self.body_end]


class Extraction(Record):
    """One extractor's reading of one ArticleVersion. The latest one of an article holds its current claims."""

    table: ClassVar[str] = "extractions"
    key: ClassVar[tuple[str, ...]] = ("extraction_id",)

    extraction_id: Text
    article_id: Text
    version_id: Text
    extractor: Text
    extractor_version: Text
    model: Text | None = None
    language: Text | None = None
    sentence_count: Count = 0
    claim_count: Count = 0
    follows: Text | None = None  # the article's extraction before this one
    note: Text | None = None  # what a reader must know, e.g. that the language is not one that the extractor knows
    extracted_at: Moment


class Claim(Record):
    """One statement of an article: the verbatim `quote` at [start, end), and `text`, the same made self-contained.

    A claim_id names the statement; each extraction that finds it has its own row, with offsets into its own version.
    """

    table: ClassVar[str] = "claims"
    key: ClassVar[tuple[str, ...]] = ("extraction_id", "claim_id")

    claim_id: Text
    extraction_id: Text
    article_id: Text
    version_id: Text
    ordinal: Count  # its place among the extraction's claims, from 0, in the order of the text
    quote: Text
    start: Offset
    end: Offset
    text: Text
    kind: ClaimKind
    checkable: bool
    not_checkable_reason: Text | None = None
    checkworthiness: Share
    reasons: tuple[Text, ...] = ()  # why it is, or is not, worth checking
    speaker: Text | None = None  # None: the article says it in its own voice
    speaker_role: Text | None = None
    speaker_named: bool | None = None  # False: "a senior official"; None without a speaker
    attribution: tuple[Text, ...] = ()  # from the one who said it to the one who passed it on, e.g. (letter, ministry)
    venue: Text | None = None  # "on Telegram", "state television"
    quote_fidelity: QuoteFidelity | None = None
    said_from: date | None = None  # when it was said: the speaker's day or, in the article's voice, its own
    said_to: date | None = None
    about_from: date | None = None  # what time it is about
    about_to: date | None = None
    published_at: Moment | None = None
    entities: tuple[Text, ...] = ()
    dates: tuple[DateMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    status: Status = "unchecked"  # as extracted; `current_claims` shows "checked" once a verdict is there
    mentions: tuple[Mention, ...] = ()  # where else the article says the same, in the order of the text
    said_before: Moment | None = None  # nothing later was known when it was said; None: told by its days alone

    @model_validator(mode="after")
    def _span_has_the_quote_s_length(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError("a claim's span must be as long as its quote")
        if self.checkable == (self.status == "not_checkable"):
            raise ValueError("a claim is checkable or has the status not_checkable, never both")
        if not self.checkable and not self.not_checkable_reason:
            raise ValueError("a claim that is not checkable needs the reason")
        return self

    @staticmethod
    def id_for(article_id: str, kind: str, quote: str, text: str, speaker: str | None, occurrence: int) -> str:
        """The id of a statement; `occurrence` counts from 0 an article's statements that are alike in all else."""
        return content_id("clm", article_id, kind, quote, text, speaker, occurrence)

    def holds_in(self, text: str) -> bool:
        """Rule 1: the quote stands in the text at the claim's offsets."""
        return text[self.start : self.end] == self.quote


class ClaimLink(Record):
    """A relation between two claims: `from_claim` succeeds `to_claim`, is the content of it, or says the same."""

    table: ClassVar[str] = "claim_links"
    key: ClassVar[tuple[str, ...]] = ("from_claim_id", "to_claim_id", "relation")

    from_claim_id: Text
    to_claim_id: Text
    relation: LinkRelation
    made_by: Text


class ClaimForm(Record):
    """What a claim says, reduced to what another claim that says the same is found by (`language.statements`)."""

    table: ClassVar[str] = "claim_forms"
    key: ClassVar[tuple[str, ...]] = ("claim_id",)
    mutable: ClassVar[tuple[str, ...]] = ("form_id", "facts_id", "words", "day", "made_by")

    claim_id: Text
    article_id: Text
    form_id: Text  # the same for claims that say the same
    facts_id: Text  # the same for claims with the same names, numbers, dates and negation, in whatever words
    words: tuple[Text, ...] = ()  # its content words by meaning, for how much two claims have in common
    day: date | None = None  # when it was said or, where that is not known, published
    made_by: Text
