"""The example: every label is earned, and nothing but this machine is ever spoken to."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import EXAMPLE_ARTICLES, EXAMPLE_EVIDENCE, Start, clean_environment, run_by

# Run by every Python process of the demo, the temporary Prefect server's included: what would leave the machine is
# written down, and refused.
GUARD = """
import os, socket
def told(where):
    with open(os.environ["OUTSIDE"], "a") as log:
        log.write(f"{where}\\n")
def guarded(name):
    real = getattr(socket.socket, name)
    def only_here(self, address, *rest):
        outside = self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(("127.", "::1"))
        if outside and address[0] != "localhost":
            told(address)
            raise OSError("this test lets nothing out")
        return real(self, address, *rest)
    setattr(socket.socket, name, only_here)
guarded("connect")
guarded("connect_ex")
real_lookup = socket.getaddrinfo
def lookup(host, *rest, **more):
    if host not in (None, "localhost", b"localhost", "127.0.0.1", b"127.0.0.1", "::1", "0.0.0.0", ""):
        told(host)
        raise socket.gaierror("this test looks nothing up")
    return real_lookup(host, *rest, **more)
socket.getaddrinfo = lookup
"""


@pytest.fixture(scope="module")
def lines(start_in: Callable[[Path], Start], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What is printed of the example, which is checked once."""
    cli = run_by(start_in(tmp_path_factory.mktemp("demo")))
    result = cli("check", EXAMPLE_ARTICLES, "--corpus", EXAMPLE_EVIDENCE, "--json", "--model", "offline")
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def only(lines: list[dict[str, Any]], words: str) -> dict[str, Any]:
    (found,) = [line for line in lines if words in line["quote"] and line["kind"] != "quote"]
    return found


def test_every_label_is_there_and_each_for_the_right_claim(lines: list[dict[str, Any]]):
    labels = {line["label"] for line in lines}
    assert labels >= {"supported", "refuted", "conflicting", "not_enough_evidence"}
    assert any(line["status"] == "sole_witness" for line in lines)
    assert any(line["status"] == "not_checkable" for line in lines)

    # The two plain errors are found, and nothing else is called wrong.
    refuted = [line for line in lines if line["label"] == "refuted"]
    assert sorted(refuted, key=lambda line: line["start"]) == [
        only(lines, "six and a half hours"),
        only(lines, "died on Feb. 16, 2023"),
    ]
    assert only(lines, "signed the notice")["label"] == "conflicting"
    assert only(lines, "spoke by telephone")["label"] == "supported"
    # Two papers reprint one agency's story: that is one origin.
    assert only(lines, "met in Istanbul")["label"] == "not_enough_evidence"
    # What changed only after the article was true when it was said.
    suspended = only(lines, "has not suspended")
    assert suspended["label_when_said"] == "supported"


def test_the_article_s_own_story_is_never_evidence_for_it(lines: list[dict[str, Any]]):
    summit = [line for line in lines if "london-summit" in line["source"]]
    publishers = {item["publisher"] for line in summit for item in line["evidence"]}
    assert publishers
    assert "Harbour Courier" not in publishers
    assert "Inland Observer" not in publishers, "it syndicates the article"


def test_the_example_is_checked_without_a_word_to_the_outside(tmp_path: Path):
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    outside = tmp_path / "outside.log"
    environment = clean_environment(
        PREFECT_HOME=str(tmp_path / "prefect"), PYTHONPATH=str(tmp_path / "guard"), OUTSIDE=str(outside)
    )
    # Without our own wish for silence, so that it is the command that keeps Prefect from reporting.
    for name in ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED"):
        environment.pop(name, None)
    guarded = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert guarded.returncode != 0
    assert outside.read_text(), "the guard itself must work"
    outside.unlink()
    result = subprocess.run(
        [sys.executable, "-m", "flows.cli", "check", EXAMPLE_ARTICLES, "--corpus", EXAMPLE_EVIDENCE],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    assert not outside.exists(), outside.read_text() if outside.exists() else ""
    assert (tmp_path / "claimhouse.duckdb").stat().st_size > 0
