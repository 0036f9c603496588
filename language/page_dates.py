"""Dates that a page does not tell of itself: in its address, and in markup that people read as its date line."""

import re
from datetime import date, datetime
from typing import Any

import htmldate
from lxml import etree
from lxml import html as lxml_html

from language.moments import Moment, of_day
from language.page_times import is_beside

VERSION = 1

URL_BASIS = "url path"
MARKUP_BASIS = "htmldate"  # the library's name: how it finds a date is its own, and the least of our reasons

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
            *("jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"),
        ),
        start=1,
    )
    for name in names.split()
}
_IN_PATH = re.compile(
    r"/(?P<y>(?:19|20)\d{2})(?P<parted>[/_.-]?)(?P<m>\d{2}|(?<=[/_.-])(?:\d|[a-z]{3,9}))(?P=parted)"
    r"(?P<d>\d{2}|(?<=[/_.-])\d)(?![\d])",
    re.IGNORECASE,
)
# Where a page's own words are: a date that they speak of is not the page's.
_WORDS = "//p|//li|//td|//th|//blockquote|//figure|//dd|//pre|//script|//style|//noscript|//form"
_DATE_LINE = re.compile(r"date|time|publi|posted|byline|timestamp|dateline", re.IGNORECASE)


def date_in_url(url: str) -> Moment | None:
    """The day in an address's path, as in /2024/05/31/ or /2024/may/31/; None where there is none, or no one day."""
    path = re.split(r"[?#]", url.partition("://")[2], maxsplit=1)[0]
    days = set()
    for found in _IN_PATH.finditer(path):
        month = int(found["m"]) if found["m"].isdecimal() else _MONTHS.get(found["m"].lower(), 0)
        try:
            days.add(date(int(found["y"]), month, int(found["d"])))
        except ValueError:
            continue
    return of_day(days.pop()) if len(days) == 1 else None


def date_in_markup(tree: Any, latest: datetime) -> Moment | None:
    """The day that elements made for dates show, no later than `latest`; the page's own sentences are not read.

    `tree` is lxml's, and is used up.
    """
    for element in [element for element in tree.iter() if is_beside(element)]:
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.xpath(_WORDS):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in ("p", "li", "dd", "figure") and _DATE_LINE.search(named):
            continue
        if element.getparent() is not None:
            element.drop_tree()
    try:
        # Parsed anew from what is left, for the library keeps trees that it is given as they are.
        left = lxml_html.document_fromstring(etree.tostring(tree, encoding="unicode", method="html"))
        found = htmldate.find_date(left, extensive_search=False, original_date=True, max_date=latest)
        return of_day(date.fromisoformat(found)) if found else None
    except (ValueError, TypeError, AttributeError, etree.LxmlError):  # of a library that reads hostile pages
        return None
