"""What was done and what went wrong: runs, their steps, their calls of a model, their failures."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from warehouse.errors import ClaimhouseError
from warehouse.records.base import Count, Moment, Record, Score, Stage, Text, content_id


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
    outcome: Literal["running", "completed", "completed_with_failures", "budget_spent", "failed", "stopped"] = "running"
    counts: dict[Text, Count] = Field(default_factory=dict)
    seconds: Score | None = None
    input_tokens: Count = 0
    output_tokens: Count = 0
    cost_usd: Score | None = None  # None where a model's price is not known


class LlmCall(Record):
    """One call of a model, kept even when what it was for failed."""

    table: ClassVar[str] = "llm_calls"
    key: ClassVar[tuple[str, ...]] = ("call_id",)
    mutable: ClassVar[tuple[str, ...]] = ("outcome",)  # a reply of a batch is paid for before it is read

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
    article_id: Text | None = None  # the article that it was made for
    claim_ids: tuple[Text, ...] = ()  # the claims that it served, which share its cost in equal parts
    batch_id: Text | None = None  # the batch that it was made by, at the price of one; None for a call of its own


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
