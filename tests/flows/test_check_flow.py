"""The flow as Prefect shows it: from the command line, as a module, and as a deployment on a worker."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.flows.conftest import Cli, clean_environment
from tests.flows.test_artifacts import shown

ARTICLE = """Dam fails above Northfield

11:10 GMT, March 3, 2025
NORTHFIELD – The Northfield dam failed on Sunday, and 45 people were rescued by the fire service, the county said.
"""
LINE_FIELDS = {
    *("claim_id", "article_id", "quote", "start", "end", "text", "kind", "checkable", "checkworthiness", "reasons"),
    *("speaker", "speaker_role", "speaker_named", "said_on", "about_from", "about_to", "status", "label"),
    *("label_when_said", "issues", "confidence", "rationale", "queries", "evidence", "earlier_fact_checks"),
    "failures",
}
EVIDENCE_FIELDS = {"url", "publisher", "published", "origin", "passage", "start", "end", "stance"}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "corpus").mkdir()
    for name in ("herald", "gazette"):
        header = f"publisher: The {name.title()}\nurl: https://{name}.example/dam\npublished: 2025-03-02\n\n"
        text = f"{name.title()} reporters saw it: the Northfield dam failed on 2 March 2025 and 45 people were rescued."
        (tmp_path / "corpus" / f"{name}.txt").write_text(header + text, "utf-8")
    return tmp_path


def ask(server: str, path: str, question: dict[str, Any]) -> Any:
    request = urllib.request.Request(  # noqa: S310  # our own server on loopback
        f"{server}/{path}", data=json.dumps(question).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
        return json.load(reply)


def latest_flow_run(server: str) -> dict[str, Any]:
    run: dict[str, Any] = ask(server, "flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})[0]
    return run


def of_run(server: str, what: str, run: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(server, f"{what}/filter", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    return found


def test_json_lines_hold_every_field_and_standard_output_holds_nothing_else(desk: Path, cli: Cli):
    result = cli("check", "article.txt", "--corpus", "corpus", "--json")
    assert result.returncode == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines
    assert all(line.keys() >= LINE_FIELDS for line in lines)
    evidence = [item for line in lines for item in line["evidence"]]
    assert evidence
    assert all(item.keys() >= EVIDENCE_FIELDS for item in evidence)
    assert [line["start"] for line in lines] == sorted(line["start"] for line in lines)
    checked = [line for line in lines if line["status"] == "checked"]
    assert checked
    assert all(line["label"] and line["rationale"] and line["queries"] for line in checked)

    claims = cli("claims", "article.txt", "--json")
    told = [json.loads(line) for line in claims.stdout.splitlines()]
    assert [line["claim_id"] for line in told] == [line["claim_id"] for line in lines]
    assert all(line.keys() >= LINE_FIELDS for line in told)


def test_a_run_leaves_an_artifact_and_a_failed_article_is_a_failed_task_of_a_completed_flow(
    desk: Path, cli: Cli, prefect_server: str
):
    headline = "<img src=x> ![Dam](http://evil.example/i.png) fails"
    (desk / "article.txt").write_text(ARTICLE.replace("Dam fails", headline), "utf-8")
    (desk / "empty.txt").write_text("")
    result = cli("check", "article.txt", "empty.txt", "--corpus", "corpus")
    assert result.returncode == 1
    run = latest_flow_run(prefect_server)
    assert run["state_type"] == "COMPLETED"
    tasks = {task["name"]: task["state_type"] for task in of_run(prefect_server, "task_runs", run)}
    assert tasks == {"article.txt": "COMPLETED", "empty.txt": "FAILED"}
    artifacts = {artifact["key"]: artifact for artifact in of_run(prefect_server, "artifacts", run)}
    assert {key: one["type"] for key, one in artifacts.items()} == {
        "verdicts": "table",
        "summary": "markdown",
        "progress": "progress",
    }
    assert artifacts["progress"]["data"] == 100.0
    assert "completed with failures" in artifacts["summary"]["data"]
    assert "empty.txt" in artifacts["summary"]["data"]
    artifact = artifacts["verdicts"]
    rows = json.loads(artifact["data"])
    assert rows
    assert all(row["label"] in {"supported", "refuted", "conflicting", "not_enough_evidence"} for row in rows)
    assert {shown(row["article"]) for row in rows} == {f"{headline} above Northfield"}


def test_the_flow_is_a_module_too(desk: Path, cli_environment: dict[str, str]):
    result = subprocess.run(
        [sys.executable, "-m", "flows.check", "article.txt", "--corpus", "corpus"],
        cwd=desk,
        env=cli_environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    assert (desk / "claimhouse.duckdb").exists()


def test_without_a_server_a_temporary_one_is_used_and_nothing_is_heard_of_it(desk: Path, tmp_path: Path):
    result = subprocess.run(
        [sys.executable, "-m", "flows.cli", "check", "article.txt", "--corpus", "corpus"],
        cwd=desk,
        env=clean_environment(PREFECT_HOME=str(tmp_path / "prefect")),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    heard = [
        line for line in result.stderr.splitlines() if not line.startswith(("Reading", "Evidence", "[1/1]", "1 art"))
    ]
    assert [line for line in heard if "row" not in line] == []


@pytest.fixture
def worker(desk: Path, cli_environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """A process work pool with the project's deployments and a worker, all in the desk's folder."""
    (desk / "prefect.yaml").write_text((ROOT / "prefect.yaml").read_text("utf-8"), "utf-8")
    prefect = [sys.executable, "-m", "prefect"]

    def run(*arguments: str) -> None:
        subprocess.run(
            [*prefect, *arguments], cwd=desk, env=cli_environment, check=True, capture_output=True, timeout=120
        )

    run("work-pool", "create", "claimhouse", "--type", "process", "--overwrite")
    run("--no-prompt", "deploy", "--all")
    process = subprocess.Popen(
        [*prefect, "worker", "start", "--pool", "claimhouse"],
        cwd=desk,
        env=cli_environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield cli_environment
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=60)


def test_a_deployment_is_triggered_with_parameters_and_runs_on_a_worker(desk: Path, worker: dict[str, str], cli: Cli):
    parameters = {"sources": ["article.txt"], "corpus": "corpus", "warehouse": "desk.duckdb"}
    given = [f"--param={name}={json.dumps(value)}" for name, value in parameters.items()]
    ran = subprocess.run(
        [sys.executable, "-m", "prefect", "deployment", "run", "check/check", "--watch", *given],
        cwd=desk,
        env=worker,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    counted = cli("sql", "select count(*) from verdicts", "--format", "csv", "--warehouse", "desk.duckdb")
    assert int(counted.stdout.splitlines()[1]) > 0
