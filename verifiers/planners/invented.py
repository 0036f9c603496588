"""What a proposed query says that its claim does not: rule 2, for searches.

A query that brings in a name, a number or a date finds the story of that and not of the claim. The words of a query
are looked at one by one: unlike a rewrite of the claim, it asserts nothing of how they hang together.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from language.casing import VERSION as CASING_VERSION
from language.casing import is_written_small
from language.countries import VERSION as COUNTRIES_VERSION
from language.countries import capital_of, country_of
from language.numbers import ONES, SCALES, TENS
from warehouse.records import Article, Claim

VERSION = f"1.{CASING_VERSION}.{COUNTRIES_VERSION}"

_ISO_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_WORD = re.compile(r"[^\W\d_](?:[\w&]|[.'’](?=\w))*|\d(?:[\d.,]*\d)?")
_MONTHS = tuple(f"{date(2000, month, 1):%B}".casefold() for month in range(1, 13))
# "one" is far more often a pronoun than a number.
_NUMBER_WORDS = frozenset((ONES.keys() | TENS.keys() | SCALES.keys()) - {"one"})
_MOST_YEARS = 30  # of a time that a claim is about: "since 1900" lets every year through


def invented_words(text: str, claim: Claim, article: Article) -> tuple[str, ...]:
    """The words of a query in the claim's own language that are a name, a number or a date which the claim has not.

    What the claim has: its text, its quote, its people and names, the article's headline and place, and the days,
    months and years of its clocks. A capitalised word that English writes small ("Official Gazette") is no name.
    """
    known = _known(claim, article)
    dates = _of_dates(claim)
    return tuple(word for word in _words(text) if not _is_known(word, known, dates))


def invented_numbers(text: str, claim: Claim, article: Article) -> tuple[str, ...]:
    """The same of a query in another language, in whose words no name can be recognised: its numbers alone."""
    known = _known(claim, article) | _of_dates(claim)
    digits = (word for word in _words(text) if word[0].isdigit())
    return tuple(word for word in digits if _key(word) not in known)


def _is_known(word: str, known: frozenset[str], dates: frozenset[str]) -> bool:
    key = _key(word)
    if key in known or key in dates or (len(key) == 1 and key.isalpha()):  # one letter is a piece of "U.S."
        return True
    if word[0].isdigit() or key in _NUMBER_WORDS or key in _MONTHS:
        return False
    if country := _country(word):
        return country in known
    if not any(ch.isupper() or ch.istitle() for ch in word):
        # A script without capitals cannot be proved to bring in no name.
        return all(ch.islower() or not ch.isalpha() for ch in word)
    return is_written_small(word)


@lru_cache(maxsize=256)
def _known(claim: Claim, article: Article) -> frozenset[str]:
    told = (
        *(claim.text, claim.quote, claim.speaker, claim.speaker_role, claim.venue, *claim.attribution),
        *(*claim.entities, article.headline, article.dateline),
    )
    words = [word for text in told if text for word in _words(text)]
    # A country's adjective and its people stand for it; the keys of countries are lower case, as those of words are.
    return frozenset((*map(_key, words), *filter(None, map(_country, (*words, *claim.entities)))))


def _of_dates(claim: Claim) -> frozenset[str]:
    """The years and the names of the months of the claim's clocks, and the numbers of days that are known."""
    published = claim.published_at.date() if claim.published_at else None
    times = [(claim.said_from, claim.said_to), (claim.about_from, claim.about_to), (published, published)]
    times += [(one.earliest, one.latest) for one in claim.dates]
    days = [day for time in times for day in time if day]
    found = {str(day.year) for day in days} | {_MONTHS[day.month - 1] for day in days}
    # The first and the last day of "in 2024" are no days that the claim speaks of.
    found |= {str(first.day) for first, last in times if first and first == last}
    if claim.about_from and claim.about_to and claim.about_to.year - claim.about_from.year <= _MOST_YEARS:
        found |= {str(year) for year in range(claim.about_from.year, claim.about_to.year + 1)}
    return frozenset(found)


def _country(word: str) -> str | None:
    return country_of(word) or country_of(f"{word}.") or capital_of(word)  # "U.S." stands here without its last dot


def _words(text: str) -> Iterator[str]:
    """The words and numbers of a text, an ISO date as a year, the name of a month and a day."""
    told = _ISO_DAY.sub(lambda iso: f"{iso[1]} {_month(iso[2])} {iso[3]}", text)
    return (match.group() for match in _WORD.finditer(told))


def _month(number: str) -> str:
    return _MONTHS[int(number) - 1] if 1 <= int(number) <= len(_MONTHS) else number


def _key(word: str) -> str:
    """A word as it is compared: without case, possessive s, the dots of "U.S.", the commas and zeros of numbers."""
    if word[0].isdigit():
        plain = word.replace(",", "")
        return str(int(plain)) if plain.isdecimal() else plain
    return re.sub(r"['’]s?$", "", word.casefold()).replace("’", "'").replace(".", "")
