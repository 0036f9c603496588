"""What of a query's text a service is asked: no control characters, no more words and characters than it takes."""

import re

VERSION = 2

# A search's own syntax is left out but for "quoted words": a minus, a star or site: in a claim is no operator.
_NOT_WORDS = re.compile(r"[^\w\s\"'’.,%$€£°&@/+-]+")
_DANGLING = re.compile(r"(?<!\S)[^\w\"$€£]+|[^\w\"%°]+(?!\S)")
_OPERATOR = re.compile(r"(?<!\S)(?:OR|AND|NOT)(?!\S)")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " "})


def plain_query(text: str, *, most_characters: int, most_words: int) -> str:
    """The words, numbers and "quoted words" of a query, in order, cut at a word; empty where there are none.

    Quotation marks come in pairs: where one has no partner within the limits, all are left out.
    """
    text = text[: 20 * most_characters].translate(_STRAIGHT)
    text = _without_operators(_NOT_WORDS.sub(" ", text))
    words = [word for word in _DANGLING.sub(" ", text).split() if re.search(r"\w", word)]
    kept = " ".join(words[:most_words])
    if len(kept) > most_characters:
        kept = kept[: most_characters + 1].rpartition(" ")[0] or kept[:most_characters]
    return kept if kept.count('"') % 2 == 0 else _without_operators(kept.replace('"', ""))


def _without_operators(text: str) -> str:
    """The words AND, OR and NOT in lower case, so that no service takes them for its syntax, but for quoted ones."""
    pieces = text.split('"')
    balanced = len(pieces) % 2 == 1
    return '"'.join(
        piece if balanced and number % 2 else _OPERATOR.sub(lambda operator: operator[0].lower(), piece)
        for number, piece in enumerate(pieces)
    )
