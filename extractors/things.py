"""What "it" and "its" stand for at the head of a sentence: the named body or thing that the sentence before is about.

Only what leaves no choice is told: the sentence right before has a named body, firm or work as its subject and no other
beside the verb, and the pronoun does not merely hold a place ("it is likely that", "it took a year to").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.grammar.subjects import Phrase
from extractors.grammar.tokens import Token
from extractors.grammar.verbs import is_finite
from extractors.grammar.word_classes import BE, PREPOSITIONS
from extractors.speech.people import People, name_runs, phrase_text
from extractors.speech.speakers import Speaker
from language.countries import country_of
from language.sentences import word_set

VERSION = 3

# "It seems that", "it took a year", "it was raining": the pronoun stands for nothing.
_PLACEHOLDING = word_set(
    "seems seemed appears appeared takes took remains remained rained snowed happens happened turned turns follows "
    "makes made emerged feels felt looks looked comes came has"
)
_OPENS_CLAUSE = word_set("that to for whether how why what when if")
_OPENS_THING = word_set("the a an this that another")
_LEADING = PREPOSITIONS | {"after", "before", "since", "than"}
_REACH = 8  # tokens within which "it was reported on Sunday that" shows that it only holds a place


@dataclass(frozen=True, slots=True)
class _Subject:
    name: str
    paragraph: int


class Things:
    """Remembers what the sentence before was about, as the article is read from its beginning."""

    def __init__(self, people: People, sentences: Iterable[Sequence[Token]]) -> None:
        self._people = people
        # What has a capital for another reason than that a sentence begins, which "Nothing" and "Looks" have not.
        self._names = {
            token.text
            for tokens in sentences
            for before, token in pairwise(tokens)
            if token.is_capital and before.is_word
        }
        self._last: _Subject | None = None

    def remember(self, tokens: Sequence[Token], subject: Phrase | None, named: Speaker | None, paragraph: int) -> None:
        """Take note of a sentence's subject; of one that leaves a choice, or is nobody's name, nothing is kept."""
        self._last = None
        if subject is None or named is None or named.person or not named.named or country_of(named.name):
            return
        first = tokens[subject.start]
        opens = subject.start == 0 or not tokens[subject.start - 1].is_word
        if first.low in ("it", "its") or (subject.end - subject.start == 1 and opens and first.text not in self._names):
            return
        if any(token.low == "and" for token in tokens[subject.start : subject.end]):
            return
        if not self._has_rival(tokens, subject):
            spelled = any(token.is_capital for token in tokens[subject.start + 1 : subject.end])
            name = phrase_text(tokens, subject.start, subject.end) if spelled else named.name
            self._last = _Subject(name, paragraph)

    def _has_rival(self, tokens: Sequence[Token], subject: Phrase) -> bool:
        """Whether another body or thing stands where it could be meant as well: not led to by a preposition.

        "The authority closed the bridge. It was built in 1927."
        """
        for run in name_runs(tokens):
            inside = subject.start <= run.start < subject.end
            before = tokens[run.start - 1].low if run.start else ""
            led = before in _LEADING or (before in ("the", "a", "an") and tokens[run.start - 2].low in _LEADING)
            name = run.name(tokens)
            if not inside and not led and self._people.find(name) is None and not country_of(name):
                return True
        return any(
            tokens[i].low in _OPENS_THING
            and tokens[i - 1].is_word
            and tokens[i - 1].low not in _LEADING
            and not (
                tokens[i].low == "that" and i + 1 < len(tokens) and is_finite(tokens, i + 1)
            )  # "a profit that beat"
            for i in range(subject.end, len(tokens))
        )

    def meant(self, tokens: Sequence[Token], paragraph: int) -> str | None:
        """What an "it" or "its" that a statement begins with stands for, None where that is not certain."""
        last = self._last
        if last is None or last.paragraph != paragraph or len(tokens) < 3 or tokens[0].quoted:
            return None
        if tokens[0].low == "its":
            return last.name + ("’" if last.name.endswith("s") else "’s")
        if tokens[0].low != "it" or tokens[1].low in _PLACEHOLDING:
            return None
        if tokens[1].low in BE and any(t.low in _OPENS_CLAUSE for t in tokens[2:_REACH]):
            return None
        return last.name
