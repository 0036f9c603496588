"""What stands beside an article's sentences: who speaks under which label, and the day and hour of which entry.

Told by the same reading that the offline extractor has, and handed to a model with the sentences. Offsets are the
original text's.
"""

from bisect import bisect_right
from dataclasses import dataclass

from extractors import context
from extractors.building import article_day
from extractors.grammar import phrases, time_phrases, tokens, verb_forms, verbs, word_classes
from extractors.speech import cues, finding_people, given_names, people, sources
from extractors.structure import dialogue, labels, readable, sections
from extractors.structure.dialogue import Dialogue, find_dialogue
from extractors.structure.readable import Readable, read_through
from extractors.structure.sections import Section, find_sections
from language import moments
from language.dates import find_dates
from language.sentences import Span, split_paragraphs
from warehouse.records import Article, ArticleVersion, DateMention

# What of the offline extractor's reading is run here: a change of its other rules asks no model again.
_PARTS = (
    context, cues, dialogue, finding_people, given_names, labels, moments, people, readable, sections, sources,
    phrases, time_phrases, tokens, verb_forms, verbs, word_classes,
)  # fmt: skip
VERSION = ".".join(str(part.VERSION) for part in _PARTS) + "-1"


@dataclass(frozen=True)
class Outline:
    """The parts of an article that have a clock or a speaker of their own, in the order of the text."""

    entries: tuple[Section, ...] = ()  # of a live blog; none of any other article
    turns: tuple[tuple[Span, str], ...] = ()  # a paragraph, and the fullest label of who speaks in it
    _entry_starts: tuple[int, ...] = ()
    _turn_starts: tuple[int, ...] = ()

    def entry(self, place: int) -> Section | None:
        """The entry of a live blog at a place of the text."""
        at = bisect_right(self._entry_starts, place) - 1
        return self.entries[at] if at >= 0 and place < self.entries[at].end else None

    def label(self, start: int, end: int) -> str | None:
        """Under whose label the text at [start, end) is spoken."""
        at = bisect_right(self._turn_starts, start) - 1
        return self.turns[at][1] if at >= 0 and end <= self.turns[at][0].end else None

    def mark(self, span: Span) -> str:
        """What a reader of a sentence alone must be told: of which entry it is, and who speaks."""
        parts = []
        entry = self.entry(span.start)
        if entry is not None and entry.day is not None:
            clock = f", {entry.clock:%H:%M}" if entry.clock else ""
            parts.append(f"entry of {entry.day:%A}, {entry.day.isoformat()}{clock}")
        label = self.label(span.start, span.end)
        if label is not None:
            parts.append(f"{label} speaks")
        return "; ".join(parts)


def outline_of(article: Article, version: ArticleVersion) -> Outline:
    """The outline of one version of an article. Linear in its length."""
    view = read_through(version.text)
    body = view.place(version.body_start), view.place(version.body_end)
    shown = version.model_copy(update={"text": view.text, "body_start": body[0], "body_end": body[1]})
    found = find_sections(article, shown)
    entries = tuple(_original(section, view) for section in found) if len(found) > 1 else ()
    turns = tuple(_turns(article, shown, view))
    return Outline(
        entries, turns, tuple(entry.start for entry in entries), tuple(paragraph.start for paragraph, _ in turns)
    )


def dates_of(article: Article, version: ArticleVersion, outline: Outline) -> tuple[DateMention, ...]:
    """The dates that the body mentions, each counted from the day of the entry that it stands in."""
    text = version.text
    if not outline.entries:
        return tuple(find_dates(version.body, article_day(article), offset=version.body_start))
    dates: list[DateMention] = []
    for entry in outline.entries:
        by_clock = list(sections.dates_by_clock(text, entry))
        timed = {mention.start for mention in by_clock}
        by_day = find_dates(text[entry.start : entry.end], entry.day, offset=entry.start)
        dates += sorted([*(one for one in by_day if one.start not in timed), *by_clock], key=lambda one: one.start)
    return tuple(dates)


def _original(section: Section, view: Readable) -> Section:
    start, end = view.original(section.start, section.end)
    return Section(start, end, section.day, section.clock)


def _turns(article: Article, shown: ArticleVersion, view: Readable) -> list[tuple[Span, str]]:
    paragraphs = split_paragraphs(shown.text, shown.body_start, shown.body_end)
    talk = find_dialogue(shown.text, paragraphs, bold=view.bold, outlets=context.outlet_names(article))
    if talk is None:
        return []
    names = _names(article, shown, talk)
    return [
        (Span(*view.original(turn.start, turn.end)), names.get(turn.label, turn.label))
        for turn in talk.turns.values()
        if not turn.asks and names.get(turn.label, turn.label)
    ]


def _names(article: Article, shown: ArticleVersion, talk: Dialogue) -> dict[str, str]:
    """Who is meant by the labels that only say that somebody answers."""
    if "" not in talk.labels:
        return {}
    everybody = context.people_of(shown)
    before = context.tokens_before(shown, talk.start)
    speaker = labels.interviewee(everybody, before, article.authors)
    return {"": speaker.name} if speaker else {}
