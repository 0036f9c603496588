"""From the units of an article to drafts of claims: what it tells in its own voice, and what somebody said.

Somebody's words make a claim that they were said. Where their content could be checked whoever said it, the content
is a claim of its own, linked to the first.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.appositions import Appositions
from extractors.building import ClaimDraft
from extractors.clocks import about_of
from extractors.content_claims import ContentDrafter
from extractors.context import Context, Unit, tells_of_anonymity
from extractors.grammar.clauses import Clause
from extractors.grammar.subjects import Phrase
from extractors.grammar.tokens import Token
from extractors.grammar.word_classes import CONJUNCTIONS
from extractors.kinds import is_statement_about_speaker
from extractors.selfcontained import (
    Replacement,
    as_sentence,
    date_replacements,
    name_replacements,
    opened,
    rewrite,
)
from extractors.shaping import Drafts, dated, draft_of, read_kind
from extractors.speech.attribution import Attribution
from extractors.speech.attributions import Hearer, OwnVoice, Voiced
from extractors.speech.people import name_runs
from extractors.speech.speakers import Speaker
from extractors.stretches import (
    before_comment,
    before_more_said,
    behind_claim,
    expected_thing,
    goes_on,
    has_subject,
    is_demanded,
    kind_of_private,
    leads_unquoted,
    leaning_start,
    parted_reports,
    quoted_stretches,
    stands_alone,
    wholly_quoted,
)
from extractors.things import Things
from warehouse.records import ClaimKind, QuoteFidelity, Status

VERSION = 21

_SHORTEST_SPEECH = 4  # tokens: "Thank you, Chair." tells nothing
_UNCERTAIN_SPEAKER = "it is not certain who said it"


class Drafter:
    """Reads the units of one article in order, remembering who spoke last."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._hearer = Hearer(context)
        self._voices = self._hearer.voices
        self._things = Things(context.people, (unit.tokens for unit in context.units))
        self._drafts = Drafts()
        self._appositions = Appositions(context, self._drafts)
        self._contents = ContentDrafter(context, self._drafts)

    def draft(self) -> Drafts:
        """The drafts of all units."""
        for place, unit in enumerate(self._context.units):
            heard = self._hearer.hear(unit, place)
            self._told: tuple[Phrase | None, Speaker | None] = (None, None)
            if unit.speech is not None and heard.utterance is not None:
                self._speech(unit, heard.utterance)
            elif unit.lead:
                self._item(unit, heard.utterance)
            elif heard.utterance is not None:
                self._spoken(unit, heard.utterance)
            elif not unit.clauses:
                self._unread(unit)
            if heard.announces and not self._context.quantities_in(unit.start, unit.end):
                continue
            for clause, voice in zip(unit.clauses, heard.clauses, strict=True):
                if isinstance(voice, Voiced):
                    self._reported(unit, clause, voice)
                else:
                    self._own_voice(unit, clause, voice)
            self._things.remember(unit.tokens, *self._told, unit.paragraph)
        return self._drafts

    # -- utterances ------------------------------------------------------------------------------------------------

    def _spoken(self, unit: Unit, voice: Voiced) -> None:
        """An utterance: a quotation with its source, or one that goes on from the words before it."""
        attribution, speaker = voice.attribution, voice.speaker
        quoted = self._context.text[unit.start : unit.end]
        if attribution is None:
            text = f"{speaker.name} said: {quoted}" if speaker else quoted
            self._utterance(unit, voice, text, "verbatim")
            return
        self._appositions.add(unit.tokens, attribution.source, speaker)
        replacements = self._voices.source_replacements(unit.tokens, attribution, speaker)
        # The marks of every sentence count: what follows the first is in its speaker's words too.
        tokens = [token for sentence in unit.sentences for token in sentence.tokens]
        replacements += date_replacements(self._context.text, self._context.dates_in(unit.start, unit.end), tokens)
        replacements += name_replacements(unit.tokens, self._context.people)
        text = opened(rewrite(self._context.text, unit.start, unit.end, replacements))
        fidelity: QuoteFidelity = "partial" if leads_unquoted(unit.tokens, attribution) else "verbatim"
        where = self._utterance(unit, voice, text, fidelity)
        for said_too in voice.besides:
            self._content(unit.tokens, None, said_too, where, voice, "paraphrase")

    def _utterance(self, unit: Unit, voice: Voiced, text: str, fidelity: QuoteFidelity) -> int:
        speaker, said, venue = voice.speaker, voice.said, voice.venue
        words = [token for sentence in unit.sentences for token in sentence.tokens if token.quoted]
        reading = read_kind(self._context, words)
        kind: ClaimKind = "quote"
        reason: str | None = None
        status: Status = "unchecked"
        if speaker is None:
            reason = _UNCERTAIN_SPEAKER
        elif speaker.private or speaker.vague:
            if reading.reason:
                kind, reason = kind_of_private(reading)
            else:
                status = "sole_witness"
        elif self._voices.is_sole_witness(speaker, venue if unit.speech is None else None):
            status = "sole_witness"
        place = self._drafts.add(
            draft_of(
                self._context,
                unit.start,
                unit.end,
                kind,
                text,
                [token for sentence in unit.sentences for token in sentence.tokens],
                reason=reason,
                status=status,
                speaker=speaker,
                said=said,
                venue=venue,
                attribution=voice.chain,
                fidelity=voice.as_told(fidelity),
                about=said,
            )
        )
        if speaker is not None and fidelity == "verbatim":
            for sentence in unit.sentences:
                for start, end in quoted_stretches(sentence.tokens):
                    stretch = sentence.tokens[start:end]
                    plain = [replace(token, quoted=False) for token in stretch]
                    if unit.speech is not None and not has_subject(plain):
                        continue
                    figure = bool(plain) and bool(self._context.quantities_in(plain[0].start, plain[-1].end))
                    told = (unit.speech is not None or figure) and stands_alone(plain)
                    self._contents.add(stretch, place, voice, "verbatim", reported=told)
                    if unit.speech is None:
                        self._contents.add_own_deed(stretch, place, voice)
        return place

    def _speech(self, unit: Unit, voice: Voiced) -> None:
        """A paragraph under a speaker's label, where it holds something that somebody could want to check."""
        if not any(self._tells(sentence.tokens) for sentence in unit.sentences):
            return
        quoted = self._context.text[unit.start : unit.end]
        text = f"{voice.speaker.name} said: “{quoted}”" if voice.speaker else quoted
        whole = self._utterance(unit, voice, text, "verbatim")
        for sentence in unit.sentences:
            self._contents.add_own_deed(sentence.tokens, whole, voice)

    def _tells(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence of a speech states something, and is no question and no "Thank you, Chair."."""
        reading = read_kind(self._context, tokens, subject_known=True)
        if reading.kind == "question" or len(tokens) <= _SHORTEST_SPEECH:
            return False
        start, end = tokens[0].start, tokens[-1].end
        return reading.reason is None or bool(
            self._context.dates_in(start, end) or self._context.quantities_in(start, end)
        )

    # -- items of lists --------------------------------------------------------------------------------------------

    def _item(self, unit: Unit, voice: Voiced | None) -> None:
        """An item of a list with the beginning that it shares with the others: one statement, quoted from the item."""
        tokens = [*unit.lead, *unit.tokens]
        dates = self._context.dates_in(unit.start, unit.end)
        made = [
            *date_replacements(self._context.text, dates, unit.tokens),
            *name_replacements(unit.tokens, self._context.people),
            *self._context.designations.replacements(unit.tokens),
        ]
        lead = self._context.text[unit.lead[0].start : unit.lead[-1].end]
        item = rewrite(self._context.text, unit.start, unit.end, made)
        speaker = voice.speaker if voice else None
        reading = read_kind(self._context, tokens)
        reason = _UNCERTAIN_SPEAKER if voice and speaker is None else reading.reason if voice is None else None
        where = self._drafts.add(
            draft_of(
                self._context,
                unit.start,
                unit.end,
                reading.kind if speaker is None else "quote",
                as_sentence(f"{lead}{':' if voice and item[0].isupper() else ''} {item}"),
                unit.tokens,
                reason=reason,
                status="awaiting_event" if speaker is None and reading.awaits else "unchecked",
                speaker=speaker,
                said=voice.said if voice and speaker else (None, None),
                venue=voice.venue if voice and speaker else None,
                fidelity="paraphrase" if speaker else None,
                about=voice.said if voice and speaker else about_of(self._context, unit.start, unit.end, dates),
            )
        )
        if voice and speaker and not speaker.vague:
            self._contents.add(unit.tokens, where, voice, "paraphrase", reported=stands_alone(unit.tokens))

    def _unread(self, unit: Unit) -> None:
        reason = "too long for a sentence: it cannot be read by rules"
        self._drafts.add(
            ClaimDraft(unit.start, unit.end, "state", not_checkable_reason=reason, reasons=("- too long",))
        )

    # -- clauses ---------------------------------------------------------------------------------------------------

    def _reported(self, unit: Unit, clause: Clause, voice: Voiced) -> None:
        tokens, attribution, speaker, said, venue = (
            unit.tokens,
            voice.attribution,
            voice.speaker,
            voice.said,
            voice.venue,
        )
        if attribution is None:
            return
        part = tokens[clause.start : clause.end]
        self._appositions.add(unit.tokens, attribution.source, speaker)
        start, end = part[0].start, part[-1].end
        replacements = list(voice.whose) or self._thing(part, unit, clause)
        replacements = replacements or self._voices.source_replacements(tokens, attribution, speaker)
        dates = self._context.dates_in(start, end)
        text = self._text_of(unit, clause, replacements)
        if clause.side and not clause.earlier:
            text = dated(self._context, text, unit, dates)
        reading = read_kind(self._context, tokens[attribution.content[0] : attribution.content[1]])
        status: Status = "unchecked"
        reason: str | None = None
        kind: ClaimKind = "position" if attribution.cue.holds else "quote"
        if speaker is None:
            reason = _UNCERTAIN_SPEAKER
        elif speaker.vague:
            reason = "too vague: it does not say who"
        elif speaker.private and reading.reason:
            kind, reason = kind_of_private(reading)
        elif self._voices.is_sole_witness(speaker, venue):
            status = "sole_witness"
        fidelity: QuoteFidelity = "partial" if attribution.partial else "paraphrase"
        if attribution.direct:
            fidelity = "verbatim"
        where = self._drafts.add(
            draft_of(
                self._context,
                start,
                end,
                kind,
                text,
                part,
                reason=reason,
                status=status,
                speaker=speaker,
                said=said,
                venue=venue,
                attribution=voice.chain,
                fidelity=voice.as_told(fidelity),
                about=said,
            )
        )
        first, last = attribution.content
        # "The board said the bridge was safe. It …": the bridge may be meant; "The board said it was sure. It …" not.
        if not clause.side and attribution.source.end <= first < last and tokens[first].low in ("it", "its"):
            self._told = (attribution.source, speaker)
        for said_too in (attribution, *voice.besides):
            self._content(tokens, clause, said_too, where, voice, fidelity)

    def _content(
        self,
        tokens: Sequence[Token],
        clause: Clause | None,
        attribution: Attribution,
        where: int,
        voice: Voiced,
        fidelity: QuoteFidelity,
    ) -> None:
        """What a speaker is said to say, as claims of its own beside the one at `where`, that it was said."""
        speaker, (first, last) = voice.speaker, attribution.content
        interrupted = first < attribution.verb < last
        if (
            speaker is None
            or speaker.vague
            or attribution.cue.sort != "say"
            or attribution.cue.holds
            or interrupted
            or is_demanded(attribution.cue.lemma, tokens[first:last])
        ):
            return
        first += tokens[first].low == ","  # "said that, according to a survey, A"
        content = list(tokens[first:last])
        while content and not content[-1].is_word and content[-1].low not in ("”", "’", '"', ")", "%"):
            content.pop()
        if (
            not content
            or content[0].low in CONJUNCTIONS
            or (clause and first == clause.start and last < clause.end and goes_on(tokens, attribution))
        ):
            return
        told = attribution.cue.strong or (first > 0 and tokens[first - 1].low == "that")
        if voice.cited is not None:
            chain = (voice.cited.name, *(voice.chain or (speaker.name,)))
            voice = replace(voice, speaker=voice.cited, chain=chain)
        claimed = behind_claim(content)
        if len(claimed) < len(content):
            told = True
            if clause is not None:  # all of the clause, up to when and where: "his claim that crime fell in 2024"
                claimed = [*claimed, *tokens[last : clause.end]]
                while not claimed[-1].is_word and claimed[-1].low not in ("”", "’", '"', ")", "%"):
                    claimed.pop()
        for each in parted_reports(claimed):
            stretch = list(before_comment(expected_thing(each) or before_more_said(each)))
            if wholly_quoted(stretch):  # "said that “the tax fell by 5 percent” and that …"
                self._quoted_content(stretch, where, voice)
                continue
            if attribution.cue.lemma == "find" and not stands_alone(stretch):
                continue  # "found the company liable for a fire that killed two"
            plain = [replace(token, quoted=False) for token in stretch]
            figure = bool(plain) and bool(self._context.quantities_in(plain[0].start, plain[-1].end))
            whole = stands_alone(plain if figure and not stretch[0].quoted else stretch)
            self._contents.add(stretch, where, voice, fidelity, reported=told and whole)

    def _quoted_content(self, stretch: Sequence[Token], where: int, voice: Voiced) -> None:
        """What words in quotation marks say, as a claim beside the one at `where`; a figure is enough to check."""
        for start, end in quoted_stretches(stretch):
            plain = [replace(token, quoted=False) for token in stretch[start:end]]
            figure = bool(self._context.quantities_in(plain[0].start, plain[-1].end))
            self._contents.add(stretch[start:end], where, voice, "verbatim", reported=figure and stands_alone(plain))

    def _own_voice(self, unit: Unit, clause: Clause, voice: OwnVoice) -> None:
        tokens, subject, resolved = unit.tokens, voice.subject, voice.resolved
        inner = set() if clause.side else {i for side in unit.clauses if side.side for i in range(side.start, side.end)}
        part = tokens[clause.start : clause.end]
        if not any(token.is_word for token in part):
            return
        start, end = part[0].start, part[-1].end
        read = [token for i, token in enumerate(part, clause.start) if i not in inner]
        dates = self._context.dates_in(start, end)
        thing = self._thing(part, unit, clause)
        replacements = list(voice.whose) or list(thing)
        if subject is not None and resolved is not None and resolved.named and subject.end - subject.start == 1:
            first = tokens[subject.start]
            lead = tokens[clause.start : subject.start]
            # "Moss remains in jail on charges that he denies": not whoever was told of before.
            found = (self._context.people.find(run.name(lead)) for run in name_runs(lead))
            others = {person.name for person in found if person and person.gender in (None, first.low)}
            if first.low in ("he", "she") and others <= {resolved.name}:
                replacements.append((first.start, first.end, resolved.name))
        text = self._text_of(unit, clause, replacements)
        if clause.side and not clause.earlier:
            text = dated(self._context, text, unit, dates)
        reading = read_kind(self._context, read, subject_known=bool(replacements))
        whole = self._context.text[start:end]
        reason = reading.reason
        if tells_of_anonymity(whole) or re.search(
            r"\b(?:interviewed for this (?:article|story)|requests? for comment|declined to comment"
            r"|could(?: not|n['’]t) (?:be )?(?:(?:independently|immediately) )?(?:be )?(?:verif(?:y|ied)|confirm(?:ed)?"
            r"|reached))\b|\A[^,]{3,60} (?:reported|contributed reporting) from [A-Z][^:;]{1,60}\Z",
            whole,
        ):
            reason = "it tells how the article was reported"
        elif reason is None and is_statement_about_speaker([token for token in read if not token.quoted]):
            reason = "it is not certain who says “I” or “we”"
        deed = reading.kind == "event" and not reading.awaits
        about = about_of(self._context, start, end, dates, deed=deed)
        if about == (None, None) and clause.side and not clause.earlier:
            around = self._context.dates_in(unit.start, unit.end)
            about = about_of(self._context, unit.start, unit.end, around, deed=deed)
        where = self._drafts.add(
            draft_of(
                self._context,
                start,
                end,
                reading.kind,
                text,
                part,
                reason=reason,
                status="awaiting_event" if reading.awaits and reason is None else "unchecked",
                about=about,
            )
        )
        for beside in voice.beside:
            if beside.attribution is not None:
                told_as: QuoteFidelity = "partial" if beside.attribution.partial else "paraphrase"
                self._content(tokens, clause, beside.attribution, where, beside, told_as)
        if subject is not None:
            self._appositions.add(unit.tokens, subject, resolved)
            if not clause.side:
                self._told = (subject, resolved)

    def _thing(self, part: Sequence[Token], unit: Unit, clause: Clause) -> list[Replacement]:
        """The name in place of an "it" or "its" that a sentence begins with, where it is certain what is meant."""
        name = self._things.meant(part, unit.paragraph) if clause.start == 0 else None
        return [(part[0].start, part[0].end, name)] if name else []

    def _text_of(self, unit: Unit, clause: Clause, replacements: list[Replacement]) -> str:
        """A clause as a sentence of its own, after the clause before it where one of its pronouns may point there."""
        first = leaning_start(unit.tokens, unit.clauses, clause, self._context.people)
        part = unit.tokens[first : clause.end]
        start, end = part[0].start, part[-1].end
        dates = self._context.dates_in(start, end)
        made = [
            *replacements,
            *date_replacements(self._context.text, dates, part),
            *name_replacements(part, self._context.people),
            *self._context.designations.replacements(part),
        ]
        return as_sentence(rewrite(self._context.text, start, end, made))
