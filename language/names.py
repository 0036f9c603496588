"""Names in English news: people with the roles before them, places, organisations, and whether two are the same.

A name is a run of capitalised words; its kind is told by its words and its surroundings. Evidence comes from the whole
text passed: a word that also stands there in lower case starts a sentence, not a name; a surname that stands there with
a first name too is that person's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from language.countries import capital_of, country_of, is_country_name
from language.name_matching import same_name
from language.name_words import (
    COMMON_STARTS,
    EASTERN_SURNAMES,
    FIRST_NAMES,
    NOT_NAMES,
    OFFICE_OBJECTS,
    ORGANISATION_WORDS,
    ORGANISATIONS,
    OTHER_WORDS,
    PLACE_STARTS,
    PLACE_WORDS,
    PLACES,
    ROLE_MODIFIERS,
    ROLE_WORDS,
    SPEECH_VERBS,
    TAKES_FOR,
    TAKES_OF,
    TAKES_ON,
)
from language.words import STOP_WORDS

VERSION = 1

__all__ = ["VERSION", "Kind", "Name", "country_of", "find_names", "same_name"]

Kind = Literal["person", "place", "organisation", "other"]


@dataclass(frozen=True)
class Name:
    """A name at [start, end) of the text, without its possessive 's; `head` is the word that it is shortened to.

    `role` is the title or office directly before a person's name ("Foreign Minister"), which is no part of it.
    """

    text: str
    start: int
    end: int
    kind: Kind
    head: str
    role: str | None = None


_CAPITAL_WORD = (
    r"(?:(?:[A-Z]\.){2,6}|[A-ZÀ-ÖØ-ÞŠŽČĆĐŁŚŹŻİ](?:[’'](?=[A-Z]))?\w{0,40}(?:[’'](?!s\b|S\b)\w{1,30})?"
    r"(?:-\w[\w’']{0,30})*|[A-Z]\.(?=\s[A-Z]))"
)
_PARTICLE = (
    r"(?:de la|de los|von der|van der|van den|de|da|dos|del|della|di|du|der|von|van|bin|bint|ibn|al|el|la|le|ten|zu)"
)
_GLUE = r"(?:of the|for the|of|for|on|and|&)"
_SEQUENCE = re.compile(
    rf"(?<![\w@#/$€£])(?:(?:St|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Jr|Sr)\.|{_CAPITAL_WORD})"
    rf"(?:[ \u00a0](?:(?:{_PARTICLE}|{_GLUE})[ \u00a0])?"
    rf"(?:(?:St|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Jr|Sr)\.|{_CAPITAL_WORD})){{0,11}}"
)
_TOKEN = re.compile(r"[^ \u00a0]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;][\"'”’)\]]{0,3}\s+|\n\s*|(?:^|\s)[-–—•*]\s+|[“\"‘(\[])$")
_ROMAN = re.compile(r"(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XV|XVI)$")
_LOWER_WORDS = re.compile(r"(?<![\w’'-])[a-zà-ÿ][\w’'-]*")
_ENDS_LIKE_A_WORD = re.compile(r"(?:ing|ly|ed|s|tion|sion|ment|ness|ity|ists?|ism|able|ful|less|ous|ive|ical)$")
_ABBREVIATED = re.compile(r"(?:[A-Z]\.)+|(?:St|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Jr|Sr)\.")


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    capital: bool

    @property
    def plain(self) -> str:
        return self.text.lower().strip(".").replace("’", "'")


@dataclass(frozen=True)
class _Piece:
    """A run of tokens that may be a name: the role before it, and whether it stands where any word has a capital."""

    tokens: tuple[_Token, ...]
    role: str | None = None
    at_start: bool = False

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.plain for token in self.tokens)


def find_names(text: str, *, offset: int = 0) -> list[Name]:
    """The names of a text in order, none inside another; offsets are those in `text` plus `offset`.

    Adjectives of nations ("Russian") are names of the kind "other"; months, weekdays and lone titles are none.
    """
    lowered = frozenset(match.group() for match in _LOWER_WORDS.finditer(text))
    pieces: list[_Piece] = []
    for match in _SEQUENCE.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        at_start = match.start() == 0 or bool(_SENTENCE_START.search(before))
        tokens = tuple(
            _Token(
                token.group(), match.start() + token.start(), match.start() + token.end(), token.group()[0].isupper()
            )
            for token in _TOKEN.finditer(match.group())
        )
        title_case = len(tokens) > 1 and _in_title_case(text, match.start(), match.end())
        for run in _runs(tokens, lowered if title_case else frozenset()):
            pieces.extend(_without_roles(text, run, at_start=at_start and run[0] is tokens[0]))
    inside = {word for piece in pieces if not piece.at_start or len(piece.tokens) > 1 for word in piece.words}
    pieces = [kept for piece in pieces if (kept := _kept(text, piece, lowered, inside)) is not None]
    people = {
        _surname(piece)[1]
        for piece in pieces
        if (len(piece.tokens) > 1 and _kind(text, piece, frozenset()) == "person") or piece.role
    }
    return [_name(text, piece, frozenset(people), offset) for piece in pieces]


def _in_title_case(text: str, start: int, end: int) -> bool:
    """Whether the line around is a headline in which every word of weight has a capital."""
    line_start = max(text.rfind("\n", 0, start), start - 200) + 1
    line_end = text.find("\n", end)
    line = text[line_start : min(len(text) if line_end < 0 else line_end, end + 200)]
    words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", line) if word.lower() not in STOP_WORDS]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _runs(tokens: tuple[_Token, ...], ordinary: frozenset[str]) -> Iterator[tuple[_Token, ...]]:
    """Split a sequence where a name cannot go on: at glue that its left side does not ask for, at ordinary words."""
    run: list[_Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.capital:
            if _breaks(token, run, ordinary):
                if run:
                    yield tuple(run)
                run = []
            else:
                run.append(token)
            index += 1
            continue
        glue = [token]
        while index + len(glue) < len(tokens) and not tokens[index + len(glue)].capital:
            glue.append(tokens[index + len(glue)])
        index += len(glue)
        if run and _joins(run, glue, tokens[index:]):
            run.extend(glue)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _breaks(token: _Token, run: list[_Token], ordinary: frozenset[str]) -> bool:
    """Whether a capitalised word is no part of a name: a stop word ("The", "In"), an ordinary word of a headline."""
    plain = token.plain
    if token.text.isupper() and len(plain) > 1 and not (plain in STOP_WORDS and plain != "us"):
        return False
    if plain in STOP_WORDS and not (run and (plain in ("will", "may", "can") or len(plain) == 1)):
        return True
    return plain in ordinary and plain not in FIRST_NAMES and country_of(token.text) is None


def _joins(run: list[_Token], glue: list[_Token], rest: tuple[_Token, ...]) -> bool:
    """Whether what stands between two capitalised runs belongs to one name: "Bank of England", "Ursula von Trapp"."""
    if not rest:
        return False
    first, left = glue[0].text, run[-1].plain
    if first == "of":
        return left in TAKES_OF
    if first == "for":
        return left in TAKES_FOR
    if first == "on":
        return left in TAKES_ON
    if first == "&":
        return True
    if first == "and":
        whole = " ".join(token.plain for token in run) + " and " + rest[0].plain
        joined_office = any(token.text in ("of", "for") for token in run) and run[0].plain in ("department", "ministry")
        return is_country_name(whole) or joined_office
    return left not in ROLE_WORDS or first not in ("la", "le", "el")  # a particle


def _without_roles(text: str, tokens: tuple[_Token, ...], *, at_start: bool) -> Iterator[_Piece]:
    """Take the role off a person's name: "U.S. President Joe Roe" -> "U.S." and "Joe Roe" with the role."""
    split = _role_end(tokens, at_start=at_start)
    if split is None:
        role_start = _lower_role(text, tokens[0].start)
        role = text[role_start : tokens[0].start].strip() if role_start is not None else None
        yield _Piece(tokens, role, at_start and not role)
        return
    before, person = tokens[:split], tokens[split:]
    role_text = text[before[0].start : before[-1].end]
    head = next((i for i, token in enumerate(before) if token.plain in ROLE_WORDS | ROLE_MODIFIERS), len(before))
    if head:
        yield _Piece(before[:head], at_start=at_start)
    if person:
        yield _Piece(person, role_text)


def _role_end(tokens: tuple[_Token, ...], *, at_start: bool) -> int | None:
    """How many tokens the role in front takes up; None without one; all of them where nobody is named."""
    last = None
    for index, token in enumerate(tokens):
        if token.plain not in ROLE_WORDS or (token.plain in FIRST_NAMES and index):
            continue
        if index and not all(_goes_before_a_role(before) for before in tokens[:index]):
            break
        end = index + 1
        if end + 1 < len(tokens) and tokens[end].text == "of":
            object_at = end + 2 if tokens[end + 1].text == "the" else end + 1
            if object_at < len(tokens) and tokens[object_at].plain in OFFICE_OBJECTS:
                end = object_at + 1
            else:
                break
        last = end
    if last is not None:
        named = [token.plain for token in tokens[last:]]
        return last if not named or not all(word in _NO_PERSON for word in named) else None
    known_first = len(tokens) >= 3 and tokens[1].plain in FIRST_NAMES and tokens[0].plain not in FIRST_NAMES
    if at_start and known_first and country_of(tokens[0].text) is None and not _ABBREVIATED.match(tokens[0].text):
        return 1  # "Economist Anna Schmidt said": a word that has its capital from the sentence
    return None


_NO_PERSON = ORGANISATION_WORDS | OTHER_WORDS | PLACE_WORDS  # "General Assembly", "Executive Order"


def _goes_before_a_role(token: _Token) -> bool:
    return (
        not token.capital
        or token.plain in ROLE_MODIFIERS
        or token.plain in ROLE_WORDS
        or country_of(token.text) is not None
        or capital_of(token.text) is not None
        or token.plain in ORGANISATION_WORDS
        or token.plain in OFFICE_OBJECTS
        or token.plain in ("european", "house", "senate")
        or token.text.isupper()
    )


_BEFORE_ROLE = re.compile(r"((?:[\w’'.-]{1,30}[ \u00a0]){1,5})$")


def _lower_role(text: str, start: int) -> int | None:
    """Where a role in lower case before a name begins ("Kremlin spokesman", "opposition leader"); None without one."""
    match = _BEFORE_ROLE.search(text, max(0, start - 90), start)
    if match is None:
        return None
    words = list(_TOKEN.finditer(text, match.start(), match.end()))
    if words[-1].group() not in ROLE_WORDS:  # in lower case: the others were dealt with
        return None
    begin = words[-1].start()
    for word in reversed(words[:-1]):
        plain = word.group()
        if (
            plain.lower() in ROLE_MODIFIERS
            or plain in ROLE_WORDS
            or (plain[0].isupper() and plain.lower() not in STOP_WORDS)
        ):
            begin = word.start()
        else:
            break
    return begin


def _kept(text: str, piece: _Piece, lowered: frozenset[str], inside: set[str]) -> _Piece | None:
    """The piece without the ordinary word that only its sentence gave a capital; None where no name is left."""
    tokens = piece.tokens
    while tokens and not tokens[-1].capital:
        tokens = tokens[:-1]
    if not tokens:
        return None
    first = tokens[0]
    if piece.at_start and _is_ordinary(text, first, lowered, inside, alone=len(tokens) == 1):
        tokens = tokens[1:]
        while tokens and not tokens[0].capital:
            tokens = tokens[1:]
    words = [token.plain for token in tokens]
    if not tokens or all(word in NOT_NAMES for word in words):
        return None
    is_title = all(word in ROLE_WORDS or word in ROLE_MODIFIERS or word in NOT_NAMES for word in words)
    # "Prime Minister" is a title and "Liberal Party" a name; a lone "Former" is neither.
    ends_as_title = words[-1] in ROLE_WORDS or words[-1] in NOT_NAMES or (len(words) == 1 and piece.at_start)
    if is_title and ends_as_title and not piece.role:
        return None
    if len(tokens) == 1 and (len(words[0]) == 1 or words[0] in STOP_WORDS) and country_of(tokens[0].text) is None:
        return None
    return _Piece(tokens, piece.role, piece.at_start)


def _is_ordinary(text: str, token: _Token, lowered: frozenset[str], inside: set[str], *, alone: bool) -> bool:
    plain = token.plain
    if token.text.isupper() and len(plain) > 1:
        return False
    if country_of(token.text) or capital_of(token.text) or plain in PLACES or plain in ORGANISATIONS:
        return False
    if plain in COMMON_STARTS or plain in lowered or plain in NOT_NAMES:
        return plain not in FIRST_NAMES or alone
    if plain in inside or plain in FIRST_NAMES:
        return False
    return bool(_ENDS_LIKE_A_WORD.search(plain)) and (alone or not plain.endswith("s"))


def _surname(piece: _Piece) -> tuple[int, str]:
    """Which token a person's surname begins at, and its last word in lower case."""
    tokens = piece.tokens
    last = len(tokens) - 1
    while last and (tokens[last].plain in ("jr", "sr") or _ROMAN.match(tokens[last].text)):
        last -= 1
    if last and tokens[0].plain in EASTERN_SURNAMES and tokens[last].plain not in EASTERN_SURNAMES | FIRST_NAMES:
        return 0, tokens[0].plain
    first = last
    while first and not tokens[first - 1].capital:
        first -= 1
    return first, tokens[last].plain


def _name(text: str, piece: _Piece, people: frozenset[str], offset: int) -> Name:
    kind = _kind(text, piece, people)
    tokens = piece.tokens
    head = tokens[-1].text
    if kind == "person":
        first, _ = _surname(piece)
        last = 0 if first == 0 and len(tokens) > 1 and tokens[0].plain in EASTERN_SURNAMES else len(tokens) - 1
        while last > first and (tokens[last].plain in ("jr", "sr") or _ROMAN.match(tokens[last].text)):
            last -= 1
        head = text[tokens[first].start : tokens[last].end]
    return Name(
        text=text[piece.start : piece.end],
        start=piece.start + offset,
        end=piece.end + offset,
        kind=kind,
        head=head,
        role=piece.role if kind == "person" else None,
    )


# In the table of countries or of seats of government, and yet bodies rather than places.
_POWERS = {"kremlin", "white house", "european union", "eu", "e.u", "united nations", "un", "u.n"}
_ADJECTIVES = {"western", "eastern", "northern", "southern", "european", "african", "asian", "arab"}


def _kind(text: str, piece: _Piece, people: frozenset[str]) -> Kind:
    whole = text[piece.start : piece.end]
    words = [word for token, word in zip(piece.tokens, piece.words, strict=True) if token.capital]
    plain = " ".join(piece.words)
    if is_country_name(whole) or capital_of(whole) or plain in PLACES:
        return (
            "organisation"
            if plain in ("kremlin", "white house", "european union", "eu", "united nations", "un")
            else "place"
        )
    if country_of(whole) or plain in _ADJECTIVES:
        return "other"
    if piece.role:
        return "person"
    if plain in ORGANISATIONS or plain in ("e.u", "u.n"):
        return "organisation"
    if len(words) == 1:
        return _kind_of_one(text, piece, people)
    is_person_like = words[0] in FIRST_NAMES and words[-1] not in ORGANISATION_WORDS | PLACE_WORDS | OTHER_WORDS
    if is_person_like and not any(token.text == "of" for token in piece.tokens):
        return "person"
    if words[-1] in OTHER_WORDS or ("war" in words and _ROMAN.match(piece.tokens[-1].text)):
        return "other"
    if (words[-1] in PLACE_WORDS and words[-1] not in ("office", "house", "bank", "state")) or words[0] in PLACE_STARTS:
        return "place" if words[-1] not in ORGANISATION_WORDS or words[0] in PLACE_STARTS else "organisation"
    if any(word in ORGANISATION_WORDS for word in words):
        return "organisation"
    if any(token.text in ("&", "of", "for", "on", "and") for token in piece.tokens):
        return "organisation"
    if any(country_of(token.text) for token in piece.tokens) or len(words) > 4:
        return "other"
    before = text[max(0, piece.start - 8) : piece.start].lower()
    if whole.isupper():
        return "other"
    if before.endswith(" the ") or before == "the ":
        return "organisation"
    if re.search(r"\b(?:in|near|at)\s$", before):
        return "place"
    return "person"


def _kind_of_one(text: str, piece: _Piece, people: frozenset[str]) -> Kind:
    token = piece.tokens[0]
    before = text[max(0, piece.start - 10) : piece.start].lower()
    after = re.match(r"[ ,]{1,2}([a-z]+)", text[piece.end : piece.end + 20])
    if token.plain in people:
        return "person"
    if token.text.replace(".", "").isupper() and len(token.plain) > 1:
        return "organisation"
    if token.plain in ORGANISATION_WORDS:
        return "organisation"
    if after and after.group(1) in SPEECH_VERBS:
        return "person"
    if token.plain in FIRST_NAMES:
        return "person"
    if re.search(r"\b(?:in|near|at|from|to|outside|across)\s$", before):
        return "place"
    return "other"
