"""What needs a person: each reason, what it weighs, and the order; and whether everybody is treated alike."""

from typing import Any

import pytest

from tests.warehouse.records_made import Newsroom, hours, newsroom, publication_of, review_of, step, verdict_on
from tests.warehouse.test_views import _newer
from warehouse.records import Claim, ClaimLink, Judgement, Label, Reading, Record, Verdict, content_id
from warehouse.store import Warehouse

WORTH = 0.8  # of the newsroom's claims
CITED = ("supported", "refuted", "conflicting")


@pytest.fixture
def house(warehouse: Warehouse) -> Newsroom:
    house = newsroom()
    warehouse.commit(house.records())
    return house


def queue(warehouse: Warehouse) -> list[dict[str, Any]]:
    return warehouse.read("SELECT * FROM review_queue")


def decided(house: Newsroom, label: Label, hour: float, after: Verdict | None = None, **fields: Any) -> Verdict:
    after = after or house.verdict
    cited = house.verdict.cited_passage_ids if label in CITED else ()
    return verdict_on(house.toll, after.verdict_id, hours(hour), label=label, cited_passage_ids=cited, **fields)


def judged(house: Newsroom, judge: str, label: Label, stance: Any) -> Judgement:
    passage_id = house.passage.passage_id
    return house.judgement.model_copy(
        update={
            "judgement_id": content_id("jdg", judge, label, stance), "judge": judge, "label": label,
            "readings": (Reading(passage_id=passage_id, stance=stance, score=0.9),),
        }
    )  # fmt: skip


def test_what_is_decided_and_sure_waits_for_nobody(warehouse: Warehouse, house: Newsroom) -> None:
    assert queue(warehouse) == []
    warehouse.commit([decided(house, "supported", 1, confidence=0.95)])
    assert queue(warehouse) == []


@pytest.mark.parametrize(
    ("labels", "weight", "reason"),
    [
        (["refuted"], 20, "Its verdict has turned from supported to refuted on 3 March 2025 (new evidence)."),
        (
            ["refuted", "supported"],
            20,
            "Its verdict has turned from refuted to supported on 3 March 2025 (new evidence), its 2. change.",
        ),
        (
            ["not_enough_evidence"],
            8,
            "Its verdict has turned from supported to not enough evidence on 3 March 2025 (new evidence).",
        ),
    ],
)
def test_a_verdict_that_has_turned(
    warehouse: Warehouse, house: Newsroom, labels: list[Label], weight: float, reason: str
) -> None:
    head = house.verdict
    for hour, label in enumerate(labels, start=1):
        head = decided(house, label, hour, head)
        warehouse.commit([head])
    (line,) = queue(warehouse)
    assert (line["claim_id"], line["reasons"]) == (house.toll.claim_id, [reason])
    assert line["priority"] == pytest.approx(WORTH * weight)
    assert line["since"] == hours(len(labels))


@pytest.mark.parametrize(("confidence", "weight"), [(0.89, 8.8), (0.8, 16), (0.5, 20), (0.9, None)])
def test_a_verdict_that_is_not_sure(
    warehouse: Warehouse, house: Newsroom, confidence: float, weight: float | None
) -> None:
    warehouse.commit([decided(house, "supported", 1, confidence=confidence)])
    lines = queue(warehouse)
    assert [line["priority"] for line in lines] == ([] if weight is None else [pytest.approx(WORTH * weight)])
    if lines:
        assert lines[0]["reasons"] == [f"The machine is only {100 * confidence:.0f}% sure that it is supported."]


@pytest.mark.parametrize(
    ("verdict", "first", "second", "weight", "reason"),
    [
        (
            "supported",
            ("supported", "supports"),
            ("refuted", "refutes"),
            15,
            "Its judges disagree: llm says refuted, nli says supported.",
        ),
        (
            "supported",
            ("supported", "supports"),
            ("not_enough_evidence", "refutes"),
            15,
            "Its judges read 1 passage to opposite effect.",
        ),
        (
            "not_enough_evidence",
            ("supported", "supports"),
            ("not_enough_evidence", "neither"),
            8,
            "No verdict is given, though nli says supported.",
        ),
    ],
)
def test_judges_that_disagree(
    warehouse: Warehouse,
    verdict: Label,
    first: tuple[Label, str],
    second: tuple[Label, str],
    weight: float,
    reason: str,
) -> None:
    house = newsroom()
    judgements = (judged(house, "nli", *first), judged(house, "llm", *second))
    ids = tuple(one.judgement_id for one in judgements)
    cited = house.verdict.cited_passage_ids if verdict in CITED else ()
    told = house.verdict.model_copy(update={"label": verdict, "judgement_ids": ids, "cited_passage_ids": cited})
    records = [told if one is house.verdict else one for one in house.records()]
    warehouse.commit([*records, *judgements])
    (line,) = queue(warehouse)
    assert line["reasons"] == [reason]
    assert line["priority"] == pytest.approx(WORTH * weight)


def same(one: Claim, other: Claim) -> ClaimLink:
    return ClaimLink(from_claim_id=one.claim_id, to_claim_id=other.claim_id, relation="same_as", made_by="a test")


def told_again(name: str, hour: float, label: Label = "supported") -> tuple[Newsroom, list[Record]]:
    """The same claims in another outlet's article, published so many hours later."""
    house = newsroom(name)
    article = house.article.model_copy(update={"outlet": f"The {name}", "published_at": hours(hour)})
    verdict = house.verdict.model_copy(update={"label": label})
    changed = {id(house.article): article, id(house.verdict): verdict}
    return house, [changed.get(id(one), one) for one in house.records()]


def test_a_claim_that_several_origins_repeat_is_shown_where_it_was_first_published(
    warehouse: Warehouse, house: Newsroom
) -> None:
    for count, name in enumerate(("ferry", "coast", "harbour", "wire", "echo"), start=1):
        other, records = told_again(name, count)
        warehouse.commit([*records, same(other.toll, house.toll)])
        (line,) = queue(warehouse)
        assert line["claim_id"] == house.toll.claim_id
        assert line["reasons"] == [f"It is said in {count + 1} articles of {count + 1} origins."]
        assert line["priority"] == pytest.approx(WORTH * 3 * min(5, count + 1))
    warehouse.commit([review_of(other.toll, "supported", hours(9))])
    assert queue(warehouse) == [], "a person has decided on the same claim in one of the articles"


def test_the_same_claim_with_another_label(warehouse: Warehouse, house: Newsroom) -> None:
    other, records = told_again("ferry", 1, "refuted")
    warehouse.commit([*records, same(other.toll, house.toll)])
    (line,) = queue(warehouse)
    assert line["reasons"] == [
        "The same claim is refuted in one article and supported in another.",
        "It is said in 2 articles of 2 origins.",
    ]
    assert line["priority"] == pytest.approx(WORTH * (15 + 6))


def test_a_person_s_decision_is_not_asked_for_again_where_the_machine_decides_nothing_elsewhere(
    warehouse: Warehouse, house: Newsroom
) -> None:
    other, records = told_again("ferry", 1, "not_enough_evidence")
    warehouse.commit([*records, same(other.toll, house.toll)])
    told = {line["claim_id"]: line["reasons"] for line in queue(warehouse)}
    unlike = "The same claim is not enough evidence in one article and supported in another."
    assert told[house.toll.claim_id][0] == unlike
    warehouse.commit([review_of(house.toll, "refuted", hours(2))])
    told = {line["claim_id"]: line["reasons"] for line in queue(warehouse)}
    assert told == {other.toll.claim_id: ["No verdict is given, though lexical says supported."]}


def test_where_the_machine_decides_otherwise_than_a_person_on_the_same_claim_the_machine_s_is_shown(
    warehouse: Warehouse, house: Newsroom
) -> None:
    agreeing, as_decided = told_again("coast", 1, "refuted")
    unlike, otherwise = told_again("ferry", 2, "supported")
    links = [same(one.toll, house.toll) for one in (agreeing, unlike)]
    warehouse.commit([*as_decided, *otherwise, *links, review_of(house.toll, "refuted", hours(3))])
    (line,) = queue(warehouse)
    assert line["claim_id"] == unlike.toll.claim_id
    assert line["reasons"] == ["The same claim is refuted in one article and supported in another."]
    assert line["decided_by"] == "machine"
    warehouse.commit([review_of(unlike.toll, "supported", hours(4))])
    assert queue(warehouse) == [], "a person has looked at either"


def test_tasks_come_before_all_else_and_the_heavier_reason_first(warehouse: Warehouse) -> None:
    houses = [newsroom(name) for name in ("correction", "contradiction", "flip", "unsure")]
    for house in houses:
        warehouse.commit(house.records())
    correction, contradiction, flip, unsure = houses
    for house in (correction, contradiction):
        review = review_of(house.toll, "supported", hours(1))
        warehouse.commit([review])
        if house is correction:
            warehouse.commit([publication_of(house.toll, review)])
    for house in (correction, contradiction, flip):
        warehouse.commit([decided(house, "refuted", 2)])
    warehouse.commit([decided(unsure, "supported", 2, confidence=0.85)])
    lines = queue(warehouse)
    assert [line["place"] for line in lines] == [1, 2, 3, 4]
    assert [line["claim_id"] for line in lines] == [house.toll.claim_id for house in houses]
    assert [line["priority"] for line in lines] == [100, 60, pytest.approx(16), pytest.approx(9.6)]
    assert [len(line["task_ids"]) for line in lines] == [1, 1, 0, 0]
    assert [len(line["reasons"]) for line in lines] == [1, 1, 1, 1], (
        "of a claim that a person decided on only its tasks"
    )
    assert [(line["label"], line["machine_label"]) for line in lines[1:3]] == [
        ("supported", "refuted"),
        ("refuted", "refuted"),
    ]


def test_everybody_is_treated_alike_or_not_by_numbers_that_a_hand_can_check(warehouse: Warehouse) -> None:
    """Four articles of two outlets, each with the council's toll claim (no speaker), Okafor's and a feeling.

    Post: two toll claims supported, one of them overridden to refuted and published; one of Okafor's claims selected.
    Times: one toll claim refuted, one without evidence, which a person decides to be supported.
    """
    post, post_again, times, times_again = (newsroom(name) for name in ("a", "b", "c", "d"))
    for house, outlet, label in (
        (post, "Post", "supported"),
        (post_again, "Post", "supported"),
        (times, "Times", "refuted"),
        (times_again, "Times", "not_enough_evidence"),
    ):
        cited = house.verdict.cited_passage_ids if label in CITED else ()
        verdict = house.verdict.model_copy(update={"label": label, "cited_passage_ids": cited})
        article = house.article.model_copy(update={"outlet": outlet})
        changed = {id(house.article): article, id(house.verdict): verdict}
        warehouse.commit([changed.get(id(one), one) for one in house.records()])
        warehouse.commit([step(house.toll.claim_id, "select")])
    warehouse.commit([step(post.traffic.claim_id, "select"), step(times.traffic.claim_id, "select", outcome="skipped")])
    overruled = review_of(post.toll, "refuted", hours(1))
    warehouse.commit([overruled, review_of(times_again.toll, "supported", hours(1))])
    warehouse.commit([publication_of(post.toll, overruled)])

    rows = {(row["of_whom"], row["name"]): row for row in warehouse.read("SELECT * FROM evenhandedness")}
    assert set(rows) == {
        ("the desk", "all claims"), ("outlet", "Post"), ("outlet", "Times"), ("speaker", "Ines Okafor"),
    }  # fmt: skip

    def figures(of_whom: str, name: str, *columns: str) -> list[Any]:
        return [rows[of_whom, name][column] for column in columns]

    counts = ("articles", "claims", "checkable", "selected", "supported", "refuted", "not_enough_evidence")
    assert figures("the desk", "all claims", *counts) == [4, 12, 8, 5, 2, 2, 0]
    assert figures("outlet", "Post", *counts) == [2, 6, 4, 3, 1, 1, 0]
    assert figures("outlet", "Times", *counts) == [2, 6, 4, 2, 1, 1, 0]
    assert figures("speaker", "Ines Okafor", *counts) == [4, 4, 4, 1, 0, 0, 0]
    assert figures("the desk", "all claims", "selected_share", "refuted_share") == [5 / 8, 2 / 4]
    assert figures("outlet", "Post", "selected_share", "refuted_share") == [3 / 4, 1 / 2]
    # 1.96 * sqrt(share of the desk * (1 - share) / decided claims): .5 of 4, and of 2
    assert figures("the desk", "all claims", "by_chance") == [pytest.approx(0.49)]
    assert figures("outlet", "Times", "by_chance") == [pytest.approx(0.6929646)]
    assert figures("speaker", "Ines Okafor", "refuted_share", "by_chance") == [None, None], "nothing of his is decided"
    assert figures("outlet", "Post", "mean_checkworthiness") == [pytest.approx(0.8)], "of what can be checked alone"
    people = ("reviewed", "overridden", "overridden_share", "overridden_to_refuted", "overridden_from_refuted")
    assert figures("outlet", "Post", *people) == [1, 1, 1.0, 1, 0]
    assert figures("outlet", "Times", *people) == [1, 0, 0.0, 0, 0], "to decide what was open overrides nothing"
    assert figures("the desk", "all claims", *people) == [2, 1, 0.5, 1, 0]
    assert figures("outlet", "Post", "published", "corrected", "withdrawn", "claimants_asked") == [1, 0, 0, 0]
    assert figures("outlet", "Times", "published") == [0]


def test_a_new_reading_of_an_article_takes_nothing_from_how_its_claims_were_treated(
    warehouse: Warehouse, house: Newsroom
) -> None:
    review = review_of(house.toll, "refuted", hours(1))
    extraction, heir, link = _newer(house)
    warehouse.commit([review, publication_of(house.toll, review), extraction, heir, link])
    (row,) = warehouse.read("SELECT * FROM evenhandedness WHERE of_whom = 'the desk'")
    told = ("claims", "reviewed", "overridden", "overridden_to_refuted", "published")
    assert [row[name] for name in told] == [1, 1, 1, 1, 1]


def test_what_is_to_do_and_what_is_published_stands_beside_the_verdict(warehouse: Warehouse, house: Newsroom) -> None:
    review = review_of(house.toll, "supported", hours(1))
    publication = publication_of(house.toll, review)
    warehouse.commit([review])
    warehouse.commit([publication])
    warehouse.commit([decided(house, "refuted", 2)])
    (line,) = warehouse.read("SELECT * FROM current_verdicts WHERE claim_id = ?", [house.toll.claim_id])
    assert line["open_tasks"] == ["Published on 3 March 2025 as “True”; the machine now says refuted (new evidence)."]
    assert (line["published_as"], line["published_url"]) == ("True", publication.url)
    (line,) = warehouse.read("SELECT * FROM current_verdicts WHERE claim_id = ?", [house.traffic.claim_id])
    assert (line["open_tasks"], line["published_as"], line["published_url"]) == ([], None, None)
