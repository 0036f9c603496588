"""What the desk has decided on claims that say the same, for the source `verdicts`: the flow's side of its protocol.

While an article is verified, its claims see the decisions on the same claims of other articles, and `version` tells
these and no others: a decision is a reason to look again only where the same is claimed.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from types import MappingProxyType

from flows.matching import claim_forms
from verifiers.sources.verdicts import DeskReview
from warehouse.reads import Reads
from warehouse.records import Article, ArticleVersion, Claim, ClaimForm, content_id
from warehouse.store import Warehouse

VERSION = 1

_SAME_FORM = "both say the same"
_LINKED = "linked as the same claim"

# By the claim that sees them.
_Seen = Mapping[str, Sequence[DeskReview]]
_NOTHING: _Seen = MappingProxyType({})

# Starts from the reviews, which are few, and from the claims of one article: it walks neither all claims nor all links.
_REVIEWED = f"""
WITH RECURSIVE stands_for (claim_id, reviewed_id, depth) AS (
    SELECT DISTINCT claim_id, claim_id, 0 FROM reviews
    UNION
    SELECT k.from_claim_id, s.reviewed_id, s.depth + 1
    FROM stands_for s
    JOIN claim_links k ON k.to_claim_id = s.claim_id AND k.relation = 'succeeds'
    WHERE s.depth < 100
),
wanted AS (SELECT unnest($1::VARCHAR[]) AS claim_id, unnest($2::VARCHAR[]) AS form_id),
hubs AS (
    SELECT w.claim_id, coalesce(k.to_claim_id, w.claim_id) AS hub
    FROM wanted w
    LEFT JOIN claim_links k ON k.from_claim_id = w.claim_id AND k.relation = 'same_as'
),
same AS (
    SELECT w.claim_id, f.claim_id AS other_id, '{_SAME_FORM}' AS how
    FROM claim_forms f
    JOIN wanted w ON w.form_id = f.form_id
    UNION ALL
    SELECT claim_id, hub, '{_LINKED}' FROM hubs
    UNION ALL
    SELECT h.claim_id, k.from_claim_id, '{_LINKED}'
    FROM hubs h
    JOIN claim_links k ON k.to_claim_id = h.hub AND k.relation = 'same_as'
)
SELECT same.claim_id, s.reviewed_id, min(same.how) AS how
FROM stands_for s
JOIN same ON same.other_id = s.claim_id
GROUP BY ALL
"""  # noqa: S608 - nothing but two sentences of this module is put into it


class ReviewedClaims:
    """The decisions that the claims of one article see, in whatever task verifies them."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._seen: ContextVar[_Seen] = ContextVar("reviews seen", default=_NOTHING)

    @property
    def version(self) -> str:
        """Of the decisions that are seen here."""
        seen = {claim_id: [one.review.review_id for one in found] for claim_id, found in self._seen.get().items()}
        return f"{VERSION}.{content_id('rev', seen).removeprefix('rev_')[:16]}"

    async def of_same_claims(self, claim: Claim) -> Sequence[DeskReview]:
        """The decisions on claims of other articles that say the same as one of this article, oldest first."""
        return self._seen.get().get(claim.claim_id, ())

    @asynccontextmanager
    async def seen_by(self, claims: Sequence[Claim], article: Article, version: ArticleVersion) -> AsyncIterator[None]:
        """Let these claims of an article see what was decided until now. Raises WarehouseError."""
        token = self._seen.set(await asyncio.to_thread(self._read, claims, article, version))
        try:
            yield
        finally:
            self._seen.reset(token)

    def _read(self, claims: Sequence[Claim], article: Article, version: ArticleVersion) -> _Seen:
        with self._warehouse.session() as session:
            if not claims or not session.read("SELECT 1 FROM reviews LIMIT 1"):
                return {}
            return _reviews_of_same(session, claim_forms(claims, article, version), article.article_id)


def _reviews_of_same(reads: Reads, forms: Sequence[ClaimForm], article_id: str) -> _Seen:
    ids, form_ids = [form.claim_id for form in forms], [form.form_id for form in forms]
    pairs = reads.read(_REVIEWED, [ids, form_ids])
    reviewed_ids = sorted({str(row["reviewed_id"]) for row in pairs})
    claims = {claim.claim_id: claim for claim in reversed(reads.claims(reviewed_ids))}
    articles = {claim.article_id: reads.article(claim.article_id) for claim in claims.values()}
    reviews = defaultdict(list)
    for review in reads.reviews(reviewed_ids):
        reviews[review.claim_id].append(review)
    seen: dict[str, list[DeskReview]] = defaultdict(list)
    for row in sorted(pairs, key=lambda row: (row["claim_id"], row["reviewed_id"])):
        claim = claims.get(str(row["reviewed_id"]))
        if claim is None or claim.article_id == article_id:  # a claim's own reviews outrank the machine anyway
            continue
        told_in = articles[claim.article_id]
        seen[str(row["claim_id"])] += [
            DeskReview(
                review,
                claim,
                str(row["how"]),
                outlet=told_in.outlet if told_in else None,
                headline=told_in.headline if told_in else None,
            )
            for review in reviews[claim.claim_id]
        ]
    return seen
