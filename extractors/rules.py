"""The offline extractor: claims by rules of English news grammar, without a model and without a network."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from extractors import (
    appositions,
    building,
    clocks,
    content_claims,
    context,
    designations,
    drafting,
    first_person,
    kinds,
    selfcontained,
    shaping,
    stretches,
    things,
    worthiness,
)
from extractors.building import ClaimDraft, article_day, build_claims, build_extraction, content_links
from extractors.grammar import clauses, phrases, subjects, time_phrases, tokens, verb_forms, verbs, word_classes
from extractors.newsroom import Newsroom, shipped_newsroom
from extractors.protocol import Extracted
from extractors.speech import (
    attribution,
    attributions,
    chains,
    claimable,
    contents,
    cue_frames,
    cues,
    extents,
    figures,
    finding_people,
    given_names,
    marked,
    people,
    preceding,
    reports,
    sources,
    speakers,
    venues,
    voices,
    word_sources,
)
from extractors.structure import datelines, dialogue, headlines, labels, lists, rated, readable, sections
from extractors.structure.readable import Readable
from language import countries, dates, identification, moments, quantities, quotations, sentences
from language.model_files import in_thread
from language.sentences import Span, split_paragraphs
from warehouse.records import Article, ArticleVersion, Claim, DateMention, Extraction, Quantity, content_hash

VERSION = 5

_PARTS = (
    appositions,
    attribution,
    attributions,
    building,
    chains,
    claimable,
    clauses,
    clocks,
    content_claims,
    contents,
    context,
    countries,
    cue_frames,
    cues,
    dates,
    datelines,
    designations,
    dialogue,
    drafting,
    extents,
    figures,
    finding_people,
    first_person,
    given_names,
    headlines,
    identification,
    kinds,
    labels,
    lists,
    marked,
    moments,
    people,
    phrases,
    preceding,
    quantities,
    quotations,
    rated,
    readable,
    reports,
    sections,
    selfcontained,
    sentences,
    shaping,
    sources,
    speakers,
    stretches,
    subjects,
    things,
    time_phrases,
    tokens,
    venues,
    verb_forms,
    verbs,
    voices,
    word_classes,
    word_sources,
)
_Mention = TypeVar("_Mention", DateMention, Quantity)

ONLY_ENGLISH = (
    "This article is in {language}, and the offline extractor knows only English: read it with a language model "
    "instead (--model)."
)
ONLY_A_HEADLINE = "There is nothing but a headline to read."


class RulesExtractor:
    """Implements `extractors.protocol.Extractor` without a model."""

    name = "rules"

    def __init__(self, newsroom: Newsroom | None = None) -> None:
        """`newsroom` holds the desk's own questions; without it the shipped ones are asked."""
        self._newsroom = newsroom or shipped_newsroom()

    @property
    def version(self) -> str:
        """This VERSION, and a digest of those of all that has a say in the claims, classifier and questions too."""
        parts = [f"{part.__name__}:{part.VERSION}" for part in _PARTS]
        return f"{VERSION}-{content_hash(' '.join((*parts, worthiness.version_of(self._newsroom))))[:12]}"

    async def extract(self, article: Article, version: ArticleVersion, *, run_id: str) -> Extracted:
        """The claims of one version of an article; none, with a note, where it is not in English."""
        return await in_thread(self.extract_now, article, version)

    def extract_now(self, article: Article, version: ArticleVersion) -> Extracted:
        """What `extract` does, in this thread."""
        spoken = identification.identify(version.body)
        if spoken is not None and spoken.code != "en":
            unread = ONLY_ENGLISH.format(language=spoken.title)
            return Extracted(self._extraction(article, version, (), 0, language=spoken.code, note=unread), ())
        view = readable.read_through(version.text)
        shown = _as_read(version, view)
        paragraphs = split_paragraphs(shown.text, shown.body_start, shown.body_end)
        foreign = {span.start: language for span, language in _foreign(shown.text, paragraphs)}
        left_out = foreign.keys() | {span.start for span in view.headings} | sections.time_lines(shown.text, paragraphs)
        drafts = shaping.Drafts()
        sentence_count = 0
        parts = sections.find_sections(article, shown)
        people = context.people_of(shown) if len(parts) > 1 else None
        for part in parts:
            read = context.read_context(
                article, shown, section=part, people=people, left_out=frozenset(left_out), bold=view.bold
            )
            found = drafting.Drafter(read).draft()
            places = len(drafts.claims)
            day = part.day if part.day != article_day(article) else None
            drafts.claims += [_in_original(draft, version, view, day) for draft in found.claims]
            drafts.contents += [(content + places, whole + places) for content, whole in found.contents]
            sentence_count += read.sentence_count
        if _is_headline_alone(version):
            drafts.claims = [headlines.as_statement(draft, shown.text) for draft in drafts.claims]
        extraction_id = building.extraction_id_for(article, version, self.name, self.version)
        claims = build_claims(article, version, extraction_id, worthiness.weigh(version, drafts.claims, self._newsroom))
        note = _note(version, sorted({language.title for language in foreign.values()}), len(foreign))
        language = spoken.code if spoken else article.language
        return Extracted(
            self._extraction(article, version, claims, sentence_count, language=language, note=note),
            claims,
            content_links(claims, drafts.claims, drafts.contents, self.name),
        )

    def _extraction(
        self,
        article: Article,
        version: ArticleVersion,
        claims: Sequence[Claim],
        sentence_count: int,
        *,
        language: str | None,
        note: str | None,
    ) -> Extraction:
        return build_extraction(
            article,
            version,
            extractor=self.name,
            extractor_version=self.version,
            claim_count=len(claims),
            sentence_count=sentence_count,
            extracted_at=datetime.now(UTC),
            language=language,
            note=note,
        )


def _as_read(version: ArticleVersion, view: Readable) -> ArticleVersion:
    """The version with the text that rules read, its body where it stands there."""
    places = {
        name: view.place(at)
        for name in ("body_start", "body_end", "headline_start", "headline_end")
        if (at := getattr(version, name)) is not None
    }
    return version.model_copy(update={"text": view.text, **places})


def _foreign(text: str, paragraphs: Sequence[Span]) -> Iterator[tuple[Span, identification.Language]]:
    """The paragraphs of an English article that are in another language."""
    for span in paragraphs:
        language = identification.identify(span.of(text))
        if language is not None and language.code != "en":
            yield span, language


def _in_original(draft: ClaimDraft, version: ArticleVersion, view: Readable, day: date | None) -> ClaimDraft:
    """A draft with its places in the original text. `day`: that of its part of the article, where it has one."""
    if view.text == version.text:
        return replace(draft, day=day)
    start, end = view.original(draft.start, draft.end)
    return replace(
        draft,
        start=start,
        end=end,
        text=draft.text or view.text[draft.start : draft.end],
        dates=tuple(_moved(mention, version, view) for mention in draft.dates),
        quantities=tuple(_moved(quantity, version, view) for quantity in draft.quantities),
        day=day,
    )


def _moved(mention: _Mention, version: ArticleVersion, view: Readable) -> _Mention:
    start, end = view.original(mention.start, mention.end)
    return mention.model_copy(update={"text": version.text[start:end], "start": start, "end": end})


def _is_headline_alone(version: ArticleVersion) -> bool:
    return version.headline_start == version.body_start and version.headline_end == version.body_end


def _note(version: ArticleVersion, languages: Sequence[str], paragraphs: int) -> str | None:
    """What a reader of the claims must know of how they were read."""
    notes = []
    if _is_headline_alone(version):
        notes.append(ONLY_A_HEADLINE)
    if languages:
        verb = "is" if paragraphs == 1 else "are"
        notes.append(
            f"{paragraphs} paragraph{'s' * (paragraphs != 1)} in {' and '.join(languages)} {verb} left out: "
            "the offline extractor knows only English, and a language model reads the others too."
        )
    return " ".join(notes) or None
