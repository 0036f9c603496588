"""Judging and deciding: from the passages for a claim to judgements, a decision, and a verdict with its cause."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from verifiers.combine import Decision, combine
from verifiers.history import DOCUMENTS, change_since, is_unchanged
from verifiers.outcomes import Job
from verifiers.protocols import Evidence, Judge
from verifiers.rules import Rules
from verifiers.sides import InvalidJudgementError
from verifiers.together import together
from warehouse.errors import ClaimhouseError
from warehouse.records import Claim, Failure, Judgement, Verdict

_INCOMPLETE = "A part of this check failed and will be tried again; what it would have found is missing here."


@dataclass(frozen=True)
class Judged:
    """What the judges made of one set of passages: `decision` is None where there are passages and none could judge."""

    evidence: tuple[Evidence, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    failures: tuple[Failure, ...] = ()
    decision: Decision | None = None


async def judge_all(
    job: Job, claim: Claim, evidence: Sequence[Evidence], judges: Sequence[Judge], rules: Rules
) -> Judged:
    """Every judge's reading of the same passages, and what follows from them together. Never raises."""
    judgements: list[Judgement] = []
    failures: list[Failure] = []
    if evidence:
        for answer in await together(_judge_once(job, claim, judge, evidence) for judge in judges):
            if isinstance(answer, Failure):
                failures.append(answer)
            else:
                judgements.append(answer)
    decision: Decision | None = None
    if judgements or not evidence:
        try:
            decision = combine(claim, evidence, judgements, rules=rules)
        except ClaimhouseError as error:
            failures.append(job.failure(error, claim, "judge"))
    return Judged(tuple(evidence), tuple(judgements), tuple(failures), decision)


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
