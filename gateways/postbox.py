"""The questions that are not asked at once but by batch, and the replies that have come so.

A postbox stands between the gateway and the model. It knows which questions wait in a batch, so that none is asked a
second time meanwhile; and where it `takes_all`, every question goes by batch that is not answered yet. The replies that
came are given out inside `collect_mail`, and are read as live ones are. Of what it does not know, the model is asked.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from gateways.replies import Reply
from warehouse.records import LlmCall

ENDPOINT = "/v1/chat/completions"

_USUAL_OUTPUT = 1000.0  # tokens of a reply, where nothing is known
_CHARACTERS_A_TOKEN = 3.0  # of English some four: an estimate by which a budget is kept is no mean


@dataclass(frozen=True)
class Posted:
    """A question that waits for a batch, and what it is for. `line` is None where it waits in one already."""

    custom_id: str
    line: bytes | None  # of the file of questions, its end included
    item_id: str | None
    article_id: str | None
    claim_ids: tuple[str, ...]
    prompt: str
    prompt_version: str
    schema_version: str
    estimated_usd: float | None


@dataclass(frozen=True)
class Delivered:
    """A reply that came by batch, and the record of the call that it was paid by."""

    batch_id: str
    custom_id: str
    reply: Reply
    call: LlmCall


@dataclass(frozen=True)
class Unusable:
    """A reply that was read and cannot be used: its question is to be asked anew."""

    batch_id: str
    custom_id: str
    error: str  # its name
    message: str


@dataclass
class Mail:
    """What goes out and what came in while something was worked on."""

    delivered: dict[str, Delivered]  # by custom_id
    posted: list[Posted] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)


_MAIL: ContextVar[Mail | None] = ContextVar("mail", default=None)


@contextmanager
def collect_mail(delivered: Iterable[Delivered] = ()) -> Iterator[Mail]:
    """Give these replies out inside the block, its asyncio child tasks included, and collect what goes out."""
    mail = Mail({one.custom_id: one for one in delivered})
    token = _MAIL.set(mail)
    try:
        yield mail
    finally:
        _MAIL.reset(token)


class Postbox:
    """What waits in batches. `usual_output` is how many tokens a reply to a prompt has, by the prompt's name."""

    def __init__(
        self, *, takes_all: bool, waiting: Iterable[str] = (), usual_output: Mapping[str, float] | None = None
    ) -> None:
        self.takes_all = takes_all
        self._waiting = set(waiting)  # custom_ids
        self._usual_output = usual_output or {}

    def holds(self, custom_id: str) -> bool:
        """Whether a question waits already."""
        return custom_id in self._waiting

    def reply_to(self, custom_id: str) -> Delivered | None:
        """The reply to a question, if it has come."""
        mail = _MAIL.get()
        return mail.delivered.get(custom_id) if mail else None

    def discard(self, one: Delivered, error: Exception) -> None:
        """Note that a reply cannot be used."""
        if mail := _MAIL.get():
            mail.delivered.pop(one.custom_id, None)
            mail.unusable.append(Unusable(one.batch_id, one.custom_id, type(error).__name__, str(error)))

    def post(self, posted: Posted) -> None:
        """Have a question wait for a batch."""
        self._waiting.add(posted.custom_id)
        if mail := _MAIL.get():
            mail.posted.append(posted)

    def expected_tokens(self, line: bytes, prompt: str) -> tuple[int, int]:
        """How many tokens a question is likely to send, and to bring."""
        sent = len(line.decode()) / _CHARACTERS_A_TOKEN
        return round(sent), round(self._usual_output.get(prompt, _USUAL_OUTPUT))


def question_line(custom_id: str, body: Mapping[str, object]) -> bytes:
    """A line of a file of questions, as the Batch API takes it."""
    line = {"custom_id": custom_id, "method": "POST", "url": ENDPOINT, "body": body}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"
