"""Runs that come to one article at once: the model is asked, and verdicts are given, as by one of them alone."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

from flows.recheck_report import RecheckReport
from flows.settings import Settings
from tests.conftest import ROOT
from tests.flows.conftest import clean_environment, contents
from tests.flows.model_desk import HEALTHY, Desk
from tests.flows.recheck_desk import RecheckDesk
from tests.flows.test_model_runs import OF_THE_WORK
from tests.flows.test_reprocess import GAZETTE
from tests.loopback_llm import Answer, LoopbackLlm, Request
from warehouse.integrity import check_integrity

# What `claimhouse check` does, without Prefect: the settings and the article are its arguments, the counts its output.
CHECK = """
import asyncio, json, sys
from rich.console import Console
from flows.progress import reporting
from flows.runs import CheckRun
from flows.settings import Settings
async def check():
    async with CheckRun.start(Settings.model_validate_json(sys.argv[1]), [sys.argv[2]]) as run:
        for source in run.sources:
            run.note(source, await run.check_article(source))
    print(json.dumps(run.counts))
with reporting(Console(stderr=True)):
    asyncio.run(check())
"""


def start_check(settings: Settings, source: Path, messages: int) -> "subprocess.Popen[str]":
    """A process that checks the article, tells its counts on standard output, and the rest to a file descriptor."""
    return subprocess.Popen(
        [sys.executable, "-c", CHECK, settings.model_dump_json(), str(source)],
        cwd=source.parent,
        env=clean_environment(PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        stderr=messages,
        text=True,
    )


async def test_two_processes_check_one_article_as_one_would(tmp_path: Path):
    desk = Desk(tmp_path)
    source = desk.article("Northfield", (desk.home / "articles" / "0-Northfield.txt").read_text("utf-8"))
    with LoopbackLlm(HEALTHY) as llm:
        alone = await desk.check(llm, source, warehouse=desk.home / "whole.duckdb")
        asked = len(llm.requests)
    both_are_there = threading.Event()

    def held_back(request: Request) -> Answer:
        return replace(HEALTHY(request), hold=both_are_there)

    told, telling = os.pipe()
    with LoopbackLlm(held_back, HEALTHY) as llm:
        # A cache of replies would hide a question that is asked twice, so that each process has its own.
        settings = [desk.settings(llm, cache_dir=desk.home / name) for name in ("one", "other")]
        processes = [start_check(one, source, telling) for one in settings]
        os.close(telling)
        with os.fdopen(told, encoding="utf-8") as messages:
            said = ""
            for line in messages:
                said += line
                if "another run is checking this article" in line:
                    both_are_there.set()
        counts = [json.loads(process.communicate(timeout=60)[0] or "{}") for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
        assert both_are_there.is_set(), said
        assert len(llm.requests) == asked
    assert sorted(count["decided"] for count in counts) == [0, alone.counts["decided"]]
    assert sorted(count["unchanged"] for count in counts) == [0, alone.counts["decided"]]
    assert desk.is_sound()
    found, expected = contents(desk.home / "desk.duckdb"), contents(desk.home / "whole.duckdb")
    assert {name: found[name] for name in OF_THE_WORK} == {name: expected[name] for name in OF_THE_WORK}
    assert len(found["llm_calls"]) == asked


async def test_two_reprocesses_and_a_check_look_at_each_claim_once(tmp_path: Path):
    desk = RecheckDesk(tmp_path)
    await desk.check()
    before = len(desk.contents()["verdicts"])
    desk.later(hours=1)
    desk.add("gazette", GAZETTE)
    due = desk.due()
    one, other, checked = await asyncio.gather(desk.recheck(due), desk.recheck(due), desk.check_again())
    reports: list[RecheckReport] = [*one, *other]
    assert [report.due for report in reports] == [len(due)] * 2
    assert sorted(report.overtaken for report in reports) == [0, len(due)]
    given = sum(report.decided for report in reports) + checked.decided
    assert given > 0
    assert len(desk.contents()["verdicts"]) == before + given
    assert sorted(set(desk.judge.asked)) == sorted(desk.judge.asked), "no claim's evidence is judged twice"
    again = await desk.check_again()
    assert (again.decided, again.unchanged) == (0, again.due)
    assert check_integrity(desk.warehouse.path) == []


async def test_claims_of_a_reading_that_another_run_has_replaced_are_left_alone(tmp_path: Path):
    desk = RecheckDesk(tmp_path)
    head = "url: https://herald.example/dam\npublished: 2025-03-03\ntitle: Dam fails\n\n"
    desk.article.write_text(head + desk.article.read_text("utf-8"), "utf-8")
    await desk.check()
    desk.later(hours=1)
    desk.add("gazette", GAZETTE)
    due = desk.due()
    desk.article.write_text(desk.article.read_text("utf-8") + "\nThe mayor resigned on Sunday.\n", "utf-8")
    await desk.check_again()
    verdicts = desk.contents()["verdicts"]
    (report,) = await desk.recheck(due)
    assert (report.overtaken, report.decided, report.unchanged) == (len(due), 0, 0)
    assert desk.contents()["verdicts"] == verdicts
