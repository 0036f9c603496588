"""What every test shares: no socket leaves this machine, and nobody's own settings or keys are seen."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import PostgresServer, postgres_programs, postgres_running

ROOT = Path(__file__).parent.parent
# Real articles and evaluation sets, not part of the repository; tests that need them skip where they are absent.
SHARED = ROOT.parent / "shared"

# Dozens of processes import the same modules: each would compile them anew where nothing compiled may be kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

settings.register_profile("claimhouse", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("claimhouse")

# A shell that starts the tests in the background has them ignore Ctrl-C, and every process that they start would too.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

_connect = socket.socket.connect


def _connect_loopback_only(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = str(address[0]) if isinstance(address, tuple) else ""
        if not (host.startswith("127.") or host in ("::1", "localhost")):
            raise RuntimeError(f"a test tried to reach {host}: tests stay on this machine")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    socket.socket.connect = _connect_loopback_only  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _no_settings_of_anybody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("CLAIMHOUSE_") or name.endswith("_API_KEY"):
            monkeypatch.delenv(name)


@pytest.fixture
def shared() -> Path:
    """The folder of real articles and evaluation sets; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the evaluation data (../shared) is not here")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server that the tests of this process share."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql postgresql-contrib")
    with postgres_running(programs) as server:
        yield server
