"""The desk is told what happened, once to each channel, whatever the channels do and whatever articles say."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main
from flows.happenings import KINDS
from flows.notices import digest_of, inert, message_of
from flows.notify import notify
from flows.notifying import AT_MOST, FIRST_HOURS, Notifier, Told
from flows.settings import Settings, load_settings
from gateways.errors import redacted
from tests.conftest import ROOT
from tests.flows.conftest import blank_warehouse
from tests.loopback_web import LoopbackWeb, failing, hangs_up, json_reply
from tests.warehouse.records_made import hours, newsroom, publication_of, review_of, verdict_on
from warehouse.errors import SettingsError
from warehouse.integrity import check_integrity
from warehouse.records import Run, Verdict, WatchChange, WatchOutage, WatchState

HOUSE = newsroom()
TOLL = HOUSE.toll
DECIDED = {"cited_passage_ids": HOUSE.verdict.cited_passage_ids, "judgement_ids": HOUSE.verdict.judgement_ids}
DECIDED |= {"origins_supporting": 1}
SECRET = "tok3n-0f-the-desk"  # noqa: S105
NASTY = "@channel <!everyone> [see](http://evil.example) \u202e\x1b[31m <script>alert(1)</script>"


class Desk:
    """A small newsroom whose channels are paths of one server on loopback."""

    def __init__(self, home: Path, web: LoopbackWeb) -> None:
        self.web = web
        self.now = hours(10)
        self.warehouse = blank_warehouse(home / "w.duckdb")
        self.warehouse.commit(HOUSE.records())
        self.head: Verdict = HOUSE.verdict

    def address(self, path: str) -> str:
        return f"json://desk:{SECRET}@{self.web.host}/{path}"

    def settings(self, *channels: str, **given: Any) -> Settings:
        listed = channels or (f"desk={self.address('desk')}",)
        return Settings(
            **{"warehouse": self.warehouse.path, "notify": " ".join(listed), "notify_timeout_s": 0.3, **given}
        )

    def flip(self, label: Any, hour: float, **fields: Any) -> Verdict:
        self.head = verdict_on(TOLL, self.head.verdict_id, hours(hour), label=label, **DECIDED, **fields)
        self.warehouse.commit([self.head])
        return self.head

    def ran(self, number: int, hour: float) -> None:
        self.warehouse.commit(
            [
                Run(
                    run_id=f"run_{number}", command="check", started_at=hours(hour), ended_at=hours(hour),
                    outcome="completed", counts={"articles": 3}, seconds=2.5, cost_usd=0.25, input_tokens=7,
                )
            ]
        )  # fmt: skip

    def published_and_refuted(self) -> None:
        review = review_of(TOLL, "supported", hours(1))
        self.warehouse.commit([review, publication_of(TOLL, review, label="supported", rating="True")])
        self.flip("refuted", 9)

    def fails(self, name: str = "Herald", hour: float = 9, *, gone_at: float | None = None) -> None:
        """A watch that has failed since then."""
        self._stands(name, hour, gone_at, None)

    def answers(self, name: str = "Herald", hour: float = 9.5, *, since: float = 9) -> None:
        """The same, once it answers again."""
        self._stands(name, since, None, hour)

    def _stands(self, name: str, since: float, gone_at: float | None, ended_at: float | None) -> None:
        watch_id = WatchChange.watch_id_for(name)
        self.warehouse.commit(
            [
                WatchChange(
                    change_id=f"wch_{name}", watch_id=watch_id, action="added", url=f"https://{name}.example/feed",
                    name=name, kind="feed", every_s=900, first=20, changed_at=hours(0),
                ),
                WatchState(
                    watch_id=watch_id, read_at=hours(gone_at or since), gone=gone_at is not None,
                    **{} if ended_at else {
                        "failing_since": hours(since), "failures": 1, "error": "StatusError",
                        "message": "it answers 503",
                    },
                ),
                WatchOutage(
                    watch_id=watch_id, began_at=hours(since), gone_at=gone_at and hours(gone_at),
                    ended_at=ended_at and hours(ended_at), failures=1, error="StatusError", message="it answers 503",
                ),
            ]
        )  # fmt: skip

    def tell(self, settings: Settings | None = None, *kinds: str, digest: bool = False) -> list[Told]:
        notifier = Notifier(settings or self.settings(), kinds or tuple(KINDS), digest=digest, clock=lambda: self.now)
        with notifier.to_itself():
            return [notifier.tell(name) for name in notifier.channels]

    def got(self, path: str = "desk") -> list[dict[str, Any]]:
        return [request.json for request in self.web.asked(f"/{path}")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    with LoopbackWeb({"*": json_reply({})}) as web:
        desk = Desk(tmp_path, web)
        # The newsroom's own run is at work, in this process.
        running = [f"running {one.run_id}" for one in HOUSE.records() if isinstance(one, Run)]
        assert all(desk.warehouse.locks.try_take(lock) for lock in running)
        yield desk
        for lock in running:
            desk.warehouse.locks.release(lock)


def test_each_happening_is_told_once_to_each_channel(desk: Desk) -> None:
    desk.published_and_refuted()
    desk.fails()
    desk.ran(1, 9)
    settings = desk.settings(f"desk={desk.address('desk')}", f"ops:feeds,runs={desk.address('ops')}")
    assert [(one.channel, one.happenings, one.error) for one in desk.tell(settings)] == [
        ("desk", 4, None),
        ("ops", 2, None),
    ]
    flip, correction, feed, run = desk.got()
    assert flip["title"] == "Claimhouse: supported → refuted, and it is published"
    assert TOLL.text in flip["message"]
    assert TOLL.claim_id in flip["message"]
    assert "Published on" in correction["message"]
    assert "it answers 503" in feed["message"]
    assert "3 articles" in run["message"]
    assert "0.2500 USD" in run["message"]
    assert [one["title"] for one in desk.got("ops")] == [feed["title"], run["title"]]
    assert [one.happenings for one in desk.tell(settings)] == [0, 0]
    desk.flip("supported", 9.5)
    assert [one.happenings for one in desk.tell(settings)] == [1, 0]
    assert check_integrity(desk.warehouse.path) == []
    stored = desk.warehouse.read("select * from notifications") + desk.warehouse.read("from notified_channels")
    assert SECRET not in str(stored)


def test_a_feed_that_fails_and_answers_again_is_told_of_each_time(desk: Desk) -> None:
    desk.fails()
    assert [one.happenings for one in desk.tell()] == [1]
    desk.answers()
    assert [one.happenings for one in desk.tell()] == [1]
    assert [one.happenings for one in desk.tell()] == [0]
    desk.fails(hour=9.6)
    assert [one.happenings for one in desk.tell()] == [1]
    failing, answering, again = desk.got()
    assert (failing["title"], again["title"]) == ("Claimhouse: a feed does not answer",) * 2
    assert answering["title"] == "Claimhouse: a feed answers again"
    assert "it did not from 2025-03-03 21:00 to 21:30 UTC" in answering["message"]
    assert "it answers 503" in answering["message"]
    assert check_integrity(desk.warehouse.path) == []


def test_a_feed_that_answers_again_before_the_desk_was_told_is_told_of_once(desk: Desk) -> None:
    """Between two runs of `claimhouse notify`, which may be a night apart where it makes a digest."""
    desk.fails()
    desk.answers()
    desk.answers("Gazette")
    settings = desk.settings(f"desk={desk.address('desk')}", f"ops:feeds={desk.address('ops')}")
    assert [one.happenings for one in desk.tell(settings, digest=True)] == [2, 2]
    (told,) = desk.got()
    assert told["title"] == "Claimhouse: 2 feeds"
    assert "- Herald answers again; it did not from 2025-03-03 21:00 to 21:30 UTC: it answers 503" in told["message"]
    assert [one.happenings for one in desk.tell(settings)] == [0, 0]


def test_a_feed_that_is_gone_for_good_before_the_desk_was_told_that_it_fails_is_told_of_once(desk: Desk) -> None:
    desk.fails(gone_at=9.5)
    assert [one.happenings for one in desk.tell()] == [1]
    assert [one["title"] for one in desk.got()] == ["Claimhouse: a feed is gone for good"]


def test_a_run_that_was_killed_is_told_as_stopped(desk: Desk) -> None:
    desk.warehouse.commit([Run(run_id="run_killed", command="ingest", started_at=hours(9))])
    assert [one.happenings for one in desk.tell()] == [1]
    assert [one["title"] for one in desk.got()] == ["Claimhouse: ingest stopped"]


def test_what_was_not_asked_for_is_told_when_it_is(desk: Desk) -> None:
    desk.flip("refuted", 9)
    desk.ran(1, 9)
    assert [one.happenings for one in desk.tell(None, "flips")] == [1]
    assert [one.happenings for one in desk.tell(None, "flips", "runs")] == [1]


def test_a_new_channel_is_told_of_its_first_day_and_an_old_one_loses_nothing(desk: Desk) -> None:
    desk.flip("refuted", 1)
    desk.now = hours(1 + FIRST_HOURS + 0.1)
    assert [one.happenings for one in desk.tell()] == [0]
    desk.flip("supported", 26)
    desk.now += timedelta(days=9)
    assert [one.happenings for one in desk.tell()] == [1]


def test_a_digest_is_one_message_with_flips_first_and_many_at_once_are_always_one(desk: Desk) -> None:
    desk.ran(1, 8)
    desk.fails()
    desk.published_and_refuted()
    desk.tell(digest=True)
    [message] = desk.got()
    assert message["title"] == "Claimhouse: 1 flip, 1 correction, 1 feed, 1 run"
    headings = ["Verdicts that have turned", "Corrections that are due", "Feeds that fail, or answer again", "Runs"]
    places = [message["message"].index(heading) for heading in headings]
    assert places == sorted(places)
    for number in range(2, AT_MOST + 3):
        desk.ran(number, 9)
    assert [len(one.messages) for one in desk.tell()] == [1]
    assert desk.got()[-1]["title"] == f"Claimhouse: {AT_MOST + 1} runs"


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        (lambda web: failing(500), "it answered 500"),
        (lambda web: failing(404), "it answered 404"),
        (lambda web: hangs_up(), "cannot be reached"),
        (lambda web: web.holds(), "did not answer in time"),
        (lambda web: web.drips("application/json"), "did not answer in time"),
    ],
    ids=["500", "404", "hangs up", "hangs", "drips"],
)
def test_a_channel_that_fails_is_tried_again_and_stops_no_other(
    desk: Desk, behaviour: Callable[[LoopbackWeb], Any], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.flip("refuted", 9)
    desk.flip("supported", 9.5)
    desk.web.on("/bad", behaviour(desk.web))
    settings = desk.settings(f"bad={desk.address('bad')}", f"desk={desk.address('desk')}")
    bad, good = desk.tell(settings)
    assert (bad.messages, good.happenings) == ((), 2)
    assert why in str(bad.error)
    assert len(desk.got("bad")) == 1, "after one that failed the others wait"
    for told in (str(bad.error), caplog.text):
        assert SECRET not in told
        assert redacted(told, [SECRET]) == told, "not even a piece of it"
    desk.web.on("/bad", json_reply({}))
    again, good = desk.tell(settings)
    assert (again.happenings, again.error, good.happenings) == (2, None, 0)


def test_a_channel_that_refuses_connections(desk: Desk) -> None:
    desk.flip("refuted", 9)
    [told] = desk.tell(desk.settings("desk=json://127.0.0.1:9/"))
    assert "cannot be reached" in str(told.error)
    assert desk.warehouse.read("from notifications") == []


def test_what_was_sent_before_a_failure_is_not_sent_again(desk: Desk) -> None:
    for number in range(3):
        desk.ran(number, 9)
    desk.web.on("/desk", json_reply({}), failing(503), json_reply({}))
    assert [one.happenings for one in desk.tell()] == [1]
    assert [one.happenings for one in desk.tell()] == [2]
    ids = [line for one in desk.got() for line in one["message"].splitlines() if line.startswith("Run ")]
    assert ids == ["Run run_0", "Run run_1", "Run run_1", "Run run_2"], "the second failed, and came again"


def test_a_process_that_is_killed_between_sending_and_storing_repeats_one_message(desk: Desk, tmp_path: Path) -> None:
    for number in range(3):
        desk.ran(number, 9)
    script = """
import os, signal, sys
from datetime import datetime
from flows.notifying import Notifier
from flows.settings import load_settings
from warehouse.records import Notification
from warehouse.store import Warehouse
commit, seen = Warehouse.commit, []
def killed(self, records, then=None):
    records = list(records)
    seen.extend(one for one in records if isinstance(one, Notification))
    if len(seen) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return commit(self, records, then)
Warehouse.commit = killed
notifier = Notifier(load_settings(), clock=lambda: datetime.fromisoformat(sys.argv[1]))
with notifier.to_itself():
    notifier.tell("desk")
"""
    environment = os.environ | {
        "CLAIMHOUSE_WAREHOUSE": str(desk.warehouse.path),
        "CLAIMHOUSE_NOTIFY": f"desk={desk.address('desk')}",
        "PYTHONPATH": str(ROOT),
    }
    killed = subprocess.run(
        [sys.executable, "-c", script, desk.now.isoformat()], cwd=tmp_path, env=environment, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert [one.happenings for one in desk.tell()] == [2]
    ids = [line for one in desk.got() for line in one["message"].splitlines() if line.startswith("Run ")]
    assert ids == ["Run run_0", "Run run_1", "Run run_1", "Run run_2"]


def test_two_at_once_do_not_tell_twice(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.ran(1, 9)
    with Notifier(desk.settings()).to_itself():
        assert run_cli(desk, f"desk={desk.address('desk')}") == 2
    assert "is at work" in capsys.readouterr().err


def flip_of(**fields: Any) -> dict[str, Any]:
    about = dict.fromkeys(("speaker", "headline", "url", "changed", "message", "name", "outcome", "counts", "seconds"))
    return about | {
        "kind": "flip", "claim": "The toll rose.", "before": "refuted", "after": "supported", "cause": "new_evidence",
        "published": False, "claim_id": "clm_1", "happening_id": "ver_1",
    } | fields  # fmt: skip


def test_what_articles_say_is_nothing_but_text_and_not_too_long() -> None:
    told = inert(NASTY, 300)
    for live in ("@channel", "<", ">", "](", "://", "\u202e", "\x1b"):
        assert live not in told
    assert "evil.example" in told
    hostile = flip_of(
        claim=NASTY + "x" * 5000, speaker=NASTY, headline=NASTY, url="javascript:alert(1)", changed=[NASTY]
    )
    message = message_of(hostile, 4000)
    assert "@channel" not in message.title + message.body
    assert "javascript" not in message.body
    assert len(message.body) < 1500
    assert len(message_of(hostile, 120).body) == 120
    digest = digest_of([hostile] * 500, 2000)
    assert len(digest.body) <= 2000
    shown = digest.body.count("clm_1")
    assert 0 < shown < 500
    assert f"… and {500 - shown} more" in digest.body
    assert "https://a.example/%40here" in message_of(flip_of(url="https://a.example/@here"), 4000).body


def run_cli(desk: Desk, channels: str, *arguments: str) -> int:
    os.environ["CLAIMHOUSE_NOTIFY"] = channels
    try:
        with pytest.raises(SystemExit) as left:
            main(["notify", *arguments, "--warehouse", str(desk.warehouse.path)])
    finally:
        del os.environ["CLAIMHOUSE_NOTIFY"]
    return int(left.value.code or 0)


def test_a_dry_run_prints_and_changes_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    recently = datetime.now().astimezone() - timedelta(hours=1)
    desk.warehouse.commit([verdict_on(TOLL, desk.head.verdict_id, recently, label="refuted", **DECIDED)])
    assert run_cli(desk, f"desk={desk.address('desk')}", "--dry-run", "--only", "flips") == 0
    shown = capsys.readouterr()
    assert "[desk] Claimhouse: supported → refuted" in shown.out
    assert "desk: 1 message would be sent on 1 happening." in shown.err
    assert desk.got() == []
    assert desk.warehouse.read("from notified_channels") == []
    assert run_cli(desk, f"desk={desk.address('desk')}", "--only", "flips,runs", "--digest") == 0
    assert len(desk.got()) == 1


@pytest.mark.parametrize(
    ("channels", "arguments", "told"),
    [
        ("", (), "No channel is set"),
        (f"nowhere://{SECRET}", (), "channel 1 is not written as name=address"),
        (f"desk=nowhere://{SECRET}", (), "The address of the channel desk (nowhere://…) cannot be used"),
        (f"desk=slack://{SECRET}", (), "The address of the channel desk (slack://…) cannot be used"),
        (f"desk:gossip=json://{SECRET}", (), "channel desk asks for gossip"),
        (f"a=json://{SECRET} a=json://{SECRET}", (), "two channels are called a"),
        (
            "a=json://127.0.0.1:9",
            ("--only", "gossip"),
            "--only gossip is not known: use flips, corrections, feeds, runs",
        ),
    ],
)
def test_what_cannot_be_used_is_one_sentence_without_the_secret(
    desk: Desk, channels: str, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.ran(1, 9)
    assert run_cli(desk, channels, *arguments) == 2
    shown = capsys.readouterr()
    assert told in shown.err
    assert SECRET not in shown.err + shown.out
    assert "Traceback" not in shown.err


def test_an_address_that_cannot_be_used_stops_no_other_channel(desk: Desk) -> None:
    desk.ran(1, 9)
    wrong, right = desk.tell(desk.settings("a=slack://x", f"desk={desk.address('desk')}"))
    assert isinstance(wrong.error, SettingsError)
    assert right.happenings == 1


def test_settings_show_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMHOUSE_NOTIFY", f"desk=json://{SECRET}@127.0.0.1")
    settings = load_settings()
    assert SECRET not in f"{settings!r}{settings}{settings.model_dump()}{settings.channels}"
    assert [(one.name, one.service) for one in settings.channels] == [("desk", "json")]


def test_without_a_warehouse_there_is_nothing_to_tell(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.warehouse.path.unlink()
    assert run_cli(desk, f"desk={desk.address('desk')}") == 3
    assert "there is no warehouse" in capsys.readouterr().err


async def test_a_served_flow_without_channels_or_warehouse_has_nothing_to_do(tmp_path: Path) -> None:
    assert await notify.fn(warehouse=str(tmp_path / "none.duckdb")) == {"messages": 0, "failures": []}
