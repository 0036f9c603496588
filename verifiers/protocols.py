"""What the parts of the verifying stage are: planner, evidence source, judge."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol, get_args, runtime_checkable

from warehouse.records import (
    Article,
    Claim,
    Document,
    Failure,
    Fetch,
    Judgement,
    Passage,
    Purpose,
    Query,
    Search,
    Unread,
)

ALL_PURPOSES: frozenset[Purpose] = frozenset(get_args(Purpose))
# The purposes of a source that knows what others have made of a claim, and nothing of whether it is so.
EARLIER_CHECKS: frozenset[Purpose] = frozenset({"earlier_fact_check"})


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
    fetch: Fetch | None = None  # how it came from the web
    how: str | None = None  # how a review was told to be of this very claim


@dataclass(frozen=True)
class Answer:
    """What a source found for a query, best first, and the pages that it named and that could not be read."""

    hits: tuple[Hit, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A passage with the document that it stands in, as it is put before a judge."""

    passage: Passage
    document: Document


@dataclass(frozen=True)
class Tried:
    """What the first round of searches for a claim came to, when the judges found it not enough."""

    claim: Claim
    queries: tuple[Query, ...]
    searches: tuple[Search, ...]
    evidence: tuple[Evidence, ...]  # what was put before the judges, best first
    why: str  # what was missing, in the words of the decision


class QueryPlanner(Protocol):
    """Proposes searches that could settle a claim."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    async def plan(self, article: Article, claims: Sequence[Claim], *, run_id: str) -> Planned:
        """Several queries a claim, with different purposes. Raises ClaimhouseError when nothing could be planned."""
        ...

    async def plan_further(self, article: Article, tried: Sequence[Tried], *, run_id: str) -> Planned:
        """Queries of round 2 from what the first round found or missed; none where nothing further comes to mind.

        None has the words of a query that was tried. Raises ClaimhouseError when nothing could be planned.
        """
        ...


class EvidenceSource(Protocol):
    """Somewhere that evidence can be looked for."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """Changes whenever the source could answer a query differently, as far as it can know that by itself: its
        code, its settings, its content where that is at hand."""
        ...

    @property
    def live(self) -> bool:
        """Whether its content changes without its version changing, as the web's does."""
        ...

    @property
    def by_claim(self) -> bool:
        """Whether its answer depends on the claim beside the query, so that two claims with one query ask twice."""
        ...

    @property
    def purposes(self) -> frozenset[Purpose]:
        """The purposes of queries that it is asked; it never sees another."""
        ...

    async def search(self, query: Query, claim: Claim, *, published_until: date | None, limit: int) -> Answer:
        """The best documents for a query on a claim, best first; none when it knows of none.

        With `published_until`, nothing published later and nothing of unknown date. Raises ClaimhouseError when it
        could not look, which is never the same as having found nothing.
        """
        ...


@runtime_checkable
class Paced(Protocol):
    """A source whose requests wait for their turn: more searches at once would wait for each other, and time out."""

    @property
    def searches_at_once(self) -> int: ...


class Originals(Protocol):
    """Where the bytes of fetched pages are kept as they came."""

    def keep(self, body: bytes) -> str:
        """Keep a page's bytes, once however often it is called, and give their SHA-256 in hexadecimal."""
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


@runtime_checkable
class ReadsTogether(Protocol):
    """A judge whose reading of a passage may depend on the others that it is shown beside it."""

    @property
    def reads_together(self) -> Literal[True]: ...
