"""Dates: a day, month or year that a claim states has to be the passage's, as far as the passage states one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from verifiers.agreements.finding import DOUBT, HINT, VETO, Finding
from verifiers.agreements.told import Told
from warehouse.records import DateMention

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b(?!\d)")
# "Before 1990" is borne out by 1989.
_BOUND = re.compile(r"\b(?:before|after|since|until|till|by|between|prior to|from|than)\s+(?:the\s+)?$", re.IGNORECASE)
_ABOUT_THE_SAME = 0.45
_FEW_WORDS = 5  # content words of a claim, up to which its date is what it is about
_YEARS_LEAST, _YEARS_MOST = 1000, 2100


@dataclass(frozen=True)
class _Day:
    """What is stated of a date: year, month and day, each where it is; and the stretch of days where it is resolved."""

    year: int | None
    month: int | None
    day: int | None
    span: tuple[date, date] | None
    text: str
    start: int

    @property
    def depth(self) -> int:
        return sum(part is not None for part in (self.year, self.month, self.day))


def of_days(claim: Told, passage: Told) -> Iterator[Finding]:
    """What the dates of the claim make of a passage that supports it."""
    if not claim.dates:
        return
    there = [one for found in passage.dates if (one := _stated(found)) is not None]
    for found in claim.dates:
        wanted = _stated(found)
        if wanted is None or not (claim.day or _YEAR.search(found.text) or _MONTH.search(found.text)):
            continue
        if _BOUND.search(claim.text[: wanted.start]):
            continue
        if any(_agree(wanted, one) for one in there) or _stands_there(wanted, passage):
            continue
        yield _missing(wanted, claim, passage, there)


def _missing(wanted: _Day, claim: Told, passage: Told, there: list[_Day]) -> Finding:
    rivals = [one for one in there if _are_rivals(wanted, one)]
    if rivals:
        line = claim.line_at(wanted.start)
        groups = line.groups if line else claim.groups
        near = [near for share, near in passage.nearest(groups) if share >= _ABOUT_THE_SAME]
        beside = [one for one in rivals if any(line.start <= one.start < line.end for line in near)]
        if beside:
            why = f"the passage says {beside[0].text}, not {wanted.text}"
            return Finding("day", VETO, why, clashes=len(beside) == 1)
        return Finding("day", VETO, f"it says nothing of {wanted.text}, only of {rivals[0].text}")
    content = [group for group in claim.groups if group.isalpha()]
    keeps = DOUBT if len(content) <= _FEW_WORDS else HINT
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
        return _Day(span[0].year, span[0].month, span[0].day, span, found.text, found.start)
    stated_year = int(year.group()) if year else (span[0].year if span and span[0].year == span[1].year else None)
    return _Day(stated_year, number, day, span, found.text, found.start)


def _agree(wanted: _Day, found: _Day) -> bool:
    """Whether the two can be one date, the one stated as closely as it likes."""
    if wanted.span and found.span:
        return wanted.span[0] <= found.span[1] and found.span[0] <= wanted.span[1]
    pairs = ((wanted.year, found.year), (wanted.month, found.month), (wanted.day, found.day))
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    return bool(both) and all(one == other for one, other in both)


def _are_rivals(wanted: _Day, found: _Day) -> bool:
    """Whether a date is stated so closely that it would have had to be the wanted one."""
    return found.depth >= min(wanted.depth, 1) and not _agree(wanted, found)


def _stands_there(wanted: _Day, passage: Told) -> bool:
    """Whether a year that is all that is stated stands in the passage, in whatever company: "2023-24", "FY2023"."""
    if wanted.year is None or wanted.month is not None:
        return False
    if wanted.span and wanted.span[0].year != wanted.span[1].year:  # a decade, a century
        return any(wanted.span[0].year <= int(year) <= wanted.span[1].year for year in _YEAR.findall(passage.text))
    return str(wanted.year) in passage.text or bool(
        re.search(rf"\b(?:19|20)\d\d[-–/]{wanted.year % 100:02d}\b", passage.text)
    )
