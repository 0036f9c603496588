"""The sentences of a passage that are about a claim's matter, and what all of them have.

A difference counts only where all of them have it: a passage may say in one sentence what it denies in the next.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from verifiers.agreements.told import Line, Told

_ABOUT_THE_SAME = 0.5  # of the claim's words, which a sentence must share
_NEARLY_AS_FULL = 0.2  # by how much a sentence may share less than the fullest one

Found = TypeVar("Found")


def nearest(line: Line, passage: Told) -> list[tuple[float, Line]]:
    """The sentences of a passage that are about a sentence's matter, with the share of its words that they have."""
    shares = passage.nearest(line.groups)
    best = shares[0][0] if shares else 0.0
    return [pair for pair in shares if pair[0] >= max(_ABOUT_THE_SAME, best - _NEARLY_AS_FULL)]


def in_all(checks: Sequence[Callable[[Line, Line], Found | None]], line: Line, near: Sequence[Line]) -> Found | None:
    """What the first check that finds something in each of the sentences finds in the nearest one."""
    for check in checks:
        found = [check(line, there) for there in near]
        if found and all(found):
            return found[0]
    return None
