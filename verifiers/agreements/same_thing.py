"""Whether two texts are of the very same thing: the whole and not a part of it, the end and not the interval, now.

What is of something else neither bears a claim out nor contradicts it, however alike the words are.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from language.quantities import comparable
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.matter import in_all, nearest
from verifiers.agreements.numbers import is_the_same_number
from verifiers.agreements.parts import narrowed_to
from verifiers.agreements.phrases import subject
from verifiers.agreements.told import Line, Told
from warehouse.records import Quantity

_OF_THEM = re.compile(r"\s*(?:,\s*)?of\s+(?:them|whom|which|these|those)\b(?P<rest>[^.;,]*)", re.IGNORECASE)
_ADJUSTED = re.compile(
    r"\b(?:adjusted for|after adjustment|excluding|without counting|like-for-like|organic(?:ally)?"
    r"|(?:in|at) constant (?:currenc|price)\w+|seasonally adjusted|adjusted|in real terms|per capita|on average)\b",
    re.IGNORECASE,
)
_SO_FAR = re.compile(
    r"\b(?:at half-?time|at the (?:break|interval)|in the first half|after \d+ minutes|led|leading"
    r"|(?:were|was|went) ahead)\b",
    re.IGNORECASE,
)
_SCORE = re.compile(r"\b\d{1,3}\s?[-–:]\s?\d{1,3}\b")
_MOTION = re.compile(
    r"\b(?:approv|adopt|reject|back|pass|support|oppos|dismiss|refus|accept|turn|vot|den)\w*\s+(?:down\s+|for\s+|against\s+)?"
    r"(?:an?|the|his|her|its|their|two|three|several|all|any)?\s*(?:\w+\s+)?"
    r"(?P<what>amendments?|motions?|appeals?|complaints?|petitions?|changes?|exceptions?|objections?|challenges?|delays?)"
    r"\s+(?:to|of|against|for|from|on|in)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(r"\b(?:approv|adopt|reject|back|pass|accept|dismiss|endors)(?:e[sd]|ed|s|es)?\b", re.IGNORECASE)
# "The region of Tano" of Tano; a city of that name is the city.
_PART_OF = re.compile(r"\b(?P<head>[a-z][\w-]+)\s+of\s+(?:the\s+)?(?:[a-z-]+\s+)?$")
_ITSELF_TABLE = """
city town village state country republic kingdom island company group river firm people residents inhabitants population
one all members part number percent cent
"""
_ITSELF = frozenset(_ITSELF_TABLE.split())
_WILL = re.compile(r"\b(?:will|is to|are to|plans? to|intends? to|going to|next year)\b", re.IGNORECASE)
_MOVED = re.compile(
    r"\b(?:rose|risen|rises|fell|fallen|falls|grew|grown|dropped|drops|climb(?:ed|s)|declin(?:ed|es)|increas(?:ed|es)"
    r"|decreas(?:ed|es)|improv(?:ed|es)|worsen(?:ed|s)|doubled|halved)\b",
    re.IGNORECASE,
)
_UNANIMOUS = re.compile(r"\bunanimous(?:ly)?\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\b\d+(?:\s+votes?)?\s+(?:to|against)\s+(?!0\b)\d+\b|\b(?!0)\d+\s+(?:voted\s+)?against\b", re.IGNORECASE
)
_LONG_AGO = timedelta(days=365)
_MORE_OF_THEM = re.compile(r"[\d.,]+\s(?:more|fewer)\b")
_MORE = re.compile(r"\s+(?:\w+\s+)?(?:more|less|fewer)\b(?<!or more)(?<!or less)(?<!or fewer)", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:was|were|had been)\b[^.;]{0,60}?\b(?P<until>until (?:\w+ )?(?:1[89]|20)\d\d)\b", re.IGNORECASE
)
_IS = re.compile(r"\b(?:is|are)\b", re.IGNORECASE)
_REVISED = re.compile(r"\b(?:(?:later|since|then|was|were)\s+)?(?:revised|corrected)\s+(?:\w+\s+)?to\b", re.IGNORECASE)
_THAN = re.compile(r"\b(?P<how>more|less|fewer|[a-z]{2,}er)\b[^.;]{0,40}?\bthan\b", re.IGNORECASE)
_MOST = 60  # numbers of a sentence: one with more is a table
_OPENING = 20  # characters from the first word of a sentence in which the head of what it is about stands


def of_the_same_thing(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage that all that is of the claim's matter is of something else than the claim."""
    for line in claim.lines:
        near = [there for _, there in nearest(line, passage)]
        if not near:
            continue
        if why := in_all(_CHECKS, line, near):
            yield Finding("scope", VETO, why, silences=True)
            return
        if _UNANIMOUS.search(line.text) and all(_COUNT.search(there.text) for there in near):
            match = _COUNT.search(near[0].text)
            yield Finding("scope", VETO, f"it says “{match.group() if match else ''}”, not “unanimous”", clashes=True)


def _of_more(line: Line, there: Line) -> str:
    """Whether all that stands of a number is by how much something is more: "14 more seats" of "has 14 seats"."""
    for wanted in _numbers(line):
        if wanted.unit == "times" or _is_so_many_more(wanted, line):
            continue
        same = [one for one in _numbers(there) if is_the_same_number(wanted, one)]
        if same and all(_is_so_many_more(one, there) for one in same):
            return f"it tells “{same[0].text.strip()}” as so many more or fewer"
    return ""


def _is_so_many_more(one: Quantity, line: Line) -> bool:
    at, end = one.start - line.start, one.end - line.start
    return bool(_MORE_OF_THEM.match(line.text[at:]) or _MORE.match(line.text[end:]))


def _of_the_past(line: Line, there: Line) -> str:
    """Whether what the claim tells as so is told as so until a day."""
    told = _UNTIL.search(there.text)
    if told is None or not _IS.search(line.text) or _IS.search(there.text) or "until" in line.text:
        return ""
    return f"it tells that it was so {told['until']}"


def _of_a_first_figure(line: Line, there: Line) -> str:
    """Whether the claim's number is told as one that was corrected afterwards."""
    told = _REVISED.search(there.text)
    if told is None or _REVISED.search(line.text):
        return ""
    ours, theirs = _numbers(line), _numbers(there)
    place = there.start + told.start()
    first = any(is_the_same_number(one, two) for one in ours for two in theirs if two.end <= place)
    last = any(is_the_same_number(one, two) for one in ours for two in theirs if two.start > place)
    return f"that figure was {told.group().lower()} another" if first and not last else ""


def _of_a_comparison(line: Line, there: Line) -> str:
    """Whether the two that are compared have changed places: "wages rose faster than rents"."""
    ours, theirs = _compared(line), _compared(there)
    if ours is None or theirs is None or ours[1] != theirs[1] or ours[0] == theirs[0]:
        return ""
    turned = ours[0] in subject(there) and theirs[0] in subject(line)
    return "it tells it the other way round" if turned else ""


def _compared(line: Line) -> tuple[str, str] | None:
    """What something is compared with, by meaning, and in what."""
    match = _THAN.search(line.text)
    behind = next((one for one in line.tokens if match and one.start >= match.end() and not one.empty), None)
    return (behind.group, match["how"].lower()) if match and behind else None


def _numbers(line: Line) -> list[Quantity]:
    """The numbers of a sentence, each once: a long list of the same is read once."""
    here = (one for one in line.whole.quantities if line.start <= one.start < line.end)
    found: dict[str, Quantity] = {}
    for one in here:
        found.setdefault(one.text, one)
    return list(found.values())[:_MOST]


def _of_a_share(line: Line, there: Line) -> str:
    """Whether what the claim tells of all is told only of some of them: "54,000 people, 12,000 of them in Arland"."""
    numbers, ours = _numbers(there), _numbers(line)
    for place, part in enumerate(numbers[1:], 1):
        match = _OF_THEM.match(there.text[part.end - there.start :])
        if match is None:
            match = _OF_THEM.search(there.text[part.start - there.start : part.end - there.start + 60])
        if match is None:
            continue
        whole = numbers[place - 1]
        rest = {one.group for one in there.tokens if one.plain in match["rest"].lower().split() and not one.empty}
        other = {one.group for one in there.tokens if one.end <= whole.end - there.start}
        only = (rest & line.groups) - other
        if only and any(is_the_same_number(one, whole) and not is_the_same_number(one, part) for one in ours):
            return f"it tells it of “{part.text.strip()}” only"
    return ""


def _of_an_adjusted(line: Line, there: Line) -> str:
    told = _ADJUSTED.search(there.text)
    if told is None or _ADJUSTED.search(line.text) or not _differs_in_number(line, there):
        return ""
    return f"its number is told “{told.group()}”"


def _of_an_interval(line: Line, there: Line) -> str:
    told = _SO_FAR.search(there.text)
    if told is None or _SO_FAR.search(line.text):
        return ""
    ours, theirs = _SCORE.findall(line.text), _SCORE.findall(there.text)
    return f"it tells how it stood “{told.group()}”" if ours and theirs and not set(ours) & set(theirs) else ""


def _of_a_motion(line: Line, there: Line) -> str:
    """Whether not the thing itself was decided on, but an amendment to it or an appeal against it."""
    match = _MOTION.search(there.text)
    if match is None or not _DECIDED.search(line.text) or match["what"].lower().rstrip("s") in line.text.lower():
        return ""
    rest = there.text[: match.start()] + there.text[match.end() :]
    return "" if _DECIDED.search(rest) else f"it tells it of the {match['what']}"


def _of_a_part(line: Line, there: Line) -> str:
    """Whether what the claim's sentence is about is there only as what something else is of: "the region of Tano"."""
    wanted = subject(line)
    places = [one for one in there.tokens if one.group in wanted]
    if not places:
        return ""
    heads = [_PART_OF.search(there.text[: one.start]) for one in places]
    told = [match["head"] for match in heads if match and match["head"] not in _ITSELF]
    if len(told) < len(heads) or any(one.lower() in line.text.lower() for one in told):
        return ""
    first = next((one for one in there.tokens if not one.empty), None)
    opens = first is not None and any(match and match.start("head") <= first.start + _OPENING for match in heads)
    return f"it tells it of the {told[0]}" if opens and _differs_in_number(line, there) else ""


def _of_another_day(line: Line, there: Line) -> str:
    """Whether another number is told of years ago, or as paid and not as planned, of what the claim tells as of now."""
    if not _differs_in_number(line, there):
        return ""
    if _WILL.search(line.text) and not _WILL.search(there.text):
        return "it tells of what was, not of what will be"
    if _WILL.search(there.text) and not _WILL.search(line.text):
        return "it tells of what will be, not of what is or was"
    day = line.whole.day
    dates = [one for one in there.whole.dates if there.start <= one.start < there.end]
    if day is None or line.whole.dates or not dates:
        return ""
    past = all(one.latest is not None and one.latest < day - _LONG_AGO for one in dates)
    return f"its number is of {dates[0].text}" if past else ""


def _narrower(line: Line, there: Line) -> str:
    """Whether what rose or fell is only a part of it, where no figure tells: "unemployment among young people"."""
    if any(line.start <= one.start < line.end for one in line.whole.quantities):
        return ""  # verifiers/agreements/parts.py
    if not (_MOVED.search(line.text) and _MOVED.search(there.text)):
        return ""
    only = narrowed_to(there.text) - line.groups
    return f"it tells it of “{min(only)}” only" if only and not narrowed_to(line.text) else ""


def _differs_in_number(line: Line, there: Line) -> bool:
    """Whether a number of the claim has another of its sort in its place, and does not stand there itself."""
    ours, theirs = _numbers(line), _numbers(there)
    return any(
        any(comparable(one, two) for two in theirs) and not any(is_the_same_number(one, two) for two in theirs)
        for one in ours
    )


_CHECKS = (
    _of_more,
    _of_the_past,
    _of_a_first_figure,
    _of_a_comparison,
    _of_a_share,
    _of_an_adjusted,
    _of_an_interval,
    _of_a_motion,
    _of_a_part,
    _of_another_day,
    _narrower,
)
