"""Judging and deciding: from the passages for a claim to judgements, a decision, and a verdict with its cause."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from verifiers.combine import Decision, combine
from verifiers.history import DOCUMENTS, change_since, is_unchanged
from verifiers.outcomes import Job
from verifiers.protocols import Evidence, Judge, ReadsTogether
from verifiers.rules import Rules
from verifiers.sides import InvalidJudgementError, known_when_said
from verifiers.together import together
from warehouse.errors import ClaimhouseError
from warehouse.records import Calibration, Claim, Failure, Judgement, Verdict

_INCOMPLETE = "A part of this check failed and will be tried again; what it would have found is missing here."


@dataclass(frozen=True)
class Judged:
    """What the judges made of one set of passages: `decision` is None where there are passages and none could judge."""

    evidence: tuple[Evidence, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    when_said: tuple[Judgement, ...] = ()  # on the earlier evidence alone, where that had to be read by itself
    failures: tuple[Failure, ...] = ()
    decision: Decision | None = None


async def judge_all(
    job: Job,
    claim: Claim,
    evidence: Sequence[Evidence],
    judges: Sequence[Judge],
    rules: Rules,
    calibration: Calibration | None = None,
) -> Judged:
    """Every judge's reading of the same passages, and what follows from them together. Never raises."""
    judgements, failures = await _ask(job, claim, evidence, judges)
    when_said: list[Judgement] = []
    decision: Decision | None = None
    try:
        if judgements or not evidence:
            decision = combine(claim, evidence, judgements, rules=rules, calibration=calibration)
        if decision and (earlier := _to_read_alone(claim, evidence, judges, judgements, decision)):
            when_said, failed = await _ask(job, claim, earlier, judges)
            failures += failed
            # What could not be read alone leaves open what was known then: that is no label, but a Failure.
            decision = (
                None
                if failed
                else combine(claim, evidence, judgements, rules=rules, calibration=calibration, when_said=when_said)
            )
    except ClaimhouseError as error:
        failures.append(job.failure(error, claim, "judge"))
    return Judged(tuple(evidence), tuple(judgements), tuple(when_said), tuple(failures), decision)


async def _ask(
    job: Job, claim: Claim, evidence: Sequence[Evidence], judges: Sequence[Judge]
) -> tuple[list[Judgement], list[Failure]]:
    """What each judge makes of the passages, and what went wrong; nobody is asked about none."""
    answers = await together(_judge_once(job, claim, judge, evidence) for judge in judges) if evidence else []
    return (
        [one for one in answers if isinstance(one, Judgement)],
        [one for one in answers if isinstance(one, Failure)],
    )


def _to_read_alone(
    claim: Claim,
    evidence: Sequence[Evidence],
    judges: Sequence[Judge],
    judgements: Sequence[Judgement],
    decision: Decision,
) -> list[Evidence]:
    """The passages known when the claim was said, where the label rests on others and what was read of them may too.

    Whoever reads passages together knows, as he reads the earlier ones, what the later ones say. Without any earlier
    ones there is nothing to ask: that is not enough evidence.
    """
    earlier = known_when_said(claim, evidence)
    known = {item.passage.passage_id for item in earlier}
    cited = {*decision.cited_passage_ids, *(passage_id for one in judgements for passage_id in one.cited_passage_ids)}
    if decision.label == "not_enough_evidence" or known >= cited:
        return []
    return earlier if any(isinstance(judge, ReadsTogether) for judge in judges) else []


async def _judge_once(job: Job, claim: Claim, judge: Judge, evidence: Sequence[Evidence]) -> Judgement | Failure:
    try:
        answer = await judge.judge(claim, evidence, run_id=job.run_id)
        if isinstance(answer, Judgement):
            _check(answer, claim, evidence)
    except Exception as error:  # noqa: BLE001 - whatever a judge throws is never a verdict
        return job.failure(error, claim, "judge")
    return answer


def _check(judgement: Judgement, claim: Claim, evidence: Sequence[Evidence]) -> None:
    """Rule 3: a judgement is about this claim, and reads and cites only what was put before the judge."""
    given = {item.passage.passage_id for item in evidence}
    used = {reading.passage_id for reading in judgement.readings} | set(judgement.cited_passage_ids)
    if judgement.claim_id != claim.claim_id or not used <= given:
        raise InvalidJudgementError(
            f"the judge {judgement.judge} cited a passage or a claim that it was not given: check the claim again"
        )


def versions_of(judged: Judged, versions: Mapping[str, str]) -> dict[str, str]:
    """The versions of all that a verdict on this rests on: the stage's own, the models', and the documents' ids."""
    models = {f"judge.{one.judge}.model": one.model for one in judged.judgements if one.model}
    documents = sorted({item.document.document_id for item in judged.evidence})
    return {**versions, **models, DOCUMENTS: " ".join(documents)}


def stands(previous: Verdict, judged: Judged, versions: Mapping[str, str]) -> bool:
    """Whether a new verdict would say no more than the one that stands.

    The labels are compared too: the claim's own dates decide with the judgements, and may have been read anew.
    """
    decision = judged.decision
    return decision is not None and is_unchanged(
        previous, _ids(judged), versions_of(judged, versions), decision.label, decision.label_when_said
    )


def may_replace(previous: Verdict, found: Collection[str], failures: Sequence[Failure]) -> bool:
    """Whether what was found and judged may replace a verdict although something failed.

    An outage is no reason to give up what a verdict rests on: only where every document of it was found again, and
    nothing but searches failed, can what is new be held against it. `found` has the ids of all documents found.
    """
    if not failures:
        return True
    rests_on = set(filter(None, previous.versions.get(DOCUMENTS, "").split(" ")))
    return rests_on <= set(found) and all(failure.stage == "search" for failure in failures)


def new_verdict(
    job: Job,
    claim: Claim,
    judged: Judged,
    versions: Mapping[str, str],
    previous: Verdict | None,
    *,
    is_incomplete: bool,
) -> Verdict:
    """The verdict that a decision comes to, with its cause. Raises ValueError where nothing was decided."""
    decision = judged.decision
    if decision is None:
        raise ValueError("a verdict needs a decision")
    versions = versions_of(judged, versions)
    documents = {item.document.document_id: item.document for item in judged.evidence}
    change = change_since(previous, claim, versions, [documents[key] for key in sorted(documents)], judged.judgements)
    follows = previous.verdict_id if previous else None
    return Verdict(
        verdict_id=Verdict.id_for(claim.claim_id, follows, _ids(judged), versions),
        claim_id=claim.claim_id,
        label=decision.label,
        label_when_said=decision.label_when_said,
        issues=decision.issues,
        confidence=decision.confidence,
        rationale=f"{decision.rationale} {_INCOMPLETE}" if is_incomplete else decision.rationale,
        cited_passage_ids=decision.cited_passage_ids,
        judgement_ids=_ids(judged),
        origins_supporting=decision.origins_supporting,
        origins_refuting=decision.origins_refuting,
        cause=change.cause,
        changed=change.changed,
        follows=follows,
        versions=versions,
        decided_at=job.now,
        run_id=job.run_id,
    )


def _ids(judged: Judged) -> tuple[str, ...]:
    return tuple(sorted(judgement.judgement_id for judgement in judged.judgements))
