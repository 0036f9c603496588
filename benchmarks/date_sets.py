"""Dates: DATE expressions found and their value right, F1, on TempEval-3's AQUAINT and TimeBank (UzZaman et al. 2013).

The expressions that count are the TIMEX3 of type DATE, all of them; `benchmarks.timex` says when a value is right. A
reading finds the expression that it shares a character with, one reading each expression and the other way round; a
reading that covers both ends of a range ("from May to July") answers for each end with its first and its last day,
"since Friday" for "Friday" with its first and "the week ended Friday" with its last. Readings that only touch a timex
of another type (DURATION, TIME, SET: "the past three years", "Friday night") are neither right nor wrong.
precision = right / readings, recall = right / expressions, over all documents of a set; the interval is a bootstrap
over documents.

Systems: this project; dateparser's search alone, in English, with the document's day as its base and the period that it
reports ("month", "year") as the span of days; and, as the trivial baseline, every weekday, month and four-digit year
found by a pattern and read as the document's own day.

AQUAINT is held out: nothing in this project was tuned on it. TimeBank is where rules were developed.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from benchmarks.evaluation_data import MissingDataError, read_lines
from benchmarks.rows import Row, interval
from benchmarks.timex import Reading, is_right
from language import days as cal
from language.dates import find_dates

SETS = {"aquaint": "eval/timebank/aquaint.jsonl", "timebank": "eval/timebank/timebank.jsonl"}
DATEPARSER = "dateparser search"
BASELINE = "always the document's day"

System = Callable[[str, date], list[Reading]]


@dataclass(frozen=True)
class Counted:
    """One document's counts."""

    right: int
    readings: int
    expressions: int


def measure(shared: Path, sets: Sequence[str] = tuple(SETS)) -> list[Row]:
    """A row for each set and system. Raises MissingDataError where a set or dateparser is not here."""
    systems = {"offline": read_offline, DATEPARSER: _dateparser(), BASELINE: read_own_day}
    rows = []
    for name in sets:
        documents = read_lines(shared, SETS[name])
        for system, read in systems.items():
            began = time.monotonic()
            counts = [count(document, read) for document in documents]
            seconds = time.monotonic() - began
            lower, upper = interval(counts, f1)
            expressions = sum(one.expressions for one in counts)
            rows.append(Row(name, "all", "date_f1", system, f1(counts), lower, upper, expressions, round(seconds, 2)))
    return rows


def f1(counts: Sequence[Counted]) -> float:
    """F1 over all documents together."""
    right = sum(one.right for one in counts)
    total = sum(one.readings + one.expressions for one in counts)
    return 2 * right / total if total else 0.0


def count(document: dict[str, Any], read: System) -> Counted:
    """What a system finds in one document of a set: `text`, `published` and `timex`, as in the files."""
    day = date.fromisoformat(document["published"][:10])
    wanted = [timex for timex in document["timex"] if timex["type"] == "DATE"]
    others = [timex for timex in document["timex"] if timex["type"] != "DATE"]
    right = readings = 0
    taken: set[int] = set()
    for reading in read(document["text"], day):
        found = [i for i, timex in enumerate(wanted) if i not in taken and _touches(reading, timex)]
        if not found:
            readings += not any(_touches(reading, timex) for timex in others)
            continue
        taken.update(found)
        parts = _parts(document["text"], reading, [wanted[i] for i in found])
        readings += len(parts)
        for i, part in zip(found, parts, strict=False):
            right += is_right(wanted[i]["value"], wanted[i]["mod"], part, day)
    return Counted(right, readings, len(wanted))


def _touches(reading: Reading, timex: dict[str, Any]) -> bool:
    return bool(reading.start < timex["end"] and timex["start"] < reading.end)


_UP_TO = re.compile(r"\b(?:to|through|until|till|ended|ending)\b", re.IGNORECASE)
_FROM = re.compile(r"\bsince\b", re.IGNORECASE)


def _parts(text: str, reading: Reading, expressions: Sequence[dict[str, Any]]) -> list[Reading]:
    """What a reading answers to each expression within it."""
    if reading.span is None:
        return [reading]
    if len(expressions) > 1:
        return [replace(reading, answers="first"), replace(reading, answers="last")]
    lead = text[reading.start : expressions[0]["start"]]
    if _FROM.search(lead):
        return [replace(reading, answers="first")]
    return [replace(reading, answers="last") if _UP_TO.search(lead) else reading]


def read_offline(text: str, day: date) -> list[Reading]:
    """This project's reading."""
    return [
        Reading(
            mention.start,
            mention.end,
            (mention.earliest, mention.latest) if mention.earliest and mention.latest else None,
            mention.certainty == "approximate",
        )
        for mention in find_dates(text, day)
    ]


_DATE_WORD = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|(?:19|20)\d\d)\b"
)


def read_own_day(text: str, day: date) -> list[Reading]:
    """The trivial baseline."""
    return [Reading(match.start(), match.end(), (day, day)) for match in _DATE_WORD.finditer(text)]


def _dateparser() -> System:
    try:
        from dateparser.search import search_dates
    except ImportError:
        raise MissingDataError(
            "dateparser is not installed: pip install dateparser, or make .venv/installed-dev"
        ) from None

    def read(text: str, day: date) -> list[Reading]:
        base = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - dateparser's base has no zone
        found = search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base}, add_period=True) or []
        readings, position = [], 0
        for words, moment, period in found:
            start = text.find(words, position)
            if start < 0:
                continue
            position = start + len(words)
            readings.append(Reading(start, position, _span_of(moment.date(), period)))
        return readings

    return read


def _span_of(day: date, period: str | None) -> cal.Span:
    if period == "week":
        return cal.week(day)
    if period == "month":
        return cal.month(day.year, day.month)
    if period == "year":
        return cal.year(day.year)
    return day, day
