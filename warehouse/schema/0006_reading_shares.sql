-- How strongly a judge reads a passage as speaking for a claim, and how strongly as speaking against it.
-- The whole type is given anew: ADD COLUMN inside a list, or USING, cannot be replayed from the log after a crash.

ALTER TABLE judgements ALTER COLUMN readings SET DATA TYPE
    STRUCT(passage_id VARCHAR, stance VARCHAR, score DOUBLE, said_by_claimant BOOLEAN, why VARCHAR, supports DOUBLE, refutes DOUBLE)[];
