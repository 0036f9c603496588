"""A second round of queries, from what the first one read and missed.

What was found names those who know more; what was not found was asked for too narrowly.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from language.countries import country_of
from language.names import VERSION as NAMES_VERSION
from language.names import find_names
from verifiers.planners import wording
from verifiers.planners.wording import best, telling_terms, when, years_around
from verifiers.protocols import Evidence, Tried
from warehouse.records import Claim, Purpose

VERSION = f"1.{NAMES_VERSION}"

_MOST = 3  # queries of a claim
_READ = 3  # of the best passages
_NEW_NAMES = 2
_BROAD_WORDS = 4
_BESIDE_NAMES = 5


def proposed(tried: Tried) -> list[tuple[Purpose, str]]:
    """At most three queries, none with the words of one that was tried or of another."""
    asked = {key_of(query.text) for query in tried.queries}
    found: list[tuple[Purpose, str]] = []
    for purpose, text in _ideas(tried):
        key = key_of(text)
        if key and key not in asked and len(found) < _MOST:
            asked.add(key)
            found.append((purpose, text))
    return found


def key_of(text: str) -> frozenset[str]:
    """The words of a query, whatever their order and case: two queries with the same words ask for the same."""
    return frozenset(word.lower() for word in wording.WORD.findall(text))


def _ideas(tried: Tried) -> Iterator[tuple[Purpose, str]]:
    claim = tried.claim
    terms = telling_terms(claim)
    names = [term for term in terms if term.named]
    things = [term for term in terms if not term.named and not term.contested]
    if new := _new_names(claim, tried.evidence[:_READ]):
        # Those whom the best passages name beside the claim's own: who decided, counted or was there.
        yield "confirm", _joined([*_texts(best([*names, *things], _BESIDE_NAMES)), *new])
    # Without the rarest and most exacting words: a text that tells it may use others.
    yield "confirm", _joined([*_texts(best(names, _BROAD_WORDS)), *_texts(_commoner(things))])
    if time := when(claim) or years_around(claim):
        # Asked without a figure, a verb or a day, about the whole year.
        yield "refute", _joined([*_texts(best(names, _BROAD_WORDS)), *_texts(best(things, 2)), time[-1]])
    if len(names) > 1:
        yield "confirm", _joined(_texts(best(names, _BROAD_WORDS)))


def _commoner(things: Sequence[wording.Term]) -> list[wording.Term]:
    """Of the words that are no names, all but the rarer half, in their order, and few."""
    kept = sorted(range(len(things)), key=lambda place: (things[place].rarity, place))[: max(1, len(things) // 2)]
    return [things[place] for place in sorted(kept)][:_BROAD_WORDS]


def _new_names(claim: Claim, evidence: Sequence[Evidence]) -> list[str]:
    """The names that most of the best passages have and the claim has not, but for countries and publishers."""
    mine = key_of(" ".join((claim.text, claim.quote, claim.speaker or "", *claim.entities)))
    counts: Counter[str] = Counter()
    for item in evidence:
        publisher = key_of(item.document.publisher or "")
        told = {name.text for name in find_names(item.passage.text)}
        counts.update(
            name for name in told if not key_of(name) & (mine | publisher) and key_of(name) and not country_of(name)
        )
    return [name for name, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_NEW_NAMES]]


def _texts(found: Sequence[wording.Term]) -> list[str]:
    return [term.text for term in found]


def _joined(found: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(found))
