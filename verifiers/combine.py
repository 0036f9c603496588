"""From judgements to a verdict's label: a pure function that keeps rules 3, 6, 8 and 9 of the design.

What counts, and what does not
    A reading counts for its origin when a judge says that the passage supports or refutes the claim and no other
    judge says the opposite. `neither` means "I cannot tell" and vetoes nothing. Fact-checks are shown and never
    counted. A passage that only repeats the claim's own side counts for quotes and positions alone. An origin that
    says both counts on neither side. For what can change (a state, a position, a figure, a comparison, an event that
    has not happened) about the time when it was said, refutations that are not known to be from that time are shown
    and not counted.

The cases, with w the weight of a side (each independent origin counts 1, one with a primary record `min_origins`)
    both sides enough (w >= min_origins)                  conflicting
    one side enough, and at least twice the other         supported or refuted
    one side enough, but less than twice the other        not_enough_evidence
    neither side enough                                   not_enough_evidence
Against a side stand only those origins that are sure enough for it (`conflicts_from`, 0 for the desk).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verifiers import telling
from verifiers.protocols import Evidence
from verifiers.rules import Rules
from verifiers.sides import (
    Counted,
    Sides,
    certainty_of,
    day_said,
    is_from_before,
    place,
    read_together,
    strength,
    take_sides,
)
from warehouse.records import Claim, Judgement, Label, VerdictIssue

VERSION = 2


@dataclass(frozen=True)
class Decision:
    """What `combine` makes of the evidence: the content of a Verdict, without its history."""

    label: Label
    label_when_said: Label
    issues: tuple[VerdictIssue, ...]
    rationale: str
    cited_passage_ids: tuple[str, ...]
    origins_supporting: int
    origins_refuting: int


def combine(
    claim: Claim,
    evidence: Sequence[Evidence],
    judgements: Sequence[Judgement],
    *,
    rules: Rules,
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
    now = take_sides(claim, counted, said)
    earlier = [one for one in counted if is_from_before(one, said)]
    if when_said:
        earlier = read_together([one.evidence for one in earlier], when_said, rules)
    then = take_sides(claim, earlier, said)
    label = _label(now, rules)
    label_when_said = _label(then, rules)
    cited = [one for side in (now.supporting, now.refuting) for readings in side.values() for one in readings]
    return Decision(
        label=label,
        label_when_said=label_when_said,
        issues=_issues(label, now, then, judgements, rules),
        rationale=telling.rationale(
            label, label_when_said, now, passages_read=len(counted), said=said, min_origins=rules.min_origins
        ),
        cited_passage_ids=tuple(one.evidence.passage.passage_id for one in sorted(cited, key=place)),
        origins_supporting=len(now.supporting),
        origins_refuting=len(now.refuting),
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


def _issues(
    label: Label, now: Sides, then: Sides, judgements: Sequence[Judgement], rules: Rules
) -> tuple[VerdictIssue, ...]:
    """What the judges warn of, for a label that is decided, and "outdated" where the world has moved on since."""
    issues: set[VerdictIssue] = set()
    if label != "not_enough_evidence":
        issues.update(issue for judgement in judgements for issue in judgement.issues)
    changed = {one.evidence.passage.origin: [one] for one in now.later if one.published is not None}
    if then.supporting and _weight(changed, rules) >= rules.min_origins:
        issues.add("outdated")
    return tuple(sorted(issues))
