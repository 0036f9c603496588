"""What a new verdict or a new decision opens and closes: a person's word stays, and a person is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.warehouse.records_made import (
    Newsroom,
    claim_of,
    event_of,
    hours,
    newsroom,
    publication_of,
    review_of,
    succeeds,
    verdict_on,
)
from warehouse.records import Publication, Review, TaskEvent, Verdict
from warehouse.store import Warehouse
from warehouse.tasks import closing


class Desk:
    """The small newsroom, whose toll claim the machine finds supported, and what is done there hour by hour."""

    def __init__(self, warehouse: Warehouse, house: Newsroom) -> None:
        self.warehouse = warehouse
        self.house = house
        self.head: Verdict = house.verdict

    def verdict(self, label: Any, hour: float, **fields: Any) -> Verdict:
        cited = self.house.verdict.cited_passage_ids if label != "not_enough_evidence" else ()
        fields = {"label": label, "cited_passage_ids": cited, **fields}
        self.head = verdict_on(self.house.toll, self.head.verdict_id, hours(hour), **fields)
        self.warehouse.commit([self.head])
        return self.head

    def review(self, label: Any, hour: float) -> Review:
        made = review_of(self.house.toll, label, hours(hour))
        self.warehouse.commit([made])
        return made

    def publication(self, review: Review) -> Publication:
        made = publication_of(self.house.toll, review)
        self.warehouse.commit([made])
        return made

    def open(self) -> list[tuple[str, str]]:
        rows = self.warehouse.read("SELECT kind, label FROM open_tasks ORDER BY opened_at, kind")
        return [(row["kind"], row["label"]) for row in rows]

    def close(self, by: str = "Kim") -> None:
        rows = self.warehouse.read("SELECT task_id FROM open_tasks")
        self.warehouse.commit(
            closing(self.warehouse, [row["task_id"] for row in rows], by=by, note="It stands.", at=hours(500))
        )

    def shown(self) -> str:
        [row] = self.warehouse.read("SELECT label FROM current_verdicts WHERE claim_id = ?", [self.house.toll.claim_id])
        return str(row["label"])


@pytest.fixture
def desk(warehouse: Warehouse) -> Iterator[Desk]:
    house = newsroom()
    with warehouse.session():
        warehouse.commit(house.records())
        yield Desk(warehouse, house)


def test_a_verdict_that_contradicts_a_decision_opens_a_task_and_changes_nothing_that_is_shown(desk: Desk) -> None:
    desk.review("supported", 1)
    assert desk.open() == [], "a decision that agrees, or comes after the verdict, is no contradiction"
    later = desk.verdict("refuted", 2)
    assert desk.open() == [("contradiction", "refuted")]
    assert desk.shown() == "supported"
    [task] = desk.warehouse.read("SELECT * FROM open_tasks")
    assert task["reason"] == (
        "Ola decided on 3 March 2025 that it is supported; the machine now says refuted (new evidence)."
    )
    assert (task["verdict_id"], task["opened_by"], task["opened_at"]) == (later.verdict_id, "machine", hours(2))
    assert task["claim"] == desk.house.toll.text


def test_without_a_decision_there_is_nothing_to_contradict(desk: Desk) -> None:
    desk.verdict("refuted", 1)
    desk.verdict("supported", 2)
    assert desk.open() == []


def test_a_machine_that_does_not_know_contradicts_nobody(desk: Desk) -> None:
    desk.review("supported", 1)
    desk.verdict("not_enough_evidence", 2)
    assert desk.open() == []


def test_what_the_machine_finds_out_after_a_person_found_nothing_is_a_contradiction(desk: Desk) -> None:
    desk.review("not_enough_evidence", 1)
    desk.verdict("refuted", 2)
    assert desk.open() == [("contradiction", "refuted")]


def test_one_task_is_open_for_one_decision_however_often_it_is_contradicted(desk: Desk) -> None:
    desk.review("supported", 1)
    desk.verdict("refuted", 2)
    desk.verdict("conflicting", 3)
    assert len(desk.open()) == 1


def test_the_same_commit_again_opens_nothing(desk: Desk) -> None:
    desk.review("supported", 1)
    verdict = desk.verdict("refuted", 2)
    desk.close()
    assert not any(desk.warehouse.commit([verdict]).values())
    assert desk.open() == []


@pytest.mark.parametrize(
    ("label", "fields", "comes_back"),
    [
        ("refuted", {"cause": "model_changed"}, False),
        ("refuted", {"cause": "new_evidence"}, True),
        ("refuted", {"cause": "evidence_gone"}, True),
        ("conflicting", {"cause": "model_changed"}, True),
    ],
)
def test_what_a_person_has_looked_at_comes_back_only_with_a_new_label_or_other_evidence(
    desk: Desk, label: str, fields: dict[str, Any], comes_back: bool
) -> None:
    desk.review("supported", 1)
    desk.verdict("refuted", 2)
    desk.close()
    desk.verdict(label, 3, **fields)
    assert bool(desk.open()) is comes_back


def test_what_the_machine_takes_back_closes_by_itself_and_can_come_up_again(desk: Desk) -> None:
    desk.review("supported", 1)
    desk.verdict("refuted", 2)
    desk.verdict("supported", 3)
    assert desk.open() == []
    [closed] = desk.warehouse.read("SELECT * FROM task_events WHERE event = 'closed'")
    assert (closed["by"], closed["note"], closed["at"]) == ("machine", "the machine says supported again", hours(3))
    desk.verdict("refuted", 4, cause="model_changed")
    assert desk.open() == [("contradiction", "refuted")]


def test_a_new_decision_closes_the_contradiction_of_the_one_before(desk: Desk) -> None:
    desk.review("supported", 1)
    desk.verdict("refuted", 2)
    desk.review("refuted", 3)
    assert desk.open() == []
    [closed] = desk.warehouse.read("SELECT * FROM task_events WHERE event = 'closed'")
    assert (closed["by"], closed["note"]) == ("Ola", "decided anew: refuted")


def test_a_flip_after_publication_opens_a_correction_in_place_of_a_contradiction(desk: Desk) -> None:
    publication = desk.publication(desk.review("refuted", 1))
    desk.verdict("conflicting", 2)
    assert desk.open() == [("correction", "conflicting")]
    [task] = desk.warehouse.read("SELECT * FROM open_tasks")
    assert task["reason"] == ("Published on 3 March 2025 as “False”; the machine now says conflicting (new evidence).")
    assert (task["publication_id"], task["url"]) == (publication.publication_id, publication.url)
    [line] = desk.warehouse.read("SELECT * FROM current_publications")
    assert line["correction_task_id"] == task["task_id"]


def test_a_decision_other_than_what_is_published_opens_a_correction(desk: Desk) -> None:
    desk.publication(desk.review("refuted", 1))
    desk.review("supported", 2)
    assert desk.open() == [("correction", "supported")]
    desk.verdict("refuted", 3)
    assert desk.open() == [("correction", "supported")], "what a person opened, no verdict closes"
    desk.review("refuted", 4)
    assert desk.open() == [], "a decision that says what is published closes it"


def test_several_publications_of_a_claim_are_corrected_each(desk: Desk) -> None:
    review = desk.review("refuted", 1)
    desk.publication(review)
    desk.warehouse.commit(
        [publication_of(desk.house.toll, review, publication_id="pub_2", url="https://desk.example/2")]
    )
    desk.verdict("supported", 2)
    assert desk.open() == [("correction", "supported")] * 2


def test_a_publication_counts_as_it_was_corrected_and_not_once_it_is_withdrawn(desk: Desk) -> None:
    publication = desk.publication(desk.review("refuted", 1))
    desk.warehouse.commit([event_of(publication, "corrected", hours(2), rating="Mixture", label="conflicting")])
    desk.verdict("conflicting", 3)
    assert desk.open() == []
    desk.warehouse.commit([event_of(publication, "withdrawn", hours(4))])
    desk.verdict("supported", 5)
    assert desk.open() == [("contradiction", "supported")], "the decision is still contradicted"


def test_decisions_publications_and_tasks_are_those_of_the_claims_that_a_claim_succeeds(desk: Desk) -> None:
    desk.publication(desk.review("refuted", 1))
    extraction = desk.house.extraction.model_copy(
        update={"extraction_id": "ext_newer", "follows": desk.house.extraction.extraction_id, "claim_count": 1,
                "extracted_at": hours(24)}
    )  # fmt: skip
    newer = claim_of(desk.house.article, desk.house.version, "ext_newer", desk.house.toll.quote, text="The toll is €4.")
    cited = desk.house.verdict.cited_passage_ids
    verdict = verdict_on(newer, desk.house.verdict.verdict_id, hours(25), label="supported", cited_passage_ids=cited)
    desk.warehouse.commit([extraction, newer, succeeds(newer, desk.house.toll), verdict])
    assert desk.open() == [("correction", "supported")]
    [task] = desk.warehouse.read("SELECT * FROM open_tasks")
    assert (task["claim_id"], task["claim"]) == (newer.claim_id, "The toll is €4.")
    desk.warehouse.commit([review_of(desk.house.toll, "refuted", hours(26))])
    assert desk.open() == [], "a decision on the claim of before closes it too"


def test_a_task_of_an_earlier_reading_is_shown_with_the_claim_that_succeeds_it(desk: Desk) -> None:
    desk.review("supported", 1)
    desk.verdict("refuted", 2)
    newer = claim_of(desk.house.article, desk.house.version, "ext_newer", desk.house.toll.quote, text="The toll is €4.")
    extraction = desk.house.extraction.model_copy(
        update={"extraction_id": "ext_newer", "claim_count": 1, "extracted_at": hours(24)}
    )
    desk.warehouse.commit([extraction, newer, succeeds(newer, desk.house.toll)])
    [task] = desk.warehouse.read("SELECT * FROM open_tasks")
    assert task["claim_id"] == newer.claim_id
    [queued] = desk.warehouse.read("SELECT * FROM review_queue")
    assert (queued["claim_id"], queued["task_ids"]) == (newer.claim_id, [task["task_id"]])


def test_a_task_is_closed_once(desk: Desk) -> None:
    desk.review("supported", 1)
    desk.verdict("refuted", 2)
    desk.close("Kim")
    [task] = desk.warehouse.read("SELECT task_id FROM tasks")
    desk.warehouse.commit(closing(desk.warehouse, [task["task_id"]], by="Lou", note="Me too.", at=hours(501)))
    events = desk.warehouse.read("SELECT * FROM task_events WHERE event = 'closed'")
    assert [event["by"] for event in events] == ["Kim"]
    assert TaskEvent.id_for(task["task_id"], "closed") == events[0]["event_id"]


def test_a_task_is_closed_after_it_was_opened_whatever_the_clocks_say(desk: Desk) -> None:
    desk.review("supported", 1)
    desk.verdict("refuted", 9)  # of a machine whose clock is ahead
    desk.review("refuted", 2)
    assert desk.open() == []
    desk.publication(desk.review("supported", 3))
    desk.review("refuted", 20)
    desk.review("supported", 4)
    rows = desk.warehouse.read('SELECT list(event ORDER BY "at") AS events FROM task_events GROUP BY task_id')
    assert [row["events"] for row in rows] == [["opened", "closed"]] * 2
