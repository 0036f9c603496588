"""The benchmark of searching measures what it says: the searches of every claim, at services that take their time."""

import json
from pathlib import Path

import pytest

from benchmarks import searching


def test_it_finds_a_page_of_each_service_for_each_claim_and_writes_its_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.json"
    assert searching.main(["--claims", "6", "--latency", "0.05", "--json", str(rows)]) == 0
    figures = {row["metric"]: row for row in json.loads(rows.read_text("utf-8"))}
    assert figures["documents"]["value"] >= 6 * len(searching.SERVICES)
    assert figures["searches"]["value"] >= 2 * 6 * len(searching.SERVICES)
    assert figures["failed"]["value"] == 0
    assert figures["seconds"]["value"] >= 2 * 0.05, "a call and a page wait, one after the other"
    assert figures["seconds"]["n"] == 6
    assert "seconds" in capsys.readouterr().out
