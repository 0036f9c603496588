"""What date expressions mean together: ranges, lists, "since", and what is told from a date or an event nearby."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from language import days as cal
from language.date_events import Events, tells_from_events, told_from_events
from language.date_parts import whole
from language.date_places import Found, count_of, shifted, tense
from language.date_stretches import counts_from_a_date, is_stretch, stretch
from language.date_words import COUNT, WEEKDAYS

_CONNECTION = re.compile(r"\s{0,2}(?:to|until|till|through|and|[-–—])\s{0,2}$")
_RANGE_STARTS = re.compile(r"\b(?:from|between)\s{1,2}(?:(?:about|around|roughly)\s)?$", re.IGNORECASE)
# "moved from Friday to Sunday" is no stretch of time.
_CHANGED = re.compile(
    r"\b(?:moved|postponed|delayed|changed|rescheduled|shifted|pushed|brought forward|amended)\b", re.IGNORECASE
)
_SINCE = re.compile(r"\b(?:ever )?since\s{1,2}(?:the\s)?$", re.IGNORECASE)
# "since the law was passed in 2019": what happened then and the date are one.
_SINCE_CLAUSE = re.compile(r"\b(?:ever )?since\s(?:[^\s.,;:!?()“”\"]+\s){1,9}(?:in|on|of)\s(?:the\s)?$", re.IGNORECASE)
_LISTED = re.compile(r"(?:,?\s(?:and|or)|,)\s$")
_AROUND = re.compile(
    rf"(?:\bthe\s)(?:(?P<n>(?i:{COUNT}))\s)?(?P<unit>day|week|month|quarter|year)s?\s(?:that\s)?"
    r"(?P<how>of|beginning|starting|to|ended|ending|through)\s(?:on\s|in\s)?$"
)
# "up from a year earlier": than when the article was written, unless it names another time
_COMPARED = re.compile(r"\b(?:from|than|with|to|period|month|quarter|week|time)\s$")
_COMPARES = re.compile(r"\s+than\b")
# "5 percent in August, up from 4 in July but less than a year earlier" is told from August.
_ASIDE = re.compile(r",\s(?:up|down|compared|versus|against)\b(?:[^,;.]|\.\d)*\Z")
_STOP = re.compile(r"[.!?][”\"’)]?\s")
_UNITS = frozenset(("day", "week", "weekend", "month", "quarter", "year", "decade", "century"))


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
        return _told_from_neighbours(text, items, None, anchor)
    events = Events(text, items)
    items = _told_from_neighbours(text, items, events, anchor)
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


_SENTENCE_START = re.compile(r"(?:^|[.!?]['\"”’]?\s|\n)In\s$")


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
    span = second.span if second.span[0] != second.span[1] else _weekend(second.span[0])
    return replace(second, start=first.start, span=span)


def _weekend(day: date) -> cal.Span | None:
    """The Saturday and the Sunday of a day's week."""
    week = whole(day, "week", 0)
    return (week[1] - timedelta(days=1), week[1]) if week else None


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


_NEARBY = 300  # characters
_FIXED = {
    "same": 0, "that": 0, "then": 0, "next": 1, "following": 1, "after": 1, "previous": -1, "preceding": -1,
    "before": -1,
}  # fmt: skip
# "that year", "the previous month": told from a date before them, for want of one from the article's day
_BY_PLACE = frozenset(("that", "same", "previous"))
_NIGHTS = ("night", "morning", "evening")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?…)”\"–—\n]|(?:and|but|or|when|while)\b)")
# "two days after March 3", "two days after it was sold on March 3"
_DATED_THING = re.compile(r"\s(?:the\s)?|\s(?:[^\s.,;:!?()“”\"]+\s){1,9}(?:in|on|of)\s(?:the\s)?")


def _told_from_neighbours(text: str, items: Sequence[Found], events: Events | None, anchor: date | None) -> list[Found]:
    result = _of_that_year(text, items)
    for index in range(len(result)):
        result[index] = _relative_to_neighbour(text, result, index, events, anchor)
    return result


def _of_that_year(text: str, found: Sequence[Found]) -> list[Found]:
    """ "He was asked in 2023 and signed in March of that year": the month is of the year that was told before it."""
    result: list[Found] = []
    for item in found:
        month = result[-1] if result else None
        said = text[month.end : item.end].lower() if month else ""
        if month is None or month.in_year is None or said not in (" of that year", " of the same year"):
            result.append(item)
            continue
        base = _before(text, result, len(result) - 1, days_only=False)
        span = month.in_year(base.span[0].year) if base and base.span else None
        result[-1] = replace(month, end=item.end, span=span, relative=True, certainty="approximate", in_year=None)
    return result


def _relative_to_neighbour(
    text: str, found: Sequence[Found], index: int, events: Events | None, anchor: date | None
) -> Found:
    """Resolve "two days after March 3" against what follows, "a year earlier" against what precedes."""
    item = found[index]
    words = text[item.start : item.end].lower().split()
    if counts_from_a_date(text, item):
        return stretch(text, item, _before(text, found, index, days_only=False), 1)
    by_place = item.kind == "period" and not _BY_PLACE.isdisjoint(words)
    if not by_place and (item.span is not None or item.kind not in ("ago", "elsewhere", "weekday")):
        return item
    if item.kind == "weekday":
        return _weekday_by_neighbour(text, found, index, words)
    if _COMPARES.match(text, item.end):
        return item  # "in May, two months later than planned"
    base: Found | None = None
    if words[-1] in ("before", "after") and not _ENDS.match(text, item.end):
        following = found[index + 1] if index + 1 < len(found) else None
        if following and _DATED_THING.fullmatch(text[item.end : following.start]):
            base = following
        elif events and (event := events.after(text, item.end)):
            base = Found(item.end, item.end, event)
        else:
            return item  # of something that the text does not date
    if item.kind == "ago":
        number, unit = count_of(" ".join(words[:-2])), words[-2].rstrip("s").replace("centurie", "century")
        sign = -1 if words[-1] in ("before", "earlier", "prior", "previously") else 1
    else:
        named = next((word for word in words if word in _FIXED), None)
        if named is None:  # "recently"
            return item
        sign, number = _FIXED[named], 1
        unit = words[-2] if words[-1] in ("before", "after") else words[-1]
        unit = "day" if unit in _NIGHTS else unit
    if unit == "then":
        return _then(text, found, index, words[0], anchor)
    if item.kind == "ago" and unit != "hour" and is_stretch(text, item):
        near = base or _before(text, found, index, days_only=False)
        apart = near is not None and near.end < item.start and _STOP.search(text, near.end, item.start)
        return stretch(text, item, None if apart else near, sign)
    if base is None and not (item.kind == "ago" and words[-1] in ("before", "after") and words[-2] == "hour"):
        base = _before(text, found, index, days_only=unit in ("day", "weekend"))
    if (
        base is None
        and anchor
        and words == ["a", "year", "earlier"]
        and _COMPARED.search(text[max(0, item.start - 12) : item.start])
    ):
        return replace(item, span=_year_before(anchor), relative=True, certainty="approximate")
    if base is None or base.span is None or number is None or unit not in _UNITS:
        return item
    if unit == "year" and _leaves_a_choice(text, found, index, base):
        return item
    if unit == "day" and base.span[0] != base.span[1]:
        return item
    span = _moved(base.span, sign * number, unit, to_whole=item.kind in ("elsewhere", "period"))
    return replace(item, span=span, relative=base.relative, certainty="approximate")


def _leaves_a_choice(text: str, found: Sequence[Found], index: int, base: Found) -> bool:
    """Whether "up 7% from a year earlier" may be told from one of several times of a sentence before."""
    item = found[index]
    if not (_COMPARED.search(text[max(0, item.start - 12) : item.start]) and _STOP.search(text, base.end, item.start)):
        return False
    stops = [stop.end() for stop in _STOP.finditer(text, max(0, base.start - _NEARBY), base.start)]
    told = {one.span for one in found[:index] if one.span and one.start >= (stops[-1] if stops else 0)}
    return len(told) > 1


def _year_before(anchor: date) -> cal.Span | None:
    first, last = shifted((anchor, anchor), -13, "month"), shifted((anchor, anchor), -11, "month")
    return (first[0].replace(day=1), last[0]) if first and last else None


def _moved(span: cal.Span, number: float, unit: str, *, to_whole: bool) -> cal.Span | None:
    """A span moved by so many units and, for "the following month", the whole unit that it then lies in."""
    if unit == "weekend":
        moved = shifted(span, number, "week")
        return _weekend(moved[0]) if moved else None
    moved = shifted(span, 3 * number, "month") if unit == "quarter" else shifted(span, number, unit)
    return whole(moved[0], unit, 0) if moved and to_whole else moved


# "In an April filing": when it was told, and not when that was of which it tells.
_OF_A_WORK = re.compile(r"(?:\b(?:an?|the|its|his|her|their)|['’]s)\s$", re.IGNORECASE)
_WORK = re.compile(
    r"\s(?:filing|report|statement|interview|letter|e-?mail|memo|briefing|speech|survey|poll|ruling|order|post|tweet|"
    r"notice|note|article|study|estimate|forecast)s?\b"
)


def _before(text: str, found: Sequence[Found], index: int, *, days_only: bool) -> Found | None:
    """The nearest date before an expression that it may be told from: in its paragraph or, a day, in the one before."""
    start = found[index].start
    paragraph = text.rfind("\n", 0, start) + 1
    for place in range(index - 1, -1, -1):
        previous = found[place]
        if start - previous.end > _NEARBY or previous.start < paragraph:
            break
        if previous.kind == "now" or (previous.kind == "elsewhere" and text[previous.start].lower() == "s"):
            continue  # "now" and "since then" are no time that another one is told from
        if _OF_A_WORK.search(text[max(0, previous.start - 8) : previous.start]) and _WORK.match(text, previous.end):
            continue
        if place and _ASIDE.search(text[found[place - 1].end : previous.start]):
            continue
        if previous.kind == "recent" or text[previous.start : previous.end].lower().endswith("ago"):
            return None
        if previous.span is not None and (not days_only or previous.span[0] == previous.span[1]):
            return previous
        if previous.span is None and previous.kind != "elsewhere":
            return None
    return _only_day_above(text, found, index, paragraph) if days_only else None


def _only_day_above(text: str, found: Sequence[Found], index: int, paragraph: int) -> Found | None:
    """The one day that the paragraph before tells of; None where it tells of none or of more."""
    end = paragraph
    while end and text[end - 1].isspace():
        end -= 1
    top = text.rfind("\n", 0, end) + 1
    days: dict[cal.Span, Found] = {}
    for previous in reversed(found[:index]):
        if previous.start < top:
            break
        if previous.kind != "now" and previous.span and previous.span[0] == previous.span[1]:
            days.setdefault(previous.span, previous)
    nearest = next(iter(days.values()), None)
    return nearest if nearest and len(days) == 1 and found[index].start - nearest.end <= _NEARBY else None


def _then(text: str, found: Sequence[Found], index: int, word: str, anchor: date | None) -> Found:
    """ "Since then", "by then", "until then"."""
    item, base = found[index], _before(text, found, index, days_only=False)
    if base is None or base.span is None:
        return item
    if word != "since":
        return replace(item, span=base.span, relative=base.relative, certainty="approximate")
    if anchor is None or base.span[0] > anchor:
        return item
    return replace(item, span=(base.span[0], anchor), relative=True, certainty="approximate")


def _weekday_by_neighbour(text: str, found: Sequence[Found], index: int, words: Sequence[str]) -> Found:
    """ "The previous Friday", "the following Monday": counted from the day told before."""
    item, base = found[index], _before(text, found, index, days_only=True)
    number = next((WEEKDAYS[word] for word in words if word in WEEKDAYS), None)
    if base is None or base.span is None or number is None or words[:1] != ["the"]:
        return item
    day = base.span[0]
    try:
        if words[1] == "previous":
            day -= timedelta(days=(day.weekday() - number) % 7 or 7)
        else:
            day += timedelta(days=(number - day.weekday()) % 7 or 7)
    except OverflowError:
        return item
    return replace(item, span=(day, day), relative=base.relative, certainty="approximate")


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
