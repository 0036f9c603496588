"""The corpus source: what it finds, and how its index follows its files."""

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from tests.full_disk import no_file_beyond
from tests.verifiers import builders
from verifiers.sources import corpus_documents, corpus_files
from verifiers.sources.corpus import CorpusSource
from warehouse.errors import BadInputError, SourceError
from warehouse.records import Document, Query

VOTE = "The General Assembly adopted the text by 93 votes to 18. Sixty-five states abstained. The chamber applauded."
CALL = "The two presidents spoke by telephone for ninety minutes. They agreed to meet."
FLOOD = "The river flooded the old town. Nobody was hurt."


def query(text: str) -> Query:
    """A query whose answers come as the index ranks them, whatever they mean."""
    return Query(
        query_id="qry_1", claim_id="clm_1", text=text, purpose="exact_words", planner="test", planner_version="1"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    write(folder / "vote.txt", VOTE, published="2025-02-24", title="Assembly votes")
    write(folder / "call.txt", CALL, published="2025-02-12", title="A telephone call")
    write(folder / "flood.md", FLOOD, title="Flood")
    settle(folder)
    return folder


@pytest.fixture
def open_corpus(folder: Path, tmp_path: Path) -> Callable[[], CorpusSource]:
    return lambda: CorpusSource(folder, tmp_path / "cache")


def write(path: Path, text: str, **header: str) -> None:
    path.write_text("".join(f"{name}: {value}\n" for name, value in header.items()) + "\n" + text)


def settle(folder: Path) -> None:
    """Give all files a time long past, as if nobody had touched them for a while."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(10**18, 10**18))


async def found(source: CorpusSource, text: str, until: str | None = None, limit: int = 10) -> list[str | None]:
    last = date.fromisoformat(until) if until else None
    answer = await source.search(query(text), builders.claim(), published_until=last, limit=limit)
    return [hit.document.title for hit in answer.hits]


async def test_it_finds_by_words_in_any_form_in_text_and_title(open_corpus: Callable[[], CorpusSource]) -> None:
    source = open_corpus()
    report = source.prepare()
    assert (report.documents, report.files_added, report.unreadable) == (3, 3, ())
    assert await found(source, "Who telephoned the president?") == ["A telephone call"]
    assert await found(source, "voting in the assembly") == ["Assembly votes"]
    assert await found(source, "93") == ["Assembly votes"]
    assert await found(source, "parliament dissolved") == []


async def test_spans_point_at_what_matched(folder: Path, open_corpus: Callable[[], CorpusSource]) -> None:
    sentences = [f"Delegates discussed item {number} of the agenda." for number in range(30)]
    sentences[20] = "Then the kangaroo entered the hall."
    write(folder / "long.txt", " ".join(sentences))
    source = open_corpus()
    source.prepare()
    (hit,) = (await source.search(query("kangaroo"), builders.claim(), published_until=None, limit=5)).hits
    start, end = hit.spans[0]
    assert "kangaroo" in hit.document.text[start:end]
    assert end - start < 300


async def test_a_date_shuts_out_what_is_later_and_what_has_no_date(open_corpus: Callable[[], CorpusSource]) -> None:
    source = open_corpus()
    source.prepare()
    words = "assembly votes telephone flood"
    assert set(await found(source, words)) == {"Assembly votes", "A telephone call", "Flood"}
    assert set(await found(source, words, until="2025-02-24")) == {"Assembly votes", "A telephone call"}
    assert await found(source, words, until="2025-02-23") == ["A telephone call"]
    assert await found(source, words, until="2025-02-11") == []


async def test_quoted_words_that_stand_together_rank_first(
    folder: Path, open_corpus: Callable[[], CorpusSource]
) -> None:
    write(folder / "a.txt", "The house was white. Its owner built a new house. White paint was sold.", title="Paint")
    write(
        folder / "b.txt",
        "A spokesman at the White House said that reporters waited outside for most of the day.",
        title="US",
    )
    source = open_corpus()
    source.prepare()
    assert await found(source, "white house") == ["Paint", "US"]
    assert await found(source, '"White House"') == ["US", "Paint"]
    assert await found(source, "“White House”") == ["US", "Paint"]


async def test_numbers_initials_and_possessives_are_one_word_however_written(
    folder: Path, open_corpus: Callable[[], CorpusSource]
) -> None:
    write(folder / "a.txt", "Kyiv’s losses reached 1,250,000 in the U.S. count. Zélensky spoke.", title="Count")
    source = open_corpus()
    source.prepare()
    for words in ("1250000", "US", "Kyiv", "zelensky"):
        assert await found(source, words) == ["Count"], words


@pytest.fixture(scope="module")
def one_vote(tmp_path_factory: pytest.TempPathFactory) -> CorpusSource:
    home = tmp_path_factory.mktemp("one")
    write(home / "vote.txt", VOTE)
    source = CorpusSource(home / "vote.txt", home / "cache")
    source.prepare()
    return source


@given(text=st.text(max_size=200) | st.text(alphabet="\"“”()[]{}:*^~\\+-AND OR NOT/<>\x00aé1.,'", max_size=100))
def test_no_query_text_raises(text: str, one_vote: CorpusSource) -> None:
    hits = asyncio.run(one_vote.search(query(text), builders.claim(), published_until=None, limit=3)).hits
    assert all(0 <= start < end <= len(hit.document.text) for hit in hits for start, end in hit.spans)


def test_a_query_of_a_book_s_length_is_answered(one_vote: CorpusSource) -> None:
    text = " ".join(f"word{number}" for number in range(50_000)) + ' "votes to 18"' * 1000
    assert asyncio.run(one_vote.search(query("votes " + text), builders.claim(), published_until=None, limit=3)).hits


async def test_the_order_is_by_score_then_by_id_and_limits_cut_it(
    folder: Path, open_corpus: Callable[[], CorpusSource]
) -> None:
    for number in range(40):
        write(folder / f"{number}.txt", "An identical statement was issued.", url=f"https://a.example/{number}")
    source = open_corpus()
    source.prepare()
    every = await source.search(query("identical statement"), builders.claim(), published_until=None, limit=100)
    ids = [hit.document.document_id for hit in every.hits]
    assert len(ids) == 40
    assert ids == sorted(ids)
    few = await source.search(query("identical statement"), builders.claim(), published_until=None, limit=7)
    assert [hit.document.document_id for hit in few.hits] == ids[:7]


async def test_the_index_follows_its_files(folder: Path, open_corpus: Callable[[], CorpusSource]) -> None:
    source = open_corpus()
    source.prepare()
    first = source.version
    write(folder / "new.txt", "A comet was seen.", title="Comet")
    (folder / "call.txt").unlink()
    write(folder / "flood.md", "The river fell again. The volcano woke.", title="Flood")
    report = source.prepare()
    assert (report.files_added, report.files_changed, report.files_unchanged, report.files_removed) == (1, 1, 1, 1)
    assert report.documents == 3
    assert await found(source, "telephone presidents") == []
    assert await found(source, "comet") == ["Comet"]
    assert await found(source, "volcano") == ["Flood"]
    assert await found(source, "old town flooded") == ["Flood"]  # by its title alone
    assert await found(source, "93 votes") == ["Assembly votes"]
    assert source.version != first


def test_unchanged_files_are_not_read_again(
    folder: Path, open_corpus: Callable[[], CorpusSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_corpus().prepare()
    monkeypatch.setattr(corpus_files, "digest_of", lambda file: pytest.fail(f"{file.name} was read again"))
    monkeypatch.setattr(corpus_documents, "read_documents", lambda *_: pytest.fail("a file was read again"))
    report = open_corpus().prepare()
    assert (report.files_unchanged, report.documents) == (3, 3)


def test_a_new_file_alone_is_read(
    folder: Path, open_corpus: Callable[[], CorpusSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_corpus().prepare()
    write(folder / "new.txt", "A comet was seen.")
    read = corpus_documents.read_documents
    names: list[str] = []

    def read_and_note(file: corpus_files.CorpusFile, *rest: Any) -> Iterator[Document | corpus_files.Problem]:
        names.append(file.name)
        return read(file, *rest)

    monkeypatch.setattr(corpus_documents, "read_documents", read_and_note)
    assert open_corpus().prepare().documents == 4
    assert names == ["new.txt"]


def test_a_touched_file_is_unchanged(folder: Path, open_corpus: Callable[[], CorpusSource]) -> None:
    source = open_corpus()
    source.prepare()
    version = source.version
    (folder / "vote.txt").touch()
    report = source.prepare()
    assert (report.files_unchanged, report.files_changed) == (3, 0)
    assert source.version == version


def test_a_change_within_one_tick_of_the_clock_is_seen(folder: Path, open_corpus: Callable[[], CorpusSource]) -> None:
    path = folder / "vote.txt"
    path.write_text("One two three.")
    before = path.stat()
    source = open_corpus()
    source.prepare()
    path.write_text("Six ten eight.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert source.prepare().files_changed == 1


async def test_built_at_once_or_bit_by_bit_it_answers_the_same(folder: Path, tmp_path: Path) -> None:
    grown = CorpusSource(folder, tmp_path / "grown")
    grown.prepare()
    for number in range(5):
        write(folder / f"a{number}.txt", f"Delegates spoke of flood and vote number {number}. They left.")
        grown.prepare()
    write(folder / "vote.txt", VOTE + " More was said.", published="2025-02-24")
    (folder / "a3.txt").unlink()
    grown.prepare()
    moved = tmp_path / "elsewhere" / "moved"
    shutil.copytree(folder, moved)
    built = CorpusSource(moved, tmp_path / "built")
    built.prepare()
    assert built.version == grown.version
    for words in ("flood", "vote number 2", "93 votes of delegates"):
        ones, others = [
            [
                (hit.document.document_id, hit.score, hit.spans)
                for hit in (await source.search(query(words), builders.claim(), published_until=None, limit=5)).hits
            ]
            for source in (grown, built)
        ]
        assert ones == others
        assert ones


def test_the_version_names_content_not_places(folder: Path, tmp_path: Path) -> None:
    lines = [json.dumps({"url": f"https://a.example/{n}", "text": f"Item {n} passed."}) for n in range(3)]
    versions = set()
    for number, order in enumerate((lines, lines[::-1])):
        path = tmp_path / f"set{number}.jsonl"
        path.write_text("\n".join(order))
        source = CorpusSource(path, tmp_path / "cache")
        source.prepare()
        versions.add(source.version)
    assert len(versions) == 1
    path.write_text("\n".join(lines).replace('"text"', '"published": "2025-01-01", "text"'))
    source.prepare()
    assert source.version not in versions


async def test_a_document_that_is_there_twice_is_found_once(
    folder: Path, open_corpus: Callable[[], CorpusSource]
) -> None:
    source = open_corpus()
    source.prepare()
    shutil.copy(folder / "vote.txt", folder / "aa copy.txt")
    report = source.prepare()
    assert (report.documents, report.duplicates) == (3, 1)
    (hit,) = (await source.search(query("93 votes"), builders.claim(), published_until=None, limit=5)).hits
    assert hit.document.path == "aa copy.txt"  # the first by name, as in an index built at once
    (folder / "aa copy.txt").unlink()
    source.prepare()
    (hit,) = (await source.search(query("93 votes"), builders.claim(), published_until=None, limit=5)).hits
    assert hit.document.path == "vote.txt"


def test_what_cannot_be_read_is_told_each_time_and_stops_nothing(
    folder: Path, open_corpus: Callable[[], CorpusSource]
) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "bad.jsonl").write_text("{\n" * 50)
    for _ in range(2):
        report = open_corpus().prepare()
        assert report.documents == 3
        told = [str(problem) for problem in report.unreadable]
        assert "empty.txt: it holds no text" in told
        assert "gone.txt: it is a link to something that does not exist" in told
        assert len(told) == 22  # of the fifty bad lines the first twenty
        assert report.problem_count == 52


@pytest.mark.parametrize("content", [{}, {"photo.jpg": b""}, {"a.txt": b"  "}, {"a.jsonl": b"\n\n"}])
def test_a_corpus_without_a_document_is_bad_input(tmp_path: Path, content: dict[str, bytes]) -> None:
    folder = tmp_path / "none"
    folder.mkdir()
    for name, raw in content.items():
        (folder / name).write_bytes(raw)
    with pytest.raises(BadInputError, match=r"holds no document: give it \.html, .*\.warc or \.warc\.gz files"):
        CorpusSource(folder, tmp_path / "cache").prepare()


def _index(tmp_path: Path) -> Path:
    (home,) = (tmp_path / "cache").iterdir()
    return home / (home / "current").read_text()


def _replace(path: Path, raw: bytes) -> None:
    """Another file in its place: an open index has its files mapped, and to cut those is a crash."""
    path.unlink()
    path.write_bytes(raw)


def _damage_store(index: Path) -> None:
    (store,) = index.glob("texts-*.sqlite")
    raw = store.read_bytes()
    _replace(store, raw[:5000] + b"\xff" * 300 + raw[5300:])


def _make_foreign(index: Path) -> None:
    shutil.rmtree(index)
    index.mkdir()
    (index / "something.bin").write_bytes(b"not ours")


def _make_old(index: Path) -> None:
    seal = json.loads((index / "seal.json").read_text())
    (index / "seal.json").write_text(json.dumps({**seal, "format": "index 0"}))


@pytest.mark.parametrize(
    "damage",
    [
        _damage_store,
        _make_foreign,
        _make_old,
        lambda index: (index / "seal.json").unlink(),
        lambda index: (index / "seal.json").write_text("{}"),
        lambda index: (index / "seal.json").write_text("[1"),
        lambda index: _replace(next((index / "passages").glob("*.term")), b"x"),
        lambda index: (index / "passages" / "meta.json").unlink(),
        lambda index: (index.parent / "current").write_bytes(b"\xff"),
        lambda index: (index.parent / "current").unlink(),
        lambda index: (index.parent / "stamps.json").write_text("[]"),
    ],
)
async def test_a_damaged_foreign_or_older_index_is_built_anew(
    tmp_path: Path, open_corpus: Callable[[], CorpusSource], damage: Callable[[Path], object]
) -> None:
    open_corpus().prepare()
    damage(_index(tmp_path))
    source = open_corpus()
    assert source.prepare().documents == 3
    assert await found(source, "telephone") == ["A telephone call"]
    assert len(list(_index(tmp_path).parent.glob("index-*"))) == 1


async def test_an_open_index_answers_on_while_another_process_replaces_it(
    folder: Path, open_corpus: Callable[[], CorpusSource]
) -> None:
    reader, writer = open_corpus(), open_corpus()
    reader.prepare()
    (folder / "call.txt").unlink()
    writer.prepare()
    assert await found(reader, "telephone") == ["A telephone call"]
    assert await found(writer, "telephone") == []
    reader.prepare()
    assert await found(reader, "telephone") == []


def test_a_lock_that_another_process_holds_is_waited_for_then_named(folder: Path, tmp_path: Path) -> None:
    source = CorpusSource(folder, tmp_path / "cache", lock_wait_s=0.05)
    source.prepare()
    with (
        FileLock(_index(tmp_path).parent / "lock"),
        pytest.raises(SourceError, match="Another process has been indexing"),
    ):
        CorpusSource(folder, tmp_path / "cache", lock_wait_s=0.05).prepare()


async def test_a_search_before_prepare_says_so(open_corpus: Callable[[], CorpusSource]) -> None:
    with pytest.raises(SourceError, match="was not prepared"):
        await open_corpus().search(query("vote"), builders.claim(), published_until=None, limit=1)


def test_a_cache_folder_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(SourceError, match=r"cannot be kept in .*cache.*choose another cache folder"):
        CorpusSource(folder, tmp_path / "cache").prepare()


@pytest.mark.parametrize("room", [0, 1_000, 5_000, 9_000, 17_000])
def test_a_full_disk_leaves_the_old_index(
    folder: Path, tmp_path: Path, open_corpus: Callable[[], CorpusSource], room: int
) -> None:
    open_corpus().prepare()
    before = _index(tmp_path)
    write(folder / "new.txt", "A comet was seen. " * 1_000)
    with no_file_beyond(room), pytest.raises(SourceError, match=r"cannot be kept in .*Free the disk"):
        open_corpus().prepare()
    assert list(before.parent.glob("index-*")) == [before]
    assert open_corpus().prepare().documents == 4
