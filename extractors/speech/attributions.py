"""The attributions of an article, read from its beginning: who says what, when, where, and through whom it came.

`find_attributions` gives them as records that stand on their own. Drafting hears the article through the same reader,
unit by unit, and makes claims of what it needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from extractors.context import Context, Speech, Unit
from extractors.grammar.clauses import Clause
from extractors.grammar.subjects import Phrase, phrase_start, subject_before
from extractors.grammar.tokens import Token
from extractors.grammar.verbs import finite_verbs
from extractors.grammar.word_classes import PREPOSITIONS, SUBJECT_PRONOUNS, SUBORDINATORS
from extractors.selfcontained import Replacement
from extractors.speech.attribution import Attribution
from extractors.speech.chains import cited_by, passed_on_by
from extractors.speech.claimable import claimable, is_of_relative, said_with, told_beside
from extractors.speech.cues import CUES
from extractors.speech.marked import Report
from extractors.speech.people import phrase_text
from extractors.speech.reports import ReportReader
from extractors.speech.speakers import Memory, Speaker, resolve
from extractors.speech.venues import is_translated, venue_of
from extractors.speech.voices import Voices
from language.sentences import Span
from warehouse.records import QuoteFidelity

VERSION = 9

_LONGEST_UNIT = 1500  # tokens; what is longer is no prose


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution of the article; all places are offsets in its text.

    `source` is None where nobody in particular is told, `cue` where a quotation stands without one. `speaker` is who
    the source is, as far as that is certain. `nested` stands within what somebody else is said to say.
    """

    source: Span | None
    cue: Span | None
    contents: tuple[Span, ...]
    speaker: Speaker | None = None
    nested: bool = False
    frame: str = ""


@dataclass(frozen=True, slots=True)
class Voiced:
    """A clause or utterance in somebody's voice. Without an `attribution` it goes on from the one before.

    `chain` runs from the one who said it to the one who passed it on, empty where nobody did.
    """

    attribution: Attribution | None
    speaker: Speaker | None
    said: tuple[date | None, date | None]
    venue: str | None
    chain: tuple[str, ...] = ()
    whose: tuple[Replacement, ...] = ()
    cited: Speaker | None = None  # whom the speaker gives for the source of what is said
    translated: bool = False  # the article tells that it was said in another language
    besides: tuple[Attribution, ...] = ()  # what the same speaker says further on in the clause: ", adding that B"

    def as_told(self, fidelity: QuoteFidelity) -> QuoteFidelity:
        """How near the article is to what was said: quoted words are not verbatim where they were translated."""
        return "translated" if self.translated and fidelity in ("verbatim", "partial") else fidelity


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """A clause in the article's own voice, with its subject and whom that means.

    `beside` is what those say who are named in it: "The plan was backed by the union, which said that A".
    """

    subject: Phrase | None
    resolved: Speaker | None
    whose: tuple[Replacement, ...] = ()
    beside: tuple[Voiced, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What one unit of the article tells of voices: an utterance as a whole, or clause by clause."""

    utterance: Voiced | None
    clauses: tuple[Voiced | OwnVoice, ...]
    attributions: tuple[Attributed, ...]
    goes_on: bool = False  # its quotation belongs to the latest attribution before it
    announces: bool = False  # it tells no more than who is quoted next


class Hearer:
    """Hears the units of one article in order, remembering who spoke last."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.voices = Voices(context)
        self._announced: tuple[Span | None, Span | None, int] | None = None  # source, cue, paragraph
        self._venue: str | None = None  # of the latest utterance
        self._quoted_in = -1  # the paragraph of the latest attribution of quoted words

    def hear(self, unit: Unit, place: int) -> Heard:
        """Who speaks in the next unit."""
        tokens = tuple(token for sentence in unit.sentences for token in sentence.tokens)
        if unit.speech is not None:
            heard = self._labelled(unit, unit.speech)
        elif unit.lead:
            heard = self._item(unit, place)
        elif len(tokens) > _LONGEST_UNIT:
            heard = Heard(None, (), ())
        elif unit.direct is None and unit.wholly_quoted:
            heard = self._orphan(unit, place)
        else:
            ends = list(accumulate(len(sentence.tokens) for sentence in unit.sentences))
            reader = ReportReader(tokens, ends)
            reports = reader.read()
            before = replace(self.voices.memory)
            utterance: Voiced | None = None
            clauses: tuple[Voiced | OwnVoice, ...] = ()
            if unit.direct is not None:
                utterance = self._direct(unit, unit.direct, reports, place)
            else:
                clauses = tuple(self._clause(unit, clause, reports, place) for clause in unit.clauses)
            self._venue = utterance.venue if utterance is not None else None
            voiced = [v for v in (utterance, *clauses) if isinstance(v, Voiced)]
            made = tuple(self._attributed(tokens, report, voiced, unit, before) for report in reports)
            if any(tokens[i].quoted for report in reports for a, b in report.contents for i in range(a, b)):
                self._quoted_in = unit.paragraph
            else:
                self._quoted_in = -1
            opened = reader.announcing()
            self._announced = None
            announces = False
            if opened is not None:
                source, cue = opened
                self._announced = (_span(tokens, source), Span(tokens[cue].start, tokens[cue].end), unit.paragraph)
                if announces := not voiced and tokens[cue].low in CUES and CUES[tokens[cue].low].sort == "say":
                    self._announce(unit, source, cue, place)
            heard = Heard(utterance, clauses, made, announces=announces)
        self.voices.read(unit)
        return heard

    def _labelled(self, unit: Unit, speech: Speech) -> Heard:
        """A paragraph under a speaker's label."""
        voiced = Voiced(None, speech.speaker, (None, self._context.day), speech.venue)
        made = Attributed(None, None, (Span(unit.start, unit.end),), speech.speaker, frame="label")
        self.voices.memory.heard(None, unit.paragraph)
        self._quoted_in, self._announced = -1, None
        return Heard(voiced, (), (made,))

    def _item(self, unit: Unit, place: int) -> Heard:
        """An item of a list, which whoever speaks in the beginning that it shares with the others says or does."""
        tokens = (*unit.lead, *unit.tokens)
        reports = ReportReader(tokens, [len(tokens)]).read()
        attribution = claimable(tokens, 0, len(tokens), reports, set())
        self._quoted_in, self._announced = -1, None
        if attribution is None or attribution.cue.sort != "say" or attribution.content[0] < len(unit.lead) - 1:
            return Heard(None, (), ())
        speaker = self.voices.speaker(tokens, attribution.source, unit, place)
        voiced = Voiced(attribution, speaker, (None, self._context.day), venue_of(unit.lead))
        made = Attributed(_span(tokens, attribution.source), None, (Span(unit.start, unit.end),), speaker, frame="item")
        return Heard(voiced, (), (made,))

    def _direct(self, unit: Unit, attribution: Attribution, reports: Sequence[Report], place: int) -> Voiced:
        self._hear_before(unit, attribution.source, reports, place)
        speaker = self.voices.speaker(unit.tokens, attribution.source, unit, place)
        said = self.voices.said(unit.tokens, (0, 0), unit.paragraph, speaker, attribution, unit)
        chain = passed_on_by(unit.tokens, attribution, speaker, self._context.people)
        besides = tuple(said_with(unit.tokens, len(unit.tokens), reports, attribution))
        translated = is_translated(unit.tokens)
        return Voiced(attribution, speaker, said, venue_of(unit.tokens), chain, translated=translated, besides=besides)

    def _hear_before(self, unit: Unit, source: Phrase, reports: Sequence[Report], place: int) -> None:
        """Take note of who speaks in the same sentence before a pronoun: "Ann Lee said A, “B,” she said"."""
        if unit.tokens[source.start].low not in ("he", "she"):
            return
        earlier = [one.source for one in reports if one.source is not None and one.source.end <= source.start]
        named = [one for one in earlier if any(t.is_capital for t in unit.tokens[one.start : one.end])]
        if named:
            self.voices.speaker(unit.tokens, named[-1], unit, place)

    def _announce(self, unit: Unit, source: Phrase, verb: int, place: int) -> None:
        """Take note of who speaks next: "On Monday the mayor wrote:" before a paragraph in quotation marks."""
        speaker = self.voices.speaker(unit.tokens, source, unit, place)
        nothing = (verb + 1, verb + 1)
        attribution = Attribution(CUES[unit.tokens[verb].low], verb, source, nothing, False, False)
        self.voices.said(unit.tokens, nothing, unit.paragraph, speaker, attribution, unit)

    def _orphan(self, unit: Unit, place: int) -> Heard:
        """A quotation without a source of its own: it goes on from, or was announced by, what stands before it."""
        voices, context = self.voices, self._context
        before = context.units[place - 1] if place else None
        speaker = voices.memory.last
        certain = False
        if (
            before is not None
            and unit.paragraph - before.paragraph <= 1
            and voices.last is not None
            and speaker is not None
        ):
            announced = before.tokens[-1].low in (":", ",")
            goes_on = before.sentences[-1].span.end in context.ends_that_go_on
            spoke = voices.last.speaker == speaker.name and unit.paragraph - voices.last.paragraph <= 1
            told_before = before.direct is None and not before.wholly_quoted
            certain = spoke and (announced or goes_on or before.paragraph == unit.paragraph or told_before)
        said = voices.last.said if certain and voices.last else (None, context.day)
        speaker = speaker if certain else None
        content = Span(unit.start, unit.end)
        near = before is not None and unit.paragraph - before.paragraph <= 1
        joins = near and self._announced is None and 0 <= unit.paragraph - self._quoted_in <= 1
        source = cue = None
        if near and self._announced is not None and unit.paragraph - self._announced[2] <= 1:
            source, cue, _ = self._announced
        made = Attributed(source, cue, (content,), speaker, frame="orphan")
        self._quoted_in, self._announced = unit.paragraph, None
        if speaker is not None:
            voices.goes_on(speaker, said, unit.paragraph)
        utterance = Voiced(None, speaker, said, self._venue if joins and speaker is not None else None)
        return Heard(utterance, (), (made,), goes_on=joins)

    def _clause(self, unit: Unit, clause: Clause, reports: Sequence[Report], place: int) -> Voiced | OwnVoice:
        tokens = unit.tokens
        inner = set() if clause.side else {i for side in unit.clauses if side.side for i in range(side.start, side.end)}
        attribution = claimable(tokens, clause.start, clause.end, reports, inner)
        part = tokens[clause.start : clause.end]
        whose = tuple(self.voices.whose(part, unit.paragraph))
        if attribution is None:
            return self._own(unit, clause, whose, told_beside(tokens, clause.start, clause.end, reports))
        speaker = self.voices.speaker(tokens, attribution.source, unit, place)
        content = attribution.content
        if speaker is not None and not speaker.person and not clause.side:
            self._about(unit, content)
        said = self.voices.said(part, content, unit.paragraph, speaker, attribution, unit, side=clause.side)
        chain = passed_on_by(part, attribution, speaker, self._context.people)
        frame = part
        if attribution.cue.sort == "say":
            frame = tuple(t for i, t in enumerate(part, clause.start) if not content[0] <= i < content[1])
        cited = cited_by(frame, attribution, speaker, self._context.people)
        besides = tuple(said_with(tokens, clause.end, reports, attribution))
        return Voiced(attribution, speaker, said, venue_of(frame), chain, whose, cited, is_translated(frame), besides)

    def _about(self, unit: Unit, content: tuple[int, int]) -> None:
        """Take note of whom a body's words are about: "Police said Moss had fled. He …", where "he" is no body."""
        verb = next(iter(finite_verbs(unit.tokens, *content)), None)
        subject = subject_before(unit.tokens, verb, content[0]) if verb is not None else None
        if subject is None:
            return
        known = self._context.people.find(phrase_text(unit.tokens, subject.start, subject.end))
        if known is not None:
            self.voices.remember(unit.tokens, subject, Speaker(known.name, known.role), unit)

    def _own(
        self, unit: Unit, clause: Clause, whose: tuple[Replacement, ...], beside: Sequence[Attribution]
    ) -> OwnVoice:
        tokens = unit.tokens
        people, memory = self._context.people, self.voices.memory
        subject = _subject_of(tokens, clause)
        resolved = resolve(tokens, subject, people, memory, unit.paragraph) if subject is not None else None
        voiced = []
        for one in beside:
            speaker = resolve(tokens, one.source, people, memory, unit.paragraph, speaks=True)
            voiced.append(Voiced(one, speaker, (None, self._context.day), None))
        if not clause.side:
            self.voices.told(tokens, clause, subject, resolved, unit)
        return OwnVoice(subject, resolved, whose, tuple(voiced))

    def _attributed(
        self, tokens: Sequence[Token], report: Report, voiced: Sequence[Voiced], unit: Unit, before: Memory
    ) -> Attributed:
        return Attributed(
            _span(tokens, report.source),
            Span(tokens[report.cue[0]].start, tokens[report.cue[1] - 1].end),
            tuple(Span(tokens[begin].start, tokens[stop - 1].end) for begin, stop in report.contents),
            self._speaker(tokens, report.source, voiced, unit, before),
            frame=report.frame,
        )

    def _speaker(
        self, tokens: Sequence[Token], source: Phrase | None, voiced: Sequence[Voiced], unit: Unit, before: Memory
    ) -> Speaker | None:
        if source is None:
            return None
        for one in voiced:
            if one.attribution is not None and one.attribution.source.start == source.start:
                return one.speaker
        first = tokens[source.start].low
        if first in ("who", "which", "that") or (first in SUBJECT_PRONOUNS and voiced):
            return None  # whom it points to stands in the same sentence, and may be somebody else
        return resolve(tokens, source, self._context.people, before, unit.paragraph)


def _subject_of(tokens: Sequence[Token], clause: Clause) -> Phrase | None:
    """The subject of a clause's first verb, or of its main one where the first is that of "X, who was elected, …"."""
    verbs = finite_verbs(tokens, clause.start, clause.end)
    for verb in verbs:
        subject = subject_before(tokens, verb, clause.start)
        related = any(token.text in ("who", "whose", "which") for token in tokens[clause.start : verbs[0]])
        if not related:
            return subject
        if subject is not None and subject.end <= verbs[0] and not is_of_relative(tokens, subject):
            return subject
    who = next((i for i in range(clause.start, clause.end) if tokens[i].text in ("who", "whose")), clause.start)
    last = who - 1 - (tokens[who - 1].low == ",")
    if last - 1 > clause.start and tokens[last].low.isdigit() and tokens[last - 1].low == ",":
        last -= 2  # "Paul, 44, who"
    start = phrase_start(tokens, last, clause.start) if verbs and clause.start < who and clause.start <= last else None
    return Phrase(start, last + 1, opened=start) if start is not None and start <= last else None


def find_attributions(context: Context) -> list[Attributed]:
    """The attributions of the article in the order in which they stand, nested ones after what they stand in."""
    found: list[Attributed] = []
    last: int | None = None  # the place in `found` of the latest attribution of quoted words
    hearer = Hearer(context)
    for place, unit in enumerate(context.units):
        heard = hearer.hear(unit, place)
        if heard.goes_on and last is not None:
            found[last] = replace(found[last], contents=(*found[last].contents, *heard.attributions[0].contents))
            continue
        tokens = tuple(token for sentence in unit.sentences for token in sentence.tokens)
        quoted = [token.start for token in tokens if token.quoted]
        for one in heard.attributions:
            if any(span.start <= at < span.end for span in one.contents for at in quoted):
                last = len(found)
            found.append(one)
            found.extend(_nested(context, tokens, one))
    return found


def _nested(context: Context, tokens: Sequence[Token], outer: Attributed) -> list[Attributed]:
    """The attributions within what an attribution's source is said to say."""
    found: list[Attributed] = []
    for content in outer.contents:
        # Within a quotation the marks set nothing off any more.
        words = [replace(t, quoted=False) for t in tokens if content.start <= t.start < content.end]
        for report in ReportReader(words, [len(words)]).read():
            source = report.source
            speaker = None if source is None else resolve(words, source, context.people, Memory(), 0)
            spans = tuple(Span(words[begin].start, words[stop - 1].end) for begin, stop in report.contents)
            cue = Span(words[report.cue[0]].start, words[report.cue[1] - 1].end)
            found.append(Attributed(_span(words, source), cue, spans, speaker, nested=True, frame=report.frame))
    return found


def _span(tokens: Sequence[Token], phrase: Phrase | None) -> Span | None:
    """Where a source stands, with what describes it unless that is a clause."""
    if phrase is None:
        return None
    end = phrase.end
    opens = tokens[phrase.described_start] if phrase.described_end > phrase.described_start >= phrase.end else None
    if opens is not None and opens.low not in PREPOSITIONS | SUBORDINATORS and not opens.low.endswith(("ing", "ed")):
        end = phrase.described_end
    return Span(tokens[phrase.start].start, tokens[end - 1].end)
