"""A clock that stands still until somebody waits, for tests of pace and patience."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gateways.web import WebGateway, WebSettings
from tests.loopback_web import LoopbackWeb

BEGAN = datetime(2025, 3, 3, 12, tzinfo=UTC)


class Clock:
    """`waits` are the seconds that were waited for, in order; none of them passes."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


def gateway(
    web: LoopbackWeb,
    *,
    cache_dir: Path | None = None,
    clock: Clock | None = None,
    allowed: tuple[str, ...] = (),
    with_gateway: Callable[..., WebGateway] = WebGateway,
    tls: Any = None,
    **settings: Any,
) -> WebGateway:
    """A gateway that may reach the loopback server, and waits on a clock that stands still."""
    clock = clock or Clock()
    return with_gateway(
        WebSettings(allowed_hosts=(web.host, *allowed), **{"host_interval_s": 0.0, **settings}),
        cache_dir=cache_dir,
        clock=clock,
        sleep=clock.sleep,
        now=clock.now,
        rand=lambda: 0.0,
        tls=tls,
    )
