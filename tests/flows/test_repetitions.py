"""The same claim in several articles: linked as they are stored, in whatever order, and never what differs."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from extractors.rules import RulesExtractor
from flows.article_report import ArticleReport
from flows.pipeline import Pipeline
from gateways.web import WebGateway
from tests.flows.conftest import blank_warehouse
from verifiers.sameness import ClaimPair, SameClaimJudge
from warehouse.errors import TransientError
from warehouse.integrity import check_integrity
from warehouse.records import RECORD_TYPES

HERALD = """title: The dam at Northfield
outlet: Northfield Herald
url: https://herald.example/dam
published: 2025-03-04

The Northfield council approved 12 million pounds for the old dam on Monday. The river rose all night.

“The county of Norland has paid nothing for our dam since 1990,” Mayor Ada Lund said on Monday.
"""
LEDGER = """title: A dam and its price
outlet: Ashby Ledger
url: https://ledger.example/northfield
published: 2025-03-05

Work begins in May. On Monday, the Northfield council approved £12 million for the old dam.

Mayor Ada Lund told reporters on Monday: “The county of Norland has paid nothing for this dam since 1990.”
"""
POST = """title: Council votes
outlet: Coast Post
url: https://post.example/council
published: 2025-03-04

The Northfield council approved 13 million pounds for the old dam on Monday.

But 12 million pounds was approved for the old dam by the Northfield council on Monday.
"""


class SilentModelError(TransientError):
    """The model does not answer."""


class Asked:
    """A judge that answers as it is told, and remembers what it was asked."""

    name = "asked"
    version = "1"

    def __init__(self, *, same: bool = True) -> None:
        self.same = same
        self.silent = False
        self.pairs: list[ClaimPair] = []

    async def judge(self, pairs: Sequence[ClaimPair], *, item_id: str, run_id: str) -> Sequence[bool]:
        if self.silent:
            raise SilentModelError("the model does not answer: try again later")
        self.pairs += pairs
        return [self.same for _ in pairs]


class Desk:
    """A warehouse in a folder, articles by name, and a clock that is moved by hand."""

    def __init__(self, home: Path) -> None:
        home.mkdir(exist_ok=True)
        self.home = home
        self.warehouse = blank_warehouse(home / "desk.duckdb")
        self.now = datetime(2025, 3, 6, 12, tzinfo=UTC)

    async def check(
        self, *articles: str, extractor: Any = None, judge: SameClaimJudge | None = None
    ) -> list[ArticleReport]:
        """Check articles side by side."""
        self.now += timedelta(minutes=1)
        pipeline = Pipeline(
            warehouse=self.warehouse,
            web=WebGateway(),
            extractor=extractor or RulesExtractor(),
            verifier=None,
            same_claim=judge,
            threshold=0.0,
            cutoff="now",
            clock=lambda: self.now,
        )
        paths = []
        for text in articles:
            paths.append(self.home / f"{text.split('outlet: ')[1].split()[0]}.md")
            paths[-1].write_text(text, "utf-8")
        return await asyncio.gather(*(pipeline.check_article(str(path), run_id="run_1") for path in paths))

    def groups(self) -> list[list[tuple[str, str]]]:
        """Outlet and quote of each claim that is said in several articles, by group, whatever the group is called."""
        rows = self.warehouse.read("select group_id, outlet, quote from claim_repetitions order by outlet, quote")
        found: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            found.setdefault(row["group_id"], []).append((row["outlet"], row["quote"]))
        return sorted(found.values())

    def links(self) -> list[dict[str, Any]]:
        return self.warehouse.read("select * from claim_links where relation = 'same_as' order by all")

    def contents(self) -> dict[str, list[dict[str, Any]]]:
        with self.warehouse.session() as session:
            tables = {record.table: session.read(f"select * from {record.table}") for record in RECORD_TYPES}
        for step in tables["steps"]:
            del step["checked_at"]
        return {name: sorted(rows, key=str) for name, rows in tables.items()}


class LaterExtractor(RulesExtractor):
    """The rules, in a later version whose claims have other ids."""

    version = "later"

    async def extract(self, article: Any, version: Any, *, run_id: str) -> Any:
        extracted = await super().extract(article, version, run_id=run_id)
        claims = [one.model_copy(update={"claim_id": f"{one.claim_id}_later"}) for one in extracted.claims]
        return replace(extracted, claims=tuple(claims), links=())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def outlets(groups: list[list[tuple[str, str]]]) -> list[list[str]]:
    return [[outlet for outlet, _ in group] for group in groups]


async def test_the_same_claim_in_another_article_is_linked_to_the_earlier_one(desk: Desk):
    await desk.check(HERALD)
    assert desk.links() == []
    (report,) = await desk.check(LEDGER)
    links = desk.links()
    assert report.repeated == len(links) >= 1
    claims = {row["claim_id"]: row for row in desk.warehouse.read("select claim_id, outlet, text from current_claims")}
    assert {claims[link["from_claim_id"]]["outlet"] for link in links} == {"Ashby Ledger"}
    assert {claims[link["to_claim_id"]]["outlet"] for link in links} == {"Northfield Herald"}
    (row,) = desk.warehouse.read("select * from repeated_claims where claim like '%approved 12 million%'")
    assert (row["articles"], row["origins"], row["reprints"]) == (2, 2, 0)
    assert row["outlets"] == ["Ashby Ledger", "Northfield Herald"]
    assert check_integrity(desk.warehouse.path) == []


async def test_another_number_is_another_claim(desk: Desk):
    await desk.check(HERALD)
    await desk.check(POST)
    quotes = [quote for group in desk.groups() for _, quote in group]
    assert not [quote for quote in quotes if "13 million" in quote]


@pytest.mark.parametrize("order", list(permutations([HERALD, LEDGER, POST])), ids=str)
async def test_whichever_article_is_stored_first_the_same_claims_hang_together(tmp_path: Path, order: tuple[str, ...]):
    one_by_one, at_once = Desk(tmp_path / "one"), Desk(tmp_path / "all")
    for article in order:
        await one_by_one.check(article)
    await at_once.check(*order)
    first = Desk(tmp_path / "first")
    for article in (HERALD, LEDGER, POST):
        await first.check(article)
    assert one_by_one.groups() == at_once.groups() == first.groups() != []


async def test_a_second_run_writes_nothing(desk: Desk):
    for _ in range(2):
        await desk.check(HERALD, LEDGER)
        before = desk.contents()
        reports = await desk.check(HERALD, LEDGER)
        assert [report.repeated for report in reports] == [0, 0]
        assert desk.contents() == before


async def test_an_article_read_anew_does_not_repeat_itself(desk: Desk):
    await desk.check(HERALD)
    await desk.check(HERALD.replace("all night.", "all night long."))
    await desk.check(HERALD, extractor=LaterExtractor())
    assert desk.links() == []
    assert desk.groups() == []
    await desk.check(LEDGER)
    await desk.check(LEDGER.replace("in May", "in June"))
    assert set(map(tuple, outlets(desk.groups()))) == {("Ashby Ledger", "Northfield Herald")}
    assert check_integrity(desk.warehouse.path) == []


async def test_a_reprint_is_marked_and_counts_for_no_other_origin(desk: Desk):
    await desk.check(HERALD)
    reprint = LEDGER.replace("outlet: Ashby Ledger", "outlet: Ashby Ledger\noriginator: Northfield Herald")
    await desk.check(reprint)
    rows = desk.warehouse.read("select outlet, is_reprint from claim_repetitions")
    assert {(row["outlet"], row["is_reprint"]) for row in rows} == {
        ("Northfield Herald", False),
        ("Ashby Ledger", True),
    }
    (row,) = desk.warehouse.read("select distinct articles, origins, reprints from repeated_claims")
    assert row == {"articles": 2, "origins": 1, "reprints": 1}


OTHER_WORDS = """title: Money for the dam
outlet: Valley Sun
url: https://sun.example/dam
published: 2025-03-04

The Northfield council voted 12 million pounds for the old dam on Monday.
"""


async def test_a_model_is_asked_only_where_the_facts_agree_and_words_differ(desk: Desk):
    judge = Asked()
    await desk.check(HERALD, judge=judge)
    assert judge.pairs == []
    (report,) = await desk.check(OTHER_WORDS, judge=judge)
    assert [(one.text, other.text) for one, other in judge.pairs] == [
        (
            "The Northfield council voted 12 million pounds for the old dam on Monday, 3 March 2025.",
            "The Northfield council approved 12 million pounds for the old dam on Monday, 3 March 2025.",
        )
    ]
    assert report.repeated == 1
    assert outlets(desk.groups()) == [["Northfield Herald", "Valley Sun"]]
    assert "asked-1" in desk.links()[0]["made_by"]
    judge.pairs.clear()
    await desk.check(OTHER_WORDS.replace("12 million", "14 million").replace("Sun", "Star"), judge=judge)
    await desk.check(OTHER_WORDS.replace("voted", "never voted").replace("Sun", "Moon"), judge=judge)
    assert judge.pairs == []


async def test_a_model_s_no_is_no_link(desk: Desk):
    judge = Asked(same=False)
    await desk.check(HERALD, judge=judge)
    await desk.check(OTHER_WORDS, judge=judge)
    assert judge.pairs
    assert desk.links() == []


async def test_an_outage_of_the_model_leaves_no_link_and_is_tried_again(desk: Desk):
    judge = Asked()
    await desk.check(HERALD, judge=judge)
    judge.silent = True
    (report,) = await desk.check(OTHER_WORDS, judge=judge)
    assert (report.failed, report.repeated) == (1, 0)
    assert desk.links() == []
    (failure,) = desk.warehouse.read("select stage, error from open_failures")
    assert failure == {"stage": "match", "error": "SilentModelError"}
    judge.silent = False
    (report,) = await desk.check(OTHER_WORDS, judge=judge)
    assert (report.failed, report.repeated) == (0, 1)
    assert desk.warehouse.read("select * from open_failures") == []
    before = desk.contents()
    await desk.check(OTHER_WORDS, HERALD, judge=judge)
    assert desk.contents() == before
