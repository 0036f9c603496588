"""The commands with a language model: keys stay secret, a run can be stopped, `claims` and `doctor` say what is."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import loopback_llm as loop
from tests.flows import rule_model
from tests.flows.conftest import Cli, blank_warehouse
from tests.flows.model_desk import HEALTHY, Desk
from tests.flows.test_check_flow import latest_flow_run, of_run
from tests.loopback_llm import Answer, LoopbackLlm, Request
from warehouse.integrity import check_integrity

OPENAI_KEY = "sk-proj-marker1Openai2Never3Sent4Anywhere"
SERVER_KEY = "marker5Server6Key7Shown8Nowhere9"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def model(llm: LoopbackLlm) -> tuple[str, ...]:
    return ("--model", "openai:test", "--base-url", llm.url)


def test_a_key_goes_to_its_own_server_and_is_seen_nowhere(desk: Desk, cli: Cli, prefect_server: str):
    def careless(request: Request) -> Answer:
        """A server whose errors repeat the key that it was sent."""
        if request.schema_name == "_Judged" and "Ada Lund" in request.user:
            return loop.error(400, "invalid_request_error")(request)
        return HEALTHY(request)

    keys = {"OPENAI_API_KEY": OPENAI_KEY, "CLAIMHOUSE_BASE_URL_KEY": SERVER_KEY, "CLAIMHOUSE_CACHE_DIR": "cache"}
    with LoopbackLlm(careless) as llm:
        result = cli("check", "articles", "--corpus", "corpus", "--json", *model(llm), **keys)
        told = cli("doctor", "--corpus", "corpus", *model(llm), **keys)
        sent = [request.headers["authorization"] for request in llm.requests]
        bodies = json.dumps([[request.body, request.headers] for request in llm.requests])
    assert result.returncode == 1, "three claims failed"
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert {"checked", "unchecked"} == {line["status"] for line in lines}
    assert set(sent) == {f"Bearer {SERVER_KEY}"}
    assert OPENAI_KEY not in bodies

    run = latest_flow_run(prefect_server)
    artifacts = of_run(prefect_server, "artifacts", run)
    assert {artifact["type"] for artifact in artifacts} == {"progress", "markdown", "table"}
    prefect = json.dumps(
        [run, artifacts, of_run(prefect_server, "task_runs", run), of_run(prefect_server, "logs", run)]
    )
    seen = {"Prefect": prefect.encode(), "told": (told.stdout + told.stderr).encode()}
    seen["said"] = (result.stdout + result.stderr).encode()
    for path in desk.home.rglob("*"):
        if path.is_file():
            seen[path.name] = path.read_bytes()
    assert seen.keys() >= {"claimhouse.duckdb", "llm-replies.sqlite"}
    for place, content in seen.items():
        for key in (OPENAI_KEY, SERVER_KEY):
            assert key.encode() not in content, place
            assert key[4:20].encode() not in content, place


def test_a_local_server_without_a_key_is_sent_none_of_anybody_else_s(desk: Desk, cli: Cli):
    with LoopbackLlm(HEALTHY) as llm:
        source = desk.home / "articles" / "0-Northfield.txt"
        result = cli("check", source, "--corpus", "corpus", *model(llm), OPENAI_API_KEY=OPENAI_KEY)
        headers = {request.headers.get("authorization") for request in llm.requests}
    assert result.returncode == 0, result.stderr
    assert headers == {"Bearer none"}


def test_claims_are_shown_and_nothing_is_stored(desk: Desk, cli: Cli):
    def behave(request: Request) -> object:
        reply = rule_model.answer(request)
        if "Southfield" in request.user:
            reply["claims"][0]["quote"] = "It never happened."
        return reply

    with LoopbackLlm(loop.answered_by(behave)) as llm:
        one = cli("claims", desk.home / "articles" / "0-Northfield.txt", "--json", *model(llm))
        several = cli("claims", "articles", *model(llm))
        assert {request.schema_name for request in llm.requests} == {"ClaimList"}
    assert one.returncode == 0, one.stderr
    lines = [json.loads(line) for line in one.stdout.splitlines()]
    assert [line["quote"][:14] for line in lines] == [
        "Northfield – T",
        "The fire servi",
        "The council ap",
        "Mayor Ada Lund",
    ]
    assert {line["status"] for line in lines} == {"unchecked"}
    assert several.returncode == 0, "what is dropped is told, as `check` does"
    assert "1-Southfield.txt" in several.stderr
    assert "which the article does not say" in several.stderr
    assert "Eastfield" in several.stdout, "the others are shown"
    assert list(desk.home.rglob("*.duckdb*")) == []

    fresh = desk.article("new", "The dam held. Nobody was hurt.")
    spent = cli("claims", "articles", fresh, *model(llm), CLAIMHOUSE_RUN_BUDGET_CALLS="0")
    assert spent.returncode == 4, "the article that is new waits"
    assert "Eastfield" in spent.stdout
    lacking = cli("claims", desk.home / "articles" / "0-Northfield.txt", "none.txt", *model(llm))
    assert lacking.returncode == 1
    assert "There is no file none.txt" in lacking.stderr
    down = cli("claims", fresh, *model(llm), CLAIMHOUSE_MODEL_ATTEMPTS="1")
    assert (down.returncode, down.stdout) == (1, "")
    assert "cannot be reached" in down.stderr
    assert "Traceback" not in down.stderr


def test_what_claims_cost_is_kept_once_there_is_a_warehouse(desk: Desk, cli: Cli):
    blank_warehouse(desk.home / "claimhouse.duckdb")
    kept = "select outcome, input_tokens > 0 as read, count(distinct run_id) as executions from llm_calls group by all"
    with LoopbackLlm(HEALTHY, HEALTHY, loop.error(500)) as llm:
        for _ in range(2):  # the second time the cache answers
            assert cli("claims", "articles/0-Northfield.txt", "articles/1-Southfield.txt", *model(llm)).returncode == 0
        assert desk.rows(kept, "claimhouse.duckdb") == [{"outcome": "ok", "read": True, "executions": 1}]
        down = cli("claims", "articles/2-Eastfield.txt", *model(llm), CLAIMHOUSE_MODEL_ATTEMPTS="1")
    assert down.returncode == 1
    outcomes = "select outcome, count(*) as calls from llm_calls group by all order by calls"
    assert [(row["outcome"], row["calls"]) for row in desk.rows(outcomes, "claimhouse.duckdb")] == [
        ("ModelUnavailableError", 1),
        ("ok", 2),
    ]
    assert desk.rows("select * from runs", "claimhouse.duckdb") == []

    (desk.home / "claimhouse.duckdb").write_text("no warehouse")
    with LoopbackLlm(HEALTHY) as llm:
        damaged = cli("claims", "articles/2-Eastfield.txt", *model(llm))
    assert damaged.returncode == 0, damaged.stderr
    assert "What 1 call of the model cost is not kept: " in damaged.stderr


def test_doctor_tells_whether_the_model_answers(desk: Desk, cli: Cli):
    with LoopbackLlm(HEALTHY) as llm:
        well = cli("doctor", *model(llm))
        llm.behaviours = [loop.error(401, "invalid_api_key")]
        refused = cli("doctor", *model(llm), CLAIMHOUSE_BASE_URL_KEY=SERVER_KEY)
    down = cli("doctor", *model(llm))
    assert well.returncode == 0, well.stdout + well.stderr
    assert "openai:test answers in" in well.stdout
    assert (refused.returncode, down.returncode) == (1, 1)
    assert "FAIL  model" in refused.stdout
    assert "CLAIMHOUSE_BASE_URL_KEY" in refused.stdout
    assert SERVER_KEY not in refused.stdout
    assert "cannot be reached" in down.stdout
    assert list(desk.home.rglob("*.duckdb*")) == []


def test_ctrl_c_does_not_wait_for_a_slow_model(desk: Desk, cli_environment: dict[str, str], cli: Cli):
    source = "articles/0-Northfield.txt"
    with LoopbackLlm(HEALTHY, HEALTHY, HEALTHY) as llm:
        llm.behaviours.append(llm.holds())
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "check", source, "--corpus", "corpus", *model(llm)],
            cwd=desk.home,
            env=cli_environment | {"CLAIMHOUSE_MODEL_CALLS_IN_FLIGHT": "1", "CLAIMHOUSE_MODEL_TIMEOUT_S": "600"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 120
        while len(llm.requests) < 4 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        output, messages = process.communicate(timeout=120)
        assert not llm.released.is_set(), "the model was silent all the while"
    assert process.returncode == 130, messages
    assert "Traceback" not in output + messages
    assert "the same command" in messages
    warehouse = desk.home / "claimhouse.duckdb"
    assert check_integrity(warehouse) == []
    assert desk.rows("select outcome from runs", warehouse.name) == [{"outcome": "stopped"}]
    assert desk.rows("from verdicts", warehouse.name) == desk.rows("from failures", warehouse.name) == []
    calls = desk.rows("select prompt, outcome, input_tokens from llm_calls order by called_at", warehouse.name)
    assert [call["prompt"] for call in calls if call["outcome"] == "ok"] == ["extract", "plan", "judge"]
    assert {call["outcome"] for call in calls} == {"ok", "stopped"}, "what was paid for, and what was cut off"

    with LoopbackLlm(HEALTHY) as llm:
        again = cli("check", source, "--corpus", "corpus", *model(llm))
    assert again.returncode == 0, again.stderr
    assert len(desk.rows("from verdicts", warehouse.name)) == 4
