"""A text in capitals, written as it would be printed otherwise: one character for one, so that offsets stay.

What is a name is told by the article's own words elsewhere and, failing that, by a table of the words that English
writes small (`training/casing.py`): a word that is not in it is taken for a name.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from language.countries import country_of
from language.name_words import FIRST_NAMES
from language.sentences import Span, split_sentences, word_set

VERSION = 1

_WORD = re.compile(r"[^\W\d_]+(?:['’&][^\W\d_]+)*")
_ABBREVIATION = re.compile(r"(?<!\w)(?:[A-Z]\.){2,}")
_FEWEST_LETTERS = 12
_FEWEST_WORDS = 3
_ALWAYS_CAPITAL = word_set(
    "i i'm i'd i've i'll monday tuesday wednesday thursday friday saturday sunday january february march april june "
    "july august september october november december mr mrs ms dr st"
)
_HONORIFICS = word_set("mr mrs ms dr")
_MONTHS_OR_VERBS = word_set("may march")
_BEFORE_MONTHS = word_set("in on since until by from early late mid last next this of during for")
_SMALL_IN_NAMES = word_set("of the and for in on at to de la van von der den bin")


def in_capitals(text: str) -> bool:
    """Whether a paragraph is printed in capitals throughout, so that they tell nothing of names."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) < _FEWEST_LETTERS or len(_WORD.findall(text[:400])) < _FEWEST_WORDS:
        return False
    return sum(char.isupper() for char in letters) >= 0.95 * len(letters)


def uncapitalised(text: str, paragraphs: Sequence[Span]) -> str:
    """The text with those paragraphs that are in capitals written in small letters, names and beginnings excepted."""
    shouted = [span for span in paragraphs if in_capitals(span.of(text))]
    if not shouted:
        return text
    known = _written_forms(text, shouted)
    out = list(text)
    for paragraph in shouted:
        for sentence in split_sentences(text, paragraph.start, paragraph.end):
            _rewrite(text, sentence, known, out)
    return "".join(out)


def as_name(words: str) -> str:
    """A name printed in capitals as it is written otherwise: "JANE DE LA CRUZ" becomes "Jane de la Cruz"."""
    if not words.isupper():
        return words
    return _WORD.sub(lambda match: _in_name(match.group(), first=not match.start()), words)


def small_words(words: str) -> str:
    """A description printed in capitals as it is written otherwise: "MAYOR OF OLDPORT" becomes "mayor of Oldport"."""
    return _WORD.sub(lambda match: _cased(match.group(), "", "", {}), words)


def is_written_small(word: str) -> bool:
    """Whether English mostly writes a word small, wherever it stands, so that a capital makes no name of it."""
    low = word.casefold().replace("’", "'").removesuffix("'s")
    return low in _table().small and low not in FIRST_NAMES and low not in _ALWAYS_CAPITAL


def _in_name(word: str, *, first: bool) -> str:
    low = word.lower()
    if low in _table().short and not (low in FIRST_NAMES or (first and len(low) > 3)):
        return word
    if low in _SMALL_IN_NAMES and not first:
        return low
    return re.sub(r"^\w|(?<=^[od]['’])\w", lambda letter: letter.group().upper(), low)


def _written_forms(text: str, shouted: Sequence[Span]) -> Mapping[str, str]:
    """How the rest of the text writes its words in the middle of sentences, by the word in small letters."""
    forms: dict[str, Counter[str]] = {}
    position = 0
    for span in [*shouted, Span(len(text), len(text))]:
        for sentence in split_sentences(text, position, span.start):
            for match in _WORD.finditer(text, sentence.start, sentence.end):
                if match.start() != sentence.start:
                    forms.setdefault(match.group().lower(), Counter())[match.group()] += 1
        position = span.end
    return {low: counts.most_common(1)[0][0] for low, counts in forms.items()}


def _rewrite(text: str, sentence: Span, known: Mapping[str, str], out: list[str]) -> None:
    kept = {
        place for match in _ABBREVIATION.finditer(text, sentence.start, sentence.end) for place in range(*match.span())
    }
    words = list(_WORD.finditer(text, sentence.start, sentence.end))
    for place, match in enumerate(words):
        if match.start() in kept:
            continue
        before = words[place - 1].group().lower() if place else ""
        after = words[place + 1].group().lower() if place + 1 < len(words) else ""
        cased = _cased(match.group(), before, after, known)
        if not place:
            cased = cased[0].upper() + cased[1:]
        if len(cased) == len(match.group()):  # a few letters of the world have no small form of their own length
            out[match.start() : match.end()] = cased


def _cased(word: str, before: str, after: str, known: Mapping[str, str]) -> str:
    table, small = _table(), word.lower()
    low = small.replace("’", "'")
    stem = low.removesuffix("'s")
    capital = small[0].upper() + small[1:]
    form = known.get(small) or known.get(stem)
    if form:
        return form + small[len(form) :]
    if low in _MONTHS_OR_VERBS:
        return capital if before in _BEFORE_MONTHS or before.isdigit() else small
    if low == "us":
        return word if before in ("the", "in", "by", "from") else small
    if stem in table.short:
        return word[: len(stem)] + small[len(stem) :]
    named = stem in FIRST_NAMES and before not in ("the", "a", "to") and after and after not in table.small
    if stem in _ALWAYS_CAPITAL or low in _ALWAYS_CAPITAL or country_of(stem) or before in _HONORIFICS or named:
        return capital
    return small if stem in table.small or low in table.small else capital


class _Table:
    """The words of `casing.txt`: those written small, and abbreviations."""

    def __init__(self, text: str) -> None:
        _, small, short = text.split("\n\n")
        self.small = frozenset(small.split("\n"))
        self.short = frozenset(short.split())


@lru_cache(maxsize=1)
def _table() -> _Table:
    return _Table((files("language") / "casing.txt").read_text(encoding="utf-8"))
