"""What a cue's verb gives: the quotation, clause, question, infinitive or thing that stands after it."""

from extractors.grammar.subjects import Phrase
from extractors.grammar.time_phrases import time_phrase_end
from extractors.grammar.verbs import finite_verbs
from extractors.grammar.word_classes import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    is_adverb,
)
from extractors.speech.attribution import after_addressee, skip_to_that
from extractors.speech.cue_frames import FINITE, PARTICIPLES, Frames
from extractors.speech.cues import CUES
from extractors.speech.extents import Extents
from extractors.speech.marked import Marked, Span, quoted_runs
from extractors.speech.word_sources import RELATIVES
from language.sentences import word_set

VERSION = 4

_QUESTION_WORDS = word_set("whether if how why what who where when which")
_PARTING = word_set("who which that as when after because while if")
_THROUGH_PARTICLES = word_set("out")
_BOUNDS = [
    phrase.split() for phrase in ("at least", "at most", "up to", "as many as", "as few as", "as much as", "between")
]

_FEWEST_SAID = 4  # words
_SAID_THINGS = word_set("goodbye hello farewell thanks sorry yes no nothing little something much it a an as so grace")


class ContentFinder:
    """Finds contents among the tokens of a unit."""

    def __init__(self, marked: Marked) -> None:
        self.marked = marked
        self.extents = Extents(marked)

    def content(
        self, verb: int, frames: Frames, source: Phrase | None, end: int
    ) -> tuple[str, tuple[Span, ...]] | None:
        tokens = self.marked.tokens
        relative = source is not None and tokens[source.start].low in RELATIVES
        cue = CUES.get(tokens[verb].low)
        begin = verb + 1
        if begin < end and tokens[begin].low in _THROUGH_PARTICLES and tokens[begin].low in frames.through:
            begin += 1
        if cue is not None and cue.sort == "say":
            begin = skip_to_that(tokens, after_addressee(tokens, begin, end, cue), end)
        elif frames.takes("clause") or frames.takes("that"):
            while begin < end and (after := time_phrase_end(tokens, begin)) > begin:
                begin = after
        while begin < end and is_adverb(tokens[begin]) and not tokens[begin].quoted and tokens[begin].low != "not":
            begin += 1
        begin = self._past_aside(begin, end)
        if frames.takes("clause"):
            begin = self._later_that(begin, end)
        if cue is not None and cue.strong:
            begin = self._past_place(begin, end)
        if begin >= end:
            return None
        opens = tokens[begin]
        lead = tokens[source.start - 1].low if source is not None and source.start else ""
        told_where = cue is not None and cue.sort == "say" and cue.strong and begin > verb + 2
        if (
            opens.low in (",", ":")
            and begin + 1 < end
            and (tokens[begin + 1].quoted or opens.low == ":" or lead == "as" or told_where)
        ):
            begin += 1
            opens = tokens[begin]
        elif cue is not None and cue.sort == "say":
            later = self._later_quote(begin, end)
            if later is not None:
                return "quote", ((later, self.extents.clause_stop(later, end, relative=relative)),)
        if self.marked.finite[begin] and lead in ("which", "who", "whom", "what", "that") and frames.takes("clause"):
            # "which NASA said might take place"
            gap = source.start - 1 if source is not None else verb
            return "gap", ((gap, gap + 1), (begin, self.extents.clause_stop(begin, end)))
        if opens.quoted:
            takes_words = frames.takes("quote") or frames.takes("clause") or frames.takes("thing")
            if frames.lemma in ("call", "name", "dub") or not takes_words:  # "a site called “Harbour News”"
                return None
            return "quote", ((begin, self.extents.clause_stop(begin, end, relative=relative)),)
        if opens.low == "that" and (frames.takes("clause") or frames.takes("that")):
            return "that", ((begin, self.extents.clause_stop(begin, end, relative=relative)),)
        if opens.low in _QUESTION_WORDS and frames.takes("question"):
            return "question", ((begin, self.extents.clause_stop(begin, end, relative=relative)),)
        if opens.low == "to" and frames.takes("infinitive"):
            return "infinitive", ((begin, self.extents.clause_stop(begin, end, relative=relative)),)
        if opens.low in frames.through:
            asks = begin + 1 < end and tokens[begin + 1].low in _QUESTION_WORDS
            stop = self.extents.clause_stop(begin + 1, end) if asks else self.extents.object_stop(begin + 1, end)
            return (f"p {opens.low}", ((begin + 1, stop),)) if stop > begin + 1 else None
        if (
            not opens.is_word
            or (self.marked.finite[begin] and "'" not in opens.low)
            or opens.low in CONJUNCTIONS
            or (opens.low in PREPOSITIONS | SUBORDINATORS - {"that", "if"} and not self._counts(begin, end))
        ):
            return None
        stop = self.extents.clause_stop(begin, end, relative=relative)
        verb_at = next((k for k in range(begin, stop) if self.marked.verbs[k]), None)
        if verb_at is None and cue is not None and cue.strong and not frames.takes("thing"):
            verb_at = next(iter(finite_verbs(tokens, begin, stop)), None)  # "said the bridge costs 4 million"
            if verb_at is None and frames.lemma == "say" and opens.low not in _SAID_THINGS:
                # Of a verb that is not known: "said perception and reality often diverge".
                verb_at = stop - 1 if stop - begin >= _FEWEST_SAID else None
        if (
            frames.takes("clause")
            and verb_at is not None
            and (not frames.takes("thing") or not any(tokens[k].low in _PARTING for k in range(begin + 1, verb_at)))
        ):
            return "clause", ((begin, stop),)
        if frames.takes("object"):
            to = next((k for k in range(begin + 1, min(stop, begin + 12)) if tokens[k].low == "to"), None)
            if to is not None and not any(tokens[k].low in PREPOSITIONS - {"of"} for k in range(begin, to)):
                return "object", ((begin, stop),)
        takes_lives = frames.lemma == "claim" and opens.text[0].isdigit()  # "the flood claimed 660 lives"
        if frames.takes("thing") and not takes_lives:
            stop = self.extents.object_stop(begin, end)
            if stop > begin:
                return "thing", ((begin, stop),)
        return None

    def _counts(self, begin: int, end: int) -> bool:
        """Whether a preposition only bounds a number: "about 200 people", "at least 12", "as many as six"."""
        tokens = self.marked.tokens
        phrase = next((p for p in _BOUNDS if [t.low for t in tokens[begin : begin + len(p)]] == p), None)
        place = begin + len(phrase) if phrase else begin + 1
        if phrase is None and tokens[begin].low not in ("about", "over", "under", "around", "near", "like"):
            return False
        after = tokens[place] if place < end else None
        return after is not None and (
            after.text[0].isdigit() or after.text[0] in "$€£¥" or after.low in DETERMINERS or after.low == "half"
        )

    def _later_quote(self, begin: int, end: int) -> int | None:
        """A quotation that a comma or colon announces past where and when it was said."""
        tokens = self.marked.tokens
        for k in range(begin, min(begin + 30, end)):
            if tokens[k].quoted:
                announced = k > begin and tokens[k - 1].low in (",", ":")
                run = next(run for run in quoted_runs(tokens, k, end))
                return k if announced and sum(t.is_word for t in tokens[run[0] : run[1]]) >= 3 else None
            if (
                k > begin and (tokens[k].low in FINITE or tokens[k].low in PARTICIPLES) and self.marked.finite[k]
            ) or tokens[k].low == "that":
                return None
        return None

    def _later_that(self, begin: int, end: int) -> int:
        """The "that" past when and where it was said: "said following a vote in 2001 that A"; else `begin`."""
        tokens = self.marked.tokens
        if begin >= end or tokens[begin].low not in PREPOSITIONS:
            return begin
        for k in range(begin + 1, min(begin + 20, end - 1)):
            if tokens[k].low == "that" and not self.marked.finite[k + 1]:
                return k
            if (self.marked.finite[k] and not tokens[k].low.endswith("ed")) or tokens[k].quoted:
                return begin
        return begin

    def _past_place(self, begin: int, end: int) -> int:
        """Past the place of saying to a clause that a comma parts from it: "said in a letter, the plan had failed"."""
        tokens = self.marked.tokens
        if begin >= end or tokens[begin].low not in PREPOSITIONS or self._counts(begin, end):
            return begin
        comma = next((k for k in range(begin + 1, min(begin + 9, end - 2)) if tokens[k].low == ","), None)
        if comma is None or any(self.marked.finite[begin:comma]) or any(t.quoted for t in tokens[begin:comma]):
            return begin
        first = tokens[comma + 1]
        if not (first.is_capital or first.low in DETERMINERS | SUBJECT_PRONOUNS):
            return begin
        for k in range(comma + 2, min(comma + 12, end)):
            if self.marked.finite[k]:
                return comma + 1
            if tokens[k].low == "," or tokens[k].low in SUBORDINATORS | CONJUNCTIONS:
                break
        return begin

    def _past_aside(self, begin: int, end: int) -> int:
        """Past what stands between commas before the content: "said, without evidence, that A"."""
        tokens = self.marked.tokens
        if begin >= end or tokens[begin].low != ",":
            return begin
        for k in range(begin + 1, min(begin + 12, end - 1)):
            if tokens[k].quoted or self.marked.finite[k]:
                return begin
            if tokens[k].low == ",":
                return k + 1 if tokens[k + 1].low == "that" or tokens[k + 1].quoted else begin
        return begin
