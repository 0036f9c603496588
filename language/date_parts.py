"""Parts of calendar periods: "the first six months of 2024", "the last week of May", "the first Tuesday in May"."""

from datetime import date, timedelta

from language import days as cal
from language.date_holidays import nth_weekday
from language.date_places import Certainty, Found, Place, count_of, digits_of, guess, shifted, year_of
from language.date_words import COUNT, DAY, MONTH, MONTHS, WEEKDAY, WEEKDAYS, WORD_END, YEAR_WORD, S

_WHICH = r"(?P<which>(?i:first|second|third|fourth|last|final|opening|closing))"
_OF_MONTH = rf"(?P<month>{MONTH})(?:(?:{S}of|,)?{S}(?P<year>{YEAR_WORD}))?"
SHAPES: tuple[tuple[str, str], ...] = (
    (
        "part_of_period",
        rf"(?:(?i:the){S})?{_WHICH}{S}(?:(?P<n>{COUNT}){S})?(?P<unit>day|week|weekend|month|quarter|half|third)s?{S}(?:of|in){S}"
        rf"(?:{_OF_MONTH}|(?P<in_year>{YEAR_WORD})|(?P<period>the|this|last|next){S}(?P<whole>month|year|quarter|decade)"
        rf"|the{S}(?P<decade>(?:1[5-9]|20)\d0)s){WORD_END}",
    ),
    ("nth_weekday", rf"(?:(?i:the){S})?{_WHICH}{S}(?P<weekday>{WEEKDAY}){S}(?:of|in){S}{_OF_MONTH}"),
    ("day_of_month", rf"(?:(?i:the){S})?(?P<day>{DAY}){S}of{S}(?P<period>last|this|next){S}month{WORD_END}"),
    (
        "before_last",
        rf"(?i:the){S}(?:(?P<weekday>{WEEKDAY}|weekend)|(?P<unit>day|week|month|year)){S}before{S}last{WORD_END}",
    ),
)
_NUMBERS = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1, "closing": -1}


def whole(anchor: date, unit: str, shift: int) -> cal.Span | None:
    """The calendar week, month, ... `shift` units from the anchor's; None beyond the calendar's ends."""
    try:
        if unit == "day":
            day = anchor + timedelta(days=shift)
            return day, day
        if unit == "week":
            return cal.week(anchor, shift)
        if unit == "month":
            day = cal.months_on(anchor, shift)
            return cal.month(day.year, day.month)
        if unit == "quarter":
            day = cal.months_on(anchor, 3 * shift)
            return cal.quarter(day.year, (day.month + 2) // 3)
        if unit == "year":
            return cal.year(anchor.year + shift)
        if unit == "decade":
            return cal.decade(anchor.year // 10 * 10 + 10 * shift)
        return cal.century((anchor.year - 1) // 100 + 1 + shift)
    except (ValueError, OverflowError):
        return None


def weekend(day: date) -> cal.Span | None:
    """The Saturday and the Sunday of a day's week."""
    week = whole(day, "week", 0)
    return (week[1] - timedelta(days=1), week[1]) if week else None


def read_part_of_period(place: Place) -> Found | None:
    which, unit = _NUMBERS[place.group("which")], place.group("unit")
    words = place.group("n")
    number = count_of(words) if words else None
    if (words and (number is None or not 0 < number < 400)) or (words and which not in (1, -1)):
        return None

    def part(span: cal.Span | None) -> cal.Span | None:
        return _part(span, which, unit, round(number) if number else None) if span else None

    certainty: Certainty = "approximate" if unit in ("week", "weekend") else "exact"
    anchor = place.anchor
    if name := place.group("month"):
        month = MONTHS[name.rstrip(".")]
        if year_words := place.group("year"):
            year = year_of(year_words, anchor)
            relative = not year_words[:4].isdigit()
            return place.found(part(cal.month(year, month)) if year else None, certainty, relative=relative)
        found, _ = guess(place, lambda year: cal.month(year, month))
        return place.found(part(found), certainty, in_year=lambda year: part(cal.month(year, month)))
    if year_words := place.group("in_year"):
        year = year_of(year_words, anchor)
        relative = not year_words[:4].isdigit()
        return place.found(part(cal.year(year)) if year else None, certainty, relative=relative)
    if first := place.group("decade"):
        return place.found(part(cal.decade(int(first))), certainty, relative=False)
    shift = {"the": 0, "this": 0, "last": -1, "next": 1}[place.group("period")]
    return place.found(part(whole(anchor, place.group("whole"), shift)) if anchor else None, certainty)


def _part(span: cal.Span, which: int, unit: str, number: int | None) -> cal.Span | None:
    """The `which`-th unit of a span, or with a number its first or last so many units; None where it has none such."""
    start, end = span
    if unit in ("half", "third"):
        return _fraction(span, which, 2 if unit == "half" else 3)
    if unit == "weekend":
        saturday = start + timedelta(days=(5 - start.weekday()) % 7)
        saturdays = [day for week in range(6) if (day := saturday + timedelta(weeks=week)) <= end]
        if not -1 <= which <= len(saturdays):
            return None
        day = saturdays[which - 1 if which > 0 else -1]
        return day, day + timedelta(days=1)
    size, name = (3, "month") if unit == "quarter" else (1, unit)
    count = (number or 1) * size
    if which < 0:
        moved = shifted((end + timedelta(days=1), end), -count, name)
        part = (moved[0], end) if moved else None
    else:
        skipped = 0 if number else (which - 1) * size
        first, last = shifted((start, start), skipped, name), shifted((start, start), skipped + count, name)
        part = (first[0], last[0] - timedelta(days=1)) if first and last else None
    return part if part and start <= part[0] <= part[1] <= end else None


def _fraction(span: cal.Span, which: int, of: int) -> cal.Span | None:
    start, end = span
    index = which if which > 0 else of
    if index > of:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months % of == 0:
        first = cal.months_on(start, months // of * (index - 1))
        return first, cal.months_on(first, months // of) - timedelta(days=1)
    days = (end - start).days + 1
    return (
        start + timedelta(days=days * (index - 1) // of),
        start + timedelta(days=days * index // of - 1),
    )


def read_nth_weekday(place: Place) -> Found | None:
    month, weekday = MONTHS[place.group("month").rstrip(".")], WEEKDAYS[place.group("weekday")]
    number = _NUMBERS[place.group("which")]

    def make(year: int) -> cal.Span | None:
        day = nth_weekday(year, month, weekday, number)
        return (day, day) if day else None

    if words := place.group("year"):
        year = year_of(words, place.anchor)
        return place.found(make(year) if year else None, relative=not words[:4].isdigit())
    found, certainty = guess(place, make)
    return place.found(found, certainty, in_year=make)


def read_day_of_month(place: Place) -> Found | None:
    """ "The 15th of last month"."""
    if place.anchor is None:
        return place.found(None)
    month = whole(place.anchor, "month", {"this": 0, "last": -1, "next": 1}[place.group("period")])
    number = digits_of(place.group("day"))
    if month is None or number > month[1].day:
        return place.found(None)
    day = month[0].replace(day=number)
    return place.found((day, day))


def read_before_last(place: Place) -> Found | None:
    """ "The week before last", "the Friday before last"."""
    anchor = place.anchor
    if anchor is None:
        return place.found(None)
    if name := place.group("weekday"):
        if name == "weekend":
            return place.found(cal.weekend(anchor, -2))
        back = (anchor.weekday() - WEEKDAYS[name]) % 7 or 7
        day = anchor - timedelta(days=back + 7)
        return place.found((day, day), "approximate")
    return place.found(whole(anchor, place.group("unit"), -2))


def read_latest(place: Place) -> Found | None:
    """ "The latest quarter": the last one that was over on the article's day."""
    anchor = place.anchor
    return place.found(whole(anchor, place.group("unit"), -1) if anchor else None, "approximate")
