"""How long a corpus of a million passages takes to index, and then a query, with and without reranking.

The documents are sentences of the Wikinews articles in new orders, so that words are as frequent as in news and hardly
two passages are alike. The index is built by a process of its own, whose peak memory is told too. The queries are the
offline planner's confirming ones for AVeriTeC's training claims, which have nothing to do with those articles but their
years; the clock runs from the query to the hits with their documents. Reranked, the fifty best passages are read by the
encoder, most of them for the first time.
"""

import asyncio
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.evaluation_data import read_lines
from benchmarks.retrieval_sets import read_answers
from benchmarks.rows import Row
from language.sentences import split_sentences
from verifiers.outcomes import Limits
from verifiers.planners.offline import OfflinePlanner
from verifiers.sources.corpus import CorpusSource
from warehouse.records import Claim, Query

PASSAGES = 1_000_000
QUERIES = 100
_SENTENCES = 31  # of a document: ten passages of four, each sharing one with the next
_FILES = 20
_SEED = 20
_BUILD = (
    "import sys; from pathlib import Path; from verifiers.sources.corpus import CorpusSource; "
    "print(CorpusSource(Path(sys.argv[1]), Path(sys.argv[2])).prepare().passages)"
)


def measure(shared: Path, *, passages: int = PASSAGES, queries: int = QUERIES) -> list[Row]:
    """The rows of the index. Raises MissingDataError where the articles or the claims are not here."""
    claims = [one.claim for one in read_answers(shared).claims["train"]]
    drawn = random.Random(_SEED).sample(claims, min(queries, len(claims)))  # noqa: S311 - a sample, not a secret
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _write_documents(shared, home / "documents", passages // 10)
        began = time.monotonic()
        built = subprocess.run(
            [sys.executable, "-c", _BUILD, str(home / "documents"), str(home / "index")],
            check=True,
            capture_output=True,
            text=True,
        )
        seconds = time.monotonic() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        source = CorpusSource(home / "documents", home / "index")
        source.prepare()
        plain = asyncio.run(_times(source, drawn, rerank=False))
        reranked = asyncio.run(_times(source, drawn, rerank=True))
    indexed = int(built.stdout)
    return [
        Row("index", "wikinews", "build_seconds", "offline", seconds, n=indexed, seconds=round(seconds, 1)),
        Row("index", "wikinews", "build_peak_mb", "offline", peak, n=indexed),
        _row("query_ms", plain),
        _row("reranked_query_ms", reranked),
    ]


def _write_documents(shared: Path, folder: Path, count: int) -> None:
    rows = read_lines(shared, "news/wikinews.jsonl")
    sentences = [row["text"][one.start : one.end] for row in rows for one in split_sentences(row["text"])]
    dice = random.Random(_SEED)  # noqa: S311 - a shuffle, not a secret
    folder.mkdir()
    for number in range(_FILES):
        with (folder / f"{number:02}.jsonl").open("w", encoding="utf-8") as file:
            for _ in range(count // _FILES):
                row = dice.choice(rows)
                text = " ".join(dice.choices(sentences, k=_SENTENCES))
                file.write(json.dumps({"title": row["title"], "published": row["published"], "text": text}) + "\n")


async def _times(source: CorpusSource, claims: list[Claim], *, rerank: bool) -> list[float]:
    """Milliseconds of each search, the first one, which warms up, left out."""
    found = []
    for claim in (claims[0], *claims):
        query: Query = OfflinePlanner().queries(claim)[0]
        if not rerank:
            query = query.model_copy(update={"purpose": "exact_words"})  # such a query keeps the index's order
        began = time.perf_counter()
        await source.search(query, claim, published_until=None, limit=Limits().documents_per_search)
        found.append(1000 * (time.perf_counter() - began))
    return found[1:]


def _row(metric: str, times: list[float]) -> Row:
    """The median, and between which nine of ten lie."""
    ordered = sorted(times)
    lower, upper = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    return Row("index", "wikinews", metric, "offline", statistics.median(times), lower, upper, len(times))
