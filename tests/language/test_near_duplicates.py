"""Reprints share their runs of words; other stories do not."""

from collections.abc import Iterable
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from language.near_duplicates import containment, is_copied, near_duplicates, shingles

STORY = (
    "The harbour of the old town was closed on Tuesday after a ferry struck the northern pier and began to take on "
    "water. All ninety passengers reached the shore, the coast guard said, and divers will look at the hull in "
    "the morning."
)
REPRINT = "OSLO (Wire) - " + STORY.replace("Tuesday", "Tuesday, March 4,") + " Copyright."
CUT = STORY.split(". ")[0] + "."
OTHER = (
    "Divers looked at the hull of a ferry that had struck a pier, while the coast guard said that its ninety "
    "passengers were well. The town has closed the old harbour for the time being."
)


def test_a_reprint_is_told_from_another_story_on_the_same_event() -> None:
    assert containment(STORY, STORY) == 1.0
    assert containment(STORY, REPRINT) > 0.7
    assert containment(CUT, STORY) == 1.0
    assert containment(STORY, OTHER) < 0.1


def test_case_and_punctuation_are_set_aside() -> None:
    assert containment(STORY, STORY.upper().replace(",", " –")) == 1.0


@given(st.text(), st.text())
def test_containment_is_a_share_whichever_text_comes_first(first: str, second: str) -> None:
    assert 0.0 <= containment(first, second) == containment(second, first) <= 1.0


WORDS = st.sampled_from(["harbour", "ferry", "pier", "town", "water", "coast", "guard", "diver", "hull", "night"])
TEXTS = st.lists(st.lists(WORDS, max_size=60).map(" ".join), max_size=8)


def groups(size: int, pairs: Iterable[tuple[int, int]]) -> set[frozenset[int]]:
    """The places that pairs link, directly or through others."""
    found = [{place} for place in range(size)]
    for one, other in pairs:
        found[one] |= found[other]
        for place in found[one]:
            found[place] = found[one]
    return {frozenset(one) for one in found}


def _copied(one: str, other: str, least: float) -> bool:
    first, second = shingles(one), shingles(other)
    return is_copied(len(first & second), min(len(first), len(second)), least)


@given(TEXTS, st.sampled_from([0.4, 0.6, 0.9]))
def test_among_many_texts_the_same_are_linked_as_by_comparing_every_pair(texts: list[str], least: float) -> None:
    places = range(len(texts))
    every = [(one, other) for one, other in combinations(places, 2) if _copied(texts[one], texts[other], least)]
    told = list(near_duplicates(texts, least))
    assert groups(len(texts), told) == groups(len(texts), every)
    assert all(_copied(texts[one], texts[other], least) for one, other in told)


def test_a_cut_reprint_is_found_in_a_page_ten_times_as_long() -> None:
    page = " ".join(f"Line {number} tells of something else on the coast." for number in range(60))
    assert list(near_duplicates([CUT, f"{page} {STORY} {page}"], 0.6)) == [(1, 0)]


def test_many_reprints_of_one_story_are_linked_without_comparing_each_with_each() -> None:
    told = list(near_duplicates([f"{STORY} Number {number}." for number in range(400)], 0.6))
    assert len(groups(400, told)) == 1
    assert len(told) < 400 * 40
