"""Files are read in processes of their own: the same result, in order, whatever one of them does to its process."""

import os
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from itertools import chain, groupby
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from tests.language.office_files import pdf, repacked, word
from verifiers.publishers import load_publishers
from verifiers.sources import corpus_reading
from verifiers.sources.corpus_entries import Entry
from verifiers.sources.corpus_files import Problem, list_files
from verifiers.sources.corpus_reader import plain, unplain
from verifiers.sources.corpus_reading import read_files
from warehouse.errors import SourceError

NOW = datetime(2025, 4, 1, 12, tzinfo=UTC)

# What a reading process is given to do at a file of a certain name, in place of reading it.
MISBEHAVING = """
import os, signal, sys, time
sys.path[:0] = os.environ["PYTHONPATH"].split(os.pathsep)
from verifiers.sources import corpus_reader

read_entries = corpus_reader.read_entries
def misbehave(file, part, publishers, retrieved_at):
    if file.name == "dies.txt":
        os.kill(os.getpid(), signal.SIGSEGV)
    if file.name == "hangs.txt":
        time.sleep(3600)
    if file.name == "eats.txt":
        eaten = bytearray(3_000_000_000)
    if file.name == "prints.txt":
        print("a library has something to say")
    yield from read_entries(file, part, publishers, retrieved_at)
corpus_reader.read_entries = misbehave
corpus_reader.main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    for name in ("a", "m", "z"):
        (folder / f"{name}.txt").write_text(f"The vote of {name} was carried.")
    return folder


def read(folder: Path) -> dict[str, list[Entry | Problem]]:
    stretches = read_files(list_files(folder).files, load_publishers(), NOW)
    of_files = groupby(stretches, key=lambda stretch: stretch[0].name)
    return {name: list(chain.from_iterable(read for _, read in of_file)) for name, of_file in of_files}


def apart(monkeypatch: pytest.MonkeyPatch, *, part_bytes: int = corpus_reading.PART_BYTES) -> None:
    """However little there is to read, let processes read it."""
    monkeypatch.setattr(corpus_reading, "_HERE_BELOW", 0)
    monkeypatch.setattr(corpus_reading, "PART_BYTES", part_bytes)


@pytest.mark.parametrize("part_bytes", [300, 1000, 10**6])
def test_processes_read_what_this_one_reads_in_the_same_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch, part_bytes: int
) -> None:
    lines = [f'{{"text": "Motion {number} was carried. {"It rained. " * (number % 7)}"}}' for number in range(60)]
    lines[20] = "no json"
    lines[21] = ""
    (folder / "b.jsonl").write_text("\n".join(lines))
    (folder / "c.jsonl").write_text("")
    here = read(folder)
    apart(monkeypatch, part_bytes=part_bytes)
    there = read(folder)
    assert list(there) == list(here) == ["a.txt", "b.jsonl", "c.jsonl", "m.txt", "z.txt"]
    assert there == here
    assert len(here["b.jsonl"]) == 60
    assert [one.line for one in here["b.jsonl"] if isinstance(one, Problem)] == [21, 22]


def test_parquet_is_read_in_parts_with_the_numbers_of_its_rows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"Motion {number * 7919 % 10007} was carried." for number in range(2000)]
    pyarrow.parquet.write_table(pyarrow.table({"text": texts}), folder / "b.parquet", row_group_size=100)
    apart(monkeypatch, part_bytes=4000)
    entries = [one for one in read(folder)["b.parquet"] if isinstance(one, Entry)]
    assert [entry.text for entry in entries] == texts
    assert f'"path":"b.parquet:{len(texts)}"' in entries[-1].record


def test_an_entry_and_a_problem_cross_as_they_are(folder: Path) -> None:
    for one in (*read(folder)["a.txt"], Problem("a.txt", 3, "its url is odd", kept=True)):
        assert unplain(plain(one)) == one


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    start = subprocess.Popen

    def start_misbehaving(command: list[str], **options: object) -> "subprocess.Popen[bytes]":
        return start([command[0], "-c", MISBEHAVING, *command[3:]], **options)  # type: ignore[call-overload, no-any-return]

    apart(monkeypatch)
    monkeypatch.setattr(corpus_reading.subprocess, "Popen", start_misbehaving)


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("dies.txt", "it brought down the process that read it"),
        ("hangs.txt", "it takes more than 2 seconds to read: split it"),
        ("eats.txt", "it brought down the process that read it"),
    ],
)
def test_a_file_that_brings_its_process_down_costs_itself_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.setattr(corpus_reading, "MOST_SECONDS", 2.0 if name == "hangs.txt" else 60.0)
    (folder / name).write_text("It was a trap.")
    result = read(folder)
    assert list(result) == sorted(["a.txt", "m.txt", "z.txt", name])
    *entries, problem = result[name]
    assert str(problem).startswith(f"{name}: {reason}")
    assert entries == []
    assert all(isinstance(one, Entry) for other in ("a.txt", "m.txt", "z.txt") for one in result[other])


@pytest.mark.usefixtures("misbehaving")
def test_what_a_library_prints_disturbs_nobody(folder: Path) -> None:
    (folder / "prints.txt").write_text("It was no trap.")
    assert [type(one) for one in read(folder)["prints.txt"]] == [Entry]


def test_hostile_files_cost_a_sentence_each(folder: Path) -> None:
    (folder / "bomb.pdf").write_bytes(pdf([["x"]] * 40, stream=zlib.compress(b"(x) Tj " * 1_100_000)))
    (folder / "bomb.docx").write_bytes(repacked(word("x"), {"word/document.xml": b"x" * 60_000_000}))
    pyarrow.parquet.write_table(
        pyarrow.table({"text": pyarrow.array(["y" * 51_000_000] * 3).dictionary_encode()}), folder / "bomb.parquet"
    )
    (folder / "bomb.warc.gz").write_bytes(zlib.compress(b"WARC/1.0\r\n" + b"a" * 50_000_000, wbits=31))
    (folder / "good.pdf").write_bytes(pdf([["The levy was extended."]]))
    result = read(folder)
    for name in ("bomb.pdf", "bomb.docx", "bomb.warc.gz"):
        (problem,) = result[name]
        assert isinstance(problem, Problem), name
    assert all(isinstance(one, Problem) for one in result["bomb.parquet"])
    assert len(result["bomb.parquet"]) in (1, 3)  # for each row, or for the file
    assert [type(one) for one in result["good.pdf"]] == [Entry]


def test_no_process_outlives_a_reader_that_gives_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apart(monkeypatch, part_bytes=10)
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def note(*arguments: object, **options: object) -> "subprocess.Popen[bytes]":
        started.append(start(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(corpus_reading.subprocess, "Popen", note)
    stretches = read_files(list_files(folder).files, load_publishers(), NOW)
    next(stretches)
    stretches.close()
    assert started
    assert all(process.poll() is not None for process in started)


def test_a_process_that_cannot_start_is_told_once_and_blames_no_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart(monkeypatch)
    monkeypatch.setattr(corpus_reading.sys, "executable", "/bin/false")
    with pytest.raises(SourceError, match="cannot be started"):
        read(folder)


def test_a_reading_process_ends_with_the_one_it_reads_for() -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    code = "from verifiers.sources.corpus_reader import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "2000000000"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    process.communicate(timeout=60)
    assert process.returncode == 0
