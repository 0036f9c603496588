"""The measure of attributions, on little documents of our own."""

import json
from pathlib import Path

import pytest

from benchmarks import attribution_sets as sets
from benchmarks.evaluation_data import MissingDataError

TEXT = 'Mayor Ruth Stein said the bridge had been closed. "Nobody asked us about it," Otto Brandt added.'


def spans(*words: str) -> list[tuple[int, int]]:
    return [(TEXT.index(one), TEXT.index(one) + len(one)) for one in words]


def stated(content: str, source: str = "") -> sets.Stated:
    return sets.stated(TEXT, spans(content), spans(source) if source else [])


def test_half_of_the_words_are_enough_and_fewer_are_not() -> None:
    gold = [stated("the bridge had been closed")]
    assert sets.match(gold, [stated("bridge had")]) == [(0, 0)]
    assert sets.match(gold, [stated("bridge")]) == []


def test_each_attribution_counts_once_and_the_best_pair_first() -> None:
    gold = [stated("the bridge had been closed")]
    found = [stated("bridge had been closed"), stated("the bridge had been closed")]
    assert sets.match(gold, found) == [(0, 1)]
    counts = sets.count(gold, found)
    assert (counts.gold, counts.found, counts.right) == (1, 2, 1)
    assert sets.overall_f1([counts]) == pytest.approx(2 / 3)


def test_marks_decide_what_counts_as_quoted_on_either_side() -> None:
    gold = [stated('"Nobody asked us about it,"'), stated("the bridge had been closed")]
    found = [stated("Nobody asked us about it"), stated("the bridge had been closed")]
    counts = sets.count(gold, found)
    assert (counts.gold_quoted, counts.found_quoted, counts.gold_quoted_right, counts.found_quoted_right) == (
        1,
        0,
        1,
        0,
    )
    assert counts.right == 2


def test_a_source_is_right_by_its_words_or_where_neither_has_one() -> None:
    assert sets.same_source(stated("the bridge", "Mayor Ruth Stein"), stated("the bridge", "Ruth Stein"))
    assert not sets.same_source(stated("the bridge", "Mayor Ruth Stein"), stated("the bridge", "Otto Brandt"))
    assert not sets.same_source(stated("the bridge", "Mayor Ruth Stein"), stated("the bridge"))
    assert sets.same_source(stated("the bridge"), stated("the bridge"))


def test_the_rows_of_a_split(tmp_path: Path) -> None:
    folder = tmp_path / "eval" / "polnear"
    folder.mkdir(parents=True)
    attributions = [
        {"source": spans("Mayor Ruth Stein"), "cue": spans("said"), "content": spans("the bridge had been closed")},
        {"source": spans("Otto Brandt"), "cue": spans("added"), "content": spans('"Nobody asked us about it,"')},
        {"source": spans("Otto Brandt"), "cue": spans("added"), "content": []},
    ]
    (folder / "dev.jsonl").write_text(json.dumps({"text": TEXT, "attributions": attributions}) + "\n", "utf-8")
    rows = sets.measure(tmp_path)
    assert {(row.set, row.split) for row in rows} == {("polnear", "dev")}
    ours = {row.metric: row for row in rows if row.system == "offline"}
    assert {metric: (row.value, row.n) for metric, row in ours.items()} == {
        "attribution_f1": (1.0, 2),
        "attribution_f1_quoted": (1.0, 1),
        "source_accuracy": (1.0, 2),
    }
    trivial = {row.metric: row.value for row in rows if row.system == sets.BASELINE}
    assert trivial["attribution_f1"] < 1


def test_a_missing_set_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="--shared"):
        sets.measure(tmp_path)
