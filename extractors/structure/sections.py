"""Parts of an article that have a clock of their own: the entries of a live blog.

In each, "today" and "an hour ago" count from its own time. Entries are told by the times that stand before them; where
these tell no day, the newest entry is of the article's latest day, and a clock that jumps passes midnight.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from extractors.building import article_day
from extractors.structure.datelines import LONGEST_DATELINE, written_on
from language.dates import find_dates, local_day
from language.moments import read_date_line
from language.sentences import Span, split_paragraphs
from language.zones import ABBREVIATION
from warehouse.records import Article, ArticleVersion, DateMention

VERSION = 3

_FEWEST_ENTRIES = 3
_FEWEST_ALONE = 2  # where the times stand on lines of their own
_HEAD = 1000  # code points above the story where its first times may stand
_LONGEST_STAMP = 60
_MOST_TITLES = 3  # lines between an entry's time and its text: its title, its author
_CLOCK = (
    r"(?:(?P<h>[01]?\d|2[0-3])[:.h](?P<m>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<half>[apAP])\.?[mM]\b\.?)?"
    r"|(?P<h2>1[0-2]|[1-9])\s?(?P<half2>[apAP])\.?[mM]\b\.?)"
)
_ZONE = rf"(?:\s?\(?(?:{ABBREVIATION}|ET|CT|MT|PT)\b\)?)?"
_AT_START = re.compile(
    rf"[\[(*]{{0,2}}{_CLOCK}{_ZONE}[\])*]{{0,2}}(?:\s*[–—|:·•-]\s+|(?<=[\])])\s+"
    r"|(?:(?<=[mMZT])|(?<=[mM]\.)|(?<=\d\d:\d\d))\s+(?=[A-ZÀ-Þ“\"]))"
)
_CLOCK_IN = re.compile(rf"(?<![\d:.]){_CLOCK}{_ZONE}(?![\d:])")
_STAMP_WORDS = re.compile(
    r"\b(?:updated?|posted|published|at|on|local|time|key event|live|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"\bpublished\b", re.IGNORECASE)
_HOURS_AGO = re.compile(
    r"\b(?P<n>an?|half an|\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"\s(?P<unit>hours?|minutes?)\s(?:ago|earlier)\b",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1.0, "an": 1.0, "half an": 0.5, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0}
_NUMBERS |= {"seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0}
_ENDS = re.compile(r"[.!?…:][\"'”’)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch [start, end) of the text, with the day that its "today" is and, where it tells, its clock."""

    start: int
    end: int
    day: date | None
    clock: time | None = None


@dataclass(frozen=True, slots=True)
class _Stamp:
    """The time before an entry: its line, where the entry's own words begin, and what it says of when."""

    line: Span
    words: int
    day: date | None
    clock: time | None


def find_sections(article: Article, version: ArticleVersion) -> tuple[Section, ...]:
    """The entries of a live blog in the order of the text, or the whole body as the only section.

    A story's "today" is the day of its dateline where that tells one.
    """
    text, start, end = version.text, version.body_start, version.body_end
    day = article_day(article)
    stamps = [stamp for line in split_paragraphs(text, start, end) if (stamp := _stamp_of(text, line)) is not None]
    clocked = [stamp for stamp in stamps if stamp.clock is not None]
    alone = {stamp.words == stamp.line.end for stamp in clocked}
    if alone == {True}:
        # The first entry's time may stand above what the layout takes for the beginning of the story.
        lines = split_paragraphs(text, max(start - _HEAD, 0), start)
        above = [stamp for line in lines if (stamp := _stamp_of(text, line)) is not None]
        clocked = [stamp for stamp in above if stamp.clock and not _PUBLISHED.search(stamp.line.of(text))] + clocked
    if len(alone) != 1 or len(clocked) < (_FEWEST_ALONE if alone == {True} else _FEWEST_ENTRIES):
        first = text[start : min(end, start + LONGEST_DATELINE)]
        return (Section(start, end, (written_on(first, day) if day else None) or day),)
    newest = local_day(article.updated_at, article.published_zone, article.dateline) if article.updated_at else day
    days = _days(clocked, newest)
    found: list[Section] = []
    if clocked[0].line.start > start:
        found.append(Section(start, clocked[0].line.start, day))
    for place, stamp in enumerate(clocked):
        stop = clocked[place + 1].line.start if place + 1 < len(clocked) else end
        begin = max(_behind_titles(text, stamp.words, stop), start)
        if begin < stop:
            found.append(Section(begin, stop, days[place], stamp.clock))
    return tuple(found)


def time_lines(text: str, paragraphs: Sequence[Span]) -> frozenset[int]:
    """Where the lines start that hold nothing but a time, which claims nothing."""
    stamps = (_stamp_of(text, line) for line in paragraphs)
    return frozenset(stamp.line.start for stamp in stamps if stamp and stamp.words == stamp.line.end)


def dates_by_clock(text: str, section: Section) -> Iterator[DateMention]:
    """The days of "an hour ago" and "30 minutes earlier", counted from a section's own clock."""
    if section.day is None or section.clock is None:
        return
    now = datetime.combine(section.day, section.clock)
    for match in _HOURS_AGO.finditer(text, section.start, section.end):
        low = match["n"].lower()
        count = float(low) if low.isdigit() else _NUMBERS[low]
        hours = count if match["unit"].lower().startswith("hour") else count / 60
        try:
            then = (now - timedelta(hours=hours)).date()
        except OverflowError:  # before the year 1
            continue
        yield DateMention(
            text=match.group(), start=match.start(), end=match.end(), earliest=then, latest=then, anchor=section.day
        )


def _stamp_of(text: str, line: Span) -> _Stamp | None:
    plain = line.of(text)
    if len(plain) <= _LONGEST_STAMP:
        clock = _CLOCK_IN.search(plain)
        dated = read_date_line(plain)
        if dated is not None:
            return _Stamp(line, line.end, dated[0].at.date(), _time(clock) if clock else None)
        if clock:
            rest = plain[: clock.start()] + plain[clock.end() :]
            days = find_dates(rest, None)
            for mention in reversed(days):
                rest = rest[: mention.start] + rest[mention.end :]
            if not re.search(r"[^\W_]", _STAMP_WORDS.sub("", rest)):
                day = days[0].earliest if days and days[0].earliest == days[0].latest else None
                return _Stamp(line, line.end, day, _time(clock))
    found = _AT_START.match(plain)
    return _Stamp(line, line.start + found.end(), None, _time(found)) if found else None


def _time(clock: re.Match[str]) -> time | None:
    hour, minute = int(clock["h"] or clock["h2"]), int(clock["m"] or 0)
    half = (clock["half"] or clock["half2"] or "").lower()
    if half:
        if hour > 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)


def _days(stamps: Sequence[_Stamp], newest: date | None) -> list[date | None]:
    """The day of each entry: as its stamp tells, or counted back from the newest over every midnight."""
    clocks = [stamp.clock or time(0) for stamp in stamps]
    falls = sum(b <= a for a, b in pairwise(clocks))
    newest_first = 2 * falls >= len(clocks) - 1
    order = range(len(stamps)) if newest_first else range(len(stamps) - 1, -1, -1)
    days: list[date | None] = [None] * len(stamps)
    day, later = newest, None
    for place in order:
        if stamps[place].day is not None:
            day = stamps[place].day
        elif later is not None and clocks[place] > later and day is not None and day > date.min:
            day -= timedelta(days=1)
        days[place], later = day, clocks[place]
    return days


def _behind_titles(text: str, start: int, end: int) -> int:
    """Where an entry's own text begins: behind its title and its author, where text follows them."""
    lines = split_paragraphs(text, start, end)
    for line in lines[: _MOST_TITLES + 1]:
        if _ENDS.search(line.of(text)):
            return line.start
    return lines[0].start if lines else end
