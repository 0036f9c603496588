"""What the judge is trained on, in three stages.

First the pool's short pairs, then pairs made by rule beside a part of it, and last a mixture in which long documents,
claims of two parts, and questions with their answers have more room.
"""

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.splits import Split, split_of

SEED = 1

# Which of supports, refutes and neither a label admits: `not_supports` is either of the last two.
ADMITTED: Mapping[str, tuple[int, ...]] = {
    "supports": (0,),
    "refutes": (1,),
    "neutral": (2,),
    "not_supports": (1, 2),
}
_FIRST = {"snli-dev": 4000, "fever-nli-dev": 6000, "fever-nli-test": 6000}
_FIRST_SOURCES = frozenset({"mnli-dev", "snli-dev", "fever-nli-dev", "fever-nli-test", "fm2-dev", "fever-sym-dev"})
_SECOND = {
    "mnli-dev": 1200,
    "fever-nli-dev": 700,
    "fever-nli-test": 700,
    "fm2-dev": 1000,
    "fever-sym-dev": 600,
    "factcg-cg2c-doc": 450,
    "summedits": 450,
}
# Of the kinds that the rules make most of; of every other, so many.
_MADE = {
    "same": 1800,
    "neighbours": 800,
    "elsewhere": 500,
    "known": 1300,
    "known: said": 232,
    "reported": 250,
    "said, not so": 1000,
    "said, that it was said": 850,
    "so, not said": 450,
    "said by another": 350,
    "denied": 350,
    "denied, that it was said": 250,
    "certainty": 400,
    "certainty, same": 250,
}
_MADE_OF_OTHERS = 230
_THIRD = {
    "mnli-dev": 9000,
    "snli-dev": 1000,
    "fever-nli-dev": 2000,
    "fever-nli-test": 2500,
    "fm2-dev": 1200,
    "fever-sym-dev": 700,
    "factcg-cg2c-doc": 2000,
    "summedits": 3000,
}
_THIRD_MADE = {
    **{kind: count // 2 for kind, count in _MADE.items()},
    "question: yes": 900,
    "question: no": 900,
    "question: open": 600,
    "question: evidence": 700,
    "question: about": 500,
    "question: explained": 800,
    "question: where": 240,
    "question: when": 240,
    "compound: both": 1200,
    "compound: one alone": 1200,
    "compound: known, both": 700,
    "compound: known, one alone": 700,
}
_THIRD_OF_OTHERS = 120
_WHOLE = 1300  # characters of a document that is read whole
_HELD_OUT = 750


@dataclass(frozen=True)
class Labelled:
    """A passage, a claim and a label of `ADMITTED`; the pool's source of the pair, or what the rules call it."""

    passage: str
    claim: str
    label: str
    kind: str


@dataclass(frozen=True)
class Stage:
    """How one stage is fitted. Rates rise over `warm_up` of all batches and fall in a straight line to `last` of the
    peak. The run ends after `batches` of them (0: after all), and over the `cool_down` batches before that the rate is
    at most what is left of them."""

    name: str
    rate: float
    head_rate: float
    last: float
    longest: int
    batches: int
    cool_down: int = 0
    warm_up: float = 0.06
    batch: int = 32
    decay: float = 0.01
    dropout: float = 0.1


FIRST = Stage("first", rate=3e-5, head_rate=3e-4, last=0.35, longest=144, batches=789)
SECOND = Stage("second", rate=2.2e-5, head_rate=1e-4, last=0.02, longest=176, batches=470, cool_down=150)
THIRD = Stage("third", rate=2e-5, head_rate=5e-5, last=0.02, longest=256, batches=0)


def pool(path: Path) -> list[dict[str, str]]:
    """The pool's rows: source, evidence, claim, label, licence."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def first_pairs(rows: Sequence[Mapping[str, str]]) -> list[Labelled]:
    """The pool's short pairs that train, from every source as many as it has or as the table says."""
    shuffled = list(rows)
    random.Random(SEED).shuffle(shuffled)
    seen: Counter[str] = Counter()
    chosen = []
    for row in shuffled:
        source = row["source"]
        if source in _FIRST_SOURCES and split_of(row["evidence"]) == "train":
            seen[source] += 1
            if seen[source] <= _FIRST.get(source, len(rows)):
                chosen.append(_of_pool(row))
    return chosen


def second_pairs(rows: Sequence[Mapping[str, str]], made: Sequence[Mapping[str, str]]) -> list[Labelled]:
    """Pairs made by rule (training/pairs.py), no kind of them too often, and a part of the pool, long pairs too."""
    return _mixed(rows, made, _SECOND, _MADE, _MADE_OF_OTHERS)


def third_pairs(rows: Sequence[Mapping[str, str]], made: Sequence[Mapping[str, str]]) -> list[Labelled]:
    """The mixture that ends the training; of documents those alone that are read whole."""
    whole = [row for row in rows if len(row["evidence"]) <= _WHOLE]
    return _mixed(whole, made, _THIRD, _THIRD_MADE, _THIRD_OF_OTHERS)


def _mixed(
    rows: Sequence[Mapping[str, str]],
    made: Sequence[Mapping[str, str]],
    of_sources: Mapping[str, int],
    of_kinds: Mapping[str, int],
    of_other_kinds: int,
) -> list[Labelled]:
    """At most so many pairs of each kind and source, drawn with the seed."""
    dice = random.Random(SEED)
    shuffled_made = list(made)
    dice.shuffle(shuffled_made)
    seen: Counter[str] = Counter()
    chosen = []
    for pair in shuffled_made:
        seen[pair["kind"]] += 1
        if seen[pair["kind"]] <= of_kinds.get(pair["kind"], of_other_kinds):
            chosen.append(_of_rules(pair))
    shuffled = list(rows)
    dice.shuffle(shuffled)
    for row in shuffled:
        if split_of(row["evidence"]) == "train":
            source = "summedits" if row["source"].startswith("summedits") else row["source"]
            seen[source] += 1
            if seen[source] <= of_sources.get(source, 0):
                chosen.append(_of_pool(row))
    return chosen


def held_out(
    rows: Sequence[Mapping[str, str]], made: Sequence[Mapping[str, str]], split: Split
) -> tuple[list[Labelled], list[Labelled]]:
    """Pairs of the pool's held-out split, and pairs made from held-out texts: at most so many of each."""
    of_pool = [_of_pool(row) for row in rows if split_of(row["evidence"]) == split]
    of_rules = [_of_rules(pair) for pair in made]
    dice = random.Random(SEED)
    return dice.sample(of_pool, min(len(of_pool), _HELD_OUT)), dice.sample(of_rules, min(len(of_rules), _HELD_OUT))


def _of_pool(row: Mapping[str, str]) -> Labelled:
    return Labelled(row["evidence"], row["claim"], row["label"], row["source"])


def _of_rules(pair: Mapping[str, str]) -> Labelled:
    return Labelled(pair["passage"], pair["claim"], pair["label"], pair["kind"])
