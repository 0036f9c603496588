"""What a name is the name of: a person, a place, an organisation or something else."""

import re
from typing import Literal

from language.countries import capital_of, country_of, is_country_name
from language.name_pieces import Piece
from language.name_words import (
    EASTERN_SURNAMES,
    FIRST_NAMES,
    ORGANISATION_WORDS,
    ORGANISATIONS,
    OTHER_WORDS,
    PLACE_STARTS,
    PLACE_WORDS,
    PLACES,
    ROLE_WORDS,
    SPEECH_VERBS,
)

Kind = Literal["person", "place", "organisation", "other"]
ROMAN = re.compile(r"(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XV|XVI)$")
BODIES = ORGANISATION_WORDS | OTHER_WORDS  # "General Assembly", "Executive Order", "Major League"


def surname_of(piece: Piece) -> tuple[int, str]:
    """Which token a person's surname begins at, and its last word in lower case."""
    tokens = piece.tokens
    last = len(tokens) - 1
    while last and (tokens[last].plain in ("jr", "sr") or ROMAN.match(tokens[last].text)):
        last -= 1
    if last and tokens[0].plain in EASTERN_SURNAMES and tokens[last].plain not in EASTERN_SURNAMES | FIRST_NAMES:
        return 0, tokens[0].plain
    first = last
    while first and not tokens[first - 1].capital:
        first -= 1
    return first, tokens[last].plain


_ADJECTIVES = {
    *(
        "western",
        "eastern",
        "northern",
        "southern",
        "european",
        "african",
        "asian",
        "arab",
        "catholic",
        "roman catholic",
    ),
    *("christian", "muslim", "islamic", "hindu", "jewish", "orthodox", "buddhist", "protestant", "sunni", "shiite"),
}


def kind_of(text: str, piece: Piece, people: frozenset[str]) -> Kind:
    whole = text[piece.start : piece.end]
    words = [word for token, word in zip(piece.tokens, piece.words, strict=True) if token.capital]
    plain = " ".join(piece.words)
    if any(char.isdigit() for char in whole) and not piece.role:
        return "other"  # COVID-19, G20, B3
    if len(words) > 1 and not piece.role and (words[0] in ROLE_WORDS - FIRST_NAMES or words[-1] in ROLE_WORDS):
        return "organisation" if words[1] in ORGANISATION_WORDS else "other"  # "General Motors"; "President of Egypt"
    if is_country_name(whole) or capital_of(whole) or plain in PLACES:
        return (
            "organisation"
            if plain in ("kremlin", "white house", "european union", "eu", "united nations", "un")
            else "place"
        )
    if country_of(whole) or plain in _ADJECTIVES:
        return "other"
    if piece.role:
        return "person"
    if plain in ORGANISATIONS or plain in ("e.u", "u.n"):
        return "organisation"
    if len(words) == 1:
        return _kind_of_one(text, piece, people)
    is_person_like = words[0] in FIRST_NAMES and words[-1] not in ORGANISATION_WORDS | PLACE_WORDS | OTHER_WORDS
    if is_person_like and not any(token.text == "of" for token in piece.tokens):
        return "person"
    if words[-1] in OTHER_WORDS or ("war" in words and ROMAN.match(piece.tokens[-1].text)):
        return "other"
    ends_as_place = words[-1] in PLACE_WORDS and words[-1] not in ("office", "house", "bank", "state")
    if ends_as_place or (words[0] in PLACE_STARTS and words[-1] not in ORGANISATION_WORDS):
        return "place"
    if any(word in ORGANISATION_WORDS for word in words):
        return "organisation"
    if any(token.text in ("&", "of", "for", "on", "and") for token in piece.tokens):
        return "organisation"
    if any(country_of(token.text) for token in piece.tokens) or len(words) > 4:
        return "other"
    before = text[max(0, piece.start - 8) : piece.start].lower()
    if whole.isupper():
        return "other"
    if before.endswith(" the ") or before == "the ":
        return "organisation"
    if re.search(r"\b(?:in|near|at)\s$", before):
        return "place"
    return "person"


def _kind_of_one(text: str, piece: Piece, people: frozenset[str]) -> Kind:
    token = piece.tokens[0]
    before = text[max(0, piece.start - 10) : piece.start].lower()
    after = re.match(r"[ ,]{1,2}([a-z]+)", text[piece.end : piece.end + 20])
    if token.plain in people:
        return "person"
    if token.text.replace(".", "").isupper() and len(token.plain) > 1:
        return "organisation"
    if token.plain in ORGANISATION_WORDS:
        return "organisation"
    if after and after.group(1) in SPEECH_VERBS:
        return "person"
    if token.plain in FIRST_NAMES:
        return "person"
    if re.search(r"\b(?:in|near|at|from|to|outside|across)\s$", before):
        return "place"
    return "other"
