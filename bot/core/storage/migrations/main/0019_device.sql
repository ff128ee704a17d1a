-- A phone that somebody else may look through: a phrase before what is one's own.

-- sealed: salt, cost and Argon2id hash of the phrase, under its person's key. wrong: tries since the last right one or
-- the last wait. goes_at: when it is let go of, if its person asked for that without the phrase.
CREATE TABLE device_phrase (
    phrase INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    wrong INTEGER NOT NULL DEFAULT 0,
    waits_until INTEGER,
    goes_at INTEGER
);
