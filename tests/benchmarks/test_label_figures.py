"""Accuracy, F1 of a label and their means; thresholds and the layer are chosen on what they are given."""

import asyncio
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from benchmarks.averitec_sets import UNANSWERED
from benchmarks.cases import Case, claim_from, evidence_from
from benchmarks.fitted_labels import features, fit
from benchmarks.judging import Judged, NotJudgedError, System
from benchmarks.label_figures import (
    LABELS,
    accuracy,
    balanced_accuracy,
    f1_of,
    label_rows,
    macro_f1_of,
    recall_of,
    share,
)
from benchmarks.rows import interval
from benchmarks.tuned_thresholds import tuned
from verifiers.judges.recorded import label_of
from verifiers.protocols import Evidence
from verifiers.rules import Rules
from warehouse.errors import ClaimhouseError
from warehouse.records import Claim, Failure, Judgement, Reading, failure_of

ANSWERS = [("yes", "yes"), ("yes", "no"), ("no", "no"), ("no", "no"), ("no", "yes"), ("odd", "no")]


def test_figures_by_hand() -> None:
    assert accuracy(ANSWERS) == 3 / 6
    assert f1_of("yes")(ANSWERS) == 2 * 1 / (2 + 2)
    assert f1_of("no")(ANSWERS) == 2 * 2 / (3 + 4)
    assert f1_of("odd")(ANSWERS) == 0.0
    assert macro_f1_of(["yes", "no", "odd"])(ANSWERS) == pytest.approx((1 / 2 + 4 / 7 + 0) / 3)
    assert balanced_accuracy(ANSWERS) == pytest.approx((1 / 2 + 2 / 3 + 0) / 3)
    assert (recall_of("no")(ANSWERS), recall_of("none")(ANSWERS)) == (2 / 3, 0.0)


def test_rows_have_an_interval_around_the_figure() -> None:
    (row,) = label_rows("set", "dev", "offline", ANSWERS * 20, {"accuracy": accuracy}, None)
    assert row.n == 120
    assert row.lower is not None
    assert row.upper is not None
    assert row.lower < row.value == 0.5 < row.upper


def test_an_interval_draws_whole_groups() -> None:
    # Ten articles, five of them wholly right: of a hundred independent sentences one would be twice as sure and more.
    right = [place < 50 for place in range(100)]
    articles = [place // 10 for place in range(100)]
    lower, upper = interval(right, share)
    assert upper - lower < 0.25
    lower, upper = interval(right, share, groups=articles)
    assert upper - lower > 0.5
    assert interval(right, share, groups=list(range(100))) == interval(right, share)


class Scripted:
    """A judge that reads in a passage what it says of itself: "0.9 0.1" are its shares."""

    name = "scripted"
    version = "1"

    def __init__(self) -> None:
        self.calls = 0

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        self.calls += 1
        if "fails" in claim.text:
            error = ClaimhouseError("the judge is out")
            at = evidence[0].document.retrieved_at
            return failure_of(error, item_id=claim.claim_id, stage="judge", run_id=run_id, at=at)
        readings = tuple(_reading(item) for item in evidence)
        label = label_of(readings)
        return Judgement(
            judgement_id=Judgement.id_for(claim.claim_id, self.name, "1", label, readings, (), "read"),
            claim_id=claim.claim_id,
            judge=self.name,
            judge_version=self.version,
            label=label,
            readings=readings,
            rationale="read",
            judged_at=evidence[0].document.retrieved_at,
        )


def _reading(item: Evidence) -> Reading:
    supports, refutes = (float(word) for word in item.passage.text.split()[:2])
    stance = "supports" if supports > 0.5 else "refutes" if refutes > 0.5 else "neither"
    score = max(supports, refutes)
    return Reading(passage_id=item.passage.passage_id, stance=stance, score=score, supports=supports, refutes=refutes)


def case(text: str, gold: str, *passages: str) -> Case:
    claim = claim_from(text, "test", text)
    return Case(claim, evidence_from(claim, passages), gold)


def judged(*cases: Case) -> tuple[Judged, ...]:
    return asyncio.run(System("offline", [Scripted()]).read("cases", cases)).judged


def training() -> list[Case]:
    """A set whose annotators call a claim supported from a share of 0.3 on, and refuted from 0.6 on."""
    found = []
    for place in range(1, 10):
        found.append(case(f"Supported {place}.", "supported", f"0.3{place} 0.1"))
        found.append(case(f"Refuted {place}.", "refuted", f"0.1 0.6{place}"))
        found.append(case(f"Open {place}.", "not_enough_evidence", f"0.2{place} 0.5{place}"))
        found.append(case(f"Open too {place}.", "not_enough_evidence", f"0.0 0.6{place} {UNANSWERED}"))
    return found


def test_thresholds_are_those_that_the_training_claims_ask_for() -> None:
    some = judged(*training())
    found = tuned(some)
    assert found.rules.supports_from == 0.3
    assert found.rules.refutes_from == 0.6
    assert found.labels(some) == [one.case.gold for one in some]
    others = judged(
        case("Answered.", "refuted", "0.1 0.9"), case("Not answered.", "not_enough_evidence", f"0.9 0.1 {UNANSWERED}")
    )
    assert found.labels(others) == ["refuted", "not_enough_evidence"], "an open question decides nothing"


def test_the_fitted_layer_learns_what_an_open_question_means() -> None:
    some = judged(*training())
    layer = fit(some, accuracy)
    right = [label == one.case.gold for label, one in zip(layer.labels(some), some, strict=True)]
    assert sum(right) >= 0.8 * len(right)
    assert layer.labels(some) == fit(some, accuracy).labels(some), "the same claims give the same layer"
    found, nothing = features(judged(case("Two men left.", "refuted", "0.9 0.1", "0.2 0.6"), case("None.", "refuted")))
    assert found[:6].tolist() == [0.9, 0.2, 0.0, 0.6, 0.1, 0.0]
    assert nothing[:6].tolist() == [0.0] * 6
    assert (found[-7], nothing[-7]) == (1.0, 0.0), "whether there is a number"
    assert (found[-4:].tolist(), nothing[-4:].tolist()) == ([1.0, 1.0, 0.0, 0.5], [0.0] * 4), "how near they are"


def test_the_fitted_layer_is_chosen_by_what_it_is_to_be_good_at() -> None:
    rare = [case(f"Rare {number}.", "conflicting", "0.6 0.5") for number in range(4)]
    alike = [case(f"Alike {number}.", "refuted", "0.6 0.5") for number in range(8)]
    common = [case(f"Common {number}.", "refuted", f"0.{number % 4} 0.8") for number in range(32)]
    some = judged(*rare, *alike, *common)
    by_accuracy, by_macro_f1 = fit(some, accuracy), fit(some, macro_f1_of(LABELS))
    assert np.ptp(by_accuracy.handicap) < np.ptp(by_macro_f1.handicap)
    assert by_accuracy.labels(some).count("conflicting") < by_macro_f1.labels(some).count("conflicting")


def test_what_was_read_is_not_read_again_and_what_fails_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    judge = Scripted()
    system = System("offline", [judge])
    cases = [case("It rained.", "supported", "0.9 0.1", "0.1 0.9"), case("It fails.", "refuted", "0.1 0.9")]
    first = asyncio.run(system.read("set", cases))
    again = asyncio.run(system.read("set", cases))
    assert (judge.calls, again) == (2, first)
    assert [one.case.gold for one in first.judged] == ["supported"]
    assert first.spent.pairs == 2
    assert "1 of 2 claims could not be judged" in capsys.readouterr().err
    with pytest.raises(NotJudgedError, match="the judge is out"):
        asyncio.run(system.read("outage", cases[1:]))


def test_a_system_is_asked_for_no_more_than_it_may_be() -> None:
    system = System("model", [Scripted()], most=3)
    cases = [case(f"Claim {place}.", "supported", "0.9 0.1") for place in range(10)]
    read = asyncio.run(system.read("set", cases))
    assert len(read.judged) == 3
    assert [one.case for one in read.judged] == sorted(
        (one.case for one in read.judged), key=lambda one: one.claim.text
    ), "in their order"


def test_evidence_of_any_time_counts() -> None:
    claim = claim_from("The bridge has not been built.", "test", "1", said=date(2020, 1, 1))
    (one,) = judged(Case(claim, evidence_from(claim, ["0.1 0.9"]), "refuted"))
    assert one.decide(Rules(min_origins=1)).label == "refuted"
