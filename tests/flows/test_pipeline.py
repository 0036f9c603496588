"""One article through the stages, without Prefect: what lands, what is done again, what is not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractors.rules import RulesExtractor
from flows.article_report import ArticleFailedError
from flows.pipeline import Hints, Pipeline
from gateways.web import WebGateway
from gateways.web_errors import KeyRefusedError
from tests.flows.conftest import blank_warehouse
from verifiers.judges.lexical import LexicalJudge
from verifiers.outcomes import Limits
from verifiers.planners.offline import OfflinePlanner
from verifiers.protocols import ALL_PURPOSES, Answer
from verifiers.sources.corpus import CorpusSource
from verifiers.verify import Verifier
from warehouse.errors import ClaimhouseError, TransientError, WarehouseError
from warehouse.records import RECORD_TYPES, Claim, Fetch, Query

ARTICLE = """Dam fails above Northfield

11:10 GMT, March 3, 2025
NORTHFIELD – The Northfield dam failed on Sunday, and 45 people were rescued by the fire service, the county said.

The council approved 12 million pounds for repairs on Friday. “It is a sad day,” Mayor Ada Lund said.

Who will pay for all of it?
"""
NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)


class SilentSourceError(TransientError):
    """The source does not answer."""


class Switch:
    """A source over a real one, which can be turned off."""

    name = "corpus"
    live = False
    by_claim = True
    purposes = ALL_PURPOSES

    def __init__(self, source: CorpusSource) -> None:
        self.source = source
        self.off = False
        self.refuses = False

    @property
    def version(self) -> str:
        return self.source.version

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        if self.off:
            raise SilentSourceError("the source does not answer: try again later")
        if self.refuses:
            raise KeyRefusedError("the key was refused: check it", status=401)
        return await self.source.search(query, claim, published_until=published_until, limit=limit)


class Desk:
    """A warehouse, a corpus and an article in a folder, and a clock that is moved by hand."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.article = home / "article.txt"
        self.article.write_text(ARTICLE, "utf-8")
        (home / "corpus").mkdir()
        self.add("herald", "The Northfield dam failed on 2 March 2025. Firefighters rescued 45 people.")
        self.warehouse = blank_warehouse(home / "desk.duckdb")
        self.corpus = CorpusSource(home / "corpus", home / "cache")
        self.source = Switch(self.corpus)
        self.now = NOON

    def add(self, name: str, text: str) -> None:
        header = f"publisher: The {name.title()}\nurl: https://{name}.example/dam\npublished: 2025-03-02\n\n"
        (self.home / "corpus" / f"{name}.txt").write_text(header + text, "utf-8")

    def pipeline(self, extractor: Any = None, published: date | None = None, evidence: bool = True) -> Pipeline:
        self.corpus.prepare()
        return Pipeline(
            warehouse=self.warehouse,
            web=WebGateway(),
            extractor=extractor or RulesExtractor(),
            verifier=self.verifier() if evidence else None,
            threshold=0.0,
            cutoff="now",
            hints=Hints(published=published),
            clock=lambda: self.now,
        )

    def verifier(self) -> Verifier:
        """One that asks a failing source every time: how many searches are too many depends on which come first."""
        limits = Limits(failures_before_pause=1000)
        return Verifier(OfflinePlanner(), [self.source], [LexicalJudge()], limits=limits)

    def contents(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, but the times at which a step was found done."""
        with self.warehouse.session() as session:
            tables = {record.table: session.read(f"select * from {record.table}") for record in RECORD_TYPES}
        for step in tables["steps"]:
            del step["checked_at"]
        return {name: sorted(rows, key=str) for name, rows in tables.items()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_an_article_lands_with_its_claims_evidence_and_verdicts(desk: Desk):
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    stored = desk.contents()
    assert report.claims == len(stored["claims"]) > 0
    assert report.due == report.decided == len(stored["verdicts"]) > 0
    assert report.failed == 0
    version = stored["article_versions"][0]["text"]
    assert all(version[claim["start"] : claim["end"]] == claim["quote"] for claim in stored["claims"])
    assert {passage["document_id"] for passage in stored["passages"]} <= {d["document_id"] for d in stored["documents"]}
    assert [row["publisher"] for row in stored["publishers"]] == ["The Herald"]
    not_checkable = [claim["claim_id"] for claim in stored["claims"] if not claim["checkable"]]
    assert not_checkable
    assert not {verdict["claim_id"] for verdict in stored["verdicts"]} & set(not_checkable)


async def test_what_is_worth_checking_is_told_where_there_is_no_evidence_to_check_it_against(desk: Desk):
    without = await desk.pipeline(evidence=False).check_article(str(desk.article), run_id="run_1")
    checked = await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    assert (without.due, without.decided) == (0, 0)
    assert without.worth == checked.worth == checked.due > 0


async def test_a_second_run_writes_nothing_but_the_times_at_which_it_looked(desk: Desk):
    await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    before = desk.contents()
    desk.now += timedelta(days=1)
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    assert (report.decided, report.unchanged) == (0, report.due)
    assert desk.contents() == before
    with desk.warehouse.session() as session:
        assert {row["checked_at"] for row in session.read("select checked_at from steps")} == {desk.now}


async def test_evidence_that_changes_nothing_for_a_claim_writes_no_verdict_for_it(desk: Desk):
    await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    before = desk.contents()
    desk.add("gazette", "A recipe for apple cake needs four apples and a little patience.")
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    assert report.decided == 0
    assert desk.contents()["verdicts"] == before["verdicts"]


async def test_new_evidence_makes_a_verdict_that_follows_and_names_its_cause(desk: Desk):
    await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    first = {verdict["verdict_id"]: verdict for verdict in desk.contents()["verdicts"]}
    desk.add(
        "gazette", "On Sunday, 2 March 2025, the dam at Northfield failed. The fire service rescued 45 people there."
    )
    desk.now += timedelta(days=1)
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    assert report.decided > 0
    new = [verdict for verdict in desk.contents()["verdicts"] if verdict["verdict_id"] not in first]
    assert {verdict["cause"] for verdict in new} == {"new_evidence"}
    assert {first[verdict["follows"]]["claim_id"] for verdict in new} == {verdict["claim_id"] for verdict in new}
    assert all(any("Gazette" in change for change in verdict["changed"]) for verdict in new)


async def test_an_outage_is_no_verdict_and_the_next_run_tries_again(desk: Desk):
    desk.source.off = True
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    stored = desk.contents()
    assert report.failed == report.due > 0
    assert stored["verdicts"] == []
    assert {failure["error"] for failure in stored["failures"]} == {"SilentSourceError"}
    assert {search["outcome"] for search in stored["searches"]} == {"failed"}
    with desk.warehouse.session() as session:
        assert len(session.read("select * from open_failures")) == report.failed
        (row,) = session.read("select distinct status, status_reason from current_claims where status = 'unchecked'")
        assert row["status_reason"] == "the source does not answer: try again later"
    desk.source.off = False
    desk.now += timedelta(minutes=1)
    again = await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    assert again.decided == report.failed
    with desk.warehouse.session() as session:
        assert session.read("select * from open_failures") == []


async def test_an_unreadable_article_is_a_stored_failure_until_it_can_be_read(desk: Desk):
    desk.article.write_text("", "utf-8")
    with pytest.raises(ArticleFailedError, match="empty") as caught:
        await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    assert caught.value.failure.stage == "read"
    assert [failure["item_id"] for failure in desk.contents()["failures"]] == [str(desk.article)]
    desk.article.write_text(ARTICLE, "utf-8")
    desk.now += timedelta(minutes=1)
    await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    with desk.warehouse.session() as session:
        assert session.read("select * from open_failures") == []


async def test_what_a_live_source_gave_is_current_for_its_time_and_looked_for_anew_after_it(desk: Desk):
    desk.source.live = True
    searched: list[str] = []
    search = desk.corpus.search

    async def counted(query: Query, claim: Claim, **rest: Any) -> Answer:
        searched.append(query.text)
        return await search(query, claim, **rest)

    desk.corpus.search = counted  # type: ignore[method-assign]
    await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    before, asked = desk.contents(), len(searched)
    desk.now += timedelta(hours=23)
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    assert (report.unchanged, len(searched)) == (report.due, asked)
    assert desk.contents() == before

    desk.now += timedelta(hours=1)  # a day after the first check: that the second found it current made it no younger
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_3")
    assert (report.unchanged, report.decided, len(searched)) == (report.due, 0, 2 * asked)
    assert desk.contents() == before, "the same answers write nothing but the times at which it was looked"
    checked = "select distinct checked_at from steps where stage = 'verify'"
    assert desk.warehouse.read(checked) == [{"checked_at": desk.now}]

    text = "On Sunday, 2 March 2025, the dam at Northfield failed. The fire service rescued 45 people there."
    desk.add("gazette", text)
    desk.now += timedelta(hours=25)
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_4")
    assert report.decided > 0


async def test_a_page_that_says_the_same_in_other_bytes_is_not_told_of_again(desk: Desk):
    desk.source.live = True
    search = desk.corpus.search
    bytes_of = {"page": "0" * 64}

    async def fetched(query: Query, claim: Claim, **rest: Any) -> Answer:
        answer = await search(query, claim, **rest)
        hits = []
        for hit in answer.hits:
            url = hit.document.url or ""
            fetch = Fetch(
                fetch_id=Fetch.id_for(url, url, 200, bytes_of["page"]),
                url=url,
                final_url=url,
                status=200,
                content_type="text/html",
                body_hash=bytes_of["page"],
                body_bytes=10,
                fetched_at=desk.now,
            )
            document = hit.document.model_copy(update={"fetch_id": fetch.fetch_id})
            hits.append(replace(hit, document=document, fetch=fetch))
        return Answer(tuple(hits))

    desk.corpus.search = fetched  # type: ignore[method-assign]
    await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    before = desk.contents()
    assert [row["body_hash"] for row in before["fetches"]] == ["0" * 64]
    bytes_of["page"] = "1" * 64
    desk.now += timedelta(hours=25)
    await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    assert desk.contents() == before


async def test_a_source_that_refuses_has_one_failure_until_it_answers(desk: Desk):
    desk.source.refuses = True
    report = await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    assert report.failed == report.due > 1
    of_source = "select item_id, error from open_failures where item_id = 'corpus'"
    assert desk.warehouse.read(of_source) == [{"item_id": "corpus", "error": "KeyRefusedError"}]
    desk.source.refuses = False
    desk.now += timedelta(minutes=1)
    again = await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    assert (again.failed, again.decided) == (0, report.due)
    assert desk.warehouse.read("select * from open_failures") == []


class BrokenExtractor(RulesExtractor):
    """An extractor whose model is out of reach."""

    async def extract(self, *_: Any, **__: Any) -> Any:
        raise SilentModelError("the model does not answer: try again later")


class SilentModelError(ClaimhouseError):
    """The model does not answer."""


async def test_an_article_whose_claims_could_not_be_taken_is_kept_and_tried_again(desk: Desk):
    with pytest.raises(ArticleFailedError, match="does not answer"):
        await desk.pipeline(BrokenExtractor()).check_article(str(desk.article), run_id="run_1")
    stored = desk.contents()
    assert len(stored["articles"]) == len(stored["article_versions"]) == len(stored["failures"]) == 1
    assert stored["extractions"] == []
    desk.now += timedelta(minutes=1)
    await desk.pipeline().check_article(str(desk.article), run_id="run_2")
    with desk.warehouse.session() as session:
        assert session.read("select * from open_failures") == []


class NewerExtractor(RulesExtractor):
    """The rules, in a later version that words its claims with more care."""

    version = "later"

    async def extract(self, article: Any, version: Any, *, run_id: str) -> Any:
        extracted = await super().extract(article, version, run_id=run_id)
        claims = tuple(
            claim.model_copy(update={"claim_id": f"{claim.claim_id}_later", "text": f"{claim.text} (Northfield)"})
            for claim in extracted.claims
        )
        return replace(extracted, claims=claims, links=())


async def test_a_later_extractor_s_claims_succeed_and_inherit_and_going_back_shows_the_old_ones(desk: Desk):
    await desk.pipeline().check_article(str(desk.article), run_id="run_1")
    with desk.warehouse.session() as session:
        old = session.read("select claim_id from current_claims order by ordinal")
    desk.now += timedelta(minutes=1)
    await desk.pipeline(NewerExtractor()).check_article(str(desk.article), run_id="run_2")
    stored = desk.contents()
    succeeds = {
        (link["from_claim_id"], link["to_claim_id"]) for link in stored["claim_links"] if link["relation"] == "succeeds"
    }
    assert succeeds == {(f"{row['claim_id']}_later", row["claim_id"]) for row in old}
    by_id = {verdict["verdict_id"]: verdict for verdict in stored["verdicts"]}
    later = [verdict for verdict in stored["verdicts"] if verdict["claim_id"].endswith("_later")]
    assert later
    assert all(by_id[verdict["follows"]]["claim_id"] == verdict["claim_id"].removesuffix("_later") for verdict in later)
    with desk.warehouse.session() as session:
        assert all(row["claim_id"].endswith("_later") for row in session.read("select claim_id from current_claims"))

    desk.now += timedelta(minutes=1)
    await desk.pipeline().check_article(str(desk.article), run_id="run_3")
    with desk.warehouse.session() as session:
        assert session.read("select claim_id from current_claims order by ordinal") == old


async def test_a_warehouse_that_cannot_be_written_is_no_failure_of_the_article(desk: Desk):
    desk.warehouse.path.write_text("no database at all")
    with pytest.raises(WarehouseError):
        await desk.pipeline().check_article(str(desk.article), run_id="run_1")


async def test_another_date_of_the_same_article_is_checked_anew(desk: Desk):
    desk.article.write_text(ARTICLE.replace("11:10 GMT, March 3, 2025\n", "published: 2025-03-03\n"), "utf-8")
    await desk.pipeline(published=date(2025, 3, 3)).check_article(str(desk.article), run_id="run_1")
    for day in (date(2025, 3, 10), date(2025, 3, 3)):
        desk.now += timedelta(minutes=1)
        before = len(desk.contents()["searches"])
        await desk.pipeline(published=day).check_article(str(desk.article), run_id=f"run_{day}")
        with desk.warehouse.session() as session:
            (row,) = session.read("select distinct said_to from current_claims")
            keys = session.read("select distinct version_key from steps where stage = 'verify'")
        assert row["said_to"] == day
        assert len(desk.contents()["searches"]) >= before
    assert len(keys) == 2
