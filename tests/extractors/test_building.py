"""From drafts to claims: rule 1, the ids, the order, the article's own day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.building import ClaimDraft, article_day, build_claims, extraction_id_for
from extractors.selfcontained import opened
from warehouse.records import Article, ArticleVersion, content_hash

TEXT = "Head\n\n  The mill closed in 2019. It employed 40 people.\nThe mill closed in 2019.  \n\nfurniture"
START, END = TEXT.index("  The mill"), TEXT.index("\n\nfurniture")


def article(**fields: Any) -> Article:
    base: dict[str, Any] = {
        "article_id": "art_mill",
        "source": "mill.txt",
        "published_at": datetime(2025, 3, 3, 1, tzinfo=UTC),
        "published_precision": "minute",
        "published_zone": "+09:00",
    }
    return Article(**{**base, **fields})


VERSION = ArticleVersion(
    version_id="ver_mill",
    article_id="art_mill",
    text=TEXT,
    text_hash=content_hash(TEXT),
    body_start=START,
    body_end=END,
    media_type="text/plain",
    encoding="utf-8",
    first_read_at=datetime(2025, 3, 7, tzinfo=UTC),
)


@given(st.lists(st.tuples(st.integers(START, END), st.integers(START, END)), max_size=6))
def test_a_claim_s_quote_is_always_the_article_s_text(spans: list[tuple[int, int]]) -> None:
    drafts = [ClaimDraft(a, b, "event") for a, b in spans if a < b and TEXT[a:b].strip()]
    claims = build_claims(article(), VERSION, "ext_1", drafts)
    assert all(claim.holds_in(TEXT) and claim.quote == claim.quote.strip() for claim in claims)
    assert [claim.ordinal for claim in claims] == list(range(len(claims)))
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)
    assert len({claim.claim_id for claim in claims}) == len(claims)
    assert claims == build_claims(article(), VERSION, "ext_1", drafts[::-1])


@pytest.mark.parametrize(
    "span", [(0, 4), (START - 1, END), (START, END + 1), (START, START + 2), (START + 5, START + 5)]
)
def test_a_span_that_leaves_the_body_or_is_blank_is_a_defect(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="span"):
        build_claims(article(), VERSION, "ext_1", [ClaimDraft(*span, "event")])


def test_a_sentence_that_stands_there_twice_is_one_claim_that_knows_both_places() -> None:
    first, second = TEXT.index("The mill"), TEXT.rindex("The mill")
    size = len("The mill closed in 2019.")
    drafts = [ClaimDraft(first, first + size, "event"), ClaimDraft(second, second + size, "event")]
    for order in (drafts, drafts[::-1]):
        (claim,) = build_claims(article(), VERSION, "e", order)
        assert (claim.start, claim.end) == (first, first + size)
        assert [(mention.start, mention.end) for mention in claim.mentions] == [(second, second + size)]
    (alone,) = build_claims(article(), VERSION, "e", [drafts[1]])
    assert alone.claim_id == claim.claim_id
    assert alone.mentions == ()


def test_a_rewrite_that_breaks_rule_2_is_dropped() -> None:
    start = TEXT.index("It employed")
    end = start + len("It employed 40 people.")
    kept, dropped = (
        build_claims(article(), VERSION, "e", [ClaimDraft(start, end, "quantity", text=text)])[0]
        for text in ("The mill employed 40 people.", "The mill employed 400 people.")
    )
    assert kept.text == "The mill employed 40 people."
    assert dropped.text == dropped.quote == "It employed 40 people."


def test_the_article_s_own_voice_speaks_on_its_own_day() -> None:
    start = TEXT.index("The mill")
    (own,) = build_claims(article(), VERSION, "e", [ClaimDraft(start, start + 15, "event")])
    (other,) = build_claims(article(), VERSION, "e", [ClaimDraft(start, start + 15, "event", speaker="Ina Roth")])
    assert (own.said_from, own.said_to) == (date(2025, 3, 3), date(2025, 3, 3))
    assert (other.said_from, other.said_to) == (None, None)


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"published_at": None, "published_precision": None}, None),
        ({"published_at": datetime(2025, 3, 2, 15, tzinfo=UTC), "published_precision": "day"}, date(2025, 3, 3)),
        (
            {
                "published_at": datetime(2025, 3, 2, 15, tzinfo=UTC),
                "published_precision": "day",
                "dateline": "MOSCOW",
            },
            date(2025, 3, 3),
        ),
        ({"published_at": datetime(2025, 3, 2, 16, tzinfo=UTC), "dateline": "MOSCOW"}, date(2025, 3, 2)),
        ({"published_at": datetime(2025, 3, 2, 16, tzinfo=UTC)}, date(2025, 3, 3)),
        ({"published_at": datetime(2025, 3, 2, 16, tzinfo=UTC), "published_zone": None}, date(2025, 3, 2)),
    ],
)
def test_the_article_s_day_is_that_of_its_place_or_zone(fields: dict[str, Any], day: date | None) -> None:
    assert article_day(article(**fields)) == day


NEW_YORK = {
    "published_at": datetime(2025, 3, 4, 4, 30, tzinfo=UTC),  # half past eleven in the evening of the third
    "published_zone": "America/New_York",
}
ONLY_A_DAY = {
    "published_at": datetime(2025, 3, 3, tzinfo=UTC),
    "published_precision": "day",
    "published_zone": None,
}
TOKYO = {"published_at": datetime(2025, 3, 3, 23, tzinfo=UTC)}  # eight in the morning of the fourth


def end_of_hour(*hour: int) -> datetime:
    return datetime(*hour, 59, 59, 999_999, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("fields", "draft", "moment"),
    [
        (NEW_YORK, {}, datetime(2025, 3, 4, 4, 30, tzinfo=UTC)),
        (TOKYO, {}, datetime(2025, 3, 3, 23, tzinfo=UTC)),
        (TOKYO, {"speaker": "Ina Roth"}, datetime(2025, 3, 3, 23, tzinfo=UTC)),
        (TOKYO, {"speaker": "Ina Roth", "said_to": date(2025, 3, 4)}, datetime(2025, 3, 3, 23, tzinfo=UTC)),
        (NEW_YORK, {"speaker": "Ina Roth", "said_from": date(2025, 3, 2)}, end_of_hour(2025, 3, 3, 4)),
        # Of a live blog's entry no more than its day is kept.
        (NEW_YORK, {"day": date(2025, 3, 3)}, end_of_hour(2025, 3, 4, 4)),
        # The hour of a clock that stands who knows where tells no moment.
        ({**NEW_YORK, "published_zone": None}, {}, None),
        ({**TOKYO, "published_zone": None, "dateline": "TOKYO"}, {}, end_of_hour(2025, 3, 4, 14)),
        (ONLY_A_DAY, {}, None),
        (
            {"published_at": datetime(2025, 3, 2, 15, tzinfo=UTC), "published_precision": "day"},
            {},
            end_of_hour(2025, 3, 3, 14),
        ),
        ({"published_at": None, "published_precision": None}, {"speaker": "Ina Roth"}, None),
        ({}, {"speaker": "Ina Roth", "said_from": date.max}, end_of_hour(9999, 12, 31, 14)),
        (NEW_YORK, {"speaker": "Ina Roth", "said_from": date.max}, None),
    ],
)
def test_a_claim_had_been_said_by_the_time_of_its_article_or_the_end_of_an_earlier_day_there(
    fields: dict[str, Any], draft: dict[str, Any], moment: datetime | None
) -> None:
    start = TEXT.index("The mill")
    (claim,) = build_claims(article(**fields), VERSION, "e", [ClaimDraft(start, start + 15, "event", **draft)])
    assert claim.said_before == moment


def test_a_reading_is_known_by_text_metadata_and_extractor() -> None:
    base = extraction_id_for(article(), VERSION, "rules", "1")
    others = {
        extraction_id_for(article(), VERSION, "rules", "2"),
        extraction_id_for(article(), VERSION, "llm", "1"),
        extraction_id_for(article(dateline="OSLO"), VERSION, "rules", "1"),
        extraction_id_for(article(headline="Another headline"), VERSION, "rules", "1"),
        extraction_id_for(article(authors=("Ina Roth",)), VERSION, "rules", "1"),
        extraction_id_for(article(), VERSION.model_copy(update={"version_id": "ver_2"}), "rules", "1"),
        extraction_id_for(article(), VERSION.model_copy(update={"body_end": END - 1}), "rules", "1"),
    }
    assert len(others | {base}) == 8
    assert extraction_id_for(article(source="elsewhere.txt"), VERSION, "rules", "1") == base


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("So far 4,300 villagers have moved.", "So far 4,300 villagers have moved."),
        ("So many boats sank that the port closed.", "So many boats sank that the port closed."),
        ("So the port closed.", "The port closed."),
        ("But the port closed.", "The port closed."),
    ],
)
def test_a_word_that_only_joined_it_to_what_stood_before_is_left_out(sentence: str, text: str) -> None:
    assert opened(sentence) == text
