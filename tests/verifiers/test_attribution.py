"""Who says it: what a sentence tells itself, and what it puts down to somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cpu_time import at_most
from verifiers.attribution import attributions, own_voice, same_source, source_key

ATTRIBUTED = [
    ("Harbour master Jon Vik told the radio on Sunday that the quay would close.", "Harbour master Jon Vik"),
    ("The quay will close, the port authority said.", "the port authority"),
    ("The quay will close, according to the port authority.", "the port authority"),
    ("“The quay will close,” said Jon Vik, the harbour master.", "Jon Vik"),
    ("“The quay will close,” Vik told reporters.", "Vik"),
    ("The quay will close, as Vik told the newspaper.", "Vik"),
    ("Jon Vik, the harbour master, said the quay would close.", "Jon Vik, the harbour master"),
    ("Officials confirmed the closure of the quay.", "Officials"),
    ("Posts claim the quay has closed.", "Posts"),
    ("It was reported that the quay had closed.", ""),
    ("Jon Vik stressed that the quay had closed.", "Jon Vik"),
    ("Jon Vik repeated on Sunday that the quay had closed.", "Jon Vik"),
    ("Jon Vik conceded, again, that the quay had closed.", "Jon Vik"),
    ("Jon Vik assured the boats’ owners that the quay was closed.", "Jon Vik"),
    ("Jon Vik pointed out that the quay was closed.", "Jon Vik"),
    ("Owners were reminded that the quay was closed.", ""),
    ("Jon Vik is certain that the quay has closed.", "Jon Vik"),
    ("Jon Vik made it clear that the quay had closed.", "Jon Vik"),
    ("In the view of Jon Vik, the quay has closed.", "Jon Vik"),
    ("In Jon Vik’s opinion the quay is closed for good.", "Jon Vik"),
    ("The quay has closed, per Jon Vik.", "Jon Vik"),
    ("The quay has closed, according to J. Vik.", "J. Vik"),
    ("Jon Vik, Norvik’s harbour master, said the quay had been closed.", "Jon Vik, Norvik’s harbour master"),
    ("Jon Vik, the harbour master, on Sunday said that the quay had closed.", "Jon Vik, the harbour master"),
    ("They shut it, citing officials who hold that the quay was closed.", "officials"),
]


def test_who_was_told_is_no_source() -> None:
    sentence = "The quay will close, told the Harbour Post."
    assert "the Harbour Post" not in [one.source for one in attributions(sentence)]


@pytest.mark.parametrize(("sentence", "source"), ATTRIBUTED)
def test_what_is_attributed_is_not_told_in_its_own_voice(sentence: str, source: str) -> None:
    assert source in [one.source for one in attributions(sentence)]
    assert "clos" not in own_voice(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The quay closed on Monday after 40 years.",
        "There were 39 confirmed cases on the quay.",
        "The quay was closed, according to the notice on its gate.",
        "Reuters reported that the quay closed.",
        "The United States closed the quay in Norfolk.",
        "According to the final count she closed the quay to 40 boats.",
        "The storm claimed 31 lives on the quay.",
        "Vik observed the quay, and repeated that success in May.",
        "Engineers stressed that quay.",
        "The quay was closed, citing faults in the wall.",
        "It is certain that the quay has closed.",
        "The quay is closed 40 days per year.",
        "The quay is in view of the bridge.",
        "Vik answered that question about the quay in May.",
    ],
)
def test_what_is_told_or_read_in_a_record_or_reported_by_an_agency_stays(sentence: str) -> None:
    assert "quay" in own_voice(sentence) or "cases" in own_voice(sentence)


def test_only_the_clause_that_is_said_is_blanked() -> None:
    assert own_voice("Marsh signed the order on Friday, and Vik said it was useless.").strip() == (
        "Marsh signed the order on Friday, and"
    )


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Dmitry Orlan", "Orlan", True),
        ("Kremlin spokesman Dmitry Orlan", "Dmitry Orlan", True),
        ("a senior official", "officials", True),
        ("officials", "Kremlin officials", True),
        ("the Interfax news agency", "Interfax", True),
        ("the Russian foreign ministry", "Moscow's foreign ministry", True),
        ("the Russian foreign ministry", "the Polish foreign ministry", False),
        ("Anna Orlan", "Dmitry Orlan", False),
        ("he", "she", False),
    ],
)
def test_which_sources_may_be_one(first: str, second: str, same: bool) -> None:
    assert same_source(source_key(first), source_key(second)) is same


@given(st.text(max_size=300))
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(own_voice(text)) == len(text)
    for one in attributions(text):
        assert 0 <= one.start <= one.end <= len(text)


@pytest.mark.parametrize("said", ["said ", "”said y", ", Lund said", "according to ", "x, the y, said "])
def test_a_sentence_without_end_costs_no_more_than_its_length_is_worth(said: str) -> None:
    sentence = said * (60_000 // len(said))
    with at_most(3):
        assert len(own_voice(sentence)) == len(sentence)


def test_who_says_it_is_found_far_into_a_long_sentence() -> None:
    sentence = f"{'the mill by the river has stood for long and ' * 40}; Lund, the mayor, said that it was sold."
    (found,) = attributions(sentence)
    assert (found.source, sentence[found.start : found.end]) == ("Lund, the mayor", "Lund, the mayor, said")
    assert sentence[found.content_start : found.content_end] == " that it was sold."
