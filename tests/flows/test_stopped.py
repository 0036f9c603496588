"""A run that is stopped by hand: what was finished is whole, the rest is not there, and the next run goes on."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.conftest import COMMAND, Cli, Process, Start, clean_environment, contents
from warehouse.integrity import check_integrity
from warehouse.store import Warehouse

PLACES = ("Northfield", "Southfield", "Eastfield", "Westfield")
STORY = """Dam fails above {place}

11:10 GMT, March 3, 2025
{place} – The {place} dam failed on Sunday, and {count} people were rescued by the fire service, the county said.

The council approved {count} million pounds for repairs on Friday. The minister visited {place} on Saturday.
"""


def fill_desk(folder: Path) -> None:
    """Four articles on four dams, and what a paper wrote of each."""
    (folder / "articles").mkdir()
    (folder / "corpus").mkdir()
    for number, place in enumerate(PLACES):
        (folder / "articles" / f"{number}.txt").write_text(STORY.format(place=place, count=40 + number), "utf-8")
        header = f"publisher: The {place} Herald\npublished: 2025-03-02\n\n"
        text = f"The {place} dam failed on 2 March 2025. {41 + number} people were rescued by the fire service."
        (folder / "corpus" / f"{number}.txt").write_text(header + text, "utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    fill_desk(tmp_path)
    return tmp_path


def wait_for_article(process: Process, number: int) -> None:
    """Read the run's messages until it says that so many articles are done, or ends."""
    assert process.stderr is not None
    for line in process.stderr:
        told = re.match(r"\[(\d+)/\d+\]", line)
        if told and int(told[1]) >= number:
            return


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_or_a_kill_stops_cleanly_and_the_next_run_picks_up(
    desk: Path, start: Start, cli: Cli, sent: signal.Signals, code: int
):
    assert cli("check", "articles", "--corpus", "corpus", "--warehouse", "whole.duckdb").returncode == 0
    arguments = ("check", "articles", "--corpus", "corpus", "--warehouse", "stopped.duckdb")
    process = start(*arguments, CLAIMHOUSE_ARTICLES_AT_ONCE="2")
    wait_for_article(process, 1)
    process.send_signal(sent)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == code, messages
    assert "Traceback" not in messages
    assert "the same command goes on" in messages
    assert check_integrity(desk / "stopped.duckdb") == []
    with Warehouse(desk / "stopped.duckdb").session() as session:
        assert [row["outcome"] for row in session.read("select outcome from runs")] == ["stopped"]
    assert cli("check", "articles", "--corpus", "corpus", "--warehouse", "stopped.duckdb").returncode == 0
    assert contents(desk / "stopped.duckdb") == contents(desk / "whole.duckdb")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_a_terminal_sends_to_the_whole_group_stops_a_run_with_a_temporary_server_at_once(
    desk: Path, sent: signal.Signals, code: int
):
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "check", "articles", "--corpus", "corpus", "--warehouse", "stopped.duckdb"],
        cwd=desk,
        env=clean_environment(PREFECT_HOME=str(desk / "prefect"), CLAIMHOUSE_ARTICLES_AT_ONCE="1"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for_article(process, 1)
        os.killpg(process.pid, sent)
        _, messages = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == code, messages
    assert "the same command goes on" in messages
    with pytest.raises(ProcessLookupError):  # nor does the server stay behind
        os.killpg(process.pid, 0)
