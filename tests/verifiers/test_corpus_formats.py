"""PDF, Word, parquet and WARC files as evidence: what is read, what is told of it, and what a broken one costs."""

import gzip
import zlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.language.office_files import pdf, word
from verifiers.publishers import load_publishers
from verifiers.sources import corpus_parquet, corpus_warc
from verifiers.sources.corpus_documents import read_documents
from verifiers.sources.corpus_files import CorpusFile, Part, Problem
from warehouse.records import Document

NOW = datetime(2025, 4, 1, 12, tzinfo=UTC)
VOTE = "The council of Arden extended the levy by a year. The vote was close."


def read(path: Path, **part: Any) -> tuple[list[Document], list[str]]:
    found = list(read_documents(CorpusFile(path.name, path), load_publishers(), NOW, Part(**part)))
    return [one for one in found if isinstance(one, Document)], [str(one) for one in found if isinstance(one, Problem)]


# PDF and Word ---------------------------------------------------------------------------------------------------


def test_a_pdf_is_a_document_with_the_file_s_own_date(tmp_path: Path) -> None:
    (tmp_path / "Levy.PDF").write_bytes(pdf([[VOTE], []], info="/CreationDate (D:20250224103000Z)"))
    (document,), problems = read(tmp_path / "Levy.PDF")
    assert (document.text, document.title) == (VOTE, "Levy")
    assert document.published_at == datetime(2025, 2, 24, 10, 30, tzinfo=UTC)
    assert document.published_basis == "pdf metadata: published"
    assert problems == ["Levy.PDF: 1 of its 2 pages hold no text that could be read"]


def test_a_word_document_is_a_document_with_the_file_s_own_date(tmp_path: Path) -> None:
    (tmp_path / "levy.docx").write_bytes(word(VOTE, title="The levy"))
    (document,), problems = read(tmp_path / "levy.docx")
    assert problems == []
    assert document.title == "The levy"
    assert document.text.startswith(VOTE)
    assert (document.published_basis, document.modified_at) == (
        "docx properties: published",
        datetime(2025, 2, 24, 9, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_broken_one_is_one_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not what its name says")
    documents, problems = read(tmp_path / name)
    assert documents == []
    assert len(problems) == 1
    assert problems[0].startswith(f"{name}: ")


# Parquet --------------------------------------------------------------------------------------------------------


def parquet(path: Path, columns: dict[str, Any], rows_in_a_group: int = 2) -> Path:
    pyarrow.parquet.write_table(pyarrow.table(columns), path, row_group_size=rows_in_a_group)
    return path


def test_rows_are_documents_and_days_and_times_are_read(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "all.parquet",
        {
            "text": [f"{VOTE} {number}" for number in range(4)],
            "title": ["One", "Two", None, "Four"],
            "publisher": pyarrow.array(["The Daily"] * 4).dictionary_encode(),
            "url": [f"https://a.example/{number}" for number in range(4)],
            "published": pyarrow.array(
                [datetime(2025, 2, 24), datetime(2025, 2, 24, 9, 30), None, datetime(2025, 3, 1)],  # noqa: DTZ001
                pyarrow.timestamp("ns"),
            ),
            "something else": [b"\x00", b"\x01", None, b"\x02"],
        },
    )
    documents, problems = read(path)
    assert problems == []
    assert [(one.path, one.title, one.published_precision) for one in documents] == [
        ("all.parquet:1", "One", "day"),
        ("all.parquet:2", "Two", "day"),
        ("all.parquet:3", None, None),
        ("all.parquet:4", "Four", "day"),
    ]
    assert documents[0].published_at == datetime(2025, 2, 24, tzinfo=UTC)
    assert documents[0].published_basis == "column: published"


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (pyarrow.array([date(2025, 2, 24)]), datetime(2025, 2, 24, tzinfo=UTC)),
        (pyarrow.array(["2025-02-24T09:30+01:00"]), datetime(2025, 2, 24, 8, 30, tzinfo=UTC)),
        (
            pyarrow.array([datetime(2025, 2, 24, 9, 30, tzinfo=UTC)], pyarrow.timestamp("ms", "Asia/Tokyo")),
            datetime(2025, 2, 24, 9, 30, tzinfo=UTC),
        ),
    ],
)
def test_a_date_may_be_of_any_type_of_date(tmp_path: Path, published: Any, expected: datetime) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": [VOTE], "published": published})
    assert read(path)[0][0].published_at == expected


def test_a_part_is_its_row_groups_with_their_numbers(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": [f"{VOTE} {number}" for number in range(5)]})
    with path.open("rb") as stream:
        assert corpus_parquet.row_groups(stream) == [2, 2, 1]
    documents, _ = read(path, start=1, end=3, first=3)
    assert [one.path for one in documents] == ["a.parquet:3", "a.parquet:4", "a.parquet:5"]


def test_cells_of_wrong_types_are_told_row_by_row(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": [VOTE, None, "  "], "title": [1, 2, 3], "published": ["x", "", ""]})
    documents, problems = read(path)
    assert [one.path for one in documents] == ["a.parquet:1"]
    assert problems == [
        "a.parquet, row 1: its title is not a string",
        "a.parquet, row 1: its published 'x' is not a date: write 2025-03-03 or 2025-03-03T09:30+00:00",
        "a.parquet, row 2: it holds no text",
        "a.parquet, row 3: it holds no text",
    ]
    assert read(parquet(path, {"text": [[1], [2]]}))[1] == [
        "a.parquet, row 1: it holds no text",
        "a.parquet, row 2: it holds no text",
    ]


def test_a_file_without_text_or_without_sense_is_one_problem(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"body": [VOTE]})
    assert read(path) == (
        [],
        [
            "a.parquet: it has no column text: name its columns url, publisher, published, modified, title, origin, "
            "type, language and text"
        ],
    )
    for raw in (b"", b"PAR1", b"PAR1" + b"\xff" * 200 + b"PAR1"):
        path.write_bytes(raw)
        documents, problems = read(path)
        assert documents == []
        assert len(problems) == 1
        assert "no parquet file or damaged" in problems[0]


def test_rows_before_the_damage_are_kept(tmp_path: Path) -> None:
    texts = [f"{VOTE} {number} {'abcdefg ' * 500}" for number in range(300)]
    path = tmp_path / "a.parquet"
    pyarrow.parquet.write_table(
        pyarrow.table({"text": texts}), path, row_group_size=100, compression="zstd", use_dictionary=False
    )
    raw = bytearray(path.read_bytes())
    place = pyarrow.parquet.read_metadata(path).row_group(2).column(0).data_page_offset
    raw[place : place + 400] = b"\xff" * 400
    path.write_bytes(raw)
    documents, problems = read(path)
    assert 100 <= len(documents) <= 200
    assert len(problems) == 1
    assert "damaged after row" in problems[0]


# Web archives ---------------------------------------------------------------------------------------------------

PAGE = (
    "<html><head><title>{title}</title><meta property='article:published_time' content='2025-02-24T09:30:00Z'>"
    "{head}</head><body><article><p>The council of Arden extended the levy by a year on Monday, after a long debate."
    "</p><p>The vote was close, and a recount is not planned, the clerk said.</p></article></body></html>"
)
Answer = tuple[str, Sequence[tuple[str, str]], bytes, str]


def warc(path: Path, answers: dict[str, Answer], *, packed: bool = True) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "test"}))
        for url, (status, headers, body, kind) in answers.items():
            http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url,
                    kind,
                    payload=BytesIO(body),
                    http_headers=http if kind == "response" else None,
                    warc_headers_dict={"WARC-Date": "2025-03-05T10:00:00Z"},
                    warc_content_type="text/plain" if kind == "resource" else "",
                )
            )
    return path


def ok(body: bytes, content_type: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    sent = [("Content-Type", content_type), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return "200 OK", sent, body, "response"


def page(title: str = "A vote", head: str = "") -> bytes:
    return PAGE.format(title=title, head=head).encode()


@pytest.mark.parametrize("packed", [True, False])
def test_answers_with_text_are_documents_of_the_day_they_were_fetched(tmp_path: Path, packed: bool) -> None:
    chunked = gzip.compress(page("Packed"))
    path = warc(
        tmp_path / ("a.warc.gz" if packed else "a.warc"),
        {
            "https://a.example/vote": ok(page()),
            "https://a.example/photo.jpg": ok(b"\xff\xd8\xff", "image/jpeg"),
            "https://a.example/gone": ("404 Not Found", [("Content-Type", "text/html")], page(), "response"),
            "https://a.example/moved": ("301 Moved", [("Location", "/vote")], b"", "response"),
            "https://a.example/packed": ok(chunked, Content_Encoding="gzip"),
            "https://a.example/levy.pdf": ok(pdf([[VOTE]], info=""), "application/pdf"),
            "https://a.example/note.txt": ("", [], VOTE.encode(), "resource"),
            "https://a.example/cafe": ok(page("A café").decode().encode("cp1252"), "text/html; charset=windows-1252"),
        },
        packed=packed,
    )
    documents, problems = read(path)
    assert problems == []
    assert [(one.path, one.url, one.title) for one in documents] == [
        (f"{path.name}:2", "https://a.example/vote", "A vote"),
        (f"{path.name}:6", "https://a.example/packed", "Packed"),
        (f"{path.name}:7", "https://a.example/levy.pdf", "levy.pdf"),
        (f"{path.name}:8", "https://a.example/note.txt", "note.txt"),
        (f"{path.name}:9", "https://a.example/cafe", "A café"),
    ]
    assert {one.retrieved_at for one in documents} == {datetime(2025, 3, 5, 10, tzinfo=UTC)}
    assert documents[0].published_at == datetime(2025, 2, 24, 9, 30, tzinfo=UTC)
    assert documents[0].published_basis == "html meta: published"
    assert documents[3].published_at is None  # that it was fetched on a day does not say when it was published


def test_a_page_does_not_pass_for_somebody_else_s(tmp_path: Path) -> None:
    own = '<link rel="canonical" href="https://a.example/vote">'
    other = '<link rel="canonical" href="https://reuters.com/vote">'
    path = warc(
        tmp_path / "a.warc",
        {"https://a.example/vote?x=1": ok(page(head=own)), "https://a.example/b": ok(page(head=other))},
        packed=False,
    )
    assert [one.url for one in read(path)[0]] == ["https://a.example/vote", "https://a.example/b"]


@pytest.mark.parametrize("packed", [True, False])
def test_what_breaks_off_is_told_and_the_rest_kept(tmp_path: Path, packed: bool) -> None:
    words = " ".join(f"{number * 7919 % 10007:x}" for number in range(20_000))  # does not pack well
    answers = {f"https://a.example/{number}": ok(page() + f"<!-- {number} {words} -->".encode()) for number in range(3)}
    path = warc(tmp_path / ("a.warc.gz" if packed else "a.warc"), answers, packed=packed)
    path.write_bytes(path.read_bytes()[: -path.stat().st_size // 6])
    documents, problems = read(path)
    assert [one.url for one in documents] == ["https://a.example/0", "https://a.example/1"]
    assert problems == [f"{path.name}, record 4: https://a.example/2 breaks off before its end"]


def test_a_page_that_cannot_be_read_is_told_with_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus_warc, "LARGEST_DOCUMENT", 100_000)
    bomb = gzip.compress(b" " * 50_000_000)
    path = warc(
        tmp_path / "a.warc",
        {
            "https://a.example/bomb": ok(bomb, Content_Encoding="gzip"),
            "https://a.example/empty": ok(b""),
            "https://a.example/broken.pdf": ok(b"%PDF-1.4 and no more", "application/pdf"),
            "https://a.example/vote": ok(page()),
        },
        packed=False,
    )
    documents, problems = read(path)
    assert [one.url for one in documents] == ["https://a.example/vote"]
    assert [problem.split(" ")[3] for problem in problems] == [
        "https://a.example/bomb",
        "https://a.example/empty:",
        "https://a.example/broken.pdf:",
    ]


@pytest.mark.parametrize(
    "raw", [b"", b"no archive at all\n" * 5, b"\x1f\x8b" + b"\x00" * 50, zlib.compress(b"x" * 999)]
)
def test_what_is_no_archive_is_one_problem(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(raw)
    documents, problems = read(path)
    assert documents == []
    assert len(problems) == 1
    assert problems[0].startswith("a.warc.gz: it ")


def test_golden_change_the_versions_when_these_change() -> None:
    assert (corpus_parquet.VERSION, corpus_warc.VERSION) == (1, 1)
