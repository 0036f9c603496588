"""Reads whether somebody said something: by the words themselves where they are quoted, by what they say where not."""

import re
from collections.abc import Sequence
from itertools import combinations

from language.quotations import find_quotations
from language.spoken import what_was_said
from language.statements import Statement, read_statement
from language.words import are_opposites, words
from verifiers.attribution import same_source, source_key
from verifiers.facts import Facts
from verifiers.judges.alignment import Alignment, Read
from verifiers.judges.naming import is_named
from verifiers.judges.terms import Terms
from verifiers.sides import day_said
from warehouse.records import KINDS_OF_SAYING, Claim, Document

VERSION = 3

_FEWEST_IN_A_ROW = 5  # words that two people hardly ever say alike
_SHARE_IN_A_ROW = 0.7  # of the quotation: a paper may cut it
_FEWEST_WORDS = 2  # content words that a paraphrase must have, among
_FEWEST_ANCHORS = 4  # names, numbers and words
_SHARE_OF_WORDS = 0.75
_SHARE_OF_RENDERINGS = 0.5  # two translations of one sentence have about so many words in common


def is_about_words(claim: Claim) -> bool:
    """Whether it is the saying, or the holding of a position, that is claimed."""
    return claim.kind in KINDS_OF_SAYING


def read_quote(terms: Terms, sentences: Sequence[Facts], document: Document) -> Read:
    """Supports where the claim's speaker is told to have said the claim's words, or the same in other words.

    Nothing here refutes: that a passage quotes somebody else, or other words, does not say that these were not said.
    """
    claim = terms.claim
    if not claim.speaker:
        return Read()
    who = claim.speaker
    published = document.published_at.date() if document.published_at else None
    for place, sentence in enumerate(sentences):
        before = sentences[max(0, place - 1) : place]
        if not _speaks(who, sentence, before):
            continue
        if run := _same_words(claim, sentence.text):
            return Read("supports", 1.0, True, f"it quotes {who} with the words “{run}”")
        found = Alignment(terms, sentence, before, published)
        if _says_the_same(found):
            told = [terms.facts.text[word.start : word.end] for word in found.shared_words[:4]]
            return Read(
                "supports", found.coverage, True, f"it reports {who} as saying so, with “{' … '.join(told)}” in both"
            )
    return Read()


def is_reworded(claim: Claim, text: str) -> bool:
    """Whether a text quotes the claim's quotation in other words, as another translation has it.

    Names, numbers, days and negations agree, no word is the opposite of one there, and half of the words are shared:
    such words bear a saying out, or leave it open, and never refute it.
    """
    day = day_said(claim)
    spoken = _spoken(claim.quote) or [what_was_said(claim.text, claim.speaker or "", claim.speaker_role)]
    told = [read_statement(one, day=day) for one in _spoken(text)]
    return any(_are_renderings(read_statement(one, day=day), other) for one in spoken for other in told)


def _spoken(text: str) -> list[str]:
    return [text[one.inner_start : one.inner_end] for one in find_quotations(text) if not one.scare]


def _are_renderings(first: Statement, second: Statement) -> bool:
    shared = len(first.words & second.words)
    return (
        (first.names, sorted(first.numbers), first.cues) == (second.names, sorted(second.numbers), second.cues)
        and shared >= _SHARE_OF_RENDERINGS * max(len(first.words), len(second.words), 1)
        and not any(are_opposites(*pair) for pair in combinations(sorted(first.words ^ second.words), 2))
    )


def _speaks(who: str, sentence: Facts, before: Sequence[Facts]) -> bool:
    """Whether the sentence puts something down to the speaker: by name, or to "he" where the one before names them."""
    key = source_key(who)
    for one in sentence.attributions:
        source = source_key(one.source)
        if same_source(source, key):
            return True
        if not source and any(is_named(who, around) for around in before):
            return True
    return False


def _same_words(claim: Claim, text: str) -> str | None:
    """The run of the claim's quoted words that stands in a text, as long as it is long enough to be no chance."""
    spoken = [claim.quote[one.inner_start : one.inner_end] for one in find_quotations(claim.quote)]
    if not spoken and claim.quote_fidelity == "verbatim":
        spoken = [claim.quote]
    written = max((words(one) for one in spoken), key=len, default=[])
    longest = [_plain_word(word) for word in written]
    if len(longest) < _FEWEST_IN_A_ROW:
        return None
    there = f" {' '.join(_plain(text))} "
    wanted = max(_FEWEST_IN_A_ROW, round(_SHARE_IN_A_ROW * len(longest)))
    for first in range(len(longest) - wanted + 1):
        last = first + wanted
        if f" {' '.join(longest[first:last])} " in there:
            while last < len(longest) and f" {' '.join(longest[first : last + 1])} " in there:
                last += 1
            return " ".join(written[first:last])
    return None


def _plain(text: str) -> list[str]:
    return [_plain_word(word) for word in words(text)]


def _plain_word(word: str) -> str:
    return re.sub(r"[.’']", "", word).lower()


def _says_the_same(found: Alignment) -> bool:
    terms = found.terms
    return (
        len(terms.words) >= _FEWEST_WORDS
        and terms.anchors >= _FEWEST_ANCHORS
        and found.coverage >= _SHARE_OF_WORDS
        and all(word in found.shared_words for word in terms.key_words)
        and not found.missing_names
        and not found.missing_quantities
        and not found.opposites
        and found.same_roles
        and found.same_quantifiers
        and found.time in ("stated", "near")
        and found.negations == terms.negations
    )
