"""A call of an OpenAI client that is made and not sent: its body is kept, and its answer is one that is here already.

A batch takes the bodies of questions and gives back the bodies of answers. Both go through the very client that a live
call goes through, by a transport with no network behind it: no private part of a library makes or reads them.
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx2
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from langsmith import tracing_context

# What the library is told where only the question matters.
_ANSWER = {
    "id": "unsent",
    "object": "chat.completion",
    "created": 0,
    "model": "unsent",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{}"}}],
}


class UnsentCalls:
    """Calls of one model; `made` gives LangChain's model of OpenAI's that calls by a client of ours."""

    def __init__(self, made: Callable[[httpx2.Client], BaseChatModel]) -> None:
        self._transport = _Transport()
        self._chat = made(httpx2.Client(transport=self._transport))
        self._lock = threading.Lock()

    def body_of(self, messages: Sequence[BaseMessage], bound: Mapping[str, Any]) -> dict[str, Any]:
        """The body of the request that asks this."""
        with self._lock:
            self._call(messages, bound, _ANSWER)
            return self._transport.asked

    def generations_of(self, body: Mapping[str, Any]) -> Sequence[Any]:
        """LangChain's generations of a chat completion's body. Raises the library's own errors where it is none."""
        with self._lock:
            return self._call([HumanMessage("-")], {}, body)

    def _call(self, messages: Sequence[BaseMessage], bound: Mapping[str, Any], answer: object) -> Sequence[Any]:
        self._transport.answer = answer
        with tracing_context(enabled=False):
            result = self._chat.generate([list(messages)], **bound)
        return result.generations[0] if result.generations else []


class _Transport(httpx2.BaseTransport):
    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.answer: object = _ANSWER

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked = json.loads(request.read())
        return httpx2.Response(200, json=self.answer)
