"""What is told from a date or an event nearby: “two days after March 3”, “a year earlier”, “since then”."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from language import days as cal
from language.date_events import Events
from language.date_parts import weekend, whole
from language.date_places import Found, count_of, shifted
from language.date_stretches import counts_from_a_date, is_stretch, stretch
from language.date_words import WEEKDAYS

# "up from a year earlier": than when the article was written, unless it names another time
_COMPARED = re.compile(r"\b(?:from|than|with|to|period|month|quarter|week|time)\s$")
_COMPARES = re.compile(r"\s+than\b")
# "5 percent in August, up from 4 in July but less than a year earlier" is told from August.
_ASIDE = re.compile(r",\s(?:up|down|compared|versus|against)\b(?:[^,;.]|\.\d)*\Z")
_STOP = re.compile(r"[.!?][”\"’)]?\s")
_UNITS = frozenset(("day", "week", "weekend", "month", "quarter", "year", "decade", "century"))
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
# "In an April filing": when it was told, and not when that was of which it tells.
_OF_A_WORK = re.compile(r"(?:\b(?:an?|the|its|his|her|their)|['’]s)\s$", re.IGNORECASE)
_WORK = re.compile(
    r"\s(?:filing|report|statement|interview|letter|e-?mail|memo|briefing|speech|survey|poll|ruling|order|post|tweet|"
    r"notice|note|article|study|estimate|forecast)s?\b"
)


def told_from_neighbours(text: str, items: Sequence[Found], events: Events | None, anchor: date | None) -> list[Found]:
    """The mentions with those resolved that are told from another one or from an event."""
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
        return weekend(moved[0]) if moved else None
    moved = shifted(span, 3 * number, "month") if unit == "quarter" else shifted(span, number, unit)
    return whole(moved[0], unit, 0) if moved and to_whole else moved


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
