"""Whose number or day it is: what the bridge cost says nothing of what the tunnel cost."""

import re

from verifiers.agreements.phrases import (
    clause_at,
    clause_groups,
    governing_verb,
    has_pronoun,
    noun_phrase,
    subject,
    verbs,
)
from verifiers.agreements.told import Line, Token, Told

_OF_ANOTHER_RANK = re.compile(
    r"\b(?P<rank>deputy|vice|assistant|former|acting|junior|co|second|third|other|another|neighbou?ring|rival|previous"
    r"|next|last|old)[\s-]+$",
    re.IGNORECASE,
)


def is_of_the_same(place: int, claim: Told, other_place: int, passage: Told) -> bool:
    """Whether what stands at a place of a passage is of the very thing that the claim tells its own of.

    The clause has to be about what the claim's sentence is about, or open with a pronoun in a passage that names it.
    """
    line, there = claim.line_at(place), passage.line_at(other_place)
    if line is None or there is None:
        return False
    wanted = subject(line)
    if not wanted:
        return True
    at = max(other_place - there.start, 0)
    if not wanted & clause_groups(there, at):
        named = any(wanted & around.groups for around in passage.lines)
        return named and has_pronoun(there, at)
    return not _is_of_another_rank(wanted, line, there) and not _is_done_to_another(line, place, there, at)


def is_of_the_same_event(place: int, claim: Told, other_place: int, passage: Told) -> bool:
    """Whether a day of a passage dates what the claim's day dates: the same thing, by the same verb.

    What only was so ("was minister in 2020") may have been so at another time too.
    """
    line, there = claim.line_at(place), passage.line_at(other_place)
    if line is None or there is None or not is_of_the_same(place, claim, other_place, passage):
        return False
    done = governing_verb(line, max(place - line.start, 0))
    if done is None:
        return False
    at = max(other_place - there.start, 0)
    other = governing_verb(there, at)
    if other is not None:
        return other.group == done.group
    first, last = clause_at(there, at)
    here = {one.group for one in there.tokens if first <= one.start < last}
    return done.group in here and not any(first <= one.start < last for one in verbs(there))


def _is_done_to_another(line: Line, place: int, there: Line, at: int) -> bool:
    """Whether the same is done to somebody else: "paid its chairman 3 million" and "paid its suppliers 90 million"."""
    done, other = governing_verb(line, max(place - line.start, 0)), governing_verb(there, at)
    if done is None or other is None or done.group != other.group:
        return False
    ours, theirs = _done_to(done, line), _done_to(other, there)
    return bool(ours) and bool(theirs) and not ours & theirs


def _done_to(verb: Token, line: Line) -> frozenset[str]:
    behind = [one for one in line.tokens if one.start >= verb.end]
    if behind and line.whole.is_date_or_number(line.start + behind[0].start):
        return frozenset()
    return noun_phrase(line, behind)


def _is_of_another_rank(wanted: frozenset[str], line: Line, there: Line) -> bool:
    """Whether it is told of a deputy, a former one or a neighbouring one, where the claim speaks of none."""
    for one in there.tokens:
        match = _OF_ANOTHER_RANK.search(there.text[: one.start])
        if one.group in wanted and match is not None and match["rank"].lower() not in line.text.lower():
            return True
    return False
