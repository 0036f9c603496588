"""Capitals brought down: names stay names, and no character moves."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.casing import as_name, in_capitals, small_words, uncapitalised
from language.sentences import Span


def lowered(text: str) -> str:
    return uncapitalised(text, [Span(0, len(text))])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("MAYOR MARA VOSS OF ARDEN SAID ON TUESDAY", "Mayor Mara Voss of Arden said on Tuesday"),
        ("THE COUNCIL WILL VOTE IN MAY. IT MAY RAIN.", "The council will vote in May. It may rain."),
        ("NATO AND THE U.S. SENT TROOPS TO NORWAY", "NATO and the U.S. sent troops to Norway"),
        ("WILL LINDQVIST AND HIS WIFE LEFT FRANCE", "Will Lindqvist and his wife left France"),
        ("“I’VE SEEN IT,” MR. BRANDT’S LAWYER SAID", "“I’ve seen it,” Mr. Brandt’s lawyer said"),
    ],
)
def test_what_is_printed_in_capitals(text: str, read: str) -> None:
    assert lowered(text) == read


def test_names_are_taken_from_the_rest_of_the_text() -> None:
    text = "Then Rose Hill and eBay met.\n\nHILL SAID THAT ROSE FROM EBAY WON."
    assert uncapitalised(text, [Span(0, 28), Span(30, len(text))]).endswith("Hill said that Rose from eBay won.")


@pytest.mark.parametrize("text", ["NATO", "The BBC and the EU", "U.S. GDP", "12:30 GMT"])
def test_abbreviations_are_no_capitals_throughout(text: str) -> None:
    assert not in_capitals(text)
    assert lowered(text) == text


@given(st.text(max_size=60).map(str.upper))
def test_no_character_moves(text: str) -> None:
    read = lowered(text)
    assert len(read) == len(text)
    assert all(a == b or a.lower() == b.lower() or b.upper() == a for a, b in zip(text, read, strict=True))


def test_many_abbreviations_take_linear_time() -> None:
    text = "THE U.S. SENATE MET " + "U.S. " * 20_000
    began = time.process_time()
    assert uncapitalised(text, [Span(0, len(text))]) == "The U.S. Senate met " + "U.S. " * 20_000
    assert time.process_time() - began < 5.0, "each against each needs minutes"


def test_names_and_roles_of_labels() -> None:
    assert as_name("JANE DE LA CRUZ") == "Jane de la Cruz"
    assert as_name("PIET O’HARA") == "Piet O’Hara"
    assert as_name("Piet O’Hara") == "Piet O’Hara"
    assert small_words("MAYOR OF ARDEN") == "mayor of Arden"
