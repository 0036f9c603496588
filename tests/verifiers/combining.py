"""What the tests of `combine` put before it: documents with what a judge read in them, and claims of several kinds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.verifiers import builders
from verifiers.combine import Decision, combine
from verifiers.protocols import Evidence
from verifiers.rules import Rules
from warehouse.records import Calibration, Claim, Curve, Label, Reading, Standing, VerdictIssue

BEFORE, SAID, AFTER = "2025-03-01", "2025-03-03", "2025-03-08"


@dataclass(frozen=True)
class Read:
    """One document put before the judge, and what the judge read in it."""

    stance: str
    origin: str
    published: str | None = BEFORE
    kind: str = "report"
    own_words: bool = False
    modified: str | None = None
    retrieved: str | None = None
    standing: Standing | None = None
    certainty: float = 0.9


def yes(origin: str, published: str | None = BEFORE, kind: str = "report", *, own_words: bool = False) -> Read:
    return Read("supports", origin, published, kind, own_words)


def no(origin: str, published: str | None = BEFORE, kind: str = "report", *, own_words: bool = False) -> Read:
    return Read("refutes", origin, published, kind, own_words)


def silent(origin: str, published: str | None = BEFORE) -> Read:
    return Read("neither", origin, published)


def put(claim: Claim, reads: list[Read]) -> tuple[list[Evidence], list[Reading]]:
    items, readings = [], []
    for number, read in enumerate(reads):
        found = builders.document(
            f"Telling number {number}.",
            publisher=f"Paper {number:02}",
            published=read.published,
            kind=read.kind,
            origin=read.origin,
        )
        dates = {"modified_at": builders.midnight(read.modified)}
        if read.retrieved:
            dates["retrieved_at"] = builders.midnight(read.retrieved)
        item = builders.evidence(claim, found.model_copy(update=dates), standing=read.standing)
        items.append(item)
        reading = builders.reading(item, read.stance, own_words=read.own_words)  # type: ignore[arg-type]
        readings.append(reading.model_copy(update={"score": read.certainty}))
    return items, readings


def decide(
    reads: list[Read],
    claim: Claim | None = None,
    *,
    min_origins: int = 2,
    rules: Rules | None = None,
    calibration: Calibration | None = None,
    issues: Sequence[VerdictIssue] = (),
    judged: Label = "supported",
) -> Decision:
    claim = claim or builders.claim()
    items, readings = put(claim, reads)
    judgements = [builders.judgement(claim, readings, label=judged, issues=issues)] if items else []
    return combine(claim, items, judgements, rules=rules or Rules(min_origins=min_origins), calibration=calibration)


NEE = "not_enough_evidence"
STATE = builders.claim("Veld is at peace.", kind="state")
OVER = builders.claim("Veld was at peace in 2019.", kind="state", about=("2019-01-01", "2019-12-31"))
NOT_YET = builders.claim("Veld has not closed the strait.")
UNDATED = builders.claim("Veld is at peace.", kind="state", said=None)

CALIBRATION = Calibration(
    calibration_id="cal_test",
    fitted_on="reviews",
    version="1",
    data="made up",
    curves=(
        Curve(judge="lexical", method="platt", examples=60, scores=(0.0, 1.0), chances=(0.0, 1.0)),
        Curve(judge="lexical", label="refuted", method="platt", examples=60, scores=(0.0, 1.0), chances=(0.0, 0.5)),
    ),
    fitted_at=builders.NOW,
)


def sure(read: Read, certainty: float) -> Read:
    return replace(read, certainty=certainty)
