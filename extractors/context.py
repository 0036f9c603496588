"""An article made ready for reading by rules: its sentences, quotations, dates, numbers and people."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extractors.building import article_day
from extractors.designations import Designations
from extractors.grammar.clauses import Clause, split_clauses
from extractors.grammar.tokens import Token, tokenize
from extractors.selfcontained import within
from extractors.speech.attribution import Attribution, find_attribution
from extractors.speech.cues import CUES
from extractors.speech.finding_people import find_people
from extractors.speech.people import People
from extractors.speech.speakers import Speaker
from extractors.structure.datelines import LONGEST_DATELINE, read_dateline
from extractors.structure.dialogue import find_dialogue
from extractors.structure.labels import speakers_of
from extractors.structure.lists import find_items, leads_on, title_starts
from extractors.structure.rated import claim_to_rate
from extractors.structure.sections import Section, dates_by_clock
from language.dates import find_dates
from language.identification import in_another_script
from language.quantities import find_quantities
from language.quotations import Quotation, find_quotations
from language.sentences import Span, split_paragraphs, split_sentences
from warehouse.records import Article, ArticleVersion, DateMention, Quantity

VERSION = 9

# No sentence of prose is longer in tokens; what is must not cost more than linear time.
_LONGEST_UNIT = 500
_ANONYMOUS = re.compile(
    r"\b(?:condition(?:s)? of anonymity|anonymously|not authori[sz]ed to (?:speak|comment|discuss)"
    r"|(?:declined|refused|asked not) to be (?:named|identified))\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:told|interview with|speaking to|spoke to|spoke with) ((?:The |the )?[A-Z][\w’'&.]*(?: [A-Z][\w’'&.]*){0,4})"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """Words that stand under a speaker's label; the speaker is None where it is not certain who that is."""

    speaker: Speaker | None
    venue: str | None = None  # the paper that asked


@dataclass(frozen=True)
class Sentence:
    """One sentence of the body with its tokens."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int
    speech: Speech | None = None
    lead: tuple[Token, ...] = ()  # of a list's item: the beginning that it shares with the others

    @property
    def wholly_quoted(self) -> bool:
        """Whether it has words and all of them are in quotation marks."""
        words = [token for token in self.tokens if token.is_word]
        return bool(words) and all(token.quoted for token in words)


@dataclass(frozen=True)
class Unit:
    """Sentences that belong together: one in the article's voice, or an utterance with all its sentences.

    `direct` is the one of a direct quotation; other attributions are found clause by clause.
    """

    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    direct: Attribution | None
    clauses: tuple[Clause, ...]
    speech: Speech | None = None
    lead: tuple[Token, ...] = ()

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
    designations: Designations
    own_outlets: frozenset[str]
    ends_that_go_on: frozenset[int]  # where a quotation breaks off that the next paragraph reopens
    interviewed: frozenset[str] = frozenset()  # who answers this outlet's own questions
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


def read_context(
    article: Article,
    version: ArticleVersion,
    *,
    section: Section | None = None,
    people: People | None = None,
    left_out: frozenset[int] = frozenset(),
    bold: Sequence[Span] = (),
) -> Context:
    """Everything that the rules need, found once. Linear in the length of the text.

    Of one `section` where there are several, which then share their `people`. `left_out`: where paragraphs start that
    are not to be read. `bold`: what is printed so, by which questions are told.
    """
    text = version.text
    section = section or Section(version.body_start, version.body_end, article_day(article))
    start, end = section.start, section.end
    quotations = find_quotations(text, start, end)
    paragraphs = [part for part in split_paragraphs(text, start, end) if part.start not in left_out]
    dialogue = find_dialogue(text, paragraphs, bold=bold, outlets=outlet_names(article))
    # Headlines and captions often hold the only full name, so they count for people though not for claims.
    before = tokens_before(version, version.body_start) if people is None or dialogue is not None else []
    items, titles = find_items(text, paragraphs), title_starts(text, paragraphs)
    lead_starts = frozenset(items.values())
    leads: dict[int, tuple[Token, ...]] = {}
    plain: list[Sentence] = []
    spoken: list[tuple[Sentence, str]] = []
    for number, paragraph in enumerate(paragraphs):
        turn = dialogue.turns.get(paragraph.start) if dialogue else None
        if paragraph.start in titles and turn is None:
            continue
        lead = leads.get(items.get(paragraph.start, -1), ())
        rated = claim_to_rate(text, paragraph, quotations) if turn is None else None
        first = turn.words if turn else rated.start if rated else _after_dateline(text, paragraph)
        for span in split_sentences(text, first, rated.end if rated else paragraph.end):
            if in_another_script(span.of(text)):
                continue  # the words of a translation, or of a name, as they were first said
            begin = span.start
            # What is rated is no quotation within the story, whatever marks stand around it all.
            marked = [one for one in quotations if one.inner_start != rated.start] if rated else quotations
            tokens = tuple(tokenize(text, begin, span.end, marked))
            if turn is not None and not turn.asks and any(token.is_word for token in tokens):
                words = tuple(replace(token, quoted=True) for token in tokens)
                spoken.append((Sentence(Span(begin, span.end), words, number), turn.label))
            elif turn is None and any(token.is_word for token in tokens):
                if paragraph.start in lead_starts and span.end == paragraph.end and leads_on(tokens):
                    leads[paragraph.start] = tokens[:-1]
                    continue  # it says something only together with each of its items
                plain.append(Sentence(Span(begin, span.end), tokens, number, lead=lead))
                lead = ()
    if people is None:
        people = find_people([*before, *(one.tokens for one in sorted([*plain, *(s for s, _ in spoken)], key=_place))])
    speakers: Mapping[str, Speaker] = {}
    if dialogue is not None:
        introduced = [sentence.tokens for sentence in plain if sentence.span.start < dialogue.start]
        speakers = speakers_of(dialogue, people, [*before, *introduced], article.authors)
    asker = dialogue.asker if dialogue else None
    speeches = {label: Speech(speakers.get(label), asker) for _, label in spoken}
    sentences = sorted([*plain, *(replace(one, speech=speeches[label]) for one, label in spoken)], key=_place)
    by_clock = list(dates_by_clock(text, section))
    timed = {mention.start for mention in by_clock}
    by_day = find_dates(text[start:end], section.day, offset=start)
    dates = sorted([*(one for one in by_day if one.start not in timed), *by_clock], key=lambda one: one.start)
    quantities = sorted(find_quantities(text[start:end], offset=start), key=lambda quantity: quantity.start)
    anonymous = frozenset(
        sentence.paragraph for sentence in sentences if _ANONYMOUS.search(text, sentence.span.start, sentence.span.end)
    )
    return Context(
        text=text,
        day=section.day,
        units=tuple(_units(sentences, quotations)),
        sentence_count=len(sentences),
        dates=tuple(dates),
        quantities=tuple(quantities),
        people=people,
        designations=Designations([*before, *(sentence.tokens for sentence in sentences)], people),
        own_outlets=_own_outlets(article, text, paragraphs, anonymous),
        ends_that_go_on=frozenset(quotation.end for quotation in quotations if quotation.goes_on),
        interviewed=frozenset(s.name for s in speakers.values()) if dialogue and dialogue.interview else frozenset(),
        _date_starts=tuple(mention.start for mention in dates),
        _quantity_starts=tuple(quantity.start for quantity in quantities),
    )


def _after_dateline(text: str, paragraph: Span) -> int:
    """Where a paragraph's own words begin behind "OSLO, May 12 —" or "DALE CITY, Iowa (AP) —", if it has one."""
    told = read_dateline(text[paragraph.start : min(paragraph.end, paragraph.start + LONGEST_DATELINE)])
    after = paragraph.start + told.end if told else paragraph.start
    return after if after < paragraph.end else paragraph.start


def people_of(version: ArticleVersion) -> People:
    """The people of a whole article whose sections are read one by one."""
    spans = split_sentences(version.text, 0, version.body_end)
    return find_people([tokenize(version.text, span.start, span.end) for span in spans])


def tokens_before(version: ArticleVersion, place: int) -> list[list[Token]]:
    """The sentences in front of a place of the text, the headline's too."""
    return [tokenize(version.text, span.start, span.end) for span in split_sentences(version.text, 0, place)]


def _place(sentence: Sentence) -> int:
    return sentence.span.start


def tells_of_anonymity(text: str) -> bool:
    """Whether a sentence tells that a source would not be named."""
    return _ANONYMOUS.search(text) is not None


def _own_outlets(article: Article, text: str, paragraphs: Sequence[Span], anonymous: frozenset[int]) -> frozenset[str]:
    """The names of the outlet whose reporting this is: its own, and the one that unnamed sources told things to."""
    names = set(outlet_names(article))
    for number in anonymous:
        for match in _TOLD.finditer(text, paragraphs[number].start, paragraphs[number].end):
            names.add(match.group(1).lower().removeprefix("the ").strip(" .,"))
    return frozenset(names)


def outlet_names(article: Article) -> frozenset[str]:
    """The names of an article's own outlets in lower case, without "the"."""
    return frozenset(n.lower().removeprefix("the ") for n in (article.outlet, article.originator) if n)


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
        speech = group[0].speech
        if speech is not None:
            while index < len(sentences) and sentences[index].paragraph == group[0].paragraph:
                group.append(sentences[index])
                index += 1
            spoken = tuple(token for sentence in group for token in sentence.tokens)
            units.append(Unit(tuple(group), spoken, None, (), speech))
            continue
        if group[0].lead:
            units.append(Unit(tuple(group), group[0].tokens, None, (), lead=group[0].lead))
            continue
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
