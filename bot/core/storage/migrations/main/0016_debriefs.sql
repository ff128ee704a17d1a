-- Care for those who answer: who is offered to talk it over, who listens, drafts, and words kept for oneself.

-- For three days: who had an ask, so that whoever asked is never asked to listen to it.
CREATE TABLE debrief_ended (
    ended INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    at INTEGER NOT NULL
);

CREATE INDEX debrief_ended_person ON debrief_ended (person);

CREATE TABLE debrief_asker (
    ended INTEGER NOT NULL REFERENCES debrief_ended (ended) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    PRIMARY KEY (ended, person)
);

-- A note to come: one for each person and circle.
CREATE TABLE debrief_note (
    note INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    wished INTEGER NOT NULL DEFAULT 0,
    UNIQUE (circle, person)
);

-- Somebody would like to be heard: one at a time in a circle.
CREATE TABLE debrief_call (
    call INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('looking', 'heard', 'nobody')),
    begun_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    UNIQUE (circle, person)
);

CREATE TABLE debrief_listener (
    call INTEGER NOT NULL REFERENCES debrief_call (call) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    listens INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (call, person)
);

CREATE INDEX debrief_listener_person ON debrief_listener (person);

-- At most one person listens.
CREATE UNIQUE INDEX debrief_listener_one ON debrief_listener (call) WHERE listens = 1;

-- sealed: words that were not sent yet, under their writer's key, for 15 minutes.
CREATE TABLE debrief_draft (
    draft INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    until INTEGER NOT NULL
);

-- sealed: words somebody keeps for themselves, under their own key, for 30 days.
CREATE TABLE debrief_kept (
    kept INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle (circle) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    day TEXT NOT NULL
);

CREATE INDEX debrief_kept_person ON debrief_kept (person);
