"""Names in English news: people with the roles before them, places, organisations, and whether two are the same.

A name is a run of capitalised words; its kind is told by its words and its surroundings. Evidence comes from the whole
text passed: a word that also stands there in lower case starts a sentence, not a name; a surname that stands there with
a first name too is that person's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from language.countries import VERSION as COUNTRIES_VERSION
from language.countries import capital_of, country_of, is_country_name
from language.name_kinds import BODIES, ROMAN, Kind, kind_of, surname_of
from language.name_matching import VERSION as NAME_MATCHING_VERSION
from language.name_matching import same_name
from language.name_pieces import SEQUENCE, TOKEN, Piece, Token, in_title_case, is_capital, runs
from language.name_words import (
    COMMON_STARTS,
    EASTERN_SURNAMES,
    FIRST_NAMES,
    NOT_NAMES,
    OFFICE_OBJECTS,
    ORGANISATION_WORDS,
    ORGANISATIONS,
    PLACE_STARTS,
    PLACE_WORDS,
    PLACES,
    ROLE_MODIFIERS,
    ROLE_WORDS,
)
from language.name_words import VERSION as NAME_WORDS_VERSION
from language.numbers import ONES, TENS
from language.words import STOP_WORDS
from language.words import VERSION as WORDS_VERSION

VERSION = f"2.{COUNTRIES_VERSION}.{NAME_MATCHING_VERSION}.{NAME_WORDS_VERSION}.{WORDS_VERSION}"

__all__ = ["VERSION", "Kind", "Name", "country_of", "find_names", "same_name"]


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


_SENTENCE_START = re.compile(r"(?:^|[.!?…:;][\"'”’)\]]{0,3}\s+|\n\s*|(?:^|\s)[-–—•*]\s+|[“\"‘(\[])$")
_LOWER_WORDS = re.compile(r"(?<![\w’'-])[a-zà-ÿ][\w’'-]*")
_ENDS_LIKE_A_WORD = re.compile(r"(?:ing|ly|ed|s|tion|sion|ment|ness|ity|ists?|ism|able|ful|less|ous|ive|ical)$")
_ABBREVIATED = re.compile(r"(?:[A-Z]\.)+|(?:St|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Jr|Sr)\.")


def find_names(text: str, *, offset: int = 0) -> list[Name]:
    """The names of a text in order, none inside another; offsets are those in `text` plus `offset`.

    Adjectives of nations ("Russian") are names of the kind "other"; months, weekdays and lone titles are none.
    """
    lowered = frozenset(match.group() for match in _LOWER_WORDS.finditer(text))
    pieces: list[Piece] = []
    for match in SEQUENCE.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        at_start = match.start() == 0 or bool(_SENTENCE_START.search(before))
        tokens = tuple(
            Token(token.group(), match.start() + token.start(), match.start() + token.end(), is_capital(token.group()))
            for token in TOKEN.finditer(match.group())
        )
        title_case = len(tokens) > 1 and in_title_case(text, match.start(), match.end())
        for run in runs(tokens, lowered if title_case else frozenset()):
            pieces.extend(_without_roles(text, run, at_start=at_start and run[0] is tokens[0]))
    inside = {word for piece in pieces if not piece.at_start or len(piece.tokens) > 1 for word in piece.words}
    pieces = [kept for piece in pieces if (kept := _kept(text, piece, lowered, inside)) is not None]
    people = {
        surname_of(piece)[1]
        for piece in pieces
        if (len(piece.tokens) > 1 and kind_of(text, piece, frozenset()) == "person") or piece.role
    }
    return [_name(text, piece, frozenset(people), offset) for piece in pieces]


def _without_roles(text: str, tokens: tuple[Token, ...], *, at_start: bool) -> Iterator[Piece]:
    """Take the role off a person's name: "U.S. President Joe Roe" -> "U.S." and "Joe Roe" with the role."""
    split = _role_end(tokens, at_start=at_start)
    if split is None:
        role_start = _lower_role(text, tokens[0].start)
        role = text[role_start : tokens[0].start].strip() if role_start is not None else None
        yield Piece(tokens, role, at_start and not role)
        return
    before, person = tokens[:split], tokens[split:]
    role_text = text[before[0].start : before[-1].end]
    head = next((i for i, token in enumerate(before) if token.plain in ROLE_WORDS | ROLE_MODIFIERS), len(before))
    if head:
        yield Piece(before[:head], at_start=at_start)
    if person:
        yield Piece(person, role_text)


def _role_end(tokens: tuple[Token, ...], *, at_start: bool) -> int | None:
    """How many tokens the role in front takes up; None without one; all of them where nobody is named."""
    last = None
    for index, token in enumerate(tokens):
        if token.plain not in ROLE_WORDS or (token.plain in FIRST_NAMES and index):
            continue
        names_somebody = index + 1 < len(tokens) and tokens[index + 1].plain in FIRST_NAMES
        if index and not names_somebody and not _goes_before_roles(tokens[:index]):
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
        no_person = named and (
            named[0] in ROLE_WORDS or named[0] in BODIES or all(word in PLACE_WORDS for word in named)
        )
        return None if no_person and named[0] not in FIRST_NAMES | EASTERN_SURNAMES else last
    known_first = len(tokens) >= 3 and tokens[1].plain in FIRST_NAMES and tokens[0].plain not in FIRST_NAMES
    if at_start and known_first and country_of(tokens[0].text) is None and not _ABBREVIATED.match(tokens[0].text):
        return 1  # "Economist Anna Schmidt said": a word that has its capital from the sentence
    return None


def _goes_before_roles(tokens: tuple[Token, ...]) -> bool:
    country = next((n for n in (4, 3, 2, 1) if is_country_name(" ".join(token.text for token in tokens[:n]))), 0)
    return all(_goes_before_a_role(token) for token in tokens[country:])


def _goes_before_a_role(token: Token) -> bool:
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
    words = list(TOKEN.finditer(text, match.start(), match.end()))
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


def _kept(text: str, piece: Piece, lowered: frozenset[str], inside: set[str]) -> Piece | None:
    """The piece without the ordinary word that only its sentence gave a capital; None where no name is left."""
    tokens = piece.tokens
    while tokens and not tokens[-1].capital:
        tokens = tokens[:-1]
    if not tokens:
        return None
    first = tokens[0]
    if piece.at_start and _is_ordinary(first, lowered, inside, alone=len(tokens) == 1):
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
    return Piece(tokens, piece.role, piece.at_start)


def _is_ordinary(token: Token, lowered: frozenset[str], inside: set[str], *, alone: bool) -> bool:
    plain = token.plain
    if token.text.isupper() and len(plain) > 1:
        return False
    if country_of(token.text) or capital_of(token.text) or plain in PLACES or plain in ORGANISATIONS:
        return False
    if not alone and plain in PLACE_STARTS:  # "New York Times"
        return False
    counts = all(part in ONES or part in TENS for part in plain.split("-"))  # "Forty-one routes"
    if counts or plain in COMMON_STARTS or plain in lowered or plain in NOT_NAMES:
        return plain not in FIRST_NAMES or alone
    if plain in inside or plain in FIRST_NAMES:
        return False
    return bool(_ENDS_LIKE_A_WORD.search(plain)) and (alone or not plain.endswith("s"))


def _name(text: str, piece: Piece, people: frozenset[str], offset: int) -> Name:
    kind = kind_of(text, piece, people)
    tokens = piece.tokens
    # "Bank of England" is shortened to the Bank.
    of = next((index for index, token in enumerate(tokens) if index and token.text in ("of", "for", "on")), len(tokens))
    head = text[piece.start : piece.end] if kind == "place" else tokens[of - 1].text
    if kind == "person":
        first, _ = surname_of(piece)
        last = 0 if first == 0 and len(tokens) > 1 and tokens[0].plain in EASTERN_SURNAMES else len(tokens) - 1
        while last > first and (tokens[last].plain in ("jr", "sr") or ROMAN.match(tokens[last].text)):
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
