"""Whose a figure is that somebody puts at so much."""

import pytest

from tests.extractors.texts import said


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Harbour Agency puts the figure at 400.", "Harbour Agency"),
        ("The agency has put the death toll in Oldport at about 40.", "the agency"),
        ("Mayor Ruth Stein put the cost of the bridge at between $4m and $5m.", "Ruth Stein"),
        ("Pollster YouGov puts support for the plan at 51%.", "YouGov"),
    ],
)
def test_a_figure_is_of_who_puts_it_so(text: str, speaker: str) -> None:
    (claim,) = said(text)
    assert (claim.speaker, claim.text) == (speaker, text)


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ruth Stein put the shop at 12 Elm Street in Oldport.",
        "The latest estimates put the toll in Oldport at 40.",
        "The Harbour Agency put the ferries that sank at 40 metres on a list.",
    ],
    ids=["a place", "nobody", "a clause between"],
)
def test_what_is_put_somewhere_is_no_figure(text: str) -> None:
    assert said(text) == []
