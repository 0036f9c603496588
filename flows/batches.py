"""The life of a batch: handed in, looked at, its outcome stored, called off. Each step is kept before the next begins.

What a process that is killed leaves at any moment, the next run completes:

| killed | the next run |
|---|---|
| before the batch was prepared | finds the same claims due, and gathers their questions again |
| before the provider had its file, or before that was noted | sends the file that is still in the cache folder |
| before the batch was made | makes it of that file |
| after it was made, before that was noted | finds it with the provider by our name in its metadata, and takes it over |
| while the outcome was being stored | stores it again, which changes nothing that is stored already |
| before the claims were checked again | finds them due, for what they waited for is there |
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from filelock import FileLock

from flows.batch_outcomes import settled
from flows.batch_questions import estimated_usd, item_of, write_questions
from flows.batches_told import elsewhere, named, sentence_on
from gateways.batches import BatchGateway, BatchSeen, Outcome
from gateways.errors import BadRequestError, BatchesNotOfferedError, BatchFailedError, BatchGoneError
from gateways.llm import LlmGateway
from gateways.postbox import Posted
from warehouse import batches as kept
from warehouse.article_locks import held
from warehouse.errors import ClaimhouseError, WarehouseError
from warehouse.records import BATCH_OVER, Batch, BatchItem, BatchState, BatchWait, Record
from warehouse.store import Warehouse

_AT_ONCE = 1000  # outcomes that one transaction stores
_LOST_AFTER = timedelta(hours=48)  # a batch has 24; one that the provider does not know by then it will not know again
_ABANDONED = timedelta(days=2)  # a file of questions that no batch was made of, for its run was killed
_BUSY_S = 600.0
_LOCK = "batches"  # among the locks of articles, whose ids are longer

_NEVER_TAKEN = (BadRequestError, BatchesNotOfferedError, BatchFailedError)

_ENDED: Mapping[BatchState, str] = {
    "completed": "the batch gave no answer to this",
    "failed": "the batch was refused",
    "expired": "the batch's time was over before this was answered",
    "cancelled": "the batch was cancelled before this was answered",
    "lost": "the provider does not know the batch any more",
}


class BatchesBusyError(ClaimhouseError):
    """Another process works on the batches of this desk."""


@dataclass
class Collected:
    """What looking at the open batches brought, in sentences; `unasked` counts those that could not be looked at."""

    told: list[str] = field(default_factory=list)
    unasked: int = 0


class Batches:
    """The batches of a warehouse at the place where its model is. One process at a time works on them.

    `folder` is for files of questions and answers, which are gone again once they are sent or stored.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        gateway: LlmGateway,
        folder: Path,
        clock: Callable[[], datetime],
        *,
        busy_s: float = _BUSY_S,
    ) -> None:
        self._busy_s = busy_s
        self._warehouse = warehouse
        self._gateway = gateway
        self._folder = folder
        self._clock = clock

    @property
    def place(self) -> str:
        """Where the model is."""
        return self._gateway.place

    @property
    def model(self) -> str:
        """Who is asked, as "provider:model"."""
        return self._gateway.model

    def file_of(self, batch_id: str) -> Path:
        """Where the questions of a batch are until they are sent."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{batch_id}.jsonl"

    async def check(self) -> None:
        """Raise now what stands in the way of batches. Raises BatchesNotOfferedError where there are none."""
        async with self._gateway.batches().opened() as door:
            await door.check()

    async def hand_in(self, batch: Batch, posted: Sequence[Posted], waits: Sequence[BatchWait]) -> Batch | None:
        """Store a batch whose file is in its place, with the waits for it, and give it to the provider.

        What another run has handed in meanwhile is not asked a second time: who waits for it waits for that batch. None
        where nothing else is left.

        Where that fails the batch stays prepared, and the next run hands it in; one that the provider will never take
        is closed, and its questions are Failures. Raises the error, unless it may pass.
        """
        async with self._alone(), self._gateway.batches().opened() as door:
            left = await self._not_asked_yet(posted)
            if len(left) < len(posted):
                file = self.file_of(batch.batch_id)
                if not left:
                    await self._commit(waits)
                    await asyncio.to_thread(file.unlink, missing_ok=True)
                    return None
                await asyncio.to_thread(write_questions, file, left)
                batch = batch.model_copy(update={"requests": len(left), "estimated_usd": estimated_usd(left)})
            await self._commit([batch, *(item_of(batch.batch_id, one) for one in left), *waits])
            try:
                return await self._send(door, batch, is_new=True)
            except WarehouseError:
                raise
            except ClaimhouseError as error:
                batch = await self._not_sent(batch, error, batch.run_id)
                if not error.transient:
                    raise
                return batch

    async def _not_asked_yet(self, posted: Sequence[Posted]) -> list[Posted]:
        """Those that stand in no open batch, as it is now that nobody else hands in."""

        def waiting() -> set[str]:
            with self._warehouse.session() as session:
                return kept.questions_waiting(session)

        asked = await asyncio.to_thread(waiting)
        return [one for one in posted if one.custom_id not in asked]

    async def keep(self, waits: Sequence[BatchWait]) -> None:
        """Store waits for questions that are handed in already."""
        if waits:
            await self._commit(waits)

    async def collect(self, run_id: str) -> Collected:
        """Hand in what is not yet, look at every open batch, and store the outcome of those that are over."""
        found = Collected()
        batches = await asyncio.to_thread(self._open)
        if not batches:
            return found
        try:
            async with self._alone(), self._gateway.batches().opened() as door:
                await asyncio.to_thread(self._sweep, batches)
                for batch in await asyncio.to_thread(self._open):  # as it is now that nobody else works on them
                    if batch.place != self.place:
                        found.told.append(elsewhere(batch))
                        continue
                    try:
                        found.told.append(await self._look(door, batch, run_id))
                    except WarehouseError:
                        raise
                    except ClaimhouseError as error:
                        found.unasked += 1
                        found.told.append(f"{named(batch)} could not be looked at: {error}.")
                        await self._note(batch.batch_id, error)
        except BatchesBusyError as busy:
            found.told.append(f"{busy}.")
        return found

    async def cancel(self) -> list[str]:
        """Call every open batch off, and tell of each what became of it. What it has answered is collected later."""
        async with self._alone(), self._gateway.batches().opened() as door:
            return [
                await self._cancel(door, batch) if batch.place == self.place else elsewhere(batch)
                for batch in await asyncio.to_thread(self._open)
            ]

    def _open(self) -> list[Batch]:
        with self._warehouse.session() as session:
            return kept.open_batches(session)

    async def _send(self, door: BatchGateway, batch: Batch, *, is_new: bool) -> Batch:
        """Give a prepared batch to the provider, unless it has it already."""
        seen = None if is_new else await door.find(batch.batch_id, batch.prepared_at)
        file = self.file_of(batch.batch_id)
        if seen is None:
            if batch.input_file_id is None:
                if not await asyncio.to_thread(file.exists):
                    raise BatchFailedError("the file of its questions is gone from the cache folder before it was sent")
                sent = await door.upload(file, batch.batch_id)
                batch = batch.model_copy(update={"input_file_id": sent})
                await self._commit([batch])
            seen = await door.create(str(batch.input_file_id), batch.batch_id, batch.run_id, batch.prepared_at)
        batch = self._as_seen(batch, seen)
        await self._commit([batch])
        await asyncio.to_thread(file.unlink, missing_ok=True)
        return batch

    async def _not_sent(self, batch: Batch, error: ClaimhouseError, run_id: str) -> Batch:
        """A batch that the provider will never take is closed; any other is left for the next run."""
        if not isinstance(error, _NEVER_TAKEN):
            return await self._note(batch.batch_id, error) or batch
        ended = batch.model_copy(update={"state": "failed", "message": str(error)})
        closed = await self._close(ended, await self._items(batch), run_id)
        await asyncio.to_thread(self.file_of(batch.batch_id).unlink, missing_ok=True)
        return closed

    async def _note(self, batch_id: str, error: ClaimhouseError) -> Batch | None:
        """Keep what is wrong with a batch that is open, whatever else is known of it by now."""

        def note() -> Batch | None:
            with self._warehouse.session() as session:
                found = {one.batch_id: one for one in kept.open_batches(session)}.get(batch_id)
            if found is not None:
                found = found.model_copy(update={"message": str(error)})
                self._warehouse.commit([found])
            return found

        return await asyncio.to_thread(note)

    async def _look(self, door: BatchGateway, batch: Batch, run_id: str) -> str:
        """How a batch stands now, in a sentence; one that is over is stored."""
        if batch.provider_id is None:
            try:
                batch = await self._send(door, batch, is_new=False)
            except _NEVER_TAKEN as error:
                batch = await self._not_sent(batch, error, run_id)
        if batch.provider_id is None:
            return sentence_on(batch)
        try:
            batch = self._as_seen(batch, await door.retrieve(batch.provider_id))
        except BatchGoneError as error:
            if self._clock() - (batch.submitted_at or batch.prepared_at) < _LOST_AFTER:
                raise
            batch = batch.model_copy(update={"state": "lost", "message": str(error)})
        if batch.state in BATCH_OVER:
            batch = await self._store_outcome(door, batch, run_id)
        else:
            await self._commit([batch])
        return sentence_on(batch)

    async def _cancel(self, door: BatchGateway, batch: Batch) -> str:
        if batch.provider_id is None and (made := await door.find(batch.batch_id, batch.prepared_at)):
            batch = self._as_seen(batch, made)
        if batch.provider_id is None:
            batch = batch.model_copy(update={"state": "cancelled"})
            await asyncio.to_thread(self.file_of(batch.batch_id).unlink, missing_ok=True)
            return sentence_on(await self._close(batch, await self._items(batch), batch.run_id))
        try:
            seen = await door.retrieve(batch.provider_id)
            if seen.state not in BATCH_OVER:
                seen = await door.cancel(batch.provider_id)
        except BatchGoneError as error:
            batch = batch.model_copy(update={"state": "lost", "message": str(error)})
            return sentence_on(await self._close(batch, await self._items(batch), batch.run_id))
        batch = self._as_seen(batch, seen)
        await self._commit([batch])
        state = "had ended before" if batch.state in BATCH_OVER else "is being cancelled"
        return f"{named(batch)} {state}: `claimhouse reprocess` takes up what was answered."

    async def _store_outcome(self, door: BatchGateway, batch: Batch, run_id: str) -> Batch:
        """The answers and the errors of a batch that is over, some at a time, and at the end that it is."""
        items = await self._items(batch)
        waits = await asyncio.to_thread(self._waits, batch)
        answered = 0
        for file_id in filter(None, (batch.output_file_id, batch.error_file_id)):
            file = self.file_of(batch.batch_id).with_suffix(".answers")
            try:
                await door.download(file_id, file)
                outcomes = door.outcomes(file)
                while some := await asyncio.to_thread(_next_of, outcomes):
                    records: list[Record] = []
                    for outcome in some:
                        item = items.pop(outcome.custom_id, None)
                        if item is not None:  # what was never asked, or told twice, is nobody's
                            answered += outcome.reply is not None
                            records += self._settled(batch, item, outcome, waits, run_id)
                    await self._commit(records)
            except BatchGoneError as error:
                batch = batch.model_copy(update={"message": str(error)})
            finally:
                await asyncio.to_thread(file.unlink, missing_ok=True)
        return await self._close(batch.model_copy(update={"answered": answered}), items, run_id)

    async def _close(self, batch: Batch, left: Mapping[str, BatchItem], run_id: str) -> Batch:
        """Store that a batch is over; the questions that are `left` are Failures, to be asked again."""
        why = f"{_ENDED[batch.state]}{f' ({batch.message})' if batch.message else ''}: the next reprocess asks again"
        waits = await asyncio.to_thread(self._waits, batch)
        now = self._clock()
        over = batch.model_copy(
            update={"collected_at": now, "asked_at": now, "failed": batch.requests - batch.answered}
        )
        records: list[Record] = [over]
        for item in left.values():
            outcome = Outcome(item.custom_id, None, BatchFailedError(why))
            records += self._settled(batch, item, outcome, waits, run_id)
        await self._commit(records)
        return over

    def _settled(
        self, batch: Batch, item: BatchItem, outcome: Outcome, waits: Mapping[str, list[BatchWait]], run_id: str
    ) -> list[Record]:
        whose = waits.get(item.custom_id, ())
        return settled(batch, item, outcome, whose, run_id, prices=self._gateway.prices, at=self._clock())

    async def _items(self, batch: Batch) -> dict[str, BatchItem]:
        def read() -> dict[str, BatchItem]:
            with self._warehouse.session() as session:
                return kept.items_of(session, batch.batch_id)

        return await asyncio.to_thread(read)

    def _waits(self, batch: Batch) -> dict[str, list[BatchWait]]:
        waits: dict[str, list[BatchWait]] = {}
        with self._warehouse.session() as session:
            for wait in kept.waits_for(session, batch.batch_id):
                waits.setdefault(wait.custom_id, []).append(wait)
        return waits

    def _as_seen(self, batch: Batch, seen: BatchSeen) -> Batch:
        told = {
            "provider_id": seen.provider_id,
            "state": seen.state,
            "input_file_id": seen.input_file_id or batch.input_file_id,
            "output_file_id": seen.output_file_id,
            "error_file_id": seen.error_file_id,
            "answered": seen.answered,
            "failed": seen.failed,
            "submitted_at": batch.submitted_at or seen.created_at,
            "asked_at": self._clock(),
            "message": seen.message,
        }
        return batch.model_copy(update=told)

    async def _commit(self, records: Sequence[Record]) -> None:
        await asyncio.to_thread(self._warehouse.commit, records)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Nobody else hands in batches of this warehouse, or works with files in this folder, meanwhile."""
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        lock = FileLock(self._folder / "lock", thread_local=False)
        async with AsyncExitStack() as stack:
            try:
                await asyncio.to_thread(lock.acquire, timeout=self._busy_s)
                stack.callback(lock.release)
                async with asyncio.timeout(self._busy_s):
                    await stack.enter_async_context(held(self._warehouse.locks, _LOCK))
            except TimeoutError:  # filelock's Timeout is one too
                raise BatchesBusyError(
                    "Another process works on this warehouse's batches: run again when it is done"
                ) from None
            yield

    def _sweep(self, batches: Iterable[Batch]) -> None:
        """Delete what runs that were killed have left: files of questions of no batch, and of answers."""
        known = {batch.batch_id for batch in batches}
        for file in [*self._folder.glob("*.jsonl"), *self._folder.glob("*.answers")]:
            age = time.time() - file.stat().st_mtime
            if file.stem not in known and age > _ABANDONED.total_seconds():
                file.unlink(missing_ok=True)


def _next_of(outcomes: Iterator[Outcome]) -> list[Outcome]:
    return list(islice(outcomes, _AT_ONCE))
