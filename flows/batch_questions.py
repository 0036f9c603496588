"""The questions of one batch: their file, what they are likely to cost, and how they are stored."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from gateways.postbox import Posted
from warehouse.records import BatchItem


def write_questions(file: Path, posted: Sequence[Posted]) -> None:
    """Write a file of questions anew."""
    whole = file.open("wb")
    whole.writelines(one.line for one in posted if one.line is not None)
    close_whole(whole)


def close_whole(file: IO[bytes]) -> None:
    """On the disk for good: what is prepared must be there after a crash."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def estimated_usd(posted: Sequence[Posted]) -> float | None:
    """What questions are likely to cost together; None where that of one is not known."""
    known = [one.estimated_usd for one in posted if one.estimated_usd is not None]
    return round(sum(known), 8) if len(known) == len(posted) else None


def item_of(batch_id: str, posted: Posted) -> BatchItem:
    """A question as it is stored with its batch."""
    return BatchItem(
        batch_id=batch_id,
        custom_id=posted.custom_id,
        item_id=posted.item_id,
        article_id=posted.article_id,
        claim_ids=posted.claim_ids,
        prompt=posted.prompt,
        prompt_version=posted.prompt_version,
        schema_version=posted.schema_version,
    )
