"""What the desk says of a publisher changes the verdicts that rest on it at the next check, and no other."""

from pathlib import Path

import pytest

from extractors.rules import RulesExtractor
from flows.pipeline import Hints, Pipeline
from flows.publishers import edit, publishers_in_force
from gateways.web import WebGateway
from tests.flows.test_pipeline import Desk
from verifiers.judges.lexical import LexicalJudge
from verifiers.planners.offline import OfflinePlanner
from verifiers.verify import Verifier
from warehouse.integrity import check_integrity

ARTICLE = """Sanctions go on

11:10 GMT, March 3, 2025
NORTHFIELD – President Helena Marsh extended the sanctions against Belarus for another year on Sunday.

The Eastmoor council approved 12 million pounds for repairs of the Eastmoor bridge on Friday.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.article.write_text(ARTICLE, "utf-8")
    desk.add("herald", "Helena Marsh prolonged the sanctions on Belarus by one more year on Sunday.")
    desk.add("courier", "President Helena Marsh renewed the sanctions against Belarus for a further year on Sunday.")
    desk.add("mail", "The Eastmoor council approved 12 million pounds for repairs of the Eastmoor bridge on Friday.")
    return desk


async def check(desk: Desk, run_id: str) -> int:
    """Check the article as a run does; returns how many verdicts are new."""
    desk.corpus.prepare()
    pipeline = Pipeline(
        warehouse=desk.warehouse,
        web=WebGateway(),
        extractor=RulesExtractor(),
        verifier=Verifier(
            OfflinePlanner(), [desk.source], [LexicalJudge()], publishers=publishers_in_force(desk.warehouse)
        ),
        threshold=0.0,
        cutoff="now",
        hints=Hints(),
        clock=lambda: desk.now,
    )
    return (await pipeline.check_article(str(desk.article), run_id=run_id)).decided


def believed(desk: Desk, word: str) -> tuple[str, int, str]:
    with desk.warehouse.session() as session:
        [row] = session.read(
            "SELECT label, origins_supporting, cause FROM current_verdicts WHERE contains(claim, ?)", [word]
        )
    return tuple(row.values())  # type: ignore[return-value]


async def test_an_edit_changes_the_verdicts_that_rest_on_the_publisher_and_no_other(desk: Desk):
    assert await check(desk, "run_1") == 2
    assert believed(desk, "sanctions")[:2] == ("supported", 2)
    edit(desk.warehouse, "the courier", {"type": "fact_checker"})
    before = believed(desk, "Eastmoor")
    assert await check(desk, "run_2") == 1
    assert believed(desk, "sanctions") == ("not_enough_evidence", 1, "code_changed")
    assert believed(desk, "Eastmoor") == before
    with desk.warehouse.session() as session:
        [row] = session.read("SELECT changed FROM verdict_history WHERE position = 2 AND contains(claim, 'sanctions')")
        origins = session.read("SELECT publisher, standing, publisher_type FROM evidence_origins ORDER BY 1")
    assert any("Courier: fact_checker" in change for change in row["changed"])
    assert {"publisher": "The Courier", "standing": "fact_check", "publisher_type": "fact_checker"} in origins
    assert not check_integrity(desk.warehouse.path)


async def test_a_rating_is_shown_and_changes_nothing(desk: Desk):
    await check(desk, "run_1")
    edit(desk.warehouse, "The Courier", {"rating": "A", "note": "two corrections in ten years"})
    before = desk.contents()
    assert await check(desk, "run_2") == 0
    assert desk.contents() == before
    with desk.warehouse.session() as session:
        rows = session.read("SELECT DISTINCT rating FROM evidence_origins WHERE publisher = 'The Courier'")
    assert [row["rating"] for row in rows] == ["A"]


async def test_an_edit_taken_back_brings_the_verdict_back(desk: Desk):
    await check(desk, "run_1")
    edit(desk.warehouse, "The Courier", {"type": "fact_checker"})
    await check(desk, "run_2")
    edit(desk.warehouse, "The Courier", {"type": "-"})
    assert await check(desk, "run_3") == 1
    assert believed(desk, "sanctions")[:2] == ("supported", 2)
