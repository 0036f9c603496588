-- How evidence falls into origins and why, what was left out of it, and what the desk knows of publishers.

ALTER TABLE passages ADD COLUMN origin_reason VARCHAR;
ALTER TABLE passages ADD COLUMN standing VARCHAR;
UPDATE passages SET standing = coalesce(
    (SELECT d.document_type FROM documents d WHERE d.document_id = passages.document_id), 'report'
);

ALTER TABLE searches ADD COLUMN left_out STRUCT(document_id VARCHAR, url VARCHAR, publisher VARCHAR, title VARCHAR, published_at TIMESTAMPTZ, reason VARCHAR)[];
UPDATE searches SET left_out = [];

ALTER TABLE publishers ADD COLUMN controlled_by VARCHAR;
ALTER TABLE publishers ADD COLUMN edited VARCHAR[];
UPDATE publishers SET edited = [];
