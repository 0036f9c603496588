"""Courts: what somebody is convicted of is not what they are cleared of, and what is asked for is no sentence."""

import re
from collections.abc import Iterator

from language.words import STOP_WORDS, meaning, stem
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.numbers import bears_out
from verifiers.agreements.told import Line, Told

_CLEARED = r"(?:acquitt\w+|cleared|exonerat\w+|found\s+(?:\w+\s+)?(?:not guilty|innocent)|(?:found\s+)?not guilty)"
_GUILTY = r"(?:convict\w+|found\s+guilty|guilty|plead(?:ed|s)?\s+guilty)"
_SENTENCED = r"(?:sentenced?|sentences|jail(?:ed|s)?|imprison\w*|prison|condemned|fined|years?|months?|terms?)"
_MOST = r"(?:[^,;:.]|(?<=\d)[,.](?=\d)){0,60}?"
# "Of fraud", "for fraud", "with fraud": what follows is the charge.
_OF_WHAT = re.compile(
    rf"\b(?:(?P<cleared>{_CLEARED})\s+(?:{_MOST}\s)??of"
    rf"|(?P<guilty>{_GUILTY})\s+(?:{_MOST}\s)??(?:of|to|for)"
    rf"|(?P<sentenced>{_SENTENCED})\s+(?:{_MOST}\s)??for)\s+(?=(?P<what>[^,;:.]+))",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:and|but|by|in|on|at|after|before|when|while|whom|who|which|that|over|from|against|to|with|last|this|earlier"
    r"|yesterday|today|during|because|since|although|though|for)\b|\d",
    re.IGNORECASE,
)
_NO_CHARGE = frozenset({"life", "year", "month", "week", "day", "good", "ever", "instance", "example", "first", "time"})
_GIVEN = re.compile(
    r"\b(?:sentenc(?:ed|es|ing)\b(?!\s+request)|jail(?:ed|s)|imprisoned|condemned|handed|given|gave|got|received|receives"
    r"|impos(?:ed|es)|ordered)\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:ask(?:s|ed|ing)?\s+for|demand(?:s|ed|ing)?|s(?:eek|eeks|ought|eeking)|call(?:s|ed|ing)?\s+for|request(?:s|ed|ing)?"
    r"|recommend(?:s|ed|ing)?|want(?:s|ed)?|fac(?:es?|ed|ing)|(?:could|may|might|can)\s+(?:be|get|receive|face)|up\s+to"
    r"|maximum|carr(?:y|ies|ied)|punishable|threatened\s+with|risks?)\b",
    re.IGNORECASE,
)
_MAY_BE = re.compile(r"\b(?:could|may|might|can|would)\s+(?:be\s+)?$", re.IGNORECASE)
_COURT = re.compile(
    r"\b(?:sentenc\w+|jail\w*|prison|imprison\w*|court|judges?|prosecut\w+|convict\w+|custody|behind bars)\b",
    re.IGNORECASE,
)
_LONGEST = 5  # words of a charge


def of_courts(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage that somebody was cleared of it, tried for something else, or only faces it."""
    for line in claim.lines:
        if not _COURT.search(line.text):
            continue
        found = _of_another_charge(line, passage) or _of_no_sentence(line, passage)
        if found is not None:
            yield found
            return


def _charges(line: Line) -> list[tuple[bool, frozenset[str], str]]:
    """Each charge of which a sentence tells how it ended: whether in guilt, its words by meaning, and as written."""
    found = []
    for match in _OF_WHAT.finditer(line.text):
        text = match["what"]
        stop = _END.search(text)
        shown = (text[: stop.start()] if stop else text).strip()
        groups = frozenset(
            meaning(stem(word.lower())) for word in re.findall(r"[^\W\d_]+", shown) if word.lower() not in STOP_WORDS
        )
        if groups and not groups & _NO_CHARGE and len(groups) <= _LONGEST:
            found.append((match["cleared"] is None, groups, shown))
    return found


def is_of_one_charge(claim: Told, passage: Told) -> bool:
    """Whether a charge of the claim ended in the passage as the claim says, whatever became of others."""
    told = [one for there in passage.lines for one in _charges(there)]
    return any(
        guilty == ended and wanted <= groups
        for line in claim.lines
        for guilty, wanted, _ in _charges(line)
        for ended, groups, _ in told
    )


def _of_another_charge(line: Line, passage: Told) -> Finding | None:
    told = [one for there in passage.lines for one in _charges(there)]
    for guilty, wanted, shown in _charges(line):
        here = [ended for ended, groups, _ in told if groups & wanted]
        if here and guilty not in here:
            how = "cleared" if guilty else "convicted"
            return Finding("polarity", VETO, f"it tells that they were {how} of {shown}", clashes=True)
        others = [other for ended, _, other in told if ended == guilty]
        if guilty and not here and others and not wanted & passage.groups:
            return Finding("scope", VETO, f"it tells of {others[0]}, not of {shown}", silences=True)
    return None


def _of_no_sentence(line: Line, passage: Told) -> Finding | None:
    """Whether the years that a claim says were given are told as asked for or possible, or the other way round."""
    for wanted in line.whole.quantities:
        if not line.start <= wanted.start < line.end or wanted.unit not in ("year", "month"):
            continue
        ours = _stage(line, wanted.end)
        same = [found for found in passage.quantities if bears_out(wanted, found)]
        told = [_stage(there, found.end) for found in same if (there := passage.line_at(found.start)) is not None]
        if ours and told and all(one and one != ours for one in told):
            how = "asked for or possible" if ours == "given" else "given"
            return Finding("modality", VETO, f"it tells {wanted.text.strip()} as {how}", silences=True)
    return None


def _stage(line: Line, end: int) -> str:
    """Whether years in prison are given or sought, by the last such word before them or within them."""
    before = line.text[: max(end - line.start, 0)]
    given = [match.start() for match in _GIVEN.finditer(before) if not _MAY_BE.search(before[: match.start()])]
    sought = [match.start() for match in _SOUGHT.finditer(before)]
    if not given and not sought:
        behind = line.text[max(end - line.start, 0) :]
        return "given" if _GIVEN.search(behind) and not _SOUGHT.search(behind) else ""
    return "sought" if sought and (not given or sought[-1] > given[-1]) else "given"
