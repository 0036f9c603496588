"""`claimhouse claims` and the notes of a reading: what a fact-checker sees of who said what, where and when."""

import json
from pathlib import Path

from tests.flows.conftest import Cli

ARTICLE = """The dam of Northfield

Published: 6 March 2025

“The dam was inspected in January 2024,” fire chief Ada Holm wrote on Telegram on Tuesday.

The county paid 4 million crowns for repairs last year.
"""
GERMAN = (
    "Damm gebrochen\n\nDer Damm von Northfield ist am Sonntag gebrochen, und die Feuerwehr rettete 45 Menschen aus den "
    "Häusern am Fluss.\n"
)
FIELDS = {
    "entities",
    "dates",
    "quantities",
    "mentions",
    "content_of",
    "attribution",
    "venue",
    "quote_fidelity",
    "said_on",
    "status",
}


def test_the_table_tells_where_and_when_and_json_has_everything(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    table = cli("claims", "a.txt")
    assert table.returncode == 0
    for shown in ("Ada Holm, fire chief", "on Telegram", "2025-03-04", "2024-01-01 to 2024-12-31"):
        assert shown in " ".join(table.stdout.split()), shown
    lines = [json.loads(line) for line in cli("claims", "a.txt", "--json").stdout.splitlines()]
    assert all(lines[0].keys() >= FIELDS for _ in lines)
    paid = next(line for line in lines if "paid" in line["text"])
    assert paid["quantities"][0]["low"] == 4e6
    assert paid["dates"][0]["earliest"] == "2024-01-01"
    by_id = {line["claim_id"]: line for line in lines}
    contents = [line for line in lines if line["content_of"]]
    assert all(by_id[whole]["kind"] == "quote" for line in contents for whole in line["content_of"])


def test_a_reading_s_note_is_told_on_standard_error(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "de.txt").write_text(GERMAN, "utf-8")
    alone = cli("claims", "de.txt", "--json")
    assert (alone.returncode, alone.stdout) == (0, "")
    assert "de.txt: This article is in German" in alone.stderr
    for _ in range(2):  # also when the reading is an old one
        assert "in German" in cli("check", "de.txt").stderr
    stored = cli("sql", "select language, note from extractions", "--format", "csv").stdout
    assert 'de,"This article is in German' in stored
