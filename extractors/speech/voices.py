"""Who speaks, when, and to whom, as the article is read from its beginning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractors.context import Context, Unit
from extractors.grammar.clauses import Clause
from extractors.grammar.subjects import Phrase
from extractors.grammar.tokens import Token
from extractors.grammar.word_classes import SUBORDINATORS
from extractors.selfcontained import VAGUE_TIMES, Replacement
from extractors.speech.attribution import Attribution
from extractors.speech.cues import SPEAKER_NOUNS
from extractors.speech.people import NameRun, name_runs, office_words, phrase_text
from extractors.speech.sources import is_body, is_somebody
from extractors.speech.speakers import Memory, Speaker, is_on_record, meant_by, resolve
from extractors.speech.venues import addressee_of
from language.sentences import word_set
from warehouse.records import DateMention

VERSION = 12

# A day further back than this is the date of another thing, where it stands beside the verb of saying.
_RECENT_DAYS = 62
_PUBLISHED = re.compile(r"\b(?:published|released|issued|dated)\s(?:(?:in|on)\s)?\Z")
# Officials who speak so are known to nobody but the outlet that they told: "two officials familiar with the talks".
_IN_CONFIDENCE = re.compile(
    r"\b(?:familiar with|close to|with (?:direct |first-hand )?knowledge of|briefed on|anonym|not authori[sz]ed"
    r"|asked not to be)"
)
_OWNERS = {"his": "he", "her": "she"}
_LEADING_PREPOSITIONS = word_set("after before since until despite with without following")


@dataclass
class Saying:
    """Whose words came last, and when they were said: what follows without a date takes it over."""

    speaker: str
    said: tuple[date | None, date | None]
    paragraph: int


class Voices:
    """Remembers who spoke last, whom a pronoun would mean, and who spoke to this outlet alone."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.memory = Memory()
        self.last: Saying | None = None
        self._interviewed: set[str] = set(context.interviewed)
        self._roles: dict[str, str] = {}  # told by a description just before the name
        self._offices: dict[str, dict[str, str]] = {}  # for each noun for an office, who holds it in which role
        for person in context.people.by_name.values():
            for office in office_words(person.role or "")[-1:]:
                self._offices.setdefault(office, {})[person.name] = person.role or ""
        self._seen: set[str] = set()  # names in the sentences read so far

    def read(self, unit: Unit) -> None:
        """Take note of the names of a unit that is done with."""
        runs = list(name_runs(unit.tokens))
        self._seen.update(phrase_text(unit.tokens, run.start, run.end) for run in runs)
        self.memory.saw(self._told_of(unit.tokens, runs), unit.paragraph)

    def _told_of(self, tokens: Sequence[Token], runs: Sequence[NameRun]) -> list[Speaker | None]:
        """Everybody whom a sentence names, with a None at the end where it tells of somebody without a name.

        Whom somebody's quoted words name is not who the article goes on to call "he".
        """
        runs = [run for run in runs if not tokens[run.start].quoted]
        names = (run.name(tokens) for run in runs)
        people = (self._context.people.find(name) or self._context.people.by_first_name(name) for name in names)
        named: list[Speaker | None] = [Speaker(p.name, p.role, gender=p.gender) for p in people if p is not None]
        beside = {place for run in runs for place in (*range(run.start - 2, run.end + 1),)}
        unnamed = any(
            token.low in SPEAKER_NOUNS
            and not token.quoted
            and not is_body(token.low)
            and not token.low.endswith("s")
            and i not in beside
            for i, token in enumerate(tokens)
        )
        return [*named, None] if unnamed else named

    def _in_office(self, tokens: Sequence[Token], phrase: Phrase) -> Speaker | None:
        """Whom "the bishop" means: the one whom the article described so beside the name."""
        words = [token.low for token in tokens[phrase.start : phrase.end] if token.is_word]
        if len(words) != 2 or words[0] != "the" or is_body(words[1]):
            return None
        place = tokens[phrase.start].start
        fitting = [
            (person, role)
            for name, role in self._offices.get(words[1], {}).items()
            if (person := self._context.people.find(name)) is not None and person.told_by(place)
        ]
        if len(fitting) != 1:
            return None
        person, role = fitting[0]
        return Speaker(person.name, role, gender=person.gender)

    def _holds(self, name: str, role: str) -> None:
        """Take note of somebody's role, the first that is told."""
        first = self._roles.setdefault(name, role)
        for office in office_words(first)[-1:]:
            self._offices.setdefault(office, {}).setdefault(name, first)

    def speaker(self, tokens: Sequence[Token], source: Phrase, unit: Unit, place: int) -> Speaker | None:
        """Who the source of an attribution is; from now on a pronoun may mean that speaker."""
        speaker = resolve(tokens, source, self._context.people, self.memory, unit.paragraph, speaks=True)
        if speaker is not None and not speaker.named and speaker.person and not speaker.vague:
            speaker = self._named_next(tokens, source, speaker, place) or speaker
        if speaker is not None and not speaker.named:
            speaker = self._in_office(tokens, source) or self._owned(tokens[source.start], speaker, unit)
        if speaker is not None:
            if speaker.role and speaker.named:
                self._holds(speaker.name, speaker.role)
            if speaker.role is None and speaker.name in self._roles:
                speaker = replace(speaker, role=self._roles[speaker.name])
            self.memory.heard(speaker, unit.paragraph)
            told = addressee_of(tokens)
            if told is not None and self._context.is_own_outlet(told):
                self._interviewed.add(speaker.name)
        return speaker

    def _owned(self, first: Token, speaker: Speaker, unit: Unit) -> Speaker:
        """ "Her office", at the head of a sentence, as the office of the one who is meant, where that is certain."""
        owner = meant_by(_OWNERS.get(first.low, ""), self._context.people, self.memory, unit.paragraph)
        at_head = first.low in _OWNERS and first.start == unit.tokens[0].start and not first.quoted
        if not at_head or owner is None or self._context.people.find(owner.name) is None:
            return speaker
        return replace(speaker, name=_possessive(owner.name) + speaker.name.removeprefix(first.low))

    def goes_on(self, speaker: Speaker, said: tuple[date | None, date | None], paragraph: int) -> None:
        """Take note that somebody's words go on."""
        self.last = Saying(speaker.name, said, paragraph)
        self.memory.heard(speaker, paragraph)

    def _named_next(self, tokens: Sequence[Token], source: Phrase, speaker: Speaker, place: int) -> Speaker | None:
        """ "The head of X said …. “…,” Name told reporters": a name without a role after a role without a name."""
        units = self._context.units
        if tokens[source.start].low != "the" or place + 1 >= len(units):
            return None
        following = units[place + 1]
        if following.direct is None or following.paragraph - units[place].paragraph > 1:
            return None
        run = list(name_runs(following.tokens[following.direct.source.start : following.direct.source.end]))
        phrase = following.tokens[following.direct.source.start : following.direct.source.end]
        titled = any(token.low in SPEAKER_NOUNS or not token.is_capital for token in phrase)
        if len(run) != 1 or titled or following.direct.source.described_end:
            return None
        name = phrase_text(following.tokens, following.direct.source.start, following.direct.source.end)
        if len(name.split()) < 2 or name in self._seen or name.lower().startswith("the "):
            return None
        role = speaker.name.removeprefix("the ")
        known = self._context.people.find(name)
        if known is not None and known.role:
            return None
        self._holds(name, role)
        return Speaker(name, role)

    def whose(self, tokens: Sequence[Token], paragraph: int) -> list[Replacement]:
        """The full name in place of a "his" or "her" that a statement begins with, where it is certain whose."""
        first = tokens[0]
        pronoun = _OWNERS.get(first.low)
        if pronoun is None or first.quoted:
            return []
        owner = meant_by(pronoun, self._context.people, self.memory, paragraph)
        if owner is None or not owner.named or self._of_several(owner, paragraph):
            return []
        return [(first.start, first.end, _possessive(owner.name))]

    def _of_several(self, owner: Speaker, paragraph: int) -> bool:
        """Whether nothing but having spoken last tells an owner from others: "Moss said Orme had fallen. His team"."""
        known = self._context.people.find(owner.name)
        near = self.memory.around(paragraph, reach=0)
        alike = any(p is not None and p.gender is None and p.name != owner.name for p in near)
        spoke = self.last is not None and self.last.speaker == owner.name
        return spoke and alike and (known is None or known.gender is None)

    def told(
        self, tokens: Sequence[Token], clause: Clause, subject: Phrase | None, resolved: Speaker | None, unit: Unit
    ) -> None:
        """Take note of a clause in the article's own voice."""
        part = tokens[clause.start : clause.end]
        if subject is not None:
            self.remember(tokens, subject, resolved, unit)
        elif any(self._context.people.find(run.name(part)) for run in name_runs(part)):
            self.memory.heard(None, unit.paragraph)

    def remember(self, tokens: Sequence[Token], subject: Phrase, resolved: Speaker | None, unit: Unit) -> None:
        """Take note of a sentence's subject: from now on a pronoun may mean it, or surely nobody."""
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
            self.memory.plural = phrase_text(tokens, subject.start, subject.end)
        if resolved is not None and resolved.named and resolved.role:
            self._holds(resolved.name, resolved.role)
        if resolved is not None and not resolved.person and (resolved.named or is_body(lows[-1])):
            self.memory.body = (resolved, unit.paragraph)
        if resolved is None or not resolved.named:
            resolved = self._in_office(tokens, subject) or resolved
        known = self._context.people.find(phrase_text(tokens, subject.start, subject.end))
        if known is not None:
            self.memory.heard(Speaker(known.name, known.role, gender=known.gender), unit.paragraph)
        elif "and" in lows:
            self.memory.heard(None, unit.paragraph)
        elif (
            resolved is not None
            and resolved.person
            and (
                (words[-1].is_capital and " " in resolved.name)
                or lows[-1] in SPEAKER_NOUNS
                or lows[-1] in office_words(resolved.role or "")
            )
        ):
            self.memory.heard(resolved, unit.paragraph)
        elif is_somebody(lows):
            self.memory.heard(Speaker(" ".join(lows), named=False), unit.paragraph)
        elif words[-1].is_capital or self._others_named(tokens):
            self.memory.heard(None, unit.paragraph)
            if len(words) == 1:
                # "Zorbic was elected": somebody of whom the article tells nothing else.
                self.memory.saw([None], unit.paragraph)

    def _others_named(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence names somebody other than the one that a pronoun would now mean."""
        last = self.memory.last
        found = (self._context.people.find(run.name(tokens)) for run in name_runs(tokens))
        return any(person is not None and (last is None or person.name != last.name) for person in found)

    def source_replacements(
        self, tokens: Sequence[Token], attribution: Attribution, speaker: Speaker | None
    ) -> list[Replacement]:
        """The speaker's full name in place of a pronoun, a surname or a description."""
        source = attribution.source
        words = [token for token in tokens[source.start : source.end] if token.is_word]
        if speaker is None or not words:
            return []
        first, last = words[0], words[-1]
        if len(words) == 1 and (
            first.low in ("he", "she", "they", "one", "it") or speaker.name.endswith(f" {first.text}")
        ):
            return [(first.start, first.end, speaker.name)]
        if not speaker.named or speaker.name in phrase_text(tokens, source.described_start, source.described_end):
            return []  # "The mayor, Ann Lee, said" names her itself
        if words[0].low == "the" and len(words) <= 3 and not last.is_capital:
            return [(first.start, last.end, speaker.name)]
        return []

    def said(
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
        """The days on which it was said: told with it, taken over from the words before, or by the article's day."""
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
            and ((mention.latest - mention.earliest).days <= 31 or self._is_published(mention))
            and mention.text.lower() not in VAGUE_TIMES
            and self._tells_when(unit.tokens, attribution, mention)
        ]
        if not mentions and side:
            # A side clause happened when its main clause says.
            mentions = [m for m in self._context.dates_in(unit.start, tokens[0].start) if m.earliest and m.anchor][-1:]
        said: tuple[date | None, date | None] = (None, self._context.day)
        if mentions:
            said = (mentions[0].earliest, mentions[0].latest)
        elif self._goes_on_speaking(speaker, paragraph) and self.last is not None:
            said = self.last.said
        if speaker is not None:
            self.last = Saying(speaker.name, said, paragraph)
        return said

    def _tells_when(self, tokens: Sequence[Token], attribution: Attribution, mention: DateMention) -> bool:
        """Whether a date belongs to the verb of saying, and not to who the speaker is or to a clause beside it."""
        day, source = self._context.day, attribution.source
        if mention.earliest is None or mention.latest is None or (day is not None and mention.earliest > day):
            return False
        place = next((i for i, token in enumerate(tokens) if token.start >= mention.start), len(tokens))
        recent = day is None or (day - mention.latest).days <= _RECENT_DAYS
        if source.start <= place < source.end:
            # "according to a report on Wednesday by X", but not "the leader elected in May 2023 said"
            return (recent or self._is_published(mention)) and attribution.cue.lemma == "according to"
        if source.described_start <= place < source.described_end:
            # "said X, the mayor of Y, on Friday": what follows the verb may end with the day.
            own = tokens[place - 1].low == "," or (place > 1 and tokens[place - 2].low == ",")
            told = tokens[source.described_start : place]
            return attribution.inverted and recent and (own or not any(t.low in SUBORDINATORS for t in told))
        if place < source.start:
            # "After losing the vote in May 2023, X said"
            closed = (i + 1 for i in range(place) if tokens[i].quoted or tokens[i].low in ("and", "but", ";"))
            before = tokens[max(closed, default=0) : place]
            return not any(t.low in SUBORDINATORS | _LEADING_PREPOSITIONS for t in before[:-1])
        aside = any(t.low == "," and not t.quoted for t in tokens[attribution.verb : place])
        return recent or not aside

    def _is_published(self, mention: DateMention) -> bool:
        """Whether it is the date of a work that speaks: "according to a survey published in 2017"."""
        return _PUBLISHED.search(self._context.text, max(0, mention.start - 20), mention.start) is not None

    def _goes_on_speaking(self, speaker: Speaker | None, paragraph: int) -> bool:
        """Whether it was this speaker whose words came last, here or in the paragraph before."""
        last = self.last
        return (
            last is not None
            and speaker is not None
            and last.speaker == speaker.name
            and paragraph - last.paragraph <= 1
        )

    def is_sole_witness(self, speaker: Speaker, venue: str | None) -> bool:
        """Whether nobody but this outlet can know that it was said."""
        if venue is not None:
            return self._context.is_own_outlet(venue.removeprefix("in an interview with "))
        if speaker.name in self._interviewed:
            return True
        first = speaker.name.split()[0].lower()
        unnamed_person = not speaker.named and speaker.person and first in ("a", "an", "one")
        unnamed_person = unnamed_person and not is_on_record(speaker)
        in_confidence = not speaker.named and _IN_CONFIDENCE.search(speaker.name) is not None
        return unnamed_person or in_confidence or speaker.private


def _possessive(name: str) -> str:
    return name + ("’" if name.endswith("s") else "’s")
