"""Lists: items that a sentence with a colon leads to, and the numbered titles of a listicle.

"The plan would: • close two libraries" says that the plan would close two libraries; "The report found: • 12 schools
closed" says that the report found so. A title ("3. The levy") says nothing.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractors.grammar.tokens import Token
from extractors.grammar.verbs import finite_verbs, is_finite
from extractors.grammar.word_classes import AUXILIARIES
from extractors.speech.cues import CUES
from language.sentences import Span

VERSION = 1

_ITEM = re.compile(r"(?:[-–—•*·▪]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"(?:#?\d{1,2}[.):]|#\d{1,2})\s+\S")
_STOPS = re.compile(r"[.!?…:;][\"'”’)\]]*\Z")
_LONGEST_TITLE = 12  # words
_OPEN_ENDS = frozenset(
    ("to", "that", "of", "for", "by", "with", "in", "including", "include", "includes", "included", "were", "are")
)


def find_items(text: str, paragraphs: Sequence[Span]) -> Mapping[int, int]:
    """For the start of each item: the start of the paragraph that leads to it."""
    found: dict[int, int] = {}
    lead: Span | None = None
    for paragraph in paragraphs:
        if _ITEM.match(text, paragraph.start, paragraph.end):
            if lead is not None:
                found[paragraph.start] = lead.start
        else:
            lead = paragraph if text[paragraph.end - 1] == ":" else None
    return found


def title_starts(text: str, paragraphs: Sequence[Span]) -> frozenset[int]:
    """Where the numbered titles start that a paragraph of sentences follows."""
    found: set[int] = set()
    for title, body in pairwise(paragraphs):
        line = title.of(text)
        if not _NUMBERED.match(line) or _STOPS.search(line) or len(line.split()) > _LONGEST_TITLE:
            continue
        if _STOPS.search(body.of(text)) and not _ITEM.match(text, body.start, body.end):
            found.add(title.start)
    return frozenset(found)


def leads_on(tokens: Sequence[Token]) -> bool:
    """Whether a sentence that ends with a colon is complete only with what follows: "The plan would:"."""
    words = [token for token in tokens if token.is_word]
    if not words or tokens[-1].low != ":" or not finite_verbs(tokens):
        return False
    last = words[-1]
    return last.low in AUXILIARIES | _OPEN_ENDS or (last.low in CUES and is_finite(tokens, len(tokens) - 2))
