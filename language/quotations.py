"""Quotations in English news text: where they open and close, and what sort they are.

Marks are paired within a paragraph. A quotation whose paragraph ends before it closes goes on where the next paragraph
opens with the same mark, as newspapers print speeches. Apostrophes are never quotation marks.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from language.sentences import SPEECH, Span, split_paragraphs
from language.sentences import VERSION as SENTENCES_VERSION

VERSION = f"3.{SENTENCES_VERSION}"

Mark = Literal["double", "single", "angle"]

SCARE_WORDS = 3  # up to so many words are a phrase set off, not something that somebody need have said at length

_MARKS = re.compile("[\"“”„«»‘’']")
_WORD = re.compile(r"[\w’'-]+")
_FILLER = "\u2060"  # WORD JOINER
_CLOSERS: dict[str, str] = {"“": "”", "„": "“”", "«": "»", '"': '"”'}
# A mark of the other kind that may close where its own does not come: “so" and "so”.
_MISMATCHED = {"“": '"', '"': "“"}
_LONGEST_SINGLE = 1000  # a longer one is more likely made of two apostrophes
# ", said Ann Lee" and ", she said": where a quotation without a closing mark is over.
_SAID_BY = re.compile(rf",\s{{1,4}}(?:(?:he|she|they|(?:[A-Z][\w’'.-]{{0,30}}\s){{1,4}}?)\s?)?{SPEECH}\b")
_ELIDED = re.compile(r"(?:\d|em\b|til\b|tis\b|twas\b|cause\b|round\b|n\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation at [start, end) with its marks, and what it says at [inner_start, inner_end).

    `scare`: one to three words set off, not a whole utterance. `goes_on`: its paragraph ended before it closed, and the
    next paragraph reopens it. `continues`: it is such a reopening. `closed`: its closing mark is there.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    mark: Mark
    scare: bool
    closed: bool = True
    goes_on: bool = False
    continues: bool = False
    nested: tuple[Span, ...] = ()  # single quotations inside it, marks included


def find_quotations(text: str, start: int = 0, end: int | None = None) -> list[Quotation]:
    """The outermost quotations of `text[start:end]`, in order; those inside them are their `nested`."""
    end = len(text) if end is None else end
    found: list[Quotation] = []
    paragraphs = split_paragraphs(text, start, end)
    # Wires write ''so'': as one mark and a filler that is neither a letter nor white space.
    text = text.replace("''", f'"{_FILLER}')
    carried = False
    for number, paragraph in enumerate(paragraphs):
        follower = text[paragraphs[number + 1].start] if number + 1 < len(paragraphs) else ""
        here = _in_paragraph(text, paragraph, follower, carried)
        carried = bool(here) and here[-1].goes_on
        found.extend(here)
    return found


def _in_paragraph(text: str, paragraph: Span, follower: str, carried: bool) -> list[Quotation]:
    found: list[Quotation] = []
    marks = [match.start() for match in _MARKS.finditer(text, paragraph.start, paragraph.end)]
    singles = _single_pairs(text, marks, paragraph)
    single_starts = sorted(singles)
    closings = _closings(text, marks, paragraph)
    position = paragraph.start
    for at in marks:
        char = text[at]
        if at < position:
            continue
        if at in singles:
            found.append(_quotation(text, at, singles[at] + 1, "single"))
            position = singles[at] + 1
            continue
        if char not in _CLOSERS or (char == '"' and not _may_open(text, at, paragraph)):
            continue
        mark: Mark = "angle" if char == "«" else "double"
        continues = carried and at == paragraph.start
        close = _closing(closings, char, at)
        if close is not None:
            inside = single_starts[bisect_left(single_starts, at) : bisect_left(single_starts, close)]
            nested = tuple(Span(a, singles[a] + 1) for a in inside if singles[a] < close)
            found.append(_quotation(text, at, close + 1, mark, continues=continues, nested=nested))
            position = found[-1].end
            continue
        goes_on = follower == char
        # Without its closing mark, only a quotation that fills its paragraph to a stop can be told from a stray mark.
        if goes_on or continues or (at == paragraph.start and text[paragraph.end - 1] in ".!?…"):
            said = None if goes_on or continues else _SAID_BY.search(text, at + 1, paragraph.end)
            end = said.start() + 1 if said else paragraph.end
            found.append(_quotation(text, at, end, mark, closed=False, goes_on=goes_on, continues=continues))
            if said is None:
                break
            position = end
    return found


def _quotation(
    text: str,
    start: int,
    end: int,
    mark: Mark,
    *,
    closed: bool = True,
    goes_on: bool = False,
    continues: bool = False,
    nested: tuple[Span, ...] = (),
) -> Quotation:
    inner_start, inner_end = start + 1, end - 1 if closed else end
    if text[inner_start : inner_start + 1] == _FILLER:
        inner_start += 1
    if closed and text[end : end + 1] == _FILLER:
        end += 1
    inner = text[inner_start:inner_end].strip()
    # A long inner text need not be counted to its end.
    short = len(_WORD.findall(inner[:200])) <= SCARE_WORDS and len(inner) < 200
    a_sentence = inner[:1].isupper() and inner[-1:] in ".!?,…"
    return Quotation(
        start=start,
        end=end,
        inner_start=inner_start,
        inner_end=inner_end,
        mark=mark,
        scare=short and not a_sentence and not goes_on and not continues,
        closed=closed,
        goes_on=goes_on,
        continues=continues,
        nested=nested,
    )


def _closing(closings: dict[str, list[int]], char: str, at: int) -> int | None:
    """Where a quotation that opens at `at` closes: before the same mark opens another, whichever hand set the mark."""
    limit = _next(closings[f"{char}("], at)
    found = _next(closings[char], at)
    other = _MISMATCHED.get(char)
    if other is not None:
        close = _next(closings[other], at)
        inner = _next(closings[f"{other}("], at)
        # “He said "yes" to me” holds a quotation of its own.
        if close is not None and (inner is None or inner > close) and (found is None or close < found):
            found = close
    return found if found is not None and (limit is None or found < limit) else None


def _next(places: Sequence[int], at: int) -> int | None:
    index = bisect_right(places, at)
    return places[index] if index < len(places) else None


def _closings(text: str, marks: Sequence[int], paragraph: Span) -> dict[str, list[int]]:
    """For each opening mark, where its closing marks stand and, under the mark with a bracket, where it only opens."""
    found: dict[str, list[int]] = {char: [] for char in (*_CLOSERS, *(f"{char}(" for char in _CLOSERS))}
    for at in marks:
        if text[at] in "“„«" or (
            text[at] == '"' and _may_open(text, at, paragraph) and not _may_close(text, at, paragraph)
        ):
            found[f"{text[at]}("].append(at)
        for char, closers in _CLOSERS.items():
            if text[at] in closers and (char != '"' or _may_close(text, at, paragraph)):
                found[char].append(at)
    return found


def _may_open(text: str, at: int, paragraph: Span) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not after.isspace() and (before.isspace() or before in "([{—–-'‘“…/")


def _may_close(text: str, at: int, paragraph: Span) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not before.isspace() and not after.isalnum()


def _single_pairs(text: str, marks: Sequence[int], paragraph: Span) -> dict[int, int]:
    """Opening and closing places of ‘so’ or 'so', never of the apostrophes in "don't" and "workers'"."""
    openings: dict[int, int] = {}
    opened: int | None = None
    possible: int | None = None  # a mark after an s, which is a plural's apostrophe if a better closing mark follows
    for at in marks:
        char = text[at]
        if char not in "‘’'":
            continue
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        opens = (
            char != "’"
            and not before.isalnum()
            and before not in ".,!?"
            and after.isalnum()
            and not _ELIDED.match(text, at + 1)
        )
        closes = char != "‘" and not before.isspace() and not after.isalnum()
        if opened is not None and at - opened > _LONGEST_SINGLE:
            if possible is not None:
                openings[opened] = possible
            opened = possible = None
        if opened is None:
            if opens:
                opened, possible = at, None
        elif closes:
            if before in "sS" and after == " " and text[at + 2 : at + 3].islower():
                possible = at
            else:
                openings[opened] = at
                opened = possible = None
        elif opens and char == "‘":
            if possible is not None:
                openings[opened] = possible
            opened, possible = at, None
    if opened is not None and possible is not None:
        openings[opened] = possible
    return openings
