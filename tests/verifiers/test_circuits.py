"""A source that keeps failing is left alone for a while, and one that refuses us for good."""

import asyncio

import pytest

from gateways.web_errors import CircuitOpenError, KeyRefusedError, ServerFailedError, WebTimeoutError
from verifiers.circuits import Circuit


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuit(clock: Clock) -> Circuit:
    return Circuit("brave", failures=3, pause_s=60.0, clock=clock)


def fail(circuit: Circuit, error: Exception | None = None) -> None:
    raised = error or ServerFailedError("brave answered 500: try again later", status=500)
    with pytest.raises(type(raised)), circuit.search():
        raise raised


def succeed(circuit: Circuit) -> None:
    with circuit.search():
        pass


def test_it_opens_after_failures_in_a_row_and_says_for_how_long_and_why(circuit: Circuit) -> None:
    for _ in range(3):
        fail(circuit)
    with pytest.raises(CircuitOpenError, match=r"brave failed 3 times in a row.*60 s.*answered 500") as caught:
        succeed(circuit)
    assert caught.value.transient


def test_a_success_between_keeps_it_closed(circuit: Circuit) -> None:
    for _ in range(4):
        fail(circuit)
        fail(circuit, WebTimeoutError("too slow"))
        succeed(circuit)
    with circuit.search():
        asked = True
    assert asked, "eight failures, and never three in a row"


def test_after_the_pause_one_search_tries_it(circuit: Circuit, clock: Clock) -> None:
    for _ in range(3):
        fail(circuit)
    clock.now = 59.9
    with pytest.raises(CircuitOpenError):
        succeed(circuit)
    clock.now = 60.0
    with circuit.search(), pytest.raises(CircuitOpenError), circuit.search():  # while one tries, nobody else does
        pass
    succeed(circuit)


def test_a_trial_that_fails_opens_it_again(circuit: Circuit, clock: Clock) -> None:
    for _ in range(3):
        fail(circuit)
    clock.now = 60.0
    fail(circuit)
    clock.now = 119.0
    with pytest.raises(CircuitOpenError):
        succeed(circuit)
    clock.now = 120.0
    succeed(circuit)
    fail(circuit)
    succeed(circuit)  # closed, it takes three again


def test_a_trial_that_is_cancelled_leaves_room_for_another(circuit: Circuit, clock: Clock) -> None:
    for _ in range(3):
        fail(circuit)
    clock.now = 60.0
    with pytest.raises(asyncio.CancelledError), circuit.search():
        raise asyncio.CancelledError
    succeed(circuit)


def test_a_refusal_is_for_good(circuit: Circuit, clock: Clock) -> None:
    refusal = KeyRefusedError("brave refused the key: check CLAIMHOUSE_BRAVE_API_KEY", status=401)
    fail(circuit, refusal)
    clock.now = 10_000.0
    frames = []
    for _ in range(3):
        with pytest.raises(KeyRefusedError, match="check CLAIMHOUSE_BRAVE_API_KEY") as caught:
            succeed(circuit)
        frames.append(len(caught.traceback))
    assert len(set(frames)) == 1, "it does not grow with every search that it keeps from the source"
