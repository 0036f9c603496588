-- The rows of a large desk, made by DuckDB itself, column by column; `benchmarks.large_desk` defines before:
--   claims()   how many claims have verdicts, four each on the average; a fifth as many more have none
--   seed()     another one makes other rows
--   until()    the moment up to which the desk has worked, over three years
-- Whatever is drawn is drawn by the hash of a number, a word for what it is, and the seed.

CREATE TEMP MACRO dice(n, what) AS (hash(n, what, seed()) >> 11) / 9007199254740992.0;
CREATE TEMP MACRO draw(list, n, what) AS list[1 + floor(dice(n, what) * len(list))::BIGINT];
CREATE TEMP MACRO rather_first(count, n, what) AS floor(count * dice(n, what) ** 3)::BIGINT;  -- a few are drawn often
CREATE TEMP MACRO made_id(prefix, what, n) AS concat(prefix, '_', md5(concat(what, ' ', n, ' ', seed()))[:24]);
CREATE TEMP MACRO purposes() AS ['confirm', 'refute', 'primary_source', 'earlier_fact_check'];

-- Names and words

CREATE TEMP MACRO topics() AS ['dam', 'bridge', 'tariff', 'harbour', 'school', 'hospital', 'budget', 'court', 'border', 'railway', 'pension', 'vaccine',
    'election', 'wage', 'housing', 'forest', 'airport', 'police', 'energy', 'reactor', 'grain', 'prison', 'tunnel', 'river',
    'tax', 'strike', 'treaty', 'embassy', 'factory', 'mine', 'ferry', 'market', 'museum', 'stadium', 'satellite', 'pipeline',
    'refugee', 'drought', 'flood', 'storm'];
CREATE TEMP MACRO verbs() AS ['rose', 'fell', 'doubled', 'opened', 'closed', 'failed', 'grew', 'stopped', 'was sold', 'was built', 'was delayed',
    'was repaired', 'cost more', 'was approved', 'was banned', 'was inspected', 'collapsed', 'was flooded'];
CREATE TEMP MACRO places() AS ['Northfield', 'Southfield', 'Eastport', 'Westhaven', 'Lundby', 'Okafor Bay', 'Karasjok', 'Milford', 'Ashdown', 'Varna',
    'Tallow Hill', 'Quay Street', 'Port Ellen', 'Saint Ives', 'Torrel', 'Mirny', 'Osaka', 'Lagos', 'Quito', 'Split'];
CREATE TEMP MACRO units() AS ['people', 'households', 'pupils', 'patients', 'euros', 'tonnes', 'vehicles', 'workers', 'litres', 'days'];
CREATE TEMP MACRO first_names() AS ['Ada', 'Ines', 'Omar', 'Lena', 'Kofi', 'Maria', 'Jun', 'Petra', 'Sam', 'Noor', 'Ivan', 'Rosa', 'Tariq', 'Elsa', 'Hugo',
    'Mei', 'Carlos', 'Amina', 'Piotr', 'Freya'];
CREATE TEMP MACRO last_names() AS ['Lund', 'Okafor', 'Berg', 'Silva', 'Haddad', 'Novak', 'Tanaka', 'Mensah', 'Costa', 'Weber', 'Ivanov', 'Dubois', 'Rossi',
    'Khan', 'Jensen', 'Moreau', 'Garcia', 'Kowalski', 'Nilsen', 'Adeyemi'];
CREATE TEMP MACRO papers() AS ['Herald', 'Gazette', 'Post', 'Courier', 'Times', 'Wire', 'Chronicle', 'Tribune', 'Echo', 'Record'];

CREATE TEMP TABLE speakers AS
SELECT n, concat(draw(first_names(), n, 'first'), ' ', draw(last_names(), n, 'last'), CASE WHEN n >= 300 THEN concat(' ', n) END) AS name
FROM range(4000) r(n);

CREATE TEMP TABLE outlets AS
SELECT n, concat('The ', places()[1 + n % 20], ' ', papers()[1 + n // 20]) AS name, concat('paper', n, '.example') AS host
FROM range(60) r(n);

INSERT INTO publishers BY NAME
SELECT
    concat('Publisher ', n) AS publisher, concat('publisher', n, '.example') AS host,
    draw(['newspaper', 'wire', 'broadcaster', 'government', 'reference', 'unknown'], n, 'type') AS publisher_type,
    draw(['GB', 'FR', 'NG', 'JP', 'PL', NULL], n, 'country') AS country, draw(['A', 'B', 'C', NULL], n, 'rating') AS rating,
    []::VARCHAR[] AS edited
FROM range(500) r(n);

-- Articles of 25 claims each: 20 with verdicts, 5 without

CREATE TEMP TABLE made_articles AS
SELECT
    r.n, o.name AS outlet, o.host, draw(topics(), r.n, 'topic') AS topic, draw(places(), r.n, 'place') AS place,
    until() - to_microseconds((86400e6 * 1095 * (1 - r.n / (claims() / 20)))::BIGINT) - INTERVAL 1 HOUR AS published_at,
    made_id('art', 'article', r.n) AS article_id, made_id('ver', 'version', r.n) AS version_id, made_id('ext', 'extraction', r.n) AS extraction_id,
    concat('What became of the ', topic, ' at ', place, ' (', r.n, ')') AS headline
FROM range(claims() // 20) r(n)
JOIN outlets o ON o.n = rather_first(60, r.n, 'outlet');

-- Every twentieth claim is said in five articles one after the other.
CREATE TEMP TABLE made_claims AS
WITH told AS (
    SELECT
        c.n, c.n // 25 AS a, c.n % 25 AS place_in_article, c.n % 25 < 20 AS has_verdicts, (c.n // 25) * 20 + c.n % 25 AS k,
        rather_first(4000, c.n, 'speaker') AS speaker_number, c.n % 25 = 3 AS is_repeated, CASE WHEN c.n % 25 = 3 THEN c.n // 125 * 125 + 3 ELSE c.n END AS said
    FROM range(claims() // 20 * 25) c(n)
),
said AS (
    SELECT
        t.*, a.* EXCLUDE (n),
        CASE WHEN dice(t.n, 'speaks') < 0.6 THEN s.name END AS speaker,
        concat(
            'The ', a.topic, ' of ', draw(places(), t.said, 'where'), ' ', draw(verbs(), t.said, 'verb'), ' by ',
            floor(dice(t.said, 'number') * 1e6)::BIGINT, ' ', draw(units(), t.said, 'unit'), ' under decision ', t.said
        ) AS words
    FROM told t
    JOIN made_articles a ON a.n = t.a
    JOIN speakers s ON s.n = t.speaker_number
)
SELECT
    *, made_id('clm', 'claim', n) AS claim_id,
    CASE WHEN speaker IS NULL THEN concat(words, '.') ELSE concat(words, ', said ', speaker, '.') END AS sentence,
    length(headline) + 2 + coalesce(sum(length(sentence) + 1) OVER (PARTITION BY a ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS starts
FROM said
ORDER BY n;

INSERT INTO articles BY NAME
SELECT
    article_id, concat('https://', host, '/', n) AS url, concat('https://', host, '/', n) AS source, headline, outlet,
    CASE WHEN dice(n, 'originator') < 0.1 THEN 'Reuters' END AS originator, ['Desk']::VARCHAR[] AS authors, upper(place) AS dateline,
    published_at, 'minute' AS published_precision, 'UTC' AS published_zone, 'en' AS language, []::VARCHAR[] AS corrections
FROM made_articles ORDER BY n;

INSERT INTO article_versions BY NAME
SELECT
    any_value(version_id) AS version_id, any_value(article_id) AS article_id,
    concat(any_value(headline), chr(10), chr(10), string_agg(sentence, ' ' ORDER BY n)) AS text, md5(concat(a)) AS text_hash,
    length(any_value(headline)) + 2 AS body_start, length(text) AS body_end, 0 AS headline_start, length(any_value(headline)) AS headline_end,
    'text/html' AS media_type, 'utf-8' AS encoding, any_value(published_at) + INTERVAL 10 MINUTE AS first_read_at
FROM made_claims GROUP BY a ORDER BY a;

-- One article in twenty was read again by a later extractor, whose claims succeed those of before.
CREATE TEMP TABLE readings_of AS
SELECT n, 1 AS reading, extraction_id, NULL::VARCHAR AS follows, published_at + INTERVAL 11 MINUTE AS extracted_at FROM made_articles
UNION ALL
SELECT n, 2, made_id('ext', 'again', n), extraction_id, least(published_at + INTERVAL 90 DAY, until()) FROM made_articles WHERE n % 20 = 7;

INSERT INTO extractions BY NAME
SELECT
    r.extraction_id, a.article_id, a.version_id, 'rules' AS extractor, concat(r.reading) AS extractor_version, 'en' AS language,
    25 AS sentence_count, 25 AS claim_count, r.follows, r.extracted_at
FROM readings_of r JOIN made_articles a ON a.n = r.n ORDER BY r.extracted_at;

INSERT INTO claims BY NAME
SELECT
    CASE WHEN r.reading = 1 THEN c.claim_id ELSE made_id('clm', 'again', c.n) END AS claim_id, r.extraction_id, c.article_id, c.version_id,
    c.place_in_article AS ordinal, c.sentence AS quote, c.starts AS "start", c.starts + length(c.sentence) AS "end",
    CASE WHEN r.reading = 1 THEN c.sentence ELSE concat('In ', c.place, ': ', c.sentence) END AS text,
    CASE
        WHEN c.place_in_article = 24 THEN 'opinion'
        WHEN c.place_in_article = 23 THEN 'prediction'
        ELSE draw(['event', 'quantity', 'comparison', 'state', 'cause'], c.n, 'kind')
    END AS kind,
    c.place_in_article <> 24 AS checkable, CASE WHEN c.place_in_article = 24 THEN 'an opinion' END AS not_checkable_reason,
    round(CASE WHEN c.has_verdicts THEN 0.4 + 0.6 * dice(c.n, 'worth') ELSE 0.3 * dice(c.n, 'worth') END, 3) AS checkworthiness,
    ['names a number']::VARCHAR[] AS reasons, c.speaker, CASE WHEN c.speaker IS NOT NULL THEN 'minister' END AS speaker_role,
    CASE WHEN c.speaker IS NOT NULL THEN true END AS speaker_named, []::VARCHAR[] AS attribution,
    c.published_at::DATE AS said_from, c.published_at::DATE AS said_to, c.published_at::DATE - 1 AS about_from,
    c.published_at::DATE + CASE WHEN c.place_in_article = 23 THEN 60 ELSE -1 END AS about_to, c.published_at,
    list_value(c.place, coalesce(c.speaker, c.topic)) AS entities, [] AS dates, [] AS quantities,
    CASE c.place_in_article WHEN 24 THEN 'not_checkable' WHEN 23 THEN 'awaiting_event' WHEN 22 THEN 'sole_witness' ELSE 'unchecked' END AS status,
    CASE WHEN c.n % 50 = 11 THEN [{'start': c.starts, 'end': c.starts + 3}] ELSE [] END AS mentions
FROM made_claims c JOIN readings_of r ON r.n = c.a
ORDER BY r.extracted_at, c.n;

INSERT INTO claim_links BY NAME
SELECT made_id('clm', 'again', c.n) AS from_claim_id, c.claim_id AS to_claim_id, 'succeeds' AS relation, 'rules 2' AS made_by
FROM made_claims c WHERE c.a % 20 = 7
UNION ALL BY NAME
SELECT c.claim_id AS from_claim_id, f.claim_id AS to_claim_id, 'same_as' AS relation, 'forms 1' AS made_by
FROM made_claims c JOIN made_claims f ON f.n = c.said WHERE c.is_repeated AND c.n <> c.said;

INSERT INTO claim_forms BY NAME
SELECT
    claim_id, article_id, made_id('frm', 'said', said) AS form_id, made_id('fct', 'facts', said) AS facts_id,
    string_split(words, ' ') AS words, published_at::DATE AS day, 'forms 1' AS made_by
FROM made_claims ORDER BY n;

-- Evidence: as many documents as claims with verdicts, eight sentences each, from which four claims each take a passage

CREATE TEMP TABLE sentences AS
WITH said AS (
    SELECT
        d.n AS d, s.n AS s,
        concat(
            draw(places(), d.n * 8 + s.n, 'a'), ' officials said the ', draw(topics(), d.n * 8 + s.n, 'b'), ' ',
            draw(verbs(), d.n * 8 + s.n, 'c'), ' after ', floor(dice(d.n * 8 + s.n, 'd') * 1e5)::BIGINT, ' ',
            draw(units(), d.n * 8 + s.n, 'e'), ' were counted near ', draw(places(), d.n * 8 + s.n, 'f'), ' in the report that ',
            draw(first_names(), d.n * 8 + s.n, 'g'), ' ', draw(last_names(), d.n * 8 + s.n, 'h'), ' signed.'
        ) AS sentence
    FROM range(claims()) d(n), range(8) s(n)
)
SELECT *, coalesce(sum(length(sentence) + 1) OVER (PARTITION BY d ORDER BY s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS starts
FROM said;

CREATE TEMP MACRO document_id(d) AS made_id('doc', 'document', d);
CREATE TEMP MACRO found_in(k, r) AS (k + (r - 1) * 37) % claims();
CREATE TEMP MACRO passage_id(k, r) AS made_id('psg', k, r);

INSERT INTO documents BY NAME
SELECT
    document_id(d) AS document_id, concat('https://publisher', d % 500, '.example/', d) AS url, concat('Report ', d) AS title,
    concat('Publisher ', d % 500) AS publisher,
    until() - to_microseconds((86400e6 * 1095 * (1 - d / claims()))::BIGINT) - INTERVAL 2 DAY AS published_at,
    'day' AS published_precision, 'front matter' AS published_basis,
    until() - to_microseconds((86400e6 * 1095 * (1 - d / claims()))::BIGINT) AS retrieved_at,
    'corpus' AS source, string_agg(sentence, ' ' ORDER BY s) AS text, md5(concat('text', d)) AS text_hash, 'en' AS language,
    concat('publisher ', d % 500) AS origin, CASE WHEN d % 40 = 0 THEN 'primary_record' ELSE 'report' END AS document_type
FROM sentences GROUP BY d ORDER BY d;

INSERT INTO documents BY NAME
SELECT
    made_id('doc', 'fact-check', n) AS document_id, concat('https://checks.example/', n) AS url, concat('Fact-check ', n) AS title,
    'Checks' AS publisher, published_at, 'day' AS published_precision, 'markup' AS published_basis, published_at AS retrieved_at,
    'factchecks' AS source, concat('We looked at this: ', words) AS text, md5(concat('check', n)) AS text_hash, 'en' AS language,
    'checks' AS origin, 'fact_check' AS document_type, draw(['False', 'True', 'Half true'], n, 'rating') AS rating,
    CASE rating WHEN 'False' THEN 'refuted' WHEN 'True' THEN 'supported' END AS rating_label, words AS claim_reviewed
FROM made_claims WHERE n % 100 = 5 ORDER BY n;

INSERT INTO queries BY NAME
SELECT
    made_id('qry', c.n, q.n) AS query_id, c.claim_id, concat(c.words, [' true', ' not so', ' register', ' fact-check'][q.n]) AS text,
    purposes()[q.n] AS purpose, 'offline' AS planner, '3' AS planner_version, 1 AS round
FROM made_claims c, range(1, 5) q(n) WHERE c.has_verdicts ORDER BY c.n, q.n;

INSERT INTO searches BY NAME
SELECT
    made_id('sea', c.n, q.n) AS search_id, made_id('qry', c.n, q.n) AS query_id, c.claim_id,
    CASE WHEN q.n = 4 THEN 'factchecks' ELSE 'corpus' END AS source, 'corpus 7' AS source_version,
    CASE
        WHEN q.n = 4 AND c.n % 100 = 5 THEN [made_id('doc', 'fact-check', c.n)]
        WHEN q.n = 4 OR (q.n = 3 AND c.n % 3 = 0) OR (q.n = 2 AND c.n % 50 = 1) THEN []
        ELSE [document_id(found_in(c.k, q.n)), document_id(found_in(c.k, 1 + q.n % 4))]
    END AS document_ids,
    CASE WHEN len(document_ids) > 0 THEN 'found' WHEN q.n = 2 THEN 'failed' ELSE 'nothing' END AS outcome,
    c.published_at + INTERVAL 50 MINUTE AS searched_at, made_id('run', 'run', a // 12) AS run_id,
    CASE WHEN q.n = 1 AND c.n % 60 = 1
        THEN [{'url': concat('https://walled.example/', c.n), 'title': 'A wall', 'error': 'PaywalledError', 'reason': 'it asks for a subscription', 'transient': false}]
        ELSE [] END AS unread,
    CASE WHEN q.n = 3 AND c.n % 60 = 3
        THEN [{'document_id': made_id('doc', 'aside', c.n), 'url': concat('https://', c.host, '/', c.n), 'publisher': c.outlet, 'title': c.headline, 'published_at': c.published_at, 'reason': 'the article''s own outlet'}]
        ELSE [] END AS left_out,
    CASE WHEN q.n = 4 AND c.n % 100 = 5 THEN map([made_id('doc', 'fact-check', c.n)], ['the same names and numbers']) ELSE map() END AS matched
FROM made_claims c, range(1, 5) q(n) WHERE c.has_verdicts ORDER BY c.n, q.n;

INSERT INTO passages BY NAME
SELECT
    passage_id(c.k, c.r) AS passage_id, c.claim_id, made_id('qry', c.n, 1 + (c.r - 1) % 2) AS query_id, document_id(s.d) AS document_id,
    s.starts AS "start", s.starts + length(s.sentence) AS "end", s.sentence AS text, c.r AS rank, round(10 - c.r - dice(c.n, 'score'), 3) AS score,
    concat('publisher ', s.d % 500) AS origin, CASE WHEN dice(c.n, 'credited') < 0.05 THEN 'credits Reuters' END AS origin_reason,
    CASE WHEN s.d % 40 = 0 THEN 'primary_record' ELSE 'report' END AS standing
FROM (SELECT n, k, claim_id, unnest([1, 2, 3, 4]) AS r, found_in(k, r) AS d FROM made_claims WHERE has_verdicts) c
JOIN sentences s ON s.d = c.d AND s.s = c.r
ORDER BY c.n, c.r;

-- Verdicts: 1 to 7 a claim, four on the average; one in seventeen has another label than the one before

CREATE TEMP TABLE made_verdicts AS
WITH each AS (
    SELECT c.n, c.k, c.a, c.claim_id, c.published_at, v.i, [1, 7, 4, 4, 2, 6, 3, 5][1 + c.k % 8] AS last
    FROM made_claims c, range(1, 8) v(i)
    WHERE c.has_verdicts AND v.i <= [1, 7, 4, 4, 2, 6, 3, 5][1 + c.k % 8]
),
labelled AS (
    SELECT
        *,
        draw(
            ['not_enough_evidence', 'not_enough_evidence', 'not_enough_evidence', 'not_enough_evidence', 'supported', 'supported',
             'supported', 'refuted', 'refuted', 'conflicting'],
            CASE WHEN dice(n * 8 + i, 'flips') < 0.06 THEN n * 8 + i ELSE -n END, 'label'
        ) AS label
    FROM each
)
SELECT
    *, published_at + INTERVAL 1 HOUR + to_microseconds(((epoch_us(until()) - epoch_us(published_at) - 3600e6) * (i - 1) / last)::BIGINT) AS decided_at,
    made_id('vdt', n, i) AS verdict_id, made_id('jdg', n, i) AS judgement_id, dice(n * 8 + i, 'second') < 0.1 AS has_second_judge,
    [passage_id(k, 1), passage_id(k, 2), passage_id(k, 3), passage_id(k, 4)] AS read,
    CASE label WHEN 'not_enough_evidence' THEN []::VARCHAR[] WHEN 'conflicting' THEN read[1:3] ELSE read[1:2] END AS cited,
    CASE label WHEN 'supported' THEN 2 WHEN 'conflicting' THEN 2 ELSE 0 END AS supporting,
    CASE label WHEN 'refuted' THEN 2 WHEN 'conflicting' THEN 1 ELSE 0 END AS refuting
FROM labelled;

INSERT INTO judgements BY NAME
SELECT
    CASE WHEN j.n = 1 THEN v.judgement_id ELSE made_id('jdg', v.n, 10 + v.i) END AS judgement_id, v.claim_id,
    ['nli', 'lexical'][j.n] AS judge, '4' AS judge_version,
    CASE WHEN j.n = 2 AND v.n % 10 = 1 THEN 'supported' ELSE v.label END AS label, []::VARCHAR[] AS issues,
    list_transform(
        [1, 2, 3, 4],
        lambda r: {
            'passage_id': v.read[r],
            'stance': CASE
                WHEN r = 1 AND j.n = 2 AND v.n % 10 = 1 THEN 'supports'
                WHEN r <= v.supporting THEN 'supports'
                WHEN r <= v.supporting + v.refuting THEN 'refutes'
                ELSE 'neither'
            END,
            'score': round(0.5 + dice(v.n * 8 + r, 'stance') / 2, 4), 'said_by_claimant': false, 'why': '',
            'supports': round(dice(v.n * 8 + r, 'for'), 4), 'refutes': NULL::DOUBLE
        }
    ) AS readings,
    CASE WHEN j.n = 1 THEN v.cited ELSE v.read[1:1] END AS cited_passage_ids, 'It is there.' AS rationale, v.decided_at AS judged_at
FROM made_verdicts v, range(1, 3) j(n) WHERE j.n = 1 OR v.has_second_judge ORDER BY v.decided_at, v.verdict_id;

INSERT INTO verdicts BY NAME
SELECT
    verdict_id, claim_id, label, CASE WHEN dice(n, 'when said') < 0.03 THEN 'not_enough_evidence' ELSE label END AS label_when_said,
    CASE WHEN dice(n, 'issue') < 0.05 THEN ['missing_context'] ELSE []::VARCHAR[] END AS issues,
    CASE WHEN label <> 'not_enough_evidence' THEN round(0.55 + 0.45 * dice(n * 8 + i, 'sure') ** 0.4, 4) END AS confidence,
    CASE label
        WHEN 'supported' THEN concat('Publisher ', found_in(k, 1) % 500, ' and Publisher ', found_in(k, 2) % 500, ' report the same number.')
        WHEN 'refuted' THEN concat('Publisher ', found_in(k, 1) % 500, ' and Publisher ', found_in(k, 2) % 500, ' report another number.')
        WHEN 'conflicting' THEN concat('Publisher ', found_in(k, 1) % 500, ' says so, Publisher ', found_in(k, 3) % 500, ' says otherwise.')
        ELSE concat('None of 4 passages of ', 1 + k % 4, ' publishers speaks of it.')
    END AS rationale,
    cited AS cited_passage_ids,
    CASE WHEN has_second_judge THEN [judgement_id, made_id('jdg', n, 10 + i)] ELSE [judgement_id] END AS judgement_ids,
    supporting AS origins_supporting, refuting AS origins_refuting,
    CASE WHEN i = 1 THEN 'first_check' ELSE draw(['new_evidence', 'new_evidence', 'model_changed', 'code_changed', 'evidence_gone'], n * 8 + i, 'cause') END AS cause,
    CASE WHEN i = 1 THEN []::VARCHAR[] ELSE [concat('new document: Publisher ', found_in(k, 4) % 500)] END AS changed,
    CASE WHEN i > 1 THEN made_id('vdt', n, i - 1) END AS follows,
    map(
        ['planner', 'rules', 'judge.nli', 'cutoff', 'sources', 'calibration', 'documents'],
        ['offline 3', concat('min_origins=2 v', 1 + i // 3), concat(3 + i // 4), 'now', 'corpus', 'shipped 1',
         array_to_string(
             list_transform(CASE WHEN i % 3 = 0 THEN [1, 2, 4] ELSE [1, 2, 3] END, lambda r: document_id(found_in(k, r))), ' '
         )]
    ) AS versions,
    decided_at, made_id('run', 'run', a // 12) AS run_id
FROM made_verdicts ORDER BY decided_at, verdict_id;

-- What people did: reviews of one claim in fifty, publications of a quarter of these, tasks where the machine says otherwise since

CREATE TEMP TABLE made_reviews AS
SELECT
    v.n, v.claim_id, made_id('rvw', 'review', v.n) AS review_id, v.decided_at + INTERVAL 3 HOUR AS reviewed_at,
    CASE
        WHEN v.label = 'not_enough_evidence' OR dice(v.n, 'override') < 0.1 THEN draw(['supported', 'refuted', 'conflicting'], v.n, 'decides')
        ELSE v.label
    END AS label,
    draw(['Ola Berg', 'Kim Novak', 'Lou Silva', 'Rosa Weber'], v.n, 'reviewer') AS reviewer, v.n % 4 = 0 AS is_published
FROM made_verdicts v
WHERE v.i = 1 AND dice(v.n, 'reviewed') < 0.02 AND v.decided_at + INTERVAL 5 HOUR < until();

INSERT INTO reviews BY NAME
SELECT review_id, claim_id, label, 'I asked for the minutes.' AS note, reviewer, reviewed_at FROM made_reviews ORDER BY reviewed_at;

INSERT INTO publications BY NAME
SELECT
    made_id('pub', 'publication', n) AS publication_id, claim_id, review_id, concat('https://desk.example/', n) AS url,
    CASE label WHEN 'supported' THEN 'True' WHEN 'refuted' THEN 'False' ELSE 'Mixture' END AS rating, label, reviewer AS "by",
    'Ines Haddad' AS second_reviewer, reviewed_at::DATE AS published_on,
    CASE WHEN dice(n, 'asked') < 0.5 THEN reviewed_at::DATE END AS claimant_asked_on, reviewed_at + INTERVAL 1 HOUR AS recorded_at
FROM made_reviews WHERE is_published ORDER BY reviewed_at;

INSERT INTO publication_events BY NAME
SELECT
    made_id('pev', 'event', n) AS event_id, made_id('pub', 'publication', n) AS publication_id,
    CASE WHEN dice(n, 'event') < 0.05 THEN 'corrected' ELSE 'withdrawn' END AS event, 'We had read the wrong minutes.' AS note,
    reviewer AS "by", reviewed_at + INTERVAL 2 HOUR AS "at"
FROM made_reviews WHERE is_published AND dice(n, 'event') < 0.07 ORDER BY "at";

CREATE TEMP TABLE made_tasks AS
SELECT made_id('tsk', 'task', r.n) AS task_id, r.*, v.label AS machine, v.verdict_id, v.decided_at
FROM made_reviews r
JOIN made_verdicts v ON v.n = r.n AND v.i = v.last
WHERE v.label NOT IN (r.label, 'not_enough_evidence') AND v.decided_at > r.reviewed_at AND dice(r.n, 'event') >= 0.07;

INSERT INTO tasks BY NAME
SELECT
    task_id, CASE WHEN is_published THEN 'correction' ELSE 'contradiction' END AS kind, claim_id, machine AS label,
    concat(reviewer, ' decided that it is ', label, '; the machine now says ', machine, ' (new evidence).') AS reason, verdict_id,
    CASE WHEN NOT is_published THEN review_id END AS review_id, CASE WHEN is_published THEN made_id('pub', 'publication', n) END AS publication_id
FROM made_tasks ORDER BY decided_at;

INSERT INTO task_events BY NAME
SELECT made_id('tev', task_id, 'opened') AS event_id, task_id, 'opened' AS event, 'machine' AS "by", 'It says otherwise.' AS note, decided_at AS "at"
FROM made_tasks
UNION ALL BY NAME
SELECT made_id('tev', task_id, 'closed') AS event_id, task_id, 'closed' AS event, reviewer AS "by", 'It stands.' AS note, decided_at + INTERVAL 1 MINUTE AS "at"
FROM made_tasks WHERE dice(n, 'closed') < 0.5;

INSERT INTO flags BY NAME
SELECT made_id('flg', 'flag', n) AS flag_id, claim_id, 'A reader wrote.' AS note, 'Kim Novak' AS flagged_by, until() - INTERVAL 1 HOUR AS flagged_at
FROM made_claims WHERE n % 500 = 8;

INSERT INTO calibrations BY NAME
SELECT 'cal_shipped' AS calibration_id, 'shipped' AS fitted_on, '1' AS version, 'as shipped' AS data, 0 AS reviews, [] AS curves, map() AS figures,
    until() - INTERVAL 1095 DAY AS fitted_at;

-- Runs, their calls of models, and the steps

INSERT INTO runs BY NAME
SELECT
    made_id('run', 'run', a // 12) AS run_id, 'check' AS command, map() AS parameters, map(['judge.nli'], ['4']) AS versions,
    min(published_at) AS started_at, max(published_at) + INTERVAL 2 HOUR AS ended_at, 'completed' AS outcome,
    map(['articles'], [count(DISTINCT a)::BIGINT]) AS counts, 7200 AS seconds, 0 AS input_tokens, 0 AS output_tokens, 0 AS cost_usd
FROM made_claims GROUP BY a // 12 ORDER BY started_at;

INSERT INTO llm_calls BY NAME
SELECT
    made_id('cal', c.n, 'judge') AS call_id, made_id('run', 'run', c.a // 12) AS run_id, c.claim_id AS item_id, 'openai:gpt-5-mini' AS model,
    'judge' AS prompt, md5('judge') AS prompt_version, md5('schema') AS schema_version, 900 + c.n % 700 AS input_tokens, 80 + c.n % 90 AS output_tokens,
    CASE WHEN c.n % 1000 <> 7 THEN (900 + c.n % 700) * 2.5e-7 END AS cost_usd, 2.5 AS seconds, 1 AS attempts, c.n % 9 = 0 AS cached, 'ok' AS outcome,
    c.published_at + INTERVAL 55 MINUTE AS called_at, c.article_id, [c.claim_id] AS claim_ids
FROM made_claims c WHERE c.has_verdicts ORDER BY c.n;

INSERT INTO llm_calls BY NAME
SELECT
    made_id('cal', a, 'extract') AS call_id, made_id('run', 'run', a // 12) AS run_id, any_value(extraction_id) AS item_id, 'openai:gpt-5-mini' AS model,
    'extract' AS prompt, md5('extract') AS prompt_version, md5('schema') AS schema_version, 4000 AS input_tokens, 1800 AS output_tokens, 0.0046 AS cost_usd,
    20 AS seconds, 1 AS attempts, false AS cached, 'ok' AS outcome, any_value(published_at) + INTERVAL 12 MINUTE AS called_at,
    any_value(article_id) AS article_id, list(claim_id ORDER BY n) AS claim_ids
FROM made_claims GROUP BY a ORDER BY a;

INSERT INTO steps BY NAME
SELECT a.version_id AS item_id, 'extract' AS stage, r.extraction_id AS version_key, 'done' AS outcome, NULL AS note,
    made_id('run', 'run', a.n // 12) AS run_id, r.extracted_at AS done_at, r.extracted_at AS checked_at
FROM made_articles a JOIN readings_of r ON r.n = a.n
UNION ALL BY NAME
SELECT claim_id AS item_id, 'select' AS stage, 'rules 1' AS version_key, CASE WHEN has_verdicts THEN 'done' ELSE 'skipped' END AS outcome,
    CASE WHEN NOT has_verdicts THEN 'not worth checking: below the threshold of 0.4' END AS note, made_id('run', 'run', a // 12) AS run_id,
    published_at + INTERVAL 15 MINUTE AS done_at, published_at + INTERVAL 15 MINUTE AS checked_at
FROM made_claims WHERE place_in_article <> 24
UNION ALL BY NAME
SELECT claim_id AS item_id, 'verify' AS stage, concat(md5(concat(n))) AS version_key, 'done' AS outcome, NULL AS note,
    made_id('run', 'run', a // 12) AS run_id, decided_at AS done_at, least(decided_at + INTERVAL 40 DAY, until()) AS checked_at
FROM made_verdicts WHERE i = last;

INSERT INTO failures BY NAME
SELECT
    made_id('fail', 'failure', n) AS failure_id, claim_id AS item_id, article_id, 'search' AS stage,
    CASE WHEN n % 250 = 21 THEN 'BudgetSpentError' ELSE 'SourceDownError' END AS error,
    CASE WHEN n % 250 = 21 THEN 'the run''s budget of 100 calls is spent' ELSE 'the archive did not answer: try again' END AS message, true AS transient,
    published_at + INTERVAL 1 HOUR AS first_seen_at, published_at + INTERVAL 2 HOUR AS last_seen_at, made_id('run', 'run', a // 12) AS run_id
FROM made_claims WHERE n % 25 = 21 AND n % 125 = 21 ORDER BY n;

-- What is watched

INSERT INTO watch_changes BY NAME
SELECT made_id('wch', 'change', n) AS change_id, made_id('wat', 'watch', n) AS watch_id, 'added' AS action, concat('https://', host, '/feed') AS url,
    name, 'feed' AS kind, 900 AS every_s, 20 AS first, until() - INTERVAL 1095 DAY AS changed_at
FROM outlets ORDER BY n;

INSERT INTO watch_states BY NAME
SELECT made_id('wat', 'watch', n) AS watch_id, 'RSS 2.0' AS format, name AS title, 20 AS entries, [] AS marks, until() AS read_at,
    until() AS answered_at, until() AS found_at, until() AS due_at, 0 AS failures, false AS gone
FROM outlets ORDER BY n;

INSERT INTO watched_pages BY NAME
SELECT made_id('pag', 'page', a.n) AS page_id, concat('https://', a.host, '/', a.n) AS url, made_id('wat', 'watch', o.n) AS watch_id, 'checked' AS state,
    a.article_id, a.version_id, md5(concat('page', a.n)) AS body_hash, a.published_at AS found_at, a.published_at AS asked_at, 0 AS failures
FROM made_articles a JOIN outlets o ON o.host = a.host ORDER BY a.n;

INSERT INTO feed_entries BY NAME
SELECT made_id('ent', 'entry', a.n) AS entry_id, made_id('wat', 'watch', o.n) AS watch_id, concat('guid', a.n) AS guid, made_id('pag', 'page', a.n) AS page_id,
    concat('https://', a.host, '/', a.n) AS url, a.headline AS title, a.published_at, md5(concat('print', a.n)) AS fingerprint, a.published_at AS first_seen_at
FROM made_articles a JOIN outlets o ON o.host = a.host ORDER BY a.n;
