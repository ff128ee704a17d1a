-- The keys of notes, one each: in this file, because ordinary backups do not hold it, so that a key that went is gone.

CREATE TABLE note_key (
    note INTEGER PRIMARY KEY,
    wrapped_key BLOB NOT NULL,
    until INTEGER NOT NULL
);
