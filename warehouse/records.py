"""The records: every word of Claimhouse's vocabulary as a frozen pydantic model.

Offsets count Unicode code points of one `ArticleVersion.text` or `Document.text`; in SQL a span is `text[start+1:end]`.
Ids hash content and never a clock, so the same input makes the same ids. A record of an execution (`Run`, `LlmCall`)
has a random id instead.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from warehouse.errors import ClaimhouseError

Label = Literal["supported", "refuted", "conflicting", "not_enough_evidence"]
Stance = Literal["supports", "refutes", "neither"]
ClaimKind = Literal[
    "event",  # something happened, happens, or was done
    "quantity",  # a number is the point of it
    "comparison",  # more than, the first, the largest
    "state",  # something is so: who holds an office, what a rule says
    "cause",  # one thing brought about another
    "quote",  # that somebody said something
    "position",  # that somebody holds, demands or rejects something
    "prediction",  # about a time after it was said
    "opinion",
    "feeling",
    "question",
    "instruction",
]
Status = Literal["unchecked", "checked", "not_checkable", "awaiting_event", "sole_witness"]
QuoteFidelity = Literal["verbatim", "partial", "paraphrase", "translated"]
Purpose = Literal["confirm", "refute", "primary_source", "earlier_fact_check", "exact_words"]
Cause = Literal[
    "first_check",
    "new_evidence",
    "evidence_gone",
    "model_changed",
    "prompt_changed",
    "code_changed",
    "calibration_changed",
]
VerdictIssue = Literal["cherry_picked", "missing_context", "outdated", "misattributed", "partly_true"]
Precision = Literal["day", "minute"]
LinkRelation = Literal["succeeds", "content_of", "same_as"]
Stage = Literal["read", "extract", "select", "plan", "search", "judge", "verify", "match", "store"]

VERDICT_LABELS: tuple[Label, ...] = ("supported", "refuted", "conflicting", "not_enough_evidence")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Replace what no database and no JSON reader agrees upon: NUL and lone surrogates become U+FFFD, one for one."""
    return _UNSTORABLE.sub("\ufffd", text)


def content_hash(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(clean_text(text).encode()).hexdigest()


def content_id(prefix: str, *parts: object) -> str:
    """An id that is the same for the same content: `prefix_` and 96 bits of SHA-256 over the parts as JSON."""
    payload = json.dumps(parts, ensure_ascii=True, separators=(",", ":"), sort_keys=True, default=str)
    return f"{prefix}_{hashlib.sha256(payload.encode()).hexdigest()[:24]}"


def random_id(prefix: str) -> str:
    """An id for an execution, which is never the same twice."""
    return f"{prefix}_{uuid.uuid4().hex[:24]}"


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("this moment lies outside the years 1 to 9999 in UTC") from error


Text = Annotated[str, AfterValidator(clean_text)]
Moment = Annotated[AwareDatetime, AfterValidator(_to_utc)]
Offset = Annotated[int, Field(ge=0, lt=2**31)]
Score = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, lt=2**53)]


class Part(BaseModel):
    """A value inside a record, without an id of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Record(Part):
    """One row of the warehouse. `table` names where it lands, `key` the fields that make it unique there."""

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    # Fields that a later commit of the same key may move forward; everything else stays as it was first written.
    mutable: ClassVar[tuple[str, ...]] = ()


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

    @staticmethod
    def id_for(claim_id: str, text: str, purpose: str, planner: str, planner_version: str) -> str:
        return content_id("qry", claim_id, text, purpose, planner, planner_version)


class Search(Record):
    """One query put to one source, and what it found, which may be nothing."""

    table: ClassVar[str] = "searches"
    key: ClassVar[tuple[str, ...]] = ("search_id",)

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

    @staticmethod
    def id_for(
        query_id: str,
        source: str,
        source_version: str,
        published_until: date | None,
        document_ids: Sequence[str],
        outcome: str,
    ) -> str:
        # The outcome is part of it: to have found nothing and to have failed to look both have no documents.
        return content_id("sea", query_id, source, source_version, published_until, list(document_ids), outcome)


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
    document_type: Literal["report", "primary_record", "fact_check"] = "report"

    @staticmethod
    def id_for(url: str | None, text: str) -> str:
        return content_id("doc", url, content_hash(text))


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

    @model_validator(mode="after")
    def _span_has_the_text_s_length(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError("a passage's span must be as long as its text")
        return self

    @staticmethod
    def id_for(claim_id: str, document_id: str, start: int, end: int, origin: str) -> str:
        return content_id("psg", claim_id, document_id, start, end, origin)


class Reading(Part):
    """What a judge reads in one passage. `said_by_claimant`: it only repeats that the claim's side says so (rule 8)."""

    passage_id: Text
    stance: Stance
    score: Share
    said_by_claimant: bool = False
    why: Text = ""


class Judgement(Record):
    """One judge's reading of one claim against passages."""

    table: ClassVar[str] = "judgements"
    key: ClassVar[tuple[str, ...]] = ("judgement_id",)

    judgement_id: Text
    claim_id: Text
    judge: Text
    judge_version: Text
    model: Text | None = None
    label: Label
    issues: tuple[VerdictIssue, ...] = ()
    readings: tuple[Reading, ...] = ()  # one a passage that was put before the judge
    cited_passage_ids: tuple[Text, ...] = ()
    rationale: Text
    judged_at: Moment

    @staticmethod
    def id_for(
        claim_id: str,
        judge: str,
        judge_version: str,
        label: str,
        readings: Sequence[Reading],
        cited: Sequence[str],
        rationale: str,
    ) -> str:
        read = [reading.model_dump(mode="json") for reading in readings]
        return content_id("jdg", claim_id, judge, judge_version, label, read, list(cited), rationale)


class Verdict(Record):
    """What is to be believed of a claim on all evidence to date. Append-only: a change is a new one, with its cause."""

    table: ClassVar[str] = "verdicts"
    key: ClassVar[tuple[str, ...]] = ("verdict_id",)

    verdict_id: Text
    claim_id: Text
    label: Label
    label_when_said: Label
    issues: tuple[VerdictIssue, ...] = ()
    confidence: Share | None = None  # None until calibrated
    rationale: Text
    cited_passage_ids: tuple[Text, ...] = ()
    judgement_ids: tuple[Text, ...] = ()
    origins_supporting: Count = 0
    origins_refuting: Count = 0
    cause: Cause
    changed: tuple[Text, ...] = ()  # what differs from the verdict before: documents, versions
    follows: Text | None = None
    versions: dict[Text, Text] = Field(default_factory=dict)  # component -> version
    decided_at: Moment
    run_id: Text

    @model_validator(mode="after")
    def _decided_labels_cite(self) -> Self:
        if self.label != "not_enough_evidence" and not self.cited_passage_ids:
            raise ValueError("a verdict that decides must cite a passage")
        return self

    @staticmethod
    def id_for(claim_id: str, follows: str | None, judgement_ids: Sequence[str], versions: Mapping[str, str]) -> str:
        return content_id("vdt", claim_id, follows, list(judgement_ids), dict(versions))


class Review(Record):
    """A person's decision on a claim; the latest one outranks the machine."""

    table: ClassVar[str] = "reviews"
    key: ClassVar[tuple[str, ...]] = ("review_id",)

    review_id: Text
    claim_id: Text
    label: Label
    note: Text
    reviewer: Text
    reviewed_at: Moment


class Failure(Record):
    """What went wrong for which item at which stage. It is open until the item's stage completes."""

    table: ClassVar[str] = "failures"
    key: ClassVar[tuple[str, ...]] = ("failure_id",)
    mutable: ClassVar[tuple[str, ...]] = ("last_seen_at", "run_id")

    failure_id: Text
    item_id: Text  # a claim_id, a version_id, an extraction_id or, where reading failed, the source as it was called
    article_id: Text | None = None
    stage: Stage
    error: Text  # the error's name, e.g. "ModelTimeoutError"
    message: Text  # one sentence that names the fix
    transient: bool
    first_seen_at: Moment
    last_seen_at: Moment
    run_id: Text

    @staticmethod
    def id_for(item_id: str, stage: str, error: str, message: str) -> str:
        return content_id("fail", item_id, stage, error, message)


class Step(Record):
    """A stage that is done for an item under one version key: how a rerun knows what need not be done again."""

    table: ClassVar[str] = "steps"
    key: ClassVar[tuple[str, ...]] = ("item_id", "stage", "version_key")
    mutable: ClassVar[tuple[str, ...]] = ("checked_at", "outcome", "note")

    item_id: Text
    stage: Stage
    version_key: Text
    outcome: Literal["done", "skipped"] = "done"
    note: Text | None = None  # why it was skipped
    run_id: Text
    done_at: Moment
    checked_at: Moment  # the last time that a run found nothing to do here


class Run(Record):
    """One execution: what was asked, with which versions, and what it cost."""

    table: ClassVar[str] = "runs"
    key: ClassVar[tuple[str, ...]] = ("run_id",)
    mutable: ClassVar[tuple[str, ...]] = (
        "ended_at",
        "outcome",
        "counts",
        "seconds",
        "input_tokens",
        "output_tokens",
        "cost_usd",
    )

    run_id: Text
    command: Text
    parameters: dict[Text, Text] = Field(default_factory=dict)
    versions: dict[Text, Text] = Field(default_factory=dict)
    started_at: Moment
    ended_at: Moment | None = None
    outcome: Literal["running", "completed", "completed_with_failures", "failed", "stopped"] = "running"
    counts: dict[Text, Count] = Field(default_factory=dict)
    seconds: Score | None = None
    input_tokens: Count = 0
    output_tokens: Count = 0
    cost_usd: Score | None = None  # None where a model's price is not known


class LlmCall(Record):
    """One call of a model, kept even when what it was for failed."""

    table: ClassVar[str] = "llm_calls"
    key: ClassVar[tuple[str, ...]] = ("call_id",)

    call_id: Text
    run_id: Text | None = None
    item_id: Text | None = None
    model: Text
    prompt: Text  # the prompt file's name
    prompt_version: Text  # its hash
    schema_version: Text  # the hash of the JSON schema that was asked for
    input_tokens: Count = 0
    output_tokens: Count = 0
    cost_usd: Score | None = None
    seconds: Score
    attempts: Count = 1
    cached: bool = False
    outcome: Text  # "ok", or the error's name
    called_at: Moment


class Publisher(Record):
    """Who publishes evidence, as its first document told; never written again, for the rating is the desk's own."""

    table: ClassVar[str] = "publishers"
    key: ClassVar[tuple[str, ...]] = ("publisher",)

    publisher: Text
    host: Text | None = None
    publisher_type: Literal[
        "government", "wire", "newspaper", "broadcaster", "reference", "social", "fact_checker", "record", "unknown"
    ] = "unknown"
    country: Text | None = None
    rating: Text | None = None
    note: Text | None = None


RECORD_TYPES: tuple[type[Record], ...] = (
    Article,
    ArticleVersion,
    Extraction,
    Claim,
    ClaimLink,
    ClaimForm,
    Query,
    Search,
    Document,
    Passage,
    Judgement,
    Verdict,
    Review,
    Failure,
    Step,
    Run,
    LlmCall,
    Publisher,
)


def failure_of(
    error: Exception, *, item_id: str, stage: Stage, run_id: str, at: datetime, article_id: str | None = None
) -> Failure:
    """The Failure that an error makes of an item. An unexpected error is named by its type and told as a defect."""
    if isinstance(error, ClaimhouseError):
        name, message, transient = error.name, str(error), error.transient
    else:
        name = type(error).__name__
        message = f"{name}: {error} (a defect of Claimhouse: please report it)"
        transient = False
    return Failure(
        failure_id=Failure.id_for(item_id, stage, name, message),
        item_id=item_id,
        article_id=article_id,
        stage=stage,
        error=name,
        message=message,
        transient=transient,
        first_seen_at=at,
        last_seen_at=at,
        run_id=run_id,
    )


def record_as_json(record: Part) -> dict[str, Any]:
    """A record as plain JSON values, with dates and times in ISO 8601."""
    return record.model_dump(mode="json")
