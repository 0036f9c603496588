"""From the units of an article to drafts of claims: what is told in its own voice, what was said, and what was said by that.

Somebody's words make a claim that they were said. Where their content could be checked whoever said it, the content is a
claim of its own, linked to the first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extractors.attribution import Attribution, find_attribution
from extractors.building import ClaimDraft
from extractors.clauses import Clause
from extractors.context import Context, Unit, tells_of_anonymity
from extractors.cues import SPEAKER_NOUNS
from extractors.grammar import MODALS, Phrase, Token, finite_verbs, is_finite, skip_openers, subject_before
from extractors.kinds import Reading, classify, is_statement_about_speaker, opens_with_pronoun
from extractors.people import name_runs, role_after
from extractors.selfcontained import (
    VAGUE_TIMES,
    Replacement,
    as_sentence,
    date_replacements,
    in_words,
    name_replacements,
    rewrite,
)
from extractors.speakers import Memory, Speaker, phrase_text, resolve
from extractors.worthiness import worth_checking
from warehouse.records import ClaimKind, DateMention, QuoteFidelity, Status

VERSION = 1

# A statement attributed to somebody is worth a claim of its own from here on.
_CONTENT_WORTH = 0.5
# So much where it names only one thing, and no number or date.
_CONTENT_WORTH_ALONE = 0.7
_APPOSITION_WORTH = 0.3
_UNCERTAIN_SPEAKER = "it is not certain who said it"
_VENUE = re.compile(
    r"\b(?:on (?:Telegram|Twitter|Facebook|Instagram|X|YouTube|TikTok|Weibo|WhatsApp|Truth Social|social media|(?:state |national |public )?(?:television|TV|radio)"
    r"|[A-Z][\w’']+(?: [A-Z][\w’']+){0,3} (?:television|TV|radio))"
    r"|in an? (?:[\w-]+ ){0,3}(?:interview(?: with [^,.;“”\"]{2,50})?|statement|tweet|letter|speech|post|address|op-ed|blog|report|briefing|email|broadcast|message|video)"
    r"|at an? (?:[\w-]+ ){0,2}(?:conference|briefing|rally|hearing|meeting|summit|event|ceremony)"
    r"|during an? (?:[\w-]+ ){0,2}(?:conference|briefing|rally|hearing|interview|debate|speech)"
    r"|in (?:court|parliament|Congress|testimony))\b"
)
_ADDRESSEE = re.compile(
    r"\b(?:told|telling|tells)\s+((?:[\w’'&.-]+ ){0,4}?[\w’'&.-]+?)(?=\s+(?:on|in|at|that|last|this|during|after|he|she|they|the|his|her|it|its|their|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday|[“\"])\b|\s*[,;:“\"]|\.?\s*\Z|\.\s)"
)


@dataclass
class Drafts:
    """Drafts in the making, and which of them is the content of which: pairs of places in `claims`."""

    claims: list[ClaimDraft] = field(default_factory=list)
    contents: list[tuple[int, int]] = field(default_factory=list)

    def add(self, draft: ClaimDraft) -> int:
        self.claims.append(draft)
        return len(self.claims) - 1


@dataclass
class _Saying:
    """When and to whom a speaker last spoke, which sentences after it take over."""

    speaker: str
    said: tuple[date | None, date | None]
    paragraph: int


class Drafter:
    """Reads the units of one article in order, remembering who spoke last."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._memory = Memory()
        self._saying: _Saying | None = None
        self._interviewed: set[str] = set()  # those who spoke to this outlet alone
        self._appositions: set[str] = set()
        self._roles: dict[str, str] = {}  # told by a description just before the name
        self._drafts = Drafts()

    def draft(self) -> Drafts:
        """The drafts of all units."""
        for place, unit in enumerate(self._context.units):
            if unit.direct is not None:
                self._direct(unit, place)
            elif unit.wholly_quoted:
                self._orphan(unit, place)
            else:
                for clause in unit.clauses:
                    self._clause(unit, clause, place)
        return self._drafts

    # -- utterances ------------------------------------------------------------------------------------------------

    def _direct(self, unit: Unit, place: int) -> None:
        attribution = unit.direct
        if attribution is None:
            return
        speaker = self._speaker(unit.tokens, attribution.source, unit, place)
        self._apposition(unit, attribution.source, speaker)
        said = self._said(unit.tokens, (0, 0), unit.paragraph, speaker, attribution, unit)
        replacements = self._source_replacements(unit.tokens, attribution, speaker)
        replacements += date_replacements(self._context.dates_in(unit.start, unit.end), unit.tokens)
        replacements += name_replacements(unit.tokens, self._context.people)
        text = rewrite(self._context.text, unit.start, unit.end, replacements)
        fidelity: QuoteFidelity = "partial" if _leads_unquoted(unit.tokens, attribution) else "verbatim"
        self._utterance(unit, speaker, said, text, fidelity)

    def _orphan(self, unit: Unit, place: int) -> None:
        """A quotation without a source of its own: it goes on from, or was announced by, what stands before it."""
        before = self._context.units[place - 1] if place else None
        speaker = self._memory.last
        if before is None or unit.paragraph - before.paragraph > 1 or self._saying is None or speaker is None:
            certain = False
        else:
            announced = before.tokens[-1].low in (":", ",")
            goes_on = before.sentences[-1].span.end in self._context.ends_that_go_on
            spoke = self._saying.speaker == speaker.name and unit.paragraph - self._saying.paragraph <= 1
            certain = spoke and (announced or goes_on or before.paragraph == unit.paragraph or before.direct is None)
        quoted = self._context.text[unit.start : unit.end]
        if not certain or speaker is None:
            self._utterance(unit, None, (None, self._context.day), quoted, "verbatim")
            return
        said = self._saying.said if self._saying else (None, self._context.day)
        self._utterance(unit, speaker, said, f"{speaker.name} said: {quoted}", "verbatim")

    def _utterance(
        self,
        unit: Unit,
        speaker: Speaker | None,
        said: tuple[date | None, date | None],
        text: str,
        fidelity: QuoteFidelity,
    ) -> None:
        words = [token for sentence in unit.sentences for token in sentence.tokens if token.quoted]
        reading = self._classify(words, unit.start, unit.end)
        score, reasons = worth_checking([token for sentence in unit.sentences for token in sentence.tokens])
        kind: ClaimKind = "quote"
        reason: str | None = None
        status: Status = "unchecked"
        venue = self._venue(unit.tokens)
        if speaker is None:
            reason = _UNCERTAIN_SPEAKER
        elif speaker.private or speaker.vague:
            if reading.reason:
                kind, reason = _kind_of_private(reading)
            else:
                status = "sole_witness"
        elif self._is_sole_witness(unit, speaker, venue):
            status = "sole_witness"
        place = self._drafts.add(
            self._draft_of(
                unit.start,
                unit.end,
                kind,
                text,
                unit.tokens,
                reason=reason,
                status=status,
                score=score,
                reasons=reasons,
                speaker=speaker,
                said=said,
                venue=venue,
                fidelity=fidelity,
                about=said,
            )
        )
        if speaker is not None and fidelity == "verbatim":
            for sentence in unit.sentences:
                for start, end in _quoted_stretches(sentence.tokens):
                    self._content(sentence.tokens[start:end], place, speaker, said, venue, "verbatim")

    # -- clauses ---------------------------------------------------------------------------------------------------

    def _clause(self, unit: Unit, clause: Clause, place: int) -> None:
        tokens = unit.tokens
        inner = set() if clause.side else {i for side in unit.clauses if side.side for i in range(side.start, side.end)}
        attribution = find_attribution(tokens, clause.start, clause.end, inner)
        if attribution is None:
            self._own_voice(unit, clause, inner)
            return
        speaker = self._speaker(tokens, attribution.source, unit, place)
        self._apposition(unit, attribution.source, speaker)
        part = tokens[clause.start : clause.end]
        start, end = part[0].start, part[-1].end
        said = self._said(part, attribution.content, unit.paragraph, speaker, attribution, unit, side=clause.side)
        replacements = self._source_replacements(tokens, attribution, speaker)
        dates = self._context.dates_in(start, end)
        replacements += date_replacements(dates, part)
        replacements += name_replacements(part, self._context.people)
        text = as_sentence(rewrite(self._context.text, start, end, replacements))
        if clause.side:
            text = self._dated(text, unit, dates)
        reading = self._classify(tokens[attribution.content[0] : attribution.content[1]], start, end)
        score, reasons = worth_checking(part)
        status: Status = "unchecked"
        reason: str | None = None
        venue = self._venue(part)
        kind: ClaimKind = "position" if attribution.cue.holds else "quote"
        if speaker is None:
            reason = _UNCERTAIN_SPEAKER
        elif speaker.vague:
            reason = "too vague: it does not say who"
        elif speaker.private and reading.reason:
            kind, reason = _kind_of_private(reading)
        elif self._is_sole_witness(unit, speaker, venue):
            status = "sole_witness"
        fidelity: QuoteFidelity = "partial" if attribution.partial else "paraphrase"
        if attribution.direct:
            fidelity = "verbatim"
        where = self._drafts.add(
            self._draft_of(
                start,
                end,
                kind,
                text,
                part,
                reason=reason,
                status=status,
                score=score,
                reasons=reasons,
                speaker=speaker,
                said=said,
                venue=venue,
                fidelity=fidelity,
                about=said,
            )
        )
        first, last = attribution.content
        interrupted = first < attribution.verb < last
        if (
            speaker is not None
            and not speaker.vague
            and attribution.cue.sort == "say"
            and not attribution.cue.holds
            and not interrupted
        ):
            content = list(tokens[first:last])
            while content and not content[-1].is_word and content[-1].low not in ("”", "’", '"', ")", "%"):
                content.pop()
            if content and not (first == clause.start and last < clause.end and _goes_on(tokens, attribution, clause)):
                self._content(content, where, speaker, said, venue, fidelity)

    def _own_voice(self, unit: Unit, clause: Clause, inner: set[int]) -> None:
        tokens = unit.tokens
        part = tokens[clause.start : clause.end]
        if not any(token.is_word for token in part):
            return
        start, end = part[0].start, part[-1].end
        read = [token for i, token in enumerate(part, clause.start) if i not in inner]
        dates = self._context.dates_in(start, end)
        replacements = [*date_replacements(dates, part), *name_replacements(part, self._context.people)]
        subject = self._subject(tokens, clause)
        resolved = None
        if subject is not None:
            resolved = resolve(tokens, subject, self._context.people, self._memory, unit.paragraph)
            first = tokens[subject.start]
            if (
                resolved is not None
                and resolved.named
                and first.low in ("he", "she")
                and subject.end - subject.start == 1
            ):
                replacements.append((first.start, first.end, resolved.name))
        text = as_sentence(rewrite(self._context.text, start, end, replacements))
        if clause.side:
            text = self._dated(text, unit, dates)
        pronoun_known = resolved is not None and resolved.named
        reading = self._classify(read, start, end, subject_known=pronoun_known)
        whole = self._context.text[start:end]
        reason = reading.reason
        if tells_of_anonymity(whole) or re.search(
            r"\b(?:interviewed for this (?:article|story)|requests? for comment)\b", whole
        ):
            reason = "it tells how the article was reported"
        score, reasons = worth_checking(read)
        about = _span_of(dates)
        if about == (None, None) and clause.side:
            about = _span_of(self._context.dates_in(unit.start, unit.end))
        self._drafts.add(
            self._draft_of(
                start,
                end,
                reading.kind,
                text,
                part,
                reason=reason,
                status="awaiting_event" if reading.awaits and reason is None else "unchecked",
                score=score if reason is None else min(score, 0.3),
                reasons=reasons,
                about=_since(whole, about, self._context.day),
            )
        )
        if subject is not None:
            self._apposition(unit, subject, resolved)
            if not clause.side:
                self._remember(tokens, subject, resolved, unit)

    def _content(
        self,
        tokens: Sequence[Token],
        whole: int,
        speaker: Speaker,
        said: tuple[date | None, date | None],
        venue: str | None,
        fidelity: QuoteFidelity,
    ) -> None:
        """What somebody's words say, as a claim of its own, where it could be checked whoever said it."""
        if not tokens or sum(token.is_word for token in tokens) < 5:
            return
        start, end = tokens[0].start, tokens[-1].end
        if is_statement_about_speaker(tokens) or opens_with_pronoun(tokens):
            return
        reading = self._classify(tokens, start, end)
        nested = find_attribution(tokens, 0, len(tokens))
        teller = self._nested_speaker(tokens, nested, speaker)
        if reading.reason is not None and teller is None:
            cut = _before_second_predicate(tokens)
            if cut:
                self._content(tokens[:cut], whole, speaker, said, venue, fidelity)
            return
        score, reasons = worth_checking(tokens)
        dates = self._context.dates_in(start, end)
        names = len({run.name(tokens) for run in name_runs(tokens)})
        firm = names >= 2 or bool(self._context.quantities_in(start, end)) or _span_of(dates) != (None, None)
        if score < _CONTENT_WORTH or not names or not (firm or score >= _CONTENT_WORTH_ALONE):
            return
        if teller is None and reading.kind == "state" and _is_progressive(tokens):
            return
        plain = [Token(t.text, t.low, t.start, t.end, False) for t in tokens] if fidelity == "verbatim" else tokens
        replacements = [*date_replacements(dates, plain), *name_replacements(plain, self._context.people)]
        place = self._drafts.add(
            self._draft_of(
                start,
                end,
                reading.kind if teller is None or nested is None else "position" if nested.cue.holds else "quote",
                as_sentence(rewrite(self._context.text, start, end, replacements)),
                tokens,
                reason=None,
                status="awaiting_event" if reading.awaits else "unchecked",
                score=score,
                reasons=reasons,
                speaker=teller or speaker,
                attribution=(teller.name, speaker.name) if teller else (),
                said=said if teller is None else (None, self._context.day),
                venue=venue if teller is None else None,
                fidelity=fidelity if teller is None else "paraphrase",
                about=_since(self._context.text[start:end], _span_of(dates), self._context.day),
            )
        )
        self._drafts.contents.append((place, whole))

    def _nested_speaker(self, tokens: Sequence[Token], nested: Attribution | None, speaker: Speaker) -> Speaker | None:
        """Whom the speaker says to have said it: somebody named, other than the speaker."""
        if nested is None or nested.cue.sort != "say":
            return None
        teller = resolve(tokens, nested.source, self._context.people, Memory(), 0)
        return (
            teller if teller is not None and teller.named and not teller.vague and teller.name != speaker.name else None
        )

    def _apposition(self, unit: Unit, subject: Phrase, speaker: Speaker | None) -> None:
        """ "X, the chief of Y, …" also says that X is the chief of Y."""
        if speaker is None or not speaker.person or " " not in speaker.name or speaker.name in self._appositions:
            return
        start, end = subject.described_start, subject.described_end
        tokens = unit.tokens
        if end <= start or tokens[start].low not in ("the", "a", "an") or role_after(tokens, start, end) is None:
            return
        stop = start
        while stop < end and tokens[stop].low not in (",", ";", "who", "which", "–", "—"):
            stop += 1
        if stop - start < 4 or any(t.low in ("late", "died", "killed", "murdered", "slain") for t in tokens):
            return
        self._appositions.add(speaker.name)
        described = self._context.text[tokens[start].start : tokens[stop - 1].end]
        self._drafts.add(
            self._draft_of(
                tokens[subject.start].start,
                tokens[stop - 1].end,
                "state",
                f"{speaker.name} is {described}.",
                tokens[subject.start : stop],
                reason=None,
                status="unchecked",
                score=_APPOSITION_WORTH,
                reasons=("+ who somebody is", "- told in passing"),
                about=(self._context.day, self._context.day),
            )
        )

    # -- who, when, where ------------------------------------------------------------------------------------------

    def _speaker(self, tokens: Sequence[Token], source: Phrase, unit: Unit, place: int) -> Speaker | None:
        speaker = resolve(tokens, source, self._context.people, self._memory, unit.paragraph)
        if speaker is not None and not speaker.named and speaker.person and not speaker.vague:
            speaker = self._named_next(tokens, source, speaker, place) or speaker
        if speaker is not None:
            if speaker.role is None and speaker.name in self._roles:
                speaker = replace(speaker, role=self._roles[speaker.name])
            self._memory.heard(speaker, unit.paragraph)
            told = self._addressee(tokens)
            if told is not None and self._context.is_own_outlet(told):
                self._interviewed.add(speaker.name)
        return speaker

    def _named_next(self, tokens: Sequence[Token], source: Phrase, speaker: Speaker, place: int) -> Speaker | None:
        """ "The head of X said …. “…,” Name told reporters": a full name without a role, right after a role without a name."""
        units = self._context.units
        if tokens[source.start].low != "the" or place + 1 >= len(units):
            return None
        following = units[place + 1]
        if following.direct is None or following.paragraph - units[place].paragraph > 1:
            return None
        run = list(name_runs(following.tokens[following.direct.source.start : following.direct.source.end]))
        if len(run) != 1 or following.direct.source.described_end:
            return None
        name = phrase_text(following.tokens, following.direct.source.start, following.direct.source.end)
        first_mention = self._context.text.find(name) >= units[place].end
        if len(name.split()) < 2 or not first_mention or name.lower().startswith("the "):
            return None
        role = speaker.name.removeprefix("the ")
        known = self._context.people.find(name)
        if known is not None and known.role:
            return None
        self._roles[name] = role
        return Speaker(name, role)

    def _subject(self, tokens: Sequence[Token], clause: Clause) -> Phrase | None:
        verb = next(iter(finite_verbs(tokens, clause.start, clause.end)), None)
        return subject_before(tokens, verb, clause.start) if verb is not None else None

    def _remember(self, tokens: Sequence[Token], subject: Phrase, resolved: Speaker | None, unit: Unit) -> None:
        words = [token for token in tokens[subject.start : subject.end] if token.is_word]
        lows = [token.low for token in words]
        if not words or lows[0] in ("he", "she", "they", "it", "we", "i", "one"):
            return
        if (
            lows[-1].endswith("s")
            and lows[-1] in SPEAKER_NOUNS
            and len(words) > 1
            and lows[0] not in ("the", "some", "many")
        ):
            self._memory.plural = phrase_text(tokens, subject.start, subject.end)
        known = self._context.people.find(phrase_text(tokens, subject.start, subject.end))
        if known is not None:
            self._memory.heard(Speaker(known.name, known.role, gender=known.gender), unit.paragraph)
        elif "and" in lows:
            self._memory.heard(None, unit.paragraph)
        elif (
            resolved is not None
            and resolved.person
            and (words[-1].is_capital and " " in resolved.name or lows[-1] in SPEAKER_NOUNS)
        ):
            self._memory.heard(resolved, unit.paragraph)

    def _source_replacements(
        self, tokens: Sequence[Token], attribution: Attribution, speaker: Speaker | None
    ) -> list[Replacement]:
        source = attribution.source
        words = [token for token in tokens[source.start : source.end] if token.is_word]
        if speaker is None or not words:
            return []
        first, last = words[0], words[-1]
        if len(words) == 1 and (first.low in ("he", "she", "they", "one") or speaker.name.endswith(f" {first.text}")):
            return [(first.start, first.end, speaker.name)]
        if not speaker.named:
            return []
        if words[0].low == "the" and len(words) <= 3 and not last.is_capital:
            return [(first.start, last.end, speaker.name)]
        return []

    def _said(
        self,
        tokens: Sequence[Token],
        content: tuple[int, int],
        paragraph: int,
        speaker: Speaker | None,
        attribution: Attribution,
        unit: Unit,
        *,
        side: bool = False,
    ) -> tuple[date | None, date | None]:
        """The days on which it was said: told with it, taken over from the speaker's words before, or by the article's day."""
        inside = (
            {token.start for token in unit.tokens[content[0] : content[1]]} if attribution.cue.sort == "say" else set()
        )
        frame = [token for token in tokens if not token.quoted and token.start not in inside]
        starts = {token.start for token in frame}
        mentions = [
            mention
            for mention in self._context.dates_in(tokens[0].start, tokens[-1].end)
            if mention.start in starts
            and mention.earliest
            and mention.latest
            and (mention.latest - mention.earliest).days <= 31
            and mention.text.lower() not in VAGUE_TIMES
        ]
        if not mentions and side:
            # A side clause happened when its main clause says.
            mentions = [m for m in self._context.dates_in(unit.start, tokens[0].start) if m.earliest and m.anchor][-1:]
        said: tuple[date | None, date | None] = (None, self._context.day)
        if mentions:
            said = (mentions[0].earliest, mentions[0].latest)
        elif speaker is not None and self._saying is not None and self._saying.speaker == speaker.name:
            if paragraph - self._saying.paragraph <= 1:
                said = self._saying.said
        if speaker is not None:
            self._saying = _Saying(speaker.name, said, paragraph)
        return said

    def _venue(self, tokens: Sequence[Token]) -> str | None:
        frame = self._frame(tokens)
        match = _VENUE.search(frame)
        if match:
            return " ".join(match.group().split())
        return self._addressee(tokens)

    def _addressee(self, tokens: Sequence[Token]) -> str | None:
        match = _ADDRESSEE.search(self._frame(tokens))
        if match is None or match.group(1).lower() in ("him", "her", "them", "us", "me", "you", "it"):
            return None
        return match.group(1).strip(" .")

    def _frame(self, tokens: Sequence[Token]) -> str:
        """The words outside quotation marks, with the marks' place kept by one straight quote."""
        parts: list[str] = []
        for i, token in enumerate(tokens):
            if token.quoted:
                if not parts or parts[-1] != '"':
                    parts.append('"')
                continue
            if parts and (i == 0 or token.start > tokens[i - 1].end):
                parts.append(" ")
            parts.append(token.text)
        return "".join(parts)

    def _is_sole_witness(self, unit: Unit, speaker: Speaker, venue: str | None) -> bool:
        if venue is not None:
            return self._context.is_own_outlet(venue.removeprefix("in an interview with "))
        if speaker.name in self._interviewed:
            return True
        first = speaker.name.split()[0].lower()
        unnamed_person = not speaker.named and speaker.person and first in ("a", "an", "one")
        return unnamed_person or speaker.private

    # -- shared ----------------------------------------------------------------------------------------------------

    def _classify(self, tokens: Sequence[Token], start: int, end: int, *, subject_known: bool = False) -> Reading:
        if not tokens:
            return Reading("state", "no words")
        first, last = tokens[0].start, tokens[-1].end
        return classify(
            tokens,
            dates=self._context.dates_in(first, last),
            quantities=self._context.quantities_in(first, last),
            said=self._context.day,
            names=sum(1 for _ in name_runs(tokens)),
            subject_known=subject_known,
        )

    def _dated(self, text: str, unit: Unit, own: Sequence[DateMention]) -> str:
        """A side clause takes over the date of its main clause."""
        if own:
            return text
        dates = [d for d in self._context.dates_in(unit.start, unit.end) if d.earliest and d.latest]
        if len(dates) != 1 or dates[0].earliest is None or dates[0].latest is None:
            return text
        spoken = in_words(dates[0].earliest, dates[0].latest)
        return f"{text.rstrip('.')} ({spoken})." if spoken else text

    def _draft_of(
        self,
        start: int,
        end: int,
        kind: ClaimKind,
        text: str,
        tokens: Sequence[Token],
        *,
        reason: str | None,
        status: Status,
        score: float,
        reasons: tuple[str, ...],
        speaker: Speaker | None = None,
        said: tuple[date | None, date | None] = (None, None),
        venue: str | None = None,
        attribution: tuple[str, ...] = (),
        fidelity: QuoteFidelity | None = None,
        about: tuple[date | None, date | None] = (None, None),
    ) -> ClaimDraft:
        return ClaimDraft(
            start=start,
            end=end,
            kind=kind,
            text=text,
            not_checkable_reason=reason,
            status=status if reason is None else "unchecked",
            checkworthiness=score if reason is None else min(score, 0.3),
            reasons=reasons,
            speaker=speaker.name if speaker else None,
            speaker_role=speaker.role if speaker else None,
            speaker_named=speaker.named if speaker else None,
            attribution=attribution,
            venue=venue,
            quote_fidelity=fidelity,
            said_from=said[0],
            said_to=said[1],
            about_from=about[0],
            about_to=about[1],
            entities=self._entities(tokens),
            dates=self._context.dates_in(start, end),
            quantities=self._context.quantities_in(start, end),
        )

    def _entities(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for run in name_runs(tokens):
            name = run.name(tokens)
            person = self._context.people.find(name)
            if person is not None:
                found[person.name] = None
            elif len(name) > 1:
                found[name] = None
        return tuple(found)


def _kind_of_private(reading: Reading) -> tuple[ClaimKind, str]:
    """What the words of somebody unknown are, whose having been said matters to nobody, and why they cannot be checked."""
    if reading.kind in ("opinion", "feeling", "prediction", "question", "instruction") and reading.reason:
        return reading.kind, reading.reason
    return "opinion", "a personal view of somebody who is not known in public"


def _goes_on(tokens: Sequence[Token], attribution: Attribution, clause: Clause) -> bool:
    """Whether a report interrupted by its source goes on after it: "The data were, the study says, more closely linked"."""
    content = tokens[attribution.content[0] : attribution.content[1]]
    return len(finite_verbs(content)) == 0 or not any(t.is_word for t in content[-1:]) or _unfinished(content)


def _leads_unquoted(tokens: Sequence[Token], attribution: Attribution) -> bool:
    """Whether the speaker's words begin before the quotation does: "The plan's “fatal flaws,” she wrote, “…”"."""
    first = attribution.verb if attribution.inverted else attribution.source.opened
    lead = tokens[skip_openers(tokens, 0, first - 1) : first] if first else ()
    return any(t.quoted for t in lead) and any(t.is_word and not t.quoted for t in lead)


def _unfinished(content: Sequence[Token]) -> bool:
    return content[-1].low in (
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "and",
        "but",
        "the",
        "of",
        "in",
    )


def _before_second_predicate(tokens: Sequence[Token]) -> int:
    """Where ", and" adds a second predicate to the same subject, so that what stands before it is whole; else 0."""
    if any(token.low in ("if", "unless", "whether", "not", "no", "never") for token in tokens):
        return 0
    for i in range(4, len(tokens) - 2):
        if tokens[i].low == "," and tokens[i + 1].low in ("and", "but") and not tokens[i].quoted:
            adds = tokens[i + 2].low in MODALS or is_finite(tokens, i + 2)
            return i if adds and finite_verbs(tokens, 0, i) else 0
    return 0


def _is_progressive(tokens: Sequence[Token]) -> bool:
    """Whether the statement tells of something under way, which is a view of it more often than a fact."""
    verbs = finite_verbs(tokens)
    return any(
        tokens[v].low in ("is", "are") and any(t.low.endswith("ing") for t in tokens[v + 1 : v + 4]) for v in verbs
    )


def _quoted_stretches(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The places of the words of each quotation within a sentence, without the marks."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i, token in enumerate([*tokens, None]):
        if token is not None and token.quoted:
            start = i if start is None else start
        elif start is not None:
            first, last = start, i
            while first < last and not tokens[first].is_word:
                first += 1
            while last > first and not tokens[last - 1].is_word and tokens[last - 1].low not in ("%", "?"):
                last -= 1
            if last > first:
                found.append((first, last))
            start = None
    return found


def _span_of(dates: Sequence[DateMention]) -> tuple[date | None, date | None]:
    known = [d for d in dates if d.earliest is not None and d.latest is not None and d.text.lower() not in VAGUE_TIMES]
    known = [d for d in known if d.certainty == "exact"] or known
    if not known:
        return None, None
    return min(d.earliest for d in known if d.earliest), max(d.latest for d in known if d.latest)


def _since(text: str, about: tuple[date | None, date | None], day: date | None) -> tuple[date | None, date | None]:
    """ "since 2022" lasts until the article's own day."""
    if about[0] is not None and day is not None and day > about[0] and re.search(r"\bsince\b", text, re.IGNORECASE):
        return about[0], max(day, about[0])
    return about
