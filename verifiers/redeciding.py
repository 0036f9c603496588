"""A new verdict on the evidence that the one that stands rests on: nothing is searched, and nothing is fetched."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from verifiers import combine
from verifiers.combine import Decision
from verifiers.confidence import version_for
from verifiers.deciding import Judged, judge_all, new_verdict, stands
from verifiers.history import CALIBRATION, is_judge
from verifiers.outcomes import Checked, Cutoff, Job
from verifiers.own_story import OwnStory
from verifiers.protocols import Judge
from verifiers.publishers import Publishers
from verifiers.rules import Rules
from warehouse.errors import ClaimhouseError
from warehouse.records import Article, ArticleVersion, Calibration, Claim, Verdict


class Redeciding:
    """The part of the verifying stage that works on frozen evidence: its judges, rules and calibration."""

    def __init__(
        self,
        judges: Sequence[Judge],
        *,
        rules: Rules | None,
        calibration: Calibration | None,
        publishers: Publishers,
    ) -> None:
        self._judges = tuple(judges)
        self._rules = rules or Rules()
        self._calibration = calibration
        self.publishers = publishers

    def is_calibrated_as(self, verdict: Verdict) -> bool:
        """Whether the calibration in force would say no other thing of a verdict than the one that it is by."""
        if not verdict.origins_supporting and not verdict.origins_refuting:
            return True
        return verdict.versions.get(CALIBRATION) == self.calibration_version

    @property
    def calibration_version(self) -> str | None:
        """Of the calibration by which these judges' verdicts are given; None where there is none for them."""
        names = [judge.name for judge in self._judges]
        return version_for(self._calibration, names) if self._calibration else None

    def _calibrated(self, versions: Mapping[str, str], decision: Decision) -> dict[str, str]:
        """The versions with the calibration's, where there was a label that it had something to say of."""
        others = {name: one for name, one in versions.items() if name != CALIBRATION}
        asked = self.calibration_version if decision.origins_supporting or decision.origins_refuting else None
        return {**others, CALIBRATION: asked} if asked else others

    def _judge_versions(self) -> dict[str, str]:
        return {f"judge.{judge.name}": judge.version for judge in self._judges}

    def decide_again(
        self,
        article: Article,
        version: ArticleVersion,
        claim: Claim,
        judged: Judged,
        previous: Verdict,
        *,
        run_id: str,
        now: datetime,
        cutoff: Cutoff,
    ) -> Checked:
        """A verdict by the rules and the calibration in force on what the one that stands rests on; no judge is asked.

        `judged` has that verdict's frozen evidence and its judgements.
        """
        job = Job(article, OwnStory.of(article, version, self.publishers), run_id, now, cutoff)
        try:
            decision = combine.combine(
                claim,
                judged.evidence,
                judged.judgements,
                rules=self._rules,
                calibration=self._calibration,
                when_said=judged.when_said,
            )
        except ClaimhouseError as error:
            return Checked(claim.claim_id, failures=(job.failure(error, claim, "judge"),))
        judged = replace(judged, decision=decision)
        return self._outcome_of(job, claim, judged, previous.versions, previous)

    async def judge_again(
        self,
        article: Article,
        version: ArticleVersion,
        claim: Claim,
        judged: Judged,
        previous: Verdict,
        *,
        run_id: str,
        now: datetime,
        cutoff: Cutoff,
    ) -> Checked:
        """A verdict by today's judges on the frozen evidence of the one that stands: of `judged` nothing else counts.

        What was searched, and by which planner, stays as that verdict has it. Never raises for what a judge does.
        """
        job = Job(article, OwnStory.of(article, version, self.publishers), run_id, now, cutoff)
        again = await judge_all(job, claim, judged.evidence, self._judges, self._rules, self._calibration)
        others = {name: one for name, one in previous.versions.items() if not is_judge(name)}
        checked = self._outcome_of(job, claim, again, {**others, **self._judge_versions()}, previous)
        return replace(checked, judgements=(*again.judgements, *again.when_said))

    def _outcome_of(
        self, job: Job, claim: Claim, judged: Judged, versions: Mapping[str, str], previous: Verdict
    ) -> Checked:
        if judged.decision is None or judged.failures:
            return Checked(claim.claim_id, failures=judged.failures)
        versions = self._calibrated({**versions, "rules": self._rules.version}, judged.decision)
        if stands(previous, judged, versions):
            return Checked(claim.claim_id, unchanged=True)
        verdict = new_verdict(job, claim, judged, versions, previous, is_incomplete=False)
        return Checked(claim.claim_id, verdict=verdict)
