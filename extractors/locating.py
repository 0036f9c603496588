"""Finds where a model's copy of some words stands in the article: verbatim, or by a search that forgives differences.

A copy may differ in white space, letter case, kinds of quotation marks, dashes and dots, and in the marks around it.
What is handed back is always a span of the article itself.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

VERSION = 2

_SHORTEST = 6  # letters and digits: fewer are found anywhere and say nothing
_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛`´ʼ′‹›<>＜＞", "'")
    | dict.fromkeys("“”„‟«»″〝〞＂《》", '"')
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | {"…": "...", "ﬁ": "fi", "ﬂ": "fl"}
)
_DROPPED = re.compile(
    "[\u00ad\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0080-\U000e0fff]"
)
_AROUND = " \"'.,;:-([)]"


@dataclass(frozen=True)
class _Folded:
    """A text with the differences taken out; `places[i]` is where its character i stood."""

    text: str
    places: tuple[int, ...]


def _fold(text: str) -> _Folded:
    out: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                places.append(place)
        elif not _DROPPED.match(char):
            for folded in char.translate(_FOLDED).casefold():
                out.append(folded)
                places.append(place)
    return _Folded("".join(out), tuple(places))


@lru_cache(maxsize=8)
def _folded_article(text: str) -> _Folded:
    return _fold(text)


def locate(
    text: str, copy: str, *, start: int, end: int, near: int, shortest: int = _SHORTEST
) -> tuple[int, int] | None:
    """The span of `text[start:end]` that a copy was made from, as offsets into `text`; the one nearest to `near`.

    None where no stretch of whole words says the same, or the copy has fewer than `shortest` letters and digits.
    """
    if sum(char.isalnum() for char in copy) < max(shortest, 1):
        return None
    exact = _nearest(text, copy.strip(), start, end, near)
    if exact is not None:
        return exact, exact + len(copy.strip())
    article = _folded_article(text)
    wanted = _fold(copy).text
    first, last = bisect_left(article.places, start), bisect_left(article.places, end)
    for candidate in (wanted.strip(), wanted.strip(_AROUND)):
        at = _nearest(article.text, candidate, first, last, bisect_left(article.places, near))
        if at is not None:
            return article.places[at], article.places[at + len(candidate) - 1] + 1
    return None


def _nearest(text: str, part: str, start: int, end: int, near: int) -> int | None:
    """Where `part` stands as whole words, nearest to `near`."""
    found: int | None = None
    at = text.find(part, start, end)
    while at >= 0 and (found is None or abs(at - near) < abs(found - near)):
        if _is_seam(text, at) and _is_seam(text, at + len(part)):
            found = at
        at = text.find(part, at + 1, end)
    return found


def _is_seam(text: str, place: int) -> bool:
    """Whether a word may begin or end at a place: always, in a script that does not part its words."""
    if place == 0 or place == len(text):
        return True
    before, after = text[place - 1], text[place]
    return not (before.isalnum() and after.isalnum()) or "Lo" in (category(before), category(after))


def is_said(text: str, words: str) -> bool:
    """Whether a text holds these words as whole words, however they are spaced, cased or quoted."""
    wanted = _fold(words).text.strip(_AROUND)
    if not wanted:
        return False
    pattern = rf"(?<!\w){re.escape(wanted)}(?!\w)"
    return re.search(pattern, _folded_article(text).text) is not None
