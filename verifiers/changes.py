"""Whether a page that contradicts a claim may tell of a later change: that refutes nothing that was true when said."""

from collections.abc import Sequence
from datetime import date, timedelta

from language.units import measure
from language.words import is_negated
from verifiers.agreements.measures import clashes
from verifiers.facts import Facts, telling_of
from verifiers.protocols import Evidence
from warehouse.records import Claim, Quantity

# Kinds whose truth may change: a later document may tell of a new state of the world and not of the one that was meant.
_CHANGEABLE = frozenset({"state", "position", "quantity", "comparison"})
_MEASURED = frozenset({"quantity", "comparison"})
_LONGEST_PERIOD = timedelta(days=92)  # a quarter: the figure of a year may stand for any of its months
_SHARES = frozenset({"percent", "share", "percentage point"})


def may_have_changed(claim: Claim, item: Evidence, said: date | None, published: date | None) -> bool:
    """Whether what a passage says, of a page that is not known to be from before, may have come to be after the claim.

    What has not happened may happen the day after. A claim without any day is read as said today: nothing is later. A
    figure that the passage gives for the very time that the claim is about is from no other time, whenever it came out.
    """
    if said is None or not (claim.kind in _CHANGEABLE or is_negated(claim.text)):
        return False
    if claim.about_to is not None and claim.about_to < said:
        return False  # it is about a time that was over: that cannot change any more
    return not (claim.kind in _MEASURED and _measures_then(claim, item, said, published))


def _measures_then(claim: Claim, item: Evidence, said: date, published: date | None) -> bool:
    """Whether the passage gives a figure for the month or quarter that the claim is about or, without one, said in.

    What adds up goes on growing within its month: of that only a figure below the claim's is from no later day.
    """
    wanted = Facts(claim.text, anchor=said)
    first, last = claim.about_from or said, claim.about_to or said
    if last - first > _LONGEST_PERIOD:
        return False
    sentence = max(
        (one for one in telling_of(item.document).sentences if _overlaps(one, item)),
        key=lambda one: (len(one.groups & wanted.groups), -one.start),
        default=None,
    )
    if sentence is None:
        return False
    told = [(day.earliest, day.latest) for day in sentence.dates if day.earliest and day.latest]
    if not told and published and claim.about_to:
        told = [(published, published)]
    covered = [
        (earliest <= first and last <= latest and latest - earliest <= _LONGEST_PERIOD)
        or (first <= earliest and latest <= last)
        for earliest, latest in told
    ]
    later = any(earliest > last for earliest, _ in told)
    return any(covered) and not later and _is_no_running_total(wanted.quantities, sentence.quantities)


def _overlaps(sentence: Facts, item: Evidence) -> bool:
    return sentence.start < item.passage.end and item.passage.start < sentence.end


def _is_no_running_total(claimed: Sequence[Quantity], told: Sequence[Quantity]) -> bool:
    """Whether the passage has another number than the claim, and not one that the claim's may have grown to since."""
    other = [(mine, theirs) for mine in claimed for theirs in told if clashes(mine, theirs)]
    return bool(other) and all(theirs.unit in _SHARES or _is_less(theirs, mine) for mine, theirs in other)


def _is_less(one: Quantity, other: Quantity) -> bool:
    """Whether a quantity is below another one that it can be compared with."""
    mine, theirs = measure(one.unit), measure(other.unit)
    if mine is None or theirs is None or one.high is None or other.low is None:
        return False
    return one.high * mine[1] < other.low * theirs[1]
