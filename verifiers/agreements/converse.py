"""One deed told from either side: who beats another is not who loses, and whom they lost to won.

Same verbs are held together in verifiers/agreements/roles.py. Here other verbs are, where both parties have names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from language.name_matching import same_name
from language.names import Name
from language.words import negations
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.phrases import GOVERNING, clause_at
from verifiers.agreements.told import Line, Told, told

_BE = r"(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?"
_BEING = r"(?:has|have|had|is|are|was|were) [^.;]{0,20}?"
_THAN = r"[^.;]{0,30}?than"
# Of each deed: how it is told from the doer's side, the participles it has in the passive, and the sufferer's side.
_DEEDS: dict[str, tuple[str, str, str]] = {
    "beat": (
        r"beats?|beating|defeat(?:s|ed|ing)|thrash(?:es|ed|ing)|overcame|overcomes|outplayed|crush(?:es|ed)"
        r"|edged(?: past)?|knock(?:s|ed) out|trounced|won [^.;]{0,30}?(?:against|over)"
        r"|prevail(?:s|ed) (?:over|against)|victory over",
        r"beaten|defeated|thrashed|overcome|outplayed|crushed|knocked out|trounced",
        r"los(?:t|es|ing) [^.;]{0,30}?(?:to|against)|lost to|defeat (?:to|against|at the hands of)"
        r"|went down [^.;]{0,12}?to",
    ),
    "buy": (
        r"(?:buys?|bought|buying|acquir(?:es|ed|ing)|purchas(?:es|ed|ing)|(?:took|takes|taking) over|snapped up)"
        r"(?![^.;]{0,60}\bfrom\b)",
        r"bought(?: up)?|acquired|purchased|taken over|snapped up",
        r"",
    ),
    "sue": (
        r"sue[sd]?|suing|(?:took|takes|taking)(?= [^.;]{1,40} to court)|fil(?:es|ed|ing) [^.;]{0,25}?against"
        r"|br(?:ings|ought) [^.;]{0,25}?against|lawsuit against",
        r"sued|taken to court",
        r"",
    ),
    "attack": (
        r"attack(?:s|ed|ing)|(?:launch(?:es|ed)|carried out|mounted) "
        r"(?:an? |the )?(?:\w+ )?(?:attack|strike|raid)s? (?:on|against)"
        r"|invad(?:es|ed|ing)|bomb(?:s|ed|ing)|shell(?:s|ed|ing)",
        r"attacked|invaded|bombed|shelled|struck|hit",
        r"(?:came|comes) under (?:attack|fire) from",
    ),
    "criticise": (
        r"critici[sz](?:es|ed|ing)|lambast(?:s|ed)|condemn(?:s|ed|ing)|denounc(?:es|ed|ing)|rebuk(?:es|ed)|attack(?:s|ed)"
        r"|slam(?:s|med)|blam(?:es|ed|ing)|accus(?:es|ed|ing)",
        r"critici[sz]ed|lambasted|condemned|denounced|rebuked|attacked|slammed|blamed|accused",
        r"(?:came|comes) under (?:criticism|fire) from",
    ),
    "sell": (
        r"s(?:old|ells?|elling) [^.;]{1,40}?to",
        r"",
        r"(?:b(?:ought|uys?|uying)|purchas(?:es|ed)) [^.;]{1,40}?from",
    ),
    "lend": (r"len(?:t|ds?|ding)", r"lent|loaned", r"borrow(?:s|ed|ing) [^.;]{0,40}?from"),
    "have more": (rf"{_BEING}more {_THAN}", r"", rf"{_BEING}(?:fewer|less) {_THAN}"),
    "be higher": (rf"{_BEING}higher {_THAN}", r"", rf"{_BEING}lower {_THAN}"),
    "be larger": (rf"{_BEING}(?:larger|bigger) {_THAN}", r"", rf"{_BEING}smaller {_THAN}"),
    "be older": (rf"{_BEING}older {_THAN}", r"", rf"{_BEING}younger {_THAN}"),
    "follow": (
        r"succeed(?:s|ed|ing)|replac(?:es|ed|ing)|(?:took|takes|taking) over from",
        r"succeeded|replaced",
        r"(?:made|makes) way for|hand(?:s|ed) over to",
    ),
}
_VERBS = {
    deed: re.compile(
        r"\b(?:"
        + (rf"(?P<passive>{_BE}(?:{done})\b)(?=[^.;]*?\bby\b)|" if done else "")
        + (rf"(?P<turned>{turned})\b|" if turned else "")
        + rf"(?P<active>{active})\b)",
        re.IGNORECASE,
    )
    for deed, (active, done, turned) in _DEEDS.items()
}
_GOVERNED = re.compile(rf"\b(?:{GOVERNING})\s+(?:the\s+)?$", re.IGNORECASE)
_SUFFERED = re.compile(rf"\b{_BE}$", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:[a-z][\w’'-]*\s+){0,4}$")
_FAR = 60  # characters between a verb and whom it takes
# How either side tells it most plainly.
_PLAIN = {
    "beat": ("beat", "lost to"),
    "attack": ("attacked", "came under attack from"),
    "follow": ("replaced", "made way for"),
}
# What may stand between the two, so that they can change places: the verb, and a result.
_BETWEEN = re.compile(
    r"\s+(?:\w+ed|beats?|lost|loses|made|makes|came|comes)(?P<rest>\s+\d+\s?[-–]\s?\d+)?"
    r"(?:\s+(?:to|against|way for|under (?:attack|fire) from))?\s+"
)


@dataclass(frozen=True)
class _Deed:
    doer: Name
    sufferer: Name
    side: str  # active, passive or turned
    start: int
    end: int
    line: Line


def of_converse(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage that doer and sufferer have changed places in it, with another verb."""
    for deed in _DEEDS:
        ours = _deeds(claim, deed)
        if not ours:
            continue
        theirs = _deeds(passage, deed)
        for wanted in ours:
            if any(_is_same(wanted, one) for one in theirs):
                continue
            if turned := [one for one in theirs if _is_turned(wanted, one)]:
                there = turned[0]
                yield Finding("role", VETO, f"there it is {there.doer.text}, not {wanted.doer.text}, who does it")
                return


def is_told_from_the_other_side(claim: Told, passage: Told) -> bool:
    """Whether a passage tells a claim's deed of the same two in the passive, or as what the sufferer suffered."""
    return any(
        _is_same(wanted, one) and wanted.side != one.side
        for deed in _DEEDS
        for wanted in _deeds(claim, deed)
        for one in _deeds(passage, deed)
    )


def turned_alike(claim: str, passage: str) -> str:
    """A claim told from the side from which a passage tells it: "B lost to A" for "A beat B".

    A network takes "lost" for the opposite of "beat", whoever did it.
    """
    ours, theirs = told(claim, None), told(passage, None)
    for deed, (active, turned) in _PLAIN.items():
        for wanted in _deeds(ours, deed):
            sides = {wanted.side, *(one.side for one in _deeds(theirs, deed) if _is_same(wanted, one))}
            if sides != {"active", "turned"}:
                continue
            first, second = sorted((wanted.doer, wanted.sufferer), key=lambda one: one.start)
            between = _BETWEEN.fullmatch(ours.text[first.end : second.start])
            if between is None:
                continue
            verb = turned if wanted.side == "active" else active
            head, tail = ours.text[: first.start], ours.text[second.end :]
            return f"{head}{second.text} {verb} {first.text}{between['rest'] or ''}{tail}"
    return claim


def _deeds(whole: Told, deed: str) -> list[_Deed]:
    found = []
    for line in whole.lines:
        named = [one for one in whole.names if line.start <= one.start < line.end]
        if len(named) < 2:
            continue
        for match in _VERBS[deed].finditer(line.text):
            first, last = clause_at(line, match.start())
            if negations(line.text[first:last]):
                continue
            start, end = line.start + match.start(), line.start + match.end()
            before = [one for one in named if one.end <= start and one.start >= line.start + first]
            before = [one for one in before if not _GOVERNED.search(whole.text[line.start + first : one.start])]
            behind = [one for one in named if end <= one.start <= end + _FAR and one.start < line.end]
            side = next(kind for kind in ("passive", "turned", "active") if match.groupdict().get(kind))
            if side == "active" and _SUFFERED.search(line.text[: match.start()]):
                continue  # "was lent 2 billion", with nobody told who did it
            if side == "passive":
                behind = [one for one in behind if _BY.search(whole.text[end : one.start])]
            if not before or not behind or "'" in whole.text[behind[0].end : behind[0].end + 1].replace("’", "'"):
                continue
            left, right = before[-1], behind[0]
            doer, sufferer = (left, right) if side == "active" else (right, left)
            found.append(_Deed(doer, sufferer, side, start, end, line))
    return found


def _is_same(wanted: _Deed, one: _Deed) -> bool:
    return same_name(wanted.doer.text, one.doer.text) and same_name(wanted.sufferer.text, one.sufferer.text)


def _is_turned(wanted: _Deed, one: _Deed) -> bool:
    return same_name(wanted.doer.text, one.sufferer.text) and same_name(wanted.sufferer.text, one.doer.text)
