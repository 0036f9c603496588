"""Claims of two parts: borne out where both are, and not where a text has only one of them, or one with a change.

Sentences of encyclopedias and newspapers say several things at once, and most texts have some of them.
"""

import random
from collections.abc import Iterator, Sequence

from training.alterations import RULES, Others
from training.questions import Told, lowered

_JOINED = ("{a}, and {b}", "{a} and {b}", "{a}; {b}", "{a}, while {b}", "{A} {b}")
_FARTHEST = 4  # sentences between the two
_LONGEST = 48  # words of a claim


def joined(first: str, second: str, dice: random.Random) -> str:
    """One claim out of two sentences."""
    pattern = dice.choice(_JOINED)
    if pattern.startswith("{A}"):
        return f"{first} {second}"
    return pattern.format(a=first.rstrip(".!"), b=lowered(second))


def of_text(sentences: Sequence[str], at: int, others: Others, dice: random.Random) -> Iterator[Told]:
    """The sentence at a place with one near it, against the text with both, without the second, and with it changed."""
    near = list(range(at + 1, min(at + 1 + _FARTHEST, len(sentences))))
    if not near:
        return
    other = dice.choice(near)
    claim = joined(sentences[at], sentences[other], dice)
    if len(claim.split()) > _LONGEST:
        return
    start, end = max(0, at - dice.randrange(3)), min(len(sentences), other + 1 + dice.randrange(4))
    stretch = list(range(start, end))
    yield _told(sentences, stretch), claim, "supports", "compound: both"
    missing = dice.choice((at, other))
    left = [place for place in stretch if place != missing]
    if left:
        yield _told(sentences, left), claim, "not_supports", "compound: one alone"
    found = [one for rule in dice.sample(RULES, 5) if (one := rule(sentences[other], dice, others))]
    if found and found[0].label != "supports":
        changed = joined(sentences[at], found[0].text, dice)
        yield _told(sentences, stretch), changed, found[0].label, f"compound: {found[0].kind}"


def of_known(first: tuple[str, str], second: tuple[str, str], other: str, dice: random.Random) -> Iterator[Told]:
    """Two claims, each with the evidence that bears it out, as one claim: with both evidences, and with one of them.

    `other` is evidence of something else, in the place of what is missing.
    """
    claim = joined(first[1].rstrip(".") + ".", second[1].rstrip(".") + ".", dice)
    both = [first[0], second[0]]
    dice.shuffle(both)
    yield " ".join(both), claim, "supports", "compound: known, both"
    one = [dice.choice((first[0], second[0])), other]
    dice.shuffle(one)
    yield " ".join(one), claim, "not_supports", "compound: known, one alone"


def _told(sentences: Sequence[str], places: Sequence[int]) -> str:
    return " ".join(sentences[place] for place in places)
