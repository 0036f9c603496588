"""Small commits do not pile up as files, and compacting loses nothing."""

from pathlib import Path

import pytest

from tests.warehouse.records_made import failure_at, hours, newsroom, step
from warehouse.integrity import check_integrity
from warehouse.places import Lake
from warehouse.store import Warehouse
from warehouse.upkeep import LakeUpkeep, commits_since_compacted, compact

COMMITS = 20


def files_of(store: Warehouse) -> int:
    assert isinstance(store.path, Lake)
    return sum(1 for _ in Path(store.path.tables_path).rglob("*.parquet"))


def test_small_commits_leave_no_file_and_compacting_loses_nothing(lake: Warehouse) -> None:
    assert isinstance(lake.path, Lake)
    lake.commit(newsroom().records())
    for number in range(COMMITS):
        lake.commit([step(f"clm_{number}", "verify"), failure_at("clm_1", "judge", hours(number), run_id=f"r{number}")])
    before = lake.read("SELECT * FROM steps ORDER BY ALL")
    assert files_of(lake) == 0
    upkeep = LakeUpkeep(lake.path, after_commits=COMMITS)
    assert upkeep.refresh(at_most_every_s=0)
    assert 0 < files_of(lake) <= 20
    assert lake.read("SELECT * FROM steps ORDER BY ALL") == before
    (failure,) = lake.failures(["clm_1"])
    assert failure.run_id == f"r{COMMITS - 1}"
    assert commits_since_compacted(lake) == 0
    assert not upkeep.refresh(at_most_every_s=0)


@pytest.mark.soak
def test_two_hundred_commits_leave_a_file_or_two_for_each_table(lake: Warehouse) -> None:
    """A run a quarter of an hour for two days, with compacting as runs do it."""
    assert isinstance(lake.path, Lake)
    upkeep = LakeUpkeep(lake.path)
    most, compacted = 0, 0
    for number in range(200):
        lake.commit(newsroom(f"article {number}").records())
        compacted += upkeep.refresh(at_most_every_s=0)
        most = max(most, files_of(lake))
    tables = {Path(file).parent.name for file in Path(lake.path.tables_path).rglob("*.parquet")}
    assert compacted == 2
    assert len(tables) > 10
    # Small files of an hour are kept for readers: those of the first compacting beside those of the second.
    assert most <= 3 * len(tables)
    done = compact(lake)
    assert done.files <= 2 * len(tables)
    assert lake.read("SELECT count(*) AS n FROM verdicts") == [{"n": 200}]
    assert check_integrity(lake.path) == []


def test_small_files_become_one_and_old_ones_go(postgres_lake: Warehouse) -> None:
    lake = postgres_lake
    for batch in range(3):  # more rows than are kept in the catalogue, so that each commit is a file
        lake.commit([step(f"clm_{batch}_{number}", "verify") for number in range(600)])
    done = compact(lake)
    assert done.files_before == 3
    assert (done.files, done.deleted) == (3, 0)  # the steps and the schema's own two; readers may still need the old
    with lake.opened_to_write() as connection:
        connection.execute("UPDATE __ducklake_metadata_claimhouse.ducklake_files_scheduled_for_deletion"
                           " SET schedule_start = schedule_start - INTERVAL 2 HOUR")  # fmt: skip
    assert compact(lake).deleted == 3
    assert lake.read("SELECT count(*) AS n FROM steps") == [{"n": 1800}]
