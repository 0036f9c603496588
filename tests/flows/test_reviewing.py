"""A person's decision on a claim: stored beside those before it, and the latest stands."""

from datetime import timedelta

import pytest

from flows.reviewing import add_review, label_from
from tests.flows.conftest import blank_warehouse
from tests.warehouse.records_made import claim_of, hours, newsroom, succeeds
from warehouse.errors import BadInputError, QueryError
from warehouse.store import Warehouse


@pytest.fixture
def warehouse(tmp_path) -> Warehouse:  # type: ignore[no-untyped-def]
    made = blank_warehouse(tmp_path / "claimhouse.duckdb")
    made.commit(newsroom().records())
    return made


TOLL = newsroom().toll.claim_id


def add(warehouse: Warehouse, label: str, *, note: str = "The council's minutes say so.", hour: float = 50) -> bool:
    return add_review(warehouse, TOLL[:12], label, note=note, reviewer="Ines", now=hours(hour))[2]


def believed(warehouse: Warehouse) -> tuple[str, str]:
    [row] = warehouse.read("SELECT label, decided_by FROM current_verdicts WHERE claim_id = ?", [TOLL])
    return row["label"], row["decided_by"]


def test_the_latest_review_outranks_the_machine_and_none_is_lost(warehouse: Warehouse) -> None:
    before = len(warehouse.reviews([TOLL]))
    assert add(warehouse, "refuted")
    assert believed(warehouse) == ("refuted", "Ines")
    assert add(warehouse, "supported", hour=51)
    assert add(warehouse, "refuted", hour=52)
    assert believed(warehouse) == ("refuted", "Ines")
    assert len(warehouse.reviews([TOLL])) == before + 3


def test_the_same_decision_again_writes_nothing(warehouse: Warehouse) -> None:
    assert add(warehouse, "refuted")
    assert not add(warehouse, "refuted", hour=51)


def test_a_decision_outranks_those_before_it_whatever_the_clocks_say(warehouse: Warehouse) -> None:
    assert add(warehouse, "refuted", hour=52)
    assert add(warehouse, "supported", hour=51)
    assert believed(warehouse) == ("supported", "Ines")


def test_a_decision_is_taken_back_on_whichever_reading_of_the_article_it_was_made(warehouse: Warehouse) -> None:
    house = newsroom()
    extraction = house.extraction.model_copy(
        update={"extraction_id": "ext_newer", "follows": house.extraction.extraction_id, "extracted_at": hours(24)}
    )
    heir = claim_of(house.article, house.version, "ext_newer", house.toll.quote, text="The toll is 4 euros.")
    warehouse.commit([extraction, heir, succeeds(heir, house.toll)])
    assert add(warehouse, "supported")
    add_review(warehouse, heir.claim_id, "refuted", note="It was amended.", reviewer="Ines", now=hours(60))
    assert add(warehouse, "supported", hour=59), "it does not stand any more"
    [row] = warehouse.read("SELECT label FROM current_verdicts WHERE claim_id = ?", [heir.claim_id])
    assert row["label"] == "supported"


@pytest.mark.parametrize("typed", ["not_enough_evidence", "Not enough evidence", "not-enough-evidence"])
def test_a_label_may_be_typed_as_it_is_spoken(typed: str) -> None:
    assert label_from(typed) == "not_enough_evidence"


def test_what_cannot_be_a_review_is_refused_in_a_sentence(warehouse: Warehouse) -> None:
    with pytest.raises(BadInputError, match="probably is not a label: use supported, refuted"):
        add(warehouse, "probably")
    with pytest.raises(BadInputError, match="There is no claim clm_nowhere"):
        add_review(warehouse, "clm_nowhere", "refuted", note="No.", reviewer="Ines", now=hours(1))
    with pytest.raises(BadInputError, match="reasons and a name"):
        add(warehouse, "refuted", note=" ")
    with pytest.raises(QueryError, match="so give more of it"):
        add_review(warehouse, "clm_", "refuted", note="No.", reviewer="Ines", now=hours(1) + timedelta(days=1))
