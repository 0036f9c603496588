"""Quantities in English news: numbers with what they count, as the range of values that the words admit.

Dates, clock times, ordinals, scores and identifiers ("Flight 370", "Executive Order 13660") are none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from language.dates import VERSION as DATES_VERSION
from language.dates import find_dates
from language.numbers import ONES, SCALES, number_of, scaled
from language.numbers import VERSION as NUMBERS_VERSION
from language.quantity_comparison import VERSION as QUANTITY_COMPARISON_VERSION
from language.quantity_comparison import agrees, clashes, comparable, is_converted
from language.quantity_patterns import (
    AMOUNT,
    BOUND_AFTER,
    BOUND_BEFORE,
    BOUND_WORDS,
    FRACTIONS,
    GLYPHS,
    MASKED,
    NAMED_NUMBER,
    NUMBERED,
    RANGE,
    SHORT_SCALES,
    STREET,
    SUFFIX,
    VAGUE_SCALES,
    VOTE_AFTER,
    VOTE_BEFORE,
)
from language.quantity_units import unit_after
from language.units import CURRENCY_SIGNS, UNIT_OF, measure, singular
from language.units import VERSION as UNITS_VERSION
from language.words import STOP_WORDS
from language.words import VERSION as WORDS_VERSION
from warehouse.records import DateMention, Quantity

VERSION = f"6.{DATES_VERSION}.{NUMBERS_VERSION}.{QUANTITY_COMPARISON_VERSION}.{UNITS_VERSION}.{WORDS_VERSION}"

__all__ = ["VERSION", "agrees", "clashes", "comparable", "find_quantities", "is_converted", "quantities_beside"]
_TIMES = {"twice": 2.0, "doubled": 2.0, "tripled": 3.0, "trebled": 3.0, "quadrupled": 4.0, "halved": 0.5}
# "12.500 people", "1.250 euros": what never comes in thousandths is grouped by the dot, as in much of Europe.
_DOT_GROUPED = re.compile(r"[1-9]\d{0,2}\.\d{3}\Z")
_WHOLE = frozenset(("person", "death", *CURRENCY_SIGNS.values()))
# "Handed over 39 objects" is not more than 39.
_OVER_IS_OF = re.compile(
    r"\b(?:hand|turn|sign)(?:s|ed|ing)?\s\Z|\bg(?:ives?|ave|iven|iving)\s\Z|\bspread\s\Z", re.IGNORECASE
)
_MAGNITUDE = re.compile(r"\bmagnitude[\s-](?:of\s)?$", re.IGNORECASE)
_SCORE = re.compile(r"\d\s?[-–]\s?\d")
# "Anna Schmidt, 59, said"; "aged 59"
_AGE = re.compile(r"(?:[A-Z][\w’'-]+, |\b(?:aged?|at the age of) )$")
_AGE_END = re.compile(r"\s?[,.;)]|\s(?:and|who|of|was|said)\b|$")
# "One person", "one percent" are counted; "one view", "one reason" only speak of a single thing.
_ONE_OF_TABLE = "person percent year month week day hour minute km mile man woman child death"
_ONE_OF = frozenset(_ONE_OF_TABLE.split())


@dataclass(frozen=True)
class _Amount:
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    approximate: bool
    bare: bool  # digits or words for one exact number, which can be an end of a range
    score: bool = False  # one side of "2-1" or "10-15": none on its own


def find_quantities(text: str, *, offset: int = 0) -> list[Quantity]:
    """The quantities of a text in order, none inside another; offsets are those in `text` plus `offset`."""
    if not AMOUNT.search(text):  # the larger part of sentences
        return []
    masked = _masked_spans(text)
    amounts: list[_Amount] = []
    position = 0
    mask = 0
    while match := AMOUNT.search(text, position):
        start = match.start() + (len(match.group()) - len(match.group().lstrip()))
        position = max(match.end(), match.start() + 1)
        while mask < len(masked) and masked[mask][1] <= start:
            mask += 1
        if mask < len(masked) and masked[mask][0] < match.end():
            position = max(position, masked[mask][1])
            continue
        amount = _amount(text, match, start)
        if amount is not None:
            amounts.append(amount)
            position = max(position, amount.end)
    return [
        Quantity(
            text=text[amount.start : amount.end],
            start=amount.start + offset,
            end=amount.end + offset,
            low=amount.low,
            high=amount.high,
            unit=amount.unit,
            approximate=amount.approximate,
        )
        for amount in _with_votes(text, _with_ranges(text, _with_parts(text, amounts)))
        if not amount.score and (amount.unit or amount.bare or amount.approximate or amount.low != amount.high)
    ]


def quantities_beside(text: str, dates: Sequence[DateMention]) -> list[Quantity]:
    """The quantities of a text that are no part of one of its dates."""
    return [
        found
        for found in find_quantities(text)
        if not any(day.start < found.end and found.start < day.end for day in dates)
    ]


def _masked_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers are no quantities: dates, times, addresses, numbers that are names; sorted and disjoint."""
    spans = [(mention.start, mention.end) for mention in find_dates(text, None)]
    spans += [match.span() for match in MASKED.finditer(text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _value(match: re.Match[str]) -> tuple[float | None, float | None, bool, bool] | None:
    """(low, high, approximate, bare) of a match; None where it is no number after all."""
    group = match.groupdict()
    if digits := group["digits"]:
        value = _number(digits) + GLYPHS.get(group["glyph"] or "", 0.0) + _and_a(group["digits_and_a"])
        if scale := group["scale"]:
            value = scaled(value, SCALES[scale.lower().removesuffix("s")])
            value *= SCALES["crore"] if group["of_crore"] else 1.0
        elif short := group["short"]:
            value = scaled(value, SHORT_SCALES[short.lower()])
        if group["minus"]:
            value = -value
        return value, value, False, True
    if vague := group["vague"]:
        low = VAGUE_SCALES[vague.lower()]
        if second := group["vague2"]:
            low *= SCALES[second.lower()[:-1]]
        return low, None, True, False
    if few := group["few"]:
        scale_word = few.split()[-1].lower()
        size = 12.0 if scale_word == "dozen" else SCALES[scale_word]
        return 2 * size, 10 * size, True, False
    if couple := group["couple"]:
        scale_word = (group["couple_scale"] or "").lower()
        size = 12.0 if scale_word == "dozen" else SCALES.get(scale_word, 1.0)
        return (2 * size, 2 * size, True, False) if couple else None
    if times := group["times"]:
        value = _TIMES.get(times.lower()) or float(ONES[times.lower().removesuffix("fold")])
        return value, value, False, False
    if group["half"]:
        return 0.5, 0.5, False, False
    if fraction := group["fraction"] or group["parts"] or group["by_part"]:
        words = re.split(r"[\s-]", fraction.lower())
        name = {"halves": "half"}.get(words[-1], words[-1].removesuffix("s"))
        count = ONES.get(words[0], 1) if len(words) > 1 else 1
        share = count / FRACTIONS[name]
        if scale := group["fscale"]:
            share *= SCALES[scale.lower()]
        return share, share, False, bool(group["fscale"])
    if group["in_num"]:
        numerator, denominator = (number_of(word) or _float(word) for word in (group["in_num"], group["in_den"]))
        if not numerator or not denominator or numerator > denominator:
            return None
        return numerator / denominator, numerator / denominator, False, False
    number = number_of(group["words"])
    if number is None:
        return None
    number += _and_a(group["and_a"])
    number = scaled(number, SCALES[group["and_scale"].lower()] if group["and_scale"] else 1.0)
    return number, number, False, True


_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}\Z")


def _number(digits: str) -> float:
    """The number that digits write, by whatever they are grouped: "1,250.5", "12,34,567", "12 500", "1,5"."""
    if _DECIMAL_COMMA.match(digits):
        return float(digits.replace(",", "."))
    return float(re.sub(r"[,\s]", "", digits))


def _and_a(words: str | None) -> float:
    """What "and a half" adds."""
    return 1.0 / FRACTIONS[words.split()[-1].lower()] if words else 0.0


def _float(digits: str) -> float:
    return float(digits) if digits.isdigit() else 0.0


def _amount(text: str, match: re.Match[str], start: int) -> _Amount | None:
    value = _value(match)
    if value is None:
        return None
    low, high, approximate, bare = value
    before, after = text[max(0, start - 40) : start], text[match.end() : match.end() + 90]
    end = match.end()
    unit: str | None = None
    sign = match["sign"]
    bound_after = BOUND_AFTER.match(after)
    suffix = SUFFIX.match(after) if bare else None
    if suffix:  # "100-plus cases", "40-odd people"
        end, after = end + suffix.end(), after[suffix.end() :]
    if match["funit"]:
        unit = UNIT_OF.get(match["funit"].lower(), singular(match["funit"]))
    elif match["times"]:
        unit = "times"
    elif (
        match["in_num"]
        or match["parts"]
        or match["by_part"]
        or match["half"]
        or (match["fraction"] and not match["fscale"])
    ):
        unit = "share"
    elif sign:
        unit = CURRENCY_SIGNS.get(sign) or CURRENCY_SIGNS.get(sign.upper())
        worded = re.match(r"\s(?:U\.?S\.? )?(?:dollars|euros|pounds|rubles|yen)\b", after)
        end += worded.end() if worded else 0
    else:
        of = re.match(r"\s+of(?=\s)", after) if approximate else None  # "hundreds of people"
        skipped = bound_after or of
        skip = skipped.end() if skipped else 0
        unit, length = unit_after(after[skip:], high if bare else None)
        if unit is None and match["digits"] and _AGE.search(before) and _AGE_END.match(after):
            unit = "year of age"
        if unit is None and match["digits"] and _MAGNITUDE.search(before):
            unit = "magnitude"
        end += skip + length if length else 0
    if match["short"] in ("m", "M") and not sign and unit is None:  # "5m people" are millions, "a wall of 5m" is not
        metres = _number(match["digits"])
        low, high, unit = metres, metres, "m"
    if low is not None and unit in _WHOLE and _DOT_GROUPED.match(match["digits"] or "") and not match["scale"]:
        low = high = 1000 * low
    if not sign and _is_no_quantity(text, match, start, unit, before, after):
        return None
    bound = BOUND_BEFORE.search(before) if _last_word(before) in BOUND_WORDS else None
    if bound and (bound["more"] or "").lower() in ("over", "above", "beyond") and _is_time(unit):
        bound = None  # "over two days" is how long, not how much longer
    if bound and (bound["more"] or "").lower() == "over" and _OVER_IS_OF.search(before[: bound.start()]):
        bound = None
    if bound:
        start = start - len(before) + bound.start()
    amount = _bounded(start, end, (low, high), unit, approximate, bare, bound, bound_after)
    if suffix and suffix["suffix"] == "plus":
        amount = replace(amount, high=None, bare=False)
    elif suffix and suffix["suffix"] == "odd":
        amount = replace(amount, approximate=True, bare=False)
    return replace(
        amount, score=bool(match["digits"]) and bool(_SCORE.search(text[max(0, start - 4) : match.end() + 4]))
    )


def _last_word(before: str) -> str:
    return before.rsplit(None, 1)[-1].lower() if before[-1:].isspace() and before.strip() else ""


def _is_no_quantity(text: str, match: re.Match[str], start: int, unit: str | None, before: str, after: str) -> bool:
    """Whether a number without a currency's sign is a name, part of one, or no number at all."""
    digits, words = match["digits"], match["words"]
    if digits:
        if unit is None and (_is_name_s_number(text, start, before, digits) or after[:1].isalpha()):
            return True  # "Resolution 242", "3D", "501st"
        if (re.search(r"[A-Za-z]-$", before) and unit != "magnitude") or STREET.match(after):
            return True  # "F-16", "COVID-19", "10 Downing Street"
    named = NAMED_NUMBER.search(before)
    if named and NUMBERED.match(named.group(1)):
        return True
    if words:
        if words.lower() == "one" and unit not in _ONE_OF:
            return True
        if words[0].isupper() and not _starts_sentence(text, start):
            return True  # "Big Five", "Six Flags"
        if unit is None and re.match(r"-[A-Za-z]", after):
            return True  # "two-legged"
    return before.endswith("-") and not re.search(r"[\d%]-$", before) and unit != "magnitude"


def _starts_sentence(text: str, start: int) -> bool:
    previous = text[max(0, start - 4) : start].rstrip(" ")
    return not previous or previous[-1] in '.!?…:;\n“"‘(–—-•*' or previous.endswith(("”", "'"))


def _is_time(unit: str | None) -> bool:
    known = measure(unit)
    return known is not None and known[0] == "time"


def _bounded(
    start: int,
    end: int,
    values: tuple[float | None, float | None],
    unit: str | None,
    approximate: bool,
    bare: bool,
    bound: re.Match[str] | None,
    bound_after: re.Match[str] | None,
) -> _Amount:
    """The amount with what stands around it: "more than", "up to", "about", "or more"."""
    low, high = values
    if bound and (bound["more"] or bound["at_least"]):
        high = None
    elif bound and (bound["up_to"] or bound["less"]):
        low = None
    if bound and (bound["about"] or bound["just"]):
        approximate = True
    if bound_after and (bound_after["more"] or bound_after["plus"]):
        high = None
    elif bound_after and bound_after["less"]:
        low = None
    elif bound_after and bound_after["so"]:
        approximate = True
    return _Amount(start, end, low, high, unit, approximate, bare and low is not None and low == high)


def _is_name_s_number(text: str, start: int, before: str, digits: str | None) -> bool:
    """Whether a bare number belongs to a name ("Resolution 242", "Boeing 737", "Euro 2020")."""
    named = NAMED_NUMBER.search(before)
    if digits is None or named is None:
        return False
    word = named.group(1)
    if NUMBERED.match(word) or len(digits) == 4:
        return True
    return not (_starts_sentence(text, start - len(named.group(0))) or word.lower() in STOP_WORDS)


# Of what each unit is told in parts: "two years and six months", "5ft 10in".
_PART_OF = {"month": "year", "day": "week", "minute": "hour", "second": "minute", "inch": "foot", "ounce": "lb"}


def _with_parts(text: str, amounts: list[_Amount]) -> list[_Amount]:
    """ "Two hours and 20 minutes" is one quantity, in the unit of its first part."""
    result: list[_Amount] = []
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


def _with_ranges(text: str, amounts: list[_Amount]) -> list[_Amount]:
    """ "36 to 40 people", "between 5 and 7 percent" become one quantity; "rose from 5 to 7 percent" stays two."""
    result: list[_Amount] = []
    for amount in amounts:
        previous = result[-1] if result else None
        merged = _range(text, previous, amount) if previous else None
        if previous and merged:
            result[-1] = merged
        else:
            result.append(amount)
    return result


def _with_votes(text: str, amounts: list[_Amount]) -> list[_Amount]:
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


def _range(text: str, first: _Amount, second: _Amount) -> _Amount | None:
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
    return _Amount(first.start, second.end, low, high, second.unit, first.approximate or second.approximate, bare=False)


def _millions(value: float | None) -> float | None:
    return None if value is None else scaled(value, 1e6)


def _scale_of(words: str, value: float) -> float:
    """By how much a number's scale word multiplies its digits: 1e6 for "$7 million"."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    number = float(digits.group().replace(",", "")) if digits else 0.0
    return value / number if number else 1.0
