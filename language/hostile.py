"""Finds, in a text that a model is to read, what speaks to the model instead of telling something, and cuts it out.

A text is read without its disguises (`language.disguises`), sentence by sentence, for what an order to a reader of
evidence is made of, in any of the languages of `language.order_words`: an order to put aside what was said before; an
order to give an answer, with the answer; a word to a machine; an answer that is said to be settled; and the marks of
a conversation, of a ready-made reply, or of a page's hidden parts. What is only told (that somebody said so to
somebody, that an expert showed how) stays: an order counts at the beginning of a clause, and one to put things aside
not within a quotation that the sentence reports. Around an order less is needed, for orders come in rows.

That an order is found is no proof that all are: fences, and the rules that an answer is held to, stand behind this.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from language import order_marks as marks
from language.disguises import VERSION as DISGUISES_VERSION
from language.disguises import Plain, backwards, encoded, moved, plain
from language.hidden_styles import is_invisible as is_invisible_style

VERSION = f"1.{DISGUISES_VERSION}"

LEFT_OUT = "[…]"
_NEIGHBOURS = 2  # sentences around an order in which less is needed
_FEWEST_LETTERS_LEFT = 8  # of a passage: with fewer it says nothing
_NARRATED = 3  # words outside a quotation that tell of it
_ADJECTIVE = 20  # characters behind a noun in which languages put "previous"
_REACH = 120  # characters in which an answer follows on the order to give it
_NEAR = 60
_ORDER = "an order to a model"
_DISGUISED = "an order to a model, in disguise"
_SHORT = 3  # words: pieces so short are read together with the next ones


@dataclass(frozen=True)
class Cut:
    """What was cut out: its place in the given text, and what it was."""

    start: int
    end: int
    kind: str


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
        if len(marks.WORD.findall(match[0])) <= _SHORT:
            continue
        yield Cut(match.start(), match.end(), "a hidden part of a page")
    for match in marks.ELEMENT.finditer(text):
        style = marks.STYLE.search(match[2])
        rules = (style[1] or style[2] or "") if style else ""
        if marks.HIDDEN.search(match[2]) or is_invisible_style(rules) or marks.SAME_AS_PAPER.search(rules):
            yield Cut(match.start(), match.end(), "a hidden part of a page")


def _encoded_orders(text: str, whole: Plain) -> Iterator[Cut]:
    """Orders that are there once something is decoded, or read from its end."""
    for one in encoded(text):
        if any(True for _ in _told_outright(plain(one.says).text)):
            yield Cut(one.start, one.end, _DISGUISED)
    if other := moved(whole.text):
        for unit in _told_outright(other):
            yield Cut(*whole.span(unit.start, unit.end), _DISGUISED)
    if other := backwards(whole.text):
        length = len(other)
        for unit in _units(other):
            # Where the order begins there was no end of a sentence, read from this side.
            begins = (
                match.start()
                for verbs in (marks.OVERRIDE, marks.ANSWER)
                for match in verbs.finditer(other[: unit.end], unit.start)
            )
            if start := next((one for one in sorted(begins) if _kind(other[one : unit.end], "", True)), None):
                yield Cut(*whole.span(length - unit.end, length - start), _DISGUISED)


def _told_outright(text: str) -> Iterator[_Unit]:
    """The sentences of a text, none of which is told by somebody, that speak to a model."""
    return (unit for unit in _units(text) if _kind(text[unit.start : unit.end], "", True))


def _orders(whole: Plain) -> Iterator[Cut]:
    quotations = [m.span() for m in marks.QUOTED.finditer(whole.text) if len(marks.WORD.findall(m[0])) > _SHORT]
    units = list(_units(whole.text))
    kinds = [_kind_of(whole.text, unit, quotations) for unit in units]
    strong = [place for place, kind in enumerate(kinds) if kind]
    for place, unit in enumerate(units):
        kind = kinds[place]
        if kind is None and any(abs(place - one) <= _NEIGHBOURS for one in strong):
            kind = _ORDER if _goes_with_orders(whole.text[unit.start : unit.end]) else None
        if kind:
            yield Cut(*whole.span(unit.start, unit.end), kind)


def _units(text: str) -> Iterator[_Unit]:
    """Sentences; pieces of few words are joined to the next ones, so that an order in pieces is read as one."""
    start = None
    pieces = 0
    for match in marks.SENTENCE.finditer(text):
        if not match[0].strip():
            continue
        start = match.start() if start is None else start
        pieces += 1
        if len(marks.WORD.findall(match[0])) > _SHORT or pieces > 8:
            yield _Unit(start, match.start() + len(match[0].rstrip()))
            start, pieces = None, 0
    if start is not None:
        yield _Unit(start, len(text.rstrip()))


def _kind_of(text: str, unit: _Unit, quotations: Sequence[tuple[int, int]]) -> str | None:
    said = text[unit.start : unit.end]
    return _kind(said, text[max(0, unit.start - 2) : unit.start], not _is_narrated(text, unit, quotations))


def _is_narrated(text: str, unit: _Unit, quotations: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence is one of a story: told by somebody who says it to somebody, or quoted with words around."""
    said = text[unit.start : unit.end]
    if not any(start < unit.end and unit.start < end for start, end in quotations):
        return marks.SPEECH.search(said) is not None
    around = list(said)
    for start, end in quotations:
        around[max(0, start - unit.start) : max(0, end - unit.start)] = " " * (
            min(len(said), max(0, end - unit.start)) - min(len(said), max(0, start - unit.start))
        )
    outside = marks.WORD.findall("".join(around))
    after = text[unit.end : unit.end + 60]
    return len(outside) >= _NARRATED or marks.SPEECH.search(after) is not None


def _kind(said: str, before: str, open_: bool) -> str | None:
    """What a sentence is, if it speaks to a model; `open_`: it is not part of what a story reports."""
    speaks_of_task = _count(said, marks.LABEL, marks.TASK, marks.ORDERS) > 0
    if marks.ROLE.search(said) or marks.OWN_WORDS.search(said):
        return "marks of a conversation with a model"
    if marks.TURN.search(f"{before[-1:]}{said}") and (speaks_of_task or marks.YOU.search(said)):
        return "marks of a conversation with a model"
    if marks.REPLY_KEY.search(said):
        return "a ready-made answer"
    if marks.BUT_ONE.search(said) or (marks.IS_SETTLED.search(said) and not marks.CONDITION.search(said)):
        return "an answer said to be settled"
    if _uses_the_answers(said, open_):
        return "an answer put into the reader's mouth"
    if (
        _gives_the_answer(said)
        or (marks.ASSIGNED.search(said) and (open_ or marks.LABEL.search(said)))
        or (marks.VOCATIVE.search(said) and speaks_of_task)
        or (open_ and (_puts_aside(said) or _weighs(said) or marks.ADDRESSED.search(said)))
    ):
        return _ORDER
    return None


def _count(said: str, *patterns: re.Pattern[str]) -> int:
    """How many of the patterns a sentence has."""
    return sum(pattern.search(said) is not None for pattern in patterns)


def _uses_the_answers(said: str, open_: bool) -> bool:
    """Whether it speaks as only somebody does who knows how evidence is read here: of bare labels, of passages.

    A document tells of what supports what; it does not know that it is one of several passages, nor of our labels.
    """
    if marks.NUMBERED.search(said) and _count(said, marks.TASK, marks.LABEL) == 2:
        return True
    told = _count(said, marks.MACHINE, marks.TASK, marks.SETTLED, marks.EVALUATES)
    if marks.ALONE_IN_QUOTES.search(said) and told:
        return True
    speaks_to = marks.YOU.search(said) is not None
    return marks.BARE_LABEL.search(said) is not None and (told + speaks_to >= 2 or (open_ and speaks_to))


def _puts_aside(said: str) -> bool:
    """An order to put aside what was said before, or other evidence."""
    for match in marks.OVERRIDE.finditer(said):
        if not _is_order(said, match):
            continue
        rest = said[match.end() :].lstrip()
        if marks.OTHER_EVIDENCE.match(rest):
            return True
        orders = marks.PRIOR_THEN_ORDERS.match(rest)
        if not orders or not marks.BEFORE.search(rest[: orders.end() + _ADJECTIVE]):
            continue
        about_us = marks.MACHINE.search(said) or _count(said, marks.TASK, marks.LABEL) == 2
        if marks.STRONG_ORDERS.search(orders[0]) or about_us:
            return True
    return _count(said, marks.ORDERS, marks.BEFORE) == 2 and any(
        not marks.NOT.search(said[: match.start()]) for match in marks.OVERRIDE_ANYWHERE.finditer(said)
    )


def _gives_the_answer(said: str) -> bool:
    """An order to answer, with the answer: a label that is not left open, or that there is nothing to be found."""
    if marks.BOTH.search(said):
        return False
    of_task = _count(said, marks.TASK, marks.ORDERS) > 0
    for match in marks.ANSWER.finditer(said):
        left_open = marks.CONDITION.search(said[match.end() :]) and not marks.MACHINE.search(said)
        if left_open or not _is_order(said, match):
            continue
        rest = said[match.end() : match.end() + _REACH]
        label = marks.LABEL.search(rest)
        if label and (of_task or _names_the_answer(match[0], rest, label)):
            return True
        if marks.NOTHING.search(rest) and marks.TASK.search(rest):
            return True
    if not marks.TASK.search(said):
        return False
    asked = _count(said, marks.BEFORE, marks.ASKED) > 0
    return any(
        marks.LABEL.search(said[max(0, match.start() - _NEAR) : match.end() + _NEAR])
        for match in marks.ANSWER_ANYWHERE.finditer(said)
        if asked or _is_order(said, match)
    )


def _names_the_answer(verb: str, rest: str, label: re.Match[str]) -> bool:
    """Whether the label follows the verb as its answer: "answer true.", "say it is supported"."""
    near = len(marks.WORD.findall(rest[: label.start()])) <= _SHORT
    if near and marks.BARE_LABEL.match(rest[label.start() :]):
        return True
    nothing_more = not re.match(r"\s*\w", rest[label.end() :])
    return bool(near and nothing_more and marks.ANSWERS.match(verb) and marks.ONE_LABEL.match(label[0]))


def _weighs(said: str) -> bool:
    """An order to take this very text for something, or its word for the last."""
    for match in marks.WEIGH.finditer(said):
        rest = said[match.end() :]
        of_this = _count(rest, marks.DOCUMENT, marks.TASK) > 0 and marks.LABEL.search(rest)
        if of_this and _is_order(said, match):
            return not marks.CONDITION.search(said)
    return marks.TASK.search(said) is not None and any(
        marks.LABEL.search(said[match.end() :]) for match in marks.WEIGH_ANYWHERE.finditer(said)
    )


def _is_order(said: str, verb: re.Match[str]) -> bool:
    """Whether a verb opens a clause, follows on who must, or is joined to an order before it, and is not taken back."""
    before = said[: verb.start()]
    if marks.NOT.search(before):
        return False
    return _count(before, marks.OPENS, marks.MUST, marks.PLEASE) > 0 or (
        marks.CONJOINED.search(before) is not None and _begins_with_order(said)
    )


def _begins_with_order(said: str) -> bool:
    return any(
        marks.OPENS.search(said[: match.start()])
        for verbs in (marks.OVERRIDE, marks.ANSWER, marks.WEIGH, marks.OVERRIDE_ANYWHERE)
        for match in verbs.finditer(said)
    )


def _goes_with_orders(said: str) -> bool:
    """Less than an order, which beside one is of it."""
    begins = any(verbs.match(said.lstrip('([*_-–— "“')) for verbs in (marks.OVERRIDE, marks.ANSWER, marks.WEIGH))
    told = _count(said, marks.YOU, marks.TASK, marks.LABEL, marks.ORDERS, marks.MACHINE, marks.TURN)
    return begins or told >= 2 or (told == 1 and marks.SETTLED.search(said) is not None)


def _merged(cuts: Sequence[Cut]) -> list[Cut]:
    merged: list[Cut] = []
    for cut in cuts:
        if merged and cut.start <= merged[-1].end + 1:
            last = merged[-1]
            merged[-1] = Cut(last.start, max(last.end, cut.end), last.kind)
        else:
            merged.append(cut)
    return merged
