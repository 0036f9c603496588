"""How much of one text stands in another: reprints of one story share long runs of words.

Shingling after Broder, "On the resemblance and containment of documents" (1997): a text is the set of its runs of five
words, hashed, and containment is what two sets share of the smaller one. Among many texts the pairs worth comparing
are found by min-wise hashing, as in the same paper: a text's sketch is the smallest of its hashes.
"""

import hashlib
import heapq
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

VERSION = 2

SHINGLE_WORDS = 5
# A text of which 0.6 stands in another has 38 of 64 hashes there, give or take 4: half of that is never missed.
_SKETCH = 64
_FEWEST = 30  # runs of words that make a copy by themselves: more than a long sentence has
_NEARLY_ALL = 0.8
_SUSPECTED = 0.5
# Of the texts that share one run of words, as many are compared: what more than these reprint, the longest reprint too.
_COMPARED = 32
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


def is_copied(shared: int, size: int, least: float) -> bool:
    """Whether a text of `size` runs of words, `shared` of them found in another, was copied: `least` of it or more.

    Of a short text that is not enough, for two may have a sentence from a third: then nearly all of it must be there.
    """
    return size > 0 and shared >= least * size and (shared >= _FEWEST or shared >= _NEARLY_ALL * size)


def near_duplicates(texts: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """Pairs of texts, by their places, of which the one was copied from the other (`is_copied`), the longer one first.

    Not every such pair is told, but enough to link all texts that are linked by such pairs; every pair that is told is
    one by the exact measure. Thousands of texts take time in proportion to their number.
    """
    sets = [shingles(text) for text in texts]
    sketches = [heapq.nsmallest(_SKETCH, found) for found in sets]
    sought = frozenset(one for sketch in sketches for one in sketch)
    holders: dict[int, list[int]] = {}
    # The longest first: what a text is contained in has been seen before it.
    for place in sorted(range(len(texts)), key=lambda index: (-len(sets[index]), index)):
        own, sketch = sets[place], sketches[place]
        suspected = Counter(holder for one in sketch for holder in holders.get(one, ()))
        for longer in sorted(suspected):
            enough = suspected[longer] >= _SUSPECTED * least * len(sketch)
            if enough and is_copied(len(own & sets[longer]), len(own), least):
                yield longer, place
        for one in own & sought:
            known = holders.setdefault(one, [])
            if len(known) < _COMPARED:
                known.append(place)
