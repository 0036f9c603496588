"""`wikipedia` against a real MediaWiki: revisions, search, rendering, and the faults that the real one has."""

import asyncio
import json
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gateways.web import WebGateway, WebSettings
from gateways.web_errors import ForbiddenError, NotThereError, UnexpectedStatusError
from tests.flows.conftest import clean_environment
from tests.integration.real_mediawiki import RealMediaWiki, Revisions, require_mediawiki
from tests.verifiers import builders
from tests.verifiers.search_services import Archive
from verifiers.protocols import Answer
from verifiers.sources.wikipedia import WikipediaSource
from warehouse.records import Query
from warehouse.store import Warehouse

pytestmark = pytest.mark.integration

FERRY_NOW = """{| class="infobox"
! Area
| 12.4 km²
|}
'''Lake Veldra''' is a lake in the north of [[Velm]]. Its ferry carries 300 people.<ref>A timetable.</ref>
== History ==
The ferry began in 1911.
{| class="wikitable"
! Year !! Passengers
|-
| 2023 || 11,200
|-
| 2024 || 12,900
|}
== See also ==
* [[Orn]]
== References ==
<references />"""

PAGES: Revisions = {
    "Lake Veldra": [
        ("2023-05-01T08:00:00Z", "'''Lake Veldra''' is a lake. Its ferry carries 80 people."),
        ("2024-03-01T10:00:00Z", "'''Lake Veldra''' is a lake. Its ferry carries 120 people."),
        ("2025-05-01T10:00:00Z", FERRY_NOW),
    ],
    "Orn": [("2024-06-01T10:00:00Z", "'''Orn''' is a town on [[Lake Veldra]]. Its ferry carries people to Velm.")],
    "Veldra ferry": [("2024-07-01T10:00:00Z", "#REDIRECT [[Lake Veldra]]")],
    "Fähre über den Velm & Co.": [("2024-08-01T10:00:00Z", "Eine Fähre: sie fährt seit 1911 über den Velm.")],
    "Gone": [("2024-01-01T10:00:00Z", "The vanished ferry of Arden carried nobody.")],
}


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealMediaWiki]:
    require_mediawiki()
    with RealMediaWiki(tmp_path_factory.mktemp("wiki") / "one") as real:
        real.add(PAGES)
        yield real


@pytest.fixture
async def gate() -> AsyncIterator[WebGateway]:
    opened = WebGateway(WebSettings(attempts=1))
    yield opened
    await opened.aclose()


async def ask(
    gate: WebGateway, address: str, text: str, until: date | None = None, entities: tuple[str, ...] = ()
) -> Answer:
    source = WikipediaSource([address], gate, Archive(), interval_s=0)
    query = Query(query_id="q", claim_id="c", text=text, purpose="confirm", planner="t", planner_version="1")
    claim = builders.claim(entities=entities)
    return await source.search(query, claim, published_until=until, limit=10)


def texts(answer: Answer) -> dict[str | None, str]:
    return {hit.document.title: hit.document.text for hit in answer.hits}


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as reply:  # noqa: S310  # our own server
        return str(reply.read().decode())


async def test_a_page_of_today_is_read_as_its_reader_reads_it(wiki: RealMediaWiki, gate: WebGateway) -> None:
    answer = await ask(gate, wiki.address, "The ferry on Lake Veldra carries 300 people")
    assert texts(answer) == {
        "Lake Veldra": "Area: 12.4 km²\n"
        "Lake Veldra is a lake in the north of Velm. Its ferry carries 300 people.\n"
        "History\n"
        "The ferry began in 1911.\n"
        "Year | Passengers\n"
        "2023 | 11,200\n"
        "2024 | 12,900"
    }
    document = answer.hits[0].document
    assert (document.publisher, document.language) == ("Test wiki", "en")
    assert document.published_at == document.modified_at == datetime(2025, 5, 1, 10, tzinfo=UTC)
    assert answer.hits[0].spans


@pytest.mark.parametrize(
    ("until", "carries"),
    [
        ("2023-04-30", None),
        ("2023-05-01", "80 people"),
        ("2024-02-29", "80 people"),
        ("2024-03-01", "120 people"),
        ("2025-04-30", "120 people"),
        ("2025-05-01", "300 people"),
    ],
)
async def test_the_revision_current_on_a_day_is_what_counts(
    wiki: RealMediaWiki, gate: WebGateway, until: str, carries: str | None
) -> None:
    found = texts(await ask(gate, wiki.address, "lake ferry carries people", date.fromisoformat(until)))
    assert ("Lake Veldra" in found) == (carries is not None)
    if carries:
        assert carries in found["Lake Veldra"]


async def test_the_permanent_address_shows_the_same_revision(wiki: RealMediaWiki, gate: WebGateway) -> None:
    answer = await ask(gate, wiki.address, "lake ferry carries people", date(2024, 12, 31))
    url = next(hit.document.url for hit in answer.hits if hit.document.title == "Lake Veldra")
    assert url
    page = await asyncio.to_thread(read, url)
    assert "carries 120 people" in page
    assert "300 people" not in page


async def test_names_of_any_letters_are_found_and_addressed(wiki: RealMediaWiki, gate: WebGateway) -> None:
    answer = await ask(gate, wiki.address, "Fähre Velm 1911")
    assert texts(answer) == {"Fähre über den Velm & Co.": "Eine Fähre: sie fährt seit 1911 über den Velm."}
    url = answer.hits[0].document.url
    assert url
    assert "seit 1911" in await asyncio.to_thread(read, url)


async def test_where_no_page_has_all_the_words_the_names_are_looked_up(wiki: RealMediaWiki, gate: WebGateway) -> None:
    assert texts(await ask(gate, wiki.address, "Orn zeppelin landed")) == {}
    found = texts(await ask(gate, wiki.address, "Orn zeppelin landed", entities=("Orn",)))
    assert list(found) == ["Orn", "Lake Veldra"], "the article of that name before what mentions it"


@pytest.mark.parametrize(
    "text",
    [
        '" AND (',
        "title:*",
        "\x00",
        "[1 TO",
        "'; drop table page; --",
        "a" * 100_000,
        "ferry -lake insource:/x/ ~~~ *",
        "+-<>~",
    ],
)
async def test_no_query_breaks_it(wiki: RealMediaWiki, gate: WebGateway, text: str) -> None:
    await ask(gate, wiki.address, text)
    assert texts(await ask(gate, wiki.address, "ferry Orn"))


async def test_a_deleted_page_is_not_found(wiki: RealMediaWiki, gate: WebGateway) -> None:
    source = WikipediaSource([wiki.address], gate, Archive(), interval_s=0)
    [real] = source._wikis
    found = await real.search("vanished ferry Arden", limit=5)
    assert [revision.title for revision in found.revisions] == ["Gone"]
    wiki.delete("Gone")
    with pytest.raises(NotThereError, match="nosuchrevid"):
        await real.render(found.revisions[0])
    assert texts(await ask(gate, wiki.address, "vanished ferry Arden")) == {}


async def test_who_it_is_is_told(wiki: RealMediaWiki, gate: WebGateway) -> None:
    source = WikipediaSource([wiki.address], gate, Archive(), interval_s=0)
    assert await source.check() == f"127.0.0.1:{wiki.port} answers: Test wiki, language en"


async def test_a_private_wiki_and_one_without_search_say_so(tmp_path: Path, gate: WebGateway) -> None:
    require_mediawiki()
    with (
        RealMediaWiki(tmp_path / "private", settings="$wgGroupPermissions['*']['read'] = false;") as private,
        RealMediaWiki(tmp_path / "mute", language="de", settings="$wgSearchType = 'SearchEngineDummy';") as mute,
    ):
        with pytest.raises(ForbiddenError, match=r"readapidenied.*CLAIMHOUSE_WIKIPEDIA"):
            await ask(gate, private.address, "ferry")
        with pytest.raises(UnexpectedStatusError, match=r"search-text-disabled.*can be searched"):
            await ask(gate, mute.address, "ferry")
        with pytest.raises(NotThereError, match="CLAIMHOUSE_WIKIPEDIA"):
            await ask(gate, f"{mute.address}/nowhere", "ferry")


ARTICLE = """Ferry to Orn runs again

09:00 GMT, December 3, 2024
ORN – The ferry on Lake Veldra carries 120 people, the county of Velm said on Tuesday.
"""


def test_a_check_freezes_the_revision_of_the_claim_s_day(wiki: RealMediaWiki, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, "utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "flows.cli", "check", str(tmp_path / "article.txt"), "--cutoff", "claim", "--json"),
            *("--warehouse", str(tmp_path / "desk.duckdb")),
        ],
        env=clean_environment(
            CLAIMHOUSE_WIKIPEDIA=wiki.address,
            CLAIMHOUSE_WIKIPEDIA_INTERVAL_S="0",
            CLAIMHOUSE_CHECKWORTHINESS_THRESHOLD="0",
            CLAIMHOUSE_CACHE_DIR=str(tmp_path / "cache"),
            PREFECT_HOME=str(tmp_path / "prefect"),
        ),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Searching wikipedia (127.0.0.1:{wiki.port})." in done.stderr
    assert [json.loads(line)["label"] for line in done.stdout.splitlines()]
    with Warehouse(tmp_path / "desk.duckdb").session() as session:
        kept = session.read("select title, text, published_at, published_basis, source from documents")
        fetched = session.read("select url, body_hash from fetches")
    lake = next(row for row in kept if row["title"] == "Lake Veldra")
    assert lake["text"].endswith("Its ferry carries 120 people.")
    assert (lake["published_basis"], lake["source"]) == ("wiki revision", "wikipedia")
    assert lake["published_at"] == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert any("action=parse&oldid=" in row["url"] for row in fetched)
