"""Commits: all or nothing, once each, by one process at a time, and clear where they cannot be."""

import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.warehouse.conftest import lock_held
from tests.warehouse.records_made import (
    any_record,
    claim_of,
    failure_at,
    hours,
    newsroom,
    review_of,
    step,
    succeeds,
    verdict_on,
)
from warehouse.errors import (
    WarehouseDamagedError,
    WarehouseError,
    WarehouseFullError,
    WarehouseLockedError,
    WarehouseMissingError,
    WarehouseNotWritableError,
    WarehouseTooNewError,
)
from warehouse.integrity import check_integrity
from warehouse.reads import Reads
from warehouse.records import Document, Extraction, Publisher, Record, Step, content_hash
from warehouse.store import Warehouse

_TABLES = "SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY 1"


def _everything(warehouse: Warehouse) -> dict[str, list[dict[str, object]]]:
    with warehouse.session() as session:
        tables = [str(row["name"]) for row in session.read(_TABLES)]
        return {table: session.read(f"SELECT * FROM {table} ORDER BY ALL") for table in tables}


def test_nothing_is_opened_or_made_before_it_is_used(tmp_path: Path) -> None:
    Warehouse(tmp_path / "nowhere" / "w.duckdb")
    assert Warehouse(tmp_path / "w.duckdb").commit([]) == {}
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_while_making_it_is_swept_away(tmp_path: Path) -> None:
    for name, age in (("dead", 0), ("alive", time.time())):
        draft = tmp_path / f".w.duckdb.{name}.new"
        draft.write_text("half a database")
        os.utime(draft, (age, age))
    Warehouse(tmp_path / "w.duckdb").commit(newsroom().records())
    assert sorted(path.name for path in tmp_path.iterdir()) == [".w.duckdb.alive.new", "w.duckdb"]


def test_a_commit_tells_how_many_rows_are_new(any_warehouse: Warehouse) -> None:
    house = newsroom()
    inserted = any_warehouse.commit(house.records())
    assert inserted["claims"] == 3
    assert inserted["steps"] == 3
    assert inserted["verdicts"] == 1
    if isinstance(any_warehouse.path, Path):
        assert list(any_warehouse.path.parent.iterdir()) == [any_warehouse.path]


@given(st.lists(any_record(), max_size=8))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_commit_again_writes_nothing(warehouse: Warehouse, records: list[Record]) -> None:
    _commit_twice(warehouse, records)


@pytest.mark.parametrize("kind", ["lake", "postgres_lake"])
@given(records=st.lists(any_record(), min_size=12, max_size=24))
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_commit_again_writes_nothing_to_a_lake(
    request: pytest.FixtureRequest, kind: str, records: list[Record]
) -> None:
    _commit_twice(request.getfixturevalue(kind), records)


def _commit_twice(warehouse: Warehouse, records: list[Record]) -> None:
    warehouse.commit(records)
    before = _everything(warehouse)
    assert not any(warehouse.commit(records).values())
    assert _everything(warehouse) == before


def test_only_mutable_fields_of_a_known_key_move(any_warehouse: Warehouse) -> None:
    first = step("clm_1", "verify")
    any_warehouse.commit([first])
    later = first.model_copy(update={"checked_at": hours(5), "done_at": hours(5), "run_id": "run_2"})
    assert any_warehouse.commit([later]) == {"steps": 0}
    assert any_warehouse.steps(["clm_1"]) == [first.model_copy(update={"checked_at": hours(5)})]


def test_what_the_desk_amends_is_written_over_and_stays(any_warehouse: Warehouse) -> None:
    told = Publisher(publisher="Island Post", publisher_type="newspaper")
    any_warehouse.commit([told])
    edited = told.model_copy(update={"rating": "B", "edited": ("rating",)})
    assert any_warehouse.amend(Publisher, lambda reads: [*reads.publishers(), edited]) == 0
    assert any_warehouse.amend(Publisher, lambda _: [Publisher(publisher="Echo")]) == 1
    any_warehouse.commit([told, Publisher(publisher="Echo", publisher_type="wire")])
    with any_warehouse.session() as session:
        assert session.publishers() == [Publisher(publisher="Echo"), edited]


def test_an_amendment_that_fails_leaves_everything_as_it_was(any_warehouse: Warehouse) -> None:
    any_warehouse.commit([Publisher(publisher="Island Post")])

    def fails(reads: Reads) -> list[Publisher]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        any_warehouse.amend(Publisher, fails)
    with any_warehouse.session() as session:
        assert session.publishers() == [Publisher(publisher="Island Post")]


def test_a_failure_keeps_when_it_was_first_seen(any_warehouse: Warehouse) -> None:
    any_warehouse.commit([failure_at("clm_1", "judge")])
    any_warehouse.commit([failure_at("clm_1", "judge", hours(2), run_id="run_2")])
    (failure,) = any_warehouse.failures(["clm_1"])
    assert (failure.first_seen_at, failure.last_seen_at, failure.run_id) == (hours(0), hours(2), "run_2")


def test_the_same_key_twice_in_one_commit_is_one_row(any_warehouse: Warehouse) -> None:
    seen = [failure_at("clm_1", "judge", hours(at)) for at in range(3)]
    assert any_warehouse.commit(seen) == {"failures": 1}
    (failure,) = any_warehouse.failures(["clm_1"])
    assert (failure.first_seen_at, failure.last_seen_at) == (hours(0), hours(2))


def test_a_record_that_cannot_be_written_takes_the_whole_commit_with_it(any_warehouse: Warehouse) -> None:
    any_warehouse.commit([Publisher(publisher="Island Post")])
    beyond = newsroom().run.model_copy(update={"input_tokens": 2**70})
    with pytest.raises(WarehouseError):
        any_warehouse.commit([Publisher(publisher="Hill Herald"), beyond])
    assert [publisher.publisher for publisher in any_warehouse.publishers()] == ["Island Post"]


def test_records_come_back_by_their_ids(any_warehouse: Warehouse) -> None:
    house = newsroom()
    any_warehouse.commit(house.records())
    with any_warehouse.session() as session:
        assert session.article(house.article.article_id) == house.article
        assert session.version(house.version.version_id) == house.version
        assert session.extraction(house.extraction.extraction_id) == house.extraction
        assert session.claims_of(house.extraction.extraction_id) == [house.toll, house.traffic, house.sad]
        assert session.claims([house.sad.claim_id]) == [house.sad]
        assert session.queries([house.toll.claim_id]) == [house.query]
        assert session.searches([house.toll.claim_id]) == [house.search]
        assert session.documents([house.document.document_id]) == [house.document]
        assert session.passages([house.passage.passage_id]) == [house.passage]
        assert session.passages_for([house.toll.claim_id]) == [house.passage]
        assert session.judgements([house.judgement.judgement_id]) == [house.judgement]
        assert session.judgements_on([house.toll.claim_id]) == [house.judgement]
        assert session.verdicts_on([house.toll.claim_id]) == [house.verdict]
        assert session.article("art_unknown") is None
        assert session.passages([]) == []
        assert session.latest_verdicts([]) == {}


def test_the_latest_extraction_is_the_one_that_the_article_was_last_checked_with(any_warehouse: Warehouse) -> None:
    house = newsroom()
    newer = house.extraction.model_copy(
        update={"extraction_id": "ext_2", "follows": house.extraction.extraction_id, "extracted_at": hours(5)}
    )
    any_warehouse.commit([*house.records(), newer])
    assert any_warehouse.latest_extraction(house.article.article_id) == newer
    back = Step(
        item_id=newer.version_id,
        stage="extract",
        version_key=house.extraction.extraction_id,
        run_id="run_2",
        done_at=hours(1),
        checked_at=hours(6),
    )
    any_warehouse.commit([back])
    assert any_warehouse.latest_extraction(house.article.article_id) == house.extraction
    assert any_warehouse.latest_extraction("art_unknown") is None


def test_the_standing_verdict_is_the_head_of_the_chain_or_inherited(any_warehouse: Warehouse) -> None:
    house = newsroom()
    second = verdict_on(house.toll, house.verdict.verdict_id, hours(-1))
    newer = claim_of(house.article, house.version, "ext_2", house.toll.quote, text="The toll is 4 euros.")
    newest = claim_of(house.article, house.version, "ext_3", house.toll.quote, text="The bridge toll is 4 euros.")
    any_warehouse.commit(
        [*house.records(), second, newer, newest, succeeds(newer, house.toll), succeeds(newest, newer)]
    )
    standing = any_warehouse.latest_verdicts([house.toll.claim_id, newest.claim_id, house.traffic.claim_id])
    assert standing == {house.toll.claim_id: second, newest.claim_id: second}
    own = verdict_on(newest, second.verdict_id, hours(3))
    any_warehouse.commit([own, succeeds(house.toll, newest)])  # a cycle of links must not hang
    assert any_warehouse.latest_verdicts([newest.claim_id, newer.claim_id]) == {
        newest.claim_id: own,
        newer.claim_id: second,
    }


def test_the_view_and_the_read_agree_on_what_stands(any_warehouse: Warehouse) -> None:
    house = newsroom()
    newer = claim_of(house.article, house.version, "ext_2", house.toll.quote, text="The toll is 4 euros.")
    any_warehouse.commit([*house.records(), newer, succeeds(newer, house.toll), verdict_on(house.traffic)])
    rows = any_warehouse.read("SELECT claim_id, verdict_id FROM standing_verdicts ORDER BY claim_id")
    read = any_warehouse.latest_verdicts([house.toll.claim_id, house.traffic.claim_id, newer.claim_id])
    assert {row["claim_id"]: row["verdict_id"] for row in rows} == {key: read[key].verdict_id for key in read}
    assert len(rows) == 3


def test_reviews_come_oldest_first(any_warehouse: Warehouse) -> None:
    house = newsroom()
    late, early = review_of(house.toll, "refuted", hours(2)), review_of(house.toll, "supported", hours(1))
    any_warehouse.commit([late, early])
    assert any_warehouse.reviews([house.toll.claim_id]) == [early, late]


def test_threads_and_a_session_share_the_warehouse(any_warehouse: Warehouse) -> None:
    house = newsroom()
    threads = [
        threading.Thread(target=any_warehouse.commit, args=([step(f"clm_{number}", "verify")],)) for number in range(8)
    ]
    with any_warehouse.session():
        assert any_warehouse.commit(house.records())["claims"] == 3
        assert any_warehouse.article(house.article.article_id) == house.article
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()
    assert len(any_warehouse.steps([f"clm_{number}" for number in range(8)])) == 8


# --- what stands in the way ---


def test_a_lock_held_elsewhere_is_waited_for_then_named_with_its_pid(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom().records())
    now, waits = [0.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    patient = Warehouse(warehouse.path, lock_timeout=7.0, clock=lambda: now[0], sleep=sleep)
    with lock_held(warehouse.path) as child:
        with pytest.raises(WarehouseLockedError, match=rf"process {child.pid} .*wait until it ends") as caught:
            patient.commit([step("clm_1", "verify")])
        child.communicate()
    assert caught.value.transient
    assert sum(waits) == pytest.approx(7.0)
    assert waits[1] > waits[0]
    assert patient.commit([step("clm_1", "verify")]) == {"steps": 1}


def test_a_lock_that_is_released_in_time_is_no_error(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom().records())
    with lock_held(warehouse.path) as child:
        patient = Warehouse(warehouse.path, lock_timeout=60.0, sleep=lambda _: (child.communicate(), None)[1])
        assert patient.commit([step("clm_1", "verify")]) == {"steps": 1}
        assert child.returncode == 0


@pytest.mark.parametrize("content", [b"", b"x", b"not a database\n" * 1000], ids=["empty", "short", "text"])
def test_a_file_that_is_not_duckdb_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(WarehouseDamagedError, match="not a DuckDB file: choose another"):
        Warehouse(path).commit(newsroom().records())
    assert path.read_bytes() == content


def test_a_damaged_warehouse_says_so(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom().records())
    content = bytearray(warehouse.path.read_bytes())
    content[12288:] = bytes(byte ^ 0xFF for byte in content[12288:])
    warehouse.path.write_bytes(content)
    with pytest.raises(WarehouseDamagedError, match="restore it"):
        warehouse.commit([step("clm_1", "verify")])


def test_a_warehouse_of_a_newer_claimhouse_is_not_touched(warehouse: Warehouse) -> None:
    warehouse.commit(newsroom().records())
    with duckdb.connect(warehouse.path) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (99, 'later', 'x', now())")
    content = warehouse.path.read_bytes()
    with pytest.raises(WarehouseTooNewError, match="upgrade Claimhouse"):
        warehouse.commit([step("clm_1", "verify")])
    assert warehouse.path.read_bytes() == content


def test_a_folder_and_a_missing_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="is a folder: name a file"):
        Warehouse(tmp_path).commit(newsroom().records())
    with pytest.raises(WarehouseMissingError, match="does not exist: create it"):
        Warehouse(tmp_path / "nowhere" / "w.duckdb").commit(newsroom().records())


def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):  # root writes anywhere but where the kernel itself forbids it
        folder = Path("/sys")
        if not folder.is_dir():
            pytest.skip("no folder here in which this user may not write")
    with pytest.raises(WarehouseNotWritableError, match=r"w\.duckdb cannot be written there: make its folder writable"):
        Warehouse(folder / "w.duckdb").commit(newsroom().records())


def _limit_files_to(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("room", [4096, 700_000], ids=["for nothing", "for a little"])
@pytest.mark.parametrize("begun", [True, False], ids=["begun", "new"])
def test_a_full_disk_loses_nothing_and_leaves_nothing_half_written(tmp_path: Path, room: int, begun: bool) -> None:
    path = tmp_path / "w.duckdb"
    warehouse = Warehouse(path)
    if begun:
        warehouse.commit(newsroom().records())
        room += path.stat().st_size
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from tests.warehouse.test_store import big_documents
        from warehouse.errors import ClaimhouseError
        from warehouse.store import Warehouse
        try:
            Warehouse(Path(sys.argv[1])).commit(big_documents())
        except ClaimhouseError as error:
            print(type(error).__name__, error)
    """)
    child = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False,
        preexec_fn=lambda: _limit_files_to(room), cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert child.stdout.startswith(f"{WarehouseFullError.__name__} the disk of {path} is full: free some space")
    assert child.stderr == ""
    assert child.returncode == 0
    assert path.exists() or not list(tmp_path.iterdir())
    assert warehouse.read("SELECT count(*) AS n FROM documents") == [{"n": 1 if begun else 0}]
    assert len(warehouse.commit(big_documents())) == 1
    assert check_integrity(path) == []


def big_documents() -> list[Document]:
    """More than the disk of the test has room for, and nothing that compresses."""
    texts = [os.urandom(200_000).hex() for _ in range(40)]
    return [
        Document(
            document_id=Document.id_for(None, text), retrieved_at=hours(0), source="corpus", text=text,
            text_hash=content_hash(text), origin="x",
        )
        for text in texts
    ]  # fmt: skip


def test_extractions_without_claims_are_records_too(warehouse: Warehouse) -> None:
    bare = Extraction(
        extraction_id="ext_1", article_id="art_1", version_id="ver_1", extractor="rules", extractor_version="1",
        note="not a language that it knows", extracted_at=hours(0),
    )  # fmt: skip
    warehouse.commit([bare])
    assert warehouse.claims_of("ext_1") == []
    assert warehouse.latest_extraction("art_1") == bare


_ENDLESS = """
    import signal, sys
    from pathlib import Path
    from warehouse.store import Warehouse

    warehouse = Warehouse(Path(sys.argv[1]), threads=1)  # with more it may wait for one that no signal reaches
    warehouse.prepare()
    try:
        print("asked", flush=True)
        warehouse.read("select count(*) from range(1000000000000)")
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        print(warehouse.read("select 7 as seven")[0]["seven"])
"""


def test_ctrl_c_stops_a_query_and_is_no_fault_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(_ENDLESS), str(tmp_path / "w.duckdb")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        assert asking.stdout.readline() == "asked\n"
        for _ in range(60):  # as one presses it again: Python may drop a signal that comes within an import
            try:
                asking.wait(timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                asking.send_signal(signal.SIGINT)
        else:
            asking.kill()
        told, messages = asking.communicate()
    assert (told, messages, asking.returncode) == ("7\n", "", 0)
