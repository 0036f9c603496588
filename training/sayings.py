"""Who says it, put around what is said: that somebody said it bears out that it was said, and never that it is so."""

import random
import re

_SOURCES = (
    *(
        "the minister",
        "a spokesman for the company",
        "police",
        "the mayor",
        "the foreign ministry",
        "a senior official",
    ),
    *("the opposition leader", "the union", "campaigners", "the company", "her lawyer", "the president", "local media"),
    *(
        "two residents",
        "the governor",
        "an aide to the prime minister",
        "the army",
        "the airline",
        "a government report",
    ),
    *("the charity", "state television", "the agency", "investigators", "the party's leader", "the bank's chairman"),
)
_INDIRECT = (
    *(
        "{X} said {p}.",
        "{X} said that {p}.",
        "{X} claimed that {p}.",
        "{X} told reporters that {p}.",
        "{X} insisted {p}.",
    ),
    *(
        "{X} argued that {p}.",
        "{X} announced on Tuesday that {p}.",
        "{X} wrote on Twitter that {p}.",
        "{X} alleged that {p}.",
    ),
    *("According to {x}, {p}.", "{P}, {x} said.", "{P}, according to {x}.", "{P}, {x} told the newspaper."),
    *(
        "In a statement, {x} said that {p}.",
        "{X} believes that {p}.",
        "{X} stated that {p}.",
        "{X} has repeatedly said {p}.",
    ),
    *("“{P},” {x} said.", "“{P},” said {x}.", "{X}: “{P}.”", "{X} was quoted as saying that {p}.", "{P}, {x} claims."),
    *("It was {x} who said that {p}.", "Asked about it, {x} replied that {p}.", "{X} maintains that {p}."),
)
_REPORTED = (
    "Reportedly, {p}.",
    "It is said that {p}.",
    "Allegedly, {p}.",
    "There are rumours that {p}.",
    "Some say {p}.",
)
_DENIED = (
    *(
        "{X} denied that {p}.",
        "{X} rejected claims that {p}.",
        "{X} refused to say whether {p}.",
        "{X} disputed that {p}.",
    ),
    *("{X} dismissed reports that {p}.", "{X} said it was not true that {p}."),
)
_SAID = ("{X} said that {p}.", "{X} said {p}.", "According to {x}, {p}.", "{X} claims that {p}.", "{P}, {x} said.")
_NOT_STARTS = re.compile(r"^(?:[A-Z]{2,}|[A-Z][a-z]+ [A-Z])")
_LOWERED = re.compile(
    r"^(?:The|A|An|In|On|At|There|It|He|She|They|This|These|Those|Some|Many|Several|Most|All|His|Her|Its)\b"
)


def source(dice: random.Random, people: list[str]) -> str:
    """Somebody who may have said it: a person of the text, or an office."""
    return dice.choice(people) if people and dice.random() < 0.5 else dice.choice(_SOURCES)


def said(sentence: str, who: str, dice: random.Random) -> str:
    """A passage in which somebody says it, in one of many ways."""
    return _filled(dice.choice(_INDIRECT), sentence, who)


def reported(sentence: str, dice: random.Random) -> str:
    """A passage in which nobody stands for it."""
    return _filled(dice.choice(_REPORTED), sentence, "")


def denied(sentence: str, who: str, dice: random.Random) -> str:
    """A passage in which somebody denies it or leaves it open."""
    return _filled(dice.choice(_DENIED), sentence, who)


def said_so(sentence: str, who: str, dice: random.Random) -> str:
    """The claim that somebody said it."""
    return _filled(dice.choice(_SAID), sentence, who)


def _filled(frame: str, sentence: str, who: str) -> str:
    whole = sentence.rstrip(" .!?")
    inside = whole[0].lower() + whole[1:] if _LOWERED.match(whole) and not _NOT_STARTS.match(whole) else whole
    upper = who[:1].upper() + who[1:]
    return frame.replace("{P}", whole).replace("{p}", inside).replace("{X}", upper).replace("{x}", who)
