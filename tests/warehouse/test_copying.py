"""A copy has the same rows, whatever it was copied from and to, or there is none."""

import os
import signal
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest

from tests.warehouse.records_made import newsroom, step
from warehouse.copying import copy_warehouse, fingerprint
from warehouse.errors import BadInputError, WarehouseMissingError
from warehouse.originals import Originals
from warehouse.places import Place, beside, place_of
from warehouse.records import RECORD_TYPES, Claim, Step
from warehouse.store import Warehouse

_VIEWS = "SELECT view_name AS name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()"


@pytest.fixture
def filled(warehouse: Warehouse) -> Warehouse:
    warehouse.commit([*newsroom().records(), *(step(f"clm_{number}", "verify") for number in range(600))])
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
        assert copied.files in (0, 2)  # the lakes of the tests share one folder beside their tables
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


_STOPS = """
    import sys, time
    from warehouse.copying import copy_warehouse
    from warehouse.places import place_of
    from warehouse.store import Warehouse
    def stall(table):
        if table.table == "steps":
            print("half way", flush=True)
            sys.stdin.read()
    copy_warehouse(Warehouse(place_of(sys.argv[1])), Warehouse(place_of(sys.argv[2])), stall)
"""


@pytest.mark.parametrize("kind", ["file", "lake"])
def test_a_copy_that_is_killed_leaves_nothing_and_the_same_again_completes(
    filled: Warehouse, tmp_path: Path, kind: str
) -> None:
    target: Place = place_of({"file": f"{tmp_path}/new.duckdb", "lake": f"ducklake:{tmp_path}/new.ducklake"}[kind])
    command = [sys.executable, "-c", textwrap.dedent(_STOPS), str(filled.path), str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half way\n"
        os.kill(child.pid, signal.SIGKILL)
    store = Warehouse(target)
    assert store.read("SELECT count(*) AS n FROM articles") == [{"n": 0}]
    copied = copy_warehouse(filled, store)
    assert store.read("SELECT count(*) AS n FROM steps") == [{"n": 603}]
    assert {one.table for one in copied.tables} == {model.table for model in RECORD_TYPES}
