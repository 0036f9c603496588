"""Amounts that belong together: "two hours and 20 minutes", "36 to 40 people", "93-18" where a vote was taken."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from language.numbers import scaled
from language.quantity_patterns import RANGE, VOTE_AFTER, VOTE_BEFORE
from language.units import CURRENCY_SIGNS, measure

# Of what each unit is told in parts: "two years and six months", "5ft 10in".
_PART_OF = {"month": "year", "day": "week", "minute": "hour", "second": "minute", "inch": "foot", "ounce": "lb"}


@dataclass(frozen=True)
class Amount:
    """A number as it stands at [start, end) of a text, with what it counts."""

    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    approximate: bool
    bare: bool  # digits or words for one exact number, which can be an end of a range
    score: bool = False  # one side of "2-1" or "10-15": none on its own


def joined(text: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts of a text in order, those that are parts or ends of one put together."""
    return _with_votes(text, _with_ranges(text, _with_parts(text, amounts)))


def _with_parts(text: str, amounts: list[Amount]) -> list[Amount]:
    """ "Two hours and 20 minutes" is one quantity, in the unit of its first part."""
    result: list[Amount] = []
    for amount in amounts:
        whole = result[-1] if result else None
        if whole and whole.unit and _PART_OF.get(amount.unit or "") == whole.unit and whole.bare and amount.bare:
            factors = (measure(whole.unit) or ("", 1.0))[1], (measure(amount.unit) or ("", 1.0))[1]
            if text[whole.end : amount.start] in (" ", ", ", " and ", ", and ") and whole.low and amount.low:
                value = whole.low + amount.low * factors[1] / factors[0]
                result[-1] = replace(whole, end=amount.end, low=value, high=value)
                continue
        result.append(amount)
    return result


def _with_ranges(text: str, amounts: list[Amount]) -> list[Amount]:
    """ "36 to 40 people", "between 5 and 7 percent" become one quantity; "rose from 5 to 7 percent" stays two."""
    result: list[Amount] = []
    for amount in amounts:
        previous = result[-1] if result else None
        merged = _range(text, previous, amount) if previous else None
        if previous and merged:
            result[-1] = merged
        else:
            result.append(amount)
    return result


def _with_votes(text: str, amounts: list[Amount]) -> list[Amount]:
    """ "93-18" where a vote was taken: two numbers of votes."""
    result = list(amounts)
    for index, (first, second) in enumerate(pairwise(amounts)):
        gap = text[first.end : second.start]
        if gap not in ("-", "–", " to ") or second.unit not in (None, "vote") or first.unit not in (None, "vote"):
            continue
        taken = VOTE_BEFORE.search(text[max(0, first.start - 60) : first.start])
        if first.unit == "vote" or (first.bare and second.bare and (taken or VOTE_AFTER.match(text, second.end))):
            result[index] = replace(first, unit="vote", score=False)
            result[index + 1] = replace(second, unit="vote", score=False)
    return result


def _range(text: str, first: Amount, second: Amount) -> Amount | None:
    gap = text[first.end : second.start]
    if len(gap) > 5 or not RANGE.match(gap) or not first.bare or not second.bare:
        return None
    if first.unit == "m" and second.unit is not None and (measure(second.unit) or ("",))[0] != "length":
        first = replace(first, low=_millions(first.low), high=_millions(first.high), unit=None)  # "3m to 5m people"
    money = second.unit is None and first.unit in CURRENCY_SIGNS.values()  # "$3-5 million"
    if money:
        second = replace(second, unit=first.unit)
    if first.unit is not None and first.unit != second.unit:
        return None
    before = text[max(0, first.start - 12) : first.start].lower()
    between = before.endswith("between ")
    if gap.strip() == "and" and not between:
        return None
    if gap.strip() in ("to", "-", "–", "—") and before.endswith("from ") and not between:
        return None
    low, high = first.low, second.low
    if low is None or high is None:
        return None
    scale = _scale_of(text[second.start : second.end], high)
    if scale > 1 and low * scale < high and _scale_of(text[first.start : first.end], low) == 1:
        low = scaled(low, scale)  # "5 to 7 million"
    if low >= high or second.unit in (None, "vote", "decision", "win", "victory", "defeat", "loss", "ruling", "lead"):
        return None
    return Amount(first.start, second.end, low, high, second.unit, first.approximate or second.approximate, bare=False)


def _millions(value: float | None) -> float | None:
    return None if value is None else scaled(value, 1e6)


def _scale_of(words: str, value: float) -> float:
    """By how much a number's scale word multiplies its digits: 1e6 for "$7 million"."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    number = float(digits.group().replace(",", "")) if digits else 0.0
    return value / number if number else 1.0
