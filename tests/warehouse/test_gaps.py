"""What a claim's evidence lacks: what was looked for and not found, what could not be read, what would settle it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.warehouse.records_made import Newsroom, failure_at, fetch_of, hours, newsroom, verdict_on
from warehouse.records import Query, Search, Unread, content_id
from warehouse.store import Warehouse

WALL = Unread(
    url="https://walled.example/toll",
    title="The toll",
    error="PaywalledError",
    reason="its text is for subscribers: read it yourself",
    transient=False,
)


@pytest.fixture
def house(warehouse: Warehouse) -> Iterator[Newsroom]:
    made = newsroom()
    with warehouse.session():
        warehouse.commit(made.records())
        yield made


def query(house: Newsroom, text: str, purpose: str = "refute", **fields: Any) -> Query:
    base: dict[str, Any] = {
        "query_id": content_id("qry", text, fields.get("planner_version")),
        "claim_id": house.traffic.claim_id,
        "text": text,
        "purpose": purpose,
        "planner": "offline",
        "planner_version": "1",
    }
    return Query(**base | fields)


def search(of: Query, source: str = "corpus", outcome: str = "nothing", **fields: Any) -> Search:
    base: dict[str, Any] = {
        "search_id": content_id("sea", of.query_id, source, outcome, fields.get("searched_at")),
        "query_id": of.query_id,
        "claim_id": of.claim_id,
        "source": source,
        "source_version": "1",
        "outcome": outcome,
        "searched_at": hours(0),
        "run_id": "run_1",
    }
    return Search(**base | fields)


def gaps(warehouse: Warehouse, house: Newsroom) -> list[dict[str, Any]]:
    return warehouse.read(
        "SELECT * FROM evidence_gaps WHERE claim_id = ? ORDER BY gap, query, source, url", [house.traffic.claim_id]
    )


def kinds(warehouse: Warehouse, house: Newsroom) -> list[tuple[str, str | None, str | None]]:
    return [(row["gap"], row["query"], row["source"]) for row in gaps(warehouse, house)]


def undecided(house: Newsroom, **fields: Any) -> Any:
    versions = {"planner": "offline 1", "rules": "min_origins=2"}
    return verdict_on(house.traffic, **{"versions": versions, **fields})


def test_a_claim_whose_searches_found_something_has_none(warehouse: Warehouse, house: Newsroom) -> None:
    assert warehouse.read("SELECT * FROM evidence_gaps") == []


def test_what_was_looked_for_in_vain_is_told_for_each_source(warehouse: Warehouse, house: Newsroom) -> None:
    one, other = query(house, "bridge traffic count"), query(house, "traffic survey", "primary_source")
    warehouse.commit([one, other, search(one), search(one, "web"), search(other), search(other, "web", "found")])
    assert kinds(warehouse, house) == [
        ("nothing found", "bridge traffic count", "corpus"),
        ("nothing found", "bridge traffic count", "web"),
        ("nothing found", "traffic survey", "corpus"),
    ]
    assert gaps(warehouse, house)[0]["would_settle"] is not None
    assert gaps(warehouse, house)[0]["claim"] == house.traffic.text


def test_what_was_found_once_is_no_gap(warehouse: Warehouse, house: Newsroom) -> None:
    one = query(house, "bridge traffic count")
    warehouse.commit([one, search(one), search(one, outcome="found", searched_at=hours(1))])
    assert gaps(warehouse, house) == []


def test_what_was_looked_for_again_in_vain_is_of_that_time(warehouse: Warehouse, house: Newsroom) -> None:
    one = query(house, "bridge traffic count")
    outage = search(one, outcome="failed", searched_at=hours(1))
    warehouse.commit([one, search(one, asked_again_at=hours(2)), outage])
    (row,) = gaps(warehouse, house)
    assert (row["gap"], row["searched_at"]) == ("nothing found", hours(2))


def test_a_source_that_could_not_be_asked_is_told_with_the_reason(warehouse: Warehouse, house: Newsroom) -> None:
    one = query(house, "bridge traffic count")
    failure = failure_at("web", "search", message="the key was refused: check it")
    warehouse.commit([one, search(one, "web", "failed"), failure])
    (row,) = gaps(warehouse, house)
    assert (row["gap"], row["source"], row["reason"]) == (
        "could not be searched", "web", "the key was refused: check it",
    )  # fmt: skip


def test_a_query_that_no_source_is_asked(warehouse: Warehouse, house: Newsroom) -> None:
    one, other = query(house, "bridge traffic count"), query(house, "was it checked", "earlier_fact_check")
    warehouse.commit([one, other, search(one, outcome="found")])
    assert kinds(warehouse, house) == [("no source is asked this", "was it checked", None)]


def test_a_page_that_could_not_be_read_is_told_once_until_it_is(warehouse: Warehouse, house: Newsroom) -> None:
    one, other = query(house, "bridge traffic count"), query(house, "traffic survey")
    found = {"outcome": "found", "unread": (WALL,)}
    warehouse.commit([one, other, search(one, **found), search(other, **found)])
    (row,) = gaps(warehouse, house)
    assert (row["gap"], row["url"], row["title"]) == ("page not read", WALL.url, "The toll")
    assert row["reason"] == "PaywalledError: its text is for subscribers: read it yourself"
    warehouse.commit([fetch_of("0" * 64, url=WALL.url)])
    assert gaps(warehouse, house) == []


def test_an_undecided_claim_is_told_what_would_settle_it(warehouse: Warehouse, house: Newsroom) -> None:
    one = query(house, "bridge traffic count")
    warehouse.commit([one, search(one), undecided(house)])
    rows = gaps(warehouse, house)
    assert [row["gap"] for row in rows] == ["nothing found", "undecided"]
    assert rows[1]["reason"] == "Nothing was found."
    assert {row["would_settle"] for row in rows} == {
        "The figure from whoever counts it, for the same thing and the same time; 2 independent origins, or one "
        "primary record. Nothing was found by queries to: refute."
    }


@pytest.mark.parametrize(
    ("origins", "words"),
    [
        ((1, 0), "; 1 more independent origin, or one primary record."),
        ((0, 1), "; 1 more independent origin, or one primary record."),
        ((1, 1), "; 2 independent origins on one side, with no more on the other."),
        ((2, 2), "; 4 independent origins on one side, with no more on the other."),
        ((3, 2), "; 4 independent origins on one side, with no more on the other."),
        ((4, 1), "; another independent origin that says so plainly."),
    ],
)
def test_how_much_is_missing(warehouse: Warehouse, house: Newsroom, origins: tuple[int, int], words: str) -> None:
    warehouse.commit([undecided(house, origins_supporting=origins[0], origins_refuting=origins[1])])
    (row,) = gaps(warehouse, house)
    assert row["would_settle"].endswith(words)


def test_a_decided_claim_needs_nothing(warehouse: Warehouse, house: Newsroom) -> None:
    one = house.query.model_copy(update={"query_id": "qry_new", "text": "toll refuted"})
    looked = search(one, claim_id=house.toll.claim_id)
    versions = {"planner": "rules 1"}
    second = verdict_on(
        house.toll, house.verdict.verdict_id, hours(1), label="supported", label_when_said="supported",
        cited_passage_ids=(house.passage.passage_id,), versions=versions,
    )  # fmt: skip
    warehouse.commit([one, looked, second])
    (row,) = warehouse.read("SELECT * FROM evidence_gaps")
    assert (row["gap"], row["query"], row["would_settle"]) == ("nothing found", "toll refuted", None)


def test_the_queries_of_another_planner_are_no_gaps_of_the_verdict_that_stands(
    warehouse: Warehouse, house: Newsroom
) -> None:
    old = query(house, "what the planner of before proposed", planner_version="0")
    new = query(house, "bridge traffic count")
    warehouse.commit([old, new, search(old), search(new), undecided(house)])
    assert kinds(warehouse, house) == [("nothing found", "bridge traffic count", "corpus"), ("undecided", None, None)]
