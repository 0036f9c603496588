-- Evidence from the web: how each page was fetched, what could not be read, and searches of a second round.

ALTER TABLE queries ADD COLUMN round BIGINT;
UPDATE queries SET round = 1;
ALTER TABLE queries ADD COLUMN language VARCHAR;

ALTER TABLE searches ADD COLUMN unread STRUCT(url VARCHAR, title VARCHAR, error VARCHAR, reason VARCHAR, transient BOOLEAN)[];
UPDATE searches SET unread = [];

ALTER TABLE documents ADD COLUMN modified_at TIMESTAMPTZ;
ALTER TABLE documents ADD COLUMN modified_precision VARCHAR;
ALTER TABLE documents ADD COLUMN rating VARCHAR;
ALTER TABLE documents ADD COLUMN rating_label VARCHAR;
ALTER TABLE documents ADD COLUMN fetch_id VARCHAR;

CREATE TABLE fetches (
    fetch_id VARCHAR,
    url VARCHAR,
    final_url VARCHAR,
    redirects VARCHAR[],
    status BIGINT,
    content_type VARCHAR,
    headers MAP(VARCHAR, VARCHAR),
    body_hash VARCHAR,
    body_bytes BIGINT,
    fetched_at TIMESTAMPTZ
);
