"""The tokens of English text: words, numbers and punctuation marks with their places, inside quotations or not."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from extractors.grammar.phrases import PHRASE, small_letters
from language.quotations import Quotation

VERSION = 5

_CURRENCY_SIGNS = "$€£¥"
_TOKEN = re.compile(
    rf"\b(?:{PHRASE})"
    r"|[DRI]-(?:[A-Z]\.)+|(?:[A-Z]\.-)+[A-Z]\.|[DRI]-[A-Z][a-z]{2,4}\.|(?:[A-Z]\.){2,}(?:['’]s)?|(?:[A-Z]\.)(?=\s[A-Z])|[ap]\.m\.?"
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Prof|Rev|St|Jr|Sr|Inc|Co|Corp|Ltd|Capt|Adm|Maj|No|vs)\."
    rf"|[{_CURRENCY_SIGNS}]?\d+(?:[.,:]\d+)*[\w%]*(?:-\w+)*|[^\W\d_]\w*(?:(?:[.'’&-](?=\w)|(?<=s)['’](?=\s))(?:\w+|(?=\s)))*|\S"
)
_LIKE_PRONOUNS = {"WHO": "W.H.O.", "US": "U.S."}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or punctuation mark at [start, end) of the article's text; `quoted` inside quotation marks.

    Words that are one verb of saying are one token (`extractors.grammar.phrases`).
    """

    text: str
    low: str  # lower case, straight apostrophes; of several words the verb last
    start: int
    end: int
    quoted: bool

    @property
    def is_word(self) -> bool:
        sum_of_money = self.text[0] in _CURRENCY_SIGNS and len(self.text) > 1  # "£6.2m"
        return self.text[0].isalnum() or sum_of_money or self.text == "&"  # "Marks & Spencer"

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_possessive(self) -> bool:
        return self.low.endswith(("'s", "s'"))


def _spelled(word: str) -> str:
    """A word so that its small letters are no pronoun's where it is none: the WHO and the US."""
    initials = word.partition("’")[0].partition("'")[0]
    return _LIKE_PRONOUNS[initials] + word[len(initials) :] if initials in _LIKE_PRONOUNS else word


def tokenize(text: str, start: int, end: int, quotations: Sequence[Quotation] = ()) -> list[Token]:
    """The tokens of `text[start:end]`, with `quoted` set inside the given quotations (sorted, not overlapping)."""
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        index = bisect_right(quotations, match.start(), key=attrgetter("start")) - 1
        quoted = index >= 0 and match.start() < quotations[index].end
        word = match.group()
        low = small_letters(match) or _spelled(word).lower().replace("’", "'")
        tokens.append(Token(word, low, match.start(), match.end(), quoted))
    return tokens
