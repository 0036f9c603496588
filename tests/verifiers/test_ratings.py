"""Ratings of many desks as labels, where their words leave no doubt, and as nothing where they do."""

import pytest

from verifiers.claim_reviews import Rating
from verifiers.ratings import load_ratings
from warehouse.records import Label


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("True", "supported"),
        ("Mostly True", "supported"),
        ("Vrai", "supported"),
        ("Größtenteils richtig", "supported"),
        ("Pants on Fire!", "refuted"),
        ("FALSE", "refuted"),
        ("Falsch", "refuted"),
        ("Faux", "refuted"),
        ("C’est faux", "refuted"),
        ("C'est faux", "refuted"),
        ("Four Pinocchios", "refuted"),
        ("❌ Falso", "refuted"),
        ("Ｆａｌｓｅ", "refuted"),
        ("フェイク", None),
        ("誤り", "refuted"),
        ("झूठ", "refuted"),
        ("Rating: False", "refuted"),
        ("Our verdict: Mostly false", "refuted"),
        ("False. The picture is of another bridge.", "refuted"),
        ("Falsch: Die Brücke ist offen.", "refuted"),
        ("Half True", "conflicting"),
        ("Half-True", "conflicting"),
        ("Misleading", "conflicting"),
        ("Missing Context", "conflicting"),
        ("Engañoso", "conflicting"),
        ("Unproven", "not_enough_evidence"),
        ("Unbelegt", "not_enough_evidence"),
        ("No Evidence", "not_enough_evidence"),
    ],
)
def test_what_a_rating_says(words: str, label: Label | None) -> None:
    assert load_ratings().label(Rating(words)) == label


@pytest.mark.parametrize(
    "words",
    [
        "Satire", "Outdated", "Legend", "Not false", "Not entirely true", "False, but the bridge was shut for a day",
        "True, with a grain of salt", "True: but only on weekdays", "False. However, it once was so.", "Falsely said",
        "Truthful hyperbole", "It depends", "Exaggerated", "Altered photo", "Miscaptioned", "Misattributed",
        "", "?", "True or false?", "Is it true", "false " * 200, "'; DROP TABLE documents; --",
    ],
)  # fmt: skip
def test_what_leaves_it_open_has_no_label(words: str) -> None:
    assert load_ratings().label(Rating(words)) is None


@pytest.mark.parametrize(
    ("value", "worst", "best", "label"),
    [
        (5, 1, 5, "supported"),
        (1, 1, 5, "refuted"),
        (3, 1, 5, None),
        (4, 1, 5, None),
        (1, None, 5, None),
        (5, 1, None, None),
        (5, 5, 5, None),
        (1, 5, 1, None),
        (0, 0, 0, None),
        (7, 1, 5, None),
    ],
)
def test_a_number_is_read_at_the_ends_of_a_scale_that_is_told(
    value: float, worst: float | None, best: float | None, label: Label | None
) -> None:
    assert load_ratings().label(Rating(None, value, worst, best)) == label


def test_words_outrank_the_number_beside_them() -> None:
    assert load_ratings().label(Rating("True", 1, 1, 6)) == "supported"
    assert load_ratings().label(Rating("Satire", 1, 1, 5)) is None
