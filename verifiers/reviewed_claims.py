"""Whether an earlier fact-check is of this very claim, and by what that was told.

Both are taken apart as `language.statements` does it. Names, numbers, days, negation, and whatever else denies or
limits must agree, and so must who does what to whom; then either all words do too, or all but a little of a long
sentence's. What is about the same person and says something else is no match: a fact-check of another claim is worse
than none.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache, partial
from itertools import product

from language import statements
from language.dates import VERSION as DATES_VERSION
from language.dates import find_dates
from language.identification import VERSION as IDENTIFICATION_VERSION
from language.identification import identify
from language.name_book import NameBook
from language.name_matching import same_name
from language.spoken import what_was_said
from language.statements import FEWEST_ANCHORS, Statement, read_statement
from language.words import are_opposites
from warehouse.records import KINDS_OF_SAYING, Claim

VERSION = f"1.{statements.VERSION}.{DATES_VERSION}.{IDENTIFICATION_VERSION}"

_Days = list[tuple[date, date]]

_FEWEST_IN_ALL = 3  # names, numbers and words: with fewer even the very same words may be about anything
_SHARED = 0.8  # of the longer one's words, where not all are the same
_FIGURES_LAST = timedelta(days=366)  # a figure without a day is one of its time: next year's is another
_TOLD_AFTER = timedelta(days=60)  # of a dated event, by who does not repeat its day
_MOST_CHARACTERS = 1_000  # of a statement: what is longer is no claim but a text

# How fact-checkers open a claim that they quote. What follows is the claim.
_OPENING = re.compile(
    r"^\s*(?:(?:the )?claims?|fact[- ]?check|says?|said|posts? (?:claim|say)s?)\b\s*(?::\s*|that\s+|(?=[“\"]))",
    re.IGNORECASE,
)
_SAYS = re.compile(r"^\s*[Ss]ays\s+(?:that\s+)?")
_GENERATION = re.compile(r"\b(?:Jr|Sr|junior|senior|II|III|IV)\b\.?")
_OWNING = frozenset({"of", "in"})


@dataclass(frozen=True)
class Reviewed:
    """A claim that somebody has decided on: its words, who made it, when, and when it was decided on."""

    text: str
    claimant: str | None = None
    claimed: date | None = None
    decided: date | None = None

    @property
    def day(self) -> date | None:
        """When it was said, as far as is known: not after it was decided on."""
        return self.claimed or self.decided


@dataclass(frozen=True)
class Match:
    """That two claims are one. `how` tells a person by what; a higher score is a surer match, 1 the surest."""

    how: str
    score: float


class ClaimMatcher:
    """One claim, to be compared with many that were reviewed."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._said = claim.said_from or claim.said_to or (claim.published_at.date() if claim.published_at else None)
        self._is_said = claim.kind in KINDS_OF_SAYING
        self._names = NameBook.of("\n".join([claim.text, claim.speaker or "", *claim.entities])).full

    def match(self, reviewed: Reviewed) -> Match | None:
        """How it is told that the reviewed claim is this one; None where it is not, or where that is in doubt."""
        if max(len(self._claim.text), len(reviewed.text)) > _MOST_CHARACTERS:
            return None
        text = self._compared(reviewed)
        if text is None:
            return None
        book = NameBook(tuple(dict.fromkeys((*self._names, *_names_in(f"{text}\n{reviewed.claimant or ''}")))))
        claimant = self._claim.speaker if self._is_said else reviewed.claimant
        own, other = self._read(book), _read(text, claimant, self._is_said, book)
        if not (own.statement.stands_alone and other.statement.stands_alone) or not _same_facts(own, other):
            return None
        own_days, other_days = own.days(self._said), other.days(reviewed.day)
        if not self._same_time(own, own_days, other_days, reviewed):
            return None
        told = "" if bool(own_days) == bool(other_days) else ", of a day that only one of them tells"
        anchors = min(own.statement.anchors, other.statement.anchors)
        if own.wording == other.wording and anchors >= _FEWEST_IN_ALL:
            return Match(f"the same statement{told}", 0.98 if told else 1.0)
        if anchors < FEWEST_ANCHORS or not _same_roles(own.statement, other.statement):
            return None
        match = _by_words(own, other)
        return replace(match, how=f"{match.how}{told}") if match else None

    def _compared(self, reviewed: Reviewed) -> str | None:
        """What of the reviewed claim is to be compared: the saying where that is the claim, else what was said.

        None where the claim is that somebody said so and the reviewed one is not: whether it is so is another matter.
        """
        text = _SAYS.sub("", _OPENING.sub("", reviewed.text, count=1), count=1).strip() or reviewed.text
        who = self._claim.speaker if self._is_said else reviewed.claimant
        said = what_was_said(text, who) if who else text
        if self._is_said:
            return text if said != text.rstrip(". ") else None
        return said or text

    def _read(self, book: NameBook) -> "_Read":
        claim = self._claim
        return _read(claim.text, claim.speaker, self._is_said, book, role=claim.speaker_role)

    def _same_time(self, own: "_Read", own_days: _Days, other_days: _Days, reviewed: Reviewed) -> bool:
        """Whether both can be about one time, by the days that they state or, without, by when they were said."""
        if own_days and other_days:
            return _overlap(own_days, other_days)
        if own_days or other_days:
            said = reviewed.day if own_days else self._said
            return said is not None and all(
                first <= said <= last + _TOLD_AFTER for first, last in (own_days or other_days)
            )
        if own.statement.numbers or self._claim.kind in ("quantity", "comparison"):
            days = (self._said, reviewed.day)
            return None not in days and abs(self._said - reviewed.day) <= _FIGURES_LAST  # type: ignore[operator]
        about = self._claim.about_from
        if self._claim.kind == "event" and about is not None and about != self._said:
            return reviewed.decided is None or reviewed.decided >= about  # nobody checks what has not happened yet
        return True


@dataclass(frozen=True)
class _Read:
    """A claim taken apart without a day of its own; `days` reads those that it states."""

    text: str
    statement: Statement

    @cached_property
    def wording(self) -> tuple[object, ...]:
        """All that makes up its form but the days."""
        return (self.statement.by, self.statement.core, self.statement.phrases)

    @cached_property
    def generations(self) -> frozenset[str]:
        """What tells a father from his son."""
        return frozenset(match.group().strip(".").lower()[:2] for match in _GENERATION.finditer(self.text))

    @cached_property
    def is_english(self) -> bool:
        found = identify(self.text)
        return found is None or found.code == "en"

    def days(self, said: date | None) -> _Days:
        """The spans of days that it states; without `said` those that are known without it."""
        found = find_dates(self.text, said)
        return [(one.earliest or one.latest, one.latest or one.earliest) for one in found if one.earliest or one.latest]  # type: ignore[misc]


@lru_cache(maxsize=4_000)
def _read(text: str, speaker: str | None, is_said: bool, book: NameBook, *, role: str | None = None) -> _Read:
    return _Read(text, read_statement(text, day=None, speaker=speaker, role=role, is_said=is_said, book=book))


@lru_cache(maxsize=4_000)
def _names_in(text: str) -> tuple[str, ...]:
    return NameBook.of(text).full


def _same_facts(own: _Read, other: _Read) -> bool:
    """Whether names, numbers, who said it, and what denies or limits it are the same."""
    first, second = own.statement, other.statement
    return (
        first.by == second.by
        and sorted(first.numbers) == sorted(second.numbers)
        and first.cues == second.cues
        and own.generations == other.generations
        and _same_names(first.names, second.names)
    )


def _same_names(first: Collection[str], second: Collection[str]) -> bool:
    """Whether each name of the one is one of the other's, written in full or short."""
    if set(first) == set(second):
        return True
    return all(any(same_name(one, other) for other in second) for one in first) and all(
        any(same_name(one, other) for one in first) for other in second
    )


@dataclass(frozen=True)
class _Place:
    """Where an item of a statement stands, and its ending: in the core, or behind which preposition."""

    ending: str
    number: int
    preposition: str = ""  # "" in the core
    head: str = ""  # what the preposition ties it to


def _same_roles(first: Statement, second: Statement) -> bool:
    """Whether what both name and say stands in the same places: who does it, to whom, whose it is."""
    one, other = _places(first), _places(second)
    shared = one.keys() & other.keys()
    if len(first.numbers) == 1:
        shared -= {*first.numbers}  # a rating of 4%, the rating is at 4%: there is nothing that it could be taken for
    if not all(_same_place(item, (one, first), (other, second)) for item in shared):
        return False
    in_both = [item for item in shared if not one[item].preposition and not other[item].preposition]
    orders = [sorted(in_both, key=partial(_number_of, places)) for places in (one, other)]
    tenses = [{"is", "was"} & set(statement.core) for statement in (first, second)]
    return (
        orders[0] == orders[1]
        and (tenses[0] == tenses[1] or not all(tenses))
        and _told_apart_by_order(first) == _told_apart_by_order(second)
    )


def _number_of(places: Mapping[str, _Place], item: str) -> int:
    return places[item].number


def _told_apart_by_order(statement: Statement) -> list[tuple[str, str, tuple[str, ...]]]:
    """The phrases that only their order tells apart: "the mayor of Harwick sued the mayor of Ashby"."""
    tied = Counter((preposition, head) for preposition, head, _ in statement.phrases)
    return [phrase for phrase in statement.phrases if tied[phrase[:2]] > 1]


def _same_place(
    item: str, own: tuple[dict[str, _Place], Statement], other: tuple[dict[str, _Place], Statement]
) -> bool:
    one, two = own[0][item], other[0][item]
    if one.ending != two.ending:  # one soldier or several, leads or led
        return False
    if one.preposition and two.preposition:
        # In front of all ("In Harwick, …") it is tied to nothing, which can be what it is tied to elsewhere.
        return one.preposition == two.preposition and (one.head == two.head or not (one.head and two.head))
    if one.preposition:
        return _is_told_without(two, other[1], one)
    return not two.preposition or _is_told_without(one, own[1], two)


def _is_told_without(in_core: _Place, statement: Statement, in_phrase: _Place) -> bool:
    """Whether a preposition is only left out: "the mayor of Harwick" for "Harwick's mayor", "gave it to Lund" for "gave
    Lund it"."""
    behind = [item.split("+")[0] for item in statement.core[in_core.number + 1 :]]
    if in_phrase.preposition == "to":
        return in_core.number > 1 and bool(behind)
    return in_phrase.preposition in _OWNING and in_phrase.head in behind[:2]


def _places(statement: Statement) -> dict[str, _Place]:
    """The items of a statement, without their endings, and where each stands first."""
    places: dict[str, _Place] = {}
    for number, item in enumerate(statement.core):
        word, _, ending = item.partition("+")
        places.setdefault(word, _Place(ending, number))
    for preposition, head, items in statement.phrases:
        for number, item in enumerate(items):
            word, _, ending = item.partition("+")
            places.setdefault(word, _Place(ending, number, preposition, head.split("+")[0]))
    return places


def _by_words(own: _Read, other: _Read) -> Match | None:
    """A match by words alone, of two that have their facts and roles in common."""
    first, second = own.statement.words, other.statement.words
    differing = first ^ second
    if any(are_opposites(*pair) for pair in product(first - second, second - first)):
        return None
    if not differing:
        return Match("the same names, numbers and words", 0.95)
    longer = max(len(first), len(second))
    shared = len(first & second)
    # In another language a word that is not known may be the one that denies it all.
    if shared < _SHARED * longer or not (own.is_english and other.is_english):
        return None
    return Match(f"the same names and numbers, and {shared} of {longer} words", 0.9 * shared / longer)


def _overlap(first: _Days, second: _Days) -> bool:
    """Whether the days of both can be the same ones, in the order in which they are told."""
    if len(first) != len(second):
        return False
    return all(one[0] <= other[1] and other[0] <= one[1] for one, other in zip(first, second, strict=True))
