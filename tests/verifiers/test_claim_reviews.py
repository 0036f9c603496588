"""ClaimReview markup as publishers really write it: read wherever it stands, and what is broken told once."""

import json
from datetime import date
from typing import Any

import pytest

from verifiers.claim_review_texts import Placed, read_claim_reviews
from verifiers.claim_reviews import ClaimReview, Rating, Unusable, plain_text

URL = "https://desk.example/checks/1"


def markup(**fields: Any) -> dict[str, Any]:
    """A whole ClaimReview; a field that is None is left out."""
    whole = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": "Harwick closed its only bridge.",
        "url": URL,
        "headline": "No, the bridge is open",
        "datePublished": "2025-03-04",
        "author": {"@type": "Organization", "name": "Harwick Checks", "url": "https://desk.example/"},
        "reviewRating": {"alternateName": "False", "ratingValue": 1, "worstRating": 1, "bestRating": 5},
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Ada Lund"},
            "datePublished": "2025-03-01",
            "appearance": {"@type": "CreativeWork", "url": "https://paper.example/lund"},
        },
        **fields,
    }  # fmt: skip
    return {name: value for name, value in whole.items() if value is not None}


def read(value: Any) -> list[ClaimReview | Unusable]:
    text = value if isinstance(value, str) else json.dumps(value)
    return [placed.found for placed in read_claim_reviews(text)]


def one(**fields: Any) -> ClaimReview:
    (found,) = read(markup(**fields))
    assert isinstance(found, ClaimReview)
    return found


def test_all_that_a_review_tells_is_read() -> None:
    review = one()
    assert review.claim == "Harwick closed its only bridge."
    assert review.rating == Rating("False", 1.0, 1.0, 5.0)
    assert (review.url, review.title, review.publisher) == (URL, "No, the bridge is open", "Harwick Checks")
    assert review.reviewed is not None
    assert review.reviewed.at.date() == date(2025, 3, 4)
    assert review.claimant == "Ada Lund"
    assert review.claimed is not None
    assert review.claimed.at.date() == date(2025, 3, 1)
    assert review.appearances == ("https://paper.example/lund",)
    assert review.notes == ()


@pytest.mark.parametrize(
    "around",
    [
        lambda item: item,
        lambda item: [item],
        lambda item: [[item], None, 3, "text"],
        lambda item: {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, item]},
        lambda item: {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [item]}]},
        lambda item: {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": item, "url": URL}]},
        lambda item: {"@type": "NewsArticle", "hasPart": {"@type": "WebPageElement", "review": item}},
        lambda item: {**item, "@type": ["Review", "ClaimReview"]},
        lambda item: {**item, "@type": "http://schema.org/ClaimReview"},
        lambda item: {**item, "@type": "schema:ClaimReview"},
    ],
)
def test_it_is_found_wherever_it_stands(around: Any) -> None:
    assert [found.claim for found in read(around(markup())) if isinstance(found, ClaimReview)] == [one().claim]


def test_json_lines_scripts_and_pages() -> None:
    item = json.dumps(markup())
    script = f'<script type="application/ld+json">{item}</script>'
    page = f"<!doctype html><html><head>{script}</head><body><p>Text.</p>{script}</body></html>"
    assert len(read(f"{item}\n\n{item}\n")) == 2
    assert len(read(f"{script}\n{script}")) == 2
    assert len(read(page)) == 2
    assert len(read(f"\ufeff{item}")) == 1


def test_a_broken_line_is_told_with_its_number_and_the_rest_is_read() -> None:
    item = json.dumps(markup())
    placed = list(read_claim_reviews(f'{item}\n{{"@type": "ClaimReview", \n{item}'))
    assert [isinstance(one.found, Unusable) for one in placed] == [False, True, False]
    assert placed[1] == Placed(2, Unusable("it is not JSON"))


def test_a_page_s_broken_script_is_told_only_where_it_held_a_review() -> None:
    broken = '<script type="application/ld+json">{"@type": "%s", </script>'
    assert read(f"<html><body>{broken % 'ClaimReview'}{broken % 'WebPage'}</body></html>") == [
        Unusable("it is not JSON")
    ]


def test_references_are_followed() -> None:
    graph = [
        {"@type": "Organization", "@id": "#us", "name": "Harwick Checks"},
        markup(author={"@id": "#us"}, itemReviewed={"@id": "#claim"}),
        {"@type": "Claim", "@id": "#claim", "author": "Bo Ek"},
    ]
    (found,) = read({"@graph": graph})
    assert isinstance(found, ClaimReview)
    assert (found.publisher, found.claimant) == ("Harwick Checks", "Bo Ek")


@pytest.mark.parametrize(
    ("field", "value", "attribute", "read_as"),
    [
        ("author", "Harwick Checks", "publisher", "Harwick Checks"),
        ("author", ["Harwick Checks", "Ada"], "publisher", "Harwick Checks"),
        ("author", {"name": ["Harwick Checks"]}, "publisher", "Harwick Checks"),
        ("itemReviewed", [{"@type": "Claim", "author": "Bo Ek"}], "claimant", "Bo Ek"),
        ("itemReviewed", [None, "text", {"author": [{"name": "Bo Ek"}]}], "claimant", "Bo Ek"),
        ("itemReviewed", "a post", "claimant", None),
        ("reviewRating", "False", "rating", Rating("False")),
        ("reviewRating", {"ratingValue": "Mostly false"}, "rating", Rating("Mostly false")),
        ("reviewRating", {"ratingValue": "2", "bestRating": "5", "worstRating": 1}, "rating", Rating(None, 2, 1, 5)),
        ("reviewRating", {"ratingValue": 0.5}, "rating", Rating(None, 0.5)),
        ("reviewRating", {"alternateName": 3, "bestRating": 5}, "rating", Rating(None, 3, None, 5)),
        ("reviewRating", [{"alternateName": {"@value": "Falsch", "@language": "de"}}], "rating", Rating("Falsch")),
        ("reviewRating", {"ratingValue": True}, "rating", Rating()),
        ("claimReviewed", "<p>Harwick &amp; Ashby <b>merged</b></p><script>alert(1)</script>", "claim",
         "Harwick & Ashby merged"),
        ("claimReviewed", "5 < 7 and 9 > 8 in Harwick", "claim", "5 < 7 and 9 > 8 in Harwick"),
        ("claimReviewed", {"@value": "Harwick burns."}, "claim", "Harwick burns."),
        ("url", [{"url": URL}], "url", URL),
        ("url", None, "url", None),
        ("url", "javascript:alert(1)", "url", None),
        ("inLanguage", "de-AT", "language", "de"),
        ("inLanguage", {"@type": "Language", "name": "German"}, "language", None),
    ],
)  # fmt: skip
def test_a_field_is_read_however_it_is_written(field: str, value: Any, attribute: str, read_as: Any) -> None:
    assert getattr(one(**{field: value}), attribute) == read_as


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"datePublished": "2019-02-30"}, "its datePublished '2019-02-30' is not a date"),
        ({"datePublished": None}, "it does not tell on which day it was published"),
        ({"url": None}, "its url is missing or is not an address on the web"),
        ({"reviewRating": None}, "it has no rating"),
        ({"claimReviewed": ["One.", "Two."]}, "it reviews several claims at once: the first was taken"),
        ({"claimReviewed": "Harwick " * 500}, "its claimReviewed is longer than 2000 characters and was cut"),
    ],
)  # fmt: skip
def test_a_detail_that_cannot_be_used_is_told_once_and_the_rest_kept(fields: dict[str, Any], told: str) -> None:
    assert one(**fields).notes == (told,)


@pytest.mark.parametrize("missing", [None, "", "  ", [], {}, "<p></p>", True])
def test_a_review_of_nothing_is_told(missing: Any) -> None:
    assert read(markup(claimReviewed=missing)) == [
        Unusable("it has no claimReviewed, so what it is about is not known")
    ]


def test_a_later_change_is_kept_for_a_rating_may_have_changed_with_it() -> None:
    review = one(dateModified="2025-04-01")
    assert review.last_changed == date(2025, 4, 1)
    assert one(dateModified="2025-03-04").modified is None
    assert one(datePublished=None, dateModified="2025-04-01").last_changed == date(2025, 4, 1)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "3", '"ClaimReview"', "<html></html>", "<", "<!-- -->"])
def test_a_text_without_reviews_has_none(text: str) -> None:
    assert [found for found in read(text) if isinstance(found, ClaimReview)] == []


def test_what_is_nested_without_end_does_no_harm() -> None:
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    assert read(deep) == [Unusable("its JSON is nested too deeply")]
    assert len(read("[" * 500 + json.dumps(markup()) + "]" * 500)) == 1


def test_marks_that_deceive_the_eye_are_taken_out() -> None:
    assert plain_text("Harwick\u202e is\u200b safe\x00\x1b[31m") == "Harwick is safe\ufffd[31m"
