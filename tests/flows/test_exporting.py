"""What leaves the desk and comes in: whole files, harmless cells, and ClaimReview that other desks can read."""

import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from flows.earlier_checks import assemble_fact_checks
from flows.settings import load_settings
from gateways.web import WebGateway
from tests.flows.test_publishing import CHECK, HOUSE, TOLL, Desk, desk
from tests.warehouse.records_made import claim_of, hours
from verifiers.claim_review_texts import read_claim_reviews
from verifiers.claim_reviews import ClaimReview
from warehouse.records import Claim

__all__ = ["desk"]  # a fixture

FORMULA = '=HYPERLINK("http://evil.example")'


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMHOUSE_DESK_NAME", "Island Checks")
    monkeypatch.setenv("CLAIMHOUSE_DESK_URL", "https://desk.example")


def published(desk: Desk) -> None:
    desk.decide("refuted")
    assert desk.publish("False", "--second-reviewer", "Kim", "--published", "2025-03-05") == 0, desk.err


def reviews(file: Path) -> list[ClaimReview]:
    found = [one.found for one in read_claim_reviews(file.read_text("utf-8"))]
    assert all(isinstance(one, ClaimReview) for one in found)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_the_verdicts_are_exported_and_the_same_whatever_the_format(desk: Desk, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"verdicts.{form}"
    file.write_text("of before")
    assert desk("export", f"--{form}", file) == 0, desk.err
    rows: list[dict[str, Any]]
    if form == "parquet":
        rows = pyarrow.parquet.read_table(file).to_pylist()
    elif form == "csv":
        rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    else:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert {row["claim_id"]: row["label"] or None for row in rows} == {
        TOLL: "supported", HOUSE.traffic.claim_id: None, HOUSE.sad.claim_id: None,
    }  # fmt: skip
    assert [path for path in tmp_path.iterdir() if path.name.endswith(".new")] == []


def test_a_dash_is_standard_output_and_no_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert desk("export", "--jsonl", "-", "--query", "select 7 as seven") == 0, desk.err
    assert json.loads(desk.out) == {"seven": 7}
    assert desk("export", "--csv", "-", "--query", "select 7 as seven") == 0, desk.err
    assert desk.out.lstrip("\ufeff").splitlines() == ["seven", "7"]
    assert desk("export", "--parquet", "-", "--query", "select 7 as seven") == 2
    assert "name a file" in desk.err
    assert not (tmp_path / "-").exists()


def test_a_cell_that_looks_like_a_formula_is_text(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    query = f"select '{FORMULA}' as a, -3.5 as b, '-1+1' as c, ' @x' as d, 'plain' as e, ['=1'] as f"
    assert desk("export", "--csv", file, "--query", query) == 0, desk.err
    [row] = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert row == {"a": f"'{FORMULA}", "b": "-3.5", "c": "'-1+1", "d": "' @x", "e": "plain", "f": '["=1"]'}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Give one of --parquet, --csv"),
        (("--csv", "a.csv", "--jsonl", "b.jsonl"), "Give one of --parquet, --csv"),
        (("--csv", "{home}/w.duckdb"), "is the warehouse itself"),
        (("--csv", "{home}"), "is a folder"),
        (("--warc", "{home}/w.duckdb"), "is the warehouse itself"),
        (("--claimreview", "{home}/w.duckdb"), "is the warehouse itself"),
        (("--csv", "{home}/none/a.csv"), "cannot be written"),
        (("--csv", "{home}/a.csv", "--query", "drop table claims"), "DROP is refused"),
        (("--jsonl", "{home}/a.jsonl", "--query", "select 1 as a, 2 as a"), "Two columns are named a"),
        (("--csv", "{home}/a.csv", "--claim", "clm_1"), "go with --warc"),
        (("--csv", "{home}/a.csv", "--publication", "pub_1"), "go with --claimreview"),
        (("--claimreview", "{home}/a.html", "--embed"), "name it with --publication"),
        (
            ("--claimreview", "{home}/a.html", "--publication", "pub_none", "--embed"),
            "There is no publication pub_none",
        ),
        (("--warc", "{home}/a.warc", "--query", "select 1"), "--query goes with"),
    ],
)
def test_what_cannot_be_exported_is_told_and_leaves_no_file(
    desk: Desk, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    assert desk("export", *(one.format(home=tmp_path) for one in arguments)) == 2
    assert told in desk.err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".a", "a."))] == []


@pytest.mark.usefixtures("named")
def test_a_publication_is_exported_as_other_desks_read_it(desk: Desk, tmp_path: Path) -> None:
    published(desk)
    file = tmp_path / "feed.json"
    assert desk("export", "--claimreview", file) == 0, desk.err
    [review] = reviews(file)
    assert (review.url, review.claim, review.publisher) == (CHECK, HOUSE.toll.text, "Island Checks")
    assert (review.rating.words, review.rating.value, review.rating.best) == ("False", 1, 5)
    assert review.reviewed is not None
    assert str(review.reviewed.at.date()) == "2025-03-05"
    assert (review.claimant, review.appearances) == ("Island Post", (HOUSE.article.url,))
    assert review.notes == ()


@pytest.mark.usefixtures("named")
def test_a_corrected_check_says_so_and_a_withdrawn_one_is_no_review_any_more(desk: Desk, tmp_path: Path) -> None:
    published(desk)
    desk.decide("conflicting", 2)
    assert desk("correct", CHECK, "--rating", "Mixture", "--note", "Both are so.", "--by", "Ola") == 0, desk.err
    file = tmp_path / "feed.json"
    assert desk("export", "--claimreview", file) == 0, desk.err
    [review] = reviews(file)
    assert review.rating.words == "Mixture"
    assert review.modified is not None
    [item] = json.loads(file.read_text("utf-8"))["dataFeedElement"]
    assert item["item"]["correction"][0]["text"] == "Both are so."
    assert desk("withdraw", CHECK, "--note", "All wrong.", "--by", "Ola") == 0, desk.err
    assert desk("export", "--claimreview", file) == 0, desk.err
    assert reviews(file) == []
    [item] = json.loads(file.read_text("utf-8"))["dataFeedElement"]
    assert (bool(item["dateDeleted"]), item["item"]) == (True, {"@type": "WebPage", "url": CHECK})


class Scripts(HTMLParser):
    """The elements of a page, and what the scripts among them hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.held: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.held.append(data)


@pytest.mark.usefixtures("named")
def test_one_check_is_embedded_whatever_its_claim_says(desk: Desk, tmp_path: Path) -> None:
    published(desk)
    hostile = "5 < 6 & the toll </script><script>alert(1)</script> <!-- \u2028 ]]> “rose”"
    desk.warehouse.amend(Claim, lambda reads: [reads.claims([TOLL])[0].model_copy(update={"text": hostile})])
    assert desk("correct", CHECK, "--note", "A name </script> was wrong.", "--by", "Ola") == 0, desk.err
    file = tmp_path / "check.html"
    for named_by in (CHECK, TOLL, desk.standing()["publication_id"]):
        assert desk("export", "--claimreview", file, "--publication", named_by, "--embed") == 0, desk.err
    assert "1 publication in" in desk.err
    snippet = file.read_text("utf-8")
    page = Scripts(f"<!doctype html><p>before{snippet}<p>after")
    assert [tag for tag, _ in page.elements] == ["p", "script", "p"]
    assert page.elements[1][1] == {"type": "application/ld+json"}
    held = json.loads(page.held[1])
    assert (held["@context"], held["@type"]) == ("https://schema.org", "ClaimReview")
    assert held["claimReviewed"] == hostile
    assert held["correction"][0]["text"] == "A name </script> was wrong."
    inside = snippet.removeprefix('<script type="application/ld+json">').removesuffix("</script>\n")
    assert not set(inside) & set("<>&\u2028")
    [review] = reviews(file)
    assert (review.url, review.rating.words) == (CHECK, "False"), "other desks read it from the page"

    assert desk("export", "--claimreview", "-", "--publication", CHECK, "--embed") == 0, desk.err
    assert desk.out == snippet
    assert desk("export", "--claimreview", "-", "--publication", CHECK) == 0, desk.err
    assert json.loads(desk.out) == held
    assert desk("withdraw", CHECK, "--note", "All wrong.", "--by", "Ola") == 0, desk.err
    assert desk("export", "--claimreview", "-", "--publication", CHECK, "--embed") == 2
    assert "is withdrawn" in desk.err


def test_what_is_missing_is_named_and_nothing_is_exported(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(desk)
    file = tmp_path / "feed.json"
    assert desk("export", "--claimreview", file) == 2
    assert "CLAIMHOUSE_DESK_NAME" in desk.err
    monkeypatch.setenv("CLAIMHOUSE_DESK_NAME", "Island Checks")
    other = tmp_path / "ratings.toml"
    other.write_text('[[rating]]\nname = "Wrong"\nlabel = "refuted"', "utf-8")
    monkeypatch.setenv("CLAIMHOUSE_RATINGS", str(other))
    assert desk("export", "--claimreview", file) == 2
    assert "the rating “False” in the list of ratings" in desk.err
    assert not file.exists()


@pytest.mark.usefixtures("named")
async def test_what_one_desk_exports_another_finds_for_the_same_claim(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(desk)
    feed = tmp_path / "feed.json"
    assert desk("export", "--claimreview", feed) == 0, desk.err
    assert desk("import", feed) == 0, desk.err
    assert "1 fact-check of" in desk.err
    source = assemble_fact_checks(load_settings(warehouse=desk.warehouse.path), WebGateway())
    assert source is not None
    assert (await source.prepare()).reviews == 1
    mine = claim_of(HOUSE.article, HOUSE.version, "ext_1", HOUSE.toll.quote, said_from=hours(0).date())
    found = await source.search(HOUSE.query, mine, published_until=None, limit=5)
    [hit] = found.hits
    assert (hit.document.url, hit.document.publisher) == (CHECK, "Island Checks")
    assert (hit.document.rating, hit.document.rating_label) == ("False", "refuted")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.json", None, "There is no file"),
        ("a.json", "{}", "it holds no ClaimReview"),
        ("a.json", "{", "it is not JSON"),
        ("a.exe", "{}", "is of no known kind"),
    ],
)
def test_what_cannot_be_imported_is_told(desk: Desk, tmp_path: Path, name: str, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    assert desk("import", tmp_path / name) == 2
    assert told in desk.err
    assert not (tmp_path / "w.duckdb.factchecks").exists()
