"""A fresh warehouse for each test, copied from one that is made once: making the schema is most of a test's time."""

import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.postgres import PASSWORD, PostgresServer
from warehouse.places import Place, place_of
from warehouse.store import Warehouse

# Every kind of place that a warehouse can be in: what the store promises holds in each.
KINDS = ("file", "lake", "postgres")


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


@pytest.fixture(scope="session")
def blank_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty lake, with its catalogue in a file; copy it, never write it."""
    folder = tmp_path_factory.mktemp("blank-lake")
    Warehouse(place_of(f"ducklake:{folder / 'claims.ducklake'}")).prepare()
    return folder


@pytest.fixture(scope="session")
def blank_database(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with an empty lake's catalogue, and after a blank its folder; make others from it."""
    folder = tmp_path_factory.mktemp("lake-data")
    postgres.create("blank")
    place = place_of(f"ducklake:postgres:{postgres.connection('blank')}?data_path={folder}", SecretStr(PASSWORD))
    made = (
        "import sys; from pydantic import SecretStr; from warehouse.places import place_of;"
        "from warehouse.store import Warehouse; Warehouse(place_of(sys.argv[1], SecretStr(sys.argv[2]))).prepare()"
    )
    # In a process of its own: a database that is still connected to cannot be copied.
    subprocess.run([sys.executable, "-c", made, str(place), PASSWORD], check=True)
    return f"blank {folder}"


def new_postgres_lake(postgres: PostgresServer, blank_database: str) -> Place:
    """An empty lake with a database and a folder of its own."""
    template, folder = blank_database.split(" ")
    name = f"lake_{uuid.uuid4().hex[:12]}"
    postgres.create(name, template=template)
    own = Path(folder, name)
    own.mkdir()
    postgres.sql(name, f"UPDATE ducklake_metadata SET value = '{own}/tables/' WHERE key = 'data_path'")
    return place_of(f"ducklake:postgres:{postgres.connection(name)}?data_path={own}", SecretStr(PASSWORD))


@pytest.fixture
def lake(tmp_path: Path, blank_lake: Path) -> Warehouse:
    """An empty lake of this test's own, with its catalogue in a file."""
    folder = shutil.copytree(blank_lake, tmp_path / "lake")
    return Warehouse(place_of(f"ducklake:{folder / 'claims.ducklake'}"))


@pytest.fixture
def postgres_lake(postgres: PostgresServer, blank_database: str) -> Warehouse:
    """An empty lake of this test's own, with its catalogue in PostgreSQL."""
    return Warehouse(new_postgres_lake(postgres, blank_database))


@pytest.fixture(params=KINDS)
def any_warehouse(request: pytest.FixtureRequest) -> Warehouse:
    """An empty warehouse of each kind in turn."""
    fixture = {"file": "warehouse", "lake": "lake", "postgres": "postgres_lake"}[request.param]
    made: Warehouse = request.getfixturevalue(fixture)
    return made


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
