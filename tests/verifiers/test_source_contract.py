"""What every evidence source must keep, whatever it searches. A source is tested by being registered in SOURCES."""

import asyncio
import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from language.words import content_words
from tests.gateways.web_clock import gateway
from tests.loopback_web import LoopbackWeb
from tests.verifiers import builders
from tests.verifiers.search_services import ON_THE_WEB, SearchServices, World, make_source
from verifiers.protocols import ALL_PURPOSES, Answer, EvidenceSource
from verifiers.sources import SOURCES, best_spans
from verifiers.sources.corpus import CorpusSource
from verifiers.sources.factchecks import FactCheckSource
from verifiers.sources.verdicts import DeskReview, VerdictsSource
from warehouse.errors import ClaimhouseError, WarehouseLockedError
from warehouse.records import Claim, Document, Query, Review, content_hash, content_id

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


@dataclass(frozen=True)
class Maker:
    """How a test gives a source a world to search, how it breaks it, and the claim that words are looked for for."""

    made: Callable[[World, Path], EvidenceSource]
    broken: Callable[[Path], EvidenceSource]
    claim: Callable[[str], Claim] = lambda _: builders.claim()


def _corpus(world: World, home: Path) -> EvidenceSource:
    (home / "world.jsonl").write_text("\n".join(json.dumps(document) for document in world))
    source = CorpusSource(home / "world.jsonl", home / "cache")
    source.prepare()
    return source


def _on_the_web(name: str) -> Maker:
    """A source that asks a service: one loopback server has the service, and the pages of a world."""

    def made(world: World, home: Path) -> EvidenceSource:
        services = _services(json.dumps(world))
        return make_source(name, services, gateway(services.web))

    def broken(home: Path) -> EvidenceSource:
        services = _services("[]")
        return make_source(name, services, gateway(services.web, attempts=1), at="/nowhere")

    return Maker(made, broken)


@functools.cache
def _services(world: str) -> SearchServices:
    return SearchServices(_SERVERS.enter_context(LoopbackWeb()), json.loads(world))


_SERVERS = ExitStack()


@pytest.fixture(scope="module", autouse=True)
def _servers_are_left() -> Iterator[None]:
    yield
    _services.cache_clear()
    _SERVERS.close()


# What is matched by claim has a world in which every document decides on one claim, some in other words than others.
_CHECKED = {
    "Call": "The leaders of Norland and Ashby spoke for 90 minutes in Harwick.",
    "Vote": "In Harwick, the leaders of Norland and Ashby talked for 90 minutes.",
    "Talks": "In Harwick, the leaders of Norland and Ashby spoke for 90 minutes.",
    "Undated": "For 90 minutes, the leaders of Norland and Ashby spoke in Harwick.",
}


def _of_leaders(text: str) -> Claim:
    return builders.claim(_CHECKED["Call"] if "leaders" in text else text, said="2025-02-12")


def _fact_checks(world: World, home: Path) -> EvidenceSource:
    reviews = [
        {
            "@type": "ClaimReview",
            "claimReviewed": _CHECKED[document["title"]],
            "url": document["url"],
            "headline": document["title"],
            "datePublished": document.get("published"),
            "reviewRating": {"alternateName": "False"},
            "itemReviewed": {"datePublished": "2025-02-11"},
        }
        for document in world
    ]
    (home / "world.json").write_text(json.dumps(reviews))
    source = FactCheckSource([str(home / "world.json")])
    with ThreadPoolExecutor() as beside:  # a test may run in a loop of its own
        beside.submit(asyncio.run, source.prepare()).result()
    return source


class _Decided:
    """Decisions on claims that hold the words of the one that is asked about."""

    def __init__(self, world: World) -> None:
        self.reviews = [self._review(document) for document in world]
        self.version = content_id("rev", [dict(document) for document in world])

    async def of_same_claims(self, claim: Claim) -> Sequence[DeskReview]:
        wanted = set(content_words(claim.text))
        return [one for one in self.reviews if wanted and wanted <= set(content_words(one.claim.text))]

    def _review(self, document: Mapping[str, str]) -> DeskReview:
        claim = builders.claim(document["text"])
        review = Review(
            review_id=document["title"],
            claim_id=claim.claim_id,
            label="refuted",
            note="",
            reviewer="Ines",
            reviewed_at=datetime.fromisoformat(f"{document.get('published', '2025-12-31')}T12:00+00:00"),
        )
        return DeskReview(review, claim, "both say the same", headline=document["title"])


class _Unreadable(_Decided):
    async def of_same_claims(self, claim: Claim) -> Sequence[DeskReview]:
        raise WarehouseLockedError("another process holds the warehouse: try again")


MAKERS: dict[str, Maker] = {
    "factchecks": Maker(_fact_checks, lambda home: FactCheckSource([str(home / "nowhere")]), _of_leaders),
    "verdicts": Maker(
        lambda world, _: VerdictsSource(_Decided(world)), lambda _: VerdictsSource(_Unreadable([])), builders.claim
    ),
    "corpus": Maker(_corpus, lambda home: CorpusSource(home / "nowhere", home / "cache")),
    **{name: _on_the_web(name) for name in ON_THE_WEB},
}


def query(text: str) -> Query:
    return Query(query_id="qry_1", claim_id="clm_1", text=text, purpose="confirm", planner="test", planner_version="1")


async def ask(source: EvidenceSource, text: str, until: date | None = None, limit: int = 10) -> Answer:
    return await source.search(query(text), MAKERS[source.name].claim(text), published_until=until, limit=limit)


async def titles(source: EvidenceSource, text: str, until: date | None = None, limit: int = 10) -> list[str | None]:
    return [hit.document.title for hit in (await ask(source, text, until, limit)).hits]


@pytest.fixture(params=sorted(SOURCES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def source(name: str, tmp_path: Path) -> EvidenceSource:
    return MAKERS[name].made(WORLD, tmp_path)


def test_it_has_the_name_it_is_registered_under(name: str, source: EvidenceSource) -> None:
    assert source.name == name
    assert isinstance(source, SOURCES[name])


def test_it_is_asked_for_some_purpose(source: EvidenceSource) -> None:
    assert source.purposes
    assert source.purposes <= ALL_PURPOSES


async def test_it_finds_what_is_there_best_first(source: EvidenceSource) -> None:
    hits = (await ask(source, "leaders spoke for 90 minutes")).hits
    assert hits[0].document.title == "Call"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


async def test_its_hits_are_whole_documents_with_spans_inside_them(name: str, source: EvidenceSource) -> None:
    answer = await ask(source, "leaders")
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
    assert set(await titles(source, "leaders", date(2025, 2, 24))) == {"Call", "Vote"}
    assert await titles(source, "leaders", date(2025, 2, 11)) == []


async def test_finding_nothing_is_an_empty_answer(source: EvidenceSource) -> None:
    assert await titles(source, "zeppelin") == []
    assert await titles(source, "") == []


async def test_the_limit_is_kept_and_each_document_comes_once(source: EvidenceSource) -> None:
    every = await titles(source, "leaders took")
    assert len(set(every)) == len(every) == 4
    assert await titles(source, "leaders took", limit=2) == every[:2]


async def test_the_same_question_has_the_same_answer(name: str, source: EvidenceSource, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    again = MAKERS[name].made(WORLD, tmp_path / "again")
    assert await titles(source, "leaders") == await titles(again, "leaders")
    assert source.version == again.version


async def test_its_version_changes_with_what_it_could_answer(
    name: str, source: EvidenceSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = source.version
    if source.live:  # what the web holds is in no version, but how it is read is
        monkeypatch.setattr(best_spans, "VERSION", "another")
        assert source.version != before
    else:
        (tmp_path / "other").mkdir()
        assert MAKERS[name].made(WORLD[:3], tmp_path / "other").version != before


@pytest.mark.parametrize("text", ['" AND (', "title:*", "\x00", "[1 TO", "'; drop table documents; --", "a" * 100_000])
async def test_no_query_text_breaks_it(source: EvidenceSource, text: str) -> None:
    found = await titles(source, text, limit=3)
    assert len(found) <= 3
    assert set(found) <= {document["title"] for document in WORLD}
    assert await titles(source, "leaders"), "a question that broke nothing leaves the source able to answer the next"


async def test_not_being_able_to_look_is_an_error_and_not_an_empty_answer(name: str, tmp_path: Path) -> None:
    with pytest.raises(ClaimhouseError):
        await MAKERS[name].broken(tmp_path).search(query("leaders"), builders.claim(), published_until=None, limit=3)
