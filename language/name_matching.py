"""Whether two names are the same one's, written in full or short, in one transliteration or another."""

import re
import unicodedata
from functools import lru_cache

from language.countries import country_of
from language.name_words import EASTERN_SURNAMES, FIRST_NAMES, PLACE_STARTS, ROLE_MODIFIERS, ROLE_WORDS

VERSION = 1

_SHORT_FIRST_NAMES_TABLE = """
joe joseph; bill will billy william; bob rob bobby robert; mike michael; dick rick richard; jim jimmy james; tom
thomas; tony anthony; dan danny daniel; ben benjamin; sam samuel samantha; steve steven stephen; ed eddie ted edward;
liz beth elizabeth; kate kathy katie katherine catherine; jeff jeffrey geoffrey; greg gregory; chris christopher; nick
nicholas; matt matthew; andy andrew; dave david; don donald; ron ronald; ken kenneth; larry lawrence; pete peter; pat
patrick patricia; chuck charlie charles; jack john; jon jonathan; alex alexander; max maximilian; vlad vladimir;
volodymyr; sue susan; susie susan; bernie bernard; tim timothy; jerry gerald; fred frederick; harry henry harold; abe
abraham; josh joshua; zach zachary; marty martin; sasha aleksandr
"""
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_ARTICLES_AND_GLUE = {"the", "of", "for", "and", "on", "&"}


def _short_names() -> dict[str, frozenset[str]]:
    groups = [frozenset(group.split()) for group in _SHORT_FIRST_NAMES_TABLE.split(";")]
    return {
        name: frozenset().union(*(group for group in groups if name in group)) for group in groups for name in group
    }


_SHORT_NAMES = _short_names()
# Of each group the first that stands in no other: "Sam" may be Samuel or Samantha, and stays Sam.
_FIRST_NAME_KEYS = {
    name: min(group)
    for name, group in _SHORT_NAMES.items()
    if name not in ("sam", "samuel", "samantha", "pat", "patrick", "patricia", "alex")
}
_ACRONYMS_TABLE = """
un: united nations; nato: north atlantic treaty organization; who: world health organization; wto: world trade
organization; imf: international monetary fund; iaea: international atomic energy agency; icc: international criminal
court; icj: international court of justice; fbi: federal bureau of investigation; cia: central intelligence agency;
cdc: centers for disease control and prevention; fda: food and drug administration; nasa: national aeronautics and
space administration; ecb: european central bank; osce: organization for security and co-operation in europe; nhs:
national health service; unhcr: united nations high commissioner for refugees; dhs: department of homeland security;
doj: department of justice; irs: internal revenue service; gop: republican party
"""
_ACRONYMS = {
    short: spelled
    for entry in " ".join(_ACRONYMS_TABLE.split()).split("; ")
    for short, spelled in [entry.split(": ", 1)]
}


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    """A name's words, plain: lower case, no accents, no dots, no possessive, no article, no title in front."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("'s ", " "))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    plain = re.sub(r"'s?$", "", plain.strip()).replace(".", "")
    words = [word for word in re.split(r"[\s,]+", plain) if word and word != "the"]
    while len(words) > 1 and (words[0] in ROLE_WORDS or words[0] in ROLE_MODIFIERS) and words[0] not in FIRST_NAMES:
        words = words[1:]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
    return tuple(words)


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    """A word as transliterations agree on it: Zelensky, Zelenskyy and Zelenskiy; Sergei and Sergey."""
    folded = word.replace("'", "").replace("-", "")
    folded = re.sub(r"[iy]+", "y", folded).replace("ey", "y").replace("ks", "x").replace("kh", "h")
    return re.sub(r"(.)\1", r"\1", folded)


def _acronym(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if word not in _ARTICLES_AND_GLUE)


def same_name(first: str, second: str) -> bool:
    """Whether two names can be the same one's: "Putin" and "Vladimir Putin", "ICC" and its long name.

    "U.S." and "American" are one country's. Two full names must agree in the first name too.
    It is about names alone: two men called Smith are the same here.
    """
    one, other = country_of(first), country_of(second)
    if one or other:
        return one == other
    left, right = _words(first), _words(second)
    if not left or not right:
        return False
    if left == right or [_sound(word) for word in left] == [_sound(word) for word in right]:
        return True
    if (len(left), left) > (len(right), right):
        left, right = right, left
    if len(left) == 1:
        return _is_short_for(left[0], right)
    return _same_full_name(left, right)


def _is_short_for(word: str, words: tuple[str, ...]) -> bool:
    if len(words) == 1:
        return False
    if 2 <= len(word) <= 6 and word == _acronym(words):
        return True
    if words[0] in EASTERN_SURNAMES and words[-1] not in EASTERN_SURNAMES | FIRST_NAMES:
        return _sound(word) == _sound(words[0])
    return len(word) > 2 and _sound(word) == _sound(words[-1]) and words[0] not in PLACE_STARTS


def _same_full_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    glued = not _ARTICLES_AND_GLUE.isdisjoint((*left, *right))
    if _sound(left[-1]) != _sound(right[-1]) or glued or {left[0], right[0]} & PLACE_STARTS:
        return False
    one, other = left[0], right[0]
    if _sound(one) == _sound(other) or other in _SHORT_NAMES.get(one, ()):
        return True
    if len(one) <= 2 or len(other) <= 2:  # initials: "J.D. Vance", "JD Vance", "J. Vance"
        return one[0] == other[0]
    # "von der Leyen" is "Ursula von der Leyen", whose surname it is
    return len(right) > len(left) and right[-len(left) :] == left


def name_key(name: str) -> str:
    """One key for a name however it is written: "Joe Biden" and "Joseph R. Biden Jr.", "Zelensky" and "Zelenskiy".

    Unlike `same_name` it never takes a short name for a long one, so that to have the same key is transitive.
    """
    if known := country_of(name):
        return known
    words = _words(name)
    if not words:
        return ""
    if len(words) == 1 and name.replace(".", "").isupper():
        words = tuple(_ACRONYMS.get(words[0], words[0]).split())
    if len(words) > 2 and words[0] in FIRST_NAMES:
        middle = (word for word in words[1:-1] if len(word) > 1 and word not in FIRST_NAMES)
        words = (words[0], *middle, words[-1])
    first = _FIRST_NAME_KEYS.get(words[0], words[0]) if len(words) > 1 else words[0]
    return " ".join(_sound(word) for word in (first, *words[1:]))


def is_short_for(short: str, full: str) -> bool:
    """Whether a single word is what a longer name is shortened to: its surname, or its first letters."""
    one, words = _words(short), _words(full)
    return len(one) == 1 and len(words) > 1 and country_of(full) is None and _is_short_for(one[0], words)


def short_keys(name: str) -> frozenset[str]:
    """Keys of which a full name and every name that `is_short_for` it have one in common: to look few up of many."""
    words = _words(name)
    if len(words) < 2:
        return frozenset((*words, *map(_sound, words)))
    return frozenset((_acronym(words), _sound(words[0]), _sound(words[-1])))
