"""Fit the calibration that ships: `python -m training.confidence SHARED`, or `make confidence`. Some minutes.

What is calibrated is the whole way from passages to a label: the judge that ships reads the passages of each example,
and verifiers/combine.py decides on them. The examples are those of benchmarks/calibration_set.py, none of which the
judge was trained on:
  pool       the held-out parts of SHARED/train/verifier_pool.jsonl, each claim with its one passage;
  written    the held-out parts of training/written, likewise;
  articles   sentences of held-out articles of SHARED/news/wikinews.jsonl, as they stand and with one number, date or
             name changed or denied, each with the passages that a check chooses in its article.
A label is right where the example has it; a twin that was altered is rightly refuted.
"""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import calibration_set
from benchmarks.evaluation_data import MissingDataError
from benchmarks.judging import System
from verifiers import confidence
from verifiers.confidence import brier, by_threshold, cross_validated, fitted
from verifiers.judges.nli import NliJudge
from warehouse.records import Calibration

TARGET = Path(__file__).parents[1] / "verifiers" / "calibration.json"
DATA = (
    "the held-out parts of the judge's training pool and of what was written for it (one passage a claim), and "
    "sentences of held-out Wikinews articles as they stand and with one thing changed (passages of the article)"
)
_THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def main() -> None:
    """Read the command line, judge every example, fit, and write the calibration with what it is worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", default=Path("../shared"))
    options = parser.parse_args()
    try:
        cases = calibration_set.cases(options.shared)
    except MissingDataError as error:
        raise SystemExit(str(error)) from error
    judge = NliJudge()
    judged = asyncio.run(System(judge.name, [judge]).read("calibration", cases)).judged
    groups = calibration_set.groups_of([one.case for one in judged])
    examples = [
        one
        for case, group in zip(judged, groups, strict=True)
        if (one := calibration_set.example(case, judge.name, group)) is not None
    ]
    pairs = [(chance, one.right) for one, chance in cross_validated(examples)]
    right = sum(one.right for one in examples) / len(examples)
    figures = {"brier": brier(pairs), "brier_of_constant": right * (1 - right), "right": right}
    print(f"{len(examples)} decided, {right:.1%} rightly")
    print(f"Brier {brier(pairs):.4f}, of always saying {right:.0%} {right * (1 - right):.4f}")
    for at in by_threshold(pairs, _THRESHOLDS, of=len(cases)):
        told = "-" if at.precision is None else f"{at.precision:.1%}"
        print(f"  from {at.threshold:.2f}: {at.decided:.1%} of all decided, {told} of these rightly")
    curves = fitted(examples)
    version = str(confidence.VERSION)
    made = Calibration(
        calibration_id=Calibration.id_for("shipped", version, curves, None),
        fitted_on="shipped",
        version=version,
        data=DATA,
        curves=curves,
        figures={name: round(value, 6) for name, value in figures.items()},
        fitted_at=datetime.now(UTC).replace(microsecond=0),
    )
    TARGET.write_text(made.model_dump_json(indent=1) + "\n", "utf-8")
    print(f"written to {TARGET}")


if __name__ == "__main__":
    main()
