"""Polarity: what one text denies and the other says, opposites, and what is only planned, possible or nearly so.

Only the sentences of a passage that are about the claim's matter are looked at.
"""

import re
from collections.abc import Iterator

from language.words import are_opposites, is_past_form, meaning, negations, stem
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.matter import in_all, nearest
from verifiers.agreements.phrases import SUPERLATIVE, is_verb
from verifiers.agreements.told import Line, Token, Told
from verifiers.facts import NOT_DONE

_REACH = 6  # words over which "not" or "may" reaches what it is about
_SURE = 0.7  # of the claim's words shared, from which a denial is of the claim itself
# Little words that turn a statement round where the same follows.
_TURNED_TABLE = "before after; above below; over under; up down; more less; more fewer; inside outside; most least"
_TURNED = tuple((first, second) for pair in _TURNED_TABLE.split(";") for first, second in [pair.split()])
# What may deny without a word of denial.
_LACKING = re.compile(
    r"\b(?:lack\w*|absen\w+|missing|avoid\w*|prevent\w*|fail\w*|unable|impossible|unlikely|refus\w+|reject\w*|stop\w*"
    r"|ceas\w+|little|few|less|rarely|seldom|except|instead|rather|novel\w*|first time|other than|dis\w{4,}|un[a-z]{4,}"
    r"|in(?:complete|correct|valid|sufficient|adequate|accurate|active|visible|capable|dependent)\w*|free of"
    r"|far from)\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"\b(?:stop(?:s|ping) short of|call(?:s|ed|ing)? off|cancel(?:s|led|ed|ling)?)\b", re.IGNORECASE)
# What is to be, beside what `NOT_DONE` has.
_TO_BE = re.compile(r"\b(?:(?:is|are|was|were) to(?= [a-z])|consider(?:s|ed|ing)?(?= [a-z]+ing\b))")
_HEADLINE = re.compile(r"(?<=\w )to be \w+ed\b")  # "Flag to be hoisted at the falls"
_MORE_OPPOSITES = frozenset({("open", "shut"), ("shut", "open"), ("defeat", "victori"), ("victori", "defeat")})
# "No other building was as high" is said of the highest, and "never before had so many" of a record.
_NONE_SUCH = re.compile(
    r"\bno(?! (?:more|less|fewer) than)(?:body|\sone)?(?:\s\w+){0,4}?"
    r"\s(?:(?:more|as|so)\s(?P<as>[a-z]{3,})|(?P<than>[a-z]{3,}er)\b)",
    re.IGNORECASE,
)
_MOST_SO = re.compile(rf"\bmost\s(?P<most>[a-z]{{3,}})|{SUPERLATIVE.pattern}", re.IGNORECASE)
_NEVER_BEFORE = re.compile(r"\bnever before\b[^.;]*\b(?:so|as) (?:many|much|high|large)\b", re.IGNORECASE)
_RECORD = re.compile(r"\b(?:record|most|highest|largest|unprecedented)\b", re.IGNORECASE)
_STUMP = 3  # letters: "fast" of "faster" and "fastest"
_COUNTED = frozenset({"half", "all", "every", "third", "quarter", "everyone", "everything", "certainly"})
# Where what is denied ends.
_STOP = re.compile(r"[,;:]\s|\b(?:but|although|though|because|which|who)\b")
_NOT_BEFORE = re.compile(r"\b(?:not|never)\s+$|n['’]t\s+$", re.IGNORECASE)
_ANSWER = re.compile(r"no(?:,|\s+(?:i|it|he|she|we|they|you|that|but)\b)", re.IGNORECASE)
_NO = re.compile(r"[?\s]*No\b")
_ENDS_WITH_NO = re.compile(r"(?<=[a-z\d]) No\.?$")  # "… in 2014 No."
_WOMEN_TABLE = "woman women girl girls lady ladies female females mother daughter sister wife she her"
_MEN_TABLE = "man men boy boys guy guys gentleman gentlemen male males father son brother husband he his"
_SEXES = (frozenset(_WOMEN_TABLE.split()), frozenset(_MEN_TABLE.split()))
_PASTS_TABLE = """
go went; take took; hold held; give gave; leave left; begin began; send sent; sell sold; buy bought;
build built; pay paid
"""
_PASTS = {base: past for pair in _PASTS_TABLE.split(";") for base, past in [pair.split()]}
_AUXILIARY = frozenset({"is", "are", "was", "were", "been", "has", "have", "had"})


def of_polarity(claim: Told, passage: Told) -> Iterator[Finding]:
    """What is denied, turned round or left open on one side only."""
    for line in claim.lines:
        near = [there for _, there in nearest(line, passage)]
        if found := in_all((_denied, _turned, _left_open), line, near):
            yield found


def _denied(line: Line, there: Line) -> Finding | None:
    claimed, told = _heads(line), _heads(there)
    if bool(claimed) == bool(told):
        return None
    if claimed and _is_answered_no(there):
        return None
    cues, denying, other = (claimed, line, there) if claimed else (told, there, line)
    if _tells_of_the_most(denying.text, other.text):
        return None
    which = "the claim" if claimed else "the passage"
    heads_denied = {one.group for _, heads in cues for one in heads}
    if any(meaning(stem(match.group())) not in heads_denied for match in _LACKING.finditer(other.text)):
        return None
    for cue, heads in cues:
        shared = [head for head in heads if head.group in other.groups]
        if not shared or _opposite_stands(heads[0], denying, other):
            continue
        if not _stands_undenied(shared[0], cues, denying):
            return Finding("polarity", VETO, f"only {which} says “{cue}”", clashes=_is_of_the_claim(line, there))
    # "Refused to pay 430 million for roads" of "gave 430 million for roads": what follows is what the other says.
    for cue, _, end in _denials(denying.text):
        if not claimed and len(_denials(denying.text)) == 1 and _share_after(end, denying, other) >= _SURE:
            return Finding("polarity", VETO, f"only {which} says “{cue}”")
    return None


def _is_answered_no(there: Line) -> bool:
    """Whether a sentence is a question that is answered by a no: it denies what it asks, by no word of its own."""
    if there.text.rstrip().endswith("?"):
        return _NO.match(there.whole.text, there.start + len(there.text)) is not None
    return _ENDS_WITH_NO.search(there.text) is not None


def _tells_of_the_most(denying: str, other: str) -> bool:
    """Whether what one text says of none but one is what the other says is the most so: "no other was as high"."""
    if _NEVER_BEFORE.search(denying) and _RECORD.search(other):
        return True
    least = [match["than"] or match["as"] for match in _NONE_SUCH.finditer(denying)]
    most = [match["most"] or match.group() for match in _MOST_SO.finditer(other)]
    return any(one[:_STUMP].lower() == two[:_STUMP].lower() for one in least for two in most)


def _share_after(end: int, denying: Line, other: Line) -> float:
    """Which share of a sentence's words stands in another behind a place and before its next stop."""
    edge = _STOP.search(denying.text, end)
    last = edge.start() if edge else len(denying.text)
    here = {one.group for one in denying.tokens if end <= one.start < last and not one.empty}
    return len(other.groups & here) / len(other.groups) if other.groups else 0.0


def _denials(text: str) -> list[tuple[str, int, int]]:
    """The negating words of a text and what else says that something was not done, with their places, in order."""
    undone = [(match.group().lower(), match.start(), match.end()) for match in _UNDONE.finditer(text)]
    return sorted([*negations(text), *undone], key=lambda found: found[1])


def _heads(line: Line) -> list[tuple[str, list[Token]]]:
    """Each negating word with what it is about: the first content word after it, else all those before it."""
    found: list[tuple[str, list[Token]]] = []
    cues = _denials(line.text)
    for cue, start, end in cues:
        if cue == "no" and start == 0 and _ANSWER.match(line.text):
            continue
        content = [one for one in line.tokens if not one.empty and not one.plain[0].isdigit()]
        after = [
            one for one in content if one.start >= end and not any(first <= one.start < last for _, first, last in cues)
        ]
        near = [one for one in line.tokens if one.start >= end][:_REACH]
        heads = [one for one in after[:1] if one in near]
        if not heads and cue in ("false", "falsely", "untrue"):
            heads = [one for one in content if one.end <= start]
        if heads and found and found[-1][1][0].start == heads[0].start:
            found.pop()  # "did not fail to attend"
        elif heads:
            found.append((cue, heads))
    return found


def _stands_undenied(head: Token, cues: list[tuple[str, list[Token]]], denying: Line) -> bool:
    """Whether the same word stands there once more without a negation: "did not win in 2010 but won in 2014"."""
    denied = {one.start for _, heads in cues for one in heads}
    return any(one.group == head.group and one.start not in denied for one in denying.tokens)


def _opposite_stands(head: Token, denying: Line, other: Line) -> bool:
    """Whether what one denies is told by its opposite in the other: "not open" and "closed"."""
    return head.group not in other.groups and any(_are_opposites(head, one) for one in other.tokens)


def _turned(line: Line, there: Line) -> Finding | None:
    if negations(line.text) or negations(there.text):
        return None
    others = [one for one in _distinct(there) if one.group not in line.groups]
    for word in _distinct(line):
        if word.group in there.groups or _is_in_a_name(word, line):
            continue
        for other in others:
            if not _are_opposites(word, other) or _is_in_a_name(other, there):
                continue
            if not (_tells_both_ways(word, line) or _is_of_that_sex(word, there)):
                return _says(other, word, there, line)
    claimed, told = _little(line), _little(there)
    for pair in _TURNED:
        for one, two in (pair, pair[::-1]):
            if one in claimed and two in told and two not in claimed and one not in told:
                after, after_there = _next(line, claimed[one]), _next(there, told[two])
                if after and after_there and after.group == after_there.group:
                    return _says(told[two], claimed[one], there, line)
    return None


def _distinct(line: Line) -> list[Token]:
    """Each content word of a sentence once, where it stands first."""
    found: dict[str, Token] = {}
    for one in line.tokens:
        if not one.empty:
            found.setdefault(one.plain, one)
    return list(found.values())


def _is_in_a_name(word: Token, line: Line) -> bool:
    """Whether a word with a capital stands beside another one: West Virginia is not the west."""
    if not word.capital:
        return False
    beside = re.compile(r"^ [A-Z]").match(line.text[word.end : word.end + 2])
    before = re.compile(r"[A-Z][\w.’'-]*[a-z] $").search(line.text[: word.start])
    return bool(beside or before)


def _are_opposites(first: Token, second: Token) -> bool:
    return (
        are_opposites(first.stem, second.stem)
        or are_opposites(first.group, second.group)
        or (first.stem, second.stem) in _MORE_OPPOSITES
    )


def _tells_both_ways(word: Token, line: Line) -> bool:
    """Whether a sentence has a word's opposite too: of two things, the one rose and the other fell."""
    return any(_are_opposites(word, other) for other in _distinct(line))


def _is_of_that_sex(word: Token, there: Line) -> bool:
    """Whether somebody of the sex that a word tells is in the other text, by whatever word: a lady is a woman."""
    return any(word.plain in sex and not sex.isdisjoint(there.whole.plain_words) for sex in _SEXES)


def _little(line: Line) -> dict[str, Token]:
    return {one.plain: one for one in line.tokens if one.empty}


def _next(line: Line, token: Token) -> Token | None:
    return next(
        (one for one in line.tokens if one.start > token.start and (not one.empty or one.plain.isdigit())), None
    )


def _says(other: Token, word: Token, there: Line, line: Line) -> Finding:
    told, claimed = there.text[other.start : other.end], line.text[word.start : word.end]
    return Finding(
        "polarity", VETO, f"the passage says “{told}”, not “{claimed}”", clashes=_is_of_the_claim(line, there)
    )


def _is_of_the_claim(line: Line, there: Line) -> bool:
    """Whether a sentence has so many of the claim's words that what it denies is the claim itself."""
    return len(line.groups & there.groups) / len(line.groups) >= _SURE


def _left_open(line: Line, there: Line) -> Finding | None:
    """What the passage only plans, wishes or holds possible, and the claim tells as done."""
    if any(_opens(line)) or _is_of_what_is_to_be(line):
        return None
    for match in _opens(there):
        if _NOT_BEFORE.search(there.text[: match.start()]):  # "did not fail to attend"
            continue
        after = [one for one in there.tokens if one.start >= match.end()][:_REACH]
        if after and _PASTS.get(after[0].plain) in {one.plain for one in line.tokens}:
            # "Voted to go on strike" of "went on strike": the stems of the two have nothing in common.
            why = f"it only says “{match.group()} {_shown(after[0], there)}”"
            return Finding("modality", VETO, why, silences=True)
        head = next((one for one in after if not one.empty or one.plain in _COUNTED), None)
        if head is None or head.plain in _COUNTED or head.capital or head.group not in line.groups:
            continue
        if not _is_done(head.group, line):
            continue
        if any(one.group == head.group and one.start != head.start for one in there.tokens):
            continue
        return Finding("modality", VETO, f"it only says “{match.group()} {_shown(head, there)}”", silences=True)
    return None


def _is_of_what_is_to_be(line: Line) -> bool:
    """Whether a claim is a headline of what will be: "Flag to be hoisted at the falls"."""
    match = _HEADLINE.search(line.text)
    return match is not None and not any(is_verb(one) for one in line.tokens if one.end <= match.start())


def _opens(line: Line) -> Iterator[re.Match[str]]:
    """The words that leave something open; May is a month."""
    found = [match for match in NOT_DONE.finditer(line.text) if match.group() != "May" or match.start() == 0]
    return iter([*found, *_TO_BE.finditer(line.text)])


def _is_done(group: str, line: Line) -> bool:
    """Whether the claim tells as done what a word of that meaning says: "extended", "was open"."""
    for before, one in zip((None, *line.tokens), line.tokens, strict=False):
        if one.group == group:
            return is_past_form(one.plain) or (before is not None and before.plain in _AUXILIARY)
    return False


def _shown(token: Token, line: Line) -> str:
    return line.text[token.start : token.end]
