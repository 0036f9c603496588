"""What the desk sees: the state of each claim, what was believed when, on what evidence, and what is to be mended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.warehouse.records_made import (
    TEXT,
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
from warehouse.records import Claim, ClaimForm, ClaimLink, LeftOut, Publisher, Reading, Record, content_id
from warehouse.store import Warehouse


@pytest.fixture
def house(warehouse: Warehouse) -> Iterator[Newsroom]:
    made = newsroom()
    with warehouse.session():  # the commits and reads of the test share its opening, which makes them quick
        warehouse.commit(made.records())
        yield made


def _line(warehouse: Warehouse, claim: Claim, view: str = "current_verdicts") -> dict[str, Any]:
    (row,) = warehouse.read(f"SELECT * FROM {view} WHERE claim_id = ?", [claim.claim_id])
    return row


def _newer(house: Newsroom, **fields: Any) -> list[Record]:
    """A later extraction that says the toll claim in other words, and has no other claim."""
    extraction = house.extraction.model_copy(
        update={
            "extraction_id": "ext_newer", "follows": house.extraction.extraction_id, "claim_count": 1,
            "extracted_at": hours(24),
        }
    )  # fmt: skip
    words = {"text": "The council of the island set the bridge toll at 4 euros.", **fields}
    claim = claim_of(house.article, house.version, "ext_newer", house.toll.quote, **words)
    return [extraction, claim, succeeds(claim, house.toll)]


def test_one_line_for_each_current_claim(warehouse: Warehouse, house: Newsroom) -> None:
    rows = warehouse.read("SELECT claim_id, status, label FROM current_verdicts ORDER BY claim_id")
    assert {row["claim_id"]: (row["status"], row["label"]) for row in rows} == {
        house.toll.claim_id: ("checked", "supported"),
        house.traffic.claim_id: ("unchecked", None),
        house.sad.claim_id: ("not_checkable", None),
    }
    line = _line(warehouse, house.toll)
    assert line["headline"] == "Bridge toll rises"
    assert line["outlet"] == "Island Post"
    assert line["claim"] == house.toll.text
    assert line["confidence"] is None
    assert (line["origins_supporting"], line["origins_refuting"], line["independent_origins"]) == (1, 0, 1)
    assert (line["cause"], line["decided_by"], line["decided_at"]) == ("first_check", "machine", hours(0))
    assert _line(warehouse, house.traffic)["decided_by"] is None


def test_the_last_check_is_told_though_the_verdict_stays(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([step(house.toll.claim_id, "verify", hours(9))])
    line = _line(warehouse, house.toll)
    assert (line["decided_at"], line["last_checked_at"]) == (hours(0), hours(9))


def test_a_review_outranks_the_machine_and_the_latest_review_the_others(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([review_of(house.toll, "conflicting", hours(2)), review_of(house.toll, "refuted", hours(4))])
    later = verdict_on(house.toll, house.verdict.verdict_id, hours(8))
    warehouse.commit([later])
    line = _line(warehouse, house.toll)
    assert (line["label"], line["label_when_said"], line["machine_label"]) == (
        "refuted", "refuted", "not_enough_evidence",
    )  # fmt: skip
    assert (line["decided_by"], line["decided_at"], line["review_note"]) == ("Ola", hours(4), "I rang the harbour.")
    assert line["rationale"] == "I rang the harbour.", "a person's label has the person's reasons"
    assert line["machine_rationale"] == later.rationale


def test_a_review_alone_makes_a_claim_checked(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([review_of(house.traffic, "supported", hours(1))])
    line = _line(warehouse, house.traffic)
    assert (line["status"], line["label"], line["status_reason"]) == ("checked", "supported", None)
    assert (line["rationale"], line["machine_label"], line["machine_rationale"]) == ("I rang the harbour.", None, None)


def test_the_latest_extraction_s_claims_are_current_and_inherit(warehouse: Warehouse, house: Newsroom) -> None:
    records = _newer(house)
    warehouse.commit([*records, review_of(house.toll, "refuted", hours(1))])
    (row,) = warehouse.read("SELECT * FROM current_verdicts")
    assert row["claim_id"] == records[1].claim_id  # type: ignore[attr-defined]
    assert (row["label"], row["machine_label"], row["verdict_id"]) == (
        "refuted", "supported", house.verdict.verdict_id,
    )  # fmt: skip
    (row,) = warehouse.read("SELECT * FROM evidence_trail WHERE claim_id = ?", [row["claim_id"]])
    assert (row["read_for_claim_id"], row["cited"]) == (house.toll.claim_id, True)


def test_the_reason_why_a_claim_is_not_checked(warehouse: Warehouse, house: Newsroom) -> None:
    def reason(claim: Claim) -> str | None:
        return str(_line(warehouse, claim, "current_claims")["status_reason"])

    assert reason(house.sad) == "a feeling"
    assert reason(house.toll) == "None"
    warehouse.commit([step(house.traffic.claim_id, "select", outcome="skipped", note="below the threshold")])
    assert reason(house.traffic) == "below the threshold"
    warehouse.commit([failure_at(house.traffic.claim_id, "search", hours(1), message="the source is down: start it")])
    assert reason(house.traffic) == "the source is down: start it"


def test_a_failure_of_the_whole_article_is_a_claim_s_reason_too(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([failure_at(house.article.article_id, "plan", message="no planner answers: start it")])
    assert _line(warehouse, house.traffic, "current_claims")["status_reason"] == "no planner answers: start it"


def test_a_claim_with_a_status_of_its_own_keeps_it(warehouse: Warehouse, house: Newsroom) -> None:
    only_here = claim_of(
        house.article, house.version, house.extraction.extraction_id, "harbour master Ines Okafor said",
        status="sole_witness",
    )  # fmt: skip
    warehouse.commit([only_here])
    assert _line(warehouse, only_here)["status"] == "sole_witness"


def test_a_quote_can_be_cut_from_its_text(warehouse: Warehouse, house: Newsroom) -> None:
    rows = warehouse.read(
        "SELECT c.quote, v.text[c.start + 1 : c.end] AS sliced, span(v.text, c.start, c.end) AS spanned"
        " FROM current_claims c JOIN article_versions v USING (version_id)"
    )
    assert len(rows) == 3
    assert all(row["quote"] == row["sliced"] == row["spanned"] for row in rows)
    assert "🚧" in TEXT


def test_verdict_history_has_each_change_with_its_cause(warehouse: Warehouse, house: Newsroom) -> None:
    second = verdict_on(house.toll, house.verdict.verdict_id, hours(5), cause="evidence_gone", changed=("doc_1",))
    third = verdict_on(house.toll, second.verdict_id, hours(5), cause="model_changed")
    warehouse.commit([third, second])
    rows = warehouse.read("SELECT * FROM verdict_history WHERE claim_id = ? ORDER BY position", [house.toll.claim_id])
    assert [(row["position"], row["previous_label"], row["label"], row["cause"]) for row in rows] == [
        (1, None, "supported", "first_check"),
        (2, "supported", "not_enough_evidence", "evidence_gone"),
        (3, "not_enough_evidence", "not_enough_evidence", "model_changed"),
    ]
    assert rows[1]["changed"] == ["doc_1"]
    assert rows[0]["claim"] == house.toll.text


def test_evidence_trail_leads_from_the_query_to_the_stance(warehouse: Warehouse, house: Newsroom) -> None:
    (row,) = warehouse.read("SELECT * FROM evidence_trail")
    assert row["query"] == "bridge toll 4 euros"
    assert row["purpose"] == "confirm"
    assert (row["publisher"], row["origin"]) == ("Island Council", "Island Council")
    assert row["passage"] == house.document.text[row["passage_start"] : row["passage_end"]]
    assert (row["stance"], row["score"], row["why"], row["cited"]) == ("supports", 0.9, "same sum", True)
    assert (row["judge"], row["judgement_label"]) == ("lexical", "supported")


def _also_found(house: Newsroom, said: str, reading: str, *, document: dict[str, Any], **passage: Any) -> list[Record]:
    """Another document and what a second judge read in it, under the verdict that stands."""
    found = house.document.model_copy(
        update={"document_id": content_id("doc", said), "text": said, "publisher": "Island Post", **document}
    )
    told = house.passage.model_copy(
        update={
            "passage_id": content_id("psg", said), "document_id": found.document_id, "start": 0, "end": len(said),
            "text": said, "origin": "island post", "standing": "report", **passage,
        }
    )  # fmt: skip
    judgement = house.judgement.model_copy(
        update={
            "judgement_id": content_id("jdg", said), "judge": "second", "cited_passage_ids": (),
            "readings": (Reading(passage_id=told.passage_id, stance=reading, score=0.5),),  # type: ignore[arg-type]
        }
    )  # fmt: skip
    return [found, told, judgement]


def test_evidence_origins_tells_what_counted_where_and_why(warehouse: Warehouse, house: Newsroom) -> None:
    reprint = _also_found(
        house, "The toll is four euros.", "refutes", document={"published_at": None, "retrieved_at": hours(9)},
        origin_reason="near-duplicate of Council (1 March 2025)",
    )  # fmt: skip
    own = _also_found(
        house, "We raised it.", "supports", document={"publisher": "Council office", "retrieved_at": hours(99)},
        origin_reason="claimant's side: the pages of Council", standing="claimants_side", origin="council",
    )  # fmt: skip
    aside = LeftOut(
        document_id="doc_aside", publisher="Island Post", title="Toll up", reason="the article's own outlet"
    )
    search = house.search.model_copy(update={"search_id": "sea_aside", "left_out": (aside,)})
    judgements = (house.judgement.judgement_id, reprint[2].judgement_id, own[2].judgement_id)  # type: ignore[attr-defined]
    later = verdict_on(house.toll, house.verdict.verdict_id, hours(8), judgement_ids=judgements)
    rated = Publisher(publisher="Island Post", publisher_type="newspaper", rating="B", edited=("rating",))
    warehouse.commit([*reprint, *own, search, later, rated])
    rows = warehouse.read(
        "SELECT standing, reason, counts, stance, origin, rating, known_when_said FROM evidence_origins"
        " WHERE claim_id = ? ORDER BY standing, reason NULLS FIRST",
        [house.toll.claim_id],
    )
    assert [tuple(row.values()) for row in rows] == [
        ("claimants_side", "claimant's side: the pages of Council", False, "supports", "council", None, "yes"),
        ("left_out", "the article's own outlet", False, None, None, "B", "date unknown"),
        ("primary_record", None, True, "supports", "Island Council", None, "yes"),
        ("report", "near-duplicate of Council (1 March 2025)", True, "refutes", "island post", "B", "yes"),
    ]


def test_a_page_of_unknown_date_is_marked_and_one_changed_later_is_not_from_before(
    warehouse: Warehouse, house: Newsroom
) -> None:
    def known(**dates: Any) -> str:
        found = _also_found(house, f"The toll is {sorted(dates)}.", "supports", document=dates)
        warehouse.commit(found)
        passage_id = found[1].passage_id  # type: ignore[attr-defined]
        (row,) = warehouse.read("SELECT known_when_said FROM evidence_trail WHERE passage_id = ?", [passage_id])
        return str(row["known_when_said"])

    assert known(published_at=None, retrieved_at=hours(99)) == "date unknown"
    assert known(published_at=hours(-30), retrieved_at=hours(99), title="dated") == "yes"
    assert known(published_at=hours(-30), modified_at=hours(40), retrieved_at=hours(99)) == "no"
    assert known(published_at=hours(40), retrieved_at=hours(-20), url=None) == "yes"


@pytest.mark.parametrize(
    ("said_on", "said_before", "known"),
    [
        (0, hours(16.5), ["yes", "no", "yes", "no", "yes"]),  # half past eleven in the evening, in New York
        (1, hours(11), ["no", "no", "yes", "yes", "no"]),  # eight in the morning of the next day, in Tokyo
        (0, None, ["no", "no", "yes", "no", "no"]),
    ],
)
def test_a_page_was_known_by_the_minute_or_by_the_day(
    warehouse: Warehouse, house: Newsroom, said_on: int, said_before: datetime | None, known: list[str]
) -> None:
    day = (hours(0) + timedelta(days=said_on)).date()
    told = {"claim_id": "clm_timed", "said_from": day, "said_to": day, "said_before": said_before}
    link = ClaimLink(from_claim_id="clm_timed", to_claim_id=house.toll.claim_id, relation="succeeds", made_by="rules")
    pages: list[dict[str, Any]] = [
        {"published_at": hours(14), "published_precision": "minute"},
        {"published_at": hours(17), "published_precision": "minute"},
        {"published_at": hours(-12), "published_precision": "day"},
        {"published_at": hours(12), "published_precision": "day"},
        {"published_at": None, "retrieved_at": hours(14)},
    ]
    found = [
        _also_found(house, f"Page {n}.", "supports", document={"retrieved_at": hours(99), "title": str(n), **page})
        for n, page in enumerate(pages)
    ]
    warehouse.commit([house.toll.model_copy(update=told), link, *(record for one in found for record in one)])
    rows = warehouse.read(
        "SELECT known_when_said FROM evidence_trail WHERE claim_id = 'clm_timed' AND title <> 'Minutes' ORDER BY title"
    )
    assert [row["known_when_said"].replace("date unknown", "no") for row in rows] == known


@pytest.mark.parametrize("days", [(1, 9), (9, 1)])
def test_a_claim_that_readings_date_otherwise_counts_from_the_first_day_that_it_can_have_been_said(
    warehouse: Warehouse, house: Newsroom, days: tuple[int, int]
) -> None:
    said = [(hours(0) + timedelta(days=day)).date() for day in days]
    for day in said:
        extraction = house.extraction.model_copy(update={"extraction_id": f"ext_{day}", "claim_count": 1})
        claim = house.toll.model_copy(
            update={
                "extraction_id": extraction.extraction_id,
                "claim_id": "clm_of_two",
                "said_from": day,
                "said_to": day,
            }
        )
        warehouse.commit([extraction, claim])
    assert warehouse.read("SELECT said_on FROM claim_days WHERE claim_id = 'clm_of_two'") == [{"said_on": min(said)}]


def test_an_earlier_fact_check_is_told_as_it_was_found_last(warehouse: Warehouse, house: Newsroom) -> None:
    check = house.document.model_copy(update={"document_id": "doc_check", "claim_reviewed": "The toll is €4."})
    found = {"document_ids": ("doc_check",), "matched": {"doc_check": "same words"}}
    again = house.search.model_copy(update={**found, "search_id": "sea_1", "asked_again_at": hours(2)})
    meanwhile = {"search_id": "sea_2", "searched_at": hours(1), "matched": {"doc_check": "same names"}}
    warehouse.commit([check, again, again.model_copy(update={**meanwhile, "asked_again_at": None})])
    assert _line(warehouse, house.toll, "earlier_fact_checks")["matched_by"] == "same words"


def test_a_failure_is_open_until_its_stage_is_passed(warehouse: Warehouse, house: Newsroom) -> None:
    def still_open() -> list[str]:
        return [row["stage"] for row in warehouse.read("SELECT * FROM open_failures ORDER BY stage")]

    claim_id = house.traffic.claim_id
    warehouse.commit([step(claim_id, "verify", hours(-1))])
    warehouse.commit([failure_at(claim_id, "verify"), failure_at(claim_id, "search"), failure_at(claim_id, "select")])
    assert still_open() == ["search", "select", "verify"]
    warehouse.commit([step(claim_id, "verify", hours(1))])
    assert still_open() == ["select"]
    warehouse.commit([failure_at(claim_id, "search", hours(2))])
    assert still_open() == ["search", "select"]


def test_a_source_that_could_not_be_read_is_mended_by_reading_it(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([failure_at(house.article.source, "read", hours(1)), failure_at("other.txt", "read", hours(1))])
    assert len(warehouse.read("SELECT * FROM open_failures")) == 2
    warehouse.commit([step(house.article.source, "read", hours(2), version_key=house.version.version_id)])
    (row,) = warehouse.read("SELECT * FROM open_failures")
    assert row["item_id"] == "other.txt"


def test_a_replaced_claim_s_failure_is_closed(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([failure_at(house.traffic.claim_id, "judge", article_id=house.article.article_id)])
    (row,) = warehouse.read("SELECT * FROM open_failures")
    assert row["headline"] == "Bridge toll rises"
    warehouse.commit(_newer(house))
    assert warehouse.read("SELECT * FROM open_failures") == []


def test_run_summary_counts_what_a_run_left(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit([failure_at(house.traffic.claim_id, "judge")])
    (row,) = warehouse.read("SELECT * FROM run_summary")
    assert (row["verdicts"], row["supported"], row["refuted"], row["searches"], row["failures"]) == (1, 1, 0, 1, 1)
    assert row["counts"] == {"articles": 1}


def test_claims_about_a_word(warehouse: Warehouse, house: Newsroom) -> None:
    rows = warehouse.read("SELECT claim_id FROM claims_about('OKAFOR')")
    assert [row["claim_id"] for row in rows] == [house.traffic.claim_id]
    assert warehouse.read("SELECT claim_id FROM claims_about('%')") == []


def test_what_was_believed_at_a_moment(warehouse: Warehouse, house: Newsroom) -> None:
    warehouse.commit(
        [verdict_on(house.toll, house.verdict.verdict_id, hours(5)), review_of(house.toll, "refuted", hours(9))]
    )

    def believed(after: float) -> list[tuple[str, str]]:
        rows = warehouse.read("SELECT * FROM verdict_as_of(?)", [hours(after) + timedelta(minutes=1)])
        return [(row["label"], row["decided_by"]) for row in rows]

    assert believed(-1) == []
    assert believed(0) == [("supported", "machine")]
    assert believed(5) == [("not_enough_evidence", "machine")]
    assert believed(9) == [("refuted", "Ola")]


def _told_again(house: Newsroom, name: str, **article: Any) -> tuple[Newsroom, list[Record]]:
    """Another article with the same claims, of which the toll claim is linked to the house's."""
    other = newsroom(name)
    told = replace(other, article=other.article.model_copy(update=article))
    link = ClaimLink(
        from_claim_id=told.toll.claim_id, to_claim_id=house.toll.claim_id, relation="same_as", made_by="a test"
    )
    return told, [*told.records(), link]


def test_a_claim_of_several_articles_is_one_line_with_who_says_it_where(warehouse: Warehouse, house: Newsroom) -> None:
    _, records = _told_again(house, "ferry", outlet="Ferry Times", published_at=hours(24))
    warehouse.commit(records)
    _, records = _told_again(house, "wire", outlet="Coast Post", originator="Island Post", published_at=hours(2))
    warehouse.commit([*records, review_of(house.toll, "refuted", hours(30))])
    (line,) = warehouse.read("SELECT * FROM repeated_claims")
    assert (line["articles"], line["origins"], line["reprints"], line["mentions"]) == (3, 2, 1, 3)
    assert line["claim"] == house.toll.text
    assert line["outlets"] == ["Coast Post", "Ferry Times", "Island Post"]
    assert (line["first_published_at"], line["last_published_at"]) == (hours(0), hours(24))
    assert line["labels"] == ["refuted", "supported"]
    rows = warehouse.read("SELECT outlet, is_reprint, found_by FROM claim_repetitions ORDER BY published_at")
    assert [(row["outlet"], row["is_reprint"], row["found_by"]) for row in rows] == [
        ("Island Post", False, None),
        ("Coast Post", True, "a test"),
        ("Ferry Times", False, "a test"),
    ]


def test_a_claim_that_only_its_own_article_has_is_not_repeated(warehouse: Warehouse, house: Newsroom) -> None:
    other, records = _told_again(house, "ferry")
    warehouse.commit(records)
    assert len(warehouse.read("SELECT * FROM repeated_claims")) == 1
    newer = other.extraction.model_copy(
        update={"extraction_id": "ext_newer", "claim_count": 0, "extracted_at": hours(24)}
    )
    warehouse.commit([newer])  # a newer reading of the other article no longer has it
    assert warehouse.read("SELECT * FROM repeated_claims") == []


def test_a_newer_reading_s_claim_of_the_same_form_stands_for_the_linked_one(
    warehouse: Warehouse, house: Newsroom
) -> None:
    _, records = _told_again(house, "ferry", outlet="Ferry Times")
    (extraction, claim, _) = _newer(house)
    forms = [
        ClaimForm(
            claim_id=one.claim_id, article_id=one.article_id, form_id="frm_toll", facts_id="fct_toll", made_by="a test"
        )
        for one in (house.toll, claim)
        if isinstance(one, Claim)
    ]
    warehouse.commit([*records, extraction, claim, *forms])
    rows = warehouse.read("SELECT claim_id FROM claim_repetitions WHERE outlet = 'Island Post'")
    assert [row["claim_id"] for row in rows] == [getattr(claim, "claim_id", None)]
