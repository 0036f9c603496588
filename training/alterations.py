"""One thing changed in a sentence, so that it says something else: how the judge learns what small networks overlook.

Each rule gives the sentence with a single number, date, name, unit, comparison, quantifier, negation or role changed,
or None where it has nothing to change. A rule says of itself whether the changed sentence is false beside the original
("refutes") or only not borne out by it ("not_supports"): another name may be true as well.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from language.names import Name, find_names

Label = Literal["supports", "refutes", "neutral", "not_supports"]


@dataclass(frozen=True)
class Altered:
    """A sentence that was changed: `kind` is what of it, `label` what the original makes of it."""

    text: str
    kind: str
    label: Label


# By kind of name, the names of other texts that may stand for one.
Others = Mapping[str, Sequence[str]]
Rule = Callable[[str, random.Random, Others], Altered | None]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_COUNTS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "twenty",
    "thirty",
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_DIGITS = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w:/-])|(?<![\w.,:/-])\d+(?:\.\d+)?(?![\d:/-])")

# Words of which one cannot stand for the other.
_OPPOSITES_TABLE = """
rose fell; rises falls; increased decreased; increase decrease; increasing decreasing; more fewer; higher lower; won
lost; win lose; accepted rejected; approved rejected; before after; opened closed; began ended; begins ends; started
stopped; arrested released; bought sold; majority minority; above below; largest smallest; biggest smallest; oldest
youngest; inside outside; joined left; supports opposes; supported opposed; earlier later; gained lost; northern
southern; eastern western; north south; east west; highest lowest; best worst; male female; men women; legal illegal;
allowed banned; accused cleared; convicted acquitted; guilty innocent; successful unsuccessful; successfully
unsuccessfully; alive dead; raised lowered; extended shortened; agreed refused; appointed dismissed; confirmed denied;
public private; up down; over under; maximum minimum; always never; everyone nobody; including excluding; with
without; imports exports; imported exported; improved worsened; expanded shrank; entered left; attacked defended;
hired fired; early late; longer shorter; older younger; larger smaller; father son; mother daughter; husband wife;
brother sister; king queen; actor actress; his her; summer winter; morning evening; day night; urban rural; rich poor;
hot cold; left right
"""
_OPPOSITES = {
    one: other
    for pair in _OPPOSITES_TABLE.split(";")
    for first, second in [pair.split()]
    for one, other in ((first, second), (second, first))
}
_QUANTIFIERS = {
    "some": "all",
    "several": "all",
    "many": "all",
    "most": "all",
    "part of": "all of",
    "one of": "all of",
    "a few": "most",
    "often": "always",
    "sometimes": "always",
    "usually": "always",
    "among": "the only one among",
}
_BOUNDS = {
    "at least": "at most",
    "more than": "less than",
    "over": "under",
    "up to": "at least",
    "at most": "at least",
    "less than": "more than",
    "fewer than": "more than",
    "nearly": "more than twice",
    "almost": "more than twice",
}
_UNITS = {
    "million": "billion",
    "billion": "million",
    "thousand": "million",
    "hundred": "thousand",
    "kilometres": "metres",
    "kilometers": "meters",
    "km": "m",
    "miles": "yards",
    "days": "weeks",
    "weeks": "days",
    "months": "years",
    "years": "months",
    "hours": "days",
    "minutes": "hours",
    "dollars": "euros",
    "euros": "dollars",
    "tons": "kilograms",
    "percent": "percentage points",
    "metres": "kilometres",
    "feet": "inches",
    "seconds": "minutes",
}
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|did|does|do|must|may|might)\b(?! not\b|n[’']t)"
)
_NEGATED = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should|must|may|might) not\b|\bnever ")
# What is only possible or planned, for what is so.
_OPEN = {
    " will ": " may ",
    " has ": " may have ",
    " have ": " may have ",
    " was ": " may have been ",
    " is ": " may be ",
    " were ": " may have been ",
    " are ": " may be ",
    " had ": " may have ",
}


def number(text: str, dice: random.Random, others: Others) -> Altered | None:
    """Another number, in the same form and clearly another value."""
    found = [match for match in _DIGITS.finditer(text) if not _is_year(match.group())]
    words = list(re.finditer(rf"\b(?:{'|'.join(_COUNTS)})\b", text))
    if not found and not words:
        return None
    match = dice.choice(found + words)
    written = match.group()
    if written in _COUNTS:
        return _put(text, match, dice.choice([one for one in _COUNTS if one != written]), "number", "refutes")
    value = float(written.replace(",", ""))
    if value == 0:
        return None
    decimals = len(written.partition(".")[2])
    for _ in range(8):
        new = (
            value * dice.choice((0.3, 0.5, 0.6, 0.7, 0.8, 1.25, 1.4, 1.7, 2, 3))
            if value > 9
            else value + dice.randint(-4, 6)
        )
        told = f"{new:,.{decimals}f}" if "," in written else f"{new:.{decimals}f}"
        if new > 0 and abs(new - value) > 0.1 * value and told != written:
            return _put(text, match, told, "number", "refutes")
    return None


def year(text: str, dice: random.Random, others: Others) -> Altered | None:
    """Another year."""
    found = [match for match in _DIGITS.finditer(text) if _is_year(match.group())]
    if not found:
        return None
    match = dice.choice(found)
    return _put(text, match, str(int(match.group()) + dice.choice((-10, -4, -2, -1, 1, 2, 3, 7))), "date", "refutes")


def calendar(text: str, dice: random.Random, others: Others) -> Altered | None:
    """Another month, weekday or day of a month."""
    found = [(match, _MONTHS) for match in re.finditer(rf"\b(?:{'|'.join(_MONTHS)})\b(?= \d| of|,)", text)]
    found += [(match, _WEEKDAYS) for match in re.finditer(rf"\b(?:{'|'.join(_WEEKDAYS)})\b", text)]
    if not found:
        return None
    match, names = dice.choice(found)
    return _put(text, match, dice.choice([one for one in names if one != match.group()]), "date", "refutes")


def name(text: str, dice: random.Random, others: Others) -> Altered | None:
    """Another person, place or body of the same kind."""
    found = [one for one in find_names(text) if others.get(one.kind)]
    if not found:
        return None
    one = dice.choice(found)
    for other in dice.sample(list(others[one.kind]), min(8, len(others[one.kind]))):
        if not set(other.lower().split()) & set(text.lower().split()):
            return Altered(text[: one.start] + other + text[one.end :], f"name: {one.kind}", "not_supports")
    return None


def roles(text: str, dice: random.Random, others: Others) -> Altered | None:
    """Two names of one kind in each other's place."""
    found: list[Name] = find_names(text)
    pairs = [(a, b) for a in found for b in found if a.end < b.start and a.kind == b.kind and a.text != b.text]
    pairs = [(a, b) for a, b in pairs if not re.fullmatch(r",? (?:and|or) |, ", text[a.end : b.start])]
    if not pairs:
        return None
    a, b = dice.choice(pairs)
    swapped = text[: a.start] + b.text + text[a.end : b.start] + a.text + text[b.end :]
    return Altered(swapped, "roles", "not_supports")


def opposite(text: str, dice: random.Random, others: Others) -> Altered | None:
    """A word for its opposite."""
    return _by_table(text, dice, _OPPOSITES, "opposite", "not_supports")


def quantifier(text: str, dice: random.Random, others: Others) -> Altered | None:
    """More than was said: all for some."""
    return _by_table(text, dice, _QUANTIFIERS, "quantifier", "not_supports")


def bound(text: str, dice: random.Random, others: Others) -> Altered | None:
    """The other side of a number's bound."""
    return _by_table(
        text, dice, _BOUNDS, "bound", "not_supports", before=r"(?= (?:\w+ )?[\d$€£]| (?:half|a|one|two|three))"
    )


def unit(text: str, dice: random.Random, others: Others) -> Altered | None:
    """Another unit or scale."""
    return _by_table(text, dice, _UNITS, "unit", "refutes", after=r"(?:(?<=\d )|(?<=en |ne |wo |ee |ur |ve |ix |ht ))")


def ordinal(text: str, dice: random.Random, others: Others) -> Altered | None:
    """Another place in an order."""
    found = list(re.finditer(rf"\b(?:{'|'.join(_ORDINALS)})\b", text))
    if not found:
        return None
    match = dice.choice(found)
    return _put(text, match, dice.choice([one for one in _ORDINALS if one != match.group()]), "ordinal", "not_supports")


def negation(text: str, dice: random.Random, others: Others) -> Altered | None:
    """A "not" put in, or taken out."""
    if match := _NEGATED.search(text):
        return _put(text, match, match.group(1) or "", "negation", "refutes")
    match = _AUXILIARY.search(text)
    return _put(text, match, f"{match.group(1)} not", "negation", "refutes") if match else None


def certainty(text: str, dice: random.Random, others: Others) -> Altered | None:
    """What is so, told as what may be: it does not follow from this, so it is to be put into the passage."""
    found = [(at, old) for old in _OPEN if (at := text.find(old)) > 0]
    if not found:
        return None
    at, old = dice.choice(found)
    return Altered(text[:at] + _OPEN[old] + text[at + len(old) :], "certainty", "neutral")


# Rules for a claim that is changed and for a passage that is changed; `certainty` for a passage alone.
RULES: Sequence[Rule] = (
    *(number, number, year, calendar, name, name, roles, opposite, quantifier, bound, unit, ordinal, negation),
)


def _is_year(written: str) -> bool:
    return bool(re.fullmatch(r"1[5-9]\d\d|20[0-4]\d", written))


def _put(text: str, match: re.Match[str], new: str, kind: str, label: Label) -> Altered:
    return Altered(" ".join((text[: match.start()] + new + text[match.end() :]).split(" ")), kind, label)


def _by_table(
    text: str,
    dice: random.Random,
    table: Mapping[str, str],
    kind: str,
    label: Label,
    *,
    after: str = "",
    before: str = "",
) -> Altered | None:
    wanted = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    found = list(re.finditer(rf"{after}\b(?:{wanted})\b{before}", text))
    if not found:
        return None
    match = dice.choice(found)
    return _put(text, match, table[match.group()], kind, label)
