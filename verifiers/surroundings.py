"""What a claim that names nothing by itself is about: told by the names that stand around it in its article.

"At least three people had died" is true after many floods, and "the dam supplies 600,000 people" of many dams. A page
that names nothing of what the article names around such a claim tells of another matter, however well its words fit.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from language.countries import country_of
from language.names import VERSION as NAMES_VERSION
from language.names import Name, find_names
from language.sentences import split_sentences
from verifiers.attribution import agency_of
from warehouse.records import Claim, Document

VERSION = f"3.{NAMES_VERSION}"

_LEAD = 2  # sentences of an article that tell what it is about
_BEFORE, _AFTER = 3, 1  # sentences beside a claim that it may lean on
_READ = 200_000  # characters of a page in which names are looked for
_DEFINITE = re.compile(r"(?:the|this|that|these|those|its|his|her|their|it|he|she|they)\b", re.IGNORECASE)
# What is so in general needs no place and no name; a thing that happened, or a number, is somebody's or somewhere's.
_GENERAL = frozenset({"state", "cause"})
_CREDIT = re.compile(r"\([^()]{2,40}\)(?=\s?[-–—])")  # of a dateline: whose story it is, and not what it tells of
_WORD = re.compile(r"\w+")


def names_around(claim: Claim, article: str, *, begins: int = 0) -> tuple[str, ...]:
    """The names, one of which a page must have to be about the same matter as a claim of this article.

    None where the claim names something by itself, or holds anywhere, or where the article names nothing around it.
    `begins` is where this text of the article begins in the one that the claim's places are of.
    """
    if find_names(claim.text) or (claim.kind in _GENERAL and not _DEFINITE.match(claim.text)):
        return ()
    own = claim.start - begins
    place = own if own >= 0 and article.startswith(claim.quote, own) else article.find(claim.quote)
    return _names_at(article, place) if place >= 0 else ()


@lru_cache(maxsize=4096)
def _names_at(article: str, place: int) -> tuple[str, ...]:
    sentences = split_sentences(article)
    own = next((number for number, span in enumerate(sentences) if place < span.end), len(sentences) - 1)
    near = range(max(own - _BEFORE, 0), min(own + _AFTER + 1, len(sentences)))
    found = [
        name
        for number in sorted({*range(min(_LEAD, len(sentences))), *near})
        for name in find_names(_CREDIT.sub("", sentences[number].of(article)))
        # A country is told of every day; it tells what is meant only where it stands beside.
        if agency_of(name.text) is None and (number in near or country_of(name.text) is None)
    ]
    once: dict[str, str] = {}
    for name in map(_told_by, found):
        once.setdefault(name.lower(), name)
    return tuple(once.values())


def _told_by(name: Name) -> str:
    """A name as it is looked for: of a person the surname."""
    return name.text.split()[-1] if name.kind == "person" else name.text


def is_named_in(document: Document, names: Sequence[str]) -> bool:
    """Whether a page has one of the names, in its title or its text."""
    words = _words(f"{document.title or ''}\n{document.text[:_READ]}")
    return any(words.issuperset(_words(name)) for name in names)


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    """The words that have a capital or a figure first, in lower case: those of names, in whatever case they are set."""
    return frozenset(word.lower() for word in _WORD.findall(text) if not word[0].islower())
