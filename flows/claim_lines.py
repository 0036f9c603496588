"""A claim as one JSON object: what it says, and what has been found out about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from warehouse.records import Claim, ClaimLink
from warehouse.store import Warehouse

_VERDICT_FIELDS = ("label", "label_when_said", "issues", "confidence", "rationale")
_CURRENT = """
select extraction_id, claim_id, article_id, ordinal, c.headline, c.source, c.status, c.status_reason,
       v.label, v.label_when_said, v.issues, v.confidence, v.rationale
from current_claims c left join current_verdicts v using (claim_id, article_id)
where list_contains(?, article_id)
"""
_CONTENTS = """
select from_claim_id as claim_id, to_claim_id as whole
from claim_links join current_claims c on c.claim_id = from_claim_id
where relation = 'content_of' and list_contains(?, c.article_id)
order by from_claim_id, to_claim_id
"""
_QUERIES = """
select q.claim_id, q.text, q.purpose, s.source, s.outcome, len(s.document_ids) as documents_found
from queries q join current_claims c using (claim_id) left join searches s using (query_id)
where list_contains(?, c.article_id)
order by q.claim_id, q.purpose, q.text, s.source, coalesce(s.asked_again_at, s.searched_at)
"""
_EVIDENCE = """
select e.claim_id, e.url, e.publisher, e.published_at as published, e.known_when_said, e.origin,
       e.origin_reason, e.standing, e.passage, e.passage_start as start,
       e.passage_end as "end", e.stance, e.why, e.judge, e.cited
from evidence_trail e join current_claims c using (claim_id) left join current_verdicts v using (claim_id, article_id)
    left join verdicts d on d.verdict_id = v.verdict_id
where list_contains(?, c.article_id)
qualify row_number() over (
    partition by e.claim_id, c.article_id, e.passage_id, e.judge
    order by coalesce(list_contains(d.judgement_ids, e.judgement_id), false) desc, e.cited desc, e.judged_at desc,
        e.judgement_id
) = 1  -- a passage that was put before the judge again is told once, as the verdict has it
order by e.claim_id, e.rank, e.passage_id, e.judge
"""
_EARLIER = """
select e.claim_id, e.publisher, e.rating, e.rating_label, e.url, e.reviewed_on, e.reviewed_claim, e.matched_by
from earlier_fact_checks e join current_claims c using (claim_id)
where list_contains(?, c.article_id)
order by e.claim_id, e.reviewed_on desc nulls last, e.publisher, e.document_id
"""
_FAILURES = """
select item_id as claim_id, stage, error, message
from open_failures join current_claims c on c.claim_id = item_id
where list_contains(?, c.article_id)
order by item_id, stage, error
"""


def claim_fields(claim: Claim, links: Iterable[ClaimLink] = ()) -> dict[str, Any]:
    """What the extractor says of a claim, with nothing found out about it yet. `links`: those of its extraction."""
    return {
        "claim_id": claim.claim_id,
        "article_id": claim.article_id,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "kind": claim.kind,
        "checkable": claim.checkable,
        "not_checkable_reason": claim.not_checkable_reason,
        "checkworthiness": claim.checkworthiness,
        "reasons": claim.reasons,
        "speaker": claim.speaker,
        "speaker_role": claim.speaker_role,
        "speaker_named": claim.speaker_named,
        "attribution": claim.attribution,
        "venue": claim.venue,
        "quote_fidelity": claim.quote_fidelity,
        "said_on": _interval(claim.said_from, claim.said_to),
        "about_from": claim.about_from,
        "about_to": claim.about_to,
        "published_at": claim.published_at,
        "entities": claim.entities,
        "dates": [mention.model_dump() for mention in claim.dates],
        "quantities": [quantity.model_dump() for quantity in claim.quantities],
        "mentions": [mention.model_dump() for mention in claim.mentions],
        "content_of": [
            link.to_claim_id for link in links if link.from_claim_id == claim.claim_id and link.relation == "content_of"
        ],
        "status": claim.status,
        "status_reason": claim.not_checkable_reason,
        **dict.fromkeys(_VERDICT_FIELDS),
        "issues": (),
        "queries": (),
        "evidence": (),
        "earlier_fact_checks": (),
        "failures": (),
    }


def claim_lines(warehouse: Warehouse, article_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The current claims of these articles as the warehouse has them, in the articles' order and that of the text."""
    asked = [list(article_ids)]
    with warehouse.session() as session:
        current = session.read(_CURRENT, asked)
        claims = {
            claim.claim_id: claim
            for extraction_id in {row["extraction_id"] for row in current}
            for claim in session.claims_of(extraction_id)
        }
        queries = _by_claim(session.read(_QUERIES, asked))
        evidence = _by_claim(session.read(_EVIDENCE, asked))
        earlier = _by_claim(session.read(_EARLIER, asked))
        failures = _by_claim(session.read(_FAILURES, asked))
        contents = _by_claim(session.read(_CONTENTS, asked))
    place = {article_id: n for n, article_id in enumerate(article_ids)}
    current.sort(key=lambda row: (place[row["article_id"]], row["ordinal"]))
    lines = []
    for row in current:
        claim_id = row["claim_id"]
        lines.append(
            {
                **claim_fields(claims[claim_id]),
                "content_of": [content["whole"] for content in contents.get(claim_id, ())],
                "headline": row["headline"],
                "source": row["source"],
                "status": row["status"],
                "status_reason": row["status_reason"],
                **{field: row[field] for field in _VERDICT_FIELDS},
                "issues": row["issues"] or (),
                "queries": queries.get(claim_id, ()),
                "evidence": evidence.get(claim_id, ()),
                "earlier_fact_checks": earlier.get(claim_id, ()),
                "failures": failures.get(claim_id, ()),
            }
        )
    return lines


def _by_claim(rows: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row.pop("claim_id")].append(row)
    return grouped


def _interval(earliest: date | None, latest: date | None) -> str | None:
    """A day, or an ISO 8601 interval of days; an end that is not known is left empty."""
    if earliest is None and latest is None:
        return None
    if earliest == latest:
        return str(earliest)
    return f"{earliest or ''}/{latest or ''}"
