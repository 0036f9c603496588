"""Saying is not so: the passage "X said P" against the claim P, and the same passage against the claim "X said P".

Held-out Wikinews sentences with an attribution of their own come first, as the extractor takes them apart; the rest are
sentences of the same articles in their own voice, put into the mouth of somebody made up.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.altered_set import Told, held_out_articles
from benchmarks.cases import Case, claim_from, evidence_from
from language.sentences import split_sentences
from language.words import STOP_WORDS
from warehouse.records import KINDS_OF_SAYING, Claim

PAIRS = 100
_MOST_OF_THEIR_OWN = 40
_WORDS = range(7, 36)
_SEED = 43
# Neither somebody's own words, nor what points to them or to another sentence, nor a half of a bracket.
_UNFIT = re.compile(
    r"[“”\"«»\[\]:;]|\b(?:I|we|our|my|us|me|you|your|said|says|told|according)\b|^(?:This|That|It|They)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“”\"]")
_TOLD = re.compile(r"\b(?:said|according to|reported|confirmed|announced|claimed|told|indicated)\b", re.IGNORECASE)
_ASSERTS = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|did|could|\w{2,}ed)\b")
_SPEAKERS = (
    ("Marta Ekholm", "Marta Ekholm, a spokeswoman for the council"),
    ("Jonas Wierda", "Jonas Wierda, who heads the association"),
    ("Adaeze Nwosu", "Adaeze Nwosu, an analyst"),
    ("Colm Brannigan", "Colm Brannigan, a former official"),
    ("Priya Raghunathan", "Priya Raghunathan, a lawyer for the family"),
    ("Viktor Salomaa", "Viktor Salomaa, a member of the opposition"),
)
# {p} is the sentence within another, {P} by itself, both without their full stop.
_TELLINGS = (
    "{long}, said that {p}.",
    "According to {long}, {p}.",
    "“{P},” said {long}.",
    "{long}, told reporters that {p}.",
    "{P}, {name} claimed.",
    "In a statement, {name} said {p}.",
    "{long}, insisted that {p}.",
    "{P}, according to {name}.",
    "{name} alleged in an interview that {p}.",
    "{long}, argued that {p}.",
)


@dataclass(frozen=True)
class Saying:
    """One passage, and the two claims that are read against it."""

    so: Case
    said: Case
    article: str  # the id of the document that it is from


def sayings(shared: Path, most: int = PAIRS) -> list[Saying]:
    """As many as the held-out articles give; the same on every run."""
    dice = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    articles = held_out_articles(shared)
    theirs = [one for told in articles for one in _their_own(told)]
    ours = [(told, claim) for told in articles for claim in told.claims if _is_plain(claim)]
    dice.shuffle(theirs)
    dice.shuffle(ours)
    theirs = theirs[:_MOST_OF_THEIR_OWN]
    return [*theirs, *_made(ours[: most - len(theirs)])][:most]


def _their_own(told: Told) -> Iterator[Saying]:
    """Claims that the article puts down to somebody it names in the same sentence."""
    text = told.document.text
    for sentence in split_sentences(text):
        passage = " ".join(text[sentence.start : sentence.end].split())
        if not _TOLD.search(passage) or _QUOTED.search(passage):
            continue
        for claim in told.claims:
            inside = sentence.start <= claim.start and claim.end <= sentence.end
            named = claim.speaker if claim.speaker_named else None
            shorter = len(claim.quote.split()) + 2 < len(passage.split())
            if named and named in passage and inside and shorter and _is_fit(claim) and not _TOLD.search(claim.text):
                yield _saying(told, passage, claim.text, f"{named} said that {_inside(claim.text, text)}")


def _is_plain(claim: Claim) -> bool:
    return claim.speaker is None and claim.checkable and _is_fit(claim)


def _is_fit(claim: Claim) -> bool:
    balanced = claim.text.count("(") == claim.text.count(")")
    fit = claim.kind not in KINDS_OF_SAYING and claim.quote_fidelity != "verbatim" and not _UNFIT.search(claim.text)
    return fit and balanced and _ASSERTS.search(claim.text) is not None and len(claim.text.split()) in _WORDS


def _made(sentences: Sequence[tuple[Told, Claim]]) -> Iterator[Saying]:
    for place, (told, claim) in enumerate(sentences):
        name, long = _SPEAKERS[place % len(_SPEAKERS)]
        telling = _TELLINGS[place % len(_TELLINGS)]
        inside = _inside(claim.text, told.document.text)
        passage = telling.format(p=inside.rstrip("."), P=claim.text.rstrip("."), name=name, long=long)
        yield _saying(told, passage, claim.text, f"{name} said that {inside}")


def _saying(told: Told, passage: str, so: str, said: str) -> Saying:
    def case(text: str, gold: str) -> Case:
        claim = claim_from(text, "saying", passage, text, said=told.published)
        return Case(claim, evidence_from(claim, [passage], published=told.published), gold)

    return Saying(case(so, "not supported"), case(said, "supported"), told.document.document_id)


def _inside(sentence: str, article: str) -> str:
    """A sentence as it stands within another: its first word small, unless it may be a name or part of one."""
    first, space, rest = sentence.partition(" ")
    small = first.lower()
    is_common = rest[:1].islower() and re.search(rf"(?<![\w’'-]){re.escape(small)}(?![\w’'-])", article)
    return f"{small}{space}{rest}" if small in STOP_WORDS or is_common else sentence
