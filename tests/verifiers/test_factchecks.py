"""Earlier fact-checks from files, feeds and Google: found by the claim itself, and never lost to an outage."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from gateways import web_errors as errors
from gateways.web import WebGateway
from tests.gateways.web_clock import gateway
from tests.loopback_web import LoopbackWeb, answered_by, json_reply, reply
from tests.verifiers import builders
from tests.web_faults import SERVICE_FAULTS, patience
from verifiers.protocols import Answer
from verifiers.sources.factchecks import FactCheckSource
from verifiers.sources.google_factchecks import KEY, GoogleFactChecks
from warehouse.errors import BadInputError, ClaimhouseError, SourceError
from warehouse.records import Claim, Query

CLAIM = builders.claim("Ada Lund has an approval rating of 4 percent.", kind="quantity", said="2025-03-03")
SECRET = "AIzaSyD-a-key-that-nobody-may-see-0123"  # noqa: S105 - it opens nothing


def review(
    claim: str = "Ada Lund's approval rating is at 4%",
    *,
    url: str | None = "https://desk.example/1",
    rating: Any = "False",
    published: str | None = "2025-03-05",
    publisher: Any = "Harwick Checks",
    **fields: Any,
) -> dict[str, Any]:
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": url,
        "datePublished": published,
        "author": {"@type": "Organization", "name": publisher},
        "reviewRating": {"alternateName": rating} if isinstance(rating, str) else rating,
        "itemReviewed": {"@type": "Claim", "author": {"name": "Bo Ek"}, "datePublished": "2025-03-01"},
        **fields,
    }


def query(of: Claim = CLAIM) -> Query:
    asked = builders.query(of, of.text)
    return asked.model_copy(update={"purpose": "earlier_fact_check"})


async def ask(source: FactCheckSource, claim: Claim = CLAIM, until: date | None = None, limit: int = 10) -> Answer:
    return await source.search(query(claim), claim, published_until=until, limit=limit)


async def of_file(home: Path, content: Any, name: str = "checks.json") -> FactCheckSource:
    (home / name).write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    source = FactCheckSource([str(home / name)])
    await source.prepare()
    return source


# Files ------------------------------------------------------------------------------------------------------------


async def test_a_fact_check_of_the_claim_is_found_with_all_that_is_shown_of_it(tmp_path: Path) -> None:
    source = await of_file(tmp_path, review(headline="No, Lund's rating is not 4%"))
    (hit,) = (await ask(source)).hits
    document = hit.document
    assert document.document_type == "fact_check"
    assert (document.publisher, document.url) == ("Harwick Checks", "https://desk.example/1")
    assert (document.rating, document.rating_label) == ("False", "refuted")
    assert document.claim_reviewed == "Ada Lund's approval rating is at 4%"
    assert document.published_at == builders.midnight("2025-03-05")
    assert document.text.split("\n") == [
        "Ada Lund's approval rating is at 4%",
        "Claimed by Bo Ek on 1 March 2025.",
        "Rated “False” by Harwick Checks.",
        "No, Lund's rating is not 4%",
    ]
    (start, end) = hit.spans[0]
    assert document.text[start:end] == document.claim_reviewed
    assert hit.how == "the same names, numbers and words"


@pytest.mark.parametrize(
    "other",
    [
        "Ada Lund's approval rating is at 57%",
        "Ada Lund has fled to Ashby",
        "Bo Ek's approval rating is at 4%",
        "Ada Lund's approval rating is not 4%",
    ],
)
async def test_a_fact_check_of_another_claim_about_the_same_person_is_none(tmp_path: Path, other: str) -> None:
    assert (await ask(await of_file(tmp_path, review(other)))).hits == ()


async def test_the_surest_and_then_the_newest_comes_first_and_each_page_once(tmp_path: Path) -> None:
    content = [
        review(url="https://a.example/", published="2025-03-04"),
        review(CLAIM.text, url="https://b.example/", published="2025-03-04"),
        review(url="https://c.example/", published="2025-03-06"),
        review(url="https://www.c.example", published="2025-03-06"),
    ]
    hits = (await ask(await of_file(tmp_path, content))).hits
    assert [hit.document.url for hit in hits] == ["https://b.example/", "https://c.example/", "https://a.example/"]
    assert [len((await ask(await of_file(tmp_path, content), limit=2)).hits)] == [2]


async def test_a_rating_that_cannot_be_mapped_stays_as_it_is(tmp_path: Path) -> None:
    content = [
        review(url=f"https://d.example/{n}", rating=rating) for n, rating in enumerate(["Satire", "Vrai", "7/10"])
    ]
    hits = (await ask(await of_file(tmp_path, content))).hits
    assert {(hit.document.rating, hit.document.rating_label) for hit in hits} == {
        ("Satire", None), ("Vrai", "supported"), ("7/10", None),
    }  # fmt: skip


async def test_what_is_rated_of_a_saying_is_left_open(tmp_path: Path) -> None:
    content = review("Bo Ek said that Ada Lund has an approval rating of 4 percent")
    (hit,) = (await ask(await of_file(tmp_path, content))).hits
    assert (hit.document.rating, hit.document.rating_label) == ("False", None)


async def test_nothing_later_than_the_day_and_nothing_that_was_changed_later(tmp_path: Path) -> None:
    content = [
        review(url="https://old.example/", published="2025-03-02"),
        review(url="https://changed.example/", published="2025-03-02", dateModified="2025-04-02"),
        review(url="https://later.example/", published="2025-03-05"),
        review(url="https://undated.example/", published=None),
    ]
    source = await of_file(tmp_path, content)
    hits = (await ask(source, until=date(2025, 3, 3))).hits
    assert [hit.document.url for hit in hits] == ["https://old.example/"]
    assert len((await ask(source)).hits) == 4


async def test_what_is_broken_is_told_once_each_and_the_rest_is_found(tmp_path: Path) -> None:
    lines = [
        review(),
        review(url="https://b.example/", published="2019-02-30"),
        {"@type": "ClaimReview", "url": "https://c.example/", "reviewRating": {"alternateName": "False"}},
        review(url="https://d.example/", author="Ashby Checks", itemReviewed=[{"author": "Bo Ek"}]),
        review("<b>Ada Lund&#39;s</b> approval rating is at 4%<script>alert(1)</script>", url="https://e.example/"),
        review(url="https://f.example/", rating={"ratingValue": "1", "bestRating": 5, "worstRating": "1"}),
    ]
    text = "\n".join([*map(json.dumps, lines), '{"@type": "ClaimReview", '])
    (tmp_path / "checks.jsonl").write_text(text, "utf-8")
    source = FactCheckSource([str(tmp_path)])
    report = await source.prepare()
    assert report.reviews == 5
    assert [(one.line, one.reason) for one in report.unreadable] == [
        (3, "fact-check 3: it has no claimReviewed, so what it is about is not known"),
        (7, "fact-check 7: it is not JSON"),
    ]
    assert [(one.line, one.reason) for one in report.notes] == [
        (2, "fact-check 2: its datePublished '2019-02-30' is not a date")
    ]
    found = {hit.document.url: hit.document for hit in (await ask(source)).hits}
    assert set(found) == {"https://desk.example/1", *(f"https://{name}.example/" for name in "bdef")}
    assert found["https://b.example/"].published_at is None
    assert found["https://d.example/"].publisher == "Ashby Checks"
    assert found["https://e.example/"].claim_reviewed == "Ada Lund's approval rating is at 4%"
    assert found["https://f.example/"].rating == "1 on a scale from 1 to 5"
    assert found["https://f.example/"].rating_label == "refuted"


async def test_a_folder_of_pages_and_feeds_is_read_and_other_files_left_out(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    script = f'<script type="application/ld+json">{json.dumps(review(url="https://page.example/"))}</script>'
    (tmp_path / "deep" / "page.html").write_text(f"<html><head>{script}</head><body>…</body></html>")
    (tmp_path / "feed.json").write_text(json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [review()]}]}))
    (tmp_path / "notes.csv").write_text("no fact-check")
    (tmp_path / ".hidden.json").write_text("no fact-check")
    (tmp_path / "picture.json").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "empty.json").write_text("[]")
    source = FactCheckSource([str(tmp_path)])
    report = await source.prepare()
    assert report.reviews == 2
    assert [one.path for one in report.unreadable] == ["empty.json", "picture.json"]


async def test_a_path_that_does_not_exist_is_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="CLAIMHOUSE_FACTCHECKS"):
        await FactCheckSource([str(tmp_path / "nowhere")]).prepare()


async def test_before_it_is_prepared_it_cannot_answer() -> None:
    with pytest.raises(SourceError):
        await ask(FactCheckSource())
    with pytest.raises(SourceError):
        _ = FactCheckSource().version


async def test_its_version_is_that_of_its_content_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first = await of_file(tmp_path / "one", review())
    assert (await of_file(tmp_path / "two", review(), "other.json")).version == first.version
    assert (await of_file(tmp_path / "two", review(rating="True"), "other.json")).version != first.version
    assert not first.live


@pytest.mark.parametrize("hostile", ['" AND (', "'; DROP TABLE documents; --", "\u202e\x00", "{{claims}}", "=1+1"])
async def test_hostile_words_are_only_words(tmp_path: Path, hostile: str) -> None:
    content = review(rating=hostile, publisher=hostile, headline=hostile)
    (hit,) = (await ask(await of_file(tmp_path, content))).hits
    assert hit.document.rating_label is None
    same = await ask(await of_file(tmp_path, review(hostile)), builders.claim(hostile))
    assert {hit.document.claim_reviewed for hit in same.hits} <= {hostile}


# Feeds ------------------------------------------------------------------------------------------------------------


async def test_a_feed_is_fetched_and_its_last_copy_serves_when_it_cannot_be_had(tmp_path: Path) -> None:
    feed = reply(json.dumps([review()]), "application/ld+json")
    with LoopbackWeb({"/feed": [feed, json_reply({}, 500)]}) as web:
        first = FactCheckSource([web.url("/feed")], cache_dir=tmp_path, web=gateway(web, attempts=1))
        assert (await first.prepare()).notes == ()
        second = FactCheckSource([web.url("/feed")], cache_dir=tmp_path, web=gateway(web, attempts=1))
        (note,) = (await second.prepare()).notes
    assert "the copy of" in note.reason
    assert "failed" in note.reason
    found = [[hit.document.url for hit in (await ask(source)).hits] for source in (first, second)]
    assert found == [["https://desk.example/1"]] * 2


async def test_a_feed_that_was_never_had_is_missing_from_every_answer(tmp_path: Path) -> None:
    (tmp_path / "checks.json").write_text(json.dumps(review()))
    with LoopbackWeb({"/feed": json_reply({}, 503)}) as web:
        entries = [web.url("/feed"), str(tmp_path / "checks.json")]
        source = FactCheckSource(entries, cache_dir=tmp_path / "cache", web=gateway(web, attempts=1))
        report = await source.prepare()
    assert [one.path for one in report.unreadable] == [web.url("/feed")]
    answer = await ask(source)
    assert len(answer.hits) == 1
    assert [(one.url, one.error, one.transient) for one in answer.unread] == [
        (web.url("/feed"), "ServerFailedError", True)
    ]
    with pytest.raises(errors.ServerFailedError):
        await ask(source, builders.claim("Harwick has closed its only bridge over the river."))
    with pytest.raises(errors.ServerFailedError):
        await source.check()


# Google -----------------------------------------------------------------------------------------------------------

GOOGLE_CLAIM = {
    "text": "Ada Lund's approval rating is at 4%",
    "claimant": "Bo Ek",
    "claimDate": "2025-03-01T00:00:00Z",
    "claimReview": [
        {
            "publisher": {"name": "Harwick Checks", "site": "desk.example"},
            "url": "https://desk.example/1",
            "title": "No, Lund's rating is not 4%",
            "reviewDate": "2025-03-05T10:00:00Z",
            "textualRating": "Pants on Fire!",
            "languageCode": "en",
        },
        {"publisher": {"site": "ashby.example"}, "url": "https://ashby.example/2", "textualRating": "Satire"},
    ],
}


def google_error(status: int, message: str, reason: str, name: str) -> Mapping[str, Any]:
    """An error as https://cloud.google.com/apis/design/errors has it."""
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}
    return {"error": {"code": status, "message": message, "status": name, "details": [info]}}


async def asking(web: LoopbackWeb, with_gateway: WebGateway | None = None) -> FactCheckSource:
    google = GoogleFactChecks(with_gateway or gateway(web, attempts=1), SecretStr(SECRET), address=web.url("/search"))
    source = FactCheckSource(google=google)
    await source.prepare()
    return source


async def test_google_s_fact_checks_are_matched_and_mapped_like_all_others() -> None:
    with LoopbackWeb({"/search": json_reply({"claims": [GOOGLE_CLAIM]})}) as web:
        source = await asking(web)
        hits = (await ask(source)).hits
    assert source.live
    assert [(hit.document.publisher, hit.document.rating, hit.document.rating_label) for hit in hits] == [
        ("Harwick Checks", "Pants on Fire!", "refuted"),
        ("ashby.example", "Satire", None),
    ]
    assert hits[0].document.published_precision == "minute"
    assert hits[0].document.title == "No, Lund's rating is not 4%"


async def test_google_is_asked_as_its_documentation_says_and_the_key_stands_in_no_address() -> None:
    with LoopbackWeb({"/search": json_reply({})}) as web:
        await ask(await asking(web))
        (request,) = web.requests
    assert request.query["query"] == [CLAIM.text]
    assert request.query["pageSize"] == ["30"]
    assert "languageCode" not in request.query
    assert request.headers["x-goog-api-key"] == SECRET
    assert SECRET not in str(request.query)


async def test_the_next_page_is_asked_for_with_its_token_and_no_more_than_two() -> None:
    with LoopbackWeb({"/search": answered_by(lambda _: {"claims": [GOOGLE_CLAIM], "nextPageToken": "more"})}) as web:
        assert len((await ask(await asking(web))).hits) == 2
        asked = [request.query.get("pageToken") for request in web.requests]
    assert asked == [None, ["more"]]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"claims": []},
        {"claims": None, "nextPageToken": None},
        {"claims": "none"},
        {
            "claims": [
                None,
                3,
                {},
                {"text": None},
                {"text": CLAIM.text},
                {"text": CLAIM.text, "claimReview": [{}, None]},
            ]
        },
        {"claims": [{"text": CLAIM.text, "claimReview": [{"publisher": "text", "url": "javascript:alert(1)"}]}]},
    ],
)
async def test_an_answer_without_anything_is_nothing_found(answer: Any) -> None:
    with LoopbackWeb({"/search": json_reply(answer)}) as web:
        assert await ask(await asking(web)) == Answer()


@pytest.mark.parametrize(
    ("status", "message", "reason", "name", "error", "told"),
    [
        (400, "API key not valid. Please pass a valid API key.", "API_KEY_INVALID", "INVALID_ARGUMENT",
         errors.KeyRefusedError, KEY),
        (400, "API key expired. Please renew the API key.", "API_KEY_INVALID", "INVALID_ARGUMENT",
         errors.KeyRefusedError, KEY),
        (400, "Request contains an invalid argument.", "BAD", "INVALID_ARGUMENT",
         errors.UnexpectedStatusError, "invalid argument"),
        (403, "Fact Check Tools API has not been used in project 1 before or it is disabled.", "SERVICE_DISABLED",
         "PERMISSION_DENIED", errors.ForbiddenError, "disabled"),
        (403, "Requests from referer <empty> are blocked.", "API_KEY_HTTP_REFERRER_BLOCKED", "PERMISSION_DENIED",
         errors.ForbiddenError, KEY),
        (429, "Quota exceeded for quota metric 'Queries'.", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED",
         errors.TooManyRequestsError, "Quota exceeded"),
        (500, "Internal error encountered.", "INTERNAL", "INTERNAL", errors.ServerFailedError, "later"),
        (503, "The service is currently unavailable.", "UNAVAILABLE", "UNAVAILABLE", errors.ServerFailedError, "later"),
    ],
)  # fmt: skip
async def test_google_s_errors_are_told_by_name_with_what_to_do(
    status: int, message: str, reason: str, name: str, error: type[ClaimhouseError], told: str
) -> None:
    answer = google_error(status, f"{message} (key {SECRET})", reason, name)
    with LoopbackWeb({"/search": json_reply(answer, status)}) as web:
        source = await asking(web)
        with pytest.raises(error, match=told) as raised:
            await ask(source)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("fault", sorted(SERVICE_FAULTS))
async def test_every_fault_of_the_web_is_an_error_and_never_nothing_found(fault: str) -> None:
    behave, error = SERVICE_FAULTS[fault]
    with LoopbackWeb() as web:
        web.on("/search", behave(web))
        source = await asking(web, gateway(web, attempts=1, max_mb=1.0, **patience(error)))
        with pytest.raises(error):
            await ask(source)


async def test_json_that_is_no_answer_is_an_error() -> None:
    with LoopbackWeb({"/search": json_reply(["claims"])}) as web, pytest.raises(errors.NotJsonReplyError):
        await ask(await asking(web))


async def test_what_is_at_hand_is_found_though_google_is_down(tmp_path: Path) -> None:
    (tmp_path / "checks.json").write_text(json.dumps(review()))
    with LoopbackWeb({"/search": json_reply({}, 500)}) as web:
        google = GoogleFactChecks(gateway(web, attempts=1), SecretStr(SECRET), address=web.url("/search"))
        source = FactCheckSource([str(tmp_path / "checks.json")], google=google)
        await source.prepare()
        answer = await ask(source)
    assert len(answer.hits) == 1
    assert [one.error for one in answer.unread] == ["ServerFailedError"]


async def test_a_page_that_both_have_comes_once(tmp_path: Path) -> None:
    (tmp_path / "checks.json").write_text(json.dumps(review()))
    with LoopbackWeb({"/search": json_reply({"claims": [GOOGLE_CLAIM]})}) as web:
        google = GoogleFactChecks(gateway(web), SecretStr(SECRET), address=web.url("/search"))
        source = FactCheckSource([str(tmp_path / "checks.json")], google=google)
        await source.prepare()
        urls = [hit.document.url for hit in (await ask(source)).hits]
    assert sorted(map(str, urls)) == ["https://ashby.example/2", "https://desk.example/1"]
