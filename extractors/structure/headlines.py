"""The grammar of headlines, where nothing but a headline is there to be read.

A headline leaves out articles and "is", and tells in the present what has happened: "Council votes to close library".
"""

from collections.abc import Sequence
from dataclasses import replace

from extractors.building import ClaimDraft
from extractors.grammar.tokens import Token, tokenize
from extractors.grammar.verb_forms import PAST, PRESENT
from language.sentences import word_set

VERSION = 1

_FEWEST_WORDS = 4
_ASKING = word_set("how why what when where who which whose is are can could should will would do does did")
_PARTICIPLES = word_set("dead killed injured hurt wounded missing held jailed found shot hit cut shut set charged")
_FRAGMENT = "a fragment without a verb"


def as_statement(draft: ClaimDraft, text: str) -> ClaimDraft:
    """A headline's draft as what it tells, where rules of full sentences took it for a fragment."""
    tokens = tokenize(text, draft.start, draft.end)
    if not _tells(tokens):
        return (
            draft if draft.not_checkable_reason else replace(draft, not_checkable_reason=_FRAGMENT, status="unchecked")
        )
    if draft.not_checkable_reason != _FRAGMENT:
        return draft
    return replace(draft, kind="event", not_checkable_reason=None)


def _tells(tokens: Sequence[Token]) -> bool:
    words = [token for token in tokens if token.is_word]
    if len(words) < _FEWEST_WORDS or words[0].low in _ASKING or tokens[-1].low == "?":
        return False
    return any(
        word.low in PRESENT
        or word.low in PAST
        or word.low in _PARTICIPLES
        or (word.low.endswith("ed") and len(word.low) > 4)
        for word in words[1:]
    )
