"""The stretches of a passage that a small network reads at once: short, cut at sentence ends, overlapping.

The network was trained on one to four sentences. What is longer it would read only the beginning of, or take less in.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from language.countries import capital_of, country_of
from language.sentences import VERSION as SENTENCES_VERSION
from language.sentences import split_sentences
from language.words import VERSION as WORDS_VERSION
from language.words import content_words, meaning

VERSION = f"2.{SENTENCES_VERSION}.{WORDS_VERSION}"

LONGEST = 600  # characters of a window: about 140 word pieces, which leaves room for the claim
LONGEST_DIGEST = 1000  # characters: what is left of 256 word pieces beside a claim
_MOST_WINDOWS = 12  # of a passage; of held-out documents no claim is borne out by a window that shares less than these
_MOST_SENTENCES = 8  # of a digest
_TEXTS_KEPT = 4000
_FEWEST_WORDS = 3  # content words of a claim that is about something: "I doubt it" may share none with what it follows
_BEGINNING = 5  # letters by which words of one family are the same, whatever their endings


def windows(text: str, *, most: int = LONGEST) -> list[str]:
    """A text in stretches of at most `most` characters, none where it is blank.

    Each begins with the last sentence of the one before, where there is room for it, since it may say who "he" is. A
    sentence that is longer than a window is cut between words.
    """
    pieces = [piece for span in split_sentences(text) for piece in _pieces(span.of(text), most)]
    found: list[str] = []
    current: list[str] = []
    for piece in pieces:
        if current and _length([*current, piece]) > most:
            found.append(" ".join(current))
            current = current[-1:] if _length([current[-1], piece]) <= most else []
        current.append(piece)
    return [*found, " ".join(current)] if current else found


def windows_for(claim: str, text: str) -> list[str]:
    """What of a passage is to be read for a claim: its windows, and of several a digest too.

    Of a long passage those windows that share most with the claim, in their order.
    """
    found = windows(text)
    if len(found) < 2:
        return found
    wanted = groups(claim)
    nearest = sorted(range(len(found)), key=lambda place: (-len(groups(found[place]) & wanted), place))
    kept = [found[place] for place in sorted(nearest[:_MOST_WINDOWS])]
    whole = digest(claim, text)
    return kept if not whole or whole in kept else [*kept, whole]


def digest(claim: str, text: str, *, most: int = LONGEST_DIGEST) -> str:
    """The sentences of a text that together have most of a claim's words, in their order; empty where none has any.

    A claim that says several things is often borne out by sentences that stand far apart.
    """
    wanted = groups(claim)
    sentences = [piece for span in split_sentences(text) for piece in _pieces(span.of(text), most)]
    shared = {place: own for place, one in enumerate(sentences) if (own := groups(one) & wanted)}
    chosen: list[int] = []
    covered: frozenset[str] = frozenset()
    room = most
    while shared and len(chosen) < _MOST_SENTENCES:
        best = max(shared, key=lambda place: (len(shared[place] - covered), len(shared[place]), -place))
        own = shared.pop(best)
        if len(sentences[best]) < room:
            chosen.append(best)
            covered |= own
            room -= len(sentences[best]) + 1
    return " ".join(sentences[place] for place in sorted(chosen))


def best_together(claim: str, texts: Sequence[str], *, count: int, most: int = LONGEST) -> tuple[tuple[int, ...], str]:
    """The sentences of several texts that together have most of a claim's words, and the places of those texts.

    One or two sentences of a text, at most `count` texts, each of which adds a word that those before it lack; in the
    order of the texts. Fewer than two places where no second text adds anything.
    """
    wanted = groups(claim)
    sentences = [[span.of(text) for span in split_sentences(text)] for text in texts]
    chosen: dict[int, str] = {}
    covered: frozenset[str] = frozenset()
    while len(chosen) < count:
        room = most - _length(list(chosen.values()))
        candidates = [
            (len((groups(part) & wanted) - covered), len(groups(part) & wanted), -len(part), part, place)
            for place, several in enumerate(sentences)
            if place not in chosen
            for part in _ones_and_twos(several)
            if len(part) <= room
        ]
        if not candidates or max(candidates)[0] == 0:
            break
        *_, part, place = max(candidates)
        chosen[place] = part
        covered |= groups(part) & wanted
    places = tuple(sorted(chosen))
    return places, " ".join(chosen[place] for place in places)


def shares_nothing(claim: str, texts: Iterable[str]) -> bool:
    """Whether none of the texts has a name, a number or a content word of a claim that has something to share.

    A claim of a few words without a name or a number may be told in quite other words, so that its passages are read.
    """
    wanted = groups(claim)
    return _is_about_something(claim) and all(wanted.isdisjoint(groups(text)) for text in texts)


@lru_cache(maxsize=_TEXTS_KEPT)
def groups(text: str) -> frozenset[str]:
    """The content words of a text by their meaning and by their beginnings, countries by one name."""
    found: set[str] = set()
    for word in content_words(text):
        found |= {meaning(word), word[:_BEGINNING]}
        if place := country_of(word) or capital_of(word):
            found.add(place)
    return frozenset(found)


def _is_about_something(claim: str) -> bool:
    is_specific = any(word[:1].isupper() or word[:1].isdigit() for word in claim.split()[1:])
    return is_specific and len(set(content_words(claim))) >= _FEWEST_WORDS


def _ones_and_twos(sentences: Sequence[str]) -> list[str]:
    pairs = [f"{first} {second}" for first, second in pairwise(sentences)]
    return [*sentences, *pairs]


def _pieces(sentence: str, most: int) -> list[str]:
    sentence = " ".join(sentence.split())
    found = []
    while len(sentence) > most:
        cut = sentence.rfind(" ", 1, most + 1)
        cut = cut if cut > 0 else most
        found.append(sentence[:cut].rstrip())
        sentence = sentence[cut:].lstrip()
    return [*found, sentence] if sentence else found


def _length(parts: Sequence[str]) -> int:
    return sum(map(len, parts)) + len(parts)
