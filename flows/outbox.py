"""The questions of one run that go by batch: written to a file as they come, and handed in once it is full or done."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import IO

from flows.batch_questions import close_whole, estimated_usd
from flows.batches import Batches
from gateways.batches import MOST_BYTES, MOST_REQUESTS
from gateways.postbox import Posted
from warehouse.records import Batch, BatchWait, random_id


class Outbox:
    """Several articles may hand questions over at once; `flush` sends what is left.

    The limits are the API's, of one batch and of its file.
    """

    def __init__(
        self,
        batches: Batches,
        run_id: str,
        clock: Callable[[], datetime],
        *,
        most_requests: int = MOST_REQUESTS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._batches = batches
        self._run_id = run_id
        self._clock = clock
        self._most_requests = most_requests
        self._most_bytes = most_bytes
        self._lock = asyncio.Lock()
        self._batch_id = random_id("bat")
        self._file: IO[bytes] | None = None
        self._bytes = 0
        self._posted: list[Posted] = []
        self._waits: list[BatchWait] = []
        self.claims: set[str] = set()
        self.calls = 0
        self.handed_in: list[Batch] = []

    async def take(self, posted: Sequence[Posted], waits: Sequence[BatchWait]) -> None:
        """Take over the questions of an article whose evidence is stored, and who waits for them.

        Waits that have ended are stored with those that begin, so that a claim waits all the time.
        """
        async with self._lock:
            self._waits += waits
            self.claims |= {wait.claim_id for wait in waits if wait.ended_at is None}
            for one in posted:
                if one.line is None:
                    continue  # it waits already, for somebody else as well
                if len(self._posted) >= self._most_requests or self._bytes + len(one.line) > self._most_bytes:
                    await self._hand_in()
                self._write(one, one.line)

    async def flush(self) -> None:
        """Hand in what is left. Raises the error of a provider that will not take it."""
        async with self._lock:
            await self._hand_in()

    def _write(self, posted: Posted, line: bytes) -> None:
        if self._file is None:
            self._file = self._batches.file_of(self._batch_id).open("wb")
        self._file.write(line)
        self._bytes += len(line)
        self._posted.append(posted)

    async def _hand_in(self) -> None:
        waits, self._waits = self._waits, []
        posted, self._posted = self._posted, []
        if self._file is None or not posted:
            await self._batches.keep(waits)
            return
        file, self._file, self._bytes = self._file, None, 0
        batch_id, self._batch_id = self._batch_id, random_id("bat")
        await asyncio.to_thread(close_whole, file)
        batch = Batch(
            batch_id=batch_id,
            run_id=self._run_id,
            place=self._batches.place,
            model=self._batches.model,
            requests=len(posted),
            estimated_usd=estimated_usd(posted),
            prepared_at=self._clock(),
        )
        self.calls += len(posted)
        self.handed_in.append(batch)
        handed_in = await self._batches.hand_in(batch, posted, waits)
        self.calls -= len(posted) - (handed_in.requests if handed_in else 0)
        self.handed_in[-1:] = [handed_in] if handed_in else []
