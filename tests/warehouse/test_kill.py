"""kill -9 at any moment loses no finished article and leaves no half one."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from tests.killing import random_moments
from tests.warehouse.records_made import Newsroom, newsroom
from warehouse.integrity import check_integrity
from warehouse.records import RECORD_TYPES
from warehouse.snapshot import Snapshot
from warehouse.store import Warehouse

# Commits one article after another, says so once each is in, and makes snapshots between.
WRITER = """
import itertools, sys
from pathlib import Path
from tests.killing import random_moments
from tests.warehouse.records_made import newsroom
from warehouse.snapshot import Snapshot
from warehouse.store import Warehouse
path = Path(sys.argv[1])
print("ready", flush=True)
for number in itertools.count(int(sys.argv[2])):
    Warehouse(path).commit(newsroom(f"article {number}").records())
    print(number, flush=True)
    if number % 2:
        Snapshot(path).refresh(at_most_every_s=0)
"""
# Makes one snapshot after another, of a warehouse that says each time that it has changed.
COPIER = """
import itertools, os, sys
from pathlib import Path
from warehouse.snapshot import Snapshot
path = Path(sys.argv[1])
print("ready", flush=True)
for number in itertools.count():
    os.utime(path)
    Snapshot(path).refresh(at_most_every_s=0)
    print(number, flush=True)
"""


def _write_until_killed(path: Path, first: int, after_s: float, script: str = WRITER) -> list[int]:
    """Run the writer, kill it that long after it began, and return the articles that it said were in."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path), str(first)],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(after_s)
        child.kill()
        told = child.stdout.read()
    # Only a whole line was said: the kill may fall within one.
    return [int(line) for line in told.splitlines(keepends=True) if line.endswith("\n")]


def _rows(warehouse: Warehouse) -> Counter[str]:
    """Every row of every table, and how often it is there."""
    with warehouse.session() as session:
        return Counter(f"{model.table}: {row}" for model in RECORD_TYPES for row in session.read(f"FROM {model.table}"))


class _Unharmed:
    """A warehouse into which the same articles go, and whose writer nobody kills."""

    def __init__(self, path: Path) -> None:
        self._warehouse = Warehouse(path)
        self._written: set[int] = set()

    def differences(self, warehouse: Warehouse, finished: list[int], begun: int) -> list[str]:
        """Rows lost and rows too many: the finished articles are there whole, the interrupted one so or not at all."""
        with warehouse.session() as session:
            there = {n for n in range(begun + 1) if session.article(newsroom(f"article {n}").article.article_id)}
        for number in sorted((there | set(finished)) - self._written):
            self._warehouse.commit(newsroom(f"article {number}").records())
            self._written.add(number)
        found, expected = _rows(warehouse), _rows(self._warehouse)
        lost, more = (expected - found).elements(), (found - expected).elements()
        return [*(f"lost {row}" for row in lost), *(f"too many {row}" for row in more)]


def _kill_and_look(tmp_path: Path, kills: int) -> list[str]:
    """What is amiss after so many kills: rows that are lost, doubled or half an article's, and integrity."""
    amiss: list[str] = []
    warehouse = Warehouse(tmp_path / "claimhouse.duckdb")
    unharmed = _Unharmed(tmp_path / "unharmed" / "claimhouse.duckdb")
    (tmp_path / "unharmed").mkdir()
    moments = random_moments()
    finished: list[int] = []
    begun = -1
    for _ in range(kills):
        first = begun + 1
        finished += _write_until_killed(warehouse.path, first, moments.uniform(0.0, 2.0))
        begun = max([first, *(number + 1 for number in finished)])
        link = Snapshot(warehouse.path).link
        if link.is_symlink():
            with duckdb.connect(link, read_only=True) as reader:
                seen = Counter(reader.execute("SELECT verdict_id FROM current_verdicts").fetchall())
            there = Counter((row["verdict_id"],) for row in warehouse.read("SELECT verdict_id FROM current_verdicts"))
            amiss += [f"in the snapshot and not in the warehouse: {row}" for row in (seen - there).elements()]
        amiss += unharmed.differences(warehouse, finished, begun)
        amiss += map(str, check_integrity(warehouse.path))
    return amiss


def test_killed_three_times_at_random_moments(tmp_path: Path) -> None:
    assert _kill_and_look(tmp_path, kills=3) == []


@pytest.mark.soak
def test_killed_twenty_times_at_random_moments(tmp_path: Path) -> None:
    assert _kill_and_look(tmp_path, kills=20) == []


def test_a_kill_while_the_warehouse_is_made_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    for number, moment in enumerate((0.02, 0.1, 0.2, 0.35)):
        path = tmp_path / str(number) / "claimhouse.duckdb"
        path.parent.mkdir()
        _write_until_killed(path, 0, moment)
        house: Newsroom = newsroom("after the kill")
        assert Warehouse(path).commit(house.records())["claims"] == 3
        assert check_integrity(path) == []


def _counts(path: Path) -> dict[str, int]:
    """How many rows each table of a file has."""
    with duckdb.connect(path, read_only=True) as reader:
        names = [name for (name,) in reader.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: reader.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for name in names}


def _kill_while_copied(folder: Path, kills: int) -> list[str]:
    """What is amiss: each kill leaves the snapshot before or after, whole, and nothing in the way of the next one."""
    amiss: list[str] = []
    warehouse = Warehouse(folder / "claimhouse.duckdb")
    warehouse.commit([record for number in range(60) for record in newsroom(f"article {number}").records()])
    expected = _counts(warehouse.path)
    assert expected["verdicts"] == 60
    snapshot = Snapshot(warehouse.path)
    snapshot.refresh(at_most_every_s=0)
    moments = random_moments()
    for _ in range(kills):
        _write_until_killed(warehouse.path, 0, moments.uniform(0.0, 0.6), COPIER)
        found = (_counts(snapshot.link), _counts(warehouse.path))
        amiss += [f"after the kill: {counts}" for counts in found if counts != expected]
        amiss += map(str, check_integrity(warehouse.path))
        os.utime(warehouse.path)
        if not snapshot.refresh(at_most_every_s=0) or snapshot.is_stale():
            amiss.append("the next snapshot was not made")
        if (counts := _counts(snapshot.link)) != expected:
            amiss.append(f"the next snapshot: {counts}")
    # What was half copied, and the link to it, is taken away once it is surely nobody's.
    for draft in (*folder.glob(".*.new"), *folder.glob(".*.link")):
        os.utime(draft, (0, 0), follow_symlinks=False)
    os.utime(warehouse.path)
    snapshot.refresh(at_most_every_s=0)
    beside = {warehouse.path.name, snapshot.link.name, f".{warehouse.path.name}.locks"}
    names = {path.name for path in folder.iterdir()} - beside
    if len(names) != 2 or not all(name.startswith("claimhouse.snapshot-") for name in names):
        amiss.append(f"left in the folder: {names}")
    return amiss


def test_a_link_that_a_killed_copier_left_is_taken_away(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "claimhouse.duckdb")
    warehouse.commit(newsroom("an article").records())
    left = tmp_path / ".claimhouse.snapshot-0123456789ab.link"
    left.symlink_to("claimhouse.snapshot-gone.duckdb")
    os.utime(left, (0, 0), follow_symlinks=False)
    assert Snapshot(warehouse.path).refresh(at_most_every_s=0)
    assert not left.is_symlink()


def test_killed_three_times_while_a_snapshot_is_made(tmp_path: Path) -> None:
    assert _kill_while_copied(tmp_path, kills=3) == []


@pytest.mark.soak
def test_killed_twenty_times_while_a_snapshot_is_made(tmp_path: Path) -> None:
    assert _kill_while_copied(tmp_path, kills=20) == []
