"""Runs of capitalised words: where a name may begin, go on and end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from language.countries import country_of, is_country_name
from language.name_words import FIRST_NAMES, ORGANISATION_WORDS, ROLE_WORDS, SPHERES, TAKES_FOR, TAKES_OF, TAKES_ON
from language.words import STOP_WORDS

_CAPITAL_WORD = (
    r"(?:(?:[A-Z]\.){2,6}|[A-ZÀ-ÖØ-ÞŠŽČĆĐŁŚŹŻİ](?:[’'](?=[A-Z]))?\w{0,40}(?:[’'](?!s\b|S\b)\w{1,30})?"
    r"(?:-(?!(?:based|like|born|led|backed|era|style|held|controlled|occupied|owned|run|speaking|made|nationalist|wide)\b)"
    r"\w[\w’']{0,30})*|[A-Z]\.(?=\s[A-Z])|(?:al|el|as|ad|ash|an|ar|az|ben)-[A-Z]\w{1,30})"
)
_PARTICLE = (
    r"(?:de la|de los|von der|van der|van den|de|da|dos|del|della|di|du|der|von|van|bin|bint|ibn|al|el|la|le|ten|zu)"
)
_GLUE = r"(?:of the|for the|of|for|on|and|&)"
SEQUENCE = re.compile(
    rf"(?<![\w@#/$€£])(?:(?:St|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Jr|Sr)\.|{_CAPITAL_WORD})"
    rf"(?:[ \u00a0](?:(?:{_PARTICLE}|{_GLUE})[ \u00a0])?"
    rf"(?:(?:St|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Jr|Sr)\.|{_CAPITAL_WORD})){{0,11}}"
)
TOKEN = re.compile(r"[^ \u00a0]+")


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    end: int
    capital: bool

    @property
    def plain(self) -> str:
        return self.text.lower().strip(".").replace("’", "'")


@dataclass(frozen=True)
class Piece:
    """A run of tokens that may be a name: the role before it, and whether it stands where any word has a capital."""

    tokens: tuple[Token, ...]
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


def is_capital(word: str) -> bool:
    return word[0].isupper() or "-" in word  # "al-Masri"


def in_title_case(text: str, start: int, end: int) -> bool:
    """Whether the line around is a headline in which every word of weight has a capital."""
    line_start = max(text.rfind("\n", 0, start), start - 200) + 1
    line_end = text.find("\n", end)
    line = text[line_start : min(len(text) if line_end < 0 else line_end, end + 200)]
    words = [word for word in re.findall(r"[A-Za-z][\w’'-]*", line) if word.lower() not in STOP_WORDS]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def runs(tokens: tuple[Token, ...], ordinary: frozenset[str]) -> Iterator[tuple[Token, ...]]:
    """Split a sequence where a name cannot go on: at glue that its left side does not ask for, at ordinary words."""
    run: list[Token] = []
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


def _breaks(token: Token, run: list[Token], ordinary: frozenset[str]) -> bool:
    """Whether a capitalised word is no part of a name: a stop word ("The", "In"), an ordinary word of a headline."""
    plain = token.plain
    if token.text.isupper() and len(plain) > 1 and not (plain in STOP_WORDS and plain != "us"):
        return False
    if plain in STOP_WORDS and not (run and (plain in ("will", "may", "can") or len(plain) == 1)):
        return True
    return plain in ordinary and plain not in FIRST_NAMES and country_of(token.text) is None


def _joins_spheres(run: list[Token], rest: tuple[Token, ...]) -> bool:
    """Whether a body's name tells two matters: "Food and Drug Administration", not "Pentagon and Navy"."""
    if any(token.text == "for" for token in run):
        return run[0].plain in ORGANISATION_WORDS or run[0].plain.removesuffix("s") in ORGANISATION_WORDS
    named = list(takewhile(lambda token: token.capital, rest))
    is_body = named[-1].plain in ORGANISATION_WORDS
    return is_body and run[-1].plain in SPHERES and not any(token.plain in ORGANISATION_WORDS for token in run)


def _joins(run: list[Token], glue: list[Token], rest: tuple[Token, ...]) -> bool:
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
        return is_country_name(whole) or joined_office or _joins_spheres(run, rest)
    return left not in ROLE_WORDS or first not in ("la", "le", "el")  # a particle
