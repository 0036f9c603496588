"""A statement gone through once, word by word: what of it stands in order, what a preposition ties, and when it was."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from language.dates import find_dates
from language.name_book import NameBook
from language.names import Name, find_names
from language.quantities import quantities_beside
from language.sentences import word_set
from language.statement_words import EMPTY, plain_word
from language.units import measure
from language.words import STOP_WORDS, meaning, negation_cues
from warehouse.records import DateMention, Quantity

_TOKEN = re.compile(r"[^\W_]+(?:[.'’,][^\W_]+)*|[,;:()—–?!]|\.(?=\s|$)")
_ENDING = frozenset(";:()—–.?!")
_CONTRACTED = (
    (re.compile(r"\bcan(?:['’]t|not)\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "will not"),
    (re.compile(r"n['’]t\b", re.IGNORECASE), " not"),
    (re.compile(r"['’]ll\b"), " will"),
    (re.compile(r"['’]ve\b"), " have"),
    (re.compile(r"['’]re\b"), " are"),
    (re.compile(r"['’]m\b"), " am"),
    (re.compile(r"\b([Ii]t|[Tt]hat|[Tt]here|[Hh]e|[Ss]he|[Ww]ho|[Ww]hat)['’]s\b"), r"\1 is"),
    (re.compile(r"\b(?:has|have|had) been\b", re.IGNORECASE), "was"),
    (re.compile(r"\ba total of\b|\bin total\b", re.IGNORECASE), ""),
    (re.compile(r"\bin (?:order|a bid) to\b", re.IGNORECASE), "to"),
)
_ALIKE_TABLE = """
in at on upon inside; to into onto toward towards unto; about regarding concerning; among amongst; amid amidst; until
till; of; from; by; with; without; against; for; over; under; after; before; since; during; through; across; between;
near; behind; beyond; within; outside; despite; as; via; per
"""
# Prepositions, those that can say the same under one name.
_PREPOSITIONS = {word: group.split()[0] for group in _ALIKE_TABLE.split(";") for word in group.split()}
_SIMPLE_TIME = frozenset({"in", "of", "during", "for"})  # "in 2024", "the election of 2019"
_BE = {"is": "is", "are": "is", "am": "is", "was": "was", "were": "was"}
_PERFECT = frozenset({"has", "have", "had"})
_FIRST_PERSON = word_set("i we me us my our ours mine myself ourselves")
_THIRD_PERSON = word_set("he she they it him her them his hers their theirs its himself herself itself")
_POINTING = word_set("this these those here such")
# What leaves it open, limits it or turns it round, and stands among the stop words. The code holds a model to it.
_CUES = word_set(
    "not no never none nobody nothing neither nor without may might could would should must can will shall if unless "
    "whether all every only most first last half both few several some any more less fewer least than almost nearly "
    "reportedly allegedly apparently possibly perhaps probably likely unlikely until before after up down against"
)


class StatementReader:
    """Goes through a statement once and sorts its words into the core, the phrases, the days."""

    def __init__(self, text: str, day: date | None, book: NameBook) -> None:
        text = _expanded(text)
        self.core: list[str] = []
        self.phrases: list[tuple[str, str, tuple[str, ...]]] = []
        self.days: tuple[tuple[str, ...], ...] = ()
        self.names: dict[str, None] = {}
        self.numbers: list[str] = []
        self.words: dict[str, None] = {}
        self.cues = [*negation_cues(text)]
        self.first_person = False
        self.points_outside = False
        self.tense: Literal["past", "present"] | None = None  # of the first verb that tells
        self.is_perfect = False
        self._open: tuple[str, str, list[str]] | None = None
        self._last = ""  # the item before, to which a preposition may belong
        self._movable = True  # what follows may stand in front or behind: nothing is before it that it must belong to
        self._tense_of_last = False  # whether the tense is that of the "is" or "has" that was met last
        self._days: list[tuple[str, ...]] = []
        self._series: list[str] = []  # names in a row: "Riga, Paris and Rome"
        self._between = ""  # what stands behind the last of them: a comma, "and"
        self._is_list = False
        self._sorts = False
        self._read(text, day, book)
        self.days = tuple(dict.fromkeys(self._days))

    def _read(self, text: str, day: date | None, book: NameBook) -> None:
        dates = find_dates(text, day)
        names = [beside for name in find_names(text) if (beside := _beside(name, text, dates))]
        numbers = quantities_beside(text, dates)
        # Where several numbers go with several names, or "respectively", who comes first says whose is which.
        self._sorts = len(numbers) < 2 and "respectively" not in text
        spans: list[DateMention | Quantity | Name] = [*names, *numbers, *dates]
        spans.sort(key=lambda one: (one.start, -one.end))
        titles = {name.start - len(name.role) - 1: name.start for name in names if name.role}
        place = position = 0
        for match in _TOKEN.finditer(text):
            position = max(position, titles.get(match.start(), 0))  # an office before a name says no more than the name
            if match.start() < position:
                continue
            while place < len(spans) and spans[place].end <= match.start():
                place += 1
            found = spans[place] if place < len(spans) and spans[place].start <= match.start() else None
            position = found.end if found else match.end()
            if isinstance(found, DateMention):
                self._date(found)
            elif isinstance(found, Quantity):
                self._number(found)
            elif found is not None:
                self._name(found, book)
            else:
                self._word(match.group())
        self._end_series()
        self._close()

    def _word(self, token: str) -> None:
        low = re.sub(r"['’]s?$", "", token.lower())
        if low in EMPTY:
            self.points_outside = self.points_outside or (low == "that" and not self.core and self._open is None)
            return
        if self._series and low in (",", "and") and not (self._open and not self.core):
            self._between += low
            return
        self._end_series()
        if low == "," or low in _ENDING:
            self._close()
            self._movable = self._movable or low in _ENDING
            return
        if low == "and" and not self.core:
            return
        self._note(low)
        if preposition := _PREPOSITIONS.get(low):
            self._close()
            self._open = (preposition, "" if self._movable and preposition != "of" else self._last, [])
            return
        if low in _BE or low in _PERFECT:
            self._close()
            self._tense_of_last = self.tense is None
            self.tense = self.tense or ("past" if low in ("was", "were", "had") else "present")
            self._put([_BE.get(low, low)])
            return
        group, form = plain_word(low)
        if self._open and self._open[2] and form == "ed":
            self._close()
        if form == "ed":
            if self.core and self.core[-1] in _PERFECT:
                self.is_perfect = self.core.pop() != "had"  # "has resigned" is "resigned"
                self.tense = "past" if self._tense_of_last else self.tense
            self.tense = self.tense or "past"
        if low not in STOP_WORDS:
            self.words.setdefault(meaning(group))
        self._put([f"{group}+{form}" if form else group])
        self._movable = form == "ed"

    def _note(self, low: str) -> None:
        """Keep what a word says of the whole: that it limits, denies, or points outside."""
        if low in _CUES:
            self.cues.append(low)
        if low in _FIRST_PERSON:
            self.first_person = True
        elif low in _POINTING or (low in _THIRD_PERSON and not self.names):
            self.points_outside = True

    def _name(self, name: Name, book: NameBook) -> None:
        key = book.key(name.text)
        self.names.setdefault(key)
        if self._series and not self._between:
            self._end_series()
        self._is_list = self._is_list or self._between.endswith("and")
        self._between = ""
        self._series.append(f"n:{key}")

    def _number(self, quantity: Quantity) -> None:
        self._end_series()
        number = _number(quantity)
        self.numbers.append(number)
        self._put([number])
        self._movable = True

    def _date(self, mention: DateMention) -> None:
        self._end_series()
        before = ""
        if self._open and not self._open[2]:
            before = "" if self._open[0] in _SIMPLE_TIME else self._open[0]
            self._open = None
        self._days.append(day_told(mention, before))
        self._close()
        self._movable = True

    def _end_series(self) -> None:
        """Put names in a row where they belong, in one order: who is named first in a list says nothing."""
        if not self._series:
            return
        series, behind = self._series, self._between
        if self._is_list and self._sorts:
            series = sorted(series)
        self._series, self._between, self._is_list = [], "", False
        self._put(series)
        if behind:
            self._close()
        if "and" in behind:
            self._put(["and"])

    def _put(self, items: Sequence[str]) -> None:
        (self._open[2] if self._open else self.core).extend(items)
        self._last = items[-1]
        self._movable = False

    def _close(self) -> None:
        if self._open:
            preposition, head, items = self._open
            self.phrases.append((preposition, head, tuple(items)))
            self._open = None
            self._movable = preposition == "by"

    def active_core(self) -> list[str]:
        """The core with a passive turned: "39 people were killed by the blast" is "the blast killed 39 people"."""
        passives = [
            index
            for index, (first, second) in enumerate(zip(self.core, self.core[1:], strict=False))
            if first in ("was", "is") and second.endswith("+ed")
        ]
        agents = [phrase for phrase in self.phrases if phrase[0] == "by"]
        if len(passives) != 1 or len(agents) != 1 or not agents[0][2] or ".." in agents[0][2][0]:
            return self.core
        place = passives[0]
        self.phrases.remove(agents[0])
        patient, verb, rest = self.core[:place], self.core[place + 1], self.core[place + 2 :]
        return [*agents[0][2], verb, *patient, *rest]


def _expanded(text: str) -> str:
    for pattern, put in _CONTRACTED:
        text = pattern.sub(put, text)
    return text


def day_told(mention: DateMention, before: str) -> tuple[str, ...]:
    """A time as it stands in a form, with the word before it; in its own words where it is not known when that was."""
    if mention.earliest is None and mention.latest is None:
        return (before, mention.text.lower())
    return (before, str(mention.earliest), str(mention.latest))


def _number(quantity: Quantity) -> str:
    known = measure(quantity.unit)
    unit, factor = known or (quantity.unit or "", 1.0)
    ends = ["" if end is None else f"{end * factor:.12g}" for end in (quantity.low, quantity.high)]
    return f"{'~' if quantity.approximate else ''}{ends[0]}..{ends[1]} {unit}"


def _beside(name: Name, text: str, dates: Iterable[DateMention]) -> Name | None:
    """A name without the day that it was taken together with: "On Monday Harwick paid"; None where it is a date."""
    start, end = name.start, name.end
    for one in dates:
        if one.start <= start < one.end:
            start = one.end
        elif start < one.start < end:
            end = one.start
    rest = text[start:end]
    if not rest.strip():
        return None
    start += len(rest) - len(rest.lstrip())
    return replace(name, text=text[start:end].strip(), start=start, end=start + len(text[start:end].strip()))
