from datetime import UTC, date, datetime

import pytest

from flows.selection import NO_SOURCE, reason_not_to_check, select_claims
from warehouse.records import Claim

TODAY = datetime(2025, 3, 3, 12, tzinfo=UTC)


def claim(**fields: object) -> Claim:
    base: dict[str, object] = {
        "claim_id": "clm_1",
        "extraction_id": "ext_1",
        "article_id": "art_1",
        "version_id": "ver_1",
        "ordinal": 0,
        "quote": "The dam burst.",
        "start": 0,
        "end": 14,
        "text": "The dam burst.",
        "kind": "event",
        "checkable": True,
        "checkworthiness": 0.5,
    }
    return Claim.model_validate(base | fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"checkworthiness": 0.4}, None),
        ({"checkworthiness": 0.39}, "check-worthiness 0.39 is below the threshold 0.40"),
        ({"status": "sole_witness"}, "only this outlet can know that it was said"),
        ({"status": "awaiting_event", "about_to": date(2025, 3, 3)}, "awaits 2025-03-03"),
        ({"status": "awaiting_event", "about_to": date(2025, 3, 2)}, None),
        ({"status": "awaiting_event"}, "awaits an event without a date"),
    ],
)
def test_why_a_claim_is_not_due(fields: dict[str, object], expected: str | None):
    assert reason_not_to_check(claim(**fields), threshold=0.4, today=TODAY.date()) == expected


def test_every_checkable_claim_keeps_its_decision_and_no_other_has_one():
    worthy = claim(claim_id="clm_a")
    trivial = claim(claim_id="clm_b", checkworthiness=0.1)
    opinion = claim(claim_id="clm_c", checkable=False, not_checkable_reason="an opinion", status="not_checkable")
    due, steps = select_claims([worthy, trivial, opinion], threshold=0.4, searchable=True, run_id="run_1", at=TODAY)
    assert due == [worthy]
    assert {(step.item_id, step.outcome, step.note) for step in steps} == {
        ("clm_a", "done", None),
        ("clm_b", "skipped", "check-worthiness 0.10 is below the threshold 0.40"),
    }


def test_without_a_source_nothing_is_due_and_the_reason_says_what_to_give():
    due, (step,) = select_claims([claim()], threshold=0.4, searchable=False, run_id="run_1", at=TODAY)
    assert due == []
    assert (step.outcome, step.note) == ("skipped", NO_SOURCE)
