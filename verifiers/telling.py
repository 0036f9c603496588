"""A verdict's rationale, in plain English for a fact-checker: who says what, since when, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from verifiers.partly import Doubt
from verifiers.rules import Rules
from verifiers.settling import in_words, what_would_settle
from verifiers.sides import Counted, Sides, is_too_early, place
from warehouse.records import Claim, Document, Label

_NAMES: Mapping[Label, str] = {
    "supported": "supported",
    "refuted": "refuted",
    "conflicting": "conflicting",
    "not_enough_evidence": "not enough evidence",
}


@dataclass(frozen=True)
class Told:
    """A decision and what it rests on, as far as it is told."""

    claim: Claim
    label: Label
    label_when_said: Label
    leaning: Label  # the label, had it been sure enough
    confidence: float | None  # of the leaning
    doubt: Doubt | None  # why it is not plainly supported or refuted
    held_open: bool  # whether the judges who read the leaning in it hold that it settles nothing
    sides: Sides
    counted: Sequence[Counted]  # every passage that was read
    said: date | None


def rationale(told: Told, rules: Rules) -> str:
    """Why the label is what it is: publishers and dates of each side, what was not counted, and what is missing."""
    sides = told.sides
    parts = [_decision(told, rules)]
    if told.doubt and told.label == told.leaning:
        parts.append(told.doubt.why)
    elif reason := _first_reason(told):
        parts.append(reason)
    parts.extend(_not_counted(sides))
    if told.label == "not_enough_evidence":
        parts.append(what_would_settle(told.claim, sides, told.counted, rules))
    if told.label_when_said != told.label and told.said is not None:
        by = told.claim.said_before
        said = f"{day(by.date())}, {by:%H:%M} UTC," if by else day(told.said)
        parts.append(f"On what was published by {said} alone: {_NAMES[told.label_when_said]}.")
    return " ".join(parts)


def day(when: date) -> str:
    """A day as a newspaper writes it: 27 February 2025."""
    return f"{when.day} {when:%B %Y}"


def beginning(claim: Claim) -> str:
    """When the time that a claim is about begins, no more exactly than it is meant: 2022, March 2025, 2 March 2025."""
    first = claim.about_from
    if first is None:
        return ""
    if first.day > 1 or first == claim.about_to:
        return day(first)
    return f"{first:%Y}" if first.month == 1 else f"{first:%B %Y}"


def published_by(document: Document) -> str:
    """A document as a source line names it: Reuters (27 February 2025)."""
    who = document.publisher or document.title or document.url or document.path or "an unnamed publisher"
    moment = document.published_at
    return f"{who} ({day(moment.date()) if moment else 'undated'})"


def _decision(told: Told, rules: Rules) -> str:
    sides, label = told.sides, told.label
    for_it, against_it = _told(sides.supporting), _told(sides.refuting)
    if told.held_open:
        return (
            f"{_leaning(told, for_it, against_it)}, but the judge who reads it so holds that this does not settle it."
        )
    if label != told.leaning:
        sure = f"{told.confidence or 0.0:.0%}, and {rules.decide_from:.0%} is asked for"
        return f"{_leaning(told, for_it, against_it)}, but that is not sure enough to decide: {sure}."
    if label == "conflicting":
        if for_it and against_it:
            return f"Sources disagree: {for_it} support it; {against_it} contradict it."
        counted = _count(sides.supporting or sides.refuting, "speaks", "speak")
        return f"{counted} of it: {for_it or against_it}."
    if label == "supported":
        against = f" Against it stands only {against_it}." if against_it else ""
        return f"{_count(sides.supporting, 'supports', 'support')} it: {for_it}.{against}"
    if label == "refuted":
        support = f" For it stands only {for_it}." if for_it else ""
        return f"{_count(sides.refuting, 'contradicts', 'contradict')} it: {against_it}.{support}"
    if for_it and against_it:
        return f"Not enough to decide: {for_it} for it, {against_it} against it."
    if for_it or against_it:
        return f"Only {for_it or against_it} {'supports' if for_it else 'contradicts'} it."
    if not told.counted:
        return "No evidence was found."
    read = "One passage was" if len(told.counted) == 1 else f"{len(told.counted)} passages were"
    begun = beginning(told.claim)
    if begun and all(is_too_early(told.claim, one.document) for one in told.counted):
        older = "and it is" if len(told.counted) == 1 else "and all of them are"
        return f"{read} found, {older} from before {begun}, when this was not yet so."
    if nearest := _nearest_miss(told.counted):
        return f"{read} read; {'it does not settle it' if len(told.counted) == 1 else 'none settles it'}. {nearest}"
    return f"{read} read; nothing that counts confirms it or contradicts it."


def _leaning(told: Told, for_it: str, against_it: str) -> str:
    """What the evidence comes to, without a full stop."""
    by = f"{for_it} for it, {against_it} against it" if for_it and against_it else for_it or against_it
    if told.doubt and told.doubt.issue != "partly_true":
        return f"It seems to be so and to mislead ({by})"
    if told.doubt or (told.leaning == "conflicting" and not (for_it and against_it)):
        return f"It seems to be so in part only ({by})"
    if told.leaning == "conflicting":
        return f"Sources seem to disagree ({by})"
    against = f", against {against_it}" if for_it and against_it and told.leaning == "supported" else ""
    support = f", against {for_it}" if for_it and against_it and told.leaning == "refuted" else ""
    if told.leaning == "supported":
        return f"It leans to supported, by {for_it}{against}"
    return f"It leans to refuted, by {against_it}{support}"


def _nearest_miss(counted: Sequence[Counted]) -> str:
    """Why the passage that comes nearest to speaking for the claim or against it does neither."""
    silent = [one for one in counted if one.stance == "neither" and not one.disputed and one.why]
    if not silent:
        return ""
    nearest = min(silent, key=lambda one: (-one.certainty, place(one)))
    return f"Nearest comes {published_by(nearest.document)}: {nearest.why.rstrip('.')}."


def _count(side: Mapping[str, Sequence[Counted]], one: str, many: str) -> str:
    primary = [
        readings for readings in side.values() if any(reading.standing == "primary_record" for reading in readings)
    ]
    if primary and len(side) == 1:
        return f"A primary record {one}"
    number = in_words(len(side)).capitalize()
    with_record = ", among them a primary record," if primary else ""
    return f"{number} independent origin{'' if len(side) == 1 else 's'}{with_record} {one if len(side) == 1 else many}"


def _told(side: Mapping[str, Sequence[Counted]]) -> str:
    """Each origin by its earliest document; the others of that origin as reprints of it."""
    return listed([_origin(readings) for readings in sorted(side.values(), key=lambda group: place(group[0]))])


def _origin(readings: Sequence[Counted]) -> str:
    documents = list(dict.fromkeys(published_by(one.document) for one in readings))
    if len(documents) == 1:
        return documents[0]
    return f"{documents[0]} with the same origin as {listed(documents[1:])}"


def _first_reason(told: Told) -> str:
    """What the judge read in the earliest passage of the side that it comes to, or of the larger, that has a reason."""
    sides = sorted((told.sides.refuting, told.sides.supporting), key=len, reverse=True)
    if told.leaning == "supported":
        sides = [told.sides.supporting, told.sides.refuting]
    elif told.leaning == "refuted":
        sides = [told.sides.refuting, told.sides.supporting]
    for side in sides:
        for readings in sorted(side.values(), key=lambda group: place(group[0])):
            for one in readings:
                if one.why:
                    return f"{published_by(one.document)}: {one.why.rstrip('.')}."
    return ""


def _not_counted(sides: Sides) -> list[str]:
    parts = []
    if own := [one for one in sides.own_words if one.standing == "claimants_side"]:
        parts.append(f"Not counted, for it is the claim's own side: {_documents(own)}.")
    if repeated := [one for one in sides.own_words if one.standing != "claimants_side"]:
        parts.append(f"Not counted, for it only repeats what the claim's own side says: {_documents(repeated)}.")
    if sides.later:
        who = _documents(sides.later)
        parts.append(f"Not held against it, for it may tell of a later change: {who}.")
    if sides.wavering:
        who = _documents([one for readings in sides.wavering.values() for one in readings])
        parts.append(f"Not counted, for one origin says both: {who}.")
    if sides.disputed:
        parts.append(f"Not counted, for the judges read it differently: {_documents(sides.disputed)}.")
    if sides.hostile:
        parts.append(f"Not counted, for the page gives orders to a model that reads it: {_documents(sides.hostile)}.")
    if sides.elsewhere:
        who = _documents(sides.elsewhere)
        parts.append(f"Not counted, for it names nothing that the article names around the claim: {who}.")
    for one in sides.fact_checks:
        verb = "supports" if one.stance == "supports" else "contradicts"
        parts.append(f"A fact-check by {published_by(one.document)} {verb} it; it is shown and not counted.")
    return parts


def _documents(readings: Sequence[Counted]) -> str:
    return listed(list(dict.fromkeys(published_by(one.document) for one in sorted(readings, key=place))))


def listed(items: Sequence[str]) -> str:
    """Things in a row: "A, B and C"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
