"""Reprints share their runs of words; other stories do not."""

from hypothesis import given
from hypothesis import strategies as st

from language.near_duplicates import containment, group, jaccard

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
    assert jaccard(STORY, STORY) == containment(STORY, STORY) == 1.0
    assert containment(STORY, REPRINT) > 0.7
    assert containment(CUT, STORY) == 1.0
    assert jaccard(CUT, STORY) < 0.7
    assert containment(STORY, OTHER) < 0.1


def test_case_and_punctuation_are_set_aside() -> None:
    assert jaccard(STORY, STORY.upper().replace(",", " –")) == 1.0


def test_groups_are_numbered_in_the_order_of_the_texts() -> None:
    assert group([OTHER, STORY, REPRINT, CUT, "", "One two."]) == [0, 1, 1, 1, 2, 3]


def test_groups_hold_what_is_linked_through_another() -> None:
    first, last = STORY.split(". ")
    assert group([first, last, STORY]) == [0, 0, 0]


@given(st.lists(st.sampled_from([STORY, REPRINT, CUT, OTHER, "", "One."]), max_size=8), st.randoms())
def test_the_grouping_does_not_depend_on_the_order(texts: list[str], random: object) -> None:
    shuffled = list(enumerate(texts))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    before = group(texts)
    after = group([text for _, text in shuffled])
    for place, (index, _) in enumerate(shuffled):
        for other_place, (other_index, _) in enumerate(shuffled):
            assert (before[index] == before[other_index]) == (after[place] == after[other_place])


@given(st.text(), st.text())
def test_measures_are_symmetric_shares(first: str, second: str) -> None:
    for measure in (jaccard, containment):
        assert 0.0 <= measure(first, second) == measure(second, first) <= 1.0
