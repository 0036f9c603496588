-- When a source that had answered otherwise meanwhile answered as it did before. Of searches made before, it is not known.

ALTER TABLE searches ADD COLUMN asked_again_at TIMESTAMPTZ;
