"""A large index is changed without being rewritten, and answers as one built anew does; filters narrow every search."""

import asyncio
import json
import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.verifiers import builders
from verifiers.sources import corpus, corpus_documents, corpus_index, corpus_writer
from verifiers.sources.corpus import CorpusReport, CorpusSource
from verifiers.sources.corpus_store import Texts
from verifiers.sources.corpus_terms import Filter
from warehouse.errors import SourceError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of forty documents, taken for a large one."""
    monkeypatch.setattr(corpus, "_WRITTEN_ANEW_BELOW", 0)
    folder = tmp_path / "evidence"
    folder.mkdir()
    write(folder / "all.jsonl", range(40))
    return folder


def write(path: Path, numbers: range) -> None:
    rows = [
        {
            "url": f"https://www.paper{number % 4}.example/{number}",
            "publisher": f"Paper {number % 4}",
            "published": f"2025-01-{1 + number % 28:02}" if number % 5 else "",
            "text": f"Motion {number} was carried in the chamber. The members went home.",
        }
        for number in numbers
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows))


def found(source: CorpusSource, text: str, **narrowed: object) -> list[str | None]:
    claim = builders.claim()
    asked: dict[str, object] = {"published_until": None, "limit": 100, **narrowed}
    answer = asyncio.run(source.search(builders.query(claim, text), claim, **asked))  # type: ignore[arg-type]
    return [hit.document.path for hit in answer.hits]


def index_of(source: CorpusSource) -> corpus_index.PassageIndex:
    index = source.as_indexed()
    assert index
    return index


def test_a_changed_file_leaves_the_rest_of_the_index_as_it_is(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("A comet was seen.")
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    before = {path.name: path.stat().st_ino for path in index_of(source).folder.rglob("*.*")}
    (folder / "a.txt").write_text("A meteor was seen.")
    assert source.prepare().files_changed == 1
    after = {path.name: path.stat().st_ino for path in index_of(source).folder.rglob("*.*")}
    kept = {name for name, inode in before.items() if after.get(name) == inode}
    assert kept >= {name for name in before if name.endswith((".term", ".idx", ".pos", ".store", ".fast"))}
    assert "texts-1.sqlite" in kept
    assert found(source, "comet") == []
    assert found(source, "meteor") == ["a.txt"]
    assert len(found(source, "motion")) == 40


def test_the_same_version_never_has_two_answers(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("A comet was seen.")
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    first = source.version
    (folder / "b.txt").write_text("A meteor was seen in the chamber.")
    source.prepare()
    (folder / "b.txt").write_text("A star was seen in the chamber.")
    source.prepare()
    (folder / "b.txt").unlink()
    source.prepare()
    anew = CorpusSource(folder, tmp_path / "anew")
    anew.prepare()
    assert anew.version == first
    # What is gone still weighs in the counts of words, or is written away; the version tells which.
    assert (source.version == first) == (index_of(source).seal.dead == 0)


def test_an_index_of_which_much_is_gone_is_written_anew(folder: Path, tmp_path: Path) -> None:
    for number in range(10):
        (folder / f"{number}.txt").write_text(f"Comet {number} was seen.")
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    (folder / "0.txt").unlink()
    source.prepare()
    assert index_of(source).seal.dead == 1
    for number in range(1, 10):
        (folder / f"{number}.txt").write_text(f"Meteor {number} was seen.")
    assert source.prepare().files_changed == 9
    assert index_of(source).seal.dead == 10
    for number in range(1, 4):
        (folder / f"{number}.txt").unlink()
    source.prepare()
    assert index_of(source).seal.dead == 0
    anew = CorpusSource(folder, tmp_path / "anew")
    anew.prepare()
    assert source.version == anew.version


def test_of_documents_that_are_there_twice_the_first_is_found_whatever_came_when(folder: Path, tmp_path: Path) -> None:
    source = CorpusSource(folder, tmp_path / "cache")
    for name, path, documents, duplicates in [
        ("m.txt", "m.txt", 41, 0),
        ("c.txt", "c.txt", 41, 1),
        ("x.txt", "c.txt", 41, 2),
        ("-c.txt", "m.txt", 41, 1),
        ("b.txt", "b.txt", 41, 2),
        ("-b.txt", "m.txt", 41, 1),
        ("-m.txt", "x.txt", 41, 0),
    ]:
        if name.startswith("-"):
            (folder / name[1:]).unlink()
        else:
            (folder / name).write_text("title: Comet\n\nA comet was seen.")
        report = source.prepare()
        assert found(source, "comet") == [path], name
        assert (report.documents, report.duplicates) == (documents, duplicates), name


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_it_holds_what_one_built_anew_holds(folder: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    for _ in range(8):
        for name in dice.sample([f"{number}.jsonl" for number in range(6)], 2):
            if (folder / name).exists() and dice.random() < 0.4:
                (folder / name).unlink()
            else:
                start = dice.randrange(60)  # some of these are in other files too
                write(folder / name, range(start, start + dice.randrange(1, 9)))
        report = source.prepare()
        anew = CorpusSource(folder, tmp_path / f"anew-{dice.random()}")
        expected: CorpusReport = anew.prepare()
        assert (report.documents, report.duplicates, report.passages) == (
            expected.documents,
            expected.duplicates,
            expected.passages,
        )
        assert sorted(map(str, found(source, "motion"))) == sorted(map(str, found(anew, "motion")))
        seals = [index_of(one).seal for one in (source, anew)]
        assert seals[0].content == seals[1].content
        corpus_index.check_files(index_of(source).folder, seals[0], thorough=True)


def test_files_of_texts_stay_few_and_find_every_text(folder: Path, tmp_path: Path) -> None:
    source = CorpusSource(folder, tmp_path / "cache")
    for number in range(40):
        (folder / f"n{number}.txt").write_text(f"Comet {number} was seen. " + "The sky was clear. " * 200)
        source.prepare()
    index = index_of(source)
    assert len(index.seal.texts) <= 6
    numbers = [number for (number,) in index.ask("select number from documents")]
    texts = Texts(index.folder, index.seal.texts)
    assert len({texts.get(number)[1] for number in numbers}) == 80


def test_an_unchanged_index_is_opened_without_reading_its_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    CorpusSource(folder, tmp_path / "cache").prepare()
    monkeypatch.setattr(corpus_index, "checksum", lambda path: pytest.fail(f"{path} was summed"))
    monkeypatch.setattr(corpus_writer, "checksum", lambda path: pytest.fail(f"{path} was summed"))
    assert CorpusSource(folder, tmp_path / "cache").prepare().documents == 40


def _damage(source: CorpusSource) -> Path:
    """Other bytes in the middle of a text, of the same number and, as far as the file system tells, the same age."""
    path = index_of(source).folder / "texts-1.sqlite"
    status = path.stat()
    raw = path.read_bytes()
    other = raw.replace(b"Motion 7 was carried", b"Motion 7 was defeatd")
    assert other != raw
    path.unlink()
    path.write_bytes(other)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    return path


def test_a_thorough_look_finds_what_size_and_time_do_not_tell(folder: Path, tmp_path: Path) -> None:
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    _damage(source)
    assert CorpusSource(folder, tmp_path / "cache").prepare().damage is None
    report = CorpusSource(folder, tmp_path / "cache").prepare(thorough=True)
    assert report.damage == "texts-1.sqlite has other bytes"
    assert CorpusSource(folder, tmp_path / "cache").prepare(thorough=True).damage is None


def test_a_text_that_was_tampered_with_is_no_evidence_and_the_next_run_mends_it(folder: Path, tmp_path: Path) -> None:
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    _damage(source)
    tampered = CorpusSource(folder, tmp_path / "cache")
    tampered.prepare()
    with pytest.raises(SourceError, match="run the check again"):
        found(tampered, "motion 7")
    assert tampered.prepare().damage == "texts-1.sqlite has other bytes"
    assert "all.jsonl:8" in found(tampered, "motion 7")


def test_a_copied_index_is_summed_and_used(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    for path in index_of(source).folder.rglob("*.*"):
        path.touch()
    monkeypatch.setattr(corpus_documents, "read_documents", lambda *_: pytest.fail("it was read again"))
    assert CorpusSource(folder, tmp_path / "cache").prepare().damage is None


# Filters --------------------------------------------------------------------------------------------------------


@pytest.fixture
def narrow(folder: Path, tmp_path: Path) -> Callable[..., set[int]]:
    """The numbers of the documents that a search finds."""
    CorpusSource(folder, tmp_path / "cache").prepare()

    def narrow(where: dict[str, object], **asked: object) -> set[int]:
        source = CorpusSource(folder, tmp_path / "cache", **where)  # type: ignore[arg-type]
        source.prepare()
        return {int(str(path).rpartition(":")[2]) - 1 for path in found(source, "motion", **asked)}

    return narrow


def days(first: int, last: int) -> set[int]:
    return {number for number in range(40) if number % 5 and first <= 1 + number % 28 <= last}


@pytest.mark.parametrize("asked_of_the_source", [True, False])
def test_days_and_publishers_narrow_a_search(narrow: Callable[..., set[int]], asked_of_the_source: bool) -> None:
    def ask(**wanted: object) -> set[int]:
        return narrow(wanted) if asked_of_the_source else narrow({}, **wanted)

    assert ask() == set(range(40))
    assert ask(published_from=date(2025, 1, 10)) == days(10, 28)
    assert ask(publishers=["paper 1", "www.paper2.example"]) == {n for n in range(40) if n % 4 in (1, 2)}
    assert ask(without_publishers=["The Paper 1"]) == {n for n in range(40) if n % 4 != 1}
    assert ask(publishers=["Paper 9"]) == set()
    assert ask(publishers=["Paper 1"], published_from=date(2025, 1, 20)) == {n for n in days(20, 28) if n % 4 == 1}


def test_the_source_s_filter_and_the_search_s_both_hold(narrow: Callable[..., set[int]]) -> None:
    where = {"published_from": date(2025, 1, 5), "publishers": ["Paper 1", "Paper 2"]}
    asked = {"published_from": date(2025, 1, 10), "published_until": date(2025, 1, 12)}
    assert narrow(where, **asked) == {n for n in days(10, 12) if n % 4 in (1, 2)}
    assert narrow(where, publishers=["Paper 2", "Paper 3"]) == {n for n in days(5, 28) if n % 4 == 2}
    assert narrow(where, publishers=["Paper 3"]) == set()


def test_a_narrowed_source_has_a_version_of_its_own(folder: Path, tmp_path: Path) -> None:
    sources = [
        CorpusSource(folder, tmp_path / "cache", publishers=publishers) for publishers in ((), ["A", "B"], ["B", "A"])
    ]
    for source in sources:
        source.prepare()
    assert sources[0].version != sources[1].version == sources[2].version


def test_few_days_are_found_among_many(folder: Path, tmp_path: Path) -> None:
    """Where the best of all days leave nothing, the days are looked for by themselves."""
    write(folder / "more.jsonl", range(40, 1500))
    (folder / "old.txt").write_text("published: 1999-01-01\n\nThe chamber voted on a motion at last, and no more.")
    source = CorpusSource(folder, tmp_path / "cache")
    source.prepare()
    assert found(source, "Motion was carried in the chamber", published_until=date(2000, 1, 1), limit=1) == ["old.txt"]
    index = index_of(source)
    every = [hit.document.document_id for hit in index.search("chamber motion 77", Filter(), limit=50)]
    dated = Filter(published_until=date(2025, 12, 31))
    all_days = [hit.document for hit in index.search("chamber motion 77", Filter(), limit=2000)]
    expected = [document.document_id for document in all_days if document.published_at]
    assert [hit.document.document_id for hit in index.search("chamber motion 77", dated, limit=50)] == expected[:50]
    assert every == [document.document_id for document in all_days][:50]
