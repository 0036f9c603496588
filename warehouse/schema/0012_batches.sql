-- What is asked of a model by batch, at half the price and a day later: each batch, its questions with what came back, and the
-- claims that wait for them.

ALTER TABLE llm_calls ADD COLUMN batch_id VARCHAR;

CREATE TABLE batches (
    batch_id VARCHAR,
    run_id VARCHAR,
    place VARCHAR,
    model VARCHAR,
    requests BIGINT,
    estimated_usd DOUBLE,
    prepared_at TIMESTAMPTZ,
    provider_id VARCHAR,
    state VARCHAR,
    input_file_id VARCHAR,
    output_file_id VARCHAR,
    error_file_id VARCHAR,
    answered BIGINT,
    failed BIGINT,
    submitted_at TIMESTAMPTZ,
    asked_at TIMESTAMPTZ,
    collected_at TIMESTAMPTZ,
    message VARCHAR
);

CREATE TABLE batch_items (
    batch_id VARCHAR,
    custom_id VARCHAR,
    item_id VARCHAR,
    article_id VARCHAR,
    claim_ids VARCHAR[],
    prompt VARCHAR,
    prompt_version VARCHAR,
    schema_version VARCHAR,
    state VARCHAR,
    content VARCHAR,
    finish VARCHAR,
    refusal VARCHAR,
    input_tokens BIGINT,
    output_tokens BIGINT,
    error VARCHAR,
    message VARCHAR
);

CREATE TABLE batch_waits (
    claim_id VARCHAR,
    custom_id VARCHAR,
    run_id VARCHAR,
    article_id VARCHAR,
    work VARCHAR,
    gathered_at TIMESTAMPTZ,
    search_ids VARCHAR[],
    hits STRUCT(search_id VARCHAR, document_id VARCHAR, score DOUBLE, spans STRUCT("start" BIGINT, "end" BIGINT)[])[],
    ended_at TIMESTAMPTZ
);
