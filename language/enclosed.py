"""Stretches of a text between two marks, quotations and elements of a page, found in one pass over any text.

A text may be written to cost its reader time: openings by the thousand that nothing closes. So whether something
closes is looked up and not searched for anew at every opening.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

_OPENS = re.compile(r"[“„«「『\"]|(?<!\w)['‘]")
_CLOSERS = {"“": "”", "«": "»", "「": "」", "『": "』", '"': '"', "'": "'", "‘": "’"}
_WORDS_OF_THEIR_OWN = "'‘"  # which are apostrophes too
_FEWEST_BETWEEN = 8
_OPENING = re.compile(r"<(\w+)\b([^<>]*)>")
_CLOSING = re.compile(r"</(\w+)\s*>")


class Element(NamedTuple):
    """An element of a page's source at [start, end), from its opening mark to its closing one."""

    start: int
    end: int
    attributes: str


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """The places of a text's quotations, marks included, in order and apart from each other.

    A quotation in straight marks ends in its line. One in single marks has eight characters at least and stands apart
    from the words around it. One in English marks that nothing closes lasts to the end of the text.
    """
    closers = _Closers(text)
    done = 0
    while match := _OPENS.search(text, done):
        start = match.start()
        end = _end_of(text, start, closers)
        if end is None:
            done = start + 1
            continue
        yield start, end
        done = end


def _end_of(text: str, start: int, closers: "_Closers") -> int | None:
    opener = text[start]
    if opener == "„":
        end = min((one for one in map(closers.after, "“”", (start, start)) if one is not None), default=None)
    else:
        end = closers.after(_CLOSERS[opener], start)
    if end is None:
        is_open = opener == "“" and not _is_in_word(text, start - 1)
        return len(text) if is_open else None
    if opener in "\"'":
        line_end = closers.after("\n", start)
        if line_end is not None and line_end < end:
            return None
    if opener in _WORDS_OF_THEIR_OWN and (end - start <= _FEWEST_BETWEEN or _is_in_word(text, end + 1)):
        return None
    return end + 1


class _Closers:
    """Where the next of each character stands, looked up by ever later places."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def after(self, char: str, place: int) -> int | None:
        """The first place behind another at which a character stands."""
        if (found := self._next.get(char, place)) <= place:
            found = self._text.find(char, place + 1)
            self._next[char] = found = len(self._text) if found < 0 else found
        return found if found < len(self._text) else None


def _is_in_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and (text[place].isalnum() or text[place] == "_")


def elements(text: str) -> Iterator[Element]:
    """The elements of a page's source that are closed, in order of their openings; they may lie in each other."""
    ends: dict[str, list[int]] = defaultdict(list)
    for match in _CLOSING.finditer(text):
        ends[match[1].lower()].append(match.end())
    for match in _OPENING.finditer(text):
        closed = ends.get(match[1].lower(), [])
        place = bisect_right(closed, match.end())
        if place < len(closed):
            yield Element(match.start(), closed[place], match[2])
