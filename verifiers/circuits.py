"""A circuit breaker for each source: one that keeps failing is left alone for a while, one that refuses us for good.

After Nygard, "Release It!": closed while the source answers, open once it has failed several times in a row, half open
after a pause, when a single search tries it again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gateways.web_errors import CircuitOpenError, ForbiddenError, KeyRefusedError, PaymentRequiredError
from warehouse.errors import ClaimhouseError, WarehouseError

# What a service says to the key and not to the question: it would say the same to every other question.
REFUSALS = (KeyRefusedError, ForbiddenError, PaymentRequiredError)


class Circuit:
    """Whether a source is asked. `clock` counts seconds and never runs backwards."""

    def __init__(self, source: str, *, failures: int, pause_s: float, clock: Callable[[], float]) -> None:
        self._source = source
        self._most_failures = failures
        self._pause_s = pause_s
        self._clock = clock
        self._in_a_row = 0
        self._last_error = ""
        self._open_until: float | None = None
        self._being_tried = False
        self._refusal: Exception | None = None

    @contextmanager
    def search(self) -> Iterator[None]:
        """One search of the source, whose outcome is noted.

        Raises CircuitOpenError, or the error by which the source refused us, where it is not to be asked.
        """
        is_trial = self._admit()
        try:
            yield
        except WarehouseError:
            raise  # what was found could not be kept, which is no fault of the source
        except Exception as error:
            self._failed(error, is_trial)
            raise
        else:
            self._in_a_row = 0
            self._open_until = None
        finally:
            if is_trial:
                self._being_tried = False

    def _admit(self) -> bool:
        """Whether this search is the one that tries an open circuit."""
        if self._refusal is not None:
            raise self._refusal.with_traceback(None)  # or each search would add its own frames to those before
        if self._open_until is None:
            return False
        if self._being_tried or self._clock() < self._open_until:
            raise CircuitOpenError(
                f"{self._source} failed {self._most_failures} times in a row and is not asked again for "
                f"{self._pause_s:.0f} s: run again later ({self._last_error})"
            )
        self._being_tried = True
        return True

    def _failed(self, error: Exception, is_trial: bool) -> None:
        if isinstance(error, REFUSALS):
            self._refusal = error
        self._in_a_row += 1
        if is_trial or (self._open_until is None and self._in_a_row >= self._most_failures):
            self._last_error = str(error) if isinstance(error, ClaimhouseError) else type(error).__name__
            self._open_until = self._clock() + self._pause_s
