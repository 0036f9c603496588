"""From judgements to a verdict's label: a pure function that keeps rules 3, 6, 8 and 9 of the design.

What counts, and what does not
    A reading counts for its origin when a judge says that the passage supports or refutes the claim and no other
    judge says the opposite. `neither` means "I cannot tell" and vetoes nothing. Fact-checks are shown and never
    counted. A passage that only repeats the claim's own side counts for quotes and positions alone. An origin that
    says both counts on neither side. For what can change (a state, a position, a figure, a comparison, an event that
    has not happened) about the time when it was said, refutations that are not known to be from that time, and give
    no figure for it, are shown and not counted. Nor is a page that gives orders to a model, or one that tells of
    another matter than the article of a claim that names nothing by itself.

The cases, with w the weight of a side (each independent origin counts 1, one with a primary record `min_origins`)
    both sides enough (w >= min_origins)                  conflicting
    one side enough, and at least twice the other         supported or refuted
    one side enough, but less than twice the other        not_enough_evidence
    neither side enough                                   not_enough_evidence
Against a side stand only those origins that are sure enough for it (`conflicts_from`, 0 for the desk). What would be
supported or refuted is conflicting where it is so only in part, or where what is so misleads (verifiers/partly.py).
Nor is it given where nobody reads it so but judges who hold that their passages together settle nothing: a judge's own
caution stands, whatever it makes of each passage.

How sure it is
    The strength of a side is -ln of the probability that each of its origins is read wrongly. A label's score is what
    is left of its side's strength when the other side's is taken off, as a share of 1; that of conflicting is the
    product of both sides' own. A calibration makes the score a confidence. A label whose confidence is below
    `decide_from` is not given: what it leans to is told, and what would settle it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verifiers import telling
from verifiers.confidence import confidence_of
from verifiers.partly import Doubt, misleads, partly_so
from verifiers.protocols import Evidence
from verifiers.rules import Rules
from verifiers.sides import (
    Counted,
    Sides,
    certainty_of,
    cited_by,
    day_said,
    is_known_when_said,
    read_together,
    score_of_strength,
    strength,
    take_sides,
)
from warehouse.records import Calibration, Claim, Judgement, Label, VerdictIssue

VERSION = 11


@dataclass(frozen=True)
class Decision:
    """What `combine` makes of the evidence: the content of a Verdict, without its history.

    `leaning` is the label before it was asked how sure it is, `score` and `judge` what that rests on; without a leaning
    there is no score. `confidence` is that the label is right, None where it is not decided or not calibrated.
    """

    label: Label
    label_when_said: Label
    issues: tuple[VerdictIssue, ...]
    rationale: str
    cited_passage_ids: tuple[str, ...]
    origins_supporting: int
    origins_refuting: int
    leaning: Label = "not_enough_evidence"
    score: float | None = None
    judge: str = ""
    confidence: float | None = None


@dataclass(frozen=True)
class _Weighed:
    """What one body of evidence comes to. `doubt`: why it is not plainly supported or refuted, where it would be.

    `held_open`: whether the judges that it rests on hold that it is not settled.
    """

    label: Label
    leaning: Label
    doubt: Doubt | None
    score: float | None
    judge: str
    confidence: float | None  # of the leaning
    held_open: bool = False


def combine(
    claim: Claim,
    evidence: Sequence[Evidence],
    judgements: Sequence[Judgement],
    *,
    rules: Rules,
    calibration: Calibration | None = None,
    when_said: Sequence[Judgement] = (),
) -> Decision:
    """Decide on a claim by the module's table of cases.

    `when_said`: judgements on no other evidence than what was known when the claim was said, where that was read by
    itself; without any, what is read in it among all the evidence counts for `label_when_said` too.

    Raises InvalidJudgementError when a judgement reads or cites a passage that is not in `evidence`, or when there is
    evidence that no judge has read. The order of `evidence` and `judgements` does not matter.
    """
    counted = read_together(evidence, judgements, rules)
    said = day_said(claim)
    earlier = [one for one in counted if is_known_when_said(claim, one.document)]
    if when_said:
        earlier = read_together([one.evidence for one in earlier], when_said, rules)
    sides, sides_then = take_sides(claim, counted, said), take_sides(claim, earlier, said)
    now = _weigh(claim, sides, judgements, _open_to(judgements), rules, calibration)
    # What a judge finds misleading it finds so by all that it was given; what is open to it by that, is so by less.
    by_then = when_said or (judgements if len(earlier) == len(counted) else ())
    then = _weigh(claim, sides_then, by_then, _open_to(when_said or judgements), rules, calibration)
    return Decision(
        label=now.label,
        label_when_said=then.label,
        issues=_issues(now, sides, sides_then, judgements, rules),
        rationale=telling.rationale(
            telling.Told(
                claim=claim,
                label=now.label,
                label_when_said=then.label,
                leaning=now.leaning,
                confidence=now.confidence,
                doubt=now.doubt,
                held_open=now.held_open,
                sides=sides,
                counted=counted,
                said=said,
            ),
            rules,
        ),
        cited_passage_ids=tuple(one.evidence.passage.passage_id for one in cited_by(claim, sides, counted)),
        origins_supporting=len(sides.supporting),
        origins_refuting=len(sides.refuting),
        leaning=now.leaning,
        score=now.score,
        judge=now.judge,
        confidence=now.confidence if now.label != "not_enough_evidence" else None,
    )


def _weigh(
    claim: Claim,
    sides: Sides,
    judgements: Sequence[Judgement],
    open_to: frozenset[str],
    rules: Rules,
    calibration: Calibration | None,
) -> _Weighed:
    leaning = _label(sides, rules)
    held_open = leaning in ("supported", "refuted") and _judges(leaning, sides) <= open_to
    doubt: Doubt | None = None
    if leaning in ("supported", "refuted"):
        doubt = partly_so(claim, sides, judgements, rules) or (misleads(judgements) if leaning == "supported" else None)
        leaning = "conflicting" if doubt else leaning
    if leaning == "not_enough_evidence":
        return _Weighed(leaning, leaning, None, None, "", None)
    score = _score(leaning, sides, in_doubt=doubt is not None)
    judge = "+".join(sorted(_judges(leaning, sides)))
    confidence = confidence_of(calibration, judge, leaning, score) if calibration else None
    refused = held_open or (confidence is not None and confidence < rules.decide_from)
    label: Label = "not_enough_evidence" if refused else leaning
    return _Weighed(label, leaning, doubt, score, judge, confidence, held_open)


def _open_to(judgements: Sequence[Judgement]) -> frozenset[str]:
    """The judges who hold that what they read settles nothing, though by itself some of it takes a side to them."""
    return frozenset(
        one.judge
        for one in judgements
        if one.label == "not_enough_evidence" and any(reading.stance != "neither" for reading in one.readings)
    )


def _weight(side: Mapping[str, Sequence[Counted]], rules: Rules, *, sure_from: float = 0.0) -> int:
    """The weight of a side's origins; of no others than those that are as sure as that."""
    side = {origin: readings for origin, readings in side.items() if certainty_of(readings) >= sure_from}
    primary = sum(any(one.standing == "primary_record" for one in readings) for readings in side.values())
    return len(side) + primary * (rules.min_origins - 1)


def _label(sides: Sides, rules: Rules) -> Label:
    """The table of cases. Where each side is enough and neither is sure enough to oppose, the stronger one stands."""
    enough = rules.min_origins
    supporting, refuting = _weight(sides.supporting, rules), _weight(sides.refuting, rules)
    for_it = _weight(sides.supporting, rules, sure_from=rules.conflicts_from)
    against_it = _weight(sides.refuting, rules, sure_from=rules.conflicts_from)
    if min(for_it, against_it) >= enough:
        return "conflicting"
    supported = supporting >= max(enough, 2 * against_it)
    refuted = refuting >= max(enough, 2 * for_it)
    if supported and refuted:
        supported = strength(sides.supporting) > strength(sides.refuting)
        refuted = strength(sides.refuting) > strength(sides.supporting)
    if supported:
        return "supported"
    return "refuted" if refuted else "not_enough_evidence"


def _score(label: Label, sides: Sides, *, in_doubt: bool) -> float:
    """How strongly the evidence bears a label out, from 0 to 1: see the module's text."""
    for_it, against_it = strength(sides.supporting), strength(sides.refuting)
    if in_doubt:
        return score_of_strength(max(for_it, against_it))
    if label == "conflicting":
        return score_of_strength(for_it) * score_of_strength(against_it)
    return score_of_strength(for_it - against_it if label == "supported" else against_it - for_it)


def _judges(label: Label, sides: Sides) -> set[str]:
    """Whose readings a label rests on."""
    supporting, refuting = _names(sides.supporting.values()), _names(sides.refuting.values())
    by_label = {"supported": supporting, "refuted": refuting}
    return by_label.get(label, supporting | refuting)


def _names(side: Iterable[Sequence[Counted]]) -> set[str]:
    return {judge for readings in side for one in readings for judge in one.judges}


def _issues(
    now: _Weighed, sides: Sides, sides_then: Sides, judgements: Sequence[Judgement], rules: Rules
) -> tuple[VerdictIssue, ...]:
    """What the judges warn of, for a label that is decided, and "outdated" where the world has moved on since."""
    issues: set[VerdictIssue] = set()
    if now.label != "not_enough_evidence":
        issues.update(issue for judgement in judgements for issue in judgement.issues)
        if now.doubt:
            issues.add(now.doubt.issue)
    changed: dict[str, list[Counted]] = {}
    for one in sides.later:
        if one.published is not None:
            changed.setdefault(one.evidence.passage.origin, []).append(one)
    if sides_then.supporting and _weight(changed, rules) >= rules.min_origins:
        issues.add("outdated")
    return tuple(sorted(issues))
