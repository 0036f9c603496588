"""What one call of the verifying stage is about, under which limits it works, and all that comes of a claim."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

from verifiers.own_story import OwnStory
from verifiers.protocols import Hit
from warehouse.errors import ClaimhouseError
from warehouse.records import (
    Article,
    Claim,
    Document,
    Failure,
    Fetch,
    Judgement,
    Passage,
    Query,
    Search,
    Stage,
    Verdict,
    failure_of,
)

Cutoff = Literal["now", "claim"]

_log = logging.getLogger(__name__)

# Limits that decide how fast an outcome comes and what an outage costs, but not what comes out.
_OF_PACE = frozenset(
    ("concurrent_claims", "concurrent_searches", "search_timeout_s", "failures_before_pause", "source_pause_s")
)


@dataclass(frozen=True)
class Limits:
    """How much is looked for and read, and how fast."""

    claims_per_plan: int = 20
    documents_per_search: int = 10
    passages_per_claim: int = 8
    passages_per_document: int = 2
    concurrent_claims: int = 4  # whose passages are chosen at the same time
    concurrent_searches: int = 32  # at one source
    search_timeout_s: float = 60.0  # of one search of the web, with the fetching of the pages it names
    failures_before_pause: int = 5  # of one source, in a row
    source_pause_s: float = 60.0

    def version(self) -> str:
        """Changes with every limit that could change an outcome."""
        kept = {name: value for name, value in asdict(self).items() if name not in _OF_PACE}
        return " ".join(f"{name}={value}" for name, value in sorted(kept.items()))


@dataclass(frozen=True)
class Checked:
    """All that came of one claim. Without a verdict it is `unchanged` since the previous one, or it failed."""

    claim_id: str
    queries: tuple[Query, ...] = ()
    searches: tuple[Search, ...] = ()
    documents: tuple[Document, ...] = ()
    fetches: tuple[Fetch, ...] = ()  # how those of the documents came that are from the web
    passages: tuple[Passage, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    verdict: Verdict | None = None
    failures: tuple[Failure, ...] = ()
    unchanged: bool = False
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)  # of each search, by search_id


@dataclass(frozen=True)
class Job:
    """What one call of `Verifier.verify` is about."""

    article: Article
    own_story: OwnStory
    run_id: str
    now: datetime
    cutoff: Cutoff

    def failure(self, error: Exception, claim: Claim, stage: Stage) -> Failure:
        """The Failure that an error makes of a claim; one that nobody expected is logged with its traceback."""
        return self.failure_of_item(error, claim.claim_id, stage, self.article.article_id)

    def failure_of_item(self, error: Exception, item_id: str, stage: Stage, article_id: str | None = None) -> Failure:
        """The same of an item that is no claim of this article."""
        if not isinstance(error, ClaimhouseError):
            _log.error("unexpected error in stage %s of %s", stage, item_id, exc_info=error)
        return failure_of(error, item_id=item_id, stage=stage, run_id=self.run_id, at=self.now, article_id=article_id)
