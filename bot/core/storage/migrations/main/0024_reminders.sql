-- Reminders to oneself, and a light idea once a week.

-- What somebody reminds themselves of. sealed: the words, how often, by which clock, and how many are left. at: when it
-- comes next; the row of the due time says the same, and one of them alone would come twice after a crash.
CREATE TABLE reminder (
    reminder INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    at INTEGER NOT NULL
);

CREATE INDEX reminder_person ON reminder (person);

-- Who wished for a light idea once a week. at: when the next one comes.
CREATE TABLE reminder_idea (
    idea INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    at INTEGER NOT NULL
);

-- A place somebody left and can take back. version: which agreements they had said yes to.
CREATE TABLE farewell_place (
    place INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    version INTEGER NOT NULL,
    until INTEGER NOT NULL,
    UNIQUE (person, circle)
);
