"""From what the searches found to the passages put before a judge: few, exact, and fit to be understood alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from verifiers import facts
from verifiers.facts import Facts, Telling, telling_of
from verifiers.protocols import Evidence, Hit
from warehouse.records import Claim, Document, Passage, Query

VERSION = f"1.{facts.VERSION}"

_RRF_K = 60  # Cormack, Clarke and Büttcher, "Reciprocal rank fusion", SIGIR 2009
_MOST_SENTENCES = 4
_MOST_CHARACTERS = 1200
_FEWEST_MATCHES = 2  # words of the claim in a passage's best sentence: with one it speaks of something else
_TELLING_WEIGHT = 2.0  # of a name or a number against another word


@dataclass(frozen=True)
class Found:
    """What one source found for one query, best first."""

    query: Query
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class _Window:
    """Sentences [first, last] of a document around its sentence `best`, and how well they match the claim."""

    document: Document
    first: int
    last: int
    match: float


def choose_passages(claim: Claim, found: Sequence[Found], *, per_claim: int, per_document: int) -> list[Evidence]:
    """The best passages for a claim, best first; what they count as is for `independence` to tell.

    A passage is one to four sentences around the one that shares most with the claim. Ranks across the queries, and the
    rank by match with the claim, are fused by reciprocal rank fusion. Offsets are exact: `document.text[start:end]` is
    the passage's text.
    """
    wanted = _weights(claim)
    documents = {hit.document.document_id: hit.document for one in found for hit in one.hits}
    windows = [
        window for document_id in sorted(documents) for window in _windows(documents[document_id], wanted, per_document)
    ]
    windows.sort(key=lambda one: (-one.match, one.document.document_id, one.first))
    by_rank: dict[str, float] = defaultdict(float)
    best_query: dict[str, tuple[int, str]] = {}
    for one in found:
        for rank, hit in enumerate(one.hits, start=1):
            document_id = hit.document.document_id
            by_rank[document_id] += 1 / (_RRF_K + rank)
            best_query[document_id] = min(
                best_query.get(document_id, (rank, one.query.query_id)), (rank, one.query.query_id)
            )
    scored = [
        (by_rank[window.document.document_id] + 1 / (_RRF_K + rank), window)
        for rank, window in enumerate(windows, start=1)
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].document.document_id, pair[1].first))
    chosen = scored[:per_claim]
    return [
        _evidence(claim, window, score, rank, best_query[window.document.document_id][1])
        for rank, (score, window) in enumerate(chosen, start=1)
    ]


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


def _windows(document: Document, wanted: dict[str, float], most: int) -> list[_Window]:
    """Up to `most` windows of a document that do not overlap, around the sentences that share most with the claim."""
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
    return windows


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
    sentences = telling_of(document).sentences
    start, end = sentences[window.first].start, sentences[window.last].end
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
