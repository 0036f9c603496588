"""Which claims the corpus has something new for, and which have lost a document that their verdict rests on.

A new document concerns a claim where one of the claim's own queries could find it: where it is among those that a
search looks at before it chooses. So a thousand new documents are held against ten thousand claims without a search.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from verifiers.sources.corpus import CorpusSource
from verifiers.sources.corpus_news import CorpusNews
from warehouse.reads import Reads

_RESTS_ON = """
SELECT d.document_id, list(DISTINCT r.claim_id) AS claim_ids
FROM (
    SELECT v.claim_id, unnest(string_split(coalesce(v.versions['documents'], ''), ' ')) AS document_id
    FROM standing_verdicts v
    SEMI JOIN (FROM claims SEMI JOIN latest_extractions USING (extraction_id)) c ON c.claim_id = v.claim_id
) r
JOIN documents d ON d.document_id = r.document_id AND d.source = $1
GROUP BY d.document_id
"""
# Evidence may have come while a run was on its way: what came after the run's beginning was perhaps not seen.
_LAST_LOOKED = """
WITH checks AS (
    SELECT item_id AS claim_id, max(checked_at) AS checked_at
    FROM steps
    WHERE stage = 'verify' AND outcome = 'done'
    GROUP BY item_id
),
moments AS (
    SELECT k.checked_at, coalesce(min(r.started_at), k.checked_at) AS looked_at
    FROM (SELECT DISTINCT checked_at FROM checks) k
    LEFT JOIN runs r
        ON r.started_at <= k.checked_at
        AND k.checked_at <= CASE
            WHEN r.outcome = 'running' THEN 'infinity'::TIMESTAMPTZ
            ELSE coalesce(r.ended_at, r.started_at)
        END
    GROUP BY k.checked_at
),
looked AS (
    SELECT k.claim_id, m.looked_at
    FROM checks k
    JOIN moments m ON m.checked_at = k.checked_at
    SEMI JOIN (FROM claims SEMI JOIN latest_extractions USING (extraction_id)) c ON c.claim_id = k.claim_id
    WHERE m.looked_at < $1
)
SELECT l.claim_id, l.looked_at, list(DISTINCT q.text) AS queries
FROM looked l
JOIN standing_verdicts v ON v.claim_id = l.claim_id
JOIN queries q
    ON q.claim_id = v.decided_for_claim_id AND concat(q.planner, ' ', q.planner_version) = v.versions['planner']
GROUP BY l.claim_id, l.looked_at
"""


@dataclass(frozen=True)
class ChangedEvidence:
    """The claims that something new could be found for, and those that have lost what they rest on."""

    new: frozenset[str]
    gone: frozenset[str]


def changed_evidence(reads: Reads, news: CorpusNews, *, limit: int) -> ChangedEvidence:
    """What changed for which claims since evidence was last looked for; `limit`: how many documents a search takes."""
    rest_on = {str(row["document_id"]): row["claim_ids"] for row in reads.read(_RESTS_ON, [CorpusSource.name])}
    gone = {claim_id for document_id in news.gone(rest_on) for claim_id in rest_on[document_id]}
    latest = news.latest
    rows = reads.read(_LAST_LOOKED, [latest]) if latest else []
    if not rows:
        return ChangedEvidence(frozenset(), frozenset(gone))
    came = news.came_since(min(row["looked_at"] for row in rows))
    new = {str(row["claim_id"]) for row in rows if _finds_new(news, row["queries"], row["looked_at"], came, limit)}
    return ChangedEvidence(frozenset(new), frozenset(gone))


def _finds_new(
    news: CorpusNews, queries: list[str], looked_at: datetime, came: Mapping[int, datetime], limit: int
) -> bool:
    return any(
        came.get(number, looked_at) > looked_at for text in queries for number in news.could_find(text, limit=limit)
    )
