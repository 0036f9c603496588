"""What is deployed and served: one file says it, a real Prefect server shows it, and a run can be cancelled."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.artifacts import leave_table, summary_markdown
from flows.serving import read_deployments
from flows.snapshot import snapshot
from tests.conftest import ROOT
from tests.flows.conftest import Cli, contents
from tests.flows.model_desk import HEALTHY, PLACES, Desk
from tests.loopback_llm import Answer, LoopbackLlm, Request
from tests.warehouse.conftest import lock_held
from warehouse.errors import BadInputError
from warehouse.store import Warehouse

NAMES = {"check", "ingest", "notify", "reprocess", "snapshot"}
STARTS_S = 300  # on a machine that has much else to do
CANCELLED_WITHIN_S = 5.0
BUSY_AT_MOST = 20  # times that a server with much to do is asked


def ask(server: str, path: str, question: dict[str, Any] | None = None) -> Any:
    data = None if question is None else json.dumps(question).encode()
    request = urllib.request.Request(  # noqa: S310  # our own server on loopback
        f"{server}/{path}", data=data, headers={"Content-Type": "application/json"}
    )
    for _ in range(BUSY_AT_MOST):
        try:
            return _answer(request)
        except urllib.error.HTTPError as error:
            # Prefect says so while its SQLite file is locked, and its own clients ask again.
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
                raise
        time.sleep(0.2)
    return _answer(request)


def _answer(request: urllib.request.Request) -> Any:
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
    environment |= {"CLAIMHOUSE_ARTICLES_AT_ONCE": "1"}
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
    listed = read_deployments(None)
    deployments = {one.name: one for one in listed}
    assert sorted(one.name for one in listed) == sorted(NAMES), "each once"
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


def trigger(server: str, deployment: dict[str, Any], **parameters: Any) -> str:
    """The id of a flow run that the page's "Custom run" would make."""
    run = ask(server, f"deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})
    return str(run["id"])


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_served_run_is_cancelled_within_five_seconds_and_what_was_finished_is_kept(
    desk: Desk, served: dict[str, dict[str, Any]], prefect_server: str
):
    """The first of three articles is done and the model is silent on the second when the run is cancelled."""
    limits = {name: one["global_concurrency_limit"]["limit"] for name, one in served.items() if name in NAMES}
    assert limits == dict.fromkeys(NAMES, 1)
    silent = threading.Event()

    def on_the_first_alone(request: Request) -> Answer:
        if not any(f"{place} – The" in request.user for place in PLACES[1:]):  # of their own texts, not of evidence
            return HEALTHY(request)
        silent.set()
        return llm.holds()(request)

    with LoopbackLlm(on_the_first_alone) as llm:
        check = {"sources": ["articles"], "corpus": "corpus", "model": "openai:test", "base_url": llm.url}
        run = trigger(prefect_server, served["check"], **check, warehouse="desk.duckdb")
        assert silent.wait(STARTS_S), "the run has asked the model, which does not answer"
        (begun,) = desk.rows("select outcome, parameters from runs")
        process = int(begun["parameters"]["process"].rpartition(" ")[2])
        assert (begun["outcome"], is_gone(process)) == ("running", False)
        began = time.monotonic()
        # What the page's button does: the server keeps it as CANCELLING until the run is no more.
        ask(prefect_server, f"flow_runs/{run}/set_state", {"state": {"type": "CANCELLING"}})
        assert wait_for(prefect_server, run, "CANCELLED", "CRASHED", "FAILED", within_s=60) == "CANCELLED"
        while not is_gone(process):
            assert time.monotonic() - began < 60, "its process works on"
            time.sleep(0.05)
        # On a machine that has much else to do, as much longer as its queue is long.
        queue = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        assert time.monotonic() - began < CANCELLED_WITHIN_S * queue
        assert not llm.released.is_set(), "the model was silent all the while"
    assert desk.is_sound()
    assert desk.column("select outcome from runs") == ["stopped"]
    finished = desk.rows(
        "select c.claim_id, v.verdict_id from claims c left join verdicts v using (claim_id) order by all"
    )
    assert finished
    assert desk.column("select distinct headline from articles") == [f"Dam fails above {PLACES[0]}"]

    with LoopbackLlm(HEALTHY) as llm:
        check["base_url"] = llm.url
        for warehouse in ("desk.duckdb", "whole.duckdb"):
            again = trigger(prefect_server, served["check"], **check, warehouse=warehouse)
            assert wait_for(prefect_server, again, "COMPLETED", "CRASHED", "FAILED") == "COMPLETED"
    assert desk.column("select outcome from runs order by started_at") == ["stopped", "completed"]
    both = [contents(desk.home / name) for name in ("desk.duckdb", "whole.duckdb")]
    for tables in both:
        del tables["llm_calls"]  # those of the run that was never cancelled came out of the cache
    assert both[0] == both[1]
    kept = {row["verdict_id"] for row in finished if row["verdict_id"]}
    assert kept
    assert kept <= {row["verdict_id"] for row in both[0]["verdicts"]}


async def test_a_snapshot_is_made_where_there_is_something_new(tmp_path: Path):
    warehouse = tmp_path / "desk.duckdb"
    assert await snapshot.fn(str(warehouse)) == {"file": None, "is_new": False}
    Warehouse(warehouse).prepare()
    first = await snapshot.fn(str(warehouse))
    assert first["is_new"]
    assert first["file"].startswith(str(tmp_path))
    assert await snapshot.fn(str(warehouse)) == {**first, "is_new": False}


async def test_a_warehouse_that_others_keep_busy_costs_a_finished_run_its_table_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    warehouse = Warehouse(tmp_path / "desk.duckdb", lock_timeout=0)
    warehouse.prepare()
    with lock_held(tmp_path / "desk.duckdb"):
        assert not await leave_table("verdicts", asyncio.to_thread(warehouse.read, "from verdicts"), "1 article.")
    assert "the table verdicts is left out" in caplog.text
    assert "is in use by process" in caplog.text


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
    assert r"\<b\>a\*.txt: no \[link\](x)" in told
    assert "… and 10 more" in told
