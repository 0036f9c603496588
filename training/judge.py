"""Make the local judge: `make judge` trains it on SHARED/train and on pairs made by rule, exports it and measures it.

    python -m training.judge SHARED

Everything on the way stays in .training/judge: a run that was stopped goes on from there. A graphics card needs some
minutes, two cores the better part of a day.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import torch

from language.entailment import EntailmentModel
from training.judge_export import describe, temperature_of, write
from training.mixture import ADMITTED, SEED, Labelled, held_out, mixture, pool
from training.mpnet import PairClassifier, unpack
from training.pair_fitting import Recipe, averaged, fit, targets_of

WORK = Path(__file__).parents[1] / ".training" / "judge"
TARGET = Path(__file__).parents[1] / "language" / "models" / "judge"
RECIPE = Recipe()
RUNS = 2  # fits of the same pairs in another order, of which the mean is exported
_SHOWN = 200  # training pairs that show the exporter the size of the activations


def main() -> None:
    """Read the command line, make pairs, fit, export, set the temperature, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    shared = parser.parse_args().shared
    if not (shared / "train" / "verifier_pool.jsonl").is_file():
        raise SystemExit(f"{shared} has no train/verifier_pool.jsonl: give the folder that holds it.")
    WORK.mkdir(parents=True, exist_ok=True)
    rows = pool(shared / "train" / "verifier_pool.jsonl")
    folder = unpack(WORK)
    pairs = mixture(rows, _made(shared, "train"))
    model, *others = [fitted(folder, pairs, RECIPE, run) for run in range(1, RUNS + 1)]
    averaged(model, others)
    write(model, folder, [(pair.passage, pair.claim) for pair in pairs[:: len(pairs) // _SHOWN]], TARGET)
    of_pool, of_rules = held_out(rows, _made(shared, "calibration"), "calibration")
    calibrate(TARGET, [*of_pool, *of_rules])
    of_pool, of_rules = held_out(rows, _made(shared, "validation"), "validation")
    print(json.dumps({"pool": measured(TARGET, of_pool), "rules": measured(TARGET, of_rules)}, indent=2))


def fitted(folder: Path, pairs: Sequence[Labelled], recipe: Recipe, run: int) -> PairClassifier:
    """The network of one run: every run begins with the same weights, and reads the pairs in an order of its own."""
    torch.manual_seed(SEED)
    model = PairClassifier(folder, len(ADMITTED) - 1, dropout=recipe.dropout)
    fit(model, folder, pairs, recipe, seed=run, state=WORK / f"run{run}.pt")
    return model


def calibrate(target: Path, pairs: Sequence[Labelled]) -> None:
    """Set the temperature of the exported model on pairs that trained nothing."""
    logits = EntailmentModel(target).logits([(pair.passage, pair.claim) for pair in pairs])
    describe(target, temperature=temperature_of(logits, targets_of(pairs)))


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
    path = WORK / f"pairs.{split}.jsonl"
    if not path.exists():
        command = [sys.executable, "-m", "training.pairs", str(shared), str(path), "--split", split]
        subprocess.run(command, check=True)  # noqa: S603 - our own module
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
