"""What every evidence source must keep, whatever it searches. A source is tested by being registered in SOURCES."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.verifiers import builders
from verifiers.protocols import ALL_PURPOSES, EvidenceSource
from verifiers.sources import SOURCES
from verifiers.sources.corpus import CorpusSource
from warehouse.errors import ClaimhouseError
from warehouse.records import Document, Query, content_hash

World = Sequence[dict[str, str]]  # url, published, title and text of each document there is

WORLD: World = [
    {
        "url": "https://a.example/1",
        "published": "2025-02-12",
        "title": "Call",
        "text": "The leaders spoke. It took 90 minutes.",
    },
    {
        "url": "https://b.example/2",
        "published": "2025-02-24",
        "title": "Vote",
        "text": "The leaders voted. It took all day.",
    },
    {
        "url": "https://c.example/3",
        "published": "2025-03-11",
        "title": "Talks",
        "text": "The leaders met. It took a week.",
    },
    {"url": "https://d.example/4", "title": "Undated", "text": "The leaders rested. It took them by surprise."},
]


def _corpus(world: World, home: Path) -> EvidenceSource:
    (home / "world.jsonl").write_text("\n".join(json.dumps(document) for document in world))
    source = CorpusSource(home / "world.jsonl", home / "cache")
    source.prepare()
    return source


def _broken_corpus(home: Path) -> EvidenceSource:
    return CorpusSource(home / "nowhere", home / "cache")


# How a test gives each source a world to search, and how it breaks it.
MAKERS: dict[str, Callable[[World, Path], EvidenceSource]] = {"corpus": _corpus}
BROKEN: dict[str, Callable[[Path], EvidenceSource]] = {"corpus": _broken_corpus}


def query(text: str) -> Query:
    return Query(query_id="qry_1", claim_id="clm_1", text=text, purpose="confirm", planner="test", planner_version="1")


async def urls(source: EvidenceSource, text: str, until: date | None = None, limit: int = 10) -> list[str | None]:
    answer = await source.search(query(text), builders.claim(), published_until=until, limit=limit)
    return [hit.document.url for hit in answer.hits]


@pytest.fixture(params=sorted(SOURCES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def source(name: str, tmp_path: Path) -> EvidenceSource:
    return MAKERS[name](WORLD, tmp_path)


def test_it_has_the_name_it_is_registered_under(name: str, source: EvidenceSource) -> None:
    assert source.name == name
    assert isinstance(source, SOURCES[name])


def test_it_is_asked_for_some_purpose(source: EvidenceSource) -> None:
    assert source.purposes
    assert source.purposes <= ALL_PURPOSES


async def test_it_finds_what_is_there_best_first(source: EvidenceSource) -> None:
    answer = await source.search(
        query("leaders spoke for 90 minutes"), builders.claim(), published_until=None, limit=10
    )
    hits = answer.hits
    assert hits[0].document.url == "https://a.example/1"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


async def test_its_hits_are_whole_documents_with_spans_inside_them(name: str, source: EvidenceSource) -> None:
    answer = await source.search(query("leaders"), builders.claim(), published_until=None, limit=10)
    assert len(answer.hits) == 4
    for hit in answer.hits:
        document = hit.document
        assert document.source == name
        assert document.text_hash == content_hash(document.text)
        assert document.document_id == Document.id_for(document.url, document.text)
        assert (document.published_at is None) == (document.published_basis is None)
        assert document.origin
        assert hit.spans
        assert all(0 <= start < end <= len(document.text) for start, end in hit.spans)


async def test_nothing_later_and_nothing_undated_with_a_date(source: EvidenceSource) -> None:
    assert set(await urls(source, "leaders", date(2025, 2, 24))) == {"https://a.example/1", "https://b.example/2"}
    assert await urls(source, "leaders", date(2025, 2, 11)) == []


async def test_finding_nothing_is_an_empty_answer(source: EvidenceSource) -> None:
    assert await urls(source, "zeppelin") == []
    assert await urls(source, "") == []


async def test_the_limit_is_kept_and_each_document_comes_once(source: EvidenceSource) -> None:
    every = await urls(source, "leaders took")
    assert len(set(every)) == len(every) == 4
    assert await urls(source, "leaders took", limit=2) == every[:2]


async def test_the_same_question_has_the_same_answer(name: str, source: EvidenceSource, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    again = MAKERS[name](WORLD, tmp_path / "again")
    assert await urls(source, "leaders") == await urls(again, "leaders")
    assert source.version == again.version


async def test_its_version_changes_with_what_it_could_answer(name: str, source: EvidenceSource, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert MAKERS[name](WORLD[:3], tmp_path / "other").version != source.version


@pytest.mark.parametrize("text", ['" AND (', "title:*", "\x00", "[1 TO", "'; drop table documents; --", "a" * 100_000])
async def test_no_query_text_breaks_it(source: EvidenceSource, text: str) -> None:
    found = await urls(source, text, limit=3)
    assert len(found) <= 3
    assert set(found) <= {document["url"] for document in WORLD}
    assert await urls(source, "leaders"), "a question that broke nothing leaves the source able to answer the next"


async def test_not_being_able_to_look_is_an_error_and_not_an_empty_answer(name: str, tmp_path: Path) -> None:
    with pytest.raises(ClaimhouseError):
        await BROKEN[name](tmp_path).search(query("leaders"), builders.claim(), published_until=None, limit=3)
