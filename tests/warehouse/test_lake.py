"""Lakes: many write at once and no row is doubled, readers reach nothing else, and what is wrong is said."""

import dataclasses
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pydantic import SecretStr

from tests.postgres import PASSWORD, PostgresServer
from tests.warehouse.records_made import hours, newsroom, step
from warehouse import lake as lakes
from warehouse import lake_server
from warehouse.errors import (
    QueryError,
    WarehouseDamagedError,
    WarehouseError,
    WarehouseLockedError,
    WarehouseMissingError,
    WarehouseNotWritableError,
    WarehouseTooNewError,
)
from warehouse.integrity import check_integrity
from warehouse.places import Lake, place_of
from warehouse.records import Mark, Step, WatchState
from warehouse.sql import Table, run_user_sql
from warehouse.store import Warehouse
from warehouse.trail import claim_trail
from warehouse.upkeep import compact


def lake_of(warehouse: Warehouse) -> Lake:
    assert isinstance(warehouse.path, Lake)
    return warehouse.path


def ask(warehouse: Warehouse, sql: str, params: Any = None) -> Table:
    return run_user_sql(warehouse.path, sql, params, timeout_s=30.0, memory_limit="500MB", threads=2)


@pytest.fixture(params=["lake", "postgres_lake"])
def any_lake(request: pytest.FixtureRequest) -> Warehouse:
    """A lake with the newsroom in it, with each kind of catalogue in turn."""
    made: Warehouse = request.getfixturevalue(request.param)
    made.commit(newsroom().records())
    return made


# --- reading ---


def test_readers_see_the_lake_itself(any_lake: Warehouse) -> None:
    house = newsroom()
    assert ask(any_lake, "SELECT count(*) FROM current_claims").rows == ((3,),)
    assert ask(any_lake, "SELECT decided_at FROM current_verdicts WHERE label IS NOT NULL").rows == ((hours(0),),)
    for sql in ("FROM claims_about('toll')", "SHOW TABLES", "DESCRIBE claims", "SUMMARIZE steps", "EXPLAIN SELECT 1"):
        assert ask(any_lake, sql).columns
    assert ask(any_lake, "EXPLAIN (ANALYZE) FROM due_claims()").columns
    assert ask(any_lake, "SELECT ? AS said", ["'; DROP TABLE claims; --"]).rows == (("'; DROP TABLE claims; --",),)
    trail = claim_trail(any_lake.path, house.toll.claim_id)
    assert trail is not None
    assert trail.standing == house.verdict


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_text('/etc/hostname')",
        "FROM '/etc/hostname'",
        "COPY claims TO '/tmp/claims.csv'",
        "ATTACH 'other.duckdb'",
        "LOAD httpfs",
        "DELETE FROM claims",
        "SET enable_external_access = true",
        "CALL ducklake_expire_snapshots('claimhouse', older_than => now())",
        "FROM ducklake_expire_snapshots('claimhouse', older_than => now())",
        "SELECT * FROM (FROM ducklake_table_info('claimhouse'))",
        "FROM query('FROM ducklake_table_info(''claimhouse'')')",
        "FROM query_table('__ducklake_metadata_claimhouse.public.ducklake_metadata')",
        "SELECT (SELECT count(*) FROM __ducklake_metadata_claimhouse.main.ducklake_metadata)",
        'FROM "__DuckLake_Metadata_claimhouse".ducklake_metadata',
        "EXPLAIN ANALYZE FROM ducklake_table_info('claimhouse')",
        "EXPLAIN /* */ ANALYZE FROM ducklake_table_info('claimhouse')",
        "SELECT 1 UNION ALL SELECT count(*) FROM U&\"\\0064ucklake_table_info\"('claimhouse')",
    ],
)
def test_a_query_reaches_nothing_but_the_tables(lake: Warehouse, sql: str) -> None:
    with pytest.raises(QueryError):
        ask(lake, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "FROM postgres_query('__ducklake_metadata_claimhouse', 'SELECT pg_read_file(''/etc/hostname'')')",
        "FROM postgres_scan('{connection}', 'pg_catalog', 'pg_authid')",
        "WITH x AS MATERIALIZED (FROM Postgres_Query('__ducklake_metadata_claimhouse', 'SELECT 1')) FROM x",
        "FROM __ducklake_metadata_claimhouse.public.ducklake_metadata",
        "EXPLAIN ANALYZE FROM postgres_query('__ducklake_metadata_claimhouse', 'SELECT 1')",
    ],
)
def test_a_query_does_not_reach_the_server(postgres_lake: Warehouse, sql: str) -> None:
    with pytest.raises(QueryError, match="never other databases, files or the network"):
        ask(postgres_lake, sql.format(connection=lake_of(postgres_lake).connection))


def test_no_query_finds_the_password(postgres_lake: Warehouse) -> None:
    seen = [
        ask(postgres_lake, sql).rows
        for sql in ("FROM duckdb_databases()", "FROM duckdb_settings()", "FROM duckdb_secrets()", "FROM duckdb_views()")
    ]
    assert PASSWORD not in str(seen)
    assert "a word with" not in str(seen)


# --- writing ---

_WRITES = """
    import sys
    from pydantic import SecretStr
    from tests.warehouse.records_made import newsroom, step
    from warehouse.places import place_of
    from warehouse.store import Warehouse
    place, password, worker = sys.argv[1:]
    store = Warehouse(place_of(place, SecretStr(password)), lock_timeout=120)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(6):
        store.commit([*newsroom().records(), step(f"clm_{number}", "verify"), step(f"{worker}_{number}", "verify")])
"""


def test_processes_that_bring_the_same_rows_at_once_store_them_once(postgres: PostgresServer, tmp_path: Path) -> None:
    postgres.create("at_once")  # the first of them makes the catalogue, while the others want to
    (tmp_path / "data").mkdir()
    place = f"ducklake:postgres:{postgres.connection('at_once')}?data_path={tmp_path}/data"
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(_WRITES), place, PASSWORD, f"worker{number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.communicate("go\n")
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    store = Warehouse(place_of(place, SecretStr(PASSWORD)))
    assert check_integrity(store.path) == []
    of_newsroom = sum(isinstance(one, Step) for one in newsroom().records())
    assert store.read("SELECT count(*) AS n FROM steps") == [{"n": of_newsroom + 6 + 18}]
    assert list(Path(lake_of(store).tables_path).rglob("*.parquet")) == []


def test_a_writer_that_is_killed_leaves_nothing_and_holds_nobody_up(postgres_lake: Warehouse) -> None:
    postgres_lake.commit(newsroom().records())
    stalls = """
        import sys
        from pydantic import SecretStr
        from tests.warehouse.records_made import step
        from warehouse.places import place_of
        from warehouse.store import Warehouse
        def stall(reads):
            print("writing", flush=True)
            sys.stdin.read()
        Warehouse(place_of(sys.argv[1], SecretStr(sys.argv[2]))).commit([step("clm_lost", "verify")], stall)
    """
    command = [sys.executable, "-c", textwrap.dedent(stalls), str(postgres_lake.path), PASSWORD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        impatient = Warehouse(postgres_lake.path, lock_timeout=0)
        with pytest.raises(WarehouseLockedError, match="in use by another process: wait"):
            impatient.commit([step("clm_1", "verify")])
        assert ask(postgres_lake, "SELECT count(*) FROM claims").rows == ((3,),)  # readers need not wait
        writer.kill()
    assert Warehouse(postgres_lake.path).commit([step("clm_1", "verify")]) == {"steps": 1}
    assert postgres_lake.steps(["clm_lost"]) == []


def test_who_waits_to_commit_is_served_in_order(
    postgres: PostgresServer, postgres_lake: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake_server, "_SLICE_S", 120.0)  # on a busy machine nobody loses his place meanwhile
    lake = lake_of(postgres_lake)
    served: list[int] = []

    def connected() -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:", config=lake_server.CLOSED)
        lake_server.load_extensions(connection, lake)
        lake_server.make_secrets(connection, lake)
        return connection

    def wait_in_line(number: int) -> None:
        with connected() as connection:
            guard = lake_server.held_lock(lake, connection, "commit", 120)
            served.append(number)
            lake_server.release(guard)

    with connected() as connection:
        first = lake_server.held_lock(lake, connection, "commit", 120)
        waiting = [threading.Thread(target=wait_in_line, args=(number,)) for number in range(4)]
        for number, thread in enumerate(waiting):
            thread.start()
            deadline = time.monotonic() + 60
            while (
                postgres.sql("postgres", "SELECT count(*) FROM pg_locks WHERE NOT granted").strip() != f"{number + 1}"
            ):
                assert time.monotonic() < deadline, "it does not wait in PostgreSQL's line"
        assert served == []
        lake_server.release(first)
        for thread in waiting:
            thread.join(60)
    assert served == [0, 1, 2, 3]


def test_a_server_that_was_started_anew_is_found_again(postgres: PostgresServer, postgres_lake: Warehouse) -> None:
    postgres_lake.commit([step("clm_1", "verify")])
    postgres.sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                 " AND backend_type = 'client backend'")  # fmt: skip
    assert postgres_lake.commit([step("clm_2", "verify")]) == {"steps": 1}


_HOLDS = """
    import sys
    from pydantic import SecretStr
    from warehouse.places import place_of
    from warehouse.store import Warehouse
    print(Warehouse(place_of(sys.argv[1], SecretStr(sys.argv[2]))).locks.try_take("art_1"), flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("kind", ["lake", "postgres_lake"])
async def test_one_process_at_a_time_has_an_article(request: pytest.FixtureRequest, kind: str) -> None:
    store: Warehouse = request.getfixturevalue(kind)
    command = [sys.executable, "-c", textwrap.dedent(_HOLDS), str(store.path), PASSWORD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:  # noqa: ASYNC220
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not store.locks.try_take("art_1")
        async with store.article_lock("art_2"):  # another article, and a commit, are in nobody's way
            assert store.commit([step("clm_1", "verify")]) == {"steps": 1}
            assert not store.locks.try_take("art_2")
        async with store.article_lock("art_1", holder.kill):  # who comes second waits, until the first one is gone
            assert not store.locks.try_take("art_1")
    assert store.locks.try_take("art_1")
    store.locks.release("art_1")


# --- what stands in the way ---


def test_where_there_is_no_lake_the_way_to_one_is_named(lake: Warehouse, tmp_path: Path) -> None:
    nowhere = Warehouse(place_of(f"ducklake:{tmp_path}/none.ducklake"))
    assert not nowhere.exists()
    with pytest.raises(WarehouseMissingError, match=r"there is no warehouse at ducklake:.*none\.ducklake: run"):
        ask(nowhere, "SELECT 1")
    with pytest.raises(WarehouseMissingError, match=r"the folder .* does not exist: create it"):
        Warehouse(place_of(f"ducklake:{tmp_path}/no/such.ducklake")).prepare()
    assert not (tmp_path / "none.ducklake").exists()


def test_a_folder_that_cannot_be_written_is_told_at_once(lake: Warehouse, tmp_path: Path) -> None:
    taken = tmp_path / "a file"
    taken.write_text("")
    for folder in (taken, Path("/proc/claims")):
        place = dataclasses.replace(lake_of(lake), data_path=f"{folder}/")
        with pytest.raises(WarehouseNotWritableError, match=f"cannot be written to {folder}: make"):
            Warehouse(place).commit([step("clm_1", "verify")])


def test_a_file_of_something_else_is_no_lake(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database\n" * 1000)
    with pytest.raises(WarehouseDamagedError, match="is not a lake: choose another"):
        Warehouse(place_of(f"ducklake:{tmp_path / 'notes.txt'}")).prepare()


def test_a_lake_of_a_newer_claimhouse_is_not_touched(lake: Warehouse) -> None:
    with lake.opened_to_write() as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (99, 'later', 'x', now())")
    with pytest.raises(WarehouseTooNewError, match="upgrade Claimhouse"):
        lake.commit([step("clm_1", "verify")])
    with pytest.raises(WarehouseTooNewError, match="upgrade Claimhouse"):
        ask(lake, "SELECT 1")


def test_a_lake_that_was_moved_with_its_folder_is_the_same(lake: Warehouse, tmp_path: Path) -> None:
    lake.commit(newsroom().records())
    moved = shutil.move(Path(lake_of(lake).connection).parent, tmp_path / "moved")
    assert Warehouse(place_of(f"ducklake:{moved}/claims.ducklake")).read("SELECT count(*) AS n FROM claims") == [
        {"n": 3}
    ]


def test_a_missing_extension_and_one_of_another_duckdb_name_the_command(
    lake: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lakes.duckdb, "__version__", "9.9.9")
    with pytest.raises(WarehouseError, match=r'not for DuckDB 9\.9\.9.*: say pip install "claimhouse\[lake\]"'):
        ask(lake, "SELECT 1")
    monkeypatch.setitem(sys.modules, "duckdb_extension_ducklake", None)
    with pytest.raises(WarehouseError, match=r'ducklake.* is not installed: say pip install "claimhouse\[lake\]"'):
        ask(lake, "SELECT 1")


@pytest.mark.parametrize(
    ("change", "password", "told"),
    [
        ({}, "wrong-word", "refused the user or the password .*set CLAIMHOUSE_LAKE_PASSWORD"),
        ({"dbname=blank": "dbname=none"}, PASSWORD, "no such database .*createdb"),
        ({"port=": "port=1 hostaddr=127.0.0.1 application_name="}, PASSWORD, "does not answer .*start it"),
        ({"user=claimhouse": "user=stranger"}, PASSWORD, "refused the user or the password"),
    ],
    ids=["password", "database", "server", "user"],
)
def test_a_server_that_lets_nobody_in_is_told_without_the_password(
    postgres: PostgresServer, blank_database: str, change: dict[str, str], password: str, told: str
) -> None:
    connection = postgres.connection("blank")
    for old, new in change.items():
        connection = connection.replace(old, new)
    folder = blank_database.split(" ")[1]
    place = place_of(f"ducklake:postgres:{connection}?data_path={folder}", SecretStr(password))
    for attempt in (
        lambda: Warehouse(place, lock_timeout=0).commit([step("clm_1", "verify")]),
        lambda: ask(Warehouse(place), "SELECT 1"),
        lambda: Warehouse(place).exists(),
    ):
        with pytest.raises(WarehouseError, match=told) as caught:
            attempt()
        assert password not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_another_folder_than_the_catalogue_knows_is_refused(postgres_lake: Warehouse, tmp_path: Path) -> None:
    place = dataclasses.replace(lake_of(postgres_lake), data_path=f"{tmp_path}/")
    with pytest.raises(WarehouseError, match="lie in another folder than its data_path says"):
        Warehouse(place).commit([step("clm_1", "verify")])


def test_a_database_without_a_catalogue_is_no_warehouse_yet(postgres: PostgresServer, tmp_path: Path) -> None:
    postgres.create("without")
    place = place_of(f"ducklake:postgres:{postgres.connection('without')}?data_path={tmp_path}", SecretStr(PASSWORD))
    assert not Warehouse(place).exists()
    with pytest.raises(WarehouseMissingError, match="there is no warehouse at"):
        ask(Warehouse(place), "SELECT 1")
    assert list(tmp_path.iterdir()) == []


# --- what DuckDB itself cannot do ---

BRACKETS = ["a}b", "a]b", "}", "[{'url': 'x'}]", "{a}", "'}\"\\", "NULL"]


@pytest.mark.parametrize("text", BRACKETS)
def test_a_text_with_brackets_in_it_is_read_as_it_was_written(postgres_lake: Warehouse, text: str) -> None:
    plain = watch_state(Mark(url="https://council.example/feed", etag="plain", body_hash="1"))
    marked = watch_state(Mark(url="https://council.example/feed", etag=text, body_hash="1"))
    other = marked.model_copy(update={"watch_id": "other"})
    assert postgres_lake.commit([plain]) == {"watch_states": 1}
    assert postgres_lake.commit([marked, other]) == {"watch_states": 1}
    etags = "SELECT m.etag FROM (SELECT unnest(marks) AS m FROM watch_states ORDER BY watch_id)"
    assert [row["etag"] for row in postgres_lake.read(etags)] == [text, text]
    compact(postgres_lake)
    assert [row["etag"] for row in postgres_lake.read(etags)] == [text, text]


def watch_state(mark: Mark) -> WatchState:
    return WatchState(watch_id="feed", marks=(mark,), read_at=hours(1))


def test_a_defect_of_duckdb_is_told_and_ends_nothing_else(postgres_lake: Warehouse) -> None:
    reads = """
        import sys
        from pydantic import SecretStr
        from tests.warehouse.records_made import step
        from tests.warehouse.test_lake import Mark, watch_state
        from warehouse import merging
        from warehouse.errors import WarehouseError
        from warehouse.places import place_of
        from warehouse.store import Warehouse
        merging._closes_a_bracket = lambda record: False
        store = Warehouse(place_of(sys.argv[1], SecretStr(sys.argv[2])))
        store.commit([watch_state(Mark(url="", etag="a}b", body_hash="1"))])
        for once in range(2):
            try:
                store.read("SELECT marks FROM watch_states")
            except WarehouseError as error:
                print(str(error).count(chr(10)), error, flush=True)
            store.commit([step(f"clm_{once}", "verify")])
        print(store.read("SELECT count(*) AS n FROM steps"), flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(reads), str(postgres_lake.path), PASSWORD]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first, second, steps = done.stdout.splitlines()
    assert first == second
    assert first.startswith("0 DuckDB failed on ")
    assert first.endswith("(a defect of Claimhouse: please report it)")
    assert steps == "[{'n': 2}]"
