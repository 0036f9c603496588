"""Make the local judge: `make judge` trains it on SHARED/train and on pairs made by rule, exports it and measures it.

    python -m training.judge SHARED

Everything on the way stays in .training/judge: a run that was stopped goes on from there. Two cores need some three
hours, most of them for the fitting.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy
import torch

from language.entailment import EntailmentModel
from training.judge_export import describe, temperature_of, write
from training.mpnet import PairClassifier, unpack
from training.pair_fitting import fit, targets_of
from training.stages import ADMITTED, FIRST, SECOND, SEED, Labelled, first_pairs, held_out, pool, second_pairs

WORK = Path(__file__).parents[1] / ".training" / "judge"
TARGET = Path(__file__).parents[1] / "language" / "models" / "judge"
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
    torch.manual_seed(SEED)
    model = PairClassifier(folder, len(ADMITTED) - 1, dropout=FIRST.dropout)
    fit(model, folder, first_pairs(rows), FIRST, WORK / "first.pt")
    pairs = second_pairs(rows, _made(shared, "train"))
    fit(model, folder, pairs, SECOND, WORK / "second.pt")
    write(model, folder, [(pair.passage, pair.claim) for pair in pairs[:: len(pairs) // _SHOWN]], TARGET)
    calibrate(TARGET, held_out(rows, _made(shared, "calibration"), "calibration"))
    print(json.dumps(measured(TARGET, held_out(rows, _made(shared, "validation"), "validation")), indent=2))


def calibrate(target: Path, pairs: Sequence[Labelled]) -> None:
    """Set the temperature of the exported model on pairs that trained nothing."""
    logits = EntailmentModel(target).logits([(pair.passage, pair.claim) for pair in pairs])
    describe(target, temperature=temperature_of(logits, targets_of(pairs)))


def measured(target: Path, pairs: Sequence[Labelled]) -> dict[str, float]:
    """How often the exported model's first choice is one that the label admits: over all pairs, and by label."""
    chosen = EntailmentModel(target).logits([(pair.passage, pair.claim) for pair in pairs]).argmax(axis=1)
    right = [int(choice) in ADMITTED[pair.label] for choice, pair in zip(chosen, pairs, strict=True)]
    by_label = {
        label: float(numpy.mean([ok for ok, pair in zip(right, pairs, strict=True) if pair.label == label] or [0.0]))
        for label in ADMITTED
    }
    return {"pairs": len(pairs), "all": float(numpy.mean(right)), **by_label}


def _made(shared: Path, split: str) -> list[dict[str, str]]:
    """The pairs made by rule, by a process of its own: the rules need the language tools, and these no torch."""
    path = WORK / f"pairs.{split}.jsonl"
    if not path.exists():
        command = [sys.executable, "-m", "training.pairs", str(shared), str(path), "--split", split]
        subprocess.run(command, check=True)  # noqa: S603 - our own module
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
