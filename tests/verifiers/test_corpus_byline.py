"""The byline of a text without a header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.sources.corpus_byline import split_byline

COURIER = {"publisher": "Courier", "published": "2026-03-11"}


@pytest.mark.parametrize(
    ("byline", "fields", "authors"),
    [
        ("Source: Courier, 11 March 2026", COURIER, ()),
        ("Courier - 11 March 2026", COURIER, ()),
        ("Courier | March 11, 2026", COURIER, ()),
        ("Courier, 2026-03-11", COURIER, ()),
        ("*Courier (11 March 2026)*", COURIER, ()),
        ("Courier\nWednesday, 11 March 2026", COURIER, ()),
        ("Courier, updated 11 March 2026", {"publisher": "Courier", "modified": "2026-03-11"}, ()),
        ("Courier, 11 March 2026, 10:30 GMT", COURIER | {"published": "2026-03-11T10:30:00+00:00"}, ()),
        ("By Ada Lund, Courier, 11 March 2026", COURIER, ("Ada Lund",)),
        ("By Ada Lund, Arts Correspondent, Courier\n\n11 March 2026", COURIER, ("Ada Lund",)),
        ("By Ada Lund for Courier | 11 March 2026", COURIER, ("Ada Lund",)),
        ("By Ada Lund, 11 March 2026", {"published": "2026-03-11"}, ("Ada Lund",)),
        ("By Ada Lund, Bo Ek and Cleo Day\n11 March 2026", {"published": "2026-03-11"}, ("Ada Lund",)),
        ("Handel & Markt — 11 March 2026", COURIER | {"publisher": "Handel & Markt"}, ()),
        ("Paris, 11 March 2026", {"published": "2026-03-11"}, ()),
        ("Lismere, 11 March 2026", {"published": "2026-03-11"}, ()),
        ("Politics | 11 March 2026", {"published": "2026-03-11"}, ()),
        ("Anna Lund - 11 March 2026", {"published": "2026-03-11"}, ()),
        ("Source: Courier", {"origin": "Courier"}, ()),
    ],
)
def test_a_byline_tells_whose_text_it_is_and_of_what_day(
    byline: str, fields: dict[str, str], authors: tuple[str, ...]
) -> None:
    body = "The council voted on Tuesday.\nIt was close."
    for text in (f"A vote\n{byline}\n\n{body}", f"# A vote\n\n{byline}\n{body}"):
        assert split_byline(text) == ({"title": "A vote"} | fields, authors, body)


def test_a_byline_may_stand_without_a_headline() -> None:
    assert split_byline("Source: Courier, 11 March 2026\n\nIt was close.") == (COURIER, (), "It was close.")


@pytest.mark.parametrize(
    "text",
    [
        "The council voted on Tuesday.\nCourier - 11 March 2026\nIt was close.",
        "A vote\nThe council voted - on 11 March 2026.\nIt was close.",
        "A vote\nBy Monday, 11 March 2026, the water had gone.",
        "A vote\nSource: police\nIt was close.",
        "A vote\nLONDON, 11 March 2026 (Reuters) - It was close.",
        "A vote\nDaily Mail\nIt was close.",
        "A vote\nBy Ada Lund\nIt was close.",
        "Moon Landing, 20 July 1969\n\nIt was close.",
        "A vote\nCourier, 11 March 2026",
        "Courier, 11 March 2026",
        "",
    ],
)
def test_what_is_not_plainly_a_byline_is_text(text: str) -> None:
    assert split_byline(text) == ({}, (), text)


@given(st.text())
def test_the_body_is_always_the_end_of_the_text(text: str) -> None:
    _, _, body = split_byline(text)
    assert text.endswith(body)
