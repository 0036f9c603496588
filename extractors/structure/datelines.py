"""The dateline that an article begins with: where, and by whose wire, it was written."""

import re
from dataclasses import dataclass

from language.moments import Moment, read_date_line
from language.name_words import ORGANISATIONS
from language.zones import zone_of_place

VERSION = 2

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


@dataclass(frozen=True)
class Dateline:
    """A paragraph's "LONDON (Reuters) - ": the place, whose story it is, and where the story's own words begin.

    `day`: the whole date that stands in it.
    """

    place: str
    credit: str | None
    end: int
    day: Moment | None = None


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
    return Dateline(place, credit, match.end(), dated[0] if dated else None)
