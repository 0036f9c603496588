"""What a TIMEX3 value means as a span of days, and whether a span of days means the same.

The values of type DATE in TimeBank and AQUAINT (TimeML, Pustejovsky et al. 2003) are of three sorts:

- calendar values, which name days: 1998-02-27, 1998-02, 1998, 199 (a decade), 19 (a century), 1998-W09 and its weekend
  1998-W09-WE, 1998-Q1, 1998-H1, 1998-SU (SP, SU, FA, WI);
- values that say which calendar unit is meant but not which one of it: 1998-QX, 1998-WXX, XXXX-XX-XX, PXY;
- PRESENT_REF ("now"), PAST_REF ("recently", "a few years ago") and FUTURE_REF, which name no days at all.

A reading of a calendar value is right where it is the same span of days. Where the set marks the value as imprecise
(`mod`: "early", "mid", "late", "about", "more than") or the reading calls itself approximate, one of the two spans may
lie within the other, for TIMEX3 has no value for "early March" but March's. Of one that names no days, "could not be
resolved" is right, and so are days that lie as it says: within the year of 1998-QX, before or up to the document's day
for PAST_REF, on it for PRESENT_REF, on it or after it for FUTURE_REF.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from language import days as cal

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-([QH])(\d)")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|AU|WI)")
_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}


@dataclass(frozen=True)
class Reading:
    """What a system makes of one expression at [start, end): a span of days, or None where it could not resolve it."""

    start: int
    end: int
    span: cal.Span | None
    approximate: bool = False
    answers: Literal["whole", "first", "last"] = "whole"  # with all its days, or with the first or last of a range


def calendar_span(value: str) -> cal.Span | None:
    """The days that a calendar value names; None for a value that names none."""
    try:
        if match := _DAY.match(value):  # a time of day behind it changes no day
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return day, day
        if match := _WEEK.fullmatch(value):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return (monday + timedelta(days=5 if match[3] else 0)), monday + timedelta(days=6)
        if match := _PART.fullmatch(value):
            return (cal.quarter if match[2] == "Q" else cal.half)(int(match[1]), int(match[3]))
        if match := _SEASON.fullmatch(value):
            return cal.season(int(match[1]), _SEASON_MONTHS[match[2]])
        if match := _MONTH.fullmatch(value):
            return cal.month(int(match[1]), int(match[2]))
    except ValueError:  # a week 54, a 31st of June
        return None
    if re.fullmatch(r"\d{4}", value):
        return cal.year(int(value))
    if re.fullmatch(r"\d{3}", value):
        return cal.decade(10 * int(value))
    if re.fullmatch(r"\d{2}", value):
        return cal.century(int(value) + 1)
    return None


def is_right(value: str, mod: str | None, reading: Reading, day: date) -> bool:
    """Whether a reading of an expression means what the set's value says, in a document of `day`."""
    span = reading.span
    named = calendar_span(value)
    if named is not None:
        if span is None:
            return False
        if reading.answers != "whole":
            end = 0 if reading.answers == "first" else 1
            return span[end] == named[end]
        return span == named or (
            (mod is not None or reading.approximate) and (_holds(span, named) or _holds(named, span))
        )
    if span is None:
        return True
    if value == "PAST_REF":
        return span[1] <= day
    if value == "FUTURE_REF":
        return span[1] >= day
    if value == "PRESENT_REF":
        return span[0] <= day <= span[1]
    year = re.match(r"\d{4}", value)
    return year is None or _holds(cal.year(int(year[0])), span)


def _holds(outer: cal.Span, inner: cal.Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
