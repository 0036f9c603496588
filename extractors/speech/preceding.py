"""Words that stand before their cue: quotations with their speaker, and clauses that "X said" closes or interrupts."""

from collections.abc import Sequence

from extractors.grammar.subjects import Phrase
from extractors.grammar.time_phrases import time_phrase_end
from extractors.grammar.word_classes import PREPOSITIONS, SUBORDINATORS
from extractors.speech.attribution import Attribution, after_addressee, is_no_verb, read_cue
from extractors.speech.cue_frames import FINITE, PARTICIPLES
from extractors.speech.cues import CUES, Cue
from extractors.speech.extents import Extents
from extractors.speech.marked import Marked, Report, Span, joined, quoted_runs
from extractors.speech.sources import can_speak
from extractors.speech.word_sources import SourceFinder, quoted_saying

VERSION = 1

TAG = Cue("tag", "say", strong=False, holds=False)


class PrecedingReader:
    """Reads the attributions whose words stand before their cue, given where sentences end (token indices)."""

    def __init__(self, marked: Marked, sources: SourceFinder, extents: Extents, ends: Sequence[int]) -> None:
        self.marked = marked
        self.sources = sources
        self.extents = extents
        self.ends = ends
        self.found: list[Report] = []

    def read(self) -> list[Report]:
        """The attributions whose words stand before their cue."""
        start = 0
        for end in self.ends:
            self._spoken(start, end)
            self._tagged(start, end)
            start = end
        return self.found

    def _add(self, report: Report) -> None:
        self.found.append(report)
        self.marked.take(report)

    def _spoken(self, start: int, end: int) -> None:
        tokens = self.marked.tokens
        floor = start
        for verb in range(start, end):
            cue = CUES.get(tokens[verb].low)
            if cue is None or cue.sort != "say" or tokens[verb].quoted or tokens[verb].is_capital:
                continue
            if verb != start and is_no_verb(tokens, verb, start):
                continue
            attribution = read_cue(tokens, floor, end, verb, cue) or self._amid(floor, verb, cue, end)
            if attribution is None:
                continue
            if attribution.direct:
                contents = self._quoted_contents(attribution, floor, end)
            elif attribution.content[1] <= verb:
                contents = (self._before(attribution, floor), *self._goes_on(attribution, end))
            else:
                continue
            if contents and not any(self.marked.taken[i] for a, b in contents for i in range(a, b)):
                self._add(Report((verb, verb + 1), attribution.source, contents, cue.lemma, "before"))
                floor = verb + 1 if not attribution.direct else floor

    def _amid(self, floor: int, verb: int, cue: Cue, end: int) -> Attribution | None:
        """A source amid its words after a few of them: "The plan, he said, has failed"."""
        tokens = self.marked.tokens
        source = self.sources.subject(verb, floor)
        if not cue.strong or source is None or source.opened - 1 <= floor or tokens[source.opened - 1].low != ",":
            return None
        lead = tokens[floor : source.opened - 1]
        rest = after_addressee(tokens, verb + 1, end, cue)
        if any(t.quoted or not t.is_word for t in lead) or any(self.marked.finite[floor : source.opened - 1]):
            return None
        opens_with_time = lead[0].low in PREPOSITIONS | SUBORDINATORS or time_phrase_end(tokens, floor) > floor
        if opens_with_time or not can_speak(tokens, source, cue) or rest >= end - 2 or tokens[rest].low != ",":
            return None
        return Attribution(cue, verb, source, (floor, source.opened - 1), False, False)

    def _tagged(self, start: int, end: int) -> None:
        """A quotation with a speaker but no known cue: “A,” Name shot back."""
        tokens = self.marked.tokens
        runs = quoted_runs(tokens, start, end)
        if not runs or any(self.marked.taken[start:end]):
            return
        begin, stop = runs[0]
        if any(t.is_word for t in tokens[start:begin]) or sum(t.is_word for t in tokens[begin:stop]) < 4:
            return
        last = next((t for t in reversed(tokens[begin:stop]) if t.low not in ("”", '"', "’", "'")), None)
        close = next((k for k in range(stop, end) if tokens[k].quoted), end)
        if last is None or last.low not in (",", "?", "!") or not 2 <= sum(t.is_word for t in tokens[stop:close]) <= 10:
            return
        verb = next((k for k in range(stop, close) if self.marked.finite[k] or self._inflected(k)), None)
        subject = self.sources.subject(verb, stop) if verb is not None and verb > stop else None
        if verb is None or subject is None or subject.start > stop + 1:
            return
        saying = quoted_saying(tokens, verb) if tokens[verb].low in ("quoted", "quotes", "cited") else None
        if saying is not None and saying - 1 > verb + 1:
            subject = Phrase(verb + 1, saying - 1, opened=verb + 1)
        if start:
            while begin and tokens[begin - 1].quoted and not self.marked.taken[begin - 1]:
                begin -= 1
        made = Attribution(TAG, verb, subject, (begin, stop), True, False)
        self._add(Report((verb, verb + 1), subject, self._quoted_contents(made, start, end), "say", "tagged"))

    def _inflected(self, place: int) -> bool:
        """Whether a word has the ending of a known cue's third person or past: "answers"."""
        low = self.marked.tokens[place].low
        return low in FINITE and low != FINITE[low].lemma

    def _quoted_contents(self, attribution: Attribution, start: int, end: int) -> tuple[Span, ...]:
        """The quotations on both sides of their cue, and those of the sentences that follow in the unit."""
        tokens = self.marked.tokens
        runs = quoted_runs(tokens, start, end)
        source = attribution.source
        first = attribution.verb if attribution.inverted else min(source.opened, source.start)
        kept: list[Span] = []
        before = [run for run in runs if run[1] <= first]
        if before:
            begin = before[0][0]
            # A quotation that began sentences before.
            while begin and tokens[begin - 1].quoted and not self.marked.taken[begin - 1]:
                begin -= 1
            kept.append((begin, before[-1][1]))
        kept += [run for run in runs if run[0] > attribution.verb and self._follows(run, attribution, end)]
        for close in self.ends:
            if close > end:
                begin = max(e for e in (0, *self.ends) if e < close)
                if not all(t.quoted or not t.is_word for t in tokens[begin:close]):
                    break
                kept += quoted_runs(tokens, begin, close)
        return tuple(joined(kept, tokens))

    def _follows(self, run: Span, attribution: Attribution, end: int) -> bool:
        """Whether a quotation after the cue is the speaker's: no other cue stands between."""
        return not any(
            self.marked.tokens[i].low in PARTICIPLES or (self.marked.tokens[i].low in CUES and self.marked.finite[i])
            for i in range(attribution.verb + 1, run[0])
            if not self.marked.tokens[i].quoted
        )

    def _before(self, attribution: Attribution, floor: int) -> Span:
        begin, stop = attribution.content
        while stop > begin and self.marked.tokens[stop - 1].low in (",", "–", "—", ";"):
            stop -= 1
        while begin < stop and (self.marked.tokens[begin].low in (",", ";", "and", "but") or self.marked.taken[begin]):
            begin += 1
        return begin, stop

    def _goes_on(self, attribution: Attribution, end: int) -> tuple[Span, ...]:
        """What follows a source that stands amid its words: "The plan, he said, has failed"."""
        tokens = self.marked.tokens
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
        whole = any(self.marked.finite[attribution.content[0] : attribution.content[1]])
        led = tokens[attribution.content[0]].low in SUBORDINATORS | PREPOSITIONS
        if opens.low in PARTICIPLES or opens.low == "according":
            return ()
        if (
            whole
            and not led
            and not (opens.quoted or self.marked.finite[begin] or opens.low in ("that", "to", "and", "but", "because"))
        ):
            return ()
        if opens.low in ("and", "but") and self.extents.cue_soon(begin + 1, end):
            return ()
        stop = self.extents.clause_stop(begin, end)
        return ((begin, stop),) if stop > begin else ()
