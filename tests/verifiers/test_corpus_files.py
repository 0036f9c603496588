"""Which files a corpus has, and the documents that they hold."""

import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verifiers.publishers import load_publishers
from verifiers.sources import corpus_documents, corpus_files
from verifiers.sources.corpus_documents import read_documents
from verifiers.sources.corpus_files import CorpusFile, Problem, UnusableFileError, list_files
from warehouse.errors import BadInputError
from warehouse.records import Document, content_hash

NOW = datetime(2025, 4, 1, 12, tzinfo=UTC)


def read(path: Path) -> tuple[list[Document], list[Problem]]:
    read = list(read_documents(CorpusFile(path.name, path), load_publishers(), NOW))
    return [one for one in read if isinstance(one, Document)], [one for one in read if isinstance(one, Problem)]


def test_a_text_with_a_header(tmp_path: Path) -> None:
    path = tmp_path / "vote.txt"
    path.write_text(
        "url: https://www.daily.example/vote\npublisher: The Daily\npublished: 2025-02-24T21:00-05:00\n"
        "title: Assembly votes\norigin: Reuters\ntype: report\nlanguage: en\n\nThe assembly voted.\r\nIt was close.\n"
    )
    (document,), problems = read(path)
    text = "The assembly voted.\nIt was close."
    assert problems == []
    assert document == Document(
        document_id=Document.id_for("https://www.daily.example/vote", text),
        url="https://www.daily.example/vote",
        title="Assembly votes",
        publisher="The Daily",
        published_at=datetime(2025, 2, 25, 2, tzinfo=UTC),
        published_precision="minute",
        published_basis="header: published",
        retrieved_at=NOW,
        source="corpus",
        path="vote.txt",
        text=text,
        text_hash=content_hash(text),
        language="en",
        origin="reuters",
        document_type="report",
    )


def test_a_text_without_a_header_is_named_by_its_file_and_has_no_date(tmp_path: Path) -> None:
    path = tmp_path / "A note.md"
    path.write_text("The assembly voted.")
    (document,), _ = read(path)
    assert (document.title, document.url, document.publisher) == ("A note", None, None)
    assert (document.published_at, document.published_basis, document.origin) == (None, None, "file:A note.md")


def test_a_text_with_a_byline(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Assembly votes\nBy AP, The Daily, 24 February 2025\n\nIt was close.")
    (document,), problems = read(path)
    assert problems == []
    assert (document.title, document.publisher, document.text) == ("Assembly votes", "The Daily", "It was close.")
    assert document.published_at == datetime(2025, 2, 24, tzinfo=UTC)
    assert (document.published_basis, document.origin) == ("byline: published", "associated press")
    path.write_text("title: Assembly votes\n\nSource: The Daily, 24 February 2025\nIt was close.")
    (document,), _ = read(path)
    assert (document.publisher, document.published_at) == (None, None)


def test_a_later_change_of_the_text_is_its_date(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("published: 2025-02-24\nmodified: 2025-03-11\n\nIt was close.")
    (document,), _ = read(path)
    assert document.published_at == datetime(2025, 3, 11, tzinfo=UTC)
    assert document.published_basis == "header: modified (first published 2025-02-24)"


def test_what_a_header_says_outranks_the_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("url: https://www.snopes.com/x\ntype: primary_record\n\nIt was close.")
    assert read(path)[0][0].document_type == "primary_record"
    path.write_text("url: https://www.snopes.com/x\n\nIt was close.")
    assert read(path)[0][0].document_type == "fact_check"


@pytest.mark.parametrize(
    ("header", "note"),
    [
        ("published: last week", "its published 'last week' is not a date: write 2025-03-03 or 2025-03-03T09:30+00:00"),
        ("url: javascript:alert(1)", "its url 'javascript:alert(1)' is not an address on the web"),
        ("url: http://[", "its url 'http://[' is not an address on the web"),
        ("type: gospel", "its type 'gospel' is none of report, primary_record, fact_check"),
    ],
)
def test_a_detail_that_cannot_be_used_is_told_and_the_document_kept(tmp_path: Path, header: str, note: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{header}\n\nIt was close.")
    (document,), problems = read(path)
    assert document.text == "It was close."
    assert [str(problem) for problem in problems] == [f"a.txt: {note}"]
    assert problems[0].kept


def test_lines_of_jsonl_go_on_after_bad_ones(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    good = {
        "url": "https://a.example/1",
        "publisher": "A",
        "published": "2025-02-24",
        "title": "T",
        "text": "One. Two.",
    }
    path.write_bytes(
        b"\xef\xbb\xbf"
        + json.dumps(good).encode()
        + b"\n\n{broken\n[1]\n\xff\xfe\n"
        + b'{"text": 5}\n'
        + b'{"text": "  "}\n'
        + b"[" * 100_000
        + b"\n"
        + b'{"text": "'
        + b"1" * 10
        + b'", "x": '
        + b"9" * 5000
        + b"}\n"
        + json.dumps({**good, "url": "https://a.example/2", "published": 20250224}).encode()
    )
    documents, problems = read(path)
    assert [(one.path, one.url) for one in documents] == [
        ("all.jsonl:1", "https://a.example/1"),
        ("all.jsonl:10", "https://a.example/2"),
    ]
    assert documents[0].published_basis == "field: published"
    assert documents[1].published_at is None
    assert [str(problem) for problem in problems] == [
        "all.jsonl, line 2: the line is blank",
        "all.jsonl, line 3: the line is not JSON: write one object a line",
        "all.jsonl, line 4: the line is JSON but no object with url, publisher, published, title and text",
        "all.jsonl, line 5: the line is not UTF-8: save the file as UTF-8",
        "all.jsonl, line 6: it holds no text",
        "all.jsonl, line 7: it holds no text",
        "all.jsonl, line 8: the line is not JSON: write one object a line",
        "all.jsonl, line 9: the line is not JSON: write one object a line",
        "all.jsonl, line 10: its published is not a string",
    ]


def test_an_endless_line_is_named_and_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus_documents, "LARGEST_DOCUMENT", 1000)
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps({"text": "x" * 5000}) + "\n" + json.dumps({"text": "A short one."}))
    documents, problems = read(path)
    assert [one.path for one in documents] == ["all.jsonl:2"]
    assert [problem.line for problem in problems] == [1]


def test_a_file_above_the_limit_is_named_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(corpus_files.LARGEST_DOCUMENT + 1)
    with pytest.raises(UnusableFileError, match="larger than 50 MB"):
        corpus_files.digest_of(CorpusFile("huge.txt", path))
    assert [str(problem) for problem in read(path)[1]] == [
        "huge.txt: it is larger than 50 MB: split it, or give it as .jsonl"
    ]


def test_what_is_no_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        reasons = {file.name: str(read(file.path)[1][0]) for file in list_files(tmp_path).files}
    assert reasons["pipe.txt"] == "pipe.txt: it is not a regular file"
    assert reasons["gone.txt"] == "gone.txt: it is a link to something that does not exist"
    assert reasons["s.txt"].startswith("s.txt: it cannot be read: ")


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Text.")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert [str(problem) for problem in read(path)[1]] == ["a.txt: it cannot be read: permission denied"]


def test_folders_are_walked_once_whatever_links_say(tmp_path: Path) -> None:
    (tmp_path / "b" / "x.txt").mkdir(parents=True)
    (tmp_path / "b" / "x.txt" / "in a folder named like a file.txt").write_text("Text.")
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a link").symlink_to(tmp_path / "b", target_is_directory=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.txt").write_text("Text.")
    (tmp_path / "photo.jpg").write_bytes(b"")
    (tmp_path / "PAGE.HTM").write_text("<p>Text.")
    listing = list_files(tmp_path)
    assert [file.name for file in listing.files] == ["PAGE.HTM", "b/x.txt/in a folder named like a file.txt"]
    assert listing.ignored == 1
    assert listing.problems == ()


def test_odd_names_are_kept_apart_and_can_be_printed(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", "café.txt".encode(), b"new\nline.txt", "’ \U0001f4f0.txt".encode()):
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_text("Text.")
    names = [file.name for file in list_files(tmp_path).files]
    assert len(set(names)) == 4
    assert all(name.encode() for name in names)
    assert all(len(read(file.path)[0]) == 1 for file in list_files(tmp_path).files)


@pytest.mark.parametrize(
    ("written", "moment", "precision"),
    [
        ("2025-03-03", datetime(2025, 3, 3, tzinfo=UTC), "day"),
        ("3 March 2025", datetime(2025, 3, 3, tzinfo=UTC), "day"),
        ("2025-03-03T01:10+09:00", datetime(2025, 3, 2, 16, 10, tzinfo=UTC), "minute"),
        ("2025-03-03T23:10", datetime(2025, 3, 3, tzinfo=UTC), "day"),
    ],
)
def test_a_time_without_a_zone_is_only_a_day(tmp_path: Path, written: str, moment: datetime, precision: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"published: {written}\n\nIt was close.")
    (document,), _ = read(path)
    assert (document.published_at, document.published_precision) == (moment, precision)


PAGE = """<html lang="en"><head><title>A vote | The Daily</title>
<link rel="canonical" href="https://www.daily.example/vote?utm_source=x">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A vote",
"datePublished": "2025-02-24T21:00:00Z",
"dateModified": "2025-03-01T08:00:00Z", "author": [{"@type": "Person", "name": "Reuters"}],
"publisher": {"@type": "Organization", "name": "The Daily"}}</script></head><body><nav>Home Sport</nav><article>
<h1>A vote</h1><p>The assembly voted on Monday evening after a long debate about the text before it.</p>
<p>Ninety-three states were in favour, and the chamber applauded for a minute.</p></article>
<footer>All rights reserved.</footer></body></html>"""


def test_a_page_says_who_when_and_what(tmp_path: Path) -> None:
    path = tmp_path / "vote.html"
    path.write_text(PAGE)
    (document,), problems = read(path)
    assert problems == []
    assert (document.url, document.publisher, document.title) == (
        "https://www.daily.example/vote",
        "The Daily",
        "A vote",
    )
    assert document.published_at == datetime(2025, 3, 1, 8, tzinfo=UTC)
    assert document.published_basis == "json-ld: modified (first published 2025-02-24)"
    assert (document.origin, document.language) == ("reuters", "en")
    assert document.text.startswith("The assembly voted")
    assert document.text.endswith("applauded for a minute.")


@pytest.mark.parametrize("raw", [b"", b"<html><body></body></html>", b"\x00\x01\x02\x03" * 50, b"%PDF-1.7 and so on"])
def test_a_page_without_text_is_a_problem(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(raw)
    documents, problems = read(path)
    assert documents == []
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere", "does not exist: give a folder or file of evidence"),
        (
            "photo.jpg",
            "is not a folder and not a .html, .htm, .pdf, .docx, .md, .txt, .jsonl, .parquet, .warc or .warc.gz file",
        ),
        ("loop", "cannot be opened"),
    ],
)
def test_a_corpus_that_cannot_be_one_is_bad_input(tmp_path: Path, path: str, message: str) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(BadInputError, match=message):
        list_files(tmp_path / path)


def test_not_utf8_is_decoded_or_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("title: A café\n\nThe minister’s “plan” – a first – was read out in the café.".encode("cp1252"))
    (document,), _ = read(path)
    assert document.text == "The minister’s “plan” – a first – was read out in the café."
    path.write_bytes(b"\x89PNG\r\n" + bytes(range(256)))
    assert [problem.reason for problem in read(path)[1]] == [
        "this is a PNG image, not text: save the article as .txt, .md or .html in UTF-8"
    ]
