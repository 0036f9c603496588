"""Rule 2: a rewrite holds no name, number or date that is not the article's."""

import time
from datetime import date

import pytest

from extractors.faithful import foreign_parts, keeps_to_article
from language.dates import find_dates

DAY = date(2025, 3, 3)  # a Monday
ARTICLE = """President Vladimir Putin met Volodymyr Zelensky's envoy, Oleh Maro, in Geneva on Friday. The U.S. side was
led by Secretary of State Ann Dole. “We gave 12 planes,” Maro said Sunday. Zelensky rejected the offer of $3,500 million
in January 2024. He wants twenty more planes by 2027. The talks, the first since the war began, ended last week."""
DATES = find_dates(ARTICLE, DAY)


def foreign(text: str, quote: str) -> tuple[str, ...]:
    return foreign_parts(text, quote, ARTICLE, DATES, DAY)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Volodymyr Zelensky wants twenty more planes by 2027.", "He wants twenty more planes by 2027."),
        ("Oleh Maro said that they gave 12 planes.", "“We gave 12 planes,”"),
        ("On February 28, 2025, President Vladimir Putin met Oleh Maro.", "President Vladimir Putin met"),
        ("The U.S. Secretary of State Ann Dole led the US delegation.", "was led by Secretary of State Ann Dole"),
        ("In January 2024 Zelensky rejected $3500 million.", "Zelensky rejected the offer of $3,500 million"),
        ("Zelensky wants 20 more planes by 2027.", "He wants twenty more planes by 2027."),
        ("However, envoy Oleh Maro met President Putin.", "met"),
        ("Maro said the talks ended last week.", "The talks, the first since the war began, ended last week."),
    ],
)
def test_what_the_article_says_may_be_said(text: str, quote: str) -> None:
    assert foreign(text, quote) == ()


@pytest.mark.parametrize(
    ("text", "quote", "part"),
    [
        ("Vladimir Zelensky rejected the offer.", "Zelensky rejected the offer", "vladimir zelensky"),
        ("Emmanuel Macron rejected the offer.", "Zelensky rejected the offer", "emmanuel macron"),
        ("Zelensky gave 13 planes.", "“We gave 12 planes,”", "13"),
        ("Zelensky gave thirteen planes.", "“We gave 12 planes,”", "13"),
        ("Maro gave 3,500 million planes.", "“We gave 12 planes,”", "12"),
        ("Zelensky rejected the offer in March 2024.", "Zelensky rejected the offer", "March 2024"),
        ("Zelensky wants planes by 2028.", "He wants twenty more planes by 2027.", "2028"),
        ("Putin met Maro on Saturday.", "Vladimir Putin met", "Saturday"),
        (
            "Zelensky rejected the offer last week.",
            "rejected the offer of $3,500 million\nin January 2024",
            "January 2024",
        ),
        ("The NATO delegation was led by Ann Dole.", "was led by Secretary of State Ann Dole", "nato"),
        ("Zelensky a refusé l'offre à Genève.", "Zelensky rejected the offer", "genève"),
        ("普京会见了特使。", "President Vladimir Putin met", "普京会见了特使。"),
    ],
)
def test_what_it_does_not_say_is_named(text: str, quote: str, part: str) -> None:
    assert any(part.casefold() in found.casefold() for found in foreign(text, quote)), foreign(text, quote)
    assert not keeps_to_article(text, quote, ARTICLE, DATES, DAY)


def test_a_finer_date_than_the_article_s_is_foreign_and_a_coarser_one_is_not() -> None:
    quote = "Zelensky rejected the offer"
    assert foreign("Zelensky rejected the offer on January 7, 2024.", quote)
    assert not foreign("Zelensky rejected the offer in 2024.", quote)


def test_the_quote_itself_always_keeps_to_the_article() -> None:
    assert keeps_to_article("普京 13 Xyz", "普京 13 Xyz", ARTICLE, DATES, DAY)


def test_a_long_run_of_capitals_is_looked_through_in_time_linear_in_it() -> None:
    """An article in capitals is one run of "names" as long as it is; its parts must not be counted out in pairs."""
    article = "THE MAYOR MET ANN DOLE AND OLEH MARO " * 2_000
    quote = "THE MAYOR MET ANN DOLE"
    began = time.process_time()
    assert foreign_parts("THE MAYOR MET ANN DOLE AND OLEH MARO", quote, article, (), DAY) == ()
    assert foreign_parts(article, article, article, (), DAY) == ()
    assert foreign_parts("THE MAYOR MET OLEG MARO", quote, article, (), DAY) == ("mayor met oleg maro",)
    assert time.process_time() - began < 3.0, "a quadratic search needs a minute, and gigabytes"
