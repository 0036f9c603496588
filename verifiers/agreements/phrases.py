"""A little grammar, read off word by word: which words are verbs, what a clause speaks of, who does what to whom."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from language.name_words import SPEECH_VERBS
from language.words import is_past_form
from verifiers.agreements.told import Line, Token

BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
AUXILIARIES = BE | frozenset(
    [
        *("has", "have", "had", "having", "do", "does", "did", "will", "would", "shall", "should", "can", "could"),
        *("may", "might", "must", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "hadn't", "won't"),
    ]
)
PREPOSITIONS = frozenset(
    [
        *("in", "on", "at", "of", "to", "for", "from", "by", "with", "under", "over", "near", "among", "amongst"),
        *("between", "into", "against", "about", "after", "before", "during", "since", "until", "across", "within"),
        *("outside", "without", "through", "throughout", "along", "around", "behind", "beyond", "despite", "off"),
        *("per", "than", "as", "towards", "toward", "inside", "above", "below", "besides", "except", "excluding"),
    ]
)
# What governs a name behind it, so that its clause tells of another: "in Orvik", "against Halloran".
GOVERNING = "in|at|on|of|to|for|from|by|with|against|over|near|under|about|than|behind|after|before|between"
# Verbs whose past is as their base.
_UNCHANGED_TABLE = "beat bet bid burst cast cost cut hit hurt let put quit set shed shut split spread thrust upset"
_UNCHANGED = frozenset(_UNCHANGED_TABLE.split())
# Forms that are adjectives or nouns before a noun more often than a verb's past.
_NO_VERBS = frozenset({"united", "red", "bed", "hundred", "left", "man", "men", "women", "people", "persons", "lives"})
_EDGE = re.compile(
    r"(?:,|:)(?!\d)|[;()“”\"–—]|\s-\s|\b(?:and|but|or|who|which|that|while|whereas|when|where|because|although|though|whom|after"
    r"|before)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"^\W*(?:who|which|that|whose)\b", re.IGNORECASE)
SUPERLATIVE = re.compile(
    r"\b(?!(?:west|forest|protest|interest|arrest|request|contest|conquest|test|guest|quest|priest|harvest|honest|invest"
    r"|suggest|nest|rest|chest|digest|manifest|modest|earnest|northwest|southwest|midwest|inquest|attest|detest|ingest)\b)"
    r"(?:[a-z]{2,}est|most|worst)\b",
    re.IGNORECASE,
)
PRONOUNS = frozenset({"he", "she", "it", "they", "his", "her", "its", "their", "this", "that", "these", "those"})
_FARTHEST = 4  # words between an auxiliary and its verb
_DETERMINERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "about", "some", "more", "nearly", "over"})
_BEFORE_AN_ADJECTIVE = (PREPOSITIONS - {"to"}) | {"the", "a", "an", "its", "his", "her", "their", "some", "any", "all"}
_MONTHS_TABLE = "january february march april may june july august september october november december"
_MONTHS = frozenset(_MONTHS_TABLE.split())
# What may stand between an auxiliary and its verb.
_BETWEEN = frozenset({"not", "also", "then", "never", "later", "first", "again", "once"})
_LONGEST = 20  # words of a clause
_SAID = SPEECH_VERBS - {"told", "tells"}  # behind which stands whom it was told
_ENDS_SPEECH = re.compile(r"[,”\"’]\s*$")


def is_verb(token: Token, before: Token | None = None, after: Token | None = None) -> bool:
    """Whether a word may be a verb: a past form, or a form in -s behind a noun and before what it takes."""
    if token.plain in AUXILIARIES:
        return True
    if token.capital and token.start > 0:
        return False
    if token.plain in _NO_VERBS:
        return False
    if is_past_form(token.plain) or token.plain in _UNCHANGED:
        return True
    takes = after is not None and (after.plain[0].isdigit() or after.capital or after.plain in _DETERMINERS)
    return token.plain.endswith("s") and not token.empty and takes and before is not None and not before.empty


def verbs(line: Line) -> list[Token]:
    """The words of a sentence that may be verbs, auxiliaries too, in order."""
    ones = line.tokens
    return [
        one
        for place, one in enumerate(ones)
        if is_verb(one, ones[place - 1] if place else None, ones[place + 1] if place + 1 < len(ones) else None)
    ]


def clause_at(line: Line, place: int) -> tuple[int, int]:
    """Where the clause that a place of a sentence lies in begins and ends, by commas and joining words."""
    edges = _edges(line.text)
    behind = bisect_right(edges, place, key=lambda edge: edge[1])
    first = 0
    if behind:
        start, end = edges[behind - 1]
        first = start if line.text[start].isalpha() else end
    last = next((start for start, _ in edges[behind:] if start >= place), len(line.text))
    return first, last


@lru_cache(maxsize=4000)
def _edges(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _EDGE.finditer(text))


def governing_verb(line: Line, place: int) -> Token | None:
    """The verb of the clause at a place: the last one before it, else the first one behind it; no auxiliary."""
    first, last = clause_at(line, place)
    full = [one for one in verbs(line) if one.plain not in AUXILIARIES]
    before = [one for one in full if first <= one.start < place]
    if before:
        return before[-1]
    behind = [one for one in full if place <= one.start < last]
    if behind:
        return behind[0]
    # "In 2022 Mira Koval, the minister, opened a hospital": what opens a sentence belongs to its first verb.
    opens = not any(one.start < place and not one.empty for one in line.tokens)
    return full[0] if full and opens else None


def subject(line: Line) -> frozenset[str]:
    """The words, by meaning, of what a sentence is about; empty where it opens with a number or cannot be told."""
    return _by_meaning(subject_words(line))


def subject_words(line: Line) -> list[Token]:
    """The same as they stand."""
    ones = list(line.tokens)
    while ones and ones[0].plain in PREPOSITIONS:
        comma = line.text.find(",", ones[0].end)
        behind = [one for one in ones if comma >= 0 and one.start > comma]
        dated = [one for one in ones[1:] if not (one.plain[0].isdigit() or one.empty or one.plain in _MONTHS)]
        ones = behind or dated
    return _opening(line, ones)


def noun_phrase(line: Line, ones: Sequence[Token]) -> frozenset[str]:
    """The content words, by meaning, with which a run of words begins, up to a verb, a preposition or a stop."""
    return _by_meaning(_opening(line, ones))


def _opening(line: Line, ones: Sequence[Token]) -> list[Token]:
    found: list[Token] = []
    for place, one in enumerate(ones):
        after = ones[place + 1] if place + 1 < len(ones) else None
        if one.plain[0].isdigit() or one.plain in PREPOSITIONS:
            break
        if found and _EDGE.search(line.text[found[-1].end : one.end]):
            break
        if (found and is_verb(one, found[-1], after)) or one.plain in AUXILIARIES:
            break
        if not one.empty:
            found.append(one)
        elif found:
            break
    return found


def _by_meaning(found: Sequence[Token]) -> frozenset[str]:
    """Of a name with what it is, the name alone."""
    if any(one.capital and one.start > 0 for one in found):
        named = [one for one in found if one.capital]
        return frozenset(one.group for one in named)
    return frozenset(one.group for one in found)


def clause_groups(line: Line, place: int) -> frozenset[str]:
    """What the clause at a place speaks of, by meaning: all its words, and whom "who" or "which" stands for in it."""
    first, last = clause_at(line, place)
    here = [one for one in line.tokens if first <= one.start < last]
    named = [one for one in here if not one.empty]
    if _RELATIVE.match(line.text[first:last]):
        before = [one for one in line.tokens if one.end <= first and not one.empty]
        return frozenset(one.group for one in [*before[-1:], *named])
    verb = next((one for one in verbs(line) if first <= one.start < last), None)
    opens = [one for one in here if (verb is None or one.start < verb.start) and not one.empty and one.capital]
    opens += [one for one in here if verb is not None and one.start < verb.start and not one.empty]
    return frozenset(one.group for one in named) if verb is not None and opens else line.groups


def has_pronoun(line: Line, place: int) -> bool:
    """Whether the clause at a place, or its sentence, opens with a pronoun, so that it speaks of one named before."""
    first, last = clause_at(line, place)
    opening = [one for one in line.tokens if first <= one.start < last][:2] + list(line.tokens[:2])
    return any(one.plain in PRONOUNS for one in opening)


@dataclass(frozen=True)
class Deed:
    """Who does what to whom: the words of either side by meaning; None where a clause does not tell it."""

    verb: str
    doer: frozenset[str] | None
    sufferer: frozenset[str] | None


@lru_cache(maxsize=8000)
def deeds(line: Line) -> tuple[Deed, ...]:
    """What a sentence tells as done by somebody to somebody, in the active and in the passive."""
    return tuple(_deeds(line))


def _deeds(line: Line) -> Iterator[Deed]:
    ones = line.tokens
    places = {one.start: place for place, one in enumerate(ones)}
    for verb in verbs(line):
        if verb.plain in AUXILIARIES:
            continue
        place = places[verb.start]
        if _is_an_adjective(line, place):
            continue
        helping = place
        while helping > 0 and place - helping < _FARTHEST and _helps(ones[helping - 1]):
            helping -= 1
        before = _before(line, helping)
        if any(one.plain in BE for one in ones[helping:place]):
            yield Deed(verb.group, _agent(line, place), before)
        else:
            behind = _after(line, place)
            if verb.plain in _SAID:
                if before is None and _ENDS_SPEECH.search(line.text[: verb.start]):  # "…", said the mayor
                    yield Deed(verb.group, noun_phrase(line, behind) or None, None)
                    continue
            elif before and behind and behind[0].plain in ("at", "against"):  # "shot at police"
                behind = behind[1:]
            yield Deed(verb.group, before, noun_phrase(line, behind) or None)


def _is_an_adjective(line: Line, place: int) -> bool:
    """Whether a participle stands before a noun and behind what opens its phrase: "some approved medicines"."""
    ones = line.tokens
    if not place or place + 1 >= len(ones) or ones[place - 1].plain not in _BEFORE_AN_ADJECTIVE:
        return False
    before, here, after = ones[place - 1 : place + 2]
    joined = line.text[before.end : here.start] == " " == line.text[here.end : after.start]
    return joined and not (after.empty or after.capital or after.plain[0].isdigit())


def _helps(token: Token) -> bool:
    return token.plain in AUXILIARIES or token.plain.endswith("ly") or token.plain in _BETWEEN


def _before(line: Line, number: int) -> frozenset[str] | None:
    """The noun phrase that ends right before a word, without what is hung on it by a preposition."""
    place = line.tokens[number].start
    if re.search(r"[,;:()“”\"–—]\s*$", line.text[max(0, place - 4) : place]):
        return None
    first, _ = clause_at(line, max(place - 1, 0))
    near = line.tokens[max(0, number - _LONGEST) : number]
    here = [one for one in near if first <= one.start]
    if _RELATIVE.match(line.text[first:place]):
        before = [one for one in near if one.end <= first and not one.empty]
        return frozenset(one.group for one in before[-1:]) or None
    while here and here[0].plain in PREPOSITIONS:
        here = [one for one in here[1:] if not (one.plain[0].isdigit() or one.plain in _MONTHS)]
    return noun_phrase(line, here) or None


def _after(line: Line, number: int) -> Sequence[Token]:
    """The words behind a verb, up to the next stop."""
    _, last = clause_at(line, line.tokens[number].start)
    return [one for one in line.tokens[number + 1 : number + 1 + _LONGEST] if one.start < last]


def _agent(line: Line, place: int) -> frozenset[str] | None:
    behind = _after(line, place)
    for number, one in enumerate(behind):
        if one.plain == "by":
            return noun_phrase(line, behind[number + 1 :]) or None
    return None
