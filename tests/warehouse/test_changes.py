"""What changed and why, what was believed when, and what is due: as SQL users ask it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.warehouse.records_made import (
    NOON,
    Newsroom,
    failure_at,
    hours,
    newsroom,
    review_of,
    step,
    succeeds,
    verdict_on,
)
from tests.warehouse.test_views import _newer
from warehouse.records import Claim, Flag, content_id
from warehouse.store import Warehouse

DECIDED = {"label": "refuted", "label_when_said": "refuted", "cited_passage_ids": ("psg_x",)}


@pytest.fixture
def house(warehouse: Warehouse) -> Iterator[Newsroom]:
    made = newsroom()
    with warehouse.session():
        warehouse.commit(made.records())
        yield made


def _changes(warehouse: Warehouse) -> list[dict[str, Any]]:
    return warehouse.read("SELECT * FROM verdict_changes ORDER BY changed_at, claim_id")


def _flag(claim_id: str, at: float) -> Flag:
    return Flag(flag_id=f"flg_{at}", claim_id=claim_id, note="A reader wrote.", flagged_by="Ada", flagged_at=hours(at))


def _due(warehouse: Warehouse, at: float, **policy: Any) -> list[tuple[str, str]]:
    given = "".join(f", {name} := {value}" for name, value in policy.items())
    rows = warehouse.read(f"SELECT claim_id, reason FROM due_claims(moment := ?{given}) ORDER BY ALL", [hours(at)])
    return [(row["claim_id"], row["reason"]) for row in rows]


def test_a_flip_names_what_came_what_went_and_which_versions_changed(warehouse: Warehouse, house: Newsroom) -> None:
    documents = [
        house.document.model_copy(update={"document_id": name, "publisher": publisher, "url": url})
        for name, publisher, url in (
            ("doc_a", "The Ferry", "https://ferry.example/1"),
            ("doc_b", "The Ferry", "https://ferry.example/1"),
            ("doc_c", "The Coast", "https://coast.example/1"),
            ("doc_d", "The Wire", None),
        )
    ]
    first = verdict_on(
        house.toll,
        house.verdict.verdict_id,
        hours(1),
        versions={"documents": "doc_a doc_d", "judge.nli": "1", "verify": "2"},
    )
    second = verdict_on(
        house.toll, first.verdict_id, hours(2), cause="code_changed", changed=("judge.nli: 1 -> 2",),
        versions={"documents": "doc_b doc_c", "judge.nli": "2", "verify": "2", "rules": "3"}, **DECIDED,
    )  # fmt: skip
    same = verdict_on(house.toll, second.verdict_id, hours(3), versions={"judge.nli": "3"}, **DECIDED)
    warehouse.commit([*documents, first, second, same])
    to_undecided, flip = _changes(warehouse)
    assert (to_undecided["before"], to_undecided["after"]) == ("supported", "not_enough_evidence")
    assert (flip["before"], flip["after"], flip["cause"]) == ("not_enough_evidence", "refuted", "code_changed")
    assert (flip["verdict_id"], flip["follows"]) == (second.verdict_id, first.verdict_id)
    assert (flip["decided_by"], flip["changed_at"], flip["is_outranked"]) == ("machine", hours(2), False)
    assert flip["changed"] == ["judge.nli: 1 -> 2"]
    assert [(one["what"], one["document_id"]) for one in flip["documents"]] == [
        ("new", "doc_c"),
        ("changed", "doc_b"),
        ("gone", "doc_d"),
    ]
    assert flip["versions"] == [
        {"component": "judge.nli", "before": "1", "after": "2"},
        {"component": "rules", "before": None, "after": "3"},
    ]
    assert (flip["claim"], flip["headline"], flip["outlet"]) == (house.toll.text, "Bridge toll rises", "Island Post")


def test_a_person_s_decision_is_a_change_and_outranks_the_machine_s(warehouse: Warehouse, house: Newsroom) -> None:
    later = verdict_on(house.toll, house.verdict.verdict_id, hours(3))
    warehouse.commit(
        [
            review_of(house.toll, "supported", hours(1)),
            review_of(house.toll, "refuted", hours(2)),
            later,
            review_of(house.traffic, "refuted", hours(1)),
        ]
    )
    by_desk, by_machine = _changes(warehouse)
    assert (by_desk["before"], by_desk["after"], by_desk["cause"]) == ("supported", "refuted", "review")
    assert (by_desk["decided_by"], by_desk["changed"], by_desk["verdict_id"]) == ("Ola", ["I rang the harbour."], None)
    assert by_desk["follows"] == house.verdict.verdict_id
    assert (by_machine["after"], by_machine["is_outranked"]) == ("not_enough_evidence", True)


def test_a_decision_that_a_claim_has_inherited_is_what_the_next_one_changes(
    warehouse: Warehouse, house: Newsroom
) -> None:
    refuted = verdict_on(house.toll, house.verdict.verdict_id, hours(1), **DECIDED)
    extraction, heir, link = _newer(house)
    assert isinstance(heir, Claim)
    warehouse.commit([refuted, review_of(house.toll, "supported", hours(2)), extraction, heir, link])
    warehouse.commit([review_of(heir, "refuted", hours(30))])
    *_, last = _changes(warehouse)
    assert (last["claim_id"], last["before"], last["after"]) == (heir.claim_id, "supported", "refuted")


def test_at_the_end_of_time_stands_what_stands_now(warehouse: Warehouse, house: Newsroom) -> None:
    second = verdict_on(house.toll, house.verdict.verdict_id, hours(3))
    warehouse.commit([second, review_of(house.traffic, "refuted", hours(4)), *_newer(house)])
    columns = (
        "claim_id, label, label_when_said, machine_label, confidence, issues, rationale, cause, decided_by, decided_at"
    )
    now = warehouse.read(f"SELECT {columns} FROM current_verdicts WHERE label IS NOT NULL ORDER BY ALL")
    assert now
    assert warehouse.read(f"SELECT {columns} FROM verdict_as_of('infinity') ORDER BY ALL") == now


def test_what_was_believed_then_is_told_of_the_claims_of_then(warehouse: Warehouse, house: Newsroom) -> None:
    extraction, claim, link = _newer(house)
    warehouse.commit([extraction, claim, link])
    ids = "SELECT claim_id FROM verdict_as_of(?)"
    assert warehouse.read(ids, [hours(-1)]) == []
    assert warehouse.read(ids, [hours(23)]) == [{"claim_id": house.toll.claim_id}]
    assert warehouse.read(ids, [hours(24)]) == [{"claim_id": getattr(claim, "claim_id", None)}]


def test_a_claim_is_due_when_its_label_is_old(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([step(house.traffic.claim_id, "verify"), verdict_on(house.traffic)])
    assert _due(warehouse, 71) == []
    assert _due(warehouse, 72) == [(house.traffic.claim_id, "age")]
    assert _due(warehouse, 90 * 24) == sorted([(house.traffic.claim_id, "age"), (house.toll.claim_id, "age")])
    assert _due(warehouse, 72, not_enough_evidence_days="NULL") == []
    assert _due(warehouse, 12, not_enough_evidence_days=0.5) == [(house.traffic.claim_id, "age")]
    warehouse.commit([step(house.traffic.claim_id, "verify", hours(70))])
    assert _due(warehouse, 72) == []


def test_what_was_never_checked_or_did_not_come_through_is_due(warehouse: Warehouse, house: Newsroom) -> None:
    assert _due(warehouse, 1) == [(house.traffic.claim_id, "unfinished")]
    assert _due(warehouse, 1, threshold=0.9) == []
    warehouse.commit([failure_at(house.toll.claim_id, "search", hours(2))])
    assert (house.toll.claim_id, "unfinished") in _due(warehouse, 3)
    warehouse.commit([step(house.toll.claim_id, "verify", hours(4))])
    assert (house.toll.claim_id, "unfinished") not in _due(warehouse, 5)


def test_a_flag_is_open_until_the_claim_was_checked_whatever_it_is_called_now(
    warehouse: Warehouse, house: Newsroom
) -> None:
    warehouse.commit([_flag(house.toll.claim_id, 1)])
    assert (house.toll.claim_id, "flag") not in _due(warehouse, 0.5)
    assert (house.toll.claim_id, "flag") in _due(warehouse, 1)
    extraction, claim, link = _newer(house)
    warehouse.commit([extraction, claim, link])
    newer = str(getattr(claim, "claim_id", ""))
    assert (newer, "flag") in _due(warehouse, 25)
    warehouse.commit([step(newer, "verify", hours(25))])
    assert (newer, "flag") not in _due(warehouse, 26)


def test_a_prediction_is_due_once_its_day_has_passed(warehouse: Warehouse, house: Newsroom) -> None:
    other = newsroom("vote")
    waiting = other.traffic.model_copy(
        update={"claim_id": content_id("clm", "vote"), "status": "awaiting_event", "about_to": NOON.date()}
    )
    records = [one for one in other.records() if one != other.traffic]
    warehouse.commit([*records, waiting, succeeds(waiting, other.traffic)])
    assert (waiting.claim_id, "event") not in _due(warehouse, 11)
    assert (waiting.claim_id, "event") in _due(warehouse, 13)
    warehouse.commit([step(waiting.claim_id, "verify", hours(14))])
    assert (waiting.claim_id, "event") not in _due(warehouse, 15)
