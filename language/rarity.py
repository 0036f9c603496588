"""How rare a word is in English, from 0 for "the" to 1 for a word that hardly any text has.

Told from the word pieces of the encoder that ships (language/models/embedding/tokenizer.json): BERT's vocabulary was
drawn up in the order of frequency in books and encyclopaedia articles, and what is not in it whole is rarer than all.
"""

import functools
import json
import math

from language.embedding import FOLDER
from language.model_files import ModelFilesError

VERSION = 1

_COMMONEST = "the"  # where the whole words begin, after marks and single letters


def rarity(word: str) -> float:
    """Of one word, in any case; a number is as rare as can be. Raises ModelFilesError where the pieces are missing."""
    places = _places()
    place = places.get(word.lower().replace("’", "'").removesuffix("'s"))
    if place is None or word[:1].isdigit():
        return 1.0
    return math.log1p(place) / math.log1p(len(places))


@functools.cache
def _places() -> dict[str, int]:
    """Each whole word with its place in the order, from 0."""
    path = FOLDER / "tokenizer.json"
    try:
        pieces: dict[str, int] = json.loads(path.read_bytes())["model"]["vocab"]
        first = pieces[_COMMONEST]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFilesError(f"{path} cannot be read ({error}): install Claimhouse again.") from None
    whole = sorted((place, word) for word, place in pieces.items() if place >= first and word[0].isalpha())
    return {word: place for place, (_, word) in enumerate(whole)}
