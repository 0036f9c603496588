-- By which moment a claim had been said, where its article tells its time and zone. Of claims made before, only the days are known.

ALTER TABLE claims ADD COLUMN said_before TIMESTAMPTZ;
