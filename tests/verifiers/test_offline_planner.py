"""Queries without a model: of several purposes, from the claim's own words, and always the same."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verifiers import builders
from verifiers.planners import records
from verifiers.planners.offline import OfflinePlanner
from verifiers.planners.wording import best, telling_terms
from verifiers.protocols import Tried
from warehouse.records import Claim, Document

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
    quote='"The bridge will be open [to cars] again before the first snow. It is safe," Dana Whitlock said',
)
ACT = builders.claim(
    "The General Assembly adopted the resolution on Freedonia by 93 votes on 24 February 2025.",
    about=("2025-02-24", "2025-02-24"),
    entities=["General Assembly", "Freedonia"],
)
RATE = builders.claim("Unemployment in Kenya fell to 4 percent in 2024.", entities=["Kenya"])


def planned(claim: Claim) -> dict[str, str]:
    """The query of each purpose; of two that confirm, the first."""
    return {query.purpose: query.text for query in reversed(OfflinePlanner().queries(claim))}


def words_of(text: str) -> set[str]:
    return set(text.split())


def test_confirming_has_names_numbers_and_the_time() -> None:
    assert planned(QUANTITY)["confirm"] == "Norvik Bank cut 1,200 jobs Tallinn January 2025"
    assert planned(ACT)["confirm"].endswith("24 February 2025")


def test_refuting_leaves_out_the_number_and_the_verb_that_may_be_wrong() -> None:
    refuting = words_of(planned(ACT)["refute"])
    assert {"General", "Assembly", "Freedonia", "resolution", "February", "2025"} <= refuting
    assert not {"93", "24", "adopted"} & refuting
    assert "4" not in words_of(planned(RATE)["refute"])


def test_texts_that_use_other_names_are_looked_for_too() -> None:
    first, second = (query.text for query in OfflinePlanner().queries(RATE) if query.purpose == "confirm")
    assert words_of(second) > words_of(first) - {"4", "percent"}
    assert {"Kenyan", "jobless"} <= words_of(second)
    assert "Kenyan" not in first
    who = builders.claim("Somebody asked who counted the votes in the hall.")
    assert "Health" not in " ".join(query.text for query in OfflinePlanner().queries(who))


def test_a_quotation_is_looked_for_as_it_stands_up_to_what_an_editor_put_in() -> None:
    assert planned(QUOTE)["exact_words"] == 'Dana Whitlock "The bridge will be open"'
    assert "exact_words" not in planned(QUANTITY)


def test_nobody_looks_for_a_senior_official_by_that_name() -> None:
    unnamed = QUOTE.model_copy(update={"speaker": "a senior official", "speaker_named": False})
    assert planned(unnamed)["exact_words"] == '"The bridge will be open"'
    assert "primary_source" not in planned(unnamed)


def test_words_that_the_article_gives_in_their_own_language_are_looked_for_in_it() -> None:
    spoken = "Wir haben die Brücke gestern wieder für alle Fahrzeuge geöffnet"
    said = builders.claim(
        f'Dana Whitlock said: "We have opened the bridge to every car again" ({spoken}).',
        kind="quote",
        speaker="Dana Whitlock",
    )
    exact = {query.language: query.text for query in OfflinePlanner().queries(said) if query.purpose == "exact_words"}
    assert exact == {
        None: 'Dana Whitlock "We have opened the bridge to every car again"',
        "de": f'Dana Whitlock "{spoken}"',
    }
    others = [query.text for query in OfflinePlanner().queries(said) if query.purpose != "exact_words"]
    assert not any("Fahrzeuge" in text for text in others)


@pytest.mark.parametrize(
    ("claim", "record"),
    [
        (ACT, "resolution text voting record"),
        (RATE, "labour force survey statistics office"),
        (QUOTE, "transcript"),
        (QUOTE.model_copy(update={"venue": "on state television"}), "state television"),
        (QUOTE.model_copy(update={"speaker": "the Ministry of Bridges"}), "statement"),
    ],
)
def test_a_record_is_looked_for_by_what_its_keepers_call_it(claim: Claim, record: str) -> None:
    assert record in planned(claim)["primary_source"]


def test_what_an_agency_reports_has_no_record_of_its_own() -> None:
    assert "primary_source" not in planned(QUOTE.model_copy(update={"speaker": "Reuters"}))


def test_a_long_claim_keeps_its_names_whole_and_some_of_what_happened() -> None:
    names = "Helena Marsh, Ivo Terzic, Dana Whitlock, Omar Haddad, Lena Vries, Paul Okafor and Rita Sand"
    claim = builders.claim(f"{names} signed the armistice of Oldport in silence.", entities=names.split(", "))
    words = planned(claim)["confirm"].split()
    assert len(words) <= 16
    assert "armistice" in words
    assert "Helena Marsh Ivo Terzic Dana Whitlock" in " ".join(words)


def test_a_name_that_is_shortened_stands_for_the_whole() -> None:
    claim = builders.claim("The Marsh ministry closed; Helena Marsh left.", entities=["Helena Marsh"])
    assert [term.text for term in telling_terms(claim) if term.named] == ["Helena Marsh"]


def test_what_happened_is_told_by_the_rarest_words() -> None:
    claim = builders.claim("The company then began to dismantle the old aqueduct for good reasons.")
    assert [term.text for term in best(telling_terms(claim), 2)] == ["dismantle", "aqueduct"]


@pytest.mark.parametrize("text", ["He did it.", "?!", "Да.", "the of and"])
def test_a_claim_without_telling_words_is_searched_as_it_stands(text: str) -> None:
    assert planned(builders.claim(text))


@settings(deadline=None)
@given(st.text(min_size=1, max_size=200), st.sampled_from(["event", "quote", "quantity"]))
def test_any_claim_has_one_to_seven_queries_of_its_own(text: str, kind: str) -> None:
    claim = builders.claim(text, kind=kind, speaker="Ann" if kind == "quote" else None)  # type: ignore[arg-type]
    queries = OfflinePlanner().queries(claim)
    assert 1 <= len(queries) <= 7
    assert len({query.text for query in queries}) == len({query.query_id for query in queries}) == len(queries)
    assert {query.claim_id for query in queries} == {claim.claim_id}
    assert queries == OfflinePlanner().queries(claim)


async def test_plans_all_claims_in_order() -> None:
    claims = [QUANTITY, QUOTE, ACT]
    result = await OfflinePlanner().plan(builders.article(), claims, run_id="run_one")
    assert list(dict.fromkeys(query.claim_id for query in result.queries)) == [claim.claim_id for claim in claims]
    assert result.failures == ()


def tried(claim: Claim, *documents: Document) -> Tried:
    evidence = tuple(builders.evidence(claim, document) for document in documents)
    return Tried(claim, OfflinePlanner().queries(claim), (), evidence, "No evidence was found.")


async def further(claim: Claim, *documents: Document) -> list[str]:
    found = await OfflinePlanner().plan_further(builders.article(), [tried(claim, *documents)], run_id="run_one")
    assert {query.round for query in found.queries} <= {2}
    return [query.text for query in found.queries]


async def test_a_second_round_asks_for_those_whom_the_first_one_named() -> None:
    told = "Tallinn: Norvik Bank closes counters, the union's Kersti Laar told Radio Seven."
    asked = await further(QUANTITY, builders.document(told), builders.document(f"{told} Kersti Laar counted."))
    assert any("Kersti Laar" in text and "Norvik Bank" in text for text in asked)


async def test_a_second_round_asks_more_broadly_and_never_the_same_again() -> None:
    first = {frozenset(query.text.lower().split()) for query in OfflinePlanner().queries(QUANTITY)}
    asked = await further(QUANTITY)
    assert 1 <= len(asked) <= 3
    assert not first & {frozenset(text.lower().split()) for text in asked}
    assert all("1,200" not in text and "cut" not in words_of(text) for text in asked)


async def test_a_second_round_asks_about_the_whole_year() -> None:
    march = builders.claim(
        "Arden closed the harbour in March 2025.", entities=["Arden"], about=("2025-03-01", "2025-03-31")
    )
    assert any("2025" in text and "March" not in text for text in await further(march))


async def test_where_nothing_further_comes_to_mind_nothing_is_asked() -> None:
    assert await further(builders.claim("?!", said=None)) == []


def test_what_is_known_beside_the_claim_is_sound() -> None:
    kept = records.known().record
    assert len({one.name for one in kept}) == len(kept)
    assert all(word == word.lower() for one in kept for word in one.words)
    assert records.known().record_of("The lawn was mown.") is None, "law is no part of lawn"


def test_a_time_from_then_to_now_is_told_by_its_beginning() -> None:
    since = builders.claim("Arden has built ten bridges since 2019.", said="2025-03-03", entities=["Arden"])
    assert since.said_from == date(2025, 3, 3)
    assert planned(since)["confirm"].split()[-1] == "2019"
