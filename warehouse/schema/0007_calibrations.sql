-- How a verdict's score becomes a probability: as it ships, and as the desk fitted it on its reviews.

CREATE TABLE calibrations (
    calibration_id VARCHAR,
    fitted_on VARCHAR,
    version VARCHAR,
    data VARCHAR,
    reviews BIGINT,
    curves STRUCT(judge VARCHAR, label VARCHAR, method VARCHAR, examples BIGINT, scores DOUBLE[], chances DOUBLE[])[],
    figures MAP(VARCHAR, DOUBLE),
    follows VARCHAR,
    fitted_at TIMESTAMPTZ
);
