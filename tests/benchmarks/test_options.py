"""The command lines of the benchmarks: what is wrong is told in a sentence, before anything is measured."""

import importlib
import sys
from pathlib import Path

import pytest

from benchmarks.options import Options

FOLDER = Path(__file__).parents[2] / "benchmarks"
NAMES = sorted(file.stem for file in FOLDER.glob("*.py") if " = Options(" in file.read_text("utf-8"))


@pytest.fixture
def options() -> Options:
    made = Options("A benchmark.")
    made.add_shared()
    made.add_json()
    made.add_count("--first")
    made.add_count("--claims", 500, least=50)
    made.add_seconds("--latency", 0.5)
    return made


def test_what_is_right_is_read(options: Options, tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    found = options.parse_args(["--json", str(file), "--first", "1", "--claims", "50", "--latency", "0.05"])
    assert (found.json, found.first, found.claims, found.latency) == (file, 1, 50, 0.05)
    found = options.parse_args([])
    assert (found.json, found.first, found.claims, found.shared) == (None, None, 500, Path("../shared"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--first", "-3"], "argument --first: -3 is not a whole number from 1 on: give one"),
        (["--first", "0"], "argument --first: 0 is not a whole number from 1 on: give one"),
        (["--first", "two"], "argument --first: two is not a whole number from 1 on: give one"),
        (["--claims", "49"], "argument --claims: 49 is not a whole number from 50 on: give one"),
        (["--latency", "-1"], "argument --latency: -1 is not a number of seconds above 0: give one"),
        (["--latency", "nan"], "argument --latency: nan is not a number of seconds above 0: give one"),
        (["--json", "no/rows.json"], "the folder of no/rows.json is not there: make it with mkdir -p no"),
        (["--json", "."], "argument --json: . is a folder: name a file in it"),
        (["--second", "3"], "unrecognized arguments: --second 3"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(
    options: Options,
    asked: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        options.parse_args(asked)
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_benchmark_tells_before_it_measures(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = importlib.import_module(f"benchmarks.{name}")
    text = Path(module.__file__ or "").read_text("utf-8")
    wrong = ["--json", str(tmp_path / "no" / "rows.json")]
    if "add_json()" not in text:
        wrong = [str(tmp_path / "no.jsonl")] if "file_there" in text else ["--claims", "0", "--passages", "0"]
    monkeypatch.setattr(sys, "argv", [name, *wrong])
    with pytest.raises(SystemExit) as left:
        module.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_every_command_line_is_made_so() -> None:
    assert len(NAMES) > 10
    others = [file.stem for file in FOLDER.glob("*.py") if "argparse.ArgumentParser(" in file.read_text("utf-8")]
    assert others == []
