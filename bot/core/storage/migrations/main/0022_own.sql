-- What a member settles in /my beyond language and quiet hours.

-- sealed: a country's code, under its person's key.
CREATE TABLE helpline_country (
    person INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL
);
