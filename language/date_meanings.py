"""What each shape of a date expression means, given the article's own day; `language.dates` joins the pieces."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from language import days as cal
from language.date_patterns import MONTHS, NAMED_DECADES, SEASONS, WEEKDAYS
from language.numbers import ORDINALS, number_of

Certainty = Literal["exact", "approximate", "unresolved"]
Tense = Literal["past", "future", "none"]


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    span: cal.Span | None = None
    relative: bool = False  # resolved, or to be resolved, against the anchor
    certainty: Certainty = "exact"
    month: int | None = None  # set where the year was left to be guessed
    kind: str = ""


@dataclass(frozen=True)
class Place:
    """Where an expression stands, and the article's day."""

    text: str
    match: re.Match[str]
    anchor: date | None

    def group(self, name: str) -> str:
        return (self.match.groupdict().get(name) or "").lower()

    def tense(self) -> Tense:
        return _tense(self.text, self.match.start(), self.match.end())

    def found(
        self, span: cal.Span | None, certainty: Certainty = "exact", *, relative: bool = True, month: int | None = None
    ) -> Found:
        if span is None:
            certainty = "unresolved"
        return Found(self.match.start(), self.match.end(), span, relative, certainty, month)

    def before(self, width: int = 30) -> str:
        return self.text[max(0, self.match.start() - width) : self.match.start()]

    def after(self, width: int = 30) -> str:
        return self.text[self.match.end() : self.match.end() + width]


_FUTURE = (
    r"\b(?:will|won['’]t|shall|would|may|might|could|should|must|going to|about to"
    r"|(?:due|set|scheduled|slated|expected|planned|poised|likely|ready|hopes?|hoped|aims?|intends?|wants?|plans?"
    r"|planning|is|are|was|were) to|scheduled|slated|due|upcoming|planned|ahead of|payable|of record|effective|to be|supposed to|expects?|expected|anticipates?|anticipated|expires?|takes? effect"
    r"|deadline"
    r"|(?:have|has|postponed|delayed|extended|suspended|adjourned|closed|remain|remains) until)\b(?! have)(?:\s+\w+){0,3}|['’]ll\b(?:\s+\w+){0,3}"
)
_PAST = (
    r"\b(?:was|were|had|has|have|did|said|told|met|came|went|took|won|lost|fell|rose|made|held|saw|gave|began|left|sent"
    r"|wrote|spoke|found|led|became|hit|shot|struck|drew|grew|kept|paid|put|ran|sold|bought|stood|cut|broke|brought|built"
    r"|caught|chose|drove|fled|flew|fought|got|knew|read|sank|sought|spent|swore|threw|wore|withdrew|dead|ago"
    r"|(?!need|seed|feed|speed|indeed|bleed|breed|exceed|succeed|proceed|hundred|united|un[a-z]+ed\b)[a-z]{2,}ed)\b"
)
_CUE = re.compile(rf"(?P<future>{_FUTURE})|(?P<past>{_PAST})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)[.!?…]['\"”’)]*\s|\n")


def _tense(text: str, start: int, end: int) -> Tense:
    """Whether the clause around [start, end) tells of the past or the future: its nearest verb decides."""
    before = text[max(0, start - 160) : start]
    ends = [boundary.end() for boundary in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] :] if ends else before
    cues = list(_CUE.finditer(before))
    nearest = cues[-1] if cues else None
    if nearest is None:
        after = text[end : end + 120]
        boundary = _SENTENCE_END.search(after)
        nearest = _CUE.search(after[: boundary.start()] if boundary else after)
    if nearest is None:
        return "none"
    return "future" if nearest.lastgroup == "future" else "past"


# What each shape means -----------------------------------------------------------------------------------------------


def _int(group: str) -> int:
    return int(re.sub(r"\D", "", group))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_of(words: str, anchor: date | None) -> int | None:
    """The year that "2024", "last year" or "this year's" names."""
    if words[:4].isdigit():
        return int(words[:4])
    shift = {"last": -1, "this": 0, "next": 1}[words.split()[0]]
    return None if anchor is None else anchor.year + shift


_NEAR, _FAR = 60, 240  # days


def _guess(place: Place, make: Callable[[int], cal.Span | None]) -> tuple[cal.Span | None, Certainty]:
    """The year's instance of a span that the text means: the nearest past one, or the next where the clause says so."""
    anchor = place.anchor
    if anchor is None:
        return None, "unresolved"
    spans = [span for year in range(max(2, anchor.year - 4), min(9997, anchor.year + 4) + 1) if (span := make(year))]
    past = max((span for span in spans if span[0] <= anchor), default=None)
    future = min((span for span in spans if span[1] >= anchor), default=None)
    tense = place.tense()
    if past is None or future is None or past == future:
        return past or future, "exact"
    # News leaves the year out of what is near: of two that are months apart in distance, the near one is meant.
    ago, ahead = (anchor - past[1]).days, (future[0] - anchor).days
    if ahead <= _NEAR and ago >= _FAR:
        return future, "exact" if tense == "future" else "approximate"
    if ago <= _NEAR and ahead >= _FAR:
        return past, "exact" if tense == "past" else "approximate"
    return (future, "exact") if tense == "future" else (past, "exact")


def _iso(place: Place) -> Found | None:
    day = _day(_int(place.group("y")), _int(place.group("m")), _int(place.group("d")))
    return place.found((day, day), relative=False) if day else None


def _numeric(place: Place) -> Found | None:
    a, b, year = _int(place.group("a")), _int(place.group("b")), _int(place.group("y"))
    as_dmy, as_mdy = _day(year, b, a), _day(year, a, b)
    if place.group("sep") == ".":
        as_mdy = None
    days = {day for day in (as_dmy, as_mdy) if day}
    if not days:
        return None
    if len(days) == 2:  # 03/04/2025: nobody can tell
        return place.found(None, relative=False)
    day = days.pop()
    return place.found((day, day), relative=False)


def _weekday_number(words: str) -> int | None:
    return next((number for name, number in WEEKDAYS.items() if words and name.startswith(words.rstrip(".")[:3])), None)


def _month_day(place: Place) -> Found | None:
    month = MONTHS[place.group("month").rstrip(".")]
    first = _int(place.group("day"))
    last = _int(place.group("day2") or place.group("day_and") or place.group("day"))
    if last < first:
        return None

    def span(year: int) -> cal.Span | None:
        start, end = _day(year, month, first), _day(year, month, last)
        return (start, end) if start and end else None

    if words := place.group("year"):
        year = _year_of(words, place.anchor)
        relative = not words[:4].isdigit()
        if year is None:
            return place.found(None, month=month)
        resolved = span(year)
        return place.found(resolved, relative=relative) if resolved else None
    if span(2024) is None:
        return None
    weekday = _weekday_number(place.group("weekday"))
    if place.anchor and weekday is not None:
        years = range(max(1, place.anchor.year - 3), min(9998, place.anchor.year + 3) + 1)
        days = [found for year in years if (found := span(year)) and found[0].weekday() == weekday]
        if days:
            anchor = place.anchor
            return place.found(min(days, key=lambda found: abs((found[0] - anchor).days)), month=month)
    resolved, certainty = _guess(place, span)
    return place.found(resolved, certainty, month=month)


_PART_NAMES = {
    "early": "early",
    "the beginning of": "early",
    "the start of": "early",
    "the turn of": "early",
    "start": "early",
    "beginning": "early",
    "turn": "early",
    "mid": "mid",
    "the middle of": "mid",
    "middle": "mid",
    "late": "late",
    "the end of": "late",
    "end": "late",
    "close": "late",
}


def _narrowed(place: Place, span: cal.Span | None, *, relative: bool, month: int | None = None) -> Found:
    """A span with "early", "mid", "late", "earlier" or "later" before it."""
    part = " ".join(place.group("part").split())
    if span is None or not part:
        return place.found(span, relative=relative, month=month)
    anchor = place.anchor
    if part in ("earlier", "later"):
        if anchor and span[0] <= anchor <= span[1]:
            span = (span[0], anchor) if part == "earlier" else (anchor, span[1])
            relative = True
    elif part in _PART_NAMES:
        span = cal.part_of(span, _PART_NAMES[part])
    return place.found(span, "approximate", relative=relative, month=month)


def _month_year(place: Place) -> Found | None:
    year = _year_of(place.group("year"), place.anchor)
    span = cal.month(year, MONTHS[place.group("month").rstrip(".")]) if year else None
    return _narrowed(place, span, relative=not place.group("year")[:4].isdigit())


_NUMBER_NAMES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "latter": 2}


def _quarter(place: Place) -> Found | None:
    words = place.group("n")
    number = _int(place.group("q")) if place.group("q") else _NUMBER_NAMES.get(words) or _int(words)
    named = place.group("year") or place.group("before")
    if named:
        year = _year_of(named, place.anchor)
        return place.found(cal.quarter(year, number) if year else None, relative=not named[:4].isdigit())
    resolved, _ = _guess(place, lambda year: cal.quarter(year, number))
    return place.found(resolved, "approximate")  # it may be a fiscal quarter, or a match's


def _half(place: Place) -> Found | None:
    words = place.group("year")
    year = place.anchor.year if words == "the year" and place.anchor else None
    if words != "the year":
        year = _year_of(words, place.anchor)
    span = cal.half(year, _NUMBER_NAMES[place.group("n")]) if year else None
    return place.found(span, relative=not words[:4].isdigit())


_SEASON_NEEDS = re.compile(
    r"(?:\b(?:in|since|by|during|until|of|through|from|before|after|over)\s{1,3})$", re.IGNORECASE
)


def _season(place: Place) -> Found | None:
    first_month = SEASONS[place.group("season")]
    which = place.group("which")
    if words := place.group("year"):
        year = _year_of(words, place.anchor)
        span = cal.season(year, first_month) if year else None
        return place.found(span, "approximate", relative=not words[:4].isdigit())
    if which == "the" and not _SEASON_NEEDS.search(place.before()):
        return None
    anchor = place.anchor
    if anchor is None:
        return place.found(None)
    seasons = [cal.season(year, first_month) for year in range(anchor.year - 2, anchor.year + 3)]
    if which in ("last", "this past", "the past"):
        span = max(found for found in seasons if found[1] < anchor)
    elif which in ("next", "this coming", "the coming"):
        # On 3 March "the coming spring" is the one that the calendar has just begun.
        span = min(found for found in seasons if found[0] > anchor - timedelta(days=31))
    elif which == "this":
        span = min(seasons, key=lambda found: abs((found[0] - anchor).days + 45))
    else:
        guessed, _ = _guess(place, lambda year: cal.season(year, first_month))
        span = guessed or seasons[2]
    return place.found(span, "approximate")


def _decade(place: Place) -> Found | None:
    if words := place.group("y"):
        first = int(words)
    elif words := place.group("yy"):
        this_year = place.anchor.year if place.anchor else 2000
        first = 2000 + int(words) if 2000 + int(words) <= this_year else 1900 + int(words)
    else:
        first = 1900 + NAMED_DECADES[place.group("word")]
    # "the 1800s" is a century, "the 2000s" mostly a decade.
    span = (date(first, 1, 1), date(first + 99, 12, 31)) if first % 100 == 0 and first < 1900 else cal.decade(first)
    return _narrowed(place, span, relative=False)


def _century(place: Place) -> Found | None:
    number = _int(place.group("n")) if place.group("n") else ORDINALS[place.group("word")]
    if not 1 <= number <= 22:
        return None
    return _narrowed(place, cal.century(number), relative=False)


def _years(place: Place) -> Found | None:
    first = int(place.group("y"))
    words = place.group("y2")
    last = int(words) if len(words) == 4 else first // 100 * 100 + int(words)
    if not 0 < last - first < 200:
        return None
    return place.found((date(first, 1, 1), date(last, 12, 31)), relative=False)


_NOT_A_WEEKDAY_BEFORE = re.compile(
    r"\b(?:every|each|most|Black|Good|Bloody|Super|Ash|Palm|Easter|Holy|Cyber|Maundy|Shrove|Giving|Whit)\s$"
)
_NOT_A_WEEKDAY_AFTER = re.compile(
    r"^\s(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|Star|Night (?:Live|Football)|Guardian|Tribune|Magazine)\b"
)


def _weekday(place: Place) -> Found | None:
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


def _deictic(place: Place) -> Found | None:
    if place.match.group("word")[0].isupper() and re.search(r"[A-Z][\w.]*\s$", place.before()):
        return None  # "Europe Today": a programme, a paper
    if place.anchor is None:
        return place.found(None)
    day = place.anchor + timedelta(days=_DEICTIC.get(" ".join(place.group("word").split()), 0))
    return place.found((day, day))


# The meaning of a number of units: "three" weeks. None where the number is vague.
_VAGUE = {"few", "several", "some", "many", "couple of", "days", "weeks", "months", "years", "decades", "centuries"}


def count_of(words: str) -> float | None:
    plain = " ".join(words.split())
    if plain.isdigit():
        return int(plain)
    if plain in ("half a", "half an"):
        return 0.5
    return number_of(plain.replace("another", "one"))


def shifted(base: cal.Span, number: float, unit: str) -> cal.Span | None:
    """A span moved by so many units: weeks, months and years keep the day; None beyond the calendar's ends."""
    start, end = base
    try:
        if unit in ("day", "week"):
            move = timedelta(days=round(number * (7 if unit == "week" else 1)))
            return start + move, end + move
        months = round(number * {"month": 1, "year": 12, "decade": 120}.get(unit, 1200))
        return cal.months_on(start, months), cal.months_on(end, months)
    except (ValueError, OverflowError):
        return None


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


def _ago(place: Place) -> Found | None:
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


def _unresolved(place: Place) -> Found | None:
    return place.found(None)


def _years_in(place: Place) -> Found | None:
    """ "Three years in": the whole time since it began, some three years."""
    number = count_of(place.group("n"))
    if number is None or place.anchor is None:
        return place.found(None)
    start = shifted((place.anchor, place.anchor), -number, place.group("unit"))
    return place.found((start[0], place.anchor) if start else None, "approximate")


def _end_of(place: Place) -> Found | None:
    if place.anchor is None:
        return place.found(None)
    shift = {"the": 0, "this": 0, "last": -1, "next": 1}[place.group("which")]
    whole = _whole(place.anchor, place.group("unit"), shift)
    return place.found(cal.part_of(whole, _PART_NAMES[place.group("part")]), "approximate")


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


def _weekend(place: Place) -> Found | None:
    if place.anchor is None or place.group("following"):
        return place.found(None)
    return place.found(cal.weekend(place.anchor, _weekend_shift(place, "the")))


def _span(place: Place) -> Found | None:
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


def _period(place: Place) -> Found | None:
    which, unit = " ".join(place.group("which").split()), place.group("unit")
    if re.match(r"\s(?:of|in) (?:the )?[A-Z]", place.after()) or (which == "current" and place.anchor is None):
        return None
    if which in ("that", "the same") or place.anchor is None:
        return place.found(None)
    last_word = which.split()[-1]
    if unit == "weekend":
        named = {"past": "last", "previous": "last", "current": "this"}.get(last_word, last_word)
        return _narrowed(place, cal.weekend(place.anchor, _weekend_shift(place, named)), relative=True)
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
    return _narrowed(place, whole, relative=True)


def _which_month(place: Place) -> Found | None:
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
    return _narrowed(place, span, relative=True)


_HOLIDAYS = {"christmas": ((12, 24), (12, 26)), "halloween": ((10, 31), (10, 31)), "valentine": ((2, 14), (2, 14))}


def _holiday(place: Place) -> Found | None:
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
    resolved, certainty = _guess(place, make)
    return place.found(resolved, certainty)


# A month that is also a word or a name needs something before it that says it is a month.
_AMBIGUOUS_MONTHS = {"march", "may", "april", "june", "august"}
_MONTH_CUE = re.compile(
    r"(?:\b(?:(?i:in|since|until|till|by|last|next|this|early|late|mid|during|from|through|between|before|after|around|into"
    r"|(?:end|start|beginning|middle|month|part|rest|most|\d(?:st|nd|rd|th)) of)|(?:January|February|March|April|May|June"
    r"|July|August|September|October|November|December),?(?: and| to| or| through| until)?)[\s-]{1,3})$"
)
_NAME_BEFORE = re.compile(r"(?:^|[^.!?\s”\"]\s)(?:[A-Z][\w’']*\.?)\s$")


def _month(place: Place) -> Found | None:
    name = place.group("month")
    before = place.before()
    if not _MONTH_CUE.search(before):
        if name in _AMBIGUOUS_MONTHS or _NAME_BEFORE.search(before):
            return None
        if re.match(r"\s(?:Revolution|Surprise|Rain)\b", place.after()):
            return None
    if name in ("march", "may") and re.match(r"\s(?:for|on|of|against)\s(?:[A-Z]|the\s[A-Z])", place.after()):
        return None
    number = MONTHS[name]
    resolved, certainty = _guess(place, lambda year: cal.month(year, number))
    return (
        _narrowed(place, resolved, relative=True, month=number)
        if certainty == "exact"
        else place.found(resolved, certainty, month=number)
    )


# A bare number of four digits is a year where its surroundings say so, and not where it counts something.
_COUNTED = re.compile(
    r"^[\s-](?:people|men|women|children|troops|soldiers|police|officers|dead|deaths|casualties|cases|votes|points|miles"
    r"|kilometers|kilometres|km|meters|metres|m|feet|ft|acres|hectares|tons|tonnes|kg|dollars|euros|pounds|yen|rubles"
    r"|hours|minutes|seconds|days|weeks|months|years|seats|homes|houses|jobs|workers|employees|students|patients"
    r"|residents|migrants|refugees|prisoners|protesters|demonstrators|tests|units|copies|cars|vehicles|tanks|missiles"
    r"|drones|companies|shares|members|delegates|athletes|passengers|others|more|new|percent|per\s|million|billion|GMT"
    r"|UTC|local time|hrs?)\b"
)
_YEAR_BEFORE_STRONG = re.compile(
    r"(?:\b(?:in|since|until|till|during|early|late|mid|year|years|spring|summer|autumn|fall|winter|back in|circa|fiscal"
    r"|season|c\.|ended|ending|(?:end|start|beginning|middle|summer|spring|fall|autumn|winter|war|election|elections"
    r"|crisis|class|half|part|rest|events|months|days|invasion|constitution|act|law|agreement|championship|best) of"
    r"|before|after|by|between|throughout|from)\s|\(|[\s(](?:born|died)\s|\bsince\s)$",
    re.IGNORECASE,
)
_YEAR_BEFORE_WEAK = re.compile(
    r"(?:\b(?:the|a|an|its|his|her|their|this|our|of|to|and|for|than|or|through|around)\s|['’]s\s)$"
)
_COUNT_BEFORE = re.compile(
    r"\b(?:total|crowd|population|number|fine|capacity|group|average|maximum|minimum|speed|altitude|loss|rate|force"
    r"|height|price|cost|than|some|about|nearly|almost|least|most|over|to)\s(?:of\s)?$"
)
_YEAR_SUBJECT = re.compile(r"^\s(?:was|is|will|saw|marked|has|had|brought|ended|began|would)\b")


def _year(place: Place) -> Found | None:
    number = int(place.group("year"))
    before, after = place.before(), place.after()
    if _COUNTED.match(after):
        return None
    if not _YEAR_BEFORE_STRONG.search(before):
        if not 1700 <= number <= 2100:
            return None
        starts_sentence = not before.strip() or bool(re.search(r"[.!?]['\"”’]?\s$", before))
        if not (starts_sentence and _YEAR_SUBJECT.match(after)):
            if not _YEAR_BEFORE_WEAK.search(before):
                return None
            determiner = re.search(r"(?:\b(?:the|a|an|its|his|her|their|this|our)\s|['’]s\s)$", before)
            if determiner and not re.match(r"[\s-][A-Za-z]", after):
                return None
            if not determiner and _COUNT_BEFORE.search(before):
                return None
    return place.found(cal.year(number), relative=False)


def _spoken_year(place: Place) -> Found | None:
    """"Nineteen ninety-six": how a broadcast's transcript writes a year."""
    rest = number_of(re.split(r"[- ]", place.group("words"), maxsplit=1)[1])
    return place.found(cal.year(1900 + int(rest)), relative=False) if rest else None


def _part_year(place: Place) -> Found | None:
    return _narrowed(place, cal.year(int(place.group("year"))), relative=False)


def _part_month(place: Place) -> Found | None:
    number = MONTHS[place.group("month")]
    resolved, _ = _guess(place, lambda year: cal.month(year, number))
    return _narrowed(place, resolved, relative=True, month=number)


def _fiscal(place: Place) -> Found | None:
    return place.found(cal.year(int(place.group("year"))), "approximate", relative=False)


def _season_year(place: Place) -> Found | None:
    span = cal.season(int(place.group("year")), SEASONS[place.group("season")])
    return place.found(span, "approximate", relative=False)


def _year_end(place: Place) -> Found | None:
    if place.anchor is None:
        return place.found(None)
    return place.found(cal.month(place.anchor.year, 12), "approximate")


def _now(place: Place) -> Found | None:
    if place.after(1) == "-" or place.anchor is None:
        return None
    return place.found((place.anchor, place.anchor), "approximate")


MEANINGS: dict[str, Callable[[Place], Found | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "month_day": _month_day,
    "day_month": _month_day,
    "month_year": _month_year,
    "quarter": _quarter,
    "year_quarter": _quarter,
    "half": _half,
    "season": _season,
    "season_year": _season_year,
    "decade": _decade,
    "century": _century,
    "years": _years,
    "weekday": _weekday,
    "deictic": _deictic,
    "end_of": _end_of,
    "span": _span,
    "period": _period,
    "which_month": _which_month,
    "weekend": _weekend,
    "ago": _ago,
    "unit_ago": _unresolved,
    "years_in": _years_in,
    "year_end": _year_end,
    "holiday": _holiday,
    "part_month": _part_month,
    "part_year": _part_year,
    "month": _month,
    "fiscal": _fiscal,
    "spoken_year": _spoken_year,
    "year": _year,
    "elsewhere": _unresolved,
    "now": _now,
}
