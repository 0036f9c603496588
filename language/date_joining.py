"""What date expressions mean together: ranges, lists, "since", and a date with what stands around it."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from language import days as cal
from language.date_events import Events, tells_from_events, told_from_events
from language.date_neighbours import told_from_neighbours
from language.date_parts import weekend, whole
from language.date_places import Found, count_of, shifted, tense
from language.date_words import COUNT

_CONNECTION = re.compile(r"\s{0,2}(?:to|until|till|through|and|[-–—])\s{0,2}$")
_RANGE_STARTS = re.compile(r"\b(?:from|between)\s{1,2}(?:(?:about|around|roughly)\s)?$", re.IGNORECASE)
# "moved from Friday to Sunday" is no stretch of time.
_CHANGED = re.compile(
    r"\b(?:moved|postponed|delayed|changed|rescheduled|shifted|pushed|brought forward|amended)\b", re.IGNORECASE
)
_SINCE = re.compile(r"\b(?:ever )?since\s{1,2}(?:the\s)?$", re.IGNORECASE)
# "since the law was passed in 2019": what happened then and the date are one.
_SINCE_CLAUSE = re.compile(r"\b(?:ever )?since\s(?:[^\s.,;:!?()“”\"]+\s){1,9}(?:in|on|of)\s(?:the\s)?$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?]['\"”’]?\s|\n)In\s$")
_LISTED = re.compile(r"(?:,?\s(?:and|or)|,)\s$")
_AROUND = re.compile(
    rf"(?:\bthe\s)(?:(?P<n>(?i:{COUNT}))\s)?(?P<unit>day|week|month|quarter|year)s?\s(?:that\s)?"
    r"(?P<how>of|beginning|starting|to|ended|ending|through)\s(?:on\s|in\s)?$"
)


def joined(text: str, found: list[Found], anchor: date | None) -> list[Found]:
    """The mentions of a text in order, those that belong together made one, those told from another one resolved."""
    found = _spelt_out(text, _with_year_of_sentence(text, _with_shared_years(text, found)))
    items: list[Found] = []
    for item in found:
        previous = items[-1] if items else None
        one = previous and (
            _range(text, previous, item) or _weekend_of(text, previous, item) or _spoken(text, previous, item)
        )
        if one:
            items[-1] = one
        else:
            items.append(_around(text, previous, item))
    if not tells_from_events(text):
        return told_from_neighbours(text, items, None, anchor)
    events = Events(text, items)
    items = told_from_neighbours(text, items, events, anchor)
    items = [_since(text, items, index, anchor) for index in range(len(items))]
    made = told_from_events(text, items, events, anchor)
    made.sort(key=lambda one: one.start)
    starts, furthest = [one.start for one in made], list(accumulate((one.end for one in made), max))
    around = (bisect_right(starts, item.start) for item in items)  # how many begin at or before it
    kept = [item for item, count in zip(items, around, strict=True) if not count or furthest[count - 1] < item.end]
    return sorted((*kept, *made), key=lambda item: item.start)


def _with_shared_years(text: str, found: list[Found]) -> list[Found]:
    """ "January and February 2024", "3 March or 5 April 2022": the year at the end is that of all."""
    result = list(found)
    for index in range(len(result) - 2, -1, -1):
        first, second = result[index], result[index + 1]
        gap = text[first.end : second.start]
        if first.in_year and second.span and not second.relative and len(gap) <= 6 and _LISTED.fullmatch(gap):
            moved = first.in_year(second.span[0].year)
            if moved and moved[0] <= second.span[0]:
                result[index] = replace(first, span=moved, relative=False, certainty="exact")
    return result


def _spelt_out(text: str, found: list[Found]) -> list[Found]:
    """ "Yesterday (22 June 2020)": the date in brackets says which day it is, whatever day the text speaks on."""
    result = list(found)
    for index, (item, beside) in enumerate(itertools.pairwise(found)):
        in_brackets = text[item.end : beside.start] == " (" and text[beside.end : beside.end + 1] == ")"
        if in_brackets and item.relative and beside.span and not beside.relative:
            result[index] = replace(item, span=beside.span, certainty=beside.certainty)
    return result


def _with_year_of_sentence(text: str, found: list[Found]) -> list[Found]:
    """ "In 2019 it was declared on February 6 and on April 7": a year that opens a sentence holds through it."""
    result = list(found)
    year: int | None = None
    for index, item in enumerate(found):
        if index and re.search(r"[.!?]['\"”’]?\s|\n", text[found[index - 1].end : item.start]):
            year = None
        if item.kind == "year" and item.span and _SENTENCE_START.search(text[max(0, item.start - 6) : item.start]):
            year = item.span[0].year
        elif year and item.in_year and item.relative and (span := item.in_year(year)):
            result[index] = replace(item, span=span, relative=False, certainty="approximate")
    return result


def _range(text: str, first: Found, second: Found) -> Found | None:
    gap = text[first.end : second.start]
    if len(gap) > 12 or not (connection := _CONNECTION.match(gap)):
        return None
    before = text[max(0, first.start - 40) : first.start]
    opened = _RANGE_STARTS.search(before)
    if ("and" in connection.group() and not (opened and "etween" in opened.group())) or _CHANGED.search(before):
        return None
    if first.in_year and second.span and not second.relative:
        # "from October to December 2024": the year stands with the second
        year = second.span[0].year
        moved = first.in_year(year)
        if moved and moved[0] > second.span[0]:
            moved = first.in_year(max(1, year - 1))
        first = replace(first, span=moved, relative=False, certainty="exact")
    if first.span and second.span and first.span[0] > second.span[0]:
        first, second = _in_order(text, first, second)
    if first.span is None or second.span is None or first.span[0] > second.span[1]:
        return None
    certainty = "approximate" if "approximate" in (first.certainty, second.certainty) else "exact"
    return Found(
        opened.start() + max(0, first.start - 40) if opened else first.start,
        second.end,
        (first.span[0], second.span[1]),
        first.relative or second.relative,
        certainty,  # type: ignore[arg-type]
        kind="range",
    )


def _in_order(text: str, first: Found, second: Found) -> tuple[Found, Found]:
    """Two weekdays or days without a year of which the second seems to come first: one of them is another week's."""
    if first.span is None or second.span is None:
        return first, second
    ahead = tense(text, first.start, second.end) == "future"
    if first.kind == second.kind == "weekday":
        if ahead:
            return first, replace(second, span=shifted(second.span, 1, "week"))
        # It may also be going on.
        return replace(first, span=shifted(first.span, -1, "week"), certainty="approximate"), second
    if first.in_year and second.in_year:
        if ahead:
            return first, replace(second, span=second.in_year(first.span[0].year + 1))
        return replace(first, span=first.in_year(second.span[0].year - 1)), second
    return first, second


def _spoken(text: str, first: Found, second: Found) -> Found | None:
    """ "January nineteen ninety-seven"."""
    if second.kind != "spoken_year" or second.span is None or first.in_year is None:
        return None
    if second.start - first.end > 2:
        return None
    return replace(first, end=second.end, span=first.in_year(second.span[0].year), relative=False, certainty="exact")


def _weekend_of(text: str, first: Found, second: Found) -> Found | None:
    """ "The weekend of March 8-9"."""
    if first.kind not in ("weekend", "period") or not text[first.start : first.end].lower().endswith("weekend"):
        return None
    if text[first.end : second.start] != " of " or second.span is None or (second.span[1] - second.span[0]).days > 2:
        return None
    span = second.span if second.span[0] != second.span[1] else weekend(second.span[0])
    return replace(second, start=first.start, span=span)


def _around(text: str, previous: Found | None, item: Found) -> Found:
    """ "The week of March 10", "the year to March 2024", "the quarter ended Sept. 30"."""
    floor = previous.end if previous else 0
    before = text[max(floor, item.start - 40) : item.start]
    match = _AROUND.search(before)
    if match is None or item.span is None or item.kind in ("now", "span", "recent"):
        return item
    start, end = item.span
    unit, how = match["unit"], match["how"]
    span: cal.Span | None
    number = count_of(match["n"]) if match["n"] else 1
    if number is None or not 0 < number < 400:
        return item
    if how == "of":
        if unit != "week" or start != end:
            return item
        span = whole(start, "week", 0)
    elif how in ("beginning", "starting"):
        last = _shifted_days(start, unit, number)
        span = (start, last - timedelta(days=1)) if last and last > start else None
    else:
        first = _shifted_days(end + timedelta(days=1), unit, -number) if end < date.max else None
        span = (first, end) if first and first <= end else None
    if span is None:
        return item
    return replace(item, start=item.start - len(before) + match.start(), span=span, in_year=None, kind="range")


def _shifted_days(day: date, unit: str, number: float) -> date | None:
    size, name = (3, "month") if unit == "quarter" else (1, unit)
    moved = shifted((day, day), number * size, name)
    return moved[0] if moved else None


def _since(text: str, found: Sequence[Found], index: int, anchor: date | None) -> Found:
    """ "Since Friday", "since the law was passed in 2019": up to the day that the text speaks on."""
    item = found[index]
    if item.kind == "range" or text[item.start : item.start + 5].lower() == "since":
        return item
    floor = found[index - 1].end if index else 0
    before = text[max(floor, item.start - 90) : item.start]
    since = _SINCE.search(before)
    certainty = item.certainty
    if since is None:
        since = _SINCE_CLAUSE.search(before) if item.span else None
        certainty = "approximate"
    if since is None:
        return item
    start = item.start - len(before) + since.start()
    if item.span is None or anchor is None or item.span[0] > anchor:
        return replace(item, start=start, span=None, relative=True)
    return replace(item, start=start, span=(item.span[0], anchor), relative=True, certainty=certainty)
