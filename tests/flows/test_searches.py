"""The sources on the web as a run has them: on where they are set up, told first, and examined by the doctor."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from flows.assembly import Assembly, assemble
from flows.doctoring import examine_searches
from flows.progress import reporting
from flows.settings import Settings, load_settings
from tests.loopback_web import LoopbackWeb, failing
from tests.verifiers.search_services import KEY, ON_THE_WEB, SearchServices

WORLD = [{"title": "News of Orn", "published": "2025-02-12", "text": "The ferry to Orn runs again, says the news."}]


@pytest.fixture
def services() -> Iterator[SearchServices]:
    with LoopbackWeb() as web:
        yield SearchServices(web, WORLD)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def settings(services: SearchServices) -> Settings:
    return load_settings(wikipedia=services.web.url(), searxng=services.web.url(services.searxng))


async def assembly(of: Settings) -> tuple[Assembly, str]:
    console = Console(record=True, width=200, file=io.StringIO())
    with reporting(console):
        made = await assemble(of)
    await made.web.aclose()
    return made, console.export_text()


async def test_without_any_a_run_says_what_to_set_up() -> None:
    made, said = await assembly(load_settings())
    assert made.verifier is None
    assert made.searches is None
    assert "set up a search as .env.example tells" in said


async def test_what_is_set_up_is_on_and_told_first(
    services: SearchServices, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BRAVE_API_KEY", KEY)
    (tmp_path / ".env").write_text(f"TAVILY_API_KEY={KEY}\nSERPER_API_KEY={KEY}\n")
    made, said = await assembly(settings(services))
    here = services.web.host
    assert f"Searching wikipedia ({here}), searxng ({here}), brave (Brave), tavily (Tavily), serper (Serper)." in said
    assert made.verifier is not None
    assert {f"{name.title()}Source" for name in ON_THE_WEB} <= set(made.versions)
    assert KEY not in said + repr(made) + str(made.versions)


async def test_the_doctor_asks_each_and_tells_what_fails(services: SearchServices) -> None:
    here = services.web.host
    assert [told async for told in examine_searches(settings(services))] == [
        (True, "wikipedia", f"{here} answers: Test wiki, language en"),
        (True, "searxng", f"{here} answers; pages named for “news”: 1"),
    ]
    services.web.on("/searxng/search", failing(403))
    [_, (answers, name, finding)] = [told async for told in examine_searches(settings(services))]
    assert (answers, name) == (False, "searxng")
    assert "add json to search: formats:" in finding
    [(answers, name, _)] = [told async for told in examine_searches(load_settings())]
    assert (answers, name) == (True, "searches")
