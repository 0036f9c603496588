"""The lesson of the check-worthiness model: nothing held out stands in it, and no debate is torn between folds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.claimbuster import Sentence, folds_by_debate, normalised, read_sentences, without_held_out

HEAD = "Sentence_id,Text,Speaker,Speaker_title,Speaker_party,File_id,Length,Line_number,Sentiment,Verdict\n"


def written(path: Path, *rows: tuple[str, str, str]) -> Path:
    lines = [
        f'{place},"{text}",Ruth Stein,Mayor,NONE,{debate},9,{place},0.0,{verdict}\n'
        for place, (text, debate, verdict) in enumerate(rows)
    ]
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return path


def test_a_held_out_sentence_is_found_whatever_its_id_case_spacing_and_marks(tmp_path: Path) -> None:
    crowd = read_sentences(
        written(
            tmp_path / "crowd.csv",
            ("We paid  4 billion euros, twice.", "1990-01-01.txt", "1"),
            ("We paid 40 billion euros twice.", "1990-01-01.txt", "1"),
            ("Good evening", "1990-01-01.txt", "-1"),
        )
    )
    held = read_sentences(written(tmp_path / "held.csv", ("we paid 4 billion euros -- twice", "1994-01-01.txt", "1")))
    kept = without_held_out(crowd, held)
    assert [sentence.text for sentence in kept] == ["We paid 40 billion euros twice.", "Good evening"]
    assert [sentence.label for sentence in kept] == [2, 0]


def test_the_shipped_lesson_holds_nothing_of_the_held_out_half(shared: Path) -> None:
    data = shared / "eval" / "claimbuster"
    crowd, held = read_sentences(data / "crowdsourced.csv"), read_sentences(data / "groundtruth.csv")
    lesson = without_held_out(crowd, held)
    assert len(crowd) - 30 < len(lesson) < len(crowd)
    assert not {normalised(one.text) for one in lesson} & {normalised(one.text) for one in held}


def test_a_verdict_that_is_none_of_the_three_is_refused_with_its_row(tmp_path: Path) -> None:
    path = written(tmp_path / "crowd.csv", ("Good evening.", "a.txt", "-1"), ("We paid.", "a.txt", "2"))
    with pytest.raises(ValueError, match=r"row 3.*'2'"):
        read_sentences(path)


@given(st.lists(st.integers(1, 30), min_size=3, max_size=20), st.integers(2, 3), st.integers(0, 5))
def test_folds_share_no_debate_and_leave_none_out(sizes: list[int], count: int, seed: int) -> None:
    sentences = [Sentence(f"{debate} {n}", 0, f"d{debate}") for debate, size in enumerate(sizes) for n in range(size)]
    folds = folds_by_debate(sentences, count, seed)
    assert sorted(place for fold in folds for place in fold) == list(range(len(sentences)))
    debates = [{sentences[place].debate for place in fold} for fold in folds]
    assert sum(map(len, debates)) == len(sizes)
    assert max(map(len, folds)) - min(map(len, folds)) <= max(sizes)
    assert folds == folds_by_debate(sentences, count, seed)
