"""Which passages come first: by the ranks that searches gave them, and by nearness in meaning to the claim.

A search engine ranks by words. A small encoder that runs on this machine (language/embedding.py) also sees that "the
jobless rate" is what a claim calls unemployment. The weights below were chosen on the training claims of AVeriTeC, by
how many of a claim's own answers come first: docs/accuracy.md tells how, and what it reaches on the others.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from language import embedding
from verifiers.protocols import Hit
from warehouse.records import Claim, Document, Purpose, Query

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

CANDIDATES = 50  # passages that are worth reading for one search, or for one claim

_RANK_WEIGHT = 0.2  # of the first place in a search by words, against a cosine of 1
_HALVED_AT = 5  # so many places below the first, a place in such a search is worth half
_FUSED_WEIGHT = 0.5  # of the first place in every search, where searches are fused
_FUSED_HALVED_AT = 10
# A query that asks for the claim itself says more of what speaks of it than one for its record or its rebuttal.
_PURPOSE_WEIGHTS: Mapping[Purpose, float] = {"confirm": 1.0, "exact_words": 1.0}
_OTHER_WEIGHT = 0.3
_COMMON = 10  # candidates from which on half of what they have in common is taken off
_DIGITS = 4  # of a nearness: another processor's rounding does not show


@dataclass(frozen=True)
class Found:
    """What one source found for one query, best first."""

    query: Query
    hits: tuple[Hit, ...]


def version() -> str:
    """Changes with the encoder and with how its answers are used."""
    return f"2.{embedding.model_version()}"


def nearness(claim: Claim, passages: Sequence[tuple[Document, str]]) -> list[float]:
    """How near in meaning to the claim each passage is, from -1 to 1, read with the title of its document.

    Raises ModelFilesError where the encoder's files are not those that were shipped.
    """
    wanted, vectors = _vectors(claim, passages)
    return [round(float(one), _DIGITS) for one in vectors @ wanted]


def nearest(claim: Claim, hits: Sequence[Hit], limit: int) -> list[Hit]:
    """The best hits of one search, whose order they come in, with scores that weigh nearness too; ties keep the order.

    For a source that can tell many candidates cheaply: of each one the best passage, its first span, is read. Fifty
    hits of one search are on one subject, and so near to the claim, all of them: what they have in common is taken off
    their vectors and the claim's (localised centering: Hara et al., AAAI 2015), and what tells them apart decides. The
    fewer there are, the less is known of what they have in common, and the less is taken off. The first by words are
    always among them: a passage that says the claim in one sentence of four may lie far from it as a whole.
    """
    import numpy

    if not hits:
        return []
    texts = [hit.document.text[slice(*hit.spans[0])] if hit.spans else hit.document.text for hit in hits]
    wanted, vectors = _vectors(claim, [(hit.document, text) for hit, text in zip(hits, texts, strict=True)])
    common = vectors.mean(0) * len(hits) / (len(hits) + _COMMON)
    wanted, vectors = wanted - common, vectors - common
    lengths = numpy.linalg.norm(vectors, axis=1) * numpy.linalg.norm(wanted)
    near = vectors @ wanted / numpy.maximum(lengths, 1e-6)
    scored = [
        replace(hit, score=round(float(one) + _RANK_WEIGHT * _worth(rank, _HALVED_AT), _DIGITS))
        for rank, (hit, one) in enumerate(zip(hits, near, strict=True))
    ]
    kept = set(range(min(limit // 2, len(hits))))
    for place in sorted(range(len(scored)), key=lambda place: -scored[place].score):
        if len(kept) == limit:
            break
        kept.add(place)
    return sorted((scored[place] for place in sorted(kept)), key=lambda hit: -hit.score)


def fused(found: Sequence[Found]) -> dict[str, float]:
    """What the places of each document are worth, by document_id: from 0 to 1, first for every query that was put.

    Reciprocal ranks (Cormack, Clarke and Büttcher, SIGIR 2009), their weighted mean over the queries of the source that
    has the document, so that what one source alone can know loses nothing where others were asked too.
    """
    worth: dict[str, float] = defaultdict(float)
    source_of: dict[str, str] = {}
    asked: dict[str, dict[str, float]] = defaultdict(dict)
    for one in found:
        weight = _PURPOSE_WEIGHTS.get(one.query.purpose, _OTHER_WEIGHT)
        for rank, hit in enumerate(one.hits):
            document = hit.document
            worth[document.document_id] += weight * _worth(rank, _FUSED_HALVED_AT)
            source_of.setdefault(document.document_id, document.source)
            asked[document.source][one.query.query_id] = weight
    totals = {source: sum(weights.values()) for source, weights in asked.items()}
    return {document_id: min(total / totals[source_of[document_id]], 1.0) for document_id, total in worth.items()}


def weigh(near: float, places: float) -> float:
    """The score by which passages are put in order: nearness, and what `fused` found the places worth."""
    return round(near + _FUSED_WEIGHT * places, _DIGITS)


def best_queries(found: Sequence[Found]) -> Mapping[str, str]:
    """For each document_id the query that gave it its best place."""
    best: dict[str, tuple[int, str]] = {}
    for one in found:
        for rank, hit in enumerate(one.hits):
            place = (rank, one.query.query_id)
            best[hit.document.document_id] = min(best.get(hit.document.document_id, place), place)
    return {document_id: query_id for document_id, (_, query_id) in best.items()}


def _vectors(
    claim: Claim, passages: Sequence[tuple[Document, str]]
) -> "tuple[NDArray[numpy.float32], NDArray[numpy.float32]]":
    """The claim's vector [values], and the passages' [passages, values]."""
    model = embedding.embedding_model()
    told = [f"{document.title.strip()}\n{text}" if document.title else text for document, text in passages]
    vectors = model.vectors([claim.text, *told])
    return vectors[0], vectors[1:]


def _worth(rank: int, halved_at: int) -> float:
    """Of the place `rank`, from 0: 1 for the first."""
    return halved_at / (halved_at + rank)
