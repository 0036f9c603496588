"""The byline that a text without a header may begin with: its headline, who published it, and on what day.

"Source: Courier, 11 March 2026", "Courier | 11 March 2026", "By Ada Lund, The Courier, 11 March 2026", or these on
lines of their own. A line counts where all of it is understood, and only above the text: prose is left as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from language.moments import VERSION as MOMENTS_VERSION
from language.moments import Moment, read_date_line
from language.name_words import FIRST_NAMES, ORGANISATION_WORDS, ROLE_WORDS
from language.zones import zone_of_place

VERSION = f"1.{MOMENTS_VERSION}"

_MOST_LINES = 3  # of a byline: who wrote it, for whom, and when
_LONGEST_HEADLINE = 200  # characters
_LONGEST_LINE = 140
_LONGEST_NAME = 60
_MOST_WORDS = 7  # of a publisher's name
_SEPARATOR = re.compile(r"\s+[-–—|•·]+\s+|\s*[|•·]\s*|,\s+|\s+(?=\()")
_COMMA = re.compile(r",\s+")
_LABEL = re.compile(
    r"(?:source|outlet|publisher|publication|newspaper|from|published (?:in|by))\s*:?\s+", re.IGNORECASE
)
_BY = re.compile(r"(?:By|BY|Written by|Story by|Text by|Reporting by)\s*:?\s+(?=[^\W\d_])(?![a-z])")
_BETWEEN_AUTHOR_AND_PAPER = re.compile(rf"{_SEPARATOR.pattern}|\s+for\s+")
_MARKS = re.compile(r"^(?:#{1,6}\s+|[*_]{1,3}(?=\S))|(?<=\S)[*_]{1,3}$")
_ENDS_A_SENTENCE = re.compile(r"[.;:,]$")
_SMALL_TABLE = "of the and & for on in de la le du des der die das und y et von van"
_SMALL = frozenset(_SMALL_TABLE.split())
# Papers whose names are no other organisation's words.
_PAPERS_TABLE = """
advertiser advocate argus bulletin call chronicle citizen courier dispatch echo examiner express globe independent
inquirer leader ledger letter line mail mercury messenger mirror monitor morning observer outlook press radio record
register reporter sentinel standard star sun tabloid tidings tribune voice watch wire world
"""
_PAPERS = frozenset(_PAPERS_TABLE.split()) | ORGANISATION_WORDS
# What stands before a date and is the part of a paper, and not the paper.
_SECTIONS_TABLE = """
analysis business comment culture economy editorial features finance health home international local news opinion
politics science society sport sports technology travel updated published posted world date
"""
_SECTIONS = frozenset(_SECTIONS_TABLE.split())


@dataclass(frozen=True)
class _Read:
    """What a line tells. `credits`: whom it names may only be whom the text was taken from."""

    publisher: str | None = None
    dated: tuple[Moment, bool] | None = None
    author: str | None = None
    credits: bool = False


def split_byline(text: str) -> tuple[dict[str, str], tuple[str, ...], str]:
    """The fields that a byline tells, as a header has them, its authors, and the text below it.

    A text without one comes back whole, as does one that has nothing below it. Whom "Source:" names without a day may
    be whom the text was taken from: it is told as the origin.
    """
    lines = text.split("\n")
    held = [number for number, line in enumerate(lines) if line.strip()]
    if not held or len(held) < 2:
        return {}, (), text
    headline = _plain(lines[held[0]])
    first = 0 if _is_certain(_read_line(headline)) else 1
    if first and (len(headline) > _LONGEST_HEADLINE or _ENDS_A_SENTENCE.search(headline)):
        return {}, (), text
    read: list[_Read] = []
    for number in held[first : first + _MOST_LINES]:
        line = _read_line(_plain(lines[number]))
        if line is None or (line.dated and any(one.dated for one in read)):
            break
        read.append(line)
    below = held[first + len(read) :]
    fields = _fields(read)
    if not below or not fields:
        return {}, (), text
    if first:
        fields["title"] = headline
    return fields, tuple(one.author for one in read if one.author), "\n".join(lines[below[0] :])


def _fields(read: list[_Read]) -> dict[str, str]:
    """What the lines tell together; nothing where none tells a day or whose text it is."""
    dated = next((one.dated for one in read if one.dated), None)
    named = next((one for one in read if one.publisher), None)
    fields = {}
    if dated:
        moment, is_update = dated
        at = moment.at.date() if moment.precision == "day" or moment.zone is None else moment.at
        fields["modified" if is_update else "published"] = at.isoformat()
    if named and named.publisher and (dated or not named.credits):
        fields["publisher"] = named.publisher
    elif named and named.publisher:
        fields["origin"] = named.publisher
    # A name alone on a line below the headline may be anything.
    return fields if dated or (named and (named.credits or any(one.author for one in read))) else {}


def _plain(line: str) -> str:
    return _MARKS.sub("", line.strip()).strip()


def _read_line(line: str) -> _Read | None:
    """What a line of a byline tells; None for any other."""
    if not line or len(line) > _LONGEST_LINE:
        return None
    if label := _LABEL.match(line):
        rest, dated = _without_date(line[label.end() :])
        is_colon = ":" in label.group() or dated is not None
        return _Read(rest, dated, credits=True) if is_colon and _is_name(rest) else None
    if by := _BY.match(line):
        return _read_author(line[by.end() :])
    if outlet := _outlet_before_date(line):
        return outlet
    if dated := read_date_line(line):  # "11 March 2026 | Business": behind the day stands a section or a place
        return _Read(dated=dated)
    return _Read(line) if _is_name(line) and line.split()[-1].lower() in _PAPERS else None


def _is_certain(line: _Read | None) -> bool:
    """Whether a line is a byline even where a headline is due: "Moon Landing, 20 July 1969" is a headline."""
    return line is not None and bool(line.credits or line.author or (line.publisher and line.dated))


def _outlet_before_date(line: str) -> _Read | None:
    """ "Courier | 11 March 2026"; what is not plainly a paper's name may be a section's, a place's, a person's."""
    for rest, dated, separator in _before_date(line):
        if not _is_name(rest):
            continue
        may_be_else = (
            "," in separator
            or rest.lower() in _SECTIONS
            or zone_of_place(rest) is not None
            or rest.split()[0].lower() in FIRST_NAMES
        )
        return _Read(None if may_be_else and not _is_paper(rest) else rest, dated)
    return None


def _read_author(line: str) -> _Read | None:
    """ "Ada Lund, Arts Correspondent, The Courier, 11 March 2026"."""
    rest, dated = _without_date(line)
    parts = [part.strip() for part in _BETWEEN_AUTHOR_AND_PAPER.split(rest)]
    if not all(_is_name(part) or _is_role(part) for part in parts):
        return None
    last = parts[-1]
    is_named = len(parts) > 1 and not _is_role(last) and _is_paper(last)
    return _Read(last if is_named else None, dated, author=parts[0])


def _without_date(line: str) -> tuple[str, tuple[Moment, bool] | None]:
    for rest, dated, _ in _before_date(line):
        return rest, dated
    return line, None


def _before_date(line: str) -> Iterator[tuple[str, tuple[Moment, bool], str]]:
    """What stands before a date, the date, and what is between them, the longest date first."""
    for between in _SEPARATOR.finditer(line):
        told = line[between.end() :].strip()
        if told.startswith("(") and told.endswith(")"):
            told = told[1:-1]
        if between.start() and (dated := read_date_line(told)):
            yield line[: between.start()].strip(), dated, between.group()


def _is_name(text: str) -> bool:
    """Whether a text has the form of a name: few words, each with a capital but for such as "of"."""
    words = text.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(text) > _LONGEST_NAME or _ENDS_A_SENTENCE.search(text):
        return False
    return words[0][0].isalnum() and all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in words)


def _is_role(text: str) -> bool:
    words = {word.lower() for word in text.split()}
    return bool(words & ROLE_WORDS) or "staff" in words


def _is_paper(text: str) -> bool:
    """Whether a name is plainly that of a paper or a body: by a word of it, or by a "The" before it."""
    words = [word.lower().strip("().") for word in text.split()]
    return words[0] == "the" or any(word in _PAPERS for word in words)
