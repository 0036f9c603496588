"""From what the searches found to the passages put before a judge: few, exact, and fit to be understood alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from verifiers import facts, ranking
from verifiers.facts import Facts, Telling, telling_of
from verifiers.protocols import Evidence, Hit
from verifiers.ranking import Found
from warehouse.records import Claim, Document, Passage

VERSION = f"2.{facts.VERSION}"

_MOST_SENTENCES = 4
_MOST_CHARACTERS = facts.LONGEST_SENTENCE
_FEWEST_MATCHES = 2  # words of the claim in a passage's best sentence: with one it speaks of something else
_NEAR_ENOUGH = 0.3  # for a passage that shares fewer words: below it, one in a hundred speaks of the claim
_TELLING_WEIGHT = 2.0  # of a name or a number against another word


@dataclass(frozen=True)
class _Window:
    """Sentences [first, last] of a document around the one that matches the claim best; `match` is 0 if none does."""

    document: Document
    first: int
    last: int
    match: float

    @property
    def span(self) -> tuple[int, int]:
        sentences = telling_of(self.document).sentences
        return sentences[self.first].start, sentences[self.last].end

    @property
    def text(self) -> str:
        start, end = self.span
        return self.document.text[start:end]


def choose_passages(claim: Claim, found: Sequence[Found], *, per_claim: int, per_document: int) -> list[Evidence]:
    """The best passages for a claim, best first; what they count as is for `independence` to tell.

    A passage is one to four sentences around the one that shares most with the claim, or what the source says matched.
    Of the documents that the queries ranked best, passages are put in the order of their nearness in meaning and of
    those ranks (verifiers/ranking.py). Offsets are exact: `document.text[start:end]` is the passage's text; who judges
    it sees the document's title, publisher and date beside it.
    """
    wanted = _weights(claim)
    places = ranking.fused(found)
    windows = _candidates(found, places, wanted, per_document)
    near = ranking.nearness(claim, [(window.document, window.text) for window in windows])
    scored = [
        (ranking.weigh(one, places[window.document.document_id]), window)
        for one, window in zip(near, windows, strict=True)
        if window.match > 0.0 or one >= _NEAR_ENOUGH
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].document.document_id, pair[1].first))
    chosen = scored[:per_claim]
    query_of = ranking.best_queries(found)
    return [
        _evidence(claim, window, score, rank, query_of[window.document.document_id])
        for rank, (score, window) in enumerate(chosen, start=1)
    ]


def _candidates(
    found: Sequence[Found], places: dict[str, float], wanted: dict[str, float], per_document: int
) -> list[_Window]:
    """As many windows as are ranked: the best one of every document first, documents with the best places first."""
    hits: dict[str, Hit] = {}
    for one in found:
        for hit in one.hits:
            hits.setdefault(hit.document.document_id, hit)
    ordered = sorted(hits, key=lambda document_id: (-places[document_id], document_id))[: ranking.CANDIDATES]
    windows = [
        (number, place, window)
        for place, document_id in enumerate(ordered)
        for number, window in enumerate(_windows(hits[document_id], wanted, per_document))
    ]
    windows.sort(key=lambda one: one[:2])
    return [window for _, _, window in windows[: ranking.CANDIDATES]]


def _weights(claim: Claim) -> dict[str, float]:
    """What to look for, and how much each word tells."""
    said = Facts(claim.text, anchor=None)
    weights = dict.fromkeys(said.groups, 1.0)
    for stretch in (*(name.text for name in said.names), *claim.entities, *(one.text for one in said.quantities)):
        weights.update(dict.fromkeys(Facts(stretch, anchor=None).groups, _TELLING_WEIGHT))
    return weights


def _score(sentence: Facts, wanted: dict[str, float]) -> float:
    shared = sentence.groups & wanted.keys()
    return sum(wanted[word] for word in shared) if len(shared) >= _FEWEST_MATCHES else 0.0


def _windows(hit: Hit, wanted: dict[str, float], most: int) -> list[_Window]:
    """Up to `most` windows of a document that do not overlap, around the sentences that share most with the claim.

    Where none shares enough, what the source says matched.
    """
    document = hit.document
    telling = telling_of(document)
    scores = [_score(sentence, wanted) for sentence in telling.sentences]
    taken: set[int] = set()
    windows: list[_Window] = []
    for best in sorted(range(len(scores)), key=lambda index: (-scores[index], index)):
        if len(windows) == most or scores[best] == 0.0:
            break
        if best in taken:
            continue
        first, last = _around(telling, scores, best, taken)
        taken.update(range(first, last + 1))
        # A neighbour that tells of it too makes a better passage, but never outweighs a better sentence.
        beside = max((scores[index] for index in range(first, last + 1) if index != best), default=0.0)
        windows.append(_Window(document, first, last, scores[best] + 0.25 * beside))
    if not windows and most > 0:
        windows = [window for span in hit.spans[:1] for window in _matched(document, telling, span)]
    return windows


def _matched(document: Document, telling: Telling, span: tuple[int, int]) -> list[_Window]:
    """The sentences that a span lies in, as a window; none where they are more than a passage holds."""
    start, end = span
    inside = [place for place, one in enumerate(telling.sentences) if one.start < end and start < one.end]
    if not inside or len(inside) > _MOST_SENTENCES:
        return []
    sentences = telling.sentences
    if sentences[inside[-1]].end - sentences[inside[0]].start > _MOST_CHARACTERS:
        return []
    return [_Window(document, inside[0], inside[-1], 0.0)]


def _around(telling: Telling, scores: Sequence[float], best: int, taken: set[int]) -> tuple[int, int]:
    """The sentence before it, which says who "he" is, then those after it, as long as they fit."""
    first = last = best
    for index in (best - 1, best + 1, best + 2):
        new_first, new_last = min(first, index), max(last, index)
        if (
            0 <= index < len(scores)
            and index not in taken
            and new_last - new_first < _MOST_SENTENCES
            and telling.sentences[new_last].end - telling.sentences[new_first].start <= _MOST_CHARACTERS
            and (index != best + 2 or scores[index] > 0.0)
            and index in (first - 1, last + 1)
        ):
            first, last = new_first, new_last
    return first, last


def _evidence(claim: Claim, window: _Window, score: float, rank: int, query_id: str) -> Evidence:
    document = window.document
    start, end = window.span
    return Evidence(
        passage=Passage(
            passage_id=Passage.id_for(claim.claim_id, document.document_id, start, end, document.origin),
            claim_id=claim.claim_id,
            query_id=query_id,
            document_id=document.document_id,
            start=start,
            end=end,
            text=document.text[start:end],
            rank=rank,
            score=score,
            origin=document.origin,
        ),
        document=document,
    )
