"""Names, their kinds and roles, and when two are one; told by tables, and by rules for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language import names
from language.countries import capital_of, country_of, is_country_name
from language.names import find_names, same_name


def read(text: str) -> list[tuple[str, str, str | None]]:
    return [(name.text, name.kind, name.role) for name in find_names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Ursula von der Leyen.", [("Ursula von der Leyen", "person", None)]),
        ("Prime Minister Anna Berg's plan failed.", [("Anna Berg", "person", "Prime Minister")]),
        ("The aide to Secretary of State John Doe left.", [("John Doe", "person", "Secretary of State")]),
        (
            "Finnish Foreign Minister Elina Laine spoke.",
            [("Finnish", "other", None), ("Elina Laine", "person", "Finnish Foreign Minister")],
        ),
        ("It was opposition leader Ivan Petrov.", [("Ivan Petrov", "person", "opposition leader")]),
        (
            "It was Treasury spokeswoman Mary Major.",
            [("Treasury", "organisation", None), ("Mary Major", "person", "Treasury spokeswoman")],
        ),
        ("Mr. Stone and Mrs. Wood left.", [("Stone", "person", "Mr."), ("Wood", "person", "Mrs.")]),
        ("The UN General Assembly met.", [("UN General Assembly", "organisation", None)]),
        ("It was the Bank of England.", [("Bank of England", "organisation", None)]),
        ("It was the Food and Drug Administration.", [("Food and Drug Administration", "organisation", None)]),
        ("He lives in New York and the U.S.", [("New York", "place", None), ("U.S.", "place", None)]),
        ("After World War II it grew.", [("World War II", "other", None)]),
        ("She told the Daily Gazette.", [("Daily Gazette", "organisation", None)]),
        ("Officials met. Critics objected. Walking home, they talked.", []),
        ("On Monday in March it rained. I said so.", []),
        ("The president and the Prime Minister were absent.", []),
        ("They praised Peru’s navy.", [("Peru", "place", None)]),
        (
            "United States Speaker of the House Ann Poe met Egyptian President Omar al-Masri.",
            [
                ("United States", "place", None),
                ("Ann Poe", "person", "United States Speaker of the House"),
                ("Egyptian", "other", None),
                ("Omar al-Masri", "person", "Egyptian President"),
            ],
        ),
        ("She saw the Lord Mayor of Leeds.", [("Lord Mayor of Leeds", "other", None)]),
        ("He writes for the New York Herald.", [("New York Herald", "organisation", None)]),
        ("A Berlin-based group met over COVID-19.", [("Berlin", "place", None), ("COVID-19", "other", None)]),
        ("They cited Executive Order 9.", [("Executive Order", "other", None)]),
        ("Many Europeans came to Oslo.", [("Europeans", "other", None), ("Oslo", "place", None)]),
    ],
)
def test_names_are_found_with_kind_and_role(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert read(text) == expected


def test_a_surname_is_the_person_that_the_text_named_before() -> None:
    assert [(n.text, n.kind) for n in find_names("It was Jane Doe. Nobody knew why Doe had left.")] == [
        ("Jane Doe", "person"),
        ("Doe", "person"),
    ]


def test_a_word_that_stands_in_lower_case_elsewhere_starts_a_sentence() -> None:
    assert read("Harvest is late. The harvest failed.") == []


@pytest.mark.parametrize("number", ["Fourteen", "Ninety", "Forty-one"])
def test_a_number_that_starts_a_sentence_is_no_name(number: str) -> None:
    assert read(f"{number} were hurt in Lyon.") == [("Lyon", "place", None)]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Ursula von der Leyen", "von der Leyen"),
        ("Kim Jong Un", "Kim"),
        ("John Roe Jr.", "Roe"),
        ("Angela Merkel", "Merkel"),
    ],
)
def test_a_person_is_shortened_to_the_surname(name: str, head: str) -> None:
    (found,) = find_names(f"They saw {name} there.")
    assert found.head == head


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Putin", "Vladimir Putin", True),
        ("Donald Trump", "Melania Trump", False),
        ("President Trump", "Donald Trump", True),
        ("JD Vance", "J.D. Vance", True),
        ("Joe Biden", "Joseph Biden", True),
        ("Zelensky", "Volodymyr Zelenskyy", True),
        ("Kim", "Kim Jong Un", True),
        ("Alexei", "Alexei Navalny", False),
        ("U.S.", "United States", True),
        ("the United States", "American", True),
        ("Russia", "Ukraine", False),
        ("UN", "United Nations", True),
        ("ICC", "International Criminal Court", True),
        ("York", "New York", False),
        ("North Korea", "South Korea", False),
        ("", "Putin", False),
    ],
)
def test_two_names_are_one_or_not(first: str, second: str, expected: bool) -> None:
    assert same_name(first, second) is expected
    assert same_name(second, first) is expected


def test_countries_are_known_by_name_people_and_capital() -> None:
    assert country_of("Russian") == country_of("Russia’s") == "russia"
    assert country_of("the U.S.") == country_of("Americans") == country_of("US") == "united states"
    assert country_of("us") is None
    assert country_of("Moscow") is None
    assert capital_of("the Kremlin") == capital_of("MOSCOW") == "russia"
    assert is_country_name("Peru")
    assert not is_country_name("Peruvian")


PIECES = """
President of the Jane Doe U.S. Kremlin spokesman said , . ’s and for The A I UN von der II Jr. Bank Secretary State - &
In Xi Jinping St. Mr. X’Y D’Or “ ( É.
"""
texts = st.text() | st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=30).map(" ".join)


@given(texts, st.integers(0, 1000))
def test_any_text_gives_ordered_spans_that_slice_to_their_text(text: str, offset: int) -> None:
    last = 0
    for name in find_names(text, offset=offset):
        assert text[name.start - offset : name.end - offset] == name.text
        assert name.start >= last
        assert name.head in name.text
        assert name.text
        last = name.end


@given(texts, texts)
def test_same_name_is_symmetric(first: str, second: str) -> None:
    assert same_name(first, second) == same_name(second, first)


GOLDEN = (
    "Former Deputy Finance Minister Olga Ruiz of the Liberal Party met French President Jean Martin in Lyon. Ruiz, who "
    "leads the Centre for Open Trade, told Le Monde that NATO and Norway’s navy would join. Observers doubted it."
)


def test_golden() -> None:
    """When this changes, raise VERSION in language/names.py."""
    assert (names.VERSION, read(GOLDEN)) == (
        "2.1.1.2.1",
        [
            ("Olga Ruiz", "person", "Former Deputy Finance Minister"),
            ("Liberal Party", "organisation", None),
            ("French", "other", None),
            ("Jean Martin", "person", "French President"),
            ("Lyon", "place", None),
            ("Ruiz", "person", None),
            ("Centre for Open Trade", "organisation", None),
            ("Le Monde", "person", None),
            ("NATO", "organisation", None),
            ("Norway", "place", None),
        ],
    )
