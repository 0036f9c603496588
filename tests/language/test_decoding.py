"""Bytes become text, whatever they were written in; what is no text is named."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.decoding import BinaryInputError, decode
from warehouse.records import clean_text

SENTENCES = (
    "“We won’t leave the café,” said Zoë Müller – a guest of the Brontë hotel in Malmö – before she paid 5 € for the "
    "soup. The manager, François, had asked everybody to go at ten o’clock, and nobody had listened to him.\n"
)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
    ],
)
def test_the_text_comes_back_from_any_encoding(encoding: str, mark: bytes) -> None:
    assert decode(mark + SENTENCES.encode(encoding)) == (SENTENCES, encoding)


def test_a_russian_text_in_its_own_code_page() -> None:
    text = "Министр заявил в понедельник, что переговоры о рыбной ловле начнутся весной и продлятся до осени."
    assert decode(text.encode("cp1251")) == (text, "cp1251")


def test_a_page_s_own_declaration_is_believed_where_it_is_not_utf_8() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź żyje</body></html>'
    assert decode(page.encode("iso-8859-2")) == (page, "iso8859-2")
    # A wrong declaration does not spoil what is UTF-8.
    assert decode(page.encode("utf-8")) == (page, "utf-8")


@pytest.mark.parametrize("declared", ["iso-8859-5", "windows-1251", "KOI8-R", "shift_jis", "gb18030", "euc-kr", "big5"])
def test_what_a_server_says_is_believed_where_the_web_knows_it(declared: str) -> None:
    text = {"shift_jis": "日本の新聞", "gb18030": "中国的报纸", "euc-kr": "한국의 신문", "big5": "台灣的報紙"}.get(
        declared, "Газета"
    ) * 9
    assert decode(text.encode(declared), declared=declared) == (text, codecs.lookup(declared).name)


@pytest.mark.parametrize(
    "named", ["idna", "undefined", "punycode", "unicode_escape", "raw_unicode_escape", "rot13", "cp037"]
)
def test_a_page_does_not_choose_a_codec_that_only_python_knows(named: str) -> None:
    page = (f"<meta charset='{named}'>A caf\\x41. " + SENTENCES).encode("cp1252")
    assert decode(page, declared=named) == (page.decode("cp1252"), "cp1252")


def test_a_stray_byte_does_not_make_utf_8_another_encoding() -> None:
    text, encoding = decode(SENTENCES.encode() * 3 + b"\xff")
    assert encoding == "utf-8"
    assert text == SENTENCES * 3 + "\ufffd"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "PNG"),
        (b"%PDF-1.7\n%", "PDF"),
        (b"PK\x03\x04" + b"word/document.xml", "zip"),
        (b"\x7fELF" + b"\x02" * 90, "program"),
        (codecs.BOM_UTF16_LE + b"\x00\x01\x02", "binary"),
        (codecs.BOM_UTF16_BE + bytes(range(32)) * 4, "binary"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_what_is_no_text_is_named_with_the_fix(data: bytes, kind: str) -> None:
    with pytest.raises(BinaryInputError, match=kind) as caught:
        decode(data)
    assert ".txt" in str(caught.value)


def test_line_ends_and_nul_are_made_plain() -> None:
    assert decode(b"one\r\ntwo\rthree\nfo\x00ur" + b" and more of it" * 5)[0].startswith("one\ntwo\nthree\nfo\ufffdur")
    assert decode(b"") == ("", "utf-8")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()) == (clean_text(text.removeprefix("\ufeff").removeprefix("\ufeff")), "utf-8")


DECLARED = st.none() | st.sampled_from(
    ["idna", "undefined", "punycode", "shift_jis", "iso-2022-jp", "gb18030", "utf-16le"]
)


@given(st.binary(max_size=400), DECLARED)
def test_any_bytes_are_text_or_named(data: bytes, declared: str | None) -> None:
    try:
        text, _ = decode(data, declared=declared)
    except BinaryInputError:
        return
    assert text == clean_text(text)
    assert "\r" not in text
