"""The dateline that an article begins with: where, and by whose wire, it was written."""

import re
from dataclasses import dataclass
from datetime import date

from language.moments import Moment, read_date_line
from language.name_words import ORGANISATIONS
from language.zones import zone_of_place

VERSION = 3

_NOT_A_PLACE = re.compile(
    r"(?:UPDATE|WATCH|BREAKING|OPINION|CORRECTION|ANALYSIS|EXCLUSIVE|LIVE|FACTBOX|EXPLAINER|NOTE|EDITORIAL|REVIEW|VIDEO"
    r"|PHOTOS?|COLUMN|NEWS|READ|MORE|RELATED|TL;DR|Q|A|FAQ|PART|DAY|UPDATED|ADVERTISEMENT)\b"
)
_DATELINE = re.compile(
    r"(?P<place>(?:[A-ZÀ-Þ][A-ZÀ-Þ.’' /-]{1,40}[A-ZÀ-Þ.]|[A-ZÀ-Þ][\w.’' /-]{1,40}(?=,? (?:[A-Z][\w.]+,? )?\())"
    r"(?:, [A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20})?)?)"
    r"(?:, (?P<day>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?P<year>,? \d{4})?))?"
    r"(?:,? \((?P<credit>[^()]{2,40})\)|,? /(?P<service>[A-Za-z][\w -]{2,30})/)?(?P<mark> ?(?:[–—]|--?)\s|: | \| )"
)


LONGEST_DATELINE = 250  # characters
_PRINTED_WITHIN = 31  # days


@dataclass(frozen=True)
class Dateline:
    """A paragraph's "LONDON (Reuters) - ": the place, whose story it is, and where the story's own words begin.

    `day`: the whole date that stands in it; `yearless`: a date in it that leaves the year out.
    """

    place: str
    credit: str | None
    end: int
    day: Moment | None = None
    yearless: str | None = None


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with ("MOSCOW – ", "LONDON (Reuters) - ", "Paris (AP) — "), or None."""
    match = _DATELINE.match(paragraph)
    if match is None or _NOT_A_PLACE.match(match["place"]):
        return None
    place = match["place"].strip(" ,")
    if place.lower() in ORGANISATIONS:  # "NATO – the alliance – ..."
        return None
    known = zone_of_place(place) is not None
    is_printed_as_one = sum(char.isupper() for char in place) >= 3 and place.split(",")[0].isupper()
    if match["mark"].strip() in (":", "|") and not known:
        return None
    credit = match["credit"] or match["service"]  # "(Reuters)", "/PRNewswire/"
    if not (known or credit or is_printed_as_one):
        return None
    dated = read_date_line(match["day"]) if match["year"] else None
    yearless = None if match["year"] else match["day"]
    return Dateline(place, credit, match.end(), dated[0] if dated else None, yearless)


def written_on(paragraph: str, published: date) -> date | None:
    """The day of a dateline without a year, "GENEVA, March 3 (Reuters) -": the latest one up to the day of publishing.

    None where there is none, or so long before that it can hardly be the story's.
    """
    told = read_dateline(paragraph)
    if told is None or told.yearless is None:
        return None
    dated = (read_date_line(f"{told.yearless}, {year}") for year in (published.year, published.year - 1))
    days = (found[0].at.date() for found in dated if found is not None)
    return next((day for day in days if 0 <= (published - day).days <= _PRINTED_WITHIN), None)
