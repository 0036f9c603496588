"""Sentences parted into statements that stand alone, without losing what holds them together."""

import pytest

from tests.extractors.texts import claims_of


def texts(text: str) -> list[str]:
    return [claim.text for claim in claims_of(text)]


def test_what_happened_before_is_a_statement_of_its_own() -> None:
    whole, before = texts("After the talks in Oldport ended, Mayor Ruth Stein opened the bridge on Sunday.")
    assert whole.startswith("After the talks in Oldport ended, Mayor Ruth Stein opened the bridge")
    assert before == "The talks in Oldport ended."  # on another day than Sunday, perhaps


def test_what_happened_at_the_same_time_shares_the_date() -> None:
    _, beside = texts("As dockers rallied behind the mayor in Oldport, Ruth Stein opened the bridge on Sunday.")
    assert beside == "Dockers rallied behind the mayor in Oldport (2 March 2025)."


@pytest.mark.parametrize(
    "text",
    [
        "If the council agrees, Mayor Ruth Stein opens the bridge, and Peter Wren sells the ferry.",
        "Unless the council agrees, the bridge stays closed, and Peter Wren sells the ferry.",
        "Before the council could vote, Mayor Ruth Stein opened the bridge.",
        "Ruth Stein said the bridge was closed, and the ferry was sold.",
        "The council did not say whether the bridge was closed, and the ferry was sold.",
    ],
)
def test_conditions_and_reports_stay_whole(text: str) -> None:
    whole = [claim for claim in claims_of(text) if claim.kind != "event" or len(claim.quote) > len(text) - 2]
    assert whole[0].quote == text


def test_two_deeds_are_two_statements() -> None:
    assert texts("Oldport closed the bridge in 2019; the Harbour Board sold the ferry in 2020.") == [
        "Oldport closed the bridge in 2019.",
        "The Harbour Board sold the ferry in 2020.",
    ]


@pytest.mark.parametrize("word", ["not", "never", "allegedly", "reportedly", "nearly", "up to"])
def test_no_part_loses_a_negation_or_a_hedge(word: str) -> None:
    text = f"Oldport closed the bridge in 2019, and the Harbour Board has {word} sold 40 ferries in Oldport since."
    parts = claims_of(text)
    assert sum(f" {word} " in claim.text for claim in parts) >= 1
    assert all(f" {word} " in claim.text for claim in parts if "ferries" in claim.quote)
