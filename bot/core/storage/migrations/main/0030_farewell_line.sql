-- A line that somebody leaves as they go, for a day of their own choice; it stands in the circle's room once.

-- sealed: its words, empty once it stands. way: whether their name stands with it, empty while it is not decided.
-- at: when it comes. until: when the row goes at the latest. lost: why it could not be posted, empty while it waits.
-- post: where it stands, a row of farewell_post; empty before.
CREATE TABLE farewell_line (
    line INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    place INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    sealed BLOB,
    way TEXT NOT NULL DEFAULT '',
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    lost TEXT NOT NULL DEFAULT '',
    post INTEGER
);
CREATE INDEX farewell_line_by_person ON farewell_line (person);
CREATE INDEX farewell_line_by_until ON farewell_line (until);
