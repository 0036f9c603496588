"""What a corpus tells of its news: what came since a moment, what is gone, and what a query could find."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from verifiers.sources.corpus import CorpusSource
from warehouse.errors import SourceError
from warehouse.records import Document

START = datetime(2025, 3, 3, 12, tzinfo=UTC)


class Shelf:
    """A corpus of files, and a clock that is moved by hand."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "corpus"
        self.folder.mkdir()
        self.now = START
        self.source = CorpusSource(self.folder, home / "cache", clock=lambda: self.now)

    def put(self, name: str, text: str, published: str = "2025-03-02") -> None:
        (self.folder / f"{name}.txt").write_text(
            f"url: https://x.example/{name}\npublished: {published}\n\n{text}", "utf-8"
        )

    def came_since(self, moment: datetime) -> list[datetime]:
        self.source.prepare()
        return sorted(self.source.news.came_since(moment).values())

    def id_of(self, name: str, text: str) -> str:
        return Document.id_for(f"https://x.example/{name}", text)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    for name in ("dam", "bridge", "ferry"):
        shelf.put(name, f"The {name} of Northfield is closed.")
    shelf.source.prepare()
    return shelf


def later(shelf: Shelf) -> datetime:
    shelf.now += timedelta(hours=1)
    return shelf.now


def test_what_came_keeps_its_time_when_others_come_change_and_go(shelf: Shelf) -> None:
    assert shelf.came_since(START - timedelta(seconds=1)) == [START] * 3
    assert shelf.came_since(START) == []
    added = later(shelf)
    shelf.put("road", "The road to Northfield is open.")
    assert shelf.came_since(START) == [added]
    changed = later(shelf)
    shelf.put("dam", "The dam of Northfield is open again.")  # the small index is written anew
    assert shelf.came_since(START) == [added, changed]
    later(shelf)
    (shelf.folder / "ferry.txt").unlink()
    assert shelf.came_since(START) == [added, changed]
    assert shelf.source.news.latest == changed


def test_a_mended_date_is_news(shelf: Shelf) -> None:
    mended = later(shelf)
    shelf.put("dam", "The dam of Northfield is closed.", published="2025-03-01")
    assert shelf.came_since(START) == [mended]


def test_what_is_gone_is_told_of_those_that_were_asked_for(shelf: Shelf) -> None:
    dam, bridge = (shelf.id_of(name, f"The {name} of Northfield is closed.") for name in ("dam", "bridge"))
    assert shelf.source.news.gone({dam, bridge}) == set()
    (shelf.folder / "dam.txt").unlink()
    shelf.source.prepare()
    assert shelf.source.news.gone({dam, bridge, "doc_never_there"}) == {dam, "doc_never_there"}
    assert shelf.source.news.gone(set()) == set()


def test_only_what_shares_a_word_with_a_query_could_be_found(shelf: Shelf) -> None:
    moment = later(shelf)
    shelf.put("cook", "A recipe for apple cake.")
    shelf.put("weir", "The weir above the dam has failed.")
    shelf.source.prepare()
    came = shelf.source.news.came_since(START)
    assert set(came.values()) == {moment}
    found = shelf.source.news.could_find("dam closed", limit=10)
    assert len(found & came.keys()) == 1
    assert shelf.source.news.could_find("…", limit=10) == frozenset()


def test_a_corpus_that_was_not_prepared_tells_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with pytest.raises(SourceError, match="was not prepared"):
        _ = shelf.source.news
