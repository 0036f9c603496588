"""The benchmark of a large index, on a small one of its own sentences."""

import json
from pathlib import Path

import pytest

from benchmarks.evaluation_data import MissingDataError
from benchmarks.index_scale import built_source, measure_index


def test_it_builds_at_least_so_many_passages_and_names_its_figures(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    rows = [
        {
            "title": f"Motion {number}",
            "text": f"Motion {number} was carried in the chamber. The members went home at {number}.",
        }
        for number in range(20)
    ]
    (tmp_path / "news" / "wikinews.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with built_source(300, tmp_path) as (source, figures):
        index = source.as_indexed()
        assert index
        assert index.seal.passages == figures["index/passages"] >= 300
    assert {"index/build_seconds", "index/build_rss_mb", "index/query_ms", "index/query_until_ms"} <= figures.keys()
    assert all(value > 0 for value in figures.values())


def test_without_the_articles_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError):
        measure_index(300, tmp_path)
