"""How long a corpus of a million passages takes to index, and then a query, with and without reranking.

The corpus is the one of `benchmarks.index_scale`, sentences of the Wikinews articles in new orders. The queries are the
offline planner's confirming ones for AVeriTeC's training claims, which have nothing to do with those articles but their
years; the clock runs from the query to the hits with their documents. Reranked, the fifty best passages are read by the
encoder, most of them for the first time.
"""

import asyncio
import random
import statistics
import time
from pathlib import Path

from benchmarks.index_scale import PASSAGES, built_source
from benchmarks.retrieval_sets import read_answers
from benchmarks.rows import Row
from verifiers.outcomes import Limits
from verifiers.planners.offline import OfflinePlanner
from verifiers.sources.corpus import CorpusSource
from warehouse.records import Claim, Query

QUERIES = 100
_SEED = 20


def measure(shared: Path, *, passages: int = PASSAGES, queries: int = QUERIES) -> list[Row]:
    """The rows of the index. Raises MissingDataError where the articles or the claims are not here."""
    claims = [one.claim for one in read_answers(shared).claims["train"]]
    drawn = random.Random(_SEED).sample(claims, min(queries, len(claims)))  # noqa: S311 - a sample, not a secret
    with built_source(passages, shared) as (source, figures):
        plain = asyncio.run(_times(source, drawn, rerank=False))
        reranked = asyncio.run(_times(source, drawn, rerank=True))
    seconds, indexed = figures["index/build_seconds"], int(figures["index/passages"])
    return [
        Row("index", "wikinews", "build_seconds", "offline", seconds, n=indexed, seconds=round(seconds, 1)),
        Row("index", "wikinews", "build_rss_mb", "offline", figures["index/build_rss_mb"], n=indexed),
        _row("query_ms", plain),
        _row("reranked_query_ms", reranked),
    ]


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
