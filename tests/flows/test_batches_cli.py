"""`claimhouse reprocess --batch` as a user runs it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import Cli
from tests.flows.model_desk import HEALTHY, Desk
from tests.loopback_batches import LoopbackBatches
from warehouse.integrity import check_integrity


def reprocess_command(llm: LoopbackBatches, *more: str) -> list[str]:
    return ["reprocess", "--corpus", "corpus", "--model", "openai:other", "--base-url", llm.url, *more]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose articles have been checked with another model."""
    made = Desk(tmp_path)
    with LoopbackBatches(HEALTHY) as llm:
        # The command's own defaults, so that nothing but the model has changed since.
        asyncio.run(made.check(llm, warehouse=tmp_path / "claimhouse.duckdb", cache_dir=tmp_path / ".claimhouse"))
    return made


def rows(desk: Desk, sql: str) -> list[dict[str, Any]]:
    return desk.rows(sql, "claimhouse.duckdb")


def test_a_user_sees_the_price_hands_in_looks_and_has_the_verdicts(desk: Desk, cli: Cli):
    with LoopbackBatches(HEALTHY) as llm:
        llm.steps = ("in_progress", "completed")
        file = desk.home / "prices.toml"
        file.write_text(f'batch = 0.5\n["{llm.url}"]\n"other" = {{ input = 1000, output = 2000 }}', "utf-8")
        asked = cli(*reprocess_command(llm, "--batch"), CLAIMHOUSE_PRICES=str(file))
        assert asked.returncode == 0, asked.stderr
        assert "9 claims wait, 9 calls went out in 1 batch, for about" in asked.stderr
        assert "within a day `claimhouse reprocess` takes the answers up" in asked.stderr
        examined = cli("doctor", "--corpus", "corpus")
        assert "of 9 calls to openai:other: validating, handed in" in examined.stdout

        early = cli(*reprocess_command(llm))
        assert early.returncode == 0, early.stderr
        assert "of 9 calls is in progress" in early.stderr
        assert "0 claims due" in early.stderr

        done = cli(*reprocess_command(llm), CLAIMHOUSE_PRICES=str(file))
        assert done.returncode == 0, done.stderr
        assert "9 answered, 0 failed" in done.stderr
        assert "9 claims due (9 batch): 9 new verdicts" in done.stderr

        back = [word.replace("other", "test") for word in reprocess_command(llm, "--dry-run", "--batch")]
        dry = cli(*back)
        assert "By batch: 50% of the price of calls by themselves." in dry.stdout
    assert check_integrity(desk.home / "claimhouse.duckdb") == []


def test_what_cannot_be_is_told_in_one_sentence_and_cancelling_is_a_command(desk: Desk, cli: Cli):
    with LoopbackBatches(HEALTHY) as llm:
        told = {
            ("--batch", "--cancel-batches"): (2, "--cancel-batches does nothing else"),
            ("--cancel-batches",): (0, "No batch is open."),
        }
        for more, (code, sentence) in told.items():
            result = cli(*reprocess_command(llm, *more))
            assert (result.returncode, sentence in result.stdout + result.stderr) == (code, True), result.stderr
        offline = cli("reprocess", "--corpus", "corpus", "--batch")
        assert (offline.returncode, "--batch asks a model, and none is set" in offline.stderr) == (2, True)
        no_key = cli("reprocess", "--corpus", "corpus", "--batch", "--model", "openai:other")
        assert (no_key.returncode, "OPENAI_API_KEY is not set" in no_key.stderr) == (2, True)
        llm.has_batches = False
        none = cli(*reprocess_command(llm, "--batch"))
        assert (none.returncode, "has no Batch API for openai:other" in none.stderr) == (2, True)
        llm.has_batches = True
        llm.steps = ("in_progress",)
        assert cli(*reprocess_command(llm, "--batch")).returncode == 0
        cancelled = cli(*reprocess_command(llm, "--cancel-batches"))
        assert "is being cancelled" in cancelled.stdout
        for result in (offline, no_key, none, cancelled):
            assert "Traceback" not in result.stderr
            told_at_last = [line for line in result.stderr.splitlines() if line.startswith("claimhouse: ")]
            assert len(told_at_last) <= 1
