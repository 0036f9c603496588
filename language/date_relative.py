"""What date expressions mean that are told from the article's own day: weekdays, "last week", "two years ago"."""

import math
import re
from datetime import date, timedelta

from language import days as cal
from language.date_parts import whole
from language.date_places import PART_NAMES, Certainty, Found, Place, count_of, digits_of, narrowed, shifted
from language.date_words import MONTHS, WEEKDAYS

_NOT_A_WEEKDAY_BEFORE = re.compile(
    r"\b(?:[Ee]very|[Ee]ach|[Mm]ost|Black|Good|Bloody|Super|Ash|Palm|Easter|Holy|Cyber|Maundy|Shrove|Giving|Whit)\s$"
)
_NOT_A_WEEKDAY_AFTER = re.compile(
    r"^\s(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|Star|Night (?:Live|Football)|Guardian|Tribune|Magazine)\b"
)


# "Oldport, who host Milltown on Wednesday": news tells in the present what is fixed for a day ahead.
_FIXTURE = re.compile(
    r"(?:\b(?:who|which|they|we|side|team)|[A-Z][\w’']+)\s(?:play|host|face|travel|visit|meet|take on)s?\b"
    r"(?:\s[\w’'-]+){0,4}?\s(?:on\s)?$"
)
_UP_TO = re.compile(r"\b(?:until|till|by)\s$", re.IGNORECASE)


# "The museum opens on Monday": the present tense of a timetable
_SCHEDULED = re.compile(
    r"\b(?:(?:re)?opens|closes|resumes?|(?:re)?convenes?|kicks? off|(?:goes?|heads?) to the polls"
    r"|goes? on (?:sale|trial|strike)|takes? (?:place|effect))(?:\s[^\s,.;]+){0,4}?(?:\son)?\s$"
)
_TWO_YEARS = 800  # days: within them every day of a month but the 31st meets every day of the week
_DEICTIC = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def read_weekday(place: Place) -> Found | None:
    if _NOT_A_WEEKDAY_BEFORE.search(place.before()) or _NOT_A_WEEKDAY_AFTER.search(place.after()):
        return None
    anchor, number = place.anchor, WEEKDAYS[place.group("weekday")]
    which = place.group("which")
    if anchor is None or which in ("the previous", "the following"):
        return place.found(None)
    if nth := place.group("nth"):
        return _on_the_nth(place, anchor, number, digits_of(nth))
    certainty: Certainty = "exact"
    back = (anchor.weekday() - number) % 7
    ahead = (number - anchor.weekday()) % 7
    if week := place.group("week"):
        shift = {"last": -1, "this": 0, "next": 1}[week]
        day = cal.week(anchor, shift)[0] + timedelta(days=number)
    elif place.group("plus"):  # "a week from Friday", "a week on Friday"
        day = anchor + timedelta(days=ahead + 7)
    elif which in ("last", "this past"):
        day = anchor - timedelta(days=back or 7)
    elif which in ("next", "this coming"):
        day = anchor + timedelta(days=ahead or 7)
        if which == "next" and day <= cal.week(anchor)[1]:  # said on Monday, "next Friday" is mostly next week's
            day, certainty = day + timedelta(days=7), "approximate"
    elif which == "this":
        day = cal.week(anchor)[0] + timedelta(days=number)
    elif (
        _FIXTURE.search(place.before(60))
        or _SCHEDULED.search(place.before(60))
        or place.tense() == "future"
        or (place.tense() == "none" and _UP_TO.search(place.before()))
    ):
        day = anchor + timedelta(days=ahead)
    else:
        day = anchor - timedelta(days=back)
    return place.found((day, day), certainty)


def _on_the_nth(place: Place, anchor: date, weekday: int, day: int) -> Found | None:
    """ "On Friday the 13th": the last such day, or the next where the clause tells of the future."""
    if not re.search(r"\b[Oo]n\s$", place.before()):
        return None  # the film, the superstition
    way = 1 if place.tense() == "future" else -1
    within = (anchor + timedelta(days=way * days) for days in range(_TWO_YEARS))
    found = next((one for one in within if one.weekday() == weekday and one.day == day), None)
    return place.found((found, found) if found else None)


def read_deictic(place: Place) -> Found | None:
    if place.match.group("word")[0].isupper() and re.search(r"(?:[\w’']|\b(?:[A-Z]\.)+) $", place.before()):
        return None  # "Europe Today", "the Today programme": a programme, a paper
    if place.group("word") == "overnight":
        return _read_overnight(place)
    if place.anchor is None:
        return place.found(None)
    day = place.anchor + timedelta(days=_DEICTIC.get(" ".join(place.group("word").split()), 0))
    return place.found((day, day))


_OVERNIGHT_IS_NONE = re.compile(
    r"\s(?:(?:on|from|between|into|to|late|early)\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:\s|-)[a-z]{3,}(?<!ed)\b(?!ly)"
)
_OVERNIGHT_GOES_ON = re.compile(r"\s(?:and|as|in|after|by|with|when|while|that|but|at|for|of|to|near)\b")


def _read_overnight(place: Place) -> Found | None:
    """The night that ended, or will end, on the article's day's morning; none of "an overnight stay"."""
    after = place.after()
    if _OVERNIGHT_IS_NONE.match(after) and not _OVERNIGHT_GOES_ON.match(after):
        return None
    anchor = place.anchor
    if anchor is None:
        return place.found(None)
    if place.tense() == "future":
        return place.found((anchor, anchor + timedelta(days=1)), "approximate")
    return place.found((anchor - timedelta(days=1), anchor), "approximate")


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
    if number is not None and place.group("half"):  # "a year and a half ago"
        number, unit = (number + 0.5, unit) if unit != "year" else (12 * number + 6, "month")
    if way in ("earlier", "later", "before", "after", "prior", "previously"):
        return place.found(None)  # of another date, which may stand nearby
    if number is None or place.anchor is None:
        return place.found(None)
    sign = -1 if way == "ago" else 1
    if unit == "hour":
        return place.found(_hours(place.anchor, sign * number), "approximate")
    if unit == "fortnight":
        number, unit = 2 * number, "week"
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


def _hours(anchor: date, number: float) -> cal.Span | None:
    """The days that lie so many hours off, whatever the hour is now."""
    days = number / 24
    try:
        return anchor + timedelta(days=math.floor(days)), anchor + timedelta(days=math.ceil(days))
    except OverflowError:
        return None


# How far back "recent weeks", and how far ahead "the coming months", may mostly reach, in the same unit.
_REACH = {"day": 7, "week": 6, "month": 6, "year": 5, "decade": 3, "century": 2}


def _reaching(anchor: date, unit: str, sign: int) -> cal.Span | None:
    moved = shifted((anchor, anchor), sign * _REACH[unit], unit)
    if moved is None:
        return None
    ends = sorted((anchor, moved[0]))
    return ends[0], ends[1]


def read_recent(place: Place) -> Found | None:
    """ "In recent weeks", "the coming days", "the months ahead": a stretch from or up to the article's day."""
    unit = (place.group("unit") or place.group("ahead_unit")).replace("centurie", "century")
    if place.anchor is None:
        return place.found(None)
    sign = 1 if place.group("ahead") or place.group("which") in ("coming", "next") else -1
    return place.found(_reaching(place.anchor, unit, sign), "approximate")


# What was ahead of another day than the article's: "had told him in May that it would fall within a week".
_TOLD_THEN = re.compile(
    r"\bhad (?:\w+ )?(?:said|told|warned|promised|predicted|claimed|pledged|vowed|written)\b[^.;]*\bwould\b[^.;]*$"
)


def read_within(place: Place) -> Found | None:
    """ "In two weeks' time", "will open in two weeks", "within a year": none where it only says how long it takes."""
    number, unit = count_of(place.group("n")), place.group("unit").replace("centurie", "century")
    if not place.group("time") and (place.tense() != "future" or place.group("n") in ("a", "an")):
        return None
    if number is None or place.anchor is None or _TOLD_THEN.search(place.before(160)):
        return place.found(None)
    if unit == "fortnight":
        number, unit = 2 * number, "week"
    moved = shifted((place.anchor, place.anchor), number, unit)
    if moved is None:
        return place.found(None)
    return place.found(
        (place.anchor, moved[1]) if place.group("way") == "within" else _around(moved[0], unit), "approximate"
    )


def read_unresolved(place: Place) -> Found | None:
    return place.found(None)


def read_unit_ago(place: Place) -> Found | None:
    """ "Hours ago"; of "weeks ago" nobody can tell how many."""
    hours = place.group("n") == "hours" and place.group("way") == "ago" and place.anchor is not None
    return place.found(_hours(place.anchor, -12) if hours and place.anchor else None, "approximate")


_STILL = re.compile(r"^[^.!?]{0,110}?\b(?:has|have|is|are|remains?|continues?)\b(?<!\bwas\b)")


def _clause(before: str) -> str:
    """What stands before an expression in its own sentence."""
    return re.split(r"[.!?]\s", before)[-1]


def read_years_in(place: Place) -> Found | None:
    """ "Three years in": the whole time since it began, some three years."""
    number = count_of(place.group("n"))
    if number is None or place.anchor is None:
        return place.found(None)
    if place.group("into") and not (_STILL.search(place.after(120)) or _STILL.search(_clause(place.before(120)))):
        return place.found(
            None
        )  # "two months into his term, he fell ill": told from a beginning that is not known here
    start = shifted((place.anchor, place.anchor), -number, place.group("unit"))
    return place.found((start[0], place.anchor) if start else None, "approximate")


def read_end_of(place: Place) -> Found | None:
    if place.anchor is None:
        return place.found(None)
    shift = {"the": 0, "this": 0, "last": -1, "next": 1}[place.group("which")]
    period = whole(place.anchor, place.group("unit"), shift)
    return place.found(cal.part_of(period, PART_NAMES[place.group("part")]) if period else None, "approximate")


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
    # Early in a week "the weekend" is the one just past; "this weekend" is so only where the verb tells of the past.
    return -1 if place.tense() == "past" or (which != "this" and anchor.weekday() <= 2) else 0


def read_weekend(place: Place) -> Found | None:
    if place.anchor is None or place.group("following"):
        return place.found(None)
    return place.found(cal.weekend(place.anchor, _weekend_shift(place, "the")))


def read_span(place: Place) -> Found | None:
    """ "The past three years": up to the anchor; "the next two weeks": from it."""
    number, which = count_of(place.group("n")), place.group("which").split()[-1]
    if which == "first":
        return None
    if place.anchor is None:
        return place.found(None)
    sign = 1 if which in ("next", "coming") else -1
    unit = place.group("unit").replace("centurie", "century")
    if unit == "hour":
        hours = _hours(place.anchor, sign * (number or 12))
        return place.found((min(hours[0], place.anchor), max(hours[1], place.anchor)) if hours else None, "approximate")
    if number is None:  # "the last few days"
        return place.found(_reaching(place.anchor, unit, sign), "approximate")
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
    return narrowed(place, whole(place.anchor, unit, shift), relative=True)


def read_which_month(place: Place) -> Found | None:
    anchor, number = place.anchor, MONTHS[place.group("month")]
    if anchor is None:
        return place.found(None)
    which = place.group("which")
    span: cal.Span | None
    months = [cal.month(year, number) for year in range(max(1, anchor.year - 2), min(9998, anchor.year + 1) + 1)]
    if which in ("last", "this past"):
        # Of the month just past one says "last month": in March, "last February" is the year before's.
        latest = anchor if which == "this past" else cal.months_on(anchor, -1).replace(day=1)
        span = max((found for found in months if found[1] < latest), default=None)
    elif which in ("next", "this coming"):
        span = min((found for found in months if found[0] > anchor), default=None)
    else:
        span = cal.month(anchor.year, number)
    return narrowed(place, span, relative=True)


def read_year_end(place: Place) -> Found | None:
    if place.anchor is None:
        return place.found(None)
    return place.found(cal.month(place.anchor.year, 12), "approximate")


def read_now(place: Place) -> Found | None:
    if place.after(1) == "-" or place.anchor is None:
        return None
    return place.found((place.anchor, place.anchor), "approximate")
