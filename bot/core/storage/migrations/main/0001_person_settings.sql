-- What a person settled for all their circles: language and quiet hours, sealed in one column under their key,
-- so that the file tells neither (safety.md 4.4). No row means nothing was settled.
CREATE TABLE person_settings (
    person INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL
);
