"""A Prefect server on loopback for all tests of the flows, and the command line as a process of its own."""

import functools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.ready_python import IS_POSSIBLE, ReadyProcess, ReadyPython
from warehouse.records import RECORD_TYPES
from warehouse.store import Warehouse

START_S = 300  # on a machine that has much else to do
COMMAND_S = 1800  # a command that hangs is ended; one that reads real articles on an old processor is not

# All that a command may import, with what it sets before, and what it reads once and keeps: the shipped networks, the
# languages, the words. Nothing of it may run a thread of Python: `ready_python` forks.
IMPORTS = """
from flows.settings import prepare_prefect
prepare_prefect(quiet=True)
import flows.check, flows.checking, flows.cli, flows.doctoring, flows.exporting, flows.extracting, flows.ingest
import flows.replaying, flows.reprocess, flows.reprocessing, flows.showing, flows.snapshot
# What Prefect, the model's client and we ourselves only import at work.
import fastapi.encoders, prefect.flow_engine, prefect.task_engine, prefect.telemetry.run_telemetry, pytz, rich.status
import prefect.concurrency.services, prefect.utilities.visualization
import langchain.chat_models, langchain_openai.chat_models, langsmith, openai.types.chat
from language.checkworthiness import checkworthiness_model
from language.embedding import embedding_model
from language.entailment import entailment_model
from language.identification import identify
from language.rarity import rarity
checkworthiness_model(), embedding_model(), entailment_model(), identify("The dam failed on Sunday."), rarity("dam")
"""
COMMAND = "import sys; from flows.cli import main; main(sys.argv[1:])"
# What a process reads of its environment once it works, and not before.
READ_LATE = ("CLAIMHOUSE_", "PYTHONPATH")

Process = subprocess.Popen[str] | ReadyProcess
Start = Callable[..., Process]
Cli = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment(**extra: str) -> dict[str, str]:
    """The environment of a user who has set nothing of ours: no key, no setting, no Prefect profile."""
    ours = ("CLAIMHOUSE_", "PREFECT_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours) and not k.endswith("_API_KEY")}
    quiet = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    # What a server does to the n-th call is the same in every run, and nobody waits; test_tries.py has the retries.
    return kept | quiet | {"CLAIMHOUSE_TASK_RETRIES": "0"} | extra


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def prefect_server(prefect_home: Path) -> Iterator[str]:
    """The address of a Prefect server that all tests of this process share."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"],
        env=clean_environment(PREFECT_HOME=str(prefect_home)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}/api"
    deadline = time.monotonic() + START_S
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):  # noqa: S310  # our own server
                break
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline or server.poll() is not None:
                raise RuntimeError("the Prefect server did not start") from None
            time.sleep(0.1)
    yield address
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(timeout=30)


@pytest.fixture
def cli_environment(prefect_server: str, prefect_home: Path) -> dict[str, str]:
    return clean_environment(PREFECT_HOME=str(prefect_home), PREFECT_API_URL=prefect_server)


@pytest.fixture(scope="session")
def ready_python(prefect_server: str, prefect_home: Path) -> Iterator[ReadyPython | None]:
    """Where commands come from in no time; None where a process cannot be forked."""
    if not IS_POSSIBLE:
        yield None
        return
    with ReadyPython(IMPORTS, clean_environment(PREFECT_HOME=str(prefect_home), PREFECT_API_URL=prefect_server)) as it:
        yield it


@pytest.fixture(scope="session")
def start_in(ready_python: ReadyPython | None, prefect_server: str, prefect_home: Path) -> Callable[[Path], Start]:
    """What starts `claimhouse` in a folder, with pipes for standard output and standard error."""

    def start_in(folder: Path) -> Start:
        def start(*arguments: object, script: str = COMMAND, ready: bool = True, **environment: str) -> Process:
            """With `ready` false the interpreter starts as a user's does, with nothing imported and nothing read."""
            env = clean_environment(PREFECT_HOME=str(prefect_home), PREFECT_API_URL=prefect_server) | environment
            given = [str(argument) for argument in arguments]
            late = all(name.startswith(READ_LATE) or name.endswith("_API_KEY") for name in environment)
            if ready and ready_python is not None and late:
                return ready_python.start(script, given, cwd=folder, env=env)
            return subprocess.Popen(
                [sys.executable, "-c", script, *given],
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )

        return start

    return start_in


@pytest.fixture
def start(start_in: Callable[[Path], Start], tmp_path: Path) -> Start:
    """Start `claimhouse` in the test's folder."""
    return start_in(tmp_path)


def run_by(start: Start) -> Cli:
    """Run `claimhouse` as a user does, in a process of its own, to its end."""

    def run(*arguments: object, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """`before` is Python that runs first, before anything is imported: to set the process's limits, say."""
        process = start(*arguments, script=f"import sys; {before}\n{COMMAND}", ready=not before, **environment)
        try:
            out, err = process.communicate(timeout=COMMAND_S)
        finally:
            process.kill()
        assert process.returncode is not None
        return subprocess.CompletedProcess(list(map(str, arguments)), process.returncode, out, err)

    return run


@pytest.fixture
def cli(start: Start) -> Cli:
    """Run `claimhouse` in the test's folder."""
    return run_by(start)


@functools.cache
def _blank() -> bytes:
    """The file of an empty warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "blank.duckdb")
        warehouse.prepare()
        return warehouse.path.read_bytes()


def blank_warehouse(path: Path) -> Warehouse:
    """An empty warehouse at `path`, copied from one that is made once: making the schema is a third of a second."""
    path.write_bytes(_blank())
    return Warehouse(path)


# What a run leaves that another run of the same work does not leave in the same words: times, and the run's own id.
OF_THE_RUN = {"run_id", "first_read_at", "extracted_at", "searched_at", "retrieved_at", "judged_at", "decided_at"} | {
    "done_at",
    "checked_at",
}


def contents(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The warehouse's rows without what belongs to the single run."""
    with Warehouse(path).session() as session:
        tables = {record.table: session.read(f"select * from {record.table}") for record in RECORD_TYPES}
    del tables["runs"]
    return {
        name: sorted(({k: v for k, v in row.items() if k not in OF_THE_RUN} for row in rows), key=str)
        for name, rows in tables.items()
    }


EXAMPLE_ARTICLES = ROOT / "examples" / "articles"
EXAMPLE_EVIDENCE = ROOT / "examples" / "evidence"
