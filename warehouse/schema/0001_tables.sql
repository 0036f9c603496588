-- The tables, one for each record of warehouse/records.py and one column for each of its fields.
-- No primary key, unique, check, enum, index, sequence or generated column: the same schema must work on DuckLake, which has
-- none of them. MERGE on a record's key keeps it unique, and the integrity queries prove it.
-- A migration that has been released is never edited: its checksum is kept in every warehouse.

CREATE TABLE articles (
    article_id VARCHAR,
    url VARCHAR,
    source VARCHAR,
    headline VARCHAR,
    outlet VARCHAR,
    originator VARCHAR,
    authors VARCHAR[],
    dateline VARCHAR,
    published_at TIMESTAMPTZ,
    published_precision VARCHAR,
    published_zone VARCHAR,
    updated_at TIMESTAMPTZ,
    language VARCHAR,
    corrections VARCHAR[]
);

CREATE TABLE article_versions (
    version_id VARCHAR,
    article_id VARCHAR,
    text VARCHAR,
    text_hash VARCHAR,
    body_start BIGINT,
    body_end BIGINT,
    headline_start BIGINT,
    headline_end BIGINT,
    media_type VARCHAR,
    encoding VARCHAR,
    first_read_at TIMESTAMPTZ
);

CREATE TABLE extractions (
    extraction_id VARCHAR,
    article_id VARCHAR,
    version_id VARCHAR,
    extractor VARCHAR,
    extractor_version VARCHAR,
    model VARCHAR,
    language VARCHAR,
    sentence_count BIGINT,
    claim_count BIGINT,
    follows VARCHAR,
    note VARCHAR,
    extracted_at TIMESTAMPTZ
);

CREATE TABLE claims (
    claim_id VARCHAR,
    extraction_id VARCHAR,
    article_id VARCHAR,
    version_id VARCHAR,
    ordinal BIGINT,
    quote VARCHAR,
    "start" BIGINT,
    "end" BIGINT,
    text VARCHAR,
    kind VARCHAR,
    checkable BOOLEAN,
    not_checkable_reason VARCHAR,
    checkworthiness DOUBLE,
    reasons VARCHAR[],
    speaker VARCHAR,
    speaker_role VARCHAR,
    speaker_named BOOLEAN,
    attribution VARCHAR[],
    venue VARCHAR,
    quote_fidelity VARCHAR,
    said_from DATE,
    said_to DATE,
    about_from DATE,
    about_to DATE,
    published_at TIMESTAMPTZ,
    entities VARCHAR[],
    dates STRUCT(text VARCHAR, "start" BIGINT, "end" BIGINT, earliest DATE, latest DATE, anchor DATE, certainty VARCHAR)[],
    quantities STRUCT(text VARCHAR, "start" BIGINT, "end" BIGINT, low DOUBLE, high DOUBLE, unit VARCHAR, approximate BOOLEAN)[],
    status VARCHAR
);

CREATE TABLE claim_links (
    from_claim_id VARCHAR,
    to_claim_id VARCHAR,
    relation VARCHAR,
    made_by VARCHAR
);

CREATE TABLE queries (
    query_id VARCHAR,
    claim_id VARCHAR,
    text VARCHAR,
    purpose VARCHAR,
    planner VARCHAR,
    planner_version VARCHAR
);

CREATE TABLE searches (
    search_id VARCHAR,
    query_id VARCHAR,
    claim_id VARCHAR,
    source VARCHAR,
    source_version VARCHAR,
    published_until DATE,
    document_ids VARCHAR[],
    outcome VARCHAR,
    searched_at TIMESTAMPTZ,
    run_id VARCHAR
);

CREATE TABLE documents (
    document_id VARCHAR,
    url VARCHAR,
    title VARCHAR,
    publisher VARCHAR,
    published_at TIMESTAMPTZ,
    published_precision VARCHAR,
    published_basis VARCHAR,
    retrieved_at TIMESTAMPTZ,
    source VARCHAR,
    path VARCHAR,
    text VARCHAR,
    text_hash VARCHAR,
    language VARCHAR,
    origin VARCHAR,
    document_type VARCHAR
);

CREATE TABLE passages (
    passage_id VARCHAR,
    claim_id VARCHAR,
    query_id VARCHAR,
    document_id VARCHAR,
    "start" BIGINT,
    "end" BIGINT,
    text VARCHAR,
    rank BIGINT,
    score DOUBLE,
    origin VARCHAR
);

CREATE TABLE judgements (
    judgement_id VARCHAR,
    claim_id VARCHAR,
    judge VARCHAR,
    judge_version VARCHAR,
    model VARCHAR,
    label VARCHAR,
    issues VARCHAR[],
    readings STRUCT(passage_id VARCHAR, stance VARCHAR, score DOUBLE, said_by_claimant BOOLEAN, why VARCHAR)[],
    cited_passage_ids VARCHAR[],
    rationale VARCHAR,
    judged_at TIMESTAMPTZ
);

CREATE TABLE verdicts (
    verdict_id VARCHAR,
    claim_id VARCHAR,
    label VARCHAR,
    label_when_said VARCHAR,
    issues VARCHAR[],
    confidence DOUBLE,
    rationale VARCHAR,
    cited_passage_ids VARCHAR[],
    judgement_ids VARCHAR[],
    origins_supporting BIGINT,
    origins_refuting BIGINT,
    cause VARCHAR,
    changed VARCHAR[],
    follows VARCHAR,
    versions MAP(VARCHAR, VARCHAR),
    decided_at TIMESTAMPTZ,
    run_id VARCHAR
);

CREATE TABLE reviews (
    review_id VARCHAR,
    claim_id VARCHAR,
    label VARCHAR,
    note VARCHAR,
    reviewer VARCHAR,
    reviewed_at TIMESTAMPTZ
);

CREATE TABLE failures (
    failure_id VARCHAR,
    item_id VARCHAR,
    article_id VARCHAR,
    stage VARCHAR,
    error VARCHAR,
    message VARCHAR,
    transient BOOLEAN,
    first_seen_at TIMESTAMPTZ,
    last_seen_at TIMESTAMPTZ,
    run_id VARCHAR
);

CREATE TABLE steps (
    item_id VARCHAR,
    stage VARCHAR,
    version_key VARCHAR,
    outcome VARCHAR,
    note VARCHAR,
    run_id VARCHAR,
    done_at TIMESTAMPTZ,
    checked_at TIMESTAMPTZ
);

CREATE TABLE runs (
    run_id VARCHAR,
    command VARCHAR,
    parameters MAP(VARCHAR, VARCHAR),
    versions MAP(VARCHAR, VARCHAR),
    started_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    outcome VARCHAR,
    counts MAP(VARCHAR, BIGINT),
    seconds DOUBLE,
    input_tokens BIGINT,
    output_tokens BIGINT,
    cost_usd DOUBLE
);

CREATE TABLE llm_calls (
    call_id VARCHAR,
    run_id VARCHAR,
    item_id VARCHAR,
    model VARCHAR,
    prompt VARCHAR,
    prompt_version VARCHAR,
    schema_version VARCHAR,
    input_tokens BIGINT,
    output_tokens BIGINT,
    cost_usd DOUBLE,
    seconds DOUBLE,
    attempts BIGINT,
    cached BOOLEAN,
    outcome VARCHAR,
    called_at TIMESTAMPTZ
);

CREATE TABLE publishers (
    publisher VARCHAR,
    host VARCHAR,
    publisher_type VARCHAR,
    country VARCHAR,
    rating VARCHAR,
    note VARCHAR
);
