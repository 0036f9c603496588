"""What became of those who are counted: 43 hurt are no 43 dead, and 300 rescued none who drowned.

A count of people is one of the dead, the hurt, the missing, the rescued, the arrested or the ill. Which one is told by
the word that it hangs on; where that cannot be told nothing is said.
"""

import re
from collections.abc import Iterator

from language.quantities import comparable
from language.units import UNIT_OF
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.measures import clashes
from verifiers.agreements.numbers import is_the_same_number
from verifiers.agreements.told import Told
from warehouse.records import Quantity

_FATES = {
    "dead": r"kill(?:s|ed|ing)?|dead|die[sd]?|dying|deaths?|death toll|fatalit(?:y|ies)|perish(?:ed|es)?|drowned|slain"
    r"|murder(?:ed|s)?|lost their lives",
    "hurt": r"injur(?:ed|es?|ing|y|ies)|hurt(?:s|ing)?|wound(?:ed|s|ing)?|maim(?:ed|s)?",
    "missing": r"missing|unaccounted for|disappeared",
    "brought to safety": r"rescu(?:ed|es?|ing)|evacuat(?:ed|es?|ing)|evacuees|displac(?:ed|es?|ing)|fled|homeless"
    r"|sav(?:ed|ing)|(?:left|leave) their homes|survivors|survived",
    "arrested": r"arrest(?:ed|s|ing)?|detain(?:ed|s|ing)?|detentions?|detainees|in(?:to)? custody",
    "ill": r"infect(?:ed|s|ing|ions?)|cases?|sick(?:ened)?|ill|contracted",
    "taken": r"kidnap(?:ped|s|ping)?|abduct(?:ed|s|ing)?|hostages?|captur(?:ed|es?|ing)|prisoners?",
}
_FATE = re.compile(
    r"\b(?:" + "|".join(f"(?P<f{place}>{words})" for place, words in enumerate(_FATES.values())) + r")\b", re.IGNORECASE
)
_NAMES = tuple(_FATES)
_LIVES = re.compile(r"\blives\s*$", re.IGNORECASE)
_MEASURED = frozenset(UNIT_OF.values()) - {"person", "death"}
# Right before a number: "killed at least 12", "killed or injured 12", "injuring another 12".
_FILLER = (
    r"(?:\s+(?:at|least|most|about|around|some|nearly|almost|more|than|over|up|to|as|many|a|total|of|another|further"
    r"|additional|other|the|all|an|estimated|only|just|roughly|approximately|lives|number|toll|by|rose|risen|reached"
    r"|has|have|had|stands|stood|now|in)\b){0,6}\s*$"
)
_BEFORE = re.compile(rf"{_FATE.pattern}{_FILLER}", re.IGNORECASE)
_JOINED_BEFORE = re.compile(rf"{_FATE.pattern}\s+(?:and|or)\s+$", re.IGNORECASE)
_STOP = re.compile(r"[,;:()]|\b(?:and|but|while|whereas|after|before|in which|when|as|with|including)\b", re.IGNORECASE)
_BOTH = re.compile(
    rf"\s*(?:and|or)\s+(?:(?:later|then|subsequently|eventually|were|was|have|had)\s+)*{_FATE.pattern}(?!\s+(?:\w+\s+){{0,3}}\d)",
    re.IGNORECASE,
)


def of_fates(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage that something else became of as many as the claim tells of."""
    for wanted in {one.text: one for one in reversed(claim.quantities)}.values():
        if not (ours := _fates(wanted, claim)):
            continue
        told = [(found, _fates(found, passage)) for found in passage.quantities]
        same = [(found, theirs) for found, theirs in told if is_the_same_number(wanted, found)]
        if same and all(theirs and not theirs & ours for _, theirs in same):
            found, theirs = same[0]
            other = [one for one, fates in told if fates == ours and comparable(wanted, one) and clashes(wanted, one)]
            why = f"it tells “{found.text.strip()}” as {_shown(theirs)}, not as {_shown(ours)}"
            yield Finding("scope", VETO, why, clashes=bool(other), silences=not other)
            return
        if not same and not any(theirs & ours for _, theirs in told) and any(theirs for _, theirs in told):
            rivals = [(one, fates) for one, fates in told if fates and comparable(wanted, one)]
            if rivals and not any(not fates and comparable(wanted, one) for one, fates in told):
                found, theirs = rivals[0]
                why = f"it only tells how many are {_shown(theirs)}, not how many are {_shown(ours)}"
                yield Finding("scope", VETO, why, silences=True)
                return


def _fates(quantity: Quantity, whole: Told) -> frozenset[str]:
    """What became of those whom a number counts; several where the words leave it open, none where they do not say."""
    line = whole.line_at(quantity.start)
    if line is None or quantity.unit in _MEASURED:
        return frozenset()
    first, last = max(quantity.start - line.start, 0), min(quantity.end - line.start, len(line.text))
    inside = _named(_FATE.search(line.text[first:last]))
    if inside or _LIVES.search(line.text[first:last]):  # "five deaths" is read as one number
        return inside or frozenset({"dead"})
    before = line.text[:first]
    if (match := _BEFORE.search(before)) is not None:
        joined = _JOINED_BEFORE.search(before[: match.start()])
        return _named(match) | _named(joined)
    after = line.text[last:]
    stop = _STOP.search(after)
    found = list(_FATE.finditer(after[: stop.start()] if stop else after))
    if not found:
        return frozenset()
    both = _BOTH.match(after[found[-1].end() :])
    return frozenset().union(*(_named(one) for one in found)) | _named(both)


def _named(match: re.Match[str] | None) -> frozenset[str]:
    if match is None:
        return frozenset()
    return frozenset(_NAMES[int(group[1:])] for group, text in match.groupdict().items() if text)


def _shown(fates: frozenset[str]) -> str:
    return " or ".join(one for one in _NAMES if one in fates)
