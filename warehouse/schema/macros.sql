-- Macros for the desk's own queries; made again whenever this file or the tables change.

-- span(v.text, c.start, c.end) is the text at [start, end), counted in code points from 0, as every offset here is.
CREATE OR REPLACE MACRO span(whole, from_offset, to_offset) AS whole[from_offset + 1 : to_offset];

-- FROM claims_about('tariff'): the current claims that mention a word, in their text, quote, speaker or names.
CREATE OR REPLACE MACRO claims_about(word) AS TABLE
SELECT v.*
FROM current_verdicts v
JOIN current_claims c ON c.claim_id = v.claim_id
WHERE contains(lower(concat_ws(chr(10), c.text, c.quote, c.speaker, array_to_string(c.entities, chr(10)))), lower(word));

-- FROM verdict_as_of(TIMESTAMPTZ '2025-03-04 09:00+00'): what was believed of each claim at that moment; a review outranks.
CREATE OR REPLACE MACRO verdict_as_of(moment) AS TABLE
WITH machine AS (
    SELECT l.claim_id, v.label, v.label_when_said, v.rationale, v.decided_at, v.verdict_id
    FROM claim_lineage l
    JOIN verdicts v ON v.claim_id = l.ancestor_id
    WHERE v.decided_at <= moment::TIMESTAMPTZ
    QUALIFY row_number() OVER (PARTITION BY l.claim_id ORDER BY l.distance, v.decided_at DESC, v.verdict_id) = 1
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
    c.headline,
    c.speaker,
    c.text AS claim,
    coalesce(d.label, m.label) AS label,
    coalesce(d.label, m.label_when_said) AS label_when_said,
    m.rationale,
    coalesce(d.reviewer, 'machine') AS decided_by,
    coalesce(d.reviewed_at, m.decided_at) AS decided_at,
    m.verdict_id
FROM current_claims c
LEFT JOIN machine m ON m.claim_id = c.claim_id
LEFT JOIN desk d ON d.claim_id = c.claim_id
WHERE m.verdict_id IS NOT NULL OR d.claim_id IS NOT NULL;
