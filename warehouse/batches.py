"""What the flows read back of batches: which are open, who waits for them, and what came back for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.columns import AnyRecord, column_list, record_from
from warehouse.reads import Reads
from warehouse.records import Batch, BatchItem, BatchWait, LlmCall

_OPEN_ITEMS = """
SELECT i.custom_id, b.place, b.model
FROM batch_items i
JOIN batches b ON b.batch_id = i.batch_id AND b.collected_at IS NULL
"""
# Whoever was checked after the evidence was gathered has been overtaken: there is nothing to take up again.
_READY = f"""
SELECT w.claim_id, max(w.work) AS work
FROM batch_waits w
ANTI JOIN ({_OPEN_ITEMS}) o ON o.custom_id = w.custom_id
ANTI JOIN steps s ON s.item_id = w.claim_id AND s.stage IN ('verify', 'judge') AND s.checked_at > w.gathered_at
WHERE w.ended_at IS NULL
GROUP BY w.claim_id
"""  # noqa: S608  # nothing in it comes from outside
_WAITING = f"""
SELECT DISTINCT w.claim_id
FROM batch_waits w
SEMI JOIN (SELECT custom_id FROM ({_OPEN_ITEMS}) WHERE place = $1 AND model = $2) o ON o.custom_id = w.custom_id
WHERE w.ended_at IS NULL
"""  # noqa: S608
# The last answer to each question that these claims have waited for.
_ANSWERED = """
SELECT {columns}
FROM batch_items i
JOIN batches b ON b.batch_id = i.batch_id AND b.collected_at IS NOT NULL
SEMI JOIN (
    SELECT w.custom_id FROM batch_waits w
    SEMI JOIN (SELECT unnest($1::VARCHAR[]) AS claim_id) c ON c.claim_id = w.claim_id
) w ON w.custom_id = i.custom_id
QUALIFY row_number() OVER (PARTITION BY i.custom_id ORDER BY b.prepared_at DESC, b.batch_id DESC) = 1
"""
_USUAL_OUTPUT = """
SELECT prompt, avg(output_tokens) AS tokens
FROM llm_calls WHERE model = ? AND NOT cached AND output_tokens > 0 GROUP BY prompt
"""


@dataclass(frozen=True)
class Answered:
    """A question that was answered by batch, with the record of the call that it was."""

    item: BatchItem
    call: LlmCall


def call_id_of(batch_id: str, custom_id: str) -> str:
    """The id of the call that a question of a batch is: the same, however often the batch is collected."""
    return f"llm_{batch_id}_{custom_id[:24]}"


def open_batches(reads: Reads) -> list[Batch]:
    """The batches whose outcome is not stored yet, the oldest first."""
    rows = reads.read(
        f"SELECT {column_list(Batch)} FROM batches WHERE collected_at IS NULL ORDER BY prepared_at, batch_id"  # noqa: S608
    )
    return _records(Batch, rows)


def items_of(reads: Reads, batch_id: str) -> dict[str, BatchItem]:
    """The questions of a batch, by custom_id."""
    sql = f"SELECT {column_list(BatchItem)} FROM batch_items WHERE batch_id = ?"  # noqa: S608
    return {item.custom_id: item for item in _records(BatchItem, reads.read(sql, [batch_id]))}


def waits_for(reads: Reads, batch_id: str) -> list[BatchWait]:
    """The waits for the questions of a batch that have not ended."""
    rows = reads.read(
        f"SELECT {column_list(BatchWait, 'w')} FROM batch_waits w "  # noqa: S608
        "SEMI JOIN (SELECT custom_id FROM batch_items WHERE batch_id = ?) i ON i.custom_id = w.custom_id "
        "WHERE w.ended_at IS NULL ORDER BY w.claim_id",
        [batch_id],
    )
    return _records(BatchWait, rows)


def waits_of(reads: Reads, claim_ids: Sequence[str]) -> list[BatchWait]:
    """The waits of these claims that have not ended, the first gathered first."""
    rows = reads.read(
        f"SELECT {column_list(BatchWait)} FROM batch_waits WHERE ended_at IS NULL "  # noqa: S608
        "AND claim_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY gathered_at, claim_id, custom_id",
        [list(claim_ids)],
    )
    return _records(BatchWait, rows)


def answered_for(reads: Reads, claim_ids: Sequence[str]) -> list[Answered]:
    """The usable answers to the questions that these claims wait or have waited for, the last to each."""
    rows = reads.read(_ANSWERED.format(columns=column_list(BatchItem, "i")), [list(claim_ids)])
    items = [item for item in _records(BatchItem, rows) if item.state == "answered"]
    ids = {call_id_of(item.batch_id, item.custom_id): item for item in items}
    sql = f"SELECT {column_list(LlmCall)} FROM llm_calls WHERE call_id IN (SELECT unnest(?::VARCHAR[]))"  # noqa: S608
    calls = {call.call_id: call for call in _records(LlmCall, reads.read(sql, [sorted(ids)]) if ids else [])}
    return [Answered(item, calls[call_id]) for call_id, item in ids.items() if call_id in calls]


def items_by_key(reads: Reads, keys: Sequence[tuple[str, str]]) -> list[BatchItem]:
    """The questions under these keys (batch_id, custom_id)."""
    if not keys:
        return []
    sql = f"SELECT {column_list(BatchItem)} FROM batch_items WHERE custom_id IN (SELECT unnest(?::VARCHAR[]))"  # noqa: S608
    found = _records(BatchItem, reads.read(sql, [[custom_id for _, custom_id in keys]]))
    return [item for item in found if (item.batch_id, item.custom_id) in set(keys)]


def questions_waiting(reads: Reads) -> set[str]:
    """The custom_ids of the questions that stand in an open batch; of whom they are asked is part of them."""
    return {str(row["custom_id"]) for row in reads.read(_OPEN_ITEMS)}


def claims_waiting(reads: Reads, place: str, model: str) -> set[str]:
    """The claims that wait for an open batch of this model."""
    return {str(row["claim_id"]) for row in reads.read(_WAITING, [place, model])}


def claims_ready(reads: Reads) -> dict[str, str]:
    """The claims that have waited for batches which are all over, with the work that is to be taken up again."""
    return {str(row["claim_id"]): str(row["work"]) for row in reads.read(_READY)}


def usual_output(reads: Reads, model: str) -> dict[str, float]:
    """How many tokens a reply of a model has on average, by prompt."""
    return {str(row["prompt"]): float(row["tokens"]) for row in reads.read(_USUAL_OUTPUT, [model])}


def handed_in_on(reads: Reads, day: date) -> tuple[int, float]:
    """The calls of the batches of a day (in UTC) that are still open, and what they are expected to cost."""
    (row,) = reads.read(
        "SELECT coalesce(sum(requests), 0)::BIGINT AS calls, coalesce(sum(estimated_usd), 0.0) AS usd FROM batches "
        "WHERE collected_at IS NULL AND timezone('UTC', prepared_at)::DATE = ?",
        [day],
    )
    return row["calls"], row["usd"]


def _records(model: type[AnyRecord], rows: Sequence[dict[str, Any]]) -> list[AnyRecord]:
    return [record_from(model, row) for row in rows]
