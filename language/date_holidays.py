"""Days with a name of their own: fixed ones, ones that a rule of the calendar gives, and Easter with what hangs on it.

A name that means different days in different countries ("Independence Day"), or that another calendar gives (Ramadan),
is found and not resolved.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from language import days as cal
from language.date_places import Found, InYear, Place, guess
from language.date_words import WORD_END, YEAR, S


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, in Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> date | None:
    """Easter Sunday of the Julian calendar, told in the Gregorian one; None outside the years that this rule holds."""
    if not 1900 <= year <= 2099:
        return None
    a = (19 * (year % 19) + 15) % 30
    b = (2 * (year % 4) + 4 * (year % 7) - a + 34) % 7
    month, day = divmod(a + b + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date | None:
    """The first (1), second, ... or last (-1) Monday (0), Tuesday, ... of a month; None where it has no such day."""
    first, last = cal.month(year, month)
    if number < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    return day if day <= last else None


def _fixed(month: int, day: int, last: int | None = None) -> InYear:
    return lambda year: (date(year, month, day), date(year, month, last or day))


def _rule(month: int, weekday: int, number: int) -> InYear:
    def make(year: int) -> cal.Span | None:
        day = nth_weekday(year, month, weekday, number)
        return (day, day) if day else None

    return make


def _from_easter(shift: int, last: int | None = None, of: Callable[[int], date | None] = easter) -> InYear:
    def make(year: int) -> cal.Span | None:
        sunday = of(year)
        if sunday is None:
            return None
        return sunday + timedelta(days=shift), sunday + timedelta(days=shift if last is None else last)

    return make


def _election_day(year: int) -> cal.Span | None:
    """The Tuesday after the first Monday of November, in the even years that the United States vote in."""
    monday = nth_weekday(year, 11, 0, 1)
    return (monday + timedelta(days=1), monday + timedelta(days=1)) if monday and year % 2 == 0 else None


def _unknown(year: int) -> None:
    """A day that the name alone does not give."""


HOLIDAYS: dict[str, InYear] = {
    "New Year's Eve": _fixed(12, 31),
    "New Year's Day": _fixed(1, 1),
    "New Year's": _fixed(1, 1),
    "Epiphany": _fixed(1, 6),
    "Orthodox Christmas": _fixed(1, 7),
    "Martin Luther King Jr. Day": _rule(1, 0, 3),
    "Martin Luther King Day": _rule(1, 0, 3),
    "Valentine's Day": _fixed(2, 14),
    "Presidents' Day": _rule(2, 0, 3),
    "International Women's Day": _fixed(3, 8),
    "St. Patrick's Day": _fixed(3, 17),
    "April Fools' Day": _fixed(4, 1),
    "May Day": _fixed(5, 1),
    "Victory Day": _fixed(5, 9),
    "Memorial Day": _rule(5, 0, -1),
    "D-Day": lambda year: (date(1944, 6, 6), date(1944, 6, 6)),
    "Juneteenth": _fixed(6, 19),
    "the Fourth of July": _fixed(7, 4),
    "Bastille Day": _fixed(7, 14),
    "Labor Day": _rule(9, 0, 1),
    "9/11": lambda year: (date(2001, 9, 11), date(2001, 9, 11)),
    "Columbus Day": _rule(10, 0, 2),
    "Halloween": _fixed(10, 31),
    "All Saints' Day": _fixed(11, 1),
    "Guy Fawkes Night": _fixed(11, 5),
    "Election Day": _election_day,
    "Veterans Day": _fixed(11, 11),
    "Armistice Day": _fixed(11, 11),
    "Remembrance Sunday": _rule(11, 6, 2),
    "Thanksgiving Day": _rule(11, 3, 4),
    "Thanksgiving": _rule(11, 3, 4),
    "Black Friday": lambda year: _after(nth_weekday(year, 11, 3, 4)),
    "Christmas Eve": _fixed(12, 24),
    "Christmas Day": _fixed(12, 25),
    "Christmas": _fixed(12, 24, 26),
    "Boxing Day": _fixed(12, 26),
    "Shrove Tuesday": _from_easter(-47),
    "Ash Wednesday": _from_easter(-46),
    "Palm Sunday": _from_easter(-7),
    "Holy Week": _from_easter(-7, -1),
    "Maundy Thursday": _from_easter(-3),
    "Good Friday": _from_easter(-2),
    "Holy Saturday": _from_easter(-1),
    "Easter Sunday": _from_easter(0),
    "Easter Monday": _from_easter(1),
    "Easter weekend": _from_easter(-2, 1),
    "Easter": _from_easter(-2, 1),
    "Ascension Day": _from_easter(39),
    "Pentecost": _from_easter(49),
    "Whit Monday": _from_easter(50),
    "Orthodox Easter": _from_easter(0, of=orthodox_easter),
    "Independence Day": _unknown,
    "Labour Day": _unknown,
    "Constitution Day": _unknown,
    "Unity Day": _unknown,
    "Ramadan": _unknown,
    "Eid al-Fitr": _unknown,
    "Eid al-Adha": _unknown,
    "Passover": _unknown,
    "Yom Kippur": _unknown,
    "Rosh Hashanah": _unknown,
    "Hanukkah": _unknown,
    "Diwali": _unknown,
    "Lunar New Year": _unknown,
    "Chinese New Year": _unknown,
}


def _after(day: date | None) -> cal.Span | None:
    return (day + timedelta(days=1), day + timedelta(days=1)) if day else None


def _plain(name: str) -> str:
    return re.sub(r"['’.]", "", " ".join(name.split())).lower()


_BY_PLAIN_NAME = {_plain(name): make for name, make in HOLIDAYS.items()}
_NAMES = "|".join(
    re.sub("^the", "[Tt]he", name).replace(".", r"\.?").replace("'", "['’]?").replace(" ", S)
    for name in sorted(HOLIDAYS, key=len, reverse=True)
)
HOLIDAY = (
    rf"(?:(?P<which>(?i:last|this|next)){S})?(?P<holiday>{_NAMES}){WORD_END}"
    # "Easter Rising", "Thanksgiving Square", "9/11 Commission": parts of names
    rf"(?!{S}(?:Rising|Island|[Ee]gg|[Bb]unny|[Ss]hopping|[Cc]arol|[Tt]ree|[Pp]arty|[Ss]ales|Commission|Memorial|Park))"
    rf"(?:(?:,|{S}of)?{S}(?P<year>{YEAR}))?"
)
# What such a name begins with: a cheap look before the long list.
HOLIDAY_FIRST = r"(?:" + "|".join(sorted({re.split(r"[ './-]", name)[0] for name in HOLIDAYS})) + r")\b"


def read_holiday(place: Place) -> Found | None:
    """A named day: of the year that is told, or of the one that the clause means."""
    name = _plain(place.group("holiday"))
    make = _BY_PLAIN_NAME[name]
    if make is _unknown:
        return place.found(None)
    if name in ("9/11", "d-day"):
        return place.found(make(1), relative=False)
    if words := place.group("year"):
        return place.found(make(int(words)), relative=False)
    anchor, which = place.anchor, place.group("which")
    if anchor is not None and which in ("last", "next"):
        years = range(max(1, anchor.year - 3), min(9998, anchor.year + 3) + 1)
        spans = [span for year in years if (span := make(year))]
        before, after = [s for s in spans if s[1] < anchor], [s for s in spans if s[0] > anchor]
        chosen = max(before, default=None) if which == "last" else min(after, default=None)
        return place.found(chosen)
    resolved, certainty = guess(place, make)
    return place.found(resolved, certainty, in_year=make)
