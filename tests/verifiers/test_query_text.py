"""What a search service is asked: a claim's words are no operators, and quoted ones stay as they are."""

import pytest

from verifiers.sources.query_text import plain_query


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Trick OR treat in Lund", "Trick or treat in Lund"),
        ('Lund "Trick OR Treat AND Run"', 'Lund "Trick OR Treat AND Run"'),
        ("“NOT My King” OR Vik", '"NOT My King" or Vik'),
        ('Lund "Trick OR treat', "Lund Trick or treat"),
    ],
)
def test_operators_are_words_and_quoted_words_stay(text: str, asked: str) -> None:
    assert plain_query(text, most_characters=200, most_words=20) == asked


def test_what_loses_its_quotation_marks_loses_its_operators_too() -> None:
    assert plain_query('Lund "Trick OR treat on Monday"', most_characters=200, most_words=3) == "Lund Trick or"
