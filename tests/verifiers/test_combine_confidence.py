"""A label is given where it is sure enough: the confidences of the calibration, and thresholds of its own."""

import pytest

from tests.verifiers.combining import CALIBRATION, NEE, Read, decide, no, silent, sure, yes
from verifiers.rules import Rules

CERTAIN = [
    # label, confidence, least confidence asked for, what was read
    ("two that are sure", "supported", 0.99, 0.75, [yes("A"), yes("B")]),
    ("two that are not", NEE, None, 0.75, [sure(yes("A"), 0.4), sure(yes("B"), 0.4)]),
    ("two that are not, where that is enough", "supported", 0.64, 0.6, [sure(yes("A"), 0.4), sure(yes("B"), 0.4)]),
    ("three that are not", "supported", 0.784, 0.75, [sure(yes(origin), 0.4) for origin in "ABC"]),
    ("a weak one against it", "supported", 0.98, 0.75, [yes("A"), yes("B"), sure(no("C"), 0.5)]),
    ("a strong one against it", "supported", 0.8, 0.75, [yes("A"), yes("B"), sure(no("C"), 0.95)]),
    ("a stronger one against it", NEE, None, 0.75, [yes("A"), yes("B"), sure(no("C"), 0.97)]),
    ("by the curve for its label", NEE, None, 0.75, [no("A"), no("B")]),
    ("the same, where that is enough", "refuted", 0.495, 0.4, [no("A"), no("B")]),
    ("both sides, and sure", "conflicting", 0.9801, 0.75, [yes("A"), yes("B"), no("C"), no("D")]),
    ("both sides, one of them unsure", NEE, None, 0.75,
     [yes("A"), yes("B"), sure(no("C"), 0.3), sure(no("D"), 0.3)]),
    ("nothing, of which there is no confidence", NEE, None, 0.0, [silent("A")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "confidence", "asked", "reads"), [case[1:] for case in CERTAIN], ids=[case[0] for case in CERTAIN]
)
def test_a_label_is_given_where_it_is_sure_enough(
    label: str, confidence: float | None, asked: float, reads: list[Read]
) -> None:
    decision = decide(reads, rules=Rules(decide_from=asked), calibration=CALIBRATION)
    assert (decision.label, decision.confidence) == (
        label, pytest.approx(confidence, abs=1e-6) if confidence else None,
    )  # fmt: skip


def test_a_judge_without_a_calibration_is_asked_for_no_confidence() -> None:
    other = CALIBRATION.model_copy(
        update={"curves": tuple(curve.model_copy(update={"judge": "other"}) for curve in CALIBRATION.curves)}
    )
    decision = decide([sure(yes("A"), 0.1), sure(yes("B"), 0.1)], rules=Rules(decide_from=0.99), calibration=other)
    assert (decision.label, decision.confidence) == ("supported", None)


def test_a_label_that_is_not_sure_enough_tells_what_it_leans_to_and_what_would_settle_it() -> None:
    told = decide([sure(yes("A"), 0.4), sure(yes("B"), 0.4)], rules=Rules(decide_from=0.75), calibration=CALIBRATION)
    assert told.leaning == "supported"
    assert told.rationale.startswith(
        "It leans to supported, by Paper 00 (1 March 2025) and Paper 01 (1 March 2025), but that is not sure enough to "
        "decide: 64%, and 75% is asked for."
    )
    assert "another independent origin that says so plainly" in told.rationale


BENCHMARK = Rules(min_origins=1, supports_from=0.6, refutes_from=0.4, conflicts_from=0.8)
THRESHOLDS = [
    ("a passage below the threshold says nothing", NEE, [sure(yes("A"), 0.5)]),
    ("one at the threshold counts", "supported", [sure(yes("A"), 0.6)]),
    ("each side has its own", "refuted", [sure(no("A"), 0.4)]),
    ("a side that is not sure does not stand against the other", "supported", [yes("A"), sure(no("B"), 0.7)]),
    ("two sides that are sure conflict", "conflicting", [yes("A"), sure(no("B"), 0.8)]),
    ("of two that are not sure the stronger stands", "refuted", [sure(yes("A"), 0.6), sure(no("B"), 0.7)]),
    ("of two alike neither does", NEE, [sure(yes("A"), 0.7), sure(no("B"), 0.7)]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "reads"), [case[1:] for case in THRESHOLDS], ids=[case[0] for case in THRESHOLDS])
def test_a_benchmark_has_thresholds_of_its_own(label: str, reads: list[Read]) -> None:
    assert decide(reads, rules=BENCHMARK).label == label
