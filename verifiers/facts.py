"""What a sentence says, as far as it can be read off without understanding it: names, numbers, dates, words, polarity.

A document's sentences are read once and kept, for the same documents come up for many claims.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from language.countries import capital_of, country_of
from language.dates import VERSION as DATES_VERSION
from language.dates import find_dates
from language.names import VERSION as NAMES_VERSION
from language.names import Name, find_names
from language.quantities import VERSION as QUANTITIES_VERSION
from language.quantities import quantities_beside
from language.quotations import VERSION as QUOTATIONS_VERSION
from language.quotations import find_quotations
from language.sentences import VERSION as SENTENCES_VERSION
from language.sentences import cut, split_sentences
from language.words import STOP_WORDS, content_words, meaning, stem, words
from language.words import VERSION as WORDS_VERSION
from verifiers import attribution
from verifiers.attribution import Attribution, attributions, own_voice
from warehouse.records import DateMention, Document, Quantity

VERSION = (
    f"6.{attribution.VERSION}.{DATES_VERSION}.{NAMES_VERSION}.{QUANTITIES_VERSION}.{QUOTATIONS_VERSION}"
    f".{SENTENCES_VERSION}.{WORDS_VERSION}"
)

LONGEST_SENTENCE = 1200  # characters, which are those of a passage as well
_DOCUMENTS_KEPT = 500
_SENTENCES_READ = 3000  # of one document: more is a book, and its beginning is what was meant

# Possibility, plan, condition, wish: what is told is not told as done.
NOT_DONE = re.compile(
    r"\b(?:will|won['’]t|would|shall|may|might|could|should|must|can|cannot|if|unless|whether|if not"
    r"|(?:plan|intend|want|hope|aim|seek|wish|agree|vow|pledge|promise|threaten|offer|propose|decide|prepare|try|attempt"
    r"|expect|fail|refuse|decline|consider|discuss|weigh|demand|urge|ask|call)(?:s|d|ed|ned|ing|ning|ting)?"
    r" (?:to|for|on|that|whether)|tri(?:es|ed) to|sought to|considering|weighing|discussing|proposed|proposal|plans?"
    r"|(?:set|due|scheduled|slated|expected|likely|about|going|ready|able|unable|supposed|said|reported|alleged) to"
    r"|reportedly|allegedly|apparently|supposedly|purportedly|seemingly|presumably|possibly|perhaps|probably|likely|unlikely|rumou?red|suspected|potential(?:ly)?"
    r"|vot(?:e|es|ed|ing) to(?= [a-z])|draft|almost|nearly|yet to|seems?|seemed|appears?|appeared)\b",
    re.IGNORECASE,
)
# Without one of these a statement of it is another statement.
_QUANTIFIERS = re.compile(
    r"\b(?:all|every|only|first|last|most|none|both|entire|entirely|half|never|always|majority|minority|largest|biggest"
    r"|highest|lowest|smallest|best|worst|fewest|least|oldest|youngest|sole|but|except|besides|apart from|other than"
    r"|zero|second|third|fourth|fifth|unanimous(?:ly)?)\b",
    re.IGNORECASE,
)
_MUTUAL = "meet talk speak agree marry clash fight quarrel debate negotiate telephone phone"
# Verbs of which the two sides may change places.
MUTUAL = frozenset({meaning(stem(word)) for word in _MUTUAL.split()})

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word at [start, end) of its sentence: its stem, and the group of like meaning that the stem is in."""

    stem: str
    group: str
    start: int
    end: int


class Facts:
    """What one stretch of text says. `start` is its place in the text that it was taken from; `anchor` its own day.

    Names are told better from a whole text than from a sentence, and so are quotations: `whole` has those of the text
    that it was taken from.
    """

    def __init__(self, text: str, *, anchor: date | None, start: int = 0, whole: "Telling | None" = None) -> None:
        self.text = text
        self.anchor = anchor
        self.start = start
        self._whole = whole

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all content words, those of names and numbers too."""
        return frozenset(content_words(self.text))

    @cached_property
    def groups(self) -> frozenset[str]:
        """Every content word, number and part of a name, by meaning, and countries by one name."""
        found = {meaning(one) for one in self.stems}
        found.update(one for word in words(self.text) if word[0].isupper() and (one := country(word)))
        return frozenset(found)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        if self._whole is None:
            return tuple(find_names(self.text))
        here = (
            replace(found, start=found.start - self.start, end=found.end - self.start)
            for found in self._whole.names
            if self.start <= found.start and found.end <= self.end
        )
        return tuple(found for found in here if not self.text[found.start : found.end].isspace())

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        return tuple(find_dates(self.text, self.anchor))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers that are no part of a date."""
        return tuple(quantities_beside(self.text, self.dates))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The content words that are no part of a name, an office before it, a date or a number, in order."""
        taken = [(day.start, day.end) for day in self.dates]
        taken += [(number.start, number.end) for number in self.quantities]
        taken += [(one.start - len(one.role or "") - 1, one.end) for one in self.names]
        found = []
        for match in _WORD.finditer(self.text):
            plain = match.group().lower().replace("’", "'")
            if plain in STOP_WORDS or len(plain) < 2 or any(a < match.end() and match.start() < b for a, b in taken):
                continue
            stemmed = stem(plain)
            found.append(Word(stemmed, meaning(stemmed), match.start(), match.end()))
        return tuple(found)

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        return attributions(self.text)

    @cached_property
    def own(self) -> "Facts":
        """The same without what is put down to others."""
        spans = self._whole.quoted if self._whole else ()
        quoted = [
            (max(start, self.start) - self.start, min(end, self.end) - self.start)
            for start, end in spans
            if start < self.end and self.start < end
        ]
        if not self.attributions and not quoted:
            return self
        return Facts(own_voice(self.text, quoted), anchor=self.anchor, start=self.start, whole=self._whole)

    @cached_property
    def not_done(self) -> frozenset[str]:
        """The words by which it is left open, planned or conditional, in lower case."""
        return frozenset(
            match.group().lower()
            for match in NOT_DONE.finditer(self.text)
            if match.group() != "May" or not any(one.start <= match.start() < one.end for one in self.dates)
        )

    @cached_property
    def quantifiers(self) -> frozenset[str]:
        """The words that say of how many or of which it is so, but not those of a date ("last week")."""
        return frozenset(
            match.group().lower()
            for match in _QUANTIFIERS.finditer(self.text)
            if not any(one.start <= match.start() < one.end for one in self.dates)
        )


class Telling:
    """A document's sentences, read when they are first asked for.

    One that is longer than any (a table, a text without stops) is cut, and its pieces count as sentences.
    """

    def __init__(self, document: Document) -> None:
        anchor = document.published_at.date() if document.published_at else None
        text = document.text
        sentences = split_sentences(text)[:_SENTENCES_READ]
        spans = [piece for one in sentences for piece in cut(text, one, LONGEST_SENTENCE)][:_SENTENCES_READ]
        self._text = text[: spans[-1].end] if spans else ""
        self.title = Facts(document.title or "", anchor=anchor)
        self.sentences = tuple(
            Facts(text[span.start : span.end], anchor=anchor, start=span.start, whole=self) for span in spans
        )

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of the whole text."""
        return tuple(find_names(self._text))

    @cached_property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        """What stands in quotation marks, single words set off too: the text does not say them itself."""
        return tuple((one.start, one.end) for one in find_quotations(self._text))


@lru_cache(maxsize=_DOCUMENTS_KEPT)
def telling_of(document: Document) -> Telling:
    """A document's sentences; those of the documents that came up last are kept."""
    return Telling(document)


def country(name: str) -> str | None:
    """The country that a name stands for in news: Russia, Russian, Moscow and the Kremlin are one side."""
    return country_of(name) or capital_of(name)
