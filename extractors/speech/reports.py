"""Every attribution that the words of a sentence or utterance make: who, by which cue, and what is attributed.

One pass over the tokens. What is attributed within somebody's words is not read again, so the attributions are the
outermost ones; `extractors.speech.attributions` reads those within when asked.
"""

from collections.abc import Sequence

from extractors.grammar.subjects import Phrase, phrase_start
from extractors.grammar.time_phrases import time_phrase_end
from extractors.grammar.tokens import Token
from extractors.grammar.word_classes import (
    AUXILIARIES,
    BE,
    CLOSED_WORDS,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PREPOSITIONS,
    SUBORDINATORS,
    is_adverb,
)
from extractors.speech.attribution import find_according, is_no_verb, opens_content
from extractors.speech.contents import ContentFinder
from extractors.speech.cue_frames import ADJECTIVES, ALSO_NOUNS, FINITE, IMPERSONAL, NOUNS, PARTICIPLES, SEEMING, Frames
from extractors.speech.cues import CUES
from extractors.speech.figures import figure_end
from extractors.speech.marked import Marked, Report
from extractors.speech.preceding import PrecedingReader
from extractors.speech.sources import agrees
from extractors.speech.word_sources import RELATIVES, SourceFinder, quoted_saying
from language.sentences import word_set

VERSION = 4

_FORMS_OF_BE = BE | word_set("be been being is are was were 're 's")


class ReportReader:
    """Reads the attributions of the tokens of one unit, given where its sentences end (token indices)."""

    def __init__(self, tokens: Sequence[Token], ends: Sequence[int]) -> None:
        self.marked = Marked(tokens)
        self.ends = ends
        self.sources = SourceFinder(self.marked)
        self.contents = ContentFinder(self.marked)
        self.extents = self.contents.extents
        self.found: list[Report] = []

    def read(self) -> list[Report]:
        """The attributions in the order of their cues."""
        self.found = PrecedingReader(self.marked, self.sources, self.extents, self.ends).read()
        start = 0
        for end in self.ends:
            self._accordings(start, end)
            self._left_to_right(start, end)
            start = end
        return sorted(self.found, key=lambda report: report.cue)

    def announcing(self) -> tuple[Phrase, int] | None:
        """Who the end of the unit says will be heard next, and by which verb: "Then the mayor wrote:"."""
        if not self.marked.n or self.marked.tokens[-1].low != ":":
            return None
        start = self.ends[-2] if len(self.ends) > 1 else 0
        verbs = [i for i in range(start, self.marked.n) if self.marked.finite[i] and not self.marked.taken[i]]
        said = [i for i in verbs if self.marked.tokens[i].low in CUES and CUES[self.marked.tokens[i].low].sort == "say"]
        for verb in (*reversed(said), *verbs):
            source = self.sources.subject(verb, start)
            if source is not None:
                return source, verb
        return None

    def _accordings(self, start: int, end: int) -> None:
        attribution = find_according(self.marked.tokens, start, end)
        if attribution is None or self.marked.taken[attribution.verb]:
            return
        if opens_content(self.marked.tokens, attribution.verb):
            return
        begin, stop = attribution.content
        if begin > attribution.verb:
            stop = self.extents.clause_stop(begin, end)
        else:
            while begin < stop and self.marked.taken[begin]:
                begin += 1
            while stop > begin and not self.marked.tokens[stop - 1].is_word and not self.marked.tokens[stop - 1].quoted:
                stop -= 1
        if stop - begin >= 2 and not any(self.marked.taken[begin:stop]):
            self._add(Report((attribution.verb, attribution.verb + 2), attribution.source, ((begin, stop),),
                             "according to", "according"))  # fmt: skip

    def _left_to_right(self, start: int, end: int) -> None:
        for place in range(start, end):
            token = self.marked.tokens[place]
            if token.quoted or self.marked.taken[place] or self.marked.cued[place] or not token.is_word:
                continue
            low = token.low
            report = None
            if low in SEEMING:
                report = self._seeming(place, start, end)
            elif low in PARTICIPLES:
                report = self._participle(place, start, end)
            elif low in FINITE and not (token.is_capital and place > start):
                report = self._verb(place, start, end)
            else:
                report = self._figure(place, start, end)
            if report is None and low in NOUNS:
                report = self._noun(place, start, end)
            if report is None and low in ADJECTIVES:
                report = self._adjective(place, start, end)
            if report is not None:
                self._add(report)

    def _add(self, report: Report) -> None:
        self.found.append(report)
        self.marked.take(report)

    def _verb(self, verb: int, start: int, end: int) -> Report | None:
        tokens = self.marked.tokens
        frames = FINITE[tokens[verb].low]
        lead = verb - 1
        while lead >= start and is_adverb(tokens[lead]):
            lead -= 1
        before = tokens[lead].low if lead >= start else ""
        if frames.lemma in ("quote", "cite"):
            quoted = self._quoted_as_saying(verb, lead, start, end)
            if quoted is not None:
                return quoted
        if before in _FORMS_OF_BE or (before == "been"):
            return self._passive(verb, lead, start, end, frames)
        if before == "to":
            if tokens[verb].low != frames.lemma:
                return None
            source = self.sources.governor(lead, start)
            return self._with_content(verb, source, frames, end) if source is not None else None
        if (
            before in MODALS | DO | HAVE
            or self.marked.finite[verb]
            or (verb > start and tokens[verb - 1].low in (*RELATIVES, "and", "but", "or"))
        ) or (verb > start and not tokens[verb - 1].quoted and not is_no_verb(tokens, verb, start)):
            source = self.sources.subject(verb, start)
        else:
            return None
        if source is None or (
            before not in (*MODALS, *DO, *RELATIVES)
            and tokens[source.start].low not in RELATIVES
            and frames.lemma in ALSO_NOUNS
            and not agrees(tokens, source, verb, frames.lemma)
        ):
            return None
        return self._with_content(verb, source, frames, end)

    def _figure(self, verb: int, start: int, end: int) -> Report | None:
        """ "The agency puts the number of dead at 40"."""
        stop = figure_end(self.marked.tokens, verb, end)
        if stop is None or (verb > start and is_no_verb(self.marked.tokens, verb, start)):
            return None
        source = self.sources.subject(verb, start)
        if source is None:
            return None
        return Report((verb, verb + 1), source, ((verb + 1, self.extents.object_stop(verb + 1, end)),), "put", "figure")

    def _quoted_as_saying(self, verb: int, lead: int, start: int, end: int) -> Report | None:
        """ "Y quoted X as saying A", "X was quoted by Y as saying A", "“A,” Y quoted X as saying"."""
        tokens = self.marked.tokens
        saying = quoted_saying(tokens, verb)
        if saying is None or saying >= end:
            return None
        source: Phrase | None
        if lead >= start and tokens[lead].low in _FORMS_OF_BE:
            source = self.sources.subject(verb, start)
        else:
            source = Phrase(verb + 1, saying - 1, opened=verb + 1) if saying - 1 > verb + 1 else None
        read = self.contents.content(saying, FINITE["said"], source, end) if source is not None else None
        if source is None or read is None:
            return None
        return Report((verb, saying + 1), source, read[1], "say", "quoted as saying")

    def _opens_object(self, verb: int, lemma: str) -> bool:
        """Whether what follows a bare form can be its object: "police press a case", not "police press officer"."""
        if self.marked.tokens[verb].low != lemma or verb + 1 >= self.marked.n:
            return True
        after = self.marked.tokens[verb + 1]
        return not after.text.islower() or after.low in CLOSED_WORDS or after.low.endswith("s") or is_adverb(after)

    def _with_content(self, verb: int, source: Phrase | None, frames: Frames, end: int) -> Report | None:
        read = self.contents.content(verb, frames, source, end)
        if read is None:
            return None
        frame, contents = read
        bare = frame == "thing" or (source is not None and self.marked.tokens[source.start].low in RELATIVES)
        if bare and frames.lemma in ALSO_NOUNS and not self._opens_object(verb, frames.lemma):
            return None
        return Report((verb, verb + 1), source, contents, frames.lemma, frame)

    def _passive(self, verb: int, be: int, start: int, end: int, frames: Frames) -> Report | None:
        """ "was criticized by X for A", "is expected to A", "was quoted as saying A"."""
        tokens = self.marked.tokens
        subject = self.sources.subject(verb, start)
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
                and not self.marked.finite[stop]
                and time_phrase_end(tokens, stop) == stop
            ):
                stop += 1
            if stop == verb + 2:
                return None
            rest = self.extents.object_stop(stop, end)
            contents = (what,) if rest - stop < 2 else (what, (stop, rest))
            return Report((be, verb + 1), Phrase(verb + 2, stop, opened=verb + 2), contents, frames.lemma, "passive")
        if tokens[verb].low in IMPERSONAL and follows in ("to", "as"):
            stop = self.extents.clause_stop(verb + 1, end)
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
            stop = self.extents.clause_stop(verb + 1, end)
            return Report((be, verb + 1), None, ((verb + 1, stop),), frames.lemma, "passive")
        return None

    def _participle(self, verb: int, start: int, end: int) -> Report | None:
        tokens = self.marked.tokens
        frames = PARTICIPLES[tokens[verb].low]
        lead = verb - 1
        while lead >= start and is_adverb(tokens[lead]):
            lead -= 1
        before = tokens[lead] if lead >= start else None
        source: Phrase | None
        if before is None:
            # "Citing A, X said B": whose words these are is told after them.
            source = self.sources.first_subject(self.extents.object_stop(verb + 1, end), end)
        elif before.low in _FORMS_OF_BE or before.low.endswith(("'s", "'re", "'m")):
            source = self.sources.subject(verb, start)
        elif before.low in DETERMINERS or before.is_possessive:
            return None
        elif (
            before.is_word
            and before.low not in PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS
            and not before.quoted
            and not self.marked.finite[lead]
            and before.low not in AUXILIARIES
        ):
            begin = phrase_start(tokens, lead, start)
            if begin is None:
                return None
            source = Phrase(begin, lead + 1, opened=begin)
        else:
            source = self.sources.governor(lead, start) or self._said_behind(verb, start)
        if source is None:
            return None
        return self._with_content(verb, source, frames, end)

    def _said_behind(self, verb: int, start: int) -> Phrase | None:
        """Who stands behind the verb of saying before: "“A,” said X of the institute, adding that B"."""
        said = [one for one in self.found if one.frame == "before" and start <= one.verb < verb]
        source = said[-1].source if said else None
        return source if source is not None and said[-1].verb < source.start < verb else None

    def _noun(self, place: int, start: int, end: int) -> Report | None:
        tokens = self.marked.tokens
        through = NOUNS[tokens[place].low]
        after = place + 1
        if after >= end or tokens[after].low not in through:
            return None
        source = self.sources.possessor(place, start)
        if source is None:
            return None
        begin = after if tokens[after].low in ("that", "to", "whether") else after + 1
        stop = (
            self.extents.clause_stop(begin, end)
            if tokens[after].low in ("that", "to", "whether")
            else self.extents.object_stop(begin, end)
        )
        if stop - begin < 1:
            return None
        return Report((place, place + 1), source, ((begin, stop),), tokens[place].low, f"noun {tokens[after].low}")

    def _adjective(self, place: int, start: int, end: int) -> Report | None:
        tokens = self.marked.tokens
        after = place + 1
        if after >= end or tokens[after].low not in ADJECTIVES[tokens[place].low]:
            return None
        lead = place - 1
        while lead >= start and (is_adverb(tokens[lead]) or tokens[lead].low in ("very", "so", "more", "too", "quite")):
            lead -= 1
        if lead < start or not (tokens[lead].low in _FORMS_OF_BE or tokens[lead].low.endswith(("'s", "'re", "'m"))):
            return None
        source = self.sources.subject(place, start)
        if source is None or tokens[source.start].low in ("it", "that", "this", "there"):
            return None
        clausal = tokens[after].low in ("that", "to")
        begin = after if clausal else after + 1
        stop = self.extents.clause_stop(begin, end) if clausal else self.extents.object_stop(begin, end)
        if stop <= begin:
            return None
        return Report((lead, place + 1), source, ((begin, stop),), tokens[place].low, "adjective")

    def _seeming(self, place: int, start: int, end: int) -> Report | None:
        tokens = self.marked.tokens
        follows = tokens[place + 1].low if place + 1 < end else ""
        source = self.sources.subject(place, start)
        if source is None or follows not in ("to", "like", "as"):
            return None
        stop = self.extents.clause_stop(place + 1, end)
        return Report((place, place + 1), None, ((source.start, source.end), (place + 1, stop)), "seem", "seeming")
