"""How long a corpus of a million passages takes to index and to search: `python -m benchmarks.index_scale`.

The texts are sentences of Wikinews (../shared/news/wikinews.jsonl) thrown together anew, the same ones each time. The
index is built in a process of its own, whose memory, with that of its readers, is measured; the questions are sentences
of the same articles, asked one after the other without a date and with one. Nothing is reranked.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.evaluation_data import read_lines
from benchmarks.options import Options
from language.sentences import split_sentences
from verifiers.sources.corpus import CorpusSource
from verifiers.sources.corpus_terms import Filter

PASSAGES = 1_000_000
QUERIES = 300
_SEED = 20
_SENTENCES = 30  # of a document: about ten passages
_LIMIT = 10
_UNTIL = date(2018, 1, 1)  # about half of the documents


def measure_index(passages: int, shared: Path) -> dict[str, float]:
    """index/build_seconds, index/build_rss_mb, index/query_ms and the like, by their names.

    Raises MissingDataError where the articles are not here.
    """
    with built_source(passages, shared) as (_, figures):
        return figures


@contextmanager
def built_source(passages: int, shared: Path) -> Iterator[tuple[CorpusSource, dict[str, float]]]:
    """A source of at least so many passages, indexed and open while the context lasts, and its figures."""
    with tempfile.TemporaryDirectory(prefix="claimhouse-scale-") as folder:
        home = Path(folder)
        sentences, titles = _wikinews(shared)
        _write_documents(home / "evidence.jsonl", passages, sentences, titles)
        # Apart, so that what this process holds already is not counted.
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.index_scale", "--build", str(home)],
            check=True,
            capture_output=True,
            text=True,
        )
        figures: dict[str, float] = json.loads(told.stdout)
        source = CorpusSource(home / "evidence.jsonl", home / "cache")
        began = time.perf_counter()
        report = source.prepare()
        figures["index/open_ms"] = (time.perf_counter() - began) * 1000
        figures["index/passages"] = report.passages
        questions = random.Random(_SEED).sample(sentences, min(QUERIES, len(sentences)))  # noqa: S311
        figures["index/query_ms"] = _milliseconds(source, questions, Filter())
        figures["index/query_until_ms"] = _milliseconds(source, questions, Filter(published_until=_UNTIL))
        yield source, figures


def _wikinews(shared: Path) -> tuple[list[str], list[str]]:
    rows = read_lines(shared, "news/wikinews.jsonl")
    sentences = [span.of(row["text"]) for row in rows for span in split_sentences(row["text"])]
    return [sentence for sentence in sentences if " " in sentence], [row["title"] for row in rows]


def _write_documents(path: Path, passages: int, sentences: list[str], titles: list[str]) -> None:
    """Documents of thirty sentences each, of 50 publishers and 16 years, until there are passages enough."""
    dice = random.Random(_SEED)  # noqa: S311 - a benchmark, not a secret
    documents = passages * 3 // _SENTENCES + passages // 400  # each passage has three sentences of its own
    with path.open("w", encoding="utf-8") as stream:
        for number in range(documents):
            row = {
                "url": f"https://paper{number % 50}.example/{number}",
                "publisher": f"Paper {number % 50}",
                "published": f"{2010 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}",
                "title": dice.choice(titles),
                "text": " ".join(dice.choices(sentences, k=_SENTENCES)),
            }
            stream.write(json.dumps(row) + "\n")


def _build(home: Path) -> dict[str, float]:
    began = time.perf_counter()
    report = CorpusSource(home / "evidence.jsonl", home / "cache").prepare()
    seconds = time.perf_counter() - began
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # of the largest of them
    readers = min(os.cpu_count() or 1, 8)
    size = sum(path.stat().st_size for path in (home / "cache").rglob("*") if path.is_file())
    return {
        "index/build_seconds": seconds,
        "index/build_rss_mb": (own + readers * reader) / 1024,
        "index/disk_mb": size / 1e6,
        "index/documents": report.documents,
    }


def _milliseconds(source: CorpusSource, questions: list[str], wanted: Filter) -> float:
    """The median time of a search that finds its documents, after a first round that nobody counts."""
    times: list[float] = []
    index = source.as_indexed()
    if index is None:
        raise RuntimeError("the corpus is not indexed")
    for _ in range(2):
        times.clear()
        for question in questions:
            began = time.perf_counter()
            index.search(question, wanted, limit=_LIMIT)
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main() -> None:
    parser = Options(__doc__)
    parser.add_count("--passages", PASSAGES)
    parser.add_shared()
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        print(json.dumps(_build(options.build)))
        return
    for name, value in measure_index(options.passages, options.shared).items():
        print(f"{name:24} {value:12.1f}")


if __name__ == "__main__":
    main()
