"""A claim as a passage puts it that calls a thing by what it is, "the council", once its page has told which one."""

import re

from language.names import Name
from language.words import STOP_WORDS
from verifiers.agreements.names import is_there
from verifiers.agreements.phrases import is_verb
from verifiers.agreements.told import Token, Told, told

_MOST_BETWEEN = 3  # words from a name to what it names: "Harlow Bay city council"
_SHORTEST = 4  # letters of a word that tells what something is
_OF = re.compile(r"\b(?P<head>[a-z]{4,})\s+(?:of|in|at)\s+(?:the\s+)?$")
_OF_IT = re.compile(r"\b(?:of|in|at)\s+$")
_OWNING = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)


def described_alike(claim: str, passage: str, *, title: str = "", before: str = "") -> str:
    """A claim with "the council" for "the Harlow Bay council" where the passage says so and its page tells which it is.

    `before` is what stands before the passage. It is told by "the Harlow Bay council" on the page, or by a title that
    names Harlow Bay where neither it nor the passage names another place or body. A network takes a name that a passage
    lacks for another one's. The claim stays as it is where the council of somebody else is told of as well.
    """
    ours, theirs, headline, lead = (told(text, None) for text in (claim, passage, title, before))
    for name in ours.names:
        if name.kind == "person" or ours.is_date_or_number(name.start) or is_there(name, theirs):
            continue
        found = _behind(name, ours) or _before(name, ours)
        if found is None:
            continue
        start, end, head = found
        if not re.search(rf"\bthe {head}\b", passage, re.IGNORECASE) or _is_of_another(
            head, name, theirs, headline, lead
        ):
            continue
        if _is_told(head, name, f"{title}\n{before}") or _is_the_title_s(name, headline, theirs):
            return f"{claim[:start]}{'The' if start == 0 else 'the'} {head}{claim[end:]}"
    return claim


def _is_told(head: str, name: Name, page: str) -> bool:
    """Whether a page says which one it is: "the Harlow Bay council", "the council of Harlow Bay"."""
    own = re.escape(name.text)
    behind = rf"{own}(?:['’]s?)?\s+(?:[a-z]+\s+){{0,2}}(?i:{head})\b"
    return re.search(rf"\b(?:{behind}|(?i:{head})\s+(?:of|in|at)\s+(?:the\s+)?{own}\b)", page) is not None


def _is_the_title_s(name: Name, title: Told, passage: Told) -> bool:
    """Whether a title names it, and neither the title nor the passage names anything that might be meant instead."""
    if not is_there(name, title):
        return False
    others = [one for one in title.names if one.kind != "person" or " " not in one.text]
    others += [one for one in passage.names if one.kind in ("place", "organisation")]
    own = told(name.text, None)
    return all(is_there(one, own) for one in others)


def _behind(name: Name, ours: Told) -> tuple[int, int, str] | None:
    """Where "the Harlow Bay city council", "Norvexa's vaccine" or "Harlow Bay Council" stands, and its last word."""
    start = _with_article(name, ours)
    line = ours.line_at(name.start)
    if line is None or (start == name.start and _OF_IT.search(ours.text[:start])):
        return None
    last: Token | None = None
    before: Token | None = None
    for one in line.tokens:
        if line.start + one.start < name.end:
            before = one
            continue
        if one.capital or one.plain in STOP_WORDS or is_verb(one, before) or not one.plain.isalpha():
            break
        if ours.text[(line.start + (last or before or one).end) : line.start + one.start].strip(" -’'s"):
            break
        last = before = one
        if _OWNING.search(line.text[one.start : one.end]):  # "the Harlow Bay council's vote"
            break
    if last is not None:
        behind = [one for one in line.tokens if name.end <= line.start + one.start <= line.start + last.start]
        if len(behind) <= _MOST_BETWEEN and len(last.plain) >= _SHORTEST:
            return start, line.start + last.start + len(last.plain), last.plain
        return None
    word = name.text.split()[-1].lower()
    return (start, name.end, word) if " " in name.text and len(word) >= _SHORTEST else None


def _before(name: Name, ours: Told) -> tuple[int, int, str] | None:
    """Where "the mayor of Harlow Bay" stands, and what is of it."""
    found = _OF.search(ours.text[: name.start])
    if found is None or not (article := _ARTICLE.search(ours.text[: found.start()])):
        return None
    return article.start(), name.end, found["head"]


def _with_article(name: Name, ours: Told) -> int:
    article = _ARTICLE.search(ours.text[: name.start])
    return article.start() if article else name.start


def _is_of_another(head: str, name: Name, *texts: Told) -> bool:
    """Whether another one of the sort is named: "the Sundvik council", "the council of Sundvik"."""
    own = STOP_WORDS | {word.lower() for word in name.text.split()}
    named = (
        rf"\b(?P<one>[A-Z][\w-]*)(?:['’]s?)?\s+(?:[a-z]+\s+)?(?i:{head})\b",
        rf"\b(?i:{head})\s+(?:of|in)\s+(?:the\s+)?(?P<one>[A-Z][\w-]*)",
    )
    return any(
        match["one"].lower() not in own
        for text in texts
        for pattern in named
        for match in re.finditer(pattern, text.text)
    )
