"""Small questions about stretches of tokens and dates that drafting asks."""

import re
from collections.abc import Sequence
from datetime import date

from extractors.attribution import Attribution
from extractors.grammar import MODALS, Token, finite_verbs, is_finite, skip_openers
from extractors.kinds import Reading
from extractors.selfcontained import VAGUE_TIMES
from warehouse.records import ClaimKind, DateMention

VERSION = 1


def kind_of_private(reading: Reading) -> tuple[ClaimKind, str]:
    """What the words of somebody unknown are, and why they cannot be checked: nobody can find out who said them."""
    if reading.kind in ("opinion", "feeling", "prediction", "question", "instruction") and reading.reason:
        return reading.kind, reading.reason
    return "opinion", "a personal view of somebody who is not known in public"


def goes_on(tokens: Sequence[Token], attribution: Attribution) -> bool:
    """Whether a report goes on after its source interrupts it: "The data were, the study says, closely linked"."""
    content = tokens[attribution.content[0] : attribution.content[1]]
    return len(finite_verbs(content)) == 0 or not any(t.is_word for t in content[-1:]) or unfinished(content)


def leads_unquoted(tokens: Sequence[Token], attribution: Attribution) -> bool:
    """Whether the speaker's words begin before the quotation does: "The plan's “fatal flaws,” she wrote, “…”"."""
    first = attribution.verb if attribution.inverted else attribution.source.opened
    lead = tokens[skip_openers(tokens, 0, first - 1) : first] if first else ()
    return any(t.quoted for t in lead) and any(t.is_word and not t.quoted for t in lead)


def unfinished(content: Sequence[Token]) -> bool:
    return content[-1].low in (
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "and",
        "but",
        "the",
        "of",
        "in",
    )


def before_second_predicate(tokens: Sequence[Token]) -> int:
    """Where ", and" adds a second predicate to the same subject, so that what stands before it is whole; else 0."""
    if any(token.low in ("if", "unless", "whether", "not", "no", "never") for token in tokens):
        return 0
    for i in range(4, len(tokens) - 2):
        if tokens[i].low == "," and tokens[i + 1].low in ("and", "but") and not tokens[i].quoted:
            adds = tokens[i + 2].low in MODALS or is_finite(tokens, i + 2)
            return i if adds and finite_verbs(tokens, 0, i) else 0
    return 0


def is_progressive(tokens: Sequence[Token]) -> bool:
    """Whether the statement tells of something under way, which is a view of it more often than a fact."""
    verbs = finite_verbs(tokens)
    return any(
        tokens[v].low in ("is", "are") and any(t.low.endswith("ing") for t in tokens[v + 1 : v + 4]) for v in verbs
    )


def quoted_stretches(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The places of the words of each quotation within a sentence, without the marks."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i, token in enumerate([*tokens, None]):
        if token is not None and token.quoted:
            start = i if start is None else start
        elif start is not None:
            first, last = start, i
            while first < last and not tokens[first].is_word:
                first += 1
            while last > first and not tokens[last - 1].is_word and tokens[last - 1].low not in ("%", "?"):
                last -= 1
            if last > first:
                found.append((first, last))
            start = None
    return found


def span_of(dates: Sequence[DateMention]) -> tuple[date | None, date | None]:
    known = [
        d
        for d in dates
        if d.earliest and d.latest and not (d.certainty == "approximate" and d.text.lower() in VAGUE_TIMES)
    ]
    known = [d for d in known if d.certainty == "exact"] or known
    if not known:
        return None, None
    return min(d.earliest for d in known if d.earliest), max(d.latest for d in known if d.latest)


def since(text: str, about: tuple[date | None, date | None], day: date | None) -> tuple[date | None, date | None]:
    """ "since 2022" lasts until the article's own day."""
    if about[0] is not None and day is not None and day > about[0] and re.search(r"\bsince\b", text, re.IGNORECASE):
        return about[0], max(day, about[0])
    return about
