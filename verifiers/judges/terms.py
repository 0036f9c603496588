"""What a claim states, as it is held against sentences: its names, words, numbers and days."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from language.units import UNIT_OF
from language.words import meaning, negation_cues, stem
from verifiers.facts import Facts, Word
from verifiers.judges.naming import same_entity
from verifiers.sides import day_said
from warehouse.records import Claim, DateMention, Quantity

_AFTER_AUXILIARY = re.compile(r"\b(?:is|are|was|were|been|be|being|has|have|had)\s+(?:not\s+)?$", re.IGNORECASE)
_SAYING = frozenset({meaning(stem("say")), stem("report"), stem("accord"), stem("add"), stem("write"), stem("told")})


@dataclass(frozen=True)
class Terms:
    """A claim as it is compared: what it says, without who says it."""

    claim: Claim

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.claim.text, anchor=day_said(self.claim))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names in the claim but for its speaker's own, each once, in order."""
        found: list[str] = []
        for name in self.facts.names:
            if self.claim.speaker and same_entity(name.text, self.claim.speaker):
                continue
            if name.text.lower() in UNIT_OF:  # "46.8 degrees Celsius"
                continue
            if not any(same_entity(name.text, other) for other in found):
                found.append(name.text)
        return tuple(found)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The content words, each once; of a claim with a speaker, not the words of saying."""
        found: dict[str, Word] = {}
        for word in self.facts.words:
            if not (self.claim.speaker and word.group in _SAYING):
                found.setdefault(word.stem, word)
        return tuple(found.values())

    @cached_property
    def key_words(self) -> tuple[Word, ...]:
        """What is said to be done, as far as its place tells: the first word after the first name, and participles."""
        first_name = min((name.end for name in self.facts.names), default=0)
        after = [word for word in self.words if word.start >= first_name] or list(self.words)
        keys = after[:1]
        keys += [word for word in self.words if word not in keys and _AFTER_AUXILIARY.search(self._before(word))]
        return tuple(keys)

    def _before(self, word: Word) -> str:
        return self.facts.text[max(0, word.start - 20) : word.start]

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.facts.quantities

    @property
    def anchors(self) -> int:
        """How many things there are by which it can be told from other claims."""
        return len(self.names) + len(self.words) + len(self.quantities)

    @property
    def known_by(self) -> int:
        """The same with the days it states; one exact day tells as much as two words."""
        exact = any(one.earliest == one.latest for one in self.stated_days)
        return self.anchors + (2 if exact else len(self.stated_days[:1]))

    @cached_property
    def stated_days(self) -> tuple[DateMention, ...]:
        """The dates that the claim itself states."""
        return tuple(found for found in self.facts.dates if found.earliest and found.latest)

    @cached_property
    def named_days(self) -> tuple[DateMention, ...]:
        """Those of them that stand in the article's own words, and need no article to be understood."""
        return tuple(one for one in self.stated_days if one.anchor is None and one.text in self.claim.quote)

    @cached_property
    def period(self) -> tuple[date, date] | None:
        """The time that the claim is about, where it is known."""
        first, last = self.claim.about_from, self.claim.about_to
        if first is None and last is None:
            return None
        return first or last or date.min, last or first or date.max

    @cached_property
    def negations(self) -> int:
        return len(negation_cues(self.facts.text))
