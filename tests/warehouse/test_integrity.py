"""Each rule that the schema does not enforce is noticed when it is broken, and a sound warehouse breaks none."""

import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT
from tests.warehouse.records_made import (
    batch_of,
    event_of,
    fetch_of,
    hours,
    newsroom,
    publication_of,
    review_of,
    verdict_on,
)
from warehouse.columns import columns_of
from warehouse.errors import WarehouseMissingError
from warehouse.integrity import Finding, check_integrity, checks
from warehouse.originals import Originals
from warehouse.records import RECORD_TYPES
from warehouse.store import Warehouse

HOUSE = newsroom()
TOLL = HOUSE.toll.claim_id

BROKEN = {
    "quote_differs": 'UPDATE claims SET "start" = "start" + 1, "end" = "end" + 1 WHERE ordinal = 1',
    "passage_differs": "UPDATE documents SET text = '🚗' || text",
    "passage_without_query": "DELETE FROM queries",
    "body_outside_text": "UPDATE article_versions SET body_end = length(text) + 1",
    "version_without_article": "DELETE FROM articles",
    "extraction_without_version": "UPDATE extractions SET version_id = 'gone'",
    "claim_without_extraction": "DELETE FROM extractions",
    "claim_count_differs": "UPDATE extractions SET claim_count = 4",
    "citation_missing": "UPDATE verdicts SET cited_passage_ids = ['gone']",
    "decided_without_citation": "UPDATE verdicts SET cited_passage_ids = []",
    "origins_miscounted": "UPDATE verdicts SET origins_supporting = 2",
    "claimants_side_cited": "UPDATE passages SET standing = 'claimants_side'",
    "judgement_missing": "DELETE FROM judgements",
    "judged_passage_missing": "UPDATE judgements SET cited_passage_ids = ['gone']",
    "verdict_without_claim": "UPDATE verdicts SET claim_id = 'gone'",
    "verdict_chain_dangles": "UPDATE verdicts SET follows = 'gone'",
    "verdict_chain_forks": "INSERT INTO verdicts SELECT * REPLACE ('other' AS verdict_id) FROM verdicts",
    "verdict_chain_loops": "UPDATE verdicts SET follows = verdict_id",
    "fetch_missing": "UPDATE documents SET fetch_id = 'gone'",
    "verified_without_verdict": "DELETE FROM verdicts",
    "extracted_without_extraction": "DELETE FROM extractions",
    "mention_outside_text": "UPDATE claims SET mentions = [{'start': 3, 'end': 1000000}]",
    "form_without_claim": "INSERT INTO claim_forms (claim_id, article_id) VALUES ('gone', 'art')",
    "link_without_claim": f"INSERT INTO claim_links VALUES ('{TOLL}', 'gone', 'same_as', 'a test')",
    "same_claim_in_one_article": """
        INSERT INTO claim_links SELECT min(claim_id), max(claim_id), 'same_as', 'a test' FROM claims
    """,
    "same_claims_loop": """
        INSERT INTO claim_links SELECT min(claim_id), max(claim_id), 'same_as', 'a test' FROM claims
        UNION ALL SELECT max(claim_id), min(claim_id), 'same_as', 'a test' FROM claims
    """,
    "watch_chain_breaks": "INSERT INTO watch_changes (change_id, watch_id, follows) VALUES ('wch', 'wat', 'gone')",
    "entry_without_watch": "INSERT INTO feed_entries (entry_id, watch_id) VALUES ('ent', 'gone')",
    "outage_unlike_state": "INSERT INTO watch_outages (watch_id, began_at) VALUES ('wat', now())",
    "entry_without_page": "INSERT INTO feed_entries (entry_id, watch_id, page_id) VALUES ('ent', 'wat', 'gone')",
    "page_without_article": "INSERT INTO watched_pages (page_id, state) VALUES ('pag', 'checked')",
    "task_without_subject": "UPDATE tasks SET verdict_id = 'gone'",
    "task_contradicts_nothing": "UPDATE tasks SET label = 'conflicting'",
    "task_never_opened": "DELETE FROM task_events",
    "task_event_without_task": "DELETE FROM tasks",
    "task_opened_twice": """
        INSERT INTO tasks SELECT * REPLACE ('other' AS task_id) FROM tasks;
        INSERT INTO task_events SELECT * REPLACE ('other' AS task_id, 'another' AS event_id) FROM task_events
    """,
    "publication_without_decision": "UPDATE publications SET review_id = 'gone'",
    "published_twice": "INSERT INTO publications SELECT * REPLACE ('other' AS publication_id) FROM publications",
    "refuted_without_second_reviewer": "UPDATE publications SET second_reviewer = ' ola'",
    "claimant_answered_unasked": "UPDATE publications SET claimant_answered_on = DATE '2025-03-01'",
    "publication_events_dangle": "UPDATE publication_events SET follows = 'gone'",
    "batch_miscounted": "UPDATE batches SET requests = 2",
    "batch_item_unsettled": "UPDATE batches SET collected_at = now()",
    "asked_twice_at_once": """
        INSERT INTO batches SELECT * REPLACE ('other' AS batch_id) FROM batches;
        INSERT INTO batch_items SELECT * REPLACE ('other' AS batch_id) FROM batch_items
    """,
    "wait_for_nothing": "UPDATE batch_waits SET custom_id = 'gone'",
    "verdicts_label_unknown": "UPDATE verdicts SET label = 'probably'",
    "verdicts_issues_unknown": "UPDATE verdicts SET issues = ['partly_true', 'boring']",
    "claims_status_unknown": "UPDATE claims SET status = 'lost'",
    "steps_stage_unknown": "UPDATE steps SET stage = 'coffee'",
}


@pytest.fixture
def sound(warehouse: Warehouse) -> Path:
    warehouse.commit(HOUSE.records())
    # What people do: a decision that is published and corrected in words, and that the machine then contradicts.
    review = review_of(HOUSE.toll, "refuted", hours(1))
    publication = publication_of(HOUSE.toll, review)
    warehouse.commit([review, publication, event_of(publication, "corrected", hours(2))])
    cited = HOUSE.verdict.cited_passage_ids
    again = {"judgement_ids": HOUSE.verdict.judgement_ids, "origins_supporting": 1}
    warehouse.commit(
        [
            verdict_on(
                HOUSE.toll, HOUSE.verdict.verdict_id, hours(3), label="supported", cited_passage_ids=cited, **again
            )
        ]
    )
    warehouse.commit(batch_of(HOUSE.traffic))
    return warehouse.path


def _found(path: Path) -> dict[str, Finding]:
    return {finding.check: finding for finding in check_integrity(path)}


def test_a_sound_warehouse_breaks_no_rule(sound: Path) -> None:
    assert _found(sound) == {}


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_rule_is_found(sound: Path, check: str) -> None:
    with duckdb.connect(sound) as connection:
        connection.execute(BROKEN[check])
    finding = _found(sound)[check]
    assert finding.count >= 1
    assert finding.examples
    assert finding.rule


@pytest.mark.parametrize(("stance", "broken"), [("neither", False), ("supports", True)])
def test_only_a_passage_that_takes_a_side_counts_as_an_origin(sound: Path, stance: str, broken: bool) -> None:
    with duckdb.connect(sound) as connection:
        connection.execute("INSERT INTO passages SELECT * REPLACE ('b' AS passage_id, 'Other' AS origin) FROM passages")
        connection.execute("UPDATE verdicts SET cited_passage_ids = list_append(cited_passage_ids, 'b')")
        connection.execute(
            """
            UPDATE judgements
            SET readings = list_append(readings, struct_update(readings[1], passage_id := 'b', stance := ?))
            """,
            [stance],
        )
    assert ("origins_miscounted" in _found(sound)) == broken


def test_an_original_that_is_gone_or_damaged_is_found(sound: Path) -> None:
    originals = Originals(sound)
    fetch = fetch_of(originals.keep(b"<p>The toll is 4 euros.</p>"))
    gone = fetch_of("0" * 64)
    Warehouse(sound).commit([fetch])
    assert _found(sound) == {}
    Warehouse(sound).commit([gone])
    assert _found(sound)["original_missing"].count == 1
    for file in originals.folder.rglob("*.gz"):
        file.write_bytes(b"noise")
    finding = _found(sound)["original_missing"]
    assert finding.count == 2
    assert any("damaged: restore it" in example for example in finding.examples)


KILLED_BETWEEN = """
import os, signal, sys
from pathlib import Path
from warehouse.originals import Originals
print(Originals(Path(sys.argv[1])).keep(b"<p>The toll is 4 euros.</p>"), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_is_killed_between_the_archive_and_the_commit_leaves_a_sound_warehouse(sound: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED_BETWEEN, str(sound)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == -signal.SIGKILL
    assert _found(sound) == {}, "a page that nothing refers to is no fault"
    digest = run.stdout.strip()
    Warehouse(sound).commit([fetch_of(digest)])
    assert _found(sound) == {}, "what was on the disk before it was referred to is whole"


def test_duplicate_keys_are_found_in_every_table(sound: Path) -> None:
    with duckdb.connect(sound) as connection:
        for model in RECORD_TYPES:
            types = {column.name: column.sql_type for column in columns_of(model)}
            values = {"VARCHAR": "'x'", "TIMESTAMPTZ": "TIMESTAMPTZ '2025-03-03 12:00:00+00'"}
            row = ", ".join(f"{values[types[name]]} AS {name}" for name in model.key)
            connection.execute(f"INSERT INTO {model.table} BY NAME SELECT {row} FROM range(2)")
    found = _found(sound)
    assert {f"{model.table}_duplicate_key" for model in RECORD_TYPES} <= set(found)


def test_every_rule_between_tables_has_a_test() -> None:
    generated = ("_duplicate_key", "_unknown")
    assert {check.name for check in checks() if not check.name.endswith(generated)} <= set(BROKEN)
    assert len({check.name for check in checks()}) == len(checks())


def test_offenders_are_named_and_counted(sound: Path) -> None:
    with duckdb.connect(sound) as connection:
        connection.execute("UPDATE claims SET quote = 'something else'")
    finding = _found(sound)["quote_differs"]
    assert finding.count == 3
    assert TOLL in finding.examples


def test_without_a_warehouse_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError):
        check_integrity(tmp_path / "w.duckdb")
