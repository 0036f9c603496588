"""The gateway when all goes well: the shape on the wire, the record, the cache, the pace."""

import asyncio
import logging
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from gateways.cache import ReplyCache
from gateways.calls import collect_calls, record_call
from gateways.errors import BadReplyError, UnauthorizedError
from gateways.llm import LlmGateway
from gateways.pace import Pace
from gateways.prompts import Prompt
from gateways.replies import strict_schema
from tests import loopback_llm as loop
from tests.loopback_llm import LoopbackLlm, Request
from warehouse.records import LlmCall

KEY = "sk-proj-Zq81mfK2xT9bW4vLr7YdPa3s"
PROMPT = Prompt("test", "v1", "Answer with JSON.", "What is the answer?")


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: int


def beginnings(folder: Path, pattern: str) -> list[bytes]:
    """How the files of a folder begin."""
    return [path.read_bytes()[:4] for path in folder.glob(pattern)]


GOOD = loop.json_reply({"answer": 42})


def gateway(llm: LoopbackLlm, **options: Any) -> LlmGateway:
    return LlmGateway("openai:test", base_url=llm.url, **{"api_key": SecretStr(KEY), **options})


async def test_the_schema_and_the_parameters_go_over_the_wire() -> None:
    with LoopbackLlm(GOOD) as llm:
        await gateway(llm, temperature=0.0, max_output_tokens=99).ask(PROMPT, Answer)
    body = llm.requests[0].body
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {
            "name": "Answer",
            "strict": True,
            "schema": {
                "type": "object",
                "properties": {"answer": {"type": "integer"}},
                "required": ["answer"],
                "additionalProperties": False,
            },
        },
    }
    assert (body["model"], body["temperature"]) == ("test", 0.0)
    assert 99 in (body.get("max_tokens"), body.get("max_completion_tokens"))
    assert llm.requests[0].system == "Answer with JSON."
    assert llm.requests[0].headers["authorization"] == f"Bearer {KEY}"


async def test_a_provider_without_schemas_is_told_the_shape_in_words_and_may_fence_its_json() -> None:
    with LoopbackLlm(loop.text_reply('```json\n{"answer": 42}\n```')) as llm:
        assert (await gateway(llm, structured_output="prompt").ask(PROMPT, Answer)).answer == 42
    assert "response_format" not in llm.requests[0].body
    assert '"answer": {"type": "integer"}' in llm.requests[0].system


async def test_a_local_server_is_not_sent_the_key_of_openai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with LoopbackLlm(GOOD) as llm:
        await gateway(llm, api_key=None).ask(PROMPT, Answer)
    assert KEY not in llm.requests[0].headers["authorization"]


# A provider's package as LangChain's partners write them: without a key it takes that of its own variable.
PARTNER = """
import os
from langchain_openai import ChatOpenAI

class ChatDeepSeek(ChatOpenAI):
    def __init__(self, **given):
        super().__init__(**{"api_key": os.environ["DEEPSEEK_API_KEY"], **given})
"""


async def test_nor_that_of_another_provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "langchain_deepseek.py").write_text(PARTNER)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("DEEPSEEK_API_KEY", KEY)
    with LoopbackLlm(GOOD) as llm:
        await LlmGateway("deepseek:test", base_url=llm.url).ask(PROMPT, Answer)
    assert llm.requests[0].headers["authorization"] == "Bearer none"


async def test_no_environment_variable_takes_articles_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackLlm(GOOD) as elsewhere:
        for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "LANGSMITH_GATEWAY", "LANGSMITH_ENDPOINT"):
            monkeypatch.setenv(name, elsewhere.url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_test")
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
            monkeypatch.setenv(name, "true")
        chat = LlmGateway("openai:gpt-4o", api_key=SecretStr(KEY))._chat.open()
        assert getattr(chat, "openai_api_base", None) == "https://api.openai.com/v1"
        with LoopbackLlm(GOOD) as llm:
            await gateway(llm).ask(PROMPT, Answer)
            assert len(llm.requests) == 1
        from langchain_core.tracers.langchain import wait_for_all_tracers

        wait_for_all_tracers()
        assert elsewhere.requests == []


def test_the_version_of_a_release_before_is_kept_so_that_no_verdict_counts_as_another_model_s() -> None:
    assert LlmGateway("openai:x").version == "7fc3afc263bcbc14"
    other = LlmGateway("openai:x", temperature=None, max_output_tokens=5, structured_output="prompt")
    assert other.version == "e94dbc30c282737a"


async def test_a_call_is_recorded_with_what_it_cost() -> None:
    before = datetime.now(UTC)
    with LoopbackLlm(GOOD) as llm, collect_calls() as calls:
        await gateway(llm, clock=iter([10.0, 12.5]).__next__).ask(
            PROMPT, Answer, item_id="clm_1", run_id="run_1", article_id="art_1", claim_ids=["clm_1"]
        )
    (call,) = calls
    assert call.called_at >= before
    assert call.model_dump(exclude={"call_id", "called_at", "schema_version"}) == {
        "run_id": "run_1",
        "item_id": "clm_1",
        "article_id": "art_1",
        "claim_ids": ("clm_1",),
        "model": "openai:test",
        "prompt": "test",
        "prompt_version": "v1",
        "input_tokens": 11,
        "output_tokens": 7,
        "cost_usd": None,
        "seconds": 2.5,
        "attempts": 1,
        "cached": False,
        "outcome": "ok",
        "batch_id": None,
    }


async def test_calls_are_collected_through_tasks_and_failures_and_nested_blocks() -> None:
    def call(outcome: str) -> LlmCall:
        return LlmCall(
            call_id=outcome,
            model="m",
            prompt="p",
            prompt_version="1",
            schema_version="1",
            seconds=0,
            outcome=outcome,
            called_at=datetime.now(UTC),
        )

    async def child(outcome: str) -> None:
        record_call(call(outcome))

    async def failing() -> None:
        with collect_calls() as inner:
            await asyncio.gather(child("a"), child("b"))
            assert sorted(c.outcome for c in inner) == ["a", "b"]
            raise RuntimeError("the article failed")

    with collect_calls() as outer:
        with pytest.raises(RuntimeError):
            await failing()
        record_call(call("c"))
    record_call(call("outside"))
    assert sorted(c.outcome for c in outer) == ["a", "b", "c"]


async def test_a_stopped_call_is_recorded() -> None:
    with LoopbackLlm(GOOD) as llm, collect_calls() as calls:
        llm.behaviours = [llm.holds()]
        task = asyncio.create_task(gateway(llm).ask(PROMPT, Answer))
        await asyncio.to_thread(llm.arrived.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [(call.outcome, call.attempts) for call in calls] == [("stopped", 1)]


async def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    with LoopbackLlm(GOOD, loop.json_reply({"answer": 43})) as llm, collect_calls() as calls:
        first = await gateway(llm, cache_dir=tmp_path).ask(PROMPT, Answer)
        again = await gateway(llm, cache_dir=tmp_path).ask(PROMPT, Answer)
        assert first == again == Answer(answer=42)
        assert len(llm.requests) == 1
    assert [(call.cached, call.attempts, call.cost_usd, call.input_tokens) for call in calls] == [
        (False, 1, None, 11),
        (True, 0, 0.0, 0),
    ]


class Other(BaseModel):
    answer: int
    why: str


@pytest.mark.parametrize(
    ("options", "prompt"),
    [
        ({"temperature": 0.5}, PROMPT),
        ({"max_output_tokens": 99}, PROMPT),
        ({"structured_output": "prompt"}, PROMPT),
        ({}, Prompt("test", "v1", "Answer with JSON!", "What is the answer?")),
        ({}, Prompt("test", "v1", "Answer with JSON.", "What is the answer!")),
    ],
)
async def test_another_question_is_asked_anew(tmp_path: Path, options: dict[str, Any], prompt: Prompt) -> None:
    with LoopbackLlm(GOOD, loop.json_reply({"answer": 43})) as llm:
        await gateway(llm, cache_dir=tmp_path).ask(PROMPT, Answer)
        assert (await gateway(llm, cache_dir=tmp_path, **options).ask(prompt, Answer)).answer == 43


async def test_another_shape_is_asked_anew(tmp_path: Path) -> None:
    with LoopbackLlm(GOOD, loop.json_reply({"answer": 1, "why": "x"})) as llm:
        door = gateway(llm, cache_dir=tmp_path)
        await door.ask(PROMPT, Answer)
        assert (await door.ask(PROMPT, Other)).why == "x"


async def test_only_validated_replies_are_kept(tmp_path: Path) -> None:
    with LoopbackLlm(loop.truncation(), GOOD) as llm:
        door = gateway(llm, cache_dir=tmp_path)
        with pytest.raises(Exception, match="cut off"):
            await door.ask(PROMPT, Answer)
        assert (await door.ask(PROMPT, Answer)).answer == 42


async def test_a_damaged_cache_is_set_aside_and_the_run_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "llm-replies.sqlite"
    path.write_bytes(b"this is no database" * 500)
    with LoopbackLlm(GOOD) as llm:
        door = gateway(llm, cache_dir=tmp_path)
        for _ in range(3):
            assert (await door.ask(PROMPT, Answer)).answer == 42
    assert len(llm.requests) == 1
    assert beginnings(tmp_path, "*.damaged_*") == [b"this"]
    assert "damaged" in caplog.text


def test_a_reply_that_was_tampered_with_is_asked_for_again(tmp_path: Path) -> None:
    async def run() -> None:
        with LoopbackLlm(GOOD) as llm:
            door = gateway(llm, cache_dir=tmp_path)
            await door.ask(PROMPT, Answer)
            with sqlite3.connect(tmp_path / "llm-replies.sqlite") as db:
                db.execute('UPDATE replies SET reply = \'{"answer": "no"}\'')
            db.close()
            assert (await door.ask(PROMPT, Answer)).answer == 42
            assert len(llm.requests) == 2

    asyncio.run(run())


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("a file where the folder should be")
    cache = ReplyCache(tmp_path / "file")
    cache.put("k", "v")
    assert cache.get("k") is None
    assert "not used in this run" in caplog.text


def test_several_processes_share_one_cache(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from gateways.cache import ReplyCache\n"
        "c = ReplyCache(Path(sys.argv[1]))\n"
        "for i in range(50): c.put(f'{sys.argv[2]}-{i}', 'x' * 500)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    cache = ReplyCache(tmp_path)
    assert all(cache.get(f"{name}-{i}") for name in "abc" for i in range(50))


class Time:
    """A clock that only its own sleeps move."""

    def __init__(self) -> None:
        self.now = 100.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def test_calls_a_minute_are_limited() -> None:
    time = Time()
    pace = Pace(calls_in_flight=9, calls_per_minute=2, clock=time.clock, sleep=time.sleep)
    starts = []
    for _ in range(5):
        async with pace.call():
            starts.append(time.now)
    assert starts == [100.0, 100.0, 160.0, 160.0, 220.0]


async def test_calls_in_flight_are_limited() -> None:
    with LoopbackLlm(GOOD) as llm:
        running, most = 0, 0

        def behave(request: Request) -> loop.Answer:
            nonlocal running, most
            running += 1
            most = max(most, running)
            reached.wait(0.2)
            running -= 1
            return loop.completion('{"answer": 1}')

        reached = threading.Event()
        llm.behaviours = [behave]
        door = gateway(llm, max_calls_in_flight=2)
        await asyncio.gather(*(door.ask(PROMPT, Answer) for _ in range(6)))
    assert most == 2
    assert len(llm.requests) == 6


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        LlmGateway("openai:x", max_calls_in_flight=0)


async def test_check_asks_once_and_past_the_cache(tmp_path: Path) -> None:
    with LoopbackLlm(loop.json_reply({"ok": True})) as llm:
        door = gateway(llm, cache_dir=tmp_path)
        assert (await door.check()).outcome == "ok"
        assert (await door.check()).outcome == "ok"
        assert len(llm.requests) == 2
        llm.behaviours = [loop.error(401)]
        with pytest.raises(UnauthorizedError):
            await door.check()


class Line(BaseModel):
    number: int = Field(ge=1, le=9, description="which line")
    stance: Literal["for", "against"]
    only: Literal["this"]
    note: str | None = None


class Deep(BaseModel):
    lines: list[Line] = Field(min_length=1)
    first: Line = Field(description="beside a reference")


def test_the_strict_schema_closes_objects_and_keeps_to_what_servers_know() -> None:
    assert strict_schema(Deep) == {
        "type": "object",
        "properties": {
            "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
            "first": {"$ref": "#/$defs/Line"},
        },
        "required": ["lines", "first"],
        "additionalProperties": False,
        "$defs": {
            "Line": {
                "type": "object",
                "properties": {
                    "number": {"type": "integer", "description": "which line"},
                    "stance": {"type": "string", "enum": ["for", "against"]},
                    "only": {"type": "string", "enum": ["this"]},
                    "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                },
                "required": ["number", "stance", "only", "note"],
                "additionalProperties": False,
            }
        },
    }


class Free(BaseModel):
    anything: dict[str, int]


def test_a_shape_that_strict_schemas_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="no dicts"):
        strict_schema(Free)


def test_importing_the_gateway_is_quick_and_needs_no_key() -> None:
    code = "import sys, gateways.llm; print([m for m in ('langchain', 'langchain_core', 'openai') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_logged_of_prompts(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    async def run() -> None:
        with LoopbackLlm(loop.error(500), GOOD) as llm:
            await gateway(llm, sleep=Time().sleep).ask(PROMPT, Answer)

    asyncio.run(run())
    assert "ModelUnavailable" in caplog.text or "failed on" in caplog.text
    assert PROMPT.user not in caplog.text


async def test_an_objection_is_repaired_once_and_the_refused_answer_is_not_kept(tmp_path: Path) -> None:
    def objection(answer: Answer) -> str | None:
        return None if answer.answer < 10 else "the answer must be below 10"

    with LoopbackLlm(loop.json_reply({"answer": 42}), loop.json_reply({"answer": 7})) as llm:
        door = gateway(llm, cache_dir=tmp_path)
        assert (await door.ask(PROMPT, Answer, objection=objection)).answer == 7
        assert "must be below 10" in llm.requests[1].user
        assert (await door.ask(PROMPT, Answer, objection=objection)).answer == 7
        assert len(llm.requests) == 2
        llm.behaviours = [GOOD]
        with pytest.raises(BadReplyError, match="must be below 10"):
            await gateway(llm).ask(PROMPT, Answer, objection=objection)
        assert len(llm.requests) == 4
