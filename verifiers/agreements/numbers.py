"""Numbers: each that a claim states has to stand in the passage, in whatever unit, scale or words."""

import re
from collections.abc import Iterator, Sequence

from language.numbers import number_of
from language.quantities import comparable
from language.units import CURRENCY_SIGNS, CURRENCY_WORDS, UNIT_OF, singular
from verifiers.agreements.bearers import is_of_the_same
from verifiers.agreements.bounds import falls_short
from verifiers.agreements.factors import is_another_change, is_same_change
from verifiers.agreements.finding import DOUBT, VETO, WORKED_OUT, Finding
from verifiers.agreements.measures import agrees, clashes
from verifiers.agreements.told import Line, Told
from warehouse.records import Quantity

_ROUNDING = 0.03  # by how much a rounded number may be off
_SMALL = 10  # up to which things are named one by one instead of counted
_ABOUT_THE_SAME = 0.5  # of a claim's words, which a sentence must share to tell of the same thing
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_RANKED_TABLE = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_RANKED = {float(place): {word} for place, word in enumerate(_RANKED_TABLE.split(), 1)}
_END = re.compile(r"\b(?P<end>from|to|by)\s+(?:about|around|some|nearly|over|a record)?\s*$", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(?:was|were|is|are|stands?|stood|amount(?:s|ed)|came|totall?ed|reach(?:es|ed)|hit|remain(?:s|ed))\s+(?:(?:at|to)\s+)?"
    r"(?:about|around|some|nearly|over|only|just)?\s*$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:rose|ris(?:es|en|ing)|grew|grow(?:s|n|ing)|fell|fall(?:s|en|ing)|dropped|drop(?:s|ping)|climb(?:s|ed|ing)|slid"
    r"|declin(?:es|ed|ing)|increas(?:es|ed|ing)|decreas(?:es|ed|ing)|gain(?:s|ed|ing)|jump(?:s|ed)|surg(?:es|ed)"
    r"|plung(?:es|ed)|(?:c[ao]me|gone|went) (?:up|down)|up|down)"
    r"\s+(?:by\s+)?(?:about|around|some|nearly|over|more than|almost|a further)?\s*$",
    re.IGNORECASE,
)
_THAN_BEFORE = re.compile(
    r"\s+(?:higher|lower|more|less|up|down|cheaper|dearer|better|worse"
    # "551 feet above its foundation" is how high it is.
    r"|(?:above|below)(?=[^.,;]{0,30}\b(?:year|month|week|quarter|last|previous|earlier|before|average|norm|forecast"
    r"|plan|target|budget|estimate)))\b",
    re.IGNORECASE,
)
_SHARES = frozenset({"percent", "share", "percentage point"})
_ONE_AND_ANOTHER = re.compile(
    r"\bcouple\b|\b(?:a|an|one)\s[^;:]{0,80}?\band\s+(?:\w+\s)?(?:a|an|another|one)\b", re.IGNORECASE
)
_PERSON = "person"
_KINDS_TABLE = """
casualty victim patient visitor passenger participant volunteer spectator resident inhabitant worker employee guest fan
attendee demonstrator protester marcher survivor evacuee refugee migrant prisoner detainee hostage soldier civilian
villager citizen subject respondent viewer customer user tourist traveller traveler pupil student fatality adult child
man woman death
"""
_KINDS_OF_PEOPLE = frozenset(_KINDS_TABLE.split())
TEMPERATURES = {"celsius", "fahrenheit"}
_DEGREES = 1.0  # by how much a temperature may be off in the other scale
_MONEY = frozenset(CURRENCY_SIGNS.values()) | frozenset(CURRENCY_WORDS.values())
# "Two more trains", "eight permits fewer": by how much, and not how many.
_MORE_OR_FEWER = re.compile(r"\s*(?:[a-z-]+\s+){0,3}?(?:more|fewer|less|extra|additional|further)\b(?!\s+than\s+\d)")
_SCORE = re.compile(r"\b(?!\d{1,2}:[0-5]\d\b)\d{1,3}\s?[-–:]\s?\d{1,3}\b")  # and no time of day
_SCALE = re.compile(r"\b(?:thousand|million|billion|trillion)\b|\d(?:bn|tn|m|k)\b", re.IGNORECASE)


def of_numbers(claim: Told, passage: Told) -> Iterator[Finding]:
    """What the numbers of the claim make of a passage that supports it."""
    if not any(char.isdigit() for char in claim.text) and not claim.quantities:
        return
    for wanted in {one.text: one for one in reversed(claim.quantities)}.values():
        if (found := _of_quantity(wanted, claim, passage)) is not None:
            yield found
    yield from _of_scores(claim, passage)


def of_ends(claim: Told, passage: Told) -> Iterator[Finding]:
    """Whether a number that both have is what it rose to in the one, and what it rose by in the other."""
    for wanted in claim.quantities:
        same = [found for found in passage.quantities if bears_out(wanted, found)]
        if same and (found_there := _of_another_end(wanted, same, claim, passage)) is not None:
            yield found_there


def _of_quantity(wanted: Quantity, claim: Told, passage: Told) -> Finding | None:
    same = [
        found
        for found in passage.quantities
        if bears_out(wanted, found) or is_same_change(wanted, claim, found, passage)
    ]
    if wanted.low == wanted.high == 2 and not same and _ONE_AND_ANOTHER.search(passage.text):
        return None  # "a man and a woman" are two
    if same:
        if (counted := _counted_otherwise(wanted, same, claim, passage)) is not None:
            return Finding("number", VETO, f"the passage says {_shown(counted)}, not {_shown(wanted)}", silences=True)
        return _of_another_end(wanted, same, claim, passage)
    for found in passage.quantities:
        if agrees(wanted, found) and falls_short(wanted, found):
            return Finding("number", VETO, f"the passage says {_shown(found)}, not {_shown(wanted)}")
    for found in passage.quantities:
        if _is_money(wanted) and _is_money(found) and (wanted.low, wanted.high) == (found.low, found.high):
            return Finding("number", VETO, f"the passage says {_shown(found)}, not {_shown(wanted)}", clashes=True)
    if not _of_another_measure(wanted, passage) and _stands_there(wanted, passage):
        return None
    differs = _is_a_difference(wanted, claim)
    for rival in (one for one in _rivals(wanted, claim, passage) if not differs or _is_a_difference(one, passage)):
        clashes_here = is_of_the_same(wanted.start, claim, rival.start, passage)
        return Finding(
            "number",
            VETO,
            f"the passage says {_shown(rival)}, not {_shown(wanted)}",
            clashes=clashes_here,
            silences=not clashes_here,
        )
    size = max(abs(wanted.low or 0.0), abs(wanted.high or 0.0))
    vague = wanted.approximate or wanted.low != wanted.high or (size <= _SMALL and not _DIGITS.search(wanted.text))
    if vague:
        return Finding("number", WORKED_OUT, f"it does not say “{_shown(wanted)}” in so many words")
    return Finding("number", DOUBT, f"the passage does not say {_shown(wanted)}")


def _counted_otherwise(wanted: Quantity, same: Sequence[Quantity], claim: Told, passage: Told) -> Quantity | None:
    """Another number of what the claim counts, where the claim's is of something else: of residents, not of homes."""
    if wanted.unit is None or is_measured(wanted) or any(_may_count_the_same(wanted, one, passage) for one in same):
        return None
    for found in passage.quantities:
        counts = {singular(word) for word in _WORD.findall(found.text)}
        if found not in same and wanted.unit in counts and not any(bears_out(one, found) for one in claim.quantities):
            return found
    return None


def _may_count_the_same(wanted: Quantity, found: Quantity, passage: Told) -> bool:
    """Whether two numbers may be of the same: 14 casualties are 14 people, where their sentence counts no others."""
    if found.unit in (None, wanted.unit):
        return True
    line = passage.line_at(found.start)
    if wanted.unit != _PERSON or found.unit not in _KINDS_OF_PEOPLE or line is None:
        return False
    return not any(one.unit == _PERSON for one in _in(line, passage))


def bears_out(wanted: Quantity, found: Quantity) -> bool:
    """Whether a number says what the claim's does; of different things counted, the same value is taken to."""
    if agrees(wanted, found):
        return _is_rounded(wanted, found) and not falls_short(wanted, found)
    if comparable(wanted, found) or wanted.low is None or found.low is None:
        return False
    units = {wanted.unit, found.unit}
    if units == TEMPERATURES:
        return abs(_celsius(wanted) - _celsius(found)) <= _DEGREES
    if (is_measured(wanted) or is_measured(found)) and None not in units and "point" not in units:
        return False  # but "five points" may be percentage points
    return abs(wanted.low - found.low) <= 1e-9 * abs(wanted.low) and wanted.high == found.high


def is_the_same_number(wanted: Quantity, found: Quantity) -> bool:
    """Whether a number is the claim's in whatever company: the 43 of "at least 43 people" in "43 were hurt"."""
    if bears_out(wanted, found):
        return True
    both = wanted.low is not None and wanted.low == found.low and not (is_measured(wanted) or is_measured(found))
    return both and wanted.unit != found.unit and None in (wanted.unit, found.unit)


def _is_rounded(wanted: Quantity, found: Quantity) -> bool:
    """Of two exact numbers in one unit: whether the claim's is the other, rounded to as many digits as it has."""
    exact = wanted.low is not None and wanted.low == wanted.high and found.low is not None and found.low == found.high
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", wanted.text)
    if not exact or wanted.approximate or found.approximate or wanted.unit != found.unit or digits is None:
        return True
    low, other = wanted.low or 0.0, found.low or 0.0
    written = float(digits.group().replace(",", "").rstrip("."))
    last_digit = (abs(low) / written if written else 1.0) * 10.0 ** -len(digits.group(1) or "")
    return abs(other - low) <= max(_ROUNDING * abs(low), 0.5 * last_digit) + 1e-9


def _celsius(quantity: Quantity) -> float:
    value = quantity.low or 0.0
    return (value - 32.0) / 1.8 if quantity.unit == "fahrenheit" else value


def is_measured(quantity: Quantity) -> bool:
    """Whether it is in a unit or a currency, and not a number of things."""
    return _is_money(quantity) or (quantity.unit in UNIT_OF and quantity.unit not in ("person", "death"))


def _is_money(quantity: Quantity) -> bool:
    return quantity.unit in _MONEY


def _of_another_measure(wanted: Quantity, passage: Told) -> bool:
    """Whether the same number stands there only of something else: 10 percentage points, not 10 percent."""
    same = [found for found in passage.quantities if (found.low, found.high) == (wanted.low, wanted.high)]
    return bool(same) and is_measured(wanted) and all(found.unit is not None for found in same)


def _of_another_end(wanted: Quantity, same: Sequence[Quantity], claim: Told, passage: Told) -> Finding | None:
    """Whether a number that both have is what it rose to in one, and what it rose from, or by, in the other."""
    before = [passage.text[: found.start] for found in same]
    if is_measured(wanted) or wanted.unit in _SHARES:
        ours, theirs = _is_change(wanted, claim), {_is_change(found, passage) for found in same}
        if ours is False and theirs == {True}:
            return Finding("number", VETO, f"the passage says that it changed by {_shown(wanted)}", silences=True)
        if ours is True and theirs == {False}:
            return Finding("number", VETO, f"the passage says that it was {_shown(wanted)}", silences=True)
    here = _END.search(claim.text[: wanted.start])
    there = [_END.search(text) for text in before]
    if here is None or not all(there):
        return None
    ends = [match["end"].lower() for match in there if match]
    if here["end"].lower() in ends:
        return None
    turned = "by" not in (here["end"].lower(), *ends)
    return Finding(
        "number", VETO, f"the passage says {ends[0]} {_shown(wanted)}, not {here['end'].lower()}", clashes=turned
    )


def _is_change(quantity: Quantity, whole: Told) -> bool | None:
    """Whether something rose or fell by so much, rather than being so much; None where the words do not say."""
    before, after = whole.text[: quantity.start], whole.text[quantity.end :]
    if _CHANGE.search(before) or _THAN_BEFORE.match(after):
        return True
    return False if _LEVEL.search(before) else None


def _is_a_difference(wanted: Quantity, claim: Told) -> bool:
    """Whether it tells how many more or fewer there are, which two other numbers of a passage may say."""
    written = _MORE_OR_FEWER.search(wanted.text) or _MORE_OR_FEWER.match(claim.text[wanted.end :])
    return written is not None and not is_measured(wanted) and wanted.unit not in _SHARES


def _stands_there(wanted: Quantity, passage: Told) -> bool:
    """Whether the number itself stands in the passage, wherever its reading as a quantity was not seen."""
    digits = _DIGITS.search(wanted.text)
    if wanted.low == wanted.high and wanted.low in _RANKED and _RANKED[wanted.low] & passage.plain_words:
        return True  # "the second season" of "season 2"
    if digits is None:
        word = wanted.text.split()[0].lower()
        return number_of(word) == wanted.low and word in passage.plain_words
    plain = digits.group().replace(",", "").rstrip(".")
    scaled = wanted.low is not None and abs(wanted.low - float(plain)) > 1e-9 * abs(wanted.low)
    if scaled:
        return wanted.text.lower() in passage.text.lower()
    return any(one.group().replace(",", "") == plain for one in _DIGITS.finditer(passage.text)) and not any(
        clashes(wanted, found) and plain in found.text.replace(",", "") for found in passage.quantities
    )


def _rivals(wanted: Quantity, claim: Told, passage: Told) -> Sequence[Quantity]:
    """Numbers of the same sort in a sentence that is otherwise about the claim's matter, its own numbers apart."""
    taken = [
        found
        for found in passage.quantities
        if any(bears_out(other, found) for other in claim.quantities if other is not wanted)
    ]
    line = claim.line_at(wanted.start)
    groups = (line.groups if line else claim.groups) - _number_words(wanted)
    found_here: list[Quantity] = []
    for share, near in passage.nearest(groups):
        if share < _ABOUT_THE_SAME:
            break
        found_here += [
            found
            for found in _in(near, passage)
            if found not in taken
            and (not _may_be_one(wanted, found) or is_another_change(wanted, claim, found, passage))
            and not (_is_change(wanted, claim) and _is_change(found, passage) is False)
        ]
    return found_here


def _may_be_one(wanted: Quantity, found: Quantity) -> bool:
    """Whether two numbers of one sort do not exclude one another."""
    if wanted.unit is None and found.unit is None and _is_large(wanted) and _is_large(found):
        return wanted.low == found.low
    return not comparable(wanted, found) or not (clashes(wanted, found) or not _is_rounded(wanted, found))


def _is_large(quantity: Quantity) -> bool:
    """Whether it is an exact number that is written with a scale: 41 million, of whatever."""
    exact = quantity.low is not None and quantity.low == quantity.high and not quantity.approximate
    return exact and _SCALE.search(quantity.text) is not None


def _number_words(wanted: Quantity) -> frozenset[str]:
    return frozenset(wanted.text.lower().replace(",", "").split())


def _in(line: Line, passage: Told) -> list[Quantity]:
    return [found for found in passage.quantities if line.start <= found.start < line.end]


def _of_scores(claim: Told, passage: Told) -> Iterator[Finding]:
    """A result such as 2-1, which is no quantity."""
    there = _scores(passage)
    for place, score in _scores(claim).items():
        other = next((one for one, told in there.items() if told not in (score, score[::-1])), None)
        if other is None or any(told in (score, score[::-1]) for told in there.values()):
            continue
        yield Finding(
            "number",
            VETO,
            f"the passage says {'-'.join(there[other])}, not {'-'.join(score)}",
            clashes=is_of_the_same(place, claim, other, passage),
        )


def _scores(told: Told) -> dict[int, tuple[str, ...]]:
    """The results of a text by their place; "3-5 May" and "10-15 percent" are none."""
    return {
        match.start(): tuple(re.findall(r"\d+", match.group()))
        for match in _SCORE.finditer(told.text)
        if not told.is_date_or_number(match.start())
    }


def _shown(quantity: Quantity) -> str:
    return quantity.text.strip()
