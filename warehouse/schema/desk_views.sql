-- The views of what people have to do, have done and have published; made again with those of views.sql, which come before.

-- The tasks that nobody has closed yet, with the claim as it stands now: a task on a claim of an earlier reading of its article is
-- shown with the claim that succeeds it.
CREATE OR REPLACE VIEW open_tasks AS
WITH unclosed AS (
    SELECT t.*, o."by" AS opened_by, o."at" AS opened_at
    FROM tasks t
    LEFT JOIN task_events o ON o.task_id = t.task_id AND o.event = 'opened'
    ANTI JOIN task_events c ON c.task_id = t.task_id AND c.event = 'closed'
),
current_ids AS (SELECT c.claim_id FROM claims c SEMI JOIN latest_extractions e ON e.extraction_id = c.extraction_id),
heirs AS (
    SELECT l.ancestor_id, arg_min(l.claim_id, (l.distance, l.claim_id)) AS claim_id
    FROM claim_lineage l
    SEMI JOIN unclosed u ON u.claim_id = l.ancestor_id
    SEMI JOIN current_ids c ON c.claim_id = l.claim_id
    GROUP BY l.ancestor_id
)
SELECT
    u.task_id,
    u.kind,
    coalesce(h.claim_id, u.claim_id) AS claim_id,
    c.text AS claim,
    c.speaker,
    u.label,
    u.reason,
    u.opened_by,
    u.opened_at,
    u.publication_id,
    p.url,
    u.verdict_id,
    u.review_id
FROM unclosed u
LEFT JOIN heirs h ON h.ancestor_id = u.claim_id
LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, text, speaker FROM claims) c ON c.claim_id = coalesce(h.claim_id, u.claim_id)
LEFT JOIN publications p ON p.publication_id = u.publication_id;

-- Each publication with the claim that it is of, and whether it waits for a correction.
CREATE OR REPLACE VIEW current_publications AS
SELECT
    p.publication_id,
    p.claim_id,
    c.text AS claim,
    c.speaker,
    a.outlet,
    a.headline,
    a.url AS article_url,
    p.* EXCLUDE (publication_id, claim_id),
    t.task_id AS correction_task_id
FROM publication_states p
LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, article_id, text, speaker FROM claims) c ON c.claim_id = p.claim_id
LEFT JOIN articles a ON a.article_id = c.article_id
LEFT JOIN open_tasks t ON t.publication_id = p.publication_id;

-- What needs a person, one line for each claim, the most urgent first. Tasks come before everything else; what only the machine has
-- decided is weighed by how much the claim is worth checking; a claim that a person has decided on is here for its tasks alone.
--   100 a correction is due; 60 the desk's decision is contradicted
--   up to 20 its verdict has turned from one decided label to another (8: from or to none)
--   up to 20 its verdict is less than 90% sure, by how much less; 8 one judge leans where no verdict is given
--   15 its judges disagree; 15 the same claim has another label in another article
--   3 for each origin that repeats it, up to 15; of claims that say the same the one that was published first is shown
-- Where a person has decided on a claim that says the same, those that the machine decides otherwise are shown, by the first of them.
CREATE OR REPLACE VIEW queued_claims AS
WITH desk AS (SELECT claim_id, review_id, label, reviewer FROM standing_reviews),
machine AS (SELECT claim_id, verdict_id, label, confidence, judgement_ids, decided_at FROM standing_verdicts),
current_ones AS (
    SELECT c.claim_id, c.article_id, c.text, c.speaker, c.checkworthiness, c.checkable
    FROM claims c
    SEMI JOIN latest_extractions e ON e.extraction_id = c.extraction_id
),
by_machine AS (
    SELECT c.claim_id, c.checkworthiness, v.verdict_id, v.label, v.confidence, v.judgement_ids, v.decided_at
    FROM current_ones c
    ANTI JOIN desk r ON r.claim_id = c.claim_id
    LEFT JOIN machine v ON v.claim_id = c.claim_id
    WHERE c.checkable
),
-- Each judge's last word among those that a verdict combines: a second round's judgement reads the first one's passages again.
judged AS (
    SELECT m.claim_id, j.judge, arg_max(j.label, (j.judged_at, j.judgement_id)) AS label,
        arg_max(j.judgement_id, (j.judged_at, j.judgement_id)) AS judgement_id
    FROM (SELECT claim_id, unnest(judgement_ids) AS judgement_id FROM by_machine) m
    JOIN judgements j ON j.judgement_id = m.judgement_id
    GROUP BY m.claim_id, j.judge
),
decided AS (
    SELECT
        claim_id,
        count(DISTINCT label) AS labels,
        string_agg(concat(judge, ' says ', replace(label, '_', ' ')), ', ' ORDER BY judge) AS said
    FROM judged
    WHERE label <> 'not_enough_evidence'
    GROUP BY claim_id
),
opposite AS (
    SELECT claim_id, count(*) AS passages
    FROM (
        SELECT d.claim_id, d.reading.passage_id
        FROM (SELECT g.claim_id, unnest(j.readings) AS reading FROM judged g JOIN judgements j ON j.judgement_id = g.judgement_id) d
        GROUP BY ALL
        HAVING bool_or(d.reading.stance = 'supports') AND bool_or(d.reading.stance = 'refutes')
    )
    GROUP BY claim_id
),
flips AS (
    SELECT
        l.claim_id,
        count(*) AS flips,
        arg_max(p.label, v.decided_at) AS was,
        arg_max(v.label, v.decided_at) AS became,
        arg_max(v.cause, v.decided_at) AS cause,
        max(v.decided_at) AS flipped_at
    FROM verdicts v
    JOIN verdicts p ON p.verdict_id = v.follows AND p.label <> v.label
    JOIN claim_lineage l ON l.ancestor_id = v.claim_id
    GROUP BY l.claim_id
),
tellings AS (
    SELECT
        t.*,
        r.label AS decided,
        v.label AS found,
        list(r.label) FILTER (WHERE r.label IS NOT NULL) OVER (PARTITION BY t.group_id) AS all_decided
    FROM claim_repetitions t
    LEFT JOIN desk r ON r.claim_id = t.claim_id
    LEFT JOIN machine v ON v.claim_id = t.claim_id
),
repeated AS (
    SELECT
        arg_min(claim_id, (coalesce(published_at, 'infinity'::TIMESTAMPTZ), claim_id)) FILTER (WHERE is_unlike) AS claim_id,
        all_decided IS NOT NULL AS is_reviewed,
        count(DISTINCT article_id) AS articles,
        count(DISTINCT origin) AS origins,
        list_sort(list_distinct(list(coalesce(decided, found)) FILTER (WHERE is_unlike OR decided IS NOT NULL))) AS labels,
        max(published_at) AS last_published_at
    FROM (
        SELECT
            *,
            CASE
                WHEN all_decided IS NULL THEN true
                -- That the machine could decide nothing is no word against a person's decision.
                ELSE decided IS NULL AND found <> 'not_enough_evidence' AND NOT list_contains(all_decided, found)
            END AS is_unlike
        FROM tellings
    )
    GROUP BY group_id, all_decided
),
signals AS (
    SELECT claim_id, CASE kind WHEN 'correction' THEN 100 ELSE 60 END AS weight, reason, opened_at AS since, task_id
    FROM open_tasks
    UNION ALL
    SELECT
        m.claim_id,
        m.checkworthiness * CASE WHEN 'not_enough_evidence' IN (f.was, f.became) THEN 8 ELSE 20 END,
        concat(
            'Its verdict has turned from ', replace(f.was, '_', ' '), ' to ', replace(f.became, '_', ' '), ' on ',
            strftime(f.flipped_at, '%-d %B %Y'), ' (', replace(f.cause, '_', ' '), ')',
            CASE WHEN f.flips > 1 THEN concat(', its ', f.flips, '. change') ELSE '' END, '.'
        ),
        f.flipped_at,
        NULL
    FROM by_machine m
    JOIN flips f ON f.claim_id = m.claim_id
    UNION ALL
    SELECT
        claim_id,
        checkworthiness * least(20, 80 * (1 - confidence)),
        concat('The machine is only ', round(100 * confidence)::INTEGER, '% sure that it is ', replace(label, '_', ' '), '.'),
        decided_at,
        NULL
    FROM by_machine
    WHERE label <> 'not_enough_evidence' AND confidence < 0.9
    UNION ALL
    SELECT
        m.claim_id,
        m.checkworthiness * 8,
        concat('No verdict is given, though ', d.said, '.'),
        m.decided_at,
        NULL
    FROM by_machine m
    JOIN decided d ON d.claim_id = m.claim_id AND d.labels = 1
    WHERE m.label = 'not_enough_evidence'
    UNION ALL
    SELECT m.claim_id, m.checkworthiness * 15, concat('Its judges disagree: ', d.said, '.'), m.decided_at, NULL
    FROM by_machine m
    JOIN decided d ON d.claim_id = m.claim_id AND d.labels > 1
    UNION ALL
    SELECT
        m.claim_id,
        m.checkworthiness * 15,
        concat(
            'Its judges read ', o.passages, CASE WHEN o.passages = 1 THEN ' passage' ELSE ' passages' END, ' to opposite effect.'
        ),
        m.decided_at,
        NULL
    FROM by_machine m
    JOIN opposite o ON o.claim_id = m.claim_id
    ANTI JOIN decided d ON d.claim_id = m.claim_id AND d.labels > 1
    UNION ALL
    SELECT
        m.claim_id,
        m.checkworthiness * 15,
        concat(
            'The same claim is ',
            replace(array_to_string(r.labels, ' in one article and '), '_', ' '), ' in another.'
        ),
        r.last_published_at,
        NULL
    FROM by_machine m
    JOIN repeated r ON r.claim_id = m.claim_id
    WHERE len(r.labels) > 1
    UNION ALL
    SELECT
        m.claim_id,
        m.checkworthiness * 3 * least(5, r.origins),
        concat('It is said in ', r.articles, ' articles of ', r.origins, ' origins.'),
        r.last_published_at,
        NULL
    FROM by_machine m
    JOIN repeated r ON r.claim_id = m.claim_id
    WHERE r.origins > 1 AND NOT r.is_reviewed
),
waiting AS (
    SELECT
        claim_id,
        sum(weight)::DOUBLE AS priority,
        list(reason ORDER BY weight DESC, reason) AS reasons,
        coalesce(list(task_id ORDER BY weight DESC, task_id) FILTER (WHERE task_id IS NOT NULL), []) AS task_ids,
        max(since) AS since
    FROM signals
    GROUP BY claim_id
)
SELECT
    w.claim_id,
    c.text AS claim,
    c.speaker,
    a.outlet,
    a.headline,
    coalesce(r.label, v.label) AS label,
    v.label AS machine_label,
    CASE WHEN r.review_id IS NOT NULL THEN r.reviewer WHEN v.verdict_id IS NOT NULL THEN 'machine' END AS decided_by,
    v.confidence,
    c.checkworthiness,
    w.reasons,
    w.priority,
    w.task_ids,
    w.since
FROM waiting w
LEFT JOIN (
    SELECT
        claim_id,
        any_value(article_id) AS article_id,
        any_value(text) AS text,
        any_value(speaker) AS speaker,
        max(checkworthiness) AS checkworthiness -- of all its readings
    FROM claims
    GROUP BY claim_id
) c ON c.claim_id = w.claim_id
LEFT JOIN articles a ON a.article_id = c.article_id
LEFT JOIN desk r ON r.claim_id = w.claim_id
LEFT JOIN machine v ON v.claim_id = w.claim_id;

-- The same in its order.
CREATE OR REPLACE VIEW review_queue AS
SELECT row_number() OVER (ORDER BY priority DESC, since DESC NULLS LAST, claim_id) AS place, *
FROM queued_claims
ORDER BY place;

-- What `due_claims` asks of each current claim that can be checked: how it stands, and when it was last checked.
CREATE OR REPLACE VIEW claim_ages AS
WITH checks AS (
    SELECT item_id AS claim_id, max(checked_at) AS checked_at
    FROM steps
    WHERE stage = 'verify' AND outcome = 'done'
    GROUP BY item_id
)
SELECT
    c.claim_id,
    c.article_id,
    c.text AS claim,
    c.status,
    coalesce(c.about_to, c.about_from) AS event_day,
    c.checkworthiness,
    e.extracted_at,
    v.label,
    coalesce(k.checked_at, v.decided_at) AS checked_at
FROM claims c
JOIN latest_extractions e ON e.extraction_id = c.extraction_id
LEFT JOIN standing_verdicts v ON v.claim_id = c.claim_id
LEFT JOIN checks k ON k.claim_id = c.claim_id
WHERE c.checkable AND c.status <> 'sole_witness';

-- How the desk has treated each current claim: whether it was selected, what was decided, and by whom.
CREATE OR REPLACE VIEW claim_treatments AS
WITH selections AS (
    SELECT item_id AS claim_id, arg_max(outcome, checked_at) = 'done' AS selected
    FROM steps
    WHERE stage = 'select'
    GROUP BY item_id
),
-- A person's first decision on a claim, or on one that it succeeds, beside the machine's verdict that stood at the time.
first_reviews AS (
    SELECT l.claim_id, r.claim_id AS reviewed_id, r.label, r.reviewed_at
    FROM claim_lineage l
    JOIN reviews r ON r.claim_id = l.ancestor_id
    QUALIFY row_number() OVER (PARTITION BY l.claim_id ORDER BY r.reviewed_at, r.review_id) = 1
),
decisions AS (
    SELECT r.claim_id, r.label AS decided, v.label AS machine
    FROM first_reviews r
    LEFT JOIN claim_lineage l ON l.claim_id = r.reviewed_id
    LEFT JOIN verdicts v ON v.claim_id = l.ancestor_id AND v.decided_at <= r.reviewed_at
    QUALIFY row_number() OVER (PARTITION BY r.claim_id ORDER BY v.verdict_id IS NULL, l.distance, v.decided_at DESC, v.verdict_id) = 1
),
published AS (
    SELECT
        l.claim_id,
        true AS is_published,
        bool_or(p.corrections > 0) AS is_corrected,
        bool_or(p.status = 'withdrawn') AS is_withdrawn,
        bool_or(p.claimant_asked_on IS NOT NULL) AS is_asked
    FROM publication_states p
    JOIN claim_lineage l ON l.ancestor_id = p.claim_id
    GROUP BY l.claim_id
)
SELECT
    c.claim_id,
    c.article_id,
    c.speaker,
    a.outlet,
    c.checkable,
    c.checkworthiness,
    coalesce(s.selected, false) AS selected,
    coalesce(r.label, v.label) AS label,
    d.claim_id IS NOT NULL AS reviewed,
    coalesce(d.machine <> d.decided AND d.machine <> 'not_enough_evidence', false) AS overridden,
    coalesce(d.machine NOT IN ('refuted', 'not_enough_evidence') AND d.decided = 'refuted', false) AS to_refuted,
    coalesce(d.machine = 'refuted' AND d.decided <> 'refuted', false) AS from_refuted,
    coalesce(p.is_published, false) AS is_published,
    coalesce(p.is_corrected, false) AS is_corrected,
    coalesce(p.is_withdrawn, false) AS is_withdrawn,
    coalesce(p.is_asked, false) AS is_asked
FROM claims c
SEMI JOIN latest_extractions e ON e.extraction_id = c.extraction_id
LEFT JOIN articles a ON a.article_id = c.article_id
LEFT JOIN selections s ON s.claim_id = c.claim_id
LEFT JOIN standing_reviews r ON r.claim_id = c.claim_id
LEFT JOIN standing_verdicts v ON v.claim_id = c.claim_id
LEFT JOIN decisions d ON d.claim_id = c.claim_id
LEFT JOIN published p ON p.claim_id = c.claim_id;

-- Whether the desk treats everybody alike: what was selected, decided and overridden, for each speaker and for each outlet.
-- `by_chance` is how far the share of refuted claims may lie from the whole desk's and mean nothing, with so few that are decided
-- (the half width of a 95% interval).
CREATE OR REPLACE VIEW evenhandedness AS
WITH counted AS (
    SELECT
        CASE grouping(speaker, outlet) WHEN 1 THEN 'speaker' WHEN 2 THEN 'outlet' ELSE 'the desk' END AS of_whom,
        CASE grouping(speaker, outlet) WHEN 1 THEN speaker WHEN 2 THEN outlet ELSE 'all claims' END AS name,
        count(DISTINCT article_id) AS articles,
        count(*) AS claims,
        count(*) FILTER (WHERE checkable) AS checkable,
        count(*) FILTER (WHERE selected) AS selected,
        avg(checkworthiness) FILTER (WHERE checkable) AS mean_checkworthiness,
        count(*) FILTER (WHERE label = 'supported') AS supported,
        count(*) FILTER (WHERE label = 'refuted') AS refuted,
        count(*) FILTER (WHERE label = 'conflicting') AS conflicting,
        count(*) FILTER (WHERE label = 'not_enough_evidence') AS not_enough_evidence,
        count(*) FILTER (WHERE label <> 'not_enough_evidence') AS decided,
        count(*) FILTER (WHERE reviewed) AS reviewed,
        count(*) FILTER (WHERE overridden) AS overridden,
        count(*) FILTER (WHERE to_refuted) AS overridden_to_refuted,
        count(*) FILTER (WHERE from_refuted) AS overridden_from_refuted,
        count(*) FILTER (WHERE is_published) AS published,
        count(*) FILTER (WHERE is_corrected) AS corrected,
        count(*) FILTER (WHERE is_withdrawn) AS withdrawn,
        count(*) FILTER (WHERE is_asked) AS claimants_asked
    FROM claim_treatments
    GROUP BY GROUPING SETS ((speaker), (outlet), ())
),
shared AS (
    SELECT
        *,
        refuted / nullif(decided, 0) AS refuted_share,
        max(refuted / nullif(decided, 0)) FILTER (WHERE of_whom = 'the desk') OVER () AS refuted_share_of_all
    FROM counted
    WHERE name IS NOT NULL AND claims > 0
)
SELECT
    of_whom,
    name,
    articles,
    claims,
    checkable,
    selected,
    selected / nullif(checkable, 0) AS selected_share,
    mean_checkworthiness,
    supported,
    refuted,
    conflicting,
    not_enough_evidence,
    refuted_share,
    1.96 * sqrt(refuted_share_of_all * (1 - refuted_share_of_all) / nullif(decided, 0)) AS by_chance,
    reviewed,
    overridden,
    overridden / nullif(reviewed, 0) AS overridden_share,
    overridden_to_refuted,
    overridden_from_refuted,
    published,
    corrected,
    withdrawn,
    claimants_asked
FROM shared;

-- What a desk may want to be told of, one line each: a verdict with another label than the one before, a correction that is due, a
-- feed that has begun to fail, is gone for good or answers again, a run that has ended.
CREATE OR REPLACE VIEW happenings AS
WITH corrections AS (
    SELECT t.task_id, t.claim_id, v.run_id, o."at" AS opened_at, p.label AS before, t.label AS after, v.cause, t.reason, p.url
    FROM tasks t
    JOIN task_events o ON o.task_id = t.task_id AND o.event = 'opened'
    LEFT JOIN publication_states p ON p.publication_id = t.publication_id
    LEFT JOIN verdicts v ON v.verdict_id = t.verdict_id
    WHERE t.kind = 'correction'
),
about AS (
    SELECT DISTINCT ON (c.claim_id) c.claim_id, c.text, c.speaker, c.article_id, a.headline, a.url
    FROM claims c
    LEFT JOIN articles a ON a.article_id = c.article_id
    WHERE c.claim_id IN (SELECT claim_id FROM corrections)
)
SELECT
    'flip' AS kind,
    verdict_id AS happening_id,
    decided_at AS happened_at,
    * EXCLUDE (verdict_id, decided_at),
    NULL AS name,
    NULL AS outcome,
    NULL AS message,
    NULL AS since,
    NULL AS until,
    NULL AS counts,
    NULL AS seconds,
    NULL AS input_tokens,
    NULL AS output_tokens,
    NULL AS cost_usd
FROM verdict_flips
UNION ALL BY NAME
SELECT
    'correction' AS kind,
    t.task_id AS happening_id,
    t.opened_at AS happened_at,
    t.run_id,
    t.claim_id,
    c.text AS claim,
    c.speaker,
    c.article_id,
    c.headline,
    t.url,
    t.before,
    t.after,
    t.cause,
    true AS published,
    t.reason AS message
FROM corrections t
LEFT JOIN about c ON c.claim_id = t.claim_id
UNION ALL BY NAME
SELECT
    'feed' AS kind,
    concat_ws(' ', o.watch_id, o.outcome, epoch_us(o.began_at)) AS happening_id,
    o.happened_at,
    o.run_id,
    w.url,
    w.name,
    o.outcome,
    o.message,
    o.began_at AS since,
    o.until
FROM (
    SELECT watch_id, 'failing' AS outcome, began_at AS happened_at, run_id, message, began_at, coalesce(gone_at, ended_at) AS until
    FROM watch_outages
    WHERE gone_at IS DISTINCT FROM began_at
    UNION ALL
    SELECT watch_id, 'gone', gone_at, last_run_id, message, began_at, ended_at FROM watch_outages WHERE gone_at IS NOT NULL
    UNION ALL
    SELECT watch_id, 'answering', ended_at, last_run_id, message, began_at, ended_at
    FROM watch_outages
    WHERE ended_at IS NOT NULL
) o
JOIN watches w ON w.watch_id = o.watch_id
WHERE w.state <> 'removed'
UNION ALL BY NAME
SELECT
    'run' AS kind,
    r.run_id AS happening_id,
    coalesce(r.ended_at, r.started_at) AS happened_at,
    r.run_id,
    r.command AS name,
    r.outcome,
    r.counts,
    r.seconds,
    r.input_tokens,
    r.output_tokens,
    r.cost_usd
FROM runs r
WHERE r.outcome <> 'running';
