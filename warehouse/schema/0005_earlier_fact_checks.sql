-- Earlier fact-checks: the claim as it was worded there, and how it was told to be the same.

ALTER TABLE documents ADD COLUMN claim_reviewed VARCHAR;
ALTER TABLE searches ADD COLUMN matched MAP(VARCHAR, VARCHAR);
UPDATE searches SET matched = map();
