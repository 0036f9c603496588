"""Whether two quantities can be right together: rounding, ranges and units allowed for."""

import math
import re

from language.units import measure
from warehouse.records import Quantity

VERSION = 1

_INFINITY = float("inf")
# By how much a converted number may be off: it is rounded on the way.
_CONVERTED = 0.03


def comparable(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities measure the same thing: people, kilometres and miles, a percentage and a half."""
    one, other = measure(first.unit), measure(second.unit)
    return one is not None and other is not None and one[0] == other[0] and (first.low, first.high) != (None, None)


def _slack(quantity: Quantity) -> float:
    """How far from its number a quantity still holds: half its last digit when rounded, a tenth when vague."""
    value = max(abs(quantity.low or 0.0), abs(quantity.high or 0.0))
    if quantity.approximate:
        return 0.1 * value
    written = re.search(r"\d[\d,]*(?:\.(\d+))?", quantity.text)
    digits = written.group().replace(",", "") if written else ""
    if not digits or not float(digits):
        return 0.0
    if written and written.group(1):
        return 0.5 * 10.0 ** -len(written.group(1)) * value / float(digits)
    scale = value / float(digits)
    zeros = len(digits) - len(digits.rstrip("0"))
    if scale > 1:  # "175 billion"
        return min(0.5 * scale * 10.0**zeros, 0.025 * value) if zeros else 0.5 * scale
    if quantity.unit in ("percent", "share"):
        return 0.5 * scale if zeros == 0 else min(0.5 * scale * 10.0**zeros, 0.025 * value)
    return min(0.5 * 10.0**zeros, 0.025 * value) if len(digits) >= 4 and zeros >= 2 else 0.0


def _interval(quantity: Quantity) -> tuple[float, float]:
    known = measure(quantity.unit)
    factor = known[1] if known else 1.0
    slack = _slack(quantity)
    low = -_INFINITY if quantity.low is None else (quantity.low - slack) * factor
    high = _INFINITY if quantity.high is None else (quantity.high + slack) * factor
    return low, high


def agrees(claim: Quantity, evidence: Quantity) -> bool:
    """Whether the evidence's number bears the claim's out, rounding allowed: 174.9 billion for "about 175 billion".

    An open range ("more than 40") is borne out by a number inside it that is not more than twice as far, and bears out
    only a number near its end: nobody writes "more than 40" of 4,000.
    """
    if not comparable(claim, evidence) or clashes(claim, evidence):
        return False
    (low, high), (other_low, other_high) = _interval(claim), _interval(evidence)
    ends = [abs(end) for end in (low, high, other_low, other_high) if abs(end) != _INFINITY]
    is_open = len(ends) < 4
    return not is_open or (bool(ends) and max(ends) <= 2 * min(ends) + 1e-9)


def clashes(claim: Quantity, evidence: Quantity) -> bool:
    """Whether both cannot be right of one thing at one time: their ranges, rounding allowed, do not meet."""
    if not comparable(claim, evidence):
        return False
    (low, high), (other_low, other_high) = _interval(claim), _interval(evidence)
    return (low > other_high and not _touch(low, other_high)) or (other_low > high and not _touch(other_low, high))


def _touch(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-9)


def is_converted(first: Quantity, second: Quantity) -> bool:
    """Whether two plain numbers say about the same in units of two systems: miles and kilometres, weeks and months."""
    if first.unit == second.unit or first.low is None or second.low is None:
        return False
    if first.low != first.high or second.low != second.high:
        return False
    one, other = measure(first.unit), measure(second.unit)
    if one is None or other is None or one[0] != other[0] or one[0] == "money" or not one[1] or not other[1]:
        return False
    if math.log10(one[1] / other[1]).is_integer():  # of one system
        return False
    ours, theirs = first.low * one[1], second.low * other[1]
    return abs(ours - theirs) <= _CONVERTED * max(abs(ours), abs(theirs))
