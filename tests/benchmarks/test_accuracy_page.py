"""What docs/accuracy.md says in words stays when its tables are renewed."""

import shutil
from pathlib import Path

from benchmarks import extraction, retrieval, verification
from benchmarks.tables import renew
from tests.conftest import ROOT


def test_renewing_every_table_leaves_the_weaknesses(tmp_path: Path) -> None:
    page = tmp_path / "accuracy.md"
    shutil.copy(ROOT / "docs" / "accuracy.md", page)
    section = page.read_text("utf-8").partition("## What it is weak at")[2].partition("\n`n` counts")[0]
    assert all(word in section for word in ("six passed", "Satire", "questions and answers", "Periods within periods"))
    for one in (extraction, retrieval, verification):
        renew(page, one.OPENS, one.CLOSES, "| measured | anew |")
    assert section in page.read_text("utf-8")
    assert page.read_text("utf-8").count("| measured | anew |") == 3
