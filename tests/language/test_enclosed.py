"""Quotations and elements of a page, as a regular expression finds them, and in one pass over any text."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.enclosed import elements, quoted
from tests.cpu_time import at_most

# What a quotation is, said by a pattern that takes a time that grows with the square of a text's length.
QUOTED = re.compile(
    r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|\"[^\"\n]*\"|(?<!\w)'[^'\n]{8,}'(?!\w)"
    r"|(?<!\w)‘[^’]{8,}’(?!\w)|(?<!\w)“[^”]*\Z"
)


@given(st.lists(st.sampled_from([*"“”„«»「」『』\"'‘’\n a1_", "eight words"]), max_size=40).map("".join))
def test_quotations_are_those_of_the_pattern(text: str) -> None:
    assert list(quoted(text)) == [match.span() for match in QUOTED.finditer(text)]


@pytest.mark.parametrize("marks", ["“", "«", "‘", "‘ long enough’s ", "„", "「", '"', "'", "a“"])
def test_marks_that_nothing_closes_take_no_more_than_one_pass(marks: str) -> None:
    text = marks * (400_000 // len(marks))
    with at_most(5):
        found = list(quoted(text))
    few = marks * 30
    assert list(quoted(few)) == [match.span() for match in QUOTED.finditer(few)]
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_elements_are_told_with_their_attributes_and_those_within_them() -> None:
    text = '<div class="a">One <p hidden>two</p> <br> <P>three</P ></div></div> <b>four'
    found = [(text[one.start : one.end], one.attributes) for one in elements(text)]
    assert found == [
        ('<div class="a">One <p hidden>two</p> <br> <P>three</P ></div>', ' class="a"'),
        ("<p hidden>two</p>", " hidden"),
        ("<P>three</P >", ""),
    ]


@pytest.mark.parametrize("source", ["<b>", "<b hidden>", "<b></i>", "</b", "<b ", "<b hidden></b>"])
def test_elements_that_nothing_closes_take_no_more_than_one_pass(source: str) -> None:
    text = source * (400_000 // len(source))
    with at_most(5):
        found = list(elements(text))
    closed = text.count("</b>")
    assert len(found) == closed
    assert all(text[one.start : one.end].endswith("</b>") for one in found)
