"""Rule 2 for searches: a query brings in no name, number or date that its claim does not hold."""

import pytest

from tests.verifiers import builders as make
from verifiers.planners.invented import invented_numbers, invented_words

ARTICLE = make.article("text").model_copy(update={"headline": "Harbour strike ends in Oldport", "dateline": "OLDPORT"})
CLAIM = make.claim(
    "President Helena Marsh told Russian envoys on March 3, 2025, that Arden paid $3,500 for twelve U.S. Navy tugs.",
    speaker="Helena Marsh",
    about=("2024-01-01", "2025-06-30"),
)


@pytest.mark.parametrize(
    "text",
    [
        "Helena Marsh Arden tugs price",
        "marsh's tugs arden 2024 reports",
        "Arden paid 3500 for tugs",
        "Arden twelve tugs March 2025",
        "Arden tugs 2025-03-03 transcript",
        "Russia Arden tugs",  # its adjective is in the claim
        "America Navy tugs Arden",
        "Moscow envoys Arden",
        "Contracts signed by Arden for tugs, official gazette",  # an opening word, and a record in small letters
        "Oldport harbour strike",
        "Price of tugs bought by Arden",
    ],
)
def test_what_the_claim_holds_may_be_asked(text: str) -> None:
    assert invented_words(text, CLAIM, ARTICLE) == ()


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("Helena Marsh Freedonia tugs", ("Freedonia",)),
        ("Viktor Brandt tugs Arden", ("Viktor", "Brandt")),
        ("Arden paid 4500 for tugs", ("4500",)),
        ("Arden thirteen tugs", ("thirteen",)),
        ("Arden two million tugs", ("two", "million")),
        ("Arden tugs April 2025", ("April",)),
        ("Arden tugs 2019", ("2019",)),
        ("Arden tugs 30", ("30",)),  # the last day of a time that it is about is no number of it
        ("France tugs Arden", ("France",)),
        ("NATO tugs Arden", ("NATO",)),
        ("Арден буксиры", ("Арден",)),
        ("阿登 tugs", ("阿登",)),
    ],
)
def test_what_it_does_not_hold_is_named(text: str, invented: tuple[str, ...]) -> None:
    assert invented_words(text, CLAIM, ARTICLE) == invented


def test_of_another_language_the_numbers_are_looked_at() -> None:
    assert invented_numbers("Хелена Марш буксиры 3500", CLAIM, ARTICLE) == ()
    assert invented_numbers("Хелена Марш буксиры 4500 2025", CLAIM, ARTICLE) == ("4500",)
