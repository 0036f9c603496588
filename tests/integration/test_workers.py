"""Two workers of a Prefect server on PostgreSQL check fifty articles into one warehouse, and no row is lost or doubled.

The steps are those of docs/operations.md. Both workers are brought ten of the articles at the same moment.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from pydantic import SecretStr

from tests.conftest import ROOT
from tests.flows.conftest import clean_environment
from tests.postgres import PASSWORD, USER, PostgresServer
from warehouse.integrity import check_integrity
from warehouse.places import Lake, place_of
from warehouse.store import Warehouse
from warehouse.upkeep import compact

pytestmark = pytest.mark.integration

ARTICLES = 50
WORKERS = 2
FIRST, SECOND = range(30), range(20, ARTICLES)  # what each of the two runs is given
START_S, RUN_S = 600, 900
_PLACES = ("Arden", "Belmar", "Corvo", "Drenik", "Eastry", "Fenwold", "Garth", "Holm", "Istren", "Jarrow")


def _name(number: int) -> str:
    return f"{_PLACES[number % 10]} {_PLACES[number // 10]}"


def _write_desk(folder: Path) -> None:
    """Fifty articles, each with a claim of its own, and the evidence of two outlets for each."""
    for name in ("articles", "evidence"):
        (folder / name).mkdir()
    for number in range(ARTICLES):
        place, count = _name(number), 1000 + 37 * number
        told = f"The ferry at {place} carried {count} passengers in 2024"
        (folder / "articles" / f"{number:02}.md").write_text(
            f"---\ntitle: The ferry at {place}\noutlet: Island Post\npublished: 2025-03-03\n---\n\n"
            f"{told}. The harbour office opened a new pier at {place} on 14 February 2025.\n"
        )
        for outlet in ("Lowland Gazette", "Northport Ledger"):
            (folder / "evidence" / f"{number:02}-{outlet.split()[0].lower()}.md").write_text(
                f"title: {place} counts its passengers, {outlet} writes\npublisher: {outlet}\n"
                f"url: https://{outlet.split()[0].lower()}.example/{number}\n"
                f"published: 2025-02-0{1 + number % 9}\n\n"
                f"{told}, reporters of the {outlet} found in its books.\n"
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def _running(arguments: Sequence[str], folder: Path, environment: dict[str, str], log: Path) -> Iterator[None]:
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [sys.executable, "-m", *arguments], cwd=folder, env=environment, stdout=written, stderr=written,
            start_new_session=True,
        ) as process,
    ):  # fmt: skip
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def desk(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """The desk's folder and environment, with server, work pool, deployments and two workers at work."""
    folder = tmp_path_factory.mktemp("desk")
    _write_desk(folder)
    began = time.monotonic()
    port = _free_port()
    postgres.create("prefect")
    address = f"http://127.0.0.1:{port}/api"
    environment = clean_environment(
        PREFECT_HOME=str(folder / "prefect"),
        PREFECT_API_URL=address,
        CLAIMHOUSE_LAKE_PASSWORD=PASSWORD,
        PYTHONPATH=str(ROOT),
    )
    database = f"postgresql+asyncpg://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{postgres.port}/prefect"
    of_server = environment | {"PREFECT_SERVER_DATABASE_CONNECTION_URL": database}
    _prefect(folder, of_server, "server", "database", "upgrade", "-y")
    deployed = yaml.safe_load((ROOT / "prefect.yaml").read_text())
    for deployment in deployed["deployments"]:
        deployment.pop("schedules", None)  # nothing but what is triggered here
        if deployment["name"] == "check":
            deployment["concurrency_limit"]["limit"] = WORKERS
    (folder / "prefect.yaml").write_text(yaml.safe_dump(deployed))
    with ExitStack() as stack:
        starting = ("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui")
        stack.enter_context(_running(starting, folder, of_server, folder / "server.log"))
        _wait_for(f"{address}/health")
        _prefect(folder, environment, "work-pool", "create", "claimhouse", "--type", "process")
        _prefect(folder, environment, "--no-prompt", "deploy", "--all")
        for number in range(WORKERS):
            starting = ("prefect", "worker", "start", "--pool", "claimhouse", "--name", f"worker-{number}")
            worker = (*starting, "--limit", "1")
            stack.enter_context(_running(worker, folder, environment, folder / f"worker-{number}.log"))
        print(f"\nPostgreSQL's Prefect server, pool, deployments, workers: {time.monotonic() - began:.0f} s")  # noqa: T201
        yield folder, environment


def _prefect(folder: Path, environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]} {done.stderr[-2000:]}"


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  # our own server
                return
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < deadline, "the Prefect server did not start"
            time.sleep(0.2)


@pytest.mark.parametrize("kind", ["lake", "file"])
def test_two_workers_lose_and_double_nothing(
    desk: tuple[Path, dict[str, str]], postgres: PostgresServer, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, environment = desk
    name = f"{folder}/desk.duckdb"
    if kind == "lake":
        postgres.create("desk")
        name = f"ducklake:postgres:{postgres.connection('desk')}?data_path={folder}/lake"
    began = time.monotonic()
    runs = []
    for numbers in (FIRST, SECOND):
        given = {
            "sources": [str(folder / "articles" / f"{number:02}.md") for number in numbers],
            "corpus": str(folder / "evidence"),
            "model": "offline",
            "warehouse": name,
        }
        waits = ["--watch", "--watch-timeout", str(RUN_S)]
        asked = ["deployment", "run", "check/check", "--params", json.dumps(given), *waits]
        runs.append(
            subprocess.Popen(
                [sys.executable, "-m", "prefect", *asked],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
    told = [run.communicate(timeout=RUN_S)[0] for run in runs]
    logs = "".join((folder / f"worker-{number}.log").read_text()[-3000:] for number in range(WORKERS))
    assert [run.returncode for run in runs] == [0, 0], f"{told}\n{logs}"
    seconds = time.monotonic() - began

    place = place_of(name, SecretStr(PASSWORD))
    store = Warehouse(place)
    (found,) = store.read(
        "SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM article_versions) AS versions,"
        " (SELECT count(*) FROM extractions) AS extractions, (SELECT count(DISTINCT article_id) FROM claims) AS read,"
        " (SELECT count(*) FROM verdicts) AS verdicts, (SELECT count(DISTINCT claim_id) FROM verdicts) AS decided,"
        " (SELECT count(*) FROM runs WHERE outcome = 'completed') AS runs,"
        " (SELECT count(*) FROM open_failures) AS failures,"
        " (SELECT count(DISTINCT run_id) FROM verdicts) AS deciders"
    )
    with capsys.disabled():
        print(f"\n{kind}: {ARTICLES} articles, two workers, {seconds:.0f} s: {found}")  # noqa: T201
    assert {found[key] for key in ("articles", "versions", "extractions", "read")} == {ARTICLES}
    assert found["verdicts"] == found["decided"] >= ARTICLES
    assert (found["runs"], found["failures"], found["deciders"]) == (2, 0, 2)
    assert check_integrity(place) == []
    if isinstance(place, Lake):
        done = compact(store)
        with capsys.disabled():
            print(f"{done.files_before} data files, {done.files} after compacting")  # noqa: T201
        assert PASSWORD not in postgres.sql("prefect", "SELECT string_agg(parameters::text, '') FROM flow_run")
        assert "a word with" not in logs
