"""`claimhouse corpus`: the desk's standing corpus, kept in a list of its own and searched when no other is named."""

import asyncio
import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import corpora
from flows.assembly import assemble_corpus
from flows.cli import main
from flows.settings import load_settings
from warehouse.errors import BadInputError

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in a folder with evidence: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    for name, files in {
        "reports": {"levy.txt": "published: 2025-02-24\npublisher: The Daily\nlanguage: en\n\nThe levy was extended."},
        "notes": {"a.md": "The harbour was dredged.", "b.jsonl": '{"text": "The bridge fell."}\nno line\n'},
    }.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["corpus", *arguments])
        told = capsys.readouterr()
        return int(str(ended.value.code)), told.out, told.err

    return run


def listed(run: Run) -> list[tuple[str, int, int]]:
    _, out, _ = run("list", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    return [(Path(row["path"]).name, row["documents"], row["problems"]) for row in rows]


def test_what_is_added_is_listed_and_searched_without_naming_it(run: Run, tmp_path: Path) -> None:
    code, out, err = run("add", "reports", "notes")
    assert code == 0
    assert out.splitlines() == [
        f"{tmp_path}/reports: 1 document, 0 problems",
        f"{tmp_path}/notes: 2 documents, 1 problem",
    ]
    assert "notes/b.jsonl, line 2: the line is not JSON" in err
    assert listed(run) == [("reports", 1, 0), ("notes", 2, 1)]
    source = assemble_corpus(load_settings())
    assert source
    assert source.prepare().files_unchanged == 3
    assert json.loads((tmp_path / "claimhouse.corpus.json").read_text())["roots"][1] == {
        "name": "notes",
        "path": f"{tmp_path}/notes",
    }


def test_the_list_outlives_the_cache(run: Run, tmp_path: Path) -> None:
    run("add", "reports")
    for path in sorted((tmp_path / ".claimhouse").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert listed(run) == [("reports", 0, 0)]
    assert json.loads(run("stats", "--format", "json")[1])["documents"] == 1
    assert listed(run) == [("reports", 1, 0)]


def test_a_corpus_that_is_named_is_searched_instead(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", "reports")
    named = assemble_corpus(load_settings(corpus=Path("notes")))
    assert named
    assert named.prepare().documents == 2
    monkeypatch.setenv("CLAIMHOUSE_CORPUS", "notes")
    assert "checks search notes and not the desk's corpus" in run("list")[2]
    assert json.loads(run("stats", "--format", "json")[1])["documents"] == 2


def test_what_is_removed_is_no_longer_searched(run: Run, tmp_path: Path) -> None:
    run("add", "reports", "notes")
    assert run("remove", "notes")[:2] == (0, f"{tmp_path}/notes is no longer in the desk's corpus; 1 place left.\n")
    assert listed(run) == [("reports", 1, 0)]
    assert run("remove", str(tmp_path / "reports"))[0] == 0
    assert listed(run) == []
    assert not list((tmp_path / ".claimhouse" / "corpora").glob("*/index-*"))
    assert assemble_corpus(load_settings()) is None


def test_figures_tell_what_there_is(run: Run) -> None:
    run("add", "reports", "notes")
    told = json.loads(run("stats", "--format", "json")[1])
    size = told.pop("index_mb")
    assert size > 0
    assert told == {
        "documents": 3,
        "duplicates": 0,
        "passages": 3,
        "publishers": 1,
        "undated": 2,
        "undated_share": 0.667,
        "first_published": "2025-02-24",
        "last_published": "2025-02-24",
        "languages": {"not stated": 2, "en": 1},
    }
    assert "not stated 2, en 1" in run("stats")[1]
    assert json.loads(run("stats", "--corpus", "notes", "--format", "json")[1])["documents"] == 2


def test_evidence_that_is_away_is_told_and_searched_as_it_was(run: Run, tmp_path: Path) -> None:
    run("add", "reports", "notes")
    (tmp_path / "notes").rename(tmp_path / "elsewhere")
    source = assemble_corpus(load_settings())
    assert source
    report = source.prepare()
    assert report.documents == 3
    (problem,) = (one for one in report.unreadable if one.path == "notes")
    assert "does not exist" in problem.reason
    assert "What was read of it before is used: bring it back, or say `claimhouse corpus remove" in problem.reason
    (tmp_path / "reports" / "new.txt").write_text("A comet was seen.")
    assert source.prepare().documents == 4
    (tmp_path / "elsewhere").rename(tmp_path / "notes")
    assert source.prepare().files_unchanged == 4


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "nowhere"), "does not exist: give a folder or file of evidence"),
        (("add", "photo.jpg"), "is not a folder and not a .html"),
        (("add", "empty"), "holds no document: give it .html"),
        (("remove", "reports"), "is not in the desk's corpus: `claimhouse corpus list` shows what is"),
        (("stats",), "The desk's corpus is empty: say `claimhouse corpus add PATH…`, or give --corpus DIR"),
        (("stats", "--format", "xml"), "--format xml is not known: use table, csv, json"),
        ((), "Missing command"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_changes_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert listed(run) == []


def test_evidence_is_not_listed_twice(run: Run, tmp_path: Path) -> None:
    run("add", "reports/levy.txt", "notes")
    assert "it is all in the desk's corpus already" in run("add", str(tmp_path / "notes"))[2]
    assert f"{tmp_path}/notes/a.md lies in {tmp_path}/notes: it is read already" in run("add", "notes/a.md")[2]
    assert "say `claimhouse corpus remove" in run("add", "reports")[2]
    assert listed(run) == [("levy.txt", 1, 0), ("notes", 2, 1)]


def test_folders_of_one_name_are_told_apart(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "old" / "notes"
    other.mkdir(parents=True)
    (other / "a.md").write_text("A lighthouse was lit.")
    run("add", "notes", "old/notes")
    source = assemble_corpus(load_settings())
    assert source
    assert source.prepare().documents == 3
    assert {root.name for root in source.roots} == {"notes", "notes-2"}
    run("remove", "notes-2")
    assert listed(run) == [("notes", 2, 1)]


@pytest.mark.parametrize("content", ["", "[]", '{"roots": [1]}', '{"roots": 5}', "\udcff"])
def test_a_list_that_is_none_is_named(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "claimhouse.corpus.json").write_text(content, "utf-8", "surrogateescape")
    code, _, err = run("list")
    assert code == 2
    assert "claimhouse.corpus.json cannot be read" in err
    assert "mend it, or delete it" in err


def _add(folder: str) -> None:
    settings = load_settings()
    with corpora.list_to_oneself(settings):
        roots, _ = corpora.with_paths(corpora.read_roots(settings.corpus_list), [Path(folder)])
        corpora.standing_corpus(settings, roots).prepare()
        corpora.write_roots(settings.corpus_list, roots)


def test_two_who_add_at_once_lose_nothing(run: Run) -> None:
    processes = [
        multiprocessing.get_context("fork").Process(target=_add, args=(name,)) for name in ("reports", "notes")
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert sorted(listed(run)) == [("notes", 2, 1), ("reports", 1, 0)]


def test_a_list_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInputError, match="name another place in CLAIMHOUSE_CORPUS_LIST"):
        corpora.write_roots(tmp_path / "file" / "list.json", ())


def test_a_search_names_the_place_in_the_desk_s_corpus(run: Run) -> None:
    from tests.verifiers import builders

    run("add", "reports", "notes")
    source = assemble_corpus(load_settings())
    assert source
    source.prepare()
    claim = builders.claim()
    answer = asyncio.run(source.search(builders.query(claim, "bridge fell"), claim, published_until=None, limit=5))
    assert answer.hits[0].document.path == "notes/b.jsonl:1"
