"""How often a request is tried, and how long is waited in between."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from gateways.errors import BudgetSpentError

_log = logging.getLogger(__name__)
_FIRST_WAIT_S = 1.0


@dataclass(frozen=True)
class Patience:
    """Transient errors are tried again with growing, random waits, or after the time that the server asked for.

    `max_attempts` counts the first; a wait is never longer than `max_wait_s`, and where the server asks for more the
    error is raised at once. `sleep` and `rand` ([0, 1)) are for tests.
    """

    max_attempts: int = 4
    max_wait_s: float = 60.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    rand: Callable[[], float] = random.random

    def attempts(self, what: str, *, at_most: int | None = None) -> AsyncRetrying:
        """The attempts at something, for `async for`; `what` is how the log names it. Raises the last error."""
        return AsyncRetrying(
            stop=stop_after_attempt(at_most or self.max_attempts),
            retry=retry_if_exception(self._is_worth_another_try),
            wait=lambda state: self._wait(state, what),
            sleep=self.sleep,
            reraise=True,
        )

    def _is_worth_another_try(self, error: BaseException) -> bool:
        if isinstance(error, BudgetSpentError) or not getattr(error, "transient", False):  # not within this run
            return False
        return (getattr(error, "retry_after", None) or 0.0) <= self.max_wait_s

    def _wait(self, state: RetryCallState, what: str) -> float:
        """What the server asked for, and on top of it a random part that doubles at most with each attempt."""
        error = state.outcome.exception() if state.outcome else None
        asked = float(getattr(error, "retry_after", None) or 0.0)
        backoff = _FIRST_WAIT_S * 2.0 ** (state.attempt_number - 1) * (0.5 + self.rand() / 2)
        wait = min(asked + backoff, self.max_wait_s)
        _log.info("%s: attempt %d ended in %s, the next in %.1f s", what, state.attempt_number, error, wait)
        return wait
