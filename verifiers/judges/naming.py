"""How a text names what a claim names: whether, where, and as whom it does or suffers what is told."""

import re
from typing import Literal

from language.countries import capital_of, country_of, is_country_name
from language.names import same_name
from language.words import words
from verifiers.facts import Facts, country

PREPOSITION = (
    r"\b(?P<word>in|at|on|from|of|against|to|for|near|off|with|over|about|into|under|after|towards?|by|outside|across)"
)
# What stands between a preposition and the name that it governs: articles, titles, offices, adjectives of nations.
_GOVERNED = re.compile(
    rf"{PREPOSITION}\s+"
    r"(?:(?:the|a|an|its|his|her|their|[A-Z][\w.-]*|president|prime|minister|leader|chancellor|king|queen|secretary"
    r"|foreign|spokes(?:man|woman|person)|senator|capital|city|town|village|port|city of)\s+){0,3}$"
)
_POSSESSIVE = re.compile(r"['’]s?\b")
_CAPITALISED = re.compile(r"[A-Z](?:\.[A-Z])+\.?|[^\W\d_a-z][\w-]*\w")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "president", "the", "of", "and", "minister", "general", "senator"})


def same_entity(first: str, second: str) -> bool:
    """Whether two names can mean the same; a capital stands for its country, as it does in news."""
    one, other = country(first), country(second)
    return one == other if one or other else same_name(first, second)


def is_named(name: str, facts: Facts) -> bool:
    """Whether a text names it, in whatever form."""
    return first_place(name, facts) >= 0


def first_place(name: str, facts: Facts) -> int:
    """Where a text first names it; -1 where it does not."""
    for found in facts.names:
        if same_entity(name, found.text):
            return found.start
    wanted = country(name)
    last = _parts(name)[-1:] if not wanted else []
    for match in _CAPITALISED.finditer(facts.text):
        if any(found.start <= match.start() < found.end and " " in found.text for found in facts.names) and not wanted:
            continue  # part of another's name: not every Torvald is Ilya Torvald
        if wanted and country(match.group()) == wanted:
            return match.start()
        if last and [match.group().lower()] == last:
            return match.start()
    return -1


def role(name: str, facts: Facts) -> Literal["acts", "by", "qualifies", "unclear"]:
    """Whether a name stands bare, as subject or object, after "by", or only qualifies something else."""
    place = first_place(name, facts)
    if place < 0:
        return "qualifies"
    governed = _GOVERNED.search(facts.text[max(0, place - 60) : place])
    if governed:
        return "by" if governed["word"] == "by" else "qualifies"
    end = next((found.end for found in facts.names if found.start == place), place + len(name))
    after = facts.text[end : end + 3]
    adjective = country_of(facts.text[place:end]) is not None and not is_country_name(facts.text[place:end])
    if _POSSESSIVE.match(after) or adjective:
        return "qualifies"
    name_itself = facts.text[place:end]
    if capital_of(name_itself) or name_itself.replace(".", "").isupper():
        return "unclear"  # "U.S. sanctions" and "the U.S. sent", "Moscow" the city and the government
    return "acts"


def _parts(name: str) -> list[str]:
    plain = re.sub(r"['’]s?\b", "", name)
    return [word.lower() for word in words(plain) if word.lower() not in _TITLES]


def countries(facts: Facts) -> list[tuple[str, int]]:
    """The countries of a text, with their places, in order."""
    found = [(one, name.start) for name in facts.names if (one := country(name.text))]
    inside = [(name.start, name.end) for name in facts.names]
    found += [
        (one, match.start())
        for match in _CAPITALISED.finditer(facts.text)
        if (one := country(match.group())) and not any(start <= match.start() < end for start, end in inside)
    ]
    return sorted(found, key=lambda pair: pair[1])
