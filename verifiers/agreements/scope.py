"""Of how many it is told, of which one, and who does what to whom."""

import re
from collections.abc import Iterator
from functools import lru_cache

from language.names import Name
from language.words import negations
from verifiers.agreements.finding import DOUBT, VETO, Finding
from verifiers.agreements.matter import in_all, nearest
from verifiers.agreements.phrases import PREPOSITIONS, SUPERLATIVE
from verifiers.agreements.told import Line, Token, Told
from verifiers.attribution import attributions
from verifiers.facts import Facts
from verifiers.judges.relations import is_thwarted, is_turned

_ALL = re.compile(
    r"\b(?:all(?! (?:around|over|but|along|right)\b)|every(?! (?:second|third|fourth|fifth|sixth|eighth|tenth)\b)"
    r"|each(?! other\b)|everyone|everybody|everything|always|entire"
    r"|whole|none|nobody|no one)\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:some|most|many|several|few|half|a number of|part of|parts of|a majority|majority|minority|sometimes|often"
    r"|usually|mostly|largely|partly|partially|nearly all|almost all|nearly every|almost every|except|apart from"
    r"|other than|one of|two of|three of)\b",
    re.IGNORECASE,
)
_RANKS_TABLE = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_IN_WORDS = {word: place for place, word in enumerate(_RANKS_TABLE.split(), 1)}
_RANK = re.compile(rf"\b(?:(?P<word>{'|'.join(_IN_WORDS)})|(?P<digits>\d{{1,2}})(?:st|nd|rd|th))\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|sole|solely|exclusively|unique|uniquely|alone)\b", re.IGNORECASE)
_ALONE = re.compile(r"\b(?:just|single|one|no other|nobody else|nothing but)\b", re.IGNORECASE)
_FEW = re.compile(r"\b(?<!a )(?<!no )(?:few|hardly any|almost no|a minority of)\b", re.IGNORECASE)
_MOST = re.compile(r"\b(?:most|nearly all|almost all|a majority of)\b", re.IGNORECASE)
_SAME_WORDS = 0.75  # of the claim's, from which another order of its names is another statement
_LESSENED = re.compile(
    r"\b(?:one of|among|some of|in the top|second|third|fourth|fifth|2nd|3rd|4th|5th)\b[^.;]{0,40}$", re.IGNORECASE
)
# Of what there is a first and a fourth of one and the same.
_SERIES = frozenset({"quarter", "half", "day", "week", "month", "year"})
_EVER = re.compile(
    r"\b(?:ever|in (?:its|the|his|her|their) (?:\w+ )?history|in history|on record|of all time"
    r"|since (?:records|measurements) began)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:since (?!records|measurements)|in (?:a decade|decades|\w+ (?:years|decades)))[^.,;]{0,20}", re.IGNORECASE
)
_NOT_NARROWER = frozenset({"single", "ever", "known", "recorded", "overall", "such"})


def of_scope(claim: Told, passage: Told) -> Iterator[Finding]:
    """Quantifiers, ranks and roles that differ in the sentences about the claim's matter."""
    for line in claim.lines:
        shares = nearest(line, passage)
        near = [there for _, there in shares]
        if not near:
            continue
        if found := in_all((_of_some, _of_rank, _superlative, _only), line, near):
            yield found
        if all(_few(line, there) for there in near):
            yield Finding("scope", VETO, "of how many it is told is the opposite", clashes=True)
        if shares[0][0] >= _SAME_WORDS and all(_is_undone(line, there) for there in near):
            yield Finding("polarity", VETO, "what is told as done in one is told as turned down in the other")
        # Who says it may stand before what is said or after it.
        if shares[0][0] >= _SAME_WORDS and len(_names_in(line, claim)) > 1 and not attributions(line.text):
            told = [_facts(there.text) for there in near]
            if all(is_turned(_facts(line.text), one) for one in told):
                yield Finding("role", VETO, "it tells it the other way round", clashes=True)


def _few(line: Line, there: Line) -> bool:
    """Whether it is few in the one and most in the other."""
    few, most = _FEW.search(line.text), _MOST.search(line.text)
    if bool(few) == bool(most):
        return False
    few_there, most_there = _FEW.search(there.text), _MOST.search(there.text)
    return bool(few_there) != bool(most_there) and bool(few) == bool(most_there)


def _is_undone(line: Line, there: Line) -> bool:
    """Whether what one tells as done the other tells as called off, voted down, given up."""
    if negations(line.text) and negations(there.text):
        return False
    ours, theirs = _facts(line.text), _facts(there.text)
    return is_thwarted(ours, theirs) != is_thwarted(theirs, ours)


def _names_in(line: Line, whole: Told) -> list[Name]:
    days = [(day.start, day.end) for day in whole.dates]
    here = [name for name in whole.names if line.start <= name.start < line.end]
    return [name for name in here if not any(start < name.end and name.start < end for start, end in days)]


@lru_cache(maxsize=4000)
def _facts(text: str) -> Facts:
    return Facts(text, anchor=None)


def _of_some(line: Line, there: Line) -> Finding | None:
    whole = _ALL.search(line.text)
    if not whole or _SOME.search(line.text):
        return None
    if _ALL.search(_SOME.sub(" ", there.text)):
        return None
    part = _SOME.search(there.text)
    if part is None:
        return None
    return Finding("scope", VETO, f"it says “{part.group()}”, not “{whole.group()}”", silences=True)


def _of_rank(line: Line, there: Line) -> Finding | None:
    if negations(line.text) or negations(there.text):
        return None
    claimed, told = _ranks(line), _ranks(there)
    for rank, noun, text in claimed:
        if any(rank == other for other, _, _ in told):
            continue
        rivals = [shown for _, beside, shown in told if beside == noun and noun]
        if rivals and noun not in _SERIES:
            return Finding("scope", VETO, f"the passage says {rivals[0]}, not {text}", clashes=True)
    return None


def _ranks(line: Line) -> list[tuple[int, str, str]]:
    """Each rank with the word after it."""
    found = []
    for match in _RANK.finditer(line.text):
        after = next((one for one in line.tokens if one.start >= match.end()), None)
        rank = int(match["digits"]) if match["digits"] else _IN_WORDS[match["word"].lower()]
        found.append((rank, after.group if after else "", match.group()))
    return found


def _superlative(line: Line, there: Line) -> Finding | None:
    for match in SUPERLATIVE.finditer(line.text):
        if _LESSENED.search(line.text[: match.start()]):
            continue
        same = [one for one in SUPERLATIVE.finditer(there.text) if one.group().lower() == match.group().lower()]
        if same and all(less := [_LESSENED.search(there.text[: one.start()]) for one in same]):
            said = less[0].group() if less[0] else ""
            return Finding(
                "scope", VETO, f"it says “{said.strip()} {match.group()}”, not “{match.group()}”", silences=True
            )
        if same and match.group().lower() != "most" and (narrower := _narrower(match, line, same, there)):
            return Finding("scope", VETO, f"it is so only of “{narrower}”", silences=True)
    return None


def _narrower(match: re.Match[str], line: Line, same: list[re.Match[str]], there: Line) -> str:
    """What a superlative is told of only: "the biggest private employer", and "since 1950" of the youngest ever.

    Empty where it is of the same things.
    """
    if _EVER.search(line.text) and not _EVER.search(there.text) and (since := _SINCE.search(there.text)):
        return since.group().strip()
    ours, theirs = _told_of(match, line), [_told_of(one, there) for one in same]
    if not ours or not all(theirs):
        return ""
    for told in theirs:
        extra = [one for one in told[:-1] if one.group not in line.groups]
        if told[-1].group != ours[-1].group or not extra or extra[0].plain in _NOT_NARROWER:
            return ""
    first = theirs[0]
    return there.text[first[0].start : first[-1].end]


def _told_of(match: re.Match[str], line: Line) -> list[Token]:
    """The words of what a superlative is of, up to the first that is none of them."""
    found: list[Token] = []
    end = match.end()
    for one in line.tokens:
        if one.start < match.end():
            continue
        if one.empty or one.capital or one.plain in PREPOSITIONS or line.text[end : one.start].strip(" -"):
            break
        found.append(one)
        end = one.end
    return found


def _only(line: Line, there: Line) -> Finding | None:
    match = _ONLY.search(line.text)
    if match is None or _ONLY.search(there.whole.text) or _ALONE.search(there.whole.text):
        return None
    return Finding("scope", DOUBT, f"it does not say “{match.group()}”")
