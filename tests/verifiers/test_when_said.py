"""What was known when a claim was said: read by itself where the label rests on what came later, and only there."""

from collections.abc import Callable, Sequence
from datetime import date

from tests.verifiers import builders as make
from tests.verifiers.networks import OverlapNetwork, reader
from verifiers.deciding import Judged, judge_all
from verifiers.judges.local_judge import NliJudge
from verifiers.outcomes import Job
from verifiers.own_story import OwnStory
from verifiers.protocols import Evidence, Judge
from verifiers.rules import Rules
from warehouse.errors import ClaimhouseError
from warehouse.records import Claim, Failure, Judgement, Stance, failure_of

CLAIM = make.claim("The tunnel of Oren was flooded.", said="2025-03-03")
ARTICLE = make.article("The tunnel of Oren was flooded.")
JOB = Job(ARTICLE, OwnStory.of(ARTICLE, make.version_of(ARTICLE, "The tunnel.")), "run_one", make.NOW, "now")
Read = Callable[[Sequence[Evidence]], Stance]


def before(publisher: str) -> Evidence:
    return make.evidence(CLAIM, make.document("The tunnel stood under water.", publisher=publisher))


def after(publisher: str, published: str | None = "2025-03-05") -> Evidence:
    return make.evidence(
        CLAIM, make.document("It was flooded, it is now clear.", publisher=publisher, published=published)
    )


class Reader:
    """Reads every passage alike, by the company it is in."""

    name = "reader"
    version = "1"

    def __init__(self, read: Read) -> None:
        self._read = read
        self.asked: list[int] = []

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        self.asked.append(len(evidence))
        stance = self._read(evidence)
        return make.judgement(claim, [make.reading(item, stance) for item in evidence], judge=self.name)


class Together(Reader):
    """One that may read a passage in the light of the others."""

    reads_together = True


def has_later(evidence: Sequence[Evidence]) -> bool:
    return any((item.document.published_at or make.NOW).date() > date(2025, 3, 3) for item in evidence)


def only_in_hindsight(evidence: Sequence[Evidence]) -> Stance:
    return "supports" if has_later(evidence) else "neither"


async def judged(judge: Judge, evidence: Sequence[Evidence]) -> Judged:
    return await judge_all(JOB, CLAIM, evidence, [judge], Rules())


async def test_the_earlier_evidence_is_read_alone_where_the_label_rests_on_later() -> None:
    judge = Together(only_in_hindsight)
    found = await judged(judge, [before("A"), before("B"), after("C")])
    assert judge.asked == [3, 2]
    assert found.decision is not None
    assert (found.decision.label, found.decision.label_when_said) == ("supported", "not_enough_evidence")
    assert [len(one.readings) for one in found.judgements] == [3], "the verdict rests on the reading of all"
    assert [len(one.readings) for one in found.when_said] == [2]


async def test_nothing_is_asked_where_it_rests_on_nothing_later() -> None:
    judge = Together(lambda _: "supports")
    found = await judged(judge, [before("A"), before("B")])
    assert judge.asked == [2]
    assert found.decision is not None
    assert found.decision.label_when_said == "supported"


async def test_nothing_is_asked_where_nothing_was_known() -> None:
    judge = Together(lambda _: "supports")
    found = await judged(judge, [after("A"), after("B", published=None)])
    assert judge.asked == [2]
    assert found.decision is not None
    assert (found.decision.label, found.decision.label_when_said) == ("supported", "not_enough_evidence")


async def test_nothing_is_asked_where_nothing_is_decided() -> None:
    judge = Together(lambda _: "supports")
    found = await judged(judge, [before("A"), make.evidence(CLAIM, before("A").document, rank=2)])
    assert judge.asked == [2]
    assert found.decision is not None
    assert found.decision.label == "not_enough_evidence"


async def test_who_reads_each_passage_by_itself_is_not_asked_twice() -> None:
    judge = Reader(lambda _: "supports")
    found = await judged(judge, [before("A"), before("B"), after("C")])
    assert judge.asked == [3]
    assert found.decision is not None
    assert found.decision.label_when_said == "supported"


class FailsAlone(Together):
    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        if has_later(evidence):
            return await super().judge(claim, evidence, run_id=run_id)
        return failure_of(
            ClaimhouseError("out of reach"), item_id=claim.claim_id, stage="judge", run_id=run_id, at=make.NOW
        )


async def test_what_could_not_be_read_alone_leaves_no_label() -> None:
    found = await judged(FailsAlone(lambda _: "supports"), [before("A"), before("B"), after("C")])
    assert found.decision is None
    assert [failure.stage for failure in found.failures] == ["judge"]


async def test_the_local_judge_does_not_make_known_then_what_it_read_together_with_something_later() -> None:
    claim = make.claim(
        "Ada Lund, who chairs the council of Norport, opened the large new pier in May.", said="2025-03-03"
    )
    halves = {
        "2025-02-20": "It is Ada Lund who chairs Norport's council.",
        "2025-03-05": "The large new pier: in May Lund opened it.",
    }
    items = [make.evidence(claim, make.document(text, publisher=day, published=day)) for day, text in halves.items()]
    judge = NliJudge(reader(OverlapNetwork()))
    decided = (await judge_all(JOB, claim, items, [judge], Rules(min_origins=1))).decision
    assert decided is not None
    assert (decided.label, decided.label_when_said) == ("supported", "not_enough_evidence")
