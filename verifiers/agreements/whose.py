"""Whose a figure or a day is, by name: what one candidate got, or did on Tuesday, the other one did not.

Only where a passage names both, each as the one of whom a clause tells, so that it keeps them apart itself.
"""

import re
from collections.abc import Iterator, Sequence

from language.name_matching import same_name
from language.names import Name
from language.words import negations
from verifiers.agreements.finding import VETO, Finding
from verifiers.agreements.numbers import is_the_same_number
from verifiers.agreements.phrases import AUXILIARIES, BE, GOVERNING, clause_at, verbs
from verifiers.agreements.told import Line, Token, Told
from verifiers.facts import country
from warehouse.records import DateMention

_GOVERNED = re.compile(
    rf"\b(?:{GOVERNING}|per|into|like|as|without|through|across|towards?|via)\s+"
    r"(?:(?:the|a|an|its|his|her|their|capital|city|town|village)\s+)*$",
    re.IGNORECASE,
)
_IN_A_LIST = re.compile(r"\d[\d,.]*(?:\s?%|\s+(?:per ?cent|votes|points|seats|goals)|,\d{3})|\d{1,3},\d{3}")
_PERSONAL = frozenset({"he", "she", "it", "they", "we", "i", "you", "both"})
_OWNER = re.compile(r"['’]s?\s")
# What one side gives the other gets: the one's price is the other's.
_TRADED = re.compile(
    r"\b(?:s[eo]ld|sells?|sale|bought|buys?|pa(?:y|ys|id)|cost|received?|acquir\w+|sign(?:ed|s)|fee|won|award\w*|gave"
    r"|given|grant\w*|owe[ds]?|lost|beat\w*|defeat\w*|fined?)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\W*(?:who|which|that|whose)\b", re.IGNORECASE)
_HELPING = 3  # words before a verb in which its auxiliaries stand
_MOST_VERBS = 3  # of a sentence that are looked at
_MOST_OF = 0.6  # of a claim's words, but for the name, which a sentence must share to tell of the same deed


def of_whose(claim: Told, passage: Told) -> Iterator[Finding]:
    """What it makes of a passage that all it has of a figure or a day is told of another than the claim's."""
    if len(passage.names) < 2:
        return
    for wanted in {one.text: one for one in reversed(claim.quantities)}.values():
        same = [found.start for found in passage.quantities if is_the_same_number(wanted, found)]
        if (found := _of_another(wanted.start, wanted.text, claim, same, passage)) is not None:
            yield found
            return
    for check in (_of_a_vote, _of_a_deed):
        if (found := check(claim, passage)) is not None:
            yield found
            return
    for day in claim.dates:
        if not _is_a_day(day) or _is_before_its_verb(day.start, claim):
            continue
        told = [one.start for one in passage.dates if _are_the_same(day, one)]
        if any(_is_before_its_verb(place, passage) for place in told) or _does_it_elsewhere(day, claim, passage):
            continue
        if (found := _of_another(day.start, day.text, claim, told, passage)) is not None:
            yield found
            return


def _of_another(place: int, text: str, claim: Told, places: Sequence[int], passage: Told) -> Finding | None:
    line = claim.line_at(place)
    ours = _told_of(line, place) if line else []
    if not ours or not places:
        return None
    others: list[str] = []
    for found in places:
        there = passage.line_at(found)
        theirs = _told_of(there, found) if there else []
        if there is None or not theirs or not all(_are_two(one, other) for one in ours for other in theirs):
            return None
        first, last = clause_at(there, max(found - there.start, 0))
        if any(_is_in(one, there.text[first:last], passage, there.start + first, there.start + last) for one in ours):
            return None
        if line and _TRADED.search(line.text) and _TRADED.search(there.text) and not _is_one_verb(line, there):
            return None
        others.append(theirs[0].text)
    if not any(_may_be(one, other) for one in ours for other in passage.names):
        return None
    return Finding("role", VETO, f"it tells {text.strip()} of {others[0]}, not of {ours[0].text}", silences=True)


_FOR = re.compile(
    r"\b(?:back(?:s|ed)|support(?:s|ed)|vot(?:es|ed) (?:for|in favou?r of)|approv(?:es|ed)|endors(?:es|ed))\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:oppos(?:es|ed)|vot(?:es|ed) (?:against|down)|reject(?:s|ed))\b", re.IGNORECASE)


def _of_a_vote(claim: Told, passage: Told) -> Finding | None:
    """Whether those of whom the claim tells voted the other way, while others voted as it says."""
    for wanted, other in ((_FOR, _AGAINST), (_AGAINST, _FOR)):
        for line in claim.lines:
            match = wanted.search(line.text)
            ours = _told_of(line, line.start + match.end()) if match and not negations(line.text) else []
            if match is None or not ours:
                continue
            told = [
                (side, theirs)
                for there in passage.lines
                if not negations(there.text)
                for side in (wanted, other)
                for found in side.finditer(there.text)
                if (theirs := _told_of(there, there.start + found.end()))
            ]
            same = [side for side, theirs in told if any(_is_of_one(one, two) for one in ours for two in theirs)]
            if same and all(side is other for side in same) and any(side is wanted for side, _ in told):
                return Finding("role", VETO, f"it tells of {ours[0].text} that they did the opposite", clashes=True)
    return None


def _is_of_one(one: Name, other: Name) -> bool:
    ours, theirs = one.text.removesuffix("s"), other.text.removesuffix("s")
    return same_name(one.text, other.text) or ours == theirs


def _of_a_deed(claim: Told, passage: Told) -> Finding | None:
    """Whether all that the passage tells of a deed is another's, while it tells of the claim's own something else."""
    for line in claim.lines:
        for verb in verbs(line)[:_MOST_VERBS]:
            ours = _told_of(line, line.start + verb.end) if verb.plain not in AUXILIARIES else []
            if not ours:
                continue
            known = frozenset(word for one in ours for word in one.text.lower().split())
            wanted = frozenset(one.group for one in line.tokens if not one.empty and one.plain not in known)
            near = [there for there in passage.lines if len(wanted & there.groups) >= _MOST_OF * len(wanted)]
            # What one suffers is not told of another by who does it.
            passive = _is_passive(verb, line)
            done = [(there, one) for there in near for one in verbs(there) if one.group == verb.group]
            if any(_is_passive(one, there) != passive for there, one in done):
                continue
            theirs = [(there, one, _told_of(there, there.start + one.end)) for there, one in done]
            if not theirs or not all(
                names and all(_are_two(one, two) for one in ours for two in names) for _, _, names in theirs
            ):
                continue
            if any(_stands_in_the_clause(one, there, at.start) for one in ours for there, at, _ in theirs):
                continue
            if _tells_something_else(ours, wanted, passage):
                other = theirs[0][2][0]
                return Finding("role", VETO, f"it tells it of {other.text}, not of {ours[0].text}", silences=True)
    return None


def _is_passive(verb: Token, line: Line) -> bool:
    before = [one for one in line.tokens if one.end <= verb.start][-_HELPING:]
    return any(one.plain in BE for one in before)


def _stands_in_the_clause(one: Name, there: Line, place: int) -> bool:
    first, last = clause_at(there, place)
    return _is_in(one, there.text[first:last], there.whole, there.start + first, there.start + last)


def _tells_something_else(ours: Sequence[Name], wanted: frozenset[str], passage: Told) -> bool:
    """Whether a clause tells of the claim's own, and has none of the claim's other words."""
    for there in passage.lines:
        for verb in verbs(there):
            first, last = clause_at(there, verb.start)
            here = {one.group for one in there.tokens if first <= one.start < last}
            told = _told_of(there, there.start + verb.end)
            if any(_may_be(one, two) for one in ours for two in told) and not here & wanted:
                return True
    return False


def _told_of(line: Line, place: int) -> list[Name]:
    """The names of whom the clause at a place tells: before its verb, governed by nothing; else whose it is."""
    at = max(place - line.start, 0)
    first, last = clause_at(line, at)
    named = [one for one in line.whole.names if line.start <= one.start < line.end]
    if _RELATIVE.match(line.text[first:last]):
        before = [one for one in named if line.text[one.end - line.start : first].strip(" ,") == ""]
        return [one for one in before if one.end - line.start <= first]
    verb = next((one for one in verbs(line) if first <= one.start < at and one.plain not in AUXILIARIES), None)
    end = verb.start if verb else at
    if verb is None and not _IN_A_LIST.match(line.text[at:]):
        return []  # "Ryzen 9000", "Me 2"
    if any(one.plain in _PERSONAL for one in line.tokens if first <= one.start < end):
        return []  # "he and Halloran spoke"
    found, owners = [], []
    for one in named:
        start, stop = one.start - line.start, one.end - line.start
        if not first <= start < end:
            continue
        if _OWNER.match(line.text[stop:]):
            owners.append(one)
        elif not _GOVERNED.search(line.text[first:start]) and not line.whole.is_date_or_number(one.start):
            found.append(one)
        elif verb and " " in one.text and line.text[stop : verb.start].strip() == "":
            # "In Orvik Sorensen received": read as one name, of which the last word is whom it tells of.
            last_word = one.text.split()[-1]
            found.append(Name(last_word, one.end - len(last_word), one.end, "other", last_word))
    return found or owners


def _is_one_verb(line: Line, there: Line) -> bool:
    ours, theirs = ({one.group for one in verbs(each) if one.plain not in AUXILIARIES} for each in (line, there))
    return bool(ours & theirs)


def _are_two(one: Name, other: Name) -> bool:
    """Whether two names cannot be the same one's: of one sort, and without a word in common but a surname."""
    if country(one.text) or country(other.text) or "place" in (one.kind, other.kind):
        return False
    if one.kind != other.kind and "other" not in (one.kind, other.kind):
        return False
    if same_name(one.text, other.text):
        return False
    shared = set(one.text.lower().split()) & set(other.text.lower().split())
    people = one.kind == other.kind == "person" and " " in one.text and " " in other.text
    return not shared or (people and one.text.split()[0].lower() != other.text.split()[0].lower())


def _may_be(one: Name, other: Name) -> bool:
    return same_name(one.text, other.text)


def _is_in(one: Name, text: str, passage: Told, first: int, last: int) -> bool:
    """Whether a name stands in a clause too, in whatever form, so that the figure may be its own all the same."""
    if any(same_name(one.text, other.text) for other in passage.names if first <= other.start < last):
        return True
    if one.kind == "person" and any(
        one.head in other.text.split() for other in passage.names if first <= other.start < last
    ):
        return False  # its surname there is another's
    return re.search(rf"\b{re.escape(one.head)}\b", text) is not None


def _is_a_day(one: DateMention) -> bool:
    return one.earliest == one.latest


def _are_the_same(one: DateMention, other: DateMention) -> bool:
    if one.earliest and other.earliest:
        return (one.earliest, one.latest) == (other.earliest, other.latest)
    return one.text.lower() == other.text.lower()


def _is_before_its_verb(place: int, whole: Told) -> bool:
    """Whether a day stands before what is told of it, so that it may date what follows in other clauses too."""
    line = whole.line_at(place)
    if line is None:
        return True
    at = place - line.start
    first, _ = clause_at(line, at)
    return not any(first <= one.start < at for one in verbs(line))


def _does_it_elsewhere(day: DateMention, claim: Told, passage: Told) -> bool:
    """Whether the passage tells of the claim's own that it did the same, in a clause without the day."""
    line = claim.line_at(day.start)
    if line is None:
        return True
    ours = _told_of(line, day.start)
    done = {one.group for one in verbs(line) if one.plain not in AUXILIARIES}
    for there in passage.lines:
        for verb in verbs(there):
            if verb.group in done and any(
                _may_be(one, other) for one in ours for other in _told_of(there, there.start + verb.end)
            ):
                return True
    return False
