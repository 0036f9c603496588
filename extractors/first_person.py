"""What a speaker tells of themselves, retold with the speaker's name: "I signed it in May" of Ann Lee's words.

Only where English lets the change be made without a doubt: past tenses, modals, "am" and "have". "We" may mean anybody,
save where somebody who speaks for a body tells what it has done.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.selfcontained import Replacement
from extractors.speakers import Speaker
from extractors.tokens import Token
from extractors.verb_forms import PAST
from extractors.verbs import is_finite
from extractors.word_classes import MODALS, is_adverb
from language.sentences import word_set

VERSION = 3

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
    if sum(token.low == "[" for token in tokens) != sum(token.low == "]" for token in tokens):
        return None  # the editor's words begin before, or end behind, what is left
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


_SPEAKS_FOR = word_set(
    "mayor president chief director head chairman chairwoman chairperson chair spokesman spokeswoman spokesperson "
    "secretary manager leader executive ceo governor principal commissioner"
)
_OF_BODY = re.compile(
    r"(?P<office>[\w -]+) (?:of|at|for) (?P<the>the )?(?P<body>[A-ZÀ-Þ][\w’' .-]*|(?<=the )[\w’' -]+)\Z"
)
_BODY_S = re.compile(r"(?P<the>the )?(?P<body>[\w .-]+?)(?:['’]s|(?<=s)['’]) (?P<office>[\w -]+)\Z", re.IGNORECASE)
_NO_BODIES = word_set("state staff mission house defence defense")


def body_of(role: str | None) -> str | None:
    """The body that a role speaks for: "the hospital" of "the hospital's medical director"; None where none is told."""
    for shape in (_BODY_S, _OF_BODY):
        match = shape.match(role or "")
        if match is None or match["office"].lower().split()[-1] not in _SPEAKS_FOR:
            continue
        body = match["body"]
        if body.lower().split()[0] in _NO_BODIES or any(sign in body for sign in ",;"):
            return None
        return body if body[0].isupper() and not match["the"] else f"the {body}"
    return None


def retold_for(tokens: Sequence[Token], body: str) -> Retold | None:
    """A speaker's sentence that begins with "we" and tells what was done, with the body that they speak for instead."""
    while tokens and (tokens[0].low in _ANSWERS or not tokens[0].is_word):
        tokens = tokens[1:]
    if len(tokens) < 2 or tokens[0].low not in ("we", "we've") or any(t.low in _OTHERS - _WE for t in tokens):
        return None
    made: list[Replacement] = []
    read: list[Token] = []
    turned = False
    for place, token in enumerate(tokens):
        new: str | None = None
        if token.low in _WE:
            verb = next((k for k in range(place + 1, min(place + 4, len(tokens))) if not is_adverb(tokens[k])), None)
            if token.low == "we" and (verb is None or not _tells_what_was_done(tokens, verb)):
                return None
            new = f"{'it' if place else body}{' has' if token.low != 'we' else ''}"
            turned = token.low == "we" and verb is not None and tokens[verb].low in _TURNED
        elif turned and token.low in _TURNED:
            new, turned = _TURNED[token.low], False
        if new is not None:
            made.append((token.start, token.end, new))
            token = replace(token, text=new, low=new.lower())
        read.append(replace(token, quoted=False))
    return Retold(tuple(made), tuple(read))


_WE = frozenset(("we", "we've"))


def _tells_what_was_done(tokens: Sequence[Token], verb: int) -> bool:
    low = tokens[verb].low
    return low in ("have", "haven't", "had", "did", "didn't") or (
        is_finite(tokens, verb) and (low.endswith("ed") or low in PAST)
    )
