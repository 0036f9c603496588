"""The local judge on lines of pairs: every line is answered or told, in order."""

import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.verifiers.networks import reader
from verifiers.judges import nli
from verifiers.judges.nli import judge_lines, main

CLAIM = "The council of Norport opened the new pier."


def judge(*lines: str | bytes) -> tuple[int, list[dict[str, object]], list[str]]:
    raw = [line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass") for line in lines]
    results, messages = io.StringIO(), io.StringIO()
    code = judge_lines([one + b"\n" for one in raw], reader(), results, messages)
    return code, [json.loads(line) for line in results.getvalue().splitlines()], messages.getvalue().splitlines()


def row(passage: object = CLAIM, claim: object = CLAIM, **more: object) -> str:
    return json.dumps({"passage": passage, "claim": claim, **more})


def test_three_probabilities_a_line_in_the_order_of_the_lines() -> None:
    code, found, messages = judge(
        row(), row("A band played."), row("The council of Norport never opened the new pier.")
    )
    assert (code, messages) == (0, [])
    for one in found:
        shares = [one["supports"], one["refutes"], one["neither"]]
        assert sum(shares) == pytest.approx(1.0, abs=0.001)  # type: ignore[arg-type]
    assert [one["line"] for one in found] == [1, 2, 3]
    assert [max(("supports", "refutes", "neither"), key=one.get) for one in found] == [  # type: ignore[arg-type]
        "supports",
        "neither",
        "refutes",
    ]


def test_what_else_stands_in_a_line_is_kept() -> None:
    _, [found], _ = judge(row(id=7, label="supports"))
    assert (found["id"], found["label"]) == (7, "supports")
    assert "passage" not in found


def test_the_number_of_the_line_and_what_was_read_are_ours_whatever_the_line_says() -> None:
    _, [found], _ = judge(row(line=99, supports="much", why="because"))
    assert found["line"] == 1
    assert isinstance(found["supports"], float)
    assert found["why"] != "because"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "Line 2 is not JSON"),
        ("[1]", "Line 2 is not an object with passage and claim."),
        ('{"passage": "x", "claim": "y", "id": NaN}', "Line 2 is not JSON"),
        ("null", "Line 2 is not an object with passage and claim."),
        ('{"claim": "x"}', "Line 2 has no text under “passage”."),
        (row(claim=3), "Line 2 has no text under “claim”."),
        (row(claim=" "), "Line 2 has an empty claim."),
        (b"\xff\xfe", "Line 2 is not UTF-8."),
        ("[" * 100_000, "Line 2 is not JSON"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_judged(line: str | bytes, told: str) -> None:
    code, found, messages = judge(row(), line, row())
    assert code == 2
    assert [one["line"] for one in found] == [1, 3]
    assert len(messages) == 1
    assert messages[0].startswith(told)


def test_blank_lines_a_mark_of_order_and_odd_characters_are_no_fault() -> None:
    code, found, messages = judge("\ufeff" + row(), "", "  ", '{"passage": "\\ud800", "claim": "\\udfff x"}', row(""))
    assert (code, messages) == (0, [])
    assert [one["line"] for one in found] == [1, 4, 5]


def test_more_pairs_than_are_read_at_once() -> None:
    lines = [row(f"{CLAIM} Day {number}.", id=number) for number in range(nli._AT_ONCE * 2 + 1)]
    _, found, _ = judge(*lines)
    assert [one["id"] for one in found] == list(range(len(lines)))


@pytest.mark.parametrize("lines", [[], ["", "  "]])
def test_a_file_without_a_pair_is_told_and_is_no_success(lines: list[str]) -> None:
    code, found, messages = judge(*lines)
    assert (code, found) == (2, [])
    assert messages == ['There is nothing to judge: give lines of {"passage": …, "claim": …}.']


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["no/such/file.jsonl"], ["."]])
def test_what_cannot_be_read_is_one_sentence_and_code_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_results_that_cannot_be_written_are_one_sentence(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text(row(), "utf-8")
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "verifiers.judges.nli", str(pairs)]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 1
    (told,) = ended.stderr.splitlines()
    assert told.startswith("It cannot go on (No space left on device)")


def test_standard_input_that_is_closed_is_one_sentence() -> None:
    command = f"exec {shlex.quote(sys.executable)} -m verifiers.judges.nli - <&-"
    ended = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (ended.returncode, ended.stderr) == (2, "Standard input is closed: name a file.\n")
