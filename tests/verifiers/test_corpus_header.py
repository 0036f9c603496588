"""The header of a text file."""

from hypothesis import given
from hypothesis import strategies as st

from verifiers.sources.corpus_header import split_header


def test_a_header_ends_at_the_blank_line() -> None:
    fields, body, notes = split_header(
        "url: https://a.example/1\nPublisher: The Daily\npublished: 2025-03-03\n\nTitle: not a header any more.\n"
    )
    assert fields == {"url": "https://a.example/1", "publisher": "The Daily", "published": "2025-03-03"}
    assert body == "Title: not a header any more.\n"
    assert notes == []


def test_a_text_without_a_header_is_whole() -> None:
    text = "Warning: this is prose.\n\nurl: so is this"
    assert split_header(text) == ({}, text, [])


def test_front_matter_may_hold_other_fields() -> None:
    fields, body, notes = split_header(
        '---\ntitle: "A vote"\nlayout: post\npublished: 2025-02-24\n---\nThe assembly voted.'
    )
    assert fields == {"title": "A vote", "published": "2025-02-24"}
    assert body == "The assembly voted."
    assert notes == []


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert split_header("---\nThe assembly voted.")[0] == {}


def test_text_that_follows_without_a_blank_line_is_kept_and_told() -> None:
    fields, body, notes = split_header("title: A vote\nThe assembly voted: 93 to 18.\n\nMore.")
    assert fields == {"title": "A vote"}
    assert body == "The assembly voted: 93 to 18.\n\nMore."
    assert notes == [
        "line 2 of its header is none of url, publisher, published, modified, title, origin, type, language: "
        "the text was taken to begin there"
    ]


@given(st.text())
def test_the_body_is_always_the_end_of_the_text(text: str) -> None:
    _, body, _ = split_header(text)
    assert text.endswith(body)
