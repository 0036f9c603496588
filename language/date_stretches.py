"""Stretches of time that are told from a date near them: "the next 12 months", "the three months before"."""

import re
from dataclasses import replace
from datetime import timedelta

from language.date_places import Found, count_of, shifted

# "Fell by 400 over the next 12 months" tells of a time that is over; "will fall" and "plans for the next 12 months"
# count from the text's own day.
_CHANGED = (
    "fell|rose|dropped|declined|increased|decreased|grew|climbed|shrank|jumped|surged|plunged|soared|slumped|doubled"
    "|tripled|halved|slid|sank|recovered|averaged|lost|gained|spent|sold|killed|died|moved|fallen|risen|grown"
)
_OVER = re.compile(rf"\b(?:{_CHANGED})\b[^.;:!?\n]{{0,60}}\b(?:over|in|during|within)\s\Z")
_UNITS = {
    form: unit
    for unit in ("day", "week", "month", "year", "decade")
    for form in (unit, f"{unit}s")
}  # fmt: skip
_LOOKED_AT = 100  # characters
_THE = re.compile(r"\b[Tt]he\s\Z")
_FROM_A_DATE = re.compile(r"\A(?:the\s)?following\b", re.IGNORECASE)


def counts_from_a_date(text: str, item: Found) -> bool:
    """Whether a stretch ahead counts from a date told before it, and not from the day on which the text speaks."""
    if item.kind != "span":
        return False
    words = text[item.start : item.end]
    if _FROM_A_DATE.match(words):
        return True
    ahead = any(word in words.lower().split() for word in ("next", "coming"))
    return ahead and _OVER.search(text[max(0, item.start - _LOOKED_AT) : item.start]) is not None


def is_stretch(text: str, item: Found) -> bool:
    """Whether "three months before" is all of that time, as "the three months before" is."""
    return _THE.search(text[max(0, item.start - 5) : item.start]) is not None


def stretch(text: str, item: Found, base: Found | None, sign: int) -> Found:
    """The time of a stretch that ends where its date begins, or begins where that ends; unresolved without a date."""
    words = text[item.start : item.end].lower().split()
    number = next((count for word in words if (count := count_of(word)) is not None), None)
    unit = next((_UNITS[word] for word in words if word in _UNITS), None)
    unresolved = replace(item, span=None, certainty="unresolved")
    if base is None or base.span is None or number is None or unit is None:
        return unresolved
    moved = shifted(base.span, sign * number, unit)
    if moved is None:
        return unresolved
    day = timedelta(days=1)
    span = (base.span[1] + day, moved[1]) if sign > 0 else (moved[0], base.span[0] - day)
    if span[0] > span[1]:
        return unresolved
    return replace(item, span=span, relative=base.relative, certainty="approximate")
