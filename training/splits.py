"""Which texts never train the judge: by the hash of the text or address itself, so that every part agrees on it."""

import hashlib
from typing import Literal

Split = Literal["train", "validation", "calibration"]
HELD_OUT: tuple[Split, ...] = ("validation", "calibration")

WHOLE = 1300  # characters of a document that is read whole; of a longer one a digest is


def split_of(evidence: str) -> Split:
    """The split of a pair of the pool, by its evidence: 94 % train, 3 % choose a checkpoint and a threshold, and 3 %
    calibrate, so that no evidence stands whole on two sides. Two of FEVER may still share a sentence."""
    share = _hashed(evidence) % 100
    return "validation" if share < 3 else "calibration" if share < 6 else "train"


def written_split(passage: str) -> Split:
    """The split of a pair that was written for the judge, by its passage: a tenth each is held out."""
    tenth = _hashed(passage) % 10
    return "validation" if tenth == 0 else "calibration" if tenth == 1 else "train"


def is_held_out(url: str) -> bool:
    """Whether an article is among the fifth that trains nothing and is measured on."""
    return _hashed(url) % 5 == 0


def article_split(url: str) -> Split:
    """The split of an article: of the held-out ones one half validates the network and the other sets its temperature.

    What is measured on held-out articles, and what confidences are fitted to, is of both halves.
    """
    if not is_held_out(url):
        return "train"
    return "validation" if _hashed(url) % 2 else "calibration"


def _hashed(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
