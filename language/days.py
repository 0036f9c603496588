"""Spans of whole days: weeks, months, quarters, seasons, years, decades. All spans are inclusive."""

import calendar
from datetime import date, timedelta

Span = tuple[date, date]


def month(year: int, number: int) -> Span:
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def year(number: int) -> Span:
    return date(number, 1, 1), date(number, 12, 31)


def quarter(year_number: int, number: int) -> Span:
    return date(year_number, 3 * number - 2, 1), month(year_number, 3 * number)[1]


def half(year_number: int, number: int) -> Span:
    return date(year_number, 6 * number - 5, 1), month(year_number, 6 * number)[1]


def season(year_number: int, first_month: int) -> Span:
    """Three whole months; a winter is named by the year that it begins in."""
    last_year, last_month = (year_number + 1, 2) if first_month == 12 else (year_number, first_month + 2)
    return date(year_number, first_month, 1), month(last_year, last_month)[1]


def decade(first_year: int) -> Span:
    return date(first_year, 1, 1), date(first_year + 9, 12, 31)


def century(number: int) -> Span:
    return date(100 * (number - 1) + 1, 1, 1), date(100 * number, 12, 31)


def week(day: date, shift: int = 0) -> Span:
    """The ISO week, Monday to Sunday, of a day, `shift` weeks on."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def weekend(day: date, shift: int = 0) -> Span:
    monday, sunday = week(day, shift)
    return monday + timedelta(days=5), sunday


def months_on(day: date, count: int) -> date:
    """The same day of the month `count` months on, or that month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + count
    year_number, number = divmod(index, 12)
    return date(year_number, number + 1, min(day.day, calendar.monthrange(year_number, number + 1)[1]))


def part_of(span: Span, part: str) -> Span:
    """About the first, middle or last third of a span ("early", "mid", "late"); of one or two days an end, or all."""
    start, end = span
    if (end - start).days < 2:
        return {"early": (start, start), "late": (end, end)}.get(part, span)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months >= 3:
        first_end, last_start = months_on(start, months // 3), months_on(start, months - months // 3)
    else:
        third = (end - start + timedelta(days=1)) // 3
        first_end, last_start = start + third, end - third + timedelta(days=1)
    if part == "early":
        return start, first_end - timedelta(days=1)
    if part == "mid":
        return first_end, last_start - timedelta(days=1)
    return last_start, end
