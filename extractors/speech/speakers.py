"""Who a source is: the fullest name and role in the article, or the article's own description of an unnamed one.

The resolver reads the article from its beginning. A pronoun stands for somebody only where nobody else can be meant.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.grammar.subjects import Phrase
from extractors.grammar.tokens import Token
from extractors.grammar.word_classes import DETERMINERS, MONTHS, PREPOSITIONS, SUBJECT_PRONOUNS, WEEKDAYS
from extractors.speech.cues import SPEAKER_NOUNS
from extractors.speech.given_names import pronoun_of
from extractors.speech.people import (
    NameRun,
    People,
    bare_name,
    gender_of,
    name_runs,
    office_words,
    phrase_text,
    role_after,
    role_before,
)
from extractors.speech.sources import is_body, is_human
from language.countries import country_of
from language.sentences import word_set

VERSION = 14

_VAGUE = word_set("none every others some many several most few everyone people critics observers neither")

_KIN = word_set(
    "sister brother mother father wife husband son daughter cousin aunt uncle partner colleague friend lawyer "
    "successor predecessor rival opponent deputy neighbor neighbour"
)
_NO_LONGER = word_set("former ex")
_LONGEST_OFFICE = 5  # words: "the former prime minister"
_PEERS = word_set("lord lady sir dame")
# What a spokesman says for a body is said to everybody.
_ON_RECORD = re.compile(r"\bspokes(?:man|woman|person)\b")
_OPENS_BODY = word_set("which based headquartered owned listed founded")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source. `person` tells people from bodies; `private` one of whom the article gives a first name or less."""

    name: str
    role: str | None = None
    named: bool = True
    person: bool = True
    private: bool = False
    vague: bool = False
    gender: str | None = None


def is_on_record(speaker: Speaker) -> bool:
    """Whether somebody unnamed speaks for a body, so that it answers for what is said."""
    return not speaker.named and _ON_RECORD.search(speaker.name) is not None


@dataclass
class Memory:
    """Whom a pronoun would now mean, and since which paragraph."""

    last: Speaker | None = None
    paragraph: int = -1
    plural: str | None = None  # a group that "one" would be one of
    body: tuple[Speaker, int] | None = None  # the body that "it" would now mean, and its paragraph
    # Who was named, and since which paragraph; a name of None stands for people told of without one.
    _around: dict[str | None, tuple[int, Speaker | None]] = field(default_factory=dict)

    def heard(self, speaker: Speaker | None, paragraph: int) -> None:
        """Remember the latest subject: None where several people are meant and a pronoun would be unclear."""
        self.last = speaker
        self.paragraph = paragraph
        if speaker is not None and not speaker.person:
            self.body = (speaker, paragraph)

    def saw(self, people: Iterable[Speaker | None], paragraph: int) -> None:
        """Take note of everybody whom a sentence names, and with None of people whom it tells of without a name."""
        # Whom earlier paragraphs told of nobody asks for any more.
        self._around = {name: one for name, one in self._around.items() if paragraph - one[0] <= 1}
        for person in people:
            self._around[person.name if person else None] = (paragraph, person)

    def around(self, paragraph: int, *, reach: int = 1) -> list[Speaker | None]:
        """Whom this paragraph and so many before it tell of so far."""
        return [person for seen, person in self._around.values() if 0 <= paragraph - seen <= reach]

    def only(self, pronoun: str, paragraph: int) -> Speaker | None:
        """The one person lately named whom the pronoun can mean, None where there are none or others."""
        fitting = [p for p in self.around(paragraph) if p is None or p.gender in (None, pronoun)]
        return fitting[0] if len(fitting) == 1 and fitting[0] is not None and fitting[0].gender == pronoun else None


def resolve(
    tokens: Sequence[Token],
    source: Phrase,
    people: People,
    memory: Memory,
    paragraph: int,
    *,
    speaks: bool = False,
) -> Speaker | None:
    """Whom a source phrase names or describes; None where it is a pronoun that could mean several.

    `speaks`: it is the source of an attribution. Whoever spoke last in the paragraph goes on speaking.
    """
    words = [token for token in tokens[source.start : source.end] if token.is_word]
    if not words:
        return None
    first = words[0].low
    if len(words) == 1:
        first = re.sub(r"(?<=\w)'(?:s|d|ll|ve|re|m)\Z", "", first) if first.split("'")[0] in SUBJECT_PRONOUNS else first
    if first == "i":
        return None
    if len(words) == 1 and first in ("he", "she", "they", "we", "i", "you", "it", "one", "who", "which", "that"):
        return meant_by(first, people, memory, paragraph, speaks=speaks)
    name = _name_in_description(tokens, source)
    if any(word.low == "and" and after.low in ("his", "her", "its", "their") for word, after in pairwise(words)):
        name = None  # "Ann Lee and her sister, Ruth Lee,"
    titled = words[-1].low in SPEAKER_NOUNS and words[-1].text.islower() and not is_body(words[-1].low)
    if name is not None and (
        titled or words[0].is_possessive or words[0].low in ("the", "a", "an", "his", "her", "its", "their", "another")
    ):
        known = people.find(name)
        lead = phrase_text(tokens, source.start, source.end)
        role = re.sub(r"\A(?:the|an?|its|his|her|their) ", "", lead, flags=re.IGNORECASE)
        if known is None and is_body(words[-1].low):
            return Speaker(name, role, person=False)
        return Speaker(
            known.name if known else name, known.role if known and known.role else role, gender=gender_of(role)
        )
    described = role_after(tokens, source.described_start, source.described_end) if source.described_end else None
    run = _name_at_end(tokens, source)
    # "Authorities said": a capital because the sentence begins.
    bare_noun = (
        len(words) == 1 and first in SPEAKER_NOUNS and (source.start == 0 or not tokens[source.start - 1].is_word)
    )
    both = _both(tokens, source, people)
    if both is not None:
        return both
    if run is not None and not bare_noun and first not in _VAGUE:
        return _named(tokens, source, run, people, described)
    return _described(tokens, source, people, memory, paragraph)


def _both(tokens: Sequence[Token], source: Phrase, people: People) -> Speaker | None:
    """Two who speak together: "Ann Lee and Paul Moss", "the Harbour Board and the Port Trust"; else None."""
    words = tokens[source.start : source.end]
    place = next((i for i, token in enumerate(words) if token.low == "and"), 0)
    if not place or any(token.low in PREPOSITIONS for token in words):
        return None
    names: list[str] = []
    for part in (words[:place], words[place + 1 :]):
        the = bool(part) and part[0].low == "the"
        runs = list(name_runs(part))
        if len(runs) != 1 or runs[0].start > the or not part[runs[0].end - 1].is_capital:
            return None
        name = runs[0].name(part)
        known = people.find(name)
        if known is None and not the:
            return None  # "Health and Human Services"
        names.append(known.name if known is not None else name)
    return Speaker(" and ".join(names), person=False)


def meant_by(word: str, people: People, memory: Memory, paragraph: int, *, speaks: bool = False) -> Speaker | None:
    """Whom a pronoun such as "she" stands for where it stands; None where that is not certain. `speaks`: `resolve`."""
    last = memory.last
    if word == "one":
        if memory.plural is None:
            return None
        return Speaker(f"one of {memory.plural}", named=False, private=True)
    if word == "it":
        return memory.body[0] if memory.body is not None and paragraph - memory.body[1] <= 1 else None
    if word in ("we", "i", "you", "who", "which", "that"):
        return None
    recent = last is not None and paragraph - memory.paragraph <= 1
    if word == "they":
        return last if recent and last is not None and (not last.person or last.vague) else None
    if last is None or not recent or not last.person or last.vague or last.gender not in (None, word):
        return memory.only(word, paragraph)
    if last.gender is None and last.named:
        if last.role is None and people.find(last.name) is None:
            # A name of which neither the article nor the name itself tells that it is a person's: "Tehran Times".
            return replace(last, gender=word) if pronoun_of(last.name) == word else None
        # Somebody else lately named, of whom it is known that the pronoun fits, leaves no choice certain.
        near = memory.around(paragraph, reach=0 if speaks and memory.paragraph == paragraph else 1)
        rivals = [p for p in near if p is not None and p.gender == word and p.name != last.name]
        if rivals:
            return None
    return replace(last, gender=word)


def _name_in_description(tokens: Sequence[Token], source: Phrase) -> str | None:
    """The name in "The head of the union, Ann Lee, said", None where the description is no bare name."""
    stop = next((i for i in range(source.described_start, source.described_end) if tokens[i].low == ","), None)
    # "said its head, Ann Lee, and nobody else": behind a verb the description reaches as far as the sentence does
    words = tokens[source.described_start : stop or source.described_end]
    # "Their union, UBW, said", but not "the Water Board (OWB) said"
    initials = len(words) == 1 and words[0].text.isupper() and tokens[source.described_start - 1].low == ","
    if (len(words) < 2 and not initials) or tokens[source.end - 1].is_possessive:
        return None
    runs = list(name_runs(words))
    if len(runs) != 1 or runs[0].end != len(words):
        return None
    lead = phrase_text(words, 0, runs[0].start)
    # "Moss's lawyer, public defender Ann Lee,"
    if lead and not ((role_before(words, runs[0]) or "").startswith(lead) and lead.islower()):
        return None
    return runs[0].name(words)


def _name_at_end(tokens: Sequence[Token], source: Phrase) -> NameRun | None:
    """The run of capitals that a source phrase is named by: its last, unless a preposition leads to it.

    "Ann Lee of the Water Board" is named by what stands before the preposition.
    """
    runs = [run for run in name_runs(tokens[: source.end]) if run.end > source.start]
    if runs and runs[-1].end == source.end and runs[-1].start > source.start:
        # "Florida Department of Transportation official Ann Lee"
        title = tokens[runs[-1].start - 1]
        if title.low in SPEAKER_NOUNS and not title.is_capital and not is_body(title.low):
            return runs[-1]
    for run in runs:
        led = any(tokens[i].low in PREPOSITIONS for i in range(source.start, run.start))
        if led:
            return None
        if run.end == source.end:
            return run
        of_somewhere = (
            tokens[run.end].low in ("of", "from", "at", "for", "with", "in") and not tokens[run.end - 1].is_possessive
        )
        if of_somewhere and run.end - run.name_start >= 2 and tokens[source.start].low not in ("the", "a", "an"):
            return run
    return None


def _named(tokens: Sequence[Token], source: Phrase, run: NameRun, people: People, described: str | None) -> Speaker:
    name = run.name(tokens)
    person = people.find(name)
    if person is None and not (run.start and tokens[run.start - 1].is_word):
        person = people.by_name.get(name.partition(" ")[2])  # "Commuter Ann Lee" at the head of a sentence
    role = role_before(tokens, run, source.start)
    if role and is_body(role.lower().split()[-1]):
        if any(token.low == "and" for token in tokens[source.start : run.start]):  # "retailer A and retailer B"
            return Speaker(phrase_text(tokens, source.start, source.end), person=False)
        return Speaker(name, role, person=False)
    if person is not None:
        full_role = person.role or described or role
        gender = person.gender or gender_of(f"{full_role or ''} {role or ''}")
        return Speaker(person.name, full_role, gender=gender)
    words = name.split()
    lead = [token for token in tokens[source.start : run.start] if token.is_word]
    if len(words) >= 2 and lead and all(token.text.islower() for token in lead) and not role:
        role = " ".join(token.text for token in lead if token.low not in ("a", "an", "the")) or None
    whole = phrase_text(tokens, run.start if run.end < source.end else source.start, min(run.end, source.end))
    joined = run.start - 2 >= source.start and tokens[run.start - 1].low == "and" and tokens[run.start - 2].is_capital
    if joined and run.end == source.end:
        # "the National Snow and Ice Data Center (NSIDC)"
        both = phrase_text(tokens, source.start, source.end)
        return Speaker(both[4:] if both.lower().startswith("the ") else both, person=False)
    if run.name_start > run.start and len(words) >= 2 and is_body(words[-1].lower()) and not role:
        name = bare_name(phrase_text(tokens, run.start, run.end))  # "the Turkish Statistical Institute"
        return Speaker(name, described, person=False)
    if _is_body_described(tokens, source, described):
        return Speaker(name, described, person=False)
    if described or role or source.described_end:
        # "Vlad, a 23-year-old lawyer": somebody known by one name only. "Judge Ortiz" is known by the surname.
        title = tokens[run.name_start - 1].low if run.name_start > run.start else ""
        return Speaker(
            f"{title.capitalize()} {name}" if len(words) == 1 and title in _PEERS else name,
            described or role,
            private=len(words) == 1 and not name.isupper() and not title,
            person=not name.isupper(),
            gender=gender_of(f"{described or ''} {role or ''}"),
        )
    bare = whole[4:] if whole.lower().startswith("the ") else whole
    alone = len(bare.split()) == 1 and not people.is_surname(bare)  # which may be the surname of several
    body = whole.lower().startswith("the ") or alone or is_body(words[-1].lower()) or name.isupper()
    return Speaker(bare, named=True, person=not body)


def _is_body_described(tokens: Sequence[Token], source: Phrase, described: str | None) -> bool:
    """Whether what stands behind a name tells of a body: ", the Norwegian oil company,", ", which runs the field,"."""
    if not source.described_end:
        return False
    if tokens[source.described_start].low in _OPENS_BODY:
        return True
    head = re.split(r" (?:of|for|in|at|that|behind) ", (described or "").lower())[0].split()
    return bool(head) and is_body(head[-1])


def _described(tokens: Sequence[Token], source: Phrase, people: People, memory: Memory, paragraph: int) -> Speaker:
    words = [token for token in tokens[source.start : source.end] if token.is_word]
    stop = next(
        (i for i, token in enumerate(words) if i and (token.low in PREPOSITIONS or token.low == "to")), len(words)
    )
    head = words[stop - 1].low
    if stop > 1 and head not in SPEAKER_NOUNS and words[stop - 2].low in SPEAKER_NOUNS:
        head = words[stop - 2].low
    definite = words[0].low in ("the", "his", "her", "this", "that")
    kin = words[0].low in ("his", "her") and head in _KIN  # never the one who was last told of
    known = people.in_role(head, tokens[source.start].start)
    of_office = head in SPEAKER_NOUNS or known is not None
    # "The former minister" is never the one who is minister now.
    is_over = words[0].low == "the" and 2 < len(words) <= _LONGEST_OFFICE and words[1].low in _NO_LONGER
    if is_over:
        once = people.once_in_role([word.low for word in words[2:]], tokens[source.start].start)
        if once is not None:
            return Speaker(once.name, once.role, gender=once.gender)
    if definite and len(words) <= 3 and of_office and not is_body(head) and not is_over:
        last = memory.last if not kin else None
        rivals = [p for p in memory.around(paragraph) if p and p.role and head in office_words(p.role)]
        alone = last is not None and all(p.name == last.name for p in rivals)
        recent = paragraph - memory.paragraph <= 1
        if last is not None and last.role and head in office_words(last.role) and recent and alone:
            return last
        if last is not None and not last.named and head in last.name.lower().split():
            return last
        if known is not None and not (kin and memory.last is not None and memory.last.name == known.name):
            return Speaker(known.name, known.role, gender=known.gender)
    if definite and len(words) == 2 and words[0].low == "the" and head in people.by_body:
        only = people.by_body[head]
        before = [run for run in name_runs(tokens[: source.start]) if is_body(tokens[run.end - 1].low)]
        # "The Drug Administration approved it, the agency said": that one may be meant, and not the only "Agency".
        if all(run.name(tokens) in only for run in before):
            return Speaker(only, person=False)
    text = phrase_text(tokens, source.start, source.end)
    if len(words) == 1 or words[0].low in (
        "a",
        "an",
        "the",
        "some",
        "many",
        "several",
        "two",
        "three",
        "his",
        "her",
        "their",
        "its",
        "others",
        "most",
        "few",
    ):
        text = text[0].lower() + text[1:]
    body = is_body(head) or (head.endswith("s") and head in SPEAKER_NOUNS) or not is_human(head)
    named_body = is_body(head) and any(
        token.is_capital and not country_of(token.text) and token.low not in DETERMINERS | WEEKDAYS | MONTHS
        for token in words
    )
    vague = words[0].low in _VAGUE
    return Speaker(text, named=named_body, person=not body, vague=vague, gender=gender_of(head))
