-- Somebody without a phrase asked for a copy of what is kept: from when it can be taken, and until when.
CREATE TABLE copy_wish (
    wish INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    ready_at INTEGER NOT NULL,
    until INTEGER NOT NULL
);

CREATE INDEX copy_wish_until ON copy_wish (until);
