-- What people must look at again, and what they have published, with the events of both.

CREATE TABLE tasks (
    task_id VARCHAR,
    kind VARCHAR,
    claim_id VARCHAR,
    label VARCHAR,
    reason VARCHAR,
    verdict_id VARCHAR,
    review_id VARCHAR,
    publication_id VARCHAR
);

CREATE TABLE task_events (
    event_id VARCHAR,
    task_id VARCHAR,
    event VARCHAR,
    "by" VARCHAR,
    note VARCHAR,
    "at" TIMESTAMPTZ
);

CREATE TABLE publications (
    publication_id VARCHAR,
    claim_id VARCHAR,
    review_id VARCHAR,
    url VARCHAR,
    rating VARCHAR,
    label VARCHAR,
    "by" VARCHAR,
    second_reviewer VARCHAR,
    published_on DATE,
    claimant_asked_on DATE,
    claimant_answered_on DATE,
    claimant_answer VARCHAR,
    recorded_at TIMESTAMPTZ
);

CREATE TABLE publication_events (
    event_id VARCHAR,
    publication_id VARCHAR,
    event VARCHAR,
    note VARCHAR,
    "by" VARCHAR,
    rating VARCHAR,
    label VARCHAR,
    review_id VARCHAR,
    second_reviewer VARCHAR,
    claimant_asked_on DATE,
    claimant_answered_on DATE,
    claimant_answer VARCHAR,
    follows VARCHAR,
    "at" TIMESTAMPTZ
);
