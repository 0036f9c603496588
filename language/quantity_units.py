"""What a number counts: the unit, the currency or the head noun behind it."""

import re

from language.quantity_patterns import NO_NOUN, UNIT_WORD
from language.units import CURRENCY_WORDS, UNIT_OF, looks_plural, singular
from language.words import STOP_WORDS

# "three-dimensional", "two-legged" count nothing that is named.
_ADJECTIVE_END = re.compile(r"(?:al|ed|ing|ly|ary|ous|way|fold|time|shot)$")


def unit_after(after: str, value: float | None) -> tuple[str | None, int]:
    """The unit of a number and how many characters of what follows it reaches over; (None, 0) where none is found."""
    if speed := re.match(r"[\s-]?km/h\b", after):
        return "km/h", speed.end()
    words: list[tuple[str, int]] = []
    position = 0
    # "8 m/s" is none of the units known here.
    while len(words) < 5 and (match := UNIT_WORD.match(after, position)):
        if after[match.end() : match.end() + 1] == "/":
            break
        words.append((match.group(1) or match.group(2), match.end()))
        position = match.end()
    hyphenated = after[:1] == "-"
    for length in (3, 2):
        if len(words) >= length:
            whole = " ".join(word for word, _ in words[:length])
            end = words[length - 1][1] - (len(whole) - len(whole.rstrip(".")))
            phrase = whole.rstrip(".").replace("sq. ", "sq ")
            unit = CURRENCY_WORDS.get(phrase) or UNIT_OF.get(phrase) or UNIT_OF.get(phrase.lower())
            if unit:
                return unit, end
    if not words:
        return _attached(after)
    first, first_end = words[0]
    first = first.rstrip(".’'")
    first_end = first_end - (len(words[0][0]) - len(first))
    if hyphenated:
        return _hyphenated(first, first_end)
    if unit := UNIT_OF.get(first) or UNIT_OF.get(first.lower()) or CURRENCY_WORDS.get(first.lower()):
        return unit, first_end
    if first.lower() == "pounds":  # money in millions, weight otherwise
        return ("gbp" if value is not None and value >= 1e5 else "lb"), first_end
    return _head_noun(words, value)


def _hyphenated(first: str, end: int) -> tuple[str | None, int]:
    """ "23-year-old", "six-month", "10-point": the unit is the word behind the hyphen."""
    head = first.split("-")[0]
    unit = UNIT_OF.get(first.lower()) or UNIT_OF.get(head.lower()) or CURRENCY_WORDS.get(head.lower()) or singular(head)
    is_noun = head.islower() and not NO_NOUN.match(head) and not _ADJECTIVE_END.search(head)
    return (unit, end) if is_noun or head.lower() in UNIT_OF else (None, 0)


_ATTACHED = re.compile(
    r"(?:°?[CF]|km/h|kph|mph|km²|m²|sqm|sqkm|km|kg|cm|mm|ft|lbs?|oz|mi|ha|[MGTk]Wh?|m|g|p|pc)(?![\w/])"
    r"|in(?=\s?(?:tall|high|long|wide|thick|[.,;)]|$))"  # "5ft 10in"
)


def _attached(after: str) -> tuple[str | None, int]:
    """A unit written onto its number: "10km", "5kg"."""
    match = _ATTACHED.match(after)
    unit = {"in": "inch"}.get(match.group()) or UNIT_OF.get(match.group()) if match else None
    return (unit, match.end()) if match and unit else (None, 0)


def _heads(word: str) -> bool:
    """Whether a plural behind another is what is counted; "seven cyclists dead" and "40 ships as well" have none."""
    return looks_plural(word) and (word.endswith("s") or singular(word) in ("person", "man", "woman", "child"))


def _head_noun(words: list[tuple[str, int]], value: float | None) -> tuple[str | None, int]:
    """The first plural among the words behind a number ("40 Russian soldiers"), or the noun behind "one"."""
    for index, (raw, end) in enumerate(words[:4]):
        if re.fullmatch(r"(?:[A-Z]\.)+", raw):  # "20,000 U.S. troops"
            continue
        word = raw.rstrip(".’'")
        end -= len(raw) - len(word)
        if word.endswith(("'s", "’s")) or NO_NOUN.match(word) or (index and word.lower() in STOP_WORDS):
            return None, 0
        if word.lower() == "more":
            continue
        if looks_plural(word):
            following = words[index + 1] if index + 1 < len(words) else None
            if following and raw == word and following[0].islower() and _heads(following[0].rstrip(".’'")):
                continue  # "12 customs officers", "40 women doctors"
            return UNIT_OF.get(singular(word), singular(word)), end
        if value == 1 and index == 0 and word.islower() and word not in STOP_WORDS:
            return word, end
        if raw != word or (word.lower() in STOP_WORDS):
            return None, 0
    return None, 0


# "5m people" and "rose to 1.84m" are millions: metres are what a shape, a place or a leap is told in.
_SHAPED = re.compile(r"-(?:high|long|wide|deep|tall|thick)\b|\s(?:hurdles|sprints?|relays?)\b")
_METRES_AFTER = re.compile(
    r"(?:\s?(?:to|or|[-–])\s?\d[\d.,]*m)?\s(?:or (?:more|so)\s|in\s)?"
    r"(?:(?:high|long|wide|deep|tall|thick|away|apart|off|underground|underwater|height|length|width|depth|diameter|radius"
    r"|freestyle|butterfly|backstroke|breaststroke|medley|dash|race|final)(?![\w-])|(?:by|x)\s\d[\d.,]*m\b)"
)
_METRES_BEFORE = re.compile(
    r"\b(?:jump(?:s|ed)?|leap(?:s|t|ed)?|throws?|threw|thrown|climb(?:s|ed)?|dived?|dives|plunge[sd]?|swam|swims?|within"
    r"|\d[\d.,]*m (?:by|x))\s$",
    re.IGNORECASE,
)
_LENGTH_NEAR = re.compile(
    r"\b(?:height|length|width|depth|distance|diameter|radius|altitude|elevation|sea level|surface|walls?|fences?"
    r"|waves?|cliffs?|craters?|trench|tunnels?|towers?|statues?|bridges?|boats?|yachts?|ship|pool|hills?|mountains?"
    r"|summit|trees?|snow|tides?|waters|floods?|floodwaters|rivers?|sprint|hurdles|relay|freestyle|javelin|discus"
    r"|shot put|metres?|meters?)\b",
    re.IGNORECASE,
)
_RACES_TABLE = "50 60 100 110 200 300 400 800 1500 1,500 3000 3,000 5000 5,000 10000 10,000"
_RACES = frozenset(_RACES_TABLE.split())
_RACE_BEFORE = re.compile(r"\b(?:the|wom[ae]n['’]s|m[ae]n['’]s|girls['’]|boys['’])\s$", re.IGNORECASE)


def is_metres(digits: str, unit: str | None, before: str, after: str) -> bool:
    """Whether the "m" of a number stands for metres and not for millions; `unit` is what the number seems to count."""
    if _SHAPED.match(after):
        return True
    if unit is not None:
        return False
    if _METRES_AFTER.match(after) or _METRES_BEFORE.search(before):
        return True
    if digits in _RACES and _RACE_BEFORE.search(before):
        return True
    beside = (re.split(r"[.!?;]\s", before)[-1], re.split(r"[.!?;](?:\s|$)", after)[0][:40])
    return any(_LENGTH_NEAR.search(words) for words in beside)
