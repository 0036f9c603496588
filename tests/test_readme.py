"""Every command that the README shows works as it is shown."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tests.conftest import ROOT
from tests.flows.conftest import Cli, cli, cli_environment, prefect_home, prefect_server, ready_python, start, start_in

__all__ = ["cli", "cli_environment", "prefect_home", "prefect_server", "ready_python", "start", "start_in"]  # fixtures

README = (ROOT / "README.md").read_text("utf-8")


def session_commands() -> list[list[str]]:
    """The `$ claimhouse …` lines of the README's session and queries, in their order."""
    joined = README.replace("\\\n", " ")
    return [
        shlex.split(line)[2:] for line in re.findall(r"^\$ claimhouse .*$", joined, re.MULTILINE) for line in [line]
    ]


def session_samples() -> list[str]:
    """What the README shows as printed by each of those commands; "…" stands for what it leaves out."""
    blocks: list[str] = re.findall(r"^```\n\$ claimhouse [^\n]*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return blocks


def _in_one_line(text: str) -> str:
    """A text without its line breaks, without the time at which it was printed, and by how much a verdict is sure.

    The latter changes whenever the calibration is fitted anew.
    """
    plain = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC  ?(?=[a-z_]+, )", "", " ".join(text.split()))
    return re.sub(r"\b\d+% sure", "% sure", plain)


def _articles_apart(text: str) -> tuple[set[str], str]:
    """What is told of each article, and the rest: which of two is done first, and so repeats the other, is chance."""
    lines = text.splitlines()
    told = {re.sub(r"^\[\d+/\d+\] |, \d+ also said elsewhere", "", line) for line in lines if line.startswith("[")}
    return told, "\n".join(line for line in lines if not line.startswith("["))


def queries() -> list[str]:
    return re.findall(r"```sql\n(.*?)```", README, re.DOTALL)


def test_the_session_and_the_queries_work_as_shown(tmp_path: Path, cli: Cli):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    commands = session_commands()
    samples = session_samples()
    assert len(commands) == len(samples) >= 3
    for command, sample in zip(commands, samples, strict=True):
        result = cli(*command)
        assert result.returncode == 0, f"{command}: {result.stderr}"
        assert result.stdout.strip(), command
        articles, shown = _articles_apart(sample)
        told, printed = _articles_apart(result.stderr + result.stdout)
        assert articles <= told, f"the README shows of {command} what it does not print: {articles - told}"
        for part in shown.split("…"):
            assert _in_one_line(part) in _in_one_line(printed), (
                f"the README shows what {command} does not print: {part}"
            )
    shown = queries()
    assert len(shown) >= 3
    for query in shown:
        result = cli("sql", query, "--format", "json", "--warehouse", "demo.duckdb")
        assert result.returncode == 0, f"{query}: {result.stderr}"
        assert result.stdout.strip(), f"this query finds nothing in the demo: {query}"


def test_every_command_and_option_that_the_readme_names_exists():
    helps: dict[str, str] = {}
    for command in (
        "check",
        "claims",
        "show",
        "replay",
        "export",
        "import",
        "sql",
        "doctor",
        "corpus",
        "corpus add",
        "watch",
        "watch add",
        "ingest",
        "publishers",
        "publishers set",
        "review",
        "calibrate",
        "reprocess",
        "flag",
        "queue",
        "task",
        "task close",
        "publish",
        "correct",
        "withdraw",
        "notify",
    ):
        helps[command] = CliRunner().invoke(app, [*command.split(), "--help"]).stdout
    everything = " ".join(helps.values())
    usage = README.split("## Using it")[1].split("### What the verdicts mean")[0]
    for option in re.findall(r"--[a-z][a-z-]+", usage):
        assert option in everything, f"{option} stands in the README and in no command"
    for command in re.findall(r"^claimhouse (\w+)", usage, re.MULTILINE):
        assert command in helps


@pytest.mark.parametrize("target", ["demo", "test", "lint", "soak", "lock"])
def test_every_make_target_that_the_readme_names_exists(target: str):
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
