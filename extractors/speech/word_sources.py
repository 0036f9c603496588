"""Whose words a cue gives: the subject of its verb, shared with a verb before, or told by a possessive."""

from collections.abc import Sequence

from extractors.grammar.subjects import Phrase, phrase_start, subject_before, within_title
from extractors.grammar.tokens import Token
from extractors.grammar.word_classes import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    is_adverb,
)
from extractors.speech.marked import Marked
from language.sentences import word_set

VERSION = 2

RELATIVES = word_set("who which that")
DASHES = word_set("– — -- ;")
_NO_OPENERS = word_set("been not giving including include running having being if when to coupled said")


class SourceFinder:
    """Finds sources among the tokens of a unit."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self._subjects: dict[int, Phrase | None] = {}

    def subject(self, verb: int, start: int) -> Phrase | None:
        """The subject of the verb, also where it shares one with a verb before: "X met Y and said"."""
        if verb in self._subjects:
            return self._subjects[verb]
        self._subjects[verb] = found = self._find_subject(verb, start)
        return found

    def _find_subject(self, verb: int, start: int) -> Phrase | None:
        tokens = self.marked.tokens
        i = verb - 1
        while i >= start and (
            is_adverb(tokens[i]) or tokens[i].low in AUXILIARIES or tokens[i].low in ("been", "be", "n't")
        ):
            i -= 1
        if i < start:
            return None
        before = tokens[i]
        if before.low in ("who", "which") or (before.low == "that" and i > start and tokens[i - 1].is_word):
            return Phrase(i, i + 1, opened=i)
        if before.quoted and within_title(tokens, i, start) < i:
            return subject_before(tokens, verb, start)
        if before.low in CONJUNCTIONS or before.quoted or before.low in ("”", '"', "’"):
            return self.governor(i, start)
        if before.low in (",", *DASHES):
            phrase = subject_before(tokens, verb, start)
            return phrase if phrase is not None and phrase.end < i else self.governor(i, start)
        phrase = subject_before(tokens, verb, start)
        if phrase is None:
            return None
        words = [t for t in tokens[phrase.start : phrase.end] if t.is_word]
        if not words or len(words) > 25 or self.marked.taken[phrase.start]:
            return None
        taken = next(
            (i for i in range(phrase.start, phrase.end) if self.marked.taken[i] or self.marked.cued[i]), phrase.end
        )
        if taken < phrase.end:
            # "Reports citing A said B"
            return Phrase(phrase.start, taken, opened=phrase.opened) if taken > phrase.start else None
        if words[0].low in _NO_OPENERS or (len(words) == 1 and words[0].low in SUBORDINATORS - {"that"}):
            return self.governor(phrase.start, start)
        return phrase

    def governor(self, place: int, start: int) -> Phrase | None:
        """The subject of the nearest verb before `place`; past a comma not of one within a relative clause."""
        # "X refused to tell who Y would choose but said": the contrast is with what X did.
        parted = place < self.marked.n and self.marked.tokens[place].low == "but"
        inner: Phrase | None = None
        for i in range(place - 1, start - 1, -1):
            parted = parted or self.marked.tokens[i].low == ","
            if self.marked.finite[i] and not self.marked.taken[i]:
                subject = self.subject(i, start)
                if subject is None:
                    continue
                led = self.marked.tokens[subject.start - 1].low if subject.start > start else ""
                beside = self.marked.tokens[subject.start].low in (*RELATIVES, "there") or (led in SUBORDINATORS)
                if not parted or not beside:
                    return subject
                inner = inner or subject
        return inner

    def first_subject(self, begin: int, end: int) -> Phrase | None:
        for i in range(begin, end):
            if self.marked.finite[i]:
                return self.subject(i, begin)
        return None

    def possessor(self, place: int, start: int) -> Phrase | None:
        """Whose a noun is: "X's claim", "his claim"."""
        tokens = self.marked.tokens
        i = place - 1
        for _ in range(4):
            if i < start or tokens[i].quoted:
                return None
            if tokens[i].is_possessive or tokens[i].low in ("his", "her", "their", "its", "my", "our", "your"):
                begin = phrase_start(tokens, i, start) if tokens[i].is_possessive else i
                return Phrase(begin, i + 1, opened=begin) if begin is not None else None
            if not tokens[i].is_word or tokens[i].low in PREPOSITIONS | CONJUNCTIONS | DETERMINERS:
                return None
            i -= 1
        return None


def quoted_saying(tokens: Sequence[Token], verb: int) -> int | None:
    """The place of the "saying" of "quoted X as saying", None where "quoted" at `verb` has none."""
    for k in range(verb + 1, min(verb + 14, len(tokens) - 1)):
        if tokens[k].quoted or tokens[k].low in (",", ";", ":"):
            return None
        if tokens[k].low == "as" and tokens[k + 1].low in ("saying", "telling", "writing"):
            return k + 1
    return None
