"""Dates: a day, month or year that a claim states has to be the passage's, as far as the passage states one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from verifiers.agreements.background import done_in, is_background
from verifiers.agreements.bearers import is_of_the_same_event
from verifiers.agreements.finding import DOUBT, HINT, VETO, Finding
from verifiers.agreements.starts import starts
from verifiers.agreements.told import Token, Told
from warehouse.records import DateMention

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?!\d)")
# "Before 1990" is borne out by 1989.
_BOUND = re.compile(
    r"\b(?P<bound>before|after|since|until|till|by|between|prior to|from|than)\s+(?:the\s+)?$", re.IGNORECASE
)
_UP_TO = frozenset({"before", "until", "till", "by", "prior to"})
_TWO_ENDS = re.compile(
    r"\b(?:to|until|till|through)\b.*\d|\bbetween\b.*\band\b.*\d"
    r"|(?<![\d-])\d{1,2}\s?[-–—]\s?\d{1,2}\b(?!-)|\b\d{4}\s?[-–—]\s?\d{2,4}\b(?!-)",
    re.IGNORECASE,
)
_ONWARDS = frozenset({"after", "since", "from"})
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ABOUT_THE_SAME = 0.45
_SPELLS_OUT = frozenset({" (", ", ", "'s (", "’s ("})  # "Tuesday's (7 July)", "this Tuesday, 7 July"
_NEARLY_ALL = 0.8  # of a claim's words, in a sentence that tells of the very same
_SHORTLY = timedelta(days=10)  # after which a report without a date tells of something else
_OF_ONE_TIME = timedelta(days=60)  # between two texts that can mean the same by "in May"
_BETWEEN = 3  # words back from a date in which what it dates is looked for
_FEW_WORDS = 5  # content words of a claim, up to which its date is what it is about
_YEARS_LEAST, _YEARS_MOST = 1000, 2100


# "yesterday (28 April 2020)", "late in the month (21 to 30 June 2020)", "last year (2019)"
_SPELT_OUT = re.compile(
    r"(?P<before>[^\W\d_]+) \((?:(?:\d{1,2} (?:[^\W\d_]+ )?(?:\d{4} )?to )?\d{1,2} )?(?:[^\W\d_]+ )?\d{4}\)"
)

# "Friday, 8 February 2019", of what a passage tells of "Friday"
_DATED_WEEKDAY = re.compile(
    rf"(?P<weekday>{_WEEKDAY.pattern}), (?:\d{{1,2}} {_MONTH.pattern}|{_MONTH.pattern} \d{{1,2}},)(?: \d{{4}})?\b",
    re.IGNORECASE,
)
_WITH_YEAR = re.compile(
    rf"(?P<day>(?:\b\d{{1,2}} )?{_MONTH.pattern}(?: \d{{1,2}})?),? (?P<year>(?:1[0-9]|20)\d\d)\b", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"\b(?:a|an|the)\s$", re.IGNORECASE)  # "is a 2010 film"
_JOINED = re.compile(r"\s*(?:,|and|or|,\s*and)\s+(?:again\s+)?(?:(?:in|from|on|the)\s+)*", re.IGNORECASE)


@dataclass(frozen=True)
class _Day:
    """What is stated of a date: year, month and day, each where it is; and the stretch of days where it is resolved."""

    year: int | None
    month: int | None
    day: int | None
    span: tuple[date, date] | None
    text: str
    start: int
    anchor: date | None = None  # the day that a year which is not stated was told from

    @property
    def depth(self) -> int:
        return sum(part is not None for part in (self.year, self.month, self.day))


def is_written_range(text: str) -> bool:
    """Whether a date is a stretch that is told by both its ends: "from 2004 to 2019", "3-5 May"."""
    return _TWO_ENDS.search(text) is not None


def dated_alike(claim: str, passage: str) -> str:
    """A claim whose dates are put as the passage puts them, where that says less.

    Without the days in brackets that spell out a word such as "yesterday", without the date behind a weekday, and
    without the year of a day or month, where the passage has that word or weekday, or that day without a year. A
    network takes the rest for what the passage lacks.
    Whether the passage means the same days is for `of_days` to say.
    """

    def stands_there(text: str, *, yearless: bool = False, alone: bool = False) -> bool:
        year = r"(?!,? (?:1[0-9]|20)\d\d\b)" if yearless else ""
        day = r"(?!,? (?:\d|[A-Z][a-z]{2,8}\.? \d))" if alone else ""
        return re.search(rf"\b{re.escape(text)}\b{year}{day}", passage, re.IGNORECASE) is not None

    plain = _DATED_WEEKDAY.sub(
        lambda found: found["weekday"] if stands_there(found["weekday"], alone=True) else found.group(), claim
    )
    plain = _SPELT_OUT.sub(lambda found: found["before"] if stands_there(found["before"]) else found.group(), plain)
    return _WITH_YEAR.sub(
        lambda found: found["day"] if stands_there(found["day"], yearless=True) else found.group(), plain
    )


def of_days(claim: Told, passage: Told, title: Told | None = None) -> Iterator[Finding]:
    """What the dates of the claim make of a passage that supports it.

    "Foreign trade, April 2026" above a passage without another date tells what that is of.
    """
    if not claim.dates:
        return
    yield from of_own_days(claim, passage)
    if (other := _of_another_weekday(claim, passage)) is not None:
        yield other
    begun = [day for found, day in starts(passage) if day is not found]  # "since 15 February 1965" states that day
    there = [one for found in [*passage.dates, *begun] if (one := _stated(found)) is not None]
    told = _of_the_deed(claim, passage)
    since = [one for one, _ in starts(claim)]
    for found in {one.text: one for one in reversed(claim.dates)}.values():  # a long list of the same is read once
        if found in since:  # verifiers/agreements/starts.py
            continue
        wanted = _stated(found)
        absolute = _YEAR.search(found.text) or _MONTH.search(found.text) or (found.earliest and found.anchor is None)
        if wanted is None or not (claim.day or absolute):
            continue
        if (bound := _BOUND.search(claim.text[: wanted.start])) is not None:
            days = [one for found in told if (one := _stated(found)) is not None]
            if len(days) == len(told) and (beyond := _beyond(bound["bound"].lower(), wanted, days)) is not None:
                deed = max(bound.start() - 1, 0)  # "before" may open a clause of its own
                same = len(days) == 1 and is_of_the_same_event(deed, claim, days[0].start, passage)
                yield replace(beyond, clashes=same)
            continue
        agreeing = [one for one in there if _agree(wanted, one)]
        if agreeing and (nearer := _nearer_otherwise(wanted, agreeing, claim, passage, there)) is not None:
            yield nearer
        elif agreeing:
            if (other := _of_another_event(wanted, agreeing, claim, passage, there)) is not None:
                yield other
        elif not _stands_there(wanted, passage) and not _is_of_that_time(wanted, passage, told):
            beside = [one for found in told if (one := _stated(found)) is not None]
            if not told and title is not None and _is_the_title_s(wanted, title):
                continue
            yield _missing(wanted, claim, passage, beside, unclear=len(beside) < len(told))


def of_own_days(claim: Told, _: Told) -> Iterator[Finding]:
    """Whether a claim's own words for a day contradict one another: "Friday, 15 September 2019" was a Sunday."""
    before: DateMention | None = None
    for found in claim.dates:
        if before is not None and claim.text[before.end : found.start] not in _SPELLS_OUT:
            before = None
        told = claim.text[before.start if before else found.start : found.end]
        weekday, day = _WEEKDAY.search(told), found.earliest
        is_whole = _MONTH.search(found.text) and _YEAR.search(found.text)
        if weekday and is_whole and day and day == found.latest and _DAYS[day.weekday()] not in told:
            yield Finding("day", VETO, f"{day:%-d %B %Y} was a {_DAYS[day.weekday()]}, not a {weekday.group()}")
        elif before and is_whole and _is_another_month(before.text, found.text):
            yield Finding("day", VETO, f"“{before.text}” is not {found.text}")
        before = found


def _is_another_month(text: str, other: str) -> bool:
    """Whether a text names a month that is none of those of the other."""
    month = _MONTH.search(text)
    return month is not None and month.group()[:3].lower() not in other.lower()


def _nearer_otherwise(
    wanted: _Day, agreeing: list[_Day], claim: Told, passage: Told, there: list[_Day]
) -> Finding | None:
    """Whether the sentence that tells of the same has another day, and what agrees is only a year, or stands elsewhere.

    "On Saturday … in the third round of the 2020 season" is of that Saturday, and not of another day of 2020.
    """
    as_close = [one for one in agreeing if one.depth >= wanted.depth]
    line = claim.line_at(wanted.start)
    for share, near in passage.nearest(line.groups if line else claim.groups)[:1]:
        if share < (_NEARLY_ALL if as_close else _ABOUT_THE_SAME):
            return None
        rivals = [one for one in there if near.start <= one.start < near.end and _are_rivals(wanted, one)]
        rivals = [one for one in rivals if one.depth >= wanted.depth]
        if rivals and not any(near.start <= one.start < near.end for one in as_close):
            return Finding("day", VETO, f"the passage says {rivals[0].text}, not {wanted.text}")
    return None


def _beyond(bound: str, wanted: _Day, days: list[_Day]) -> Finding | None:
    """Whether all the days of a passage lie on the other side of a claim's "before" or "after"."""
    spans = [one.span for one in days if one.span is not None]
    if wanted.span is None or not spans or len(spans) < len(days):
        return None
    first, last = wanted.span
    if (bound in _UP_TO and all(span[0] > last for span in spans)) or (
        bound in _ONWARDS and all(span[1] < first for span in spans)
    ):
        return Finding("day", VETO, f"the passage says {days[0].text}, not {bound} {wanted.text}")
    return None


def _of_another_weekday(claim: Told, passage: Told) -> Finding | None:
    """Whether the two name other days of the week, where neither is known by its date."""
    if claim.day is not None and passage.day is not None:
        return None
    ours, theirs = ({match.group().lower() for match in _WEEKDAY.finditer(text)} for text in (claim.text, passage.text))
    if not ours or not theirs or ours & theirs:
        return None
    return Finding("day", VETO, f"the passage says {min(theirs).title()}, not {min(ours).title()}", clashes=True)


def _of_the_deed(claim: Told, passage: Told) -> list[DateMention]:
    """The dates of a passage, but for those that only tell who or what it speaks of."""
    done = frozenset().union(*(done_in(line) for line in claim.lines))
    kept = []
    for one in passage.dates:
        line = passage.line_at(one.start)
        if line is None or not is_background(line, one.start - line.start, done):
            kept.append(one)
    return kept


def _is_the_title_s(wanted: _Day, title: Told) -> bool:
    """Whether a title states the date, as closely, and none other."""
    stated = [one for found in title.dates if (one := _stated(found)) is not None]
    return bool(stated) and all(_agree(wanted, one) and one.depth >= wanted.depth for one in stated)


def _is_of_that_time(wanted: _Day, passage: Told, told: list[DateMention]) -> bool:
    """Whether a passage without a date of its own was published on the day, or shortly after."""
    if wanted.span is None or passage.day is None or told:
        return False
    return wanted.span[0] <= passage.day <= wanted.span[1] + _SHORTLY


def _of_another_event(
    wanted: _Day, agreeing: list[_Day], claim: Told, passage: Told, there: list[_Day]
) -> Finding | None:
    """Whether the passage has the date for something else: "signed in 2015 and ended in 2019" of what ended in 2015."""
    before = _word_before(wanted, claim)
    if before is None or before.capital:  # "in 2023" dates no name before it
        return None
    for day in agreeing:
        line, other = passage.line_at(day.start), _word_before(day, passage)
        if line is None or other is None or other.group == before.group:
            return None
        if _ATTRIBUTE.search(passage.text[: day.start]) or _is_listed(day, passage, there):
            return None
    for day in there:
        other = _word_before(day, passage)
        if other is not None and other.group == before.group and not _agree(wanted, day):
            return Finding("day", VETO, f"the passage says {before.plain} {day.text}, not {wanted.text}", clashes=True)
    return None


def _is_listed(day: _Day, passage: Told, there: list[_Day]) -> bool:
    """Whether it is the second of two dates of one thing: "from 2000 to 2001 and from 2005 to 2013"."""
    before = [one for one in there if one.start + len(one.text) <= day.start]
    return bool(before) and bool(_JOINED.fullmatch(passage.text[before[-1].start + len(before[-1].text) : day.start]))


def _word_before(day: _Day, whole: Told) -> Token | None:
    """The content word right before a date, with at most "in" or "on the" between them."""
    line = whole.line_at(day.start)
    if line is None:
        return None
    before = [one for one in line.tokens if one.end <= day.start - line.start]
    near = [one for one in before[-_BETWEEN:] if not one.empty]
    return near[-1] if near else None


def _missing(wanted: _Day, claim: Told, passage: Told, there: list[_Day], *, unclear: bool) -> Finding:
    """`unclear`: the passage has a date that cannot be told, such as "on Thursday", which may be the very day."""
    rivals = [one for one in there if _are_rivals(wanted, one)]
    if rivals and not unclear:
        line = claim.line_at(wanted.start)
        groups = line.groups if line else claim.groups
        near = [near for share, near in passage.nearest(groups) if share >= _ABOUT_THE_SAME]
        beside = [one for one in rivals if any(line.start <= one.start < line.end for line in near)]
        if beside:
            why = f"the passage says {beside[0].text}, not {wanted.text}"
            same = len(beside) == 1 and is_of_the_same_event(wanted.start, claim, beside[0].start, passage)
            return Finding("day", VETO, why, clashes=same)
        return Finding("day", VETO, f"it says nothing of {wanted.text}, only of {rivals[0].text}")
    content = [group for group in claim.groups if group.isalpha()]
    keeps = DOUBT if len(content) <= _FEW_WORDS and not unclear else HINT
    return Finding("day", keeps, f"it says nothing of {wanted.text}")


def _stated(found: DateMention) -> _Day | None:
    """The parts that the words themselves state; None for one that states nothing and is not resolved."""
    year = _YEAR.search(found.text)
    month = _MONTH.search(found.text)
    rest = found.text
    if year:
        rest = rest[: year.start()] + rest[year.end() :]
    numbers = _DAY.findall(rest) if month else []
    span = (found.earliest, found.latest) if found.earliest and found.latest else None
    if not year and not month and span is None:
        return None
    number = _MONTHS.index(month.group(1).lower()[:3]) + 1 if month else None
    day = int(numbers[0]) if numbers else None
    if span and span[0] == span[1]:
        return _Day(span[0].year, span[0].month, span[0].day, span, found.text, found.start, found.anchor)
    stated_year = int(year.group()) if year else (span[0].year if span and span[0].year == span[1].year else None)
    return _Day(stated_year, number, day, span, found.text, found.start, found.anchor)


def _agree(wanted: _Day, found: _Day) -> bool:
    """Whether the two can be one date, the one stated as closely as it likes."""
    if _is_same_month(wanted, found):
        return True
    if wanted.span and found.span:
        if is_written_range(wanted.text) and is_written_range(found.text):
            return wanted.span == found.span
        return wanted.span[0] <= found.span[1] and found.span[0] <= wanted.span[1]
    pairs = ((wanted.year, found.year), (wanted.month, found.month), (wanted.day, found.day))
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    return bool(both) and all(one == other for one, other in both)


def _is_same_month(wanted: _Day, found: _Day) -> bool:
    """Whether two texts of one time both say "in May" or "on 4 May", of whatever year each was taken to mean it."""
    if wanted.anchor is None or found.anchor is None or _YEAR.search(wanted.text) or _YEAR.search(found.text):
        return False
    if (
        wanted.month is None
        or wanted.month != found.month
        or not (_MONTH.search(wanted.text) and _MONTH.search(found.text))
    ):
        return False
    same_day = None in (wanted.day, found.day) or wanted.day == found.day
    return same_day and abs(wanted.anchor - found.anchor) <= _OF_ONE_TIME


def _are_rivals(wanted: _Day, found: _Day) -> bool:
    """Whether a date is stated so closely that it would have had to be the wanted one."""
    return found.depth >= min(wanted.depth, 1) and not _agree(wanted, found)


def _stands_there(wanted: _Day, passage: Told) -> bool:
    """Whether a year that is all that is stated stands in the passage, in whatever company: "2023-24", "FY2023"."""
    if wanted.year is None or wanted.month is not None:
        return False
    if is_written_range(wanted.text):
        return all(year in passage.text for year in _YEAR.findall(wanted.text))
    if wanted.span and wanted.span[0].year != wanted.span[1].year:  # a decade, a century
        return any(wanted.span[0].year <= int(year) <= wanted.span[1].year for year in _YEAR.findall(passage.text))
    return str(wanted.year) in passage.text or bool(
        re.search(rf"\b(?:19|20)\d\d[-–/]{wanted.year % 100:02d}\b", passage.text)
    )
