"""Calibration: curves that never fall, figures that are what they are called, and what ships."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verifiers import builders
from verifiers import confidence
from verifiers.confidence import (
    Example,
    brier,
    by_threshold,
    confidence_of,
    cross_validated,
    fitted,
    precision_at,
    reliability,
    shipped,
    version_for,
)
from verifiers.sides import score_of_strength, strength_of_score
from warehouse.records import Calibration, Curve, Label


def examples(count: int, *, label: Label = "supported", judge: str = "nli", seed: int = 1) -> list[Example]:
    """Labels that are right as often as the square of their score says."""
    dice = random.Random(seed)
    drawn = [dice.random() for _ in range(count)]
    return [Example(judge, label, score, dice.random() < score * score) for score in drawn]


def calibration(curves: Sequence[Curve]) -> Calibration:
    return Calibration(
        calibration_id="cal_test",
        fitted_on="reviews",
        version="1",
        data="made up",
        curves=tuple(curves),
        fitted_at=builders.NOW,
    )


any_examples = st.lists(
    st.builds(
        Example,
        judge=st.sampled_from(["nli", "llm"]),
        label=st.sampled_from(["supported", "refuted"]),
        score=st.floats(0, 1),
        right=st.booleans(),
    ),
    max_size=400,
)


@given(any_examples, st.floats(0, 1), st.floats(0, 1))
def test_a_calibration_is_monotone(found: list[Example], one: float, other: float) -> None:
    told = calibration(fitted(found))
    low, high = sorted((one, other))
    for judge in ("nli", "llm"):
        below, above = (confidence_of(told, judge, "supported", score) for score in (low, high))
        if below is not None and above is not None:
            assert 0 <= below <= above <= 1


@pytest.mark.parametrize(("count", "method"), [(150, "platt"), (4000, "isotonic")])
def test_what_is_said_is_what_comes_of_it(count: int, method: str) -> None:
    curves = fitted(examples(count))
    assert {curve.method for curve in curves} == {method}
    told = calibration(curves)
    for score in (0.3, 0.6, 0.9):
        found = confidence_of(told, "nli", "supported", score)
        assert found == pytest.approx(score * score, abs=0.12)


def test_a_label_has_a_curve_of_its_own_where_there_are_examples_enough() -> None:
    curves = fitted([*examples(150), *examples(60, label="refuted", seed=2)])
    assert [(curve.judge, curve.label, curve.examples) for curve in curves] == [
        ("nli", None, 210),
        ("nli", "supported", 150),
    ]


def test_judges_are_calibrated_apart() -> None:
    wrong = [Example("llm", "supported", one.score, not one.right) for one in examples(150)]
    told = calibration(fitted([*examples(150), *wrong]))
    assert (confidence_of(told, "nli", "supported", 0.9) or 0) > 0.6
    # The other is the less right the surer it is: that is made flat, never a falling curve.
    assert confidence_of(told, "llm", "supported", 0.9) == confidence_of(told, "llm", "supported", 0.1)
    assert confidence_of(told, "lexical", "supported", 0.9) is None


def test_nothing_is_said_of_what_is_not_decided() -> None:
    assert confidence_of(calibration(fitted(examples(150))), "nli", "not_enough_evidence", 0.9) is None


def test_where_all_were_right_there_is_no_curve() -> None:
    assert fitted([Example("nli", "supported", 0.5, True)] * 300) == ()


def test_no_score_is_for_certain() -> None:
    many = [Example("nli", "supported", 0.99, True)] * 300 + [Example("nli", "supported", 0.2, False)] * 300
    told = calibration(fitted(many))
    highest = confidence_of(told, "nli", "supported", 1.0)
    assert highest is not None
    assert 0.99 < highest < 1


def test_examples_are_told_of_by_curves_that_have_not_seen_them() -> None:
    # Scores that say nothing: curves that had seen the examples would do better than the share that was right.
    dice = random.Random(3)
    noise = [Example("nli", "supported", dice.random(), dice.random() < 0.5) for _ in range(400)]
    pairs = [(chance, one.right) for one, chance in cross_validated(noise)]
    assert len(pairs) == 400
    assert brier(pairs) >= 0.25 - 0.005


def test_no_part_has_one_half_of_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    twins = [replace(one, group=f"article {place // 4}") for place, one in enumerate(examples(200))]
    parts: list[set[str]] = []

    def fit(seen: Sequence[Example]) -> tuple[Curve, ...]:
        held = set(twins) - set(seen)
        assert held
        assert {one.group for one in held}.isdisjoint(one.group for one in seen)
        parts.append({one.group for one in held})
        return fitted(seen)

    monkeypatch.setattr(confidence, "fitted", fit)
    assert [one for one, _ in cross_validated(twins)] == twins
    assert sorted(group for part in parts for group in part) == sorted({one.group for one in twins})


def test_the_version_is_that_of_the_curves_for_the_judges_at_work() -> None:
    told = calibration(fitted([*examples(150), *examples(150, judge="llm")]))
    only = calibration([curve for curve in told.curves if curve.judge == "nli"])
    assert version_for(told, ["nli"]) == version_for(only, ["nli"])
    assert version_for(told, ["nli", "llm"]) != version_for(only, ["nli", "llm"])
    assert version_for(told, ["lexical"]) is None
    assert str(version_for(told, ["nli"])).startswith("reviews ")


def test_brier_is_the_mean_squared_difference() -> None:
    assert brier([(1.0, True), (0.0, True), (0.5, False)]) == pytest.approx((0 + 1 + 0.25) / 3)


def test_reliability_holds_what_was_said_against_what_was_right() -> None:
    bins = reliability([(0.05, False), (0.5, True), (0.55, False), (1.0, True)], bins=10)
    assert [(one.low, one.count, one.right) for one in bins] == [(0.0, 1, 0.0), (0.5, 2, 0.5), (0.9, 1, 1.0)]
    assert bins[1].confidence == pytest.approx(0.525)


def test_precision_is_told_against_the_share_decided() -> None:
    pairs = [(0.9, True), (0.8, True), (0.7, False), (0.6, True)]
    told = by_threshold(pairs, [0.0, 0.75, 0.95], of=8)
    assert [(one.decided, one.precision) for one in told] == [(0.5, 0.75), (0.25, 1.0), (0.0, None)]
    assert precision_at(pairs, 0.5) == 1.0
    assert precision_at(pairs, 0.25, of=8) == 1.0
    assert precision_at(pairs, 0.75, of=8) is None


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.9]), st.booleans()), min_size=1), st.randoms())
def test_figures_do_not_depend_on_the_order(pairs: list[tuple[float, bool]], dice: random.Random) -> None:
    shuffled = list(pairs)
    dice.shuffle(shuffled)
    assert precision_at(pairs, 0.4) == pytest.approx(precision_at(shuffled, 0.4))
    assert brier(pairs) == pytest.approx(brier(shuffled))


@given(st.floats(0, 30))
def test_a_score_stands_for_its_strength(strength: float) -> None:
    assert strength_of_score(score_of_strength(strength)) == pytest.approx(strength, rel=1e-3, abs=1e-9)


def test_what_ships_is_a_calibration_of_the_judge_that_ships() -> None:
    ours = shipped()
    assert ours.fitted_on == "shipped"
    assert all(a <= b for curve in ours.curves for a, b in pairwise(curve.chances))
    assert not any(math.isnan(figure) for figure in ours.figures.values())
