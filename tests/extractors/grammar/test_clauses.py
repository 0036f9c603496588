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


def test_two_who_contradict_each_other_are_told_apart() -> None:
    first, second, *_ = claims_of(
        "Ruth Stein accuses the board of hiding a report on the bridge until after the vote on 24 February, "
        "while the harbour master, Otto Brandt, insists from his seat that it was published a week before."
    )
    assert (first.speaker, second.speaker) == ("Ruth Stein", "Otto Brandt")
    assert first.text.endswith("until after the vote on 24 February 2025.")


@pytest.mark.parametrize(
    ("joined", "speaker"),
    [
        (", whereas Otto Brandt maintains that the first letter reached him in 2021.", "Otto Brandt"),
        ("; her deputy, Otto Brandt, warned that ferries would sink.", "Otto Brandt"),
    ],
)
def test_nobody_speaks_for_who_comes_after_a_contrast(joined: str, speaker: str) -> None:
    first, *others = claims_of(f"Mayor Ruth Stein says Oldport was asked 14 times before the work began{joined}")
    assert first.text == "Mayor Ruth Stein says Oldport was asked 14 times before the work began."
    assert {claim.speaker for claim in others if claim.start > first.end} == {speaker}


def test_what_somebody_is_may_stand_before_the_name_that_begins_a_clause() -> None:
    first, second, third = claims_of(
        "Mayor Ruth Stein accused him of fraud, while shopkeeper Otto Brandt, who chairs the traders, complained that "
        "takings had fallen by a fifth since 2024."
    )
    assert (first.speaker, first.text) == ("Ruth Stein", "Mayor Ruth Stein accused him of fraud.")
    assert (second.speaker, second.kind) == ("Otto Brandt", "quote")
    assert third.text == "Takings had fallen by a fifth since 2024."


def test_since_when_it_has_been_so_opens_no_clause() -> None:
    first, second, *_ = claims_of(
        "Ruth Stein said Otto Brandt had been ill since Thursday; the harbour doctor, Martha Quill, said he was well."
    )
    assert (first.speaker, second.speaker) == ("Ruth Stein", "Martha Quill")


@pytest.mark.parametrize("word", ["not", "never", "allegedly", "reportedly", "nearly", "up to"])
def test_no_part_loses_a_negation_or_a_hedge(word: str) -> None:
    text = f"Oldport closed the bridge in 2019, and the Harbour Board has {word} sold 40 ferries in Oldport since."
    parts = claims_of(text)
    assert sum(f" {word} " in claim.text for claim in parts) >= 1
    assert all(f" {word} " in claim.text for claim in parts if "ferries" in claim.quote)


def test_a_reason_with_two_subjects_is_not_cut_in_the_middle() -> None:
    text = "The bridge was closed because the mayor and Harbour Board could not agree on a budget for Oldport."
    assert texts(text) == [text]


def test_what_somebody_demands_is_no_fact() -> None:
    (claim,) = claims_of("Mayor Ruth Stein insisted that the budget include 40 million dollars for the bridge.")
    assert claim.speaker == "Ruth Stein"
    said, told = claims_of("Mayor Ruth Stein insisted that the budget includes 40 million dollars for it.")
    assert told.text == "The budget includes 40 million dollars for it."
    assert said.speaker == told.speaker == "Ruth Stein"


def test_an_infinitive_is_no_statement() -> None:
    assert len(claims_of("Mayor Ruth Stein claimed to have no memory of the 40 ships sold in Oldport in 2019.")) == 1


def test_a_place_is_not_taken_for_a_person() -> None:
    text = "Police chief Greg Allen spoke on Friday, 28 February 2025. The ship came to Oldport from Allen, Texas."
    assert texts(text)[-1] == "The ship came to Oldport from Allen, Texas."


def test_a_date_that_the_article_gives_is_not_given_again() -> None:
    text = "Oldport closed the bridge on Friday, two days after it was sold on February 26, 2025."
    assert texts(text)[0].count("2025") == 2  # Friday's own date, and the one that stands there


@pytest.mark.parametrize(
    "aside",
    [
        "who asked not to be named because she was not authorised to speak",
        "who spoke on the condition of anonymity",
        "who said she feared for her job",
    ],
)
def test_what_an_aside_tells_of_the_source_does_not_hide_what_the_source_said(aside: str) -> None:
    claim = claims_of(f"A senior manager, {aside}, told The Oldport Post that two ferries had been sold.")[0]
    assert (claim.speaker, claim.speaker_named) == ("a senior manager", False)


def test_an_evening_before_a_name_has_its_date() -> None:
    assert texts("On Thursday evening Ruth Stein opened the bridge in Oldport.") == [
        "On Thursday evening (27 February 2025) Ruth Stein opened the bridge in Oldport."
    ]


def test_a_list_of_places_is_not_cut_in_two() -> None:
    whole = "All schools in Angus, Dundee, Perth and Kinross and Aberdeenshire are closed, affecting 95,000 pupils."
    assert texts(whole) == [whole]


def test_what_a_team_does_is_told_in_the_plural() -> None:
    (claim,) = claims_of("Eastvale host Westbury on Tuesday, while Northgate travel to Millbrook.")
    assert claim.checkable
