"""An index survives what happens to its writer: a kill at any moment, and others that write at the same time."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verifiers import builders
from verifiers.sources.corpus import CorpusSource
from verifiers.sources.corpus_terms import VERSION, build_analyzer, tokens
from warehouse.records import Query

PREPARE = """
import os, signal, sys
from pathlib import Path
from verifiers.sources import corpus_writer
from verifiers.sources.corpus import CorpusSource

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

moment = sys.argv[3]
if moment == "while documents are added":
    insert, done = corpus_writer.IndexWriter._insert, []
    def insert_some(self, *rest):
        done.append(1)
        return insert(self, *rest) if len(done) < 50 else die()
    corpus_writer.IndexWriter._insert = insert_some
elif moment == "before the seal":
    corpus_writer.seal_files = die
elif moment == "before it is published":
    CorpusSource._publish = die
elif moment == "while it is published":
    Path.replace = die
elif moment == "after it is published":
    CorpusSource._remember = die
elif moment == "before the old one is removed":
    CorpusSource._remove_others = die
print(CorpusSource(Path(sys.argv[1]), Path(sys.argv[2])).prepare().documents)
"""

MOMENTS = [
    "while documents are added",
    "before the seal",
    "before it is published",
    "while it is published",
    "after it is published",
    "before the old one is removed",
]


def process(corpus: Path, cache: Path, moment: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PREPARE, str(corpus), str(cache), moment]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def write(corpus: Path, count: int) -> None:
    corpus.write_text(
        "\n".join(json.dumps({"text": f"Item {number} was passed by the council."}) for number in range(count))
    )


def found(source: CorpusSource, text: str) -> list[tuple[str, float]]:
    query = Query(query_id="q", claim_id="c", text=text, purpose="confirm", planner="p", planner_version="1")
    hits = asyncio.run(source.search(query, builders.claim(), published_until=None, limit=10)).hits
    return [(hit.document.text, hit.score) for hit in hits]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("before", [0, 30])
def test_a_kill_leaves_the_old_index_or_none_and_the_next_run_completes(
    tmp_path: Path, moment: str, before: int
) -> None:
    corpus, cache = tmp_path / "all.jsonl", tmp_path / "cache"
    if before:
        write(corpus, before)
        CorpusSource(corpus, cache).prepare()
    write(corpus, 200)
    killed = process(corpus, cache, moment)
    killed.communicate()
    assert killed.returncode == -9
    source, clean = CorpusSource(corpus, cache), CorpusSource(corpus, tmp_path / "clean")
    assert source.prepare().documents == clean.prepare().documents == 200
    assert source.version == clean.version
    assert found(source, "item 150") == found(clean, "item 150")
    assert len(list(cache.glob("*/index-*"))) == 1


def test_processes_that_start_together_all_get_a_whole_index(tmp_path: Path) -> None:
    corpus, cache = tmp_path / "all.jsonl", tmp_path / "cache"
    write(corpus, 500)
    processes = [process(corpus, cache) for _ in range(3)]
    assert [one.communicate()[0].strip() for one in processes] == ["500"] * 3
    assert len(list(cache.glob("*/index-*"))) == 1


def test_golden_change_the_version_when_this_changes() -> None:
    text = "The U.S. voted 1,250.5 to 18 on Kyiv’s $3.5bn plan, e.g. at O’Hare; Łódź's café F-16s were denied."
    assert VERSION == 2
    assert " ".join(build_analyzer().analyze(" ".join(tokens(text)))) == (
        "us vote 1250.5 18 kyiv 3.5 bn plan eg o'har lodz cafe f 16 s were deni"
    )
