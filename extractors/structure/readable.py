"""A text as a reader takes it in: without invisible characters, markup and footnote marks, capitals brought down.

Rules read this text and never the original; every place in it leads back to the original, from which quotes are cut.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from language.casing import VERSION as CASING_VERSION
from language.casing import uncapitalised
from language.sentences import SPEECH, Span, split_paragraphs

VERSION = f"3.{CASING_VERSION}"


@dataclass(frozen=True)
class Readable:
    """`text[i]` was made from the original's `places[i]`; `places` is None where nothing had to be changed.

    `bold` and `headings` are spans of `text` that were marked so. `places` has one more entry, the original's length.
    """

    text: str
    places: tuple[int, ...] | None = None
    bold: tuple[Span, ...] = ()
    headings: tuple[Span, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of the text, which must not be empty, stands in the original."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def place(self, original: int) -> int:
        """The first place of the text at or behind a place of the original."""
        return original if self.places is None else bisect_left(self.places, original)


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    new: str
    mark: str = ""  # "bold" or "heading" where it opens one, "/" where it closes


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f\U000e0020-\U000e007f]+")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_TWO_MARKS = re.compile(r"``|(?<=[\w.,!?…])''(?!')")
_ENTITY = re.compile(r"&(?:nbsp|amp|quot|apos|lt|gt|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_BULLET = re.compile(r"(?<![^\n])[ \t]*[‣◦●○■□►▶➤⁃∙](?=\s)")
_PICTURE = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff]"
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u200d\ufe0f]*[ ]?"
)
# "prevent-\ned": a word broken at the end of a line. The line then ends where the word does.
_BROKEN = re.compile(r"(?<=[^\W\d_][^\W\d_])-[ \t]*\n[ \t]*(?P<rest>[a-z]+)(?P<mark>[.,;:!?’”\"')]*)(?P<gap>[ \n]?)")
_KEEP_HYPHEN = re.compile(
    r"\b(?:well|self|non|anti|ex|co|long|short|high|low|part|full|vice|pro|post|mid|cross|all|so|year|half|two|three"
    r"|four|five|six|seven|eight|nine|ten)\Z",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(
    r"(?<=[\w.,;:!?…”’\"')])(?:\[(?:\d{1,3}|[a-z]|[Nn]ote \d{1,2}|citation needed)\])+"
    r"|(?:(?<=[a-z]{3})|(?<=[.,;!?”’\"]))[¹²³⁰⁴-⁹]{1,3}(?!\w)|[†‡]|(?<=[\w.,”’%])\*{1,2}(?=\s|\Z)"
)
_DIRECTION_WORDS = (
    r"applause|laughter|laughs|laughing|cross-?talk|inaudible|unintelligible|cheers?|cheering|cheers and applause"
    r"|booing|boos|pause|music|(?:begin|end|start)(?:ing)? (?:of )?(?:video|audio)(?: ?(?:clip|tape))?"
    r"|videotape|voice-?over"
    r"|(?:on|off) camera|commercial break|overlapping|indiscernible|ph|silence|sighs?"
)
# In small letters and round brackets "music" may be what somebody studied.
_DIRECTION = re.compile(
    rf" ?(?:\((?:{_DIRECTION_WORDS.upper()}|(?i:applause|laughter|laughs|laughing|cross-?talk|inaudible))[.,]?\)"
    rf"|\[(?i:{_DIRECTION_WORDS})[.,]?\])"
)
# Marks of other countries, and speech between dashes, as English prints them.
_OTHER_MARKS = (
    (re.compile(r"(?<!\w)‚(?=\w)[^‚‘’\n]{1,400}(?<=[\w.,!?…])[‘’](?!\w)"), "‘", "’"),
    (re.compile(r"(?<!\w)›(?=\w)[^‹›\n]{1,400}(?<=[\w.,!?…])‹(?!\w)"), "‘", "’"),
    (re.compile(r"(?<!\w)‹(?=\w)[^‹›\n]{1,400}(?<=[\w.,!?…])›(?!\w)"), "‘", "’"),
    (re.compile(r"(?<!\w)»(?=[\w‚›])[^«»\n]{1,1000}(?<=[\w.,!?…’])«(?!\w)"), "“", "”"),
)
_SPEECH_DASH = re.compile(
    rf"(?<![^\n])[—―][ \t]*(?P<words>[^\n—―“”\"]{{3,400}}?)[ \t]?(?P<dash>[—―])[ \t]?"
    rf"(?=(?:(?:he|she|they|(?:[A-Z][\w’'.-]{{0,30}} ){{1,4}}?) ?)?{SPEECH}\b)"
)
_SPEECH_GOES_ON = re.compile(r"(?<=[.!?])[ \t]?[—―][ \t]?(?=[A-ZÀ-Þ])(?P<words>[^\n—―“”\"]{3,1000})")
_BOLD = re.compile(r"(?P<open>\*\*|__)(?=[^\s*_])(?P<inner>[^\n]{1,400}?)(?<=[^\s])(?P=open)")
_ITALIC = re.compile(r"(?<![\w*_])(?P<open>[*_])(?=[^\s*_])(?P<inner>[^*_\n]{1,300}?)(?<=[^\s*_])(?P=open)(?![\w*_])")
_LINK = re.compile(
    r"(?P<image>!)?\[(?P<words>[^\]\[\n]{0,200})\]\((?:https?:|/|#|mailto:)[^)\s]{0,500}(?: \"[^\"\n]{0,100}\")?\)"
)
_HEADING = re.compile(r"(?<![^\n])#{1,6}[ \t]+(?P<words>[^\n]+)")
_QUOTED_LINE = re.compile(r"(?<![^\n])(?:>[ \t]?)+")


def read_through(text: str) -> Readable:
    """The text to read. Linear in its length."""
    edits = sorted(_edits(text), key=lambda edit: (edit.start, edit.end))
    shown = _carried_out(text, edits) if edits else Readable(text)
    lowered = uncapitalised(shown.text, split_paragraphs(shown.text))
    return shown if lowered == shown.text else Readable(lowered, shown.places, shown.bold, shown.headings)


def _edits(text: str) -> Iterator[_Edit]:
    for pattern, new in (
        (_INVISIBLE, ""),
        (_SPACE, " "),
        (_FOOTNOTE, ""),
        (_DIRECTION, ""),
        (_PICTURE, ""),
        (_QUOTED_LINE, ""),
    ):
        yield from (_Edit(*match.span(), new) for match in pattern.finditer(text))
    yield from (_Edit(*m.span(), unicodedata.normalize("NFKC", m.group())) for m in _LIGATURE.finditer(text))
    yield from (_Edit(*m.span(), "“" if m.group() == "``" else "”") for m in _TWO_MARKS.finditer(text))
    yield from (_Edit(*m.span(), unescape(m.group()).replace("\u00a0", " ")) for m in _ENTITY.finditer(text))
    yield from (_Edit(m.end() - 1, m.end(), "•") for m in _BULLET.finditer(text))
    for pattern, opening, closing in _OTHER_MARKS:
        for match in pattern.finditer(text):
            yield _Edit(match.start(), match.start() + 1, opening)
            yield _Edit(match.end() - 1, match.end(), closing)
    for match in _SPEECH_DASH.finditer(text):
        yield _Edit(match.start(), match.start("words"), "“")
        mark = "”" if text[match.end("words") - 1] in ",.!?…" else ",”"
        yield _Edit(match.end("words"), match.end(), f"{mark} ")
        further = _SPEECH_GOES_ON.search(text, match.end(), _line_end(text, match.end()))
        if further:
            yield _Edit(further.start(), further.start("words"), " “")
            yield _Edit(further.end(), further.end(), "”")
    for match in _BROKEN.finditer(text):
        kept = _KEEP_HYPHEN.search(text, max(match.start() - 12, 0), match.start())
        yield _Edit(match.start() + bool(kept), match.start("rest"), "")
        if match["gap"] == " ":
            yield _Edit(match.start("gap"), match.end("gap"), "\n")
    for pattern, mark in ((_BOLD, "bold"), (_ITALIC, "")):
        for match in pattern.finditer(text):
            yield _Edit(match.start(), match.start("inner"), "", mark)
            yield _Edit(match.end("inner"), match.end(), "", f"/{mark}" if mark else "")
    for match in _LINK.finditer(text):
        if match["image"]:
            yield _Edit(*match.span(), "")
        else:
            yield _Edit(match.start(), match.start("words"), "")
            yield _Edit(match.end("words"), match.end(), "")
    for match in _HEADING.finditer(text):
        yield _Edit(match.start(), match.start("words"), "", "heading")
        yield _Edit(match.end("words"), match.end("words"), "", "/heading")


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _carried_out(text: str, edits: list[_Edit]) -> Readable:
    parts: list[str] = []
    places: list[int] = []
    spans: dict[str, list[Span]] = {"bold": [], "heading": []}
    opened: dict[str, int] = {}
    done = 0
    for edit in edits:
        if edit.start < done:
            continue
        parts.append(text[done : edit.start])
        places.extend(range(done, edit.start))
        if edit.mark.startswith("/"):
            start = opened.pop(edit.mark[1:], None)
            if start is not None and start < len(places):
                spans[edit.mark[1:]].append(Span(start, len(places)))
        elif edit.mark:
            opened[edit.mark] = len(places)
        parts.append(edit.new)
        # What is only put in belongs to the character before it.
        at = edit.start if edit.end > edit.start else max(edit.start - 1, 0)
        places.extend([at] * len(edit.new))
        done = edit.end
    parts.append(text[done:])
    places.extend(range(done, len(text) + 1))
    return Readable("".join(parts), tuple(places), tuple(spans["bold"]), tuple(spans["heading"]))
