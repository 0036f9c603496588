"""What is worth checking: the shipped classifier on ClaimBuster's held-out sentences and on PoliClaim's test split.

ClaimBuster (Arslan et al., ICWSM 2020), groundtruth.csv: macro-F1 of check-worthy (label 1) against the rest. PoliClaim
(Ni et al. 2024), test: F1 of "has a verifiable factual claim", which is the classifier's "states a fact". Both
thresholds are the shipped ones, from cross-validation inside ClaimBuster's crowdsourced.csv: nothing of PoliClaim
trained anything or set a threshold (the card tells what of it was looked at).
Intervals are bootstraps over sentences.
"""

import csv
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.evaluation_data import MissingDataError, read_lines
from benchmarks.rows import Row, interval
from language.checkworthiness import CheckworthinessModel, checkworthiness_model

SETS = ("claimbuster", "policlaim")
ALWAYS_YES = "always yes"
MAJORITY = "always the commoner answer"

# What was said and what is true, for one sentence.
Answer = tuple[bool, bool]
# A sentence, and whether it has what is looked for.
Sentence = tuple[str, bool]


def measure(shared: Path, sets: Sequence[str] = SETS) -> list[Row]:
    """Rows for the sets: ours, always yes, the commoner answer. Raises MissingDataError where a set is absent."""
    measures = {"claimbuster": _claimbuster, "policlaim": _policlaim}
    return [row for name in sets for row in measures[name](shared, checkworthiness_model())]


def claimbuster_sentences(shared: Path) -> list[Sentence]:
    """ClaimBuster's groundtruth.csv: each sentence, and whether it is check-worthy."""
    file = shared / "eval" / "claimbuster" / "groundtruth.csv"
    if not file.is_file():
        raise MissingDataError(f"{file} is not there: say where the evaluation sets are with --shared DIR")
    with file.open(encoding="utf-8", newline="") as lines:
        return [(" ".join(row["Text"].split()), row["Verdict"] == "1") for row in csv.DictReader(lines)]


def policlaim_sentences(shared: Path) -> list[Sentence]:
    """PoliClaim's test split: each sentence, and whether it has a verifiable claim."""
    rows = read_lines(shared, "eval/policlaim/test.jsonl")
    return [(" ".join(row["sentence"].split()), str(row["label"]) == "1") for row in rows]


def _claimbuster(shared: Path, model: CheckworthinessModel) -> list[Row]:
    rows = claimbuster_sentences(shared)
    began = time.monotonic()
    said = [
        estimate.check_worthy >= model.thresholds.check_worthy
        for estimate in model.estimates([text for text, _ in rows])
    ]
    seconds = time.monotonic() - began
    return _rows("claimbuster", "groundtruth", "macro_f1", macro_f1, said, [true for _, true in rows], seconds)


def _policlaim(shared: Path, model: CheckworthinessModel) -> list[Row]:
    rows = policlaim_sentences(shared)
    began = time.monotonic()
    said = [estimate.factual >= model.thresholds.factual for estimate in model.estimates([text for text, _ in rows])]
    seconds = time.monotonic() - began
    return _rows("policlaim", "test", "f1", f1, said, [true for _, true in rows], seconds)


def _rows(
    name: str,
    split: str,
    metric: str,
    measured: Callable[[Sequence[Answer]], float],
    said: Sequence[bool],
    true: Sequence[bool],
    seconds: float,
) -> list[Row]:
    commoner = sum(true) * 2 > len(true)
    systems = {"offline": said, ALWAYS_YES: [True] * len(true), MAJORITY: [commoner] * len(true)}
    found = []
    for system, given in systems.items():
        answers = list(zip(given, true, strict=True))
        lower, upper = interval(answers, measured)
        took = round(seconds, 2) if system == "offline" else None
        found.append(Row(name, split, metric, system, measured(answers), lower, upper, len(answers), took))
    return found


def f1(answers: Sequence[Answer], yes: bool = True) -> float:
    """F1 of the answer `yes`; 0 where it was neither given nor true."""
    hits = sum(said == true == yes for said, true in answers)
    total = sum(said == yes for said, _ in answers) + sum(true == yes for _, true in answers)
    return 2 * hits / total if total else 0.0


def macro_f1(answers: Sequence[Answer]) -> float:
    """The mean of the F1 of yes and of no."""
    return (f1(answers) + f1(answers, yes=False)) / 2
