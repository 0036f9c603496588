"""A run that is stopped at any moment: what was finished is whole, the rest is not there, and the next run goes on."""

import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import Cli, contents
from warehouse.integrity import check_integrity
from warehouse.store import Warehouse

ARTICLES = 6
PLACES = ("Northfield", "Southfield", "Eastfield", "Westfield", "Midfield", "Highfield")
STORY = """Dam fails above {place}

11:10 GMT, March 3, 2025
{place} – The {place} dam failed on Sunday, and {count} people were rescued by the fire service, the county said.

The council approved {count} million pounds for repairs on Friday. The minister visited {place} on Saturday.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "corpus").mkdir()
    for number, place in enumerate(PLACES):
        (tmp_path / "articles" / f"{number}.txt").write_text(STORY.format(place=place, count=40 + number), "utf-8")
        header = f"publisher: The {place} Herald\npublished: 2025-03-02\n\n"
        text = f"The {place} dam failed on 2 March 2025. {41 + number} people were rescued by the fire service."
        (tmp_path / "corpus" / f"{number}.txt").write_text(header + text, "utf-8")
    return tmp_path


def start(desk: Path, environment: dict[str, str], warehouse: str) -> subprocess.Popen[str]:
    arguments = ["check", "articles", "--corpus", "corpus", "--warehouse", warehouse]
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=desk,
        env=environment | {"CLAIMHOUSE_ARTICLES_AT_ONCE": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_article(process: subprocess.Popen[str], number: int) -> None:
    """Read the run's messages until it says that so many articles are done, or ends."""
    assert process.stderr is not None
    for line in process.stderr:
        told = re.match(r"\[(\d+)/\d+\]", line)
        if told and int(told[1]) >= number:
            return


def kill_at_random_moments(
    times: int, desk: Path, environment: dict[str, str], cli: Cli
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What warehouses hold whose run was killed and run again, and what one holds that was left in peace."""
    found = []
    assert cli("check", "articles", "--corpus", "corpus", "--warehouse", "whole.duckdb").returncode == 0
    expected = contents(desk / "whole.duckdb")
    seed = random.randrange(2**32)
    moments = random.Random(seed)
    for attempt in range(times):
        name = f"killed{attempt}.duckdb"
        process = start(desk, environment, name)
        wait_for_article(process, moments.randrange(ARTICLES))
        time.sleep(moments.uniform(0, 0.2))  # anywhere between two articles, not only where it has just spoken
        process.kill()
        process.communicate()
        assert check_integrity(desk / name) == [] if (desk / name).exists() else True, f"seed {seed}"
        resumed = cli("check", "articles", "--corpus", "corpus", "--warehouse", name)
        assert resumed.returncode == 0, f"seed {seed}: {resumed.stderr}"
        found.append(contents(desk / name))
        with Warehouse(desk / name).session() as session:
            outcomes = [row["outcome"] for row in session.read("select outcome from runs order by started_at")]
        assert outcomes in (["stopped", "completed"], ["completed"]), f"seed {seed}"
        assert check_integrity(desk / name) == [], f"seed {seed}"
    return found, expected


def test_kill_9_loses_no_finished_article_and_leaves_no_half_one(desk: Path, cli_environment: dict[str, str], cli: Cli):
    found, expected = kill_at_random_moments(3, desk, cli_environment, cli)
    assert found == [expected] * 3


@pytest.mark.soak
def test_kill_9_twenty_times(desk: Path, cli_environment: dict[str, str], cli: Cli):
    found, expected = kill_at_random_moments(20, desk, cli_environment, cli)
    assert found == [expected] * 20


def test_ctrl_c_stops_cleanly_and_the_next_run_picks_up(desk: Path, cli_environment: dict[str, str], cli: Cli):
    assert cli("check", "articles", "--corpus", "corpus", "--warehouse", "whole.duckdb").returncode == 0
    process = start(desk, cli_environment, "stopped.duckdb")
    wait_for_article(process, 1)
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    assert process.returncode == 130, messages
    assert "Traceback" not in messages
    assert "the same command goes on" in messages
    assert check_integrity(desk / "stopped.duckdb") == []
    with Warehouse(desk / "stopped.duckdb").session() as session:
        assert [row["outcome"] for row in session.read("select outcome from runs")] == ["stopped"]
    assert cli("check", "articles", "--corpus", "corpus", "--warehouse", "stopped.duckdb").returncode == 0
    assert contents(desk / "stopped.duckdb") == contents(desk / "whole.duckdb")
