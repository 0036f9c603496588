"""A label from a judge's readings by a small layer fitted to training claims: the benchmark's own, not the product's.

It shows how much of a set's labels the readings hold when the conventions of that set (how often each label is given,
what counts as conflicting) are learnt from its training claims. It is a softmax regression on the judge's shares and
on what sort of claim and passages they are of; of its probabilities the logarithm is taken, less a part of the
logarithm of how common the label is (logit adjustment, Menon et al. 2021).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judging import Judged
from benchmarks.label_figures import LABELS, Answer, Measure
from benchmarks.tuned_thresholds import open_share
from verifiers.rules import shares

_STEPS = 1500
_RATE = 0.3
_MOMENTUM = 0.9
_PENALTY = 0.001  # of the squared weights, for a mean loss
_EVENING = (0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0)  # which part is taken off: 1 makes all alike common
_FOLDS = 5
_FIRST = 3  # passages whose shares count one by one, from the surest
_NEAREST = 4  # passages
_CERTAIN = 0.02  # from nothing and from certainty, so that log-odds stay small


@dataclass(frozen=True)
class FittedLayer:
    """Weights [features + 1, labels] over features less `mean`, divided by `spread`; `handicap` [labels] is taken off
    the logarithm of each probability."""

    weights: NDArray[np.float64]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    handicap: NDArray[np.float64]

    def labels(self, judged: Sequence[Judged]) -> list[str]:
        """The likeliest label of each claim, the rarer ones not being at a disadvantage."""
        scores = _log_softmax(self.rows(features(judged)) @ self.weights)
        return [LABELS[place] for place in (scores - self.handicap).argmax(axis=1)]

    def rows(self, found: NDArray[np.float64]) -> NDArray[np.float64]:
        """[claims, features + 1]: features as the weights take them."""
        return _with_constant((found - self.mean) / self.spread)


def features(judged: Sequence[Judged]) -> NDArray[np.float64]:
    """[claims, 27]: the three highest shares for and against, the means of both, the log-odds of the highest ones and
    their mean difference, how many passages speak for and against, how far they part, the lower of the two highest,
    the share of questions without an answer, the logarithms of how many passages there are and of how many words the
    claim and its passages (mean, longest) have, whether the claim has numbers, dates and a speaker, and how near the
    passages are that were found for it: the scores of the first two, their difference, and the mean of four."""
    return np.array([_features(one) for one in judged], dtype=np.float64)


def fit(judged: Sequence[Judged], good: Measure) -> FittedLayer:
    """The layer by which `good` is highest in cross-validation over the claims given."""
    found = features(judged)
    gold = np.array([LABELS.index(one.case.gold) for one in judged])
    share = np.bincount(gold, minlength=len(LABELS)) / len(gold)
    common = np.log(np.where(share > 0, share, 1.0))  # what never occurs is put at no advantage
    held_out = _held_out_scores(found, gold)

    def measured(evening: float) -> float:
        said = (held_out - evening * common).argmax(axis=1)
        answers: list[Answer] = [(LABELS[true], LABELS[place]) for true, place in zip(gold, said, strict=True)]
        return good(answers)

    best = max(_EVENING, key=lambda evening: (measured(evening), -evening))
    return _fitted(found, gold, best * common)


def _features(one: Judged) -> list[float]:
    found = [shares(reading) for reading in one.readings] or [(0.0, 0.0)]
    supports = sorted((share for share, _ in found), reverse=True)
    refutes = sorted((share for _, share in found), reverse=True)
    claim = one.case.claim
    lengths = [len(item.passage.text.split()) for item in one.case.evidence] or [0]
    near = [*sorted((item.passage.score for item in one.case.evidence), reverse=True), *[0.0] * _NEAREST]
    surest = [(several + [0.0] * _FIRST)[:_FIRST] for several in (supports, refutes)]
    return [
        *surest[0],
        *surest[1],
        sum(supports) / len(found),
        sum(refutes) / len(found),
        _log_odds(supports[0]),
        _log_odds(refutes[0]),
        sum(_log_odds(for_it) - _log_odds(against) for for_it, against in found) / len(found),
        sum(share > 0.5 for share in supports),
        sum(share > 0.5 for share in refutes),
        float(np.std([for_it - against for for_it, against in found])),
        min(supports[0], refutes[0]),
        open_share(one),
        float(np.log1p(len(one.case.evidence))),
        float(np.log1p(len(claim.text.split()))),
        float(np.log1p(sum(lengths) / len(lengths))),
        float(np.log1p(max(lengths))),
        float(bool(claim.quantities)),
        float(bool(claim.dates)),
        float(claim.speaker is not None),
        near[0],
        near[1],
        near[0] - near[1],
        sum(near[:_NEAREST]) / _NEAREST,
    ]


def _log_odds(share: float) -> float:
    return float(np.log((share + _CERTAIN) / (1.0 - share + _CERTAIN)))


def _held_out_scores(found: NDArray[np.float64], gold: NDArray[np.int64]) -> NDArray[np.float64]:
    """[claims, labels]: the logarithms of the probabilities that a layer fitted to the other folds gives."""
    scores = np.zeros((len(gold), len(LABELS)))
    folds = np.arange(len(gold)) % _FOLDS
    none = np.zeros(len(LABELS))
    for fold in range(_FOLDS):
        held_out = folds == fold
        layer = _fitted(found[~held_out], gold[~held_out], none)
        scores[held_out] = _log_softmax(layer.rows(found[held_out]) @ layer.weights)
    return scores


def _fitted(found: NDArray[np.float64], gold: NDArray[np.int64], handicap: NDArray[np.float64]) -> FittedLayer:
    """Softmax regression by gradient descent with momentum from zero: the same data give the same weights."""
    mean, spread = found.mean(axis=0), found.std(axis=0) + 1e-6
    rows = _with_constant((found - mean) / spread)
    wanted = np.eye(len(LABELS))[gold]
    weights = np.zeros((rows.shape[1], len(LABELS)))
    moving = np.zeros_like(weights)
    for _ in range(_STEPS):
        told = np.exp(_log_softmax(rows @ weights))
        moving = _MOMENTUM * moving - _RATE * (rows.T @ (told - wanted) / len(gold) + _PENALTY * weights)
        weights += moving
    return FittedLayer(weights, mean, spread, handicap)


def _log_softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    scores = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))  # type: ignore[no-any-return]


def _with_constant(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.hstack([rows, np.ones((len(rows), 1))])
