"""The thresholds: what a reading counts as under them, and how a verdict names them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.rules import Rules, shares
from warehouse.records import Reading, Stance


def reading(
    stance: Stance = "neither", score: float = 0.5, supports: float | None = None, refutes: float | None = None
) -> Reading:
    return Reading(passage_id="psg_one", stance=stance, score=score, supports=supports, refutes=refutes)


@pytest.mark.parametrize(
    ("rules", "read", "counts_as"),
    [
        (Rules(), reading("supports", 0.1, 0.1, 0.8), "supports"),
        (Rules(supports_from=0.6), reading("supports", 0.5, 0.5, 0.1), "neither"),
        (Rules(supports_from=0.4), reading("neither", 0.5, 0.4, 0.1), "supports"),
        (Rules(refutes_from=0.3), reading("neither", 0.5, 0.2, 0.3), "refutes"),
        (Rules(supports_from=0.2, refutes_from=0.2), reading("neither", 0.5, 0.3, 0.25), "supports"),
        (Rules(supports_from=0.2, refutes_from=0.2), reading("neither", 0.5, 0.25, 0.3), "refutes"),
        (Rules(supports_from=0.7), reading("supports", 0.8), "supports"),
        (Rules(supports_from=0.7), reading("supports", 0.6), "neither"),
        (Rules(refutes_from=0.7), reading("refutes", 0.9), "refutes"),
        (Rules(refutes_from=0.7), reading("neither", 0.9), "neither"),
    ],
)
def test_what_a_reading_counts_as(rules: Rules, read: Reading, counts_as: Stance) -> None:
    assert rules.stance_of(read) == counts_as


def test_a_judge_without_probabilities_has_its_stance_with_its_score() -> None:
    assert shares(reading("supports", 0.7)) == (0.7, 0.0)
    assert shares(reading("refutes", 0.7)) == (0.0, 0.7)
    assert shares(reading("neither", 0.7)) == (0.0, 0.0)


@pytest.mark.parametrize("values", [{"min_origins": 0}, {"decide_from": 1.1}, {"supports_from": -0.1}])
def test_rules_that_cannot_be_kept_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"at least 1|between 0 and 1"):
        Rules(**values)  # type: ignore[arg-type]


def test_rules_as_they_were_named_before_there_were_other_thresholds_still_read() -> None:
    assert Rules().version == "min_origins=2"
    assert Rules.of_version("min_origins=3") == Rules(min_origins=3)
    assert Rules.of_version("") == Rules()


@given(st.integers(1, 9), st.sampled_from([0.0, 0.00001, 0.5, 0.75]), st.sampled_from([None, 0.0, 0.35]))
def test_a_version_names_the_rules_and_gives_them_back(origins: int, decide: float, supports: float | None) -> None:
    rules = Rules(min_origins=origins, decide_from=decide, supports_from=supports, conflicts_from=decide)
    assert Rules.of_version(rules.version) == rules
