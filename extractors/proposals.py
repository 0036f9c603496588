"""What a model proposes of an article, and what it is held to: its words, its names, its dates, its meaning.

A quote that is not the article's is looked for, and where it cannot be found the claim is unusable. Offsets, dates,
numbers and how a statement was quoted are our own reading, never the model's.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from extractors import locating, outline
from extractors.building import ClaimDraft, article_dates, article_day, source_text
from extractors.faithful import foreign_parts, keeps_to_article
from extractors.meaning import changed_meaning
from extractors.outline import Outline
from gateways.prompts import neutralised
from language import hostile
from language.hostile import LEFT_OUT, disarmed
from language.identification import LANGUAGE_NAMES, identify
from language.names import find_names
from language.quantities import find_quantities
from language.quotations import Quotation, find_quotations
from language.sentences import Span, split_sentences
from warehouse.errors import ClaimhouseError
from warehouse.records import KINDS_OF_SAYING, Article, ArticleVersion, ClaimKind, DateMention, QuoteFidelity, Status

VERSION = f"3.{hostile.VERSION}"

_CONTEXT_SENTENCES = 5  # of what came before, so that "he" and "the agreement" can be understood
_SENTENCES_AHEAD = 2  # of what comes next, for a claim that begins in the last sentence and ends there
_LONGEST_REASON = 120
# A model may write without end; what is longer than this is nothing that an article says of one claim.
_LONGEST_TEXT = 2000
_LONGEST_NAME = 300
_MOST_CLAIMS = 10  # a sentence, on the average of a reply
_NOT_CHECKABLE: dict[ClaimKind, str] = {
    "opinion": "an opinion",
    "feeling": "a feeling",
    "question": "a question",
    "instruction": "an instruction",
}
_TELLS_OF_TRANSLATION = re.compile(
    rf"\b(?:translat\w+|interpreters?|subtitles?|in (?:{'|'.join(sorted(LANGUAGE_NAMES))}))\b"
)
_NOBODY = re.compile(
    r"(?i)(?:i|he|she|it|they|we|you|who|him|her|them|us|this|that|these|those|one|some(?:one|body)|the article)"
)


class UnusableClaimError(ClaimhouseError):
    """One claim of a model's reply does not hold to the article."""


class ProposedClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sentence: int
    quote: str
    text: str
    kind: ClaimKind
    speaker: str | None
    speaker_role: str | None
    speaker_named: bool | None
    attribution: list[str]
    venue: str | None
    said_when: str | None
    about_when: str | None
    not_checkable: str | None
    only_witness: bool
    translated: bool
    checkworthiness: Annotated[float, Field(ge=0.0, le=1.0)]
    reasons: list[str]


class ClaimList(BaseModel):
    model_config = ConfigDict(extra="forbid")

    claims: list[ProposedClaim]


@dataclass(frozen=True)
class Reading:
    """An article taken apart once, for all that a reply is held to."""

    article: Article
    version: ArticleVersion
    sentences: tuple[Span, ...]
    dates: tuple[DateMention, ...]
    quotations: tuple[Quotation, ...]
    outline: Outline
    language: str | None

    @classmethod
    def of(cls, article: Article, version: ArticleVersion) -> "Reading":
        text, start, end = version.text, version.body_start, version.body_end
        beside = outline.outline_of(article, version)
        spoken = identify(version.body)
        return cls(
            article=article,
            version=version,
            sentences=tuple(split_sentences(text, start, end)),
            dates=outline.dates_of(article, version, beside),
            quotations=tuple(find_quotations(text, start, end)),
            outline=beside,
            language=spoken.code if spoken else None,
        )

    @cached_property
    def orders(self) -> tuple[tuple[int, int], ...]:
        """Where the article speaks to a model that reads it, and not to its readers."""
        start = self.version.body_start
        return tuple((start + cut.start, start + cut.end) for cut in disarmed(self.version.body).cuts)

    @cached_property
    def source(self) -> str:
        return source_text(self.article, self.version)

    def chunks(self, longest: int) -> list[range]:
        """Stretches of sentences of about the same length: at most `longest` characters, and a sentence more."""
        lengths = [span.end - span.start for span in self.sentences]
        found: list[range] = []
        total, first, size = sum(lengths), 0, 0
        parts = max(-(-total // longest), 1)
        for number, length in enumerate(lengths):
            size += length
            if size * parts >= total * (len(found) + 1):
                found.append(range(first, number + 1))
                first = number + 1
        return found

    def about(self) -> Iterator[str]:
        """What is known of the article, a line each."""
        day = article_day(self.article)
        known = {
            "headline": self.article.headline,
            "outlet": self.article.outlet,
            "from": self.article.originator,
            "place": self.article.dateline,
            "day": f"{day:%A}, {day.isoformat()}" if day else None,
        }
        return (f"{name}: {neutralised(disarmed(value).text)}" for name, value in known.items() if value)

    def lines(self, chunk: range) -> Iterator[str]:
        """The sentences of a chunk with their numbers, among those around them, under who speaks and when it was."""
        first, stop = max(chunk[0] - _CONTEXT_SENTENCES, 0), min(chunk[-1] + 1 + _SENTENCES_AHEAD, len(self.sentences))
        told = ""
        for number in range(first, stop):
            sentence = self.sentences[number]
            mark = self.outline.mark(sentence)
            if mark != told:
                yield f"-- {neutralised(disarmed(mark).text) or 'the article’s own voice'}"
                told = mark
            context = "" if number in chunk else " (context)"
            # One in which the article speaks to a model has no number: nothing of it can be claimed.
            is_order = any(start < sentence.end and sentence.start < end for start, end in self.orders)
            shown = neutralised(sentence.of(self.version.text))
            yield LEFT_OUT if is_order else f"[{number + 1}]{context} {shown}"

    def of_chunk(self, answer: ClaimList, chunk: range) -> list[ProposedClaim]:
        """A reply's claims without those that begin in the sentences around it, which have a call of their own."""
        start = self.sentences[chunk[0]].start if chunk[0] else self.version.body_start
        after = chunk[-1] + 1
        end = self.sentences[after].start if after < len(self.sentences) else self.version.body_end
        around = range(max(chunk[0] - _CONTEXT_SENTENCES, 0), min(after + _SENTENCES_AHEAD, len(self.sentences)))
        kept = []
        for claim in answer.claims:
            place = claim.sentence - 1
            span = self._located(claim)
            if start <= span[0] < end if span else place in chunk or place not in around:
                kept.append(claim)
        return kept

    def contents(self, drafts: Sequence[ClaimDraft]) -> list[tuple[int, int]]:
        """For each draft of what somebody's words say: the draft of their having been said, as places in `drafts`."""
        said: defaultdict[str, list[int]] = defaultdict(list)
        for place, draft in enumerate(drafts):
            if draft.speaker and draft.kind in KINDS_OF_SAYING:
                said[draft.speaker].append(place)
        found = []
        for place, draft in enumerate(drafts):
            if draft.speaker and draft.kind not in KINDS_OF_SAYING:
                first, last = self._sentences_of(draft)
                near = [
                    (drafts[whole].end - drafts[whole].start, whole)
                    for whole in said[draft.speaker]
                    if first <= self._sentences_of(drafts[whole])[1] and self._sentences_of(drafts[whole])[0] <= last
                ]
                if near:
                    found.append((place, min(near)[1]))
        return found

    def _sentences_of(self, draft: ClaimDraft) -> tuple[int, int]:
        """The first and the last sentence that a draft stands in."""
        starts = self.sentence_starts
        return bisect_right(starts, draft.start) - 1, bisect_right(starts, draft.end - 1) - 1

    @cached_property
    def sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def objection(self, proposed: Sequence[ProposedClaim], sentences: int) -> str | None:
        """What makes a whole reply useless, told without its own words, which may be hostile; None where nothing does.

        Such a reply must not be kept in the cache: the next run would only read it again.
        """
        if len(proposed) > _MOST_CLAIMS * sentences:
            return f"it gives {len(proposed)} claims for {sentences} sentences"
        if proposed and not any(self._holds(one) for one in proposed):
            return (
                f"it gives {len(proposed)} claims and none holds to the article: quotes must be copied from its "
                "sentences, and speakers named there"
            )
        return None

    def _holds(self, one: ProposedClaim) -> bool:
        try:
            self.draft(one)
        except UnusableClaimError:
            return False
        return True

    def drafts(self, proposed: Sequence[ProposedClaim]) -> tuple[list[ClaimDraft], list[UnusableClaimError]]:
        """The proposed claims that hold to the article, and what keeps the others from it."""
        drafts: list[ClaimDraft] = []
        errors: list[UnusableClaimError] = []
        for one in proposed:
            try:
                drafts.append(self.draft(one))
            except UnusableClaimError as error:
                errors.append(error)
        return drafts, errors

    def draft(self, one: ProposedClaim) -> ClaimDraft:
        """A proposed claim as a draft. Raises UnusableClaimError where it does not hold to the article."""
        start, end = self._span(one)
        if one.speaker is not None and not self._is_source(one.speaker):
            raise UnusableClaimError(
                f"{_place(one)} is put down to {_shown(one.speaker)}, whom the article does not name: "
                "read that sentence by hand, or use another --model"
            )
        said = self._time(one.said_when, start)
        about = self._time(one.about_when, start)
        if about is None:
            said_span = self._find(one.said_when, start)
            about = _stretch(
                mention
                for mention in self.dates
                if start <= mention.start < end and not (said_span and _overlap(mention, said_span))
            )
        reason, status = self._outcome(one, about)
        entry = self.outline.entry(start)
        day = entry.day if entry else None
        text = self._rewrite(one, start, end, day)
        latest = day or article_day(self.article) if one.speaker else None  # it was said when it was printed
        return ClaimDraft(
            start=start,
            end=end,
            kind=one.kind,
            text=text,
            not_checkable_reason=reason,
            status=status,
            estimate=one.checkworthiness,
            reasons=tuple(_shown(text) for text in one.reasons if text.strip())[:3],
            speaker=" ".join(one.speaker.split()) if one.speaker else None,
            speaker_role=self._kept(one.speaker_role) if one.speaker else None,
            speaker_named=one.speaker_named if one.speaker else None,
            attribution=tuple(words for words in map(self._kept, one.attribution) if words),
            venue=self._kept(one.venue),
            quote_fidelity=self._fidelity(one, start, end) if one.speaker else None,
            said_from=said[0] if said else None,
            said_to=said[1] if said else latest,
            about_from=about[0] if about else None,
            about_to=about[1] if about else None,
            entities=tuple(dict.fromkeys(name.text for name in find_names(text or self.version.text[start:end]))),
            dates=tuple(mention for mention in self.dates if start <= mention.start and mention.end <= end),
            quantities=tuple(find_quantities(self.version.text[start:end], offset=start)),
            day=day,
        )

    def _rewrite(self, one: ProposedClaim, start: int, end: int, entry_day: date | None) -> str | None:
        """The self-contained text, or None where it does not keep to the article (rule 2), or says more or less."""
        quote = self.version.text[start:end]
        day = article_day(self.article)
        known = (*article_dates(self.version, day), *(self.dates if entry_day else ()))
        text = one.text.strip() or quote
        if len(text) > max(_LONGEST_TEXT, 2 * len(quote)):
            return None
        if not keeps_to_article(text, quote, self.source, known, entry_day or day):
            return None
        first, last = bisect_right(self.sentence_starts, start) - 1, bisect_right(self.sentence_starts, end - 1) - 1
        around = self.version.text[self.sentences[max(first, 0)].start : self.sentences[max(last, 0)].end]
        return None if changed_meaning(" ".join(text.split()), " ".join(quote.split()), around) else text

    def _located(self, one: ProposedClaim) -> tuple[int, int] | None:
        """Where the quote stands: in or near its sentence or, failing that, wherever the article has it."""
        known = 1 <= one.sentence <= len(self.sentences)
        near = self.sentences[one.sentence - 1].start if known else self.version.body_start
        body = self.version.body_start, self.version.body_end
        # A copy may be longer than what it was made from, but not so much.
        if len(one.quote) > 2 * (body[1] - body[0]):
            return None
        return locating.locate(self.version.text, one.quote, start=body[0], end=body[1], near=near)

    def _span(self, one: ProposedClaim) -> tuple[int, int]:
        """Where the quote stands, as `_located` finds it."""
        span = self._located(one)
        if span is None:
            raise UnusableClaimError(
                f"{_place(one)} quotes {_shown(one.quote)}, which the article does not say: "
                "read that sentence by hand, or use another --model"
            )
        return span

    def _is_source(self, speaker: str) -> bool:
        """Whether the article names this speaker: word for word, or a name of its own put beside a role of its own."""
        if not speaker.strip() or len(speaker) > _LONGEST_NAME or _NOBODY.fullmatch(speaker.strip()):
            return False
        if locating.is_said(self.source, speaker):
            return True
        return any(char.isupper() for char in speaker) and not foreign_parts(speaker, "", self.source, ())

    def _kept(self, words: str | None) -> str | None:
        """Words that the article has; others are let go, for nothing rests on them."""
        if not words or len(words) > _LONGEST_NAME or not locating.is_said(self.source, words):
            return None
        return " ".join(words.split())

    def _find(self, words: str | None, near: int) -> tuple[int, int] | None:
        if not words or len(words) > _LONGEST_NAME:
            return None
        start, end = self.version.body_start, self.version.body_end
        return locating.locate(self.version.text, words, start=start, end=end, near=near, shortest=1)

    def _time(self, words: str | None, near: int) -> tuple[date, date] | None:
        """The days that the article's words for a time mean, by our own reading of them."""
        span = self._find(words, near)
        return _stretch(mention for mention in self.dates if _overlap(mention, span)) if span else None

    def _outcome(self, one: ProposedClaim, about: tuple[date, date] | None) -> tuple[str | None, Status]:
        """The reason why a claim is not checkable, if there is one, and the status of one that is."""
        reason = _NOT_CHECKABLE.get(one.kind)
        if one.not_checkable and one.not_checkable.strip():
            reason = _shown(one.not_checkable)
        if reason is None and one.kind == "prediction" and about is None:
            reason = "a prediction without a date"
        if reason is not None:
            return reason, "not_checkable"
        day = article_day(self.article)
        if one.kind == "prediction" and about and (day is None or about[1] > day):
            return None, "awaiting_event"
        # Only the saying can be known to nobody else; what was said can be checked like anything.
        if one.only_witness and one.speaker and one.kind in KINDS_OF_SAYING:
            return None, "sole_witness"
        return None, "unchecked"

    def _fidelity(self, one: ProposedClaim, start: int, end: int) -> QuoteFidelity:
        """How the article gives the speaker's words: all in quotation marks or under a label, some, or none.

        That they are translated is a model's word for it, which counts where the article tells of a translation.
        """
        if one.translated and _TELLS_OF_TRANSLATION.search(self.source):
            return "translated"
        if self.outline.label(start, end) is not None:
            return "verbatim"
        quoted = [q for q in self.quotations if not q.scare]
        if any(q.start <= start and end <= q.end for q in quoted):
            return "verbatim"
        return "partial" if any(q.start < end and start < q.end for q in self.quotations) else "paraphrase"


def _stretch(mentions: Iterator[DateMention]) -> tuple[date, date] | None:
    """From the first to the last day of the mentions that could be resolved."""
    days = [(one.earliest, one.latest) for one in mentions if one.earliest is not None and one.latest is not None]
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


def _overlap(mention: DateMention, span: tuple[int, int]) -> bool:
    return mention.start < span[1] and span[0] < mention.end


def _place(one: ProposedClaim) -> str:
    return f"A claim that the model gives for sentence {one.sentence}"


def _shown(text: str) -> str:
    """A model's words in a message or a reason: on one line and in bounds."""
    text = neutralised(text)
    return text if len(text) <= _LONGEST_REASON else text[: _LONGEST_REASON - 1] + "…"
