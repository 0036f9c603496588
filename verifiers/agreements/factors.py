"""By how many times something changed: what doubled rose by 100 percent, and what fell by half was halved."""

import re
from dataclasses import dataclass

from verifiers.agreements.told import Told
from warehouse.records import Quantity

_ROUNDING = 0.03  # by how much the one may be off
_UP = (
    r"rose|ris(?:es|en|ing)|grew|grow(?:s|n|ing)?|climb(?:s|ed|ing)|increas(?:e|es|ed|ing)|gain(?:s|ed)|jump(?:s|ed)"
    r"|surg(?:es|ed)|soar(?:s|ed)|went up|gone up|up"
)
_DOWN = (
    r"fell|fall(?:s|en|ing)?|dropp(?:ed|ing)|drops?|slid|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|plung(?:es|ed)"
    r"|shr(?:ank|unk|inks?)|cut|reduced|went down|gone down|down"
)
_MOVED = re.compile(
    rf"\b(?:(?:has|have|had|was|were|is|are)\s+)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\s+(?:by\s+)?$", re.IGNORECASE
)
_THAN_BEFORE = re.compile(
    r"\s+(?:(?P<up>higher|more|up|above|dearer)|(?P<down>lower|less|down|below|cheaper))\b", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\s+(?:as|more|higher|larger|greater|bigger|what|the|that|its|his|her|their|last|this)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"\btimes$", re.IGNORECASE)  # "won three times" compares nothing
_VERBS = re.compile(r"(?:doubled|tripled|trebled|quadrupled|halved)$", re.IGNORECASE)
_PER_UNIT = {"percent": 0.01, "share": 1.0}


@dataclass(frozen=True)
class Factor:
    """A change as a factor: 2.0 of what doubled. The words that tell it stand at [start, end)."""

    low: float | None
    high: float | None
    start: int
    end: int
    is_verb: bool  # "doubled", "rose by 100 percent": the one may stand in the other's place


def factor_of(quantity: Quantity, whole: Told) -> Factor | None:
    """The factor by which a quantity says that something changed; None where it tells no change."""
    before, after = whole.text[: quantity.start], whole.text[quantity.end :]
    if quantity.unit == "times":
        if _COUNTED.search(quantity.text) and not _COMPARED.match(after):
            return None
        is_verb = _VERBS.fullmatch(quantity.text) is not None
        return Factor(quantity.low, quantity.high, quantity.start, quantity.end, is_verb)
    size = _PER_UNIT.get(quantity.unit or "")
    moved = _MOVED.search(before)
    direction = moved or _THAN_BEFORE.match(after)
    if size is None or direction is None:
        return None
    low, high = (None if end is None else end * size for end in (quantity.low, quantity.high))
    if direction["down"]:
        low, high = (None if high is None else 1.0 - high), (None if low is None else 1.0 - low)
    else:
        low, high = (None if low is None else 1.0 + low), (None if high is None else 1.0 + high)
    return Factor(low, high, moved.start() if moved else quantity.start, quantity.end, moved is not None)


def is_same_change(wanted: Quantity, claim: Told, found: Quantity, passage: Told) -> bool:
    """Whether a number tells the change that the claim's tells in another measure."""
    both = _factors(wanted, claim, found, passage)
    return both is not None and _bears_out(*both)


def is_another_change(wanted: Quantity, claim: Told, found: Quantity, passage: Told) -> bool:
    """Whether a number tells a change in another measure that cannot be the claim's: 50 percent more is not double."""
    both = _factors(wanted, claim, found, passage)
    return both is not None and not _bears_out(*both) and not _bears_out(*reversed(both))


def _factors(wanted: Quantity, claim: Told, found: Quantity, passage: Told) -> tuple[Factor, Factor] | None:
    if (wanted.unit == "times") == (found.unit == "times"):
        return None
    ours, theirs = factor_of(wanted, claim), factor_of(found, passage)
    return (ours, theirs) if ours and theirs else None


def _bears_out(ours: Factor, theirs: Factor) -> bool:
    if theirs.low is None or theirs.high is None:
        return (ours.low, ours.high) == (theirs.low, theirs.high)
    above = ours.low is None or theirs.low >= ours.low * (1 - _ROUNDING)
    below = ours.high is None or theirs.high <= ours.high * (1 + _ROUNDING)
    return above and below
