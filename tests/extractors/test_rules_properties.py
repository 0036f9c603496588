"""What must hold for any text whatever, on the real article, and between versions."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import building
from extractors.faithful import keeps_to_article
from extractors.rules import RulesExtractor
from tests.extractors.texts import PUBLISHED, article_of
from warehouse.records import Article, ArticleVersion, clean_text, content_hash, record_as_json

WORDS = """
President Ann Lee|Lee|he|she|said|told The Post|on Sunday|last week|that|the bridge|was sold|“|”|"|‘|’|,|.|;|?|and|who
in which|as|according to|the mayor of Oldport|4 billion dollars|will|not|if|the|of|to|(|)|—|wrote|called it|U.S.|59|…|😀
"""
PIECES = ["\n", "\n\n", "\u2028", *WORDS.strip().replace("\n", "|").split("|")]
NEWS = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.text(max_size=200).map(clean_text)


@settings(max_examples=150)
@given(NEWS)
def test_any_text_gives_verbatim_quotes_faithful_texts_and_unique_ids(text: str) -> None:
    article, version = article_of(text)
    extracted = RulesExtractor().extract_now(article, version)
    dates = building.article_dates(version, date(2025, 3, 3))
    for claim in extracted.claims:
        assert claim.holds_in(text)
        assert claim.text == " ".join(claim.quote.split()) or keeps_to_article(
            claim.text, claim.quote, building.source_text(article, version), dates, date(2025, 3, 3)
        )
    ids = [claim.claim_id for claim in extracted.claims]
    assert len(ids) == len(set(ids))
    assert {link.from_claim_id for link in extracted.links} | {link.to_claim_id for link in extracted.links} <= set(ids)
    again = RulesExtractor().extract_now(article, version)
    assert (again.claims, again.links) == (extracted.claims, extracted.links)


@settings(max_examples=30)
@given(NEWS)
def test_an_article_without_a_date_is_read_too(text: str) -> None:
    article, version = article_of(text, published=None)
    assert all(claim.holds_in(text) for claim in RulesExtractor().extract_now(article, version).claims)


GOLDEN = """\
President Ann Lee landed in Oslo on Sunday. “We have come to end this war,” she told reporters. “Nobody else will.”
Otto Brandt, the chairman of the Harbour Board, said Norway had paid 4.2 billion dollars in 2023.
A senior official, who spoke on the condition of anonymity, told The Oldport Post that the port was “a ruin.”
The treaty is a disgrace. Will it hold?
The quarrel last week, in which Lee accused Brandt of fraud, cost a million votes; the court in Oslo opened a case.
"""
# Another hash is another result for users: raise the VERSION of the module that changed, then take both over.
GOLDEN_WORTH = [0.51, 0.636, 0.272, 0.975, 0.988, 0.465, 0.023, 0.009, 0.984, 0.955]
GOLDEN_HASH = "f307bedb718eef0444eeefa4ec6e235d72f9a9f66e6a8c203dbd74d1e4dabda2"
GOLDEN_VERSION = "5-7ecee9b0622e"


def test_golden_claims_change_only_with_a_version() -> None:
    article, version = article_of(GOLDEN)
    extracted = RulesExtractor().extract_now(article, version)
    # What the network estimates is of the processor too, which adds up in its own order: beside the hash, and roughly.
    estimated = {"checkworthiness", "reasons"}
    hidden = {"claim_id", "extraction_id", "article_id", "version_id", "published_at"} | estimated
    rows = [record_as_json(claim) for claim in extracted.claims]
    got = content_hash(repr([{key: row[key] for key in row if key not in hidden} for row in rows]))
    same_version = RulesExtractor().version == GOLDEN_VERSION
    assert got == GOLDEN_HASH or not same_version, f"other claims under the same VERSIONs: {got}"
    assert [claim.checkworthiness for claim in extracted.claims] == pytest.approx(GOLDEN_WORTH, abs=0.02)
    assert same_version, f"take over {RulesExtractor().version!r} and {got!r}"


def test_the_real_article_gives_what_a_fact_checker_needs(shared: Path) -> None:
    text = (shared / "news" / "seed_article.txt").read_text(encoding="utf-8")
    furniture = text.index("News Services")
    start = text.index("2025\n") + len("2025\n")
    article = Article(
        article_id="art_seed",
        source="seed",
        dateline="MOSCOW",
        published_at=datetime(2025, 3, 3, 2, 10, tzinfo=UTC),
        published_precision="minute",
        published_zone="+09:00",
    )
    version = ArticleVersion(
        version_id="ver_seed", article_id="art_seed", text=text, text_hash="h", body_start=start,
        body_end=furniture - 2,        media_type="text/plain", encoding="utf-8", first_read_at=PUBLISHED,
    )  # fmt: skip
    extracted = RulesExtractor().extract_now(article, version)
    checkable = [claim for claim in extracted.claims if claim.checkable]
    assert len(checkable) >= 25
    assert all(claim.holds_in(text) and claim.end < furniture for claim in extracted.claims)
    assert len({(claim.start, claim.end, claim.kind) for claim in checkable}) == len(checkable)
    speakers = {claim.speaker.split()[-1] for claim in checkable if claim.speaker}
    assert {
        "Peskov",
        "Vance",
        "Trump",
        "Dmitriev",
        "Simonyan",
        "Medvedev",
        "Zakharova",
        "Rubio",
        "Gref",
        "Remchukov",
    } <= speakers
    assert not speakers & {"he", "she", "one", "They", "editor"}
    unnamed = [claim for claim in checkable if claim.speaker_named is False]
    assert unnamed
    assert all(claim.status == "sole_witness" for claim in unnamed if claim.kind == "quote")
    by_kind = {claim.kind for claim in checkable}
    assert {"event", "quantity", "quote", "position", "state"} <= by_kind
    resolved = {(claim.about_from, claim.about_to) for claim in checkable}
    assert (date(2025, 2, 24), date(2025, 3, 2)) in resolved  # last week, counted in Moscow
    assert any(a == b == date(2025, 3, 2) for a, b in resolved)  # Sunday
    assert any(claim.said_from == date(2025, 2, 27) for claim in checkable)  # Thursday
