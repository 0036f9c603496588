"""The values of the numbers that the patterns of quantities find."""

import re

from language.numbers import ONES, SCALES, number_of, scaled
from language.quantity_patterns import FRACTIONS, GLYPHS, SHORT_SCALES, VAGUE_SCALES

_TIMES = {
    "twice": 2.0, "double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0,
    "doubled": 2.0, "tripled": 3.0, "trebled": 3.0, "quadrupled": 4.0, "halved": 0.5,
}  # fmt: skip
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}\Z")


def value_of(match: re.Match[str]) -> tuple[float | None, float | None, bool, bool] | None:
    """(low, high, approximate, bare) of a match; None where it is no number after all."""
    group = match.groupdict()
    if digits := group["digits"]:
        value = written_number(digits) + GLYPHS.get(group["glyph"] or "", 0.0) + _and_a(group["digits_and_a"])
        if scale := group["scale"]:
            value = scaled(value, SCALES[scale.lower().removesuffix("s")])
            value *= SCALES["crore"] if group["of_crore"] else 1.0
        elif short := group["short"]:
            value = scaled(value, SHORT_SCALES[short.lower()])
        if group["minus"]:
            value = -value
        return value, value, False, True
    if vague := group["vague"]:
        low = VAGUE_SCALES[vague.lower()]
        if second := group["vague2"]:
            low *= SCALES[second.lower()[:-1]]
        return low, None, True, False
    if few := group["few"]:
        scale_word = few.split()[-1].lower()
        size = 12.0 if scale_word == "dozen" else SCALES[scale_word]
        return 2 * size, 10 * size, True, False
    if couple := group["couple"]:
        scale_word = (group["couple_scale"] or "").lower()
        size = 12.0 if scale_word == "dozen" else SCALES.get(scale_word, 1.0)
        return (2 * size, 2 * size, True, False) if couple else None
    if times := group["times"]:
        value = _TIMES.get(times.lower()) or float(ONES[times.lower().removesuffix("fold")])
        return value, value, False, False
    if group["half"]:
        return 0.5, 0.5, False, False
    if fraction := group["fraction"] or group["parts"] or group["by_part"]:
        words = re.split(r"[\s-]", fraction.lower())
        name = {"halves": "half"}.get(words[-1], words[-1].removesuffix("s"))
        count = ONES.get(words[0], 1) if len(words) > 1 else 1
        share = count / FRACTIONS[name]
        if scale := group["fscale"]:
            share *= SCALES[scale.lower()]
        return share, share, False, bool(group["fscale"])
    if every := group["every"]:
        share = 1.0 / FRACTIONS[every.split()[-1].lower()]
        return share, share, False, False
    if group["in_num"]:
        numerator, denominator = (number_of(word) or _float(word) for word in (group["in_num"], group["in_den"]))
        if not numerator or not denominator or numerator >= denominator:
            return None
        return numerator / denominator, numerator / denominator, False, False
    number = number_of(group["words"])
    if number is None:
        return None
    number += _and_a(group["and_a"])
    number = scaled(number, SCALES[group["and_scale"].lower()] if group["and_scale"] else 1.0)
    return number, number, False, True


def written_number(digits: str) -> float:
    """The number that digits write, by whatever they are grouped: "1,250.5", "12,34,567", "12 500", "1,5"."""
    if _DECIMAL_COMMA.match(digits):
        return float(digits.replace(",", "."))
    return float(re.sub(r"[,\s]", "", digits))


def _and_a(words: str | None) -> float:
    """What "and a half" adds."""
    return 1.0 / FRACTIONS[words.split()[-1].lower()] if words else 0.0


def _float(digits: str) -> float:
    return float(digits.replace(",", "")) if digits[0].isdigit() else 0.0
