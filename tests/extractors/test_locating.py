"""A model's copy of some words, found again in the article, or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.locating import is_said, locate

TEXT = (
    "The mayor’s  office said “the bridge – all 300\u00a0metres of it –\nwill open.” Training began in May. "
    "The bridge will open. Raining again. The bridge will open."
)


def found(copy: str, near: int = 0) -> str | None:
    span = locate(TEXT, copy, start=0, end=len(TEXT), near=near)
    return TEXT[span[0] : span[1]] if span else None


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        ("Training began in May", "Training began in May"),
        ("The mayor's office said", "The mayor’s  office said"),
        ('"the bridge - all 300 metres of it - will open."', "“the bridge – all 300\u00a0metres of it –\nwill open.”"),
        ("THE MAYOR’S OFFICE", "The mayor’s  office"),
        ("'Training began in May...'", "Training began in May"),
        ("  Training  began ", "Training began"),
        ("Training began in Ma\u200by", "Training began in May"),
        ("Training be\ufe0fgan in Ma\U000e0120y", "Training began in May"),
    ],
)
def test_differences_of_copying_are_forgiven_and_the_article_s_words_handed_back(copy: str, original: str) -> None:
    assert found(copy) == original


@pytest.mark.parametrize(
    "copy", ["The bridge opened", "The mayor’s ... will open", "aining began", "Training beg", "May", "", "“”", "a b c"]
)
def test_what_the_article_does_not_say_is_not_found(copy: str) -> None:
    assert found(copy) is None


def test_the_nearest_of_several_is_meant_and_only_inside_the_bounds() -> None:
    first, last = TEXT.index("The bridge will"), TEXT.rindex("The bridge will")
    assert locate(TEXT, "The bridge will open", start=0, end=len(TEXT), near=last - 3) == (last, last + 20)
    assert locate(TEXT, "the bridge will open", start=0, end=len(TEXT), near=first) == (first, first + 20)
    assert locate(TEXT, "The bridge will open", start=first + 1, end=last + 5, near=first) is None


def test_a_script_without_blanks_can_be_cut_anywhere() -> None:
    text = "大桥将于五月开放，市长说。"
    assert locate(text, "将于五月开放", start=0, end=len(text), near=0) == (2, 8)


@given(st.text(min_size=20, max_size=60), st.data())
def test_a_found_span_always_says_what_the_copy_says(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = locate(text, text[start:end], start=0, end=len(text), near=start)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
        again = locate(text, text[span[0] : span[1]], start=0, end=len(text), near=span[0])
        assert again == span


def test_words_are_said_as_whole_words() -> None:
    assert is_said(TEXT, "the MAYOR'S office")
    assert not is_said(TEXT, "aining")
    assert not is_said(TEXT, "")
    assert not is_said(TEXT, "mayor of Paris")
