-- The views that the desk reads; made again whenever this file or the tables change.
-- `end` is a reserved word in SQL: write c."end" or c.end, never a bare end; text[c.start + 1 : c.end] is the span itself.

-- The extraction that each article was last checked with: a run with the extractor of before makes its claims current again.
CREATE OR REPLACE VIEW latest_extractions AS
SELECT e.*
FROM extractions e
LEFT JOIN steps s ON s.item_id = e.version_id AND s.stage = 'extract' AND s.version_key = e.extraction_id
QUALIFY row_number() OVER (
    PARTITION BY e.article_id
    ORDER BY coalesce(s.checked_at, e.extracted_at) DESC, e.extracted_at DESC, e.extraction_id DESC
) = 1;

-- Each claim with itself (distance 0) and the claims that it succeeds, directly or through others. A hundred links deep is
-- where a cycle of links ends.
CREATE OR REPLACE VIEW claim_lineage AS
WITH RECURSIVE lineage (claim_id, ancestor_id, distance) AS (
    SELECT from_claim_id, to_claim_id, 1 FROM claim_links WHERE relation = 'succeeds'
    UNION
    SELECT l.claim_id, k.to_claim_id, l.distance + 1
    FROM lineage l
    JOIN claim_links k ON k.from_claim_id = l.ancestor_id AND k.relation = 'succeeds'
    WHERE l.distance < 100
)
SELECT DISTINCT claim_id, claim_id AS ancestor_id, 0 AS distance
FROM claims
UNION ALL
SELECT claim_id, ancestor_id, min(distance)
FROM lineage
WHERE claim_id <> ancestor_id
GROUP BY claim_id, ancestor_id;

-- Whether what is dated so, to the minute or only to the day, is from no later than a claim: by the moment where both have one.
CREATE OR REPLACE MACRO is_by(dated_at, dated_precision, said_on, said_before) AS
CASE
    WHEN said_before IS NOT NULL AND dated_precision = 'minute' THEN dated_at <= said_before
    ELSE dated_at::DATE <= said_on
END;

-- Whether a page is known to be, as it was read, from no later than a claim: of its own date and of its last change, or frozen by
-- then.
CREATE OR REPLACE MACRO known_when_said(
    said_on, said_before, published_at, published_precision, modified_at, modified_precision, retrieved_at
) AS
CASE
    WHEN said_on IS NULL THEN NULL
    WHEN is_by(retrieved_at, 'minute', said_on, said_before) THEN 'yes'
    WHEN published_at IS NULL AND modified_at IS NULL THEN 'date unknown'
    WHEN coalesce(is_by(published_at, published_precision, said_on, said_before), true)
     AND coalesce(is_by(modified_at, modified_precision, said_on, said_before), true) THEN 'yes'
    ELSE 'no'
END;

-- When each claim was said, the earliest that it can have been: what was published later was not known then.
CREATE OR REPLACE VIEW claim_days AS
SELECT
    claim_id,
    any_value(text) AS text,
    any_value(kind) AS kind,
    min(coalesce(said_from, said_to, published_at::DATE)) AS said_on, -- of all its readings
    min(said_before) AS said_before
FROM claims
GROUP BY claim_id;

-- The verdict that stands for each claim: the head of its own chain or, without one, of the nearest claim that it succeeds.
CREATE OR REPLACE VIEW standing_verdict_ids AS
WITH heads AS (
    SELECT v.claim_id, v.verdict_id, v.decided_at
    FROM verdicts v
    ANTI JOIN verdicts f ON f.follows = v.verdict_id AND f.claim_id = v.claim_id
)
SELECT l.claim_id, arg_min(h.verdict_id, (l.distance, -epoch_us(h.decided_at), h.verdict_id)) AS verdict_id
FROM claim_lineage l
JOIN heads h ON h.claim_id = l.ancestor_id
GROUP BY l.claim_id;

-- The machine's verdict that stands for each claim, whole.
CREATE OR REPLACE VIEW standing_verdicts AS
SELECT s.claim_id, v.claim_id AS decided_for_claim_id, v.* EXCLUDE (claim_id)
FROM standing_verdict_ids s
JOIN verdicts v ON v.verdict_id = s.verdict_id;

-- The desk's latest decision on each claim, or on a claim that it succeeds.
CREATE OR REPLACE VIEW standing_reviews AS
SELECT l.claim_id, r.* EXCLUDE (claim_id)
FROM claim_lineage l
JOIN reviews r ON r.claim_id = l.ancestor_id
QUALIFY row_number() OVER (PARTITION BY l.claim_id ORDER BY r.reviewed_at DESC, r.review_id DESC) = 1;

-- The failures whose item has not come through that stage since. A claim's verifying step closes its planning, searching and
-- judging too. Claims that a newer extraction has replaced are never tried again, so their failures are closed, and so are those
-- of the replaced extraction itself.
CREATE OR REPLACE VIEW open_failures AS
WITH failed AS (SELECT DISTINCT item_id FROM failures),
steps_of_failed AS (FROM steps SEMI JOIN failed USING (item_id)),
passed (item_id, stage, passed_at) AS (
    SELECT item_id, stage, checked_at FROM steps_of_failed
    UNION ALL
    SELECT item_id, unnest(['plan', 'search', 'judge']), checked_at FROM steps_of_failed WHERE stage = 'verify'
),
last_passed AS (SELECT item_id, stage, max(passed_at) AS passed_at FROM passed GROUP BY item_id, stage)
SELECT f.*, a.headline, a.outlet
FROM failures f
LEFT JOIN last_passed p ON p.item_id = f.item_id AND p.stage = f.stage
LEFT JOIN articles a ON a.article_id = coalesce(f.article_id, f.item_id)
WHERE (p.passed_at IS NULL OR p.passed_at <= f.last_seen_at)
  AND (
      NOT EXISTS (FROM claims c WHERE c.claim_id = f.item_id)
      OR EXISTS (FROM claims c SEMI JOIN latest_extractions e USING (extraction_id) WHERE c.claim_id = f.item_id)
  )
  AND (
      NOT EXISTS (FROM extractions e WHERE e.extraction_id = f.item_id)
      OR EXISTS (FROM latest_extractions e WHERE e.extraction_id = f.item_id)
  );

-- The claims of each article's latest extraction, with the article, and the status as it is now: a claim is checked once a
-- verdict or a review stands for it.
CREATE OR REPLACE VIEW current_claims AS
WITH why AS (
    SELECT item_id, note AS reason, checked_at AS told_at
    FROM steps
    WHERE stage IN ('select', 'verify') AND outcome = 'skipped' AND note IS NOT NULL
    UNION ALL
    SELECT item_id, message, last_seen_at FROM open_failures
),
latest_reason AS (SELECT item_id, arg_max(reason, told_at) AS reason FROM why GROUP BY item_id)
SELECT
    c.* EXCLUDE (status),
    CASE WHEN v.verdict_id IS NOT NULL OR r.review_id IS NOT NULL THEN 'checked' ELSE c.status END AS status,
    CASE
        WHEN v.verdict_id IS NOT NULL OR r.review_id IS NOT NULL THEN NULL
        ELSE coalesce(c.not_checkable_reason, own.reason, whole.reason)
    END AS status_reason,
    v.verdict_id,
    r.review_id,
    a.headline,
    a.outlet,
    a.url,
    a.source
FROM claims c
SEMI JOIN latest_extractions e ON e.extraction_id = c.extraction_id
LEFT JOIN articles a ON a.article_id = c.article_id
LEFT JOIN standing_verdicts v ON v.claim_id = c.claim_id
LEFT JOIN standing_reviews r ON r.claim_id = c.claim_id
LEFT JOIN latest_reason own ON own.item_id = c.claim_id
LEFT JOIN latest_reason whole ON whole.item_id = c.article_id;

-- Each publication as its corrections have left it.
CREATE OR REPLACE VIEW publication_states AS
WITH told AS (
    SELECT
        publication_id,
        count(*) FILTER (WHERE event = 'corrected') AS corrections,
        max("at") FILTER (WHERE event = 'corrected') AS corrected_at,
        max("at") FILTER (WHERE event = 'withdrawn') AS withdrawn_at,
        arg_max(note, "at") AS last_note,
        arg_max(rating, "at") FILTER (WHERE rating IS NOT NULL) AS rating,
        arg_max(label, "at") FILTER (WHERE rating IS NOT NULL) AS label,
        arg_max(review_id, "at") FILTER (WHERE rating IS NOT NULL) AS review_id,
        arg_max(second_reviewer, "at") FILTER (WHERE second_reviewer IS NOT NULL) AS second_reviewer,
        arg_max(claimant_asked_on, "at") FILTER (WHERE claimant_asked_on IS NOT NULL) AS claimant_asked_on,
        arg_max(claimant_answered_on, "at") FILTER (WHERE claimant_answered_on IS NOT NULL) AS claimant_answered_on,
        arg_max(claimant_answer, "at") FILTER (WHERE claimant_answer IS NOT NULL) AS claimant_answer
    FROM publication_events
    GROUP BY publication_id
)
SELECT
    p.publication_id,
    p.claim_id,
    p.url,
    CASE
        WHEN t.withdrawn_at IS NOT NULL THEN 'withdrawn'
        WHEN t.corrections > 0 THEN 'corrected'
        ELSE 'published'
    END AS status,
    coalesce(t.rating, p.rating) AS rating,
    coalesce(t.label, p.label) AS label,
    p.rating AS first_rating,
    coalesce(t.review_id, p.review_id) AS review_id,
    p.published_on,
    coalesce(t.corrections, 0) AS corrections,
    t.corrected_at,
    t.withdrawn_at,
    t.last_note,
    p."by",
    coalesce(t.second_reviewer, p.second_reviewer) AS second_reviewer,
    coalesce(t.claimant_asked_on, p.claimant_asked_on) AS claimant_asked_on,
    coalesce(t.claimant_answered_on, p.claimant_answered_on) AS claimant_answered_on,
    coalesce(t.claimant_answer, p.claimant_answer) AS claimant_answer,
    p.recorded_at
FROM publications p
LEFT JOIN told t ON t.publication_id = p.publication_id;

-- One line for each current claim with what is believed of it, by whom and why. The latest review outranks the machine, whose own
-- label and reasons stay in machine_label and machine_rationale.
CREATE OR REPLACE VIEW current_verdicts AS
WITH checks AS (
    SELECT item_id, max(checked_at) AS checked_at
    FROM steps
    WHERE stage IN ('verify', 'judge') AND outcome = 'done'
    GROUP BY item_id
),
to_do AS (
    SELECT l.claim_id, list(t.reason ORDER BY t.kind DESC, t.reason) AS reasons
    FROM tasks t
    ANTI JOIN task_events e ON e.task_id = t.task_id AND e.event = 'closed'
    JOIN claim_lineage l ON l.ancestor_id = t.claim_id
    GROUP BY l.claim_id
),
published AS (
    SELECT l.claim_id, p.rating, p.url
    FROM publication_states p
    JOIN claim_lineage l ON l.ancestor_id = p.claim_id
    WHERE p.status <> 'withdrawn'
    QUALIFY row_number() OVER (PARTITION BY l.claim_id ORDER BY p.published_on DESC, p.recorded_at DESC, p.publication_id) = 1
)
SELECT
    c.claim_id,
    c.article_id,
    c.headline,
    c.outlet,
    c.url,
    c.published_at,
    c.speaker,
    c.quote,
    c.text AS claim,
    c.kind,
    c.checkworthiness,
    c.status,
    c.status_reason,
    coalesce(r.label, v.label) AS label,
    coalesce(r.label, v.label_when_said) AS label_when_said,
    CASE WHEN r.review_id IS NOT NULL THEN r.reviewer WHEN v.verdict_id IS NOT NULL THEN 'machine' END AS decided_by,
    coalesce(r.note, v.rationale) AS rationale,
    v.label AS machine_label,
    v.rationale AS machine_rationale,
    v.issues,
    CASE WHEN r.review_id IS NULL THEN v.confidence END AS confidence,
    v.origins_supporting,
    v.origins_refuting,
    v.origins_supporting + v.origins_refuting AS independent_origins,
    v.cause,
    coalesce(r.reviewed_at, v.decided_at) AS decided_at,
    coalesce(k.checked_at, v.decided_at) AS last_checked_at,
    r.note AS review_note,
    v.verdict_id,
    coalesce(t.reasons, []) AS open_tasks,
    p.rating AS published_as,
    p.url AS published_url
FROM current_claims c
LEFT JOIN to_do t ON t.claim_id = c.claim_id
LEFT JOIN published p ON p.claim_id = c.claim_id
LEFT JOIN verdicts v ON v.verdict_id = c.verdict_id
LEFT JOIN reviews r ON r.review_id = c.review_id
LEFT JOIN checks k ON k.item_id = c.claim_id;

-- The place of each verdict in its claim's own chain, from 1.
CREATE OR REPLACE VIEW verdict_positions AS
WITH RECURSIVE chain (verdict_id, claim_id, position) AS (
    SELECT v.verdict_id, v.claim_id, 1
    FROM verdicts v
    ANTI JOIN verdicts p ON p.verdict_id = v.follows AND p.claim_id = v.claim_id
    UNION ALL
    SELECT v.verdict_id, v.claim_id, k.position + 1
    FROM chain k
    JOIN verdicts v ON v.follows = k.verdict_id AND v.claim_id = k.claim_id
)
SELECT claim_id, verdict_id, position FROM chain;

-- From when until when each verdict was the one that stands, for its claim and for those that succeed it (`distance`): a claim's own
-- before one that it inherits, and of several chains' last ones the later. One that was followed at once never stood.
CREATE OR REPLACE VIEW verdict_spans AS
WITH followed AS (
    SELECT follows, claim_id, min(decided_at) AS followed_at FROM verdicts WHERE follows IS NOT NULL GROUP BY follows, claim_id
)
SELECT
    l.claim_id,
    v.verdict_id,
    l.distance,
    v.label,
    v.label_when_said,
    v.confidence,
    v.issues,
    v.rationale,
    v.cause,
    v.decided_at,
    least(
        f.followed_at,
        min(v.decided_at) OVER (
            PARTITION BY l.claim_id
            ORDER BY l.distance, v.decided_at DESC, v.verdict_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    ) AS stood_until
FROM claim_lineage l
JOIN verdicts v ON v.claim_id = l.ancestor_id
LEFT JOIN followed f ON f.follows = v.verdict_id AND f.claim_id = v.claim_id
WHERE f.followed_at IS NULL OR f.followed_at > v.decided_at;

-- Every verdict with another label than the one it follows, and whether the claim was published by then.
CREATE OR REPLACE VIEW verdict_flips AS
WITH RECURSIVE published (claim_id, recorded_at, distance) AS (
    SELECT claim_id, recorded_at, 0 FROM publication_states WHERE status <> 'withdrawn'
    UNION
    SELECT k.from_claim_id, p.recorded_at, p.distance + 1
    FROM published p
    JOIN claim_links k ON k.to_claim_id = p.claim_id AND k.relation = 'succeeds'
    WHERE p.distance < 100
),
flips AS (
    SELECT v.verdict_id, v.claim_id, v.run_id, v.decided_at, p.label AS before, v.label AS after, v.cause, v.changed
    FROM verdicts v
    JOIN verdicts p ON p.verdict_id = v.follows
    WHERE v.label <> p.label
),
about AS (
    SELECT DISTINCT ON (c.claim_id) c.claim_id, c.text, c.speaker, c.article_id, a.headline, a.url
    FROM claims c
    LEFT JOIN articles a ON a.article_id = c.article_id
    WHERE c.claim_id IN (SELECT claim_id FROM flips)
)
SELECT
    f.verdict_id,
    f.decided_at,
    f.run_id,
    f.claim_id,
    c.text AS claim,
    c.speaker,
    c.article_id,
    c.headline,
    c.url,
    f.before,
    f.after,
    f.cause,
    f.changed,
    EXISTS (FROM published p WHERE p.claim_id = f.claim_id AND p.recorded_at <= f.decided_at) AS published
FROM flips f
LEFT JOIN about c ON c.claim_id = f.claim_id;

-- Every verdict that a claim has had, from the first (position 1), with the label before it and what made it change.
CREATE OR REPLACE VIEW verdict_history AS
SELECT
    v.claim_id,
    k.position,
    v.label,
    p.label AS previous_label,
    v.label_when_said,
    v.cause,
    v.changed,
    v.issues,
    v.confidence,
    v.rationale,
    v.origins_supporting,
    v.origins_refuting,
    v.cited_passage_ids,
    v.judgement_ids,
    v.versions,
    v.decided_at,
    v.run_id,
    v.verdict_id,
    v.follows,
    c.text AS claim,
    c.speaker,
    c.article_id
FROM verdicts v
JOIN verdict_positions k ON k.verdict_id = v.verdict_id AND k.claim_id = v.claim_id
LEFT JOIN verdicts p ON p.verdict_id = v.follows
LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, text, speaker, article_id FROM claims) c ON c.claim_id = v.claim_id;

-- One line for each passage that a judge read for a claim: the query that found it, where it stands, and what was read in it.
-- A claim shows what was read for the claims that it succeeds as well.
CREATE OR REPLACE VIEW evidence_trail AS
WITH readings AS (
    SELECT j.claim_id, j.judgement_id, j.judge, j.judge_version, j.label, j.judged_at, unnest(j.readings) AS reading
    FROM judgements j
)
SELECT
    l.claim_id,
    c.text AS claim,
    q.text AS query,
    q.purpose,
    d.url,
    d.publisher,
    d.title,
    d.published_at,
    known_when_said(
        c.said_on, c.said_before, d.published_at, d.published_precision, d.modified_at, d.modified_precision, d.retrieved_at
    ) AS known_when_said,
    d.retrieved_at,
    d.document_type,
    p.origin,
    p.origin_reason,
    p.standing,
    p.rank,
    p.text AS passage,
    r.reading.stance AS stance,
    r.reading.score AS score,
    r.reading.said_by_claimant AS said_by_claimant,
    r.reading.why AS why,
    coalesce(
        list_contains(v.cited_passage_ids, r.reading.passage_id) AND list_contains(v.judgement_ids, r.judgement_id), false
    ) AS cited,
    r.judge,
    r.judge_version,
    r.label AS judgement_label,
    r.judged_at,
    r.judgement_id,
    r.reading.passage_id AS passage_id,
    p.query_id,
    p.document_id,
    p."start" AS passage_start,
    p."end" AS passage_end,
    r.claim_id AS read_for_claim_id
FROM claim_lineage l
JOIN readings r ON r.claim_id = l.ancestor_id
LEFT JOIN claim_days c ON c.claim_id = l.claim_id
LEFT JOIN passages p ON p.passage_id = r.reading.passage_id
LEFT JOIN documents d ON d.document_id = p.document_id
LEFT JOIN queries q ON q.query_id = p.query_id
LEFT JOIN standing_verdicts v ON v.claim_id = l.claim_id;

-- How the documents that were found for a claim fell into origins, and why: those that were put before the judges of the verdict
-- that stands, and those that were left out of a search as the article's own story. Read by origin, the earliest first.
CREATE OR REPLACE VIEW evidence_origins AS
WITH judged AS (
    SELECT v.claim_id, unnest(v.judgement_ids) AS judgement_id FROM standing_verdicts v
),
readings AS (
    SELECT s.claim_id, unnest(j.readings) AS reading FROM judged s JOIN judgements j ON j.judgement_id = s.judgement_id
),
read AS (
    SELECT
        r.claim_id,
        p.document_id,
        p.origin,
        p.standing,
        p.origin_reason,
        bool_or(r.reading.stance = 'supports') AS supports,
        bool_or(r.reading.stance = 'refutes') AS refutes
    FROM readings r
    JOIN passages p ON p.passage_id = r.reading.passage_id
    GROUP BY ALL
),
aside AS (
    SELECT l.claim_id, unnest(s.left_out) AS page
    FROM claim_lineage l
    JOIN searches s ON s.claim_id = l.ancestor_id
    WHERE len(s.left_out) > 0
),
found AS (
    SELECT
        r.claim_id,
        r.document_id,
        r.origin,
        r.standing,
        r.origin_reason AS reason,
        CASE
            WHEN r.supports AND r.refutes THEN 'both'
            WHEN r.supports THEN 'supports'
            WHEN r.refutes THEN 'refutes'
            ELSE 'neither'
        END AS stance,
        d.publisher,
        d.title,
        d.url,
        d.published_at,
        d.published_precision,
        d.modified_at,
        d.modified_precision,
        d.retrieved_at
    FROM read r
    JOIN documents d ON d.document_id = r.document_id
    UNION ALL
    SELECT DISTINCT
        claim_id,
        page.document_id,
        NULL,
        'left_out',
        page.reason,
        NULL,
        page.publisher,
        page.title,
        page.url,
        page.published_at,
        NULL,
        NULL::TIMESTAMPTZ,
        NULL,
        NULL::TIMESTAMPTZ
    FROM aside
)
SELECT
    f.claim_id,
    c.text AS claim,
    f.origin,
    f.standing,
    f.reason,
    f.standing IN ('report', 'primary_record') OR (f.standing = 'claimants_side' AND c.kind IN ('quote', 'position')) AS counts,
    f.stance,
    f.publisher,
    p.publisher_type,
    p.country,
    p.controlled_by,
    p.rating,
    f.title,
    f.url,
    f.published_at,
    known_when_said(
        c.said_on, c.said_before, f.published_at, f.published_precision, f.modified_at, f.modified_precision, f.retrieved_at
    ) AS known_when_said,
    f.document_id
FROM found f
LEFT JOIN claim_days c ON c.claim_id = f.claim_id
LEFT JOIN publishers p ON p.publisher = f.publisher;

-- How many independent origins decide a claim; `rules` is how a verdict records them ("min_origins=2").
CREATE OR REPLACE MACRO origins_needed(rules) AS
    coalesce(try_cast(regexp_extract(rules, 'min_origins=(\d+)', 1) AS BIGINT), 2);

-- How many more of them the stronger side needs, where nothing speaks for the other.
CREATE OR REPLACE MACRO origins_missing(supporting, refuting, rules) AS
    greatest(1, origins_needed(rules) - greatest(coalesce(supporting, 0), coalesce(refuting, 0)));

-- How many one side needs in all, where something speaks for either.
CREATE OR REPLACE MACRO origins_outweighing(supporting, refuting, rules) AS
    greatest(2 * least(supporting, refuting), origins_needed(rules));

-- What would settle a claim that is not decided: what kind of evidence, how much of it, and what was looked for in vain.
-- `unanswered` are the purposes for which nothing was found.
CREATE OR REPLACE MACRO would_settle(kind, supporting, refuting, rules, unanswered) AS concat(
    CASE kind
        WHEN 'quantity' THEN 'The figure from whoever counts it, for the same thing and the same time'
        WHEN 'comparison' THEN 'The figures of both sides, for the same time, from whoever counts them'
        WHEN 'state' THEN 'The rule, register or list that says so, as it stood at the time'
        WHEN 'cause' THEN 'The finding of those whose task it is to establish causes: an inquiry, a court, a study'
        WHEN 'quote' THEN 'The words themselves: a recording, a transcript, or the statement as it was issued'
        WHEN 'position' THEN 'The speaker''s own statement, vote or document, as it was issued'
        WHEN 'prediction' THEN 'What came of it, once its day has passed'
        ELSE 'The record of it, or reports of those who saw it or whose task it is to know'
    END,
    CASE
        WHEN coalesce(supporting, 0) > 0 AND coalesce(refuting, 0) > 0
            THEN CASE
                WHEN greatest(supporting, refuting) < origins_outweighing(supporting, refuting, rules)
                    THEN concat(
                        '; ',
                        origins_outweighing(supporting, refuting, rules),
                        ' independent origins on one side, with no more on the other.'
                    )
                ELSE '; another independent origin that says so plainly.'
            END
        ELSE concat(
            '; ',
            origins_missing(supporting, refuting, rules),
            CASE WHEN greatest(coalesce(supporting, 0), coalesce(refuting, 0)) > 0 THEN ' more' ELSE '' END,
            ' independent origin',
            CASE WHEN origins_missing(supporting, refuting, rules) > 1 THEN 's' ELSE '' END,
            ', or one primary record.'
        )
    END,
    CASE
        WHEN len(unanswered) > 0
            THEN concat(' Nothing was found by queries to: ', replace(array_to_string(unanswered, ', '), '_', ' '), '.')
        ELSE ''
    END
);

-- What a claim's evidence lacks: what was looked for and not found, what could not be looked for, which pages could not be read
-- and why, and what would settle a claim that is undecided. Only the queries that the verdict that stands rests on count, or all
-- of them where there is none. What was found once is no gap, and neither is a page that was read another time.
CREATE OR REPLACE VIEW evidence_gaps AS
WITH wanted AS (
    SELECT l.claim_id, q.query_id, q.text AS query, q.purpose, q.language
    FROM claim_lineage l
    JOIN queries q ON q.claim_id = l.ancestor_id
    LEFT JOIN standing_verdicts v ON v.claim_id = l.claim_id
    WHERE v.verdict_id IS NULL
       OR (q.claim_id = v.decided_for_claim_id AND concat(q.planner, ' ', q.planner_version) = v.versions['planner'])
),
-- Each of these queries with each source that was asked it, or with none.
asked AS (
    SELECT
        w.*,
        s.source,
        bool_or(s.outcome = 'found') AS is_found,
        bool_or(s.outcome = 'nothing') AS is_looked_for,
        bool_or(len(s.left_out) > 0) AS is_own_story,
        max(coalesce(s.asked_again_at, s.searched_at)) AS searched_at
    FROM wanted w
    LEFT JOIN searches s ON s.query_id = w.query_id
    GROUP BY ALL
),
named AS (
    SELECT
        a.claim_id, a.query, a.purpose, a.language, a.source, coalesce(s.asked_again_at, s.searched_at) AS searched_at,
        unnest(s.unread) AS page
    FROM asked a
    JOIN searches s ON s.query_id = a.query_id AND s.source = a.source
    WHERE len(s.unread) > 0
),
not_read AS (
    SELECT n.*
    FROM named n
    ANTI JOIN fetches f ON f.url = n.page.url
    QUALIFY row_number() OVER (PARTITION BY n.claim_id, n.page.url ORDER BY n.searched_at DESC, n.query) = 1
),
trouble AS (
    SELECT item_id, arg_max(message, last_seen_at) AS message FROM open_failures WHERE stage = 'search' GROUP BY item_id
),
of_claim AS (
    SELECT
        claim_id,
        bool_or(is_asked) AS is_any_asked,
        list_sort(list(purpose) FILTER (WHERE is_asked AND NOT is_found)) AS unanswered
    FROM (
        SELECT claim_id, purpose, bool_or(source IS NOT NULL) AS is_asked, bool_or(is_found) AS is_found
        FROM asked
        GROUP BY claim_id, purpose
    )
    GROUP BY claim_id
),
gaps AS (
    SELECT
        a.claim_id,
        CASE
            WHEN a.source IS NULL THEN 'no source is asked this'
            WHEN a.is_looked_for THEN 'nothing found'
            ELSE 'could not be searched'
        END AS gap,
        a.query,
        a.purpose,
        a.language,
        a.source,
        NULL::VARCHAR AS url,
        NULL::VARCHAR AS title,
        CASE
            WHEN a.source IS NULL THEN 'none of the sources that are set answers queries of this purpose'
            WHEN NOT a.is_looked_for THEN coalesce(s.message, c.message)
            WHEN a.is_own_story THEN 'all that was found is the article''s own story'
        END AS reason,
        a.searched_at
    FROM asked a
    LEFT JOIN trouble s ON s.item_id = a.source
    LEFT JOIN trouble c ON c.item_id = a.claim_id
    WHERE a.source IS NULL OR NOT a.is_found
    UNION ALL
    SELECT
        claim_id, 'page not read', query, purpose, language, source, page.url, page.title,
        concat(page.error, ': ', page.reason), searched_at
    FROM not_read
    UNION ALL
    SELECT v.claim_id, 'undecided', NULL, NULL, NULL, NULL, NULL, NULL, v.rationale, v.decided_at
    FROM standing_verdicts v
    WHERE v.label = 'not_enough_evidence'
)
SELECT
    g.claim_id,
    c.text AS claim,
    v.label,
    g.gap,
    g.query,
    g.purpose,
    g.language,
    g.source,
    g.url,
    g.title,
    g.reason,
    CASE
        WHEN coalesce(v.label, 'not_enough_evidence') = 'not_enough_evidence'
            THEN would_settle(c.kind, v.origins_supporting, v.origins_refuting, v.versions['rules'], o.unanswered)
    END AS would_settle,
    g.searched_at
FROM gaps g
LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, text, kind FROM claims) c ON c.claim_id = g.claim_id
LEFT JOIN standing_verdicts v ON v.claim_id = g.claim_id
LEFT JOIN of_claim o ON o.claim_id = g.claim_id
WHERE g.gap <> 'no source is asked this' OR o.is_any_asked;

-- One line for each run, with what it left in the warehouse.
CREATE OR REPLACE VIEW run_summary AS
SELECT
    r.run_id,
    r.command,
    r.started_at,
    r.ended_at,
    r.outcome,
    r.seconds,
    r.counts,
    (SELECT count(*) FROM verdicts v WHERE v.run_id = r.run_id) AS verdicts,
    (SELECT count(*) FROM verdicts v WHERE v.run_id = r.run_id AND v.label = 'supported') AS supported,
    (SELECT count(*) FROM verdicts v WHERE v.run_id = r.run_id AND v.label = 'refuted') AS refuted,
    (SELECT count(*) FROM verdicts v WHERE v.run_id = r.run_id AND v.label = 'conflicting') AS conflicting,
    (SELECT count(*) FROM verdicts v WHERE v.run_id = r.run_id AND v.label = 'not_enough_evidence') AS not_enough_evidence,
    (SELECT count(*) FROM searches s WHERE s.run_id = r.run_id) AS searches,
    (SELECT count(*) FROM failures f WHERE f.run_id = r.run_id) AS failures,
    (SELECT count(*) FROM llm_calls m WHERE m.run_id = r.run_id) AS llm_calls,
    r.input_tokens,
    r.output_tokens,
    r.cost_usd,
    r.parameters,
    r.versions
FROM runs r;

-- What calls of models cost. A call that serves one claim is that claim's; one that serves several (the reading of an article,
-- the planning of its queries) is shared by them in equal parts; one that served none is its article's alone. Where the price
-- of any call is not known, neither is the sum: cost_usd is null, known_usd has the known part, unpriced_calls tells how many
-- calls that part lacks.
CREATE OR REPLACE VIEW llm_call_shares AS
SELECT
    call_id, run_id, article_id, claim_id, model, prompt, cached, outcome, called_at, batch_id,
    1.0 / greatest(len(claim_ids), 1) AS share,
    attempts * share AS requests,
    input_tokens * share AS input_tokens,
    output_tokens * share AS output_tokens,
    cost_usd * share AS cost_usd
FROM (
    SELECT *, unnest(CASE WHEN len(claim_ids) = 0 THEN [NULL::VARCHAR] ELSE claim_ids END) AS claim_id FROM llm_calls
);

-- One line for each claim that a model was asked about.
CREATE OR REPLACE VIEW claim_costs AS
SELECT
    s.claim_id,
    any_value(c.text) AS claim,
    any_value(s.article_id) AS article_id,
    count(*) FILTER (NOT s.cached) AS calls,
    count(*) FILTER (NOT s.cached AND s.share = 1) AS own_calls,
    sum(s.requests) AS requests,
    sum(s.input_tokens) AS input_tokens,
    sum(s.output_tokens) AS output_tokens,
    CASE WHEN count(*) FILTER (s.cost_usd IS NULL) = 0 THEN coalesce(sum(s.cost_usd), 0) END AS cost_usd,
    CASE WHEN count(*) FILTER (s.cost_usd IS NULL) = 0 THEN coalesce(sum(s.cost_usd), 0) ELSE sum(s.cost_usd) FILTER (NOT s.cached) END AS known_usd,
    count(*) FILTER (s.cost_usd IS NULL) AS unpriced_calls,
    max(s.called_at) AS last_called_at
FROM llm_call_shares s
LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, text FROM claims) c ON c.claim_id = s.claim_id
WHERE s.claim_id IS NOT NULL
GROUP BY s.claim_id;

-- One line for each article that a model was asked for; unshared_usd is what belongs to none of its claims.
CREATE OR REPLACE VIEW article_costs AS
SELECT
    m.article_id,
    any_value(a.headline) AS headline,
    any_value(a.outlet) AS outlet,
    count(DISTINCT m.run_id) AS runs,
    count(*) FILTER (NOT m.cached) AS calls,
    count(*) FILTER (m.cached) AS from_cache,
    sum(m.attempts)::BIGINT AS requests,
    sum(m.input_tokens)::BIGINT AS input_tokens,
    sum(m.output_tokens)::BIGINT AS output_tokens,
    CASE WHEN count(*) FILTER (m.cost_usd IS NULL) = 0 THEN coalesce(sum(m.cost_usd), 0) END AS cost_usd,
    CASE WHEN count(*) FILTER (m.cost_usd IS NULL) = 0 THEN coalesce(sum(m.cost_usd), 0) ELSE sum(m.cost_usd) FILTER (NOT m.cached) END AS known_usd,
    coalesce(sum(m.cost_usd) FILTER (len(m.claim_ids) = 0), 0) AS unshared_usd,
    count(*) FILTER (m.cost_usd IS NULL) AS unpriced_calls,
    max(m.called_at) AS last_called_at
FROM llm_calls m
LEFT JOIN articles a ON a.article_id = m.article_id
WHERE m.article_id IS NOT NULL
GROUP BY m.article_id;

-- One line for each run, also for one that asked no model: that one cost nothing.
CREATE OR REPLACE VIEW run_costs AS
SELECT
    r.run_id,
    r.command,
    r.started_at,
    r.outcome,
    count(m.call_id) FILTER (NOT m.cached) AS calls,
    count(m.batch_id) AS batch_calls,
    count(m.call_id) FILTER (m.cached) AS from_cache,
    coalesce(sum(m.attempts), 0)::BIGINT AS requests,
    count(m.call_id) FILTER (m.outcome <> 'ok') AS failed_calls,
    coalesce(sum(m.input_tokens), 0)::BIGINT AS input_tokens,
    coalesce(sum(m.output_tokens), 0)::BIGINT AS output_tokens,
    CASE WHEN count(m.call_id) FILTER (m.cost_usd IS NULL) = 0 THEN coalesce(sum(m.cost_usd), 0) END AS cost_usd,
    CASE WHEN count(m.call_id) FILTER (m.cost_usd IS NULL) = 0 THEN coalesce(sum(m.cost_usd), 0) ELSE sum(m.cost_usd) FILTER (NOT m.cached) END AS known_usd,
    count(m.call_id) FILTER (m.cost_usd IS NULL) AS unpriced_calls
FROM runs r
LEFT JOIN llm_calls m ON m.run_id = r.run_id
GROUP BY r.run_id, r.command, r.started_at, r.outcome;

-- One line for each model, prompt and day (in UTC).
CREATE OR REPLACE VIEW model_costs AS
SELECT
    model,
    prompt,
    timezone('UTC', called_at)::DATE AS day,
    count(*) FILTER (NOT cached) AS calls,
    count(batch_id) AS batch_calls,
    count(*) FILTER (cached) AS from_cache,
    sum(attempts)::BIGINT AS requests,
    count(*) FILTER (outcome <> 'ok') AS failed_calls,
    sum(input_tokens)::BIGINT AS input_tokens,
    sum(output_tokens)::BIGINT AS output_tokens,
    CASE WHEN count(*) FILTER (cost_usd IS NULL) = 0 THEN coalesce(sum(cost_usd), 0) END AS cost_usd,
    CASE WHEN count(*) FILTER (cost_usd IS NULL) = 0 THEN coalesce(sum(cost_usd), 0) ELSE sum(cost_usd) FILTER (NOT cached) END AS known_usd,
    count(*) FILTER (cost_usd IS NULL) AS unpriced_calls,
    sum(seconds) AS seconds
FROM llm_calls
GROUP BY ALL;

-- One line for each batch whose answers are not in yet.
CREATE OR REPLACE VIEW open_batches AS
SELECT
    b.batch_id,
    b.provider_id,
    b.model,
    b.place,
    b.state,
    b.requests,
    b.answered,
    coalesce(w.claims, 0) AS claims,
    b.estimated_usd,
    b.prepared_at,
    b.submitted_at,
    b.asked_at,
    b.message
FROM batches b
LEFT JOIN (
    SELECT i.batch_id, count(DISTINCT w.claim_id) AS claims
    FROM batch_items i JOIN batch_waits w ON w.custom_id = i.custom_id
    WHERE w.ended_at IS NULL
    GROUP BY i.batch_id
) w ON w.batch_id = b.batch_id
WHERE b.collected_at IS NULL
ORDER BY b.prepared_at, b.batch_id;

-- Each claim that says the same as one of another article, with the claim that they all lead to. An article is linked once: the
-- claims that a newer reading of it has in the same form say the same. A hundred deep is where a cycle of links ends.
CREATE OR REPLACE VIEW same_claims AS
WITH RECURSIVE reached (claim_id, group_id, distance) AS (
    SELECT from_claim_id, to_claim_id, 1 FROM claim_links WHERE relation = 'same_as'
    UNION
    SELECT r.claim_id, k.to_claim_id, r.distance + 1
    FROM reached r
    JOIN claim_links k ON k.from_claim_id = r.group_id AND k.relation = 'same_as'
    WHERE r.distance < 100
),
ends AS (SELECT claim_id, arg_max(group_id, (distance, group_id)) AS group_id FROM reached GROUP BY claim_id),
linked AS (SELECT claim_id, group_id FROM ends UNION SELECT group_id, group_id FROM ends),
-- These few first: DuckDB takes a recursion for large, and would join all forms with all forms.
linked_forms AS MATERIALIZED (
    SELECT f.article_id, f.form_id, l.group_id FROM linked l JOIN claim_forms f ON f.claim_id = l.claim_id
)
FROM linked
UNION ALL
SELECT other.claim_id, min(f.group_id)
FROM linked_forms f
JOIN claim_forms other ON other.form_id = f.form_id AND other.article_id = f.article_id
ANTI JOIN linked own ON own.claim_id = other.claim_id
GROUP BY other.claim_id;

-- One line for each current claim that another article has too. Articles of one origin (the wire or paper that they were taken
-- from, else the outlet) are one telling: all but its first are reprints, where a wire or another paper is credited.
CREATE OR REPLACE VIEW claim_repetitions AS
WITH told AS (
    SELECT
        s.group_id,
        c.claim_id,
        c.article_id,
        c.headline,
        c.outlet,
        a.originator,
        c.url,
        a.published_at,
        c.speaker,
        c.kind,
        c.text AS claim,
        c.quote,
        1 + len(c.mentions) AS mentions,
        lower(coalesce(a.originator, c.outlet, nullif(regexp_extract(c.url, '://(?:www\.)?([^/:]+)', 1), ''), c.article_id)) AS origin
    FROM same_claims s
    JOIN current_claims c ON c.claim_id = s.claim_id
    LEFT JOIN articles a ON a.article_id = c.article_id
    QUALIFY count(DISTINCT c.article_id) OVER (PARTITION BY s.group_id) > 1
)
SELECT
    t.group_id,
    t.claim_id,
    t.article_id,
    t.headline,
    t.outlet,
    t.originator,
    t.origin,
    t.originator IS NOT NULL AND t.article_id <> first_value(t.article_id) OVER of_origin AS is_reprint,
    t.url,
    t.published_at,
    t.speaker,
    t.kind,
    t.claim,
    t.quote,
    t.mentions,
    k.made_by AS found_by
FROM told t
LEFT JOIN (
    SELECT from_claim_id, min(made_by) AS made_by FROM claim_links WHERE relation = 'same_as' GROUP BY from_claim_id
) k ON k.from_claim_id = t.claim_id
WINDOW of_origin AS (
    PARTITION BY t.group_id, t.origin ORDER BY t.originator IS NOT NULL, t.published_at, t.article_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
);

-- One line for each claim that several articles have: how often, by whom, where, since when, and what is believed of it.
CREATE OR REPLACE VIEW repeated_claims AS
SELECT
    r.group_id,
    arg_min(r.claim, (coalesce(r.published_at, 'infinity'::TIMESTAMPTZ), r.claim_id)) AS claim,
    arg_min(r.kind, (coalesce(r.published_at, 'infinity'::TIMESTAMPTZ), r.claim_id)) AS kind,
    count(DISTINCT r.article_id) AS articles,
    count(DISTINCT r.origin) AS origins,
    count(DISTINCT r.article_id) FILTER (WHERE r.is_reprint) AS reprints,
    sum(r.mentions)::BIGINT AS mentions,
    coalesce(list_sort(list_distinct(list(r.speaker) FILTER (WHERE r.speaker IS NOT NULL))), []) AS speakers,
    coalesce(list_sort(list_distinct(list(r.outlet) FILTER (WHERE r.outlet IS NOT NULL))), []) AS outlets,
    min(r.published_at) AS first_published_at,
    max(r.published_at) AS last_published_at,
    coalesce(list_sort(list_distinct(list(v.label) FILTER (WHERE v.label IS NOT NULL))), []) AS labels,
    list_sort(list_distinct(list(r.claim_id))) AS claim_ids
FROM claim_repetitions r
LEFT JOIN current_verdicts v ON v.claim_id = r.claim_id AND v.article_id = r.article_id
GROUP BY r.group_id;

-- One line for each earlier fact-check that was found for a claim, or for a claim that it succeeds, those of the desk itself
-- among them: as it was found last, where its page, or the desk's decision, has changed since. It counts for no verdict.
CREATE OR REPLACE VIEW earlier_fact_checks AS
WITH found AS (
    SELECT claim_id, source, matched, coalesce(asked_again_at, searched_at) AS searched_at, unnest(document_ids) AS document_id
    FROM searches
)
SELECT
    l.claim_id,
    c.text AS claim,
    d.publisher,
    d.rating,
    d.rating_label,
    d.url,
    d.published_at::DATE AS reviewed_on,
    d.claim_reviewed AS reviewed_claim,
    f.matched[f.document_id] AS matched_by,
    d.title,
    d.text,
    f.source,
    d.retrieved_at,
    d.document_id
FROM claim_lineage l
JOIN found f ON f.claim_id = l.ancestor_id
JOIN documents d ON d.document_id = f.document_id AND d.claim_reviewed IS NOT NULL
LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, text FROM claims) c ON c.claim_id = l.claim_id
QUALIFY row_number() OVER (
    PARTITION BY l.claim_id, coalesce(d.url, concat(d.publisher, chr(10), d.claim_reviewed))
    ORDER BY d.retrieved_at DESC, d.published_at DESC NULLS LAST, f.searched_at DESC, d.document_id
) = 1;

-- Every change of what is believed of a claim: a verdict with another label than the one it follows, and a person's decision that
-- says otherwise than what stood. What differed is told in words, by document and by version. A verdict under a standing review
-- changes only what the machine believes.
CREATE OR REPLACE VIEW verdict_changes AS
WITH flips AS (
    SELECT v.*, p.label AS before, p.label_when_said AS before_when_said, p.versions AS versions_before
    FROM verdicts v
    JOIN verdicts p ON p.verdict_id = v.follows
    WHERE v.label <> p.label OR v.label_when_said <> p.label_when_said
),
read AS (
    SELECT verdict_id, unnest(string_split(coalesce(versions['documents'], ''), ' ')) AS document_id, true AS is_now FROM flips
    UNION ALL
    SELECT verdict_id, unnest(string_split(coalesce(versions_before['documents'], ''), ' ')), false FROM flips
),
differing AS (
    SELECT verdict_id, document_id, bool_and(is_now) AS is_new
    FROM read
    WHERE document_id <> ''
    GROUP BY verdict_id, document_id
    HAVING bool_and(is_now) OR NOT bool_or(is_now)
),
told AS (
    SELECT
        r.*,
        d.publisher,
        d.url,
        d.published_at,
        d.url IS NOT NULL AND count(DISTINCT r.is_new) OVER (PARTITION BY r.verdict_id, d.url) = 2 AS is_other_text
    FROM differing r
    LEFT JOIN documents d ON d.document_id = r.document_id
),
documents_of AS (
    SELECT
        verdict_id,
        list(
            {
                'what': CASE WHEN is_other_text THEN 'changed' WHEN is_new THEN 'new' ELSE 'gone' END,
                'document_id': document_id,
                'publisher': publisher,
                'url': url,
                'published_at': published_at
            }
            ORDER BY is_new DESC, publisher, document_id
        ) AS documents
    FROM told
    WHERE is_new OR NOT is_other_text
    GROUP BY verdict_id
),
stood AS (
    SELECT
        r.review_id,
        d.label AS label_of_desk,
        m.label AS label_of_machine,
        m.label_when_said,
        m.verdict_id
    FROM reviews r
    LEFT JOIN (
        SELECT r.review_id, p.label
        FROM reviews r
        JOIN claim_lineage l ON l.claim_id = r.claim_id
        JOIN reviews p ON p.claim_id = l.ancestor_id AND (p.reviewed_at, p.review_id) < (r.reviewed_at, r.review_id)
        QUALIFY row_number() OVER (PARTITION BY r.review_id ORDER BY p.reviewed_at DESC, p.review_id DESC) = 1
    ) d ON d.review_id = r.review_id
    LEFT JOIN (
        SELECT r.review_id, v.label, v.label_when_said, v.verdict_id
        FROM reviews r
        JOIN claim_lineage l ON l.claim_id = r.claim_id
        JOIN verdicts v ON v.claim_id = l.ancestor_id AND v.decided_at <= r.reviewed_at
        QUALIFY row_number() OVER (PARTITION BY r.review_id ORDER BY l.distance, v.decided_at DESC, v.verdict_id) = 1
    ) m ON m.review_id = r.review_id
),
changes AS (
    SELECT
        f.claim_id,
        f.before,
        f.label AS after,
        f.before_when_said,
        f.label_when_said AS after_when_said,
        f.cause,
        f.changed,
        coalesce(d.documents, []) AS documents,
        list_filter(
            list_transform(
                list_sort(list_distinct(list_concat(map_keys(f.versions_before), map_keys(f.versions)))),
                lambda name: {'component': name, 'before': f.versions_before[name], 'after': f.versions[name]}
            ),
            lambda one: one.component <> 'documents' AND one.before IS DISTINCT FROM one.after
        ) AS versions,
        'machine' AS decided_by,
        f.decided_at AS changed_at,
        f.run_id,
        f.verdict_id,
        f.follows,
        NULL::VARCHAR AS review_id
    FROM flips f
    LEFT JOIN documents_of d ON d.verdict_id = f.verdict_id
    UNION ALL
    SELECT
        r.claim_id,
        coalesce(s.label_of_desk, s.label_of_machine),
        r.label,
        coalesce(s.label_of_desk, s.label_when_said),
        r.label,
        'review',
        [r.note],
        [],
        [],
        r.reviewer,
        r.reviewed_at,
        NULL,
        NULL,
        s.verdict_id,
        r.review_id
    FROM reviews r
    JOIN stood s ON s.review_id = r.review_id
    WHERE r.label <> coalesce(s.label_of_desk, s.label_of_machine)
)
SELECT
    c.claim_id,
    t.text AS claim,
    t.speaker,
    a.headline,
    a.outlet,
    c.* EXCLUDE (claim_id),
    c.review_id IS NULL AND coalesce(d.reviewed_at <= c.changed_at, false) AS is_outranked,
    t.article_id
FROM changes c
LEFT JOIN (
    SELECT l.claim_id, min(r.reviewed_at) AS reviewed_at
    FROM claim_lineage l
    JOIN reviews r ON r.claim_id = l.ancestor_id
    GROUP BY l.claim_id
) d ON d.claim_id = c.claim_id
LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, text, speaker, article_id FROM claims) t ON t.claim_id = c.claim_id
LEFT JOIN articles a ON a.article_id = t.article_id;

-- The watches, each as it was last decided on and as it stands. A removed one stays, and says so.
CREATE OR REPLACE VIEW watches AS
WITH latest AS (
    SELECT c.* FROM watch_changes c ANTI JOIN watch_changes f ON f.follows = c.change_id
),
added AS (SELECT watch_id, min(changed_at) AS added_at FROM watch_changes GROUP BY watch_id),
led_to AS (
    SELECT
        e.watch_id,
        count(DISTINCT p.page_id) AS pages,
        count(DISTINCT p.page_id) FILTER (p.state = 'waiting') AS waiting,
        count(DISTINCT p.page_id) FILTER (p.state = 'failed') AS failed,
        count(DISTINCT p.article_id) AS articles
    FROM feed_entries e
    JOIN watched_pages p ON p.page_id = e.page_id
    GROUP BY e.watch_id
)
SELECT
    l.watch_id,
    l.name,
    l.url,
    l.kind,
    CASE
        WHEN l.action = 'removed' THEN 'removed'
        WHEN s.gone THEN 'gone'
        WHEN s.failures > 0 THEN 'failing'
        WHEN s.watch_id IS NULL THEN 'new'
        ELSE 'answering'
    END AS state,
    l.every_s,
    s.format,
    s.title,
    s.entries,
    coalesce(n.pages, 0) AS pages,
    coalesce(n.waiting, 0) AS waiting,
    coalesce(n.failed, 0) AS failed,
    coalesce(n.articles, 0) AS articles,
    s.read_at,
    s.answered_at,
    s.found_at,
    CASE WHEN l.action <> 'removed' THEN if(l.changed_at > s.read_at, l.changed_at, s.due_at) END AS due_at,
    s.failing_since,
    s.failures,
    s.error,
    s.message,
    a.added_at,
    CASE WHEN l.action = 'removed' THEN l.changed_at END AS removed_at
FROM latest l
JOIN added a ON a.watch_id = l.watch_id
LEFT JOIN watch_states s ON s.watch_id = l.watch_id
LEFT JOIN led_to n ON n.watch_id = l.watch_id;

-- What does not answer, the longest first if it is ordered by failing_since.
CREATE OR REPLACE VIEW failing_watches AS
SELECT watch_id, name, url, kind, state, failing_since, failures, error, message, answered_at, due_at
FROM watches
WHERE state IN ('failing', 'gone');

-- One line for each page that a watch led to, with the article that it is and what was found in it.
CREATE OR REPLACE VIEW watch_findings AS
WITH listed AS (
    SELECT page_id, watch_id, arg_max(title, first_seen_at) AS title, max(coalesce(updated_at, published_at)) AS listed_as_of
    FROM feed_entries
    WHERE page_id IS NOT NULL
    GROUP BY page_id, watch_id
),
texts AS (SELECT article_id, count(*) AS versions FROM article_versions GROUP BY article_id),
decided AS (
    SELECT
        article_id,
        count(*) AS claims,
        count(label) AS verdicts,
        count(*) FILTER (label = 'refuted') AS refuted,
        count(*) FILTER (label = 'conflicting') AS conflicting
    FROM current_verdicts
    GROUP BY article_id
)
SELECT
    w.watch_id,
    w.name AS watch,
    p.page_id,
    p.url,
    p.state,
    coalesce(a.headline, l.title) AS headline,
    a.outlet,
    coalesce(a.published_at, l.listed_as_of) AS published_at,
    p.found_at,
    p.asked_at,
    p.changed_at,
    p.due_at,
    coalesce(t.versions, 0) AS versions,
    coalesce(d.claims, 0) AS claims,
    coalesce(d.verdicts, 0) AS verdicts,
    coalesce(d.refuted, 0) AS refuted,
    coalesce(d.conflicting, 0) AS conflicting,
    p.error,
    p.message,
    p.article_id
FROM listed l
JOIN watches w ON w.watch_id = l.watch_id
JOIN watched_pages p ON p.page_id = l.page_id
LEFT JOIN articles a ON a.article_id = p.article_id
LEFT JOIN texts t ON t.article_id = p.article_id
LEFT JOIN decided d ON d.article_id = p.article_id;
