"""A claim's text made to stand alone: full names for surnames and pronouns, dates in words for "Sunday" and "last week".

Nothing is invented: a name comes from the article, a date from resolving one of its words. Words in quotation marks stay
as they were said.
"""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from extractors.grammar import Token
from extractors.people import People, name_runs
from warehouse.records import DateMention

VERSION = 1

Replacement = tuple[int, int, str]  # [start, end) of the article's text, and what stands there instead

_MONTH_NAMES = ("January February March April May June July August September October November December").split()
# Times that are no more than "when this was written".
VAGUE_TIMES = frozenset("now currently today recently nowadays presently lately".split())
_LEADING = re.compile(
    r"\A(?:But|And|Yet|So|Still,|However,|Meanwhile,|Nevertheless,|Nonetheless,|Moreover,|Also,)\s+(?=\S)"
)
_HAS_YEAR = re.compile(r"\b(?:1[5-9]|20|21)\d\d\b")


def in_words(first: date, last: date) -> str | None:
    """A range of days as one would write it, None where it has no short name: "3 March 2025", "February 2025", "2024"."""
    if first == last:
        return f"{first.day} {_MONTH_NAMES[first.month - 1]} {first.year}"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if (first.month, last.month) == (1, 12):
            return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{_MONTH_NAMES[first.month - 1]} {first.year}"
    if last - first > timedelta(days=31):
        return None
    opening = str(first.day)
    if first.month != last.month:
        opening += f" {_MONTH_NAMES[first.month - 1]}"
    if first.year != last.year:
        opening += f" {first.year}"
    return f"{opening} to {last.day} {_MONTH_NAMES[last.month - 1]} {last.year}"


def date_replacements(dates: Sequence[DateMention], tokens: Sequence[Token]) -> list[Replacement]:
    """For each relative date outside quotation marks: the article's words, followed by the date that they mean."""
    quoted = {token.start for token in tokens if token.quoted}
    made: list[Replacement] = []
    for mention in dates:
        if mention.anchor is None or mention.earliest is None or mention.latest is None or mention.start in quoted:
            continue
        if mention.certainty == "approximate" and mention.text.lower() in VAGUE_TIMES:
            continue
        if _HAS_YEAR.search(mention.text):
            continue
        spoken = in_words(mention.earliest, mention.latest)
        if spoken is None:
            continue
        one_day_by_name = (
            mention.earliest == mention.latest
            and re.search(r"day\Z", mention.text.lower())
            and not re.search(r"(?:to|yester)day\Z", mention.text.lower())
        )
        if one_day_by_name:
            made.append((mention.end, mention.end, f", {spoken}"))
        elif (
            re.search(r"\d", mention.text)
            and mention.earliest == mention.latest
            and str(mention.earliest.day) in mention.text
        ):
            made.append((mention.end, mention.end, f", {mention.earliest.year}"))
        else:
            made.append((mention.end, mention.end, f" ({spoken})"))
    return made


def name_replacements(tokens: Sequence[Token], people: People, *, within_quotes: bool = False) -> list[Replacement]:
    """Full names for the first bare surname of each person among the tokens, where the surname means just one person."""
    made: list[Replacement] = []
    told = {name for run in name_runs(tokens) if (name := run.name(tokens)) in people.by_name}
    for run in name_runs(tokens):
        first = tokens[run.name_start]
        if run.end - run.start != 1 or (first.quoted and not within_quotes):
            continue
        surname = run.name(tokens)
        person = people.by_surname.get(surname)
        if person is None or person.name in told or surname == person.name:
            continue
        # "the Trump administration", "anti-Putin" and "the Smith family" are no persons.
        if (
            run.start
            and tokens[run.start - 1].low in ("the", "a", "an")
            or run.start
            and tokens[run.start - 1].is_possessive
        ):
            continue
        told.add(person.name)
        made.append((first.start, first.start + len(surname), person.name))
    return made


def rewrite(text: str, start: int, end: int, replacements: Sequence[Replacement]) -> str:
    """`text[start:end]` with the replacements inside it carried out; of two that overlap the first counts."""
    parts: list[str] = []
    position = start
    for first, last, new in sorted(set(replacements)):
        if first < position or last > end:
            continue
        parts += [text[position:first], new]
        position = last
    parts.append(text[position:end])
    return "".join(parts)


def within(items: Sequence[DateMention], starts: Sequence[int], start: int, end: int) -> list[DateMention]:
    """Of mentions sorted by their `starts`, those that lie inside [start, end)."""
    low, high = bisect_left(starts, start), bisect_right(starts, end)
    return [item for item in items[low:high] if item.start >= start and item.end <= end]


def as_sentence(text: str) -> str:
    """A clause as a sentence of its own: a capital first, one stop last, no marks left hanging."""
    bare = text.strip().strip(",;–— ").strip()
    for opening, closing in (("“", "”"), ("‘", "’"), ("(", ")"), ("[", "]")):
        if closing != "’" and bare.count(opening) != bare.count(closing):
            bare = bare.strip(opening + closing)
    if bare.count('"') % 2:
        bare = bare.strip('"')
    bare = _LEADING.sub("", bare.strip().rstrip(",;"))
    # The comma that stood before the closing mark belonged to the sentence that it was taken from.
    bare = re.sub(r",([”’\"])\Z", r"\1", bare)
    if bare and bare[0].islower():
        bare = bare[0].upper() + bare[1:]
    return bare if not bare or bare[-1] in '.!?…”"' else f"{bare}."
