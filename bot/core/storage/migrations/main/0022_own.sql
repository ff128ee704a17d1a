-- What a member settles in /my beyond language and quiet hours.

-- sealed: a country's code, under its person's key.
CREATE TABLE helpline_country (
    person INTEGER PRIMARY KEY,
    sealed BLOB NOT NULL
);

-- One row a person, however many days they chose. sealed: the days and what each is to be like, in blocks of one
-- length. today: how the present day is, looked up at each midnight of their zone; empty on all but their quiet days,
-- because whoever asks people has nobody's key. until: the next midnight.
CREATE TABLE days_list (
    list INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    today TEXT NOT NULL DEFAULT '',
    until INTEGER NOT NULL
);
