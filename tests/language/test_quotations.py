import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.quotations import find_quotations

MARKED_TEXT = st.text(alphabet=st.sampled_from("abS .,!\n\"'“”‘’„«»1"), max_size=200)


def quoted(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “we go” and “they stay.”", ["we go", "they stay."]),
        ('He said "we go" and "they stay."', ["we go", "they stay."]),
        ("‘We can’t do the workers’ work now,’ she said.", ["We can’t do the workers’ work now,"]),
        ("She called it ‘a small step’ today.", ["a small step"]),
        ("« Nous partons », he said.", [" Nous partons "]),
        ("He said „so it is“ twice.", ["so it is"]),
        ("The workers' union can't say it's the '90s.", []),
        ("The 6'2\" player left.", []),
        ("A stray “ mark in the middle of it", []),
    ],
)
def test_marks_are_paired_and_apostrophes_are_not_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_goes_on_where_the_next_paragraph_reopens_it() -> None:
    first, second = find_quotations("“We go.\n\n“We stay,” she said.")
    assert first.goes_on
    assert not first.closed
    assert second.continues
    assert second.closed


def test_an_unclosed_mark_never_swallows_the_next_paragraph() -> None:
    text = "“We go.\n\nShe left. “They stay,” she said."
    assert quoted(text) == ["We go.", "They stay,"]


def test_single_quotations_inside_are_nested() -> None:
    text = "“He told me ‘no more of this’ and left.”"
    (quotation,) = find_quotations(text)
    assert [span.of(text) for span in quotation.nested] == ["‘no more of this’"]


@pytest.mark.parametrize(
    ("inner", "scare"), [("historic", True), ("a slap down.", True), ("Never,", False), ("we go home now", False)]
)
def test_a_few_words_set_off_are_marked(inner: str, scare: bool) -> None:
    (quotation,) = find_quotations(f"They called it “{inner}” today.")
    assert quotation.scare is scare


@given(MARKED_TEXT)
def test_quotations_lie_in_order_inside_the_text(text: str) -> None:
    found = find_quotations(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for q in found:
        assert 0 <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        assert all(q.start < span.start < span.end <= q.end for span in q.nested)


@pytest.mark.parametrize("piece", ["“a ‘b’ ”", '"a ', "‘a ", "'a' ", "“", "“ ‘a’"])
def test_time_is_linear(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    find_quotations(text)
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    "text",
    ["''We closed it,'' she said.", "''We closed it,” she said.", '"We closed it,” she said.'],
)
def test_marks_of_wires_and_mixed_marks_are_a_pair(text: str) -> None:
    (quotation,) = find_quotations(text)
    assert text[quotation.inner_start : quotation.inner_end] == "We closed it,"
    assert text[quotation.end :] == " she said."
