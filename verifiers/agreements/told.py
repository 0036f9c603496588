"""A text as it is held against another: its sentences, and their words by meaning; each part is read when asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from language.dates import find_dates
from language.names import Name, find_names
from language.quantities import quantities_beside
from language.quotations import find_quotations
from language.sentences import Span, split_sentences
from language.words import STOP_WORDS, meaning, stem
from verifiers.facts import country
from warehouse.records import DateMention, Quantity

_TEXTS_KEPT = 4000

_TOKEN = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*|\d[\d.,]*")
# Corpora write "the bank , which `` paid ''": the text as it was printed.
_TAKEN_APART = (
    (re.compile(r"``|''"), '"'),
    (re.compile(r"-LRB- ?"), "("),
    (re.compile(r" ?-RRB-"), ")"),
    (re.compile(r" (?=[,.;:?!)](?:\s|$)|(?:'s|n't|'re|'ve)\b)"), ""),
    (re.compile(r"(?<=[(]) "), ""),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) of its text: in lower case, its stem, its meaning, whether it has a capital."""

    plain: str
    stem: str
    group: str
    start: int
    end: int
    capital: bool

    @property
    def empty(self) -> bool:
        """Whether it says little by itself."""
        return self.plain in STOP_WORDS


class Line:
    """One sentence at [start, end) of a text."""

    def __init__(self, whole: "Told", start: int, end: int) -> None:
        self.whole = whole
        self.start = start
        self.end = end
        self.text = whole.text[start:end]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All its words, in order; offsets count in the sentence."""
        return tuple(_tokens(self.text))

    @cached_property
    def groups(self) -> frozenset[str]:
        """Its content words by meaning, countries by one name."""
        return frozenset(one.group for one in self.tokens if not one.empty)

    @cached_property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        """What stands in quotation marks, as places in the sentence."""
        return tuple(
            (max(one.start - self.start, 0), min(one.end, self.end) - self.start)
            for one in self.whole.quotations
            if one.start < self.end and self.start < one.end
        )


class Told:
    """A text, with the day that its relative dates count from, where it is known."""

    def __init__(self, text: str, day: date | None) -> None:
        self.text = text
        self.day = day

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(Line(self, one.start, one.end) for one in split_sentences(self.text))

    @cached_property
    def groups(self) -> frozenset[str]:
        return frozenset().union(*(line.groups for line in self.lines))

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Every word in lower case, the stop words too."""
        return frozenset(one.plain for line in self.lines for one in line.tokens)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return tuple(find_names(self.text))

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return tuple(find_dates(self.text, self.day))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers that are no part of a date."""
        return tuple(quantities_beside(self.text, self.dates))

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """What is said in quotation marks; a word or two set off are a title or a nickname more often than speech."""
        return tuple(Span(one.start, one.end) for one in find_quotations(self.text) if not one.scare)

    def is_date_or_number(self, place: int) -> bool:
        """Whether a place of the text lies in a date or a number."""
        return any(one.start <= place < one.end for one in self.dates) or any(
            one.start <= place < one.end for one in self.quantities
        )

    def line_at(self, place: int) -> Line | None:
        """The sentence in which a place of the text lies."""
        return next((line for line in self.lines if line.start <= place < line.end), None)

    def nearest(self, groups: frozenset[str]) -> list[tuple[float, Line]]:
        """The sentences by the share of some words that they have, the fullest first."""
        if not groups:
            return [(0.0, line) for line in self.lines]
        shares = [(len(groups & line.groups) / len(groups), line) for line in self.lines]
        return sorted(shares, key=lambda pair: (-pair[0], pair[1].start))


@lru_cache(maxsize=_TEXTS_KEPT)
def told(text: str, day: date | None) -> Told:
    """A text as it is compared; those that came up last are kept, for a claim meets many passages, and they many."""
    if "``" in text or " , " in text or " ." in text or "-LRB-" in text:
        for pattern, put in _TAKEN_APART:
            text = pattern.sub(put, text)
    return Told(text, day)


def _tokens(text: str) -> Sequence[Token]:
    found = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        plain = raw.lower().replace("’", "'").removesuffix("'s").rstrip(".,'")
        capital = raw[0].isupper()
        named = country(f"{raw}." if "." in raw else raw) if capital else None  # "U.S" has lost its last point
        stemmed = stem(plain) if plain else plain
        found.append(Token(plain, stemmed, named or meaning(stemmed), match.start(), match.end(), capital))
    return found
