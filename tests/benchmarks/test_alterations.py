"""A sentence with one thing changed is untrue, and only that thing is changed."""

import random
from datetime import date

import pytest

from benchmarks.alterations import Altered, alterations

ANCHOR = date(2020, 3, 10)


def altered(text: str, elsewhere: str = "") -> dict[str, Altered]:
    found = alterations(text, random.Random(1), anchor=ANCHOR, elsewhere=elsewhere)
    return {one.change: one for one in found}


@pytest.mark.parametrize("seed", range(8))
def test_each_kind_of_change_is_made_once_and_elsewhere_the_sentence_stands(seed: int) -> None:
    text = "Maria Lund was paid 4,200 crowns in March 2019."
    found = alterations(text, random.Random(seed), anchor=ANCHOR, elsewhere=text)
    assert [one.change for one in found] == ["number", "date", "name", "negation"]
    for one in found:
        assert one.was != one.became
        assert one.text.replace(one.became, one.was, 1) == text


@pytest.mark.parametrize("seed", range(8))
def test_a_bound_is_broken_and_not_only_moved(seed: int) -> None:
    dice = random.Random(seed)
    at_least = alterations("The fire destroyed more than 40 houses.", dice, anchor=ANCHOR, elsewhere="")
    at_most = alterations("The fire destroyed fewer than 40 houses.", dice, anchor=ANCHOR, elsewhere="")
    assert int(at_least[0].became) > 40 > int(at_most[0].became)


def test_numbers_that_name_or_date_something_are_left() -> None:
    for text in (
        "Ferries call at Pier 7.",
        "She won the 2016 election.",
        "They lost by 6–3.",
        "Between 40 and 60 houses burnt.",
    ):
        assert "number" not in altered(text), text


def test_a_new_name_stands_nowhere_in_the_article_and_only_known_kinds_are_renamed() -> None:
    text = "Peter Moore flew to Nepal."
    everybody = "Aldane Okonjo-Bell Verhagen Haddadin Prewett Marchetti"
    assert "name" in altered(text)
    named = [
        one.became
        for seed in range(20)
        for one in alterations(text, random.Random(seed), anchor=None, elsewhere=everybody)
    ]
    assert named
    assert not any(word in everybody for became in named for word in became.split())
    assert "Nepal" not in named
    assert "name" not in altered("Tropical Storm Zeta made landfall.")


def test_denials_are_of_the_main_clause() -> None:
    assert altered("The bridge was closed after the flood.")["negation"].text.startswith("The bridge was not closed")
    assert altered("The bridge was not closed.")["negation"].text == "The bridge was closed."
    for text in (
        "Officials who were present left early.",  # another clause's verb
        "Some bridges were closed.",  # of some, both may be so
        "The news was not reported until May.",
    ):
        assert "negation" not in altered(text), text


def test_what_is_quoted_word_for_word_is_left() -> None:
    assert altered("“We were paid 40 crowns,” Maria Lund was quoted in May 2019.") == {}
