"""Finds, in a text that a model is to read, what speaks to the model instead of telling something, and cuts it out.

A text is read without its disguises (`language.disguises`), sentence by sentence, for what an order to a reader of
evidence is made of, in any of the languages of `language.order_words`: an order to put aside what was said before; an
order to give an answer, with the answer; a word to a machine; an answer that is said to be settled; and the marks of
a conversation, of a ready-made reply, or of a page's hidden parts. What is only told (that somebody said so to
somebody, that an expert showed how) stays: an order counts at the beginning of a clause, and one to put things aside
not within a quotation that the sentence reports. Around an order less is needed, for orders come in rows.

That an order is found is no proof that all are: fences, and the rules that an answer is held to, stand behind this.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from language import order_marks as marks
from language.disguises import VERSION as DISGUISES_VERSION
from language.disguises import Plain, backwards, encoded, moved, plain
from language.enclosed import elements, quoted
from language.hidden_styles import is_invisible as is_invisible_style
from language.order_signs import ORDER, SHORT, Sign, goes_with_orders, signs

VERSION = f"2.{DISGUISES_VERSION}"
SURE_VERSION = 1  # of what tells a sure cut from another: no model is shown anything else by it

LEFT_OUT = "[…]"
_NEIGHBOURS = 2  # sentences around an order in which less is needed
_FEWEST_LETTERS_LEFT = 8  # of a passage: with fewer it says nothing
_LONGEST = 2000  # characters of a sentence that are weighed together
_OVERLAP = 200
_LONGEST_BACKWARDS = 600  # characters of an order that is written backwards
_MOST_BEGINNINGS = 8  # of an order that is written backwards, in one sentence
_NARRATED = 3  # words outside a quotation that tell of it
_DISGUISED = f"{ORDER}, in disguise"


@dataclass(frozen=True)
class Cut:
    """What was cut out: its place in the given text, and what it was.

    `sure`: a page that only tells something has no such thing. What is less than that is better left out too, for a
    model misses little without it, but does not show that the page is up to something.
    """

    start: int
    end: int
    kind: str
    sure: bool = False


@dataclass(frozen=True)
class Disarmed:
    """A text as it may be shown to a model, and what was cut out of it."""

    text: str
    cuts: tuple[Cut, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether what was cut out was all that it said."""
        left = sum(char.isalpha() for char in self.text)
        return bool(self.cuts) and left < _FEWEST_LETTERS_LEFT

    @property
    def order(self) -> Cut | None:
        """The first stretch that is an order to a model for sure."""
        return next((cut for cut in self.cuts if cut.sure), None)


class _Unit(NamedTuple):
    """A stretch of the plain text that is weighed by itself: a sentence, or several pieces too short to be one."""

    start: int
    end: int


@lru_cache(maxsize=512)
def disarmed(text: str) -> Disarmed:
    """The text without what speaks to the model that reads it; each stretch that is left out leaves `LEFT_OUT`."""
    whole = plain(text)
    cuts = [*_hidden(text), *_encoded_orders(text, whole), *_orders(whole)]
    if not cuts:
        return Disarmed(text)
    merged = _merged(sorted(cuts, key=lambda cut: (cut.start, -cut.end)))
    kept: list[str] = []
    done = 0
    for cut in merged:
        kept += [text[done : cut.start].rstrip(), LEFT_OUT]
        done = cut.end
    kept.append(text[done:].lstrip())
    return Disarmed(" ".join(filter(None, kept)), tuple(merged))


def _hidden(text: str) -> Iterator[Cut]:
    """What a page's reader would not see: comments, scripts, and elements that are hidden or white on white."""
    if "<" not in text:
        return
    for match in marks.COMMENT.finditer(text):
        if len(marks.WORD.findall(match[0])) <= SHORT:
            continue
        yield Cut(match.start(), match.end(), "a hidden part of a page")
    for element in elements(text):
        style = marks.STYLE.search(element.attributes)
        rules = (style[1] or style[2] or "") if style else ""
        if marks.HIDDEN.search(element.attributes) or is_invisible_style(rules) or marks.SAME_AS_PAPER.search(rules):
            yield Cut(element.start, element.end, "a hidden part of a page")


def _encoded_orders(text: str, whole: Plain) -> Iterator[Cut]:
    """Orders that are there once something is decoded, or read from its end."""
    for one in encoded(text):
        if any(True for _ in _told_outright(plain(one.says).text)):
            yield Cut(one.start, one.end, _DISGUISED, sure=True)
    if other := moved(whole.text):
        for unit in _told_outright(other):
            yield Cut(*whole.span(unit.start, unit.end), _DISGUISED, sure=True)
    if other := backwards(whole.text):
        length = len(other)
        for unit in _units(other):
            # Where the order begins there was no end of a sentence, read from this side.
            begins = sorted(
                match.start()
                for verbs in (marks.OVERRIDE, marks.ANSWER)
                for match in verbs.finditer(other, unit.start, unit.end)
            )
            for start in begins[:_MOST_BEGINNINGS]:
                if signs(other[start : min(unit.end, start + _LONGEST_BACKWARDS)], "", True):
                    yield Cut(*whole.span(length - unit.end, length - start), _DISGUISED, sure=True)
                    break


def _told_outright(text: str) -> Iterator[_Unit]:
    """The sentences of a text, none of which is told by somebody, that speak to a model."""
    return (unit for unit in _units(text) if signs(text[unit.start : unit.end], "", True))


def _orders(whole: Plain) -> Iterator[Cut]:
    quotations = [one for one in quoted(whole.text) if len(marks.WORD.findall(whole.text, *one)) > SHORT]
    units = list(_units(whole.text))
    found = [_signs_of(whole.text, unit, quotations) for unit in units]
    beside = range(-_NEIGHBOURS, _NEIGHBOURS + 1)
    near = {place + step for place, told in enumerate(found) if told for step in beside}
    for place, unit in enumerate(units):
        told = found[place]
        if not told and place in near:
            told = [Sign(ORDER, sure=False)] if goes_with_orders(whole.text[unit.start : unit.end]) else []
        if told:
            sure = any(one.sure for one in told)
            yield Cut(*whole.span(unit.start, unit.end), told[0].kind, sure)


def _units(text: str) -> Iterator[_Unit]:
    """Sentences; pieces of few words are joined to the next ones, so that an order in pieces is read as one."""
    start = None
    pieces = 0
    for piece in _sentences(text):
        start = piece.start if start is None else start
        pieces += 1
        few = len(marks.WORD.findall(text, piece.start, piece.end)) <= SHORT
        if not few or pieces > 8 or piece.end - start > _LONGEST:
            yield _Unit(start, piece.end)
            start, pieces = None, 0
    if start is not None:
        yield _Unit(start, len(text.rstrip()))


def _sentences(text: str) -> Iterator[_Unit]:
    """Sentences without the space behind them. One longer than any is read in parts that overlap, for how long it takes
    to weigh one grows faster than its length."""
    for match in marks.SENTENCE.finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip())
        while end - start > _LONGEST:
            yield _Unit(start, start + _LONGEST)
            space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST - _OVERLAP)
            start = space + 1 if space >= 0 else start + _LONGEST - _OVERLAP
        if start < end:
            yield _Unit(start, end)


def _signs_of(text: str, unit: _Unit, quotations: Sequence[tuple[int, int]]) -> list[Sign]:
    said = text[unit.start : unit.end]
    return signs(said, text[max(0, unit.start - 2) : unit.start], not _is_narrated(text, unit, quotations))


def _is_narrated(text: str, unit: _Unit, quotations: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence is one of a story: told by somebody who says it to somebody, or quoted with words around."""
    said = text[unit.start : unit.end]
    # They come in order and apart from each other.
    first = bisect_right(quotations, unit.start, key=lambda span: span[1])
    inside = quotations[first : bisect_left(quotations, unit.end, key=lambda span: span[0])]
    if not inside:
        return marks.SPEECH.search(said) is not None
    around = list(said)
    for start, end in inside:
        around[max(0, start - unit.start) : max(0, end - unit.start)] = " " * (
            min(len(said), max(0, end - unit.start)) - min(len(said), max(0, start - unit.start))
        )
    outside = marks.WORD.findall("".join(around))
    after = text[unit.end : unit.end + 60]
    return len(outside) >= _NARRATED or marks.SPEECH.search(after) is not None


def _merged(cuts: Sequence[Cut]) -> list[Cut]:
    merged: list[Cut] = []
    for cut in cuts:
        if merged and cut.start <= merged[-1].end + 1:
            last = merged[-1]
            merged[-1] = Cut(last.start, max(last.end, cut.end), last.kind, last.sure or cut.sure)
        else:
            merged.append(cut)
    return merged
