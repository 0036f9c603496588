"""What date expressions mean that are told from the article's own day: weekdays, "last week", "two years ago"."""

import re
from datetime import date, timedelta

from language import days as cal
from language.date_patterns import MONTHS, WEEKDAYS
from language.date_places import PART_NAMES, Certainty, Found, Place, count_of, guess, narrowed, shifted

_NOT_A_WEEKDAY_BEFORE = re.compile(
    r"\b(?:[Ee]very|[Ee]ach|[Mm]ost|Black|Good|Bloody|Super|Ash|Palm|Easter|Holy|Cyber|Maundy|Shrove|Giving|Whit)\s$"
)
_NOT_A_WEEKDAY_AFTER = re.compile(
    r"^\s(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|Star|Night (?:Live|Football)|Guardian|Tribune|Magazine)\b"
)


def read_weekday(place: Place) -> Found | None:
    if _NOT_A_WEEKDAY_BEFORE.search(place.before()) or _NOT_A_WEEKDAY_AFTER.search(place.after()):
        return None
    anchor, number = place.anchor, WEEKDAYS[place.group("weekday")]
    which = place.group("which")
    if anchor is None or which in ("the previous", "the following"):
        return place.found(None)
    certainty: Certainty = "exact"
    back = (anchor.weekday() - number) % 7
    ahead = (number - anchor.weekday()) % 7
    if week := place.group("week"):
        shift = {"last": -1, "this": 0, "next": 1}[week]
        day = cal.week(anchor, shift)[0] + timedelta(days=number)
    elif which in ("last", "this past"):
        day = anchor - timedelta(days=back or 7)
    elif which in ("next", "this coming"):
        day = anchor + timedelta(days=ahead or 7)
        if which == "next" and day <= cal.week(anchor)[1]:  # said on Monday, "next Friday" is mostly next week's
            day, certainty = day + timedelta(days=7), "approximate"
    elif which == "this":
        day = cal.week(anchor)[0] + timedelta(days=number)
    elif place.tense() == "future":
        day = anchor + timedelta(days=ahead)
    else:
        day = anchor - timedelta(days=back)
    return place.found((day, day), certainty)


_DEICTIC = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def read_deictic(place: Place) -> Found | None:
    if place.match.group("word")[0].isupper() and re.search(r"[A-Z][\w.]*\s$", place.before()):
        return None  # "Europe Today": a programme, a paper
    if place.anchor is None:
        return place.found(None)
    day = place.anchor + timedelta(days=_DEICTIC.get(" ".join(place.group("word").split()), 0))
    return place.found((day, day))


def _around(day: date, unit: str) -> cal.Span:
    """The whole unit that a day lies in: "two weeks ago" is some day of that week."""
    if unit == "week":
        return cal.week(day)
    if unit == "month":
        return cal.month(day.year, day.month)
    if unit == "year":
        return cal.year(day.year)
    if unit == "day":
        return day, day
    return date(max(1, day.year - 2), 1, 1), date(min(9999, day.year + 2), 12, 31)


def read_ago(place: Place) -> Found | None:
    number, unit, way = count_of(place.group("n")), place.group("unit"), place.group("way")
    if way in ("earlier", "later", "before", "after", "prior", "previously"):
        return place.found(None)  # of another date, which may stand nearby
    if number is None or place.anchor is None:
        return place.found(None)
    sign = -1 if way == "ago" else 1
    moved = shifted((place.anchor, place.anchor), sign * number, unit.replace("centurie", "century"))
    if moved is None:
        return place.found(None)
    if number == 0.5:
        unit = "month"
    if number == 1 and unit == "year":
        first, last = cal.months_on(moved[0], -1), cal.months_on(moved[0], 1)
        span = (cal.month(first.year, first.month)[0], cal.month(last.year, last.month)[1])
        return place.found(span, "approximate")
    return place.found(_around(moved[0], unit), "exact" if unit == "day" else "approximate")


def read_unresolved(place: Place) -> Found | None:
    return place.found(None)


def read_years_in(place: Place) -> Found | None:
    """ "Three years in": the whole time since it began, some three years."""
    number = count_of(place.group("n"))
    if number is None or place.anchor is None:
        return place.found(None)
    start = shifted((place.anchor, place.anchor), -number, place.group("unit"))
    return place.found((start[0], place.anchor) if start else None, "approximate")


def read_end_of(place: Place) -> Found | None:
    if place.anchor is None:
        return place.found(None)
    shift = {"the": 0, "this": 0, "last": -1, "next": 1}[place.group("which")]
    whole = _whole(place.anchor, place.group("unit"), shift)
    return place.found(cal.part_of(whole, PART_NAMES[place.group("part")]), "approximate")


def _whole(anchor: date, unit: str, shift: int) -> cal.Span:
    """The calendar week, month, ... `shift` units from the anchor's."""
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


def _weekend_shift(place: Place, which: str) -> int:
    """How many weeks the weekend that is meant lies from the anchor's own week's."""
    anchor = place.anchor
    assert anchor is not None  # noqa: S101 - for the type checker: the callers asked
    on_it = anchor.weekday() >= 5
    if which == "last":
        return -1
    if which == "next":
        return 1 if on_it else 0
    if which == "coming":
        return 0
    if on_it or place.tense() == "future":
        return 0
    return -1 if place.tense() == "past" or anchor.weekday() <= 2 else 0


def read_weekend(place: Place) -> Found | None:
    if place.anchor is None or place.group("following"):
        return place.found(None)
    return place.found(cal.weekend(place.anchor, _weekend_shift(place, "the")))


def read_span(place: Place) -> Found | None:
    """ "The past three years": up to the anchor; "the next two weeks": from it."""
    number, which = count_of(place.group("n")), place.group("which").split()[-1]
    if which == "first":
        return None
    if number is None or place.anchor is None:
        return place.found(None)
    sign = 1 if which in ("next", "coming") else -1
    unit = place.group("unit").replace("centurie", "century")
    moved = shifted((place.anchor, place.anchor), sign * number, unit)
    if moved is None:
        return place.found(None)
    ends = sorted((place.anchor, moved[0]))
    return place.found((ends[0], ends[1]), "approximate")


def read_period(place: Place) -> Found | None:
    which, unit = " ".join(place.group("which").split()), place.group("unit")
    if re.match(r"\s(?:of|in) (?:the )?[A-Z]", place.after()) or (which == "current" and place.anchor is None):
        return None
    if which in ("that", "the same") or place.anchor is None:
        return place.found(None)
    last_word = which.split()[-1]
    if unit == "weekend":
        named = {"past": "last", "previous": "last", "current": "this"}.get(last_word, last_word)
        return narrowed(place, cal.weekend(place.anchor, _weekend_shift(place, named)), relative=True)
    if (which.startswith("the ") and last_word in ("past", "last", "next", "coming")) or last_word == "past":
        moved = shifted((place.anchor, place.anchor), 1 if last_word in ("next", "coming") else -1, unit)
        if moved is None:
            return place.found(None)
        ends = sorted((place.anchor, moved[0]))
        return place.found((ends[0], ends[1]), "approximate")
    shift = {"last": -1, "previous": -1, "this": 0, "current": 0}.get(last_word, 1)
    try:
        whole = _whole(place.anchor, unit, shift)
    except ValueError:  # before year 1 or after 9999
        return place.found(None)
    return narrowed(place, whole, relative=True)


def read_which_month(place: Place) -> Found | None:
    anchor, number = place.anchor, MONTHS[place.group("month")]
    if anchor is None:
        return place.found(None)
    which = place.group("which")
    months = [cal.month(year, number) for year in range(anchor.year - 2, anchor.year + 2)]
    if which in ("last", "this past"):
        # Of the month just past one says "last month": in March, "last February" is the year before's.
        latest = anchor if which == "this past" else cal.months_on(anchor, -1).replace(day=1)
        span = max(found for found in months if found[1] < latest)
    elif which in ("next", "this coming"):
        span = min(found for found in months if found[0] > anchor)
    else:
        span = cal.month(anchor.year, number)
    return narrowed(place, span, relative=True)


_HOLIDAYS = {"christmas": ((12, 24), (12, 26)), "halloween": ((10, 31), (10, 31)), "valentine": ((2, 14), (2, 14))}


def read_holiday(place: Place) -> Found | None:
    name = place.group("name")
    if name.startswith("new year"):
        first, last = ((12, 31), (12, 31)) if name.endswith("eve") else ((1, 1), (1, 1))
    elif name.endswith(("eve", " day")) and name.startswith("christmas"):
        first = last = (12, 24) if name.endswith("eve") else (12, 25)
    else:
        first, last = _HOLIDAYS[re.split(r"[ '’]", name)[0]]

    def make(year: int) -> cal.Span | None:
        return date(year, *first), date(year, *last)

    if words := place.group("year"):
        return place.found(make(int(words)), relative=False)
    anchor, which = place.anchor, place.group("which")
    if anchor is not None and which in ("last", "next"):
        spans = [span for year in range(anchor.year - 1, anchor.year + 2) if (span := make(year))]
        chosen = max(s for s in spans if s[1] < anchor) if which == "last" else min(s for s in spans if s[0] > anchor)
        return place.found(chosen)
    resolved, certainty = guess(place, make)
    return place.found(resolved, certainty)


def read_year_end(place: Place) -> Found | None:
    if place.anchor is None:
        return place.found(None)
    return place.found(cal.month(place.anchor.year, 12), "approximate")


def read_now(place: Place) -> Found | None:
    if place.after(1) == "-" or place.anchor is None:
        return None
    return place.found((place.anchor, place.anchor), "approximate")
