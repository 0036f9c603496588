"""A small OpenAI-compatible server on 127.0.0.1 whose behaviour a test scripts: each failure of a model, for real.

    with LoopbackLlm(json_reply({"answer": 1})) as llm:
        gateway = LlmGateway("openai:test", base_url=llm.url, api_key=SecretStr("sk-..."))

Behaviours are given in order, one a request; the last one stays. `answered_by(f)` computes replies from the request.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback_server import LoopbackServer


@dataclass(frozen=True)
class Request:
    """One chat completion as it was asked for."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def system(self) -> str:
        return str(next(m["content"] for m in self.body["messages"] if m["role"] == "system"))

    @property
    def user(self) -> str:
        return str(next(m["content"] for m in self.body["messages"] if m["role"] == "user"))

    @property
    def schema_name(self) -> str:
        return str(self.body["response_format"]["json_schema"]["name"])


@dataclass(frozen=True)
class Answer:
    """What goes over the wire."""

    body: str | bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    hold: threading.Event | None = None  # nothing is sent before it is set
    hang_up: bool = False  # nothing is sent at all: the connection breaks


Behaviour = Callable[[Request], Answer]


def completion(content: str | None, finish: str = "stop", **message: Any) -> Answer:
    """A chat completion with one choice."""
    return Answer(
        json.dumps(
            {
                "id": "chatcmpl-test",
                "object": "chat.completion",
                "created": 1,
                "model": "test",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": finish,
                        "message": {"role": "assistant", "content": content, **message},
                    }
                ],
                "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
            }
        )
    )


def text_reply(content: str) -> Behaviour:
    return lambda _: completion(content)


def json_reply(value: Any) -> Behaviour:
    return text_reply(json.dumps(value))


def answered_by(function: Callable[[Request], Any]) -> Behaviour:
    """The function's value, as JSON."""
    return lambda request: completion(json.dumps(function(request)))


def truncation(content: str = '{"answer": 1') -> Behaviour:
    return lambda _: completion(content, finish="length")


def refusal() -> Behaviour:
    return lambda _: completion(None, refusal="I can't help with that.")


def content_filter() -> Behaviour:
    return lambda _: completion("", finish="content_filter")


def no_choices() -> Behaviour:
    return lambda _: Answer(
        json.dumps({"id": "x", "object": "chat.completion", "created": 1, "model": "t", "choices": []})
    )


def null_choices() -> Behaviour:
    return lambda _: Answer(
        json.dumps({"id": "x", "object": "chat.completion", "created": 1, "model": "t", "choices": None})
    )


def not_a_completion() -> Behaviour:
    return lambda _: Answer('{"status": "ok"}')


def html() -> Behaviour:
    return lambda _: Answer("<!doctype html><title>Welcome</title><p>It works!", 200, {"Content-Type": "text/html"})


def html_called_json() -> Behaviour:
    return lambda _: Answer("<!doctype html><title>Welcome</title><p>It works!")


def error(status: int, code: str | None = None, message: str = "No.", retry_after: str | None = None) -> Behaviour:
    """An error as OpenAI sends it. The message echoes the key that was used, as careless servers do."""

    def behave(request: Request) -> Answer:
        echoed = f"{message} You sent: {request.headers.get('authorization', 'no key')}"
        body = {"error": {"message": echoed, "type": code, "param": None, "code": code}}
        headers = {"Content-Type": "application/json"}
        if retry_after is not None:
            headers["Retry-After"] = retry_after
        return Answer(json.dumps(body), status, headers)

    return behave


class LoopbackLlm(LoopbackServer):
    """The server. `requests` holds what was asked, in order of arrival."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours)
        self.requests: list[Request] = []
        self.arrived = threading.Event()  # set once a request is here
        super().__init__(self._handler())

    @property
    def url(self) -> str:
        return f"http://{self.host}/v1"

    def holds(self) -> Behaviour:
        """Answer nothing before the server is left."""
        return lambda _: Answer("{}", hold=self.released)

    def dies(self) -> Behaviour:
        """Break the connection and refuse all others, as a server does that has crashed."""

        def behave(_: Request) -> Answer:
            self._server.socket.close()
            return Answer("", hang_up=True)

        return behave

    def _take(self, request: Request) -> Behaviour:
        with self._lock:
            self.requests.append(request)
            self.arrived.set()
            return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]

    def _other(self, asked: str, headers: dict[str, str], body: bytes) -> Answer:
        """The answer to what is no chat completion: "POST /v1/files", say."""
        return Answer('{"error": {"message": "no such path"}}', 404)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        llm = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["Content-Length"] or 0)))

            def do_GET(self) -> None:
                self._answer(b"")

            def _answer(self, body: bytes) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                if self.path.endswith("/chat/completions"):
                    request = Request(json.loads(body), headers)
                    answer = llm._take(request)(request)
                else:
                    answer = llm._other(f"{self.command} {self.path}", headers, body)
                if answer.hold is not None:
                    answer.hold.wait(120)
                if answer.hang_up:
                    self.close_connection = True
                    return
                payload = answer.body if isinstance(answer.body, bytes) else answer.body.encode()
                try:
                    self.send_response(answer.status)
                    for name, value in answer.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(payload)))
                    self.end_headers()
                    self.wfile.write(payload)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # the client gave up waiting, as the test wanted

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
                """Say nothing: a test's output is its own."""

        return Handler
