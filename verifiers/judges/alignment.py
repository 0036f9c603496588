"""How far a sentence speaks of what a claim speaks of: which names, numbers, dates and words the two share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from language.quantities import comparable
from language.words import are_opposites, meaning, negation_cues, words
from verifiers.agreements.bounds import falls_short
from verifiers.agreements.days import is_written_range
from verifiers.agreements.measures import agrees, clashes
from verifiers.facts import MUTUAL, Facts, Word
from verifiers.judges.naming import countries, first_place, is_named, role
from verifiers.judges.terms import Terms
from verifiers.sides import day_said
from warehouse.records import DateMention, Quantity, Stance

VERSION = 7  # of naming.py and terms.py too

Time = Literal["stated", "near", "other", "unknown"]

_NEAR = timedelta(days=10)  # a report without a date of its own tells of what happened shortly before
_LOOSE = timedelta(days=31)  # for a claim that has no date of its own either
_LONG = timedelta(days=62)  # a longer stretch ("in 2024") says little of when
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ROUNDING = 0.03  # by how much a rounded number may be off
_AFTER_TO = re.compile(r"\bto\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """What was read in a passage; `score` says how much of the claim it has, and is no probability."""

    stance: Stance = "neither"
    score: float = 0.0
    said_by_claimant: bool = False
    why: str = ""


@dataclass(frozen=True)
class Alignment:
    """One sentence held against a claim. `context` is what stands around it: the sentence before, and the title."""

    terms: Terms
    sentence: Facts
    context: Sequence[Facts]
    published: date | None

    @cached_property
    def missing_names(self) -> tuple[str, ...]:
        return tuple(
            name
            for name in self.terms.names
            if not is_named(name, self.sentence) and not any(is_named(name, around) for around in self.context)
        )

    @cached_property
    def names_here(self) -> tuple[str, ...]:
        return tuple(name for name in self.terms.names if is_named(name, self.sentence))

    @cached_property
    def tells_of_another(self) -> bool:
        """Whether a name of the claim's stands only around the sentence, which names somebody or somewhere else."""
        if len(self.names_here) == len(self.terms.names):
            return False
        return any(not is_named(name.text, self.terms.facts) for name in self.sentence.names)

    @cached_property
    def same_countries(self) -> bool:
        """Whether no other country stands where the claim has one: "sanctions against Iran, which angered Russia"."""
        claimed, told = countries(self.terms.facts), countries(self.sentence)
        if not {key for key, _ in told} - {key for key, _ in claimed}:
            return True
        return all(self._follows_same_word(key, place, told) for key, place in claimed)

    def _follows_same_word(self, wanted: str, place: int, told: Sequence[tuple[str, int]]) -> bool:
        """Whether the first country after the word that it follows in the claim is the same one in the sentence."""
        before = [word for word in self.terms.words if word.start < place]
        if not before:  # the claim begins with it: nothing tells which of the sentence's countries stands in its place
            return any(key == wanted for key, _ in told)
        heads = [word.start for word in self.sentence.words if word.group == before[-1].group]
        if not heads:
            return False
        after = [key for key, at in told if at > heads[0]]
        return (after[0] if after else told[-1][0]) == wanted

    @cached_property
    def shared_words(self) -> tuple[Word, ...]:
        """The claim's words that the sentence has, or has another word for that is not itself one of the claim's."""
        here = self.sentence.stems
        claimed = {word.stem for word in self.terms.words}
        for_others = {meaning(found) for found in here - claimed}
        return tuple(word for word in self.terms.words if word.stem in here or word.group in for_others)

    @cached_property
    def missing_words(self) -> tuple[Word, ...]:
        return tuple(word for word in self.terms.words if word not in self.shared_words)

    @cached_property
    def opposites(self) -> tuple[tuple[Word, Word], ...]:
        """The claim's words that are not in the sentence while an opposite of them is."""
        return tuple(
            (word, other)
            for word in self.terms.words
            for other in self.sentence.words
            if _opposite(word, other) and not _opposite_of_any(other, self.terms.words, but=word)
        )

    @property
    def coverage(self) -> float:
        """The share of the claim's content words that the sentence has too, in whatever form."""
        total = len(self.terms.words)
        return len(self.shared_words) / total if total else 0.0

    @cached_property
    def agreeing(self) -> tuple[tuple[Quantity, Quantity], ...]:
        """The claim's numbers with the sentence's that say the same, in the claim's order."""
        pairs: list[tuple[Quantity, Quantity]] = []
        for wanted in self.terms.quantities:
            matches = [found for found in self.sentence.quantities if _says_the_number(wanted, found)]
            used = [found for _, found in pairs]
            match = next((found for found in matches if found not in used), None)
            if match is None and not self._has_rival(wanted, matches):
                match = next(iter(matches), None)
            if match is not None:
                pairs.append((wanted, match))
        return tuple(pairs)

    def _has_rival(self, wanted: Quantity, matches: Sequence[Quantity]) -> bool:
        """Whether a number that says otherwise may stand for this one, those that agree standing for others: "16 years
        of a sentence of 16 years" is not borne out by "8 years of a sentence of 16 years"."""
        others = [one for one in self.sentence.quantities if one not in matches and comparable(wanted, one)]
        return any(
            clashes(wanted, one) and not any(_says_the_number(claimed, one) for claimed in self.terms.quantities)
            for one in others
        )

    @cached_property
    def missing_quantities(self) -> tuple[Quantity, ...]:
        agreed = [wanted for wanted, _ in self.agreeing]
        return tuple(wanted for wanted in self.terms.quantities if wanted not in agreed)

    @cached_property
    def clashing(self) -> tuple[tuple[Quantity, Quantity], ...]:
        """The claim's numbers that the sentence has otherwise, where it has just one that could be meant."""
        pairs = []
        for wanted in self.missing_quantities:
            rivals = [found for found in self.sentence.quantities if comparable(wanted, found)]
            if len(rivals) == 1 and clashes(wanted, rivals[0]):
                pairs.append((wanted, rivals[0]))
        return tuple(pairs)

    @cached_property
    def same_roles(self) -> bool:
        """Whether each name does, suffers or qualifies as in the claim, and the numbers follow one another as there."""
        starts = [found.start for _, found in self.agreeing]
        if starts != sorted(starts):
            return False
        if not MUTUAL.isdisjoint(word.group for word in self.terms.words):
            return True
        actors = []
        for name in self.names_here:
            claimed, told = role(name, self.terms.facts), role(name, self.sentence)
            if "unclear" in (claimed, told):
                continue
            if (claimed == "qualifies") != (told == "qualifies"):
                return False
            if claimed != "qualifies":
                actors.append((claimed, told, first_place(name, self.sentence)))
        if len(actors) < 2:
            return True
        places = [place for _, _, place in actors]
        turned = sum(claimed == "by" for claimed, _, _ in actors) != sum(told == "by" for _, told, _ in actors)
        return places == sorted(places, reverse=turned)

    @cached_property
    def own_days(self) -> tuple[DateMention, ...]:
        """The dates that the sentence states."""
        return tuple(found for found in self.sentence.dates if found.earliest and found.latest)

    @cached_property
    def time(self) -> Time:
        """Whether the sentence states the claim's time, tells of things near it, or speaks of another."""
        wanted = self._wanted_period()
        if wanted is None:
            return "unknown"
        if self.own_days:
            return _relation(self.own_days, wanted)
        if self.terms.stated_days and any(around.dates for around in self.context[:1]):
            around_days = [found for found in self.context[0].dates if found.earliest and found.latest]
            if around_days and _relation(around_days, wanted) == "stated":
                return "stated"
        if self.published is None:
            return "unknown"
        if self.terms.stated_days or self.terms.period is not None:
            return "near" if wanted[0] <= self.published <= wanted[1] + _NEAR else "unknown"
        return "near" if wanted[0] <= self.published <= wanted[1] else "unknown"

    @property
    def same_stretch(self) -> bool:
        """Whether a long stretch that the claim is of ("in 2023") is told as long: of May it tells another number."""
        wanted = self._wanted_period()
        if wanted is None or wanted[1] - wanted[0] <= _LONG:
            return True
        told = [one.latest - one.earliest for one in self.own_days if one.earliest and one.latest]
        return any(length > _LONG for length in told)

    @property
    def missing_days(self) -> tuple[DateMention, ...]:
        """The days that the claim names and neither the sentence nor the one before it does, as closely."""
        told = [*self.own_days, *(day for around in self.context[:1] for day in around.dates)]
        return tuple(
            named
            for named in self.terms.named_days
            if not any(_is_within(day, named) for day in told)
            # A year in a table is no date by itself: "61.3% (2022: 54.8%)".
            and not (_YEAR.fullmatch(named.text) and re.search(rf"\b{named.text}\b", self.sentence.text))
        )

    def _wanted_period(self) -> tuple[date, date] | None:
        if self.terms.period is not None:
            first, last = self.terms.period
            if not self.terms.stated_days:  # known only from the article's own day: a report may be off by some days
                first, last = _moved(first, -_NEAR), _moved(last, _NEAR)
            return first, last
        if len(self.terms.stated_days) == 1:
            [only] = self.terms.stated_days
            if only.earliest and only.latest:
                return only.earliest, only.latest
        said = day_said(self.terms.claim)
        return (_moved(said, -_LOOSE), _moved(said, _LOOSE)) if said else None

    @cached_property
    def negations(self) -> int:
        return len(negation_cues(self.sentence.text))

    @property
    def open_words(self) -> frozenset[str]:
        """What makes it possible, planned or conditional in the one and not in the other."""
        return self.sentence.not_done ^ self.terms.facts.not_done

    @property
    def is_only_wanted(self) -> bool:
        """Whether what the claim says is done stands in the infinitive: asked, ordered, hoped to be done."""
        keys = {word.group for word in self.terms.key_words}
        return any(
            word.group in keys and _AFTER_TO.search(self.sentence.text[max(0, word.start - 6) : word.start])
            for word in self.sentence.words
        ) and not any(
            _AFTER_TO.search(self.terms.facts.text[max(0, word.start - 6) : word.start])
            for word in self.terms.key_words
        )

    @property
    def same_quantifiers(self) -> bool:
        return self.terms.facts.quantifiers <= self.sentence.quantifiers

    @cached_property
    def spread(self) -> int:
        """Over how many words of the sentence that which is shared is spread."""
        groups = {word.group for word in self.shared_words}
        places = [word.start for word in self.sentence.words if word.group in groups]
        places += [found.start for _, found in self.agreeing]
        places += [first_place(name, self.sentence) for name in self.names_here]
        return len(words(self.sentence.text[min(places) : max(places)])) + 1 if places else 0


def _says_the_number(wanted: Quantity, found: Quantity) -> bool:
    """Whether a number bears a claim's out. An exact one needs one as exact: neither "up to 89%" nor "about 89%"."""
    if not agrees(wanted, found) or falls_short(wanted, found):
        return False
    if wanted.approximate or wanted.low is None or wanted.low != wanted.high:
        return True
    if found.low is None or found.low != found.high:
        return False
    same_unit = wanted.unit == found.unit
    return not same_unit or abs(found.low - wanted.low) <= _ROUNDING * abs(wanted.low)


def _opposite(first: Word, second: Word) -> bool:
    return are_opposites(first.stem, second.stem) or are_opposites(first.group, second.group)


def _opposite_of_any(other: Word, claimed: Sequence[Word], *, but: Word) -> bool:
    """Whether the claim has the opposite word too: "rose, then fell" is no contradiction of "fell"."""
    return any(word.group == other.group for word in claimed if word is not but)


def _relation(mentions: Sequence[DateMention], wanted: tuple[date, date]) -> Time:
    related: Time = "other"
    for found in mentions:
        if found.earliest is None or found.latest is None:
            continue
        if found.earliest <= wanted[1] and wanted[0] <= found.latest:
            # A year is stated by the year, and a day by nothing longer than two months.
            if found.latest - found.earliest <= max(_LONG, wanted[1] - wanted[0]):
                return "stated"
            related = "near"
    return related


def _is_within(told: DateMention, named: DateMention) -> bool:
    """Whether a day that is told lies in the stretch that was named: in 2024 for "2024"; on the day for a day.

    A stretch with both its ends, "from 2004 to 2019", has to be told with both.
    """
    if not (told.earliest and told.latest and named.earliest and named.latest):
        return False
    if is_written_range(named.text):
        return (named.earliest, named.latest) == (told.earliest, told.latest)
    return named.earliest <= told.earliest and told.latest <= named.latest


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
