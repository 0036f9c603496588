"""What came of one question of a batch, as records: its answer or error, the call that it was, whose Failure it is."""

from collections.abc import Iterable
from datetime import datetime

from gateways.batches import Outcome
from gateways.errors import BatchFailedError
from gateways.prices import Prices
from warehouse import batches as kept
from warehouse.errors import ClaimhouseError
from warehouse.records import Batch, BatchItem, BatchWait, Failure, LlmCall, Record, Stage, failure_of


def settled(
    batch: Batch,
    item: BatchItem,
    outcome: Outcome,
    waits: Iterable[BatchWait],
    run_id: str,
    *,
    prices: Prices,
    at: datetime,
) -> list[Record]:
    """What is stored of one question, for which the claims of `waits` wait."""
    error, reply = outcome.error, outcome.reply
    if reply is not None:
        told = {"content": reply.content, "finish": reply.finish, "refusal": reply.refusal}
        tokens = {"input_tokens": reply.input_tokens, "output_tokens": reply.output_tokens}
        answered = item.model_copy(update={"state": "answered", **told, **tokens})
        return [answered, _call(batch, answered, "ok", run_id, prices)]
    error = error or BatchFailedError("the batch gave no answer to this: the next reprocess asks again")
    failed = item.model_copy(update={"state": "failed", "error": error.name, "message": str(error)})
    asked: list[Record] = (
        [] if isinstance(error, BatchFailedError) else [_call(batch, failed, error.name, run_id, prices)]
    )
    return [failed, *asked, *_failures(failed, error, waits, run_id, at)]


def _failures(
    item: BatchItem, error: ClaimhouseError, waits: Iterable[BatchWait], run_id: str, at: datetime
) -> Iterable[Failure]:
    stage: Stage = "plan" if item.prompt.startswith("plan") else "judge"
    for claim_id, article_id in {wait.claim_id: wait.article_id for wait in waits}.items():
        yield failure_of(error, item_id=claim_id, stage=stage, run_id=run_id, at=at, article_id=article_id)


def _call(batch: Batch, item: BatchItem, outcome: str, run_id: str, prices: Prices) -> LlmCall:
    """The call that a question was, at the price of a batch, at the moment at which the batch was handed in."""
    name = batch.model.partition(":")[2].strip()
    return LlmCall(
        call_id=kept.call_id_of(batch.batch_id, item.custom_id),
        run_id=run_id,
        item_id=item.item_id,
        article_id=item.article_id,
        claim_ids=item.claim_ids,
        model=batch.model,
        prompt=item.prompt,
        prompt_version=item.prompt_version,
        schema_version=item.schema_version,
        input_tokens=item.input_tokens,
        output_tokens=item.output_tokens,
        cost_usd=prices.cost_usd(batch.place, name, item.input_tokens, item.output_tokens, by_batch=True),
        seconds=0.0,  # how long one of them took is not told
        outcome=outcome,
        called_at=batch.submitted_at or batch.prepared_at,
        batch_id=batch.batch_id,
    )
