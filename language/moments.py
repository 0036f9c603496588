"""Points in time as pages and date lines write them: ISO 8601, RFC 2822, "11:10 JST, March 3, 2025"."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from language.dates import VERSION as DATES_VERSION
from language.dates import find_dates
from language.zones import ABBREVIATION, offset_name, offset_of, zone_name, zone_of_place
from warehouse.records import Precision

VERSION = f"4.{DATES_VERSION}"


@dataclass(frozen=True)
class Moment:
    """A point in time: midnight in `zone` where only the day is known; UTC is assumed where `zone` is None."""

    at: datetime
    precision: Precision
    zone: str | None


_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T ]\d{2}:?\d{2}.{0,30})?")
_OFFSET_WITHOUT_COLON = re.compile(r"\s?([+-]\d{2}):?(\d{2})$")
_TIME = re.compile(
    r"(?<![\d:.])(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))(?::[0-5]\d)?(?:\s?(?P<half>[aApP])\.?\s?[mM]\.?)?(?![\d:]|\.\d)"
    r"|(?<![\d:])(?P<h2>\d{1,2})\s?(?P<half2>[aApP])\.?\s?[mM]\b\.?"
    r"|(?<!\d)(?P<h3>[01]\d|2[0-3])(?P<m3>[0-5]\d)(?=\s?(?:GMT|UTC|hrs?\b))"
)
_ZONE = re.compile(
    rf"(?<![A-Za-z])(?:(?P<name>{ABBREVIATION})(?![A-Za-z+-])"
    r"|(?P<offset>(?:UTC|GMT)?\s?[+−-]\d{1,2}(?::?\d{2})?)(?!\d))"
)
_LABEL = re.compile(
    r"\b(?:first|last|originally|article|story|page|posted|published|publication|publish|updated|update|modified"
    r"|created"
    r"|revised|date|time|dated|issued|on|at|of|the|in|as|local|eastern|pacific|central|mountain|standard|daylight"
    r"|a\.?m\.?"
    r"|p\.?m\.?|mon|tue|tues|wed|thu|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|print|edition)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"(([A-ZÀ-Þ](?!pdated|ublished|odified|PDATED|UBLISHED)[\w.’' -]{2,40})"
    r"(?:,\s(?!\w+day\b)(?:D\.C\.|[A-ZÀ-Þ][^\W\d]+\.?(?:\s[A-ZÀ-Þ][^\W\d]+)?))?),\s(?=\S)"  # "EUGENE, Oregon"
)
_BESIDE = re.compile(  # "Boulder, Colorado"
    r"(?=.*[a-zà-þ])[A-ZÀ-Þ][^\W\d]+(?:,?\s(?:(?:of|and|the|&)\s)*[A-ZÀ-Þ][^\W\d]+){0,3}"
)
_BAR = re.compile(r"\s*[|•·]\s*")
_READING_TIME = re.compile(r"\d{1,3}[ -]min(?:ute)?s?(?: read)?", re.IGNORECASE)
_UPDATED = re.compile(r"\b(?:updated?|modified|revised)\b", re.IGNORECASE)


def parse_moment(text: str) -> Moment | None:
    """The point in time that a short text states, or None: what a page's metadata or a date line holds."""
    plain = " ".join(text.split())
    if not plain or len(plain) > 200:
        return None
    return _parse_iso(plain) or _parse_mail(plain) or _parse_words(plain)


def of_day(day: date, zone: str | None = None) -> Moment:
    """A day whose hour is not known."""
    return Moment(_at(day, time(0, 0), zone), "day", zone)


def of_minute(at: datetime) -> Moment:
    """A point in time as a clock told it, with or without its zone."""
    offset = at.utcoffset()
    if offset is None:
        return Moment(at.replace(tzinfo=UTC), "minute", None)
    return Moment(at, "minute", offset_name(int(offset.total_seconds() // 60)))


def read_date_line(line: str) -> tuple[Moment, bool] | None:
    """The moment of a line that holds nothing but a date, and whether it tells of an update; None for any other."""
    plain = " ".join(line.split())
    if place := place_of_date_line(plain):
        plain = plain[len(place) + 1 :].lstrip()
    parts = _BAR.split(plain)
    plain = " ".join(part for place, part in enumerate(parts) if len(parts) == 1 or not _is_beside(part, place > 0))
    if not 6 <= len(plain) <= 120 or not any(char.isdigit() for char in plain):
        return None
    moment = parse_moment(plain)
    if moment is None or _ISO.fullmatch(plain):
        return (moment, False) if moment else None
    rest = _TIME.sub(" ", plain)
    rest = _ZONE.sub(" ", rest)
    for mention in reversed(find_dates(rest, None)):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    rest = _LABEL.sub(" ", rest)
    if re.search(r"[^\W\d_]", rest):
        return None
    return moment, bool(_UPDATED.search(plain)) and "ublish" not in plain


def _is_beside(part: str, comes_after: bool) -> bool:
    """Whether it is what stands beside a date, behind a bar: a place, how long the article takes to read, a section."""
    if zone_of_place(part) is not None or _READING_TIME.fullmatch(part):
        return True
    if not comes_after:
        return False
    if _UPDATED.match(part):  # when it was first published stands before it
        return True
    return _BESIDE.fullmatch(part) is not None and parse_moment(part) is None


def place_of_date_line(line: str) -> str | None:
    """The place that stands before a date ("NEW DELHI, 14 October 2026"), None where none does."""
    placed = _PLACED.match(line)
    return placed[1] if placed and (placed[2].isupper() or zone_of_place(placed[2])) else None


def _parse_iso(text: str) -> Moment | None:
    if not _ISO.fullmatch(text):
        return None
    fixed = _OFFSET_WITHOUT_COLON.sub(r"\1:\2", text) if len(text) > 10 else text
    try:
        at = datetime.fromisoformat(fixed)
    except ValueError:
        return None
    if len(text) <= 10:
        return of_day(at.date())
    return of_minute(at)


def _parse_mail(text: str) -> Moment | None:
    if not re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}", text):
        return None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter of a zone that no clock has
        return None
    return _parse_iso(at.isoformat())


def _parse_words(text: str) -> Moment | None:
    days = [
        mention.earliest
        for mention in find_dates(_TIME.sub(_spaces, text), None)
        if mention.earliest and mention.earliest == mention.latest and mention.certainty == "exact"
    ]
    if len(set(days)) != 1:
        return None
    day = days[0]
    clock = _clock(text)
    zone = _zone(text)
    if day is None:
        return None
    if clock is None:
        return of_day(day, zone)
    return Moment(_at(day, clock, zone), "minute", zone)


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _clock(text: str) -> time | None:
    match = _TIME.search(text)
    if match is None:
        return None
    hour = int(match["h"] or match["h2"] or match["h3"])
    minute = int(match["m"] or match["m3"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 else None


def _zone(text: str) -> str | None:
    for match in _ZONE.finditer(text):
        if match["name"]:
            return zone_name(match["name"])
        # "-03-2025" is no offset: one stands behind a clock time
        if re.search(r"\d{1,2}[:.]?\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?\s?$", text[: match.start()], re.IGNORECASE):
            return zone_name(match["offset"].strip())
    return None


def _at(day: date, clock: time, zone: str | None) -> datetime:
    if zone is None:
        return datetime.combine(day, clock, UTC)
    minutes = offset_of(zone)
    tzinfo = ZoneInfo(zone) if minutes is None else timezone(timedelta(minutes=minutes))
    return datetime.combine(day, clock, tzinfo)
