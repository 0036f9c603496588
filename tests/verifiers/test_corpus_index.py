"""An index survives what happens to its writer: a kill at any moment, and others that write at the same time."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verifiers import builders
from verifiers.sources import corpus
from verifiers.sources.corpus import CorpusSource
from verifiers.sources.corpus_terms import VERSION, build_analyzer, tokens
from warehouse.records import Query

PREPARE = """
import os, signal, sys
from pathlib import Path
from verifiers.sources import corpus, corpus_writer
from verifiers.sources.corpus import CorpusSource

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

corpus._WRITTEN_ANEW_BELOW = int(sys.argv[4])
moment = sys.argv[3]
if moment == "while documents are added":
    insert, done = corpus_writer.IndexWriter._insert, []
    def insert_some(self, *rest):
        done.append(1)
        return insert(self, *rest) if len(done) < 50 else die()
    corpus_writer.IndexWriter._insert = insert_some
elif moment == "while texts are merged":
    corpus_writer.IndexWriter._merge_texts = die
elif moment == "before the seal":
    corpus_writer.seal_files = die
elif moment == "before it is published":
    CorpusSource._publish = die
elif moment == "while it is published":
    Path.replace = die
elif moment == "after it is published":
    corpus.remember_stamps = die
elif moment == "before the old one is removed":
    CorpusSource._remove_others = die
print(CorpusSource(Path(sys.argv[1]), Path(sys.argv[2])).prepare().documents)
"""

MOMENTS = [
    "while documents are added",
    "while texts are merged",
    "before the seal",
    "before it is published",
    "while it is published",
    "after it is published",
    "before the old one is removed",
]


def process(evidence: Path, cache: Path, moment: str = "", written_anew_below: int = 20_000) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PREPARE, str(evidence), str(cache), moment, str(written_anew_below)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def write(path: Path, count: int) -> None:
    path.write_text(
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
    evidence, cache = tmp_path / "all.jsonl", tmp_path / "cache"
    if before:
        write(evidence, before)
        CorpusSource(evidence, cache).prepare()
    write(evidence, 200)
    killed = process(evidence, cache, moment)
    killed.communicate()
    assert killed.returncode == -9
    source, clean = CorpusSource(evidence, cache), CorpusSource(evidence, tmp_path / "clean")
    assert source.prepare().documents == clean.prepare().documents == 200
    assert source.version == clean.version
    assert found(source, "item 150") == found(clean, "item 150")
    assert len(list(cache.glob("*/index-*"))) == 1


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_while_a_large_index_is_changed_leaves_what_it_shares_with_the_next(
    tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index being written has files in common with the one before: neither may harm the other."""
    monkeypatch.setattr(corpus, "_WRITTEN_ANEW_BELOW", 0)
    folder, cache = tmp_path / "evidence", tmp_path / "cache"
    folder.mkdir()
    write(folder / "most.jsonl", 400)
    write(folder / "few.jsonl", 10)
    reader = CorpusSource(folder, cache)
    reader.prepare()
    before = found(reader, "item 7")
    write(folder / "few.jsonl", 450)
    killed = process(folder, cache, moment, written_anew_below=0)
    killed.communicate()
    assert killed.returncode == -9
    assert found(reader, "item 7") == before  # what was open stays as it was
    source = CorpusSource(folder, cache)
    report = source.prepare(thorough=True)
    assert (report.documents, report.damage) == (450, None)
    assert {text for text, _ in found(source, "item 444")} >= {"Item 444 was passed by the council."}
    assert len(list(cache.glob("*/index-*"))) == 1


def test_processes_that_change_a_large_index_in_turns_lose_nothing(tmp_path: Path) -> None:
    folder, cache = tmp_path / "evidence", tmp_path / "cache"
    folder.mkdir()
    write(folder / "most.jsonl", 400)
    CorpusSource(folder, cache).prepare()
    running = []
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"Comet {number} was seen over the council.")
        running.append(process(folder, cache, written_anew_below=0))
    counts = [int(one.communicate()[0]) for one in running]
    assert all(401 <= count <= 404 for count in counts)
    source = CorpusSource(folder, cache)
    assert source.prepare(thorough=True).documents == 404
    assert {text for text, _ in found(source, "comet")} == {
        f"Comet {number} was seen over the council." for number in range(4)
    }


def test_processes_that_start_together_all_get_a_whole_index(tmp_path: Path) -> None:
    evidence, cache = tmp_path / "all.jsonl", tmp_path / "cache"
    write(evidence, 500)
    processes = [process(evidence, cache) for _ in range(3)]
    assert [one.communicate()[0].strip() for one in processes] == ["500"] * 3
    assert len(list(cache.glob("*/index-*"))) == 1


def test_golden_change_the_version_when_this_changes() -> None:
    text = "The U.S. voted 1,250.5 to 18 on Kyiv’s $3.5bn plan, e.g. at O’Hare; Łódź's café F-16s were denied."
    assert VERSION == 2
    assert " ".join(build_analyzer().analyze(" ".join(tokens(text)))) == (
        "us vote 1250.5 18 kyiv 3.5 bn plan eg o'har lodz cafe f 16 s were deni"
    )
