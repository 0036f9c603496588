"""Date expressions in English news, resolved to spans of whole days against the article's own day.

The conventions are those of news writing: a weekday or a day without a year is the nearest past one, unless the clause
speaks of the future; a week runs from Monday to Sunday; "last week" is the calendar week before. What cannot be
resolved is handed back all the same, with certainty "unresolved" and no days.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from language.date_joining import joined
from language.date_meanings import MEANINGS
from language.date_patterns import CANDIDATE, RULES_FROM_DIGIT, RULES_FROM_LETTER
from language.date_places import Found, Place
from language.numbers import VERSION as NUMBERS_VERSION
from language.zones import VERSION as ZONES_VERSION
from language.zones import offset_of, zone_of_place
from warehouse.records import DateMention

VERSION = f"14.{NUMBERS_VERSION}.{ZONES_VERSION}"


def local_day(published_at: datetime, zone: str | None, dateline: str | None) -> date:
    """The day it was where the article was written, when it was published.

    The dateline's city decides ("MOSCOW", "Washington, D.C."); without one that is known, the publication's `zone`, an
    IANA name or an offset such as "+09:00"; without either, the zone that `published_at` carries.
    """
    where = local_zone(zone, dateline)
    try:
        return published_at.astimezone(where).date() if where else published_at.date()
    except OverflowError:  # it would be before the year 1 or after 9999
        return published_at.date()


def local_zone(zone: str | None, dateline: str | None) -> tzinfo | None:
    """The zone that `local_day` counts in: that of the dateline's city or, without one, the publication's; or None."""
    if place_zone := zone_of_place(dateline) if dateline else None:
        return ZoneInfo(place_zone)
    if not zone:
        return None
    minutes = offset_of(zone)
    return ZoneInfo(zone) if minutes is None else timezone(timedelta(minutes=minutes))


def find_dates(text: str, anchor: date | None, *, offset: int = 0) -> list[DateMention]:
    """The date expressions of a text in order, none inside another; offsets are those in `text` plus `offset`.

    `anchor` is the day the text speaks on (see `local_day`); without one nothing relative is resolved.
    """
    found = joined(text, _scan(text, anchor), anchor)
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
            place = Place(text, match, anchor)
            try:
                item = MEANINGS[name](place)
            except (ValueError, OverflowError):  # it lies before the year 1 or after 9999
                item = place.found(None)
            if item is not None:
                return replace(item, kind=name)
    return None
