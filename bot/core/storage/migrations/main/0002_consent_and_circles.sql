-- Consents by purpose, and circles with the words they chose sealed under a key of their own.

CREATE TABLE consent (
    person INTEGER NOT NULL,
    circle INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    version INTEGER NOT NULL,
    given_at TEXT NOT NULL,
    PRIMARY KEY (person, circle, purpose)
);

CREATE TABLE circle (
    circle INTEGER PRIMARY KEY,
    server INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('making', 'open')),
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    countries TEXT NOT NULL,
    staff_role INTEGER,
    planner_role INTEGER,
    agreements_version INTEGER NOT NULL,
    sealed_name BLOB NOT NULL,
    sealed_limits BLOB NOT NULL,
    sealed_contact BLOB NOT NULL,
    role INTEGER,
    door INTEGER,
    room INTEGER,
    door_post INTEGER
);

CREATE INDEX circle_by_server ON circle (server);

CREATE TABLE circle_draft (
    draft INTEGER PRIMARY KEY,
    server INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
);
