"""kill -9 of a run at any moment: the next run completes, and everything is as if nothing had happened."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.reviewing import add_review
from flows.watching import add_watch
from tests import feed_samples as feeds
from tests.flows.conftest import Cli, Start, contents
from tests.flows.test_reprocess_cli import PLACES, add
from tests.flows.test_reprocess_cli import STORY as SHORT_STORY
from tests.flows.test_stopped import fill_desk
from tests.flows.test_web_articles import settings, story
from tests.killing import random_moments
from tests.loopback_web import LoopbackWeb, page, reply
from warehouse.integrity import check_integrity
from warehouse.store import Warehouse

MONDAY = datetime(2025, 3, 3, 12, tzinfo=UTC)
# When a thing was found, asked for or opened belongs to the run, and not to what came of it.
TIMES = frozenset(
    ("found_at", "asked_at", "changed_at", "due_at", "read_at", "answered_at", "first_seen_at", "opened_at", "at")
)
LONGEST_PAUSE_S = 0.3


@dataclass(frozen=True)
class Killed:
    """A desk whose run is killed."""

    arguments: Sequence[str]  # of claimhouse, without the warehouse
    steps: int  # how many articles the run tells of
    must_have: Sequence[str]  # tables in which it leaves something
    before: bytes | None = None  # the warehouse that it finds; None: it makes one
    environment: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def a_check(desk: Path, cli: Cli) -> Iterator[Killed]:
    fill_desk(desk)
    environment = {"CLAIMHOUSE_ARTICLES_AT_ONCE": "2"}
    yield Killed(
        ("check", "articles", "--corpus", "corpus"), len(PLACES), ("claims", "verdicts"), environment=environment
    )


@contextmanager
def an_ingest(desk: Path, cli: Cli) -> Iterator[Killed]:
    """Four pages of a feed, with evidence on each."""
    (desk / "corpus").mkdir()
    links = [f"/2025/03/03/{place}" for place in PLACES]
    routes = {}
    for number, (link, place) in enumerate(zip(links, PLACES, strict=True)):
        add(desk, "Herald", place, 40 + number)
        routes[link] = page(story(f"The {place} dam failed on Sunday, and {40 + number} people were rescued."))
    with LoopbackWeb({**routes, "/feed": reply(feeds.rss(links), "application/rss+xml")}) as web:
        warehouse = Warehouse(desk / "watching.duckdb")
        add_watch(warehouse, web.url("/feed"), "feed", name="Herald", every_s=900, first=20, now=MONDAY)
        yield Killed(
            ("ingest", "--corpus", "corpus"),
            len(PLACES),
            ("claims", "verdicts", "watch_states", "feed_entries", "watched_pages"),
            warehouse.path.read_bytes(),
            settings(web, CLAIMHOUSE_ARTICLES_AT_ONCE="1"),
        )


@contextmanager
def a_reprocess(desk: Path, cli: Cli) -> Iterator[Killed]:
    """Four checked articles, new evidence on each, and reviews that the new verdicts contradict."""
    for folder in ("articles", "corpus"):
        (desk / folder).mkdir()
    for number, place in enumerate(PLACES):
        (desk / "articles" / f"{number}.txt").write_text(SHORT_STORY.format(place=place, count=40 + number), "utf-8")
        add(desk, "Herald", place, 40 + number)
    checked = cli("check", "articles", "--corpus", "corpus", "--warehouse", "checked.duckdb")
    assert checked.returncode == 0, checked.stderr
    warehouse = Warehouse(desk / "checked.duckdb")
    for row in warehouse.read("select claim_id from current_verdicts where label is not null"):
        add_review(warehouse, row["claim_id"], "refuted", note="I rang them.", reviewer="Ada", now=MONDAY)
    for number, place in enumerate(PLACES):
        report = f"The {place} dam failed on Sunday, and {40 + number} people were rescued by the fire service."
        header = f"publisher: Gazette\nurl: https://gazette.example/{place}\npublished: 2025-03-02\n\n"
        (desk / "corpus" / f"Gazette-{place}.txt").write_text(header + report, "utf-8")
    yield Killed(
        ("reprocess", "--corpus", "corpus", "--where", "true"),
        len(PLACES),
        ("verdicts", "tasks"),
        warehouse.path.read_bytes(),
        {"CLAIMHOUSE_ARTICLES_AT_ONCE": "1", "CLAIMHOUSE_MIN_ORIGINS": "1"},
    )


KINDS: dict[str, Callable[[Path, Cli], Any]] = {"check": a_check, "ingest": an_ingest, "reprocess": a_reprocess}


def left(path: Path) -> dict[str, Counter[str]]:
    """What a warehouse holds, whenever it came to be: each row of each table, and how often it is there."""
    tables = contents(path)
    return {
        name: Counter(str({k: v for k, v in row.items() if k not in TIMES}) for row in rows)
        for name, rows in tables.items()
    }


def kill_and_run_again(kind: str, times: int, desk: Path, start: Start, cli: Cli) -> list[str]:
    """Kill so many runs, each on a warehouse of its own; the next run leaves what one leaves that was not killed.

    Returns what was amiss after each: rows lost, rows too many, unsound integrity, outcomes that are neither.
    """
    moments = random_moments()
    amiss: list[str] = []
    with KINDS[kind](desk, cli) as case:

        def run(name: str) -> None:
            result = cli(*case.arguments, "--warehouse", name, **case.environment)
            assert result.returncode == 0, result.stderr

        def prepared(name: str) -> Path:
            if case.before is not None:
                (desk / name).write_bytes(case.before)
            return desk / name

        whole = prepared("whole.duckdb")
        run(whole.name)
        expected = left(whole)
        assert [table for table in case.must_have if not expected[table]] == []
        runs_before = len(Warehouse(whole).read("from runs")) - 1
        for attempt in range(times):
            warehouse = prepared(f"killed{attempt}.duckdb")
            process = start(*case.arguments, "--warehouse", warehouse.name, **case.environment)
            kill_after(process.stderr, moments.randrange(case.steps))
            time.sleep(moments.uniform(0, LONGEST_PAUSE_S))  # anywhere between two articles, not only at their ends
            process.kill()
            process.communicate()
            if warehouse.exists():
                amiss += [f"kill {attempt}: {finding}" for finding in check_integrity(warehouse)]
            run(warehouse.name)
            amiss += [f"kill {attempt}: {told}" for told in differences(left(warehouse), expected)]
            rows = Warehouse(warehouse).read("select outcome from runs order by started_at")
            outcomes = [row["outcome"] for row in rows][runs_before:]
            # An ingest that was killed once all was done leaves nothing due, and the next one opens no run.
            ends = (
                ["completed"],
                ["completed", "completed"],
                ["stopped", "completed"],
                *([["stopped"]] * (kind == "ingest")),
            )
            if outcomes not in ends:
                amiss.append(f"kill {attempt}: the runs ended as {outcomes}")
            amiss += [f"kill {attempt}, run again: {finding}" for finding in check_integrity(warehouse)]
    return amiss


def differences(found: Mapping[str, Counter[str]], expected: Mapping[str, Counter[str]]) -> list[str]:
    """Each row that is there less or more often than it should be."""
    return [
        f"{table}: {how} {row}"
        for table in sorted(expected.keys() | found.keys())
        for how, rows in (
            ("lost", expected.get(table, Counter()) - found.get(table, Counter())),
            ("too many", found.get(table, Counter()) - expected.get(table, Counter())),
        )
        for row in rows.elements()
    ]


def kill_after(messages: Any, number: int) -> None:
    """Read what a run tells until so many articles are done, or until it ends."""
    for line in messages:
        told = re.match(r"\[(\d+)/\d+\]", line)
        if number == 0 or (told and int(told[1]) >= number):
            return


@pytest.mark.parametrize("kind", KINDS)
def test_killed_three_times_at_random_moments(kind: str, tmp_path: Path, start: Start, cli: Cli) -> None:
    assert kill_and_run_again(kind, 3, tmp_path, start, cli) == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_killed_twenty_times_at_random_moments(kind: str, tmp_path: Path, start: Start, cli: Cli) -> None:
    assert kill_and_run_again(kind, 20, tmp_path, start, cli) == []


def test_a_doubled_row_is_seen(tmp_path: Path, cli: Cli) -> None:
    """What the tests above compare by: a row that is there twice is as much amiss as one that is lost."""
    fill_desk(tmp_path)
    result = cli("check", "articles", "--corpus", "corpus", "--warehouse", "desk.duckdb")
    assert result.returncode == 0, result.stderr
    expected = left(tmp_path / "desk.duckdb")
    with duckdb.connect(tmp_path / "desk.duckdb") as connection:
        connection.execute("INSERT INTO verdicts FROM verdicts ORDER BY verdict_id LIMIT 1")
        connection.execute("DELETE FROM passages WHERE passage_id = (SELECT min(passage_id) FROM passages)")
    (lost, doubled) = differences(left(tmp_path / "desk.duckdb"), expected)
    assert lost.startswith("passages: lost {'passage_id'")
    assert doubled.startswith("verdicts: too many {")
