"""A copy has the same rows, whatever it was copied from and to, or there is none."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from tests.killing import random_moments
from tests.postgres import PASSWORD
from tests.warehouse.records_made import newsroom, step
from warehouse.copying import copy_warehouse, fingerprint
from warehouse.errors import BadInputError, WarehouseError, WarehouseMissingError
from warehouse.integrity import check_integrity
from warehouse.lake_folder import NAME
from warehouse.originals import Originals
from warehouse.places import Lake, Place, beside, place_of
from warehouse.records import RECORD_TYPES, Claim, Search, Step, Unread
from warehouse.store import Warehouse
from warehouse.upkeep import compact

_VIEWS = "SELECT view_name AS name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()"


@pytest.fixture
def filled(warehouse: Warehouse) -> Warehouse:
    hostile = Unread(url="https://a.example", title="Minutes} [", error="NoTextError", reason="None.", transient=False)
    records = [
        record.model_copy(update={"unread": (hostile,)}) if isinstance(record, Search) else record
        for record in newsroom().records()
    ]
    warehouse.commit([*records, *(step(f"clm_{number}", "verify") for number in range(600))])
    Originals(warehouse.path).keep(b"a page as it came")
    beside(warehouse.path, "factchecks").mkdir()
    (beside(warehouse.path, "factchecks") / "other desk.json").write_text("[]")
    return warehouse


def test_to_a_lake_to_a_server_and_back_to_a_file(
    filled: Warehouse, lake: Warehouse, postgres_lake: Warehouse, tmp_path: Path
) -> None:
    back = Warehouse(tmp_path / "back.duckdb")
    places = [filled, lake, postgres_lake, back]
    for source, target in pairwise(places):
        copied = copy_warehouse(source, target)
        assert copied.files == 2
        assert {one.table: one.rows for one in copied.tables}["steps"] == 603
    with filled.session() as first, back.session() as last:
        for model in RECORD_TYPES:
            assert last.read(f"SELECT * FROM {model.table} ORDER BY ALL") == first.read(
                f"SELECT * FROM {model.table} ORDER BY ALL"
            )
    assert Originals(back.path).faults(path.stem for path in beside(filled.path, "originals").rglob("*.gz")) == []
    assert (tmp_path / "back.duckdb.factchecks" / "other desk.json").read_text() == "[]"


def test_every_view_says_the_same_in_a_lake(filled: Warehouse, lake: Warehouse) -> None:
    copy_warehouse(filled, lake)
    with filled.session() as one, lake.session() as other:
        views = {str(row["name"]) for row in one.read(_VIEWS)}
        assert len(views) > 20
        assert {str(row["name"]) for row in other.read(_VIEWS)} == views
        for view in sorted(views):
            sql = f"SELECT * FROM {view} ORDER BY ALL"
            assert other.read(sql) == one.read(sql), view


def test_a_content_hash_tells_rows_apart_and_heeds_no_order(warehouse: Warehouse, tmp_path: Path) -> None:
    steps = [step(f"clm_{number}", "verify") for number in range(3)]
    warehouse.commit(steps)
    other = Warehouse(tmp_path / "other.duckdb")
    for one in reversed(steps):
        other.commit([one])
    with warehouse.session() as here, other.session() as there:
        assert fingerprint(here, Step) == fingerprint(there, Step)
        assert fingerprint(here, Claim).content_hash == "0" * 32
    other.commit([steps[0].model_copy(update={"checked_at": steps[0].checked_at.replace(microsecond=1)})])
    with warehouse.session() as here, other.session() as there:
        assert fingerprint(here, Step).rows == fingerprint(there, Step).rows
        assert fingerprint(here, Step).content_hash != fingerprint(there, Step).content_hash


def test_what_is_not_empty_and_the_source_itself_are_refused(
    filled: Warehouse, lake: Warehouse, tmp_path: Path
) -> None:
    lake.commit([step("clm_1", "verify")])
    with pytest.raises(BadInputError, match=r"is not empty \(it has steps\): copy into a new place"):
        copy_warehouse(filled, lake)
    assert lake.read("SELECT count(*) AS n FROM steps") == [{"n": 1}]
    with pytest.raises(BadInputError, match="is the warehouse itself"):
        copy_warehouse(filled, Warehouse(tmp_path / "." / "claimhouse.duckdb"))
    with pytest.raises(WarehouseMissingError, match="there is no warehouse at"):
        copy_warehouse(Warehouse(tmp_path / "none.duckdb"), Warehouse(tmp_path / "new.duckdb"))
    assert not (tmp_path / "new.duckdb").exists()


def test_two_lakes_never_have_one_folder(filled: Warehouse, tmp_path: Path) -> None:
    first = Warehouse(place_of(f"ducklake:{tmp_path}/first.ducklake?data_path={tmp_path}/shared"))
    copy_warehouse(filled, first)
    second = Warehouse(place_of(f"ducklake:{tmp_path}/second.ducklake?data_path={tmp_path}/shared"))
    with pytest.raises(BadInputError, match=r"would have the same data_path as ducklake:.*first"):
        copy_warehouse(first, second)
    with pytest.raises(
        WarehouseError, match=r"shared/ belongs to another lake than ducklake:.*second.*data_path of its"
    ):
        copy_warehouse(filled, second)
    assert first.read("SELECT count(*) AS n FROM steps") == [{"n": 603}]


_STOPS = """
    import sys, time
    from pydantic import SecretStr
    from warehouse.copying import copy_warehouse
    from warehouse.places import place_of
    from warehouse.store import Warehouse
    def stall(table):
        if sys.argv[4] == "1" and table.table == "steps":
            print("half way", flush=True)
            sys.stdin.read()
    source, target = (Warehouse(place_of(name, SecretStr(sys.argv[3]))) for name in sys.argv[1:3])
    if sys.argv[4] == "0":
        print("begins", flush=True)
    copy_warehouse(source, target, stall)
"""


def files_of(store: Warehouse) -> set[str]:
    """The data files in a lake's folder."""
    assert isinstance(store.path, Lake)
    return {str(path) for path in Path(store.path.tables_path).rglob("*.parquet")}


def known_files(store: Warehouse) -> set[str]:
    """The data files of a lake's tables, as its catalogue has them."""
    names = ", ".join(f"'{model.table}'" for model in RECORD_TYPES)
    with store.session() as session:
        tables = session.read(f"SELECT table_name FROM ducklake_table_info('{NAME}') WHERE table_name IN ({names})")
        return {
            str(row["data_file"])
            for table in tables
            for row in session.read(f"SELECT data_file FROM ducklake_list_files('{NAME}', '{table['table_name']}')")
        }


def start_copy(source: Place, target: Place, *, stalls: bool) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", textwrap.dedent(_STOPS), str(source), str(target), PASSWORD, str(int(stalls))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture(params=["file", "lake", "postgres_lake"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    """A place that there is nothing at, or an empty lake with its catalogue in PostgreSQL."""
    if request.param == "postgres_lake":
        made: Warehouse = request.getfixturevalue("postgres_lake")
        return made
    named = {"file": f"{tmp_path}/new.duckdb", "lake": f"ducklake:{tmp_path}/new.ducklake"}
    return Warehouse(place_of(named[request.param]))


def test_a_copy_that_is_killed_leaves_nothing_and_the_same_again_completes(
    filled: Warehouse, target: Warehouse
) -> None:
    with start_copy(filled.path, target.path, stalls=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half way\n"
        os.kill(child.pid, signal.SIGKILL)
    assert target.read("SELECT count(*) AS n FROM articles") == [{"n": 0}]
    if isinstance(target.path, Lake):
        assert files_of(target) > known_files(target), "the kill has left files that are nobody's"
    copied = copy_warehouse(filled, target)
    assert target.read("SELECT count(*) AS n FROM steps") == [{"n": 603}]
    assert {one.table for one in copied.tables} == {model.table for model in RECORD_TYPES}
    if isinstance(target.path, Lake):
        assert files_of(target) == known_files(target) != set()


def kill_copies(source: Warehouse, target: Warehouse, kills: int) -> list[str]:
    """What is amiss in the end, after copies into one place that were killed at random moments."""
    moments = random_moments()
    for _ in range(kills):
        with start_copy(source.path, target.path, stalls=False) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "begins\n"
            time.sleep(moments.uniform(0, 1.5))
            child.kill()
        if target.exists() and target.read("FROM articles"):
            break  # it was done before the kill: nothing can be copied here any more
    else:
        copy_warehouse(source, target)
    with source.session() as one, target.session() as other:
        amiss = [model.table for model in RECORD_TYPES if fingerprint(one, model) != fingerprint(other, model)]
    if isinstance(target.path, Lake):
        amiss += sorted(files_of(target) ^ known_files(target))
    return [*amiss, *map(str, check_integrity(target.path))]


def test_a_copy_that_is_killed_three_times_at_random_moments(filled: Warehouse, target: Warehouse) -> None:
    assert kill_copies(filled, target, 3) == []


@pytest.mark.soak
def test_a_copy_that_is_killed_twenty_times_at_random_moments(filled: Warehouse, target: Warehouse) -> None:
    assert kill_copies(filled, target, 20) == []


def test_compacting_deletes_what_a_killed_copy_left_once_it_is_old(filled: Warehouse, lake: Warehouse) -> None:
    with start_copy(filled.path, lake.path, stalls=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half way\n"
        child.kill()
    lake.commit(newsroom().records())
    left = files_of(lake) - known_files(lake)
    assert left
    done = compact(lake)
    assert (done.deleted, done.unknown) == (0, len(left)), "it could be somebody's that is about to commit"
    for file in left:
        os.utime(file, (0, 0))
    done = compact(lake)
    assert (done.deleted, done.unknown) == (len(left), 0)
    assert files_of(lake) & left == set()
    assert lake.read("SELECT count(*) AS n FROM claims") == [{"n": 3}]
    assert check_integrity(lake.path) == []


def test_files_of_somebody_else_are_never_deleted(lake: Warehouse, tmp_path: Path) -> None:
    """A lake whose folder had others' files in it when it was first looked at does not call it its own."""
    assert isinstance(lake.path, Lake)
    (Path(lake.path.data_path) / "lake-id").unlink()
    strange = Path(lake.path.tables_path) / "main" / "steps" / "somebody.parquet"
    strange.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as own:  # the connection that all share is no safe place among threads of other tests
        own.sql("SELECT 1 AS a").write_parquet(str(strange))
    os.utime(strange, (0, 0))
    lake.commit(newsroom().records())
    done = compact(lake)
    assert (done.deleted, done.unknown) == (0, 1)
    assert strange.exists()
    strange.unlink()
    assert compact(lake).unknown == 0
    assert (Path(lake.path.data_path) / "lake-id").exists(), "from now on it is its own"
