-- What the desk watches: what was decided on it, how it stands, what it listed, and the pages that it led to.

CREATE TABLE watch_changes (
    change_id VARCHAR,
    watch_id VARCHAR,
    action VARCHAR,
    url VARCHAR,
    name VARCHAR,
    kind VARCHAR,
    every_s BIGINT,
    first BIGINT,
    follows VARCHAR,
    changed_at TIMESTAMPTZ
);

CREATE TABLE watch_states (
    watch_id VARCHAR,
    format VARCHAR,
    title VARCHAR,
    entries BIGINT,
    marks STRUCT(url VARCHAR, etag VARCHAR, last_modified VARCHAR, body_hash VARCHAR)[],
    read_at TIMESTAMPTZ,
    answered_at TIMESTAMPTZ,
    found_at TIMESTAMPTZ,
    due_at TIMESTAMPTZ,
    failing_since TIMESTAMPTZ,
    failures BIGINT,
    error VARCHAR,
    message VARCHAR,
    gone BOOLEAN
);

CREATE TABLE feed_entries (
    entry_id VARCHAR,
    watch_id VARCHAR,
    guid VARCHAR,
    page_id VARCHAR,
    url VARCHAR,
    title VARCHAR,
    published_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ,
    fingerprint VARCHAR,
    first_seen_at TIMESTAMPTZ,
    changed_at TIMESTAMPTZ
);

CREATE TABLE watched_pages (
    page_id VARCHAR,
    url VARCHAR,
    watch_id VARCHAR,
    state VARCHAR,
    article_id VARCHAR,
    version_id VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    body_hash VARCHAR,
    found_at TIMESTAMPTZ,
    asked_at TIMESTAMPTZ,
    changed_at TIMESTAMPTZ,
    due_at TIMESTAMPTZ,
    failures BIGINT,
    error VARCHAR,
    message VARCHAR
);
