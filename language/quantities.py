"""Quantities in English news: numbers with what they count, as the range of values that the words admit.

Dates, clock times, ordinals, scores and identifiers ("Flight 370", "Executive Order 13660") are none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from language.dates import VERSION as DATES_VERSION
from language.dates import find_dates
from language.numbers import VERSION as NUMBERS_VERSION
from language.quantity_comparison import VERSION as QUANTITY_COMPARISON_VERSION
from language.quantity_comparison import agrees, clashes, comparable, is_converted
from language.quantity_joining import Amount, joined
from language.quantity_patterns import (
    AMOUNT,
    BOUND_AFTER,
    BOUND_BEFORE,
    BOUND_WORDS,
    MASKED,
    NAMED_NUMBER,
    NUMBERED,
    STREET,
    SUFFIX,
)
from language.quantity_units import is_metres, unit_after
from language.quantity_values import value_of, written_number
from language.units import CURRENCY_SIGNS, UNIT_OF, measure, singular
from language.units import VERSION as UNITS_VERSION
from language.words import STOP_WORDS
from language.words import VERSION as WORDS_VERSION
from warehouse.records import DateMention, Quantity

VERSION = f"8.{DATES_VERSION}.{NUMBERS_VERSION}.{QUANTITY_COMPARISON_VERSION}.{UNITS_VERSION}.{WORDS_VERSION}"

__all__ = ["VERSION", "agrees", "clashes", "comparable", "find_quantities", "is_converted", "quantities_beside"]

# "12.500 people", "1.250 euros": what never comes in thousandths is grouped by the dot, as in much of Europe. Rates
# ("$1.084") and millions ("$1.125bn") do come in thousandths.
_DOT_GROUPED = re.compile(r"[1-9]\d{0,2}\.\d{3}\Z")
_WHOLE = frozenset(("person", "death", *CURRENCY_SIGNS.values()))
# "Handed over 39 objects" is not more than 39.
_OVER_IS_OF = re.compile(
    r"\b(?:hand|turn|sign)(?:s|ed|ing)?\s\Z|\bg(?:ives?|ave|iven|iving)\s\Z|\bt(?:akes?|ook|aken|aking)\s\Z|\bspread\s\Z",
    re.IGNORECASE,
)
_MAGNITUDE = re.compile(r"\bmagnitude[\s-](?:of\s)?$", re.IGNORECASE)
_SCORE = re.compile(r"\d\s?[-–]\s?\d")
# "Anna Schmidt, 59, said"; "aged 59"
_AGE = re.compile(r"(?:[A-Z][\w’'-]+, |\b(?:aged?|at the age of) )$")
_AGE_END = re.compile(r"\s?[,.;)]|\s(?:and|who|of|was|said)\b|$")
# "One person", "one percent" are counted; "one view", "one reason" only speak of a single thing.
_ONE_OF_TABLE = "person percent year month week day hour minute km mile man woman child death"
_ONE_OF = frozenset(_ONE_OF_TABLE.split())


def find_quantities(text: str, *, offset: int = 0) -> list[Quantity]:
    """The quantities of a text in order, none inside another; offsets are those in `text` plus `offset`."""
    if not AMOUNT.search(text):  # the larger part of sentences
        return []
    masked = _masked_spans(text)
    amounts: list[Amount] = []
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
        if amount is None and match["in_num"] and (first := AMOUNT.match(text, start, match.end("in_num"))):
            amount, position = _amount(text, first, start), first.end()  # "5 in 3 towns" is no share: two numbers
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
        for amount in joined(text, amounts)
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


def _amount(text: str, match: re.Match[str], start: int) -> Amount | None:
    value = value_of(match)
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
        or match["every"]
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
    if match["short"] in ("m", "M") and not sign and is_metres(match["digits"], unit, before, after):
        metres = written_number(match["digits"])
        low, high, unit, end = metres, metres, "m", match.end()
    scaled_or_signed = match["scale"] or match["short"] or sign
    if low is not None and unit in _WHOLE and _DOT_GROUPED.match(match["digits"] or "") and not scaled_or_signed:
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
) -> Amount:
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
    return Amount(start, end, low, high, unit, approximate, bare and low is not None and low == high)


def _is_name_s_number(text: str, start: int, before: str, digits: str | None) -> bool:
    """Whether a bare number belongs to a name ("Resolution 242", "Boeing 737", "Euro 2020")."""
    named = NAMED_NUMBER.search(before)
    if digits is None or named is None:
        return False
    word = named.group(1)
    if NUMBERED.match(word) or len(digits) == 4:
        return True
    return not (_starts_sentence(text, start - len(named.group(0))) or word.lower() in STOP_WORDS)
