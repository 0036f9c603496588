"""Why a passage may not be taken at its word: it disputes the claim, is of another time, or of the claim's own side."""

import re
from collections.abc import Sequence

from language.words import meaning, stem, words
from verifiers.attribution import Attribution, same_source, source_key
from verifiers.facts import Facts, country, telling_of
from verifiers.judges.alignment import Alignment
from verifiers.judges.naming import is_named
from verifiers.judges.terms import Terms
from verifiers.protocols import Evidence
from warehouse.records import Claim, Document

# A passage that holds one of these may tell a claim in order to dispute it.
_DISPUTED = re.compile(
    r"\b(?:false(?:ly|hoods?)?|misle[ad]\w*|misstat\w+|misquot\w+|misrepresent\w+|fake[ds]?|hoax\w*|debunk\w*"
    r"|myths?|rumou?rs?|incorrect\w*|inaccura\w+|untrue|erroneous\w*|conspirac\w+|unfounded|baseless|satir\w+"
    r"|fabricat\w+|disinformation|misinformation|no evidence|retract\w*|correction|fact[- ]check\w*|disput\w+"
    r"|den(?:y|ied|ies|ial))\b",
    re.IGNORECASE,
)
# Counts that grow by the day: two reports of two days differ, and both were right.
_GROWING_TABLE = """
die injure miss arrest infect infection case patient hospital evacuate rescue displace test casualty victim damage
recover body survivor confirm vote donate raise view sell
"""
GROWING = frozenset(meaning(stem(word)) for word in _GROWING_TABLE.split())


def may_dispute(claim: Claim, text: str) -> bool:
    """Whether a text has a word by which it may tell a claim in order to dispute it, which the claim has not."""
    return bool(_disputes(text) - _disputes(f"{claim.text} {claim.quote}"))


def counts_what_grows(terms: Terms) -> bool:
    """Whether a claim counts what grows by the day, so that another number of another day contradicts nothing."""
    units = [word for one in terms.quantities for word in words(one.unit or "")]
    counted = {word.group for word in terms.words} | {meaning(stem(word)) for word in units}
    return bool(terms.quantities) and bool(counted & GROWING)


def is_of_another_time(terms: Terms, evidence: Evidence) -> bool:
    """Whether all days that a dated document's passage states lie outside the time that the claim is about."""
    document = evidence.document
    if document.published_at is None or terms.period is None:
        return False
    found = [
        Alignment(terms, sentence, (), document.published_at.date())
        for sentence in telling_of(document).sentences
        if sentence.start < evidence.passage.end and evidence.passage.start < sentence.end
    ]
    dated = [one.time for one in found if one.own_days]
    return bool(dated) and all(time == "other" for time in dated)


def is_told_by_claimant(claim: Claim, evidence: Evidence) -> bool:
    """Whether a passage puts something down to the claim's speaker, institution or side."""
    telling = telling_of(evidence.document)
    passage = evidence.passage
    for place, sentence in enumerate(telling.sentences):
        if sentence.start < passage.end and passage.start < sentence.end:
            context = [*telling.sentences[max(0, place - 1) : place], telling.title]
            if any(is_same_side(claim, one, context) for one in sentence.attributions):
                return True
    return False


def is_claimants_own(claim: Claim, document: Document) -> bool:
    """Whether the claim's speaker or institution publishes it."""
    publisher = source_key(document.publisher or "")
    sides = [source_key(text) for text in (claim.speaker or "", *claim.attribution)]
    return any(same_source(publisher, side) for side in sides)


def is_same_side(claim: Claim, one: Attribution, context: Sequence[Facts]) -> bool:
    """Whether a passage's source is the claim's speaker, institution or country; "he" is whom the context names."""
    if not claim.speaker:
        return False
    if not source_key(one.source):
        return any(is_named(claim.speaker, around) for around in context)
    sides = [source_key(text) for text in (claim.speaker, claim.speaker_role or "", *claim.attribution)]
    found = source_key(one.source)
    return any(same_source(found, side) for side in sides) or bool(
        {one for side in sides for one in side if country(one)} & {one for one in found if country(one)}
    )


def _disputes(text: str) -> set[str]:
    return {match.group().lower() for match in _DISPUTED.finditer(text)}
