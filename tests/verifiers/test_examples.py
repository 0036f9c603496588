"""The evidence that comes with the project is what its README says, and is read without a complaint."""

import asyncio
from collections import defaultdict
from pathlib import Path

import pytest

from tests.verifiers import builders
from verifiers.sources.corpus import CorpusSource
from warehouse.records import Document, Query

EVIDENCE = Path(__file__).parents[2] / "examples" / "evidence"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> CorpusSource:
    source = CorpusSource(EVIDENCE, tmp_path_factory.mktemp("cache"))
    report = source.prepare()
    assert (report.unreadable, report.notes, report.duplicates, report.files_ignored) == ((), (), 0, 0)
    assert report.documents >= 30
    return source


@pytest.fixture(scope="module")
def documents(source: CorpusSource) -> dict[str, Document]:
    words = "Trump Ukraine Russia talks court Navalny harbour derby kittiwakes Istanbul"
    query = Query(query_id="q", claim_id="c", text=words, purpose="confirm", planner="p", planner_version="1")
    hits = asyncio.run(source.search(query, builders.claim(), published_until=None, limit=100)).hits
    return {str(hit.document.path): hit.document for hit in hits}


def test_every_kind_of_evidence_is_there(documents: dict[str, Document]) -> None:
    assert {path.rpartition(".")[2].partition(":")[0] for path in documents} == {"html", "jsonl", "md", "txt"}
    assert sum(one.document_type == "primary_record" for one in documents.values()) == 3
    assert [path for path, one in documents.items() if one.published_at is None] == ["undated-riyadh-explainer.md"]
    late = {path for path, one in documents.items() if one.published_at and str(one.published_at) > "2025-03-03T12"}
    assert late == {"northport-ledger-aid-paused.txt", "estuary-times-aid-resumes.html"}


def test_two_papers_reprint_one_agency(documents: dict[str, Document]) -> None:
    by_origin = defaultdict(set)
    for one in documents.values():
        by_origin[one.origin].add(one.publisher)
    assert {origin: papers for origin, papers in by_origin.items() if len(papers) > 1} == {
        "meridian press": {"Hillside Post", "Quayside News"}
    }


def test_every_page_says_that_it_is_an_illustration() -> None:
    pages = list(EVIDENCE.parent.rglob("*.html"))
    assert len(pages) > 10
    assert all("written for Claimhouse" in page.read_text() and ".example/" in page.read_text() for page in pages)
