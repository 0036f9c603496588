"""What asking a model costs in time: `python -m benchmarks.model_calls`.

An article of sixty sentences, each a claim, goes through all the stages against a server on loopback that answers each
call after 300 milliseconds, and against a corpus with two reports on each claim. All goes the way that a run goes, but
for Prefect, whose start is not what is measured, and for making the run ready (the corpus indexed, the libraries
loaded), which is told apart. The longest chain is of calls each of which needs the answer of the one before; nothing is
faster.
"""

import asyncio
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.model_server import serve
from benchmarks.options import Options
from benchmarks.rows import Row, write
from flows.runs import CheckRun
from flows.settings import Settings
from warehouse.records import LlmCall
from warehouse.store import Warehouse

SENTENCES = 60
LATENCY_S = 0.3
_FIRST = ("Aldby", "Berton", "Calham", "Derwick", "Elby", "Farton", "Gorham", "Hedwick", "Ilby", "Jorton")
_DONE = (
    "The council of {town} spent {number} crowns on the new harbour wall.",
    "Some {number} people in {town} signed the petition against the toll.",
    "Farmers around {town} sold {number} tonnes of barley to the mill.",
    "The theatre of {town} counted {number} people at its spring plays.",
    "Repairs to the lock at {town} cost {number} crowns more than planned.",
    "The quarry near {town} delivered {number} tonnes of granite to the railway.",
)
_PAPERS = {
    "Morning Ledger": "{sentence} This was told at the meeting on Monday.",
    "Coast Gazette": "Minutes published this week have the figure. {sentence}",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status is 1 where a claim failed."""
    parser = Options(__doc__)
    parser.add_count("--sentences", SENTENCES)
    parser.add_seconds("--latency", LATENCY_S)
    parser.add_json()
    options = parser.parse_args(arguments)
    context = multiprocessing.get_context("spawn")  # a process of its own: its work is not what is measured
    port = context.Queue()
    server = context.Process(target=serve, args=(port, options.latency), daemon=True)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            address = f"http://127.0.0.1:{port.get(timeout=60)}/v1"
            rows, failed = asyncio.run(measure(Path(folder), address, options.sentences, options.latency))
    finally:
        server.terminate()
    for row in rows:
        print(f"{row.set:12} {row.metric:22} {row.value:10.2f}   n={row.n}")
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if options.json:
        write(options.json, rows)
    return int(failed > 0)


async def measure(home: Path, address: str, sentences: int, latency_s: float) -> tuple[list[Row], int]:
    """The rows, and how many claims failed."""
    article = _write(home, sentences)
    await _load(home)
    settings = Settings(
        warehouse=home / "desk.duckdb",
        corpus=str(home / "corpus"),
        cache_dir=home / "cache",
        model="openai:benchmark",
        base_url=address,
    )
    began = time.monotonic()
    async with CheckRun.start(settings, [str(article)]) as run:
        ready, worked = time.monotonic(), time.process_time()
        report = await run.check_article(run.sources[0])
        seconds, cpu = time.monotonic() - ready, time.process_time() - worked
    calls = Warehouse(settings.warehouse).read("SELECT * FROM llm_calls")
    made = [LlmCall.model_validate(call) for call in calls]
    chain = longest_chain(made)
    figures = {
        "seconds": seconds,
        "chain_calls": chain,
        "chain_seconds": chain * latency_s,
        "beyond_chain_seconds": seconds - chain * latency_s,
        "calls": len(made),
        "calls_beside_claims": len(made) - report.claims,
        "input_tokens": sum(call.input_tokens for call in made),
        "output_tokens": sum(call.output_tokens for call in made),
        "cpu_seconds": cpu,
        "ready_seconds": ready - began,
        "decided": report.decided,
        "failed": report.failed,
    }
    split = f"latency {latency_s:g} s"
    rows = [
        Row("model_calls", split, name, settings.model, float(value), n=report.claims)
        for name, value in figures.items()
    ]
    return rows, report.failed


async def _load(home: Path) -> None:
    """A small check without a model, so that what a process loads once (the small models, say) is loaded."""
    first = home / "first.txt"
    first.write_text(f"What was counted\n\n{_DONE[0].format(town=_FIRST[0], number=2011)}\n", "utf-8")
    settings = Settings(
        warehouse=home / "first.duckdb", corpus=str(home / "corpus"), cache_dir=home / "cache", model="offline"
    )
    async with CheckRun.start(settings, [str(first)]) as run:
        await run.check_article(run.sources[0])


def longest_chain(calls: Sequence[LlmCall]) -> int:
    """How many of the calls had to follow one another: reading, planning, a round's judging, planning on, judging on.

    Calls of one prompt about different things do not need each other; those that judge one claim do.
    """
    of_claims = Counter(call.item_id for call in calls if call.prompt in ("judge", "second_look"))
    stages = {call.prompt for call in calls} - {"judge", "second_look"}
    return len(stages) + max(of_claims.values(), default=0)


def _write(home: Path, sentences: int) -> Path:
    """The article and the corpus; where the article is."""
    told = [
        _DONE[place % len(_DONE)].format(town=_FIRST[place // len(_DONE) % len(_FIRST)], number=2011 + 37 * place)
        for place in range(sentences)
    ]
    corpus = home / "corpus"
    corpus.mkdir()
    for paper, words in _PAPERS.items():
        for place, sentence in enumerate(told):
            header = f"publisher: {paper}\npublished: 2025-03-0{1 + place % 3}\n\n"
            file = corpus / f"{paper.split()[0].lower()}-{place:03}.txt"
            file.write_text(header + words.format(sentence=sentence) + "\n", "utf-8")
    article = home / "article.txt"
    paragraphs = [" ".join(told[first : first + 3]) for first in range(0, len(told), 3)]
    body = "\n\n".join(paragraphs)
    article.write_text(f"What the towns of the coast counted\n\n11:10 GMT, March 3, 2025\n\n{body}\n", "utf-8")
    return article


if __name__ == "__main__":
    sys.exit(main())
