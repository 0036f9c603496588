"""An article made ready for reading by rules: its sentences, quotations, dates, numbers and people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from extractors.attribution import Attribution, find_attribution
from extractors.building import article_day
from extractors.clauses import Clause, split_clauses
from extractors.cues import CUES
from extractors.grammar import Token, tokenize
from extractors.people import People, find_people
from extractors.selfcontained import within
from language.dates import find_dates
from language.quantities import find_quantities
from language.quotations import Quotation, find_quotations
from language.sentences import Span, split_paragraphs, split_sentences
from warehouse.records import Article, ArticleVersion, DateMention, Quantity

VERSION = 1

# No sentence of prose is longer in tokens; what is must not cost more than linear time.
_LONGEST_UNIT = 500
_DATELINE = re.compile(r"[A-Z][A-Z .,'’-]{2,40}(?:\([A-Za-z ]{2,20}\)\s?)?\s?[–—-]{1,2}\s")
_ANONYMOUS = re.compile(
    r"\b(?:condition(?:s)? of anonymity|anonymously|not authori[sz]ed to (?:speak|comment|discuss)"
    r"|(?:declined|refused|asked not) to be (?:named|identified))\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:told|interview with|speaking to|spoke to|spoke with) ((?:The |the )?[A-Z][\w’'&.]*(?: [A-Z][\w’'&.]*){0,4})"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence of the body with its tokens."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int

    @property
    def wholly_quoted(self) -> bool:
        """Whether it has words and all of them are in quotation marks."""
        words = [token for token in self.tokens if token.is_word]
        return bool(words) and all(token.quoted for token in words)


@dataclass(frozen=True)
class Unit:
    """Sentences that belong together: one in the article's voice, or an utterance with all its sentences.

    `attribution` is the one of a direct quotation; other attributions are found clause by clause.
    """

    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    direct: Attribution | None
    clauses: tuple[Clause, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].span.end

    @property
    def paragraph(self) -> int:
        return self.sentences[0].paragraph

    @property
    def wholly_quoted(self) -> bool:
        return all(sentence.wholly_quoted for sentence in self.sentences)


@dataclass(frozen=True)
class Context:
    """What rules know of an article when they read one of its sentences."""

    text: str
    day: date | None
    units: tuple[Unit, ...]
    sentence_count: int
    dates: tuple[DateMention, ...]
    quantities: tuple[Quantity, ...]
    people: People
    own_outlets: frozenset[str]
    ends_that_go_on: frozenset[int]  # where a quotation breaks off that the next paragraph reopens
    _date_starts: tuple[int, ...] = field(default=())
    _quantity_starts: tuple[int, ...] = field(default=())

    def dates_in(self, start: int, end: int) -> tuple[DateMention, ...]:
        """The dates mentioned within [start, end)."""
        return tuple(within(self.dates, self._date_starts, start, end))

    def quantities_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The numbers told within [start, end)."""
        return tuple(within(self.quantities, self._quantity_starts, start, end))

    def is_own_outlet(self, name: str) -> bool:
        """Whether a name is that of the outlet whose reporting this is: "The Post" for "The Washington Post"."""
        plain = name.lower().removeprefix("the ").strip(" .,")
        return bool(plain) and any(plain == own or own.endswith(f" {plain}") for own in self.own_outlets)


def read_context(article: Article, version: ArticleVersion) -> Context:
    """Everything that the rules need, found once. Linear in the length of the text."""
    text, start, end = version.text, version.body_start, version.body_end
    day = article_day(article)
    quotations = find_quotations(text, start, end)
    paragraphs = split_paragraphs(text, start, end)
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        for span in split_sentences(text, paragraph.start, paragraph.end):
            begin = span.start
            dateline = _DATELINE.match(text, begin, span.end) if span.start == paragraph.start else None
            if dateline and dateline.end() < span.end:
                begin = dateline.end()
            tokens = tuple(tokenize(text, begin, span.end, quotations))
            if any(token.is_word for token in tokens):
                sentences.append(Sentence(Span(begin, span.end), tokens, number))
    # Headlines and captions often hold the only full name, so they count for people though not for claims.
    before = [tokenize(text, span.start, span.end) for span in split_sentences(text, 0, start)]
    people = find_people([*before, *(sentence.tokens for sentence in sentences)])
    dates = sorted(find_dates(text[start:end], day, offset=start), key=lambda mention: mention.start)
    quantities = sorted(find_quantities(text[start:end], offset=start), key=lambda quantity: quantity.start)
    anonymous = frozenset(
        sentence.paragraph for sentence in sentences if _ANONYMOUS.search(text, sentence.span.start, sentence.span.end)
    )
    return Context(
        text=text,
        day=day,
        units=tuple(_units(sentences, quotations)),
        sentence_count=len(sentences),
        dates=tuple(dates),
        quantities=tuple(quantities),
        people=people,
        own_outlets=_own_outlets(article, text, paragraphs, anonymous),
        ends_that_go_on=frozenset(quotation.end for quotation in quotations if quotation.goes_on),
        _date_starts=tuple(mention.start for mention in dates),
        _quantity_starts=tuple(quantity.start for quantity in quantities),
    )


def tells_of_anonymity(text: str) -> bool:
    """Whether a sentence tells that a source would not be named."""
    return _ANONYMOUS.search(text) is not None


def _own_outlets(article: Article, text: str, paragraphs: Sequence[Span], anonymous: frozenset[int]) -> frozenset[str]:
    """The names of the outlet whose reporting this is: its own, and the one that unnamed sources told things to."""
    names = {name.lower().removeprefix("the ") for name in (article.outlet, article.originator) if name}
    for number in anonymous:
        for match in _TOLD.finditer(text, paragraphs[number].start, paragraphs[number].end):
            names.add(match.group(1).lower().removeprefix("the ").strip(" .,"))
    return frozenset(names)


def _only_tells_who(sentence: Sentence, before: Sentence) -> bool:
    """Whether a sentence is only the source of the quotation before it, parted from it by a stop: “….” X said."""
    words = [token for token in sentence.tokens if token.is_word]
    cue = any((known := CUES.get(token.low)) is not None and known.strong for token in words)
    return sentence.paragraph == before.paragraph and len(words) <= 6 and cue and not any(t.quoted for t in words)


def _units(sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> list[Unit]:
    units: list[Unit] = []
    spanning = iter(quotations)
    quotation = next(spanning, None)
    index = 0
    while index < len(sentences):
        group = [sentences[index]]
        index += 1
        # A quotation that runs on into the next sentence keeps the two together.
        while index < len(sentences) and sentences[index].paragraph == group[0].paragraph:
            edge = sentences[index].span.start
            while quotation is not None and quotation.end <= edge:
                quotation = next(spanning, None)
            if quotation is None or quotation.start >= edge:
                break
            group.append(sentences[index])
            index += 1
        if group[-1].wholly_quoted and index < len(sentences) and _only_tells_who(sentences[index], group[0]):
            group.append(sentences[index])
            index += 1
        tokens = tuple(token for sentence in group for token in sentence.tokens)
        too_long = len(tokens) > _LONGEST_UNIT
        direct = None
        if not too_long and any(token.quoted for token in tokens):
            direct = find_attribution(tokens, 0, len(tokens))
        if direct is not None and not direct.direct:
            direct = None
        if direct is not None:
            while (
                index < len(sentences)
                and sentences[index].paragraph == group[0].paragraph
                and sentences[index].wholly_quoted
            ):
                group.append(sentences[index])
                index += 1
        clauses: tuple[Clause, ...] = ()
        if direct is None and not too_long and not all(sentence.wholly_quoted for sentence in group):
            clauses = tuple(split_clauses(tokens))
        units.append(Unit(tuple(group), tokens, direct, clauses))
    return units
