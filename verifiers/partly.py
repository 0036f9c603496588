"""Claims that are so only in part, and claims that are so and mislead: neither supported nor refuted, but conflicting.

A judge may name either. Code tells the first by itself where a claim joins statements that each have a number of their
own ("killed 12 people and injured 40") and the same sources bear out one of the numbers and have another one instead of
the other.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from verifiers.agreements.bounds import falls_short
from verifiers.agreements.measures import agrees, clashes
from verifiers.facts import Facts
from verifiers.rules import Rules
from verifiers.sides import Counted, Sides, day_said
from warehouse.records import Claim, Judgement, Quantity, VerdictIssue

_JOINED = re.compile(r"[,;]?\s+(?:and|while|but|whereas)\s+|;\s+|[.!?]\s+", re.IGNORECASE)
_NUMBERS_OF_PASSAGES = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")


@dataclass(frozen=True)
class Doubt:
    """Why a claim is not plainly so, or plainly not so: the issue, and a sentence for the rationale."""

    issue: VerdictIssue
    why: str


@dataclass(frozen=True)
class _Part:
    """One of the statements that a text joins: its number, and its words by meaning."""

    number: Quantity
    groups: frozenset[str]


def misleads(judgements: Sequence[Judgement]) -> Doubt | None:
    """Whether a judge finds what is so picked, or told without what turns it, so that the sources conflict with it."""
    for judgement in sorted(judgements, key=lambda one: (one.judge, one.judgement_id)):
        if judgement.label == "not_enough_evidence":
            continue
        if "cherry_picked" in judgement.issues:
            return Doubt("cherry_picked", f"It is so, but picked so as to mislead: {_told(judgement)}")
        if "missing_context" in judgement.issues and judgement.label == "conflicting":
            return Doubt("missing_context", f"It is so, but misleads without its context: {_told(judgement)}")
    return None


def partly_so(claim: Claim, sides: Sides, judgements: Sequence[Judgement], rules: Rules) -> Doubt | None:
    """Whether one part of a claim is borne out and another is not, by a judge's word or by the numbers.

    By the numbers each needs what the whole would: `min_origins` origins or a primary record.
    """
    for judgement in sorted(judgements, key=lambda one: (one.judge, one.judgement_id)):
        if "partly_true" in judgement.issues and judgement.label != "not_enough_evidence":
            return Doubt("partly_true", f"It is so in part only: {_told(judgement)}")
    parts = _parts(Facts(claim.text, anchor=day_said(claim)))
    if len(parts) < 2 or not sides.refuting:
        return None
    borne_out: list[Quantity] = []
    instead: list[tuple[Quantity, Quantity]] = []
    for part in parts:
        others = [one for one in parts if one is not part]
        found = {origin: _read(part, others, readings) for origin, readings in _origins(sides).items()}
        if _enough((origin for origin, one in found.items() if one == "same"), sides, rules):
            borne_out.append(part.number)
        other = {origin: one for origin, one in found.items() if isinstance(one, Quantity)}
        if _enough(other, sides, rules):
            instead.append((part.number, next(iter(other.values()))))
    if not borne_out or not instead:
        return None
    (claimed, told), right = instead[0], borne_out[0]
    return Doubt(
        "partly_true",
        f"It is so in part only: “{right.text}” is borne out, but for “{claimed.text}” they have “{told.text}”.",
    )


def _origins(sides: Sides) -> Mapping[str, Sequence[Counted]]:
    return {**sides.supporting, **sides.refuting}


def _enough(origins: Iterable[str], sides: Sides, rules: Rules) -> bool:
    side = [_origins(sides)[origin] for origin in origins]
    records = any(one.standing == "primary_record" for readings in side for one in readings)
    return records or len(side) >= rules.min_origins


@lru_cache(maxsize=200)
def _parts_of_text(text: str) -> tuple[_Part, ...]:
    return tuple(_parts(Facts(text, anchor=None)))


def _parts(facts: Facts) -> list[_Part]:
    """The stretches between joining words that have one number each; others tell nothing that is told apart."""
    inside = [(one.start, one.end) for one in facts.quantities] + [(one.start, one.end) for one in facts.dates]
    cuts = [
        match.span()
        for match in _JOINED.finditer(facts.text)
        if not any(start < match.end() and match.start() < end for start, end in inside)
    ]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(facts.text)]
    found = []
    for start, end in zip(starts, ends, strict=True):
        numbers = [one for one in facts.quantities if start <= one.start and one.end <= end]
        if len(numbers) == 1:
            groups = frozenset(word.group for word in facts.words if start <= word.start and word.end <= end)
            found.append(_Part(numbers[0], groups))
    return found


def _read(part: _Part, others: Sequence[_Part], readings: Sequence[Counted]) -> Quantity | Literal["same"] | None:
    """What an origin has in the place of a part's number: the same, the one other that it can be, or nothing to tell.

    A passage speaks of the part where it has a word that only this part has or, where its number alone is of that unit,
    that unit.
    """
    own = part.groups.difference(*(one.groups for one in others))
    own_unit = part.number.unit is not None and all(one.number.unit != part.number.unit for one in others)
    rivals: list[Quantity] = []
    for reading in readings:
        for told in _parts_of_text(reading.evidence.passage.text):
            if not own & told.groups and not (own_unit and told.number.unit == part.number.unit):
                continue
            if _is_same(part.number, told.number):
                return "same"
            if _is_other(part.number, told.number):
                rivals.append(told.number)
    return rivals[0] if len({(one.low, one.high) for one in rivals}) == 1 else None


def _is_same(wanted: Quantity, told: Quantity) -> bool:
    if wanted.unit is None or told.unit is None:
        return wanted.low is not None and (wanted.low, wanted.high) == (told.low, told.high)
    return agrees(wanted, told) and not falls_short(wanted, told)


def _is_other(wanted: Quantity, told: Quantity) -> bool:
    """Whether it cannot be the same number; one without a unit is compared only with another like it."""
    if wanted.unit is None and told.unit is None:
        exact = wanted.low == wanted.high and told.low == told.high
        return exact and not (wanted.approximate or told.approximate) and wanted.low != told.low
    return clashes(wanted, told)


def _told(judgement: Judgement) -> str:
    """A judge's reasons, without the numbers by which it knew the passages."""
    return _NUMBERS_OF_PASSAGES.sub("", judgement.rationale).strip()
