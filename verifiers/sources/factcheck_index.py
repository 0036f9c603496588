"""Fact-checks in memory, looked up by the words of a claim."""

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy

from verifiers.claim_reviews import ClaimReview
from verifiers.sources import corpus_terms
from verifiers.sources.corpus_terms import ANALYZER, build_analyzer, tokens

VERSION = f"1.{corpus_terms.VERSION}"

_MEMORY = 64_000_000
_MOST_TERMS = 64


@dataclass(frozen=True)
class Kept:
    """A fact-check, and where it was read."""

    path: str
    review: ClaimReview


class FactCheckIndex:
    """Built once, from all fact-checks; safe to ask from several threads. A hundred thousand take some seconds."""

    def __init__(self, kept: Sequence[Kept]) -> None:
        self._kept = tuple(kept)
        self._analyzer = build_analyzer()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("claim", tokenizer_name=ANALYZER)
        builder.add_integer_field("number", fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer(ANALYZER, self._analyzer)
        writer = index.writer(_MEMORY, 1)
        for number, one in enumerate(self._kept):
            entry = tantivy.Document()
            entry.add_text("claim", " ".join(tokens(one.review.claim)))
            entry.add_integer("number", number)
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def __len__(self) -> int:
        return len(self._kept)

    def nearest(self, claim: str, limit: int) -> list[Kept]:
        """The fact-checks whose claims share most words with this one, the nearest first."""
        terms = list(dict.fromkeys(self._analyzer.analyze(" ".join(tokens(claim)))))[:_MOST_TERMS]
        if not terms or not self._kept:
            return []
        wanted = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "claim", term, "freq")) for term in terms
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(wanted), limit, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return [self._kept[number] for number in numbers if isinstance(number, int)]
