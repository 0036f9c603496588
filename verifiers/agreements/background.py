"""Days of something else than the deed: "Denning, who ran the dam until 2022," was not sentenced in 2022.

They tell who or what it is, or what it is compared with: "94 billion (April 2025: 88 billion)".
"""

import re

from language.words import is_past_form
from verifiers.agreements.phrases import AUXILIARIES, verbs
from verifiers.agreements.told import Line

_RELATIVE = re.compile(r"\W*(?:who|which|whose|whom|where)\b", re.IGNORECASE)
_SET_OFF = re.compile(r",(?!\d)|\s[–—-]\s|[()]")
_IN_BRACKETS = re.compile(r"\([^()]{0,40}$")
_ITS_NUMBER = re.compile(r"[^():;.]{4,20}:\s*[^\w\s]?\d")
_COMPARED = re.compile(
    r"\b(?:against|than|compared\s+(?:with|to)|versus|(?:change|up|down)\s+(?:on|from))\s+[^.;:,]{0,30}$", re.IGNORECASE
)


def is_background(line: Line, place: int, done: frozenset[str]) -> bool:
    """Whether a day at a place of a sentence stands in what is set off by commas and tells of somebody, no deed.

    `done` is what the claim says is done, by meaning: its own deed is none of the background, wherever it stands.
    """
    if _is_compared(line, place):
        return True
    edges = list(_SET_OFF.finditer(line.text))
    before = [match.end() for match in edges if match.end() <= place]
    behind = [match.start() for match in edges if match.start() > place]
    if not before:
        return False
    first, last = before[-1], behind[0] if behind else len(line.text)
    ones = [one for one in line.tokens if first <= one.start < last]
    inside = [one for one in verbs(line) if first <= one.start < last]
    if not ones or any(one.group in done for one in ones):
        return False
    if _RELATIVE.match(line.text[first:last]):
        return _has_a_verb(line, first, last)
    if not behind:
        return False
    # "Born in 1961", "president of the senate since 2019": no sentence by itself.
    participle = is_past_form(ones[0].plain) and len(inside) <= 1
    return (
        (not inside or participle)
        and not line.whole.is_date_or_number(line.start + ones[0].start)
        and _has_a_verb(line, first, last)
    )


def _is_compared(line: Line, place: int) -> bool:
    """Whether it is the day of what is compared with: "(April 2025: 88 billion)", "against 2 billion in April 2025"."""
    before = line.text[:place]
    in_brackets = _IN_BRACKETS.search(before) is not None and _ITS_NUMBER.match(line.text[place:]) is not None
    return in_brackets or _COMPARED.search(before) is not None


def _has_a_verb(line: Line, first: int, last: int) -> bool:
    """Whether something is done outside of a stretch of a sentence."""
    return any(not first <= one.start < last and one.plain not in AUXILIARIES for one in verbs(line))


def done_in(line: Line) -> frozenset[str]:
    """What a sentence says is done, by meaning."""
    return frozenset(one.group for one in verbs(line) if one.plain not in AUXILIARIES)
