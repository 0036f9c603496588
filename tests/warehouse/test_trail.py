"""One claim with all that led to its verdict."""

from pathlib import Path

import pytest

from flows.showing import trail_lines
from tests.warehouse.records_made import (
    Newsroom,
    claim_of,
    failure_at,
    hours,
    newsroom,
    review_of,
    step,
    succeeds,
    verdict_on,
)
from warehouse.errors import QueryError, WarehouseMissingError
from warehouse.records import ClaimLink
from warehouse.store import Warehouse
from warehouse.trail import claim_trail


@pytest.fixture
def house(warehouse: Warehouse) -> Newsroom:
    made = newsroom()
    warehouse.commit(made.records())
    return made


def test_a_checked_claim_s_whole_trail(warehouse: Warehouse, house: Newsroom) -> None:
    second = verdict_on(house.toll, house.verdict.verdict_id, hours(2))
    review = review_of(house.toll, "refuted", hours(3))
    failure = failure_at(house.toll.claim_id, "search", hours(4))
    warehouse.commit([second, review, failure])
    trail = claim_trail(warehouse.path, house.toll.claim_id)
    assert trail is not None
    assert (trail.claim, trail.article, trail.version, trail.extraction) == (
        house.toll, house.article, house.version, house.extraction,
    )  # fmt: skip
    assert (trail.status, trail.status_reason) == ("checked", None)
    assert trail.queries == (house.query,)
    assert trail.searches == (house.search,)
    assert trail.passages == (house.passage,)
    assert trail.documents == (house.document,)
    assert trail.judgements == (house.judgement,)
    assert trail.verdicts == (house.verdict, second)
    assert trail.standing == second
    assert trail.reviews == (review,)
    assert trail.failures == (failure,)
    assert trail.steps == (house.steps[1],)
    assert trail.ancestor_ids == ()


def test_a_claim_without_a_verdict_has_the_reason(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([step(house.traffic.claim_id, "select", outcome="skipped", note="below the threshold")])
    trail = claim_trail(warehouse.path, house.traffic.claim_id)
    assert trail is not None
    assert (trail.status, trail.status_reason, trail.standing) == ("unchecked", "below the threshold", None)
    assert trail.verdicts == ()


def test_what_was_found_for_the_claim_before_is_part_of_it(warehouse: Warehouse, house: Newsroom) -> None:
    extraction = house.extraction.model_copy(
        update={
            "extraction_id": "ext_2",
            "follows": house.extraction.extraction_id,
            "claim_count": 1,
            "extracted_at": hours(5),
        }
    )
    newer = claim_of(house.article, house.version, "ext_2", house.toll.quote, text="The toll is 4 euros.")
    link = succeeds(newer, house.toll)
    warehouse.commit([extraction, newer, link])
    trail = claim_trail(warehouse.path, newer.claim_id)
    assert trail is not None
    assert trail.ancestor_ids == (house.toll.claim_id,)
    assert trail.links == (link,)
    assert trail.standing == house.verdict
    assert trail.passages == (house.passage,)
    replaced = claim_trail(warehouse.path, house.toll.claim_id)
    assert replaced is not None
    assert replaced.status_reason == "a newer extraction no longer has this claim"


def test_a_claim_may_be_named_by_the_beginning_of_its_id(warehouse: Warehouse, house: Newsroom) -> None:
    for name in (house.toll.claim_id[:12], house.toll.claim_id[4:12], f" {house.toll.claim_id} "):
        trail = claim_trail(warehouse.path, name)
        assert trail is not None
        assert trail.claim == house.toll


def test_an_ambiguous_beginning_lists_the_candidates(warehouse: Warehouse, house: Newsroom) -> None:
    with pytest.raises(QueryError, match="beginning of 3 claims, so give more of it") as caught:
        claim_trail(warehouse.path, "clm_")
    assert all(claim.claim_id in str(caught.value) for claim in (house.toll, house.traffic, house.sad))


def test_a_whole_id_wins_over_longer_ones(warehouse: Warehouse, house: Newsroom) -> None:
    longer = house.traffic.model_copy(update={"claim_id": house.traffic.claim_id + "0"})
    warehouse.commit([longer])
    trail = claim_trail(warehouse.path, house.traffic.claim_id)
    assert trail is not None
    assert trail.claim == house.traffic


def test_a_claim_that_is_not_there(warehouse: Warehouse, house: Newsroom, tmp_path: Path) -> None:
    assert claim_trail(warehouse.path, "clm_unknown") is None
    assert claim_trail(warehouse.path, "%") is None
    with pytest.raises(QueryError, match="give a claim_id"):
        claim_trail(warehouse.path, " ")
    with pytest.raises(WarehouseMissingError):
        claim_trail(tmp_path / "nowhere.duckdb", house.toll.claim_id)


def test_where_else_the_claim_is_said(warehouse: Warehouse, house: Newsroom) -> None:
    other = newsroom("ferry")
    link = ClaimLink(
        from_claim_id=other.toll.claim_id, to_claim_id=house.toll.claim_id, relation="same_as", made_by="a test"
    )
    warehouse.commit([*other.records(), link])
    for one, elsewhere in ((house, other), (other, house)):
        trail = claim_trail(warehouse.path, one.toll.claim_id)
        assert trail is not None
        assert [found.claim_id for found in trail.elsewhere] == [elsewhere.toll.claim_id]
        assert (trail.elsewhere[0].url, trail.elsewhere[0].is_reprint) == (elsewhere.article.url, False)
        assert f"ALSO SAID IN\n  {elsewhere.toll.claim_id}" in "\n".join(trail_lines(trail))
    alone = claim_trail(warehouse.path, house.traffic.claim_id)
    assert alone is not None
    assert alone.elsewhere == ()
