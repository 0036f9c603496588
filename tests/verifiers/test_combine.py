"""The rules 3, 6, 8 and 9 as a table of cases."""

import pytest

from tests.verifiers import builders
from tests.verifiers.combining import (
    AFTER,
    BEFORE,
    CALIBRATION,
    NEE,
    NOT_YET,
    OVER,
    SAID,
    STATE,
    UNDATED,
    Read,
    decide,
    no,
    put,
    silent,
    yes,
)
from verifiers.combine import Decision, combine
from verifiers.rules import Rules
from verifiers.sides import InvalidJudgementError
from warehouse.records import Claim, Label, Standing, VerdictIssue

CASES = [
    # label, label when said, what was read
    ("nothing found", NEE, NEE, []),
    ("nothing that speaks of it", NEE, NEE, [silent("A"), silent("B"), silent("C")]),
    ("one origin for it", NEE, NEE, [yes("A")]),
    ("one origin against it", NEE, NEE, [no("A")]),
    ("two origins for it", "supported", "supported", [yes("A"), yes("B")]),
    ("two origins against it", "refuted", "refuted", [no("A"), no("B")]),
    ("two reprints of one story for it", NEE, NEE, [yes("A"), yes("A")]),
    ("three reprints of one story against it", NEE, NEE, [no("A"), no("A"), no("A")]),
    ("one primary record for it", "supported", "supported", [yes("A", kind="primary_record")]),
    ("one primary record against it", "refuted", "refuted", [no("A", kind="primary_record")]),
    ("two against two", "conflicting", "conflicting", [yes("A"), yes("B"), no("C"), no("D")]),
    ("five against two", "conflicting", "conflicting", [*map(yes, "ABCDE"), no("X"), no("Y")]),
    ("two for it, one against it", "supported", "supported", [yes("A"), yes("B"), no("C")]),
    ("one for it, two against it", "refuted", "refuted", [yes("A"), no("B"), no("C")]),
    ("one for it, one against it", NEE, NEE, [yes("A"), no("B")]),
    ("a record against two reports", "conflicting", "conflicting", [yes("A", kind="primary_record"), no("B"), no("C")]),
    ("a record against one report", "supported", "supported", [yes("A", kind="primary_record"), no("B")]),
    ("two records against each other", "conflicting", "conflicting",
     [yes("A", kind="primary_record"), no("B", kind="primary_record")]),
    ("two tellings of one story against one other", NEE, NEE, [yes("A"), yes("A"), no("B")]),
    ("one origin says both", NEE, NEE, [yes("A"), no("A")]),
    ("one of three origins says both", "supported", "supported", [yes("A"), yes("B"), yes("C"), no("C")]),
    ("a fact-check is no origin", NEE, NEE, [yes("A"), yes("B", kind="fact_check")]),
    ("two fact-checks decide nothing", NEE, NEE, [no("A", kind="fact_check"), no("B", kind="fact_check")]),
    ("a fact-check against two origins", "supported", "supported", [yes("A"), yes("B"), no("C", kind="fact_check")]),
    ("the claimant's own words, twice", NEE, NEE, [yes("A", own_words=True), yes("B", own_words=True)]),
    ("the claimant's own words and one origin", NEE, NEE, [yes("A", own_words=True), yes("B")]),
    ("the claimant's own record", NEE, NEE, [yes("A", kind="primary_record", own_words=True)]),
    ("the claimant's own words and two origins", "supported", "supported",
     [yes("A", own_words=True), yes("B"), yes("C")]),
    ("the claimant's own side against it", NEE, NEE, [no("A", own_words=True), no("B", own_words=True)]),
    ("supported later", "supported", NEE, [yes("A", AFTER), yes("B", AFTER)]),
    ("one before, one later", "supported", NEE, [yes("A", BEFORE), yes("B", AFTER)]),
    ("on the very day", "supported", "supported", [yes("A", SAID), yes("B", SAID)]),
    ("of unknown date", "supported", NEE, [yes("A", None), yes("B", None)]),
    ("an undated reprint adds nothing", NEE, NEE, [yes("A", BEFORE), yes("A", None)]),
    ("an event found out later to be untrue", "refuted", NEE, [no("A", AFTER), no("B", AFTER)]),
    ("an event thought true when said", "conflicting", "supported",
     [yes("A"), yes("B"), no("C", AFTER), no("D", AFTER)]),
    ("silence beside one origin", NEE, NEE, [yes("A"), silent("B"), silent("C")]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "when_said", "reads"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_table_of_cases(label: str, when_said: str, reads: list[Read]) -> None:
    decision = decide(reads)
    assert (decision.label, decision.label_when_said) == (label, when_said)


DATES = [
    # label, label when said, what was read: the claim was said on 3 March
    ("changed after it was said", "supported", NEE,
     [Read("supports", "A", modified=AFTER), Read("supports", "B", modified=AFTER)]),
    ("changed before it was said", "supported", "supported",
     [Read("supports", "A", modified=BEFORE), Read("supports", "B", modified=SAID)]),
    ("changed earlier than published, as its clock says", "supported", NEE,
     [Read("supports", "A", AFTER, modified=BEFORE), Read("supports", "B", AFTER, modified=BEFORE)]),
    ("only the day of its change is known, and it is later", "supported", NEE,
     [Read("supports", "A", None, modified=AFTER), Read("supports", "B", None, modified=AFTER)]),
    ("only the day of its change is known, and it is earlier", "supported", "supported",
     [Read("supports", "A", None, modified=BEFORE), Read("supports", "B", None, modified=BEFORE)]),
    ("of unknown date, frozen before it was said", "supported", "supported",
     [Read("supports", "A", None, retrieved=BEFORE), Read("supports", "B", None, retrieved=SAID)]),
    ("of unknown date, frozen after it was said", "supported", NEE,
     [Read("supports", "A", None, retrieved=AFTER), Read("supports", "B", None, retrieved=AFTER)]),
    ("a frozen copy from before, and the page as it was changed since", "supported", "supported",
     [Read("supports", "A", modified=AFTER), Read("supports", "A", retrieved=BEFORE),
      Read("supports", "B", modified=AFTER), Read("supports", "B")]),
    ("one changed later, one from before", "supported", NEE, [Read("supports", "A", modified=AFTER), yes("B")]),
    ("a later change against it", "refuted", NEE, [Read("refutes", "A", modified=AFTER), no("B")]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "when_said", "reads"), [case[1:] for case in DATES], ids=[case[0] for case in DATES])
def test_a_page_counts_for_what_was_known_as_of_when_it_is_known_to_be_so(
    label: str, when_said: str, reads: list[Read]
) -> None:
    decision = decide(reads)
    assert (decision.label, decision.label_when_said) == (label, when_said)


def test_a_claim_of_no_known_day_has_no_evidence_from_before_it() -> None:
    assert decide([yes("A"), yes("B")], UNDATED).label_when_said == NEE


SIDE: Standing = "claimants_side"
STANDINGS = [
    # label, as what each passage counts
    ("the claimant's side alone", NEE, [Read("supports", "A", standing=SIDE), Read("supports", "B", standing=SIDE)]),
    ("beside one other", NEE, [Read("supports", "A", standing=SIDE), yes("B")]),
    ("beside two others", "supported", [Read("supports", "A", standing=SIDE), yes("B"), yes("C")]),
    ("even a record of its own", NEE, [Read("supports", "A", kind="primary_record", standing=SIDE)]),
    ("against it", NEE, [Read("refutes", "A", standing=SIDE), Read("refutes", "B", standing=SIDE)]),
    ("what the desk holds a fact-check is none", NEE, [Read("supports", "A", standing="fact_check"), yes("B")]),
    ("what the desk holds a record decides", "refuted", [Read("refutes", "A", standing="primary_record")]),
    ("what the desk holds no record does not", NEE, [Read("refutes", "A", kind="primary_record", standing="report")]),
    ("what the desk holds no fact-check counts", "supported",
     [Read("supports", "A", kind="fact_check", standing="report"), yes("B")]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "reads"), [case[1:] for case in STANDINGS], ids=[case[0] for case in STANDINGS])
def test_it_is_the_standing_that_counts(label: str, reads: list[Read]) -> None:
    assert decide(reads).label == label


CHANGES = [
    ("true when said, changed since", STATE, "supported", "supported", ("outdated",),
     [yes("A"), yes("B"), no("C", AFTER), no("D", AFTER)]),
    ("one origin when said, changed since", STATE, NEE, NEE, ("outdated",), [yes("A"), no("C", AFTER), no("D", AFTER)]),
    ("only later documents against a state", STATE, NEE, NEE, (), [no("C", AFTER), no("D", AFTER)]),
    ("a later record against a state", STATE, NEE, NEE, (), [no("C", AFTER, "primary_record")]),
    ("undated documents against a state", STATE, NEE, NEE, (), [no("C", None), no("D", None)]),
    ("undated documents against what was true", STATE, "supported", "supported", (),
     [yes("A"), yes("B"), no("C", None), no("D", None)]),
    ("untrue when said", STATE, "refuted", "refuted", (), [no("A"), no("B")]),
    ("later documents about a time that was over", OVER, "refuted", NEE, (), [no("C", AFTER), no("D", AFTER)]),
    (
        "what had not happened when it was said, and happened since",
        NOT_YET, "supported", "supported", ("outdated",), [yes("A"), yes("B"), no("C", AFTER), no("D", AFTER)],
    ),
    ("a claim of no known day is read as of today", UNDATED, "refuted", NEE, (), [no("C", AFTER), no("D", AFTER)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "label", "when_said", "issues", "reads"),
    [case[1:] for case in CHANGES],
    ids=[case[0] for case in CHANGES],
)
def test_a_later_change_refutes_nothing_that_was_true_when_said(
    claim: Claim, label: str, when_said: str, issues: tuple[str, ...], reads: list[Read]
) -> None:
    decision = decide(reads, claim)
    assert (decision.label, decision.label_when_said, decision.issues) == (label, when_said, issues)


@pytest.mark.parametrize("kind", ["quote", "position"])
def test_that_it_was_said_is_what_a_quote_s_own_words_show(kind: str) -> None:
    claim = builders.claim('Arden said that the levy was "fair".', kind=kind, speaker="Arden")  # type: ignore[arg-type]
    assert decide([yes("A", own_words=True), yes("B", own_words=True)], claim).label == "supported"
    assert decide([yes("A", own_words=True)], claim).label == NEE


@pytest.mark.parametrize(("min_origins", "label"), [(1, "supported"), (2, "supported"), (3, NEE)])
def test_min_origins_is_the_desk_s_to_set(min_origins: int, label: str) -> None:
    assert decide([yes("A"), yes("B")], min_origins=min_origins).label == label


def test_with_one_origin_asked_for_one_against_one_is_conflicting() -> None:
    assert decide([yes("A"), no("B")], min_origins=1).label == "conflicting"
    assert decide([yes("A")], min_origins=1).label == "supported"


def test_a_bare_majority_does_not_decide() -> None:
    assert decide([yes("A"), yes("B"), yes("C"), no("D"), no("E")], min_origins=3).label == NEE


def test_min_origins_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Rules(min_origins=0)


class TestSeveralJudges:
    def decide(self, first: str, second: str, *, own_words: bool = False) -> Decision:
        claim = builders.claim()
        items, _ = put(claim, [yes("A"), yes("B")])
        judgements = [
            builders.judgement(claim, [builders.reading(item, first) for item in items], judge="lexical"),  # type: ignore[arg-type]
            builders.judgement(
                claim,
                [builders.reading(item, second, own_words=own_words) for item in items],  # type: ignore[arg-type]
                judge="llm",
            ),
        ]
        return combine(claim, items, judgements, rules=Rules())

    def test_one_that_cannot_tell_vetoes_nothing(self) -> None:
        assert self.decide("neither", "supports").label == "supported"
        assert self.decide("refutes", "neither").label == "refuted"

    def test_two_that_contradict_each_other_decide_nothing(self) -> None:
        decision = self.decide("supports", "refutes")
        assert decision.label == NEE
        assert "the judges read it differently" in decision.rationale

    def test_one_that_hears_the_claimant_s_own_words_is_believed(self) -> None:
        assert self.decide("supports", "supports", own_words=True).label == NEE

    def test_their_order_does_not_matter(self) -> None:
        claim = builders.claim()
        items, _ = put(claim, [yes("A"), yes("B")])
        one = builders.judgement(claim, [builders.reading(item, "supports", why="a") for item in items], judge="a")
        two = builders.judgement(claim, [builders.reading(item, "supports", why="b") for item in items], judge="b")
        assert combine(claim, items, [one, two], rules=Rules()) == combine(claim, items, [two, one], rules=Rules())


class TestRationale:
    def test_names_publishers_dates_and_reprints(self) -> None:
        decision = decide([yes("A"), yes("B", "2025-02-28"), yes("A", SAID)])
        assert decision.rationale.startswith(
            "Two independent origins support it: Paper 01 (28 February 2025) and "
            "Paper 00 (1 March 2025) with the same origin as Paper 02 (3 March 2025)."
        )

    def test_says_what_is_missing(self) -> None:
        assert decide([yes("A")]).rationale == (
            "Only Paper 00 (1 March 2025) supports it. What would settle it: a primary record: the record of it by "
            "those whose task it is to know, or one more origin, independent of what was found."
        )

    def test_says_that_nothing_was_found(self) -> None:
        assert decide([]).rationale.startswith("No evidence was found. What would settle it: a primary record")
        assert decide([]).rationale.endswith("or two independent origins.")
        assert decide([silent("A"), silent("B")]).rationale.startswith("2 passages were read; nothing that counts")

    def test_says_that_all_is_older_than_what_it_is_about(self) -> None:
        claim = builders.claim("The talks opened in Veld.", about=("2025-03-03", "2025-03-03"))
        told = decide([silent("A", "2025-02-28"), silent("B", BEFORE)], claim).rationale
        assert told.startswith(
            "2 passages were found, and all of them are from before 3 March 2025, when this was not yet so. What would"
        )
        assert decide([silent("A", SAID), silent("B", BEFORE)], claim).rationale.startswith("2 passages were read;")
        assert decide([silent("A", None)], claim).rationale.startswith("One passage was read;")

    @pytest.mark.parametrize(
        ("first", "last", "told"),
        [
            ("2022-01-01", "2025-03-02", "from before 2022, when"),
            ("2025-02-01", "2025-02-28", "from before February 2025, when"),
            ("2025-01-01", "2025-01-01", "from before 1 January 2025, when"),
            ("2025-02-24", "2025-03-02", "from before 24 February 2025, when"),
        ],
    )
    def test_says_it_no_more_exactly_than_the_claim_is_about_it(self, first: str, last: str, told: str) -> None:
        claim = builders.claim("The levy has risen since then.", about=(first, last))
        assert told in decide([silent("A", "2021-05-01"), silent("B", "2020-05-01")], claim).rationale

    def test_tells_the_nearest_miss(self) -> None:
        claim = builders.claim()
        items, _ = put(claim, [silent("A"), silent("B")])
        far = builders.reading(items[0], "neither", why="it is about another levy")
        near = builders.reading(items[1], "neither", why="it says nothing of a year").model_copy(
            update={"supports": 0.4, "refutes": 0.1}
        )
        told = combine(claim, items, [builders.judgement(claim, [far, near])], rules=Rules()).rationale
        assert told.startswith(
            "2 passages were read; none settles it. Nearest comes Paper 01 (1 March 2025): it says nothing of a year."
        )

    def test_says_what_it_was_when_said(self) -> None:
        assert decide([yes("A", AFTER), yes("B", AFTER)]).rationale.endswith(
            "On what was published by 3 March 2025 alone: not enough evidence."
        )

    def test_marks_undated_pages(self) -> None:
        assert "Paper 00 (undated)" in decide([yes("A", None)]).rationale

    def test_tells_of_what_is_not_counted(self) -> None:
        told = decide([yes("A", own_words=True), no("B", kind="fact_check")]).rationale
        assert "only repeats what the claim's own side says: Paper 00" in told
        assert "A fact-check by Paper 01 (1 March 2025) contradicts it; it is shown and not counted." in told
        assert "a later change: Paper 00 (8 March 2025)" in decide([no("A", AFTER)], STATE).rationale
        assert "one origin says both: Paper 00 (1 March 2025) and Paper 01" in decide([yes("A"), no("A")]).rationale

    def test_the_reason_is_of_the_side_that_it_comes_to(self) -> None:
        claim = builders.claim()
        items, _ = put(claim, [yes("A", kind="primary_record"), no("B")])
        read = [
            builders.reading(item, stance, why=f"it {stance} it")
            for item, stance in zip(items, ("supports", "refutes"), strict=True)
        ]
        decision = combine(claim, items, [builders.judgement(claim, read)], rules=Rules())
        assert decision.label == "supported"
        assert "Paper 00 (1 March 2025): it supports it." in decision.rationale
        assert "it refutes it" not in decision.rationale

    def test_an_origin_whose_record_and_later_report_both_tell_of_a_change_has_the_record_s_weight(self) -> None:
        reads = [yes("A", BEFORE), yes("B", BEFORE), no("C", AFTER, "primary_record"), no("C", AFTER)]
        assert "outdated" in decide(reads, STATE).issues

    def test_gives_the_judge_s_reason(self) -> None:
        claim = builders.claim()
        items, _ = put(claim, [yes("A"), yes("B")])
        read = builders.judgement(claim, [builders.reading(item, "supports", why="both name Arden") for item in items])
        told = combine(claim, items, [read], rules=Rules()).rationale
        assert "Paper 00 (1 March 2025): both name Arden." in told


def test_the_judges_issues_stand_only_with_a_decided_label() -> None:
    claim = builders.claim()
    for reads, issues in (([yes("A"), yes("B")], ("missing_context",)), ([yes("A")], ())):
        items, readings = put(claim, reads)
        judged = builders.judgement(claim, readings, issues=["missing_context"])
        assert combine(claim, items, [judged], rules=Rules()).issues == issues


def test_a_reading_of_a_passage_that_was_not_given_is_refused() -> None:
    claim = builders.claim()
    items, readings = put(claim, [yes("A"), yes("B")])
    with pytest.raises(InvalidJudgementError, match="was not given"):
        combine(claim, items[:1], [builders.judgement(claim, readings)], rules=Rules())


def test_evidence_that_nobody_read_is_refused() -> None:
    claim = builders.claim()
    items, _ = put(claim, [yes("A")])
    with pytest.raises(InvalidJudgementError, match="no judge"):
        combine(claim, items, [], rules=Rules())


ISSUES = [
    # label, issues, the judge's label and issues, what was read
    ("picked so as to mislead", "conflicting", ("cherry_picked",), "supported", ("cherry_picked",),
     [yes("A"), yes("B")]),
    ("so in part", "conflicting", ("partly_true",), "refuted", ("partly_true",), [no("A"), no("B")]),
    ("without its context", "supported", ("missing_context",), "supported", ("missing_context",),
     [yes("A"), yes("B")]),
    ("without the context that turns it", "conflicting", ("missing_context",), "conflicting", ("missing_context",),
     [yes("A"), yes("B")]),
    ("what is not so is not picked", "refuted", ("cherry_picked",), "refuted", ("cherry_picked",), [no("A"), no("B")]),
    ("of too few origins", NEE, (), "supported", ("cherry_picked",), [yes("A")]),
    ("by a judge who decides nothing", NEE, (), NEE, ("partly_true",), [yes("A"), yes("B")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "named", "judged", "issues", "reads"), [case[1:] for case in ISSUES], ids=[case[0] for case in ISSUES]
)
def test_what_misleads_or_is_so_in_part_is_conflicting(
    label: str, named: tuple[str, ...], judged: Label, issues: tuple[VerdictIssue, ...], reads: list[Read]
) -> None:
    decision = decide(reads, judged=judged, issues=issues)
    assert (decision.label, decision.issues) == (label, named)


class TestCited:
    """What a judge cites beside a passage that takes a side, though it takes none by itself."""

    @staticmethod
    def decided(beside: Read, *, judged: Label = "supported") -> tuple[Decision, str]:
        claim = builders.claim()
        items, readings = put(claim, [yes("A", kind="primary_record"), beside])
        cited = tuple(item.passage.passage_id for item in items)
        judgement = builders.judgement(claim, readings, label=judged).model_copy(update={"cited_passage_ids": cited})
        return combine(claim, items, [judgement], rules=Rules()), cited[1]

    def test_is_cited_by_the_verdict_and_no_origin(self) -> None:
        decision, beside = self.decided(silent("B"))
        assert beside in decision.cited_passage_ids
        assert decision.origins_supporting == 1

    @pytest.mark.parametrize("standing", ["fact_check", "hostile", "another_matter", "claimants_side"])
    def test_is_not_where_it_may_count_for_nothing(self, standing: Standing) -> None:
        decision, beside = self.decided(Read("neither", "B", standing=standing))
        assert beside not in decision.cited_passage_ids

    def test_is_not_where_it_takes_a_side_that_does_not_count(self) -> None:
        decision, beside = self.decided(yes("B", own_words=True))
        assert beside not in decision.cited_passage_ids

    def test_is_not_where_its_judge_decides_nothing(self) -> None:
        decision, beside = self.decided(silent("B"), judged="not_enough_evidence")
        assert beside not in decision.cited_passage_ids


class TestHeldOpen:
    """A judge who reads passages on a side, and holds all the same that they do not settle the claim."""

    @pytest.mark.parametrize("reads", [[yes("A"), yes("B")], [no("A"), no("B")]], ids=["for it", "against it"])
    def test_a_claim_is_not_decided_over_the_head_of_its_judge(self, reads: list[Read]) -> None:
        decision = decide(reads, judged="not_enough_evidence", calibration=CALIBRATION)
        assert (decision.label, decision.label_when_said, decision.confidence) == (NEE, NEE, None)
        assert decision.leaning in ("supported", "refuted")
        assert "but the judge who reads it so holds that this does not settle it." in decision.rationale

    def test_what_was_known_when_it_was_said_is_as_open_as_all_that_is_known(self) -> None:
        decision = decide([yes("A"), yes("B"), silent("C", AFTER)], judged="not_enough_evidence")
        assert (decision.label, decision.label_when_said) == (NEE, NEE)

    def test_another_judge_who_reads_it_so_decides(self) -> None:
        claim = builders.claim()
        items, readings = put(claim, [yes("A"), yes("B")])
        judgements = [
            builders.judgement(claim, readings, judge="llm", label="not_enough_evidence"),
            builders.judgement(claim, readings),
        ]
        assert combine(claim, items, judgements, rules=Rules()).label == "supported"

    def test_thresholds_below_those_of_a_judge_who_takes_no_side_decide(self) -> None:
        claim = builders.claim()
        items, readings = put(claim, [silent("A"), silent("B")])
        nearly = [one.model_copy(update={"supports": 0.4, "refutes": 0.0}) for one in readings]
        rules = Rules(supports_from=0.3)
        assert combine(claim, items, [builders.judgement(claim, nearly)], rules=rules).label == "supported"

    def test_that_sources_disagree_is_told_all_the_same(self) -> None:
        reads = [yes("A"), yes("B"), no("C"), no("D")]
        assert decide(reads, judged="not_enough_evidence").label == "conflicting"
