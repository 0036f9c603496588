"""A label from a judge's readings by a small layer fitted to training claims: the benchmark's own, not the product's.

It shows how much of a set's labels the readings hold when the conventions of that set (how often each label is given,
what counts as conflicting) are learnt from its training claims. It is a softmax regression with seven numbers a claim.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judging import Judged
from benchmarks.label_figures import LABELS, Answer, Measure
from benchmarks.tuned_thresholds import goodness, open_share
from verifiers.rules import shares

_STEPS = 600
_RATE = 0.5
_PENALTY = 0.01  # of the squared weights, for a mean loss
_EVENING = (0.0, 0.25, 0.5, 0.75, 1.0)  # how far rare labels weigh as much as common ones
_FOLDS = 5


@dataclass(frozen=True)
class FittedLayer:
    """Weights [features + 1, labels] over features less `mean`, divided by `spread`."""

    weights: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    evening: float

    def labels(self, judged: Sequence[Judged]) -> list[str]:
        scores = _with_constant((features(judged) - self.mean) / self.spread) @ self.weights
        return [LABELS[place] for place in scores.argmax(axis=1)]


def features(judged: Sequence[Judged]) -> NDArray[np.float64]:
    """[claims, 7]: the highest and the mean share for and against, the lower of the two highest, the share of questions
    without an answer, and the logarithm of the number of passages."""
    return np.array([_features(one) for one in judged], dtype=np.float64)


def fit(judged: Sequence[Judged], good: Measure = goodness) -> FittedLayer:
    """The layer by which `good` is highest in cross-validation over the claims given: accuracy and macro-F1 together,
    where nothing else is said."""
    found = features(judged)
    gold = np.array([LABELS.index(one.case.gold) for one in judged])
    folds = np.arange(len(gold)) % _FOLDS
    best = max(_EVENING, key=lambda evening: (_cross_validated(found, gold, folds, evening, good), -evening))
    return _fitted(found, gold, best)


def _features(one: Judged) -> list[float]:
    found = [shares(reading) for reading in one.readings] or [(0.0, 0.0)]
    supports, refutes = [s for s, _ in found], [r for _, r in found]
    return [
        max(supports),
        max(refutes),
        sum(supports) / len(found),
        sum(refutes) / len(found),
        min(max(supports), max(refutes)),
        open_share(one),
        float(np.log1p(len(one.case.evidence))),
    ]


def _cross_validated(
    found: NDArray[np.float64],
    gold: NDArray[np.int64],
    folds: NDArray[np.int64],
    evening: float,
    good: Measure,
) -> float:
    answers: list[Answer] = []
    for fold in range(_FOLDS):
        held_out = folds == fold
        layer = _fitted(found[~held_out], gold[~held_out], evening)
        scores = _with_constant((found[held_out] - layer.mean) / layer.spread) @ layer.weights
        answers += [
            (LABELS[true], LABELS[said]) for true, said in zip(gold[held_out], scores.argmax(axis=1), strict=True)
        ]
    return good(answers)


def _fitted(found: NDArray[np.float64], gold: NDArray[np.int64], evening: float) -> FittedLayer:
    """Softmax regression by gradient descent from zero: the same data give the same weights."""
    mean, spread = found.mean(axis=0), found.std(axis=0) + 1e-6
    rows = _with_constant((found - mean) / spread)
    counts = Counter(gold.tolist())
    weight = np.array([(len(gold) / counts[label]) ** evening for label in gold.tolist()])
    weight /= weight.sum()
    wanted = np.eye(len(LABELS))[gold]
    weights = np.zeros((rows.shape[1], len(LABELS)))
    for _ in range(_STEPS):
        scores = rows @ weights
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        told = scores / scores.sum(axis=1, keepdims=True)
        weights -= _RATE * (rows.T @ ((told - wanted) * weight[:, None]) + _PENALTY * weights)
    return FittedLayer(weights, mean, spread, evening)


def _with_constant(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.hstack([rows, np.ones((len(rows), 1))])
