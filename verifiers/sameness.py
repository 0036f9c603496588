"""A language model's reading of whether two claims say the same, in batches. It decides nothing that code can tell:
it is asked only of claims whose names, numbers, dates and negation agree."""

from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from gateways.llm import LlmGateway
from gateways.prompts import fenced, load_prompt
from gateways.replies import schema_version
from language import hostile
from verifiers.safe_text import safe
from verifiers.together import together
from warehouse.records import Claim

VERSION = 2

PAIRS_PER_CALL = 12
_LONGEST_CLAIM = 1000
_LONGEST_NAME = 200

ClaimPair = tuple[Claim, Claim]


class SameClaimJudge(Protocol):
    """Says of pairs of claims whether they say the same."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    async def judge(self, pairs: Sequence[ClaimPair], *, item_id: str, run_id: str) -> Sequence[bool]:
        """One answer a pair, in their order. Raises ClaimhouseError where any of them could not be judged."""
        ...


class _Compared(BaseModel):
    model_config = ConfigDict(extra="forbid")

    pair: int
    reasoning: str
    answer: Literal["same", "not_same"]


class _ComparedList(BaseModel):
    model_config = ConfigDict(extra="forbid")

    pairs: list[_Compared]


class LlmSameClaimJudge:
    """Puts some pairs at a time before a model."""

    name = "llm"

    def __init__(self, gateway: LlmGateway) -> None:
        self._gateway = gateway
        self._prompt = load_prompt("verifiers.prompts", "same_claim")

    @property
    def version(self) -> str:
        """Ours, the prompt's, the shape's and the model's."""
        ours, shape = f"{VERSION}.{hostile.VERSION}", schema_version(_ComparedList)
        return f"{ours}-{self._prompt.version}-{shape}-{self._gateway.version}"

    async def judge(self, pairs: Sequence[ClaimPair], *, item_id: str, run_id: str) -> Sequence[bool]:
        batches = [pairs[first : first + PAIRS_PER_CALL] for first in range(0, len(pairs), PAIRS_PER_CALL)]
        answers = await together(self._ask(batch, item_id, run_id) for batch in batches)
        return [same for batch in answers for same in batch]

    async def _ask(self, pairs: Sequence[ClaimPair], item_id: str, run_id: str) -> list[bool]:
        prompt = self._prompt.filled(
            pairs=fenced("PAIRS", [line for number, pair in enumerate(pairs, 1) for line in _lines(number, pair)]),
            numbers=f"1 to {len(pairs)}",
        )
        compared = await self._gateway.ask(
            prompt,
            _ComparedList,
            item_id=item_id,
            run_id=run_id,
            article_id=pairs[0][0].article_id,
            claim_ids=list(dict.fromkeys(claim.claim_id for claim, _ in pairs)),
            objection=lambda reply: _objection(reply, len(pairs)),
        )
        answers = {one.pair: one.answer for one in compared.pairs}
        return [answers[number] == "same" for number in range(1, len(pairs) + 1)]


def _objection(reply: _ComparedList, pairs: int) -> str | None:
    """What is wrong with a reply, told so that the model can mend it; None where it answers each pair once."""
    if sorted(one.pair for one in reply.pairs) != list(range(1, pairs + 1)):
        return f"pairs must hold each of the numbers 1 to {pairs} exactly once"
    return None


def _lines(number: int, pair: ClaimPair) -> list[str]:
    return [f"[{number}] first: {_line(pair[0])}", f"[{number}] second: {_line(pair[1])}"]


def _line(claim: Claim) -> str:
    told = [safe(claim.text)[:_LONGEST_CLAIM]]
    if claim.speaker:
        told.append(f"said by {safe(claim.speaker)[:_LONGEST_NAME]}")
    if said := claim.said_from or claim.said_to:
        told.append(f"said on {said}")
    if claim.about_from or claim.about_to:
        told.append(f"about {claim.about_from or '…'} to {claim.about_to or '…'}")
    return " | ".join([*told, f"kind {claim.kind}"])
