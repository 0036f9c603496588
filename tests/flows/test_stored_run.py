"""A run's end is stored and told as it was, whatever becomes of the snapshot that it leaves."""

from pathlib import Path
from typing import Any

import pytest

from flows.runs import CheckRun
from flows.settings import Settings
from tests.flows.model_desk import PLACES, Desk
from warehouse.errors import WarehouseError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk at whose snapshot's place there is a folder, so that none can be made."""
    (tmp_path / "desk.snapshot.duckdb").mkdir()
    return Desk(tmp_path)


def settings(desk: Desk) -> Settings:
    given: dict[str, Any] = {"corpus": desk.home / "corpus", "cache_dir": desk.home / "cache", "snapshot_every_s": 0}
    return Settings(warehouse=desk.home / "desk.duckdb", **given)


async def check(desk: Desk) -> None:
    """What the flow does, without Prefect and one article after another."""
    async with CheckRun.start(settings(desk), [str(desk.home / "articles")]) as run:
        for one in run.sources:
            run.note(one, await run.check_article(one))
        run.raise_if_stopped()


async def broken(desk: Desk) -> None:
    async with CheckRun.start(settings(desk), [str(desk.home / "articles")]):
        raise RuntimeError("broken")


async def test_no_article_fails_for_a_snapshot_that_cannot_be_made(desk: Desk) -> None:
    with pytest.raises(WarehouseError, match=r"desk\.snapshot\.duckdb cannot be made"):
        await check(desk)
    (ran,) = desk.rows("select outcome, counts from runs")
    assert ran["outcome"] == "completed"
    assert (ran["counts"]["articles"], ran["counts"]["articles_failed"]) == (len(PLACES), 0)


async def test_what_ended_a_run_is_not_hidden_by_its_snapshot(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="broken"):
        await broken(desk)
    assert desk.column("select outcome from runs") == ["failed"]
