"""A desk that checks an article and checks it again, with a clock moved by hand and a judge that counts."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from extractors.rules import RulesExtractor
from flows.article_report import ArticleReport
from flows.due import Due, Wanted, by_article, decide_due
from flows.pipeline import Hints, Pipeline
from flows.publishers import publishers_in_force
from flows.recheck_policy import Policy, shipped_policy
from flows.recheck_report import RecheckReport
from flows.rechecking import Rechecker
from gateways.web import WebGateway
from tests.flows.test_pipeline import Desk
from verifiers.judges.lexical import LexicalJudge
from verifiers.memory import Memory, remembering
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import Evidence
from verifiers.rules import Rules
from verifiers.sources.corpus import CorpusSource
from verifiers.verify import Verifier
from warehouse.records import Calibration, Claim, Failure, Judgement


class CountedJudge:
    """The lexical judge, which tells whom it was asked about, and whose version a test may raise."""

    name = "lexical"

    def __init__(self) -> None:
        self._judge = LexicalJudge()
        self.version = self._judge.version
        self.asked: list[str] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None  # what happens once, as it is asked

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        self.asked.append(claim.claim_id)
        if (happens := self.meanwhile) is not None:
            self.meanwhile = None
            await happens()
        judged = await self._judge.judge(claim, evidence, run_id=run_id)
        if isinstance(judged, Failure):
            return judged
        own = {"judge_version": self.version, "judgement_id": f"{judged.judgement_id}_{self.version}"}
        return judged.model_copy(update=own)


class RecheckDesk(Desk):
    """The desk of the pipeline's tests, whose corpus keeps its time by the desk's clock."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.corpus = CorpusSource(home / "corpus", home / "cache", clock=lambda: self.now)
        self.source.source = self.corpus
        self.judge = CountedJudge()
        self.memory = Memory()
        self.searched = 0
        self.rules = Rules()
        self.calibration: Calibration | None = None
        self.runs = 0
        self._count_searches()

    def _count_searches(self) -> None:
        search = self.corpus.search

        async def counted(*arguments: Any, **options: Any) -> Any:
            self.searched += 1
            return await search(*arguments, **options)

        self.corpus.search = counted  # type: ignore[method-assign]

    def verifier(self) -> Verifier:
        return Verifier(
            OfflinePlanner(),
            [self.source],
            [remembering(self.judge, self.memory)],
            rules=self.rules,
            calibration=self.calibration,
            publishers=publishers_in_force(self.warehouse),
        )

    async def check(self) -> None:
        """The first check of the article, as `claimhouse check` does it."""
        await self.check_again()
        self.judge.asked.clear()
        self.searched = 0

    async def check_again(self) -> ArticleReport:
        self.corpus.prepare()
        pipeline = Pipeline(
            warehouse=self.warehouse,
            web=WebGateway(),
            extractor=RulesExtractor(),
            verifier=self.verifier(),
            threshold=0.0,
            cutoff="now",
            hints=Hints(),
            clock=lambda: self.now,
        )
        return await pipeline.check_article(str(self.article), run_id=self._run_id())

    def due(self, policy: Policy | None = None, matching: Sequence[str] = ()) -> list[Due]:
        self.corpus.prepare()
        wanted = Wanted(
            verifier=self.verifier(),
            corpus=self.corpus,
            cutoff="now",
            threshold=0.0,
            documents_per_search=10,
            matching=frozenset(matching),
        )
        with self.warehouse.session() as session:
            return decide_due(session, policy or shipped_policy(), wanted, self.now)

    async def recheck(self, due: Sequence[Due]) -> list[RecheckReport]:
        rechecker = Rechecker(
            warehouse=self.warehouse,
            verifier=self.verifier(),
            memory=self.memory,
            reviewed=None,
            cutoff="now",
            clock=lambda: self.now,
        )
        run_id = self._run_id()
        return [
            await rechecker.recheck_article(article_id, claims, run_id=run_id)
            for article_id, claims in by_article(due).items()
        ]

    async def reprocess(self, policy: Policy | None = None, matching: Sequence[str] = ()) -> RecheckReport | None:
        """What came of the due claims of the one article; None where none was due."""
        self.judge.asked.clear()
        self.searched = 0
        reports = await self.recheck(self.due(policy, matching))
        return reports[0] if reports else None

    def _run_id(self) -> str:
        self.runs += 1
        return f"run_{self.runs}"

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def claim_ids(self, where: str = "true") -> list[str]:
        rows = self.warehouse.read(f"select claim_id from current_verdicts where {where} order by claim_id")
        return [str(row["claim_id"]) for row in rows]


def only(*switches: str, ages: bool = False) -> Policy:
    """The shipped policy with these reasons and no others."""
    shipped = shipped_policy()
    kept = shipped.ages if ages else dict.fromkeys(shipped.ages)
    return replace(shipped, ages=kept, when={name: name in switches for name in shipped.when})
