"""Quantities in English news: numbers with what they count, as the range of values that the words admit.

Dates, clock times, ordinals, scores and identifiers ("Flight 370", "Executive Order 13660") are none.
"""

import re
from dataclasses import dataclass

from language.dates import find_dates
from language.numbers import ONES, SCALES, number_of
from language.quantity_comparison import agrees, clashes, comparable
from language.quantity_patterns import (
    AMOUNT,
    BOUND_AFTER,
    BOUND_BEFORE,
    BOUND_WORDS,
    FRACTIONS,
    GLYPHS,
    LONG_UNITS,
    MASKED,
    NAMED_NUMBER,
    NO_NOUN,
    NUMBERED,
    RANGE,
    SCALE,
    SHORT_SCALES,
    STREET,
    UNIT_WORD,
    VAGUE_SCALES,
)
from language.units import CURRENCY_SIGNS, CURRENCY_WORDS, UNIT_OF, looks_plural, measure, singular
from language.words import STOP_WORDS
from warehouse.records import Quantity

VERSION = 1

__all__ = ["VERSION", "agrees", "clashes", "comparable", "find_quantities"]


@dataclass(frozen=True)
class _Amount:
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str | None
    approximate: bool
    bare: bool  # digits or words for one exact number, which can be an end of a range


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
        for amount in _with_ranges(text, amounts)
        if amount.unit is not None or amount.bare or amount.approximate
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
        value = float(digits.replace(",", "")) + GLYPHS.get(group["glyph"] or "", 0.0) + _and_a(group["digits_and_a"])
        if scale := group["scale"]:
            value *= SCALES[scale.lower()]
        elif short := group["short"]:
            value *= SHORT_SCALES[short.lower()]
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
    if fraction := group["fraction"]:
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
    return number, number, False, True


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
    is_share = bool(match["in_num"] or (match["fraction"] and not match["fscale"]))
    sign = match["sign"]
    bound_after = BOUND_AFTER.match(after)
    if is_share:
        unit = "share"
    elif sign:
        unit = CURRENCY_SIGNS.get(sign) or CURRENCY_SIGNS.get(sign.upper())
        worded = re.match(r"\s(?:U\.?S\.? )?(?:dollars|euros|pounds|rubles|yen)\b", after)
        end += worded.end() if worded else 0
    else:
        of = re.match(r"\s+of(?=\s)", after) if approximate else None  # "hundreds of people"
        skip = (bound_after or of).end() if bound_after or of else 0  # type: ignore[union-attr]
        unit, length = _unit(after[skip:], high if bare else None)
        if unit is None and match["digits"] and _AGE.search(before) and _AGE_END.match(after):
            unit = "year"
        end += skip + length if length else 0
    if match["short"] in ("m", "M") and not sign and unit is None:  # "5m people" are millions, "a wall of 5m" is not
        metres = float(match["digits"].replace(",", ""))
        low, high, unit = metres, metres, "m"
    if not sign and unit is None and _is_name_s_number(text, start, before, match["digits"]):
        return None
    if unit is not None and not sign and (named := NAMED_NUMBER.search(before)) and NUMBERED.match(named.group(1)):
        return None
    if match["digits"] and STREET.match(after):
        return None
    if match["words"] and match["words"].lower() == "one" and (unit is None or unit not in _ONE_OF):
        return None
    if re.search(r"[A-Za-z]-$", before) and match["digits"] and not sign:
        return None  # F-16, COVID-19
    if before.endswith("-") or (unit is None and _is_score(text, match)):
        return None
    last_word = before.rsplit(None, 1)[-1].lower() if before.endswith((" ", "\n", "\u00a0")) and before.strip() else ""
    bound = BOUND_BEFORE.search(before) if last_word in BOUND_WORDS else None
    if bound and (bound["more"] or "").lower() in ("over", "above", "beyond") and _is_time(unit):
        bound = None  # "over two days" is how long, not how much longer
    if bound:
        start = start - len(before) + bound.start()
    return _bounded(start, end, (low, high), unit, approximate, bare, bound, bound_after)


# "Anna Schmidt, 59, said"; "aged 59"
_AGE = re.compile(r"(?:[A-Z][\w’'-]+, |\b(?:aged?|at the age of) )$")
_AGE_END = re.compile(r"\s?[,.;)]|\s(?:and|who|of|was|said)\b|$")


def _is_time(unit: str | None) -> bool:
    known = measure(unit)
    return known is not None and known[0] == "time"


_ONE_OF = {
    "person",
    "percent",
    "year",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "km",
    "mile",
    "man",
    "woman",
    "child",
    "death",
}


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


def _unit(after: str, value: float | None) -> tuple[str | None, int]:
    """The unit of a number and how many characters of what follows it reaches over; (None, 0) where none is found."""
    words: list[tuple[str, int]] = []
    position = 0
    while len(words) < 5 and (match := UNIT_WORD.match(after, position)):
        words.append((match.group(1) or match.group(2), match.end()))
        position = match.end()
    hyphenated = after[:1] == "-"
    for length in (3, 2):
        phrase = " ".join(word for word, _ in words[:length])
        if len(words) >= length:
            if unit := CURRENCY_WORDS.get(phrase) or (UNIT_OF.get(phrase) if phrase in LONG_UNITS else None):
                return unit, words[length - 1][1]
            if unit := UNIT_OF.get(phrase.lower()):
                return unit, words[length - 1][1]
    if not words:
        return None, 0
    first, first_end = words[0]
    first = first.rstrip(".’'")
    first_end = first_end - (len(words[0][0]) - len(first))
    if hyphenated:
        return _hyphenated(first, first_end)
    if unit := UNIT_OF.get(first) or UNIT_OF.get(first.lower()) or CURRENCY_WORDS.get(first.lower()):
        return unit, first_end
    if first.lower() == "pounds":  # money in millions, weight otherwise
        return ("gbp" if value is not None and value >= 1e5 else "lb"), first_end
    return _head_noun(words, value)


def _hyphenated(first: str, end: int) -> tuple[str | None, int]:
    """ "23-year-old", "six-month", "10-point": the unit is the word behind the hyphen."""
    head = first.split("-")[0]
    unit = UNIT_OF.get(head.lower()) or singular(head)
    return (unit, end) if head.islower() and not NO_NOUN.match(head) else (None, 0)


def _head_noun(words: list[tuple[str, int]], value: float | None) -> tuple[str | None, int]:
    """The first plural among the words behind a number ("40 Russian soldiers"), or the noun behind "one"."""
    for index, (raw, end) in enumerate(words[:4]):
        if re.fullmatch(r"(?:[A-Z]\.)+", raw):  # "20,000 U.S. troops"
            continue
        word = raw.rstrip(".’'")
        end -= len(raw) - len(word)
        if word.endswith(("'s", "’s")) or NO_NOUN.match(word) or (index and word.lower() in STOP_WORDS):
            return None, 0
        if word.lower() == "more":
            continue
        if looks_plural(word):
            return UNIT_OF.get(singular(word), singular(word)), end
        if value == 1 and index == 0 and word.islower() and word not in STOP_WORDS:
            return word, end
        if raw != word or (word.lower() in STOP_WORDS):
            return None, 0
    return None, 0


def _is_name_s_number(text: str, start: int, before: str, digits: str | None) -> bool:
    """Whether a bare number belongs to a name ("Resolution 242", "Boeing 737", "Euro 2020")."""
    named = NAMED_NUMBER.search(before)
    if digits is None or named is None:
        return False
    word = named.group(1)
    if NUMBERED.match(word) or len(digits) == 4:
        return True
    sentence_start = start - len(named.group(0))
    first = sentence_start == 0 or text[max(0, sentence_start - 2) : sentence_start].strip()[-1:] in (
        ".",
        "!",
        "?",
        "“",
        '"',
    )
    return not (first or word.lower() in STOP_WORDS)


def _is_score(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number is part of "2-1", "5-4"."""
    around = text[max(0, match.start() - 4) : match.end() + 4]
    return bool(match["digits"] and re.search(r"\d\s?[-–]\s?\d", around))


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


def _range(text: str, first: _Amount, second: _Amount) -> _Amount | None:
    gap = text[first.end : second.start]
    if len(gap) > 5 or not RANGE.match(gap) or not first.bare or not second.bare:
        return None
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
    if first.unit is None and high >= 1000 > low and _scale_of(text[second.start : second.end]):
        low *= _scale_of(text[second.start : second.end])  # "5 to 7 million"
    if low >= high or second.unit in (None, "vote", "decision", "win", "victory", "defeat", "loss", "ruling", "lead"):
        return None
    return _Amount(first.start, second.end, low, high, second.unit, first.approximate or second.approximate, bare=False)


def _scale_of(words: str) -> float:
    found = re.search(rf"\b{SCALE}\b", words, re.IGNORECASE)
    return SCALES[found.group().lower()] if found else 0.0
