"""How documents are cut into passages."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from language.sentences import split_sentences
from verifiers.sources.corpus_passages import CHARACTERS, SENTENCES, VERSION, split_passages

TEXT = " ".join(f"The council met on day {number} of its session." for number in range(1, 9))


def test_neighbours_share_one_sentence() -> None:
    sentences = split_sentences(TEXT)
    passages = split_passages(TEXT)
    assert [(p.start, p.end) for p in passages] == [
        (sentences[0].start, sentences[3].end),
        (sentences[3].start, sentences[6].end),
        (sentences[6].start, sentences[7].end),
    ]


def test_a_text_without_stops_is_cut_at_spaces() -> None:
    text = "word " * 2000
    passages = split_passages(text)
    assert len(passages) > 5
    assert all(p.end - p.start <= CHARACTERS for p in passages)
    assert "".join(p.of(text) for p in passages).replace(" ", "") == text.replace(" ", "")


def test_a_single_endless_word_is_cut_too() -> None:
    text = "x" * 10_000
    assert "".join(p.of(text) for p in split_passages(text)) == text


def test_blank_text_has_no_passage() -> None:
    assert split_passages(" \n\n ") == []


@given(
    st.lists(
        st.sampled_from(["A short one. ", "Why? ", "word " * 40 + "ends. ", "y" * 1500 + " ", "\n\n"]), max_size=30
    )
)
def test_every_sentence_lies_in_a_passage_and_passages_move_on(parts: list[str]) -> None:
    text = "".join(parts)
    passages = split_passages(text)
    covered = {at for p in passages for at in range(p.start, p.end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)
    assert all(before.start < after.start and before.end < after.end for before, after in itertools.pairwise(passages))
    assert all(0 < p.end - p.start <= CHARACTERS for p in passages)
    assert all(len(split_sentences(text, p.start, p.end)) <= SENTENCES for p in passages)


def test_golden_change_the_version_when_this_changes() -> None:
    text = "One came. Two went. Three stayed.\n\nFour left. Five slept. " + "Six " * 400 + "end. Seven."
    assert VERSION.startswith("1.")
    assert [(p.start, p.end) for p in split_passages(text)] == [(0, 45), (35, 57), (58, 1257), (1258, 1669)]
