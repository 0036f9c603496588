"""The measures of what is worth checking, on counts worked out by hand and on small sets of our own."""

import json
from pathlib import Path

import pytest

from benchmarks.evaluation_data import MissingDataError
from benchmarks.worthiness_sets import ALWAYS_YES, MAJORITY, f1, macro_f1, measure

HEAD = "Sentence_id,Text,Speaker,Speaker_title,Speaker_party,File_id,Length,Line_number,Sentiment,Verdict\n"
DEBATE = (
    ("Unemployment fell to 4 percent in 1999.", "1"),
    ("We spent 90 billion dollars on that war.", "1"),
    ("My mother was a teacher.", "0"),
    ("Thank you.", "-1"),
    ("I believe in the American people.", "-1"),
)


def test_f1_of_yes_of_no_and_their_mean() -> None:
    answers = [(True, True), (True, False), (False, True), (False, False), (False, False)]
    assert f1(answers) == pytest.approx(0.5)
    assert f1(answers, yes=False) == pytest.approx(2 / 3)
    assert macro_f1(answers) == pytest.approx((0.5 + 2 / 3) / 2)
    assert f1([(False, False)]) == 0.0


def test_rows_of_both_sets_with_their_baselines(tmp_path: Path) -> None:
    claimbuster = tmp_path / "eval" / "claimbuster"
    claimbuster.mkdir(parents=True)
    lines = [f'{n},"{text}",A,B,C,d.txt,5,{n},0.0,{verdict}\n' for n, (text, verdict) in enumerate(DEBATE)]
    (claimbuster / "groundtruth.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    policlaim = tmp_path / "eval" / "policlaim"
    policlaim.mkdir()
    rows = [{"sentence": text, "speech": "X", "label": str(int(verdict != "-1"))} for text, verdict in DEBATE]
    (policlaim / "test.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    found = {(row.set, row.split, row.metric, row.system): row for row in measure(tmp_path)}
    ours = found["claimbuster", "groundtruth", "macro_f1", "offline"]
    assert (ours.value, ours.n) == (1.0, 5)
    assert ours.seconds is not None
    assert found["claimbuster", "groundtruth", "macro_f1", MAJORITY].value == pytest.approx(0.75 / 2)
    assert found["policlaim", "test", "f1", "offline"].value == 1.0
    assert found["policlaim", "test", "f1", ALWAYS_YES].value == pytest.approx(0.75)
    assert all(row.lower is not None and row.lower <= row.value <= (row.upper or 0) for row in found.values())


def test_a_set_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match=r"groundtruth\.csv is not there"):
        measure(tmp_path, ["claimbuster"])
    with pytest.raises(MissingDataError, match=r"test\.jsonl is not there"):
        measure(tmp_path, ["policlaim"])
