-- What a person wants looked at again.

CREATE TABLE flags (
    flag_id VARCHAR,
    claim_id VARCHAR,
    note VARCHAR,
    flagged_by VARCHAR,
    flagged_at TIMESTAMPTZ
);
