"""Who is at work is known by a lock: a run whose process is gone has stopped, on whichever machine that was."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.at_work import at_work, end_abandoned, this_process
from tests.conftest import ROOT
from tests.postgres import PASSWORD, PostgresServer
from tests.warehouse.conftest import lock_held
from warehouse.errors import WarehouseLockedError
from warehouse.integrity import check_integrity
from warehouse.places import Place, place_of
from warehouse.records import Run
from warehouse.store import Warehouse

# A run of another machine: what it tells of its process is a name that is not ours, and a number that lives here.
WORKS = """
import asyncio, os, platform, sys
from datetime import UTC, datetime
from pydantic import SecretStr
from flows.at_work import at_work, this_process
from warehouse.places import place_of
from warehouse.records import Run
from warehouse.store import Warehouse
platform.node = lambda: "another-machine"
async def work():
    run = Run(run_id=sys.argv[3], command="check", started_at=datetime.now(UTC), parameters=this_process())
    async with at_work(Warehouse(place_of(sys.argv[1], SecretStr(sys.argv[2]))), run):
        print("at work", flush=True)
        sys.stdin.read()
asyncio.run(work())
"""


@pytest.fixture(params=["file", "lake", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a warehouse may be that several processes write into."""
    if request.param == "file":
        return tmp_path / "desk.duckdb"
    if request.param == "lake":
        return place_of(f"ducklake:{tmp_path}/desk.ducklake")
    server: PostgresServer = request.getfixturevalue("postgres")
    server.create("desk")
    return place_of(f"ducklake:postgres:{server.connection('desk')}?data_path={tmp_path}/lake", SecretStr(PASSWORD))


@contextmanager
def working_elsewhere(place: Place, run_id: str) -> Iterator["subprocess.Popen[str]"]:
    """A run in a process of its own that goes on until it is killed, or until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", WORKS, str(place), PASSWORD, run_id],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "at work\n"
        try:
            yield child
        finally:
            child.kill()


def outcomes(warehouse: Warehouse) -> dict[str, str]:
    return {row["run_id"]: row["outcome"] for row in warehouse.read("SELECT run_id, outcome FROM runs")}


def a_run(run_id: str) -> Run:
    return Run(run_id=run_id, command="check", started_at=datetime.now(UTC), parameters=this_process())


async def test_a_run_of_another_machine_has_stopped_once_its_process_is_gone_and_not_before(place: Place) -> None:
    warehouse = Warehouse(place)
    with working_elsewhere(place, "run_killed") as child, working_elsewhere(place, "run_alive"):
        async with at_work(warehouse, a_run("run_ours")):
            end_abandoned(warehouse)
            assert outcomes(warehouse) == dict.fromkeys(("run_killed", "run_alive", "run_ours"), "running")
            os.kill(child.pid, signal.SIGKILL)
            await asyncio.to_thread(child.wait)
            async with at_work(warehouse, a_run("run_next")):
                assert outcomes(warehouse) == {
                    "run_killed": "stopped",
                    "run_alive": "running",
                    "run_ours": "running",
                    "run_next": "running",
                }
    (told,) = warehouse.read("SELECT parameters FROM runs WHERE run_id = 'run_killed'")
    assert told["parameters"]["process"].startswith("another-machine ")
    end_abandoned(warehouse)
    assert set(outcomes(warehouse).values()) == {"stopped"}
    assert check_integrity(place) == []


async def test_a_run_that_could_not_begin_leaves_no_lock(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "desk.duckdb", lock_timeout=0)
    warehouse.prepare()
    with lock_held(tmp_path / "desk.duckdb"), pytest.raises(WarehouseLockedError, match="in use by process"):
        async with at_work(warehouse, a_run("run_1")):
            raise AssertionError("it has begun")
    async with at_work(warehouse, a_run("run_1")):
        assert not warehouse.locks.try_take("running run_1")
    assert warehouse.locks.try_take("running run_1")
    warehouse.locks.release("running run_1")
