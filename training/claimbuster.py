"""ClaimBuster's sentences for training: without those of its held-out half, in folds that keep debates whole.

Arslan, Hassan, Li, Tremayne: A Benchmark Dataset of Check-Worthy Factual Claims (ICWSM 2020), CC BY 4.0.
"""

import csv
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# The verdicts of the data, in the order of the model's classes.
VERDICTS = ("-1", "0", "1")
CLASSES = ("not_factual", "factual_unimportant", "check_worthy")

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One labelled sentence: `label` is a place in CLASSES, `debate` the file that it stands in."""

    text: str
    label: int
    debate: str


def read_sentences(path: Path) -> list[Sentence]:
    """The rows of one of the data's files. Raises ValueError naming the line whose verdict is none of the three."""
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if row["Verdict"] not in VERDICTS:
                raise ValueError(f"{path}, row {number}: the verdict {row['Verdict']!r} is not one of {VERDICTS}.")
            found.append(Sentence(" ".join(row["Text"].split()), VERDICTS.index(row["Verdict"]), row["File_id"]))
    return found


def normalised(text: str) -> str:
    """A sentence by its words alone, so that case, spacing and punctuation hide no repetition."""
    return " ".join(_WORD.findall(text.casefold()))


def without_held_out(sentences: Iterable[Sentence], held_out: Iterable[Sentence]) -> list[Sentence]:
    """The sentences whose words are not those of any held-out one."""
    kept_back = {normalised(sentence.text) for sentence in held_out}
    return [sentence for sentence in sentences if normalised(sentence.text) not in kept_back]


def folds_by_debate(sentences: Sequence[Sentence], count: int, seed: int) -> list[list[int]]:
    """Places of the sentences of each fold: every debate in one fold, the folds of about the same size.

    The longest debate goes to the emptiest fold, and so on; the seed decides among debates of one length.
    """
    by_debate: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences):
        by_debate.setdefault(sentence.debate, []).append(place)
    debates = sorted(by_debate)
    random.Random(seed).shuffle(debates)
    folds: list[list[int]] = [[] for _ in range(count)]
    for debate in sorted(debates, key=lambda name: -len(by_debate[name])):
        min(folds, key=len).extend(by_debate[debate])
    return [sorted(fold) for fold in folds]
