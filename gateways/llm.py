"""The door to a language model: one `ask`, which answers in the shape asked for or fails by name.

Every call is recorded (see `gateways.calls`), failed ones too. Transient errors are tried again with growing, random
waits, or after the time that the server asked for; nothing else is. A reply of the wrong shape is sent back once, with
what was wrong with it; the second time it is an error. Validated replies are kept in a cache.
"""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, SecretStr

from gateways.batches import BatchGateway
from gateways.budget import Budget, Cashier
from gateways.cache import ReplyCache
from gateways.calls import record_call
from gateways.errors import BadReplyError, BudgetSpentError, ModelError, WaitsForBatchError
from gateways.model_errors import timed_out
from gateways.model_settings import ModelSettings, StructuredOutput
from gateways.models import ChatModel
from gateways.pace import Pace
from gateways.patience import Patience
from gateways.postbox import Delivered, Postbox, Posted, question_line
from gateways.prices import Prices, shipped_prices
from gateways.prompts import Prompt
from gateways.questions import Question, Served
from gateways.replies import Reply, no_objection, parse, read_reply, schema_instruction, schema_version
from warehouse.records import LlmCall, content_hash

VERSION = 1

T = TypeVar("T", bound=BaseModel)

_WAITS = "the question waits in a batch: `claimhouse reprocess` takes its answer up once it has come"


class LlmGateway:
    """One model, asked through one gate.

    `model` is "provider:model" as LangChain knows it; `base_url` leads to an OpenAI-compatible server. `timeout_s`
    bounds each attempt. `max_attempts` counts the first; a wait is never longer than `max_wait_s`, and where the server
    asks for more the error is raised at once. `clock` (monotonic seconds), `sleep` and `rand` ([0, 1)) are for tests.
    A gateway belongs to one event loop: LangChain keeps its connections open between calls.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        api_key: SecretStr | None = None,
        timeout_s: float = 120.0,
        max_attempts: int = 4,
        max_wait_s: float = 60.0,
        max_calls_in_flight: int = 8,
        calls_per_minute: int | None = None,
        cache_dir: Path | None = None,
        temperature: float | None = 0.0,
        max_output_tokens: int | None = None,
        structured_output: StructuredOutput = "auto",
        prices: Prices | None = None,
        budget: Budget | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        rand: Callable[[], float] = random.random,
    ) -> None:
        self._settings = ModelSettings(
            model=model,
            base_url=base_url,
            api_key=api_key,
            timeout_s=timeout_s,
            temperature=temperature,
            max_output_tokens=max_output_tokens,
            structured_output=structured_output,
        )
        self._chat = ChatModel(self._settings)
        self._pace = Pace(
            calls_in_flight=max_calls_in_flight, calls_per_minute=calls_per_minute, clock=clock, sleep=sleep
        )
        self._cache = ReplyCache(cache_dir) if cache_dir else None
        self._prices = prices or shipped_prices()
        self._cashier = Cashier(budget or Budget())
        self._patience = Patience(max_attempts, max_wait_s, sleep, rand)
        self._clock = clock
        self._postbox: Postbox | None = None
        self._posting = asyncio.Lock()

    @property
    def model(self) -> str:
        """The model as it was named: "provider:model"."""
        return self._settings.model

    @property
    def version(self) -> str:
        """Changes whenever the same prompt could be answered otherwise: model, parameters, the gateway's code.

        The address is no part of it: a model is known by its name, and its server may move.
        """
        return content_hash(json.dumps([VERSION, *self._parameters()]))[:16]

    def _parameters(self) -> list[object]:
        s = self._settings
        # None is where a seed could once stand: left out, every kept reply and verdict would count as another model's.
        return [s.model, s.temperature, None, s.max_output_tokens, s.structured_output]

    async def ask(
        self,
        prompt: Prompt,
        schema: type[T],
        *,
        item_id: str | None = None,
        run_id: str | None = None,
        article_id: str | None = None,
        claim_ids: Sequence[str] = (),
        objection: Callable[[T], str | None] = no_objection,
    ) -> T:
        """The model's answer, validated. The ids say in the call's record what it was for; `claim_ids` share its cost.

        `objection` names what is wrong with an answer that has the right shape, or returns None; a wrong answer is
        repaired once, like one of the wrong shape, and never kept. Raises the errors of `gateways.errors`.
        """
        asked = Question(prompt, schema, objection, Served(item_id, run_id, article_id, tuple(claim_ids)))
        key = self._key(asked)
        kept = await self._kept(key, asked)
        if kept is not None:
            return kept
        try:
            answer = await self._answer(asked)
        except BadReplyError as error:
            answer = await self._repaired(asked, error)
        if self._cache:
            await asyncio.to_thread(self._cache.put, key, answer.model_dump_json())
        return answer

    def by_batch(self, postbox: Postbox) -> None:
        """From now on put no question that waits in this postbox, and read the replies that come through it."""
        self._postbox = postbox

    def batches(self) -> BatchGateway:
        """The way to this model's batches. Raises BatchesNotOfferedError where its provider has none."""
        return BatchGateway(self._settings, self._patience)

    @property
    def prices(self) -> Prices:
        """The prices in force."""
        return self._prices

    def open(self) -> None:
        """Raise now what a first call would: a provider, package or key that is not there. Uses no network."""
        self._chat.open()

    async def check(self) -> LlmCall:
        """One tiny call, tried once and never answered from the cache: the call's record, or the error it ended in."""
        prompt = Prompt("check", "1", "You answer with JSON.", 'Answer {"ok": true}.')
        return (await self._call(Question(prompt, _Ok), max_attempts=1))[1]

    def _key(self, asked: Question[T]) -> str:
        prompt = asked.prompt
        return content_hash(
            json.dumps(
                [
                    self._settings.base_url,
                    *self._parameters(),
                    prompt.system,
                    prompt.user,
                    schema_instruction(asked.schema),
                ]
            )
        )

    async def _kept(self, key: str, asked: Question[T]) -> T | None:
        """The answer from the cache. One that no longer fits counts as none."""
        if self._cache is None:
            return None
        started = self._clock()
        text = await asyncio.to_thread(self._cache.get, key)
        if text is None:
            return None
        try:
            answer = parse(text, asked.schema, self.model, asked.objection)
        except BadReplyError:
            return None
        record_call(
            asked.record(
                self.model, "ok", seconds=self._clock() - started, cached=True, attempts=0, tokens=(0, 0), cost=0.0
            )
        )
        return answer

    async def _answer(self, asked: Question[T]) -> T:
        """The answer by the postbox, if there is one, or else from the model."""
        box = self._postbox
        if box is None:
            return (await self._call(asked))[0]
        key = self._key(asked)
        if (delivered := box.reply_to(key)) is not None:
            return self._read(delivered, asked, box)
        if box.holds(key) or box.takes_all:
            await asyncio.to_thread(self._chat.open)
            async with self._posting:  # whoever asks the same meanwhile finds the question posted, or no budget for it
                box.post(await self._posted(key, asked, box))
            raise WaitsForBatchError(_WAITS)
        return (await self._call(asked))[0]

    async def _repaired(self, asked: Question[T], error: BadReplyError) -> T:
        """The answer to the question put again; only once that has one as well is the first reply done with."""
        try:
            return await self._answer(asked.with_complaint(error))
        except WaitsForBatchError:
            raise
        except Exception:
            if self._postbox and (first := self._postbox.reply_to(self._key(asked))):
                self._postbox.discard(first, error)
            raise

    def _read(self, delivered: Delivered, asked: Question[T], box: Postbox) -> T:
        """A reply that came by batch, read as a live one is; what became of it is told with its call."""
        try:
            answer = read_reply(delivered.reply, asked.schema, self.model, asked.objection)
        except ModelError as error:
            record_call(delivered.call.model_copy(update={"outcome": error.name}))
            # A first reply of the wrong shape is needed again, to know what the second was to repair.
            if not isinstance(error, BadReplyError) or asked.is_repair:
                box.discard(delivered, error)
            raise
        record_call(delivered.call.model_copy(update={"outcome": "ok"}))
        return answer

    async def _posted(self, key: str, asked: Question[T], box: Postbox) -> Posted:
        """The question as it goes into a batch, its price reserved. Raises BudgetSpentError where nothing is left."""
        line, estimate = None, None
        if not box.holds(key):
            line = question_line(key, self._chat.request_body(asked.prompt, asked.schema))
            tokens = box.expected_tokens(line, asked.prompt.name)
            estimate = self._prices.cost_usd(self.place, self._settings.name, *tokens, by_batch=True)
            await self._cashier.reserve(estimate or 0.0)
        served = asked.served
        return Posted(
            custom_id=key,
            line=line,
            item_id=served.item_id,
            article_id=served.article_id,
            claim_ids=served.claim_ids,
            prompt=asked.prompt.name,
            prompt_version=asked.prompt.version,
            schema_version=schema_version(asked.schema),
            estimated_usd=estimate,
        )

    async def _call(self, asked: Question[T], *, max_attempts: int | None = None) -> tuple[T, LlmCall]:
        """Ask until there is an answer, an error that will not pass, or no attempt left; record it in every case."""
        # Importing LangChain takes seconds, which are not the model's; and without a model there is no call to record.
        await asyncio.to_thread(self._chat.open)
        started, attempts, outcome = self._clock(), 0, "stopped"
        tokens_in = tokens_out = 0
        try:
            async for attempt in self._patience.attempts(self.model, at_most=max_attempts):
                with attempt:
                    attempts += 1
                    reply = await self._request(asked)
                    tokens_in, tokens_out = tokens_in + reply.input_tokens, tokens_out + reply.output_tokens
                    answer = read_reply(reply, asked.schema, self.model, asked.objection)
            outcome = "ok"
        except BudgetSpentError as error:
            attempts, outcome = attempts - 1, error.name  # this one never went out
            raise
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            # A stopped call (Ctrl-C, a cancelled task) is recorded too: it may have cost money.
            call = asked.record(
                self.model,
                outcome,
                seconds=self._clock() - started,
                attempts=attempts,
                tokens=(tokens_in, tokens_out),
                cost=self._cost(tokens_in, tokens_out),
            )
            if attempts:
                record_call(call)
        return answer, call

    @property
    def knows_its_price(self) -> bool:
        """Whether it is known what the model costs, without which no budget in money can be kept."""
        return self._prices.price_of(self.place, self._settings.name) is not None

    @property
    def place(self) -> str:
        """Whose prices hold: a server of one's own has its own, whatever its models are called."""
        return self._settings.base_url or self._settings.provider

    def _cost(self, tokens_in: int, tokens_out: int) -> float | None:
        return self._prices.cost_usd(self.place, self._settings.name, tokens_in, tokens_out)

    async def _request(self, asked: Question[T]) -> Reply:
        await self._cashier.check()  # before a turn is waited for: what is not asked need not be waited for
        async with self._pace.call():
            await self._cashier.admit()
            try:
                # The client's own time-out starts anew with every byte that arrives; this one does not.
                async with asyncio.timeout(self._settings.timeout_s):
                    reply = await self._chat.reply(asked.prompt, asked.schema)
            except TimeoutError:
                raise timed_out(self._settings) from None
            await self._cashier.paid(self._cost(reply.input_tokens, reply.output_tokens) or 0.0)
            return reply


class _Ok(BaseModel):
    ok: bool
