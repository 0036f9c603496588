"""The JSON of a reply, in a code fence or without one."""

import pytest
from pydantic import BaseModel

from gateways.errors import BadReplyError
from gateways.replies import parse
from tests.cpu_time import at_most


class Answer(BaseModel):
    answer: str


@pytest.mark.parametrize(
    "content",
    [
        '{"answer": "```"}',
        '```json\n{"answer": "```"}\n```',
        '\n ```\n\n{"answer": "```"}\n\n  ```\n',
        '```json  \r\n{"answer": "```"}\r\n```',
        '```json\n{"answer": "```"}```',
    ],
)
def test_a_fence_around_it_is_taken_off(content: str) -> None:
    assert parse(content, Answer, "openai:test").answer == "```"


@pytest.mark.parametrize(
    "content", ["", "```", "``````", "```json\n```", '```python\n{"answer": "x"}\n```', '{"answer": "x"} ```']
)
def test_what_is_no_fence_is_no_answer(content: str) -> None:
    with pytest.raises(BadReplyError):
        parse(content, Answer, "openai:test")


@pytest.mark.parametrize("blank", ["\n", " ", "\n ", "```\n"])
def test_a_reply_of_blanks_costs_no_more_than_its_length_is_worth(blank: str) -> None:
    with at_most(3), pytest.raises(BadReplyError):
        parse("```json" + blank * 100_000 + "x", Answer, "openai:test")
