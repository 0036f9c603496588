"""The copy that people read: made at the right time, never half, and never taken from under a reader."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import lock_held
from tests.warehouse.records_made import newsroom, step
from warehouse.article_locks import FileLocks
from warehouse.errors import WarehouseError, WarehouseFullError, WarehouseLockedError, WarehouseMissingError
from warehouse.migrations import is_current
from warehouse.snapshot import Snapshot, reading
from warehouse.store import Warehouse


@pytest.fixture
def snapshot(warehouse: Warehouse) -> Snapshot:
    warehouse.commit(newsroom().records())
    return Snapshot(warehouse.path)


def _steps(file: Path) -> int:
    with duckdb.connect(file, read_only=True) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM steps").fetchall()
    return int(count)


def _snapshot_files(snapshot: Snapshot) -> list[Path]:
    return sorted(snapshot.path.parent.glob("*.snapshot-*"))


def _copying_fails(patched: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: object) -> None:
        raise error

    for module, name in ((os, "copy_file_range"), (shutil, "copyfileobj")):
        patched.setattr(module, name, fail, raising=False)


def test_a_snapshot_is_a_link_to_a_whole_copy(snapshot: Snapshot) -> None:
    assert snapshot.file() is None
    assert snapshot.is_stale()
    assert snapshot.refresh()
    assert not snapshot.is_stale()
    assert snapshot.link.is_symlink()
    assert snapshot.link.name == "claimhouse.snapshot.duckdb"
    assert _steps(snapshot.link) == 3
    names = {"claimhouse.duckdb", ".claimhouse.duckdb.locks", snapshot.link.name, str(snapshot.link.readlink())}
    assert {path.name for path in snapshot.path.parent.iterdir()} == names


def test_nothing_is_copied_while_nothing_has_changed(snapshot: Snapshot, warehouse: Warehouse) -> None:
    snapshot.refresh()
    before = snapshot.file()
    warehouse.steps(["clm_1"])
    warehouse.commit(newsroom().records())  # the same again, which writes nothing
    assert not snapshot.is_stale()
    assert not snapshot.refresh(at_most_every_s=0)
    assert snapshot.file() == before


def test_at_most_every_so_often(snapshot: Snapshot, warehouse: Warehouse) -> None:
    snapshot.refresh()
    warehouse.commit([step("clm_1", "verify")])
    made_at = snapshot.link.lstat().st_mtime
    assert snapshot.is_stale()
    assert not Snapshot(snapshot.path, now=lambda: made_at + 29).refresh(at_most_every_s=30)
    assert Snapshot(snapshot.path, now=lambda: made_at + 31).refresh(at_most_every_s=30)
    assert _steps(snapshot.link) == 4


def test_a_clock_that_was_set_back_does_not_stop_snapshots(snapshot: Snapshot, warehouse: Warehouse) -> None:
    snapshot.refresh()
    warehouse.commit([step("clm_1", "verify")])
    assert Snapshot(snapshot.path, now=lambda: 0.0).refresh(at_most_every_s=30)


def test_readers_keep_what_they_opened_and_old_copies_go(snapshot: Snapshot, warehouse: Warehouse) -> None:
    snapshot.refresh()
    with duckdb.connect(snapshot.file() or "", read_only=True) as reader:
        for number in range(3):
            warehouse.commit([step(f"clm_{number}", "verify")])
            previous = snapshot.file()
            assert snapshot.refresh(at_most_every_s=0)
            # Whoever has just read the link must still find the file it named.
            assert set(_snapshot_files(snapshot)) == {previous, snapshot.file()}
        assert reader.execute("SELECT count(*) FROM steps").fetchall() == [(3,)]
    assert _steps(snapshot.link) == 6


# Makes a snapshot, and stands still once its copy is linked, until it is told to go on.
_PAUSES = """
import sys
from pathlib import Path
from warehouse import snapshot
go_on = snapshot.sync_folder
def pause(folder):
    print("linked", flush=True)
    sys.stdin.readline()
    go_on(folder)
snapshot.sync_folder = pause
snapshot.Snapshot(Path(sys.argv[1])).refresh(at_most_every_s=0)
"""


def test_two_processes_that_make_one_at_once_leave_the_later_one(snapshot: Snapshot, warehouse: Warehouse) -> None:
    command = [sys.executable, "-c", _PAUSES, str(snapshot.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "linked\n"
        earlier = snapshot.file()
        warehouse.commit([step("clm_1", "verify")])

        def let_go(_: float) -> None:
            other.stdin.write("\n")
            other.stdin.flush()
            other.wait()

        assert Snapshot(snapshot.path, sleep=let_go).refresh(at_most_every_s=0)
        other.communicate("\n")
    assert other.returncode == 0
    assert set(_snapshot_files(snapshot)) == {earlier, snapshot.file()}
    assert _steps(snapshot.link) == 4


def test_another_process_that_does_not_come_to_its_end_is_told(snapshot: Snapshot) -> None:
    locks = FileLocks.of(snapshot.path)
    assert locks.try_take("snapshot")
    with pytest.raises(WarehouseLockedError, match="another process makes a snapshot"):
        Snapshot(snapshot.path, sleep=lambda _: None).refresh()
    locks.release("snapshot")
    assert snapshot.refresh()


def test_a_link_that_leads_nowhere_is_no_snapshot(snapshot: Snapshot) -> None:
    snapshot.link.symlink_to("claimhouse.snapshot-1-2.duckdb")
    assert snapshot.file() is None
    with reading(snapshot.path, memory_limit="500MB", threads=1) as connection:
        assert connection.execute("SELECT count(*) FROM steps").fetchall() == [(3,)]


def test_an_interrupted_copy_changes_nothing_and_is_swept_away(
    snapshot: Snapshot, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot.refresh()
    before = snapshot.file()
    warehouse.commit([step("clm_1", "verify")])

    with monkeypatch.context() as patched:
        _copying_fails(patched, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            snapshot.refresh(at_most_every_s=0)
        _copying_fails(patched, OSError(28, "No space left on device"))
        with pytest.raises(WarehouseFullError, match="no room for the snapshot"):
            snapshot.refresh(at_most_every_s=0)
    assert snapshot.file() == before
    assert _steps(snapshot.link) == 3
    left = snapshot.path.with_name(".claimhouse.snapshot-killed.new")
    left.write_text("half a copy")
    os.utime(left, (0, 0))
    assert snapshot.refresh(at_most_every_s=0)
    assert [path.name for path in snapshot.path.parent.glob(".*")] == [".claimhouse.duckdb.locks"]


def test_a_log_that_a_killed_process_left_is_in_the_snapshot(snapshot: Snapshot, tmp_path: Path) -> None:
    killed = tmp_path / "killed.duckdb"
    with duckdb.connect(snapshot.path) as writer:
        writer.execute("SET checkpoint_threshold = '1TB'")
        writer.execute("UPDATE steps SET note = 'from the log'")
        shutil.copy(snapshot.path, killed)
        shutil.copy(f"{snapshot.path}.wal", f"{killed}.wal")
    other = Snapshot(killed)
    assert other.is_stale()
    assert other.refresh()
    with duckdb.connect(other.link, read_only=True) as reader:
        assert reader.execute("SELECT DISTINCT note FROM steps").fetchall() == [("from the log",)]
    assert not other.is_stale()


@pytest.mark.parametrize("length", [30, 100])
def test_a_log_without_a_whole_record_is_folded_away_and_nothing_of_it_is_there(
    snapshot: Snapshot, tmp_path: Path, length: int
) -> None:
    killed = tmp_path / "killed.duckdb"
    with duckdb.connect(snapshot.path) as writer:
        writer.execute("SET checkpoint_threshold = '1TB'")
        writer.execute("UPDATE steps SET note = 'never committed'")
        shutil.copy(snapshot.path, killed)
        log = Path(f"{snapshot.path}.wal").read_bytes()
    assert len(log) > length
    Path(f"{killed}.wal").write_bytes(log[:length])
    Warehouse(killed).prepare()
    assert not Path(f"{killed}.wal").exists(), "a reader would wait for it to go for ever"
    assert Snapshot(killed).refresh()
    with duckdb.connect(Snapshot(killed).link, read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM steps WHERE note = 'never committed'").fetchall() == [(0,)]
        assert reader.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'log%'").fetchall() == [(0,)]


def test_a_writer_is_waited_for_and_named(snapshot: Snapshot) -> None:
    with lock_held(snapshot.path) as child, pytest.raises(WarehouseLockedError, match=f"process {child.pid}"):
        snapshot.refresh(lock_timeout=0)
    assert [path.name for path in snapshot.path.parent.iterdir()] == ["claimhouse.duckdb"]


def test_without_a_warehouse_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match="claimhouse check"):
        Snapshot(tmp_path / "w.duckdb").refresh()
    assert list(tmp_path.iterdir()) == []


def test_never_within_a_session(snapshot: Snapshot, warehouse: Warehouse) -> None:
    with warehouse.session(), pytest.raises(RuntimeError, match="after the session"):
        snapshot.refresh()


def test_an_older_warehouse_is_brought_up_to_date_before_it_is_read(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before_the_upgrade:
        before_the_upgrade.setattr("warehouse.migrations.shipped_definitions", lambda: "CREATE MACRO old() AS 1;")
        with duckdb.connect(warehouse.path) as connection:
            connection.execute("DROP VIEW current_verdicts")
        Snapshot(warehouse.path).refresh()
        assert not Snapshot(warehouse.path).is_stale()
    with reading(warehouse.path, memory_limit="500MB", threads=1) as connection:
        assert is_current(connection, warehouse.path)
        assert connection.execute("SELECT count(*) FROM current_verdicts").fetchall() == [(0,)]


def test_where_no_snapshot_can_be_written_the_warehouse_itself_is_read(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _copying_fails(monkeypatch, OSError(30, "Read-only file system"))
    with reading(snapshot.path, memory_limit="500MB", threads=1) as connection:
        assert connection.execute("SELECT count(*) FROM steps").fetchall() == [(3,)]
    assert snapshot.file() is None


def test_another_fault_of_the_disk_is_told(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    _copying_fails(monkeypatch, OSError(5, "Input/output error"))
    with pytest.raises(WarehouseError, match="check the disk"):
        snapshot.refresh()
