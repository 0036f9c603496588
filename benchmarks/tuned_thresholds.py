"""A benchmark's own thresholds, chosen on its training claims: never the product's."""

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.averitec_sets import UNANSWERED
from benchmarks.judging import Judged
from benchmarks.label_figures import LABELS, Answer, accuracy, macro_f1_of
from verifiers.rules import Rules

# What is tried: from which share a passage counts, and stands against the other side; how many questions are open.
_GRID = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_FINE = (0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95)
_AGAINST = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
_OPEN = (0.2, 0.3, 0.34, 0.5, 0.6, 0.7, 1.1)


@dataclass(frozen=True)
class Thresholds:
    """`rules` decide, unless the share of questions without an answer is `open_from` or more: then nothing does."""

    rules: Rules
    open_from: float = 1.1

    def labels(self, judged: Sequence[Judged]) -> list[str]:
        return ["not_enough_evidence" if open_share(one) >= self.open_from else one.label(self.rules) for one in judged]


def best_rules(judged: Sequence[Judged], good: Callable[[Rules], float]) -> Rules:
    """The thresholds of one grid for a passage's shares, one origin being enough, by which `good` is highest.

    Without refutations among the cases the threshold against is the highest of the grid.
    """
    refuted = {"refuted", "refutes"} & {one.case.gold for one in judged}
    grid = itertools.product(_GRID, _GRID if refuted else _GRID[-1:])
    return max((Rules(min_origins=1, supports_from=s, refutes_from=r) for s, r in grid), key=good)


def open_share(one: Judged) -> float:
    """The share of the passages that say that no answer could be found."""
    unanswered = [UNANSWERED in item.passage.text for item in one.case.evidence]
    return sum(unanswered) / max(len(unanswered), 1)


def goodness(answers: Sequence[Answer]) -> float:
    """What is chosen by: accuracy and macro-F1 over the four labels, together."""
    return accuracy(answers) + macro_f1_of(LABELS)(answers)


def tuned(judged: Sequence[Judged]) -> Thresholds:
    """The thresholds with the best sum of accuracy and macro-F1 over training claims.

    The best of a grid, and from there one threshold after the other as long as that helps.
    """

    @functools.cache
    def label_of(rules: Rules) -> list[str]:
        return [one.label(rules) for one in judged]

    shares = [open_share(one) for one in judged]

    def good(thresholds: Thresholds) -> float:
        said = label_of(thresholds.rules)
        answers = [
            (one.case.gold, "not_enough_evidence" if share >= thresholds.open_from else label)
            for one, share, label in zip(judged, shares, said, strict=True)
        ]
        return goodness(answers)

    grid = itertools.product(_GRID, _GRID, _OPEN)
    best = max(
        (Thresholds(Rules(min_origins=1, supports_from=s, refutes_from=r), share) for s, r, share in grid), key=good
    )
    while True:
        rules = best.rules
        tried = [replace(best, rules=replace(rules, supports_from=share)) for share in _FINE]
        tried += [replace(best, rules=replace(rules, refutes_from=share)) for share in _FINE]
        tried += [replace(best, rules=replace(rules, conflicts_from=share)) for share in _AGAINST]
        tried += [replace(best, open_from=share) for share in _OPEN]
        better = max(tried, key=good)
        if good(better) <= good(best):
            return best
        best = better
