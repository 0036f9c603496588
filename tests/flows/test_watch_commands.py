"""`claimhouse watch` and `claimhouse ingest` as a user runs them."""

from pathlib import Path

from tests import feed_samples as feeds
from tests.flows.conftest import Cli
from tests.flows.test_check_flow import latest_flow_run, of_run
from tests.flows.test_web_articles import settings, story
from tests.loopback_web import LoopbackWeb, failing, page, reply
from warehouse.integrity import check_integrity

NAMES = ("north", "south", "east", "west")


def desk_web() -> LoopbackWeb:
    links = [f"/2025/03/03/{name}" for name in NAMES]
    routes = {
        link: page(story(f"The {link[-5:]} dam failed on Sunday, and {40 + number} people were rescued."))
        for number, link in enumerate(links)
    }
    return LoopbackWeb({**routes, "/feed": reply(feeds.rss(links), "application/rss+xml"), "/bad": failing(503)})


def test_a_desk_that_watches(tmp_path: Path, cli: Cli, prefect_server: str) -> None:
    with desk_web() as web:
        told = settings(web, CLAIMHOUSE_WEB_ATTEMPTS="1")
        assert cli("ingest", **told).returncode == 2
        added = cli("watch", "add", web.url("/feed"), "--every", "15m", "--name", "Herald", **told)
        assert added.returncode == 0, added.stderr
        assert "Watched every 15m: Herald (feed, RSS 2.0, 4 entries)" in added.stdout
        renamed = cli("watch", "add", web.url("/feed"), "--name", "Herald", "--every", "1d", "--first", "4", **told)
        assert "Watched every 1d: Herald" in renamed.stdout
        assert "Watched already every 1d: Herald" in cli("watch", "add", web.url("/feed"), **told).stdout
        assert "every 15m" in cli("watch", "add", web.url("/feed"), "--every", "15m", **told).stdout
        refused = cli("watch", "add", web.url("/2025/03/03/north"), **told)
        assert refused.returncode == 2
        assert "--kind page" in refused.stderr
        first = cli("ingest", **told)
        assert first.returncode == 0, first.stderr
        assert "4 new" in first.stderr
        run = latest_flow_run(prefect_server)
        assert run["state_type"] == "COMPLETED"
        assert len([task for task in of_run(prefect_server, "task_runs", run) if task["name"] == "Herald"]) == 1
        assert "watches" in {artifact["key"] for artifact in of_run(prefect_server, "artifacts", run)}
        again = cli("ingest", **told)
        assert again.returncode == 0
        assert "Nothing is due before 20" in again.stderr

        web.on("/other", reply(feeds.rss([]), "application/rss+xml"))
        assert cli("watch", "add", web.url("/other"), "--name", "Other", **told).returncode == 0
        web.on("/other", failing(503))
        failed = cli("ingest", "--now", **told)
        assert failed.returncode == 1
        assert "1 watches, 0 articles" in failed.stderr
        tasks = of_run(prefect_server, "task_runs", latest_flow_run(prefect_server))
        assert {task["name"]: task["state_type"] for task in tasks} == {"Herald": "COMPLETED", "Other": "FAILED"}
        listed = cli("watch", "list", "--format", "csv", **told)
        assert "Herald,answering,15m,feed" in listed.stdout
        assert "Other,failing,15m,feed" in listed.stdout
        assert cli("watch", "remove", "Other", **told).returncode == 0
        assert "Other" not in cli("watch", "list", "--format", "csv", **told).stdout
    assert check_integrity(tmp_path / "claimhouse.duckdb") == []
