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
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verifiers import telling
from verifiers.protocols import Evidence
from verifiers.sides import Counted, Sides, day_said, is_from_before, place, read_together, take_sides
from warehouse.records import Claim, Judgement, Label, VerdictIssue

VERSION = 2


@dataclass(frozen=True)
class Rules:
    """The desk's own thresholds. `min_origins`: how many independent origins make a claim supported or refuted."""

    min_origins: int = 2

    def __post_init__(self) -> None:
        if self.min_origins < 1:
            raise ValueError("min_origins must be at least 1")


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


def combine(claim: Claim, evidence: Sequence[Evidence], judgements: Sequence[Judgement], *, rules: Rules) -> Decision:
    """Decide on a claim by the module's table of cases.

    Raises InvalidJudgementError when a judgement reads or cites a passage that is not in `evidence`, or when there is
    evidence that no judge has read. The order of `evidence` and `judgements` does not matter.
    """
    counted = read_together(evidence, judgements)
    said = day_said(claim)
    now = take_sides(claim, counted, said)
    then = take_sides(claim, [one for one in counted if is_from_before(one, said)], said)
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


def _weight(side: Mapping[str, Sequence[Counted]], rules: Rules) -> int:
    primary = sum(any(one.standing == "primary_record" for one in readings) for readings in side.values())
    return len(side) + primary * (rules.min_origins - 1)


def _label(sides: Sides, rules: Rules) -> Label:
    supporting, refuting = _weight(sides.supporting, rules), _weight(sides.refuting, rules)
    if min(supporting, refuting) >= rules.min_origins:
        return "conflicting"
    if supporting >= max(rules.min_origins, 2 * refuting):
        return "supported"
    if refuting >= max(rules.min_origins, 2 * supporting):
        return "refuted"
    return "not_enough_evidence"


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
