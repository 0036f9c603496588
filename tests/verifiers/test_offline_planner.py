"""Queries without a model: of several purposes, from the claim's own words, and always the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verifiers import builders
from verifiers.planners.offline import OfflinePlanner
from warehouse.records import Claim

QUANTITY = builders.claim(
    "Norvik Bank cut 1,200 jobs in Tallinn in January 2025.",
    about=("2025-01-01", "2025-01-31"),
    kind="quantity",
    entities=["Norvik Bank", "Tallinn"],
)
QUOTE = builders.claim(
    "Dana Whitlock said that the bridge would open again.",
    kind="quote",
    speaker="Dana Whitlock",
    quote='"The bridge will be open again before the first snow," Dana Whitlock said',
)
ACT = builders.claim(
    "The General Assembly adopted the resolution on Freedonia by 93 votes.",
    about=("2025-02-24", "2025-02-24"),
    entities=["General Assembly", "Freedonia"],
)


def planned(claim: Claim) -> dict[str, str]:
    return {query.purpose: query.text for query in OfflinePlanner().queries(claim)}


def test_confirming_has_names_numbers_and_the_month() -> None:
    assert planned(QUANTITY)["confirm"] == "Norvik Bank cut 1,200 jobs Tallinn January 2025"


def test_refuting_leaves_out_the_number_that_may_be_wrong() -> None:
    refuting = planned(ACT)["refute"]
    assert "93" not in refuting
    assert {"General", "Assembly", "Freedonia", "resolution"} <= set(refuting.split())
    assert "adopted" not in refuting


def test_a_quotation_is_looked_for_as_it_stands() -> None:
    assert planned(QUOTE)["exact_words"] == 'Dana Whitlock "The bridge will be open again before the first snow"'
    assert "exact_words" not in planned(QUANTITY)


def test_an_act_is_looked_for_in_its_own_record() -> None:
    assert planned(ACT)["primary_source"] == "General Assembly resolution Freedonia votes 2025"


def test_a_long_claim_keeps_its_names_and_numbers() -> None:
    filler = " ".join(f"adjective{chr(97 + n)}" for n in range(20))
    claim = builders.claim(
        f"The {filler} plan of Helena Marsh costs 12 crowns in Belarus.", entities=["Helena Marsh", "Belarus"]
    )
    assert {"Helena", "Marsh", "12", "Belarus"} <= set(planned(claim)["confirm"].split())
    assert len(planned(claim)["confirm"].split()) <= 16


@pytest.mark.parametrize("text", ["He did it.", "?!", "Да.", "the of and"])
def test_a_claim_without_telling_words_is_searched_as_it_stands(text: str) -> None:
    assert planned(builders.claim(text))


@given(st.text(min_size=1, max_size=200), st.sampled_from(["event", "quote", "quantity"]))
def test_any_claim_has_one_to_four_queries_of_its_own(text: str, kind: str) -> None:
    claim = builders.claim(text, kind=kind, speaker="Ann" if kind == "quote" else None)  # type: ignore[arg-type]
    queries = OfflinePlanner().queries(claim)
    assert 1 <= len(queries) <= 4
    assert len({query.text for query in queries}) == len({query.query_id for query in queries}) == len(queries)
    assert {query.claim_id for query in queries} == {claim.claim_id}
    assert queries == OfflinePlanner().queries(claim)


async def test_plans_all_claims_in_order() -> None:
    claims = [QUANTITY, QUOTE, ACT]
    result = await OfflinePlanner().plan(builders.article(), claims, run_id="run_one")
    assert list(dict.fromkeys(query.claim_id for query in result.queries)) == [claim.claim_id for claim in claims]
    assert result.failures == ()
