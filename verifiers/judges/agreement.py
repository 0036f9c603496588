"""Holds a claim against a passage as plain texts, and says what a network's probabilities may not overlook.

Small networks fail at numbers, dates, names, negation and at who says it. Here these are aligned by code, without a
model: a difference takes from the probability of "supports", and says in words for an editor why.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from language.dates import VERSION as DATES_VERSION
from language.names import VERSION as NAMES_VERSION
from language.quantities import VERSION as QUANTITIES_VERSION
from verifiers import facts
from verifiers.agreements.conditions import of_conditions
from verifiers.agreements.converse import is_told_from_the_other_side, of_converse
from verifiers.agreements.courts import is_of_one_charge, of_courts
from verifiers.agreements.days import of_days
from verifiers.agreements.fates import of_fates
from verifiers.agreements.finding import DOUBT, Finding
from verifiers.agreements.names import of_names
from verifiers.agreements.numbers import of_numbers
from verifiers.agreements.parts import of_parts
from verifiers.agreements.polarity import of_polarity
from verifiers.agreements.roles import of_roles
from verifiers.agreements.same_thing import of_the_same_thing
from verifiers.agreements.saying import of_saying
from verifiers.agreements.scope import of_scope
from verifiers.agreements.starts import of_starts
from verifiers.agreements.stations import of_stations
from verifiers.agreements.told import Told, told
from verifiers.agreements.whose import of_whose
from verifiers.judges import relations

VERSION = f"17.{DATES_VERSION}.{NAMES_VERSION}.{QUANTITIES_VERSION}.{facts.VERSION}.{relations.VERSION}"

_MOST_REASONS = 3
_NOT_SO_FAR = re.compile(
    r"\b(?:(?:has|have|hasn['’]t|haven['’]t)\s+(?:not|never|yet\s+to)\b|(?:hasn|haven)['’]t\b|not\s+yet\b|never\b)",
    re.IGNORECASE,
)
_NONE = frozenset(f"only the passage says “{cue}”" for cue in ("nobody", "no one", "none", "no", "without"))
_LEFT = 0.1  # of "refutes", where the passage speaks neither for a claim nor against it


@dataclass(frozen=True)
class Adjusted:
    """The three shares after code has had its say, and why; they sum to 1."""

    supports: float
    refutes: float
    neither: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """What code found in a passage against a claim's being borne out by it; nothing where the two agree."""

    findings: tuple[Finding, ...] = ()

    def adjusted(self, supports: float, refutes: float, neither: float) -> Adjusted:
        """The network's three probabilities, which sum to 1, after what was found is taken from "supports".

        What is taken goes to "refutes" where the two clash about the same thing, else to "neither"; where the passage
        only tells that somebody said so, or plans it, it refutes as little as it supports.
        """
        silenced = any(one.silences for one in self.findings)
        # Findings come of the same difference more often than not: the gravest takes, and the others are told.
        if gravest := min(self.findings, key=lambda one: (one.keeps, not one.clashes), default=None):
            taken = supports * (1.0 - gravest.keeps)
            supports -= taken
            if gravest.clashes and not silenced:
                refutes += taken
            else:
                neither += taken
        if silenced:
            neither, refutes = neither + refutes * (1.0 - _LEFT), refutes * _LEFT
        return Adjusted(supports, refutes, neither, tuple(one.why for one in self.findings[:_MOST_REASONS]))


def _is_denied_since(claim: Told, passage: Told) -> bool:
    """Whether a passage from after the claim's day says that it has not been done so far."""
    ends = [one.latest for one in claim.dates]
    day = passage.day
    return (
        day is not None
        and all(end is not None and end <= day for end in ends)
        and bool(_NOT_SO_FAR.search(passage.text))
    )


def _is_of_none(one: Finding) -> bool:
    return one.kind == "polarity" and one.why in _NONE


def compare(
    claim: str,
    passage: str,
    *,
    said: date | None = None,
    published: date | None = None,
    speaker: str | None = None,
    title: str | None = None,
) -> Agreement:
    """Hold a claim against a passage.

    `said` and `published` are the days that relative dates in the claim and in the passage count from; without them
    such dates are left alone. `speaker` is whose claim it is, where it is somebody's; `title` is that of the page.
    """
    ours, theirs = told(claim.strip(), said), told(passage.strip(), published)
    headline = told(title, None) if title else None
    found = [
        *of_saying(ours, theirs, speaker),
        *of_numbers(ours, theirs),
        *of_days(ours, theirs, headline),
        *of_starts(ours, theirs),
        *of_names(ours, theirs, headline),
        *of_polarity(ours, theirs),
        *of_scope(ours, theirs),
        *of_roles(ours, theirs),
        *of_parts(ours, theirs),
        *of_fates(ours, theirs),
        *of_whose(ours, theirs),
        *of_courts(ours, theirs),
        *of_converse(ours, theirs),
        *of_stations(ours, theirs),
        *of_the_same_thing(ours, theirs),
        *of_conditions(ours, theirs),
    ]
    if sum(one.kind == "role" for one in found) > 1:  # the same, found in two ways
        first = next(one for one in found if one.kind == "role")
        found = [one for one in found if one.kind != "role" or one is first]
    if (turned := is_told_from_the_other_side(ours, theirs)) or is_of_one_charge(ours, theirs):
        # "Lost" is no opposite of "beat" where the other one lost, nor "cleared" of what another charge came to.
        found = [one for one in found if one.kind != "polarity"]
        if turned:  # a network takes it for one all the same
            found.append(Finding("role", 1.0, "it tells it from the other side", silences=True))
    if any(_is_of_none(one) for one in found):
        # "Nobody was hurt" gives the number: none.
        found = [one for one in found if one.kind != "number"]
    if _is_denied_since(ours, theirs) and any(one.kind == "polarity" for one in found):
        # "Has not approved it yet" holds for every day before.
        found = [one for one in found if one.kind != "day"]
    if any(one.kind == "name" and one.keeps <= DOUBT for one in found):
        # Another's number or day contradicts nothing.
        found = [replace(one, clashes=False) if one.kind in ("number", "day") else one for one in found]
    return Agreement(tuple(sorted(found, key=lambda one: one.keeps)))
