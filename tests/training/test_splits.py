"""No text on two sides, and everybody agrees on which side it is."""

from collections import Counter

from training.splits import article_split, is_held_out, split_of


def test_the_shares_of_the_splits_and_what_decides_them() -> None:
    texts = [f"The bridge number {number} was closed." for number in range(5000)]
    found = Counter(map(split_of, texts))
    assert 0.02 < found["validation"] / 5000 < 0.04
    assert 0.02 < found["calibration"] / 5000 < 0.04
    assert [split_of(text) for text in texts] == [split_of(text) for text in texts]


def test_a_held_out_article_validates_or_calibrates_and_never_trains() -> None:
    addresses = [f"https://news.example/{number}" for number in range(3000)]
    held_out = [address for address in addresses if is_held_out(address)]
    assert 0.17 < len(held_out) / 3000 < 0.23
    assert {article_split(address) for address in held_out} == {"validation", "calibration"}
    assert {article_split(address) for address in addresses if not is_held_out(address)} == {"train"}
    both = Counter(map(article_split, held_out))
    assert min(both.values()) > 0.4 * len(held_out)
