"""Date expressions in English news, resolved to spans of whole days against the article's own day.

The conventions are those of news writing: a weekday or a day without a year is the nearest past one, unless the clause
speaks of the future; a week runs from Monday to Sunday; "last week" is the calendar week before. What cannot be
resolved is handed back all the same, with certainty "unresolved" and no days.
"""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from language import days as cal
from language.date_meanings import MEANINGS
from language.date_patterns import CANDIDATE, RULES_FROM_DIGIT, RULES_FROM_LETTER
from language.date_places import Found, Place, count_of, shifted
from language.numbers import ORDINALS
from language.numbers import VERSION as NUMBERS_VERSION
from language.zones import VERSION as ZONES_VERSION
from language.zones import offset_of, zone_of_place
from warehouse.records import DateMention

VERSION = f"2.{NUMBERS_VERSION}.{ZONES_VERSION}"

_CONNECTION = re.compile(r"\s{0,2}(?:to|until|till|through|and|[-–—])\s{0,2}$")
_RANGE_STARTS = re.compile(r"\b(?:from|between)\s{1,2}$", re.IGNORECASE)
# "moved from Friday to Sunday" is no stretch of time.
_CHANGED = re.compile(
    r"\b(?:moved|postponed|delayed|changed|rescheduled|shifted|pushed|brought forward|amended)\b", re.IGNORECASE
)
_SINCE = re.compile(r"\b(?:ever )?since\s{1,2}(?:the\s)?$", re.IGNORECASE)
_ANNIVERSARY = re.compile(
    r"(?:the\s)?(?:(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th)"
    r"|[a-z]{3,8}(?:ieth|teenth))[\s-])?(?:year\s)?anniversary\b(?=(?P<of>\sof\b)?)",
    re.IGNORECASE,
)


def local_day(published_at: datetime, zone: str | None, dateline: str | None) -> date:
    """The day it was where the article was written, when it was published.

    The dateline's city decides ("MOSCOW", "Washington, D.C."); without one that is known, the publication's `zone`, an
    IANA name or an offset such as "+09:00"; without either, the zone that `published_at` carries.
    """
    place_zone = zone_of_place(dateline) if dateline else None
    if place_zone:
        return published_at.astimezone(ZoneInfo(place_zone)).date()
    if zone:
        minutes = offset_of(zone)
        if minutes is not None:
            return published_at.astimezone(timezone(timedelta(minutes=minutes))).date()
        return published_at.astimezone(ZoneInfo(zone)).date()
    return published_at.date()


def find_dates(text: str, anchor: date | None, *, offset: int = 0) -> list[DateMention]:
    """The date expressions of a text in order, none inside another; offsets are those in `text` plus `offset`.

    `anchor` is the day the text speaks on (see `local_day`); without one nothing relative is resolved.
    """
    found = _joined(text, _scan(text, anchor), anchor)
    mentions = []
    for item in found:
        span = item.span
        mentions.append(
            DateMention(
                text=text[item.start : item.end],
                start=item.start + offset,
                end=item.end + offset,
                earliest=span[0] if span else None,
                latest=span[1] if span else None,
                anchor=anchor if span and item.relative else None,
                certainty=item.certainty if span else "unresolved",
            )
        )
    return mentions


def _scan(text: str, anchor: date | None) -> list[Found]:
    found = []
    position = 0
    while candidate := CANDIDATE.search(text, position):
        start = candidate.start()
        item = _read(text, start, anchor)
        if item is None:
            position = start + 1
            while position < len(text) and text[position].isalnum():
                position += 1
        else:
            found.append(item)
            position = item.end
    return found


def _read(text: str, start: int, anchor: date | None) -> Found | None:
    for name, pattern in RULES_FROM_DIGIT if text[start].isdigit() else RULES_FROM_LETTER:
        match = pattern.match(text, start)
        if match:
            item = MEANINGS[name](Place(text, match, anchor))
            if item is not None:
                return replace(item, kind=name)
    return None


def _joined(text: str, found: list[Found], anchor: date | None) -> list[Found]:
    """Ranges made of two mentions, "since ...", anniversaries, and what is told from a date nearby."""
    joined: list[Found] = []
    for item in found:
        previous = joined[-1] if joined else None
        if previous is not None and (whole := _range(text, previous, item)):
            joined[-1] = whole
        else:
            joined.append(item)
    joined = [_relative_to_neighbour(text, joined, index) for index in range(len(joined))]
    joined = [_since(text, item, anchor) for item in joined]
    return _with_anniversaries(text, joined) if "nniversary" in text else joined


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


_NEARBY = 300  # characters
_FIXED = {"same": 0, "that": 0, "next": 1, "following": 1, "previous": -1, "before": -1, "after": 1}


def _relative_to_neighbour(text: str, found: list[Found], index: int) -> Found:
    """Resolve "two days after March 3" against what follows, "a year earlier" against what precedes."""
    item = found[index]
    if item.span is not None or item.kind not in ("ago", "elsewhere"):
        return item
    words = text[item.start : item.end].lower().split()
    following = found[index + 1] if index + 1 < len(found) else None
    previous = found[index - 1] if index else None
    unit = words[-1] if item.kind == "elsewhere" else words[-2].rstrip("s").replace("centurie", "century")
    if item.kind == "ago" and words[-1] in ("before", "after"):
        base = following if following and re.fullmatch(r"\s(?:the\s)?", text[item.end : following.start]) else None
        sign = -1 if words[-1] == "before" else 1
        number = count_of(" ".join(words[:-2]))
    else:
        near = (
            previous is not None
            and item.start - previous.end <= _NEARBY
            and previous.kind != "ago"
            and "\n" not in text[previous.end : item.start]
        )
        base = previous if near else None
        if item.kind == "ago":
            sign = -1 if words[-1] in ("earlier", "prior", "previously") else 1
            number = count_of(" ".join(words[:-2]))
        else:
            named = next((word for word in words if word in _FIXED), None)
            if named is None:  # "recently", "in recent weeks"
                return item
            sign = _FIXED[named]
            number, unit = (1, "day") if unit in ("before", "after", "night", "morning", "evening") else (1, unit)
    if base is None or base.span is None or number is None:
        return item
    is_day = base.span[0] == base.span[1]
    if unit == "day" and not is_day:
        return item
    span = shifted(base.span, sign * number, unit)
    if span and item.kind == "elsewhere" and unit in ("year", "month", "week", "decade"):
        day = span[0]
        span = {
            "year": cal.year(day.year),
            "month": cal.month(day.year, day.month),
            "week": cal.week(day),
            "decade": cal.decade(day.year // 10 * 10),
        }[unit]
    return replace(item, span=span, relative=base.relative, certainty="approximate")


def _since(text: str, item: Found, anchor: date | None) -> Found:
    before = text[max(0, item.start - 16) : item.start]
    since = _SINCE.search(before)
    if since is None or item.kind == "range":
        return item
    start = item.start - len(before) + since.start()
    if item.span is None or anchor is None or item.span[0] > anchor:
        return replace(item, start=start, span=None, relative=True)
    return replace(item, start=start, span=(item.span[0], anchor), relative=True)


def _with_anniversaries(text: str, found: list[Found]) -> list[Found]:
    """Add the anniversaries: resolved where the date that they return to stands behind "of", unresolved otherwise."""
    result = list(found)
    for match in _ANNIVERSARY.finditer(text):
        if any(item.start < match.end() and match.start() < item.end for item in result):
            continue
        base = next((item for item in found if match.end() <= item.start <= match.end() + 12), None)
        number = _ordinal(match.group("n") or "")
        if match.group("of") and base and base.span and number and base.span[0] == base.span[1]:
            span = shifted(base.span, number, "year")
            result.append(Found(match.start(), match.end(), span, base.relative, "approximate"))
        else:
            result.append(Found(match.start(), match.end()))
    return sorted(result, key=lambda item: item.start)


def _ordinal(words: str) -> int | None:
    digits = re.match(r"\d+", words)
    return int(digits.group()) if digits else ORDINALS.get(words.lower())
