"""Which claims are checked again, with how little work, and what the warehouse has of it afterwards."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.flagging import add_flag
from flows.publishers import edit
from flows.recheck_policy import shipped_policy
from flows.showing_searches import search_lines
from tests.flows.recheck_desk import RecheckDesk, only
from tests.flows.test_calibrating import curves_for_lexical
from tests.warehouse.records_made import failure_at
from verifiers.rules import Rules
from warehouse.errors import BadInputError
from warehouse.integrity import check_integrity
from warehouse.records import Verdict
from warehouse.trail import claim_trail

GAZETTE = "On Sunday, 2 March 2025, the dam at Northfield failed. The fire service rescued 45 people there."


@pytest.fixture
async def desk(tmp_path: Path) -> RecheckDesk:
    desk = RecheckDesk(tmp_path)
    await desk.check()
    return desk


async def test_nothing_is_due_where_nothing_changed_and_nothing_is_old(desk: RecheckDesk):
    desk.later(hours=71)
    assert desk.due() == []


async def test_an_old_label_is_looked_at_again_and_only_its_time_moves(desk: RecheckDesk):
    undecided = desk.claim_ids("label = 'not_enough_evidence'")
    before = desk.contents()
    desk.later(days=3)
    due = desk.due()
    assert sorted(one.claim_id for one in due) == undecided
    assert {(one.reasons, one.work) for one in due} == {(("age",), "search")}
    report = await desk.reprocess()
    assert report is not None
    assert (report.unchanged, report.decided) == (len(undecided), 0)
    assert desk.judge.asked == [], "the same passages by the same judge are not read again"
    assert desk.contents() == before
    checked = desk.warehouse.read(
        "select last_checked_at from current_verdicts where list_contains(?, claim_id)", [undecided]
    )
    assert {row["last_checked_at"] for row in checked} == {desk.now}
    assert desk.due() == []


async def test_a_check_that_broke_down_is_open_until_one_comes_through(desk: RecheckDesk):
    (reading,) = desk.warehouse.read("select article_id, version_id from latest_extractions")

    def breaks_down() -> None:
        broken = [failure_at(item_id, "verify", desk.now, **reading_of) for item_id in reading.values()]
        desk.warehouse.commit(broken)
        assert len(desk.warehouse.read("from open_failures")) == len(broken)
        desk.later(hours=1)

    reading_of = {"article_id": reading["article_id"]}
    desk.later(hours=1)
    breaks_down()
    desk.add("gazette", GAZETTE)
    await desk.reprocess()
    assert desk.warehouse.read("from open_failures") == []
    breaks_down()
    await desk.check_again()
    assert desk.warehouse.read("from open_failures") == []
    assert check_integrity(desk.warehouse.path) == []


async def test_never_is_never(desk: RecheckDesk):
    desk.later(days=10_000)
    assert desk.due(only()) == []
    assert len(desk.due(only(ages=True))) == len(desk.claim_ids("label is not null"))


async def test_a_new_document_has_exactly_the_claims_judged_again_that_it_speaks_of(desk: RecheckDesk):
    first = {row["verdict_id"]: row["claim_id"] for row in desk.contents()["verdicts"]}
    desk.later(hours=1)
    desk.add("gazette", GAZETTE)
    desk.add("cook", "A recipe for apple cake needs four apples and a little patience.")
    due = desk.due()
    assert {one.reasons for one in due} == {("evidence_new",)}
    report = await desk.reprocess()
    assert report is not None
    assert report.decided > 0
    new = [row for row in desk.contents()["verdicts"] if row["verdict_id"] not in first]
    assert sorted(desk.judge.asked) == sorted(row["claim_id"] for row in new)
    assert {row["cause"] for row in new} == {"new_evidence"}
    assert all(first[row["follows"]] == row["claim_id"] for row in new)
    assert all("The Gazette" in " ".join(row["changed"]) for row in new)
    desk.later(hours=1)
    assert desk.due() == []
    assert check_integrity(desk.warehouse.path) == []


async def test_a_document_that_is_gone_has_its_claims_searched_again(desk: RecheckDesk):
    desk.later(hours=1)
    desk.add("gazette", GAZETTE)
    await desk.reprocess()
    rested = desk.warehouse.read(
        "select claim_id from standing_verdicts where contains(versions['documents'], "
        "(select document_id from documents where publisher = 'The Gazette'))"
    )
    (desk.home / "corpus" / "gazette.txt").unlink()
    desk.later(hours=1)
    due = desk.due()
    assert sorted(one.claim_id for one in due) == sorted(row["claim_id"] for row in rested) != []
    assert {one.reasons for one in due} == {("evidence_gone",)}
    await desk.reprocess()
    causes = desk.warehouse.read(
        "select distinct cause from standing_verdicts where list_contains(?, claim_id)", [[one.claim_id for one in due]]
    )
    assert causes == [{"cause": "evidence_gone"}]
    assert desk.due() == []


async def test_another_judge_reads_the_frozen_evidence_and_nothing_is_searched(desk: RecheckDesk):
    judged = desk.warehouse.read(
        "select claim_id from standing_verdicts where len(judgement_ids) > 0 order by claim_id"
    )
    desk.judge.version = "9.9"
    desk.later(hours=1)
    desk.add("cook", "A recipe for apple cake needs four apples and a little patience.")
    due = desk.due()
    assert [one.claim_id for one in sorted(due, key=lambda one: one.claim_id)] == [row["claim_id"] for row in judged]
    assert {(one.reasons, one.work) for one in due} == {(("code",), "replay")}
    report = await desk.reprocess()
    assert report is not None
    assert (report.decided, report.failed) == (len(judged), 0)
    assert sorted(desk.judge.asked) == [row["claim_id"] for row in judged]
    assert desk.searched == 0
    rows = desk.warehouse.read("select cause, last_checked_at from current_verdicts where cause <> 'first_check'")
    assert {row["cause"] for row in rows} == {"code_changed"}
    assert {row["last_checked_at"] for row in rows} == {desk.now}
    told = desk.warehouse.read("select changed from standing_verdicts where cause = 'code_changed'")
    assert all(len(row["changed"]) == 1 for row in told)
    assert all(re.fullmatch(r"judge\.lexical: .+ -> 9\.9", row["changed"][0]) for row in told)
    assert desk.due() == []


async def test_the_claims_of_an_article_are_judged_again_side_by_side(desk: RecheckDesk):
    desk.judge.version = "9.9"
    due = desk.due()

    all_asked = asyncio.Barrier(len(due))

    async def all_are_asked() -> None:
        desk.judge.meanwhile = all_are_asked
        async with asyncio.timeout(30):
            await all_asked.wait()

    desk.judge.meanwhile = all_are_asked
    (report,) = await desk.recheck(due)
    assert len(due) > 1
    assert (report.decided, report.failed) == (len(due), 0)


async def test_other_rules_decide_anew_without_asking_anybody(desk: RecheckDesk):
    desk.rules = Rules(min_origins=1)
    desk.later(hours=1)
    due = desk.due()
    assert {(one.reasons, one.work) for one in due} == {(("code",), "decide")}
    report = await desk.reprocess()
    assert report is not None
    assert report.decided == len(due)
    assert report.flipped > 0
    assert (desk.judge.asked, desk.searched) == ([], 0)
    assert desk.due() == []


async def test_what_the_desk_says_of_a_publisher_has_its_claims_searched_again(desk: RecheckDesk):
    rested = desk.warehouse.read(
        "select claim_id from standing_verdicts where len(judgement_ids) > 0 order by claim_id"
    )
    edit(desk.warehouse, "The Herald", {"rating": "A"})
    desk.later(hours=1)
    assert desk.due() == []
    edit(desk.warehouse, "The Herald", {"type": "fact_checker"})
    due = desk.due()
    assert sorted(one.claim_id for one in due) == [row["claim_id"] for row in rested] != []
    assert {(one.reasons, one.work) for one in due} == {(("publishers",), "search")}
    report = await desk.reprocess()
    assert report is not None
    assert report.decided == len(due)
    assert desk.due() == []


async def test_a_flagged_claim_is_looked_at_once(desk: RecheckDesk):
    (claim_id, *_) = desk.claim_ids("label is not null")
    desk.later(hours=1)
    for is_new in (True, False):
        flag, _, new, _ = add_flag(desk.warehouse, claim_id, note="A reader wrote.", flagged_by="Ada", now=desk.now)
        assert new is is_new
    assert [(one.claim_id, one.reasons, one.work) for one in desk.due()] == [(flag.claim_id, ("flag",), "search")]
    assert desk.due(only("event_came")) == []
    await desk.reprocess()
    desk.later(hours=1)
    assert desk.due() == []
    assert add_flag(desk.warehouse, claim_id, note="A reader wrote.", flagged_by="Ada", now=desk.now)[2]


@pytest.mark.parametrize("check", [RecheckDesk.check_again, RecheckDesk.reprocess])
async def test_a_flag_that_is_raised_during_a_check_is_looked_at_by_the_next(
    desk: RecheckDesk, check: Callable[[RecheckDesk], Awaitable[object]]
):
    async def a_reader_writes() -> None:
        desk.later(minutes=3)
        claim_id = desk.judge.asked[-1]
        add_flag(desk.warehouse, claim_id, note="A reader wrote.", flagged_by="Ada", now=desk.now)
        desk.later(minutes=2)

    desk.later(hours=1)
    desk.add("gazette", GAZETTE)
    desk.judge.meanwhile = a_reader_writes
    await check(desk)
    (claim_id, *_) = desk.judge.asked
    assert [(one.claim_id, one.reasons) for one in desk.due(only("flagged"))] == [(claim_id, ("flag",))]
    assert not add_flag(desk.warehouse, claim_id, note="A reader wrote.", flagged_by="Ada", now=desk.now)[2]
    await desk.reprocess(only("flagged"))
    assert desk.due(only("flagged")) == []


@pytest.mark.parametrize(("note", "by"), [("", "Ada"), ("Why.", " ")])
async def test_a_flag_without_reason_or_name_is_refused(desk: RecheckDesk, note: str, by: str):
    with pytest.raises(BadInputError, match="give --note and --by"):
        add_flag(desk.warehouse, desk.claim_ids()[0], note=note, flagged_by=by, now=desk.now)


async def test_what_is_never_checked_cannot_be_flagged(desk: RecheckDesk):
    (claim_id, *_) = desk.claim_ids("status = 'not_checkable'")
    with pytest.raises(BadInputError, match="is never checked"):
        add_flag(desk.warehouse, claim_id, note="Why.", flagged_by="Ada", now=desk.now)


async def test_a_flag_on_what_awaits_its_day_tells_from_when_it_is_looked_at(desk: RecheckDesk):
    (claim_id, *_) = desk.claim_ids("label is not null")
    given: dict[str, Any] = {"note": "A reader wrote.", "flagged_by": "Ada"}
    desk.later(minutes=1)
    day = desk.now.date() + timedelta(days=2)
    await_day = "UPDATE claims SET status = 'awaiting_event', about_from = ?, about_to = NULL WHERE claim_id = ?"
    with desk.warehouse.opened_to_write() as connection:
        connection.execute(await_day, [None, claim_id])
    with pytest.raises(BadInputError, match="awaits an event without a date"):
        add_flag(desk.warehouse, claim_id, now=desk.now, **given)
    with desk.warehouse.opened_to_write() as connection:
        connection.execute(await_day, [day, claim_id])
    *_, opens = add_flag(desk.warehouse, claim_id, now=desk.now, **given)
    assert opens == day + timedelta(days=1)
    for days, is_due in ((0, False), (2, False), (1, True)):
        desk.later(days=days)
        told = desk.warehouse.read("SELECT claim_id FROM due_claims(moment := ?) WHERE reason = 'flag'", [desk.now])
        assert [row["claim_id"] for row in told] == ([claim_id] if is_due else [])
        assert [one.claim_id for one in desk.due(only("flagged"))] == ([claim_id] if is_due else [])
    *_, opens = add_flag(desk.warehouse, claim_id, now=desk.now, **given)
    assert opens is None


async def test_a_claim_that_was_asked_for_is_searched_whatever_its_age(desk: RecheckDesk):
    wanted = desk.claim_ids("label is not null")[:1]
    assert [(one.claim_id, one.reasons) for one in desk.due(only(), wanted)] == [(wanted[0], ("where",))]
    before = desk.contents()
    report = await desk.reprocess(only(), wanted)
    assert report is not None
    assert (report.unchanged, desk.judge.asked) == (1, [])
    assert desk.searched > 0
    assert desk.contents() == before


async def _ask_for_all(desk: RecheckDesk) -> None:
    await desk.reprocess(only(), desk.claim_ids("label is not null"))


@pytest.mark.parametrize("check", [RecheckDesk.check_again, _ask_for_all])
async def test_what_a_source_answers_again_after_an_outage_is_its_last_answer_and_is_noted_once(
    desk: RecheckDesk, check: Callable[[RecheckDesk], Awaitable[object]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(desk.source, "live", True)
    claim_id = desk.warehouse.read("select claim_id from searches where outcome = 'found' order by all")[0]["claim_id"]

    async def told_after(days: float) -> str:
        desk.later(days=days)
        await check(desk)
        trail = claim_trail(desk.warehouse.path, claim_id)
        assert trail is not None
        return "\n".join(search_lines(trail))

    before = await told_after(2)
    assert "1 document" in before
    desk.source.off = True
    assert "could not be asked" in await told_after(2)
    desk.source.off = False
    assert await told_after(2) == before
    stored = desk.contents()
    assert await told_after(2) == before
    assert desk.contents() == stored


async def test_an_outage_is_no_verdict_and_the_claim_stays_due(desk: RecheckDesk):
    desk.later(days=3)
    desk.source.off = True
    report = await desk.reprocess()
    assert report is not None
    assert report.failed == report.due > 0
    assert len(desk.contents()["verdicts"]) == len(desk.claim_ids("label is not null"))
    desk.source.off = False
    desk.later(minutes=1)
    assert {one.reasons for one in desk.due()} == {("unfinished", "age")}
    again = await desk.reprocess()
    assert again is not None
    assert again.unchanged == report.due
    assert desk.due() == []


async def test_a_source_that_refused_has_its_failure_closed_once_it_answers(desk: RecheckDesk):
    desk.later(days=3)
    desk.source.refuses = True
    await desk.reprocess()
    of_source = "select error from open_failures where item_id = 'corpus'"
    assert desk.warehouse.read(of_source) == [{"error": "KeyRefusedError"}]
    desk.source.refuses = False
    desk.later(minutes=1)
    await desk.reprocess()
    assert desk.warehouse.read("select * from open_failures") == []


async def test_a_verdict_that_came_meanwhile_all_the_same_stands(desk: RecheckDesk):
    """The article's lock keeps other runs away; a verdict that comes past it, from a copy put back, is not denied."""
    desk.later(hours=1)
    desk.add("gazette", GAZETTE)
    due = desk.due()
    faster: list[Verdict] = []

    async def somebody_else() -> None:
        standing = desk.warehouse.latest_verdicts([one.claim_id for one in due])
        for verdict in standing.values():
            after = {"verdict_id": f"{verdict.verdict_id}0", "follows": verdict.verdict_id, "decided_at": desk.now}
            faster.append(verdict.model_copy(update=after))
        desk.warehouse.commit(faster)

    desk.judge.meanwhile = somebody_else
    (slower,) = await desk.recheck(due)
    assert faster
    assert slower.decided == 0
    assert slower.overtaken > 0
    standing = desk.warehouse.latest_verdicts([one.claim_id for one in due])
    assert {one.claim_id: one for one in faster} == standing


async def test_a_prediction_is_checked_when_its_day_has_passed(tmp_path: Path):
    desk = RecheckDesk(tmp_path)
    desk.article.write_text(
        "Council to vote\n\n11:10 GMT, March 3, 2025\n"
        "NORTHFIELD – The council will vote on repairs worth 12 million pounds on 10 March 2025, the county said.\n",
        "utf-8",
    )
    await desk.check()
    waiting = [row["claim_id"] for row in desk.contents()["claims"] if row["status"] == "awaiting_event"]
    assert waiting, "the article holds a prediction with a day"
    desk.now = desk.now.replace(day=10)
    assert not {one.claim_id for one in desk.due(only("event_came"))} & set(waiting)
    assert not desk.due(only(), waiting), "before its day nothing can be told"
    desk.now = desk.now.replace(day=11)
    due = desk.due(only("event_came"))
    assert [one.claim_id for one in due] == waiting
    await desk.reprocess(only("event_came"))
    assert desk.claim_ids("status = 'checked'") == sorted(set(desk.claim_ids("label is not null")))
    assert set(waiting) <= set(desk.claim_ids("cause = 'first_check'"))
    assert desk.due(only("event_came")) == []


async def test_another_calibration_decides_anew_on_what_was_read(desk: RecheckDesk):
    desk.rules = Rules(min_origins=1)
    desk.later(hours=1)
    await desk.reprocess()
    desk.calibration = curves_for_lexical(0.9)
    desk.later(hours=1)
    due = desk.due()
    assert due
    assert {(one.reasons, one.work) for one in due} == {(("calibration",), "decide")}
    report = await desk.reprocess()
    assert report is not None
    assert report.decided == len(due)
    assert (desk.judge.asked, desk.searched) == ([], 0)
    assert set(desk.claim_ids("cause = 'calibration_changed'")) == {one.claim_id for one in due}
    assert desk.due() == []


STORIES = st.lists(
    st.sampled_from(
        [
            ("gazette", GAZETTE),
            ("courier", "Mayor Ada Lund said that it was a sad day for Northfield."),
            ("post", "The council approved 12 million pounds for repairs of the Northfield dam on Friday."),
            ("cook", "A recipe for apple cake needs four apples and a little patience."),
        ]
    ),
    max_size=3,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(stories=STORIES, days=st.floats(0, 200), version=st.sampled_from(["", "7.7"]))
async def test_reprocessing_twice_without_changes_writes_no_verdict(
    tmp_path_factory: pytest.TempPathFactory, stories: list[tuple[str, str]], days: float, version: str
):
    desk = RecheckDesk(tmp_path_factory.mktemp("desk"))
    await desk.check()
    for name, text in stories:
        desk.add(name, text)
    desk.judge.version += version
    desk.later(days=days + 0.01)
    await desk.reprocess()
    judged = ("verdicts", "judgements", "passages")
    before = desk.contents()
    desk.later(minutes=5)
    assert await desk.reprocess() is None
    everything = replace(shipped_policy(), ages=dict.fromkeys(shipped_policy().ages, timedelta(0)))
    again = await desk.reprocess(everything)
    assert again is not None
    assert (again.decided, again.unchanged, desk.judge.asked) == (0, again.due, [])
    after = desk.contents()
    assert {name: after[name] for name in judged} == {name: before[name] for name in judged}
