"""What a statement says, reduced to a form that is the same for every wording which says the same, and for no other.

Names are brought to one spelling, numbers to one unit, dates to days, words to their stems and to one of several that
mean the very same; a passive is turned, what may stand in front or behind is taken out of the order, and nothing else
is let go. Two statements with one form say the same, so that to say the same is symmetric and transitive; where the
reading is in doubt, the forms differ.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from language import name_matching, quantities, spoken, statement_words
from language.dates import VERSION as DATES_VERSION
from language.dates import find_dates
from language.name_book import NameBook
from language.names import VERSION as NAMES_VERSION
from language.spoken import what_was_said
from language.statement_reading import StatementReader, day_told
from warehouse.records import content_id

VERSION = (
    f"1.{DATES_VERSION}.{NAMES_VERSION}.{quantities.VERSION}.{name_matching.VERSION}.{spoken.VERSION}"
    f".{statement_words.VERSION}"
)

FEWEST_ANCHORS = 4  # names, numbers and words without which a statement may be about anything
_RICH = 10  # of them: nobody writes so much twice of two different events


@dataclass(frozen=True)
class Statement:
    """A statement taken apart. `core` is what stands in order; `phrases` are what a preposition ties to something.

    `stands_alone`: nothing in it points to the text around it. `days` are the times it states, in order.
    """

    core: tuple[str, ...]
    phrases: tuple[tuple[str, str, tuple[str, ...]], ...]  # preposition, what it is tied to, the phrase
    days: tuple[tuple[str, ...], ...]
    names: frozenset[str]
    numbers: tuple[str, ...]
    words: frozenset[str]  # by meaning, for how much two statements have in common
    cues: tuple[str, ...]
    by: str | None  # whose statement it is, where that is part of it
    stands_alone: bool

    @property
    def anchors(self) -> int:
        """How many things there are by which it can be told from others; a full name counts twice."""
        names = sum(2 if " " in name else 1 for name in self.names)
        return names + len(set(self.numbers)) + len(self.words) + bool(self.days)

    @property
    def is_anchored(self) -> bool:
        """Whether another text with the same form must be about the same thing."""
        return self.stands_alone and bool(self.names) and self.anchors >= FEWEST_ANCHORS

    @cached_property
    def form(self) -> str:
        """The same for two statements that say the same, and only for these."""
        return content_id("frm", VERSION, self.by, self.core, self.phrases, self.days)

    @cached_property
    def facts(self) -> str:
        """What no two wordings of the same may differ in: names, numbers, days, and what denies or limits it."""
        return content_id(
            "fct", VERSION, self.by, sorted(self.names), sorted(self.numbers), sorted(self.days), self.cues
        )


def read_statement(
    text: str,
    *,
    day: date | None,
    about: tuple[date | None, date | None] = (None, None),
    speaker: str | None = None,
    role: str | None = None,
    is_said: bool = False,
    book: NameBook | None = None,
) -> Statement:
    """Take a self-contained statement apart.

    `day` is when it was said or published: relative dates count from it, and an event without a date of its own and
    without much else to be known by is of that day. `about` is the time that it is known to be about. With `is_said` it
    is the saying that is stated, so that `speaker` is part of it; so it is where the speaker says "I" or "we".
    """
    book = book or NameBook()
    told = what_was_said(text, speaker, role) if is_said and speaker else text
    read = StatementReader(told, day, book)
    own = speaker if speaker and (is_said or read.first_person) else None
    days = read.days
    if told != text:  # when it was said belongs to a saying
        stated = {day[1:] for day in read.days}
        days += tuple(
            dict.fromkeys(
                one for one in (day_told(found, "said") for found in find_dates(text, day)) if one[1:] not in stated
            )
        )
    is_now = read.tense != "past" and about == (day, day)
    if not days and any(about) and not is_now:
        days = (("", str(about[0]), str(about[1])),)
    found = Statement(
        core=tuple(read.active_core()),
        phrases=tuple(sorted(read.phrases, key=lambda phrase: phrase[0])),
        days=days,
        names=frozenset(read.names) | ({book.key(own)} if own else frozenset()),
        numbers=tuple(read.numbers),
        words=frozenset(read.words),
        cues=tuple(sorted(read.cues)),
        by=book.key(own) if own else None,
        stands_alone=not read.points_outside and not (read.first_person and not speaker),
    )
    # What a speaker says that somebody has done, and what a speaker with a name says, can be said on any day.
    on_any_day = read.tense != "past" or (speaker and read.is_perfect) or (own and " " in (found.by or ""))
    if days or day is None or on_any_day or found.anchors >= _RICH:
        return found
    return Statement(**{**found.__dict__, "days": (("", str(day), str(day)),)})
