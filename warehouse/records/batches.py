"""What is asked of a model by batch: the batch, its questions with what came back, and the claims that wait for it."""

from typing import ClassVar, Literal

from warehouse.records.articles import Mention
from warehouse.records.base import Count, Moment, Part, Record, Score, Text

# `prepared` is ours: the batch is known here, and whether the provider knows it is yet to be found out. `lost` is ours
# too: the provider knows it no more. The others are the provider's.
BatchState = Literal[
    "prepared",
    "validating",
    "in_progress",
    "finalizing",
    "completed",
    "failed",
    "expired",
    "cancelling",
    "cancelled",
    "lost",
]
BATCH_OVER: frozenset[BatchState] = frozenset(("completed", "failed", "expired", "cancelled", "lost"))


class Batch(Record):
    """Questions that were handed in together. It is open until what came of them is stored (`collected_at`)."""

    table: ClassVar[str] = "batches"
    key: ClassVar[tuple[str, ...]] = ("batch_id",)
    mutable: ClassVar[tuple[str, ...]] = (
        *("provider_id", "state", "input_file_id", "output_file_id", "error_file_id", "answered", "failed"),
        *("submitted_at", "asked_at", "collected_at", "message"),
    )

    batch_id: Text  # random, and in the provider's metadata of the batch: how it is found again after a crash
    run_id: Text  # the run that gathered the questions
    place: Text  # the provider, or the address of a server of one's own
    model: Text  # "provider:model"
    requests: Count
    estimated_usd: Score | None = None  # None where the price is not known
    prepared_at: Moment
    provider_id: Text | None = None  # None until it is known to be created
    state: BatchState = "prepared"
    input_file_id: Text | None = None
    output_file_id: Text | None = None
    error_file_id: Text | None = None
    answered: Count = 0
    failed: Count = 0
    submitted_at: Moment | None = None
    asked_at: Moment | None = None  # when the provider last told how it stands
    collected_at: Moment | None = None
    message: Text | None = None  # what went wrong with it as a whole


class BatchItem(Record):
    """One question of a batch, and what came back."""

    table: ClassVar[str] = "batch_items"
    key: ClassVar[tuple[str, ...]] = ("batch_id", "custom_id")
    mutable: ClassVar[tuple[str, ...]] = (
        *("state", "content", "finish", "refusal", "input_tokens", "output_tokens", "error", "message"),
    )

    batch_id: Text
    custom_id: Text  # the hash of all that could change the answer: the key of the reply in the cache
    item_id: Text | None = None
    article_id: Text | None = None
    claim_ids: tuple[Text, ...] = ()  # whom it was first asked for
    prompt: Text
    prompt_version: Text
    schema_version: Text
    # answered: there is a reply, to be read as a live one is; unusable: it was read, and cannot be used
    state: Literal["waiting", "answered", "unusable", "failed"] = "waiting"
    content: Text | None = None
    finish: Text | None = None
    refusal: Text | None = None
    input_tokens: Count = 0
    output_tokens: Count = 0
    error: Text | None = None  # the error's name
    message: Text | None = None


class KeptHit(Part):
    """A document that a search brought, with what the choice of passages goes by."""

    search_id: Text
    document_id: Text
    score: Score
    spans: tuple[Mention, ...] = ()


class BatchWait(Record):
    """A claim that waits for the answer to a question, and the evidence that was gathered for it meanwhile."""

    table: ClassVar[str] = "batch_waits"
    key: ClassVar[tuple[str, ...]] = ("claim_id", "custom_id", "run_id")
    mutable: ClassVar[tuple[str, ...]] = ("ended_at",)

    claim_id: Text
    custom_id: Text
    run_id: Text
    article_id: Text
    work: Literal["replay", "search"]
    gathered_at: Moment  # when its evidence was last looked for
    search_ids: tuple[Text, ...] = ()
    hits: tuple[KeptHit, ...] = ()
    ended_at: Moment | None = None  # when the claim was taken up again
