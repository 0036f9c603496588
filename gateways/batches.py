"""OpenAI's Files and Batches: a file of questions goes up, a batch of it is made, and its answers come down.

Every request is tried again as a call of a model is, with one difference: whether a batch was made is looked up before
it is made again, for a request that broke off may have been heard.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from gateways import errors
from gateways.model_errors import answered_error, missing_key, named_error, no_batches
from gateways.model_settings import ModelSettings
from gateways.models import OPENAI_URL, ChatModel
from gateways.patience import Patience
from gateways.postbox import ENDPOINT
from gateways.replies import Reply
from warehouse.errors import ClaimhouseError
from warehouse.records import BatchState, Moment

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types import Batch as ProvidersBatch

MOST_REQUESTS = 50_000  # of one batch, and the most bytes of its file: the API takes no more
MOST_BYTES = 200_000_000

_NAME = "claimhouse_batch"  # in the metadata of a batch: what it is found by
_CLOCKS_APART = timedelta(hours=2)
_PAGE = 100
_UPLOAD_S = 1800.0  # 200 MB at 1 Mbit/s
_LONGEST_LINE = 16 * 2**20


@dataclass(frozen=True)
class BatchSeen:
    """How a batch stands with its provider."""

    provider_id: str
    state: BatchState
    created_at: Moment
    input_file_id: str | None
    output_file_id: str | None
    error_file_id: str | None
    answered: int
    failed: int
    message: str | None  # why it failed as a whole


@dataclass(frozen=True)
class Outcome:
    """What came of one question: a reply as the provider sent it, not yet read, or an error."""

    custom_id: str
    reply: Reply | None
    error: ClaimhouseError | None


class BatchGateway:
    """The batches of one model's provider. Use it as `async with gateway.opened()`, in one event loop."""

    def __init__(self, settings: ModelSettings, patience: Patience) -> None:
        if settings.provider != "openai":
            raise no_batches(settings)
        self._settings = settings
        self._patience = patience
        self._chat = ChatModel(settings)
        self._client: AsyncOpenAI | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["BatchGateway"]:
        """With connections that are closed at the end."""
        from openai import AsyncOpenAI

        settings = self._settings
        if settings.api_key is None and not settings.base_url:
            raise missing_key(settings)
        key = settings.api_key.get_secret_value() if settings.api_key else "none"
        # The address is said outright, and the retries are ours, as for calls.
        async with AsyncOpenAI(
            api_key=key, base_url=settings.base_url or OPENAI_URL, timeout=settings.timeout_s, max_retries=0
        ) as client:
            self._client = client
            try:
                yield self
            finally:
                self._client = None

    async def check(self) -> None:
        """Raise BatchesNotOfferedError where there are no batches, or what else stands in their way."""
        async for attempt in self._patience.attempts("batches"):
            with attempt:
                async with self._naming(missing=no_batches(self._settings)):
                    await self._api.batches.list(limit=1)

    async def upload(self, file: Path, name: str) -> str:
        """Send a file of questions; its id."""
        questions = await asyncio.to_thread(file.read_bytes)
        async for attempt in self._patience.attempts(f"upload of {name}"):
            with attempt:
                async with self._naming(missing=no_batches(self._settings)):
                    sent = await self._api.files.create(
                        file=(f"{name}.jsonl", questions), purpose="batch", timeout=_UPLOAD_S
                    )
                    return sent.id
        raise AssertionError("the last error is raised")

    async def create(self, input_file_id: str, name: str, run_id: str, since: datetime) -> BatchSeen:
        """Make a batch of a file, known by `name` from then on; made once, however often it is tried since `since`."""
        async for attempt in self._patience.attempts(f"batch {name}"):
            with attempt:
                if attempt.retry_state.attempt_number > 1 and (made := await self._find_once(name, since)):
                    return made
                async with self._naming(missing=no_batches(self._settings)):
                    batch = await self._api.batches.create(
                        input_file_id=input_file_id,
                        endpoint=ENDPOINT,  # type: ignore[arg-type]  # a literal of theirs
                        completion_window="24h",
                        metadata={_NAME: name, "claimhouse_run": run_id},
                    )
                    return self._seen(batch)
        raise AssertionError("the last error is raised")

    async def find(self, name: str, since: datetime) -> BatchSeen | None:
        """The batch of this name, made at or after a moment; None where there is none."""
        async for attempt in self._patience.attempts("batches"):
            with attempt:
                return await self._find_once(name, since)
        raise AssertionError("the last error is raised")

    async def _find_once(self, name: str, since: datetime) -> BatchSeen | None:
        oldest = (since - _CLOCKS_APART).timestamp()
        async with self._naming(missing=no_batches(self._settings)):
            async for batch in self._api.batches.list(limit=_PAGE):  # the newest first
                if (batch.metadata or {}).get(_NAME) == name:
                    return self._seen(batch)
                if batch.created_at < oldest:
                    return None
        return None

    async def retrieve(self, provider_id: str) -> BatchSeen:
        """How a batch stands. Raises BatchGoneError where the provider does not know it."""
        async for attempt in self._patience.attempts(f"batch {provider_id}"):
            with attempt:
                async with self._naming(missing=self._gone(f"the batch {provider_id}")):
                    return self._seen(await self._api.batches.retrieve(provider_id))
        raise AssertionError("the last error is raised")

    async def cancel(self, provider_id: str) -> BatchSeen:
        """Ask for no more of a batch to be done. Raises BatchGoneError where the provider does not know it."""
        async for attempt in self._patience.attempts(f"batch {provider_id}"):
            with attempt:
                async with self._naming(missing=self._gone(f"the batch {provider_id}")):
                    return self._seen(await self._api.batches.cancel(provider_id))
        raise AssertionError("the last error is raised")

    async def download(self, file_id: str, target: Path) -> None:
        """Write a file of answers or errors to a place. Raises BatchGoneError where it is not there any more."""
        async for attempt in self._patience.attempts(f"file {file_id}"):
            with attempt:
                async with self._naming(missing=self._gone(f"the file {file_id}")):
                    streaming = self._api.files.with_streaming_response
                    async with streaming.content(file_id, timeout=_UPLOAD_S) as response:
                        await response.stream_to_file(target)

    def outcomes(self, file: Path) -> Iterator[Outcome]:
        """What a file of answers or of errors tells, a line each; what is no such line is passed over."""
        with file.open("rb") as lines:
            while line := lines.readline(_LONGEST_LINE):
                try:
                    told = json.loads(line)
                    custom_id = told["custom_id"]
                except (ValueError, KeyError, TypeError):
                    continue
                if isinstance(custom_id, str):
                    yield self._outcome(custom_id, told)

    def _outcome(self, custom_id: str, told: Mapping[str, Any]) -> Outcome:
        response = told.get("response")
        if not isinstance(response, Mapping):
            error = told.get("error")
            code, message = (error.get("code"), error.get("message")) if isinstance(error, Mapping) else (None, None)
            return Outcome(custom_id, None, self._not_asked(code, message))
        status, body = response.get("status_code"), response.get("body")
        if isinstance(status, int) and status >= 400:
            return Outcome(custom_id, None, answered_error(status, body, self._settings))
        try:
            return Outcome(custom_id, self._chat.read_completion(body), None)
        except ClaimhouseError as error:
            return Outcome(custom_id, None, error)

    def _not_asked(self, code: object, message: object) -> ClaimhouseError:
        why = self._safe(" ".join(f"{part}" for part in (code, message) if part)) or "no reason given"
        return errors.BatchFailedError(
            f"the batch ended without an answer to this ({why}): the next reprocess asks again"
        )

    def _safe(self, text: str) -> str:
        return " ".join(errors.redacted(text, self._settings.keys).split())[:300]

    @property
    def _api(self) -> "AsyncOpenAI":
        if self._client is None:
            raise RuntimeError("a batch gateway is used inside `async with gateway.opened()`")
        return self._client

    @asynccontextmanager
    async def _naming(self, *, missing: ClaimhouseError) -> AsyncIterator[None]:
        """What the library raises, as our errors; `missing` is what a 404 means here."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever the library raises becomes ours
            if getattr(error, "status_code", None) == 404:
                raise missing from None
            raise named_error(error, self._settings) from None  # the original may hold a key

    def _gone(self, what: str) -> errors.BatchGoneError:
        place = self._settings.base_url or "OpenAI"
        return errors.BatchGoneError(
            f"{place} does not know {what} (404): check that the key in .env is of the project that it was made in"
        )

    def _seen(self, batch: "ProvidersBatch") -> BatchSeen:
        counts = batch.request_counts
        told = [
            self._safe(f"{one.code or ''} {one.message or ''}") for one in (batch.errors and batch.errors.data) or ()
        ]
        known = batch.status in get_args(BatchState)
        return BatchSeen(
            provider_id=batch.id,
            state=batch.status if known else "in_progress",  # a state that is new to us is none that ends it
            created_at=datetime.fromtimestamp(batch.created_at, UTC),
            input_file_id=batch.input_file_id,
            output_file_id=batch.output_file_id,
            error_file_id=batch.error_file_id,
            answered=counts.completed if counts else 0,
            failed=counts.failed if counts else 0,
            message="; ".join(filter(None, told[:3])) or None,
        )
