"""On which side of its number a quantity lies: "nearly 500" is less than 500, and "more than 500" is more."""

import re

from language.units import measure
from warehouse.records import Quantity

_BELOW = re.compile(
    r"\b(?:nearly|almost|just under|close to|not quite|approaching|just short of|under|below"
    r"|(?<!no )(?<!not )(?:less|fewer) than|lower than|up to|as (?:many|much) as|at most|(?:no|not) more than"
    r"|a maximum of|or (?:less|fewer|lower))\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\b(?:(?<!no )(?<!not )more than|greater than|higher than|over|above|exceed(?:ed|ing)|in excess of|upwards? of"
    r"|beyond|surpassed|topped|at least|(?:no|not) (?:fewer|less) than|a minimum of|or (?:more|higher)|plus)\b",
    re.IGNORECASE,
)
_NEARLY = re.compile(r"\b(?:nearly|almost|just under|close to|not quite|approaching|just short of)\b", re.IGNORECASE)
_CLOSE = 1e-9
_SHORT_OF = 0.08  # of a number: what lies farther below it is not nearly as much
_ROUGHLY = 0.12  # by which two numbers may be apart that are both told roughly


def falls_short(wanted: Quantity, found: Quantity) -> bool:
    """Whether what the passage tells of a number is not enough for what the claim tells of it.

    "Nearly 500" is borne out neither by "more than 500" nor by 520, nor by 450; "more than 500" neither by "nearly 500"
    nor by 480, nor by "more than 300", which may be 400; "about 500" not by "some 600".
    """
    ours, theirs = _side(wanted), _side(found)
    here, there = _end(wanted), _end(found)
    if here is None or there is None:
        return False
    there *= _in_the_unit_of(wanted, found)
    if _is_far_off(wanted, found, here, there):
        return True
    if not ours:
        return False
    slack = _CLOSE * max(abs(here), abs(there))
    exact = not theirs and not found.approximate and found.low == found.high
    if ours < 0:
        return (theirs > 0 and there >= here - slack) or (
            theirs <= 0 and (exact or theirs != 0) and there > here + slack
        )
    return (theirs < 0 and there <= here + slack) or (theirs >= 0 and (exact or theirs != 0) and there < here - slack)


def _in_the_unit_of(wanted: Quantity, found: Quantity) -> float:
    """By what a number is multiplied to be in another's unit: a quarter of an hour is 15 minutes."""
    one, other = measure(wanted.unit), measure(found.unit)
    return other[1] / one[1] if one and other and one[0] == other[0] and one[1] else 1.0


def _is_far_off(wanted: Quantity, found: Quantity, here: float, there: float) -> bool:
    if wanted.low != wanted.high or found.low != found.high or not wanted.approximate:
        return False
    apart = abs(here - there)
    if apart <= 1:  # "nearly ten" of nine
        return False
    if _NEARLY.search(wanted.text) and here - there > _SHORT_OF * abs(here):
        return True
    return found.approximate and apart > _ROUGHLY * max(abs(here), abs(there))


def _side(quantity: Quantity) -> int:
    """-1 below its number, 1 above it, 0 where the words do not say."""
    if _BELOW.search(quantity.text):
        return -1
    return 1 if _ABOVE.search(quantity.text) else 0


def _end(quantity: Quantity) -> float | None:
    """The number that it is told as above or below."""
    return quantity.low if quantity.low is not None else quantity.high
