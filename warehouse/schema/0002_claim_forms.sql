-- Where an article says a claim again, and the form by which the same claim is found in other articles.

ALTER TABLE claims ADD COLUMN mentions STRUCT("start" BIGINT, "end" BIGINT)[];
UPDATE claims SET mentions = [];

CREATE TABLE claim_forms (
    claim_id VARCHAR,
    article_id VARCHAR,
    form_id VARCHAR,
    facts_id VARCHAR,
    words VARCHAR[],
    day DATE,
    made_by VARCHAR
);
