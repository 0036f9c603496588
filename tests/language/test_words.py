"""Stems, negation, hedges, opposites and groups of like meaning."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.words import (
    are_opposites,
    content_words,
    is_negated,
    meaning,
    negation_cues,
    stem,
    words,
)


@pytest.mark.parametrize(
    ("forms", "other"),
    [
        ("extend extends extended extending", "shorten"),
        ("rise rose risen rising", "raise"),
        ("win won winning", "wind"),
        ("country countries", "count"),
        ("man men", "mane"),
        ("die died dying", "dye"),
        ("sanction sanctions sanction’s", "saint"),
    ],
)
def test_forms_of_one_word_share_a_stem_that_others_have_not(forms: str, other: str) -> None:
    stems = {stem(form) for form in forms.split()}
    assert len(stems) == 1
    assert stem(other) not in stems


def test_content_words_are_the_words_that_say_something() -> None:
    assert content_words("The council has extended its 1,250 state-owned U.S. loans") == [
        "council",
        "extend",
        "1250",
        "state",
        "own",
        "u.s",
        "loan",
    ]


def test_words_keep_their_form_and_order() -> None:
    assert words("Don’t sell state-owned U.S. banks, 2.5 of them") == [
        "Don’t",
        "sell",
        "state-owned",
        "U.S",
        "banks",
        "2.5",
        "of",
        "them",
    ]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("The court did not agree", True),
        ("The court didn’t agree", True),
        ("Nobody was hurt", True),
        ("He denied the charge", True),
        ("They refused to leave", True),
        ("No longer a member", True),
        ("The court agreed", False),
        ("Not only Peru but Chile joined", False),
        ("No fewer than 40 joined", False),
        ("Room No. 5 was full", False),
        ("He noted the knot", False),
    ],
)
def test_negation(clause: str, expected: bool) -> None:
    assert is_negated(clause) is expected
    assert bool(negation_cues(clause)) is expected


@pytest.mark.parametrize(
    ("first", "second"),
    [("rose", "fell"), ("extended", "lifted"), ("won", "lost"), ("approved", "rejected"), ("for", "against")],
)
def test_opposites_know_no_order_and_no_tense(first: str, second: str) -> None:
    assert are_opposites(stem(first), stem(second))
    assert are_opposites(stem(second), stem(first))
    assert not are_opposites(stem(first), stem(first))


def test_words_of_like_meaning_are_of_one_group() -> None:
    assert meaning(stem("prolonged")) == meaning(stem("renews")) == meaning(stem("extension"))
    assert meaning(stem("killed")) == meaning(stem("dead"))
    assert meaning(stem("met")) == meaning(stem("talks"))
    assert meaning(stem("died")) != meaning(stem("met"))
    assert meaning("zebra") == "zebra"


def test_opposites_are_never_of_one_group() -> None:
    for first in ("rise", "win", "extend", "approve", "begin", "allow", "arrest", "confirm", "suspend", "withdraw"):
        for second in ("fall", "lose", "lift", "reject", "end", "ban", "release", "deny", "resume", "deploy"):
            assert meaning(stem(first)) != meaning(stem(second))


def test_stemming_is_safe_among_threads() -> None:
    """The stemmer keeps the word that it works on in itself."""
    vocabulary = [
        f"{base}{end}" for base in ("walk", "extend", "declar", "nation") for end in ("ing", "ed", "al", "ation")
    ]
    expected = [stem(word) for word in vocabulary]
    found: list[list[str]] = []
    stem.cache_clear()
    threads = [threading.Thread(target=lambda: found.append([stem(word) for word in vocabulary])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert all(found for found in content_words(text))
    assert all(word in text for word in words(text))
    is_negated(text)
