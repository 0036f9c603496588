"""The model's second look, over the wire: when it is asked for, what it is shown, and what becomes of its answer."""

from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import SecretStr

from gateways.calls import collect_calls
from gateways.llm import LlmGateway
from tests import loopback_llm as loop
from tests.loopback_llm import Behaviour, LoopbackLlm
from tests.verifiers import builders as make
from tests.verifiers.test_llm_judge import reading, reply
from verifiers.judges.llm import LlmJudge
from verifiers.protocols import Evidence
from warehouse.records import Claim, Failure, Judgement, Reading, Stance

CLAIM = make.claim("The bridge of Tolm was closed to lorries in May 2024.", said="2024-06-03")
PASSAGES = [
    make.evidence(CLAIM, make.document("Lorries may not use the Tolm bridge since 6 May.", publisher="Tolm Post")),
    make.evidence(CLAIM, make.document("The bridge of Tolm stayed open to all traffic.", publisher="River News")),
    make.evidence(CLAIM, make.document("The ferry at Tolm is due for repair.", publisher="Ferry Line")),
]
FIRST = reply([reading(1, "supports"), reading(2, "supports"), reading(3)], "supported", [1, 2])
SECOND = reply([reading(1, "supports"), reading(2, "refutes"), reading(3)], "conflicting", [1, 2])


class OtherReader:
    """A local judge that reads what a test says, by publisher."""

    name = "other"

    def __init__(self, *, version: str = "1", error: Exception | None = None, **reads: Any) -> None:
        self.version = version
        self.error = error
        self.reads = reads
        self.asked: list[str | None] = []

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        self.asked += [item.document.publisher for item in evidence]
        if self.error:
            raise self.error
        return make.judgement(claim, [self._read(item) for item in evidence], judge=self.name)

    def _read(self, item: Evidence) -> Reading:
        stance, sure, own = self.reads.get((item.document.publisher or "").split()[0], ("neither", 0.9, False))
        return make.reading(item, stance, own_words=own, why="it has “stayed open”").model_copy(
            update={"score": sure, "supports": sure if stance == "supports" else 0.0}
            | {"refutes": sure if stance == "refutes" else 0.0}
        )


def opposed(stance: Stance = "refutes", sure: float = 0.93, own: bool = False) -> tuple[Stance, float, bool]:
    return stance, sure, own


async def looked(
    other: OtherReader, *behaviours: Behaviour, claim: Claim = CLAIM, evidence: Sequence[Evidence] = PASSAGES
) -> Any:
    with LoopbackLlm(*behaviours) as llm, collect_calls() as calls:
        gateway = LlmGateway("openai:test", base_url=llm.url, api_key=SecretStr("sk-test-123456789"), max_attempts=1)
        answer = await LlmJudge(gateway, local=other).judge(claim, evidence, run_id="run_1")
    return answer, llm.requests, calls


async def test_the_model_sees_where_the_other_reader_differs_and_its_second_answer_stands() -> None:
    other = OtherReader(River=opposed())
    answer, requests, calls = await looked(other, loop.json_reply(FIRST), loop.json_reply(SECOND))
    assert isinstance(answer, Judgement)
    assert answer.label == "conflicting"
    assert [one.stance for one in answer.readings] == ["supports", "refutes", "neither"]
    assert [call.prompt for call in calls] == ["judge", "second_look"]
    again = requests[1].user
    assert "[2] you: it supports the claim; the other reader says that it refutes the claim (0.93)" in again
    assert "it has “stayed open”" in again
    assert "[1] you" not in again
    assert "[1] (Tolm Post" in again, "the passages are shown again"
    assert requests[1].system.startswith(requests[0].system)
    assert "looked twice, for the other judge reads [2] as refutes (0.93)" in answer.rationale
    assert "It changed its label from supported to conflicting, [2] from supports to refutes." in answer.rationale


async def test_a_model_that_stands_by_its_reading_is_not_overruled() -> None:
    answer, requests, _ = await looked(OtherReader(River=opposed()), loop.json_reply(FIRST))
    assert isinstance(answer, Judgement)
    assert (answer.label, len(requests)) == ("supported", 2)
    assert answer.judge == "llm"
    assert "It stands by what it read." in answer.rationale


QUIET: list[tuple[str, dict[str, Any]]] = [
    ("it agrees", {"Tolm": opposed("supports"), "River": opposed("supports")}),
    ("it sees nothing", {}),
    ("it only wonders", {"River": opposed(sure=0.7)}),
    ("it differs where nothing was read", {"Ferry": opposed()}),
    ("one passage of two only repeats the claim's side", {"River": opposed("supports", own=True)}),
]


@pytest.mark.parametrize("reads", [one[1] for one in QUIET], ids=[one[0] for one in QUIET])
async def test_without_a_difference_there_is_one_call(reads: dict[str, Any]) -> None:
    answer, requests, _ = await looked(OtherReader(**reads), loop.json_reply(FIRST))
    assert isinstance(answer, Judgement)
    assert (answer.label, len(requests)) == ("supported", 1)
    assert "looked twice" not in answer.rationale


async def test_a_label_on_the_claim_s_own_side_alone_is_looked_at_again() -> None:
    own = {"Tolm": opposed("supports", own=True), "River": opposed("supports", own=True)}
    undecided = reply([reading(n) for n in (1, 2, 3)], "not_enough_evidence", [])
    answer, requests, _ = await looked(OtherReader(**own), loop.json_reply(FIRST), loop.json_reply(undecided))
    assert isinstance(answer, Judgement)
    assert answer.label == "not_enough_evidence"
    assert requests[1].user.count("only repeats what the claim's own side says") == 2


async def test_that_somebody_said_so_is_no_difference_for_a_quotation() -> None:
    quote = make.claim("Ida Rask said the bridge was closed.", kind="quote", speaker="Ida Rask")
    evidence = [make.evidence(quote, item.document) for item in PASSAGES]
    own = {"Tolm": opposed("supports", own=True), "River": opposed("supports", own=True)}
    _, requests, _ = await looked(OtherReader(**own), loop.json_reply(FIRST), claim=quote, evidence=evidence)
    assert len(requests) == 1


async def test_only_passages_that_a_label_can_rest_on_are_read_by_the_other() -> None:
    checked = make.document("We rate the claim true.", publisher="Rater", kind="fact_check")
    evidence = [*PASSAGES, make.evidence(CLAIM, checked, standing="fact_check")]
    first = reply([*FIRST["readings"], reading(4, "supports")], "supported", [1, 2])
    other = OtherReader(Rater=opposed())
    _, requests, _ = await looked(other, loop.json_reply(first), evidence=evidence)
    assert other.asked == ["Tolm Post", "River News"]
    assert len(requests) == 1


async def test_an_undecided_claim_is_not_put_to_the_other_reader() -> None:
    other = OtherReader(River=opposed())
    undecided = reply([reading(n) for n in (1, 2, 3)], "not_enough_evidence", [])
    answer, requests, _ = await looked(other, loop.json_reply(undecided))
    assert isinstance(answer, Judgement)
    assert (other.asked, len(requests)) == ([], 1)


FAILING: list[Behaviour] = [
    loop.error(500),
    loop.refusal(),
    loop.truncation(),
    loop.error(429, "insufficient_quota"),
    loop.html(),
    loop.no_choices(),
    loop.json_reply(reply([reading(1, "supports")], "supported", [1])),
    loop.json_reply(FIRST | {"label": "refuted"}),
]


@pytest.mark.parametrize("behaviour", FAILING)
async def test_a_second_look_that_fails_leaves_no_label(behaviour: Behaviour) -> None:
    answer, _, calls = await looked(OtherReader(River=opposed()), loop.json_reply(FIRST), behaviour)
    assert isinstance(answer, Failure)
    assert (answer.stage, answer.item_id) == ("judge", CLAIM.claim_id)
    assert calls[0].outcome == "ok"
    assert {call.outcome for call in calls[1:]} == {answer.error}


async def test_the_server_may_die_between_the_two_looks() -> None:
    other = OtherReader(River=opposed())
    with LoopbackLlm(loop.json_reply(FIRST)) as llm:
        llm.behaviours.append(llm.dies())
        gateway = LlmGateway("openai:test", base_url=llm.url, api_key=SecretStr("sk-test-123456789"), max_attempts=1)
        answer = await LlmJudge(gateway, local=other).judge(CLAIM, PASSAGES, run_id="run_1")
    assert isinstance(answer, Failure)
    assert answer.error == "ModelConnectionError"


def test_the_version_names_both_judges() -> None:
    def version(model: str, other: str | None) -> str:
        return LlmJudge(LlmGateway(model), local=OtherReader(version=other) if other else None).version

    alone, both = version("openai:a", None), version("openai:a", "1-2")
    assert len({alone, both, version("openai:b", "1-2"), version("openai:a", "1-3")}) == 4
    assert len(both.split("-")) == 5, "the parts of a version are told apart by hyphens"


async def test_the_certainties_become_scores_and_shares() -> None:
    sure = reply(
        [reading(1, "supports", certainty=0.95), reading(2, "supports", certainty=0.6), reading(3, certainty=0.5)],
        "supported",
        [1],
        confidence=0.7,
    )
    answer, *_ = await looked(OtherReader(), loop.json_reply(sure))
    assert isinstance(answer, Judgement)
    shares = [(one.score, one.supports, one.refutes) for one in answer.readings]
    assert shares == [(0.7, 0.7, 0.0), (0.6, 0.6, 0.0), (0.5, 0.25, 0.25)]


ISSUES: list[tuple[str, Claim, list[str], list[str]]] = [
    ("nobody is quoted", CLAIM, ["misattributed", "missing_context"], ["missing_context"]),
    ("somebody is", make.claim("It closed.", speaker="Ida Rask"), ["misattributed"], ["misattributed"]),
    ("there are other days", CLAIM, ["outdated"], ["outdated"]),
    ("no day is known", make.claim("It closed.", said=None), ["outdated"], []),
]


@pytest.mark.parametrize(("claim", "named", "kept"), [one[1:] for one in ISSUES], ids=[one[0] for one in ISSUES])
async def test_an_issue_that_nothing_bears_out_is_dropped(claim: Claim, named: list[str], kept: list[str]) -> None:
    evidence = [make.evidence(claim, item.document) for item in PASSAGES]
    answer, *_ = await looked(OtherReader(), loop.json_reply(FIRST | {"issues": named}), claim=claim, evidence=evidence)
    assert isinstance(answer, Judgement)
    assert list(answer.issues) == kept
