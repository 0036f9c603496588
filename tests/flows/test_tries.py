"""What Prefect's page shows of runs: tries of what may pass, failed tasks of completed flows, artifacts, events.

The flows run in this process, on a real server that is asked for what it has.
"""

import io
import json
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from flows.settings import prepare_prefect

prepare_prefect(quiet=True)

from prefect import flow  # noqa: E402
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings  # noqa: E402

from flows.check import check  # noqa: E402
from flows.events import events_emitted  # noqa: E402
from flows.happenings import tell_of_run  # noqa: E402
from flows.ingest import ingest  # noqa: E402
from flows.listings import WatchRead, read_watch  # noqa: E402
from flows.reprocess import reprocess  # noqa: E402
from flows.watching import add_watch  # noqa: E402
from gateways.web import WebGateway  # noqa: E402
from tests import feed_samples as feeds  # noqa: E402
from tests import loopback_llm as loop  # noqa: E402
from tests.flows.model_desk import HEALTHY, PLACES, STORY, Desk  # noqa: E402
from tests.flows.test_check_flow import ask, latest_flow_run, of_run  # noqa: E402
from tests.flows.test_notifying import DECIDED, TOLL  # noqa: E402
from tests.flows.test_web_articles import story  # noqa: E402
from tests.loopback_llm import Answer, LoopbackLlm, Request  # noqa: E402
from tests.loopback_web import LoopbackWeb, failing, page, reply  # noqa: E402
from tests.warehouse.records_made import hours, newsroom, publication_of, review_of, verdict_on  # noqa: E402
from warehouse.records import Mark, Run, WatchChange  # noqa: E402
from warehouse.store import Warehouse  # noqa: E402

NORTHFIELD = f"articles/0-{PLACES[0]}.txt"


@pytest.fixture(autouse=True)
def _server(prefect_server: str, prefect_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    own = {
        "WAREHOUSE": "desk.duckdb", "CACHE_DIR": "cache", "MODEL_ATTEMPTS": "1", "MODEL_CALLS_IN_FLIGHT": "1",
        "ARTICLES_AT_ONCE": "1", "WEB_ATTEMPTS": "1", "WEB_HOST_INTERVAL_S": "0", "TASK_RETRIES": "1",
        "TASK_RETRY_DELAY_S": "0.01",
    }  # fmt: skip
    for name, value in own.items():
        monkeypatch.setenv(f"CLAIMHOUSE_{name}", value)
    with temporary_settings({PREFECT_API_URL: prefect_server, PREFECT_HOME: prefect_home}):
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


class Outage:
    """A model that is out of reach for so many questions of a kind, and counts what it answered."""

    def __init__(self, questions: int, *, kind: str = "_Judged") -> None:
        self._left = questions
        self._kind = kind
        self.answered: list[str] = []

    def __call__(self, request: Request) -> Answer:
        question = f"{request.system}\n{request.user}"
        if request.schema_name == self._kind and self._left:
            self._left -= 1
            return loop.error(503)(request)
        self.answered.append(question)
        return HEALTHY(request)


def tasks_of(server: str, run: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """How often each task was run, and how it ended."""
    return {task["name"]: (task["run_count"], task["state_type"]) for task in of_run(server, "task_runs", run)}


def states_of(server: str, run: dict[str, Any], name: str) -> list[str]:
    (task,) = [task for task in of_run(server, "task_runs", run) if task["name"] == name]
    with urllib.request.urlopen(f"{server}/task_run_states/?task_run_id={UUID(task['id'])}") as answer:  # noqa: S310
        return [state["name"] for state in json.load(answer)]


def artifacts_of(server: str, run: dict[str, Any]) -> dict[str, Any]:
    return {one["key"]: one["data"] for one in of_run(server, "artifacts", run)}


def given(llm: LoopbackLlm) -> dict[str, Any]:
    return {"corpus": "corpus", "model": "openai:test", "base_url": llm.url}


def write_corpus(folder: str, text: str) -> None:
    Path(folder).mkdir()
    Path(folder, "told.txt").write_text(text)


async def test_an_outage_that_passes_is_seen_as_a_retry_and_nothing_is_paid_twice(desk: Desk, prefect_server: str):
    with LoopbackLlm(HEALTHY) as llm:
        undisturbed = await check([NORTHFIELD], **given(llm), warehouse="other.duckdb")
        questions = len(llm.requests)
    outage = Outage(2)
    with LoopbackLlm(outage) as llm:
        result = await check([NORTHFIELD], **(given(llm) | {"model": "openai:other"}))
        assert len(llm.requests) == questions + 2
    assert len(outage.answered) == len(set(outage.answered)) == questions
    run = latest_flow_run(prefect_server)
    assert run["state_type"] == "COMPLETED"
    (name,) = tasks_of(prefect_server, run)
    assert tasks_of(prefect_server, run)[name] == (2, "COMPLETED")
    assert "AwaitingRetry" in states_of(prefect_server, run, name)
    assert result["counts"] == undisturbed["counts"]
    assert result["outcome"] == "completed"
    assert desk.is_sound()


async def test_what_could_not_be_planned_further_is_planned_when_it_is_tried_again(desk: Desk, prefect_server: str):
    write_corpus("bare", "Bakers and millers met in the town of Orvik to talk about flour and ovens.")
    with LoopbackLlm(Outage(1, kind="_FurtherPlan")) as llm:
        result = await check([NORTHFIELD], **(given(llm) | {"corpus": "bare"}))
        planned_further = [one for one in llm.requests if one.schema_name == "_FurtherPlan"]
    assert [*tasks_of(prefect_server, latest_flow_run(prefect_server)).values()] == [(2, "COMPLETED")]
    assert len(planned_further) == 2
    assert result["counts"]["decided"] == len(
        desk.column("select claim_id from current_verdicts where label is not null")
    )
    assert desk.column("select message from open_failures") == []


async def test_an_article_from_standard_input_is_tried_again_with_what_was_read_of_it(
    desk: Desk, prefect_server: str, monkeypatch: pytest.MonkeyPatch
):
    text = STORY.format(place=PLACES[0], count=40).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    with LoopbackLlm(Outage(2)) as llm:
        result = await check(["-"], **given(llm))
    assert [*tasks_of(prefect_server, latest_flow_run(prefect_server)).values()] == [(2, "COMPLETED")]
    assert (result["outcome"], result["counts"]["articles_failed"]) == ("completed", 0)
    assert result["counts"]["decided"] > 0
    assert desk.column("select message from open_failures") == []


async def test_what_cannot_succeed_is_tried_once_and_a_model_that_is_gone_is_waited_for_once(
    desk: Desk, prefect_server: str
):
    with LoopbackLlm(loop.error(401)) as llm:
        assert (await check([NORTHFIELD], **given(llm)))["counts"]["articles_failed"] == 1
    run = latest_flow_run(prefect_server)
    assert run["state_type"] == "COMPLETED"
    assert [*tasks_of(prefect_server, run).values()] == [(1, "FAILED")]
    with LoopbackLlm(loop.error(503)) as llm:
        assert (await check(["articles"], **given(llm)))["counts"]["articles_failed"] == 3
    tasks = tasks_of(prefect_server, latest_flow_run(prefect_server))
    assert sorted(tasks.values()) == [(1, "FAILED"), (1, "FAILED"), (2, "FAILED")]
    told = artifacts_of(prefect_server, latest_flow_run(prefect_server))["summary"]
    assert "| articles failed | 3 |" in told
    assert "seconds" in told


async def test_an_ingest_shows_its_tries_its_failures_and_what_it_found(
    tmp_path: Path, prefect_server: str, monkeypatch: pytest.MonkeyPatch
):
    links = [f"/2025/03/03/{name}" for name in ("north", "south", "gone")]
    with LoopbackWeb({"/feed": [failing(503), reply(feeds.rss(links), "application/rss+xml")]}) as web:
        web.on("/dead", failing(404))
        web.on(links[0], page(story("The north dam failed on Sunday, and 45 people were rescued.")))
        web.on(links[1], failing(503), page(story("The south dam failed on Sunday, and 46 people were rescued.")))
        monkeypatch.setenv("CLAIMHOUSE_WEB_ALLOWED_HOSTS", web.host)
        for name in ("feed", "dead"):
            add_watch(
                Warehouse(tmp_path / "desk.duckdb"), web.url(f"/{name}"), "feed", name=name, every_s=900, first=20,
                now=hours(0),
            )  # fmt: skip
        result = await ingest()
        names = {link.rpartition("/")[2]: web.url(link) for link in links}
    run = latest_flow_run(prefect_server)
    assert run["state_type"] == "COMPLETED"
    assert tasks_of(prefect_server, run) == {
        "feed": (2, "COMPLETED"),
        "dead": (1, "FAILED"),
        names["north"]: (1, "COMPLETED"),
        names["south"]: (2, "COMPLETED"),
        names["gone"]: (1, "FAILED"),
    }
    counts = result["counts"]
    assert (counts["watches"], counts["watches_failed"], counts["articles_failed"]) == (2, 1, 1)
    artifacts = artifacts_of(prefect_server, run)
    assert artifacts["progress"] == 100.0
    assert {row["name"]: row["state"] for row in json.loads(artifacts["watches"])} == {
        "feed": "answering",
        "dead": "failing",
    }
    assert sorted(row["state"] for row in json.loads(artifacts["articles"])) == ["checked", "checked", "failed"]
    for told in ("completed with failures", "| watches failed | 1 |", "| articles failed | 1 |", "0.0000 USD", "404"):
        assert told in artifacts["summary"]
    failures = Warehouse(tmp_path / "desk.duckdb").read("select name, failures from watches order by name")
    assert failures == [{"name": "dead", "failures": 1}, {"name": "feed", "failures": 0}]


async def test_a_watch_that_breaks_down_stops_no_other(
    tmp_path: Path, prefect_server: str, monkeypatch: pytest.MonkeyPatch
):
    async def read_or_break(web: WebGateway, watch: WatchChange, marks: Sequence[Mark]) -> WatchRead:
        if watch.name == "broken":
            raise RuntimeError("nobody thought of this")
        return await read_watch(web, watch, marks)

    monkeypatch.setattr("flows.ingest_run.read_watch", read_or_break)
    link = "/2025/03/03/north"
    with LoopbackWeb({"/feed": reply(feeds.rss([link]), "application/rss+xml")}) as web:
        web.on(link, page(story("The north dam failed on Sunday, and 45 people were rescued.")))
        monkeypatch.setenv("CLAIMHOUSE_WEB_ALLOWED_HOSTS", web.host)
        for name in ("broken", "feed"):
            add_watch(
                Warehouse(tmp_path / "desk.duckdb"), web.url(f"/{name}"), "feed", name=name, every_s=900, first=20,
                now=hours(0),
            )  # fmt: skip
        result = await ingest()
        names = ("broken", "feed", web.url(link))
    tasks = tasks_of(prefect_server, latest_flow_run(prefect_server))
    assert {name: tasks[name][1] for name in names} == dict(
        zip(names, ("FAILED", "COMPLETED", "COMPLETED"), strict=True)
    )
    counts = result["counts"]
    assert (counts["watches"], counts["watches_failed"], counts["articles"]) == (2, 1, 1)
    assert result["failures"] == ["broken: RuntimeError: nobody thought of this"]
    assert result["outcome"] == "completed_with_failures"


async def test_a_reprocess_tries_only_what_failed_and_shows_what_changed(desk: Desk, prefect_server: str):
    with LoopbackLlm(HEALTHY) as llm:
        await desk.check(llm)
    desk.evidence("Northfield Courier", "The Northfield dam failed on Sunday after a week of rain.")
    desk.evidence("Northfield Mail", "The fire service rescued 40 people from the houses of Northfield.")
    outage = Outage(1)
    with LoopbackLlm(outage) as llm:
        result = await reprocess(**given(llm))
    assert len(outage.answered) == len(set(outage.answered)) > 0
    run = latest_flow_run(prefect_server)
    tried = tasks_of(prefect_server, run)
    assert {state for _, state in tried.values()} == {"COMPLETED"}
    assert sorted(count for count, _ in tried.values()) == [1] * (len(tried) - 1) + [2]
    counts = result["counts"]
    assert (counts["claims_failed"], counts["articles_failed"], result["outcome"]) == (0, 0, "completed")
    assert counts["decided"] + counts["unchanged"] == counts["due"]
    new = desk.column(f"select count(*) from verdicts where run_id = '{result['run_id']}'")
    assert new == [counts["decided"]] != [0]
    artifacts = artifacts_of(prefect_server, run)
    assert artifacts["progress"] == 100.0
    assert "| due |" in artifacts["summary"]
    assert ("verdict-changes" in artifacts) == bool(result["changes"])
    assert desk.is_sound()


def emitted(server: str, run_id: str, at_least: int) -> list[dict[str, Any]]:
    """The events of a run that the server has, once it has stored so many: it does so in its own time."""
    deadline = time.monotonic() + 30
    since = {"since": hours(0).isoformat(), "until": hours(24).isoformat()}
    asked = {"filter": {"event": {"prefix": ["claimhouse."]}, "occurred": since}, "limit": 50}
    while True:
        found = ask(server, "events/filter", asked)["events"]
        of_it = [event for event in found if event["payload"]["run_id"] == run_id]
        if len(of_it) >= at_least:
            return of_it
        assert time.monotonic() < deadline, f"{len(of_it)} events"
        time.sleep(0.1)


async def test_what_happened_in_a_run_becomes_events(tmp_path: Path, prefect_server: str):
    house = newsroom()
    warehouse = Warehouse(tmp_path / "w.duckdb")
    review = review_of(TOLL, "supported", hours(1))
    warehouse.commit([*house.records(), review, publication_of(TOLL, review, label="supported", rating="True")])
    flip = verdict_on(TOLL, house.verdict.verdict_id, hours(3), label="refuted", **DECIDED)
    ran = Run(
        run_id="run_flips", command="check", started_at=hours(2), ended_at=hours(4), outcome="completed",
        counts={"articles": 3}, seconds=2.5, cost_usd=0.25,
    )  # fmt: skip
    warehouse.commit([flip.model_copy(update={"run_id": ran.run_id}), ran])

    @flow
    async def ending() -> None:
        async with events_emitted():
            tell_of_run(warehouse, ran.run_id)

    await ending()
    events = {event["event"]: event for event in emitted(prefect_server, ran.run_id, 3)}
    turned = events["claimhouse.verdict.flipped"]
    told = {name: turned["payload"][name] for name in ("before", "after", "cause", "claim", "published", "headline")}
    assert told == {
        "before": "supported", "after": "refuted", "cause": "new_evidence", "claim": TOLL.text, "published": True,
        "headline": house.article.headline,
    }  # fmt: skip
    assert turned["resource"]["prefect.resource.id"] == f"claimhouse.claim.{TOLL.claim_id}"
    assert any(one["prefect.resource.role"] == "flow-run" for one in turned["related"])
    assert "Published on" in events["claimhouse.correction.opened"]["payload"]["message"]
    finished = events["claimhouse.run.finished"]["payload"]
    assert (finished["counts"], finished["cost_usd"]) == ({"articles": 3}, 0.25)


def test_a_run_is_not_failed_by_what_cannot_be_told(tmp_path: Path):
    from flows.happenings import LISTENER

    asked: list[str] = []

    def breaks(_: object) -> None:
        asked.append("once")
        raise RuntimeError("the bus is gone")

    token = LISTENER.set(breaks)
    try:
        tell_of_run(Warehouse(tmp_path / "w.duckdb"), "run_1")
    finally:
        LISTENER.reset(token)
    assert asked == ["once"]
