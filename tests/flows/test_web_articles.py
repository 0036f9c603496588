"""`claimhouse check URL` and `claims URL`: articles from the web, and whatever keeps them from being read."""

import csv
import io
import json
from pathlib import Path

import pytest

from flows.extracting import run_claims
from flows.settings import load_settings
from tests.flows.conftest import Cli, contents
from tests.loopback_web import (
    Behaviour,
    LoopbackWeb,
    big_body,
    failing,
    gzip_bomb,
    image,
    page,
    paywalled,
    redirect,
    reply,
    revalidated,
)
from tests.web_faults import METADATA
from warehouse.errors import ClaimhouseError

SENTENCES = (
    "NORTHFIELD – The Northfield dam failed on Sunday, and 45 people were rescued by firefighters, the county said.",
    "The council approved 12 million pounds for repairs on Friday.",
)
EVIDENCE = (
    "publisher: The Herald\npublished: 2025-03-02\n\nThe Northfield dam failed on Sunday. 45 people were rescued.\n"
)


def story(*sentences: str, head: str = "") -> str:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences or SENTENCES)
    return (
        f"<!doctype html><html lang='en'><head><title>Dam fails above Northfield</title>{head}"
        "<meta property='article:published_time' content='2025-03-03T11:10:00+00:00'></head>"
        f"<body><article><h1>Dam fails above Northfield</h1>{paragraphs}</article></body></html>"
    )


@pytest.fixture(autouse=True)
def _evidence(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "herald.txt").write_text(EVIDENCE, "utf-8")


def settings(web: LoopbackWeb, **others: str) -> dict[str, str]:
    return {"CLAIMHOUSE_WEB_ALLOWED_HOSTS": web.host, "CLAIMHOUSE_WEB_HOST_INTERVAL_S": "0"} | others


def test_an_article_of_the_web_is_checked_and_known_by_its_own_address(tmp_path: Path, cli: Cli) -> None:
    canonical = "<link rel='canonical' href='/dam'>"
    with LoopbackWeb({"/short": redirect("/dam?utm_source=x"), "/dam": page(story(head=canonical))}) as web:
        result = cli("check", web.url("/short"), "--corpus", "corpus", "--json", **settings(web))
        assert result.returncode == 0, result.stderr
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        assert any("45 people" in line["text"] and line["label"] for line in lines)
        stored = contents(tmp_path / "claimhouse.duckdb")
        [article] = stored["articles"]
        assert (article["url"], article["source"]) == (web.url("/dam"), web.url("/short"))
        assert str(article["published_at"]).startswith("2025-03-03 11:10")
        [version] = stored["article_versions"]
        assert version["text"] == "Dam fails above Northfield\n\n" + "\n".join(SENTENCES)
        assert version["media_type"] == "text/html"

        # The page has changed: another text of the same article, whose first one stays.
        web.on("/dam", page(story(*SENTENCES, "The county will rebuild the dam by 2027.", head=canonical)))
        assert cli("check", web.url("/dam"), "--corpus", "corpus", **settings(web)).returncode == 0
    stored = contents(tmp_path / "claimhouse.duckdb")
    assert [one["article_id"] for one in stored["articles"]] == [article["article_id"]]
    assert len(stored["article_versions"]) == 2


def test_an_article_that_has_not_changed_is_not_sent_again(tmp_path: Path, cli: Cli) -> None:
    with LoopbackWeb({"/dam": revalidated(story(), etag='"1"')}) as web:
        for _ in range(2):
            assert cli("claims", web.url("/dam"), **settings(web)).returncode == 0
    assert [request.headers.get("if-none-match") for request in web.requests] == [None, '"1"']


def test_claims_of_an_address_are_shown_and_nothing_is_stored(tmp_path: Path, cli: Cli) -> None:
    with LoopbackWeb({"/dam.txt": reply("\n\n".join(SENTENCES), "text/plain; charset=utf-8")}) as web:
        result = cli("claims", web.url("/dam.txt"), "--published", "2025-03-03", "--json", **settings(web))
    assert result.returncode == 0, result.stderr
    assert "45 people" in result.stdout
    assert not list(tmp_path.glob("*.duckdb"))


FAULTS: dict[str, tuple[Behaviour, str]] = {
    "401": (failing(401), "asks for a login"),
    "403": (failing(403), "save the page"),
    "404": (failing(404), "check the address"),
    "429": (failing(429, "3600"), "in 60 minutes"),
    "500": (failing(500), "run again later"),
    "100 MB": (big_body("text/html"), "CLAIMHOUSE_WEB_MAX_MB"),
    "a gzip bomb": (gzip_bomb("text/html"), "CLAIMHOUSE_WEB_MAX_MB"),
    "a redirect inside": (redirect(METADATA), "redirects to http://169.254.169.254"),
    "an image": (image(), "image/png"),
    "a paywall": (paywalled(), "for subscribers"),
    "a shell": (page("<html><body><div id='root'></div><script></script></body></html>"), "scripts"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
async def test_a_page_that_cannot_be_read_is_told_in_one_sentence(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    behaviour, names = FAULTS[fault]
    monkeypatch.chdir(tmp_path)
    with LoopbackWeb({"/dam": behaviour}) as web:
        told = load_settings(web_allowed_hosts=web.host, web_host_interval_s=0.0, web_max_mb=1.0, web_attempts=1)
        with pytest.raises(ClaimhouseError) as caught:
            await run_claims(told, [web.url("/dam")], published=None, url=None, as_json=False)
    assert caught.value.exit_code == 2
    assert names in str(caught.value)
    assert capsys.readouterr().out == ""


def test_alone_it_ends_the_check_and_among_others_it_is_one_article_s_failure(tmp_path: Path, cli: Cli) -> None:
    with LoopbackWeb({"/dam": page(story()), "/mill": paywalled()}) as web:
        alone = cli("check", web.url("/mill"), "--corpus", "corpus", **settings(web))
        assert alone.returncode == 2
        assert "for subscribers" in alone.stderr
        several = cli(
            "check", web.url("/mill"), web.url("/dam"), "http://10.0.0.1/", "--corpus", "corpus", **settings(web)
        )
    assert several.returncode == 1
    assert "2 articles and 0 claims failed" in several.stderr
    table = cli("sql", "select item_id, stage, error, transient from open_failures", "--format", "csv").stdout
    failed = {row["item_id"]: (row["stage"], row["error"]) for row in csv.DictReader(io.StringIO(table))}
    assert failed == {
        web.url("/mill"): ("read", "PaywalledError"),
        "http://10.0.0.1/": ("read", "AddressRefusedError"),
    }


def test_a_page_cannot_take_another_article_s_place(tmp_path: Path, cli: Cli) -> None:
    lie = "<link rel='canonical' href='https://news.example/other'>"
    with LoopbackWeb({"/dam": page(story(head=lie))}) as web:
        assert cli("check", web.url("/dam"), "--corpus", "corpus", **settings(web)).returncode == 0
    [article] = contents(tmp_path / "claimhouse.duckdb")["articles"]
    assert article["url"] == web.url("/dam")
