"""Rule 2: whether the self-contained text of a claim keeps to what its article says.

The test is meant to err towards "foreign": a rewrite that is dropped costs a pronoun, one that is kept wrongly puts
words into an article's mouth.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from language.dates import find_dates
from warehouse.records import DateMention

VERSION = 2

_LONGEST_NAME = 12  # words
_LONGEST_ABBREVIATION = 3  # letters
_LONGEST_PERSON = 4  # words: a title and three names


def keeps_to_article(
    text: str, quote: str, article_text: str, dates: Sequence[DateMention], anchor: date | None = None
) -> bool:
    """Rule 2: whether every name, number and date in `text` is the article's; see `foreign_parts`."""
    return not foreign_parts(text, quote, article_text, dates, anchor)


def foreign_parts(
    text: str, quote: str, article_text: str, dates: Sequence[DateMention], anchor: date | None = None
) -> tuple[str, ...]:
    """What a rewrite says that the article does not: names, numbers and dates, and those of the quote that it lost.

    A name is a run of capitalised words; it may be put together from the article's names, but only where one of them
    ends and another begins, so that "Vladimir Zelensky" is foreign to an article about Vladimir Putin and Zelensky.
    A date may repeat the article's words, or name a day, month or year that holds one of the article's resolved dates.
    A text in a script without capitals cannot be proved to keep to the article, and is foreign as a whole.
    """
    if text == quote:
        return ()
    if any(unicodedata.category(ch) == "Lo" for ch in text if ch not in "ªº"):
        return (text,)
    own = _words_of(article_text)
    foreign: list[str] = []
    rest = list(text)
    spoken = find_dates(text, anchor)
    for mention in spoken:
        if not _is_known_date(mention, own, dates):
            foreign.append(mention.text)
        rest[mention.start : mention.end] = "," * (mention.end - mention.start)
    bare = "".join(rest)
    numbers = set(_numbers(bare))
    foreign += sorted(numbers - own.numbers)
    foreign += [" ".join(run) for run in _name_runs(bare, own) if not own.has_name(run)]
    said = find_dates(quote, anchor)
    outside_dates = quote
    for mention in reversed(said):
        outside_dates = outside_dates[: mention.start] + " " + outside_dates[mention.end :]
    # "$350 billion" for "$100 billion" is no rewrite: one that tells numbers must tell those of the quote.
    if numbers:
        foreign += sorted(set(_numbers(outside_dates)) - numbers)
    if spoken:
        foreign += [mention.text for mention in said if not _survives(mention, spoken)]
    return tuple(dict.fromkeys(foreign))


def _is_known_date(mention: DateMention, own: "_Words", dates: Sequence[DateMention]) -> bool:
    if f" {' '.join(_keys(mention.text))} " in own.line:
        return True
    if mention.earliest is None or mention.latest is None:
        return False
    return any(
        known.earliest is not None
        and known.latest is not None
        and mention.earliest <= known.earliest
        and known.latest <= mention.latest
        for known in dates
    )


def _survives(mention: DateMention, spoken: Sequence[DateMention]) -> bool:
    """Whether a date of the quote is still told by one of the rewrite's dates, in its words or by its day.

    "Yesterday (27 February)" in the words of somebody who spoke before the article keeps the "yesterday" of the quote.
    """
    if mention.earliest is None or mention.latest is None:
        return True
    return any(other.text == mention.text for other in spoken) or any(
        other.earliest is not None
        and other.latest is not None
        and other.earliest <= mention.latest
        and mention.earliest <= other.latest
        for other in spoken
    )


_WORD = re.compile(r"[^\W\d_](?:[\w&]|[.'’-](?=\w))*|\d(?:[\d.,]*\d)?")
_ENDS_SENTENCE = frozenset(".!?:;")
_OPENS_SENTENCE = frozenset('“"‘([—–')
# Words that open an English sentence with a capital and are no names; any other capital must be the article's.
_LOWER_OPENERS = """
a about according across after against all also although amid among an and another any as at because before being
between both but by despite during each either even every few following for former four from had has have he her
here his how however if in including into is it its last later like many members more most much neither new no none
nor not now of on once one only or other others our over people she since so some such than that the their them then
there these they this those three though through to two under unlike until up upon was we were what when where
whether which while who whose why with within without you
"""
_OPENERS = frozenset(_LOWER_OPENERS.split())
_SMALL_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve
thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
# Without "one", which is far more often a pronoun than a number.
_NUMBER_WORDS = {
    **{word: str(number) for number, word in enumerate(_SMALL_NUMBERS.split()) if word != "one"},
    **{word: str(10 * tens) for tens, word in enumerate(_TENS.split(), 2)},
    "dozen": "12",
    **{word: word for word in ("hundred", "thousand", "million", "billion", "trillion", "half", "third", "quarter")},
    **{f"{word}s": word for word in ("hundred", "thousand", "million", "billion", "trillion", "dozen")},
}


def _keys(text: str) -> list[str]:
    """The words of a text as they are compared: without case, possessive s, and the dots of "U.S."."""
    return [_key(match.group()) for match in _WORD.finditer(text)]


def _key(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold()).replace("’", "'").replace(".", "" if word[0].isalpha() else ".")


def _numbers(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isdigit():
            yield word.replace(",", "")
        else:
            for part in word.casefold().split("-"):
                if part in _NUMBER_WORDS:
                    yield _NUMBER_WORDS[part]


@dataclass(frozen=True)
class _Words:
    """An article's words, arranged so that names and numbers can be looked up."""

    line: str  # every word, one blank between
    plain: frozenset[str]  # words that stand somewhere without a capital
    numbers: frozenset[str]
    names: frozenset[tuple[str, ...]]  # every part of every run of capitalised words
    shortened: frozenset[tuple[str, ...]]  # "President Putin" for "President Vladimir Putin"
    starts: frozenset[tuple[str, ...]]  # the parts with which a run begins
    ends: frozenset[tuple[str, ...]]  # the parts with which a run ends

    def has_name(self, run: tuple[str, ...]) -> bool:
        """Whether a run is one of the article's, or several of them, each whole at the seam."""
        # From its end, so that each rest is looked at once: a run can be as long as a text in capitals.
        whole = [False] * len(run)
        for start in reversed(range(len(run))):
            reach = range(start + 1, min(len(run), start + _LONGEST_NAME) + 1)
            rest = run[start : reach.stop]
            whole[start] = (reach.stop > len(run) and (rest in self.names or rest in self.shortened)) or any(
                cut < len(run)
                and whole[cut]
                and run[start:cut] in self.ends
                and any(prefix in self.starts for prefix in _prefixes(run[cut : cut + _LONGEST_NAME]))
                for cut in reach
            )
        return whole[0]


@lru_cache(maxsize=8)
def _words_of(text: str) -> _Words:
    runs = [tuple(run) for run in _runs(text)]
    parts = {
        run[i:j] for run in runs for i in range(len(run)) for j in range(i + 1, min(len(run), i + _LONGEST_NAME) + 1)
    }
    return _Words(
        line=f" {' '.join(_keys(text))} ",
        plain=frozenset(m.group().casefold() for m in _WORD.finditer(text) if m.group()[0].islower()),
        numbers=frozenset(_numbers(text)),
        names=frozenset(parts),
        shortened=frozenset((part[0], part[-1]) for part in parts if 3 <= len(part) <= _LONGEST_PERSON),
        # A sentence's first word has its capital for free, so a name may begin after it.
        starts=frozenset(part for run in runs for i in (0, 1) for part in _prefixes(run[i:])),
        ends=frozenset(run[i:] for run in runs for i in range(max(0, len(run) - _LONGEST_NAME), len(run))),
    )


def _prefixes(run: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (run[:j] for j in range(1, min(len(run), _LONGEST_NAME) + 1))


def _runs(text: str) -> Iterator[list[str]]:
    """The runs of capitalised words with only blanks, or the dot of an abbreviation, between them."""
    run: list[str] = []
    previous, last_end = "", 0
    for match in _WORD.finditer(text):
        word = match.group()
        gap = text[last_end : match.start()].strip()
        joined = gap == "" or (gap == "." and (len(previous) <= _LONGEST_ABBREVIATION or "." in previous))
        if run and (not joined or previous.endswith(("'s", "’s")) or not _is_capitalised(word)):
            yield run
            run = []
        if _is_capitalised(word):
            run.append(_key(word))
        previous, last_end = word, match.end()
    if run:
        yield run


def _is_capitalised(word: str) -> bool:
    return any(ch.isupper() or ch.istitle() for ch in word)


def _opens_sentence(text: str, at: int) -> bool:
    before = at
    while before and text[before - 1].isspace():
        before -= 1
    if not before or text[before - 1] in _OPENS_SENTENCE:
        return True
    return before < at and text[before - 1] in _ENDS_SENTENCE


def _name_runs(text: str, own: _Words) -> Iterator[tuple[str, ...]]:
    """A rewrite's runs of capitalised words, without a word that is capital only because it opens a sentence."""
    blanked = list(text)
    for match in _WORD.finditer(text):
        word = match.group()
        known = word.casefold() in _OPENERS or word.casefold() in own.plain
        if word == "I" or (known and _opens_sentence(text, match.start())):
            blanked[match.start() : match.end()] = "," * len(word)
    for run in _runs("".join(blanked)):
        yield tuple(run)
