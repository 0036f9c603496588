"""What the parts of the verifying stage are: planner, evidence source, judge."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from warehouse.records import Article, Claim, Document, Failure, Judgement, Passage, Query


@dataclass(frozen=True)
class Planned:
    """The queries proposed for a batch of claims, and the claims that none could be proposed for."""

    queries: tuple[Query, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A document that a source found for a query; a higher score is a better match within one search."""

    document: Document
    score: float
    spans: tuple[tuple[int, int], ...] = field(default=())  # where in document.text it matched, best first


@dataclass(frozen=True)
class Evidence:
    """A passage with the document that it stands in, as it is put before a judge."""

    passage: Passage
    document: Document


class QueryPlanner(Protocol):
    """Proposes searches that could settle a claim."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        """Several queries a claim, with different purposes. Raises ClaimhouseError when nothing could be planned."""
        ...


class EvidenceSource(Protocol):
    """Somewhere that evidence can be looked for."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """Changes whenever the source could answer a query differently: its code, its settings, its content."""
        ...

    async def search(self, query: Query, *, published_until: date | None, limit: int) -> Sequence[Hit]:
        """The best documents, best first; empty when it knows of none.

        With `published_until`, nothing published later and nothing of unknown date. Raises ClaimhouseError when it
        could not look, which is never the same as having found nothing.
        """
        ...


class Judge(Protocol):
    """Reads passages and says what they make of a claim."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    async def judge(self, claim: Claim, evidence: Sequence[Evidence], *, run_id: str) -> Judgement | Failure:
        """One judgement over all the passages, with one Reading for each. Evidence is never empty."""
        ...
