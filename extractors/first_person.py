"""What a speaker tells of themselves, retold with the speaker's name: "I signed it in May" of Ann Lee's words.

Only where English lets the change be made without a doubt: past tenses, modals, "am" and "have". "We" may mean anybody,
save where somebody who speaks for a body tells what it has done.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.grammar.tokens import Token
from extractors.grammar.verb_forms import PAST
from extractors.grammar.verbs import is_finite
from extractors.grammar.word_classes import MODALS, is_adverb
from extractors.selfcontained import Replacement
from extractors.speech.speakers import Speaker
from language.sentences import word_set

VERSION = 4

# Whoever these stand for, beside those that are retold: nothing is said of them when they are only somewhere near.
_PERSONS = word_set(
    "i i'm i've i'll i'd me mine my myself we we're we've we'll we'd us our ours ourselves you your yours you're "
    "you've let's"
)
# Who is retold, and the verb that the short form holds.
_I = {"i": "", "i'm": "is", "i've": "has", "i'll": "will", "my": ""}
_WE = {"we": "", "we've": "has"}
_TURNED = {"am": "is", "have": "has", "do": "does", "haven't": "hasn't", "don't": "doesn't"}
_ANSWERS = word_set("yes no well so and but ok okay sure right look now actually")
_HIS = {"he": "his", "she": "her"}


@dataclass(frozen=True)
class Retold:
    """A sentence in the third person: what to replace in the article's words, and the tokens as they then read."""

    replacements: tuple[Replacement, ...]
    tokens: tuple[Token, ...]


def retold(tokens: Sequence[Token], speaker: Speaker) -> Retold | None:
    """A speaker's sentence about themselves with their name in place of "I"; None where it cannot be retold surely."""
    if sum(token.low == "[" for token in tokens) != sum(token.low == "]" for token in tokens):
        return None  # the editor's words begin before, or end behind, what is left
    again = speaker.gender or speaker.name
    his = _HIS.get(speaker.gender or "", "their")
    return _retold(_answer(tokens), _I, speaker.name, again, his, _keeps_its_form)


def retold_for(tokens: Sequence[Token], body: str) -> Retold | None:
    """A speaker's sentence that begins with "we" and tells what was done, with the body that they speak for instead."""
    answer = _answer(tokens)
    if not answer or answer[0].low not in _WE:
        return None
    return _retold(answer, _WE, body, "it", None, _tells_what_was_done)


def _answer(tokens: Sequence[Token]) -> Sequence[Token]:
    """The words without the "Yes, well," before them."""
    start = next((i for i, t in enumerate(tokens) if t.is_word and t.low not in _ANSWERS), len(tokens))
    return tokens[start:]


def _retold(
    tokens: Sequence[Token],
    selves: Mapping[str, str],
    name: str,
    again: str,
    whose_again: str | None,
    fits: Callable[[Sequence[Token], int], bool],
) -> Retold | None:
    """The sentence with `name`, then `again`, for the `selves` ("I", "I've") and `whose_again` for a later "my".

    None where anybody else is spoken of as "you", "we" or "I", or a verb behind the pronoun does not fit.
    """
    if any(token.low in _PERSONS and token.low not in selves for token in tokens):
        return None
    made: list[Replacement] = []
    read: list[Token] = []
    named = turned = False
    for place, token in enumerate(tokens):
        new: str | None = None
        if token.low == "my":
            new = whose_again if named else f"{name}’s"
        elif token.low in selves:
            new = f"{again if named else name} {selves[token.low]}".rstrip()
            if not selves[token.low]:
                verb = next(
                    (k for k in range(place + 1, min(place + 4, len(tokens))) if not is_adverb(tokens[k])), None
                )
                if verb is None or not fits(tokens, verb):
                    return None
                turned = tokens[verb].low in _TURNED
        elif turned and token.low in _TURNED:
            new, turned = _TURNED[token.low], False
        if new is not None:
            named = named or token.low in selves
            made.append((token.start, token.end, new))
            token = replace(token, text=new, low=new.lower())
        read.append(replace(token, quoted=False))
    return Retold(tuple(made), tuple(read)) if named else None


def _keeps_its_form(tokens: Sequence[Token], verb: int) -> bool:
    """Whether a verb behind "I" reads the same behind a name, or is one of the few whose other form is known."""
    return tokens[verb].low in MODALS or tokens[verb].low in _TURNED or _tells_what_was_done(tokens, verb)


def _tells_what_was_done(tokens: Sequence[Token], verb: int) -> bool:
    """Whether a verb is in the past or the perfect, whose forms are the same for everybody but "have"."""
    low = tokens[verb].low
    if low in ("have", "haven't", "had", "hadn't", "did", "didn't", "was", "wasn't"):
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
