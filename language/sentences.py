"""Paragraphs and sentences of English news text, as spans of code points.

A rule-based splitter: a stop ends a sentence unless what stands before it is an abbreviation, an initial or a number,
or what follows does not look like a beginning. Every decision looks at a bounded window, so the time is linear.
"""

import re
from dataclasses import dataclass

VERSION = 2


def word_set(words: str) -> frozenset[str]:
    """The words of a table written with blanks between them."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch [start, end) of a text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The stretch itself."""
        return text[self.start : self.end]


def cut(text: str, span: Span, longest: int) -> list[Span]:
    """A stretch in pieces of at most that many characters, each ending at a space where its second half has one."""
    pieces = []
    start = span.start
    while span.end - start > longest:
        space = text.rfind(" ", start + longest // 2, start + longest)
        end = space if space > 0 else start + longest
        pieces.append(Span(start, end))
        start = end + 1 if end == space else end
    pieces.append(Span(start, span.end))
    return pieces


# Never the last word of a sentence: what they belong to follows.
_TITLES = word_set(
    "mr mrs ms mx messrs dr prof gen lt col maj capt cpt cmdr cdr adm sgt cpl pvt pfc brig sen rep gov pres amb "
    "atty supt insp det rev fr hon st ste mt ft vs viz cf fig figs eq vol ed eds art sec ch approx est ca al e.g "
    "i.e"
)
# Only before a number: "No. 10", "Jan. 5", "p. 12".
_BEFORE_NUMBERS = word_set("no nos p pp jan feb mar apr jun jul aug sep sept oct nov dec par para")
# These may end a sentence, and then a word that usually begins one follows.
_MAYBE_LAST = word_set(
    "inc co corp ltd llc plc bros jr sr esq etc ph.d m.d b.a m.a u.s u.k u.n e.u u.s.a u.s.s.r d.c a.m p.m a.d b.c "
    "calif fla ariz conn mass mich minn penn wash ave blvd rd dept univ assn gov't"
)
_STARTERS = word_set(
    "the a an he she it they we i you this that these those there here his her its their our my your in on at as "
    "after before but and or so yet while when where who what why how if since although though however meanwhile "
    "then for from to with by of not no some many most all both each several one two three another other others "
    "according also earlier later last next under over during despite because until still even only such more"
)
_TIME_WORDS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december est edt cst cdt mst mdt pst pdt gmt utc bst cet cest ist jst msk et pt ct "
    "eastern pacific central local"
)
SPEECH = (
    r"(?:said|says|asked|asks|told|added|wrote|replied|shouted|cried|exclaimed|wondered|continued|answered|demanded)"
)

_CLOSERS = "\"'”’»)]}"
# Only a run's first stop begins one: looked at from each of a million stops in turn, a run would take for ever.
_STOP = re.compile(r"(?<![.!?…。！？])[.!?…。！？]+(?:[ \u00a0](?:…|\.{2,4})){0,3}[\"'”’»)\]}]*(?=\s|\Z)")
_NEXT = re.compile(r"\s{0,64}([\"'“‘«(\[„–—-]{0,3}[ \u00a0]?)([^\W_][\w’'.-]{0,40})?")
_BEFORE = re.compile(r"[\w’'.-]{1,24}\Z")
_SPEAKER_FOLLOWS = re.compile(r"\s{1,4}(?:[A-Z][\w’'.-]{0,30}\s){1,4}" + SPEECH + r"\b")
_BULLET = re.compile(r"[ \t]*(?:[-*•·▪–—]|\(?\d{1,2}[.)])(?=\s|\Z)")
_LINE = re.compile(r"[^\n\r\u2028\u2029\v\f]*(?:\r\n|[\n\r\u2028\u2029\v\f]|\Z)")
_INITIALS = re.compile(r"(?:[A-Z]\.-?)*[A-Z]\Z")  # "J.K.", "J.-P."


def split_paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The paragraphs of `text[start:end]`, trimmed, without empty ones.

    A blank line or a line break ends a paragraph, save where a block of lines was plainly wrapped at a fixed width.
    """
    end = len(text) if end is None else end
    found: list[Span] = []
    block: list[Span] = []
    position = start
    while position < end:
        match = _LINE.match(text, position, end)
        if match is None or match.end() == position:
            break
        line = _trimmed(text, position, match.end())
        if line is None:
            found.extend(_block_paragraphs(text, block))
            block = []
        else:
            block.append(line)
        position = match.end()
    found.extend(_block_paragraphs(text, block))
    return found


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, trimmed, in order; a paragraph's end always ends one.

    Sentences inside a quotation are split like any other: the first keeps the opening mark, the last the closing one.
    """
    end = len(text) if end is None else end
    found: list[Span] = []
    for paragraph in split_paragraphs(text, start, end):
        begin = paragraph.start
        bullet = _BULLET.match(text, begin, paragraph.end)
        if bullet:
            begin = bullet.end()
        for stop in _STOP.finditer(text, begin, paragraph.end):
            if stop.end() < paragraph.end and _ends_sentence(text, begin, stop, paragraph.end):
                span = _trimmed(text, begin, stop.end())
                if span:
                    found.append(span)
                begin = stop.end()
        span = _trimmed(text, begin, paragraph.end)
        if span:
            found.append(span)
    return found


def _block_paragraphs(text: str, lines: list[Span]) -> list[Span]:
    """The paragraphs of lines that no blank line parts."""
    if len(lines) < 2:
        return lines
    lengths = [line.end - line.start for line in lines]
    widest = max(lengths)
    wrapped = len(lines) >= 3 and 40 <= widest <= 100 and min(lengths[:-1]) >= 0.7 * widest
    joined = [lines[0]]
    for line in lines[1:]:
        before = joined[-1]
        goes_on = text[line.start].islower() and text[before.end - 1] not in '.!?:;"”’'
        if (wrapped or goes_on) and not _BULLET.match(text, line.start, line.end):
            joined[-1] = Span(before.start, line.end)
        else:
            joined.append(line)
    return joined


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    mark = stop.group()
    follows = _NEXT.match(text, stop.end(), end)
    opener, word = (follows.group(1), follows.group(2) or "") if follows else ("", "")
    if not word:
        return True
    if word[0].islower():
        # "iPhone sales fell" begins a sentence, "e.g. this" does not.
        return len(word) > 1 and word[1].isupper() and "." in mark
    quoted_stop = mark[-1] in _CLOSERS
    if quoted_stop and mark[0] in "!?" and _SPEAKER_FOLLOWS.match(text, stop.end(), end):
        return False
    if mark != ".":
        return True
    before = _BEFORE.search(text[max(begin, stop.start() - 24) : stop.start()])
    last = before.group().strip("'’-") if before else ""
    low = last.lower()
    next_low = word.lower().rstrip(".")
    if low in _BEFORE_NUMBERS:
        return not word[0].isdigit()
    if low in _TITLES:
        return False
    if low in ("a.m", "p.m"):
        # A zone such as AST
        return next_low not in _TIME_WORDS and not (word.isupper() and 2 <= len(word) <= 4)
    if low in _MAYBE_LAST or (_INITIALS.match(last) and last != "I") or (last == "I" and not opener.strip()):
        return next_low in _STARTERS
    return True


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
