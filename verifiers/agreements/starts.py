"""Since when: what a claim says of when a state began has to be told as its beginning, not as any day within it."""

import re
from collections.abc import Iterator
from datetime import date

from language.dates import find_dates
from verifiers.agreements.finding import DOUBT, VETO, Finding
from verifiers.agreements.phrases import AUXILIARIES, BE, clause_at, governing_verb, noun_phrase
from verifiers.agreements.told import Line, Token, Told
from warehouse.records import DateMention

_SINCE = re.compile(r"^(?:ever\s+)?since\s+", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:since|as from|with effect from|effective(?: from)?|starting(?: in| on| from)?|beginning(?: in| on)?)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_ON = re.compile(r"^\s+on(?:wards?)?\b", re.IGNORECASE)
_ENDED = re.compile(r"^[^.;]{0,30}\b(?:to|until|till|through)\s+\d|\s?[-–—]\s?\d", re.IGNORECASE)
_RANGE = re.compile(r"^(?:from\s+|between\s+)?\D*(?P<first>\d{4})\s?(?:[-–—]|to|until|through|and)", re.IGNORECASE)
# That somebody came to be something; "took" only with what is taken.
_COMING_TO_BE = re.compile(
    r"\b(?:bec[ao]m\w*|appoint\w*|nam(?:ed|es|ing)|elect(?:ed|s|ing)|sworn in|install\w*|inaugurat\w*|assum\w+"
    r"|join(?:ed|s|ing)|hired|promoted|succe\w+|replac\w+"
    r"|t(?:ook|akes?|aking|aken) (?:\w+ )?(?:office|over|effect|up|charge|power|command|control|the helm|the post)"
    r"|(?:c[ao]me\w*|enter\w*|went|put|brought)\s+(?:in)?to (?:force|effect|office|power|use|operation|service))\b",
    re.IGNORECASE,
)
# That something began, where nothing else is told to have been begun: not of "opened a hospital".
_BEGINNING = re.compile(
    r"\b(?:beg[aiu]n\w*|start(?:ed|s|ing)?|launch\w*|found(?:ed|s|ing)|establish\w*|introduc\w+|enact\w*|impos\w+"
    r"|open(?:ed|s|ing)?|creat\w+|adopt\w*|mov(?:ed|es|ing)|settled|broke|erupt\w*|first|newly)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:f[ae]ll(?:en)?|drop(?:ped|s)?|declin(?:ed|es)|r[io]sen?|gr[eo]wn?|increas(?:ed|es)|decreas(?:ed|es)|doubled"
    r"|tripled|halved|shr[aiu]nk|come (?:up|down)|gone (?:up|down)|went (?:up|down)|lost|gained|more|fewer|less|higher"
    r"|lower|cheaper|dearer)\b",
    re.IGNORECASE,
)
_EVER_SINCE = re.compile(r"\b(?:ever since|since then|from then on)\b", re.IGNORECASE)
_ABOUT_THE_SAME = 0.5  # of a claim's words, which a sentence must share to tell of the same thing
_MONTHS_TABLE = "januari februari march april may june juli august septemb octob novemb decemb"
_MONTHS = frozenset(_MONTHS_TABLE.split())


def starts(whole: Told) -> list[tuple[DateMention, DateMention]]:
    """The dates from which on a text says that something is so: each as found, and as the day of the beginning."""
    found = []
    for one in whole.dates:
        if (match := _SINCE.match(one.text)) is not None:
            found.append((one, _plain(one, one.text[match.end() :], whole.day)))
        elif _is_a_start(one, whole):
            found.append((one, one))
    return found


def _is_a_start(one: DateMention, whole: Told) -> bool:
    before, after = whole.text[: one.start], whole.text[one.end :]
    if _ENDED.search(after) or _RANGE.match(one.text):
        return False
    return bool(_BEFORE.search(before)) or bool(_FROM.search(before) and _ON.search(after))


def of_starts(claim: Told, passage: Told) -> Iterator[Finding]:
    """What a claim's "since" makes of a passage that supports it."""
    for mention, wanted in starts(claim):
        line = claim.line_at(mention.start)
        if line is None or wanted.earliest is None or wanted.latest is None:
            continue
        told = _beginnings(line, passage)
        if _is_compared_with(wanted, line, passage) and not any(
            _share(line, there) >= _ABOUT_THE_SAME for there, _ in told
        ):
            continue
        if any(_agree(wanted, one) for _, one in told) or _began_then(wanted, line, passage):
            continue
        near = [(there, one) for there, one in told if _share(line, there) >= _ABOUT_THE_SAME]
        if near:
            there, other = near[0]
            why = f"the passage says that it began in {other.text}, not {_shown(mention)}"
            yield Finding("day", VETO, why, clashes=_share(line, there) == 1.0)
        elif passage.dates:
            yield Finding("day", VETO, f"it does not say that it is so {_shown(mention)}", silences=True)
        else:
            yield Finding("day", DOUBT, f"it says nothing of {mention.text}")


def _is_compared_with(wanted: DateMention, line: Line, passage: Told) -> bool:
    """Whether a claim tells of a change since a time of which a passage gives the number: that tells by how much."""
    first, last = clause_at(line, max(wanted.start - line.start, 0))
    if not _CHANGED.search(line.text, first, last):
        return False
    then = [passage.line_at(one.start) for one in passage.dates if _agree(wanted, one)]
    return any(there.start <= one.start < there.end for there in then if there for one in passage.quantities)


def _beginnings(line: Line, passage: Told) -> list[tuple[Line, DateMention]]:
    """The days that a passage gives as a beginning, with the sentences that they stand in."""
    since = starts(passage)
    found = [(passage.line_at(one.start), day) for one, day in since]
    known = [one for one, _ in since]
    for one in passage.dates:
        there = passage.line_at(one.start)
        if one in known or there is None:
            continue
        if (match := _RANGE.match(one.text)) is not None:
            found.append((there, _plain(one, match["first"], passage.day)))
        elif _FROM.search(passage.text[: one.start]) or _tells_a_beginning(one, there, line):
            found.append((there, one))
    return [(there, day) for there, day in found if there is not None]


def _tells_a_beginning(one: DateMention, there: Line, line: Line) -> bool:
    """Whether the clause around a date says that something began, or that what the claim says is so was done then."""
    place = one.start - there.start
    if _EVER_SINCE.search(there.text, max(place, 0)):
        return True
    verb = governing_verb(there, place)
    if verb is not None and verb.group in _done(line):
        return True
    first, last = clause_at(there, place)
    if verb is not None and not first <= verb.start < last:
        first, last = clause_at(there, verb.start)
    clause = there.text[first:last]
    if _COMING_TO_BE.search(clause):
        return True
    return bool(_BEGINNING.search(clause)) and (verb is None or _what(verb, there) <= line.groups)


def _what(verb: Token, there: Line) -> frozenset[str]:
    """What a verb takes, by meaning."""
    return noun_phrase(there, [one for one in there.tokens if one.start >= verb.end])


def _done(line: Line) -> set[str]:
    """What a claim says was done, so that it is so since: closed, of "has been closed since"."""
    found = set()
    for before, one in zip(line.tokens, line.tokens[1:], strict=False):
        if before.plain in BE and one.plain.endswith(("ed", "en", "ut", "ld", "nt")) and one.plain not in AUXILIARIES:
            found.add(one.group)
    return found


def _began_then(wanted: DateMention, line: Line, passage: Told) -> bool:
    """Whether a passage without a date tells of the beginning, and is from that very time."""
    day = passage.day
    if day is None or passage.dates or wanted.earliest is None or wanted.latest is None:
        return False
    begins = any(
        _COMING_TO_BE.search(there.text) or _BEGINNING.search(there.text) or _done(line) & there.groups
        for there in passage.lines
    )
    return begins and wanted.earliest <= day <= wanted.latest


def _plain(one: DateMention, text: str, day: date | None) -> DateMention:
    """The day itself of "since May 2019"."""
    inside = find_dates(f"in {text}", day)
    return inside[0].model_copy(update={"start": one.start, "end": one.end}) if inside else one


def _agree(wanted: DateMention, found: DateMention) -> bool:
    if wanted.earliest and wanted.latest and found.earliest and found.latest:
        return wanted.earliest <= found.latest and found.earliest <= wanted.latest
    return False


def _share(line: Line, there: Line) -> float:
    """The share of a claim's words, its date apart, that a sentence has."""
    wanted = frozenset(one for one in line.groups if not one.isdigit() and one not in _MONTHS)
    return len(wanted & there.groups) / len(wanted) if wanted else 0.0


def _shown(mention: DateMention) -> str:
    return mention.text if _SINCE.match(mention.text) else f"from {mention.text}"
