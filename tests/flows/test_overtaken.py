"""What lands while the evidence of a claim is judged: another run's verdict, or a person's decision."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from flows.reviewing import add_review
from tests.flows.recheck_desk import RecheckDesk
from tests.flows.test_reprocess import GAZETTE
from verifiers.rules import Rules
from warehouse.integrity import check_integrity
from warehouse.records import Verdict

Again = Callable[[RecheckDesk], Awaitable[tuple[int, int]]]


async def _check(desk: RecheckDesk) -> tuple[int, int]:
    report = await desk.check_again()
    assert report.decided + report.unchanged == report.due
    return report.decided, report.due


async def _recheck(desk: RecheckDesk) -> tuple[int, int]:
    (report,) = await desk.recheck(desk.due())
    return report.decided, report.due


AGAIN = pytest.mark.parametrize("again", [_check, _recheck])


@pytest.fixture
async def desk(tmp_path: Path) -> RecheckDesk:
    """A desk that has checked its article, and has new evidence since."""
    desk = RecheckDesk(tmp_path)
    desk.rules = Rules(min_origins=1)
    await desk.check()
    desk.later(hours=1)
    desk.add("gazette", GAZETTE)
    return desk


@AGAIN
async def test_a_verdict_that_came_meanwhile_stands_and_no_chain_forks(desk: RecheckDesk, again: Again):
    """The article's lock keeps other runs away, unless it was lost: with the connection to PostgreSQL, say."""
    faster: dict[str, Verdict] = {}

    async def somebody_else() -> None:
        # The whole of another run, at the very moment in which this one waits for its judge.
        (article_id,) = {str(row["article_id"]) for row in desk.warehouse.read("select article_id from articles")}
        desk.warehouse.locks.release(article_id)
        await desk.recheck(desk.due())
        faster.update(desk.warehouse.latest_verdicts(desk.claim_ids()))
        assert desk.warehouse.locks.try_take(article_id)
        desk.judge.version += ".newer"  # so that what this run makes of the evidence is a verdict of its own

    desk.judge.meanwhile = somebody_else
    decided, _ = await again(desk)
    assert any(verdict.follows for verdict in faster.values())
    assert decided == 0
    assert desk.warehouse.latest_verdicts(desk.claim_ids()) == faster
    assert check_integrity(desk.warehouse.path) == []


@AGAIN
async def test_a_decision_that_came_meanwhile_was_made_on_the_verdict_that_its_maker_saw(
    desk: RecheckDesk, again: Again
):
    before = desk.warehouse.latest_verdicts(desk.claim_ids("label is not null"))

    async def a_person() -> None:
        desk.later(minutes=1)
        for claim_id in before:
            add_review(desk.warehouse, claim_id, "refuted", note="I rang them.", reviewer="Ola", now=desk.now)
        desk.later(minutes=1)

    desk.judge.meanwhile = a_person
    decided, _ = await again(desk)
    assert decided > 0
    now = desk.warehouse.latest_verdicts(sorted(before))
    changed = [claim_id for claim_id, verdict in now.items() if verdict.follows == before[claim_id].verdict_id]
    assert changed
    for claim_id in changed:
        (then,) = desk.warehouse.read(
            "select s.verdict_id from reviews r join verdict_spans s on s.claim_id = r.claim_id "
            "and s.decided_at <= r.reviewed_at and (s.stood_until is null or s.stood_until > r.reviewed_at) "
            "where r.claim_id = ?",
            [claim_id],
        )
        assert then["verdict_id"] == before[claim_id].verdict_id
    assert check_integrity(desk.warehouse.path) == []
