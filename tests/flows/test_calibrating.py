"""Calibrating on a desk's reviews: what it is worth, and verdicts that are given by it without a search."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from extractors.rules import RulesExtractor
from flows.calibrating import (
    TooFewReviewsError,
    back_to_shipped,
    calibration_in_force,
    fit,
    fit_lines,
    put_in_force,
    reviewed_examples,
)
from flows.pipeline import Hints, Pipeline
from gateways.web import WebGateway
from tests.flows.conftest import blank_warehouse
from tests.flows.test_pipeline import Desk
from tests.verifiers import builders
from verifiers.confidence import shipped, version_for
from verifiers.judges.lexical import LexicalJudge
from verifiers.planners.offline import OfflinePlanner
from verifiers.rules import Rules
from verifiers.verify import Verifier
from warehouse.integrity import check_integrity
from warehouse.records import Calibration, Curve, Label, Record, Review, Verdict
from warehouse.store import Warehouse

NOW = builders.NOW


def reviewed(
    number: int, certainty: float, said: Label, *, judge: str = "nli", stance: str = "supports"
) -> list[Record]:
    """A claim on which two origins speak with that certainty, its verdict, and the desk's word on it an hour later."""
    claim = builders.claim(f"Arden extended levy number {number} by a year.")
    items = [
        builders.evidence(claim, builders.document(f"Levy {number} goes on.", publisher=f"{paper} {number}"))
        for paper in ("Gazette", "Herald")
    ]
    readings = [
        builders.reading(item, stance).model_copy(update={"score": certainty})  # type: ignore[arg-type]
        for item in items
    ]
    judgement = builders.judgement(claim, readings, judge=judge, label="supported")
    versions = {"rules": "min_origins=2", f"judge.{judge}": "1"}
    verdict = Verdict(
        verdict_id=Verdict.id_for(claim.claim_id, None, [judgement.judgement_id], versions),
        claim_id=claim.claim_id,
        label="supported" if stance == "supports" else "not_enough_evidence",
        label_when_said="not_enough_evidence",
        rationale="Two say so.",
        cited_passage_ids=tuple(item.passage.passage_id for item in items) if stance == "supports" else (),
        judgement_ids=(judgement.judgement_id,),
        origins_supporting=2 if stance == "supports" else 0,
        cause="first_check",
        versions=versions,
        decided_at=NOW,
        run_id="run_1",
    )
    review = Review(
        review_id=Review.id_for(claim.claim_id, said, "Read.", "Ines", None),
        claim_id=claim.claim_id,
        label=said,
        note="Read.",
        reviewer="Ines",
        reviewed_at=NOW + timedelta(hours=1),
    )
    return [
        claim, *(item.document for item in items), *(item.passage for item in items), judgement, verdict, review,
    ]  # fmt: skip


def many(count: int, *, judge: str = "nli") -> list[Record]:
    """Verdicts that were right as often as the square of the judge's certainty."""
    dice = random.Random(7)
    records: list[Record] = []
    for number in range(count):
        certainty = dice.random()
        is_right = dice.random() < certainty**2
        records += reviewed(number, certainty, "supported" if is_right else "refuted", judge=judge)
    return records


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return blank_warehouse(tmp_path / "claimhouse.duckdb")


def test_reviews_make_a_calibration_that_is_worth_more_than_a_constant(warehouse: Warehouse) -> None:
    warehouse.commit(many(300))
    found = fit(warehouse, NOW)
    assert found.calibration.reviews == 300
    right = found.calibration.figures["right"]
    assert found.calibration.figures["brier_after"] < right * (1 - right)
    assert put_in_force(warehouse, found.calibration)
    assert calibration_in_force(warehouse) == found.calibration
    told = "\n".join(fit_lines(found))
    assert "300 reviewed claims with a verdict that decided" in told
    assert "Brier score (lower is better)" in told


def test_a_fit_by_itself_changes_nothing(warehouse: Warehouse) -> None:
    warehouse.commit(many(120))
    fit(warehouse, NOW)
    assert warehouse.read("SELECT count(*) AS n FROM calibrations") == [{"n": 0}]


def test_going_back_is_a_calibration_of_its_own(warehouse: Warehouse) -> None:
    warehouse.commit(many(120))
    assert not back_to_shipped(warehouse, NOW)
    put_in_force(warehouse, fit(warehouse, NOW).calibration)
    assert back_to_shipped(warehouse, NOW + timedelta(hours=1))
    assert calibration_in_force(warehouse) == shipped()
    again = fit(warehouse, NOW + timedelta(hours=2))
    assert put_in_force(warehouse, again.calibration)
    assert calibration_in_force(warehouse) == again.calibration
    assert warehouse.read("SELECT count(*) AS n FROM calibrations") == [{"n": 3}]


def test_too_few_are_told_with_their_number(warehouse: Warehouse) -> None:
    warehouse.commit([*many(20), *reviewed(100, 0.5, "refuted", stance="neither")])
    with pytest.raises(
        TooFewReviewsError, match=r"takes 50 reviewed claims.*there are nli 20, of them \d+ right"
    ) as told:
        fit(warehouse, NOW)
    assert "(1 more on claims that were not decided)" in str(told.value)


def test_of_right_ones_alone_nothing_can_be_learnt(warehouse: Warehouse) -> None:
    warehouse.commit([record for number in range(60) for record in reviewed(number, 0.8, "supported")])
    with pytest.raises(TooFewReviewsError, match="nli 60, of them 60 right"):
        fit(warehouse, NOW)


def test_the_latest_review_counts_beside_the_verdict_of_its_time(warehouse: Warehouse) -> None:
    warehouse.commit(many(120))
    before = fit(warehouse, NOW).calibration.figures["right"]
    claim = builders.claim("Arden extended levy number 3 by a year.")
    first = warehouse.reviews([claim.claim_id])[0]
    other: Label = "refuted" if first.label == "supported" else "supported"
    later = first.model_copy(
        update={"review_id": "rvw_later", "label": other, "reviewed_at": first.reviewed_at + timedelta(hours=1)}
    )
    warehouse.commit([later])
    after = fit(warehouse, NOW).calibration.figures["right"]
    assert abs(after - before) == pytest.approx(1 / 120)


def test_claims_of_the_same_words_are_tested_together(warehouse: Warehouse) -> None:
    for number in (1, 2):
        warehouse.commit(reviewed(number, 0.9, "supported"))
    with warehouse.session() as session:
        groups = {one.group for one in reviewed_examples(session).examples}
    assert groups == {f"Arden extended levy number {number} by a year." for number in (1, 2)}


def test_evidence_that_is_no_longer_as_it_was_is_left_out(warehouse: Warehouse) -> None:
    warehouse.commit(many(120))
    with warehouse.session() as session:
        session.read("UPDATE documents SET text = 'Otherwise.' WHERE publisher = 'Gazette 5'")
    assert fit(warehouse, NOW).reviewed.not_whole == 1


def curves_for_lexical(chance: float) -> Calibration:
    curve = Curve(judge="lexical", method="platt", examples=60, scores=(0.0,), chances=(chance,))
    return Calibration(
        calibration_id=f"cal_{chance}",
        fitted_on="reviews",
        version="1",
        data="the desk's reviews",
        reviews=60,
        curves=(curve,),
        fitted_at=NOW,
    )


async def check(desk: Desk, calibration: Calibration | None, run_id: str) -> tuple[int, int]:
    """Check the article as a run does; returns how many verdicts are new, and how many searches were made."""
    asked = 0
    search = desk.source.search

    async def counted(*arguments: object, **options: object) -> object:
        nonlocal asked
        asked += 1
        return await search(*arguments, **options)  # type: ignore[arg-type]

    desk.source.search = counted  # type: ignore[method-assign, assignment]
    try:
        pipeline = Pipeline(
            warehouse=desk.warehouse,
            web=WebGateway(),
            extractor=RulesExtractor(),
            verifier=Verifier(
                OfflinePlanner(),
                [desk.source],
                [LexicalJudge()],
                rules=Rules(min_origins=1, decide_from=0.75),
                calibration=calibration,
            ),
            threshold=0.0,
            cutoff="now",
            hints=Hints(),
            clock=lambda: desk.now,
        )
        report = await pipeline.check_article(str(desk.article), run_id=run_id)
    finally:
        desk.source.search = search  # type: ignore[method-assign]
    return report.decided, asked


async def test_another_calibration_gives_new_verdicts_on_the_frozen_evidence(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.article.write_text(
        "Sanctions go on\n\n11:10 GMT, March 3, 2025\n"
        "NORTHFIELD – President Helena Marsh extended the sanctions against Belarus for another year on Sunday.\n",
        "utf-8",
    )
    desk.add("courier", "President Helena Marsh renewed the sanctions against Belarus for a further year on Sunday.")
    desk.corpus.prepare()
    first, searched = await check(desk, None, "run_1")
    assert first > 0
    assert searched > 0

    desk.now += timedelta(hours=1)
    sure = curves_for_lexical(0.9)
    assert await check(desk, sure, "run_2") == (first, 0)
    [row] = desk.warehouse.read("SELECT label, confidence, cause FROM current_verdicts WHERE label = 'supported'")
    assert row == {"label": "supported", "confidence": 0.9, "cause": "calibration_changed"}
    [versions] = desk.warehouse.read("SELECT versions FROM standing_verdicts WHERE label = 'supported'")
    assert versions["versions"]["calibration"] == version_for(sure, ["lexical"])

    desk.now += timedelta(hours=1)
    assert await check(desk, sure, "run_3") == (0, 0)
    desk.now += timedelta(hours=1)
    assert await check(desk, curves_for_lexical(0.5), "run_4") == (first, 0)
    rows = desk.warehouse.read("SELECT DISTINCT label, confidence FROM current_verdicts WHERE label IS NOT NULL")
    assert rows == [{"label": "not_enough_evidence", "confidence": None}]
    assert check_integrity(desk.warehouse.path) == []
