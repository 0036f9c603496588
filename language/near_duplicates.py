"""How much of one text stands in another: reprints of one story share long runs of words.

Shingling after Broder, "On the resemblance and containment of documents" (1997): a text is the set of its runs of five
words, hashed; Jaccard is what two sets share of both, containment what they share of the smaller.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

VERSION = 1

SHINGLE_WORDS = 5
_WORD = re.compile(r"[^\W_]+")


def _hash(words: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest(), "big")


@lru_cache(maxsize=512)
def shingles(text: str) -> frozenset[int]:
    """The hashed runs of five words of a text, case and punctuation aside; a shorter text is one run."""
    words = _WORD.findall(text.lower())
    if not words:
        return frozenset()
    if len(words) < SHINGLE_WORDS:
        return frozenset((_hash(words),))
    return frozenset(_hash(words[index : index + SHINGLE_WORDS]) for index in range(len(words) - SHINGLE_WORDS + 1))


def jaccard(first: str, second: str) -> float:
    """What two texts share of all that either says, 0.0 to 1.0; two texts without words share nothing."""
    one, other = shingles(first), shingles(second)
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def containment(first: str, second: str) -> float:
    """What two texts share of the shorter one, 0.0 to 1.0: a cut reprint is contained in the whole story."""
    one, other = shingles(first), shingles(second)
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def group(texts: Sequence[str], threshold: float = 0.5) -> list[int]:
    """A group number for each text: texts whose containment reaches the threshold share one, and so on through them.

    Numbers count from 0 in the order in which the groups first appear.
    """
    leader = list(range(len(texts)))

    def root(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    sets = [shingles(text) for text in texts]
    holders: dict[int, list[int]] = {}
    for index, found in enumerate(sets):
        shared: dict[int, int] = {}
        for shingle in found:
            for other in holders.setdefault(shingle, []):
                shared[other] = shared.get(other, 0) + 1
            holders[shingle].append(index)
        for other, count in shared.items():
            if count >= threshold * min(len(found), len(sets[other])):
                leader[max(root(index), root(other))] = min(root(index), root(other))
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(index), len(numbers)) for index in range(len(texts))]
