"""A real article of March 2025 against real evidence that ends in 2020, and against one document that knows better."""

import json
from pathlib import Path
from typing import Any

from tests.flows.conftest import Cli

LEDGER = """publisher: The Northern Ledger
url: https://northern-ledger.example/sanctions
published: 2025-02-28

US President Donald Trump extended the sanctions against Russia for one year on Thursday, 27 February 2025.
"""


def checked(cli: Cli, shared: Path, corpus: Path) -> list[dict[str, Any]]:
    article = shared / "news" / "seed_article.txt"
    result = cli("check", article, "--published", "2025-03-03", "--corpus", corpus, "--json")
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_evidence_that_knows_nothing_decides_nothing_and_one_document_is_found(shared: Path, cli: Cli, tmp_path: Path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "wikinews.jsonl").symlink_to(shared / "news" / "wikinews.jsonl")
    lines = checked(cli, shared, corpus)
    assert sum(line["checkable"] for line in lines) >= 25
    assert {line["label"] for line in lines} == {None, "not_enough_evidence"}
    assert {item["stance"] for line in lines for item in line["evidence"]} == {"neither"}

    (corpus / "ledger.txt").write_text(LEDGER, "utf-8")
    supporting = [
        (line["text"], item["publisher"])
        for line in checked(cli, shared, corpus)
        for item in line["evidence"]
        if item["stance"] != "neither"
    ]
    assert len(supporting) == 1
    ((text, publisher),) = supporting
    assert publisher == "The Northern Ledger"
    assert "sanctions" in text
    assert "24 February to 2 March 2025" in text
