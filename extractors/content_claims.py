"""What somebody's words say, as claims of their own beside the claim that they were said, and linked to it.

Only what could be checked whoever said it becomes one: a clause that stands without its speaker, a deed that speakers
tell of themselves, a figure that they give for the body that they speak for.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractors.clocks import about_of, certain_dates, dates_said
from extractors.context import Context
from extractors.first_person import Retold, body_of, retold, retold_for
from extractors.grammar.tokens import Token
from extractors.grammar.verbs import finite_verbs
from extractors.kinds import Reading, is_statement_about_speaker, opens_with_pronoun
from extractors.selfcontained import as_sentence, date_replacements, name_replacements, rewrite
from extractors.shaping import Drafts, draft_of, read_kind
from extractors.speech.attributions import Voiced
from extractors.speech.chains import told_within
from extractors.speech.people import name_runs
from extractors.speech.speakers import Speaker, is_on_record
from extractors.stretches import (
    before_second_predicate,
    infinitive_after_subject,
    is_progressive,
    means_itself,
    stands_alone,
)
from warehouse.records import QuoteFidelity

VERSION = 9

# A statement attributed to somebody is worth a claim of its own from here on.
_CONTENT_WORTH = 0.5
# So much where it names only one thing, and no number or date.
_CONTENT_WORTH_ALONE = 0.7
_SHORTEST_DEED = 6  # words
_NO_STATEMENT = frozenset(("to", "if", "unless", "how", "why", "what", "whether", "where", "who", "which"))
# "It is the only place I know" tells of something that stands elsewhere.
_POINTING = frozenset(("it", "this", "that", "these", "those", "they", "he", "she", "there"))


class ContentDrafter:
    """Drafts the claims that are the content of other claims."""

    def __init__(self, context: Context, drafts: Drafts) -> None:
        self._context = context
        self._drafts = drafts

    def add(
        self,
        tokens: Sequence[Token],
        whole: int,
        voice: Voiced,
        fidelity: QuoteFidelity,
        *,
        reported: bool = False,
    ) -> None:
        """What somebody's words say, as a claim of its own, where it could be checked whoever said it.

        `reported`: it is a clause in the article's plain words, of which a figure or a deed is enough to check.
        """
        speaker, said, venue = voice.speaker, voice.said, voice.venue
        if speaker is None:
            return
        in_office = speaker.named or not speaker.person or speaker.name.startswith("the ") or is_on_record(speaker)
        reported = reported and in_office and not speaker.private
        if not tokens or sum(token.is_word for token in tokens) < (4 if reported else 5):
            return
        # "to have no memory of it"; what a condition leads to is no fact, nor is what somebody asks or leaves open.
        if tokens[0].low in _NO_STATEMENT and not tokens[0].text.isupper():  # not the WHO
            return
        start, end = tokens[0].start, tokens[-1].end
        # "the charity said it had helped 900 families"
        a_body = not speaker.person and (" " in speaker.name or speaker.name.isupper())  # "Moss" may be a person
        itself = reported and a_body and means_itself(tokens)
        if is_statement_about_speaker(tokens) or (opens_with_pronoun(tokens) and not itself):
            return
        if fidelity != "verbatim" and self._shares_subject(tokens):
            return
        then = self._as_told_then(tokens, fidelity)
        reading = read_kind(self._context, then, subject_known=itself)
        if then is not tokens and reading.kind == "prediction" and self._context.quantities_in(start, end):
            reading = replace(reading, reason=None)  # "the plan would create 400 jobs": what is claimed of it today
        hoped = infinitive_after_subject(tokens)
        if hoped is not None:
            # "she expects the bridge to open in May 2026": a prediction where it has a date ahead.
            day = self._context.day
            if day is None or not any(d.latest and d.latest > day for d in self._context.dates_in(start, end)):
                return
            reading = Reading("prediction", awaits=True)
        # Within a quotation the marks set nothing off any more.
        plain = [Token(t.text, t.low, t.start, t.end, False) for t in tokens] if fidelity == "verbatim" else tokens
        nested, teller = told_within(plain, speaker, self._context.people)
        if reading.reason is not None and teller is None:
            cut = before_second_predicate(tokens)
            if cut:
                self.add(tokens[:cut], whole, voice, fidelity)
            return
        dates = dates_said(self._context, self._context.dates_in(start, end), tokens, said)
        deed = reading.kind == "event" and not reading.awaits
        about = about_of(self._context, start, end, dates, deed=deed)
        names = len({run.name(tokens) for run in name_runs(tokens)})
        firm = names >= 2 or bool(self._context.quantities_in(start, end)) or about != (None, None)
        least_worth = 0.0 if teller else _CONTENT_WORTH if firm else _CONTENT_WORTH_ALONE
        if reported and (self._context.quantities_in(start, end) or reading.awaits or reading.kind == "event"):
            least_worth, names = 0.0, names or 1
        if not names:
            return
        if teller is None and reading.kind == "state" and is_progressive(tokens):
            return
        replacements = [
            *date_replacements(self._context.text, certain_dates(dates, tokens), plain),
            *name_replacements(plain, self._context.people),
            *self._context.designations.replacements(plain),
        ]
        if itself:
            replacements.append((tokens[0].start, tokens[0].end, speaker.name))
        if hoped is not None:
            replacements.append((tokens[hoped].start, tokens[hoped].end, "will"))
        chain = voice.chain
        if teller is not None:
            chain = (teller.name, *(voice.chain or (speaker.name,)))
        place = self._drafts.add(
            draft_of(
                self._context,
                start,
                end,
                reading.kind if teller is None or nested is None else "position" if nested.cue.holds else "quote",
                as_sentence(rewrite(self._context.text, start, end, replacements)),
                tokens,
                reason=None,
                status="awaiting_event" if reading.awaits else "unchecked",
                least_worth=least_worth,
                speaker=teller or speaker,
                attribution=chain,
                said=said if teller is None else (None, self._context.day),
                venue=venue if teller is None else None,
                fidelity=voice.as_told(fidelity) if teller is None else "paraphrase",
                about=about,
            )
        )
        self._drafts.contents.append((place, whole))
        if teller is not None and nested is not None:
            # What the ministry is said to have said: "the bridge cost 40 million euros".
            inner = plain[nested.content[0] : nested.content[1]]
            passed_on = replace(voice, speaker=teller, chain=chain, said=(None, self._context.day), venue=None)
            told = nested.cue.strong and stands_alone(inner)
            self.add(inner, place, passed_on, "paraphrase", reported=told)

    @staticmethod
    def _shares_subject(tokens: Sequence[Token]) -> bool:
        """Whether the first verb belongs to the speaker: "a fall in profit, and cut its outlook"."""
        verb = next(iter(finite_verbs(tokens)), 0)
        return verb > 1 and tokens[verb - 1].low in ("and", "but") and tokens[verb - 2].low == ","

    @staticmethod
    def _as_told_then(tokens: Sequence[Token], fidelity: QuoteFidelity) -> Sequence[Token]:
        """The words of reported speech with the "will" that its "would" was: what is ahead is no fact yet."""
        place = next(iter(finite_verbs(tokens)), len(tokens))
        following = [token.low for token in tokens[place + 1 : place + 3]]
        if fidelity == "verbatim" or place == len(tokens) or tokens[place].low != "would" or "have" in following:
            return tokens
        return [*tokens[:place], replace(tokens[place], text="will", low="will"), *tokens[place + 1 :]]

    def add_own_deed(self, tokens: Sequence[Token], whole: int, voice: Voiced) -> None:
        """What a named speaker tells of themselves or of their body ("we"), as a claim of its own."""
        speaker, said = voice.speaker, voice.said
        if speaker is None or not speaker.named or not speaker.person or speaker.private:
            return
        own = retold(tokens, speaker) or self._of_body(tokens, speaker)
        lows = [token.low for token in tokens if token.is_word]
        first = lows[0].split("'")[0] if lows else ""
        # "Well, if I had known it, I would have left"
        supposed = bool({"if", "unless"} & set(lows[:3])) or ("would" in lows and "if" in lows)
        if first in _POINTING or supposed:
            return
        if own is None or sum(token.is_word for token in tokens) < _SHORTEST_DEED:
            return
        start, end = own.tokens[0].start, own.tokens[-1].end
        reading = read_kind(self._context, own.tokens, subject_known=True)
        dates = dates_said(self._context, self._context.dates_in(start, end), tokens, said)
        others = {run.name(tokens) for run in name_runs(tokens)} - {"I"}
        if reading.reason is not None or not (dates or self._context.quantities_in(start, end) or others):
            return
        made = [
            *own.replacements,
            *date_replacements(self._context.text, certain_dates(dates, tokens), own.tokens),
            *name_replacements(own.tokens, self._context.people, within_quotes=True),
        ]
        place = self._drafts.add(
            draft_of(
                self._context,
                start,
                end,
                reading.kind,
                as_sentence(rewrite(self._context.text, start, end, made)),
                own.tokens,
                reason=None,
                status="awaiting_event" if reading.awaits else "unchecked",
                speaker=speaker,
                said=said,
                fidelity=voice.as_told("verbatim"),
                about=about_of(self._context, start, end, dates, deed=reading.kind == "event"),
            )
        )
        self._drafts.contents.append((place, whole))

    def _of_body(self, tokens: Sequence[Token], speaker: Speaker) -> Retold | None:
        """A sentence that says "we" retold for the speaker's body, where it gives a figure."""
        body = body_of(speaker.role)
        if body is None or not tokens or not self._context.quantities_in(tokens[0].start, tokens[-1].end):
            return None
        return retold_for(tokens, body)
