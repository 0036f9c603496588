"""Phrases of time, and the other words that only open a clause."""

from collections.abc import Sequence

from extractors.grammar.tokens import Token
from extractors.grammar.word_classes import MONTHS, TIME_ADVERBS, TIME_NOUNS, WEEKDAYS, is_adverb
from language.numbers import ONES, TENS
from language.sentences import word_set

VERSION = 3

_SENTENCE_ADVERBS = word_set(
    "but and yet so however meanwhile still also moreover furthermore therefore thus instead nevertheless "
    "nonetheless then besides separately additionally similarly overall finally initially reportedly apparently "
    "perhaps later afterwards afterward or personally"
)
_COUNTS = word_set(f"a an few several some {' '.join(ONES)} {' '.join(TENS)}")


def time_phrase_end(tokens: Sequence[Token], index: int) -> int:
    """Where a phrase of time that begins at `index` ends ("on Sunday", "last week", "in March 2021"), else `index`."""
    ago = _ago_end(tokens, index)
    if ago > index:
        return ago
    i = index
    if i < len(tokens) and tokens[i].low in (
        "on",
        "in",
        "by",
        "during",
        "late",
        "early",
        "since",
        "over",
        "at",
        "until",
    ):
        i += 1
    # "on the Monday", "in early March", "late on Tuesday"
    led = ("on", "in") if i > index and tokens[index].low in ("late", "early") else ("late", "early", "the")
    if i < len(tokens) and tokens[i].low in led:
        i += 1
    if i >= len(tokens):
        return index
    low = tokens[i].low
    follows = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if low in WEEKDAYS or low in TIME_ADVERBS:
        i += 1
        if i < len(tokens) and tokens[i].low in ("morning", "afternoon", "evening", "night"):
            i += 1
        return i
    if low in MONTHS and tokens[i].is_capital:
        i += 1
        while i < len(tokens) and (
            tokens[i].low.isdigit()
            or (
                tokens[i].low == ","
                and i + 1 < len(tokens)
                and tokens[i + 1].low.isdigit()
                and len(tokens[i + 1].low) == 4
            )
        ):
            i += 1
        return i
    if low in ("last", "this", "next", "past", "previous", "following") and (
        follows in TIME_NOUNS or follows in WEEKDAYS or follows in MONTHS
    ):
        return i + 2
    if low == "weekend":
        return i + 1
    if low.isdigit() and follows in MONTHS:
        return i + 3 if i + 2 < len(tokens) and tokens[i + 2].low.isdigit() and len(tokens[i + 2].low) == 4 else i + 2
    if low.isdigit() and len(low) == 4 and 1500 < int(low) < 2200:
        return i + 1
    return index


def _ago_end(tokens: Sequence[Token], index: int) -> int:
    """Where "two weeks earlier", "a year ago" or "days later" ends that begins at `index`, else `index`."""
    for i in range(index, min(index + 3, len(tokens) - 1)):
        if tokens[i].low.removesuffix("s") in TIME_NOUNS and tokens[i + 1].low in ("ago", "earlier", "later"):
            counted = all(t.low in _COUNTS or t.low.isdigit() for t in tokens[index:i])
            return i + 2 if counted else index
    return index


def skip_openers(tokens: Sequence[Token], start: int, last: int) -> int:
    """The place after words that only open a clause: conjunctions, sentence adverbs, phrases of time."""
    i = start
    while i <= last:
        if tokens[i].low in _SENTENCE_ADVERBS or tokens[i].low == ",":
            i += 1
            continue
        if (
            is_adverb(tokens[i])
            and i < last
            and not tokens[i].is_possessive
            and tokens[i].low not in ("only", "both", "all", "not", "even")
        ):
            i += 1
            continue
        after = time_phrase_end(tokens, i)
        if i < after <= last:
            i = after
            continue
        return i
    return i
