"""A check that is made again has what the networks read before, and comes to the same."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from tests.flows.conftest import OF_THE_RUN, Cli

ARTICLE = """Dam fails above Northfield

The dam at Northfield failed on 2 March 2025. Fire crews brought 45 people to safety.
"""
EVIDENCE = """publisher: The Herald
url: https://herald.example/dam
published: 2025-03-02

The Northfield dam failed on 2 March 2025.
"""
FILE = Path(".claimhouse") / "network-outputs.sqlite"


def checked(cli: Cli, warehouse: str, **settings: str) -> list[dict[str, Any]]:
    result = cli("check", "article.txt", "--corpus", "corpus", "--warehouse", warehouse, "--json", **settings)
    assert result.returncode == 0, result.stderr
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return [{name: value for name, value in line.items() if name not in OF_THE_RUN} for line in lines]


def kept(folder: Path) -> list[tuple[bytes, bytes]]:
    with sqlite3.connect(folder / FILE) as file:
        return file.execute("SELECT key, output FROM outputs ORDER BY number").fetchall()


def test_another_check_reads_nothing_again_and_says_the_same(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "herald.txt").write_text(EVIDENCE, "utf-8")
    first = checked(cli, "first.duckdb")
    read = kept(tmp_path)
    assert any(line["label"] for line in first)
    assert len(read) >= len(first)
    assert checked(cli, "again.duckdb") == first
    assert kept(tmp_path) == read
    (tmp_path / FILE).unlink()
    assert checked(cli, "without.duckdb", CLAIMHOUSE_NETWORK_CACHE_MB="0") == first
    assert not (tmp_path / FILE).exists()
