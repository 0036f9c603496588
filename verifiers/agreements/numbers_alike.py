"""A passage with its numbers in a claim's words: a network reads numbers by their looks."""

from language.quantities import is_converted
from verifiers.agreements.factors import factor_of, is_same_change
from verifiers.agreements.numbers import TEMPERATURES, bears_out
from verifiers.agreements.told import Told, told
from warehouse.records import Quantity


def worded_alike(claim: str, passage: str) -> str:
    """A passage with each number that bears a claim's out put in the claim's words: "$350bn" for "350 billion dollars".

    A network reads numbers by their looks. What the passage has less exactly than the claim stays as it is.
    """
    ours, theirs = told(claim, None), told(passage, None)
    put = []
    for found in theirs.quantities:
        alike = [one for one in ours.quantities if _is_in_one_measure(one, found) and bears_out(one, found)]
        exact = found.low == found.high and not found.approximate
        if len(alike) == 1 and (exact or (found.low, found.high) == (alike[0].low, alike[0].high)):
            put.append((found.start, found.end, alike[0].text))
        elif exact:
            put += _changed_alike(found, ours, theirs)
    if all(theirs.text[start:end] == text for start, end, text in put):
        return passage
    text = theirs.text
    for start, end, wording in reversed(put):
        text = text[:start] + (wording if start == 0 else wording[0].lower() + wording[1:]) + text[end:]
    return text


def _changed_alike(found: Quantity, ours: Told, theirs: Told) -> list[tuple[int, int, str]]:
    """Where a passage tells a change of the claim by another measure, and the claim's words: "doubled"."""
    alike = [one for one in ours.quantities if is_same_change(one, ours, found, theirs)]
    here, there = (factor_of(alike[0], ours), factor_of(found, theirs)) if len(alike) == 1 else (None, None)
    if here is None or there is None or not (here.is_verb and there.is_verb):
        return []
    return [(there.start, there.end, ours.text[here.start : here.end])]


def _is_in_one_measure(one: Quantity, found: Quantity) -> bool:
    return one.unit == found.unit or is_converted(one, found) or {one.unit, found.unit} == TEMPERATURES
