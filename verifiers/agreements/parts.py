"""Of the whole or of a part: a figure of women, of the north or of one month is none of all, of the land, of the year.

Both ways round: what is told of the whole bears out nothing of a part, nor does either contradict the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.quantities import comparable
from language.units import UNIT_OF
from language.words import STOP_WORDS, meaning, stem
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.phrases import clause_at, subject_words
from verifiers.agreements.told import Line, Token, Told
from verifiers.facts import country
from warehouse.records import DateMention, Quantity

_PEOPLE = (
    r"women|men|girls|boys|children|infants|babies|teenagers|teens|adolescents|youths?|youngsters|adults|pensioners"
    r"|retirees|seniors|graduates|students|pupils|migrants|immigrants|refugees|foreigners|natives|minorities|whites|blacks"
    r"|households|families|farmers|employees|mothers|fathers|voters|couples|citizens|residents|newcomers|starters"
)
# "Among women", "for young men", "women's"
_AMONG = re.compile(
    rf"\b(?:among(?:st)?|excluding)\s+(?:(?:the|all|its|their)\s+)?(?P<any>(?:[\w’'-]+\s?){{1,3}})"
    rf"|\b(?:for|of|by)\s+(?:(?:the|all|its|their|[\w-]+)\s+)?(?P<people>{_PEOPLE})\b"
    r"|\b(?P<owner>women|men|girls|boys|children)['’]s?\b"
    r"|\b(?:people|persons|those|workers|adults|women|men|voters)\s+(?P<aged>(?:aged|under|over|older|younger|between|born)\s[\w-]+)",
    re.IGNORECASE,
)
# A word before what is counted that takes a part of it.
_NARROWER = re.compile(
    r"\b(?P<word>female|male|youth|young|juvenile|elderly|adult|child|infant|rural|urban|suburban|inner-city|northern"
    r"|southern|eastern|western|coastal|north(?:east|west)ern|south(?:east|west)ern|domestic|foreign"
    r"|private|public|long-term|short-term|part-time|full-time|temporary|indigenous|core|wholesale|retail"
    r"|residential|commercial|industrial|agricultural)\s+(?=[\w-])",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"\b(?:in|of|across|for)\s+the\s+(?:[\w-]+\s+)?(?P<where>north|south|east|west|north-?east|north-?west|south-?east"
    r"|south-?west|centre|center|capital|countryside|suburbs|provinces?|regions?|districts?|cities|city)\b",
    re.IGNORECASE,
)
_SHARES = frozenset({"percent", "share", "percentage point", "times"})
_LEVEL = re.compile(
    r"\b(?:was|were|is|are|stood at|stands at|averaged|amounted to|total(?:l?ed|s)|came to|reached|rate|average)\b",
    re.IGNORECASE,
)
_YEAR, _SHORTER = 300, 200  # days
_MOST = 60  # figures of a text: a table of more is no sentence
_LARGE = 100  # from which a number is of a whole
_OF_SOME_PEOPLE = frozenset({"female", "male", "youth", "juvenile", "rural", "urban"})
_RATES = frozenset({"rate", "rates", "level", "levels", "figure", "figures", "index", "numbers"})
_OWNER = re.compile(r"['’]s?\b")
# What leaves a figure of the whole.
_NOT_NARROWER_TABLE = """
total overall average mean median official national annual yearly monthly quarterly general current new latest reported
headline adjusted registered estimated whole consumer price prices country nation city state year
"""
_NOT_NARROWER = frozenset(_NOT_NARROWER_TABLE.split())
_OF_ALL = _NOT_NARROWER | STOP_WORDS | frozenset({"complete", "full", "entire", "combined"})
_OF_WHOM = re.compile(
    r"\s+of\s+(?:(?:the|all|its|their|his|her|our)\s+)*(?P<what>[a-z-]+(?:\s+(?!in|of|who|that|which|have|has|had|are|were|is"
    r"|was|said|say|would|will|and|or|to|for|from|with|at|on|by|do|did|live|use|want|back|support)[a-z-]+)?)"
)
# What is earned or made in a part of a year is not what is in the whole of it.
_PART_OF_YEAR = re.compile(
    r"\b(?:first|second|third|fourth|last|final)\s+(?:half|quarter|(?:three|six|nine)\s+months)\b"
    r"|\b(?:Q[1-4]|[1-4]Q|half-year)\b",
    re.IGNORECASE,
)
_A_PART = re.compile(r"\b(?:quarter|half|months?|Q[1-4]|[1-4]Q|half-year)\b", re.IGNORECASE)
_ONE_STATEMENT = 30  # words of a claim that tells of one stretch alone
_FLOW = re.compile(
    r"\b(?:profits?|loss(?:es)?|revenues?|sales|turnover|income|earn(?:ed|ings)|orders|exports|imports|output|production"
    r"|deliver(?:ed|ies)|deficit|surplus|spending|passengers|visitors|births|deaths|burglaries|crimes?|accidents)\b",
    re.IGNORECASE,
)
_HUNG = re.compile(r"\b(?:in|to|from|for)\s+(?:the\s+)?$")
_OF_A_SIDE = re.compile(r"(?<=north|south)ern$|(?<=east|west)ern$")
# Words for one and the same part.
_SAME = {"female": "woman", "male": "man", "youth": "young", "juvenile": "young", "urban": "city"}
# Stretches that are told apart without a year.
_SHORT = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|week|month|quarter)\b"
)


@dataclass(frozen=True)
class _Part:
    """What narrows a figure: its words by meaning, and as written."""

    groups: frozenset[str]
    text: str


def of_parts(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage whose figure is of a part of what the claim's is of, or of the whole."""
    figures = _distinct(passage)
    for line, wanted in _distinct(claim):
        if not _is_a_figure(wanted):
            continue
        told = [(there, found) for there, found in figures if _may_be_meant(wanted, found)]
        whys = [_difference(wanted, line, found, there, passage) for there, found in told]
        if whys and all(whys):
            yield Finding("scope", VETO, whys[0], silences=True)
            return


def _distinct(whole: Told) -> list[tuple[Line, Quantity]]:
    """The numbers of a text with their sentences, each once in a sentence: a long list of the same is read once."""
    found: dict[tuple[int, str], tuple[Line, Quantity]] = {}
    for line in whole.lines:
        for one in whole.quantities:
            if line.start <= one.start < line.end:
                found.setdefault((line.start, one.text), (line, one))
    return list(found.values())[:_MOST]


def _is_a_figure(quantity: Quantity) -> bool:
    """Whether it is a share, or so large a number that it is of a whole; two women in white are two women."""
    return _is_measured(quantity) or max(abs(quantity.low or 0.0), abs(quantity.high or 0.0)) >= _LARGE


def _is_measured(quantity: Quantity) -> bool:
    """Whether it is a share, or so many years, euros or tons, and not a number of people or things."""
    return quantity.unit in _SHARES or (quantity.unit in UNIT_OF.values() and quantity.unit not in ("person", "death"))


def _may_be_meant(wanted: Quantity, found: Quantity) -> bool:
    return comparable(wanted, found) or (wanted.unit is None and found.unit is None)


def _difference(wanted: Quantity, line: Line, found: Quantity, there: Line, passage: Told) -> str:
    """Why two figures are not of the same: a part in one that the other does not name; empty where nothing tells."""
    head = _head(line)
    here = _parts(line, wanted, head)
    for one in (told := _parts(there, found, head)):
        if not one.groups & line.groups and one.text.lower() not in line.text.lower():
            return f"it tells it of “{one.text}” only"
    for one in here:
        if (
            not one.groups & (passage.groups if not told else there.groups)
            and one.text.lower() not in there.text.lower()
        ):
            return f"it does not tell it of “{one.text}”"
    if _FLOW.search(line.text) and len(line.tokens) <= _ONE_STATEMENT:
        ours, theirs = _PART_OF_YEAR.search(line.text), _PART_OF_YEAR.search(there.text)
        if theirs and not _A_PART.search(line.text):
            return f"it tells it of “{theirs.group()}” only"
        if ours and not _A_PART.search(passage.text):
            return f"it does not tell it of “{ours.group()}”"
    return _of_another_stretch(wanted, line, found, there)


def narrowed_to(text: str) -> frozenset[str]:
    """By meaning, whom a text tells of by an "among", "for" or "of" that takes a part: young people, of "among young
    people"; and what stands before what it tells of: "youth unemployment"."""
    found = [match["any"] or match["people"] or match["owner"] or match["aged"] for match in _AMONG.finditer(text)]
    found += [match["word"] for match in _NARROWER.finditer(text) if match["word"].lower() in _OF_SOME_PEOPLE]
    return frozenset().union(*(_groups(one) for one in found)) if found else frozenset()


def _head(line: Line) -> str:
    """What a sentence's figure is of, by meaning: unemployment, of "the unemployment rate of Norland"."""
    named = [(one.start - line.start, one.end - line.start) for one in line.whole.names if " " in one.text]
    ones = [
        one
        for one in subject_words(line)
        if not one.capital or (one.start == 0 and not any(start <= 0 < end for start, end in named))
    ]
    while len(ones) > 1 and ones[-1].plain in _RATES:
        ones.pop()
    return ones[-1].group if ones else ""


def _parts(line: Line, quantity: Quantity, head: str) -> list[_Part]:
    """What narrows a quantity in its clause."""
    place = max(quantity.start - line.start, 0)
    first, last = clause_at(line, place)
    clause = line.text[first:last]
    found = [next(text for text in match.groups() if text) for match in _AMONG.finditer(clause)]
    found += [match["where"] for match in _REGION.finditer(clause)]
    found += [
        match["word"] for match in _NARROWER.finditer(clause) if not _is_in(first + match.start(), quantity, line)
    ]
    if _is_measured(quantity):
        found += _narrowed(line, first, place, head)
    if quantity.unit in _SHARES:
        found += _places(line, first, place)
    parts = [_Part(_groups(text), text.strip()) for text in found]
    if quantity.unit in _SHARES:
        parts += _shared_out(line.text[min(quantity.end - line.start, len(line.text)) :])
    return [one for one in parts if one.groups]


def _narrowed(line: Line, first: int, place: int, head: str) -> list[str]:
    """What stands right before the thing that a figure is of, or is hung on it: food inflation, wages of nurses."""
    ones = [one for one in line.tokens if first <= one.start < place]
    found = []
    for number, one in enumerate(ones):
        if one.group != head:
            continue
        before = ones[number - 1] if number else None
        if before is not None and _narrows(before, line):
            found.append(before.plain)
        behind = ones[number + 1 :]
        if behind and behind[0].plain == "of":
            hung = [one for one in behind[1:4] if not one.empty]
            found += [hung[0].plain] if hung and not hung[0].capital and not hung[0].plain[0].isdigit() else []
    return found


def _narrows(before: Token, line: Line) -> bool:
    """Whether a word before a thing takes a part of it: no adverb, and no name of whose it is."""
    if before.empty or before.plain in _NOT_NARROWER or before.plain.endswith("ly"):
        return False
    named = before.capital and (before.start > 0 or country(before.plain.title()) is not None)
    return not named and _OWNER.match(line.text[before.end :]) is None


def _places(line: Line, first: int, place: int) -> list[str]:
    """The names that are hung on what a share is of, before it: "exports to Sylvania", "wages in Aldport"."""
    found = []
    for name in line.whole.names:
        at = name.start - line.start
        opens = not any(first <= one.start < at and not one.empty for one in line.tokens)
        if first < at < place and not opens and _HUNG.search(line.text[first:at]):
            found.append(name.text)
    return found


def _shared_out(after: str) -> list[_Part]:
    """What narrows that of which a share is told: "40 percent of new households"."""
    match = _OF_WHOM.match(after)
    if match is None:
        return []
    words = match["what"].split()
    narrowing = [one for one in words[:-1] if one == "new" or not (one in _OF_ALL or one.endswith("ly"))]
    return [_Part(frozenset({meaning(stem(one))}), one) for one in narrowing]


def _is_in(place: int, quantity: Quantity, line: Line) -> bool:
    return quantity.start <= line.start + place < quantity.end


def _groups(text: str) -> frozenset[str]:
    plain = [re.sub(r"['’]s?$", "", word).lower() for word in re.findall(r"[^\W\d_][\w’'-]*", text)]
    found = []
    for word in plain:
        if word in STOP_WORDS and word not in ("under", "over", "between"):
            break
        base = _OF_A_SIDE.sub("", word)
        found.append(country(word) or meaning(stem(_SAME.get(base, base))))
    return frozenset(found)


def _of_another_stretch(wanted: Quantity, line: Line, found: Quantity, there: Line) -> str:
    """Whether a level is told of a month where the claim has it of a year, or the other way round."""
    if wanted.unit not in _SHARES and not _LEVEL.search(line.text[: max(wanted.start - line.start, 0)]):
        return ""
    ours, theirs = _stretch(line, wanted), _stretch(there, found)
    if not ours or not theirs:
        return ""
    long, short = min(map(_days, ours)), max(map(_days, theirs))
    if long >= _YEAR and short <= _SHORTER and _meet(ours, theirs):
        return f"it tells it of {theirs[0].text}, not of {ours[0].text}"
    if max(map(_days, ours)) <= _SHORTER and min(map(_days, theirs)) >= _YEAR and _meet(ours, theirs):
        return f"it tells it of {theirs[0].text}, not of {ours[0].text}"
    return ""


def _stretch(line: Line, quantity: Quantity) -> Sequence[DateMention]:
    """The dates of a quantity's clause, else those of its sentence."""
    inside = [
        one
        for one in line.whole.dates
        if line.start <= one.start < line.end and (one.earliest is not None or _SHORT.search(one.text))
    ]
    first, last = clause_at(line, max(quantity.start - line.start, 0))
    near = [one for one in inside if line.start + first <= one.start < line.start + last]
    return near or inside


def _days(one: DateMention) -> int:
    return (one.latest - one.earliest).days if one.earliest and one.latest else 31


def _meet(ours: Sequence[DateMention], theirs: Sequence[DateMention]) -> bool:
    """Whether two dates can overlap; "March" may be of any year."""
    return any(
        not (one.earliest and one.latest and other.earliest and other.latest)
        or (one.earliest <= other.latest and other.earliest <= one.latest)
        for one in ours
        for other in theirs
    )
