"""A bound on the work of a test: processor time, which other programs on the machine do not use up."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooMuchWorkError(AssertionError):
    """The block took more processor time than it may."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop the block, and fail, once the process has used so many seconds of processor time in it.

    Also within one search of a regular expression. In the main thread only.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooMuchWorkError(f"more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)  # again, should something swallow the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
