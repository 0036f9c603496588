"""A system at work on the cases of a set: each read once, however many figures rest on it, and what that took."""

import asyncio
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar

from benchmarks.cases import Case
from gateways.calls import collect_calls
from verifiers.combine import Decision, combine
from verifiers.protocols import Judge
from verifiers.rules import Rules
from verifiers.together import together
from warehouse.errors import ClaimhouseError
from warehouse.records import Calibration, Failure, Judgement, Label, Reading

Item = TypeVar("Item")

_RUN = "run_benchmark"
_AT_ONCE = 4  # claims, as many as a check judges side by side
_SEED = 20


class NotJudgedError(ClaimhouseError):
    """Nothing of a set could be judged."""


@dataclass(frozen=True)
class Judged:
    """A case with what each judge made of it."""

    case: Case
    judgements: tuple[Judgement, ...]

    def decide(self, rules: Rules, calibration: Calibration | None = None) -> Decision:
        """What the product makes of it; evidence of any time counts, whenever the claim was said."""
        timeless = self.case.claim.model_copy(
            update={"said_from": None, "said_to": None, "published_at": None, "about_from": None, "about_to": None}
        )
        return combine(timeless, self.case.evidence, self.judgements, rules=rules, calibration=calibration)

    def label(self, rules: Rules) -> Label:
        return self.decide(rules).label

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The first judge's, in the order of the passages; none without passages."""
        if not self.judgements:
            return ()
        by_id = {one.passage_id: one for one in self.judgements[0].readings}
        return tuple(by_id[item.passage.passage_id] for item in self.case.evidence)


@dataclass(frozen=True)
class Spent:
    """What reading a set took: seconds of wall clock, pairs of claim and passage, a model's tokens and US dollars."""

    seconds: float = 0.0
    pairs: int = 0
    tokens: int | None = None
    cost: float | None = 0.0  # None where the price of a call is not known

    def __add__(self, other: Self) -> "Spent":
        tokens = None if self.tokens is None and other.tokens is None else (self.tokens or 0) + (other.tokens or 0)
        cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        return Spent(self.seconds + other.seconds, self.pairs + other.pairs, tokens, cost)


@dataclass(frozen=True)
class Read:
    """The cases of a set that could be judged, and what it took."""

    judged: tuple[Judged, ...]
    spent: Spent


@dataclass
class System:
    """Judges under measurement. `name` stands in the rows; `most` bounds how many cases of a set are put to them.

    `is_tuned` says whether the benchmark's own thresholds are for it: those are on the shares of a local judge.
    """

    name: str
    judges: Sequence[Judge]
    most: int | None = None
    is_tuned: bool = True
    _read: dict[str, Read] = field(default_factory=dict)

    async def read(self, told_as: str, cases: Sequence[Case], *, all_of_them: bool = False) -> Read:
        """Judge the cases, or as many as may be; those that were read under this name before are not read again.

        A case without passages needs no judge. What could not be judged is left out, and told on standard error.
        Raises NotJudgedError where nothing could be.
        """
        if told_as not in self._read:
            self._read[told_as] = await self._judged(told_as, cases if all_of_them else self.drawn(cases))
        return self._read[told_as]

    def drawn(self, items: Sequence[Item]) -> list[Item]:
        """As many as may be put to the system, drawn with a fixed seed and left in their order."""
        if self.most is None or len(items) <= self.most:
            return list(items)
        dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
        return [items[place] for place in sorted(dice.sample(range(len(items)), self.most))]

    async def _judged(self, told_as: str, cases: Sequence[Case]) -> Read:
        print(f"{self.name}: {told_as}: {len(cases)} claims …", file=sys.stderr, flush=True)
        began = time.monotonic()
        turn = asyncio.Semaphore(_AT_ONCE)

        async def one(case: Case) -> Judged | Failure:
            async with turn:
                return await self._one(case)

        with collect_calls() as calls:
            answers = await together(one(case) for case in cases)
        judged = tuple(one for one in answers if isinstance(one, Judged))
        failed = [one for one in answers if isinstance(one, Failure)]
        if failed:
            told = f"{len(failed)} of {len(cases)} claims could not be judged and are left out: {failed[0].message}"
            if not judged:
                raise NotJudgedError(f"{told_as}: {told}")
            print(f"{told_as}: {told}", file=sys.stderr)
        costs = [call.cost_usd for call in calls if not call.cached]
        spent = Spent(
            seconds=time.monotonic() - began,
            pairs=sum(len(one.case.evidence) for one in judged),
            tokens=sum(call.input_tokens + call.output_tokens for call in calls) if calls else None,
            cost=None if None in costs else sum(filter(None, costs)),
        )
        print(f"{self.name}: {told_as}: {spent.pairs} passages, {spent.seconds:.1f} s", file=sys.stderr, flush=True)
        return Read(judged, spent)

    async def _one(self, case: Case) -> Judged | Failure:
        judgements: list[Judgement] = []
        for judge in self.judges if case.evidence else ():
            answer = await judge.judge(case.claim, case.evidence, run_id=_RUN)
            if isinstance(answer, Failure):
                return answer
            judgements.append(answer)
        return Judged(case, tuple(judgements))
