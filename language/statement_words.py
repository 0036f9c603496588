"""Words as statements are compared: spelling made alike, words that mean the very same in news, words that say nothing.

These groups are narrower than those of `language.words`: who is accused need not be charged, and who was hurt is not
dead. Two words stand in one group only where an editor could put either without changing what is said.
"""

import re
from functools import lru_cache

from language.sentences import word_set
from language.words import VERSION as WORDS_VERSION
from language.words import is_past_form, stem

VERSION = f"1.{WORDS_VERSION}"

_SAME_TABLE = """
begin start commence
finish complete
buy purchase acquire
help assist aid
rapid quick fast swift
choose select pick
happen occur
child kid youngster
doctor physician
lawyer attorney
film movie
firm company
policeman cop
aircraft airplane aeroplane plane
ship vessel
car automobile
coincide align
rebuild reconstruct
build construct
resign quit
nation country
promise pledge vow
huge enormous massive vast
whole entire
need require
want wish
speak talk
large big
largely mostly mainly
completely entirely fully totally wholly
immediately instantly
annual yearly
demonstrator protester protestor
inhabitant resident
blaze fire
quake earthquake
mistake error
try attempt
allow permit
ban prohibit forbid outlaw
remain stay
reply answer respond
reduce lower decrease
rise increase
fall drop
injure wound hurt
assume presume
difficult hard tough
important significant
cooperation collaboration
cooperate collaborate
relation relationship
intend plan
aim goal objective
settle resolve
gun firearm
journalist reporter
salary wage
disclose reveal
use utilise
nobody none
while whilst
"""
# Nothing is lost with them: articles, fillers, and what only ties a sentence to the one before it.
_EMPTY_TABLE = """
a an the that also too already both indeed moreover furthermore additionally however meanwhile therefore thus then so
well just really quite rather very please etc
"""
EMPTY = frozenset(_EMPTY_TABLE.split())

_SPELLINGS = (
    (re.compile(r"(col|lab|fav|hon|harb|neighb|behavi|endeav|rum|hum|arm|vap|vig|flav)our"), r"\1or"),
    (re.compile(r"(cent|theat|met|lit|fib|calib|somb)re(s?)$"), r"\1er\2"),
    (re.compile(r"(def|off|lic|pret)ence"), r"\1ense"),
    (re.compile(r"([a-z]{3})isation"), r"\1ization"),
    (re.compile(r"([a-z]{4})is(e[ds]?|ing)$"), r"\1iz\2"),
    (re.compile(r"lys(e[ds]?|ing)$"), r"lyz\1"),
    (re.compile(r"programme"), "program"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"([a-z]{4})ll(ed|ing|er|ers)$"), r"\1l\2"),
)
# Verbs whose past looks like their present: without an s they may be either.
_SAME_IN_THE_PAST = word_set("cut hit put set let shut spread cost hurt burst cast bid beat split quit")


def _spelled(word: str) -> str:
    for pattern, put in _SPELLINGS:
        word = pattern.sub(put, word)
    return word


def _groups() -> dict[str, str]:
    group_of: dict[str, str] = {}
    for line in _SAME_TABLE.strip().splitlines():
        first, *_ = names = line.split()
        for name in names:
            group_of.setdefault(stem(_spelled(name)), stem(_spelled(first)))
    return group_of


_GROUP_OF = _groups()


@lru_cache(maxsize=50_000)
def plain_word(word: str) -> tuple[str, str]:
    """A word as it is compared: its group or stem, and its form: past (ed), plural or third person (s), ing."""
    low = _spelled(word.lower().replace("’", "'"))
    stemmed = stem(low)
    if is_past_form(low) or low in _SAME_IN_THE_PAST:
        form = "ed"
    elif low.endswith("ing") and len(low) > 5:
        form = "ing"
    else:
        form = "s" if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3 else ""
    return _GROUP_OF.get(stemmed, stemmed), form
