"""True sentences made untrue by one change: another number, another date, another name, or its denial.

For measuring alone: the judge's training makes its false sentences in other ways and from other words. A change is
made only where it leaves no way for the sentence to stay true: "more than 40" becomes a larger number, never a smaller
one; a name is replaced by one that is of the same kind and stands nowhere in the article.
"""

import random
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from language.countries import capital_of, is_country_name
from language.dates import find_dates
from language.name_words import FIRST_NAMES, PLACES
from language.names import Name, find_names
from language.quantities import find_quantities
from language.words import negation_cues

Change = Literal["number", "date", "name", "negation"]


@dataclass(frozen=True)
class Altered:
    """A sentence with one thing changed, and which words became which."""

    text: str
    change: Change
    was: str
    became: str


_DIGITS = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|(?<![\w.,])\d+(?:\.\d+)?(?![\d,]*\d)")
_SPELT_TABLE = """
two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 fifteen 15 sixteen 16
eighteen 18 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90
"""
_SPELT: dict[str, int] = {word: int(value) for word, value in zip(*[iter(_SPELT_TABLE.split())] * 2, strict=True)}
_SPELLED: dict[int, str] = {value: word for word, value in _SPELT.items()}
_SPELT_OUT = re.compile(r"(?<![\w-])(?:" + "|".join(_SPELT) + r")(?![\w-])", re.IGNORECASE)
_TIMES = (1.6, 2.0, 2.5, 3.0)  # by how much a number grows, or shrinks where that makes it untrue
_YEARS = range(1500, 2101)  # a bare number of this size is read as a year
_BOUND_ABOVE = re.compile(
    r"\b(?:less|fewer|lower|younger|under|below|up to|at most|within|no more|almost|nearly)\b[^,;]{0,12}$",
    re.IGNORECASE,
)
_BOUND_BELOW = re.compile(
    r"\b(?:more|greater|over|above|at least|exceed\w*|minimum of|no fewer|no less)\b[^,;]{0,12}$", re.IGNORECASE
)
# What a number belongs to as a name does ("Category 5", "route 2"), a range, a score, or what stands in brackets.
_NAMED_BEFORE = re.compile(
    r"(?:[A-Z][\w.’'-]*|\b(?:number|no|article|section|act|flight|channel|route|chapter|group|page|level|top))[\s-]$"
    r"|\([^)]*$|[–—-]$|\b(?:to|or|between)\s[$€£]?$"
)
_RANGE_AFTER = re.compile(r"(?:%| percent)?\s?[–—]|(?:%| percent)?\s(?:to|or|times)\b|-\d|-bit\b")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = re.compile(r"\b(?:" + "|".join(_MONTHS) + r")\b")
_WEEKDAY = re.compile(r"\b(?:" + "|".join(_WEEKDAYS) + r")\b")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_DAY = re.compile(r"(?<![\d/-])([1-9]|[12]\d|3[01])(st|nd|rd|th)?(?![\d/%:-])")
_QUOTED = re.compile(r"[“”\"«»]")
_PEOPLE = ("Henrik Aldane", "Ruth Okonjo-Bell", "Tomas Verhagen", "Leila Haddadin", "Callum Prewett", "Ines Marchetti")
_SURNAMES = ("Aldane", "Okonjo-Bell", "Verhagen", "Haddadin", "Prewett", "Marchetti")
_COUNTRIES = ("Paraguay", "Mongolia", "Senegal", "Latvia", "Nepal", "Uruguay", "Zambia", "Iceland")
_CITIES = ("Porto", "Gothenburg", "Rosario", "Kumasi", "Busan", "Leipzig", "Adelaide", "Winnipeg")
_AUXILIARY = re.compile(
    r"\b(?:(?:is|are|was|were|will|would|could|can|should)"
    r"(?=\s+(?!not\b|no\b|only\b|never\b|just\b|also\b|all\b|both\b|either\b)[a-z])"
    r"|(?:has|have|had)(?=\s+(?:since\s+)?(?:been|become|begun|\w+ed|made|taken|given|won|lost|left|held)\b))"
)
# Of some, or of at least so many, both may be so: "some have" and "some have not".
_OF_SOME = re.compile(
    r"\b(?:some|many|several|most|few|others?|one|any|each|every|all|both|half|part|no|nobody|thousands|hundreds"
    r"|dozens|millions|people|at least|more than|over|number|percent|majority)\b|\d",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[,;:—–(]|\b(?:who|which|that|when|where|if|while|as|because|after|before|since|than|whose|what|why|how|whether"
    r"|until|although|though|but|and|or)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(is|are|was|were|has|have|had|will|would|could|can|should)\s?(?:not|n't|n’t) (?!yet\b)")


def alterations(text: str, dice: random.Random, *, anchor: date | None, elsewhere: str) -> list[Altered]:
    """Each kind of change that the sentence allows, once. No name that is put in stands in `elsewhere`, its article."""
    made: list[Altered] = []
    if _QUOTED.search(text):
        return made  # what others said word for word is not for changing
    for maker in _MAKERS.values():
        found = list(maker(text, dice, anchor, elsewhere))
        if found:
            made.append(dice.choice(found))
    return made


def _changed(text: str, start: int, end: int, became: str, change: Change) -> Altered:
    return Altered(f"{text[:start]}{became}{text[end:]}", change, text[start:end], became)


def _numbers(text: str, dice: random.Random, anchor: date | None, _: str) -> Iterator[Altered]:
    """Another number in the place of each one that counts or measures something."""
    days = [(one.start, one.end) for one in find_dates(text, anchor)]
    names = [(one.start, one.end) for one in find_names(text)]
    for quantity in find_quantities(text):
        if any(start < quantity.end and quantity.start < end for start, end in (*days, *names)):
            continue
        match = _DIGITS.search(text, quantity.start, quantity.end) or _SPELT_OUT.search(
            text, quantity.start, quantity.end
        )
        if match is None or quantity.low is quantity.high is None or _is_year(match.group()):
            continue
        if _NAMED_BEFORE.search(text[: match.start()]) or _RANGE_AFTER.match(text, match.end()):
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        bounded_above = _BOUND_ABOVE.search(before) is not None
        factor = dice.choice(_TIMES)
        new = _scaled(match.group(), 1 / factor if bounded_above else factor)
        if new is not None and not (bounded_above and _BOUND_BELOW.search(before)):
            yield _changed(text, match.start(), match.end(), new, "number")


def _is_year(written: str) -> bool:
    return written.isdigit() and int(written) in _YEARS


def _scaled(written: str, factor: float) -> str | None:
    """A number a few times larger or smaller, written in the same way; None where there is no such number."""
    if written.lower() in _SPELT:
        counted = _SPELT[written.lower()]
        wanted = counted * factor
        others = [other for other in _SPELLED if (other - counted) * (factor - 1) > 0]
        if not others:
            return None
        word = _SPELLED[min(others, key=lambda other: (abs(other - wanted), other))]
        return word.capitalize() if written[:1].isupper() else word
    plain = written.replace(",", "")
    decimals = len(plain.partition(".")[2])
    value = float(plain)
    new = round(value * factor, decimals)
    if new == value or new == 0 or (new == 1 and not decimals):
        return None
    return f"{new:,.{decimals}f}" if "," in written else f"{new:.{decimals}f}"


def _dates(text: str, dice: random.Random, anchor: date | None, _: str) -> Iterator[Altered]:
    """Another weekday, month, day of the month or year in each date."""
    for found in find_dates(text, anchor):
        if found.earliest is None or found.certainty != "exact":
            continue
        for pattern, others in ((_WEEKDAY, _WEEKDAYS), (_MONTH, _MONTHS)):
            match = pattern.search(text, found.start, found.end)
            if match and not (pattern is _WEEKDAY and _MONTH.search(text, found.start, found.end)):
                place = others.index(match.group())
                new = others[(place + dice.randint(2, len(others) - 2)) % len(others)]
                yield _changed(text, match.start(), match.end(), new, "date")
        if match := _YEAR.search(text, found.start, found.end):
            new = str(int(match.group()) - dice.randint(2, 9))
            yield _changed(text, match.start(), match.end(), new, "date")
        if _MONTH.search(text, found.start, found.end) and (match := _DAY.search(text, found.start, found.end)):
            day = int(match[1])
            new_day = (day + dice.randint(5, 20)) % 28 + 1
            if abs(new_day - day) > 2:
                yield _changed(text, match.start(), match.end(), f"{new_day}{_ending(new_day, match[2])}", "date")


def _ending(day: int, written: str | None) -> str:
    if not written:
        return ""
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _names(text: str, dice: random.Random, _: date | None, elsewhere: str) -> Iterator[Altered]:
    """Somebody else, another country or another city, where the sentence has the name once."""
    known = f"{elsewhere} {text}"
    people = {one.text.split()[-1] for one in find_names(elsewhere) if _has_first_name(one)}
    for name in find_names(text):
        others = [other for other in _others_of(name, people) if not any(word in known for word in other.split())]
        if others and text.count(name.head) == text.count(name.text) == 1:
            yield _changed(text, name.start, name.end, dice.choice(others), "name")


def _has_first_name(name: Name) -> bool:
    first, _, rest = name.text.partition(" ")
    return name.kind == "person" and first.lower() in FIRST_NAMES and len(rest.split()[-1:][0] if rest else "") > 1


def _others_of(name: Name, people: Collection[str]) -> tuple[str, ...]:
    if name.kind == "person":
        if _has_first_name(name):
            return _PEOPLE
        return _SURNAMES if name.text in people else ()
    if name.kind != "place":
        return ()
    if is_country_name(name.text):
        return _COUNTRIES
    return _CITIES if capital_of(name.text) or name.text.lower() in PLACES else ()


def _negations(text: str, dice: random.Random, _: date | None, __: str) -> Iterator[Altered]:
    """The denial of what the main clause says, where its auxiliary can be told; or "not" taken out."""
    del dice
    if cues := negation_cues(text):
        matches = list(_NEGATED.finditer(text))
        if len(cues) == len(matches) == 1 and not _CLAUSE.search(text[: matches[0].start()]) and "until" not in text:
            match = matches[0]
            yield _changed(text, match.start(), match.end(), f"{match[1]} ", "negation")
        return
    verb = _AUXILIARY.search(text)
    if verb and not _CLAUSE.search(text[: verb.start()]) and not _OF_SOME.search(text[: verb.start()]):
        denied = "cannot" if verb.group() == "can" else f"{verb.group()} not"
        yield _changed(text, verb.start(), verb.end(), denied, "negation")


_MAKERS: Mapping[Change, Callable[[str, random.Random, date | None, str], Iterator[Altered]]] = {
    "number": _numbers,
    "date": _dates,
    "name": _names,
    "negation": _negations,
}
