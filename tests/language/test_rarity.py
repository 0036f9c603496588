"""How rare words are: common before rare, numbers and unknown words rarest."""

from hypothesis import given
from hypothesis import strategies as st

from language.rarity import rarity


def test_common_words_come_before_rare_ones() -> None:
    ordered = ["the", "city", "election", "sanctions", "tariffs", "zyxomma"]
    found = [rarity(word) for word in ordered]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0.0, 1.0)
    assert rarity("City’s") == rarity("city")
    assert rarity("1,200") == 1.0


@given(st.text(max_size=30))
def test_any_text_has_one(text: str) -> None:
    assert 0.0 <= rarity(text) <= 1.0
