import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.sentences import split_paragraphs, split_sentences
from tests.cpu_time import at_most

NEWS_TEXT = st.text(alphabet=st.sampled_from("abAB .!?…\n\"'“”‘’-•()1,;:é\u00a0U"), max_size=300)


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "The U.S. Navy sailed at 5 a.m. Monday.",
        "Gen. Ann Lee met J. K. Moss in Boston.",
        "The doctor, J.-P. Moss, left.",
        "Prices rose 3.5 percent, to $4.20 a litre.",
        "She came fifth, behind No. 4 seed Ruth Stein.",
        "The vote is on Jan. 5 in Oslo.",
        "Mr. Olsen and Mrs. Olsen left.",
        "Acme Inc. said so.",
        "We waited … and then we left.",
        "“Is it over?” Olsen asked.",
        "“Stop!” he cried.",
        "Officials (e.g. the mayor) agreed.",
    ],
)
def test_stops_that_end_nothing(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives in the U.S. The rest left.", ["He lives in the U.S.", "The rest left."]),
        ("It began at 9 p.m. Nobody came.", ["It began at 9 p.m.", "Nobody came."]),
        ("“We won.” He left.", ["“We won.”", "He left."]),
        ("“We won. They lost,” she said.", ["“We won.", "They lost,” she said."]),
        ('"Stop it." Then quiet.', ['"Stop it."', "Then quiet."]),
        ("Three years in. … Losses grew.", ["Three years in. …", "Losses grew."]),
        ("Did he? No. 5 did.", ["Did he?", "No. 5 did."]),
        ("One line\nAnother line", ["One line", "Another line"]),
        ("- first point\n- second point", ["first point", "second point"]),
    ],
)
def test_stops_that_end_a_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_run_of_stops_is_read_once() -> None:
    assert sentences("He waited..... Then he left?!! Nobody came.") == [
        "He waited.....",
        "Then he left?!!",
        "Nobody came.",
    ]
    with at_most(2):
        assert len(sentences("." * 200_000 + "x")) == 1


def test_lines_wrapped_at_a_width_make_one_paragraph() -> None:
    text = (
        "The council of the old harbour town voted on Monday to close\n"
        "the last of its three piers, which had stood empty since the\n"
        "ferries stopped, and to sell the land to the neighbouring town\n"
        "for nothing.\n\nA second paragraph follows here."
    )
    assert len(split_paragraphs(text)) == 2
    assert len(split_sentences(text)) == 2


@given(NEWS_TEXT)
def test_sentences_lie_in_order_and_hold_every_visible_character(text: str) -> None:
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    covered = "".join(span.of(text) for span in spans)
    lost = [ch for ch in text if not ch.isspace() and ch not in "-•()1.–"]
    assert sum(not ch.isspace() and ch not in "-•()1.–" for ch in covered) == len(lost)


@pytest.mark.parametrize("piece", ["a. ", "A.", "“", "? ", "\n", "Mr. ", "x", "…"])
def test_time_is_linear(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    started = time.process_time()
    split_sentences(text)
    assert time.process_time() - started < 8
