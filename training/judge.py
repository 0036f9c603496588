"""Make the local judge: `make judge` trains it on SHARED/train, on pairs that were written for it and on pairs made by
rule, exports it and measures it.

    python -m training.judge SHARED [--from-shipped] [--to FOLDER]

Fits of all pairs, whose mean is taken; then one more with passages among other text, and the mean of before and after
it; `--from-shipped` does that alone, with the weights that ship. Everything on the way stays in .training/judge: a run
that was stopped goes on from there. A graphics card needs some minutes; two cores the better part of a day, for the
last fit alone an hour and a half. What was kept there of other weights, pairs or recipes is none of this run's.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from random import Random

import torch

from language.entailment import EntailmentModel
from training.judge_export import describe, temperature_of, write
from training.kept import key_of, key_of_pairs
from training.mixture import ADMITTED, SEED, Labelled, held_out, mixture, pool
from training.mpnet import PairClassifier, unpack
from training.pair_fitting import Recipe, averaged, fit, shares_of, targets_of
from training.shipped_weights import read_back
from training.splits import Split, article_split, split_of
from training.surroundings import can_be_surrounded, is_on_named, surrounded
from training.written import KIND, written

WORK = Path(__file__).parents[1] / ".training" / "judge"
TARGET = Path(__file__).parents[1] / "language" / "models" / "judge"
RECIPE = Recipe()
RUNS = 2  # fits of the same pairs in another order, of which the mean goes on
ON_PAGES = Recipe(epochs=1, batch=32, rate=2e-5, head_rate=2e-5, agreement=0.0)
SURROUNDED = {"supports": 7_000, "refutes": 5_500, "not_supports": 6_000, "neutral": 3_500}  # pairs of that last fit,
AS_BEFORE = 18_000  # and beside them, with all that were written
_SHOWN = 200  # training pairs that show the exporter the size of the activations


def main() -> None:
    """Read the command line, make pairs, fit, export, set the temperature, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    parser.add_argument(
        "--from-shipped", action="store_true", help="fit the weights that ship once more, on pages alone"
    )
    parser.add_argument(
        "--to", type=Path, default=TARGET, help="where the files are written (default: those that ship)"
    )
    given = parser.parse_args()
    shared: Path = given.shared
    for needed in ("train/verifier_pool.jsonl", "news/wikinews.jsonl"):
        if not (shared / needed).is_file():
            raise SystemExit(f"{shared} has no {needed}: give the folder that holds it.")
    WORK.mkdir(parents=True, exist_ok=True)
    rows = pool(shared / "train" / "verifier_pool.jsonl")
    folder = unpack(WORK)
    pairs = mixture(rows, _made(shared, "train"), written("train"))
    model = fitted_to_pairs(folder, pairs) if not given.from_shipped else shipped(folder)
    before = deepcopy(model)
    fit_on_pages(model, folder, pairs, page_texts(rows, shared, "train"))
    averaged(model, [before])  # what was learnt of pages, without what that fit forgets of whole documents
    every = max(1, len(pairs) // _SHOWN)
    write(model, folder, [(pair.passage, pair.claim) for pair in pairs[::every]], given.to)
    of_pool, of_rules = held_out(rows, _made(shared, "calibration"), "calibration")
    calibrate(given.to, [*of_pool, *of_rules, *written("calibration")])
    print(json.dumps(validated(given.to, rows, shared), indent=2))


def shipped(folder: Path) -> PairClassifier:
    """The network that ships, ready to be fitted once more."""
    model = PairClassifier(folder, len(ADMITTED) - 1, dropout=RECIPE.dropout)
    read_back(model, TARGET)
    return model


def fitted_to_pairs(folder: Path, pairs: Sequence[Labelled]) -> PairClassifier:
    """The mean of `RUNS` fits to all pairs."""
    model, *others = [fitted(folder, pairs, RECIPE, run) for run in range(1, RUNS + 1)]
    averaged(model, others)
    return model


def fitted(folder: Path, pairs: Sequence[Labelled], recipe: Recipe, run: int) -> PairClassifier:
    """The network of one run: every run begins with the same weights, and reads the pairs in an order of its own."""
    torch.manual_seed(SEED)
    model = PairClassifier(folder, len(ADMITTED) - 1, dropout=recipe.dropout)
    fit(model, folder, pairs, recipe, seed=run, state=_state(f"run{run}", model, pairs, recipe))
    return model


def fit_on_pages(model: PairClassifier, folder: Path, pairs: Sequence[Labelled], texts: Sequence[str]) -> None:
    """Fit the network once more, in place: to pairs whose passages stand among other text, and to some as they were.

    Where a label admits two classes, what the network is drawn to are its own shares of the two for the passage alone.
    """
    alone, on_pages = pages_of(pairs, texts)
    shares = shares_of(model, folder, alone, state=_state("shares", model, alone))
    state = _state("pages", model, [*alone, *on_pages], ON_PAGES)  # what it is drawn to is of the passages alone
    fit(model, folder, on_pages, ON_PAGES, seed=RUNS + 1, state=state, shares=shares)


def pages_of(pairs: Sequence[Labelled], texts: Sequence[str]) -> tuple[list[Labelled], list[Labelled]]:
    """What the last fit reads: the same pairs alone, and as many of them as are to stand on pages put there."""
    dice = Random(SEED)
    chosen: list[Labelled] = []
    for label, count in SURROUNDED.items():
        able = [pair for pair in pairs if pair.label == label and can_be_surrounded(pair)]
        chosen += dice.sample(able, min(count, len(able)))
    as_before = dice.sample(pairs, min(AS_BEFORE, len(pairs)))
    as_before += [pair for pair in pairs if pair.kind.startswith(KIND)]
    return [*chosen, *as_before], [*surrounded(chosen, texts, dice), *as_before]


def _state(name: str, model: PairClassifier, pairs: Sequence[Labelled], recipe: Recipe | None = None) -> Path:
    """Where what comes of these weights, as they are before, of these pairs and by this recipe is kept."""
    told = [(pair.passage, pair.claim, pair.label) for pair in pairs]
    return WORK / f"{name}.{key_of(weights_hash(model), told, asdict(recipe) if recipe else None)}.pt"


def weights_hash(model: PairClassifier) -> str:
    """The sha256 of all weights, in hex."""
    digest = hashlib.sha256()
    for name, values in sorted(model.state_dict().items()):
        digest.update(name.encode() + values.detach().cpu().numpy().tobytes())
    return digest.hexdigest()


def page_texts(rows: Sequence[Mapping[str, str]], shared: Path, split: Split) -> list[str]:
    """What passages are put among: the pool's evidence on named things, and the Wikinews articles, of one split."""
    articles = [json.loads(line) for line in (shared / "news" / "wikinews.jsonl").read_text("utf-8").splitlines()]
    return [
        *(row["evidence"] for row in rows if is_on_named(row["source"]) and split_of(row["evidence"]) == split),
        *(row["text"] for row in articles if article_split(row["url"]) == split),
    ]


def calibrate(target: Path, pairs: Sequence[Labelled]) -> None:
    """Set the temperature of the exported model on pairs that trained nothing."""
    logits = EntailmentModel(target).logits([(pair.passage, pair.claim) for pair in pairs])
    describe(target, temperature=temperature_of(logits, targets_of(pairs)))


def validated(target: Path, rows: Sequence[Mapping[str, str]], shared: Path) -> dict[str, dict[str, object]]:
    """What `measured` finds on the validation split: on the pool's pairs, on those made by rule, on such of both whose
    passages can stand on a page, alone and put there, and on those that were written."""
    of_pool, of_rules = held_out(rows, _made(shared, "validation"), "validation")
    able = [pair for pair in (*of_pool, *of_rules) if can_be_surrounded(pair)]
    on_pages = surrounded(able, page_texts(rows, shared, "validation"), Random(SEED))
    sets = {"pool": of_pool, "rules": of_rules, "alone": able, "surrounded": on_pages, "written": written("validation")}
    return {name: measured(target, pairs) for name, pairs in sets.items()}


def measured(target: Path, pairs: Sequence[Labelled]) -> dict[str, object]:
    """How often the exported model's first choice is one that the label admits: over all pairs, by label and by kind.

    Macro-F1 is over supports, refutes and neutral, on the pairs that have one of these labels.
    """
    logits = EntailmentModel(target).logits([(pair.passage, pair.claim) for pair in pairs])
    chosen = [int(choice) for choice in logits.argmax(axis=1)]
    labels, kinds = defaultdict[str, list[bool]](list), defaultdict[str, list[bool]](list)
    for choice, pair in zip(chosen, pairs, strict=True):
        right = choice in ADMITTED[pair.label]
        labels[pair.label].append(right)
        kinds[pair.kind].append(right)
    three_way = [
        (ADMITTED[pair.label][0], choice)
        for choice, pair in zip(chosen, pairs, strict=True)
        if len(ADMITTED[pair.label]) == 1
    ]
    return {
        "pairs": len(pairs),
        "right": round(sum(map(sum, labels.values())) / max(len(pairs), 1), 3),
        "macro_f1": round(macro_f1(three_way), 3),
        "right_by_label": {label: round(sum(found) / len(found), 3) for label, found in sorted(labels.items())},
        "right_by_kind": {kind: f"{sum(found)} of {len(found)}" for kind, found in sorted(kinds.items())},
    }


def macro_f1(pairs: Sequence[tuple[int, int]]) -> float:
    """The mean F1 of the three classes, from pairs of what is true and what was chosen."""
    scores = []
    for one in range(3):
        hits = sum(true == one == choice for true, choice in pairs)
        scores.append(2 * hits / max(sum((true == one) + (choice == one) for true, choice in pairs), 1))
    return sum(scores) / len(scores)


def _made(shared: Path, split: str) -> list[dict[str, str]]:
    """The pairs made by rule, by a process of its own: the rules need the language tools, and these no torch."""
    key = key_of_pairs(shared / name for name in ("train/verifier_pool.jsonl", "news/wikinews.jsonl"))
    path = WORK / f"pairs.{split}.{key}.jsonl"
    if not path.exists():
        command = [sys.executable, "-m", "training.pairs", str(shared), str(path), "--split", split]
        subprocess.run(command, check=True)  # noqa: S603 - our own module
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
