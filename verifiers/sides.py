"""Which evidence speaks for a claim, which against it, and which may not be counted, and why."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from verifiers.changes import may_have_changed
from verifiers.protocols import Evidence
from verifiers.rules import Rules, shares
from warehouse.errors import ClaimhouseError
from warehouse.records import KINDS_OF_SAYING, Claim, Document, Judgement, Precision, Reading, Stance, Standing

_NEVER_COUNTED: frozenset[Standing] = frozenset({"another_matter", "hostile", "fact_check"})
_SUREST = 0.999  # no reading of one passage is taken for surer than this


class InvalidJudgementError(ClaimhouseError):
    """A judgement cites what was not put before the judge, or there is none to combine."""


@dataclass(frozen=True)
class Counted:
    """What all judges together read in one passage. `stance` is "neither" where they contradict each other.

    `certainty` is that of the surest of the `judges` who take the stance; of a passage that takes none, how near it
    comes to one. `beside` are the passages that a judge who takes the stance cites with this one.
    """

    evidence: Evidence
    stance: Stance
    said_by_claimant: bool
    disputed: bool
    why: str
    certainty: float = 0.0
    judges: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    @property
    def document(self) -> Document:
        return self.evidence.document

    @property
    def standing(self) -> Standing:
        return self.evidence.passage.standing

    @property
    def published(self) -> date | None:
        return last_changed(self.document)


@dataclass(frozen=True)
class Sides:
    """Readings by what becomes of them; `supporting` and `refuting` are by origin, earliest document first."""

    supporting: Mapping[str, Sequence[Counted]]
    refuting: Mapping[str, Sequence[Counted]]
    later: Sequence[Counted] = field(default=())  # refutations that may tell of a later change
    own_words: Sequence[Counted] = field(default=())  # the claim's own side, repeated
    fact_checks: Sequence[Counted] = field(default=())
    disputed: Sequence[Counted] = field(default=())  # the judges contradict each other
    wavering: Mapping[str, Sequence[Counted]] = field(default_factory=dict)  # origins that say both
    hostile: Sequence[Counted] = field(default=())  # pages that give orders to a model
    elsewhere: Sequence[Counted] = field(default=())  # what tells of another matter


def day_said(claim: Claim) -> date | None:
    """The first day on which the claim can have been said; nothing published after it is surely from before it."""
    if claim.said_from or claim.said_to:
        return claim.said_from or claim.said_to
    return claim.published_at.date() if claim.published_at else None


def last_day_known(claim: Claim) -> date | None:
    """The last day, in UTC, of which something may be known to be from before the claim was said."""
    said = day_said(claim)
    return max(said, claim.said_before.date()) if said and claim.said_before else said


def last_moment_known(claim: Claim, until: date) -> datetime:
    """The moment by which the claim had been said or, where that is not known, the end of the day `until` in UTC."""
    return claim.said_before or datetime.combine(until, time.max, UTC)


def read_together(evidence: Sequence[Evidence], judgements: Sequence[Judgement], rules: Rules) -> list[Counted]:
    """The passages, earliest document first, each with what the judges together read in it.

    Raises InvalidJudgementError where a judge read what it was not given, or where nobody read the evidence.
    """
    if evidence and not judgements:
        raise InvalidJudgementError("no judge has read the evidence, so nothing can be decided: check the claim again")
    by_id = {item.passage.passage_id: item for item in evidence}
    readings: dict[str, list[tuple[Judgement, Reading]]] = {passage_id: [] for passage_id in by_id}
    for judgement in sorted(judgements, key=lambda one: (one.judge, one.judgement_id)):
        for reading in judgement.readings:
            if reading.passage_id not in by_id:
                raise InvalidJudgementError(
                    f"the judge {judgement.judge} read a passage that it was not given ({reading.passage_id}): "
                    "check the claim again"
                )
            readings[reading.passage_id].append((judgement, reading))
    return sorted((_one_reading(by_id[key], found, rules) for key, found in readings.items()), key=place)


def _one_reading(item: Evidence, readings: Sequence[tuple[Judgement, Reading]], rules: Rules) -> Counted:
    taken = [(judgement, reading, rules.stance_of(reading)) for judgement, reading in readings]
    stances: set[Stance] = {stance for _, _, stance in taken if stance != "neither"}
    disputed = len(stances) > 1
    stance: Stance = stances.pop() if len(stances) == 1 else "neither"
    telling_ones = [(judgement, reading) for judgement, reading, one in taken if one == stance]
    return Counted(
        evidence=item,
        stance=stance,
        said_by_claimant=any(reading.said_by_claimant for _, reading in telling_ones),
        disputed=disputed,
        why=next((reading.why for _, reading in telling_ones if reading.why), ""),
        certainty=max((_certainty(reading, stance) for _, reading in telling_ones), default=0.0),
        judges=frozenset(judgement.judge for judgement, _ in telling_ones),
        beside=frozenset(passage_id for judgement, _ in telling_ones for passage_id in _cited(judgement)),
    )


def _cited(judgement: Judgement) -> Sequence[str]:
    """What a judgement rests on; where nothing is decided it cites what it misses something in."""
    return () if judgement.label == "not_enough_evidence" else judgement.cited_passage_ids


def _certainty(reading: Reading, stance: Stance) -> float:
    supports, refutes = shares(reading)
    by_stance = {"supports": supports, "refutes": refutes, "neither": max(supports, refutes)}
    return by_stance[stance]


def take_sides(claim: Claim, counted: Iterable[Counted], said: date | None) -> Sides:
    supporting: dict[str, list[Counted]] = {}
    refuting: dict[str, list[Counted]] = {}
    later: list[Counted] = []
    own_words: list[Counted] = []
    fact_checks: list[Counted] = []
    disputed: list[Counted] = []
    hostile: list[Counted] = []
    elsewhere: list[Counted] = []
    for one in counted:
        if one.disputed:
            disputed.append(one)
        elif one.stance == "neither":
            continue
        elif one.standing == "hostile":
            hostile.append(one)
        elif one.standing == "another_matter":
            elsewhere.append(one)
        elif one.standing == "fact_check":
            fact_checks.append(one)
        elif (one.said_by_claimant or one.standing == "claimants_side") and claim.kind not in KINDS_OF_SAYING:
            own_words.append(one)
        elif (
            one.stance == "refutes"
            and not is_known_when_said(claim, one.document)
            and may_have_changed(claim, one.evidence, said, one.published)
        ):
            later.append(one)
        else:
            side = supporting if one.stance == "supports" else refuting
            side.setdefault(one.evidence.passage.origin, []).append(one)
    both = sorted(supporting.keys() & refuting.keys())
    wavering = {origin: [*supporting.pop(origin), *refuting.pop(origin)] for origin in both}
    return Sides(supporting, refuting, later, own_words, fact_checks, disputed, wavering, hostile, elsewhere)


def certainty_of(readings: Sequence[Counted]) -> float:
    """How sure an origin is: its surest telling, for the others are tellings of the same."""
    return max((one.certainty for one in readings), default=0.0)


def cited_by(claim: Claim, sides: Sides, counted: Iterable[Counted]) -> list[Counted]:
    """The passages that the two sides rest on, earliest document first.

    Those that count, and those that take no side and that a judge read with one that does: a sentence of the one and a
    sentence of the other may bear a claim out together.
    """
    taken = [one for side in (sides.supporting, sides.refuting) for readings in side.values() for one in readings]
    beside = frozenset[str]().union(*(one.beside for one in taken))
    added = [
        one
        for one in counted
        if one.stance == "neither"
        and not one.disputed
        and one.evidence.passage.passage_id in beside
        and may_count(claim, one.standing)
    ]
    return sorted([*taken, *added], key=place)


def may_count(claim: Claim, standing: Standing) -> bool:
    """Whether what stands so can speak for a claim or against it, or be a part of what does."""
    return standing not in _NEVER_COUNTED and (standing != "claimants_side" or claim.kind in KINDS_OF_SAYING)


def strength(side: Mapping[str, Sequence[Counted]]) -> float:
    """How strongly a side's origins speak together: the more and the surer, the higher; 0 for none.

    -ln of the probability that every one of them is read wrongly, as if their errors were independent.
    """
    return sum(-math.log1p(-min(certainty_of(readings), _SUREST)) for readings in side.values())


def score_of_strength(strength: float) -> float:
    """Strength as a share of 1: 0 for none, 1 - the product of the origins' doubts for several."""
    return -math.expm1(-max(strength, 0.0))


def strength_of_score(score: float) -> float:
    """The strength that a score stands for; the highest scores, which are 1 as far as numbers go, are 37."""
    return -math.log(max(1.0 - score, 1e-16))


def known_when_said(claim: Claim, evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence that is known to have been out, as it was read, when the claim was said."""
    return [item for item in evidence if is_known_when_said(claim, item.document)]


def is_known_when_said(claim: Claim, document: Document) -> bool:
    """Whether a document is known to have been out, as it was read, when the claim was said.

    One of unknown date is not. Its last change counts; a copy that was frozen by then shows it too, whatever its
    publisher says.
    """
    dated = [(document.published_at, document.published_precision), (document.modified_at, document.modified_precision)]
    changes = [_is_by(claim, at, precision) for at, precision in dated if at]
    return _is_by(claim, document.retrieved_at, "minute") or (bool(changes) and all(changes))


def _is_by(claim: Claim, at: datetime, precision: Precision | None) -> bool:
    """By the moment, where both have one; otherwise by the day on which the claim was said."""
    if claim.said_before and precision == "minute":
        return at <= claim.said_before
    said = day_said(claim)
    return said is not None and at.date() <= said


def last_changed(document: Document) -> date | None:
    """The day from which a document's text is known to stand as it was read; None where none is known."""
    moments = [moment for moment in (document.published_at, document.modified_at) if moment]
    return max(moments).date() if moments else None


def is_too_early(claim: Claim, document: Document) -> bool:
    """Whether a document stood as it was read before anything that the claim is about had happened."""
    changed = last_changed(document)
    return changed is not None and claim.about_from is not None and changed < claim.about_from


def place(one: Counted) -> tuple[str, str, str]:
    """A document's place in what is told: the earliest first, undated ones last, and never the order they came in."""
    published = one.document.published_at
    return (
        published.isoformat() if published else "9999",
        one.document.publisher or "",
        one.evidence.passage.passage_id,
    )
