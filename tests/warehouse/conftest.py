"""A fresh warehouse for each test, copied from one that is made once: making the schema is most of a test's time."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from warehouse.store import Warehouse


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty warehouse's file; copy it, never write it."""
    path = tmp_path_factory.mktemp("blank") / "claimhouse.duckdb"
    Warehouse(path).prepare()
    return path


@pytest.fixture
def warehouse(tmp_path: Path, blank_file: Path) -> Warehouse:
    """An empty warehouse of this test's own."""
    return Warehouse(Path(shutil.copy(blank_file, tmp_path)))


@contextmanager
def lock_held(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A child process that holds the warehouse's write lock until `communicate` or the end of the block."""
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        try:
            yield child
        finally:
            child.kill()
