"""Who gives a figure without a verb of saying: "The agency puts the number of dead at 40"."""

from collections.abc import Sequence

from extractors.grammar.tokens import Token
from extractors.grammar.verbs import is_finite
from extractors.grammar.word_classes import PREPOSITIONS, SUBORDINATORS
from extractors.speech.cues import Cue
from language.numbers import ONES, TENS
from language.sentences import word_set

VERSION = 1

PUTTING = Cue("put", "say", strong=False, holds=True)
_FORMS = word_set("put puts")
# What is put at a number as one puts a figure: "the shop at 12 Elm Street" is none.
_MEASURED = word_set(
    "figure figures number numbers total toll count tally cost costs bill price value worth damage loss losses share "
    "rate proportion percentage level size population turnout support probability likelihood odds chance average "
    "budget income revenue profit debt deficit age speed strength magnitude estimate membership"
)
_BOUNDS = word_set("about around between more than over nearly almost up to least most some just under roughly only")
_SHARES = word_set("% percent per")
_LONGEST_THING = 12  # tokens


def figure_end(tokens: Sequence[Token], verb: int, end: int) -> int | None:
    """Where the figure ends that somebody puts a thing at, by the verb at `verb`; None where it puts no figure."""
    if tokens[verb].low not in _FORMS or tokens[verb].quoted:
        return None
    at = next((i for i in range(verb + 1, min(verb + _LONGEST_THING, end)) if tokens[i].low == "at"), verb)
    thing = tokens[verb + 1 : at]
    if len(thing) < 1 or any(not t.is_word or t.quoted or t.low in SUBORDINATORS for t in thing):
        return None
    if any(is_finite(tokens, i) for i in range(verb + 1, at)):
        return None
    place = at + 1
    while place < end and tokens[place].low in _BOUNDS:
        place += 1
    if place >= end or not _is_number(tokens[place]):
        return None
    head = next((thing[i - 1] for i, t in enumerate(thing) if i and t.low in PREPOSITIONS), thing[-1])
    following = tokens[place + 1].low if place + 1 < end else ""
    counted = tokens[place].low[0] in "$€£¥" or tokens[place].low.endswith("%") or following in _SHARES
    return place + 1 if counted or head.low in _MEASURED | {"it"} else None


def _is_number(token: Token) -> bool:
    return token.low[0].isdigit() or token.low[0] in "$€£¥" or token.low in ONES or token.low in TENS
