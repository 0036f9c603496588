"""What a speaker tells of themselves, retold with the speaker's name: "I signed it in May" of Ann Lee's words.

Only where English lets the change be made without a doubt: past tenses, modals, "am" and "have". "We" may mean anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.grammar import MODALS, PAST, Token, is_adverb, is_finite
from extractors.selfcontained import Replacement
from extractors.speakers import Speaker
from language.sentences import word_set

VERSION = 1

_OTHERS = word_set(
    "me mine myself we we're we've we'll we'd us our ours ourselves you your yours you're you've i'd let's"
)
_TURNED = {"am": "is", "have": "has", "do": "does", "haven't": "hasn't", "don't": "doesn't"}
_SHORT = {"i'm": "is", "i've": "has", "i'll": "will"}
_ANSWERS = word_set("yes no well so and but ok okay sure right look now actually")
_HIS = {"he": "his", "she": "her"}


@dataclass(frozen=True)
class Retold:
    """A sentence in the third person: what to replace in the article's words, and the tokens as they then read."""

    replacements: tuple[Replacement, ...]
    tokens: tuple[Token, ...]


def retold(tokens: Sequence[Token], speaker: Speaker) -> Retold | None:
    """A speaker's sentence about themselves with their name in place of "I"; None where it cannot be retold surely."""
    while tokens and (tokens[0].low in _ANSWERS or not tokens[0].is_word):
        tokens = tokens[1:]
    if not tokens or any(token.low in _OTHERS for token in tokens):
        return None
    made: list[Replacement] = []
    read: list[Token] = []
    named = turned = False
    for place, token in enumerate(tokens):
        new: str | None = None
        if token.low in _SHORT:
            new = f"{_self(speaker, named=named)} {_SHORT[token.low]}"
            named = True
        elif token.low == "i":
            verb = next((k for k in range(place + 1, min(place + 4, len(tokens))) if not is_adverb(tokens[k])), None)
            if verb is None or not _keeps_its_form(tokens, verb):
                return None
            new, named = _self(speaker, named=named), True
            turned = tokens[verb].low in _TURNED
        elif token.low == "my":
            new = _HIS.get(speaker.gender or "", "their") if named else f"{speaker.name}’s"
            named = True
        elif turned and token.low in _TURNED:
            new, turned = _TURNED[token.low], False
        if new is not None:
            made.append((token.start, token.end, new))
            token = replace(token, text=new, low=new.lower())
        read.append(replace(token, quoted=False))
    return Retold(tuple(made), tuple(read)) if named else None


def _self(speaker: Speaker, *, named: bool) -> str:
    return (speaker.gender or speaker.name) if named else speaker.name


def _keeps_its_form(tokens: Sequence[Token], verb: int) -> bool:
    """Whether a verb behind "I" reads the same behind a name, or is one of the few whose other form is known."""
    low = tokens[verb].low
    if low in MODALS or low in _TURNED or low in ("was", "wasn't", "had", "did", "didn't", "hadn't"):
        return True
    return is_finite(tokens, verb) and (low.endswith("ed") or low in PAST)
