"""What every date expression has: a place in the text, the tense of its clause, and the year that it leaves out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from language import days as cal
from language.numbers import number_of

Certainty = Literal["exact", "approximate", "unresolved"]
Tense = Literal["past", "future", "none"]
InYear = Callable[[int], cal.Span | None]


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    span: cal.Span | None = None
    relative: bool = False  # resolved, or to be resolved, against the anchor
    certainty: Certainty = "exact"
    in_year: InYear | None = None  # what it is in any year, where the text leaves the year out
    kind: str = ""


@dataclass(frozen=True)
class Place:
    """Where an expression stands, and the article's day."""

    text: str
    match: re.Match[str]
    anchor: date | None

    def group(self, name: str) -> str:
        return (self.match.groupdict().get(name) or "").lower()

    def tense(self) -> Tense:
        return tense(self.text, self.match.start(), self.match.end())

    def found(
        self,
        span: cal.Span | None,
        certainty: Certainty = "exact",
        *,
        relative: bool = True,
        in_year: InYear | None = None,
    ) -> Found:
        if span is None:
            certainty = "unresolved"
        return Found(self.match.start(), self.match.end(), span, relative, certainty, in_year)

    def before(self, width: int = 30) -> str:
        return self.text[max(0, self.match.start() - width) : self.match.start()]

    def after(self, width: int = 30) -> str:
        return self.text[self.match.end() : self.match.end() + width]


# "May" and "Will" are a month and names; but a question begins with "Will the", and headlines have "Will Be".
_MODAL = (
    r"(?-i:may|will|(?:May|Will)(?= (?:Be|Not|Never|Soon|Also|Still)\b)"
    r"|Will(?= (?:the|an?|it|he|she|they|we|you|I|this|that|there|his|her|its|their|our|your)\b))"
)
_FUTURE = (
    rf"\b(?:{_MODAL}|won['’]t|shall|would|might|could|should|must|going to|about to"
    r"|(?:due|set|scheduled|slated|expected|planned|poised|likely|ready|hopes?|hoped|aims?|intends?|wants?|plans?"
    r"|planning|is|are|was|were) to|scheduled|slated|due|upcoming|planned|ahead of|payable|of record|effective|to be"
    r"|supposed to|expects?|expected|anticipates?|anticipated|expires?|takes? effect|begins|starts|kicks off"
    r"|deadline"
    r"|(?:have|has|postponed|delayed|extended|suspended|adjourned|closed|remain"
    r"|remains) until)\b(?! have)(?:\s+\w+){0,3}|['’]ll\b(?:\s+\w+){0,3}"
)
_PAST = (
    r"\b(?:because of|in the wake of|in response to|in reaction to|was|were|had|has|have|did|said|told|met|came"
    r"|went|took|won|lost|fell|rose|made|held|saw|gave|began|left|sent"
    r"|wrote|spoke|found|led|became|hit|shot|struck|drew|grew|kept|paid|put|ran|sold|bought|stood|cut|broke|brought"
    r"|built"
    r"|caught|chose|drove|fled|flew|fought|got|knew|read|sank|sought|spent|swore|threw|wore|withdrew|dead|ago"
    r"|(?!need|seed|feed|speed|indeed|bleed|breed|exceed|succeed|proceed|hundred|united|un[a-z]+ed\b)[a-z]{2,}ed)\b"
)
_CUE = re.compile(rf"(?P<future>{_FUTURE})|(?P<past>{_PAST})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<![\s\d][ap]\.m)[.!?…]['\"”’)]*\s|;\s|\n")


@lru_cache(maxsize=16)
def _cues(text: str) -> tuple[list[int], list[bool], list[int], list[int]]:
    """Where a text's cues of tense begin and which are of the future; where its sentences' ends begin and end."""
    cues = [(match.start(), match.lastgroup == "future") for match in _CUE.finditer(text)]
    ends = [match.span() for match in _SENTENCE_END.finditer(text)]
    return [at for at, _ in cues], [future for _, future in cues], [at for at, _ in ends], [at for _, at in ends]


# "If he won the vote on Nov. 8": what is only supposed has not happened. "Asked if he won" supposes nothing.
_SUPPOSED = re.compile(
    r"(?<!\bsee )(?<!\bask )(?<!\basked )(?<!\bknow )(?<!\btell )(?<!\bsay )(?<!\bwonder )(?<!\bclear )(?<!\bsure )"
    r"(?<!\bdetermine )(?<!\beven )(?<!\bas )\b(?:if|unless)\b(?! not\b)[^.;,?!]{0,50}\Z",
    re.IGNORECASE,
)
_CLAUSE_BEFORE, _CLAUSE_AFTER = 160, 120  # characters


def tense(text: str, start: int, end: int) -> Tense:
    """Whether the clause around [start, end) tells of the past or the future: its nearest verb decides."""
    places, futures, end_starts, end_ends = _cues(text)
    index = bisect_right(end_ends, start) - 1
    earliest = max(start - _CLAUSE_BEFORE, end_ends[index] if index >= 0 else 0)
    nearest = bisect_left(places, start) - 1
    if nearest < 0 or places[nearest] < earliest:
        nearest = bisect_left(places, end)
        following = bisect_left(end_starts, end)
        latest = min(end + _CLAUSE_AFTER, end_starts[following] if following < len(end_starts) else len(text))
        if nearest == len(places) or places[nearest] >= latest:
            return "future" if _SUPPOSED.search(text[earliest:start]) else "none"
    if not futures[nearest] and _SUPPOSED.search(text[earliest : places[nearest]]):
        return "future"
    return "future" if futures[nearest] else "past"


def digits_of(group: str) -> int:
    return int(re.sub(r"\D", "", group))


def day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_of(words: str, anchor: date | None) -> int | None:
    """The year that "2024", "last year" or "this year's" names."""
    if words[:4].isdigit():
        return int(words[:4])
    shift = {"last": -1, "this": 0, "next": 1}[words.split()[0]]
    return None if anchor is None else anchor.year + shift


# "who was envoy until December": what was so until then is over.
_LASTED = re.compile(r"\b(?:was|were|had been)\b(?! to)[^.;!?]{0,80}\b(?:until|till)\s$")
# "was arrested on April 20", "the bill, passed in April": done, wherever the article's own day lies.
_DONE = re.compile(
    r"(?<!\bbe )(?<!\bhave )(?<!\bget )\b(?!(?:re)?scheduled|planned|expected|postponed|delayed|slated|moved|needed"
    r"|proposed|anticipated)"
    r"(?:[a-z]{2,}ed|(?:was|were|been)\s(?:shot|held|built|found|hit|struck|sent|sold|made|taken|given|seen|born|won)"
    r"|died|began|took\splace|took\soffice)\s(?:on|in)\s$"
)
_NEAR, _FAR = 60, 240  # days


def guess(place: Place, make: InYear) -> tuple[cal.Span | None, Certainty]:
    """The year's instance of a span that the text means: the nearest past one, or the next where the clause says so."""
    anchor = place.anchor
    if anchor is None:
        return None, "unresolved"
    spans = [span for year in range(max(2, anchor.year - 4), min(9997, anchor.year + 4) + 1) if (span := make(year))]
    past = max((span for span in spans if span[0] <= anchor), default=None)
    future = min((span for span in spans if span[1] >= anchor), default=None)
    over = _LASTED.search(place.before(100)) or _DONE.search(place.before())
    told = "past" if over else place.tense()
    if past is None or future is None or past == future:
        return past or future, "exact"
    # News leaves the year out of what is near: of two that are months apart in distance, the near one is meant.
    ago, ahead = (anchor - past[1]).days, (future[0] - anchor).days
    if ahead <= _NEAR and ago >= _FAR and not over:
        return future, "exact" if told == "future" else "approximate"
    if ago <= _NEAR and ahead >= _FAR:
        return past, "exact" if told == "past" else "approximate"
    return (future, "exact") if told == "future" else (past, "exact")


PART_NAMES = {
    "early": "early",
    "the beginning of": "early",
    "the start of": "early",
    "the turn of": "early",
    "start": "early",
    "beginning": "early",
    "turn": "early",
    "mid": "mid",
    "the middle of": "mid",
    "middle": "mid",
    "late": "late",
    "the end of": "late",
    "end": "late",
    "close": "late",
}


def narrowed(place: Place, span: cal.Span | None, *, relative: bool) -> Found:
    """A span with "early", "mid", "late", "earlier" or "later" before it."""
    part = " ".join(place.group("part").split())
    if span is None or not part:
        return place.found(span, relative=relative)
    anchor = place.anchor
    if part in ("earlier", "later"):
        if anchor and span[0] <= anchor <= span[1]:
            span = (span[0], anchor) if part == "earlier" else (anchor, span[1])
            relative = True
    elif part in PART_NAMES:
        span = cal.part_of(span, PART_NAMES[part])
    return place.found(span, "approximate", relative=relative)


def count_of(words: str) -> float | None:
    plain = " ".join(words.split())
    if plain.isdigit():
        return int(plain)
    if plain in ("half a", "half an"):
        return 0.5
    return number_of(plain.replace("another", "one"))


def shifted(base: cal.Span, number: float, unit: str) -> cal.Span | None:
    """A span moved by so many units: weeks, months and years keep the day, or are whole months as the span is.

    None beyond the calendar's ends.
    """
    start, end = base
    try:
        if unit in ("day", "week"):
            move = timedelta(days=round(number * (7 if unit == "week" else 1)))
            return start + move, end + move
        months = round(number * {"month": 1, "year": 12, "decade": 120}.get(unit, 1200))
        first, last = cal.months_on(start, months), cal.months_on(end, months)
        if start.day == 1 and end == cal.month(end.year, end.month)[1]:
            last = cal.month(last.year, last.month)[1]  # a month before September is all of August
        return first, last
    except (ValueError, OverflowError):
        return None
