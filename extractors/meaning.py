"""Whether a rewrite says as much as its quote, no more and no less: negations, conditions, hedges, limits, plans.

A word of these that the quote has must be in the rewrite where what it governs is; one that the quote's sentences do
not have must not be. Like `extractors.faithful`, the test errs towards letting a rewrite go.
"""

import re
from dataclasses import dataclass

from language.sentences import word_set
from language.words import STOP_WORDS, are_opposites, negation_cues, stem

VERSION = 2


@dataclass(frozen=True)
class _Sort:
    """Words that do one thing to a statement. `kept_by`: words that do the same to a rewrite."""

    name: str
    words: re.Pattern[str]
    kept_by: re.Pattern[str]
    strict: bool = False  # must be kept whatever follows: what it governs may come later


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _sort(name: str, words: str, also: str = "", *, strict: bool = False) -> _Sort:
    return _Sort(name, _pattern(words), _pattern(f"{words}|{also}") if also else _pattern(words), strict)


_UNLESS_ASKED = r"(?<!ask )(?<!asked )(?<!see )(?<!know )(?<!wonder )(?<!wondered )(?<!even )"
_SORTS = (
    _sort(
        "condition",
        rf"{_UNLESS_ASKED}if|unless|provided that|as long as|on condition that|only when|in case",
        "when|once|until|conditional(?:ly)?|depends?|subject to",
        strict=True,
    ),
    _sort(
        "allegation",
        r"alleged(?:ly)?|reported(?:ly)?|suspected|purported(?:ly)?|supposed(?:ly)?|apparent(?:ly)?|accused of"
        r"|charged with|suspicion|rumou?red",
        "alleges?|accus\\w+|suspicions?|charges?|claims?|said to|believed to|appears?",
    ),
    _sort(
        "possibility",
        "may|might|could|can|possibl[ey]|perhaps|maybe|potential(?:ly)?|risks?",
        "possibility|would|likely",
    ),
    _sort(
        "likelihood",
        "likely|probabl[ey]|expected to|appears? to|seems? to|believed to"
        r"|thought to",
        "may|might|could|expects?|will",
    ),
    _sort(
        "plan",
        r"plan(?:s|ned|ning)? to|intend(?:s|ed)? to|aim(?:s|ed)? to|hope(?:s|d)? to|want(?:s|ed)? to|propos(?:es|ed) to"
        r"|seek(?:s|ing)? to|sought to|vow(?:s|ed) to|promis(?:es|ed) to"
        r"|agreed to|tried to|tries to|attempt(?:s|ed)? to"
        r"|considering|ready to|set to|due to (?=[a-z]+\b)",
        r"will|would|plan\w*|intend\w*|aim\w*|hop(?:e|es|ed|ing)|want\w*|propos\w+|seek\w*|sought|vow\w*|promis\w+"
        r"|agree\w*|tr(?:y|ies|ied)|attempt\w*|consider\w*|ready|set to|to be|due",
    ),
    _sort(
        "upper limit",
        "up to|at most|no more than|not more than|less than|fewer than|under|below|as many as|maximum",
        "almost",
    ),
    _sort("lower limit", "at least|more than|over|above|no fewer than|not less than|minimum", "exceed\\w*"),
    _sort("estimate", "about|around|approximately|roughly|nearly|almost|some|estimated", "or so|approximate|up to"),
    _sort("part", "partly|partially|part of|some of|most of|half of|many of|few of", "some|most|half|many|few|parts?"),
    _sort("only", "only|solely|exclusively|just"),
)
# Of these a number follows, and it is the number that they govern.
_OF_NUMBERS = word_set("about around some over under above below just")
_SURE = _pattern(
    "certainly|definitely|undoubtedly|proven|proved|confirmed|always|clearly|undeniably|indisputably|guaranteed|all|every"
    "|fully|completely|entirely|never"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MARK = re.compile(r"[,;:.!?–—”\"](?!\d)")
_MONTH = re.compile(
    r"(?<![\w’'])May(?![\w’'])(?= \d)|(?<=\b(?:in|of|on|by) )May\b|(?<=\d )May\b|(?<=since )May\b|(?<=until )May\b"
)
_REACH = 80  # characters
_GOVERNED = 2  # of the content words behind a hedge it governs the first
_COUNTS = word_set(
    "a two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty "
    "ninety half third quarter dozen dozens hundred hundreds thousand thousands million millions billion billions"
)


def changed_meaning(text: str, quote: str, around: str) -> tuple[str, ...]:
    """What a rewrite lost of its quote, or made of it: names of what changed, such as "negation lost".

    `around` is the whole of the sentences that the quote stands in, from which a rewrite may take a word.
    """
    if text == quote:
        return ()
    text, quote, around = (_MONTH.sub("the month", part) for part in (text, quote, around))
    told = {stem(word.lower()) for word in _WORD.findall(text)}
    changed: list[str] = []
    for sort in _SORTS:
        for match in sort.words.finditer(quote):
            if _governs(sort, match, quote, told) and not sort.kept_by.search(text):
                changed.append(f"{sort.name} lost")
                break
    if _negations(quote, told) and not negation_cues(text):
        changed.append("negation lost")
    if negation_cues(text) and not negation_cues(around):
        changed.append("negation added")
    if _turned(text, quote):
        changed.append("opposite")
    known = {word.lower() for word in _WORD.findall(around)}
    changed += [
        f"“{found.group().lower()}” added" for found in _SURE.finditer(text) if found.group().lower() not in known
    ]
    return tuple(dict.fromkeys(changed))


def _turned(text: str, quote: str) -> bool:
    """Whether the rewrite has the opposite of a word of the quote in its place: "fell" for "rose"."""
    said = {stem(word.lower()) for word in _WORD.findall(quote)}
    told = {stem(word.lower()) for word in _WORD.findall(text)}
    return any(are_opposites(ours, theirs) for ours in told - said for theirs in said - told)


def _governs(sort: _Sort, match: re.Match[str], quote: str, told: set[str]) -> bool:
    """Whether what a hedge stands before is told by the rewrite, which then must have the hedge too."""
    if match.group().lower() in _OF_NUMBERS:
        behind = _behind(quote, match.end())[:1]
        return bool(behind) and (behind[0][0].isdigit() or behind[0] in _COUNTS) and stem(behind[0]) in told
    return sort.strict or _is_told(quote, match.end(), told)


def _is_told(quote: str, place: int, told: set[str]) -> bool:
    content = [word for word in _behind(quote, place) if word not in STOP_WORDS]
    return any(stem(word) in told for word in content[:_GOVERNED])


def _behind(quote: str, place: int) -> list[str]:
    """The words behind a place, up to the next mark: what a "not" or "up to" there can govern."""
    stretch = _MARK.split(quote[place : place + _REACH], maxsplit=1)[0]
    return [word.lower() for word in _WORD.findall(stretch)]


def _negations(quote: str, told: set[str]) -> bool:
    """Whether the quote denies what the rewrite tells: a negating word with what follows it in the rewrite."""
    low = quote.lower()
    place = 0
    for cue in negation_cues(quote):
        at = low.find(cue, place)
        if at < 0:
            continue
        place = at + len(cue)
        if _is_told(low, place, told):
            return True
    return False
