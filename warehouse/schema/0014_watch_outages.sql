-- Each time that a watch did not answer: since when, until when, and why. What fails as this is made is the first of them.

CREATE TABLE watch_outages (
    watch_id VARCHAR,
    began_at TIMESTAMPTZ,
    gone_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    failures BIGINT,
    error VARCHAR,
    message VARCHAR,
    run_id VARCHAR,
    last_run_id VARCHAR
);

INSERT INTO watch_outages
SELECT
    watch_id,
    failing_since,
    CASE WHEN gone THEN read_at END,
    NULL,
    failures,
    error,
    message,
    NULL,
    NULL
FROM watch_states
WHERE failing_since IS NOT NULL;
