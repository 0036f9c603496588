"""How long the evidence of many claims takes to gather from the web: `python -m benchmarks.searching`.

Fifty claims with the offline planner's queries are put to three services on loopback, each of whose answers takes 200
milliseconds to begin, as does each page that it names. All goes the way that a run goes: the searching stage, the web's
gateway, the reading of pages into dated documents, and the keeping of their bytes. What is not counted is choosing
passages and judging. The services set no pace and robots.txt is one more page, for what is measured is Claimhouse.
"""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.options import Options
from benchmarks.rows import Row, write
from benchmarks.searching_server import TOWNS, WORKS, serve
from extractors.reading import read_article
from gateways.web import WebGateway, WebSettings
from gateways.web_services import Service
from verifiers.outcomes import Job, Limits
from verifiers.own_story import OwnStory
from verifiers.planners.offline import OfflinePlanner
from verifiers.searching import Searched, Searching
from verifiers.sources.web_search import Asked, Named, WebSearchSource
from verifiers.webpages import PageReader
from warehouse.originals import Originals
from warehouse.records import Claim

SERVICES = ("north", "south", "west")
CLAIMS = 50
LATENCY_S = 0.2
PAGES = 1  # that a service names for a claim
IN_FLIGHT = 16  # calls of one service; of pages, twice as many


class LoopbackSearch(WebSearchSource):
    """A search service on loopback; its pages are named, fetched and read as those of every search on the web are."""

    own_version = 1
    most_characters = 400
    most_words = 32

    def __init__(self, name: str, address: str, gateway: WebGateway, reader: PageReader) -> None:
        super().__init__(reader, interval_s=0.0)  # no pace is set
        self.name = name  # type: ignore[misc]  # a shipped source has the one name of its service
        self._gateway = gateway
        self._address = address

    @property
    def place(self) -> str:
        return self.name

    async def ask(self, asked: Asked) -> Sequence[Named]:
        reply = await self._gateway.call(self.name, f"{self._address}/search/{self.name}", params={"q": asked.words})
        return [Named(f"{self._address}{path}") for path in reply["pages"]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status is 1 where a search failed."""
    parser = Options(__doc__)
    parser.add_count("--claims", CLAIMS)
    parser.add_seconds("--latency", LATENCY_S)
    parser.add_count("--pages", PAGES, told="pages that a service names for a claim")
    parser.add_json()
    options = parser.parse_args(arguments)
    context = multiprocessing.get_context("spawn")  # a process of its own: its work is not what is measured
    port = context.Queue()
    server = context.Process(target=serve, args=(port, options.latency, options.pages), daemon=True)
    server.start()
    try:
        rows, failed = asyncio.run(measure(f"http://127.0.0.1:{port.get(timeout=60)}", options.claims, options.latency))
    finally:
        server.terminate()
    for row in rows:
        print(f"{row.set:10} {row.metric:20} {row.value:10.3f}   n={row.n}")
    if options.json:
        write(options.json, rows)
    if failed:
        print(f"{failed} searches failed", file=sys.stderr)
    return int(failed > 0)


async def measure(address: str, count: int, latency_s: float) -> tuple[list[Row], int]:
    """The rows, and how many searches failed."""
    article = read_article(b"What the towns built\n\nAll of it is told below.\n", "towns.md", read_at=datetime.now(UTC))
    claims = made_claims(count)
    planned = await OfflinePlanner().plan(article.article, claims, run_id="run_benchmark")
    queries = {claim.claim_id: [q for q in planned.queries if q.claim_id == claim.claim_id] for claim in claims}
    with tempfile.TemporaryDirectory() as folder:
        services = tuple(Service(name, url=address, in_flight=IN_FLIGHT) for name in SERVICES)
        settings = WebSettings(
            allowed_hosts=(address.removeprefix("http://"),),
            host_interval_s=0.0,
            host_connections=2 * IN_FLIGHT,
            connections=2 * IN_FLIGHT,
            services=services,
        )
        gateway = WebGateway(settings, cache_dir=Path(folder) / "cache")
        reader = PageReader(gateway, Originals(Path(folder) / "desk.duckdb"))
        searching = Searching([LoopbackSearch(name, address, gateway, reader) for name in SERVICES], Limits())
        own_story = OwnStory.of(article.article, article.version)
        job = Job(article.article, own_story, "run_benchmark", datetime.now(UTC), "now")
        await reader.read(f"{address}/page/warm", source="north")  # what a process loads once is loaded
        began, worked = time.monotonic(), time.process_time()
        found = await asyncio.gather(*(searching.search(job, claim, queries[claim.claim_id]) for claim in claims))
        seconds, cpu = time.monotonic() - began, time.process_time() - worked
        await gateway.aclose()
    return _rows(found, count, seconds, cpu, latency_s)


def _rows(found: Sequence[Searched], count: int, seconds: float, cpu: float, latency_s: float) -> tuple[list[Row], int]:
    searches = [search for one in found for search in one.searches]
    documents = {hit.document.document_id for one in found for hits in one.found for hit in hits.hits}
    failed = sum(search.outcome == "failed" for search in searches)
    split = f"latency {latency_s:g} s"
    figures = [
        ("seconds", seconds, count),
        ("cpu_seconds", cpu, count),
        ("searches", len(searches), count),
        ("documents", len(documents), count),
        ("failed", failed, len(searches)),
    ]
    return [Row("searching", split, metric, "offline", value, n=n) for metric, value, n in figures], failed


def made_claims(count: int) -> list[Claim]:
    """Claims on works of towns, each with names, a number and a day of its own."""
    return [_claim(number) for number in range(count)]


def _claim(number: int) -> Claim:
    town, work = TOWNS[number % len(TOWNS)], WORKS[number % len(WORKS)]
    day = date(2024, 1 + number % 12, 1 + number % 28)
    sum_ = f"{100 + number} million crowns"
    text = f"The council of {town} approved {sum_} for the {work} on {day:%B} {day.day}, {day.year}."
    return Claim(
        claim_id=f"clm_{number:024}",
        extraction_id="ext_benchmark",
        article_id="art_benchmark",
        version_id="ver_benchmark",
        ordinal=number,
        quote=text,
        start=0,
        end=len(text),
        text=text,
        kind="quantity",
        checkable=True,
        checkworthiness=1.0,
        said_from=day,
        said_to=day,
        about_from=day,
        about_to=day,
        entities=(town,),
    )


if __name__ == "__main__":
    sys.exit(main())
