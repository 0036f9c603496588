"""A judgement is made again years later on what was frozen, and says whether it comes out the same."""

from pathlib import Path

import duckdb
import pytest

from flows.replaying import NotReplayedError, replay_verdict
from flows.settings import Settings
from gateways.errors import BudgetSpentError
from tests import loopback_llm as loop
from tests.flows.model_desk import HEALTHY
from tests.flows.model_desk import Desk as ModelDesk
from tests.flows.test_pipeline import Desk
from tests.loopback_llm import LoopbackLlm
from warehouse.errors import BadInputError


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.add("gazette", "On Sunday, 2 March 2025, the dam at Northfield failed. Firefighters rescued 45 people there.")
    await made.pipeline().check_article(str(made.article), run_id="run_1")
    for file in (tmp_path / "corpus").iterdir():  # what is replayed needs no source
        file.unlink()
    return made


def verdicts(desk: Desk) -> list[str]:
    return [row["verdict_id"] for row in desk.warehouse.read("select verdict_id from verdicts order by 1")]


def settings(desk: Desk) -> Settings:
    return Settings(warehouse=desk.warehouse.path, model="offline")


async def test_every_verdict_comes_out_the_same_and_nothing_is_written(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.contents()
    assert any(row["judgement_ids"] for row in before["verdicts"])
    for verdict_id in verdicts(desk):
        assert await replay_verdict(settings(desk), verdict_id)
        assert capsys.readouterr().out.endswith("The same.\n")
    assert desk.contents() == before


async def test_another_decision_is_told_with_what_differs(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(desk.warehouse.path) as connection:
        connection.execute(
            "UPDATE verdicts v SET label = 'refuted', cited_passage_ids = [j.readings[1].passage_id]"
            " FROM judgements j WHERE j.judgement_id = v.judgement_ids[1]"
        )
        ((verdict_id,),) = connection.execute("SELECT min(verdict_id) FROM verdicts WHERE label = 'refuted'").fetchall()
    assert not await replay_verdict(settings(desk), verdict_id[:14])
    out = capsys.readouterr().out
    assert "differs: label: refuted then, not_enough_evidence now" in out
    assert out.endswith("Not the same.\n")


async def test_a_newer_judge_is_told_and_is_no_difference_by_itself(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(desk.warehouse.path) as connection:
        connection.execute("UPDATE verdicts SET versions = map_concat(versions, MAP {'judge.lexical': '0'})")
        connection.execute("UPDATE judgements SET judge_version = '0'")
    assert await replay_verdict(settings(desk), verdicts(desk)[0])
    assert "judge.lexical was of version 0 and is of version" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE documents SET text = text || ' And more.'", "no longer the one that was frozen"),
        ("DELETE FROM documents", "no longer there"),
        ("DELETE FROM passages", "no longer there"),
        ("DELETE FROM judgements", "judgements of .* are missing"),
    ],
)
async def test_evidence_that_is_not_as_it_was_is_not_judged(desk: Desk, damage: str, words: str) -> None:
    ids = desk.warehouse.read("select min(verdict_id) as id from verdicts where len(judgement_ids) > 0")
    with duckdb.connect(desk.warehouse.path) as connection:
        connection.execute(damage)
    with pytest.raises(NotReplayedError, match=words):
        await replay_verdict(settings(desk), ids[0]["id"])


async def test_a_verdict_that_is_not_there_or_not_named_enough(desk: Desk) -> None:
    for name in ("nobody", "", "%"):
        with pytest.raises(BadInputError, match="no verdict"):
            await replay_verdict(settings(desk), name)
    with pytest.raises(BadInputError, match="give more of it"):
        await replay_verdict(settings(desk), "vdt_")


async def test_a_model_s_judgement_needs_that_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = ModelDesk(tmp_path)
    made.evidence(
        "Far Away", "Firefighters brought 40 people of Northfield out of their houses on Sunday, said the county."
    )
    with LoopbackLlm(HEALTHY) as llm:
        await made.check(llm, tmp_path / "articles" / "0-Northfield.txt")
        (verdict_id, *_) = made.column("select verdict_id from verdicts where len(judgement_ids) > 0 order by 1")
        asked = len(llm.requests)
        assert await replay_verdict(made.settings(llm), verdict_id)
        assert len(llm.requests) == asked
        assert "a reply of the model that was kept from before: say --anew" in capsys.readouterr().out
        (kept,) = made.column("select count(*) from llm_calls")
        assert await replay_verdict(made.settings(llm), verdict_id, anew=True)
        assert len(llm.requests) == asked + 1
        assert "kept from before" not in capsys.readouterr().out
        assert made.column("select count(*) from llm_calls") == [kept + 1]
        assert made.column("select count(*) from llm_calls where run_id not in (select run_id from runs)") == [1]
        with pytest.raises(BadInputError, match="openai:test judged this: name it with --model"):
            await replay_verdict(made.settings(llm, model="offline", base_url=None), verdict_id)
        with pytest.raises(BudgetSpentError, match="budget of 0 calls is spent"):
            await replay_verdict(made.settings(llm, run_budget_calls=0), verdict_id, anew=True)
        llm.behaviours = [loop.error(500)]
        with pytest.raises(NotReplayedError, match="run again later"):
            await replay_verdict(made.settings(llm), verdict_id, anew=True)
