"""Text as it reads once its disguises are off: invisible characters, lookalike letters, spaced-out and encoded words.

`Plain` keeps for every character the place that it came from, so that what is found in it can be cut out of the text.
"""

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

VERSION = 1

# Letters of other alphabets, and small capitals, that are drawn like those of ours.
_LOOKALIKES = dict(
    zip(
        "аеорсухіјѕԁԛԝһвкмнтзӏгѵԍαβγεζηικμνορτυχωɑɡɩʀɴᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍᴏᴘꞯꜱᴛᴜᴠᴡʏᴢıƖοаⅼℓłøđ",
        "aeopcyxijsdqwhbkmht3lrvgabyeznikuvoptuxwagirnabcdefghijklmopqstuvwyziloalllod",
        strict=True,
    )
)
_LEET = str.maketrans("013457@$!|", "oieastasii")
_HAS_LATIN = re.compile(r"[a-z]")
_RUNS = re.compile(r"(?P<plain>[\n\x20-\x7e]+)|.", re.DOTALL)
_TOKEN = re.compile(r"[^\W_]+(?:[@$!|][^\W_]+)*")
_WITH_DIGITS = re.compile(r"(?=.*[013457@$!|])[a-z013457@$!|]+")
_FEWEST_LETTERS = 2
# Single letters in a row with the same sort of gap between them: "i g n o r e", "i-g-n-o-r-e".
_SPACED_OUT = re.compile(
    r"(?<![^\W_])(?:(?:[^\W\d_] ){2,}|(?:[^\W\d_](?:[.\-_*·|/]{1,2}| [.\-_*·|/] ))+)[^\W\d_](?![^\W_])"
)
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{16,}={0,2}(?![\w+/=])")
_HEX = re.compile(r"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]?){12,}")
_PERCENT = re.compile(r"(?<!\S)\S*(?:%[0-9a-fA-F]{2}\S*?){2,}\S*")
_ENTITIES = re.compile(r"(?:&#?\w{2,8};\s?){4,}")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4}\s?){4,}")
_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
# Little words of English that no text of any length is without, moved by thirteen and written backwards.
_MOVED = re.compile(r"(?<!\w)(?:gur|naq|gung|guvf|nyy|lbhe)(?!\w)")
_BACKWARDS = re.compile(r"(?<!\w)(?:eht|dna|taht|siht|lla|ruoy|rof|mialc)(?!\w)")
_FEWEST_BACKWARDS = 2
_LEAST_READABLE = 0.85  # of what was decoded, letters and spaces: what is not text decodes into something else


@dataclass(frozen=True)
class Plain:
    """A text in small letters without disguises; `places` has, for each character, where in the given text it stood."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the given text a stretch of the plain one stands."""
        return (self.places[start], self.places[end - 1] + 1) if start < end else (0, 0)


@dataclass(frozen=True)
class Encoded:
    """A stretch of a text that says something else once it is decoded."""

    start: int
    end: int
    says: str


def is_invisible(char: str) -> bool:
    """Whether a character shows nothing and is no space: formats, direction marks, tags, fillers, variation marks."""
    return (
        unicodedata.category(char) in ("Cf", "Cc", "Co", "Cn") and char not in "\n\t\r"
    ) or char in "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u180b\u180c\u180d\ufe0e\ufe0f\u2800"


def plain(text: str) -> Plain:
    """Undisguised. Spaced-out words are drawn together, so that nothing between their letters is left."""
    chars: list[str] = []
    places: list[int] = []
    for run in _RUNS.finditer(text):
        if run["plain"]:  # most of most texts
            chars += run[0].lower()
            places += range(run.start(), run.end())
            continue
        place, char = run.start(), run[0]
        if (tag := _tag_letter(char)) is not None:
            chars.append(tag)
            places.append(place)
            continue
        if is_invisible(char):
            continue
        for one in unicodedata.normalize("NFKC", char).casefold():
            base = unicodedata.normalize("NFD", one)[0]
            if base.isascii():
                one = base  # an accent is no other letter
            elif (unicodedata.category(one) == "Mn" and not "\u0900" <= one <= "\u0dff") or one == "\u0640":
                continue  # a mark of its own, or a stroke that only makes a word longer
            chars.append(one)
            places.append(place)
    return _drawn_together(_ours(chars), places)


def _tag_letter(char: str) -> str | None:
    """The letter that an invisible tag character stands for: models read it, people do not."""
    code = ord(char) - 0xE0000
    return chr(code).lower() if 0x20 <= code < 0x7F else None


def _ours(chars: list[str]) -> str:
    """Words that are partly of our alphabet get all their letters from it."""

    def undone(match: re.Match[str]) -> str:
        word = match[0]
        if not _HAS_LATIN.search(word):
            small = "".join(_LOOKALIKES.get(char, char) for char in word)
            return small if any(_is_small_capital(char) for char in word) else word
        word = "".join(_LOOKALIKES.get(char, char) for char in word)
        letters = sum(char.isalpha() for char in word)
        return word.translate(_LEET) if letters >= _FEWEST_LETTERS and _WITH_DIGITS.fullmatch(word) else word

    return _TOKEN.sub(undone, "".join(chars))


def _is_small_capital(char: str) -> bool:
    return "LETTER SMALL CAPITAL" in unicodedata.name(char, "")


def _drawn_together(text: str, places: list[int]) -> Plain:
    kept: list[str] = []
    kept_places: list[int] = []
    done = 0
    for match in _SPACED_OUT.finditer(text):
        kept.append(text[done : match.start()])
        kept_places += places[done : match.start()]
        for place in range(match.start(), match.end()):
            if text[place].isalpha():
                kept.append(text[place])
                kept_places.append(places[place])
        done = match.end()
    kept.append(text[done:])
    kept_places += places[done:]
    return Plain("".join(kept), tuple(kept_places))


def encoded(text: str) -> Iterator[Encoded]:
    """The stretches of a text that are readable once they are decoded, with what they say; several may overlap."""
    for match in _BASE64.finditer(text):
        yield from _readable(match, _from_base64(match[0]))
    for match in _HEX.finditer(text):
        digits = re.sub(r"0x|\\x|[ ,:]", "", match[0])
        yield from _readable(match, _from_bytes(bytes.fromhex(digits)))
    for match in _PERCENT.finditer(text):
        yield from _readable(match, unquote(match[0]))
    for match in _ENTITIES.finditer(text):
        yield from _readable(match, html.unescape(match[0]))
    for match in _ESCAPES.finditer(text):
        yield from _readable(match, codecs.decode(match[0].replace(" ", ""), "unicode_escape"))
    for match in _ADDRESS.finditer(text):
        yield from _readable(match, re.sub(r"[-_+]+", " ", re.sub(r"[/=?&#]+", ". ", unquote(match[0]))))


def moved(text: str) -> str | None:
    """The text with each letter moved by thirteen, if it has words that look so; every character keeps its place."""
    return codecs.encode(text, "rot13") if _MOVED.search(text) else None


def backwards(text: str) -> str | None:
    """The text read from its end, if it has words that are written so."""
    return text[::-1] if len(_BACKWARDS.findall(text)) >= _FEWEST_BACKWARDS else None


def _readable(match: re.Match[str], says: str | None) -> Iterator[Encoded]:
    if says and sum(char.isalpha() or char.isspace() or char in ",.:;'\"-" for char in says) >= _LEAST_READABLE * len(
        says
    ):
        yield Encoded(match.start(), match.end(), says)


def _from_base64(word: str) -> str | None:
    word = word.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _from_bytes(base64.b64decode(word + "=" * (-len(word) % 4), validate=True))
    except (binascii.Error, ValueError):
        return None


def _from_bytes(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
