"""What holds of `combine` for any evidence."""

from hypothesis import given
from hypothesis import strategies as st

from tests.verifiers import builders
from tests.verifiers.combining import (
    AFTER,
    BEFORE,
    CALIBRATION,
    NEE,
    OVER,
    SAID,
    STATE,
    UNDATED,
    Read,
    decide,
    put,
    sure,
    yes,
)
from verifiers.combine import combine
from verifiers.rules import Rules
from warehouse.records import Claim

reads = st.builds(
    Read,
    stance=st.sampled_from(["supports", "refutes", "neither"]),
    origin=st.sampled_from("ABCDE"),
    published=st.sampled_from([BEFORE, SAID, AFTER, None]),
    kind=st.sampled_from(["report", "report", "report", "primary_record", "fact_check"]),
    own_words=st.booleans(),
    certainty=st.sampled_from([0.9, 0.55, 0.3]),
)
claims = st.sampled_from(
    [builders.claim(), STATE, OVER, UNDATED, builders.claim("Arden spoke.", kind="quote", speaker="Arden")]
)
rules = st.builds(
    Rules,
    min_origins=st.integers(1, 3),
    decide_from=st.sampled_from([0.0, 0.75]),
    supports_from=st.sampled_from([None, 0.5]),
    conflicts_from=st.sampled_from([0.0, 0.5]),
)


@given(claims, st.lists(reads, max_size=8), rules, st.randoms())
def test_the_order_of_the_evidence_changes_nothing(
    claim: Claim, found: list[Read], rules: Rules, random: object
) -> None:
    items, readings = put(claim, found)
    judgements = [builders.judgement(claim, readings)] if items else []
    shuffled_items, shuffled_readings = list(items), list(readings)
    random.shuffle(shuffled_items)  # type: ignore[attr-defined]
    random.shuffle(shuffled_readings)  # type: ignore[attr-defined]
    shuffled = [builders.judgement(claim, shuffled_readings)] if items else []
    assert combine(claim, items, judgements, rules=rules) == combine(claim, shuffled_items, shuffled, rules=rules)


@given(claims, st.lists(reads, min_size=1, max_size=8), rules, st.data())
def test_a_reprint_never_changes_the_label(claim: Claim, found: list[Read], rules: Rules, data: st.DataObject) -> None:
    reprinted = data.draw(st.sampled_from(found))
    before = decide(found, claim, min_origins=rules.min_origins)
    after = decide([*found, reprinted], claim, min_origins=rules.min_origins)
    assert (after.label, after.label_when_said) == (before.label, before.label_when_said)
    assert (after.origins_supporting, after.origins_refuting) == (before.origins_supporting, before.origins_refuting)


@given(claims, st.lists(reads, max_size=8), rules)
def test_what_is_cited_exists_and_a_decided_label_cites(claim: Claim, found: list[Read], rules: Rules) -> None:
    items, readings = put(claim, found)
    judgements = [builders.judgement(claim, readings)] if items else []
    decision = combine(claim, items, judgements, rules=rules)
    assert set(decision.cited_passage_ids) <= {item.passage.passage_id for item in items}
    assert len(set(decision.cited_passage_ids)) == len(decision.cited_passage_ids)
    if decision.label != NEE:
        assert decision.cited_passage_ids
    if not found:
        assert decision.cited_passage_ids == ()


@given(claims, st.lists(reads, max_size=8), rules)
def test_silence_never_decides(claim: Claim, found: list[Read], rules: Rules) -> None:
    without = [read for read in found if read.stance != "neither"]
    assert (
        decide(found, claim, min_origins=rules.min_origins).label
        == decide(without, claim, min_origins=rules.min_origins).label
    )
    quiet = [Read("neither", read.origin, read.published, read.kind) for read in found]
    assert decide(quiet, claim, min_origins=rules.min_origins).label == NEE


@given(claims, st.lists(reads, max_size=8), rules)
def test_a_decision_needs_enough_origins_or_a_record(claim: Claim, found: list[Read], rules: Rules) -> None:
    decision = decide(found, claim, min_origins=rules.min_origins)
    for label, stance in (("supported", "supports"), ("refuted", "refutes")):
        if decision.label == label:
            side = [read for read in found if read.stance == stance and read.kind != "fact_check"]
            origins = {read.origin for read in side}
            assert len(origins) >= rules.min_origins or any(read.kind == "primary_record" for read in side)


@given(claims, st.lists(reads, max_size=8), rules)
def test_what_came_later_or_undated_never_changes_the_label_when_said(
    claim: Claim, found: list[Read], rules: Rules
) -> None:
    known = [read for read in found if read.published in (BEFORE, SAID)]
    assert (
        decide(found, claim, min_origins=rules.min_origins).label_when_said
        == decide(known, claim, min_origins=rules.min_origins).label_when_said
    )


@given(st.lists(reads, max_size=7), st.sampled_from([0.3, 0.55, 0.9]))
def test_another_origin_for_a_claim_never_lowers_the_confidence_that_it_is_so(
    found: list[Read], certainty: float
) -> None:
    before = decide(found, calibration=CALIBRATION)
    after = decide([*found, sure(yes("another"), certainty)], calibration=CALIBRATION)
    if before.label == "supported":
        assert after.label == "supported"
        assert (after.confidence or 0.0) >= (before.confidence or 0.0) - 1e-12


@given(claims, st.lists(reads, max_size=8), rules)
def test_no_label_is_given_below_the_confidence_asked_for(claim: Claim, found: list[Read], rules: Rules) -> None:
    decision = decide(found, claim, rules=rules, calibration=CALIBRATION)
    if decision.label == NEE:
        assert decision.confidence is None
    else:
        assert decision.confidence is not None
        assert decision.confidence >= rules.decide_from
        assert decision.label == decision.leaning
