"""The record of each call, kept even when what the call was for fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from warehouse.records import LlmCall

_collectors: ContextVar[tuple[list[LlmCall], ...]] = ContextVar("llm_call_collectors", default=())


@contextmanager
def collect_calls() -> Iterator[list[LlmCall]]:
    """Collect the calls made inside the block, its asyncio child tasks included, whether or not the block fails.

    Blocks may be nested: a call counts in every block that it was made in.
    """
    calls: list[LlmCall] = []
    token = _collectors.set((*_collectors.get(), calls))
    try:
        yield calls
    finally:
        _collectors.reset(token)


def record_call(call: LlmCall) -> None:
    """Hand a finished call to every block that it was made in."""
    for calls in _collectors.get():
        calls.append(call)
