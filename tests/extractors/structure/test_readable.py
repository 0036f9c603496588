"""The text that rules read leads back to the original, whatever is in it, and in linear time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.structure.readable import read_through

PIECES = [
    *(
        "**",
        "*",
        "__",
        "[",
        "](",
        "https://a.b)",
        "!",
        "# ",
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "\u00ad",
        "\u200f",
        "\ufeff",
        "ﬁ",
    ),
    *(
        "govern-\nment",
        "well-\nknown",
        "[1]",
        "word¹",
        "km²",
        "†",
        "``",
        "''",
        "&amp;",
        "&#8217;",
        "🚢",
        "✓ ",
        "► ",
        "> ",
    ),
    *(
        "— We won — said Ann Lee. — Go",
        "‚so‘",
        "»so«",
        "(APPLAUSE)",
        "THE COUNCIL OF ARDEN VOTED.",
        "Arden",
        "ann",
        "İ",
        "ß",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_place_leads_back(text: str) -> None:
    view = read_through(text)
    if view.places is None:
        assert len(view.text) == len(text)
        return
    assert len(view.places) == len(view.text) + 1
    assert list(view.places) == sorted(view.places)
    assert view.places[-1] == len(text)
    for place in range(len(view.text)):
        start, end = view.original(place, place + 1)
        assert 0 <= start < end <= len(text)
        if view.text[place].isalnum() and view.text[place] != text[start]:
            # Only case, a ligature, an entity differ in letters and digits.
            assert view.text[place].lower() == text[start].lower() or text[start] == "&" or "ﬀ" <= text[start] <= "ﬆ"
    for place in range(len(text) + 1):
        assert 0 <= view.place(place) <= len(view.text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("the govern-\nment of Arden", "the government\nof Arden"),
        ("a well-\nknown fact", "a well-known\nfact"),
        ("re\u00adfugees and 12\u00a0men", "refugees and 12 men"),
        ("It fell.[1][2] It burned.*", "It fell. It burned."),
        ("**Why?** She *knew*.", "Why? She knew."),
        ("See [the report](https://a.example/b) of 12 km².", "See the report of 12 km²."),
        ("``We won,'' she said", "“We won,” she said"),
        ("— We won — said Ann Lee.", "“We won,” said Ann Lee."),
        ("We won. (APPLAUSE) Go [crosstalk] on.", "We won. Go on."),
        ("He studied arts (music). (MUSIC) She left (laughs).", "He studied arts (music). She left."),
        ("5 * 4 and a_b_c", "5 * 4 and a_b_c"),
        ("Ann & Co. paid 5% (NATO)", "Ann & Co. paid 5% (NATO)"),
    ],
)
def test_what_a_reader_takes_in(text: str, read: str) -> None:
    assert read_through(text).text == read
