"""How far a verdict may be believed: from the score of its evidence to the probability that its label is right.

A score (verifiers/combine.py) only orders verdicts: the higher, the more and the surer the origins behind the label. A
calibration says how often labels of such a score were right, by judge and, with examples enough, by label. Fitted is
  isotonic   the rising steps nearest to the examples (pool adjacent violators: Ayer et al. 1955; for classifiers
             Zadrozny and Elkan 2002), over groups of examples, with a line through the steps' middles;
  platt      a logistic curve over the strength of the evidence (Platt 1999), where there are too few for steps.
Both give curves that never descend.
"""

import functools
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from verifiers.sides import strength_of_score
from warehouse.records import Calibration, Curve, Label, content_id

VERSION = 1

SHIPPED = resources.files("verifiers") / "calibration.json"

_STEPS_FROM = 200  # examples: with fewer, steps follow chance
_LABEL_FROM = 100  # examples with one label, for a curve of its own
_GROUP = 25  # examples that make a point of the steps
_GRID = tuple(0.25 * place for place in range(49))  # strengths at which a logistic curve is written down
_NEWTON_STEPS = 50
_FOLDS = 5
_SEED = 5


@dataclass(frozen=True)
class Example:
    """A verdict whose right answer is known: the judge that it rests on, its label, its score, and whether it is so.

    Of one `group` are those that are alike because they have something in common, such as the same claim; without one
    it is by itself.
    """

    judge: str
    label: Label
    score: float
    right: bool
    group: str = ""


Pair = tuple[float, bool]  # a confidence, and whether the label was right


@functools.cache
def shipped() -> Calibration:
    """The calibration that comes with Claimhouse."""
    return Calibration.model_validate_json(SHIPPED.read_text("utf-8"))


def version_for(calibration: Calibration, judges: Iterable[str]) -> str | None:
    """Changes with whatever the calibration says of verdicts of these judges; None where that is nothing."""
    names = set(judges)
    curves = [curve for curve in calibration.curves if set(curve.judge.split("+")) <= names]
    if not curves:
        return None
    told = [curve.model_dump(mode="json") for curve in curves]
    return f"{calibration.fitted_on} {content_id('cal', VERSION, told).removeprefix('cal_')[:12]}"


def confidence_of(calibration: Calibration, judge: str, label: Label, score: float) -> float | None:
    """The probability that a label is right which rests on a judge's readings of that score.

    By the curve for the label or, without one, the judge's for all labels; None where the judge has neither, and for
    not_enough_evidence, which says something of the evidence and nothing of the claim.
    """
    return None if label == "not_enough_evidence" else _by_curves(calibration.curves, judge, label, score)


def _by_curves(curves: Sequence[Curve], judge: str, label: Label, score: float) -> float | None:
    by_label = {curve.label: curve for curve in curves if curve.judge == judge}
    curve = by_label.get(label) or by_label.get(None)
    return None if curve is None else _on(curve, score)


def _on(curve: Curve, score: float) -> float:
    scores, chances = curve.scores, curve.chances
    if score <= scores[0]:
        return chances[0]
    for place in range(1, len(scores)):
        if score <= scores[place]:
            share = (score - scores[place - 1]) / (scores[place] - scores[place - 1])
            return chances[place - 1] + share * (chances[place] - chances[place - 1])
    return chances[-1]


def fitted(examples: Sequence[Example]) -> tuple[Curve, ...]:
    """Curves for each judge in the examples: one for all its labels, and one for each label with examples enough.

    A curve needs examples that were right and examples that were wrong; where all are the same there is none.
    """
    curves = []
    for judge in sorted({one.judge for one in examples}):
        its = [one for one in examples if one.judge == judge]
        curves.append(_curve(judge, None, its))
        for label in sorted({one.label for one in its}):
            of_label = [one for one in its if one.label == label]
            if len(of_label) >= _LABEL_FROM:
                curves.append(_curve(judge, label, of_label))
    return tuple(curve for curve in curves if curve is not None)


def _curve(judge: str, label: Label | None, examples: Sequence[Example]) -> Curve | None:
    pairs = sorted((one.score, one.right) for one in examples)
    if len({right for _, right in pairs}) < 2:
        return None
    steps = len(pairs) >= _STEPS_FROM
    points = _isotonic(pairs) if steps else _platt(pairs)
    return Curve(
        judge=judge,
        label=label,
        method="isotonic" if steps else "platt",
        examples=len(pairs),
        scores=tuple(score for score, _ in points),
        chances=tuple(round(chance, 6) for _, chance in points),
    )


def _isotonic(pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """The points of the rising steps: mean scores of groups, and the share that was right, drawn a little to a half."""
    blocks: list[tuple[float, float, int]] = []  # sum of scores, right ones, count
    for group in _groups(pairs):
        block = (sum(score for score, _ in group), 1.0 + sum(right for _, right in group), len(group))
        blocks.append(block)
        while len(blocks) > 1 and _chance(blocks[-2]) >= _chance(blocks[-1]):
            last, before = blocks.pop(), blocks.pop()
            # Each block has been drawn to a half once, the two together too.
            blocks.append((before[0] + last[0], before[1] + last[1] - 1.0, before[2] + last[2]))
    return [(scores / count, _chance((scores, right, count))) for scores, right, count in blocks]


def _chance(block: tuple[float, float, int]) -> float:
    """By Laplace's rule, so that no score is for certain: one right and one wrong more than there were."""
    return block[1] / (block[2] + 2)


def _groups(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Neighbours in score, at least so many together; those of one score are never parted."""
    groups: list[list[Pair]] = [[]]
    for pair in pairs:
        if len(groups[-1]) >= _GROUP and groups[-1][-1][0] != pair[0]:
            groups.append([])
        groups[-1].append(pair)
    if len(groups) > 1 and len(groups[-1]) < _GROUP:
        last = groups.pop()
        groups[-1] += last
    return groups


def _platt(pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """A logistic curve over the strength, by Newton's method, on a grid; a falling one is made flat."""
    right = sum(was_right for _, was_right in pairs)
    # Targets drawn in from 0 and 1, as Platt has it.
    high, low = (right + 1.0) / (right + 2.0), 1.0 / (len(pairs) - right + 2.0)
    xs = [strength_of_score(score) for score, _ in pairs]
    targets = [high if was_right else low for _, was_right in pairs]
    slope, offset = _logistic(xs, targets)
    if slope < 0:
        share = sum(targets) / len(targets)
        slope, offset = 0.0, math.log(share / (1 - share))
    return [(-math.expm1(-x), _sigmoid(slope * x + offset)) for x in _GRID]


def _logistic(xs: Sequence[float], targets: Sequence[float]) -> tuple[float, float]:
    """Slope and offset of the likeliest logistic curve, with a whiff of ridge for scores that are all alike."""
    slope = offset = 0.0
    for _ in range(_NEWTON_STEPS):
        g_slope, g_offset, h_ss, h_so, h_oo = 1e-3 * slope, 1e-3 * offset, 1e-3, 0.0, 1e-3
        for x, target in zip(xs, targets, strict=True):
            chance = _sigmoid(slope * x + offset)
            weight = max(chance * (1 - chance), 1e-9)
            g_slope += (chance - target) * x
            g_offset += chance - target
            h_ss, h_so, h_oo = h_ss + weight * x * x, h_so + weight * x, h_oo + weight
        determinant = h_ss * h_oo - h_so * h_so
        step_slope = (h_oo * g_slope - h_so * g_offset) / determinant
        step_offset = (h_ss * g_offset - h_so * g_slope) / determinant
        slope, offset = slope - step_slope, offset - step_offset
        if abs(step_slope) + abs(step_offset) < 1e-9:
            break
    return slope, offset


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def cross_validated(examples: Sequence[Example]) -> list[tuple[Example, float]]:
    """The examples with the confidence that curves fitted on the others give them, in their order.

    In five parts drawn with a fixed seed, none of which has one half of a group. An example of which the other parts
    tell nothing is left out.
    """
    groups: dict[str | int, list[int]] = {}
    for place, one in enumerate(examples):
        groups.setdefault(one.group or place, []).append(place)
    order = list(groups)
    random.Random(_SEED).shuffle(order)  # noqa: S311 - parts of a set, not a secret
    found: dict[int, float] = {}
    for fold in range(_FOLDS):
        held = {place for group in order[fold::_FOLDS] for place in groups[group]}
        curves = fitted([one for place, one in enumerate(examples) if place not in held])
        for place in held:
            one = examples[place]
            if (confidence := _by_curves(curves, one.judge, one.label, one.score)) is not None:
                found[place] = confidence
    return [(examples[place], found[place]) for place in sorted(found)]


def brier(pairs: Sequence[Pair]) -> float:
    """Mean squared difference between confidence and what was right (Brier 1950): 0 is best; a coin has 0.25."""
    return sum((confidence - right) ** 2 for confidence, right in pairs) / len(pairs)


@dataclass(frozen=True)
class Bin:
    """Labels of about one confidence, [low, high): how many, what was said of them, and how many of them were right."""

    low: float
    high: float
    count: int
    confidence: float  # mean
    right: float  # share


def reliability(pairs: Sequence[Pair], *, bins: int = 10) -> list[Bin]:
    """Confidence against how often it was right, in bins of one width; empty ones are left out. 1.0 is in the last."""
    found = []
    for place in range(bins):
        low, high = place / bins, (place + 1) / bins
        inside = [pair for pair in pairs if low <= pair[0] < high or (pair[0] == high == 1.0)]
        if inside:
            count = len(inside)
            mean = sum(confidence for confidence, _ in inside) / count
            found.append(Bin(low, high, count, mean, sum(right for _, right in inside) / count))
    return found


@dataclass(frozen=True)
class AtThreshold:
    """What comes of deciding from a confidence on: the share of all claims that is decided, and of these the right."""

    threshold: float
    decided: float
    precision: float | None  # None where nothing is decided


def by_threshold(pairs: Sequence[Pair], thresholds: Sequence[float], *, of: int | None = None) -> list[AtThreshold]:
    """Precision against share decided. `of`: how many claims there are with those that have no confidence at all."""
    total = of or len(pairs)
    found = []
    for threshold in thresholds:
        decided = [right for confidence, right in pairs if confidence >= threshold]
        precision = sum(decided) / len(decided) if decided else None
        found.append(AtThreshold(threshold, len(decided) / total if total else 0.0, precision))
    return found


def precision_at(pairs: Sequence[Pair], share: float, *, of: int | None = None) -> float | None:
    """Precision where the surest `share` of all claims is decided; those of equal confidence count by their mean.

    None where fewer than that have a confidence.
    """
    wanted = round(share * (of or len(pairs)))
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    if not 0 < wanted <= len(ordered):
        return None
    edge = ordered[wanted - 1][0]
    above = [right for confidence, right in ordered if confidence > edge]
    tied = [right for confidence, right in ordered if confidence == edge]
    return (sum(above) + (wanted - len(above)) * sum(tied) / len(tied)) / wanted
