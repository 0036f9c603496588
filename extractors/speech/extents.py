"""Where attributed words end: before what no longer belongs to them."""

from extractors.grammar.time_phrases import time_phrase_end
from extractors.grammar.word_classes import AUXILIARIES, HAVE, SUBORDINATORS, is_adverb
from extractors.speech.cue_frames import FINITE, PARTICIPLES
from extractors.speech.cues import CUES
from extractors.speech.marked import Marked
from extractors.speech.word_sources import DASHES
from language.sentences import word_set

VERSION = 4

_STOPS_OBJECT = word_set("after before when while during because since until although though if unless amid so")
_INNER = word_set("who which that whose where what how why he she they we i you it whom")
_BREAKS = word_set("and but while whereas though although yet as when before after")


class Extents:
    """Finds the ends of contents among the tokens of a unit."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked

    def clause_stop(self, begin: int, end: int, *, relative: bool = False) -> int:
        """Where a content that begins at `begin` ends: before what no longer belongs to it."""
        tokens = self.marked.tokens
        stop = end
        for k in range(begin, end):
            token = tokens[k]
            if self.marked.taken[k]:
                stop = k
                break
            if token.quoted:
                continue
            low = token.low
            if low in (",", *DASHES):
                following = k + 1
                while following < end and is_adverb(tokens[following]):
                    following += 1
                if following >= end:
                    break
                then = tokens[following]
                if then.low == "according" and k <= begin + 1:
                    continue  # "said that, according to a survey, A"
                if (
                    then.low == "according"
                    or (then.low in PARTICIPLES and not then.quoted)
                    or (
                        k > begin + 1
                        and (self.marked.finite[following] or (relative and then.low in CUES))
                        and (relative or any(self.marked.finite[begin:k]))
                    )
                    or (then.low in _BREAKS and self.cue_soon(following + 1, end))
                ):
                    stop = k
                    break
            elif (low in ("and", "but") and k > begin and self._cue_here(k + 1, end)) or (
                low == "according" and k > begin + 2 and k + 1 < end and tokens[k + 1].low == "to"
            ):
                stop = k
                break
        return self._trim(begin, stop)

    def object_stop(self, begin: int, end: int) -> int:
        """Where a thing that begins at `begin` ends."""
        tokens = self.marked.tokens
        stop = end
        inner = False  # a clause within the thing has begun
        for k in range(begin, end):
            token = tokens[k]
            if self.marked.taken[k]:
                stop = k
                break
            if token.quoted:
                continue
            low = token.low
            if k > begin and (
                low in _STOPS_OBJECT
                or low == "according"
                or (low in ("and", "but") and (self._verb_here(k + 1, end) or self._named_verb_here(k + 1, end)))
                or low in DASHES
                or low == ":"
                or time_phrase_end(tokens, k) > k
            ):
                stop = k
                break
            if low == "," and not self._lists_on(k, end):
                stop = k
                break
            if k > begin and low in AUXILIARIES and self.marked.finite[k] and not inner:
                stop = k
                break
            inner = inner or low in _INNER
        return self._trim(begin, stop)

    def _lists_on(self, comma: int, end: int) -> bool:
        """Whether a comma parts the things of a list: "A, B and C"."""
        for k in range(comma + 1, min(comma + 7, end)):
            if self.marked.tokens[k].low in ("and", "or"):
                return not self._clause_here(k + 1, end)
            if (
                self.marked.finite[k]
                or self.marked.tokens[k].low in SUBORDINATORS
                or self.marked.tokens[k].low in PARTICIPLES
            ):
                return False
            if self.marked.tokens[k].low == ",":
                return (
                    k > comma + 1 and self._lists_on(k, end)
                    if k + 1 < end and self.marked.tokens[k + 1].low in ("and", "or")
                    else False
                )
        return False

    def _verb_here(self, place: int, end: int) -> bool:
        while place < end and is_adverb(self.marked.tokens[place]):
            place += 1
        return place < end and (bool(self.marked.finite[place]) or self.marked.tokens[place].low in PARTICIPLES)

    def _named_verb_here(self, place: int, end: int) -> bool:
        """Whether somebody named does something next: "and Ann Lee warned"."""
        k = place
        while k < end and k - place < 6 and (self.marked.tokens[k].is_capital or is_adverb(self.marked.tokens[k])):
            k += 1
        return place < k < end and bool(self.marked.finite[k])

    def _clause_here(self, place: int, end: int) -> bool:
        """Whether a clause with a verb of its own follows, and no further thing of a list."""
        for k in range(place, min(place + 9, end)):
            if self.marked.tokens[k].low in (",", ";", ".") or self.marked.tokens[k].quoted:
                return False
            if self.marked.finite[k] or self.marked.tokens[k].low in PARTICIPLES:
                return True
        return False

    def _cue_here(self, place: int, end: int) -> bool:
        """Whether a verb of saying follows without a subject of its own: "and said", "but has denied"."""
        tokens = self.marked.tokens
        while place < end and (is_adverb(tokens[place]) or tokens[place].low in HAVE):
            place += 1
        if place >= end or tokens[place].quoted:
            return False
        low = tokens[place].low
        return (low in FINITE and bool(self.marked.finite[place])) or low in PARTICIPLES

    def cue_soon(self, place: int, end: int) -> bool:
        """Whether a clause with a cue of its own follows: "but said A", "while X said A"."""
        if self._cue_here(place, end):
            return True
        for k in range(place, min(place + 12, end)):
            if self.marked.tokens[k].quoted or self.marked.tokens[k].low in (",", ";"):
                return False
            if self.marked.finite[k]:
                return self.marked.tokens[k].low in FINITE or (k + 1 < end and self.marked.tokens[k + 1].low in FINITE)
        return False

    def _trim(self, begin: int, stop: int) -> int:
        while (
            stop > begin
            and not self.marked.tokens[stop - 1].is_word
            and not self.marked.tokens[stop - 1].quoted
            and self.marked.tokens[stop - 1].low not in ("”", '"', "’", ")", "%")
        ):
            stop -= 1
        return stop
