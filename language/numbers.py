"""Number words of English: "ninety-three", "two hundred and fifty thousand", "a dozen", "third", "five lakh"."""

from decimal import Decimal

VERSION = 4

_ONES_TABLE = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_TENS_TABLE = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS_TABLE = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
"""

ONES = {word: number for number, word in enumerate(_ONES_TABLE.split())}
TENS = {word: 10 * number for number, word in enumerate(_TENS_TABLE.split(), start=2)}
ORDINALS = {word: number for number, word in enumerate(_ORDINALS_TABLE.split(), start=1)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9, "trillion": 1e12}
_GROUPS = {"dozen": 12.0, "score": 20.0, "couple": 2.0, "half-dozen": 6.0}


def scaled(number: float, scale: float) -> float:
    """`number` times `scale` as decimals multiply: 8.2 billion is 8,200,000,000 and not the float next to it."""
    return float(Decimal(repr(number)) * Decimal(repr(scale)))


def number_of(words: str) -> float | None:
    """The value of a number written in words, lower case; None where the words are no number.

    "two hundred and fifty" -> 250, "a dozen" -> 12, "twenty-one thousand" -> 21000; "two four" are two numbers.
    """
    total = current = 0.0
    seen = False
    before = ""  # the number word before
    for word in words.lower().replace("-", " ").split():
        if word in ONES:
            if before in ONES or (before in TENS and not 1 <= ONES[word] <= 9):
                return None
            current += ONES[word]
        elif word in TENS:
            if before in ONES or before in TENS:
                return None
            current += TENS[word]
        elif word == "hundred":
            current = (current or 1.0) * 100.0
        elif word in SCALES and before in SCALES and not current:  # "five lakh crore"
            total = scaled(total, SCALES[word])
        elif word in SCALES:
            total += scaled(current or 1.0, SCALES[word])
            current = 0.0
        elif word in _GROUPS:
            current = (current or 1.0) * _GROUPS[word]
        elif word in ("a", "an"):
            current = 1.0 if not seen else current
        elif word in ("and", "of"):
            continue
        else:
            return None
        seen, before = True, word
    return total + current if seen else None
