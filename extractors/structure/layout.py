"""How an article lies in a plain text: headline, captions, date line and byline before its body, page furniture behind.

Told by the shape of lines, the way a reader tells it: a paragraph ends like a sentence, however short it is; a
headline, a byline, a list of other stories does not. A caption that is a sentence is told by the date line or the
byline that stands below it. Every span counts code points of the text passed.
"""

import re
from dataclasses import dataclass, field

from extractors.structure.datelines import read_dateline
from extractors.structure.furniture import SENTENCE_END, is_furniture, is_list_title
from language.moments import Moment, place_of_date_line, read_date_line
from language.page_facts import split_authors
from language.zones import zone_of_place

VERSION = 7  # of furniture.py too


@dataclass(frozen=True)
class Layout:
    """What was found around the body [body_start, body_end), and the body's span itself."""

    body_start: int
    body_end: int
    headline: tuple[int, int] | None = None
    published: Moment | None = None
    updated: Moment | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    originator: str | None = None
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str  # without the space and the markdown around it
    follows: bool  # right below the line before it, with no blank line between the two


@dataclass
class _Head:
    """The lines above the body, as they are read."""

    published: Moment | None = None
    updated: Moment | None = None
    authors: list[str] = field(default_factory=list)
    originator: str | None = None
    place: str | None = None  # before the date
    last: int = -1  # the line after which the body can begin


_WIRES = (
    r"Reuters|AP|Associated Press|The Associated Press|AFP|Agence France-Presse|dpa|DPA|UPI|TASS|Interfax|Xinhua|Kyodo"
    r"|Kyodo News|Jiji|Jiji Press|Bloomberg|Bloomberg News|ANSA|EFE|PA|PA Media|The Canadian Press|AAP|Yonhap|Anadolu"
    r"|PTI|ANI|IANS"
)
_WIRE_LINE = re.compile(rf"\(?(?:By |Source: |Via |Courtesy of )?({_WIRES})\)?\.?")
_BYLINE = re.compile(
    r"(?:By|BY|Written by|Story by|Reporting by|Words by|Text by|Author:)\s+(?P<names>[A-ZÀ-Þ][^.!?]{2,90}?)"
    r"(?:\s*[|•·]\s*.{0,60}|,\s+(?:Staff|staff|Senior|Special|Foreign|Chief|Contributing|[A-Z]{2,}|The|CNN|BBC"
    r"|Associated).{0,50})?"
)
_BAR = re.compile(r"\s*[|•·]\s*")
_LEADS_TO_LIST = re.compile(r"[^\W\d_]:$")
_BULLET = re.compile(r"^(?:[-–—•*·»›>|]|\d{1,2}[.)]?)\s*")
_ITEM = re.compile(r"(?:[-–—•*·‣◦●○■□►▶➤]|\d{1,2}[.)])\s+\S")
_HEADLINE_STOP = re.compile(r"\.[\"'”’)\]*_]*$")  # a headline asks and calls, but seldom ends with a full stop
_TURN = re.compile(r"(?P<label>[^:\n]{1,40}):\s+")
_UNNAMED_TURNS = frozenset(("Q", "A", "Question", "Answer"))
_MARKDOWN = re.compile(r"^(?:#{1,6}\s+|>\s+|[*_]{1,3}(?=\S))|(?<=\S)[*_]{1,3}$|\s#+$")


_CORRECTION = re.compile(
    r"\(?(?:correction|corrections|clarification|editor['’]s note)\b\s*(?:\([^)]{1,40}\))?\s*[:–—-]\s*(.+)",
    re.IGNORECASE,
)
_HEAD_LINES = 12  # a headline, captions and a date line reach no further down


def lay_out(text: str, *, start: int = 0, headline: tuple[int, int] | None = None) -> Layout:
    """The layout of text[start:]. A `headline` span that is known, and lies before `start`, is kept as it is."""
    lines = _lines(text, start)
    if not lines:
        return Layout(start, len(text), headline)
    first = 0
    if headline is None and _is_headline(lines):
        headline = (lines[0].start, lines[0].end)
        first = 1
    head = _read_head(lines, first)
    body = _first_paragraph(lines, max(first, head.last + 1))
    end, corrections, credit = _trimmed(lines, body)
    above = (_CORRECTION.fullmatch(line.text) for line in lines[first:body])
    corrections = tuple(found.group(1) for found in above if found) + corrections
    if headline is not None and all(_is_set_apart(line.text) or _BYLINE.fullmatch(line.text) for line in lines[first:]):
        body_start, body_end = headline  # there is nothing but a headline
    else:
        body_start, body_end = lines[body].start, lines[end].end
    dateline = read_dateline(lines[body].text)
    return Layout(
        body_start=body_start,
        body_end=body_end,
        headline=headline,
        published=head.published or (dateline.day if dateline else None),
        updated=head.updated,
        authors=tuple(dict.fromkeys(head.authors)),
        dateline=dateline.place if dateline else head.place,
        originator=(_wire(dateline.credit) if dateline else None) or head.originator or credit,
        corrections=corrections,
    )


def _wire(credit: str | None) -> str | None:
    match = _WIRE_LINE.fullmatch(credit.strip()) if credit else None
    return match.group(1) if match else None


def _lines(text: str, start: int) -> list[_Line]:
    """The lines that hold something, with spans without the space around them and without a headline's marks."""
    lines = []
    last_end = -1
    for match in re.finditer(r"[^\n]+", text[start:] if start else text):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        begin = start + match.start() + raw.index(stripped[0])
        finish = begin + len(stripped)
        heading = re.match(r"#{1,6}\s+", stripped)
        if heading:
            begin += heading.end()
            stripped = stripped[heading.end() :].rstrip("# ") or stripped
            finish = begin + len(stripped)
        lines.append(_Line(begin, finish, _MARKDOWN.sub("", stripped).strip(), match.start() == last_end + 1))
        last_end = match.end()
    return lines


def _is_prose(line: str, *, length: int = 1) -> bool:
    return (len(line) >= length and bool(SENTENCE_END.search(line))) or len(line) >= 240


def _is_body_text(line: str) -> bool:
    """Whether a line is a sentence or more of the story itself: short ones are, captions and notices are not."""
    leads = len(line) >= 20 and bool(_LEADS_TO_LIST.search(line))
    return (leads or _is_prose(line)) and not _is_set_apart(line)


def _is_wrapped(lines: list[_Line], index: int) -> bool:
    """Whether a paragraph broken into lines of one width begins here: it goes on in lower case, up to a full stop."""
    if len(lines[index].text) < 40 or SENTENCE_END.search(lines[index].text):
        return False
    goes_on = False
    for line in lines[index + 1 :]:
        if not line.follows or read_date_line(line.text):
            return False
        goes_on = goes_on or line.text[:1].islower()
        if SENTENCE_END.search(line.text):
            return goes_on
    return False


def _is_headline(lines: list[_Line]) -> bool:
    first = lines[0].text
    if len(first) > 250 or read_date_line(first) or read_dateline(first) or _is_a_turn(lines):
        return False
    if len(lines) == 1:
        return not SENTENCE_END.search(first) and len(first.split()) > 2
    if not _HEADLINE_STOP.search(first) and len(first) <= 200:
        return not _is_wrapped(lines, 0)
    # A headline that ends like a sentence is told by the date line or byline below it, a caption between at the most.
    for index, line in enumerate(lines[1:5], 1):
        if read_date_line(line.text) or _BYLINE.fullmatch(line.text):
            between = sum(_is_body_text(other.text) for other in lines[1:index])
            return len(first) <= 150 and between <= 1 and any(_is_body_text(other.text) for other in lines[index + 1 :])
    return False


def _is_a_turn(lines: list[_Line]) -> bool:
    """Whether the first line is somebody's in a dialogue: "Q: …", or a label that begins another line too."""
    found = _TURN.match(lines[0].text)
    if found is None:
        return False
    return found["label"] in _UNNAMED_TURNS or any(line.text.startswith(found[0]) for line in lines[1:])


def _read_head(lines: list[_Line], first: int) -> _Head:
    head = _Head(last=first - 1)
    sizes = [len(line.text) if _is_body_text(line.text) else 0 for line in lines]
    for index in range(first, min(len(lines), _HEAD_LINES)):
        line = lines[index]
        above = [size for size in sizes[first:index] if size]
        # A standfirst and a caption may be sentences; more than that, or more than what follows, is the story.
        if read_dateline(line.text) or len(above) > 2 or sum(above) > sum(sizes[index + 1 :]):
            break
        if dated := read_date_line(line.text):
            if any(sizes[head.last + 1 : index]) and (head.published or head.updated):
                break  # below its date line the story has begun: this date is the title of a part of it
            moment, is_update = dated
            named = place_of_date_line(line.text)
            head.place = head.place or (named if named and zone_of_place(named) else None)
            if is_update:
                head.updated = head.updated or moment
            else:
                head.published = head.published or moment
            head.last = index
        elif len(line.text) <= 160 and (byline := _BYLINE.fullmatch(line.text)):
            wire = _wire(byline["names"])
            head.originator = head.originator or wire
            head.authors += [] if wire else _people(byline["names"])
            beside = read_date_line(_BAR.split(line.text, maxsplit=1)[-1])  # "By Jane Doe | 21 November 2026"
            if beside and not beside[1]:
                head.published = head.published or beside[0]
            head.last = index
        elif wire_line := _WIRE_LINE.fullmatch(line.text):
            head.originator = head.originator or wire_line.group(1)
            head.last = index
    return head


def _people(names: str) -> list[str]:
    return [name for name in split_authors(names) if 1 < len(name.split()) <= 5 or name.isalpha()]


def _first_paragraph(lines: list[_Line], first: int) -> int:
    """The first line from `first` on that is text of the story; `first` itself where none looks like it."""
    for index in range(first, min(len(lines), first + _HEAD_LINES)):
        line = lines[index].text
        if read_dateline(line) or _is_body_text(line) or _is_wrapped(lines, index):
            return index
    return min(first, len(lines) - 1)


def _trimmed(lines: list[_Line], body: int) -> tuple[int, tuple[str, ...], str | None]:
    """The body's last line, the corrections printed behind it, and a wire's name that stands there alone."""
    # Titles that trail behind the last sentence say nothing of how much story there is behind a notice above them.
    end = _last_of_story(lines, body, len(lines) - 1)
    cut = _furniture_start(lines[: end + 1], body)
    if cut is not None:
        end = _last_of_story(lines, body, cut - 1)
    wires = (_WIRE_LINE.fullmatch(line.text) for line in lines[end + 1 :])
    credit = next((wire.group(1) for wire in wires if wire), None)
    corrections = tuple(found.group(1) for line in lines[end + 1 :] if (found := _CORRECTION.fullmatch(line.text)))
    return end, corrections, credit


def _last_of_story(lines: list[_Line], body: int, end: int) -> int:
    while end > body and (_is_set_apart(lines[end].text) or not _ends_the_story(lines[end].text)):
        if _is_last_item(lines, body, end):
            break
        end -= 1
    return end


def _is_last_item(lines: list[_Line], body: int, end: int) -> bool:
    """Whether a line is an item of a list that a sentence of the story announces with a colon."""
    first = end
    while first > body and _ITEM.match(lines[first].text):
        first -= 1
    intro = lines[first].text
    return first < end and bool(_LEADS_TO_LIST.search(intro)) and len(intro) >= 20 and not _is_set_apart(intro)


def _is_set_apart(line: str) -> bool:
    """Whether a line is a notice, a correction, a date or a wire's name and so never the story itself."""
    return bool(is_furniture(line) or _CORRECTION.fullmatch(line) or read_date_line(line) or _WIRE_LINE.fullmatch(line))


def _ends_the_story(line: str) -> bool:
    """Whether a line can be the last of what the article says: one that ends like a sentence, or is very long."""
    plain = _BULLET.sub("", line, count=1)
    return (
        bool(SENTENCE_END.search(plain) or (re.search(r"[.!?…,]?[”\"’]$", plain) and len(plain) > 30))
        or len(plain) >= 240
    )


def _furniture_start(lines: list[_Line], body: int) -> int | None:
    """The first line of the furniture: one that announces it, with hardly a paragraph behind it.

    Behind a list's title a sentence may be a teaser, so only long ones speak for the story; behind all else any does.
    """
    after = sentences_after = prose_after = 0
    found = None
    for index in range(len(lines) - 1, body, -1):
        line = lines[index].text
        if is_furniture(line):
            if (prose_after if is_list_title(line) else sentences_after) * 2 <= after:
                found = index
                after = sentences_after = prose_after = 0  # cut off, it says no more about the lines above
                continue
        elif _is_prose(line):
            sentences_after += len(line)
            prose_after += len(line) if _is_prose(line, length=100) else 0
        after += len(line)
    return found
