"""A passage with its numbers in a claim's words: a network reads numbers by their looks."""

import re

from language.quantities import comparable
from verifiers.agreements.factors import factor_of, is_same_change
from verifiers.agreements.numbers import TEMPERATURES, bears_out
from verifiers.agreements.told import Told, told
from warehouse.records import Quantity

_SHARES = {"percent", "share"}
_ONE_IN = re.compile(r"\b(?:in|out of|every)\s", re.IGNORECASE)
_OF = re.compile(r"\s+of\b(?:\s+(?:all|the)\b)?")


def worded_alike(claim: str, passage: str) -> str:
    """A passage with each number that bears a claim's out put in the claim's words: "$350bn" for "350 billion dollars".

    A network reads numbers by their looks. What the passage has less exactly than the claim stays as it is.
    """
    ours, theirs = told(claim, None), told(passage, None)
    put = []
    for found in theirs.quantities:
        alike = [one for one in ours.quantities if _is_in_one_measure(one, found) and bears_out(one, found)]
        exact = found.low == found.high and not found.approximate
        if exact and (share := _share_alike(found, ours, theirs)) is not None:
            put.append(share)
        elif len(alike) == 1 and (exact or (found.low, found.high) == (alike[0].low, alike[0].high)):
            put.append((found.start, found.end, alike[0].text))
        elif exact:
            put += _changed_alike(found, ours, theirs)
    if all(theirs.text[start:end] == text for start, end, text in put):
        return passage
    text = theirs.text
    for start, end, wording in reversed(put):
        text = text[:start] + (wording if start == 0 else wording[0].lower() + wording[1:]) + text[end:]
    return text


def _share_alike(found: Quantity, ours: Told, theirs: Told) -> tuple[int, int, str] | None:
    """Where a passage tells a share of the claim by another measure, and the claim's words: "a quarter" of voters."""
    alike = [one for one in ours.quantities if {one.unit, found.unit} <= _SHARES and bears_out(one, found)]
    if len(alike) != 1:
        return None
    here, there = _ONE_IN.search(alike[0].text) is not None, _ONE_IN.search(found.text) is not None
    if here == there:
        return found.start, found.end, alike[0].text
    if there:
        return found.start, found.end, f"{alike[0].text} of"
    of = _OF.match(theirs.text, found.end)
    return (found.start, of.end(), alike[0].text) if of else None  # "one in four" takes no "of"


def _changed_alike(found: Quantity, ours: Told, theirs: Told) -> list[tuple[int, int, str]]:
    """Where a passage tells a change of the claim by another measure, and the claim's words: "doubled"."""
    alike = [one for one in ours.quantities if is_same_change(one, ours, found, theirs)]
    here, there = (factor_of(alike[0], ours), factor_of(found, theirs)) if len(alike) == 1 else (None, None)
    if here is None or there is None or not (here.is_verb and there.is_verb):
        return []
    return [(there.start, there.end, ours.text[here.start : here.end])]


def _is_in_one_measure(one: Quantity, found: Quantity) -> bool:
    return comparable(one, found) or one.unit == found.unit or {one.unit, found.unit} == TEMPERATURES
