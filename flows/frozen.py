"""What verdicts rested on, as the warehouse has kept it: their judgements, and the evidence that these read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verifiers.protocols import Evidence
from verifiers.replay import frozen_evidence
from verifiers.sides import known_when_said
from warehouse.reads import Reads
from warehouse.records import Claim, Judgement, Verdict


@dataclass(frozen=True)
class Frozen:
    """One verdict with what it rested on; `faults` tell what of it is not as it was, in sentences."""

    verdict: Verdict
    judgements: tuple[Judgement, ...]
    when_said: tuple[Judgement, ...]  # those on the earlier evidence alone, where that was read by itself
    evidence: tuple[Evidence, ...]
    faults: tuple[str, ...]


def frozen(reads: Reads, claims: Mapping[str, Claim], verdicts: Sequence[Verdict]) -> list[Frozen]:
    """The same for several verdicts on these claims, in their order, in a few reads."""
    on_claims = reads.judgements_on(sorted({verdict.claim_id for verdict in verdicts}))
    judgements = {one.judgement_id: one for one in on_claims}
    read = sorted({reading.passage_id for one in judgements.values() for reading in one.readings})
    passages = {one.passage_id: one for one in reads.passages(read)}
    named = sorted({one.document_id for one in passages.values()})
    documents = {one.document_id: one for one in reads.documents(named)}
    found = []
    for verdict in verdicts:
        its = sorted((judgements[one] for one in verdict.judgement_ids if one in judgements), key=lambda one: one.judge)
        evidence, faults = frozen_evidence(its, passages, documents)
        if len(its) < len(verdict.judgement_ids):
            faults.append(f"judgements of {verdict.verdict_id} are missing")
        claim = claims.get(verdict.claim_id)
        alone = _read_alone(claim, verdict, evidence, on_claims) if claim else []
        found.append(Frozen(verdict, tuple(its), tuple(alone), tuple(evidence), tuple(faults)))
    return found


def _read_alone(
    claim: Claim, verdict: Verdict, evidence: Sequence[Evidence], judgements: Sequence[Judgement]
) -> list[Judgement]:
    """The judgements, by the same judges as they were, on nothing but what was known when the claim was said.

    They are none of those that the verdict combines; the latest of each judge.
    """
    known = {item.passage.passage_id for item in known_when_said(claim, evidence)}
    found = {
        one.judge: one
        for one in judgements
        if one.claim_id == claim.claim_id
        and one.judgement_id not in verdict.judgement_ids
        and verdict.versions.get(f"judge.{one.judge}") == one.judge_version
        and known == {reading.passage_id for reading in one.readings}
    }
    return [found[judge] for judge in sorted(found)]
