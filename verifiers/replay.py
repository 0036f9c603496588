"""A verdict judged again on its frozen evidence: no search, no fetch, only what was put before the judges then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verifiers.combine import Decision
from verifiers.deciding import judge_all
from verifiers.outcomes import Job
from verifiers.protocols import Evidence, Judge
from verifiers.rules import Rules
from warehouse.records import Calibration, Claim, Document, Failure, Judgement, Passage, Verdict, content_hash


@dataclass(frozen=True)
class Replayed:
    """What came of judging again, beside what was decided then; `differences` are sentences, none if it is the same."""

    decision: Decision | None
    judgements: tuple[Judgement, ...]
    failures: tuple[Failure, ...]
    differences: tuple[str, ...]
    newer: tuple[str, ...]  # which judges have another version now, a sentence each


def frozen_evidence(
    judgements: Sequence[Judgement], passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> tuple[list[Evidence], list[str]]:
    """The passages in the order in which the judges were given them, and what of them is not as it was, in sentences.

    Every passage must stand in its document at its place, and every document have the text that it was frozen with.
    """
    order = dict.fromkeys(reading.passage_id for judgement in judgements for reading in judgement.readings)
    evidence: list[Evidence] = []
    faults: list[str] = []
    for passage_id in order:
        passage = passages.get(passage_id)
        document = documents.get(passage.document_id) if passage else None
        if passage is None or document is None:
            faults.append(f"the passage {passage_id} or its document is no longer there")
        elif content_hash(document.text) != document.text_hash:
            faults.append(f"the text of {document.document_id} is no longer the one that was frozen")
        elif document.text[passage.start : passage.end] != passage.text:
            faults.append(f"the passage {passage_id} no longer stands in its document")
        else:
            evidence.append(Evidence(passage, document))
    return evidence, faults


async def judge_again(
    job: Job,
    claim: Claim,
    verdict: Verdict,
    then: Sequence[Judgement],
    evidence: Sequence[Evidence],
    judges: Sequence[Judge],
    rules: Rules,
    calibration: Calibration | None = None,
) -> Replayed:
    """The same evidence before the judges, and what is not as it was."""
    judged = await judge_all(job, claim, evidence, judges, rules, calibration)
    differences = [
        *_reading_differences(then, judged.judgements),
        *_decision_differences(verdict, judged.decision),
    ]
    newer = _newer(verdict, judges)
    return Replayed(judged.decision, judged.judgements, judged.failures, tuple(differences), tuple(newer))


def _newer(verdict: Verdict, judges: Sequence[Judge]) -> list[str]:
    now = {f"judge.{judge.name}": judge.version for judge in judges}
    return [
        f"{name} was of version {verdict.versions[name]} and is of version {version}"
        for name, version in now.items()
        if name in verdict.versions and verdict.versions[name] != version
    ]


def _reading_differences(then: Sequence[Judgement], now: Sequence[Judgement]) -> list[str]:
    told = []
    again = {judgement.judge: judgement for judgement in now}
    for before in then:
        after = again.get(before.judge)
        if after is None or (after.readings, after.rationale) == (before.readings, before.rationale):
            continue
        stances = {reading.passage_id: reading.stance for reading in after.readings}
        changed = [
            f"{before.judge} read {one.passage_id} as {one.stance} and reads it as {stances[one.passage_id]}"
            for one in before.readings
            if stances.get(one.passage_id, one.stance) != one.stance
        ]
        told += changed or [f"{before.judge} reads the same in every passage, in other words or with other scores"]
    return told


def _decision_differences(verdict: Verdict, decision: Decision | None) -> list[str]:
    if decision is None:
        return ["it could not be judged again"]
    pairs = {
        "label": (verdict.label, decision.label),
        "label when said": (verdict.label_when_said, decision.label_when_said),
        "cited passages": (", ".join(verdict.cited_passage_ids), ", ".join(decision.cited_passage_ids)),
        "origins supporting": (verdict.origins_supporting, decision.origins_supporting),
        "origins refuting": (verdict.origins_refuting, decision.origins_refuting),
    }
    return [f"{name}: {then} then, {now} now" for name, (then, now) in pairs.items() if then != now]
