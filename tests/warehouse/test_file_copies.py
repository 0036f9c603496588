"""An earlier copy becomes a copy of the file as it is now, byte for byte, unless somebody has it open."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.conftest import lock_held
from warehouse.file_copies import copy_changes, copy_whole, take_over


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE t AS SELECT range AS i, md5(range::VARCHAR) AS m FROM range(200000)")
    return path


@pytest.mark.parametrize("change", ["INSERT INTO t VALUES (-1, 'new')", "DELETE FROM t WHERE i > 100", "DROP TABLE t"])
def test_only_what_has_changed_is_written_and_the_copy_is_the_file(file: Path, change: str) -> None:
    copy = file.with_name("copy.duckdb")
    with file.open("rb") as source:
        copy_whole(source, copy)
    assert copy.read_bytes() == file.read_bytes()
    with duckdb.connect(copy) as connection:  # as views are made over in a snapshot
        connection.execute("CREATE VIEW v AS FROM t")
    with duckdb.connect(file) as connection:
        connection.execute(change)
    with file.open("rb") as source:
        written = copy_changes(source, copy)
    assert copy.read_bytes() == file.read_bytes()
    assert written < file.stat().st_size / 2 or file.stat().st_size < 3 << 20


def test_a_file_of_other_blocks_is_copied_whole(tmp_path: Path) -> None:
    file, copy = tmp_path / "w.duckdb", tmp_path / "copy.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{file}' AS w (BLOCK_SIZE 16384)")
        connection.execute("CREATE TABLE w.t AS SELECT md5(range::VARCHAR) AS m FROM range(20000)")
        connection.execute("DETACH w")
        shutil.copy(file, copy)
        connection.execute(f"ATTACH '{file}' AS w")
        connection.execute("UPDATE w.t SET m = 'other' WHERE rowid = 7")
        connection.execute("DETACH w")
    with file.open("rb") as source:
        assert copy_changes(source, copy) == file.stat().st_size
    assert copy.read_bytes() == file.read_bytes()


def test_what_somebody_reads_is_left_to_him(file: Path) -> None:
    draft = file.with_name(".draft")
    with duckdb.connect(file, read_only=True) as reader:  # of this very process
        assert not take_over(file, draft)
        assert reader.execute("SELECT count(*) FROM t").fetchall() == [(200000,)]
    assert not draft.exists()
    assert not file.exists(), "nobody finds it any more"
    assert not take_over(file, draft)


def test_what_another_process_has_open_is_left_to_it(file: Path) -> None:
    with lock_held(file):
        assert not take_over(file, file.with_name(".draft"))


def test_what_nobody_has_open_is_taken(file: Path) -> None:
    assert take_over(file, file.with_name(".draft"))
    assert (file.exists(), file.with_name(".draft").exists()) == (False, True)
