"""What was known when a claim was said: by the minute or the day, and read by itself where the label rests on more."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from tests.verifiers import builders as make
from tests.verifiers.networks import OverlapNetwork, reader
from verifiers.deciding import Judged, judge_all
from verifiers.judges.local_judge import NliJudge
from verifiers.outcomes import Job
from verifiers.own_story import OwnStory
from verifiers.protocols import Evidence, Judge
from verifiers.rules import Rules
from verifiers.sides import known_when_said
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


# By the minute where claim and evidence have one, else by the day ----------------------------------------------------


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 3, day, hour, minute, tzinfo=UTC)


TUNNEL = make.claim("The tunnel of Oren is shut.", kind="state", said="2025-03-03")
NEW_YORK = TUNNEL.model_copy(  # half past eleven in the evening of the third
    update={"published_at": at(4, 4, 30), "said_before": at(4, 4, 30)}
)
TOKYO = TUNNEL.model_copy(  # eight in the morning of the fourth
    update={
        "said_from": date(2025, 3, 4),
        "said_to": date(2025, 3, 4),
        "published_at": at(3, 23),
        "said_before": at(3, 23),
    }
)
MINUTE, DAY = "minute", "day"
TIMES = [
    # the claim, when the evidence is from, how exactly that is known, whether it was known when the claim was said
    ("two hours before, though it was tomorrow in London", NEW_YORK, at(4, 2), MINUTE, True),
    ("in the same minute", NEW_YORK, at(4, 4, 30), MINUTE, True),
    ("a minute after", NEW_YORK, at(4, 4, 31), MINUTE, False),
    ("of the claim's day", NEW_YORK, at(3, 0), DAY, True),
    ("of the day after", NEW_YORK, at(4, 0), DAY, False),
    ("an hour before", TOKYO, at(3, 22), MINUTE, True),
    ("eleven hours after, though on the claim's day", TOKYO, at(4, 10), MINUTE, False),
    ("of the claim's day, of unknown hour", TOKYO, at(4, 0), DAY, True),
    ("of which nobody knows how exactly its date is meant", TOKYO, at(4, 10), None, True),
    ("of the day of a claim of unknown hour", TUNNEL, at(3, 22), MINUTE, True),
    ("of the night after a claim of unknown hour", TUNNEL, at(4, 2), MINUTE, False),
]


@pytest.mark.parametrize(
    ("claim", "moment", "precision", "known"), [case[1:] for case in TIMES], ids=[case[0] for case in TIMES]
)
def test_evidence_was_known_by_the_minute_or_by_the_day(
    claim: Claim, moment: datetime, precision: str | None, known: bool
) -> None:
    later = {"retrieved_at": make.NOW}
    page = make.document("The tunnel is open.")
    dated = page.model_copy(update={**later, "published_at": moment, "published_precision": precision})
    changed = page.model_copy(update={**later, "modified_at": moment, "modified_precision": precision})
    undated = page.model_copy(update={**later, "published_at": None})
    found = [make.evidence(claim, one) for one in (dated, changed, undated)]
    assert known_when_said(claim, found) == (found[:2] if known else [])


@pytest.mark.parametrize(("retrieved", "known"), [(at(3, 22), True), (at(4, 10), False)])
def test_a_copy_was_known_that_was_frozen_by_the_minute(retrieved: datetime, known: bool) -> None:
    undated = make.document("The tunnel is open.", published=None).model_copy(update={"retrieved_at": retrieved})
    assert bool(known_when_said(TOKYO, [make.evidence(TOKYO, undated)])) is known


@pytest.mark.parametrize(
    ("claim", "moment", "label", "when_said"),
    [
        (NEW_YORK, at(4, 2), "refuted", "refuted"),
        (NEW_YORK, at(4, 6), "not_enough_evidence", "not_enough_evidence"),
        (TOKYO, at(3, 22), "refuted", "refuted"),
        (TOKYO, at(4, 10), "not_enough_evidence", "not_enough_evidence"),
    ],
)
async def test_a_change_of_the_hours_after_refutes_nothing(
    claim: Claim, moment: datetime, label: str, when_said: str
) -> None:
    found = [
        make.evidence(
            claim,
            make.document("The tunnel is open.", publisher=publisher).model_copy(
                update={"published_at": moment, "published_precision": "minute"}
            ),
        )
        for publisher in ("A", "B")
    ]
    decision = (await judge_all(JOB, claim, found, [Reader(lambda _: "refutes")], Rules())).decision
    assert decision is not None
    assert (decision.label, decision.label_when_said) == (label, when_said)


async def test_the_moment_is_told() -> None:
    event = TOKYO.model_copy(update={"kind": "event"})
    found = [make.evidence(event, make.document("It was.", publisher=one, published="2025-03-05")) for one in "AB"]
    decision = (await judge_all(JOB, event, found, [Reader(lambda _: "supports")], Rules())).decision
    assert decision is not None
    assert "On what was published by 3 March 2025, 23:00 UTC, alone: not enough evidence." in decision.rationale
