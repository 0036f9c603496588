"""What "the bridge" stands for where an article names just one: "the Meridian Bridge".

Only what leaves no choice is told: the whole article names one thing of the kind, has named it before, and speaks of
the kind in no other way, neither of "a bridge" nor of "bridges" nor of "the railway bridge". ("Its bridge" may be it.)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.grammar.tokens import Token
from extractors.grammar.verbs import finite_verbs
from extractors.grammar.word_classes import AUXILIARIES, BE, HAVE, PREPOSITIONS, is_adverb
from extractors.selfcontained import Replacement
from extractors.speech.people import NameRun, People, bare_name, name_runs, phrase_text
from language.countries import country_of
from language.sentences import word_set

VERSION = 1

# Last words of names by which alone the thing is spoken of later on.
_KINDS = word_set(
    "bridge dam airport airfield hospital clinic university college academy museum stadium arena tunnel tower river "
    "lake volcano canyon strait port harbour harbor plant factory refinery mine reactor pipeline library theatre "
    "theater hotel prison cathedral mosque temple palace castle zoo island glacier canal railway reservoir lighthouse "
    "observatory telescope festival council commission committee ministry agency authority parliament senate assembly "
    "federation association institute foundation alliance tribunal treaty protocol convention"
)
_DETERMINERS = ("the", "this", "that", "its", "their")
_JOINING = ("and", "or", "but", "who", "which", "where", "when", "that", "as", "if", "while")


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    first: int  # offset of its first mention
    has_article: bool  # "the Meridian Bridge", and not "Heathrow Airport"


class Designations:
    """The things that an article speaks of by their kind alone once it has named them."""

    def __init__(self, sentences: Iterable[Sequence[Token]], people: People) -> None:
        named: dict[str, list[_Named]] = {}
        several: set[str] = set()
        for tokens in sentences:
            for run in name_runs(tokens):
                kind = _plain(tokens[run.end - 1])
                if kind in _KINDS and (one := _named(tokens, run, people)) is not None:
                    named.setdefault(kind, []).append(one)
            for place, token in enumerate(tokens):
                word = _plain(token)
                before = tokens[place - 1] if place else None
                if word in _KINDS and not token.is_capital and (before is None or before.low not in _DETERMINERS):
                    several.add(word)
                several.update(kind for kind in _singular(word) if kind in _KINDS)
        self._named = {
            kind: one for kind, found in named.items() if kind not in several and (one := _the_one(found)) is not None
        }

    def replacements(self, tokens: Sequence[Token]) -> list[Replacement]:
        """The name for the first "the bridge" of each kind among the tokens, unless they hold the name themselves."""
        told = {_plain(tokens[run.end - 1]) for run in name_runs(tokens)}
        made: list[Replacement] = []
        for place in range(1, len(tokens)):
            token, article = tokens[place], tokens[place - 1]
            kind = _plain(token)
            one = self._named.get(kind)
            if one is None or kind in told or token.is_capital or token.quoted or article.low != "the":
                continue
            if token.start < one.first or not _stands_alone(tokens, place):
                continue
            told.add(kind)
            made.append((token.start if one.has_article else article.start, token.start + len(kind), one.name))
        return made


def _named(tokens: Sequence[Token], run: NameRun, people: People) -> _Named | None:
    """What a run names, with its nation and without a title; None for a person, and for a part of a name."""
    start = run.name_start
    while start > run.start and country_of(tokens[start - 1].text):
        start -= 1
    name = bare_name(phrase_text(tokens, start, run.end))
    goes_on = (
        run.end + 1 < len(tokens) and tokens[run.end].low in ("of", "on", "for") and tokens[run.end + 1].is_capital
    )
    began = start > 1 and tokens[start - 1].low in ("and", "&") and tokens[start - 2].is_capital
    if " " not in name or began or goes_on or people.find(name) is not None:
        return None
    return _Named(name, tokens[start].start, start > 0 and tokens[start - 1].low == "the")


def _the_one(found: Sequence[_Named]) -> _Named | None:
    """The thing that all of them name, by its longest name: "Veld City Council", later "City Council"."""
    longest = max(found, key=lambda one: len(one.name))
    return longest if all(longest.name.endswith(one.name) for one in found) else None


def _stands_alone(tokens: Sequence[Token], place: int) -> bool:
    """Whether a noun is not the first half of another: "the bridge committee"."""
    if tokens[place].is_possessive or place + 1 == len(tokens):
        return True
    then = tokens[place + 1]
    return (
        not then.is_word
        or then.low in (*_JOINING, *PREPOSITIONS, *AUXILIARIES, *BE, *HAVE)
        or is_adverb(then)
        or place + 1 in finite_verbs(tokens)
    )


def _plain(token: Token) -> str:
    return token.low.removesuffix("'s")


def _singular(word: str) -> Iterable[str]:
    """What a plural may be the plural of."""
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]
