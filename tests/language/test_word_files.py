"""Word documents become text in paragraphs, with the dates of the file, and what cannot be read is said."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest

from language.pages import NoPageTextError
from language.word_files import VERSION, read_docx
from tests.language.office_files import repacked, word

LEVY = "The council of Arden extended the levy."


def _with_body(xml: str) -> bytes:
    raw = word(LEVY)
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{xml}</w:body></w:document>"
    )
    return repacked(raw, {"word/document.xml": body.encode()})


def test_paragraphs_and_rows_of_tables_come_in_order() -> None:
    assert read_docx(word(LEVY, "It rained.")).text.split("\n") == [
        LEVY,
        "It rained.",
        "Year | Levy",
        "2024 | 18 percent",
    ]


def test_the_file_s_own_dates_title_and_author_are_told() -> None:
    page = read_docx(word(LEVY, title="Levy", author="Ann Lee and Bo Ek"))
    assert (page.title, page.authors, page.published_basis) == ("Levy", ("Ann Lee", "Bo Ek"), "docx properties")
    assert page.published
    assert page.published.at == datetime(2025, 2, 24, 9, 30, tzinfo=UTC)


def test_the_date_of_an_empty_template_is_no_date() -> None:
    page = read_docx(word(LEVY, made=datetime(2013, 12, 23, 23, 15, tzinfo=UTC)))
    assert (page.published, page.published_basis, page.updated) == (None, None, None)


def test_a_file_that_says_nothing_of_itself_is_of_an_unknown_day() -> None:
    raw = word(LEVY, title="Levy")
    with zipfile.ZipFile(BytesIO(raw)) as packed:
        links = re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", packed.read("_rels/.rels"))
    page = read_docx(repacked(raw, {"_rels/.rels": links}))
    assert page.text.startswith(LEVY)
    assert (page.title, page.published, page.updated) == (None, None, None)


def test_tracked_changes_are_read_as_they_would_be_accepted() -> None:
    raw = _with_body(
        "<w:p><w:r><w:t>The levy is </w:t></w:r>"
        "<w:del><w:r><w:delText>twelve</w:delText></w:r></w:del><w:ins><w:r><w:t>eighteen</w:t></w:r></w:ins>"
        "<w:r><w:t> percent</w:t><w:tab/><w:t>now.</w:t><w:instrText>HYPERLINK</w:instrText></w:r></w:p>"
    )
    assert read_docx(raw).text == "The levy is eighteen percent now."


def test_the_twin_of_a_text_box_is_not_read_twice() -> None:
    box = "<w:p><w:r><w:t>A box.</w:t></w:r></w:p>"
    raw = _with_body(
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>Held.</w:t></w:r></w:p>"
        f"</w:sdtContent></w:sdt>"
    )
    assert read_docx(raw).text == "A box.\nHeld."


BOMB = "<w:p><w:r><w:t>" + "x" * 60_000_000 + "</w:t></w:r></w:p>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {b} "{f"&{a};" * 10}">'.encode() for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    + b"&j;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no Word document, or a damaged one"),
        (b"PK\x03\x04" + b"\x00" * 50, "no Word document, or a damaged one"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 50, "locked with a password or of before 2007"),
        (repacked(word(LEVY), {"word/document.xml": b"<w:document"}), "damaged: open it and save it anew"),
        (repacked(word(LEVY), {"[Content_Types].xml": b"<Types/>"}), "damaged"),
        (_with_body("<w:p/>"), "holds no text"),
        (_with_body(BOMB), "unpacks to more than is read"),
        (repacked(word(LEVY), {f"word/{n}.xml": b" " * 45_000_000 for n in range(5)}), "unpacks to more than is read"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(raw: bytes, reason: str) -> None:
    with pytest.raises(NoPageTextError, match=reason):
        read_docx(raw)


def test_entities_are_not_blown_up() -> None:
    with pytest.raises(NoPageTextError):
        read_docx(repacked(word(LEVY), {"word/document.xml": LAUGHS}))


def test_golden_change_the_version_when_this_changes() -> None:
    assert VERSION == 2
    raw = _with_body("<w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t><w:noBreakHyphen/><w:t>three</w:t></w:r></w:p>")
    assert read_docx(raw).text == "One two-three"
