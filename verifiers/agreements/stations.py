"""In what station it stands: a deputy mayor is no mayor, Lee's husband not Lee, talks no treaty, a semi-final no final.

What is damaged is not destroyed either. All these are of the matter, and yet not what the claim tells.
"""

import re
from collections.abc import Iterator

from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.matter import in_all, nearest
from verifiers.agreements.told import Line, Told

_OFFICE = (
    r"mayor|minister|president|chancellor|premier|governor|senator|chief executive|chief|chairman|chairwoman|chair"
    r"|director|secretary|ambassador|commissioner|prosecutor|judge|commander|general|manager|coach|captain|head|leader|king|queen"
    r"|speaker|treasurer|editor|bishop|rector|principal|sheriff|attorney"
)
_RANKED = re.compile(
    rf"\b(?P<rank>deputy|vice|assistant|associate|under|shadow|former|ex|one-time|ousted|late)[\s-]+"
    rf"(?:[a-z-]+\s+)?(?P<office>{_OFFICE})\b",
    re.IGNORECASE,
)
_OFFICES = re.compile(rf"\b(?P<office>{_OFFICE})\b", re.IGNORECASE)
_OF_THE_PAST = frozenset({"former", "ex", "one-time", "ousted", "late"})
# Who is somebody else, though told by the other's name.
_RELATED = re.compile(
    r"['’]s?\s+(?:(?:late|former|older|younger|elder|eldest|ex-?|own|only|chief|main|long-?time)\s*)*"
    r"(?:husband|wife|son|daughter|brother|sister|father|mother|parents|partner|girlfriend|boyfriend|widow|cousin|nephew"
    r"|niece|uncle|aunt|lawyers?|deputy|predecessor|successor|rivals?|opponents?|allies|ally|aides?|bodyguard|assistant"
    r"|neighbou?rs?|competitors?|subsidiary|suppliers?|parent company)\b",
    re.IGNORECASE,
)
_ONLY_TALKS = re.compile(
    r"\b(?:talks|negotiations|discussions|consultations|a meeting|meetings|a debate)\s+"
    r"(?:on|about|over|for|towards?)\s+(?:(?:a|an|the|its|their|possible|potential)\s+)*(?P<what>[a-z-]+)",
    re.IGNORECASE,
)
_CONCLUDED = re.compile(
    r"\b(?:sign(?:s|ed|ing)|conclud(?:es|ed)|reach(?:es|ed)|agreed (?:on|to|a)|adopt(?:s|ed)|approv(?:es|ed)"
    r"|ratif(?:ies|ied)|struck|seal(?:s|ed)|clinch(?:es|ed)|complet(?:es|ed)|final(?:is|iz)ed)\b",
    re.IGNORECASE,
)


_ABOUT_THE_SAME = 0.6  # of a claim's words, which a sentence must share
_WAS = re.compile(r"\b(?:used to be|was|were|served|been)\b", re.IGNORECASE)


def of_stations(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage that it tells of a deputy, a relative or mere talks, in all that is of the matter."""
    for line in claim.lines:
        near = [there for share, there in nearest(line, passage) if share >= _ABOUT_THE_SAME]
        why = in_all((_of_another_rank, _of_a_relative, _of_talks, _of_another_team, _of_less), line, near)
        if why:
            yield Finding("role", VETO, why, silences=True)
            return


def _of_another_rank(line: Line, there: Line) -> str:
    """Whether an office of the claim is only a deputy's or a former one in the sentence, or the other way round."""
    ours, theirs = _ranks(line), _ranks(there)
    for office, ranks in ours.items():
        told = theirs.get(office)
        if not told or ranks & told:
            continue
        rank = next(iter(sorted(told)))
        past = (ranks | told) <= (_OF_THE_PAST | {""})
        if past and (
            _names_the_same(line, there) or _WAS.search(line.text)
        ):  # whoever resigned is a former one the day after
            continue
        return f"it tells of a {rank} {office}" if rank else f"it tells of the {office}, not of a {min(ranks)} one"
    return ""


def _ranks(line: Line) -> dict[str, set[str]]:
    """Each office with the ranks at which it is told; an empty one where it stands by itself."""
    found: dict[str, set[str]] = {}
    taken = []
    for match in _RANKED.finditer(line.text):
        taken.append(match.span())
        found.setdefault(match["office"].lower(), set()).add(match["rank"].lower())
    for match in _OFFICES.finditer(line.text):
        if not any(start <= match.start() < end for start, end in taken):
            found.setdefault(match["office"].lower(), set()).add("")
    return found


def _names_the_same(line: Line, there: Line) -> bool:
    people = {one.head for one in line.whole.names if one.kind == "person" and line.start <= one.start < line.end}
    return any(re.search(rf"\b{re.escape(one)}\b", there.text) for one in people)


def _of_a_relative(line: Line, there: Line) -> str:
    """Whether whom the claim tells of is in the sentence only as whose husband, lawyer or rival it tells of."""
    first = next((one for one in line.whole.names if line.start <= one.start < line.end), None)
    if first is None or _RELATED.match(line.text[first.end - line.start :]):
        return ""
    places = [match.end() for match in re.finditer(rf"\b{re.escape(first.head)}\b", there.text)]
    related = [match for place in places if (match := _RELATED.match(there.text[place:]))]
    if not places or len(related) < len(places):
        return ""
    return f"it tells of {first.text}{related[0].group()}"


def _of_talks(line: Line, there: Line) -> str:
    """Whether what the claim tells as signed or agreed is only talked of."""
    if not _CONCLUDED.search(line.text) or _ONLY_TALKS.search(line.text):
        return ""
    talks = _ONLY_TALKS.search(there.text)
    rest = there.text[: talks.start()] + there.text[talks.end() :] if talks else ""
    concluded = [match.group().split()[0].lower() for match in _CONCLUDED.finditer(rest)]
    if talks is None or any(one != "agreed" for one in concluded):
        return ""
    what = talks["what"].lower()
    return f"it only tells of {talks.group()}" if what in line.text.lower() else ""


_TEAM = re.compile(
    r"\b(?:women['’]s|girls['’]|boys['’]|under-?\s?\d\d|u-?\d\d|youth|junior|reserves?)(?=\s(?:national\s)?(?:team|side|eleven|squad|final|match"
    r"|game|cup|league)s?\b)|\b(?:semi|quarter)-?finals?\b",
    re.IGNORECASE,
)
# What is done to something, and what is less.
_DEGREES = (
    (re.compile(r"\bdestroy\w*\b", re.IGNORECASE), re.compile(r"\bdamag(?:ed|es|ing)\b", re.IGNORECASE)),
    (
        re.compile(r"\bbann(?:ed|ing)\b|\bbans?\b", re.IGNORECASE),
        re.compile(r"\brestrict(?:ed|s|ing)\b", re.IGNORECASE),
    ),
    (re.compile(r"\babolish\w*\b", re.IGNORECASE), re.compile(r"\b(?:cut|reduced?|lower(?:ed|s))\b", re.IGNORECASE)),
)


def _of_another_team(line: Line, there: Line) -> str:
    """Whether it is told of the women's or a youth team, or of a semi-final, of which the claim says nothing."""
    ours = {match.group().lower() for match in _TEAM.finditer(line.text)}
    told = [match.group() for match in _TEAM.finditer(there.text) if match.group().lower() not in ours]
    if not told or ours:
        return ""
    final = told[0].lower().endswith(("final", "finals"))
    if final and not re.search(r"\bfinals?\b", line.text, re.IGNORECASE):
        return ""
    return f"it tells it of the {told[0]}"


def _of_less(line: Line, there: Line) -> str:
    """Whether less is told to have been done: damaged, not destroyed."""
    for more, less in _DEGREES:
        match, told = more.search(line.text), less.search(there.whole.text)
        if match and told and not more.search(there.whole.text):
            return f"it only says “{told.group()}”, not “{match.group()}”"
    return ""
