-- Which article a call of a model was made for, and which claims it served: what their parts in its cost are counted by.
-- Of calls made before, only those of a single claim and those of a whole article can be told.

ALTER TABLE llm_calls ADD COLUMN article_id VARCHAR;
ALTER TABLE llm_calls ADD COLUMN claim_ids VARCHAR[];
UPDATE llm_calls SET claim_ids = CASE WHEN item_id IN (SELECT claim_id FROM claims) THEN [item_id] ELSE [] END;
UPDATE llm_calls SET article_id = item_id WHERE item_id IN (SELECT article_id FROM articles);
UPDATE llm_calls SET article_id = c.article_id
FROM (SELECT claim_id, any_value(article_id) AS article_id FROM claims GROUP BY claim_id) c WHERE c.claim_id = item_id;
UPDATE llm_calls SET article_id = e.article_id FROM extractions e WHERE e.extraction_id = item_id;
