-- What is due and when (the database is the truth about time, the alarm only wakes to read it), and what the
-- front remembers between two starts, such as which commands it has handed in.

CREATE TABLE due (
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    next_run_at INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
);

CREATE INDEX due_by_time ON due (next_run_at);

CREATE TABLE notebook (
    name TEXT PRIMARY KEY,
    note TEXT NOT NULL
);
