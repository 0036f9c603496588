"""Claims on those passages of training/written that trained nothing: what thresholds and confidences are chosen on.

Nearer than the pool to what a check reads: claims of many kinds, in other words than their evidence, on stretches of
news, reports, answers and pages.
"""

from collections.abc import Collection
from dataclasses import replace

from benchmarks.cases import Case, claim_from, evidence_from
from training.splits import HELD_OUT
from training.written import KIND, written


def written_cases(*kinds: str) -> list[Case]:
    """The held-out claims, each with its one passage: on passages of these kinds, or on all. `gold` is the label."""
    cases = []
    for pair in (pair for split in HELD_OUT for pair in written(split)):
        if not kinds or pair.kind.removeprefix(KIND) in kinds:
            claim = claim_from(pair.claim, "written", pair.passage, pair.claim)
            cases.append(Case(claim, evidence_from(claim, [pair.passage]), pair.label))
    return cases


def regraded(cases: Collection[Case], right: str, wrong: str) -> list[Case]:
    """The same, whose gold is `right` where the passage supports the claim and else `wrong`."""
    return [replace(case, gold=right if case.gold == "supports" else wrong) for case in cases]
