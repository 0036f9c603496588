"""What is deployed and served: one file says it, a real Prefect server shows it, and a run can be cancelled."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.artifacts import summary_markdown
from flows.serving import read_deployments
from flows.snapshot import snapshot
from tests.conftest import ROOT
from tests.flows.conftest import Cli
from tests.flows.model_desk import Desk
from tests.loopback_llm import LoopbackLlm
from warehouse.errors import BadInputError
from warehouse.integrity import check_integrity
from warehouse.store import Warehouse

NAMES = {"check", "ingest", "notify", "reprocess", "snapshot"}
STARTS_S = 90
CANCELLED_WITHIN_S = 5.0


def ask(server: str, path: str, question: dict[str, Any] | None = None) -> Any:
    data = None if question is None else json.dumps(question).encode()
    request = urllib.request.Request(  # noqa: S310  # our own server on loopback
        f"{server}/{path}", data=data, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310
        return json.load(reply)


def wait_for(server: str, run_id: str, *states: str, within_s: float = STARTS_S) -> str:
    """The state that a flow run comes to, once it is one of those."""
    deadline = time.monotonic() + within_s
    while (state := ask(server, f"flow_runs/{run_id}")["state_type"]) not in states:
        assert time.monotonic() < deadline, f"the run is still {state}"
        time.sleep(0.1)
    return str(state)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def served(desk: Desk, cli_environment: dict[str, str], prefect_server: str) -> Iterator[dict[str, dict[str, Any]]]:
    """`claimhouse serve` in the desk's folder; its deployments by name, as the server has them."""
    environment = cli_environment | {"PYTHONPATH": str(ROOT), "CLAIMHOUSE_MODEL_ATTEMPTS": "1"}
    serving = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "serve"],
        cwd=desk.home,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + STARTS_S
        found: dict[str, dict[str, Any]] = {}
        while found.keys() < NAMES:
            assert serving.poll() is None, "it has ended"
            assert time.monotonic() < deadline, "it does not serve"
            time.sleep(0.2)
            found = {one["name"]: one for one in ask(prefect_server, "deployments/filter", {}) if not one["paused"]}
        yield found
    finally:
        os.killpg(serving.pid, signal.SIGINT)
        serving.wait(timeout=60)


def test_one_file_deploys_all_flows_with_schedules_limits_and_described_parameters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    deployments = {one.name: one for one in read_deployments(None)}
    assert deployments.keys() == NAMES
    for name, one in deployments.items():
        assert one.tags == ["claimhouse", name]
        assert one.description
        assert one.concurrency_limit == 1, "two runs never pay for the same question"
        schema = one._parameter_openapi_schema
        assert schema is not None
        assert all(parameter.get("description") for parameter in schema.properties.values()), name
    scheduled = {name: [schedule.slug for schedule in one.schedules or ()] for name, one in deployments.items()}
    assert scheduled == {
        "check": [],
        "ingest": ["every-5-minutes"],
        "notify": ["every-5-minutes"],
        "reprocess": ["nightly"],
        "snapshot": ["every-10-minutes"],
    }
    assert (ROOT / "prefect.yaml").read_bytes() == (ROOT / "flows" / "prefect.yaml").read_bytes()


def test_a_desk_s_own_file_takes_the_place_of_the_one_that_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    own = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    own["deployments"] = [one | {"parameters": {"warehouse": "desk.duckdb"}} for one in own["deployments"][1:2]]
    Path("prefect.yaml").write_text(yaml.safe_dump(own), "utf-8")
    (one,) = read_deployments(None)
    assert (one.name, one.parameters) == ("ingest", {"warehouse": "desk.duckdb"})


@pytest.mark.parametrize(
    "text",
    ["deployments: [", "name: x", "deployments: [{name: x}]", "deployments: [{name: x, entrypoint: flows.no.no}]"],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(tmp_path: Path, text: str):
    (tmp_path / "bad.yaml").write_text(text, "utf-8")
    with pytest.raises(BadInputError, match=r"bad\.yaml does not list deployments"):
        read_deployments(tmp_path / "bad.yaml")
    with pytest.raises(BadInputError, match=r"none\.yaml cannot be read"):
        read_deployments(tmp_path / "none.yaml")


def test_without_a_server_serving_says_how_to_start_one(cli: Cli):
    for address, told in (("", "is not set"), ("http://127.0.0.1:9/api", "does not answer")):
        result = cli("serve", PREFECT_API_URL=address)
        assert result.returncode == 2, result.stderr
        assert told in result.stderr
        assert "prefect server start" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_served_run_is_cancelled_within_five_seconds_and_what_was_finished_is_kept(
    desk: Desk, served: dict[str, dict[str, Any]], prefect_server: str
):
    limits = {name: one["global_concurrency_limit"]["limit"] for name, one in served.items() if name in NAMES}
    assert limits == dict.fromkeys(NAMES, 1)
    with LoopbackLlm() as llm:
        llm.behaviours = [llm.holds()]
        parameters = {"sources": ["articles"], "corpus": "corpus", "model": "openai:test", "base_url": llm.url}
        parameters["warehouse"] = "desk.duckdb"
        run = ask(prefect_server, f"deployments/{served['check']['id']}/create_flow_run", {"parameters": parameters})
        assert llm.arrived.wait(STARTS_S), "the run has asked the model, which does not answer"
        began = time.monotonic()
        ask(prefect_server, f"flow_runs/{run['id']}/set_state", {"state": {"type": "CANCELLING"}})
        assert wait_for(prefect_server, run["id"], "CANCELLED", "CRASHED", "FAILED", within_s=30) == "CANCELLED"
        assert time.monotonic() - began < CANCELLED_WITHIN_S
    assert check_integrity(desk.home / "desk.duckdb") == []
    assert Warehouse(desk.home / "desk.duckdb").read("select outcome from runs") == [{"outcome": "stopped"}]


async def test_a_snapshot_is_made_where_there_is_something_new(tmp_path: Path):
    warehouse = tmp_path / "desk.duckdb"
    assert await snapshot.fn(str(warehouse)) == {"file": None, "is_new": False}
    Warehouse(warehouse).prepare()
    first = await snapshot.fn(str(warehouse))
    assert first["is_new"]
    assert first["file"].startswith(str(tmp_path))
    assert await snapshot.fn(str(warehouse)) == {**first, "is_new": False}


def test_a_summary_tells_what_waits_and_takes_nothing_for_markup():
    result = {
        "run_id": "run_1",
        "outcome": "budget_spent",
        "summary": "2 articles.",
        "budget": "the budget is spent",
        "failures": ["<b>a*.txt: no [link](x)"] * 60,
    }
    told = summary_markdown(result)
    assert told.startswith("# budget spent")
    assert "open_failures" in told
    assert "&lt;b>a\\*.txt: no \\[link\\](x)" in told
    assert "… and 10 more" in told
