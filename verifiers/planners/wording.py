"""The words of a claim, as a search wants them: which are names, which tell how many or when, which are rare."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from language import countries, dates, names, quantities, quotations, rarity, sentences, words
from language.dates import find_dates
from language.identification import VERSION as IDENTIFICATION_VERSION
from language.identification import identify
from language.names import find_names
from language.quantities import find_quantities
from language.quotations import find_quotations
from language.sentences import split_sentences, word_set
from language.words import STOP_WORDS, is_past_form
from warehouse.records import Claim

VERSION = (
    f"1.{countries.VERSION}.{dates.VERSION}.{names.VERSION}.{quantities.VERSION}.{quotations.VERSION}.{rarity.VERSION}"
    f".{sentences.VERSION}.{words.VERSION}.{IDENTIFICATION_VERSION}"
)

_MOST_QUOTED = 12  # words: more of a quotation are hardly repeated word for word
_FEWEST_QUOTED = 3

# That somebody said it, how it stands in a text, or when, as seen from its day, is no help in finding whether it is so.
_EMPTY = word_set(
    "said says told tell added stated announced claimed wrote according noted warned insisted today yesterday tomorrow "
    "monday tuesday wednesday thursday friday saturday sunday week weekend month day morning evening night last next "
    "recently currently ago earlier later spoke spoken reportedly allegedly since former year years number reporters "
    "condition anonymity including called"
)
# Within a date they are the date.
_CALENDAR = _EMPTY | word_set(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec early late mid spring summer autumn winter century decade quarter christmas easter"
)
# Words of degree and number: a neutral question leaves them open.
_DEGREE = word_set(
    "all every none most least more less fewer highest lowest largest biggest smallest record first last only never "
    "always half double doubled triple tripled twice hundreds thousands millions billions dozens majority percent per "
    "cent times"
)
# A number with its separators, initials, or a word with its apostrophes and hyphens.
WORD = re.compile(r"\d+(?:[.,]\d+)*%?|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’-][^\W_]+)*")
# What an editor put into a quotation was not said, and of several sentences one is enough.
_EDITED = re.compile(r"\[[^\]]{0,200}\]|\([^)]{0,200}\)|…|\.\.\.|—|(?<=[.!?]) ")
_AFTER_COLONS = re.compile(r"(?:[^:]|:(?!\s))+")
_UNCHANGED = word_set(
    "cut hit put set shut hurt cost let split quit spread burst shed"
)  # verbs: their past is the same
_BRACKETED = re.compile(r"\(([^()]{10,500})\)")
_FEWEST_FOREIGN = 4  # words by which a language can be told
_OF_FIGURES = 0.75  # "million" and "half" are common words; the thing that is counted may be any
_ACTION = re.compile(r"\w{3,}(?:ed|ing)", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """A telling word of a claim's text, as written, or a whole name. A part of a figure is `counted`."""

    text: str
    named: bool
    counted: bool
    rarity: float  # from 0 for the commonest word to 1

    @property
    def worth(self) -> float:
        """How much it narrows a search: names first, then figures, then rare words."""
        return 2.0 if self.named else 1.5 if self.counted else self.rarity

    @property
    def contested(self) -> bool:
        """Whether it may be what is wrong with the claim: a figure, a degree, what was done."""
        lowered = self.text.lower()
        done = bool(_ACTION.fullmatch(lowered)) or is_past_form(lowered) or lowered in _UNCHANGED
        return self.counted or lowered in _DEGREE or (done and not self.named)


@lru_cache(maxsize=64)  # each query of a claim asks for them
def telling_terms(claim: Claim) -> tuple[Term, ...]:
    """The claim's words and names that tell it from others, in order, each once; no dates, which `when` tells."""
    text = claim.text
    dated = [(one.start, one.end) for one in find_dates(text, claim.said_from)]
    counted = [(one.start, one.end) for one in find_quantities(text)]
    foreign = [span for span, _ in foreign_runs(text)]
    names = {*claim.entities, *(one.text for one in find_names(text)), claim.speaker or ""}
    whole = [[shown(word) for word in WORD.findall(name)] for name in sorted(names)]
    parts = {word for name in whole for word in name if word.lower() not in STOP_WORDS}
    found: dict[str, Term] = {}
    seen: set[str] = set()
    for match in WORD.finditer(text):
        written = shown(match.group())
        plain = written.lower()
        number = plain[0].isdigit()
        if _within(match, foreign) or (_within(match, dated) and (number or plain in _CALENDAR)):
            continue
        if written[0].isupper() and written in parts:
            if plain not in seen:
                name = max((one for one in whole if written in one), key=len)
                seen.update(word.lower() for word in name)
                told = " ".join(word for word in name if word.lower() not in STOP_WORDS)
                found.setdefault(told.lower(), Term(told, True, False, 1.0))
        elif number or not (plain in STOP_WORDS or plain in _EMPTY or len(plain) < 2 or plain in seen):
            rare = rarity.rarity(plain)
            figure = number or (_within(match, counted) and rare < _OF_FIGURES)
            found.setdefault(plain, Term(written, False, figure, rare))
    return tuple(found.values())


def shown(word: str) -> str:
    """A word without the 's of what it owns."""
    return re.sub(r"['’]s$|['’]$", "", word.replace("’", "'"))


def best(found: Sequence[Term], most: int) -> tuple[Term, ...]:
    """The terms worth most, in their order, of at most so many words.

    Names alone do not tell what happened: beyond two thirds of the room they give way to the rarest words.
    """
    room, for_names = most, 2 * most // 3
    kept: set[int] = set()
    order = sorted(range(len(found)), key=lambda place: (-found[place].worth, place))
    for early in (True, False):
        for place in order:
            size = found[place].text.count(" ") + 1
            allowed = not early or not found[place].named or size <= for_names
            if place not in kept and size <= room and allowed:
                kept.add(place)
                room -= size
                for_names -= size if found[place].named else 0
    return tuple(found[place] for place in sorted(kept))


def foreign_runs(text: str) -> list[tuple[tuple[int, int], str]]:
    """Where a text gives words in another language, and its ISO 639 code: in brackets, in marks, after a colon."""
    spans = [match.span(1) for match in _BRACKETED.finditer(text)]
    spans += [(one.inner_start, one.inner_end) for one in find_quotations(text)]
    spans += [
        (sentence.start + piece.start(), sentence.start + piece.end())
        for sentence in split_sentences(text)
        for piece in _AFTER_COLONS.finditer(text[sentence.start : sentence.end])
    ]
    found = []
    for start, end in spans:
        run = text[start:end]
        if len(WORD.findall(run)) >= _FEWEST_FOREIGN and (told := identify(run)) and not told.maybe_english:
            found.append(((start, end), told.code))
    return found


def _within(match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in spans)


def when(claim: Claim, *, exact: bool = False) -> list[str]:
    """The time that the claim's text speaks of, as words: a month and year, a year, or with `exact` a day; or none."""
    told = [one for one in find_dates(claim.text, claim.said_from) if one.earliest and one.latest]
    if not told:
        return []
    first = min(one.earliest for one in told if one.earliest)
    last = max(one.latest for one in told if one.latest)
    if claim.said_from and first.year < last.year and last >= claim.said_from:
        return [str(first.year)]  # from then to now
    if exact and first == last:
        return [str(first.day), f"{first:%B}", str(first.year)]
    if (first.year, first.month) == (last.year, last.month) or last - first <= timedelta(days=14):
        return [f"{last:%B}", str(last.year)]
    return [str(first.year)] if first.year == last.year else [str(year) for year in (first.year, last.year)]


def years_around(claim: Claim) -> list[str]:
    """The year that a claim is about, or was said in."""
    day: date | None = claim.about_from or claim.about_to or claim.said_from
    return [str(day.year)] if day else []


def quoted_words(claim: Claim) -> dict[str | None, str]:
    """The longest run of words that are quoted, as they stand, without what an editor put in: by its language.

    None stands for the claim's own language; another one is there where the article gives the words in it.
    """
    foreign = foreign_runs(claim.quote)
    elsewhere = [span for span, _ in foreign]
    quoted = [(one.inner_start, one.inner_end) for one in find_quotations(claim.quote)]
    if not quoted and claim.quote_fidelity == "verbatim":
        quoted = [(0, len(claim.quote))]
    runs: list[tuple[str | None, str]] = [(code, claim.quote[start:end]) for (start, end), code in foreign]
    runs += [(None, claim.quote[start:end]) for start, end in quoted if (start, end) not in elsewhere]
    found: dict[str | None, list[str]] = {}
    for language, run in runs:
        for piece in _EDITED.split(run):
            found[language] = max(found.get(language, []), WORD.findall(piece), key=len)
    return {
        language: " ".join(words[:_MOST_QUOTED]) for language, words in found.items() if len(words) >= _FEWEST_QUOTED
    }


def other_names(claim: Claim, pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What else the countries that a claim names are called, and the things that have two names in `pairs`."""
    others: dict[str, None] = {}
    for name in (*claim.entities, *(one.text for one in find_names(claim.text))):
        if key := countries.country_of(name):
            others.update(dict.fromkeys(countries.names_of(key)))
    for one, other in pairs:
        for here, elsewhere in ((one, other), (other, one)):
            # What is written in capitals is meant in capitals: WHO is not who.
            if re.search(rf"(?<![\w-]){re.escape(here)}(?![\w-])", claim.text, 0 if here.isupper() else re.IGNORECASE):
                others[elsewhere] = None
    return [name for name in others if name.lower() not in claim.text.lower()]
