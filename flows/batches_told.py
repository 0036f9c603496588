"""How batches stand, in words for people."""

from collections.abc import Mapping, Sequence

from flows.progress import counted
from warehouse.records import Batch, BatchState

_ENDS: Mapping[BatchState, str] = {
    "failed": "failed as a whole",
    "expired": "expired",
    "cancelled": "was cancelled",
    "lost": "is lost",
}


def elsewhere(batch: Batch) -> str:
    """That a batch is open where the model in force is not."""
    return (
        f"{named(batch)} is open at {batch.place}: a reprocess with --model {batch.model}"
        f"{'' if batch.place in batch.model else f' --base-url {batch.place}'} looks at it."
    )


def sentence_on(batch: Batch) -> str:
    """How a batch stands, for people."""
    told = f"{batch.answered} answered, {batch.failed} failed"
    why = f" ({batch.message})" if batch.message else ""
    if batch.provider_id is None and batch.collected_at is None:
        return f"{named(batch)} is not handed in yet{why}: the next reprocess tries again."
    if batch.collected_at is None:
        return f"{named(batch)} is {batch.state.replace('_', ' ')}: {batch.answered} are answered so far."
    if batch.state == "completed":
        return f"{named(batch)} is completed: {told}."
    return f"{named(batch)} {_ENDS[batch.state]}{why}: {told}; what was answered is used, the rest is asked again."


def batch_lines(batches: Sequence[Batch]) -> list[str]:
    """The open batches as they were last seen, a line each."""
    return [
        f"{named(batch)} to {batch.model}: {batch.state.replace('_', ' ')}"
        f"{f', handed in {batch.submitted_at:%Y-%m-%d %H:%M} UTC' if batch.submitted_at else ''}"
        f"{f', {batch.answered} answered' if batch.answered else ''}"
        for batch in batches
    ]


def named(batch: Batch) -> str:
    """A batch by its number and size, as a sentence about it begins."""
    return f"The batch {batch.provider_id or batch.batch_id} of {counted(batch.requests, 'call')}"
