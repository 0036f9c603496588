"""`claimhouse warehouse copy` and `compact`, and `claimhouse sql` on lakes, as a user types them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.cli import main
from tests.loopback_store import LoopbackStore
from tests.warehouse.records_made import newsroom, step
from warehouse.integrity import check_integrity
from warehouse.places import place_of
from warehouse.store import Warehouse

Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Told:
    """Run a command in an empty folder: its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return int(left.value.code or 0), out, err

    return run


@pytest.fixture
def desk(tmp_path: Path) -> Warehouse:
    """desk.duckdb, with enough rows of one table that a lake keeps them in a file."""
    warehouse = Warehouse(tmp_path / "desk.duckdb")
    warehouse.commit([*newsroom().records(), *(step(f"clm_{number}", "verify") for number in range(600))])
    return warehouse


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackStore]:
    with LoopbackStore("desk") as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def test_a_warehouse_moves_to_a_lake_is_compacted_and_read(told: Told, desk: Warehouse) -> None:
    code, out, err = told("warehouse", "copy", "desk.duckdb", "ducklake:desk.ducklake")
    assert code == 0, err
    (steps,) = [line for line in out.splitlines() if "steps" in line]
    assert "603" in steps
    assert "616 rows of" in err
    assert "each table has the same rows with the same content in both" in err.replace("\n", " ")
    code, _, err = told("warehouse", "compact", "--warehouse", "ducklake:desk.ducklake")
    assert (code, "data files" in err, "0 files deleted" in err.replace("\n", " ")) == (0, True, True)
    code, out, _ = told("sql", "select count(*) from steps", "--warehouse", "ducklake:desk.ducklake", "--format", "csv")
    assert (code, out.split()[-1]) == (0, "603")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("copy",), 2, "Missing argument 'FROM'"),
        (("copy", "desk.duckdb"), 2, "Missing argument 'TO'"),
        (("copy", "none.duckdb", "new.duckdb"), 3, "there is no warehouse at none.duckdb"),
        (("copy", "desk.duckdb", "desk.duckdb"), 2, "desk.duckdb is the warehouse itself: name another place"),
        (("copy", "desk.duckdb", "./desk.duckdb"), 2, "desk.duckdb is the warehouse itself: name another place"),
        (("copy", "desk.duckdb", "nowhere/x.duckdb"), 3, "the folder nowhere for the warehouse does not exist"),
        (("copy", "notes.md", "new.duckdb"), 3, "notes.md is not a DuckDB file"),
        (("copy", "desk.duckdb", "notes.md"), 3, "notes.md is not a DuckDB file"),
        (("copy", "desk.duckdb", "ducklake:"), 2, "TO has a value that cannot be used (its catalogue must be a file"),
        (
            ("copy", "ducklake:postgres:dbname=x password=y?data_path=z", "new.duckdb"),
            2,
            "FROM has a value that cannot",
        ),
        (("copy", "desk.duckdb", "ducklake:x?data_path=s3://desk/x"), 2, "add &originals=/a/folder"),
        (("compact",), 2, "claimhouse.duckdb is a file, which needs no compacting"),
        (("compact", "--warehouse", "ducklake:none.ducklake"), 3, "there is no warehouse at ducklake:none.ducklake"),
        (("compact", "--warehouse", "ducklake:postgres:port=9?data_path=z"), 3, "PostgreSQL does not answer"),
        (("move",), 2, "No such command 'move'"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    told: Told, desk: Warehouse, tmp_path: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    (tmp_path / "notes.md").write_text("# Not a warehouse\n" * 300)
    before = desk.path.read_bytes() if isinstance(desk.path, Path) else b""
    found, out, err = told("warehouse", *arguments)
    assert (found, out) == (code, "")
    assert sentence in " ".join(err.split())
    assert len(err.strip().splitlines()) == 1
    assert (tmp_path / "desk.duckdb").read_bytes() == before


def test_a_lake_in_an_object_store_is_made_read_and_compacted(
    told: Told, desk: Warehouse, store: LoopbackStore, tmp_path: Path
) -> None:
    lake = f"ducklake:desk.ducklake?data_path=s3://desk/claims/&originals={tmp_path}/originals"
    code, _, err = told("warehouse", "copy", "desk.duckdb", lake)
    assert code == 0, err
    assert len(store.names(".parquet")) >= 1
    count = ("sql", "select count(*) as n, (select count(*) from steps) as s from claims", "--format", "csv")
    assert told(*count, "--warehouse", lake)[:2] == (0, "n,s\n3,603\n")
    code, _, err = told("warehouse", "compact", "--warehouse", lake)
    assert code == 0, err
    assert told(*count, "--warehouse", lake)[:2] == (0, "n,s\n3,603\n")
    assert check_integrity(place_of(lake)) == []
    left = "desk/claims/tables/main/steps/ducklake-killed.parquet"  # as a killed process would have left it
    store.objects[left] = store.objects[min(store.names(".parquet"))]
    store.changed[left] = store.changed[min(store.names(".parquet"))].replace(year=2020)
    code, _, err = told("warehouse", "compact", "--warehouse", lake)
    assert "1 file deleted" in " ".join(err.split())
    assert left not in store.objects
    assert told(*count, "--warehouse", lake)[:2] == (0, "n,s\n3,603\n")
    other = f"ducklake:other.ducklake?data_path=s3://desk/claims/&originals={tmp_path}/o"
    assert "belongs to another lake" in told("warehouse", "copy", "desk.duckdb", other)[2]


def test_what_an_object_store_lacks_is_one_sentence(
    told: Told, desk: Warehouse, store: LoopbackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = f"ducklake:desk.ducklake?data_path=s3://desk/claims/&originals={tmp_path}/originals"
    assert told("warehouse", "copy", "desk.duckdb", lake)[0] == 0
    assert told("warehouse", "compact", "--warehouse", lake)[0] == 0
    elsewhere = f"ducklake:new.ducklake?data_path=s3://none/claims/&originals={tmp_path}/originals"
    code, _, err = told("warehouse", "copy", "desk.duckdb", elsewhere)
    assert (code, "the object store has no such bucket" in err) == (3, True), err
    count = ("sql", "select count(*) from steps", "--warehouse", lake)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody-else")
    code, _, err = told(*count)
    assert (code, "see AWS_ACCESS_KEY_ID" in err) == (3, True), err
    monkeypatch.setenv("DUCKDB_S3_ENDPOINT", "127.0.0.1:9")
    code, _, err = told(*count)
    assert (code, "the object store does not answer" in err) == (3, True), err
    assert len(err.strip().splitlines()) == 1
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in err
