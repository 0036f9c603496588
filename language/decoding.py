"""Bytes become text: byte-order marks, UTF-8, and a guess where it is neither.

The text has LF line ends and no byte-order mark; NUL and lone surrogates are replaced one for one.
"""

import codecs
import re

from charset_normalizer import from_bytes

from warehouse.errors import BadInputError
from warehouse.records import clean_text

VERSION = 2


class BinaryInputError(BadInputError):
    """The bytes are an image, an archive, a program or another thing that is no text."""


# UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM\x00", "an image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "a database"),
    (b"OggS", "sound"),
    (b"ID3", "sound"),
    (b"fLaC", "sound"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"\x00asm", "a program"),
    (b"wOF2", "a font"),
)
_BINARY = "this is binary data, not text: save the article as .txt, .md or .html in UTF-8"
_SAMPLE = 65_536
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"
_MOST_CONTROLS = 0.02  # of a text's bytes; what is binary has several times as many


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """The text of some bytes and the name of the encoding they were in.

    `declared` is what came with the bytes, such as a Content-Type's charset; it counts where the bytes are not UTF-8.
    Raises BinaryInputError where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            if mark != codecs.BOM_UTF8 and _noise(text[:_SAMPLE]):
                raise BinaryInputError(_BINARY)
            return _tidied(text), encoding
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise BinaryInputError(f"this is {kind}, not text: save the article as .txt, .md or .html in UTF-8")
    sample = data[:_SAMPLE]
    if unmarked := _utf16_without_mark(sample):
        return _tidied(data.decode(unmarked, "replace")), unmarked
    if sample and sum(map(sample.count, (bytes((control,)) for control in _CONTROLS))) > _MOST_CONTROLS * len(sample):
        raise BinaryInputError(_BINARY)
    try:
        return _tidied(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _guessed(data, declared)


def _noise(text: str) -> bool:
    """Whether what two bytes happen to mark as UTF-16 is none: many of its units are controls, or no characters."""
    strange = sum(1 for char in text if char == "\ufffd" or (char < " " and char not in "\t\n\f\r\x1b"))
    return strange > _MOST_CONTROLS * len(text)


def _utf16_without_mark(sample: bytes) -> str | None:
    """UTF-16 that lacks its mark: in European text every second byte is zero, and none of the others."""
    pairs = len(sample) // 2
    if pairs < 8:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _guessed(data: bytes, declared: str | None) -> tuple[str, str]:
    # A file that was cut, or holds a stray byte, is still UTF-8: most of what is not ASCII decodes.
    repaired = data.decode("utf-8", "replace")
    broken, foreign = repaired.count("\ufffd"), sum(1 for char in repaired[:_SAMPLE] if char > "\x7f")
    if broken * 20 < foreign:
        return _tidied(repaired), "utf-8"
    if encoding := _usable(declared) or _declared(data):
        return _tidied(data.decode(encoding, "replace")), encoding
    # Windows' Western code page is what English-language news that is not UTF-8 is in; others are told by their words.
    best = from_bytes(data[:_SAMPLE], cp_exclusion=["utf_7"]).best()
    encoding = best.encoding if best is not None else "cp1252"
    if encoding in ("ascii", "utf_8", "latin_1", "cp1250", "cp1257", "cp1254", "cp1258", "mac_roman", "hp_roman8"):
        encoding = "cp1252" if _mostly_ascii(data[:_SAMPLE]) else encoding
    return _tidied(data.decode(encoding, "replace")), codecs.lookup(encoding).name


_DECLARATION = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it is in; a page that says Latin-1 means Windows' Western code page (WHATWG)."""
    found = _DECLARATION.search(data[:4096])
    return _usable(found.group(1).decode("ascii")) if found else None


# Python's names of the encodings of the WHATWG Encoding Standard. Python knows more, and a page does not choose them:
# some raise ("idna"), read escapes ("unicode_escape"), or take time with the square of the length ("punycode").
_OF_THE_WEB = frozenset(
    {
        *("cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp874", "tis-620"),
        *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
        *(f"cp{page}" for page in range(1250, 1259)),
        *(
            "gbk",
            "gb2312",
            "gb18030",
            "big5",
            "big5hkscs",
            "shift_jis",
            "cp932",
            "euc_jp",
            "iso2022_jp",
            "euc_kr",
            "cp949",
        ),
        *("utf-16-le", "utf-16-be"),
    }
)


def _usable(declared: str | None) -> str | None:
    """Python's name of an encoding that a page is said to be in, if it can be so."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):  # a name with a NUL in it is a ValueError
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return name if name in _OF_THE_WEB else None


def _mostly_ascii(sample: bytes) -> bool:
    return sum(1 for byte in sample if byte > 127) < 0.12 * len(sample)


def _tidied(text: str) -> str:
    return clean_text(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
