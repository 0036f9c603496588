"""What the judge is trained on: the pool's pairs, those written for it, and pairs made by rule, no kind too often."""

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.splits import WHOLE, Split, split_of

SEED = 1

# Which of supports, refutes and neither a label admits: `not_supports` is either of the last two.
ADMITTED: Mapping[str, tuple[int, ...]] = {
    "supports": (0,),
    "refutes": (1,),
    "neutral": (2,),
    "not_supports": (1, 2),
}
# Of the kinds that the rules make most of; of every other, at most so many.
_MADE = {
    "same": 3000,
    "neighbours": 1800,
    "elsewhere": 1000,
    "known": 3000,
    "known: said": 500,
    "reported": 500,
    "said, not so": 2000,
    "said, that it was said": 1900,
    "so, not said": 900,
    "said by another": 700,
    "denied": 700,
    "denied, that it was said": 500,
    "certainty": 700,
    "certainty, same": 400,
    "question: yes": 2400,
    "question: no": 2400,
    "question: open": 1200,
    "question: evidence": 3500,
    "question: about": 800,
    "question: explained": 1600,
    "compound: both": 1800,
    "compound: one alone": 1800,
    "compound: known, both": 1200,
    "compound: known, one alone": 1200,
    "digest": 2000,
}
_MADE_OF_OTHERS = 500
_HELD_OUT = 2000


@dataclass(frozen=True)
class Labelled:
    """A passage, a claim and a label of `ADMITTED`; the pool's source of the pair, or what the rules call it."""

    passage: str
    claim: str
    label: str
    kind: str


def pool(path: Path) -> list[dict[str, str]]:
    """The pool's rows: source, evidence, claim, label, licence."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def mixture(
    rows: Sequence[Mapping[str, str]], made: Sequence[Mapping[str, str]], written: Sequence[Labelled] = ()
) -> list[Labelled]:
    """The pool's pairs that train and are read whole, of the made ones at most so many of a kind, by the seed, and all
    that were written."""
    dice = random.Random(SEED)
    shuffled = list(made)
    dice.shuffle(shuffled)
    seen: Counter[str] = Counter()
    chosen = []
    for pair in shuffled:
        seen[pair["kind"]] += 1
        if seen[pair["kind"]] <= _MADE.get(pair["kind"], _MADE_OF_OTHERS):
            chosen.append(_of_rules(pair))
    whole = [row for row in rows if len(row["evidence"]) <= WHOLE and split_of(row["evidence"]) == "train"]
    return [*chosen, *map(_of_pool, whole), *written]


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
