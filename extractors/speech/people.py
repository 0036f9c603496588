"""The people of an article: their full names, roles and gender as the article gives them, and whom a word stands for.

A surname or a description is put down to a person only where the article leaves no choice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractors.grammar.tokens import Token
from extractors.grammar.verb_forms import PAST
from extractors.grammar.verbs import is_finite
from extractors.grammar.word_classes import (
    CONJUNCTIONS,
    DETERMINERS,
    MONTHS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    WEEKDAYS,
)
from extractors.speech.cues import BODY_NOUNS, SPEAKER_NOUNS
from extractors.speech.sources import is_human
from language.casing import is_written_small
from language.countries import country_of, is_country_name
from language.name_words import FIRST_NAMES
from language.sentences import word_set

VERSION = 15

_OWNER = re.compile(r"^.*['’]s? (?=[a-z])")  # whose wife, lawyer or deputy somebody is
# Whoever is one of these does not hold the office.
_NOT_IT = re.compile(r"\b(?:former|late|then|one-?time|ex|deputy|vice|assistant)\b")

_TITLE_TABLE = (
    "president prime minister secretary chancellor premier king queen prince princess pope general gen. gen colonel "
    "col. lt. lieutenant captain capt. major maj. sgt. sergeant admiral adm. senator sen. representative rep. "
    "congressman congresswoman governor gov. mayor ambassador justice judge professor prof. prof executive "
    "dr. dr doctor mr. mr mrs. mrs ms. ms cllr cllr. "
    "sir lord lady dame rev. reverend bishop archbishop cardinal imam sheikh ayatollah sultan emir spokesman "
    "spokeswoman spokesperson director chairman chairwoman chair chief commissioner deputy vice attorney speaker "
    "leader lawmaker envoy adviser advisor aide editor officer sheriff detective inspector superintendent coach "
    "manager actor actress singer author writer journalist reporter correspondent analyst economist activist lawyer "
    "founder ceo commander propagandist billionaire businessman businesswoman candidate nominee councillor "
    "councilman councilwoman rapper comedian pastor scientist agent director-general secretary-general mp mep "
    "whistleblower dictator strongman oligarch magnate tycoon astronaut historian philosopher physicist "
    "entrepreneur investor driver pilot defender striker goalkeeper rider swimmer champion prosecutor legislator dean "
    "curator pollster supervisor councilor councilmember assemblyman assemblywoman alderman alderwoman trustee "
    "treasurer comptroller undersecretary ombudsman strategist biologist virologist epidemiologist archaeologist "
    "astronomer"
)
TITLES = frozenset(_TITLE_TABLE.split())
_PARTISANS = word_set("democrat republican libertarian conservative liberal socialist communist nationalist unionist")
_FORM_OF_ADDRESS = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Cllr)\.?\Z", re.IGNORECASE)  # which says nothing of what one is
_TITLE_HELPERS = word_set(
    "former ex late then acting incoming outgoing deputy vice first foreign prime senior state defense defence "
    "interior finance health opposition county city town us u.s. uk"
)
_MALE_WORDS = word_set(
    "mr. spokesman chairman congressman businessman actor king prince father husband son brother man pope sir lord"
)
_FEMALE_WORDS = word_set(
    "mrs. ms. spokeswoman chairwoman congresswoman businesswoman actress queen princess mother wife daughter sister "
    "woman lady dame"
)
_ARABIC_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|ar|at|az|ul)-[A-Z]")
# "Fast-talking Ann Lee", "London-born Paul Moss"
_QUALITY = re.compile(r"[A-Z][\w’']*-(?:[a-z]+(?:ing|ed)|born|old|wing|time|year)")
_PARTICLES = word_set("de da di la le van von der den bin ibn al el dos del du ten ter")


# Capitals for no other reason than that a sentence begins.
OPENERS = word_set(
    "the a an in on at by for from to with after before but and or if as when while because although since this "
    "that these those he she it they we you i his her its their our my there here not no some many others most all "
    "several few one two three like amid among under over during despite according personally even things what who "
    "how why where which also however meanwhile still then now both each more such so yet only everyone nobody let "
    "another any every until unlike once of"
)


_OLDEST = 120  # years
_SOON = 500  # characters: the next sentences


@dataclass
class Person:
    """Somebody whom the article names: the fullest name, what they are, and "she" or "he" where the article tells.

    `first`: where in the text the name stands first.
    """

    name: str
    first: int = 0
    role: str | None = None
    gender: str | None = None
    mentions: int = 0

    def told_by(self, place: int) -> bool:
        """Whether a description without a name can mean this person there: one named before it, or soon behind it.

        Whom an article names only later may hold the same office of another body, as may "the mayor of Milltown".
        """
        soon = self.first < place + _SOON and not re.search(r" (?:of|for|at|in) ", self.role or "")
        return soon or self.first < place


@dataclass(frozen=True)
class People:
    """Everybody of one article, by full name and by the surname that stands for just one of them."""

    by_name: dict[str, Person] = field(default_factory=dict)
    by_surname: dict[str, Person] = field(default_factory=dict)
    by_body: dict[str, str] = field(default_factory=dict)  # "council": "Oldport Council", where it is the only one

    def find(self, name: str) -> Person | None:
        """The person whom a full name or an unambiguous part of one stands for."""
        plain = bare_name(name)
        return self.by_name.get(plain) or self.by_surname.get(plain)

    def in_role(self, noun: str, place: int | None = None) -> Person | None:
        """The one person whose role has this noun in it and who can be meant at a place of the text (`told_by`).

        None where there are none or several.
        """
        holders = self._in_office.get(noun, [])
        fitting = [person for person in holders if place is None or person.told_by(place)]
        return fitting[0] if len(fitting) == 1 else None

    def once_in_role(self, office: Sequence[str], place: int) -> Person | None:
        """The one person told before a place to have held an office: "former transport minister" for "minister"."""
        fitting = [
            person
            for person in self.by_name.values()
            if person.first < place and (told := _ONCE.match(person.role or "")) and _ends_so(told["office"], office)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def by_first_name(self, name: str) -> Person | None:
        """The one person with this first name, None where there are none or several."""
        fitting = self._first_names.get(name, [])
        return fitting[0] if len(fitting) == 1 else None

    def is_surname(self, word: str) -> bool:
        """Whether it is the surname of anybody, or of several."""
        return word in self._surnames

    @cached_property
    def _in_office(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.by_name.values():
            for word in dict.fromkeys(office_words(person.role or "")):
                found.setdefault(word, []).append(person)
        return found

    @cached_property
    def _first_names(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in self.by_name.values():
            found.setdefault(person.name.split()[0], []).append(person)
        return found

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(name.split()[-1] for name in self.by_name)


_ONCE = re.compile(r"(?:former|then|ex)(?:\s|-)(?P<office>.+)", re.IGNORECASE)


def _ends_so(role: str, office: Sequence[str]) -> bool:
    """Whether the words of an office are the last of a role, before whose it was: "minister of transport"."""
    words = re.split(r" (?:of|for|at|in|from) ", role.lower())[0].split()
    return bool(office) and words[-len(office) :] == list(office)


def office_words(role: str) -> list[str]:
    """The words of a role that say what its bearer is: "editor" of "editor of the family paper".

    A minister's wife is no minister, and a former, late or vice president not "the president".
    """
    own = _OWNER.sub("", role.lower())
    if _NOT_IT.search(own):
        return []
    words = re.findall(r"[\w-]+", re.split(r" (?:of|at|for|in|from|to|with) ", own)[0])
    # "The guard said" is not the "coast guard spokesman": what goes before the office says whose it is.
    return [w for w in words[:-1] if (w in TITLES or w in SPEAKER_NOUNS) and w not in BODY_NOUNS] + words[-1:]


def bare_name(name: str) -> str:
    """A name without its possessive ending."""
    return re.sub(r"(?:['’]s|(?<=s)['’])\Z", "", name.strip())


# "Imran Aziz KC", "Ann Lee OBE"
_HONOURS = re.compile(r"(?:,? (?:KC|QC|MP|MSP|MBE|OBE|CBE|PhD|MD))+\Z")


@dataclass(frozen=True, slots=True)
class NameRun:
    """A run of capitalised words `tokens[start:end]`; its titles end, and the name itself begins, at `name_start`."""

    start: int
    name_start: int
    end: int

    def name(self, tokens: Sequence[Token]) -> str:
        """The name without its titles, the letters of honours behind it and its possessive ending."""
        whole = bare_name(phrase_text(tokens, self.name_start, self.end))
        bare = _HONOURS.sub("", whole)
        return bare if " " in bare else whole  # "One Labour MP"


def phrase_text(tokens: Sequence[Token], start: int, end: int) -> str:
    """The words of `tokens[start:end]` as written, with one space where there is white space."""
    parts: list[str] = []
    for i in range(start, end):
        if parts and tokens[i].start > tokens[i - 1].end:
            parts.append(" ")
        parts.append(tokens[i].text)
    return "".join(parts)


def _is_name_word(token: Token) -> bool:
    return (
        (token.is_capital or _ARABIC_ARTICLE.match(token.text) is not None)
        and token.low not in WEEKDAYS
        and token.low not in MONTHS - {"may", "march", "april", "june", "august"}
        and token.text != "I"
    )


def name_runs(tokens: Sequence[Token]) -> Iterator[NameRun]:
    """Every run of capitalised words, with its titles told from the name."""
    i = 0
    while i < len(tokens):
        if not _is_name_word(tokens[i]) or (tokens[i].low in OPENERS and (i == 0 or not tokens[i - 1].is_word)):
            i += 1
            continue
        end = i + 1
        while end < len(tokens) and not tokens[end - 1].is_possessive and end - i < 10:
            gap = tokens[end].start - tokens[end - 1].end
            if _is_name_word(tokens[end]) and gap <= 1:
                end += 1
            elif (
                tokens[end].low in _PARTICLES | {"&"} and end + 1 < len(tokens) and _is_name_word(tokens[end + 1])
            ) or (
                tokens[end].low == "of"
                and tokens[end - 1].low in TITLES
                and end + 3 < len(tokens)
                and all(_is_name_word(tokens[k]) for k in (end + 1, end + 2))
            ):
                end += 2
            else:
                break
        yield NameRun(i, _name_start(tokens, i, end), end)
        i = end


def _name_start(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the titles, offices and adjectives at the head of a run end."""
    after_title = start
    for k in range(start, end - 1):
        low = tokens[k].low
        if low in TITLES or low.removeprefix("ex-") in TITLES or low.rsplit("-", 1)[-1] in TITLES:
            after_title = k + 1
            if k + 1 < end and tokens[k + 1].low == "of":
                after_title = min(k + 3, end - 1)
    if after_title == start and start < end - 1 and _QUALITY.fullmatch(tokens[start].text):
        return start + 1  # a capital for no other reason than that a sentence begins
    if after_title == start:
        while after_title < end - 1 and (
            tokens[after_title].low in _TITLE_HELPERS
            or (country_of(tokens[after_title].text) and not is_country_name(tokens[after_title].text))
        ):
            after_title += 1
        if after_title == start + 1 == end - 1 and tokens[start].low not in _TITLE_HELPERS:
            return start  # news does not write "German Gref" of a German: it is a first name
    if after_title == start and (_opens_as_word(tokens, start, end) or _is_partisan(tokens, start, end)):
        return start + 1
    return after_title


def _is_partisan(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a name follows its bearer's party: "Democrat Ann Lee", but not "Republican National Committee"."""
    named = end - start >= 3 and tokens[end - 1].low not in BODY_NOUNS
    return named and tokens[start].low in _PARTISANS and tokens[start + 1].low not in BODY_NOUNS | TITLES


def _opens_as_word(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a sentence begins with a word for what somebody is, and their name: "Commuter Ann Lee"."""
    first = tokens[start]
    if first.low in FIRST_NAMES or not is_written_small(first.low) or (start and tokens[start - 1].is_word):
        return False
    behind = [token.low for token in tokens[end : end + 2]]
    aged = is_human(first.low) and behind[:1] == [","] and behind[-1].isdigit() and int(behind[-1]) <= _OLDEST
    return end - start >= 3 and (aged or tokens[start + 1].low in FIRST_NAMES)


def role_before(tokens: Sequence[Token], run: NameRun, floor: int = 0) -> str | None:
    """What stands before a name and says what its bearer is: "Kremlin spokesman", "Former President"."""
    begin = run.name_start
    while begin > floor:
        token = tokens[begin - 1]
        if (
            not token.is_word
            or (token.is_possessive and begin - 1 < run.start)
            or token.low in ("the", "a", "an", "said", "and", "or", "as", "by", "with", "to", "from", "that")
        ):
            break
        if begin - 1 < run.start and not _describes(tokens, begin - 1, run):
            break
        begin -= 1
    if begin == run.name_start:
        return None
    words = [tokens[k].low for k in range(begin, run.name_start)]
    if not any(w in TITLES or w in SPEAKER_NOUNS or w.rsplit("-", 1)[-1] in TITLES for w in words):
        # "Commuter Ann Lee", but not "Iranian Ann Lee"
        opener = len(words) == 1 and begin == run.start and is_human(words[0]) and not country_of(words[0])
        if words[-1] not in BODY_NOUNS | _PARTISANS and not opener:
            return None
    role = phrase_text(tokens, begin, run.name_start).strip()
    return _FORM_OF_ADDRESS.sub("", role).strip() or None


def _describes(tokens: Sequence[Token], index: int, run: NameRun) -> bool:
    """Whether a word before the run is part of a role: its last word must be a title, those before it adjectives."""
    last = run.start - 1
    if (
        tokens[last].low not in TITLES
        and tokens[last].low not in SPEAKER_NOUNS | BODY_NOUNS
        and tokens[last].low.rsplit("-", 1)[-1] not in TITLES
    ):
        return False
    if index == last or tokens[index].is_capital or tokens[index].low in _TITLE_HELPERS:
        return True
    # "climate change activist": up to three plain nouns before the title
    return (
        last - index <= 3
        and tokens[index].low.isalpha()
        and not is_finite(tokens, index)
        and tokens[index].low not in PREPOSITIONS | DETERMINERS | CONJUNCTIONS | SUBORDINATORS | PRONOUNS
        and not tokens[index].low.endswith(("ed", "ing", "ly"))
        and tokens[index].low not in PAST
    )


def role_after(tokens: Sequence[Token], start: int, end: int) -> str | None:
    """The role told by a description after a name: "editor of X" of ", the editor of X,", None where there is none."""
    if start < end and tokens[start].text[0].isdigit():
        start += 1
        if start < end and tokens[start].low == ",":
            start += 1
    if start < end and tokens[start].low == "whose":
        return None
    while start < end and tokens[start].low in ("the", "a", "an", "who", "is", "was", "now", "then"):
        if tokens[start].low == "who" and not (start + 1 < end and tokens[start + 1].low in ("is", "was")):
            return None
        start += 1
    stop = start
    while stop < end and tokens[stop].low not in (",", ";", "who", "which", "–", "—"):
        stop += 1
    words = [t.low for t in tokens[start:stop]]
    if words and words[0].endswith("ing") and words[0] not in ("acting", "leading", "managing", "founding", "king"):
        return None  # ", citing two officials,"
    head = words[
        : next((i for i, w in enumerate(words) if w in ("of", "at", "for", "in", "from", "to", "with")), len(words))
    ]
    if not head or not any(
        w in SPEAKER_NOUNS or w in TITLES or w.rsplit("-", 1)[-1] in TITLES or w.endswith(("ist", "er", "or", "ian"))
        for w in head
    ):
        return None
    return phrase_text(tokens, start, stop).strip()


def is_party(role: str) -> bool:
    """Whether a role tells no more than whose party somebody is of: "Democrat"."""
    return role.lower() in _PARTISANS


def gender_of(words: str) -> str | None:
    """ "she" or "he" where a role says which."""
    parts = set(re.findall(r"[\w.]+", words.lower()))
    if parts & _FEMALE_WORDS:
        return "she"
    return "he" if parts & _MALE_WORDS else None
