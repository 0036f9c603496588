"""How fast the offline extractor reads: sentences a second, with its models loaded, on one article after the other.

Measured over the Wikinews articles and over one long article of a newspaper, on what `read_article` has made of them:
sentences, quotations, dates, numbers, people, claims and their worth, nothing left out and nothing remembered from the
pass before. The figure is the median of the passes, its bounds are the slowest and the fastest.
"""

import statistics
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.evaluation_data import MissingDataError, read_lines
from benchmarks.rows import Row
from extractors.reading import ReadArticle, read_article
from extractors.rules import RulesExtractor

PASSES = 3
_READ_AT = datetime(2025, 1, 1, tzinfo=UTC)


def measure(shared: Path) -> list[Row]:
    """A row for each split. Raises MissingDataError where the articles are not here."""
    seed = shared / "news" / "seed_article.txt"
    if not seed.is_file():
        raise MissingDataError(f"{seed} is not there: say where the articles are with --shared DIR")
    news = [
        read_article(
            row["text"].encode(),
            "article.txt",
            url=row["url"],
            published=date.fromisoformat(row["published"]),
            read_at=_READ_AT,
        )
        for row in read_lines(shared, "news/wikinews.jsonl")
    ]
    one = [read_article(seed.read_bytes(), seed.name, read_at=_READ_AT)]
    extractor = RulesExtractor()
    _read(extractor, one)  # warms up
    # Each pass reads the many between two readings of the one, so that no cache knows it any more.
    passes = [(_read(extractor, news), _read(extractor, one)) for _ in range(PASSES)]
    return [_row("wikinews", [many for many, _ in passes]), _row("seed article", [single for _, single in passes])]


def _read(extractor: RulesExtractor, articles: Sequence[ReadArticle]) -> tuple[int, float]:
    """How many sentences were read, and in how many seconds."""
    began = time.perf_counter()
    sentences = sum(extractor.extract_now(read.article, read.version).extraction.sentence_count for read in articles)
    return sentences, time.perf_counter() - began


def _row(split: str, passes: Sequence[tuple[int, float]]) -> Row:
    rates = [sentences / seconds for sentences, seconds in passes]
    seconds = round(statistics.median(seconds for _, seconds in passes), 2)
    return Row(
        "extraction",
        split,
        "sentences_per_second",
        "offline",
        statistics.median(rates),
        min(rates),
        max(rates),
        passes[0][0],
        seconds,
    )
