"""A desk with its own clock that watches one server on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.ingest_run import IngestRun, WatchFailedError
from flows.settings import Settings
from flows.watching import add_watch
from tests.flows.conftest import blank_warehouse
from tests.flows.test_web_articles import story
from tests.loopback_web import Behaviour, LoopbackWeb, Reply, Request, page
from warehouse.integrity import check_integrity

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
XML = "application/xml"


class Desk:
    """A desk with its own clock, whose web is one server on loopback."""

    def __init__(self, home: Path, web: LoopbackWeb) -> None:
        self.web = web
        self.now = NOON
        self.warehouse = blank_warehouse(home / "desk.duckdb")
        self.settings = Settings(
            warehouse=home / "desk.duckdb",
            cache_dir=home / "cache",
            web_allowed_hosts=web.host,
            web_host_interval_s=0.0,
            web_attempts=1,
            web_read_timeout_s=60.0,
        )

    def watch(
        self,
        path: str,
        kind: Any = "feed",
        *,
        name: str | None = None,
        first: int | None = None,
        every: int | None = None,
    ) -> None:
        url = self.web.url(path)
        add_watch(self.warehouse, url, kind, name=name or path, every_s=every, first=first, now=self.now)

    async def ingest(self, *wanted: str) -> dict[str, int]:
        """What the flow does, without Prefect; the counts of what came of it, empty where nothing was due."""
        async with IngestRun.start(self.settings, wanted, clock=lambda: self.now) as run:
            if run is None:
                return {}
            for watch in run.due:
                try:
                    await run.read(watch)
                except WatchFailedError as error:
                    run.note_failed(watch, error)
            for one in await run.pages():
                try:
                    if (result := await run.look(one)) is not None:
                        run.check.note(one.url, result)
                except Exception as error:  # noqa: BLE001  # as the flow does: the others go on
                    run.check.note(one.url, error)
            run.check.raise_if_stopped()
        return run.check.counts

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def column(self, sql: str) -> list[Any]:
        return [next(iter(row.values())) for row in self.warehouse.read(sql)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with LoopbackWeb() as web:
        for name in "abc":
            web.on(f"/2025/03/03/{name}", page(story(f"The {name} dam failed on Sunday, and 45 people were rescued.")))
        made = Desk(tmp_path, web)
        yield made
        if made.warehouse.exists():
            assert check_integrity(made.warehouse.path) == []  # whatever a test has ingested


def links(desk: Desk, names: str = "abc") -> list[str]:
    return [desk.web.url(f"/2025/03/03/{name}") for name in names]


def conditional(body: str, etag: str) -> Behaviour:
    def behave(request: Request) -> Reply:
        if request.headers.get("if-none-match") == etag:
            return Reply(b"", 304, {"ETag": etag})
        return Reply(body.encode(), 200, {"Content-Type": XML, "ETag": etag})

    return behave
