"""PDFs become text in paragraphs, with the dates of the file, and what cannot be read is said in one sentence."""

import zlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pypdf
import pytest

from language import pdfs
from language.pages import NoPageTextError
from language.pdfs import VERSION, read_pdf
from tests.language.office_files import pdf

LINES = [
    "The council of Arden extended the levy on fishing boats by one more",
    "year. The twenty-five members who voted for it were joined by a for-",
    "mer mayor of the town.",
    "Votes",
    "It was the third vote on the levy in as many months, said the clerk of",
    "the council. Twenty-",
]


def test_lines_become_paragraphs_and_cut_words_are_mended() -> None:
    page = read_pdf(pdf([LINES, ["five members had asked for it."]]))
    assert page.text.split("\n") == [
        "The council of Arden extended the levy on fishing boats by one more year. The twenty-five members who voted "
        "for it were joined by a former mayor of the town.",
        "Votes",
        "It was the third vote on the levy in as many months, said the clerk of the council. Twenty-five members had "
        "asked for it.",
    ]


def test_running_heads_and_page_numbers_do_not_stand_in_sentences() -> None:
    pages = [
        [f"Report of the council {number}", f"The {word} vote went on until the", f"Page {number} of 6"]
        for number, word in enumerate(("levy", "budget", "harbour", "bridge", "school", "road"), start=1)
    ]
    text = read_pdf(pdf(pages)).text
    assert "Report" not in text
    assert "Page" not in text
    assert "until the The budget vote went on" in text


def test_the_file_s_own_dates_title_and_authors_are_told() -> None:
    page = read_pdf(pdf([LINES]))
    assert (page.title, page.authors, page.published_basis) == ("Levy report", ("Ann Lee", "Bo Ek"), "pdf metadata")
    assert page.published
    assert page.published.at == datetime(2025, 2, 24, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert page.updated is None
    later = read_pdf(pdf([LINES], info="/ModDate (D:20250301120000Z)"))
    assert later.published is None
    assert later.updated
    assert later.updated.at == datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "info", ["", "/Title (Microsoft Word - levy_final2.docx)", "/Title (untitled) /CreationDate (soon)"]
)
def test_what_the_metadata_does_not_tell_is_not_told(info: str) -> None:
    page = read_pdf(pdf([LINES], info=info))
    assert (page.title, page.published, page.published_basis) == (None, None, None)


def test_pages_without_text_are_told() -> None:
    assert read_pdf(pdf([LINES, [], []])).notes == ("2 of its 3 pages hold no text that could be read",)


def _locked(password: str, algorithm: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf([LINES])))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_is_only_locked_against_changes_is_read() -> None:
    assert "extended the levy" in read_pdf(_locked("", "AES-256")).text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (_locked("secret", "AES-256"), "locked with a password: save it without one"),
        (_locked("secret", "RC4-128"), "locked with a password: save it without one"),
        (pdf([[], []]), r"holds no text, only images of pages: let a program read them \(OCR\)"),
        (pdf([["!"]]), "holds no text"),
        (pdf([LINES])[:200], "damaged: open it and save it anew"),
        (b"%PDF-1.7\n" + b"\x00" * 1000, "damaged"),
        (b"", "damaged"),
        (pdf([["x"]], stream=zlib.compress(b" " * 80_000_000)), "unpacks to more than is read"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(raw: bytes, reason: str) -> None:
    with pytest.raises(NoPageTextError, match=reason):
        read_pdf(raw)


def test_more_pages_time_or_text_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = pdf([LINES, LINES, LINES])
    with monkeypatch.context() as patch:
        patch.setattr(pdfs, "MOST_PAGES", 2)
        with pytest.raises(NoPageTextError, match="more than 2 pages"):
            read_pdf(raw)
    with monkeypatch.context() as patch:
        patch.setattr(pdfs, "MOST_SECONDS", -1.0)
        with pytest.raises(NoPageTextError, match="seconds to read"):
            read_pdf(raw)
    monkeypatch.setattr(pdfs, "MOST_CHARACTERS", 100)
    with pytest.raises(NoPageTextError, match="million characters"):
        read_pdf(raw)


def test_golden_change_the_version_when_this_changes() -> None:
    assert VERSION == 1
    bullets = pdf([["Items", "- one", "- two of", "them", "1. three", "Page 3"], ["12", "The end."]])
    assert read_pdf(bullets).text == "Items\n- one\n- two of them\n1. three The end."
