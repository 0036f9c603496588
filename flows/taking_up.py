"""Checks that were left half done, for a question waits in a batch: how they are kept, and how they are taken up again.

A claim that comes to wait keeps what was found for it. Once the answer is there it is checked on that very evidence:
were it searched for anew, a live web would bring other passages, another question with them, and no answer would ever
fit. What came up meanwhile is not overlooked: the check counts as made when its evidence was gathered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from gateways.errors import WaitsForBatchError
from gateways.postbox import Delivered, Mail
from gateways.replies import Reply
from verifiers.memory import Remembered
from verifiers.outcomes import Checked
from verifiers.protocols import Hit
from warehouse import batches as kept
from warehouse.reads import Reads
from warehouse.records import BatchItem, BatchWait, Claim, Document, Failure, KeptHit, Mention, Search


@dataclass(frozen=True)
class HalfDone:
    """What is known of the checks of an article's claims that are to be taken up again."""

    waits: Mapping[str, tuple[BatchWait, ...]]  # by claim_id
    overtaken: Mapping[
        str, tuple[BatchWait, ...]
    ]  # the same of those that a later check has done without: they only end
    delivered: tuple[Delivered, ...]
    searches: Mapping[str, Search]
    documents: Mapping[str, Document]
    order: Mapping[str, tuple[str, ...]]  # of each question that several claims wait for: these in its order

    def gathered_at(self, claim_id: str) -> datetime | None:
        """When the evidence of a claim was gathered; None where it is to be looked for now."""
        waits = self.waits.get(claim_id, ())
        return min((wait.gathered_at for wait in waits if wait.search_ids), default=None)

    def remembered(self, claim_id: str, known: Remembered) -> Remembered:
        """What is known of a claim, with what was found for it."""
        waits = self.waits.get(claim_id, ())
        searches = {one: self.searches[one] for wait in waits for one in wait.search_ids if one in self.searches}
        hits: dict[str, dict[str, Hit]] = {}
        for one in (hit for wait in waits for hit in wait.hits):
            if one.search_id in searches and one.document_id in self.documents:
                spans = tuple((span.start, span.end) for span in one.spans)
                how = searches[one.search_id].matched.get(one.document_id)
                found = Hit(self.documents[one.document_id], one.score, spans, how=how)
                hits.setdefault(one.search_id, {})[one.document_id] = found
        whole = [s for s in searches.values() if set(s.document_ids) == set(hits.get(s.search_id, {}))]
        return replace(
            known,
            searches=tuple(whole),
            hits={search.search_id: tuple(hits.get(search.search_id, {}).values()) for search in whole},
        )

    def groups(self, claims: Sequence[Claim]) -> list[list[Claim]]:
        """The claims as they were put together before: a question about several is the same only with all of them."""
        left = {claim.claim_id: claim for claim in claims}
        grouped: list[list[Claim]] = []
        for claim_id in [*left]:
            asked = [self.order[one.custom_id] for one in self.waits.get(claim_id, ()) if one.custom_id in self.order]
            if claim_id in left and asked:
                together = [left.pop(one) for one in asked[-1] if one in left]
                grouped.append(together)
        alone = [claim for claim in left.values() if claim.claim_id in self.waits]
        others = [claim for claim in left.values() if claim.claim_id not in self.waits]
        return [group for group in (*grouped, alone, others) if group]


def half_done(reads: Reads, claim_ids: Sequence[str], looks: Mapping[str, datetime]) -> HalfDone:
    """What these claims of one article have waited for, with what was found for them and what came back.

    `looks` are when they were last checked. What was found before that is out of date, and is not taken up.
    """
    waits: dict[str, list[BatchWait]] = {}
    overtaken: dict[str, list[BatchWait]] = {}
    for wait in kept.waits_of(reads, claim_ids):
        looked_at = looks.get(wait.claim_id)
        of = waits if looked_at is None or looked_at <= wait.gathered_at else overtaken
        of.setdefault(wait.claim_id, []).append(wait)
    answered = kept.answered_for(reads, claim_ids) if claim_ids else []
    searched = sorted({one for its in waits.values() for wait in its for one in wait.search_ids})
    searches = {one.search_id: one for one in reads.searches(sorted(waits)) if one.search_id in set(searched)}
    named = sorted({hit.document_id for its in waits.values() for wait in its for hit in wait.hits})
    documents = {one.document_id: one for one in reads.documents(named)} if named else {}
    return HalfDone(
        {claim_id: tuple(its) for claim_id, its in waits.items()},
        {claim_id: tuple(its) for claim_id, its in overtaken.items()},
        tuple(_delivered(one) for one in answered),
        searches,
        documents,
        {one.item.custom_id: one.item.claim_ids for one in answered if len(one.item.claim_ids) > 1},
    )


def _delivered(one: kept.Answered) -> Delivered:
    item = one.item
    reply = Reply(item.content or "", item.finish or "", item.refusal, item.input_tokens, item.output_tokens)
    return Delivered(item.batch_id, item.custom_id, reply, one.call)


def waits_for_batch(failures: Sequence[Failure]) -> bool:
    """Whether a check could not go on because a question waits in a batch: nothing is wrong."""
    return any(_is_wait(failure) for failure in failures)


def without_waits(failures: Sequence[Failure]) -> tuple[Failure, ...]:
    """What went wrong, without what only waits."""
    return tuple(failure for failure in failures if not _is_wait(failure))


def _is_wait(failure: Failure) -> bool:
    return failure.error == WaitsForBatchError.__name__


def new_waits(
    mail: Mail, checked: Checked, *, run_id: str, article_id: str, work: Literal["replay", "search"], gathered: datetime
) -> list[BatchWait]:
    """The waits of a claim for the questions that were posted for it, with all that was found for it."""
    hits = [
        KeptHit(
            search_id=search_id,
            document_id=hit.document.document_id,
            score=hit.score,
            spans=tuple(Mention(start=start, end=end) for start, end in hit.spans),
        )
        for search_id, found in checked.hits.items()
        for hit in found
    ]
    searched = tuple(search.search_id for search in checked.searches if search.outcome != "failed")
    return [
        BatchWait(
            claim_id=checked.claim_id,
            custom_id=posted.custom_id,
            run_id=run_id,
            article_id=article_id,
            work=work,
            gathered_at=gathered,
            search_ids=searched,
            hits=tuple(hit for hit in hits if hit.search_id in searched),
        )
        for posted in {one.custom_id: one for one in mail.posted}.values()
        if checked.claim_id in posted.claim_ids
    ]


def unusable_items(reads: Reads, mail: Mail) -> list[BatchItem]:
    """The questions whose answers were read and cannot be used, as they are to be stored."""
    why = {(one.batch_id, one.custom_id): one for one in mail.unusable}
    return [
        item.model_copy(
            update={
                "state": "unusable",
                "error": why[item.batch_id, item.custom_id].error,
                "message": why[item.batch_id, item.custom_id].message,
            }
        )
        for item in kept.items_by_key(reads, list(why))
    ]
