"""The table of the extraction benchmark: what it says, what it writes, and what it says where data is missing."""

import json
from pathlib import Path

import pytest

from benchmarks import extraction
from benchmarks.rows import Row

ROWS = [
    Row("claimbuster", "groundtruth", "macro_f1", "offline", 0.8715, 0.85, 0.89, 1032, 2.04),
    Row("claimbuster", "groundtruth", "macro_f1", "openai:tester", 0.9, 0.8, 1.0, 40, 30.0),
    Row("claimbuster", "groundtruth", "macro_f1", "always yes", 0.2, 0.19, 0.21, 1032, 0.0),
]


def test_a_line_holds_ours_the_model_s_others_and_the_trivial_figure() -> None:
    (line,) = (line for line in extraction.told(ROWS, "openai:tester").splitlines() if "macro_f1" in line)
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[:5] == ["claimbuster", "groundtruth", "macro_f1", ".872 [.850, .890]", ".900 [.800, 1.000]"]
    assert "Mistral with LoRA .900 (four-fold)" in cells[5]
    assert cells[6:] == ["always yes .200", "1032", "2.0"]


def test_the_rows_and_the_table_are_written(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "accuracy.md"
    page.write_text(f"Before.\n{extraction.OPENS}\nold\n{extraction.CLOSES}\nAfter.\n", "utf-8")
    asked = ["--shared", str(shared), "--only", "timebank", "--json", str(tmp_path / "rows.json")]
    assert extraction.main([*asked, "--markdown", str(page)]) == 0
    rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    assert {(row["set"], row["metric"]) for row in rows} == {("timebank", "date_f1")}
    ours, dateparser, trivial = rows
    assert ours["system"] == "offline"
    assert ours["lower"] <= ours["value"] <= ours["upper"]
    assert trivial["value"] < dateparser["value"] < ours["value"]
    text = page.read_text("utf-8")
    assert text.startswith("Before.\n")
    assert text.endswith("\nAfter.\n")
    assert "old" not in text
    assert capsys.readouterr().out.splitlines()[0] in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--shared", "nowhere", "--only", "timebank"], "say where the evaluation sets are with --shared DIR"),
        (["--shared", "nowhere", "--only", "extraction"], "say where the articles are with --shared DIR"),
    ],
)
def test_what_is_missing_is_told_in_one_sentence(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert extraction.main(options) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_a_page_without_a_place_for_the_table_is_left_alone(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("Nothing here.\n", "utf-8")
    assert extraction.main(["--shared", str(shared), "--only", "timebank", "--markdown", str(page)]) == 1
    assert "has no place for the table" in capsys.readouterr().err
    assert page.read_text("utf-8") == "Nothing here.\n"
