"""What a check finds that a network's word may not overlook."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "day", "name", "role", "polarity", "modality", "scope", "saying"]


@dataclass(frozen=True)
class Finding:
    """One thing in which a passage does not bear a claim out, in words for an editor.

    `keeps` is the share of the probability of "supports" that is left. What is taken goes to "refutes" where the two
    clash about the same thing, else to "neither". `silences` says that it speaks neither for the claim nor against it.
    """

    kind: Kind
    keeps: float
    why: str
    clashes: bool = False
    silences: bool = False


VETO = 0.04  # no more can be left: it would have to be said otherwise
DOUBT = 0.5  # never enough to count, and still more than what speaks of something else
HINT = 0.6
WORKED_OUT = 0.9  # a network may see what the words do not say: "almost two seconds" in two times
SHADE = 0.8  # one reads on as it stands: the passage may well speak of the same by another word
