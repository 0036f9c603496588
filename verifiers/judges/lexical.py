"""A judge without a model: it holds names, numbers, dates and words of a claim against those of a passage.

It is made to be right when it speaks, and silent otherwise. Its scores are shares of words, not probabilities.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from verifiers import facts
from verifiers.judges import alignment, lacking, quoting, reading, relations
from verifiers.judges.reading import read_passage
from verifiers.judges.recorded import label_of, recorded
from verifiers.judges.terms import Terms
from verifiers.protocols import Evidence
from verifiers.telling import published_by
from warehouse.records import Claim, Failure, Judgement, Reading

VERSION = (
    f"1.{reading.VERSION}.{alignment.VERSION}.{relations.VERSION}.{quoting.VERSION}.{lacking.VERSION}.{facts.VERSION}"
)

_MOST_MISSES_TOLD = 2


class LexicalJudge:
    """Says supports or refutes only where names, dates and numbers line up or clash; otherwise neither."""

    name = "lexical"
    version = VERSION

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        """One Reading for each passage, in the order of the evidence."""
        return await asyncio.to_thread(self.read, claim, evidence)

    def read(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        """The same, at once."""
        terms = Terms(claim)
        readings = []
        for item in evidence:
            found = read_passage(terms, item)
            readings.append(
                Reading(
                    passage_id=item.passage.passage_id,
                    stance=found.stance,
                    score=found.score,
                    said_by_claimant=found.said_by_claimant,
                    why=found.why,
                )
            )
        told = [pair for pair in zip(evidence, readings, strict=True) if pair[1].stance != "neither"]
        cited = tuple(one.passage_id for _, one in told)
        rationale = " ".join(
            f"{published_by(item.document)} {one.stance} it: {one.why}." for item, one in told
        ) or _silence(evidence, readings)
        return recorded(self, claim, label_of(readings), readings, cited, rationale, self._clock())


def _silence(evidence: Sequence[Evidence], readings: Sequence[Reading]) -> str:
    """Why nothing was decided: what the first passages that came near it lack."""
    told = "No passage has the claim's names, numbers, dates and words together, or contradicts them."
    near = [
        f"{published_by(item.document)}: {one.why}." for item, one in zip(evidence, readings, strict=True) if one.why
    ]
    return " ".join([told, *near[:_MOST_MISSES_TOLD]])
