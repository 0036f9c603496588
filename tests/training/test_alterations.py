"""What the rules that make training pairs change, and what they call it."""

import random
import re

import pytest

from training import sayings
from training.alterations import (
    RULES,
    Rule,
    bound,
    calendar,
    certainty,
    name,
    negation,
    number,
    opposite,
    quantifier,
    roles,
    unit,
    year,
)

OTHERS = {"person": ["Mara Lindqvist"], "place": ["Newport"], "organisation": ["the Coastal Bank"]}
SENTENCES = (
    "The company hired 1,200 people in Oldport on 4 March 2019.",
    "At least three ships left the harbour, and some of them returned.",
    "Prices rose by 4.5 percent, said Anna Brown of the Central Bank.",
    "The mayor was not re-elected.",
)


def _changed(rule: Rule, sentence: str) -> tuple[str, str, str]:
    found = rule(sentence, random.Random(3), OTHERS)
    assert found is not None
    return found.text, found.kind, found.label


def test_a_number_keeps_its_form_and_becomes_clearly_another() -> None:
    for seed in range(50):
        found = number("The company hired 1,200 people.", random.Random(seed), OTHERS)
        assert found is not None
        assert found.label == "refutes"
        new = re.fullmatch(r"The company hired ([\d,]+) people\.", found.text)
        assert new is not None
        assert abs(int(new[1].replace(",", "")) - 1200) > 120


@pytest.mark.parametrize(
    ("rule", "sentence", "changed", "label"),
    [
        (opposite, "Prices rose sharply.", "Prices fell sharply.", "not_supports"),
        (quantifier, "The strike closed some schools.", "The strike closed all schools.", "not_supports"),
        (bound, "At work were at least 30 people.", "At work were at most 30 people.", "not_supports"),
        (unit, "It cost 3 million crowns.", "It cost 3 billion crowns.", "refutes"),
        (negation, "The bridge was closed.", "The bridge was not closed.", "refutes"),
        (negation, "The bridge was not closed.", "The bridge was closed.", "refutes"),
        (certainty, "The bridge was closed.", "The bridge may have been closed.", "neutral"),
    ],
)
def test_one_thing_is_changed(rule: Rule, sentence: str, changed: str, label: str) -> None:
    assert _changed(rule, sentence)[::2] == (changed, label)


def test_another_year_or_day_is_refuted_and_another_name_only_not_borne_out() -> None:
    assert _changed(year, "The school opened in 1998.")[2] == "refutes"
    assert _changed(calendar, "The school opened on Monday.")[1:] == ("date", "refutes")
    assert _changed(name, "On Friday Anna Brown opened the school.")[1:] == ("name: person", "not_supports")
    text, kind, label = _changed(roles, "Anna Brown sued Peter Holm over the harbour.")
    assert (text, kind, label) == ("Peter Holm sued Anna Brown over the harbour.", "roles", "not_supports")


@pytest.mark.parametrize("rule", dict.fromkeys(RULES))
def test_every_rule_changes_something_or_gives_nothing_and_does_so_again(rule: Rule) -> None:
    for sentence in SENTENCES:
        for seed in range(20):
            found = rule(sentence, random.Random(seed), OTHERS)
            assert found == rule(sentence, random.Random(seed), OTHERS)
            assert found is None or found.text != sentence


def test_a_saying_holds_all_that_was_said_and_who_said_it() -> None:
    sentence = "The new airport will cost two billion euros."
    inside = "the new airport will cost two billion euros"
    for seed in range(60):
        dice = random.Random(seed)
        for frame in (sayings.said, sayings.said_so, sayings.denied):
            told = frame(sentence, "the mayor", dice)
            assert inside in told.lower()
            assert "the mayor" in told.lower()
        assert inside in sayings.reported(sentence, dice).lower()
