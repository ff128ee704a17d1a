-- Check-ins opened by hand: the round, and sealed answers that live only while it is open.

CREATE TABLE checkin_round (
    round INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    format TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    post INTEGER,
    shown INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    spread TEXT,
    opened_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX checkin_one_open ON checkin_round (circle) WHERE state = 'open';

CREATE TABLE checkin_answer (
    round INTEGER NOT NULL REFERENCES checkin_round (round) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (round, person)
);
