"""Whether a sentence says a claim's words of the same things: the same whole, the same way round, of the same place.

All names, numbers and words of a claim may stand in a sentence that says something else: of women and not of all, from
Paris to Riga, against a motion to close, of the mayor of another town. Where that may be so, the two do not match.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from language.names import Name
from language.words import STOP_WORDS, meaning, stem, words
from verifiers.facts import MUTUAL, Facts, Word, country
from verifiers.judges.naming import PREPOSITION, same_entity
from verifiers.judges.terms import Terms

VERSION = 3

_BEFORE_NAME = (
    r"\s+(?:(?:the|a|an|its|his|her|their|nearby|neighbou?ring|capital|city|town|village|port|region|state|of)\s+){0,3}"
)
_GOVERNED = re.compile(rf"{PREPOSITION}{_BEFORE_NAME}$", re.IGNORECASE)
# Prepositions that can say the same.
_ALIKE = {
    one: number
    for number, group in enumerate(
        ("in at on near off outside across", "from", "to into toward towards", "of", "for", "by", "against over about")
    )
    for one in group.split()
}
# To whom, from whom, by whom, against whom; in, at and of tell a place or an owner, which may open a sentence too.
_DIRECTED = frozenset(_ALIKE[one] for one in ("from", "to", "by", "against"))
_OF_ANOTHER = frozenset({"of", "in", "for"})  # the mayor of, in, for a town
_MOST_BETWEEN = 4  # words between a word and the preposition that belongs to it
_BETWEEN_OWNER_AND_OWNED = 3
_CHAINED = re.compile(r"^(?:,\s*|\s+(?:in|near|of|and)\s+(?:the\s+)?|\s*\()$")
_OPENING_PLACE = re.compile(rf"^\W*(?:in|at|near){_BEFORE_NAME}$", re.IGNORECASE)

_THWARTING = (
    r"(?:against|reject\w*|oppos\w*|(?:vot|turn|struck|strik)\w*\s+down|defeat\w*|block\w*|thr(?:ew|own?)\s+out|veto\w*"
    r"|scrap\w*|abandon\w*|drop(?:s|ped|ping)?|shelv\w*|cancel\w*|delay\w*|postpon\w*|defer\w*|suspend\w*|halt\w*"
    r"|revers\w*|overturn\w*|withdr[ae]w\w*|annul\w*|quash\w*|avoid\w*|prevent\w*|avert\w*|stop(?:s|ped|ping)?"
    r"|rebuff\w*|resist\w*|den(?:y|ied|ies)|refus\w*|call\w*\s+off)"
)
_THWARTED = (
    r"(?:motions?|plans?|bills?|proposals?|moves?|measures?|calls?|requests?|bids?|ideas?|resolutions?|amendments?"
    r"|referendum|offers?|attempts?|efforts?|petitions?|decisions?|orders?|appeals?|schemes?|laws?|drafts?|suggestions?"
    r"|initiatives?|strikes?|talks?|sales?|trips?|visits?|match(?:es)?|rul(?:es?|ings?)|recommendations?|demands?)"
)
# What is to be done is told as thwarted: "against a motion to close", "rejected the plan for", "against closing".
_AGAINST = re.compile(
    rf"\b(?:(?P<how>{_THWARTING})\s+(?:[\w’'-]+\s+){{0,5}}?(?P<what>{_THWARTED})\b"
    rf"|{_THWARTED}\s+(?:[\w’'-]+\s+){{0,8}}?(?:was|were|is|are|been|being)\s+(?:\w+\s+)?{_THWARTING}"
    rf"|{_THWARTING}\s+(?:(?:any|its|their|his|her)\s+)?(?P<doing>[a-z]+ing)\b"
    r"|(?:vot\w*|rul\w*|decid\w*|decision|campaign\w*|argu\w*|spoke|speak\w*|c[ao]me\s+out)\s+against\b)",
    re.IGNORECASE,
)

_RESTRICTING = re.compile(
    r"\b(?:for|among|amongst|in|within|across|excluding|without)\s+(?:(?:the|a|an|all|its|their|his|her)\s+)?"
    r"(?=(?P<what>[^\W\d_][\w’'-]*(?:\s+[^\W\d_][\w’'-]*){0,2}))",
    re.IGNORECASE,
)
_NO_RESTRICTION_TABLE = "total fact full statement report notice row note speech force effect prison jail"
_NO_RESTRICTION = frozenset(meaning(stem(word)) for word in _NO_RESTRICTION_TABLE.split())
_TOKEN = re.compile(r"[\w’'-]+")
_LAST_TOKEN = re.compile(r"([^\W\d_][\w’'-]*)[ -]$")
_AFTER_DAY = re.compile(r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day ")  # "On Thursday Turkey's bank" as one name
_PART_OF_YEAR = re.compile(r"quarter|half|month|week|year", re.IGNORECASE)


def is_same_matter(terms: Terms, sentence: Facts) -> bool:
    """Whether nothing shows that the sentence says the claim's words of other things, or the other way round."""
    return (
        is_thwarted(terms.facts, sentence) == is_thwarted(sentence, terms.facts)
        and not (terms.quantities and _is_of_another_scope(terms, sentence))
        and not is_turned(terms.facts, sentence)
        and not belongs_to_another(terms.facts, sentence)
    )


def is_thwarted(facts: Facts, other: Facts) -> bool:
    """Whether what is done is told as turned down; a plan that both name may be told as rejected, and adopted."""
    for match in _AGAINST.finditer(facts.text):
        if match["doing"] is not None:
            if _group(match["doing"]) in other.groups:
                return True
            continue
        if match["what"] is None or match["how"].lower() == "against" or _group(match["what"]) not in other.groups:
            return True
    return False


def _is_of_another_scope(terms: Terms, sentence: Facts) -> bool:
    """Whether a number is told of a part (women's, for women, in the north) in one, and of the whole in the other."""
    claimed = terms.facts
    if any(not phrase & claimed.groups for phrase in _restrictions(sentence)):
        return True
    here = [phrase for phrase in _restrictions(claimed, names=False) if phrase]
    if any(not phrase & sentence.groups for phrase in here):
        return True
    if _is_qualified(sentence, claimed) or _is_qualified(claimed, sentence):
        return True
    # "It is 83.9 years, and 85 for women": which of the numbers is whose is not told by the words that are shared.
    units = {wanted.unit for wanted in terms.quantities}
    told = [one for one in sentence.quantities if one.unit in units or one.unit is None]
    return bool(here) and len(told) > len(terms.quantities)


def _restrictions(facts: Facts, *, names: bool = True) -> Iterator[set[str]]:
    """The words, by meaning, of each phrase that can restrict what is counted: "for women", "in the rural north"."""
    apart = [(one.start, one.end) for one in facts.dates] + [(one.start, one.end) for one in facts.quantities]
    if not names:
        apart += [(one.start, one.end) for one in facts.names]
    for match in _RESTRICTING.finditer(facts.text):
        if any(first <= match.start("what") < last for first, last in apart):
            continue
        found: set[str] = set()
        for token in _TOKEN.findall(match["what"]):
            plain = re.sub(r"['’]s?$", "", token)
            if plain.lower() in STOP_WORDS:
                break
            found.add(_group(plain))
        if found and not found & _NO_RESTRICTION:
            yield found


def _is_qualified(facts: Facts, other: Facts) -> bool:
    """Whether a word that both have is qualified here by a word right before it that the other text lacks."""
    for word in facts.words:
        shown = facts.text[word.start : word.end]
        if word.group not in other.groups or shown.endswith("ed"):
            continue
        match = _LAST_TOKEN.search(facts.text[: word.start])
        if match is None:
            continue
        plain = re.sub(r"['’]s?$", "", match[1])
        if plain.lower() in STOP_WORDS or plain.endswith("ly") or _group(plain) in other.groups:
            continue
        if any(one.start <= match.start(1) < one.end for one in facts.quantities):
            continue
        day = next((one for one in facts.dates if one.start <= match.start(1) < one.end), None)
        if day is None or _PART_OF_YEAR.search(day.text):
            return True
    return False


def _group(token: str) -> str:
    return (country(token) if token[:1].isupper() else None) or meaning(stem(token.lower()))


def _governing(name: Name, facts: Facts) -> re.Match[str] | None:
    """The preposition that governs a name."""
    return _GOVERNED.search(facts.text[: name.start])


def _ways(name: Name, facts: Facts) -> set[int | None]:
    """By which sorts of preposition a name is governed, at each of its places; None where it stands by itself."""
    matches = [_governing(one, facts) for one in facts.names if same_entity(one.text, name.text)]
    return {_ALIKE.get(match["word"].lower(), -1) if match else None for match in matches}


def is_turned(claimed: Facts, sentence: Facts) -> bool:
    """Whether two names have changed places: from Riga to Paris, and from Paris to Riga; X beat Y, and Y beat X."""
    once = {one.text: one for one in reversed(claimed.names)}  # a long list of the same names is read once
    named = [(one, _ways(one, claimed), _ways(one, sentence)) for one in once.values()]
    for (first, claimed_first, told_first), (second, claimed_second, told_second) in combinations(named, 2):
        if same_entity(first.text, second.text) or len(claimed_first) != 1 or len(claimed_second) != 1:
            continue
        if claimed_first == claimed_second:
            if claimed_first == {None} and _is_beaten(first, second, claimed, sentence):
                return True
            continue
        if (
            claimed_first <= told_second
            and claimed_second <= told_first
            and not (claimed_first <= told_first or claimed_second <= told_second)
            and not (None in claimed_first | claimed_second and not (claimed_first | claimed_second) & _DIRECTED)
        ):
            return True
        ends = {_ALIKE["from"], _ALIKE["to"]}
        if claimed_first | claimed_second == ends and not (
            (claimed_first <= told_first and claimed_second <= told_second)
            or _stands_before(first, second, sentence) == (claimed_first == {_ALIKE["from"]})
        ):
            return True
    return False


def _stands_before(first: Name, second: Name, facts: Facts) -> bool | None:
    """Whether the one name stands before the other; None where one of them is not there."""
    ones = [one.start for one in facts.names if same_entity(one.text, first.text)]
    others = [one.start for one in facts.names if same_entity(one.text, second.text)]
    return ones[0] < others[0] if ones and others else None


def _is_beaten(first: Name, second: Name, claimed: Facts, sentence: Facts) -> bool:
    """Whether the doer and the sufferer have changed places, with the same word between them and no "by"."""
    between = {word.group for word in claimed.words if first.end <= word.start < second.start}
    if not between or between & MUTUAL:
        return False
    for one in sentence.names:
        for other in sentence.names:
            if same_entity(one.text, second.text) and same_entity(other.text, first.text) and one.end <= other.start:
                stands = {word.group for word in sentence.words if one.end <= word.start < other.start}
                if stands & between and _governing(one, sentence) is None and _governing(other, sentence) is None:
                    return True
    return False


def belongs_to_another(claimed: Facts, sentence: Facts) -> bool:
    """Whether a word that a name completes in the claim (mayor of Sundvik) is completed by another in the sentence."""
    for name in claimed.names:
        match = _governing(name, claimed)
        if match is None:
            continue
        head = _head(claimed, match.start())
        sort = _ALIKE.get(match["word"].lower())
        here = [one for one in sentence.names if same_entity(_AFTER_DAY.sub("", one.text), name.text)]
        places = [word for word in sentence.words if head and word.group == head.group]
        if head is None or sort is None or not places:
            continue
        of = match["word"].lower() == "of"
        completing = [one for word in places for one in _completing(word, sentence, sort, of=of)]
        if any(one in here for one in completing):
            continue
        if completing or (of and here and not any(_opens(one, sentence) for one in here)):
            return True
    return False


def _head(facts: Facts, place: int) -> Word | None:
    """The word to which a preposition at `place` belongs, as far as nearness tells."""
    before = [word for word in facts.words if word.end <= place]
    if not before or any(before[-1].end <= one.start < place for one in facts.names):
        return None
    return before[-1] if len(words(facts.text[before[-1].end : place])) <= _MOST_BETWEEN else None


def _completing(word: Word, facts: Facts, sort: int, *, of: bool) -> Iterator[Name]:
    """The names that complete a word by a preposition of a sort, or own it: "mayor of Riga", "Riga's mayor"."""
    last: Name | None = None
    for name in facts.names:
        if name.start >= word.end:
            match = _governing(name, facts)
            if last is not None and _CHAINED.match(facts.text[last.end : name.start]):
                yield name
                last = name
            elif match and (head := _head(facts, match.start())) is not None and head.start == word.start:
                used = match["word"].lower()
                if _ALIKE.get(used) == sort or (of and used in _OF_ANOTHER):
                    yield name
                    last = name
        elif of:
            between = facts.text[name.end : word.start]
            owned = re.match(r"['’]s?\s", between) and len(words(between)) <= _BETWEEN_OWNER_AND_OWNED + 1
            if owned or between == " ":
                yield name


def _opens(name: Name, facts: Facts) -> bool:
    """Whether a name is the place that the sentence opens with: "In Sundvik, ..."."""
    return _OPENING_PLACE.match(facts.text[: name.start]) is not None
