"""From a desk's files and decisions to what `show` prints: earlier fact-checks, once through the whole house."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractors.rules import RulesExtractor
from flows.desk_reviews import ReviewedClaims
from flows.earlier_checks import assemble_fact_checks, has_decided
from flows.pipeline import Pipeline
from flows.settings import Settings, load_settings
from flows.showing import trail_lines
from gateways.web import WebGateway
from tests.flows.conftest import blank_warehouse
from verifiers.judges.lexical import LexicalJudge
from verifiers.planners.earlier_checks import WithEarlierChecks
from verifiers.planners.offline import OfflinePlanner
from verifiers.sources.corpus import CorpusSource
from verifiers.sources.factchecks import FactCheckSource
from verifiers.sources.verdicts import VerdictsSource
from verifiers.verify import Verifier
from warehouse.records import Review
from warehouse.trail import claim_trail

FIRST = """Dam fails above Northfield

11:10 GMT, March 3, 2025
NORTHFIELD – The Northfield dam failed on Sunday, and the fire service rescued 45 people, the county said.
"""
SECOND = """Questions after the Northfield flood

09:00 GMT, March 5, 2025
NORTHFIELD – The Northfield dam failed on March 2, 2025. Farmers want to know who pays.
"""
NOON = datetime(2025, 3, 6, 12, tzinfo=UTC)


class House:
    """A warehouse, a corpus, fact-checks and two articles of two outlets that claim the same."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "first.txt").write_text(FIRST, "utf-8")
        (home / "second.txt").write_text(SECOND, "utf-8")
        (home / "corpus").mkdir()
        (home / "corpus" / "herald.txt").write_text(
            "publisher: The Herald\npublished: 2025-03-02\n\nThe Northfield dam failed on 2 March 2025.", "utf-8"
        )
        check = {
            "@type": "ClaimReview",
            "claimReviewed": "The Northfield dam failed on 2 March 2025",
            "url": "https://checks.example/dam",
            "headline": "Yes, the dam failed",
            "datePublished": "2025-03-04",
            "author": "County Checks",
            "reviewRating": {"alternateName": "Mostly true"},
        }
        (home / "checks.json").write_text(json.dumps(check))
        self.warehouse = blank_warehouse(home / "desk.duckdb")
        self.corpus = CorpusSource(home / "corpus", home / "cache")
        self.reviewed = ReviewedClaims(self.warehouse)
        self.now = NOON

    async def check(self, article: str, cutoff: str = "now") -> None:
        self.corpus.prepare()
        fact_checks = FactCheckSource([str(self.home / "checks.json")])
        await fact_checks.prepare()
        sources = [self.corpus, fact_checks, VerdictsSource(self.reviewed)]
        pipeline = Pipeline(
            warehouse=self.warehouse,
            web=WebGateway(),
            extractor=RulesExtractor(),
            verifier=Verifier(WithEarlierChecks(OfflinePlanner()), sources, [LexicalJudge()]),
            reviewed=self.reviewed,
            threshold=0.0,
            cutoff=cutoff,  # type: ignore[arg-type]
            clock=lambda: self.now,
        )
        await pipeline.check_article(str(self.home / article), run_id=f"run_{article}_{self.now:%d%H}")

    def claim_of(self, article: str) -> str:
        (row,) = self.warehouse.read(
            "select claim_id from current_claims where contains(text, 'dam failed') and ends_with(source, ?)"
            " and kind = 'event' order by claim_id limit 1",
            [article],
        )
        return str(row["claim_id"])

    def decide(self, claim_id: str, label: str, at: datetime) -> None:
        review = Review(
            review_id=f"rev_{at:%d%H%M}",
            claim_id=claim_id,
            label=label,  # type: ignore[arg-type]
            note="The county's log has it.",
            reviewer="Ines",
            reviewed_at=at,
        )
        self.warehouse.commit([review])

    def earlier(self, claim_id: str) -> list[tuple[str, str]]:
        rows = self.warehouse.read(
            "select source, rating from earlier_fact_checks where claim_id = ? order by source, rating", [claim_id]
        )
        return [(row["source"], row["rating"]) for row in rows]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_a_fact_check_stands_in_the_view_and_in_what_is_shown(house: House) -> None:
    await house.check("first.txt")
    claim_id = house.claim_of("first.txt")
    (row,) = house.warehouse.read("select * from earlier_fact_checks where claim_id = ?", [claim_id])
    assert (row["publisher"], row["rating"], row["rating_label"]) == ("County Checks", "Mostly true", "supported")
    assert (row["url"], str(row["reviewed_on"])) == ("https://checks.example/dam", "2025-03-04")
    assert row["reviewed_claim"] == "The Northfield dam failed on 2 March 2025"
    assert row["matched_by"] == "the same statement"
    trail = claim_trail(house.warehouse.path, claim_id)
    assert trail is not None
    lines = list(trail_lines(trail))
    place = lines.index("EARLIER FACT-CHECKS, shown and not counted")
    assert lines[place + 1 : place + 4] == [
        "  County Checks, 2025-03-04: “Mostly true” (= supported)",
        "      of “The Northfield dam failed on 2 March 2025”, the same statement",
        "      Yes, the dam failed https://checks.example/dam",
    ]
    assert lines.index("EVIDENCE") > place
    assert not any("County Checks" in line for line in lines[lines.index("EVIDENCE") :])


async def test_it_is_in_no_verdict(house: House) -> None:
    await house.check("first.txt")
    (row,) = house.warehouse.read(
        "select label, independent_origins, origins_supporting from current_verdicts where claim_id = ?",
        [house.claim_of("first.txt")],
    )
    # The Herald alone counts; the fact-check would be a second origin.
    assert (row["label"], row["independent_origins"], row["origins_supporting"]) == ("not_enough_evidence", 1, 1)


async def test_a_decision_on_the_same_claim_is_seen_in_the_next_article(house: House) -> None:
    await house.check("first.txt")
    house.decide(house.claim_of("first.txt"), "supported", NOON)
    house.now += timedelta(hours=1)
    await house.check("second.txt")
    assert ("verdicts", "supported") in house.earlier(house.claim_of("second.txt"))
    trail = claim_trail(house.warehouse.path, house.claim_of("second.txt"))
    assert trail is not None
    told = "\n".join(trail_lines(trail))
    assert "this desk, 2025-03-06: “supported”" in told
    assert "Decided by Ines on 6 March 2025, 12:00 UTC: supported." in told
    assert "The county's log has it." in told


async def test_only_people_s_decisions_are_seen_and_none_on_the_claim_itself(house: House) -> None:
    await house.check("first.txt")
    house.now += timedelta(hours=1)
    await house.check("second.txt")
    assert ("verdicts", "supported") not in house.earlier(house.claim_of("second.txt"))
    house.decide(house.claim_of("first.txt"), "supported", house.now)
    house.now += timedelta(hours=1)
    await house.check("first.txt")
    assert [source for source, _ in house.earlier(house.claim_of("first.txt"))] == ["factchecks"]


async def test_a_decision_is_a_reason_to_look_again_where_the_same_is_claimed(house: House) -> None:
    await house.check("first.txt")
    await house.check("second.txt")
    before = house.warehouse.read("select verdict_id from verdicts order by verdict_id")
    house.decide(house.claim_of("first.txt"), "refuted", NOON)
    house.now += timedelta(hours=1)
    await house.check("second.txt")
    assert ("verdicts", "refuted") in house.earlier(house.claim_of("second.txt"))
    assert house.warehouse.read("select verdict_id from verdicts order by verdict_id") == before
    house.decide(house.claim_of("first.txt"), "supported", house.now)
    house.now += timedelta(hours=1)
    await house.check("second.txt")
    assert [rating for source, rating in house.earlier(house.claim_of("second.txt")) if source == "verdicts"] == [
        "supported"
    ]


async def test_the_same_decisions_are_no_reason_to_look_again(house: House) -> None:
    await house.check("first.txt")
    house.decide(house.claim_of("first.txt"), "refuted", NOON)
    await house.check("second.txt")
    before = house.warehouse.read("select search_id, run_id from searches order by search_id")
    house.now += timedelta(hours=1)
    await house.check("second.txt")
    assert house.warehouse.read("select search_id, run_id from searches order by search_id") == before


async def test_with_the_cutoff_at_the_claim_later_decisions_and_fact_checks_are_not_seen(house: House) -> None:
    await house.check("first.txt")
    house.decide(house.claim_of("first.txt"), "supported", NOON)  # on the day after the second article
    house.now += timedelta(hours=1)
    await house.check("second.txt", cutoff="claim")
    assert house.earlier(house.claim_of("second.txt")) == [("factchecks", "Mostly true")]
    house.decide(house.claim_of("first.txt"), "refuted", datetime(2025, 3, 5, 8, tzinfo=UTC))
    house.now += timedelta(hours=1)
    await house.check("second.txt", cutoff="claim")
    assert ("verdicts", "refuted") in house.earlier(house.claim_of("second.txt"))


async def test_what_is_set_is_assembled(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(house.home)
    monkeypatch.delenv("GOOGLE_FACTCHECK_API_KEY", raising=False)
    web = WebGateway()
    none: Settings = load_settings()
    assert assemble_fact_checks(none, web) is None
    some = load_settings(factchecks=f"{house.home / 'checks.json'}, https://checks.example/feed.json,")
    assert some.fact_check_entries == (str(house.home / "checks.json"), "https://checks.example/feed.json")
    files = assemble_fact_checks(some, web)
    assert files is not None
    assert not files.live
    monkeypatch.setenv("GOOGLE_FACTCHECK_API_KEY", "a-key")
    google = assemble_fact_checks(none, web)
    assert google is not None
    assert google.live


async def test_the_desk_s_decisions_are_a_source_once_there_are_any(house: House) -> None:
    assert not has_decided(house.warehouse)
    await house.check("first.txt")
    assert not has_decided(house.warehouse)
    house.decide(house.claim_of("first.txt"), "refuted", NOON)
    assert has_decided(house.warehouse)
