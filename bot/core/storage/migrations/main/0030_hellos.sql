-- Days on which somebody is glad of a hello from their circle.

-- One row a person, on such a day alone. tell: whether they asked to be told if nobody says hello. asked: how many were
-- told of it, empty before. said: how many said hello. ends_at: when their day ends, and the row with it.
CREATE TABLE days_hello (
    hello INTEGER PRIMARY KEY,
    person INTEGER NOT NULL UNIQUE,
    circle INTEGER NOT NULL,
    tell INTEGER NOT NULL,
    asked INTEGER,
    said INTEGER NOT NULL DEFAULT 0,
    ends_at INTEGER NOT NULL
);
