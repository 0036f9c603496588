"""Networks for the tests of the local judge: small, quick, and of an opinion that a test can foresee."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy

from language.words import content_words
from verifiers.judges.local_reading import LocalReader

if TYPE_CHECKING:
    from numpy.typing import NDArray

DENYING = frozenset({"not", "never", "no"})


class OverlapNetwork:
    """Takes a passage that has all of a claim's words to support it, or to refute it where only one of them denies.

    The fewer of the words it has, the less it says. It keeps what it was asked.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> "NDArray[numpy.float32]":
        self.asked.extend(pairs)
        return numpy.asarray([_shares(*pair) for pair in pairs], dtype=numpy.float32).reshape(-1, 3)


class SaysNetwork:
    """Says of a window what it was told for a word that stands in it, and nothing of any other."""

    def __init__(self, shares: Mapping[str, tuple[float, float]]) -> None:
        self._shares = shares
        self.asked: list[tuple[str, str]] = []

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> "NDArray[numpy.float32]":
        self.asked.extend(pairs)
        rows = []
        for passage, _ in pairs:
            told = [shares for word, shares in self._shares.items() if word in passage]
            supports = max((one[0] for one in told), default=0.0)
            refutes = max((one[1] for one in told), default=0.0)
            rows.append((supports, refutes, max(0.0, 1.0 - supports - refutes)))
        return numpy.asarray(rows, dtype=numpy.float32).reshape(-1, 3)


def reader(network: OverlapNetwork | SaysNetwork | None = None) -> LocalReader:
    return LocalReader(network or OverlapNetwork(), version="test")


def _shares(passage: str, claim: str) -> tuple[float, float, float]:
    wanted, found = set(content_words(claim)), set(content_words(passage))
    share = 0.98 * (len(wanted & found) / max(len(wanted), 1)) ** 2
    denies = [bool(DENYING & set(text.lower().split())) for text in (passage, claim)]
    return (share, 0.0, 1 - share) if denies[0] == denies[1] else (0.0, share, 1 - share)
