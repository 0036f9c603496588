"""What stands under a condition, or is asked about or only supposed, is not told as so: "if", "whether", "would"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.phrases import AUXILIARIES, is_verb
from verifiers.agreements.told import Line, Told
from verifiers.attribution import attributions

_CONDITION = re.compile(
    r"\b(?<!\bas )(?<!\beven )(?<!\bwhat )if\b(?!\s+(?:any|not|ever|only|anything|so|you|necessary|\w+ed)\b)|\bunless\b"
    r"|^(?:apparently|reportedly|allegedly|supposedly|purportedly|seemingly|presumably)\b"
    r"|\b(?:provided|providing|assuming|supposing) that\b|\bon condition that\b|(?P<asked>\bwhether\b(?! or not))",
    re.IGNORECASE,
)
_PART = re.compile(r"[;:–—]\s|,\s+(?:and|but)\s")  # one says nothing of how it is with the other
_WOULD = re.compile(r"\b(?:would|wouldn['’]t)\b")
_SHARED = 0.75  # of a claim's words that have to stand under the condition
_REACH = 4  # words from "would" to its verb


def of_conditions(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage that has what the claim says under a condition that the claim does not name."""
    for line in claim.lines:
        if not line.groups or _is_open(line):
            continue
        reading = [(there, _condition(line, there)) for there in passage.lines]
        told = [(share, found) for there, found in reading if (share := _share(line, there)) >= _SHARED]
        if told and all(found for _, found in told):
            yield Finding("modality", VETO, f"it only says “{max(told)[1]}”", silences=True)


def _is_open(line: Line) -> bool:
    """Whether the claim itself is conditional, or tells somebody's words, where "will" has become "would"."""
    return bool(_CONDITION.search(line.text) or _WOULD.search(line.text) or attributions(line.text))


def _share(line: Line, there: Line) -> float:
    return len(line.groups & there.groups) / len(line.groups)


def _condition(line: Line, there: Line) -> str:
    """The word that puts what the claim says under a condition; empty where none does."""
    cuts = [0, *(match.end() for match in _PART.finditer(there.text)), len(there.text)]
    for first, last in pairwise(cuts):
        here = {one.group for one in there.tokens if first <= one.start < last}
        if len(line.groups & here) < _SHARED * len(line.groups):
            continue
        match = _CONDITION.search(there.text, first, last)
        if match is not None and (not match["asked"] or _stands_behind(line, there, match.end(), last)):
            return match.group().strip().lower()
        for match in _WOULD.finditer(there.text, first, last):
            after = [one for one in there.tokens if one.start >= match.end()][:_REACH]
            head = next((one for one in after if not one.empty and one.plain not in AUXILIARIES), None)
            if head is not None and _is_told_as_done(head.group, line):
                return f"{match.group().lower()} {there.text[head.start : head.end]}"
    return ""


def _stands_behind(line: Line, there: Line, first: int, last: int) -> bool:
    """Whether it is what the claim says that is asked: of "asked whether he had paid", that he paid."""
    behind = {one.group for one in there.tokens if first <= one.start < last}
    return len(line.groups & behind) >= _SHARED * len(line.groups)


def _is_told_as_done(group: str, line: Line) -> bool:
    """Whether a claim tells as done, or as sure to come, what a verb of that meaning says."""
    ones = line.tokens
    return any(
        one.group == group and (is_verb(one) or (place > 0 and ones[place - 1].plain in AUXILIARIES))
        for place, one in enumerate(ones)
    )
