"""What in one sentence speaks to a model that reads it, instead of telling something, and how surely it does.

What an order is made of stands in `language.order_marks`: an order to put aside what was said before; an order to give
an answer, with the answer; a word to a machine; an answer that is said to be settled; the marks of a conversation.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from language import order_marks as marks

ORDER = "an order to a model"
SHORT = 3  # words: fewer are no sentence by themselves
_ADJECTIVE = 20  # characters behind a noun in which languages put "previous"
_REACH = 120  # characters in which an answer follows on the order to give it
_NEAR = 60
_BEFORE = 200  # characters before a verb that tell whether it is an order


class Sign(NamedTuple):
    """What a sentence is, if it speaks to a model. `sure`: no page that only tells something has such a sentence."""

    kind: str
    sure: bool


def signs(said: str, before: str, open_: bool) -> list[Sign]:
    """The signs that a sentence speaks to a model; `open_`: it is not part of what a story reports.

    Several that come together are sure where each of them alone might stand in a text about models.
    """
    found = list(_signs(said, before, open_))
    return [Sign(one.kind, True) for one in found] if len(found) > 1 else found


def _signs(said: str, before: str, open_: bool) -> Iterator[Sign]:
    speaks_of_task = count(said, marks.LABEL, marks.TASK, marks.ORDERS) > 0
    if marks.ROLE.search(said):
        yield Sign("marks of a conversation with a model", False)
    if marks.OWN_WORDS.search(said):
        yield Sign("marks of a conversation with a model", True)
    if marks.TURN.search(f"{before[-1:]}{said}") and (speaks_of_task or marks.YOU.search(said)):
        yield Sign("marks of a conversation with a model", True)
    if marks.REPLY_KEY.search(said):
        yield Sign("a ready-made answer", False)
    if marks.BUT_ONE.search(said) or (marks.IS_SETTLED.search(said) and not marks.CONDITION.search(said)):
        yield Sign("an answer said to be settled", True)
    if _uses_the_answers(said, open_):
        yield Sign("an answer put into the reader's mouth", False)
    if _gives_the_answer(said):
        yield Sign(ORDER, False)
    if marks.ASSIGNED.search(said) and (open_ or marks.LABEL.search(said)):
        yield Sign(ORDER, False)
    if marks.VOCATIVE.search(said) and speaks_of_task:
        yield Sign(ORDER, False)
    if open_ and _puts_aside(said):
        yield Sign(ORDER, True)
    if open_ and _weighs(said):
        yield Sign(ORDER, False)
    if open_ and marks.ADDRESSED.search(said):
        yield Sign(ORDER, False)


def count(said: str, *patterns: re.Pattern[str]) -> int:
    """How many of the patterns a sentence has."""
    return sum(pattern.search(said) is not None for pattern in patterns)


def _uses_the_answers(said: str, open_: bool) -> bool:
    """Whether it speaks as only somebody does who knows how evidence is read here: of bare labels, of passages.

    A document tells of what supports what; it does not know that it is one of several passages, nor of our labels.
    """
    if marks.NUMBERED.search(said) and count(said, marks.TASK, marks.LABEL) == 2:
        return True
    told = count(said, marks.MACHINE, marks.TASK, marks.SETTLED, marks.EVALUATES)
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
        about_us = marks.MACHINE.search(said) or count(said, marks.TASK, marks.LABEL) == 2
        if marks.STRONG_ORDERS.search(orders[0]) or about_us:
            return True
    return count(said, marks.ORDERS, marks.BEFORE) == 2 and any(
        not _stands_behind(said, match, marks.NOT) for match in marks.OVERRIDE_ANYWHERE.finditer(said)
    )


def _gives_the_answer(said: str) -> bool:
    """An order to answer, with the answer: a label that is not left open, or that there is nothing to be found."""
    if marks.BOTH.search(said):
        return False
    of_task = count(said, marks.TASK, marks.ORDERS) > 0
    to_machine = marks.MACHINE.search(said) is not None
    for match in marks.ANSWER.finditer(said):
        if not _is_order(said, match) or (not to_machine and marks.CONDITION.search(said, match.end())):
            continue
        rest = said[match.end() : match.end() + _REACH]
        label = marks.LABEL.search(rest)
        if label and (of_task or _names_the_answer(match[0], rest, label)):
            return True
        if marks.NOTHING.search(rest) and marks.TASK.search(rest):
            return True
    if not marks.TASK.search(said):
        return False
    asked = count(said, marks.BEFORE, marks.ASKED) > 0
    return any(
        marks.LABEL.search(said[max(0, match.start() - _NEAR) : match.end() + _NEAR])
        for match in marks.ANSWER_ANYWHERE.finditer(said)
        if asked or _is_order(said, match)
    )


def _names_the_answer(verb: str, rest: str, label: re.Match[str]) -> bool:
    """Whether the label follows the verb as its answer: "answer true.", "say it is supported"."""
    near = len(marks.WORD.findall(rest[: label.start()])) <= SHORT
    if near and marks.BARE_LABEL.match(rest[label.start() :]):
        return True
    nothing_more = not re.match(r"\s*\w", rest[label.end() :])
    return bool(near and nothing_more and marks.ANSWERS.match(verb) and marks.ONE_LABEL.match(label[0]))


def _weighs(said: str) -> bool:
    """An order to take this very text for something, or its word for the last."""
    for match in marks.WEIGH.finditer(said):
        if not _is_order(said, match):
            continue
        rest = said[match.end() :]
        if count(rest, marks.DOCUMENT, marks.TASK) == 0 or not marks.LABEL.search(rest):
            break  # nor has what stands behind a later verb
        return not marks.CONDITION.search(said)
    return marks.TASK.search(said) is not None and any(
        marks.LABEL.search(said[match.end() :]) for match in marks.WEIGH_ANYWHERE.finditer(said)
    )


def _is_order(said: str, verb: re.Match[str]) -> bool:
    """Whether a verb opens a clause, follows on who must, or is joined to an order before it, and is not taken back."""
    if _stands_behind(said, verb, marks.NOT):
        return False
    return _stands_behind(said, verb, marks.OPENS, marks.MUST, marks.PLEASE) or (
        _stands_behind(said, verb, marks.CONJOINED) and _begins_with_order(said)
    )


def _stands_behind(said: str, verb: re.Match[str], *ends: re.Pattern[str]) -> bool:
    """Whether what stands before a verb ends in one of the patterns, which look no further back than `_BEFORE`."""
    start, end = max(0, verb.start() - _BEFORE), verb.start()
    return any(pattern.search(said, start, end) for pattern in ends)


@lru_cache(maxsize=64)
def _begins_with_order(said: str) -> bool:
    return any(
        _stands_behind(said, match, marks.OPENS)
        for verbs in (marks.OVERRIDE, marks.ANSWER, marks.WEIGH, marks.OVERRIDE_ANYWHERE)
        for match in verbs.finditer(said)
    )


def goes_with_orders(said: str) -> bool:
    """Less than an order, which beside one is of it."""
    begins = any(verbs.match(said.lstrip('([*_-–— "“')) for verbs in (marks.OVERRIDE, marks.ANSWER, marks.WEIGH))
    told = count(said, marks.YOU, marks.TASK, marks.LABEL, marks.ORDERS, marks.MACHINE, marks.TURN)
    return begins or told >= 2 or (told == 1 and marks.SETTLED.search(said) is not None)
