"""Every attribution that the words of a sentence or utterance make: who, by which cue, and what is attributed.

One pass over the tokens. What is attributed within somebody's words is not read again, so the attributions are the
outermost ones; `extractors.attributions` reads those within when asked.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from extractors.attribution import (
    Attribution,
    after_addressee,
    agrees,
    can_speak,
    find_according,
    is_no_verb,
    read_cue,
    skip_to_that,
)
from extractors.cue_frames import ADJECTIVES, FINITE, IMPERSONAL, NOUNS, PARTICIPLES, SEEMING, Frames
from extractors.cues import CUES, Cue
from extractors.grammar import (
    AUXILIARIES,
    BE,
    CLOSED_WORDS,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    Token,
    is_adverb,
    is_finite,
    time_phrase_end,
)
from extractors.subjects import Phrase, phrase_start, subject_before
from language.sentences import word_set

VERSION = 1

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Report:
    """One attribution; all places are token indices, [start, end).

    `source` is None where nobody in particular is told ("it is expected"); what describes it is its own part of it.
    """

    cue: Span
    source: Phrase | None
    contents: tuple[Span, ...]
    lemma: str
    frame: str

    @property
    def verb(self) -> int:
        """The place of the cue's verb, its last word."""
        return self.cue[1] - 1


_QUESTION_WORDS = word_set("whether if how why what who where when which")
_RELATIVES = word_set("who which that")
_DASHES = word_set("– — -- ;")
_FORMS_OF_BE = BE | word_set("be been being is are was were 're 's")
_STOPS_OBJECT = word_set("after before when while during because since until although though if unless amid so")
_VENUES = word_set(
    "twitter facebook interview statement letter speech tweet conference rally television cnn nbc fox abc"
)
_CLAUSE_OPENERS = word_set("he she it they we i you there this these those the a an his her its their our my no")


class ReportReader:
    """Reads the attributions of the tokens of one unit, given where its sentences end (token indices)."""

    def __init__(self, tokens: Sequence[Token], ends: Sequence[int]) -> None:
        self.tokens = tokens
        self.n = len(tokens)
        self.ends = ends
        self.taken = bytearray(self.n)  # within the content of an attribution already read
        self.cued = bytearray(self.n)  # its cue
        self.verbs = bytearray(is_finite(tokens, i) for i in range(self.n))
        self.finite = bytearray(self.verbs[i] and not t.quoted for i, t in enumerate(tokens))
        self.found: list[Report] = []
        self._subjects: dict[int, Phrase | None] = {}

    def read(self) -> list[Report]:
        """The attributions in the order of their cues."""
        start = 0
        for end in self.ends:
            self._spoken(start, end)
            self._tagged(start, end)
            start = end
        start = 0
        for end in self.ends:
            self._accordings(start, end)
            self._left_to_right(start, end)
            start = end
        return sorted(self.found, key=lambda report: report.cue)

    def announcing(self) -> tuple[Phrase, int] | None:
        """Who the end of the unit says will be heard next, and by which verb: "Then the mayor wrote:"."""
        if not self.n or self.tokens[-1].low != ":":
            return None
        start = self.ends[-2] if len(self.ends) > 1 else 0
        verbs = [i for i in range(start, self.n) if self.finite[i] and not self.taken[i]]
        said = [i for i in verbs if self.tokens[i].low in CUES and CUES[self.tokens[i].low].sort == "say"]
        for verb in (*reversed(said), *verbs):
            source = self._subject(verb, start)
            if source is not None:
                return source, verb
        return None

    # -- quotations, and clauses that stand before their cue -----------------------------------------------------------

    def _spoken(self, start: int, end: int) -> None:
        tokens = self.tokens
        floor = start
        for verb in range(start, end):
            cue = CUES.get(tokens[verb].low)
            if cue is None or cue.sort != "say" or tokens[verb].quoted or tokens[verb].is_capital:
                continue
            if verb != start and is_no_verb(tokens, verb, start):
                continue
            attribution = read_cue(tokens, floor, end, verb, cue)
            if attribution is None:
                continue
            if attribution.direct:
                contents = self._quoted_contents(attribution, floor, end)
            elif attribution.content[1] <= verb:
                contents = (self._before(attribution, floor), *self._goes_on(attribution, end))
            else:
                continue
            if contents and not any(self.taken[i] for a, b in contents for i in range(a, b)):
                self._add(Report((verb, verb + 1), attribution.source, contents, cue.lemma, "before"))
                floor = verb + 1 if not attribution.direct else floor

    def _tagged(self, start: int, end: int) -> None:
        """A quotation with a speaker but no known cue: “A,” Name shot back."""
        tokens = self.tokens
        runs = quoted_runs(tokens, start, end)
        if not runs or any(self.taken[start:end]):
            return
        begin, stop = runs[0]
        if any(t.is_word for t in tokens[start:begin]) or sum(t.is_word for t in tokens[begin:stop]) < 4:
            return
        last = next((t for t in reversed(tokens[begin:stop]) if t.low not in ("”", '"', "’", "'")), None)
        close = next((k for k in range(stop, end) if tokens[k].quoted), end)
        if last is None or last.low not in (",", "?", "!") or not 2 <= sum(t.is_word for t in tokens[stop:close]) <= 10:
            return
        verb = next((k for k in range(stop, close) if self.finite[k] or tokens[k].low in FINITE), None)
        subject = self._subject(verb, stop) if verb is not None and verb > stop else None
        if verb is None or subject is None or subject.start > stop + 1:
            return
        if start:
            while begin and tokens[begin - 1].quoted and not self.taken[begin - 1]:
                begin -= 1
        made = Attribution(_TAG, verb, subject, (begin, stop), True, False)
        self._add(Report((verb, verb + 1), subject, self._quoted_contents(made, start, end), "say", "tagged"))

    def _quoted_contents(self, attribution: Attribution, start: int, end: int) -> tuple[Span, ...]:
        """The quotations on both sides of their cue, and those of the sentences that follow in the unit."""
        tokens = self.tokens
        runs = quoted_runs(tokens, start, end)
        source = attribution.source
        first = attribution.verb if attribution.inverted else min(source.opened, source.start)
        kept: list[Span] = []
        before = [run for run in runs if run[1] <= first]
        if before:
            begin = before[0][0]
            # A quotation that began sentences before.
            while begin and tokens[begin - 1].quoted and not self.taken[begin - 1]:
                begin -= 1
            kept.append((begin, before[-1][1]))
        kept += [run for run in runs if run[0] > attribution.verb and self._follows(run, attribution, end)]
        for close in self.ends:
            if close > end:
                begin = max(e for e in (0, *self.ends) if e < close)
                if not all(t.quoted or not t.is_word for t in tokens[begin:close]):
                    break
                kept += quoted_runs(tokens, begin, close)
        return tuple(_joined(kept, tokens))

    def _follows(self, run: Span, attribution: Attribution, end: int) -> bool:
        """Whether a quotation after the cue is the speaker's: no other cue stands between."""
        return not any(
            self.tokens[i].low in PARTICIPLES or (self.tokens[i].low in CUES and self.finite[i])
            for i in range(attribution.verb + 1, run[0])
            if not self.tokens[i].quoted
        )

    def _before(self, attribution: Attribution, floor: int) -> Span:
        begin, stop = attribution.content
        while stop > begin and self.tokens[stop - 1].low in (",", "–", "—", ";"):
            stop -= 1
        while begin < stop and (self.tokens[begin].low in (",", ";", "and", "but") or self.taken[begin]):
            begin += 1
        return begin, stop

    def _goes_on(self, attribution: Attribution, end: int) -> tuple[Span, ...]:
        """What follows a source that stands amid its words: "The plan, he said, has failed"."""
        tokens = self.tokens
        source = attribution.source
        after = (source.described_end or source.end) if attribution.inverted else attribution.verb + 1
        rest = after_addressee(tokens, after, end, attribution.cue)
        while rest < end and tokens[rest].low != ",":
            if not (tokens[rest].is_word and not tokens[rest].quoted) or rest - after > 12:
                return ()
            rest += 1
        begin = rest + 1
        if begin >= end:
            return ()
        opens = tokens[begin]
        whole = any(self.finite[attribution.content[0] : attribution.content[1]])
        led = tokens[attribution.content[0]].low in SUBORDINATORS | PREPOSITIONS
        if opens.low in PARTICIPLES or opens.low == "according":
            return ()
        if (
            whole
            and not led
            and not (opens.quoted or self.finite[begin] or opens.low in ("that", "to", "and", "but", "because"))
        ):
            return ()
        if opens.low in ("and", "but") and self._cue_soon(begin + 1, end):
            return ()
        stop = self._clause_stop(begin, end)
        return ((begin, stop),) if stop > begin else ()

    # -- "according to" ------------------------------------------------------------------------------------------------

    def _accordings(self, start: int, end: int) -> None:
        attribution = find_according(self.tokens, start, end)
        if attribution is None or self.taken[attribution.verb]:
            return
        begin, stop = attribution.content
        if begin > attribution.verb:
            stop = self._clause_stop(begin, end)
        else:
            while begin < stop and self.taken[begin]:
                begin += 1
            while stop > begin and not self.tokens[stop - 1].is_word and not self.tokens[stop - 1].quoted:
                stop -= 1
        if stop - begin >= 2 and not any(self.taken[begin:stop]):
            self._add(Report((attribution.verb, attribution.verb + 2), attribution.source, ((begin, stop),),
                             "according to", "according"))  # fmt: skip

    # -- everything that stands after its cue --------------------------------------------------------------------------

    def _left_to_right(self, start: int, end: int) -> None:
        for place in range(start, end):
            token = self.tokens[place]
            if token.quoted or self.taken[place] or self.cued[place] or not token.is_word:
                continue
            low = token.low
            report = None
            if low in SEEMING:
                report = self._seeming(place, start, end)
            elif low in PARTICIPLES:
                report = self._participle(place, start, end)
            elif low in FINITE and not (token.is_capital and place > start):
                report = self._verb(place, start, end)
            if report is None and low in NOUNS:
                report = self._noun(place, start, end)
            if report is None and low in ADJECTIVES:
                report = self._adjective(place, start, end)
            if report is not None:
                self._add(report)

    def _add(self, report: Report) -> None:
        self.found.append(report)
        for i in range(*report.cue):
            self.cued[i] = 1
        for begin, stop in report.contents:
            for i in range(begin, stop):
                self.taken[i] = 1

    def _verb(self, verb: int, start: int, end: int) -> Report | None:
        tokens = self.tokens
        frames = FINITE[tokens[verb].low]
        lead = verb - 1
        while lead >= start and is_adverb(tokens[lead]):
            lead -= 1
        before = tokens[lead].low if lead >= start else ""
        if before in _FORMS_OF_BE or (before == "been"):
            return self._passive(verb, lead, start, end, frames)
        if before == "to":
            if tokens[verb].low != frames.lemma:
                return None
            source = self._governor(lead, start)
            return self._with_content(verb, source, frames, end) if source is not None else None
        if (
            before in MODALS | DO | HAVE
            or self.finite[verb]
            or (verb > start and tokens[verb - 1].low in (*_RELATIVES, "and", "but", "or"))
        ):
            source = self._subject(verb, start)
        elif verb > start and not tokens[verb - 1].quoted and not is_no_verb(tokens, verb, start):
            source = self._subject(verb, start)
        else:
            return None
        if source is None or (
            before not in (*MODALS, *DO, *_RELATIVES)
            and tokens[source.start].low not in _RELATIVES
            and frames.lemma in _ALSO_NOUNS
            and not agrees(tokens, source, verb, frames.lemma)
        ):
            return None
        return self._with_content(verb, source, frames, end)

    def _opens_object(self, verb: int, lemma: str) -> bool:
        """Whether what follows a bare form can be its object: "police press the case", but not "police press officer"."""
        if self.tokens[verb].low != lemma or verb + 1 >= self.n:
            return True
        after = self.tokens[verb + 1]
        return not after.text.islower() or after.low in CLOSED_WORDS or after.low.endswith("s") or is_adverb(after)

    def _with_content(self, verb: int, source: Phrase | None, frames: Frames, end: int) -> Report | None:
        read = self._content(verb, frames, source, end)
        if read is None:
            return None
        frame, contents = read
        bare = frame == "thing" or (source is not None and self.tokens[source.start].low in _RELATIVES)
        if bare and frames.lemma in _ALSO_NOUNS and not self._opens_object(verb, frames.lemma):
            return None
        return Report((verb, verb + 1), source, contents, frames.lemma, frame)

    def _passive(self, verb: int, be: int, start: int, end: int, frames: Frames) -> Report | None:
        """ "was criticized by X for A", "is expected to A", "was quoted as saying A"."""
        tokens = self.tokens
        subject = self._subject(verb, start)
        if subject is None:
            return None
        what = (subject.start, subject.end)
        follows = tokens[verb + 1].low if verb + 1 < end else ""
        if follows == "by" and (frames.takes("thing") or frames.takes("clause")):
            stop = verb + 2
            while (
                stop < end
                and tokens[stop].is_word
                and not tokens[stop].quoted
                and tokens[stop].low not in SUBORDINATORS | (PREPOSITIONS - {"of"})
                and not self.finite[stop]
                and time_phrase_end(tokens, stop) == stop
            ):
                stop += 1
            if stop == verb + 2:
                return None
            rest = self._object_stop(stop, end)
            contents = (what,) if rest - stop < 2 else (what, (stop, rest))
            return Report((be, verb + 1), Phrase(verb + 2, stop, opened=verb + 2), contents, frames.lemma, "passive")
        if tokens[verb].low in IMPERSONAL and follows in ("to", "as"):
            stop = self._clause_stop(verb + 1, end)
            return Report((be, verb + 1), None, (what, (verb + 1, stop)), frames.lemma, "impersonal")
        if frames.lemma in ("tell", "ask", "inform", "assure", "advise") and follows in (
            "that",
            "to",
            "about",
            "whether",
            "if",
            "how",
            "why",
            "what",
        ):
            stop = self._clause_stop(verb + 1, end)
            return Report((be, verb + 1), None, ((verb + 1, stop),), frames.lemma, "passive")
        return None

    def _participle(self, verb: int, start: int, end: int) -> Report | None:
        tokens = self.tokens
        frames = PARTICIPLES[tokens[verb].low]
        lead = verb - 1
        while lead >= start and is_adverb(tokens[lead]):
            lead -= 1
        before = tokens[lead] if lead >= start else None
        source: Phrase | None
        if before is None:
            # "Citing A, X said B": whose words these are is told after them.
            source = self._first_subject(self._object_stop(verb + 1, end), end)
        elif before.low in _FORMS_OF_BE or before.low.endswith(("'s", "'re", "'m")):
            source = self._subject(verb, start)
        elif before.low in DETERMINERS or before.is_possessive:
            return None
        elif (
            before.is_word
            and before.low not in PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS
            and not before.quoted
            and not self.finite[lead]
            and before.low not in AUXILIARIES
        ):
            begin = phrase_start(tokens, lead, start)
            if begin is None:
                return None
            source = Phrase(begin, lead + 1, opened=begin)
        else:
            source = self._governor(lead, start)
        if source is None:
            return None
        return self._with_content(verb, source, frames, end)

    def _noun(self, place: int, start: int, end: int) -> Report | None:
        tokens = self.tokens
        through = NOUNS[tokens[place].low]
        after = place + 1
        if after >= end or tokens[after].low not in through:
            return None
        source = self._possessor(place, start)
        if source is None:
            return None
        begin = after if tokens[after].low in ("that", "to", "whether") else after + 1
        stop = (
            self._clause_stop(begin, end)
            if tokens[after].low in ("that", "to", "whether")
            else self._object_stop(begin, end)
        )
        if stop - begin < 1:
            return None
        return Report((place, place + 1), source, ((begin, stop),), tokens[place].low, f"noun {tokens[after].low}")

    def _possessor(self, place: int, start: int) -> Phrase | None:
        """Whose a noun is: "X's claim", "his claim"."""
        tokens = self.tokens
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

    def _adjective(self, place: int, start: int, end: int) -> Report | None:
        tokens = self.tokens
        after = place + 1
        if after >= end or tokens[after].low not in ADJECTIVES[tokens[place].low]:
            return None
        lead = place - 1
        while lead >= start and (is_adverb(tokens[lead]) or tokens[lead].low in ("very", "so", "more", "too", "quite")):
            lead -= 1
        if lead < start or not (tokens[lead].low in _FORMS_OF_BE or tokens[lead].low.endswith(("'s", "'re", "'m"))):
            return None
        source = self._subject(place, start)
        if source is None or tokens[source.start].low in ("it", "that", "this", "there"):
            return None
        clausal = tokens[after].low in ("that", "to")
        begin = after if clausal else after + 1
        stop = self._clause_stop(begin, end) if clausal else self._object_stop(begin, end)
        if stop <= begin:
            return None
        return Report((lead, place + 1), source, ((begin, stop),), tokens[place].low, "adjective")

    def _seeming(self, place: int, start: int, end: int) -> Report | None:
        tokens = self.tokens
        follows = tokens[place + 1].low if place + 1 < end else ""
        source = self._subject(place, start)
        if source is None or follows not in ("to", "like", "as"):
            return None
        stop = self._clause_stop(place + 1, end)
        return Report((place, place + 1), None, ((source.start, source.end), (place + 1, stop)), "seem", "seeming")

    # -- sources -------------------------------------------------------------------------------------------------------

    def _subject(self, verb: int, start: int) -> Phrase | None:
        """The subject of the verb, also where it shares one with a verb before: "X met Y and said"."""
        if verb in self._subjects:
            return self._subjects[verb]
        self._subjects[verb] = found = self._find_subject(verb, start)
        return found

    def _find_subject(self, verb: int, start: int) -> Phrase | None:
        tokens = self.tokens
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
        if before.low in CONJUNCTIONS or before.quoted or before.low in ("”", '"', "’"):
            return self._governor(i, start)
        if before.low in (",", *_DASHES):
            phrase = subject_before(tokens, verb, start)
            return phrase if phrase is not None and phrase.end < i else self._governor(i, start)
        phrase = subject_before(tokens, verb, start)
        if phrase is None:
            return None
        words = [t for t in tokens[phrase.start : phrase.end] if t.is_word]
        if not words or len(words) > 25 or self.taken[phrase.start]:
            return None
        taken = next((i for i in range(phrase.start, phrase.end) if self.taken[i] or self.cued[i]), phrase.end)
        if taken < phrase.end:
            # "Reports citing A said B"
            return Phrase(phrase.start, taken, opened=phrase.opened) if taken > phrase.start else None
        if words[0].low in _NO_OPENERS or (len(words) == 1 and words[0].low in SUBORDINATORS - {"that"}):
            return self._governor(phrase.start, start)
        return phrase

    def _governor(self, place: int, start: int) -> Phrase | None:
        """The subject of the nearest verb before `place`; past a comma not of one within a relative clause."""
        parted = False
        inner: Phrase | None = None
        for i in range(place - 1, start - 1, -1):
            parted = parted or self.tokens[i].low == ","
            if self.finite[i] and not self.taken[i]:
                subject = self._subject(i, start)
                if subject is None:
                    continue
                led = self.tokens[subject.start - 1].low if subject.start > start else ""
                beside = self.tokens[subject.start].low in (*_RELATIVES, "there") or (led in SUBORDINATORS)
                if not parted or not beside:
                    return subject
                inner = inner or subject
        return inner

    def _first_subject(self, begin: int, end: int) -> Phrase | None:
        for i in range(begin, end):
            if self.finite[i]:
                return self._subject(i, begin)
        return None

    # -- contents ------------------------------------------------------------------------------------------------------

    def _content(
        self, verb: int, frames: Frames, source: Phrase | None, end: int
    ) -> tuple[str, tuple[Span, ...]] | None:
        tokens = self.tokens
        relative = source is not None and tokens[source.start].low in _RELATIVES
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
                return "quote", ((later, self._clause_stop(later, end, relative=relative)),)
        if self.finite[begin] and lead in ("which", "who", "whom", "what", "that") and frames.takes("clause"):
            # "which NASA said might take place"
            gap = source.start - 1 if source is not None else verb
            return "gap", ((gap, gap + 1), (begin, self._clause_stop(begin, end)))
        if opens.quoted:
            if not (frames.takes("quote") or frames.takes("clause") or frames.takes("thing")):
                return None
            return "quote", ((begin, self._clause_stop(begin, end, relative=relative)),)
        if opens.low == "that" and (frames.takes("clause") or frames.takes("that")):
            return "that", ((begin, self._clause_stop(begin, end, relative=relative)),)
        if opens.low in _QUESTION_WORDS and frames.takes("question"):
            return "question", ((begin, self._clause_stop(begin, end, relative=relative)),)
        if opens.low == "to" and frames.takes("infinitive"):
            return "infinitive", ((begin, self._clause_stop(begin, end, relative=relative)),)
        if opens.low in frames.through:
            asks = begin + 1 < end and tokens[begin + 1].low in _QUESTION_WORDS
            stop = self._clause_stop(begin + 1, end) if asks else self._object_stop(begin + 1, end)
            return (f"p {opens.low}", ((begin + 1, stop),)) if stop > begin + 1 else None
        if (
            not opens.is_word
            or (self.finite[begin] and "'" not in opens.low)
            or opens.low in CONJUNCTIONS
            or (opens.low in PREPOSITIONS and not self._counts(begin, end))
            or opens.low in SUBORDINATORS - {"that", "if"}
        ):
            return None
        stop = self._clause_stop(begin, end, relative=relative)
        verb_at = next((k for k in range(begin, stop) if self.verbs[k]), None)
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
        if frames.takes("thing"):
            stop = self._object_stop(begin, end)
            if stop > begin:
                return "thing", ((begin, stop),)
        return None

    def _counts(self, begin: int, end: int) -> bool:
        """Whether a preposition only rounds a number: "about 200 people", "over half"."""
        after = self.tokens[begin + 1] if begin + 1 < end else None
        rounds = self.tokens[begin].low in ("about", "over", "under", "around", "near", "like")
        return (
            rounds
            and after is not None
            and (after.text[0].isdigit() or after.low in DETERMINERS or after.low == "half")
        )

    def _later_quote(self, begin: int, end: int) -> int | None:
        """A quotation that a comma or colon announces past where and when it was said."""
        tokens = self.tokens
        for k in range(begin, min(begin + 30, end)):
            if tokens[k].quoted:
                announced = k > begin and tokens[k - 1].low in (",", ":")
                run = next(run for run in quoted_runs(tokens, k, end))
                return k if announced and sum(t.is_word for t in tokens[run[0] : run[1]]) >= 3 else None
            if (k > begin and (tokens[k].low in FINITE or tokens[k].low in PARTICIPLES) and self.finite[k]) or tokens[
                k
            ].low == "that":
                return None
        return None

    def _later_that(self, begin: int, end: int) -> int:
        """The "that" past when and where it was said: "said following a vote in 2001 that A"; else `begin`."""
        tokens = self.tokens
        if begin >= end or tokens[begin].low not in PREPOSITIONS:
            return begin
        for k in range(begin + 1, min(begin + 20, end - 1)):
            if tokens[k].low == "that" and not self.finite[k + 1]:
                return k
            if (self.finite[k] and not tokens[k].low.endswith("ed")) or tokens[k].quoted:
                return begin
        return begin

    def _past_place(self, begin: int, end: int) -> int:
        """Past the place of saying to a clause that a comma parts from it: "said in a letter, the plan had failed"."""
        tokens = self.tokens
        if begin >= end or tokens[begin].low not in PREPOSITIONS or self._counts(begin, end):
            return begin
        comma = next((k for k in range(begin + 1, min(begin + 9, end - 2)) if tokens[k].low == ","), None)
        if comma is None or any(self.finite[begin:comma]) or any(t.quoted for t in tokens[begin:comma]):
            return begin
        first = tokens[comma + 1]
        if not (first.is_capital or first.low in DETERMINERS | SUBJECT_PRONOUNS):
            return begin
        for k in range(comma + 2, min(comma + 12, end)):
            if self.finite[k]:
                return comma + 1
            if tokens[k].low == "," or tokens[k].low in SUBORDINATORS | CONJUNCTIONS:
                break
        return begin

    def _past_aside(self, begin: int, end: int) -> int:
        """Past what stands between commas before the content: "said, without evidence, that A"."""
        tokens = self.tokens
        if begin >= end or tokens[begin].low != ",":
            return begin
        for k in range(begin + 1, min(begin + 12, end - 1)):
            if tokens[k].quoted or self.finite[k]:
                return begin
            if tokens[k].low == ",":
                return k + 1 if tokens[k + 1].low == "that" or tokens[k + 1].quoted else begin
        return begin

    def _clause_stop(self, begin: int, end: int, *, relative: bool = False) -> int:
        """Where a content that begins at `begin` ends: before what no longer belongs to it."""
        tokens = self.tokens
        stop = end
        for k in range(begin, end):
            token = tokens[k]
            if self.taken[k]:
                stop = k
                break
            if token.quoted:
                continue
            low = token.low
            if low in (",", *_DASHES):
                following = k + 1
                while following < end and is_adverb(tokens[following]):
                    following += 1
                if following >= end:
                    break
                then = tokens[following]
                if (
                    then.low == "according"
                    or (then.low in PARTICIPLES and not then.quoted)
                    or (k > begin + 1 and self.finite[following] and (relative or any(self.finite[begin:k])))
                    or (then.low in _BREAKS and self._cue_soon(following + 1, end))
                ):
                    stop = k
                    break
            elif low in ("and", "but") and k > begin and self._cue_here(k + 1, end):
                stop = k
                break
            elif low == "according" and k + 1 < end and tokens[k + 1].low == "to":
                stop = k
                break
        return self._trim(begin, stop)

    def _object_stop(self, begin: int, end: int) -> int:
        """Where a thing that begins at `begin` ends."""
        tokens = self.tokens
        stop = end
        inner = False  # a clause within the thing has begun
        for k in range(begin, end):
            token = tokens[k]
            if self.taken[k]:
                stop = k
                break
            if token.quoted:
                continue
            low = token.low
            if k > begin and (
                low in _STOPS_OBJECT
                or low == "according"
                or (low in ("and", "but") and (self._verb_here(k + 1, end) or self._named_verb_here(k + 1, end)))
                or low in _DASHES
                or low == ":"
                or time_phrase_end(tokens, k) > k
            ):
                stop = k
                break
            if low == "," and not self._lists_on(k, end):
                stop = k
                break
            if k > begin and low in AUXILIARIES and self.finite[k] and not inner:
                stop = k
                break
            inner = inner or low in _INNER
        return self._trim(begin, stop)

    def _lists_on(self, comma: int, end: int) -> bool:
        """Whether a comma parts the things of a list: "A, B and C"."""
        for k in range(comma + 1, min(comma + 7, end)):
            if self.tokens[k].low in ("and", "or"):
                return not self._clause_here(k + 1, end)
            if self.finite[k] or self.tokens[k].low in SUBORDINATORS or self.tokens[k].low in PARTICIPLES:
                return False
            if self.tokens[k].low == ",":
                return (
                    k > comma + 1 and self._lists_on(k, end)
                    if k + 1 < end and self.tokens[k + 1].low in ("and", "or")
                    else False
                )
        return False

    def _verb_here(self, place: int, end: int) -> bool:
        while place < end and is_adverb(self.tokens[place]):
            place += 1
        return place < end and (bool(self.finite[place]) or self.tokens[place].low in PARTICIPLES)

    def _named_verb_here(self, place: int, end: int) -> bool:
        """Whether somebody named does something next: "and Ann Lee warned"."""
        k = place
        while k < end and k - place < 6 and (self.tokens[k].is_capital or is_adverb(self.tokens[k])):
            k += 1
        return place < k < end and bool(self.finite[k])

    def _clause_here(self, place: int, end: int) -> bool:
        """Whether a clause with a verb of its own follows, and no further thing of a list."""
        for k in range(place, min(place + 9, end)):
            if self.tokens[k].low in (",", ";", ".") or self.tokens[k].quoted:
                return False
            if self.finite[k] or self.tokens[k].low in PARTICIPLES:
                return True
        return False

    def _cue_here(self, place: int, end: int) -> bool:
        """Whether a verb of saying follows without a subject of its own: "and said", "but has denied"."""
        tokens = self.tokens
        while place < end and (is_adverb(tokens[place]) or tokens[place].low in HAVE):
            place += 1
        if place >= end or tokens[place].quoted:
            return False
        low = tokens[place].low
        return (low in FINITE and bool(self.finite[place])) or low in PARTICIPLES

    def _cue_soon(self, place: int, end: int) -> bool:
        """Whether a clause with a cue of its own follows: "but said A", "while X said A"."""
        if self._cue_here(place, end):
            return True
        for k in range(place, min(place + 12, end)):
            if self.tokens[k].quoted or self.tokens[k].low in (",", ";"):
                return False
            if self.finite[k]:
                return self.tokens[k].low in FINITE or (k + 1 < end and self.tokens[k + 1].low in FINITE)
        return False

    def _trim(self, begin: int, stop: int) -> int:
        while (
            stop > begin
            and not self.tokens[stop - 1].is_word
            and not self.tokens[stop - 1].quoted
            and self.tokens[stop - 1].low not in ("”", '"', "’", ")", "%")
        ):
            stop -= 1
        return stop


# Verbs whose base form is a noun too: it is a verb only after a plural subject.
_ALSO_NOUNS = word_set(
    "claim report state note show plan view call support question demand promise fear hope estimate signal forecast "
    "attack back challenge order request vow pledge promise threat doubt worry comment remark talk debate offer praise "
    "blame answer address charge contest cast rate rank name label brand email text tweet post quote list outline paint "
    "favor favour love hate trust respect welcome mock blast slam hammer knock bash trash rip skewer smear protest appeal "
    "figure reason project volunteer advocate champion lament regret recall mention reference highlight need want wish aim "
    "sense guess find focus push lash vote look point joke bet dream desire command counsel press prompt invite pressure "
    "lobby insult assault contemplate object delegate rebuke"
)
_INNER = word_set("who which that whose where what how why he she they we i you it whom")
_TAG = Cue("tag", "say", strong=False, holds=False)
_PARTING = word_set("who which that as when after because while if")
_NO_OPENERS = word_set("been not giving including include running having being if when to coupled said")
_BREAKS = word_set("and but while though although yet as when before after")
_THROUGH_PARTICLES = word_set("out")


_SAID = frozenset(("clause", "that", "question", "quote"))


def claimable(
    tokens: Sequence[Token], start: int, end: int, reports: Sequence[Report], skip: Container[int] = frozenset()
) -> Attribution | None:
    """The attribution that a claim can be made of in the clause `tokens[start:end]`: its outermost report of words.

    None where the clause speaks in the article's own voice, or tells only of a wish or a stance. Cues at the places in
    `skip` belong to other clauses.
    """
    according = find_according(tokens, start, end)
    best: Attribution | None = None
    for report in reports:
        if not start <= report.verb < end or report.verb in skip or report.source is None:
            continue
        if tokens[report.source.start].low in _RELATIVES or _is_purpose(tokens, report.verb):
            continue
        attribution = _as_attribution(tokens, start, end, report, report.source)
        if attribution is not None and attribution.direct:
            return attribution
        best = best or attribution
    # "X said A, and B" begins before any verb within A.
    return according or best


def _is_purpose(tokens: Sequence[Token], verb: int) -> bool:
    """Whether an infinitive tells what somebody means to say or find, and not what they went on to say."""
    if not verb or tokens[verb - 1].low != "to":
        return False
    return verb < 2 or tokens[verb - 2].low not in ("on", "continued", "came", "used")


def _as_attribution(
    tokens: Sequence[Token], start: int, end: int, report: Report, source: Phrase
) -> Attribution | None:
    if report.frame == "tagged":
        return Attribution(_TAG, report.verb, source, report.contents[0], True, False)
    verb = report.verb
    cue = CUES.get(tokens[verb].low)
    if (
        cue is None
        or tokens[verb].is_capital
        or report.frame.startswith(("noun", "adjective", "seeming", "impersonal"))
    ):
        return None
    first, last = report.contents[0][0], min(report.contents[-1][1], end)
    read = None if is_no_verb(tokens, verb, start) else read_cue(tokens, start, end, verb, cue)
    if read is not None:
        opens, stop = read.content
        opens = max(opens, first + (tokens[first].low == "that")) if verb < first else opens
        if cue.sort == "say" and not read.direct and verb < first and opens < last:
            return replace(read, content=(opens, min(stop, last)))
        return read
    if cue.sort != "say" or report.frame not in _SAID or not verb < first < last or not can_speak(tokens, source, cue):
        return None
    first += tokens[first].low == "that"
    words = [token for token in tokens[first:last] if token.is_word]
    quoted = any(token.quoted for token in words)
    direct = quoted and all(token.quoted for token in words)
    return Attribution(cue, verb, source, (first, last), direct, quoted and not direct) if len(words) > 2 else None


def quoted_runs(tokens: Sequence[Token], start: int, end: int) -> list[Span]:
    """The quotations among `tokens[start:end]` as stretches of tokens, marks included."""
    runs: list[Span] = []
    opened: int | None = None
    for i in range(start, end):
        if tokens[i].quoted:
            opened = i if opened is None else opened
        elif opened is not None:
            runs.append((opened, i))
            opened = None
    if opened is not None:
        runs.append((opened, end))
    return runs


def _joined(runs: Sequence[Span], tokens: Sequence[Token]) -> list[Span]:
    """Stretches that follow each other with no word between, as one."""
    joined: list[Span] = []
    for begin, stop in sorted(runs):
        if joined and not any(t.is_word for t in tokens[joined[-1][1] : begin]):
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((begin, stop))
    return joined
