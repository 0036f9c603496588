"""A desk that has checked its articles, and what asks another model by batch."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.recheck_policy import shipped_policy
from flows.recheck_run import RecheckRun
from flows.settings import Settings
from tests.flows.model_desk import HEALTHY, Desk
from tests.loopback_batches import LoopbackBatches
from tests.loopback_llm import Answer, Behaviour, Request


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Path]:
    """A desk whose three articles have been checked with a model, and a copy of its folder."""
    home = tmp_path_factory.mktemp("desk") / "home"
    home.mkdir()
    desk = Desk(home)
    with LoopbackBatches(HEALTHY) as llm:
        asyncio.run(desk.check(llm))
    return desk, Path(shutil.copytree(home, home.with_name("copy")))


@pytest.fixture
def desk(checked: tuple[Desk, Path]) -> Desk:
    """The same desk in the same place, as it was then: an index knows its files by place and time."""
    desk, copy = checked
    shutil.rmtree(desk.home)
    shutil.copytree(copy, desk.home)
    return desk


async def recheck(
    settings: Settings, *, batch: bool = False, where: str | None = None, articles: int | None = None, **given: Any
) -> RecheckRun:
    """What the flow does, without Prefect and one article after another, or the first of them."""
    policy = given.pop("policy", shipped_policy())
    async with RecheckRun.start(settings, policy, where=where, batch=batch, **given) as run:
        for article_id in list(run.articles)[:articles]:
            run.note(article_id, await run.recheck_article(article_id))
    return run


def other(desk: Desk, llm: LoopbackBatches, **given: Any) -> Settings:
    """Another model than the one that judged, whose price is known."""
    prices = desk.home / "prices.toml"
    prices.write_text(f'batch = 0.5\n["{llm.url}"]\n"other" = {{ input = 1000, output = 2000 }}', "utf-8")
    return desk.settings(llm, model="openai:other", prices=prices, **given)


def copied(desk: Desk, llm: LoopbackBatches, **given: Any) -> Settings:
    """The same desk once more, with a warehouse and a cache of its own."""
    shutil.copy(desk.home / "desk.duckdb", desk.home / "live.duckdb")
    shutil.copytree(desk.home / "cache", desk.home / "live")
    return other(desk, llm, warehouse=desk.home / "live.duckdb", cache_dir=desk.home / "live", **given)


async def finished(desk: Desk, llm: LoopbackBatches, **given: Any) -> RecheckRun:
    """Runs by batch until nothing waits any more; the last of them."""
    for _ in range(8):
        run = await recheck(other(desk, llm), batch=True, **given)
        if not run.counts["claims_batched"] and not desk.rows("from open_batches"):
            return run
    raise AssertionError("it does not end")


def once(first: Behaviour) -> Behaviour:
    """A behaviour for the first time that a claim is to be judged; whatever else is asked is answered well."""
    seen: set[str] = set()

    def behave(request: Request) -> Answer:
        claim = request.user.split("\n")[1]
        is_first = request.schema_name == "_Judged" and claim not in seen
        seen.add(claim)
        return (first if is_first else HEALTHY)(request)

    return behave
