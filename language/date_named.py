"""What date expressions with a name of their own mean: days, months, quarters, seasons, years, decades, centuries."""

import re
from datetime import date, timedelta

from language import days as cal
from language.date_places import Certainty, Found, Place, count_of, day_or_none, digits_of, guess, narrowed, year_of
from language.date_words import MONTHS, NAMED_DECADES, SEASONS, WEEKDAYS
from language.numbers import ORDINALS, number_of

_LONGEST_PERIOD = 60  # weeks, months, quarters or years


def read_iso(place: Place) -> Found | None:
    day = day_or_none(digits_of(place.group("y")), digits_of(place.group("m")), digits_of(place.group("d")))
    return place.found((day, day), relative=False) if day else None


def read_numeric(place: Place) -> Found | None:
    a, b, year = digits_of(place.group("a")), digits_of(place.group("b")), digits_of(place.group("y"))
    as_dmy, as_mdy = day_or_none(year, b, a), day_or_none(year, a, b)
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


# Days that are the name of what was done on them, whatever year an article is of; the year, and what it is called.
_ATTACKS = {
    (9, 11): (2001, r"attacks|terror(?:ist)? attacks?|hijack\w+|terrorists"),
    (1, 6): (2021, r"attacks?|riot(?:s|ers?)?|insurrection(?:ists?)?"),
    (10, 7): (2023, r"attacks?|massacres?"),
}
_ATTACKS_OF = re.compile(r"\b(?:attacks|riot|insurrection|massacre) of\s$")
_MAY_BE_ANOTHER = timedelta(days=31)


def _known_attack(place: Place, month: int, day: int) -> Found | None:
    """ "The Sept. 11 attacks", "the Jan. 6 riot", "the Oct. 7 massacre": of the year in which they were."""
    year, called = _ATTACKS.get((month, day), (0, ""))
    if not year or re.search(r"\ban?\s$", place.before(), re.IGNORECASE):
        return None
    follows = re.match(rf"['’]?s?\s(?:[A-Z]\w+\s|terror(?:ist)?\s){{0,2}}(?:{called})\b", place.after(60))
    if not (follows or _ATTACKS_OF.search(place.before())):
        return None
    on = date(year, month, day)
    if place.anchor is None or place.anchor < on:
        return None
    # Soon after that day in another year, it may be what was done on it in that one.
    latest = date(place.anchor.year - (place.anchor < date(place.anchor.year, month, day)), month, day)
    unsure = latest != on and place.anchor - latest < _MAY_BE_ANOTHER
    return place.found((on, on), "approximate" if unsure else "exact")


def read_month_day(place: Place) -> Found | None:
    month = MONTHS[place.group("month").rstrip(".")]
    first = digits_of(place.group("day"))
    last = digits_of(place.group("day2") or place.group("day_and") or place.group("day"))
    if last < first:
        return None

    def span(year: int) -> cal.Span | None:
        start, end = day_or_none(year, month, first), day_or_none(year, month, last)
        return (start, end) if start and end else None

    weekday = _weekday_number(place.group("weekday"))
    if words := place.group("year"):
        year = year_of(words, place.anchor)
        relative = not words[:4].isdigit()
        if year is None:
            return place.found(None, in_year=span)
        resolved = span(year)
        if resolved is not None and weekday is not None and resolved[0].weekday() != weekday:
            return place.found(resolved, "approximate", relative=relative)  # the day of the week or the date is wrong
        return place.found(resolved, relative=relative)
    if first == last and (told := _known_attack(place, month, first)):
        return told
    if span(2024) is None:  # "on February 30", and not "in April 31 miners were killed"
        return None if re.match(r"\s[a-z]", place.after()) else place.found(None, relative=False)
    if place.anchor and weekday is not None:
        years = range(max(1, place.anchor.year - 3), min(9998, place.anchor.year + 3) + 1)
        days = [found for year in years if (found := span(year)) and found[0].weekday() == weekday]
        if days:
            anchor = place.anchor
            return place.found(min(days, key=lambda found: abs((found[0] - anchor).days)), in_year=span)
    resolved, certainty = guess(place, span)
    return place.found(resolved, certainty, in_year=span)


def read_month_year(place: Place) -> Found | None:
    year = year_of(place.group("year"), place.anchor)
    span = cal.month(year, MONTHS[place.group("month").rstrip(".")]) if year else None
    return narrowed(place, span, relative=not place.group("year")[:4].isdigit())


_NUMBER_NAMES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "latter": 2}


def read_quarter(place: Place) -> Found | None:
    words = place.group("n")
    number = digits_of(place.group("q")) if place.group("q") else _NUMBER_NAMES.get(words) or digits_of(words)
    named = place.group("year") or place.group("before")
    if named:
        year = year_of(named, place.anchor)
        # A fiscal year begins when its owner says.
        certainty: Certainty = "approximate" if "fiscal" in place.match.group().lower() else "exact"
        return place.found(cal.quarter(year, number) if year else None, certainty, relative=not named[:4].isdigit())
    resolved, _ = guess(place, lambda year: cal.quarter(year, number))
    return place.found(resolved, "approximate")  # it may be a fiscal quarter, or a match's


def read_period_to(place: Place) -> Found | None:
    """ "The year to March", "the three months to September 2025": so many months up to a month's end."""
    number = count_of(place.group("n")) if place.group("n") else 1
    month, words = MONTHS[place.group("month")], place.group("year")
    if number is None or not 1 <= number <= _LONGEST_PERIOD:
        return None
    certainty: Certainty = "exact"
    if words:
        year = year_of(words, place.anchor)
        last = cal.month(year, month) if year else None
    else:
        last, certainty = guess(place, lambda year: cal.month(year, month))
    if last is None:
        return place.found(None)
    if place.group("unit") == "week":
        return place.found((last[1] - timedelta(days=round(7 * number) - 1), last[1]), "approximate")
    months = round(number * {"year": 12, "quarter": 3, "month": 1}[place.group("unit")])
    first = cal.months_on(date(last[0].year, last[0].month, 1), 1 - months)
    return place.found((first, last[1]), certainty, relative=not words[:4].isdigit())


def read_half(place: Place) -> Found | None:
    if code := place.group("h"):
        return place.found(cal.half(int(place.group("h_year")), int(code)), relative=False)
    words = place.group("year")
    year = place.anchor.year if words == "the year" and place.anchor else None
    if words != "the year":
        year = year_of(words, place.anchor)
    span = cal.half(year, _NUMBER_NAMES[place.group("n")]) if year else None
    return place.found(span, relative=not words[:4].isdigit())


_SEASON_NEEDS = re.compile(
    r"(?:\b(?:in|since|by|during|until|of|through|from|before|after|over)\s{1,3})$", re.IGNORECASE
)


def read_season(place: Place) -> Found | None:
    first_month = SEASONS[place.group("season")]
    which = place.group("which")
    if words := place.group("year"):
        year = year_of(words, place.anchor)
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
        guessed, _ = guess(place, lambda year: cal.season(year, first_month))
        span = guessed or seasons[2]
    return place.found(span, "approximate")


def read_decade(place: Place) -> Found | None:
    if words := place.group("y"):
        first = int(words)
    elif words := place.group("yy"):
        this_year = place.anchor.year if place.anchor else 2000
        first = 2000 + int(words) if 2000 + int(words) <= this_year else 1900 + int(words)
    else:
        first = 1900 + NAMED_DECADES[place.group("word")]
    # "the 1800s" is a century, "the 2000s" mostly a decade.
    span = (date(first, 1, 1), date(first + 99, 12, 31)) if first % 100 == 0 and first < 1900 else cal.decade(first)
    return narrowed(place, span, relative=False)


def read_century(place: Place) -> Found | None:
    number = digits_of(place.group("n")) if place.group("n") else ORDINALS[place.group("word")]
    if not 1 <= number <= 22:
        return None
    return narrowed(place, cal.century(number), relative=False)


# "the 2023-24 season": a year that begins in the middle of one
_SPLIT_YEAR = re.compile(
    r"\s(?:(?:Premier League|school|academic|financial|fiscal|tax|budget|crop)\s)?(?:season|year|term|budget)\b"
)


def read_years(place: Place) -> Found | None:
    first = int(place.group("y"))
    words = place.group("y2")
    last = int(words) if len(words) == 4 else first // 100 * 100 + int(words)
    if not 0 < last - first < 200:
        return None
    if last == first + 1 and (place.group("sep") == "/" or _SPLIT_YEAR.match(place.after())):
        return place.found((date(first, 7, 1), date(last, 6, 30)), "approximate", relative=False)
    if place.group("sep") == "/":
        return None
    return place.found((date(first, 1, 1), date(last, 12, 31)), relative=False)


# "since at least 2019", "as early as April", "no later than June"
_AT_LEAST = (
    r"\b(?i:(?:since|until|till|by|in|from)\sat\s(?:least|the\s(?:earliest|latest|very\sleast))"
    r"|as\s(?:early|soon|late|recently|far\sback)\sas|no\s(?:earlier|later|sooner)\sthan)\s"
)
# A month that is also a word or a name needs something before it that says it is a month.
_AMBIGUOUS_MONTHS = {"march", "may", "april", "june", "august"}
_MONTH_CUE = re.compile(
    rf"(?:{_AT_LEAST}|\b(?:(?i:in|since|until|till|by|last|next|this|early|late|mid|during|from|through|between"
    r"|before|after|around|into"
    r"|(?:end|start|beginning|middle|month|part|rest|most|\d(?:st|nd|rd|th)) of)|(?:January|February|March|April|May"
    r"|June"
    r"|July|August|September|October|November|December),?(?: and| to| or| through| until)?)[\s-]{1,3})$"
)
_TOLD_MONTH = re.compile(r"\b(?:an?|the|its|their|his|her)\s$")  # "under a June agreement"
_NAME_BEFORE = re.compile(r"(?:^|[^.!?\s”\"]\s)(?:[A-Z][\w’']*\.?)\s$")


def read_month(place: Place) -> Found | None:
    name = place.group("month").rstrip(".")
    before = place.before()
    if not _MONTH_CUE.search(before):
        told = (
            name in ("april", "june", "august")
            and _TOLD_MONTH.search(before)
            and re.match(r"\s[a-z]{3}", place.after())
        )
        if (name in _AMBIGUOUS_MONTHS and not told) or _NAME_BEFORE.search(before):
            return None
        if re.match(r"\s(?:Revolution|Surprise|Rain)\b", place.after()):
            return None
    if name in ("march", "may") and re.match(r"\s(?:for|on|of|against)\s(?:[A-Z]|the\s[A-Z])", place.after()):
        return None
    number = MONTHS[name]

    def in_year(year: int) -> cal.Span:
        return cal.month(year, number)

    resolved, certainty = guess(place, in_year)
    return place.found(resolved, certainty, in_year=in_year)


# A bare number of four digits is a year where its surroundings say so, and not where it counts something.
_COUNTED = re.compile(
    r"^[\s-](?:people|men|women|children|troops|soldiers|police|officers|dead|deaths|casualties|cases|votes|points"
    r"|miles"
    r"|kilometers|kilometres|km|meters|metres|m|feet|ft|acres|hectares|tons|tonnes|kg|dollars|euros|pounds|yen|rubles"
    r"|hours|minutes|seconds|days|weeks|months|years|seats|homes|houses|jobs|workers|employees|students|patients"
    r"|residents|migrants|refugees|prisoners|protesters|demonstrators|tests|units|copies|cars|vehicles|tanks|missiles"
    r"|drones|companies|shares|members|delegates|athletes|passengers|others|more|new|percent|per\s|million|billion|GMT"
    r"|UTC|local time|hrs?)\b"
)
_YEAR_BEFORE_STRONG = re.compile(
    rf"(?:{_AT_LEAST}|\b(?:up|down|more|fewer|less|higher|lower|rise|increase|fall|drop)\s[^.;]{{0,18}}\bon\s"
    r"|\b(?:in|from|since|until|by|between)\s(?:about|around|roughly)\s"
    r"|\b(?:in|since|until|till|during|early|late|mid|year|years|spring|summer|autumn|fall|winter|back in|circa"
    r"|fiscal"
    r"|season|c\.|ended|ending|(?:end|start|beginning|middle|summer|spring|fall|autumn|winter|war|election|elections"
    r"|crisis|class|half|part|rest|events|months|days|invasion|constitution|act|law|agreement|championship|best) of"
    r"|before|after|by|between|throughout|from)\s|\(|[\s(](?:born|died)\s|\bsince\s)$",
    re.IGNORECASE,
)
_YEAR_BEFORE_WEAK = re.compile(
    r"(?:\b(?:the|a|an|its|his|her|their|this|our|of|to|and|for|than|or|through|around|into)\s|['’]s\s)$", re.IGNORECASE
)
_COUNT_BEFORE = re.compile(
    r"\b(?:total|crowd|population|number|fine|capacity|group|average|maximum|minimum|speed|altitude|loss|rate|force"
    r"|height|price|cost|than|some|about|nearly|almost|least|most|over|to)\s(?:of\s)?$"
)
# "from 2014 to 2022", "the five years to 2024", "in both 2016 and 2020"
_YEAR_AMONG_OTHERS = re.compile(
    r"(?:\b(?:1[5-9]|20)\d\d,?\s(?:to|until|through|and|or)|\b(?:years?|months|quarters?) to|\bboth)\s$"
)
# "in 2022, 2023 and 2024", and not "In 2019, 2020 of them"
_YEAR_LISTED = re.compile(r"\b(?:1[5-9]|20)\d\d,\s$")
_YEAR_FOLLOWS = re.compile(r"(?:,|,?\s(?:and|or))\s(?:1[5-9]|20)\d\d\b")
_COUNTED_ALONE = re.compile(r"\s(?:had|have|has|were|was|are|is|of (?:them|whom|which))\b")  # "and 1720 had left"
_YEAR_SUBJECT = re.compile(r"^\s(?:was|is|will|saw|marked|has|had|brought|ended|began|would)\b")


def read_year(place: Place) -> Found | None:
    number = int(place.group("year"))
    before, after = place.before(), place.after()
    if _COUNTED.match(after):
        return None
    listed = _YEAR_LISTED.search(before) and _YEAR_FOLLOWS.match(after)
    if listed or _YEAR_AMONG_OTHERS.search(before):
        return place.found(cal.year(number), relative=False)
    if not _YEAR_BEFORE_STRONG.search(before):
        if not 1700 <= number <= 2100:
            return None
        starts_sentence = not before.strip() or bool(re.search(r"[.!?]['\"”’]?\s$", before))
        if not (starts_sentence and _YEAR_SUBJECT.match(after)):
            if not _YEAR_BEFORE_WEAK.search(before):
                return None
            determiner = re.search(r"(?:\b(?:the|a|an|its|his|her|their|this|our)\s|['’]s\s)$", before, re.IGNORECASE)
            if determiner and not re.match(r"[\s-][A-Za-z]", after):
                return None
            if not determiner and (_COUNT_BEFORE.search(before) or _COUNTED_ALONE.match(after)):
                return None
    return place.found(cal.year(number), relative=False)


def read_spoken_year(place: Place) -> Found | None:
    """ "Nineteen ninety-six": how a broadcast's transcript writes a year."""
    rest = number_of(re.split(r"[- ]", place.group("words"), maxsplit=1)[1])
    return place.found(cal.year(1900 + int(rest)), relative=False) if rest else None


def read_part_year(place: Place) -> Found | None:
    return narrowed(place, cal.year(int(place.group("year"))), relative=False)


def read_part_month(place: Place) -> Found | None:
    number = MONTHS[place.group("month")]
    resolved, _ = guess(place, lambda year: cal.month(year, number))
    return narrowed(place, resolved, relative=True)


def read_fiscal(place: Place) -> Found | None:
    return place.found(cal.year(int(place.group("year"))), "approximate", relative=False)


def read_season_year(place: Place) -> Found | None:
    span = cal.season(int(place.group("year")), SEASONS[place.group("season")])
    return place.found(span, "approximate", relative=False)
