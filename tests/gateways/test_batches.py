"""Files and Batches over the wire: what goes up, what comes down, and each fault by its name."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from gateways import errors
from gateways.budget import Allowance, Budget
from gateways.llm import LlmGateway
from gateways.postbox import Delivered, Postbox, collect_mail
from gateways.prompts import Prompt
from tests import loopback_llm as loop
from tests.loopback_batches import Fault, LoopbackBatches
from tests.loopback_llm import Behaviour, LoopbackLlm
from warehouse.errors import ClaimhouseError
from warehouse.records import LlmCall

KEY = "sk-proj-Zq81mfK2xT9bW4vLr7YdPa3s"
PROMPT = Prompt("test", "v1", "Answer with JSON.", "What is the answer?")
GOOD = loop.json_reply({"answer": 42})
NOW = datetime.now(UTC)


class Answer(BaseModel):
    answer: int


async def _no_wait(_: float) -> None:
    return


def gateway(llm: LoopbackLlm, **options: Any) -> LlmGateway:
    given = {"api_key": SecretStr(KEY), "base_url": llm.url, "sleep": _no_wait, **options}
    return LlmGateway(given.pop("model", "openai:test"), **given)


async def posted_line(llm: LoopbackLlm, **options: Any) -> bytes:
    asking = gateway(llm, **options)
    asking.by_batch(Postbox(takes_all=True))
    with collect_mail() as mail, pytest.raises(errors.WaitsForBatchError):
        await asking.ask(PROMPT, Answer)
    (posted,) = mail.posted
    assert posted.line is not None
    return posted.line


@pytest.mark.parametrize("options", [{"temperature": 0.0, "max_output_tokens": 99}, {"temperature": None}])
@pytest.mark.parametrize("structured_output", ["schema", "prompt"])
async def test_a_batch_asks_exactly_what_a_call_asks(options: dict[str, Any], structured_output: Any) -> None:
    with LoopbackLlm(GOOD) as llm:
        line = json.loads(await posted_line(llm, structured_output=structured_output, **options))
        assert llm.requests == []
        await gateway(llm, structured_output=structured_output, **options).ask(PROMPT, Answer)
        assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")
        assert line["body"] == {k: v for k, v in llm.requests[0].body.items() if k != "stream"}


async def test_the_same_question_has_the_same_id_and_another_one_has_not() -> None:
    with LoopbackLlm(GOOD) as llm:
        ids = [
            json.loads(await posted_line(llm, **options))["custom_id"]
            for options in ({}, {}, {"max_output_tokens": 99})
        ]
    assert ids[0] == ids[1] != ids[2]
    assert all(len(one) <= 64 for one in ids)


async def test_of_two_who_ask_the_same_at_once_one_s_question_is_posted_and_paid_for() -> None:
    with LoopbackLlm(GOOD) as llm, collect_mail() as mail:
        budget = Budget(Allowance(calls=1))
        asking = gateway(llm, budget=budget)
        asking.by_batch(Postbox(takes_all=True))
        both = await asyncio.gather(*(asking.ask(PROMPT, Answer) for _ in range(2)), return_exceptions=True)
    assert [type(one) for one in both] == [errors.WaitsForBatchError] * 2
    assert [one.line is None for one in mail.posted] == [False, True]
    assert budget.spent.calls == 1


async def test_a_file_goes_up_a_batch_is_made_looked_at_and_its_answers_come_down(tmp_path: Path) -> None:
    with LoopbackBatches(GOOD) as llm:
        llm.steps = ("validating", "in_progress", "finalizing", "completed")
        file = tmp_path / "questions"
        file.write_bytes(await posted_line(llm))
        async with gateway(llm).batches().opened() as door:
            await door.check()
            sent = await door.upload(file, "bat_1")
            made = await door.create(sent, "bat_1", "run_1", NOW)
            seen = [await door.retrieve(made.provider_id) for _ in range(4)]
            assert [one.state for one in seen] == list(llm.steps)
            assert seen[-1].output_file_id
            await door.download(seen[-1].output_file_id, tmp_path / "answers")
            (outcome,) = door.outcomes(tmp_path / "answers")
        (kept,) = (one for one in llm.files.values() if one.file_id == sent)
        assert (kept.name, kept.content) == ("bat_1.jsonl", file.read_bytes())
        (batch,) = llm.batches.values()
        assert batch.metadata == {"claimhouse_batch": "bat_1", "claimhouse_run": "run_1"}
        assert llm.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert outcome.reply
    assert (outcome.reply.content, outcome.reply.finish, outcome.reply.input_tokens) == ('{"answer": 42}', "stop", 11)
    assert (seen[-1].answered, seen[-1].failed) == (1, 0)


@pytest.mark.parametrize("fault", [Fault(500), Fault(429), Fault(hang_up=True), Fault(500, done=True)])
async def test_a_fault_that_may_pass_is_tried_again_and_no_batch_is_made_twice(tmp_path: Path, fault: Fault) -> None:
    with LoopbackBatches(GOOD) as llm:
        for what in ("POST /files", "POST /batches", "GET /batches", "GET /batches/{id}", "GET /files/{id}/content"):
            llm.faults[what] = [fault]
        file = tmp_path / "questions"
        file.write_bytes(await posted_line(llm))
        async with gateway(llm).batches().opened() as door:
            made = await door.create(await door.upload(file, "bat_1"), "bat_1", "run_1", NOW)
            seen = await door.retrieve(made.provider_id)
            await door.download(str(seen.output_file_id), tmp_path / "answers")
            assert len(list(door.outcomes(tmp_path / "answers"))) == 1
        assert len(llm.batches) == 1


async def test_a_batch_is_found_by_its_name_on_whatever_page_and_not_where_it_is_too_old(tmp_path: Path) -> None:
    with LoopbackBatches(GOOD) as llm:
        file = tmp_path / "questions"
        file.write_bytes(await posted_line(llm))
        async with gateway(llm).batches().opened() as door:
            sent = await door.upload(file, "bat")
            made = [await door.create(sent, f"bat_{n}", "run_1", NOW) for n in range(5)]
            assert await door.find("bat_0", NOW) == made[0]
            assert await door.find("bat_9", NOW) is None
            asked = len(llm.asked)
            assert await door.find("bat_0", NOW + timedelta(days=2)) is None
            assert len(llm.asked) == asked + 1, "the newest is too old, so that the others need not be looked at"


def by_kind(behaviours: list[Behaviour]) -> Behaviour:
    """The n-th of several behaviours for the question that says n."""
    return lambda request: behaviours[int(request.user.split()[0])](request)


LIVE_AND_BY_BATCH: list[Behaviour] = [
    GOOD,
    loop.refusal(),
    loop.truncation(),
    loop.content_filter(),
    loop.no_choices(),
    loop.null_choices(),
    loop.not_a_completion(),
    loop.text_reply('{"answer": 4'),
    loop.json_reply({"answer": "42"}),
    loop.error(400, "context_length_exceeded", "This model's maximum context length is 8192 tokens."),
    loop.error(429, "rate_limit_exceeded"),
    loop.error(429, "insufficient_quota"),
    loop.error(500),
]


async def test_each_reply_of_a_batch_is_read_as_a_live_one_is(tmp_path: Path) -> None:
    prompts = [Prompt("test", "v1", "Answer.", str(number)) for number in range(len(LIVE_AND_BY_BATCH))]
    with LoopbackBatches(by_kind([*LIVE_AND_BY_BATCH])) as llm:
        asking = gateway(llm, max_attempts=1)
        live = [await told(asking, prompt) for prompt in prompts]
        lines = []
        posting = gateway(llm, max_attempts=1)
        posting.by_batch(Postbox(takes_all=True))
        with collect_mail() as mail:
            for prompt in prompts:
                with pytest.raises(errors.WaitsForBatchError):
                    await posting.ask(prompt, Answer)
            lines = [one.line or b"" for one in mail.posted]
        file = tmp_path / "questions"
        file.write_bytes(b"".join(lines))
        async with posting.batches().opened() as door:
            made = await door.create(await door.upload(file, "bat"), "bat", "run", NOW)
            seen = await door.retrieve(made.provider_id)
            outcomes = {}
            for file_id in (seen.output_file_id, seen.error_file_id):
                await door.download(str(file_id), tmp_path / "told")
                outcomes |= {one.custom_id: one for one in door.outcomes(tmp_path / "told")}
        reading = gateway(llm, max_attempts=1)
        reading.by_batch(Postbox(takes_all=False))
        by_batch = []
        for prompt, line in zip(prompts, lines, strict=True):
            outcome = outcomes[json.loads(line)["custom_id"]]
            if outcome.error:
                by_batch.append((type(outcome.error).__name__, str(outcome.error)))
                continue
            assert outcome.reply
            with collect_mail([Delivered("bat", outcome.custom_id, outcome.reply, call())]):
                by_batch.append(await told(reading, prompt))
    assert [name for name, _ in by_batch] == [name for name, _ in live]
    as_told = [(one, other) for one, other in zip(by_batch, live, strict=True) if "Error code" not in one[1] + other[1]]
    assert all(one == other for one, other in as_told)
    assert len(as_told) >= 11
    assert {name for name, _ in live} >= {"Answer", "RefusedError", "TruncatedError", "PromptTooLongError"}
    assert KEY[4:] not in str(by_batch)


async def told(asking: LlmGateway, prompt: Prompt) -> tuple[str, str]:
    """What comes of a question, as an answer or an error; a repair is asked live in either case."""
    try:
        answer = await asking.ask(prompt, Answer)
    except ClaimhouseError as error:
        return type(error).__name__, str(error)
    return type(answer).__name__, str(answer)


def call() -> LlmCall:
    return LlmCall(
        call_id="llm_1", model="openai:test", prompt="test", prompt_version="v1", schema_version="1", seconds=0.0,
        outcome="ok", called_at=NOW, batch_id="bat",
    )  # fmt: skip


def test_what_is_no_line_of_answers_is_passed_over(tmp_path: Path) -> None:
    with LoopbackLlm(GOOD) as llm:
        file = tmp_path / "answers"
        file.write_bytes(
            b'not json\n[]\n{"custom_id": 7}\n\xff\xfe\n{"custom_id": "a", "response": "?"}\n{"custom_id": "b"}'
        )
        outcomes = list(gateway(llm).batches().outcomes(file))
    assert [(one.custom_id, one.reply) for one in outcomes] == [("a", None), ("b", None)]
    assert all(isinstance(one.error, errors.BatchFailedError) for one in outcomes)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(401), errors.UnauthorizedError),
        (Fault(404), errors.BatchesNotOfferedError),
        (Fault(400), errors.BadRequestError),
    ],
)
async def test_a_fault_that_will_not_pass_is_told_at_once(fault: Fault, error: type[ClaimhouseError]) -> None:
    with LoopbackBatches(GOOD) as llm:
        llm.faults["GET /batches"] = [fault] * 5
        async with gateway(llm).batches().opened() as door:
            with pytest.raises(error) as caught:
                await door.check()
        assert llm.asked == ["GET /batches"]
    assert KEY not in str(caught.value)


async def test_a_server_without_batches_or_a_provider_without_them_is_told_in_one_sentence() -> None:
    with LoopbackLlm(GOOD) as llm:
        async with gateway(llm).batches().opened() as door:
            with pytest.raises(errors.BatchesNotOfferedError, match="has no Batch API for openai:test: leave"):
                await door.check()
        with pytest.raises(errors.BatchesNotOfferedError, match="anthropic has no Batch API"):
            gateway(llm, model="anthropic:claude", base_url=None).batches()


async def test_without_a_key_nothing_is_sent() -> None:
    door = LlmGateway("openai:test", api_key=None).batches()
    with pytest.raises(errors.MissingKeyError, match="OPENAI_API_KEY is not set"):
        async with door.opened():
            pass


async def test_a_batch_or_a_file_that_the_provider_does_not_know(tmp_path: Path) -> None:
    with LoopbackBatches(GOOD) as llm:
        async with gateway(llm).batches().opened() as door:
            for asked in (door.retrieve("batch-9"), door.cancel("batch-9"), door.download("file-9", tmp_path / "x")):
                with pytest.raises(errors.BatchGoneError, match="does not know the"):
                    await asked
