"""Without a warehouse every command that only reads or mends one says the same sentence, with the same exit code."""

from pathlib import Path
from typing import Any

import pytest
import typer

from flows.cli import app, main

# What each command is given besides the warehouse.
NEED_ONE: dict[str, list[str]] = {
    "show": ["clm_1"],
    "sql": ["select 1"],
    "export": ["--warc", "pages.warc"],
    "replay": ["vdt_1"],
    "review": ["clm_1", "supported", "--note", "I rang them.", "--by", "Ola"],
    "calibrate": [],
    "publishers list": [],
    "publishers export": [],
    "watch remove": ["harbour"],
    "reprocess": [],
    "publish": [
        *("clm_1", "--url", "https://desk.example/1", "--rating", "True", "--by", "Ola"),
    ],
    "correct": ["pub_1", "--note", "It was Monday.", "--by", "Ola"],
    "withdraw": ["pub_1", "--note", "It was wrong.", "--by", "Ola"],
    "queue": [],
    "task close": ["tsk_1", "--note", "I rang them.", "--by", "Ola"],
    "flag": ["clm_1", "--note", "They rang us.", "--by", "Ola"],
}
# These make one, or tell what they know without one.
NEED_NONE = {
    *(
        "check",
        "doctor",
        "publishers show",
        "publishers set",
        "publishers import",
        "watch add",
        "watch list",
        "ingest",
        "import",
        "notify",
        "warehouse compact",
    ),
}


def with_a_warehouse() -> set[str]:
    """The names of all commands that have the option --warehouse."""
    found: set[str] = set()
    waiting: list[tuple[str, Any]] = [("", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        if any("--warehouse" in one.opts for one in command.params):
            found.add(name)
        waiting += [(f"{name} {inner}".strip(), one) for inner, one in getattr(command, "commands", {}).items()]
    return found


def test_each_command_that_has_a_warehouse_is_told_of_here() -> None:
    assert with_a_warehouse() == NEED_ONE.keys() | NEED_NONE


@pytest.mark.parametrize(
    "arguments", [["calibrate", "--shipped"], *([*name.split(), *NEED_ONE[name]] for name in NEED_ONE)]
)
def test_a_missing_warehouse_is_trouble_with_the_warehouse(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--warehouse", "none.duckdb"])
    out, err = capsys.readouterr()
    assert left.value.code == 3, err
    assert " ".join(err.split()) == (
        "claimhouse: there is no warehouse at none.duckdb: run `claimhouse check ARTICLE` to make one"
    )
    assert out == ""
    assert list(tmp_path.iterdir()) == [], "what only reads one makes none"
