"""Fact-checks as their publishers mark them up: what one ClaimReview of schema.org says.

What cannot be used is told with its reason, and the rest is read. Nothing is fetched.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from language.moments import VERSION as MOMENTS_VERSION
from language.moments import Moment, parse_moment
from language.pages import canonical_url
from warehouse.records import clean_text

VERSION = f"1.{MOMENTS_VERSION}"  # of claim_review_texts.py too

_LONGEST_CLAIM = 2_000
_LONGEST_FIELD = 500
_MOST_APPEARANCES = 20
_ONE_DAY = timedelta(days=1)
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Rating:
    """What a fact-checker made of a claim: in words, or as a number with the ends of its scale where they are told."""

    words: str | None = None
    value: float | None = None
    worst: float | None = None
    best: float | None = None

    @property
    def told(self) -> str | None:
        """The rating as a person is shown it: the words, or the number with its scale."""
        if self.words:
            return self.words
        if self.value is None:
            return None
        scale = f" on a scale from {self.worst:g} to {self.best:g}" if self.has_scale else ""
        return f"{self.value:g}{scale}"

    @property
    def has_scale(self) -> bool:
        """Whether it is known what the number's worst and best would be."""
        return self.worst is not None and self.best is not None and self.worst < self.best


@dataclass(frozen=True)
class ClaimReview:
    """One fact-check of one claim. `notes` say what of it could not be used."""

    claim: str  # as the fact-checker worded it
    rating: Rating = Rating()
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    reviewed: Moment | None = None
    modified: Moment | None = None
    claimant: str | None = None
    claimed: Moment | None = None
    appearances: tuple[str, ...] = ()  # addresses at which the claim was made
    language: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def last_changed(self) -> date | None:
        """The day from which it reads as it does: a rating may have been changed after it was first published."""
        days = [moment.at.date() for moment in (self.reviewed, self.modified) if moment]
        return max(days) if days else None


@dataclass(frozen=True)
class Unusable:
    """Something that is no usable ClaimReview, with the reason as a user is told it."""

    reason: str


def read_claim_review(item: Mapping[str, Any], named: Mapping[str, dict[str, Any]]) -> ClaimReview | Unusable:
    """What one ClaimReview says. `named` are the objects of its block that others refer to by their @id."""
    return _Reader(item, named).read()


class _Reader:
    """Reads one ClaimReview, noting what of it could not be used."""

    def __init__(self, item: Mapping[str, Any], named: Mapping[str, dict[str, Any]]) -> None:
        self._item = item
        self._named = named
        self._notes: list[str] = []

    def read(self) -> ClaimReview | Unusable:
        claim = self._text(self._item, "claimReviewed", longest=_LONGEST_CLAIM)
        if not claim:
            return Unusable("it has no claimReviewed, so what it is about is not known")
        url = self._address(self._get(self._item, "url")) or self._address(self._get(self._item, "mainEntityOfPage"))
        if url is None:
            self._notes.append("its url is missing or is not an address on the web")
        reviewed = self._moment(self._item, "datePublished") or self._moment(self._item, "dateCreated")
        modified = self._moment(self._item, "dateModified")
        if reviewed is None and modified is None and not self._notes_on("date"):
            self._notes.append("it does not tell on which day it was published")
        rating = self._rating()
        if rating.told is None:
            self._notes.append("it has no rating")
        reviewed_things = self._objects(self._item, "itemReviewed")
        return ClaimReview(
            claim=claim,
            rating=rating,
            url=url,
            title=self._text(self._item, "headline") or self._text(self._item, "name"),
            publisher=self._text(self._item, "author") or self._text(self._item, "publisher"),
            reviewed=reviewed or modified,
            modified=modified if reviewed and modified and modified.at - reviewed.at >= _ONE_DAY else None,
            claimant=_first(self._text(thing, "author") for thing in reviewed_things),
            claimed=_first(self._moment(thing, "datePublished") for thing in reviewed_things),
            appearances=self._appearances(reviewed_things),
            language=self._language(),
            notes=tuple(self._notes),
        )

    def _notes_on(self, what: str) -> bool:
        return any(note.startswith(f"its {what}") for note in self._notes)

    def _get(self, item: Mapping[str, Any], name: str) -> Any:
        """A property, written plainly, with schema.org's prefix or as its address; a reference is followed."""
        if name in item:
            return self._followed(item[name])
        return next((self._followed(item[written]) for written in _written(name) if written in item), None)

    def _followed(self, value: Any) -> Any:
        if isinstance(value, dict) and len(value) == 1 and "@id" in value:
            return self._named.get(str(value["@id"]), value)
        return value

    def _objects(self, item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        value = self._get(item, name)
        values = value if isinstance(value, list) else [value]
        return [one for one in map(self._followed, values) if isinstance(one, dict)]

    def _text(self, item: Mapping[str, Any], name: str, *, longest: int = _LONGEST_FIELD) -> str | None:
        value = self._get(item, name)
        if value is None:
            return None
        texts = [text for one in (value if isinstance(value, list) else [value]) if (text := self._plain(one))]
        if not texts:
            return None
        if len(set(texts)) > 1 and name == "claimReviewed":
            self._notes.append("it reviews several claims at once: the first was taken")
        if len(texts[0]) > longest:
            self._notes.append(f"its {name} is longer than {longest} characters and was cut")
        return texts[0][:longest]

    def _plain(self, value: Any, depth: int = 3) -> str:
        """What a value says, as plain text: a string, a number, or an object's own value or name."""
        if isinstance(value, str):
            return plain_text(value)
        value = self._followed(value)
        if isinstance(value, dict | list) and depth:
            inner = value if isinstance(value, list) else [value.get("@value"), self._get(value, "name")]
            return _first(self._plain(one, depth - 1) for one in inner) or ""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value) if is_number else plain_text(value) if isinstance(value, str) else ""

    def _moment(self, item: Mapping[str, Any], name: str) -> Moment | None:
        told = self._text(item, name)
        moment = _moment_of(told) if told else None
        if told and moment is None:
            self._notes.append(f"its {name} {told[:40]!r} is not a date")
        return moment

    def _rating(self) -> Rating:
        value = self._get(self._item, "reviewRating")
        ratings = self._objects(self._item, "reviewRating")
        if not ratings:
            return Rating(words=_first(self._plain(one) for one in (value if isinstance(value, list) else [value])))
        # In the order in which desks use them: alternateName is the one that ClaimReview's guides ask for.
        words = _first(self._text(one, name) for name in ("alternateName", "name") for one in ratings)
        told = _first(self._text(one, "ratingValue") for one in ratings)
        number = _number(told)
        if words is None and told and number is None:
            words = told
        if words is not None and _number(words) is not None:
            words, number = None, _number(words)
        ends = [_number(_first(self._text(one, name) for one in ratings)) for name in ("worstRating", "bestRating")]
        return Rating(words=words, value=number, worst=ends[0], best=ends[1])

    def _appearances(self, things: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
        found = [
            address
            for thing in things
            for name in ("url", "appearance", "firstAppearance")
            for one in self._several(thing, name)
            if (address := self._address(one))
        ]
        return tuple(dict.fromkeys(found))[:_MOST_APPEARANCES]

    def _several(self, item: Mapping[str, Any], name: str) -> list[Any]:
        value = self._get(item, name)
        return value if isinstance(value, list) else [value]

    def _address(self, value: Any) -> str | None:
        if isinstance(value, list):
            return next((address for one in value if (address := self._address(one))), None)
        if isinstance(value, dict):
            value = self._get(value, "url") or value.get("@id")
        return canonical_url(clean_text(value)) if isinstance(value, str) else None

    def _language(self) -> str | None:
        """Its code, without a region: "de" of "de-AT"."""
        told = self._get(self._item, "inLanguage")
        if isinstance(told, dict):
            told = self._get(told, "alternateName") or self._get(told, "name")
        match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", told) if isinstance(told, str) else None
        return match[1].lower() if match else None


@lru_cache
def _written(name: str) -> tuple[str, ...]:
    return f"schema:{name}", f"https://schema.org/{name}", f"http://schema.org/{name}"


_moment_of = lru_cache(maxsize=10_000)(parse_moment)  # a feed has many fact-checks of one day


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value), None)


def _number(told: str | None) -> float | None:
    """A plain number, with a decimal point or comma; what else may begin with digits is words."""
    if told is None or not re.fullmatch(r"-?\d{1,6}(?:[.,]\d{1,6})?", told.strip()):
        return None
    return float(told.strip().replace(",", "."))


def plain_text(markup: str) -> str:
    """A field's words in one line: without tags, entities, control characters and marks that turn the direction."""
    if markup.isprintable() and markup.isascii() and "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    text = html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", clean_text(markup))))
    # Once more, for feeds that escape their markup a second time.
    text = _TAG.sub(" ", _UNSEEN.sub(" ", text))
    return " ".join(clean_text(_INVISIBLE.sub("", text)).split())
