"""`claimhouse publish`, `correct`, `withdraw`, `queue` and `task close`, as an editor uses them."""

from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.desk_ratings import load_desk_ratings
from flows.desk_tasks import close_task
from flows.publication_fields import Claimant
from flows.publishing import correct, publish, withdraw
from flows.reviewing import add_review
from tests.flows.conftest import blank_warehouse
from tests.warehouse.records_made import claim_of, hours, newsroom, succeeds, verdict_on
from verifiers.claim_reviews import Rating
from verifiers.ratings import load_ratings
from warehouse.errors import BadInputError, SettingsError
from warehouse.integrity import check_integrity
from warehouse.store import Warehouse

HOUSE = newsroom()
TOLL = HOUSE.toll.claim_id
CHECK = "https://desk.example/toll"


class Desk:
    """The command line over one warehouse."""

    def __init__(self, warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
        self.warehouse = warehouse
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: object) -> int:
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments), "--warehouse", str(self.warehouse.path)])
        self.out, self.err = self._capsys.readouterr()
        return int(left.value.code or 0)

    def decide(self, label: str, hour: float = 1) -> None:
        add_review(self.warehouse, TOLL, label, note="The minutes say so.", reviewer="Ines", now=hours(hour))

    def publish(self, rating: str = "False", *more: object) -> int:
        return self("publish", TOLL[:12], "--url", CHECK, "--rating", rating, "--by", "Ola", *more)

    def standing(self) -> dict[str, Any]:
        [row] = self.warehouse.read("SELECT * FROM current_publications")
        return row


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    warehouse = blank_warehouse(tmp_path / "w.duckdb")
    warehouse.commit(HOUSE.records())
    return Desk(warehouse, capsys)


def test_a_check_is_published_corrected_and_withdrawn_and_nothing_is_overwritten(desk: Desk) -> None:
    desk.decide("refuted")
    asked = ("--claimant-asked", "2025-03-03", "--claimant-answered", "2025-03-04", "--answer", "We stand by it.")
    assert desk.publish("false", "--second-reviewer", "Kim", "--published", "2025-03-05", *asked) == 0, desk.err
    row = desk.standing()
    assert (row["status"], row["rating"], row["label"], row["by"]) == ("published", "False", "refuted", "Ola")
    assert (str(row["published_on"]), row["second_reviewer"], row["url"]) == ("2025-03-05", "Kim", CHECK)
    assert (str(row["claimant_asked_on"]), row["claimant_answer"]) == ("2025-03-03", "We stand by it.")
    assert desk("correct", CHECK, "--note", "A name was wrong.", "--by", "Ola") == 0, desk.err
    assert (desk.standing()["status"], desk.standing()["rating"]) == ("corrected", "False")
    desk.decide("conflicting", 2)
    assert desk.standing()["correction_task_id"]
    fix = ("correct", TOLL, "--rating", "Mixture", "--note", "Both are so.", "--by", "Ola")
    assert desk(*fix) == 0, desk.err
    row = desk.standing()
    assert (row["rating"], row["first_rating"], row["corrections"], row["correction_task_id"]) == (
        "Mixture", "False", 2, None,
    )  # fmt: skip
    assert desk("withdraw", row["publication_id"], "--note", "It was all wrong.", "--by", "Kim") == 0, desk.err
    assert (desk.standing()["status"], desk.standing()["last_note"]) == ("withdrawn", "It was all wrong.")
    assert len(desk.warehouse.read("SELECT * FROM publication_events")) == 3
    assert check_integrity(desk.warehouse.path) == []
    assert desk("correct", CHECK, "--note", "Again.", "--by", "Ola") == 2
    assert "is withdrawn, and nothing follows that" in desk.err


def test_the_same_publication_again_is_no_second_one(desk: Desk) -> None:
    desk.decide("supported")
    assert desk.publish("True", "--published", "2025-03-05") == 0
    assert desk.publish("True", "--published", "2025-03-05") == 0
    assert "it stood so already" in desk.out
    assert desk.publish("Mostly true", "--published", "2025-03-05") == 2
    assert "It is published there already" in desk.err
    assert len(desk.warehouse.read("SELECT * FROM publications")) == 1


def test_the_same_command_on_another_day_says_nothing_else(desk: Desk) -> None:
    desk.decide("supported")
    given: dict[str, Any] = {"url": CHECK, "rating": "True", "by": "Ola"}
    asked = Claimant(asked=hours(0).date())
    first = publish(desk.warehouse, load_desk_ratings(None), TOLL, **given, claimant=asked, now=hours(2))
    desk.decide("supported", 20)
    for claimant in (asked, Claimant()):
        again = publish(desk.warehouse, load_desk_ratings(None), TOLL, **given, claimant=claimant, now=hours(50))
        assert (again.publication_id, again.is_new) == (first.publication_id, False)
    for other in ({"published_on": hours(50).date()}, {"second_reviewer": "Kim"}, {"by": "Kim"}):
        with pytest.raises(BadInputError, match="It is published there already"):
            publish(desk.warehouse, load_desk_ratings(None), TOLL, **given | other, now=hours(50))
    assert desk.standing()["published_on"] == hours(2).date()


@pytest.mark.parametrize(
    ("rating", "more", "told"),
    [
        ("False", (), "which two people must answer for: give --second-reviewer"),
        ("False", ("--second-reviewer", " OLA "), "it must be somebody else than --by"),
        ("False", ("--second-reviewer", " "), "--second-reviewer is empty"),
        ("Nonsense", ("--second-reviewer", "Kim"), "Nonsense is no rating of this desk: use True, Mostly true"),
        ("True", (), "Ines has decided that it is refuted, and “True” says supported"),
        ("False", ("--second-reviewer", "Kim", "--published", "5.3.2025"), "write it as 2025-03-03"),
        ("False", ("--second-reviewer", "Kim", "--published", "9999-01-01"), "has not come yet"),
        ("False", ("--second-reviewer", "Kim", "--answer", "No."), "give both --claimant-answered and --answer"),
        (
            "False",
            ("--second-reviewer", "Kim", "--claimant-answered", "2025-03-04", "--answer", "No."),
            "When was the claimant asked?",
        ),
        (
            "False",
            ("--second-reviewer", "Kim", "--claimant-asked", "2025-03-05", "--claimant-answered", "2025-03-04",
             "--answer", "No."),
            "cannot have answered on 2025-03-04, before being asked on 2025-03-05",
        ),
        ("False", ("--second-reviewer", "Kim", "--url", "desk.example/1"), "is no address on the web"),
    ],
)  # fmt: skip
def test_what_may_not_be_published_is_refused_in_a_sentence(
    desk: Desk, rating: str, more: tuple[str, ...], told: str
) -> None:
    desk.decide("refuted")
    assert desk.publish(rating, *more) == 2
    assert told in desk.err
    assert "Traceback" not in desk.err
    assert desk.warehouse.read("SELECT * FROM publications") == []


def test_what_only_the_machine_says_is_never_published(desk: Desk) -> None:
    assert desk.publish("True") == 2
    assert f"Nobody has decided on {TOLL} yet: say `claimhouse review" in desk.err


def test_what_is_contradicted_is_looked_at_before_it_is_published(desk: Desk) -> None:
    desk.decide("refuted")
    cited = HOUSE.verdict.cited_passage_ids
    later = verdict_on(HOUSE.toll, HOUSE.verdict.verdict_id, hours(2), label="supported", cited_passage_ids=cited)
    desk.warehouse.commit([later])
    assert desk.publish("False", "--second-reviewer", "Kim") == 2
    assert "is open on this claim: Ines decided" in desk.err
    assert desk("queue") == 0
    assert "the machine now says supported" in desk.out
    [task] = desk.warehouse.read("SELECT task_id FROM open_tasks")
    assert f"claimhouse task close {task['task_id']}" in desk.out
    assert desk("task", "close", task["task_id"][:10], "--note", " ", "--by", "Kim") == 2
    assert "give --note and --by" in desk.err
    assert desk("task", "close", task["task_id"][:10], "--note", "The minutes are newer.", "--by", "Kim") == 0, desk.err
    assert desk("task", "close", task["task_id"], "--note", "Twice.", "--by", "Lou") == 2
    assert "was closed by Kim already" in desk.err
    assert desk("task", "close", "tsk_nothing", "--note", "No.", "--by", "Lou") == 2
    assert "There is no task tsk_nothing" in desk.err
    assert desk("queue") == 0
    assert "Nothing needs a person now." in desk.out
    assert desk.publish("False", "--second-reviewer", "Kim") == 0, desk.err


def read_anew(desk: Desk) -> str:
    """The toll claim in other words, of a later reading of its article."""
    extraction = HOUSE.extraction.model_copy(
        update={"extraction_id": "ext_newer", "follows": HOUSE.extraction.extraction_id, "extracted_at": hours(24)}
    )
    made = (HOUSE.article, HOUSE.version, "ext_newer", HOUSE.toll.quote)
    heir = claim_of(*made, text="The council of the island set the bridge toll at 4 euros.")
    desk.warehouse.commit([extraction, heir, succeeds(heir, HOUSE.toll)])
    return heir.claim_id


def test_a_claim_that_was_read_anew_is_published_as_the_desk_has_decided_since(desk: Desk) -> None:
    desk.decide("supported")
    heir = read_anew(desk)
    add_review(desk.warehouse, heir, "refuted", note="The minutes were amended.", reviewer="Ines", now=hours(25))
    assert desk.publish("True") == 2
    assert "Ines has decided that it is refuted" in desk.err
    later = verdict_on(HOUSE.toll, HOUSE.verdict.verdict_id, hours(26), label="conflicting",
                       cited_passage_ids=HOUSE.verdict.cited_passage_ids)  # fmt: skip
    desk.warehouse.commit([later.model_copy(update={"claim_id": heir})])
    [task] = desk.warehouse.read("SELECT claim_id FROM open_tasks")
    assert task["claim_id"] == heir
    assert desk.publish("False", "--second-reviewer", "Kim") == 2
    assert "is open on this claim" in desk.err


def test_a_claim_that_was_read_anew_is_not_published_a_second_time_in_the_same_place(desk: Desk) -> None:
    desk.decide("supported")
    assert desk.publish("True", "--published", "2025-03-05") == 0, desk.err
    heir = read_anew(desk)
    again = ("publish", heir, "--url", CHECK, "--by", "Ola", "--published", "2025-03-05")
    assert desk(*again, "--rating", "True") == 0, desk.err
    assert "it stood so already" in desk.out
    assert desk(*again, "--rating", "Mostly true") == 2
    assert "It is published there already" in desk.err
    assert len(desk.warehouse.read("SELECT * FROM publications")) == 1


def test_what_was_published_is_corrected_by_the_name_of_its_claim_as_it_is_read_now(desk: Desk) -> None:
    desk.decide("supported")
    assert desk.publish("True") == 0, desk.err
    heir = read_anew(desk)
    assert desk("correct", heir, "--note", "A name was wrong.", "--by", "Ola") == 0, desk.err
    assert (desk.standing()["corrections"], desk.standing()["claim_id"]) == (1, HOUSE.toll.claim_id)


def test_what_follows_is_later_whatever_the_clocks_say(desk: Desk) -> None:
    desk.decide("supported")
    ratings = load_desk_ratings(None)
    given: dict[str, Any] = {"by": "Ola", "note": "Rounded."}
    publish(desk.warehouse, ratings, TOLL, url=CHECK, rating="True", by="Ola", now=hours(2))
    correct(desk.warehouse, ratings, CHECK, rating="Mostly true", now=hours(4), **given)
    correct(desk.warehouse, ratings, CHECK, rating="True", now=hours(3), **given)
    assert (desk.standing()["rating"], desk.standing()["corrections"]) == ("True", 2)
    withdraw(desk.warehouse, CHECK, now=hours(3), **given)
    assert (desk.standing()["status"], desk.standing()["last_note"]) == ("withdrawn", "Rounded.")
    assert check_integrity(desk.warehouse.path) == []


def test_a_task_that_another_clock_has_opened_ahead_is_closed_after_that(desk: Desk) -> None:
    desk.decide("supported")
    ratings = load_desk_ratings(None)
    publish(desk.warehouse, ratings, TOLL, url=CHECK, rating="True", by="Ola", now=hours(2))
    cited: dict[str, Any] = {"cause": "new_evidence", "cited_passage_ids": HOUSE.verdict.cited_passage_ids}
    first = verdict_on(HOUSE.toll, HOUSE.verdict.verdict_id, hours(40), label="refuted", **cited)
    desk.warehouse.commit([first])
    desk.decide("refuted", 3)
    correct(
        desk.warehouse, ratings, CHECK, rating="False", second_reviewer="Kim", by="Ola", note="So it is.", now=hours(4)
    )
    assert desk.standing()["correction_task_id"] is None
    second = verdict_on(HOUSE.toll, first.verdict_id, hours(50), label="supported", **cited)
    desk.warehouse.commit([second])
    [task] = desk.warehouse.read("SELECT task_id FROM open_tasks")
    close_task(desk.warehouse, task["task_id"], note="It stands.", by="Ola", now=hours(5))
    desk.warehouse.commit([verdict_on(HOUSE.toll, second.verdict_id, hours(60), label="conflicting", **cited)])
    assert desk.standing()["correction_task_id"]
    withdraw(desk.warehouse, CHECK, by="Ola", note="Withdrawn.", now=hours(6))
    assert desk.warehouse.read("SELECT * FROM open_tasks") == []
    assert check_integrity(desk.warehouse.path) == []


def test_bad_input_of_the_queue(desk: Desk) -> None:
    assert desk("queue", "--format", "xml") == 2
    assert desk("queue", "--limit", 0) == 2
    assert "give 1 or more" in desk.err


def test_the_shipped_ratings_are_read_by_others_as_they_are_meant() -> None:
    table = load_ratings()
    for rating in load_desk_ratings(None).rating:
        assert table.label(Rating(words=rating.name)) == rating.label


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("rating = 3", "rating"),
        ('[[rating]]\nname = "A"\nlabel = "maybe"', "rating.1.label"),
        ('[[rating]]\nname = "A"\nlabel = "refuted"\nvalue = 3', "the scale has no ends"),
        ('[[rating]]\nname = "A"\nlabel = "refuted"\n[[rating]]\nname = "a "\nlabel = "supported"', "twice"),
        ('best = 5\n[[rating]]\nname = "A"\nlabel = "refuted"', "both ends"),
        ("[[", "not valid TOML"),
    ],
)
def test_a_file_of_ratings_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "desk.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=told):
        load_desk_ratings(file)
    with pytest.raises(SettingsError, match="is no file"):
        load_desk_ratings(tmp_path / "none.toml")
