-- Macros for the desk's own queries; made again whenever this file or the tables change.

-- span(v.text, c.start, c.end) is the text at [start, end), counted in code points from 0, as every offset here is.
CREATE OR REPLACE MACRO span(whole, from_offset, to_offset) AS whole[from_offset + 1 : to_offset];

-- FROM claims_about('tariff'): the current claims that mention a word, in their text, quote, speaker or names.
CREATE OR REPLACE MACRO claims_about(word) AS TABLE
SELECT v.*
FROM current_verdicts v
JOIN current_claims c ON c.claim_id = v.claim_id
WHERE contains(lower(concat_ws(chr(10), c.text, c.quote, c.speaker, array_to_string(c.entities, chr(10)))), lower(word));

-- FROM verdict_as_of(TIMESTAMPTZ '2025-03-04 09:00+00'): what was believed at that moment of each claim that was current then, with
-- the text that it had; a review outranks. At the end of time that is what current_verdicts has.
CREATE OR REPLACE MACRO verdict_as_of(moment) AS TABLE
WITH read_then AS (
    SELECT e.extraction_id
    FROM extractions e
    LEFT JOIN steps s ON s.item_id = e.version_id AND s.stage = 'extract' AND s.version_key = e.extraction_id
    WHERE e.extracted_at <= moment::TIMESTAMPTZ
    QUALIFY row_number() OVER (
        PARTITION BY e.article_id
        ORDER BY
            CASE WHEN s.checked_at <= moment::TIMESTAMPTZ THEN s.checked_at ELSE e.extracted_at END DESC,
            e.extracted_at DESC,
            e.extraction_id DESC
    ) = 1
),
machine AS (
    FROM verdict_spans
    WHERE decided_at <= moment::TIMESTAMPTZ AND (stood_until IS NULL OR stood_until > moment::TIMESTAMPTZ)
),
desk AS (
    SELECT l.claim_id, r.label, r.reviewer, r.note, r.reviewed_at
    FROM claim_lineage l
    JOIN reviews r ON r.claim_id = l.ancestor_id
    WHERE r.reviewed_at <= moment::TIMESTAMPTZ
    QUALIFY row_number() OVER (PARTITION BY l.claim_id ORDER BY r.reviewed_at DESC, r.review_id DESC) = 1
)
SELECT
    c.claim_id,
    a.headline,
    c.speaker,
    c.text AS claim,
    coalesce(d.label, m.label) AS label,
    coalesce(d.label, m.label_when_said) AS label_when_said,
    m.label AS machine_label,
    CASE WHEN d.claim_id IS NULL THEN m.confidence END AS confidence,
    m.issues,
    coalesce(d.note, m.rationale) AS rationale,
    m.cause,
    coalesce(d.reviewer, 'machine') AS decided_by,
    coalesce(d.reviewed_at, m.decided_at) AS decided_at,
    d.note AS review_note,
    m.verdict_id
FROM claims c
SEMI JOIN read_then e ON e.extraction_id = c.extraction_id
LEFT JOIN articles a ON a.article_id = c.article_id
LEFT JOIN machine m ON m.claim_id = c.claim_id
LEFT JOIN desk d ON d.claim_id = c.claim_id
WHERE m.verdict_id IS NOT NULL OR d.claim_id IS NOT NULL;

-- FROM due_claims(): which claims are to be checked again, why and since when, as far as the warehouse alone can tell: flagged by a
-- person, an awaited event whose day has passed, never checked or not come through, and older than their label allows. The ages
-- are days, null for never; `moment` is null for now. Another policy's: FROM due_claims(not_enough_evidence_days := 1).
CREATE OR REPLACE MACRO due_claims(
    moment := NULL::TIMESTAMPTZ,
    not_enough_evidence_days := 3,
    conflicting_days := 14,
    supported_days := 90,
    refuted_days := 90,
    threshold := 0.4
) AS TABLE
WITH state AS (
    SELECT
        *,
        checkworthiness >= threshold AS is_worth_it,
        coalesce(moment::TIMESTAMPTZ, now()) AS looked_at,
        CASE WHEN status = 'awaiting_event' THEN (event_day + 1)::TIMESTAMPTZ END AS awaited_until,
        checked_at + to_microseconds(
            (
                86400000000
                * CASE label
                    WHEN 'not_enough_evidence' THEN not_enough_evidence_days
                    WHEN 'conflicting' THEN conflicting_days
                    WHEN 'supported' THEN supported_days
                    WHEN 'refuted' THEN refuted_days
                END::DOUBLE
            )::BIGINT
        ) AS stale_from
    FROM claim_ages
),
raised AS (
    SELECT l.claim_id, f.flagged_at
    FROM flags f
    JOIN claim_lineage l ON l.ancestor_id = f.claim_id
),
trouble AS (
    SELECT item_id AS claim_id, min(first_seen_at) AS failed_at
    FROM open_failures
    WHERE stage IN ('plan', 'search', 'judge', 'verify')
    GROUP BY item_id
),
due AS (
    SELECT s.*, 'flag' AS reason, min(greatest(r.flagged_at, s.awaited_until)) AS due_since
    FROM state s
    JOIN raised r ON r.claim_id = s.claim_id
    WHERE r.flagged_at > coalesce(s.checked_at, '-infinity'::TIMESTAMPTZ) AND r.flagged_at <= s.looked_at
        AND (s.status <> 'awaiting_event' OR coalesce(s.awaited_until <= s.looked_at, false))
    GROUP BY ALL
    UNION ALL
    SELECT *, 'event', awaited_until
    FROM state
    WHERE awaited_until <= looked_at AND is_worth_it AND coalesce(checked_at < awaited_until, true)
    UNION ALL
    SELECT s.*, 'unfinished', coalesce(t.failed_at, s.extracted_at)
    FROM state s
    LEFT JOIN trouble t ON t.claim_id = s.claim_id
    WHERE t.claim_id IS NOT NULL OR (s.status = 'unchecked' AND s.is_worth_it AND s.checked_at IS NULL)
    UNION ALL
    SELECT *, 'age', stale_from
    FROM state
    WHERE stale_from <= looked_at
)
SELECT claim_id, article_id, claim, label, reason, due_since, checked_at AS last_checked_at
FROM due;
