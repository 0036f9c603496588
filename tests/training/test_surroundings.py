"""Passages among other text: what was told is told still, and nothing is added that tells of the claim."""

import random

import pytest

from training.mixture import Labelled
from training.surroundings import can_be_surrounded, surrounded

TEXTS = [
    "The Marlow Bridge spans the river Eyre. The Marlow Bridge was opened by the mayor. Ferries cross there in summer.",
    "Marlow has a market on Fridays. The market sells cheese and cloth. Its clock was made in 1851.",
    "Whales feed on krill. Krill live near the surface at night.",
    "A comet was seen over the bay. Nobody had expected it.",
]
PAIR = Labelled(
    "The Marlow Bridge was opened by the mayor in 1932 .",
    "The mayor opened the Marlow Bridge.",
    "supports",
    "fever-dev",
)
SENTENCES = {f"{sentence}." for text in TEXTS for sentence in text.rstrip(".").split(". ")}
TOLD_ALREADY = "The Marlow Bridge was opened by the mayor."


def test_a_passage_stands_whole_among_other_sentences_and_keeps_its_claim_and_label() -> None:
    told = surrounded([PAIR] * 50, TEXTS, random.Random(1))
    assert len(told) == 50
    for pair in told:
        assert "The Marlow Bridge was opened by the mayor in 1932." in pair.passage
        assert (pair.claim, pair.label, pair.kind) == (PAIR.claim, "supports", "surrounded: fever-dev")
    assert all(len(pair.passage) > len(PAIR.passage) for pair in told)
    assert any(pair.passage.startswith("The Marlow Bridge was opened by the mayor in 1932.") for pair in told)
    assert any(pair.passage.endswith("The Marlow Bridge was opened by the mayor in 1932.") for pair in told)


def test_no_sentence_that_tells_of_the_claim_is_put_around_it() -> None:
    open_ = Labelled("Marlow has a museum.", PAIR.claim, "neutral", "neighbours")
    told = surrounded([open_] * 200, TEXTS, random.Random(2))
    assert not any(TOLD_ALREADY in pair.passage for pair in told)
    around = {sentence for sentence in SENTENCES if any(sentence in pair.passage for pair in told)}
    assert around == SENTENCES - {TOLD_ALREADY, "The Marlow Bridge spans the river Eyre."}


def test_about_half_of_what_stands_around_names_what_the_passage_names() -> None:
    of_marlow = Labelled("In spring Marlow has floods.", "Floods come in May.", "neutral", "neighbours")
    told = surrounded([of_marlow] * 200, TEXTS, random.Random(3))
    near = sum("market" in pair.passage or "Eyre" in pair.passage for pair in told)
    assert 100 < near < 200


def test_the_same_seed_gives_the_same_pairs() -> None:
    assert surrounded([PAIR] * 9, TEXTS, random.Random(4)) == surrounded([PAIR] * 9, TEXTS, random.Random(4))


@pytest.mark.parametrize(
    ("kind", "passage", "able"),
    [
        ("fever-nli-dev", "The bridge was closed.", True),
        ("number in the passage", "The bridge was closed.", True),
        ("mnli-dev", "A man sleeps.", False),
        ("snli-dev", "A man sleeps.", False),
        ("question: yes", "Was it closed? Yes.", False),
        ("fever-nli-dev", "The bridge was closed. " * 40, False),
    ],
)
def test_only_short_passages_about_named_things_can_be_surrounded(kind: str, passage: str, able: bool) -> None:
    assert can_be_surrounded(Labelled(passage, "It was.", "supports", kind)) is able
