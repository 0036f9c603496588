"""Reprints share their runs of words; other stories do not."""

from hypothesis import given
from hypothesis import strategies as st

from language.near_duplicates import containment

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
