"""What the judge is trained on, in two stages: the pool's short pairs, then pairs made by rule beside a part of it."""

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
    dice = random.Random(SEED)
    shuffled_made = list(made)
    dice.shuffle(shuffled_made)
    seen: Counter[str] = Counter()
    chosen = []
    for pair in shuffled_made:
        seen[pair["kind"]] += 1
        if seen[pair["kind"]] <= _MADE.get(pair["kind"], _MADE_OF_OTHERS):
            chosen.append(_of_rules(pair))
    shuffled = list(rows)
    dice.shuffle(shuffled)
    for row in shuffled:
        if split_of(row["evidence"]) == "train":
            source = "summedits" if row["source"].startswith("summedits") else row["source"]
            seen[source] += 1
            if seen[source] <= _SECOND.get(source, 0):
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
