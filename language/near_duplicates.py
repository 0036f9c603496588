"""How much of one text stands in another: reprints of one story share long runs of words.

Shingling after Broder, "On the resemblance and containment of documents" (1997): a text is the set of its runs of five
words, hashed, and containment is what two sets share of the smaller one.
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


def containment(first: str, second: str) -> float:
    """What two texts share of the shorter one, 0.0 to 1.0: a cut reprint is contained in the whole story."""
    one, other = shingles(first), shingles(second)
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
