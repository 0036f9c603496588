"""What somebody is told to have said, without the words that tell it: "Lund said on Monday that …", "…, Lund said"."""

import re

from language.quotations import VERSION as QUOTATIONS_VERSION
from language.quotations import find_quotations
from language.statement_words import EMPTY
from language.words import VERSION as WORDS_VERSION
from language.words import stem, words

VERSION = f"1.{QUOTATIONS_VERSION}.{WORDS_VERSION}"

_FEWEST_QUOTED = 5  # words: a shorter quotation is a phrase inside what the article says in its own words
_LONGEST_FRAME = 12  # words before the verb of saying

# Verbs that only say that something was said. To deny, promise, warn or demand is to say something else.
_PLAIN = r"(?:said|says|say|stated|states|told|tells|wrote|writes|added|adds|explained|explains|tweeted|remarked)"
_WITH_THAT = r"(?:announced|announces|declared|declares|reported|reports|noted|notes|indicated|confirmed|posted)"
_TELLING_TABLE = """
say tell state write add explain tweet remark announce declare report note indicate confirm post comment according
statement interview reporter journalist press conference briefing news announcement speech twitter telegram facebook
that blog email e-mail message television tv radio agency official officially later earlier yesterday also in on at to
by with from during after for as when he she they him her them it his their who and was were has have had
"""
_TELLING = frozenset(stem(word) for word in _TELLING_TABLE.split()) | EMPTY

_VERB = re.compile(rf"\b(?:(?P<plain>{_PLAIN})|(?P<that>{_WITH_THAT}))\b")
_OBJECT = re.compile(
    r"^\s+(?:(?:reporters|journalists|parliament|lawmakers|the\s+\w+|an?\s+\w+|[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*){0,2})"
    r"(?:\s+(?:News|television|TV|radio|agency))?)(?=\s+(?:that\b|in\b|on\b|at\b)|[,:]|\s+[A-Z“\"])"
)
_OPENING = re.compile(r"^[^“\"]{0,60}?(?:\bthat\b|:|(?<=,))\s*(?=\S)")
_ACCORDING = re.compile(
    r"^according to (?P<who>[^,“\"]{1,100}),\s*|,?\s*according to (?P<end>[^,“\"]{1,100})$", re.IGNORECASE
)
_CLOSING = re.compile(
    rf"[,”\"]\s*(?:(?P<verb>{_PLAIN})\s+(?P<after>[^“\",]{{1,80}})|(?P<before>[^“\",]{{1,80}}?)\s+{_PLAIN})(?:[^“\"]{{0,60}})?$"
)


def what_was_said(text: str, speaker: str, role: str | None = None) -> str:
    """The statement itself: the quotation where that is all there is, else the text without who said it.

    Where it cannot be told how far the words of telling reach, the text is returned as it is.
    """
    text = text.strip().rstrip(".").rstrip()
    quoted = [one for one in find_quotations(text) if not one.scare]
    if quoted:
        spoken = " ".join(text[one.inner_start : one.inner_end].strip() for one in quoted)
        between = _between(text, [(one.start, one.end) for one in quoted])
        if len(words(spoken)) >= _FEWEST_QUOTED and _only_tells(between, speaker, role):
            return spoken
    if (match := _ACCORDING.search(text)) and _names(match["who"] or match["end"], speaker, role):
        return text[: match.start()] + text[match.end() :]
    if (match := _CLOSING.search(text)) and _names(match["after"] or match["before"], speaker, role):
        return text[: match.start() + 1].rstrip(" ,")
    if (match := _VERB.search(text)) and _names(text[: match.start()], speaker, role):
        return _after_verb(text, match, speaker, role)
    return text


def _after_verb(text: str, match: re.Match[str], speaker: str, role: str | None) -> str:
    rest = text[match.end() :]
    if addressed := _OBJECT.match(rest) if match["plain"] in ("told", "tells") else None:
        rest = rest[addressed.end() :]
    opening = _OPENING.match(rest)
    if opening and _only_tells(opening.group(), speaker, role):
        return rest[opening.end() :]
    return text if match["that"] else rest.strip()


def _names(who: str | None, speaker: str, role: str | None) -> bool:
    """Whether a stretch of text is no more than a naming of the speaker, who may stand there as a pronoun."""
    if not who or len(words(who)) > _LONGEST_FRAME:
        return False
    there = {stem(word) for word in words(who)}
    known = [stem(word) for word in words(speaker)]
    return (
        bool(known) and (known[-1] in there or bool(there & {"he", "she", "they"})) and _only_tells(who, speaker, role)
    )


def _only_tells(text: str, speaker: str, role: str | None) -> bool:
    """Whether words are only those by which something is told to be said: the speaker, the office, the occasion."""
    known = {stem(word) for word in words(f"{speaker} {role or ''}")}
    return all(
        stem(word) in known or stem(word) in _TELLING or word[:1].isupper() or word[:1].isdigit()
        for word in words(text)
    )


def _between(text: str, spans: list[tuple[int, int]]) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts.append(text[last:start])
        last = end
    return " ".join([*parts, text[last:]])
