"""One question to a model: what is asked, in which shape, what for, and the record of a call that put it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

from gateways.errors import BadReplyError
from gateways.prompts import Prompt
from gateways.replies import no_objection, schema_instruction, schema_version
from warehouse.records import LlmCall, random_id

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Served:
    """What a call is for: its item and run, the article that it is made for, and the claims that share its cost."""

    item_id: str | None = None
    run_id: str | None = None
    article_id: str | None = None
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question(Generic[T]):
    """One question and what it is for."""

    prompt: Prompt
    schema: type[T]
    objection: Callable[[T], str | None] = no_objection
    served: Served = Served()
    is_repair: bool = False  # it was put before, and was answered so that it could not be used

    def with_complaint(self, error: BadReplyError) -> "Question[T]":
        """The question again, with what was wrong with the first reply; that itself is not sent back, being hostile."""
        complaint = f"Your last reply could not be used: {error} Answer again.\n{schema_instruction(self.schema)}"
        prompt = replace(self.prompt, user=f"{self.prompt.user}\n\n{complaint}")
        return replace(self, prompt=prompt, is_repair=True)

    def record(
        self,
        model: str,
        outcome: str,
        *,
        seconds: float,
        attempts: int,
        tokens: tuple[int, int],
        cost: float | None,
        cached: bool = False,
    ) -> LlmCall:
        """The record of a call that put this question."""
        return LlmCall(
            call_id=random_id("llm"),
            run_id=self.served.run_id,
            item_id=self.served.item_id,
            article_id=self.served.article_id,
            claim_ids=self.served.claim_ids,
            model=model,
            prompt=self.prompt.name,
            prompt_version=self.prompt.version,
            schema_version=schema_version(self.schema),
            input_tokens=tokens[0],
            output_tokens=tokens[1],
            cost_usd=cost,
            seconds=seconds,
            attempts=attempts,
            cached=cached,
            outcome=outcome,
            called_at=datetime.now(UTC),
        )
