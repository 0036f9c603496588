"""What was written for the judge is read as it stands, and no passage of it is on two sides."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.stance_sets import LONG, PAGES
from benchmarks.written_set import regraded, written_cases
from training.mixture import Labelled, mixture
from training.splits import HELD_OUT, Split, written_split
from training.written import KIND, read_pairs, written

ALL: tuple[Split, ...] = ("train", *HELD_OUT)


def test_a_block_becomes_pairs_of_its_passage_with_each_claim(tmp_path: Path) -> None:
    file = tmp_path / "news-01.txt"
    file.write_text(
        "P: The bridge was  closed on Monday.\nS: No car crossed the bridge: it was shut.\nN: It was repaired.\n\n\n"
        "P: Ann Lee won.\nR: Ann Lee lost.\n",
        "utf-8",
    )
    closed = "The bridge was closed on Monday."
    assert list(read_pairs(file)) == [
        Labelled(closed, "No car crossed the bridge: it was shut.", "supports", "written: news"),
        Labelled(closed, "It was repaired.", "neutral", "written: news"),
        Labelled("Ann Lee won.", "Ann Lee lost.", "refutes", "written: news"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("S: Ann Lee won.\nP: She won.\n", 1),
        ("P: One.\nS: Two.\n\nP: Three.\nX: Four.\n", 4),
        ("P: One.\nP: Two.\n", 1),
    ],
)
def test_what_is_no_block_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "news-01.txt").write_text(text, "utf-8")
    with pytest.raises(SystemExit, match=f"line {line}: a block is"):
        written("train", tmp_path)


def test_every_pair_is_on_one_side_and_a_tenth_of_the_passages_on_each_that_is_held_out() -> None:
    sides = {split: {pair.passage for pair in written(split)} for split in ALL}
    passages = set.union(*sides.values())
    assert sum(map(len, sides.values())) == len(passages)
    for split in HELD_OUT:
        assert 0.07 < len(sides[split]) / len(passages) < 0.13
        assert all(written_split(passage) == split for passage in sides[split])


def test_no_label_is_rare_and_no_claim_stands_twice() -> None:
    pairs = [pair for split in ALL for pair in written(split)]
    labels = Counter(pair.label for pair in pairs)
    assert min(labels.values()) > len(pairs) / 4
    twice = [claim for claim, count in Counter((pair.passage, pair.claim) for pair in pairs).items() if count > 1]
    assert twice == []
    assert all(pair.passage and pair.claim for pair in pairs)


def test_what_was_written_trains_beside_the_rest() -> None:
    pairs = written("train")
    assert mixture([], [], pairs) == pairs


def test_what_thresholds_are_chosen_on_trained_nothing() -> None:
    trained = {pair.passage for pair in written("train")}
    cases = written_cases()
    assert len(cases) == sum(len(written(split)) for split in HELD_OUT)
    assert not trained & {item.document.text for case in cases for item in case.evidence}
    kinds = {pair.kind.removeprefix(KIND) for pair in written("train")}
    assert {*LONG, *PAGES} <= kinds
    assert 0 < len(written_cases(*LONG)) < len(cases)
    assert {case.gold for case in regraded(cases, "yes", "no")} == {"yes", "no"}
    assert sum(case.gold == "yes" for case in regraded(cases, "yes", "no")) == sum(
        case.gold == "supports" for case in cases
    )
