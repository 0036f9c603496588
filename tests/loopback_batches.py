"""The same small server with Files and Batches, as OpenAI's API has them, and with whatever can go wrong with each.

    with LoopbackBatches(answered_by(rule_model.answer)) as llm:
        llm.steps = ("validating", "in_progress", "completed")  # what each look at a batch finds, the last one stays
        llm.faults["POST /batches"] = [Fault(500, done=True)]  # the batch is made, and the answer says that it is not

The questions of a batch are answered by the behaviours that chat completions are answered by, in an order of their own.
"""

import email.parser
import email.policy
import itertools
import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.loopback_llm import Answer, Behaviour, LoopbackLlm, Request

OVER = ("completed", "failed", "expired", "cancelled")


@dataclass(frozen=True)
class Fault:
    """An answer in place of the right one. `done`: what was asked for is done all the same."""

    status: int = 500
    done: bool = False
    hang_up: bool = False


@dataclass
class KeptFile:
    """A file of the server's."""

    file_id: str
    name: str
    content: bytes


@dataclass
class KeptBatch:
    """A batch of the server's; `steps` is what the next looks at it find."""

    batch_id: str
    input_file_id: str
    metadata: dict[str, str]
    created_at: int
    steps: list[str]
    status: str = "validating"
    output_file_id: str | None = None
    error_file_id: str | None = None
    errors: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"total": 0, "completed": 0, "failed": 0})

    def told(self) -> dict[str, Any]:
        return {
            "id": self.batch_id,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "errors": {"object": "list", "data": self.errors} if self.errors else None,
            "input_file_id": self.input_file_id,
            "completion_window": "24h",
            "status": self.status,
            "output_file_id": self.output_file_id,
            "error_file_id": self.error_file_id,
            "created_at": self.created_at,
            "request_counts": self.counts,
            "metadata": self.metadata,
        }


class LoopbackBatches(LoopbackLlm):
    """The server. `files` and `batches` are what it keeps, `asked` what was asked of it in order of arrival."""

    def __init__(self, *behaviours: Behaviour) -> None:
        super().__init__(*behaviours)
        self.files: dict[str, KeptFile] = {}
        self.batches: dict[str, KeptBatch] = {}
        self.steps: tuple[str, ...] = ("completed",)
        self.faults: dict[str, list[Fault]] = defaultdict(list)  # by "POST /files", "GET /batches", ...
        self.asked: list[str] = []
        self.left_out: Callable[[Request], bool] = lambda _: False  # what a batch does not come to
        self.also_told: list[str] = []  # lines that stand in every file of answers beside the answers
        self.page = 2  # batches that a list has at most, whatever is asked for
        self.has_batches = True
        self.by_batch: list[Request] = []  # the questions that batches have answered
        self._numbers = itertools.count(1)
        self._doing = threading.Lock()

    def _other(self, asked: str, headers: dict[str, str], body: bytes) -> Answer:
        method, address = asked.split(" ", 1)
        parts = urlsplit(address)
        path = parts.path.removeprefix("/v1")
        kind = f"{method} {re.sub(r'/(file|batch)-[0-9]+', '/{id}', path)}"
        with self._doing:
            self.asked.append(kind)
            fault = self.faults[kind].pop(0) if self.faults[kind] else None
            if not self.has_batches:
                return _error(404, "Not Found")
            if fault and not fault.done:
                return _faulty(fault)
            answer = self._done(kind, path, {k: v[0] for k, v in parse_qs(parts.query).items()}, headers, body)
            return _faulty(fault) if fault else answer

    def _done(self, kind: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes) -> Answer:
        named = next(iter(re.findall(r"/((?:file|batch)-[0-9]+)", path)), "")
        if kind == "POST /files":
            return self._upload(headers["content-type"], body)
        if kind == "GET /files/{id}/content":
            file = self.files.get(named)
            return (
                Answer(file.content, headers={"Content-Type": "application/binary"}) if file else _error(404, "No file")
            )
        if kind == "POST /batches":
            return self._create(json.loads(body), headers)
        if kind == "GET /batches":
            return self._listed(query)
        batch = self.batches.get(named)
        if batch is None:
            return _error(404, f"No batch found with id '{named}'.")
        if kind == "GET /batches/{id}":
            self._look(batch, headers)
            return _json(batch.told())
        if kind == "POST /batches/{id}/cancel":
            if batch.status in OVER:
                return _error(409, f"Cannot cancel a batch with status '{batch.status}'.")
            batch.status, batch.steps = "cancelling", ["cancelled"]
            return _json(batch.told())
        return _error(404, "no such path")

    def _upload(self, content_type: str, body: bytes) -> Answer:
        """A form with a file and its purpose, taken apart as a mail with several parts is."""
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
            b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
        )
        if not message.is_multipart():
            return _error(400, "a form is expected")
        parts: Any = message.iter_parts()  # type: ignore[attr-defined]
        form = {part.get_param("name", header="content-disposition"): part for part in parts}
        if set(form) != {"purpose", "file"} or form["purpose"].get_payload(decode=True).strip() != b"batch":
            return _error(400, "'purpose' is a required property")
        content = form["file"].get_payload(decode=True)
        kept = KeptFile(f"file-{next(self._numbers)}", str(form["file"].get_filename()), content)
        self.files[kept.file_id] = kept
        return _json(
            {
                "id": kept.file_id,
                "object": "file",
                "bytes": len(content),
                "created_at": int(time.time()),
                "filename": kept.name,
                "purpose": "batch",
                "status": "processed",
            }
        )

    def _create(self, asked: dict[str, Any], headers: dict[str, str]) -> Answer:
        if asked["input_file_id"] not in self.files:
            return _error(400, f"Invalid 'input_file_id': no file {asked['input_file_id']}.")
        if (asked["endpoint"], asked["completion_window"]) != ("/v1/chat/completions", "24h"):
            return _error(400, "Invalid endpoint or completion_window.")
        batch = KeptBatch(
            batch_id=f"batch-{next(self._numbers)}",
            input_file_id=asked["input_file_id"],
            metadata=asked.get("metadata") or {},
            created_at=int(time.time()),
            steps=list(self.steps),
        )
        self.batches[batch.batch_id] = batch
        return _json(batch.told())

    def _listed(self, query: dict[str, str]) -> Answer:
        """The newest first, a page at a time."""
        listed = list(reversed(self.batches.values()))
        if after := query.get("after"):
            listed = listed[next(n for n, one in enumerate(listed, 1) if one.batch_id == after) :]
        page = listed[: min(int(query.get("limit", 20)), self.page)]
        return _json(
            {
                "object": "list",
                "data": [one.told() for one in page],
                "first_id": page[0].batch_id if page else None,
                "last_id": page[-1].batch_id if page else None,
                "has_more": len(listed) > len(page),
            }
        )

    def _look(self, batch: KeptBatch, headers: dict[str, str]) -> None:
        """Time passes by being looked at."""
        if batch.status in OVER:
            return
        batch.status = batch.steps.pop(0) if len(batch.steps) > 1 else batch.steps[0]
        lines = [json.loads(line) for line in self.files[batch.input_file_id].content.splitlines()]
        batch.counts["total"] = len(lines)
        ids = [line["custom_id"] for line in lines]
        if batch.status == "completed" and (len(set(ids)) < len(ids) or not lines):
            batch.status, batch.errors = "failed", [{"code": "duplicate_custom_id", "message": "Not unique."}]
        if batch.status in ("completed", "expired", "cancelled"):
            self._answer_all(batch, lines, headers)
        elif batch.status == "failed" and not batch.errors:
            batch.errors = [{"code": "token_limit_exceeded", "message": "Enqueued token limit reached.", "line": None}]

    def _answer_all(self, batch: KeptBatch, lines: list[dict[str, Any]], headers: dict[str, str]) -> None:
        answers, failures = list(self.also_told), []
        for number, line in enumerate(reversed(lines)):
            assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")
            request = Request(line["body"], headers)
            told: dict[str, Any] = {"id": f"batch_req_{number}", "custom_id": line["custom_id"]}
            if batch.status != "completed" and (batch.status == "cancelled" or self.left_out(request)):
                why = {"code": f"batch_{batch.status}", "message": "This request could not be executed."}
                failures.append(json.dumps({**told, "response": None, "error": why}))
                continue
            if self.left_out(request):
                continue
            self.by_batch.append(request)
            answer = self._take(request)(request)
            response = {"status_code": answer.status, "request_id": "req_1", "body": json.loads(answer.body)}
            into = answers if answer.status == 200 else failures
            into.append(json.dumps({**told, "response": response, "error": None}))
            batch.counts["completed" if answer.status == 200 else "failed"] += 1
        for name, told_lines in (("output_file_id", answers), ("error_file_id", failures)):
            if told_lines:
                kept = KeptFile(f"file-{next(self._numbers)}", f"{name}.jsonl", "\n".join(told_lines).encode() + b"\n")
                self.files[kept.file_id] = kept
                setattr(batch, name, kept.file_id)


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value))


def _error(status: int, message: str) -> Answer:
    return Answer(json.dumps({"error": {"message": message, "type": "invalid_request_error", "code": None}}), status)


def _faulty(fault: Fault) -> Answer:
    if fault.hang_up:
        return Answer("", hang_up=True)
    return _error(fault.status, "The server had an error.")
