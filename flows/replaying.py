"""`claimhouse replay`: does a verdict come out the same on the evidence that it was given on?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console

from flows.article_report import is_waiting
from flows.assembly import assemble_gateway
from flows.calibrating import calibration_of
from flows.call_costs import calls_kept
from flows.output import printable
from flows.progress import counted
from flows.settings import Settings
from gateways.errors import BudgetSpentError
from verifiers.judges.lexical import LexicalJudge
from verifiers.judges.llm import LlmJudge
from verifiers.judges.local_judge import NliJudge
from verifiers.outcomes import Job
from verifiers.own_story import OwnStory
from verifiers.protocols import Evidence, Judge
from verifiers.replay import frozen_evidence, judge_again
from verifiers.rules import Rules
from warehouse.errors import BadInputError, ClaimhouseError
from warehouse.places import Place
from warehouse.records import Article, ArticleVersion, Calibration, Claim, Judgement, Verdict
from warehouse.snapshot import reading
from warehouse.store import Session

_CANDIDATES = 5
_CLAIM_THEN = """
SELECT c.* FROM claims c JOIN extractions e ON e.extraction_id = c.extraction_id
WHERE c.claim_id = $1 ORDER BY e.extracted_at <= $2 DESC, abs(epoch(e.extracted_at) - epoch($2::TIMESTAMPTZ)) LIMIT 1
"""


class NotReplayedError(ClaimhouseError):
    """The evidence is no longer what was judged, or could not be judged again."""


@dataclass(frozen=True)
class _Frozen:
    """All that a verdict rested on, as it is stored."""

    verdict: Verdict
    claim: Claim
    article: Article
    version: ArticleVersion
    judgements: tuple[Judgement, ...]
    evidence: tuple[Evidence, ...]
    calibration: Calibration | None  # that its confidence is by


async def replay_verdict(settings: Settings, verdict_id: str, *, anew: bool = False) -> bool:
    """Judge again and print what comes out; whether it is the same. With `anew` no kept reply answers for a model.

    Raises BadInputError for no such verdict or for a model that is not set, BudgetSpentError where the model may not be
    asked any more, NotReplayedError where the evidence is not as it was or nothing could be judged.
    """
    frozen = _frozen(settings.warehouse, verdict_id.strip())
    verdict = frozen.verdict
    judges = _judges(settings, frozen, anew)
    rules = Rules.of_version(verdict.versions.get("rules", ""))
    own_story = OwnStory.of(frozen.article, frozen.version)
    job = Job(frozen.article, own_story, "replay", datetime.now(UTC), "now")
    async with calls_kept(settings) as calls:
        again = await judge_again(
            job, frozen.claim, verdict, frozen.judgements, frozen.evidence, judges, rules, frozen.calibration
        )
    if again.decision is None:
        told = "; ".join(failure.message for failure in again.failures) or "it could not be judged"
        raise (BudgetSpentError if is_waiting(again.failures) else NotReplayedError)(told)
    console = Console(soft_wrap=True, emoji=False)

    def say(line: str) -> None:
        console.print(printable(" ".join(line.splitlines())), markup=False, highlight=False)

    say(f"{verdict.verdict_id}  decided {verdict.decided_at:%Y-%m-%d %H:%M} UTC: {verdict.label}")
    say(f"  {frozen.claim.text}")
    documents = {item.document.document_id for item in frozen.evidence}
    read = f"{counted(len(frozen.evidence), 'passage')} of {counted(len(documents), 'document')}"
    say(f"  judged again on {read}, as they were frozen: {again.decision.label}")
    if any(call.cached for call in calls):
        say("  with a reply of the model that was kept from before: say --anew to have the model asked")
    for note in again.newer:
        say(f"  {note}")
    for difference in again.differences:
        say(f"  differs: {difference}")
    say("The same." if not again.differences else "Not the same.")
    return not again.differences


def _frozen(path: Place, verdict_id: str) -> _Frozen:
    with reading(path, memory_limit="1GB", threads=2) as connection:
        reads = Session(connection, path)
        verdict = _verdict(reads, path, verdict_id)
        rows = reads.read(_CLAIM_THEN, [verdict.claim_id, verdict.decided_at])
        claim = Claim.model_validate(rows[0]) if rows else None
        article = reads.article(claim.article_id) if claim else None
        version = reads.version(claim.version_id) if claim else None
        if claim is None or article is None or version is None:
            raise NotReplayedError(f"the claim of {verdict.verdict_id} is not whole: run `claimhouse doctor`")
        calibration = calibration_of(reads, verdict)
        judgements = sorted(reads.judgements(verdict.judgement_ids), key=lambda one: one.judge)
        read = [one.passage_id for judgement in judgements for one in judgement.readings]
        passages = {one.passage_id: one for one in reads.passages(read)}
        documents = reads.documents(sorted({one.document_id for one in passages.values()}))
    if len(judgements) != len(verdict.judgement_ids):
        raise NotReplayedError(f"judgements of {verdict.verdict_id} are missing: run `claimhouse doctor`")
    evidence, faults = frozen_evidence(judgements, passages, {one.document_id: one for one in documents})
    if faults:
        raise NotReplayedError(f"the evidence is not as it was: {'; '.join(faults)}: run `claimhouse doctor`")
    return _Frozen(verdict, claim, article, version, tuple(judgements), tuple(evidence), calibration)


def _verdict(reads: Session, path: Place, beginning: str) -> Verdict:
    found = reads.read(
        "SELECT verdict_id FROM verdicts WHERE starts_with(verdict_id, $1) OR starts_with(verdict_id, 'vdt_' || $1)"
        " ORDER BY verdict_id <> $1, verdict_id",
        [beginning],
    )
    ids = [str(row["verdict_id"]) for row in found] if beginning else []
    if not ids:
        raise BadInputError(f"There is no verdict {beginning} in {path}: see verdict_id in current_verdicts.")
    if len(ids) > 1 and ids[0] != beginning:
        listed = ", ".join(ids[:_CANDIDATES])
        raise BadInputError(f"{beginning} is the beginning of {len(ids)} verdicts, so give more of it: {listed}.")
    whole = reads.read("SELECT * FROM verdicts WHERE verdict_id = $1", [ids[0]])
    return Verdict.model_validate(whole[0])


def _judges(settings: Settings, frozen: _Frozen, anew: bool) -> list[Judge]:
    """The judges whose judgements the verdict rests on, as they are now. Raises BadInputError for one not at hand."""
    wanted = {judgement.judge: judgement.model for judgement in frozen.judgements}
    judges: list[Judge] = [LexicalJudge()] if LexicalJudge.name in wanted or not wanted else []
    judges += [NliJudge()] if NliJudge.name in wanted else []
    if LlmJudge.name in wanted:
        gateway = assemble_gateway(settings, anew=anew)
        if gateway is None or gateway.model != wanted[LlmJudge.name]:
            raise BadInputError(f"{wanted[LlmJudge.name]} judged this: name it with --model to have it judge again.")
        judges.append(LlmJudge(gateway, local=NliJudge()))
    if unknown := sorted(wanted.keys() - {judge.name for judge in judges}):
        raise BadInputError(f"The judge {', '.join(unknown)} is not one of this Claimhouse: it cannot judge again.")
    return judges
